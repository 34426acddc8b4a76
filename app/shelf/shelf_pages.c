#include "shelf/shelf_pages.h"

#include "shelf/shelf_store.h"
#include "sql.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/web.h"

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
	int64_t	now_s = turn_now_s(t);

	if (shelf_calendar(web_here()->shelf, now_s) != NULL)
		return (NEXT_STEP);
	return (ask(t, &CATALOGUE_CALENDAR, ARG_DATE(shelf_calendar_from(now_s)), ARG_DATE(shelf_calendar_to(now_s))));
}

enum next
shelf_take_calendar(struct turn *t, const struct calendar **out)
{
	const struct rows	*r;

	*out = shelf_calendar(web_here()->shelf, turn_now_s(t));
	if (*out != NULL)
		return (NEXT_STEP);
	r = turn_rows(t);
	if (r->stmt != &CATALOGUE_CALENDAR)
		return (NEXT_FAIL);
	*out = shelf_read_calendar(web_here()->shelf, turn_arena(t), r, turn_now_s(t));
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
