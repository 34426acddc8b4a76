#include "desk/desk_load_pages.h"

#include "core/clock.h"
#include "desk/desk_store.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define CODE_SEGMENT	1	/* /ban-lam-viec/<code>/... */

struct desk_turn *
desk_turn(struct turn *t)
{
	return (TURN_STATE(t, desk_turn));
}

enum next
desk_ask_dossier(struct turn *t)
{
	struct uuid	item;
	bool		meant = request_field_uuid(t, "_item", &item) || uuid_parse(request_query(t, "viec"), &item);

	return (ask(t, &DESK_DOSSIER_GET, ARG_TEXT(request_segment(t, CODE_SEGMENT)), ARG_UUID(turn_account(t)->id),
	    meant ? ARG_UUID(item) : ARG_NULL));
}

enum next
desk_take_dossier(struct turn *t)
{
	if (turn_rows(t)->n != 1)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	desk_dossier_row(turn_rows(t), request_segment(t, CODE_SEGMENT), &desk_turn(t)->dossier);
	return (NEXT_STEP);
}

enum next
desk_want_form(struct turn *t)
{
	return (shelf_want_form(t, desk_turn(t)->dossier.package));
}

enum next
desk_take_form(struct turn *t)
{
	return (shelf_take_form(t, desk_turn(t)->dossier.package, &desk_turn(t)->form));
}

enum next
desk_want_process(struct turn *t)
{
	return (shelf_want_process(t, desk_turn(t)->dossier.workflow));
}

enum next
desk_take_process(struct turn *t)
{
	return (shelf_take_process(t, desk_turn(t)->dossier.workflow, &desk_turn(t)->process));
}

enum next
desk_want_calendar(struct turn *t)
{
	return (shelf_want_calendar(t));
}

enum next
desk_take_calendar(struct turn *t)
{
	return (shelf_take_calendar(t, &desk_turn(t)->calendar));
}

enum next
desk_read_instance(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	struct instance		*in;

	if (instance_read(turn_arena(t), s->form, civil_vn(turn_now_s(t)).date, s->dossier.instance, &in) != 0)
		return (NEXT_FAIL);		/* what we stored ourselves */
	s->c = (struct desk_case){ .dossier = &s->dossier, .form = s->form, .instance = in, .process = s->process,
	    .calendar = s->calendar, .actor = turn_account(t)->id, .actor_name = turn_account(t)->name,
	    .now_s = turn_now_s(t) };
	return (NEXT_STEP);
}

bool
desk_read_sent(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);

	return (request_field_uuid(t, "_item", &s->item) && request_field_uuid(t, "_action", &s->action));
}

enum next
desk_ask_why(struct turn *t)
{
	const struct desk_turn	*s = desk_turn(t);

	return (ask(t, &DESK_WHY_NOT, ARG_UUID(s->item), ARG_UUID(turn_account(t)->id), ARG_UUID(s->action),
	    ARG_TEXT(s->act), ARG_I64(s->choice.version)));
}

enum next
desk_say_why(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	const enum lang		 lang = turn_lang(t);
	struct str		 by = row_text(r, 0, DESK_WHY_NOT_HOLDER_NAME);

	if (row_bool(r, 0, DESK_WHY_NOT_DONE))
		return (desk_see(t, NULL));
	if (row_bool(r, 0, DESK_WHY_NOT_OPEN) && !row_bool(r, 0, DESK_WHY_NOT_MAY))
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	return (desk_say(t, 409, msg_text(lang, MSG_DESK_STALE_TITLE), by.n == 0 || str_eq(by, turn_account(t)->name) ?
	    msg_text(lang, MSG_DESK_STALE) :
	    msg_string(turn_arena(t), lang, MSG_DESK_STALE_BY, (struct msg_arg[]){ MSG_ARG(by) }, 1)));
}

enum next
desk_see(struct turn *t, const char *done)
{
	struct str	base = desk_base(turn_arena(t), request_segment(t, CODE_SEGMENT));

	if (done == NULL)
		return (reply_see(t, base));
	return (reply_see(t, arena_printf(turn_arena(t), "%.*s?xong=%s", STR_ARG(base), done)));
}

enum next
desk_say(struct turn *t, int status, struct str title, struct str text)
{
	struct desk_stale_view	m = { title, text, desk_base(turn_arena(t), request_segment(t, CODE_SEGMENT)) };
	struct buf		body = BUF_INIT;

	tmpl_desk_stale(&body, turn_view(t), &m);
	return (reply_html(t, status, &body));
}
