#include "shelf/shelf_store.h"

#include "core/clock.h"
#include "sql.h"

#define BACK_DAYS	366
#define AHEAD_DAYS	(3 * 366)

struct date
shelf_calendar_from(int64_t now_s)
{
	return (date_of_days(date_days(civil_vn(now_s).date) - BACK_DAYS));
}

struct date
shelf_calendar_to(int64_t now_s)
{
	return (date_of_days(date_days(civil_vn(now_s).date) + AHEAD_DAYS));
}

const struct calendar *
shelf_read_calendar(struct shelf *s, struct arena *a, const struct rows *r, int64_t now_s)
{
	int64_t	*off = ARENA_ARRAY(a, int64_t, r->n), *makeup = ARENA_ARRAY(a, int64_t, r->n);
	size_t	 off_n = 0, makeup_n = 0;

	for (size_t i = 0; i < r->n; i++) {
		int64_t	day = date_days(row_date(r, i, CATALOGUE_CALENDAR_DAY));

		if (str_eqc(row_text(r, i, CATALOGUE_CALENDAR_KIND), "off"))
			off[off_n++] = day;
		else
			makeup[makeup_n++] = day;
	}
	return (shelf_set_calendar(s, now_s, off, off_n, makeup, makeup_n));
}
