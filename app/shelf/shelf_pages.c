#include "shelf/shelf_pages.h"

#include "core/clock.h"
#include "sql.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/web.h"

#define CALENDAR_BACK_DAYS	366
#define CALENDAR_AHEAD_DAYS	(3 * 366)

enum next
shelf_want_form(struct turn *t, struct str hash)
{
	if (shelf_form(web_here()->shelf, hash) != NULL)
		return (NEXT_STEP);
	return (ask(t, &CATALOGUE_PACKAGE_GET, ARG_BYTES(hash)));
}

enum next
shelf_take_form(struct turn *t, struct str hash, const struct form **out)
{
	const struct rows	*r;

	*out = shelf_form(web_here()->shelf, hash);
	if (*out != NULL)
		return (NEXT_STEP);
	r = turn_rows(t);
	if (r->stmt != &CATALOGUE_PACKAGE_GET || r->n != 1)
		return (NEXT_FAIL);
	if (shelf_add_form(web_here()->shelf, hash, row_text(r, 0, CATALOGUE_PACKAGE_GET_XML), out) != 0)
		return (NEXT_FAIL);
	return (NEXT_STEP);
}

enum next
shelf_want_process(struct turn *t, struct str hash)
{
	if (shelf_process(web_here()->shelf, hash) != NULL)
		return (NEXT_STEP);
	return (ask(t, &CATALOGUE_WORKFLOW_GET, ARG_BYTES(hash)));
}

enum next
shelf_take_process(struct turn *t, struct str hash, const struct process **out)
{
	const struct rows	*r;

	*out = shelf_process(web_here()->shelf, hash);
	if (*out != NULL)
		return (NEXT_STEP);
	r = turn_rows(t);
	if (r->stmt != &CATALOGUE_WORKFLOW_GET || r->n != 1)
		return (NEXT_FAIL);
	if (shelf_add_process(web_here()->shelf, hash, row_text(r, 0, CATALOGUE_WORKFLOW_GET_BPMN), out) != 0)
		return (NEXT_FAIL);
	return (NEXT_STEP);
}

enum next
shelf_want_calendar(struct turn *t)
{
	int64_t	today = date_days(civil_vn(turn_now_s(t)).date);

	if (shelf_calendar(web_here()->shelf, turn_now_s(t)) != NULL)
		return (NEXT_STEP);
	return (ask(t, &CATALOGUE_CALENDAR, ARG_DATE(date_of_days(today - CALENDAR_BACK_DAYS)),
	    ARG_DATE(date_of_days(today + CALENDAR_AHEAD_DAYS))));
}

enum next
shelf_take_calendar(struct turn *t, const struct calendar **out)
{
	const struct rows	*r;
	int64_t			*off, *makeup;
	size_t			 off_n = 0, makeup_n = 0;

	*out = shelf_calendar(web_here()->shelf, turn_now_s(t));
	if (*out != NULL)
		return (NEXT_STEP);
	r = turn_rows(t);
	if (r->stmt != &CATALOGUE_CALENDAR)
		return (NEXT_FAIL);
	off = ARENA_ARRAY(turn_arena(t), int64_t, r->n);
	makeup = ARENA_ARRAY(turn_arena(t), int64_t, r->n);
	for (size_t i = 0; i < r->n; i++) {
		int64_t	day = date_days(row_date(r, i, CATALOGUE_CALENDAR_DAY));

		if (str_eqc(row_text(r, i, CATALOGUE_CALENDAR_KIND), "off"))
			off[off_n++] = day;
		else
			makeup[makeup_n++] = day;
	}
	*out = shelf_set_calendar(web_here()->shelf, turn_now_s(t), off, off_n, makeup, makeup_n);
	return (NEXT_STEP);
}

enum next
shelf_want_service(struct turn *t, struct str code)
{
	if (shelf_service(web_here()->shelf, code, turn_now_s(t)) != NULL)
		return (NEXT_STEP);
	return (ask(t, &CATALOGUE_SERVICE_GET, ARG_TEXT(code)));
}

enum next
shelf_take_service(struct turn *t, struct str code, struct shelf_service *out)
{
	const struct shelf_service	*s = shelf_service(web_here()->shelf, code, turn_now_s(t));
	const struct rows		*r;

	if (s != NULL) {
		out->code = code;
		out->package = arena_str(turn_arena(t), s->package);
		out->agency_vi = arena_str(turn_arena(t), s->agency_vi);
		out->agency_en = arena_str(turn_arena(t), s->agency_en);
		return (NEXT_STEP);
	}
	r = turn_rows(t);
	if (r->stmt != &CATALOGUE_SERVICE_GET)
		return (NEXT_FAIL);
	if (r->n != 1)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	out->code = code;
	out->package = row_bytes(r, 0, CATALOGUE_SERVICE_GET_PACKAGE);
	out->agency_vi = row_text(r, 0, CATALOGUE_SERVICE_GET_AGENCY_VI);
	out->agency_en = row_text(r, 0, CATALOGUE_SERVICE_GET_AGENCY_EN);
	shelf_set_service(web_here()->shelf, turn_now_s(t), out);
	return (NEXT_STEP);
}
