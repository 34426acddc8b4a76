#include "core/clock.h"

#include <time.h>

int64_t
clock_now_s(void)
{
	struct timespec	ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (ts.tv_sec);
}

int64_t
clock_now_ms(void)
{
	struct timespec	ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000);
}

/* Days and civil dates by counting eras of 400 years (146097 days) that begin on 1 March, so that the leap day
 * is the last of its year. */
int64_t
date_days(struct date d)
{
	int64_t	y = d.month <= 2 ? d.year - 1 : d.year;
	int64_t	era = (y >= 0 ? y : y - 399) / 400;
	int64_t	yoe = y - era * 400;
	int64_t	doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	int64_t	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (era * 146097 + doe - 719468);
}

struct date
date_of_days(int64_t days)
{
	int64_t	z = days + 719468;
	int64_t	era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t	doe = z - era * 146097;
	int64_t	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t	mp = (5 * doy + 2) / 153;
	int	month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return ((struct date){ (int)(yoe + era * 400 + (month <= 2)), month, (int)(doy - (153 * mp + 2) / 5 + 1) });
}

bool
date_valid(struct date d)
{
	struct date	back;

	if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
		return (false);
	back = date_of_days(date_days(d));
	return (back.year == d.year && back.month == d.month && back.day == d.day);
}

int
date_weekday(struct date d)
{
	int64_t	w = (date_days(d) + 4) % 7;		/* 1970-01-01 was a Thursday */

	return ((int)(w < 0 ? w + 7 : w));
}

static bool
digits(struct str s, size_t at, size_t n, int *out)
{
	int64_t	v;

	if (at + n > s.n || !str_i64(str_from_to(s, at, at + n), 0, 9999, &v))
		return (false);
	*out = (int)v;
	return (true);
}

bool
date_parse(struct str s, struct date *out)
{
	struct date	d;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return (false);
	if (!digits(s, 0, 4, &d.year) || !digits(s, 5, 2, &d.month) || !digits(s, 8, 2, &d.day) || !date_valid(d))
		return (false);
	*out = d;
	return (true);
}

struct str
date_iso(struct arena *a, struct date d)
{
	return (arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day));
}

struct str
date_vn(struct arena *a, struct date d)
{
	return (arena_printf(a, "%02d/%02d/%04d", d.day, d.month, d.year));
}

struct civil
civil_vn(int64_t s)
{
	int64_t		local = s + CLOCK_VN_OFFSET_S;
	int64_t		days = local / CLOCK_DAY_S;
	int64_t		rest = local % CLOCK_DAY_S;
	struct civil	c;

	if (rest < 0) {
		rest += CLOCK_DAY_S;
		days--;
	}
	c.date = date_of_days(days);
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest / 60 % 60);
	c.second = (int)(rest % 60);
	return (c);
}

int64_t
civil_vn_s(struct civil c)
{
	return (date_days(c.date) * CLOCK_DAY_S + c.hour * 3600 + c.minute * 60 + c.second - CLOCK_VN_OFFSET_S);
}

struct str
time_iso(struct arena *a, int64_t s)
{
	struct civil	c = civil_vn(s);

	return (arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", c.date.year, c.date.month, c.date.day,
	    c.hour, c.minute, c.second));
}

struct str
time_vn(struct arena *a, int64_t s)
{
	struct civil	c = civil_vn(s);

	return (arena_printf(a, "%02d:%02d %02d/%02d/%04d", c.hour, c.minute, c.date.day, c.date.month, c.date.year));
}

bool
time_parse_iso(struct str s, int64_t *out_s)
{
	struct civil	c;
	int		oh = 0, om = 0;
	int64_t		t;

	if (s.n < 20 || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':')
		return (false);
	if (!date_parse(str_from_to(s, 0, 10), &c.date) || !digits(s, 11, 2, &c.hour) ||
	    !digits(s, 14, 2, &c.minute) || !digits(s, 17, 2, &c.second))
		return (false);
	if (c.hour > 23 || c.minute > 59 || c.second > 59)
		return (false);
	t = civil_vn_s(c) + CLOCK_VN_OFFSET_S;
	if (s.n == 20 && s.p[19] == 'Z') {
		*out_s = t;
		return (true);
	}
	if (s.n != 25 || (s.p[19] != '+' && s.p[19] != '-') || s.p[22] != ':' || !digits(s, 20, 2, &oh) ||
	    !digits(s, 23, 2, &om) || oh > 14 || om > 59)
		return (false);
	*out_s = t - (s.p[19] == '+' ? 1 : -1) * (oh * 3600 + om * 60);
	return (true);
}
