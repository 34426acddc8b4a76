/*
 * /ban-lam-viec/<code>/kiem-soat.pdf: Form 06, from the history. POST .../gia-han: the head of the agency signs the
 * apology and the one new date.
 */
#include "desk/desk_load_pages.h"

#include "core/utf8.h"
#include "desk/desk_words.h"
#include "paper/paper_pages.h"
#include "paper/slip.h"
#include "sql.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define PAPERS_PER_MINUTE	30
#define REASON_CHARS_MAX	2000
#define DAY_END_HOUR		17

/* ---- Form 06 */

static enum next
ask_control(struct turn *t)
{
	if (!brake_allows(t, "paper", PAPERS_PER_MINUTE, PAPERS_PER_MINUTE))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	return (ask(t, &DESK_CONTROL, ARG_UUID(desk_turn(t)->dossier.id)));
}

static struct str
who(struct turn *t, size_t i)
{
	const struct rows	*r = turn_rows(t);
	struct str		 name = row_text(r, i, DESK_CONTROL_NAME);
	struct str		 role = desk_role(LANG_VI, row_text(r, i, DESK_CONTROL_ROLE));

	return (name.n == 0 ? role : arena_printf(turn_arena(t), "%.*s, %.*s", STR_ARG(role), STR_ARG(name)));
}

/* Of the visit before: early on an earlier day, late after its time. */
static enum slip_verdict
verdict(const struct rows *r, size_t i)
{
	int64_t	due_s = row_time_or_0(r, i, DESK_CONTROL_DUE_AT);
	int64_t	closed_s = row_time_or_0(r, i, DESK_CONTROL_CLOSED_AT);

	if (closed_s == 0 || due_s == 0)
		return (SLIP_OPEN);
	if (closed_s > due_s)
		return (SLIP_LATE);
	return (date_days(civil_vn(closed_s).date) < date_days(civil_vn(due_s).date) ? SLIP_EARLY : SLIP_ON_TIME);
}

static struct control_step *
steps_of(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	const struct process	*process = desk_turn(t)->process;
	struct control_step	*v = ARENA_ARRAY(turn_arena(t), struct control_step, r->n);

	for (size_t i = 0; i < r->n; i++) {
		const struct process_node	*node = process_node(process, row_text(r, i, DESK_CONTROL_NODE));

		v[i].giver = i == 0 ? desk_turn(t)->dossier.applicant_name : who(t, i - 1);
		v[i].taker = who(t, i);
		v[i].given_s = row_time(r, i, DESK_CONTROL_OPENED_AT);
		v[i].taken_s = row_time_or_0(r, i, DESK_CONTROL_CLAIMED_AT);
		if (v[i].taken_s == 0)
			v[i].taken_s = row_time_or_0(r, i, DESK_CONTROL_CLOSED_AT);
		v[i].verdict = verdict(r, i);
		v[i].note = node == NULL ? STR_NONE : node->name;
	}
	return (v);
}

static enum next
typeset_control(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	struct desk_turn	*s = desk_turn(t);
	struct control_facts	 facts = { .rows = steps_of(t), .rows_n = r->n };
	struct document		 doc = { 0 };

	if (r->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	facts.head = (struct slip_head){ .parent_agency = row_text(r, 0, DESK_CONTROL_PARENT_HEAD),
	    .agency = row_text(r, 0, DESK_CONTROL_LETTERHEAD), .agency_name = s->dossier.agency_vi,
	    .unit = slip_unit(), .place = row_text(r, 0, DESK_CONTROL_PLACE), .at_s = turn_now_s(t),
	    .dossier = s->dossier.code, .applicant = s->dossier.applicant_name, .procedure = s->dossier.name_vi,
	    .title = row_text(r, 0, DESK_CONTROL_TITLE) };
	facts.head.form_note = slip_form_note(turn_arena(t), row_text(r, 0, DESK_CONTROL_FORM),
	    row_text(r, 0, DESK_CONTROL_LAW));
	slip_control(turn_arena(t), &facts, &doc);
	return (paper_want(t, &doc));
}

static enum next
send_control(struct turn *t)
{
	return (paper_send(t, "phieu-kiem-soat.pdf"));
}

static const struct step	control_steps[] = {
	STEP(require_officer), STEP(desk_ask_dossier), STEP(desk_take_dossier), STEP(desk_want_process),
	STEP(desk_take_process), STEP(ask_control), STEP(typeset_control), STEP(send_control),
};
PAGE(desk_control_page, ON_GET(control_steps));

/* ---- the apology and the one new date */

static enum next
extend(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	struct str		 reason = str_trim(request_field(t, "_reason"));
	struct date		 d;

	if (!request_field_uuid(t, "_action", &s->action) ||
	    !str_i64(request_field(t, "_version"), 1, INT32_MAX, &s->choice.version))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	if (reason.n == 0 || utf8_chars(reason) > REASON_CHARS_MAX || !date_parse(request_field(t, "_new_due"), &d))
		return (desk_say(t, 422, msg_text(turn_lang(t), MSG_DESK_EXTEND_TITLE),
		    msg_text(turn_lang(t), MSG_DESK_EXTEND_WRONG)));
	return (ask_try(t, &DESK_EXTEND, ARG_TEXT(s->dossier.code), ARG_UUID(turn_account(t)->id),
	    ARG_I64(s->choice.version),
	    ARG_TIME(civil_vn_s((struct civil){ .date = d, .hour = DAY_END_HOUR })), ARG_TEXT(reason),
	    ARG_UUID(s->action), ARG_TEXT(turn_account(t)->name), ARG_TEXT(s->dossier.actor_title)));
}

static enum next
say_extended(struct turn *t)
{
	if (ask_answer(t) == 0 && turn_rows(t)->n > 0)
		return (desk_see(t, "extend"));
	return (ask(t, &DESK_EXTENSION, ARG_UUID(desk_turn(t)->dossier.id), ARG_UUID(turn_account(t)->id)));
}

static enum next
say_why_not(struct turn *t)
{
	if (turn_rows(t)->n == 0 || !row_bool(turn_rows(t), 0, DESK_EXTENSION_SIGNS))
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	if (!row_null(turn_rows(t), 0, DESK_EXTENSION_SIGNED_AT))
		return (desk_see(t, NULL));
	return (desk_say(t, 409, msg_text(turn_lang(t), MSG_DESK_EXTEND_TITLE),
	    msg_text(turn_lang(t), MSG_DESK_EXTEND_NOT)));
}

static const struct step	extend_steps[] = {
	STEP(require_officer), STEP(desk_ask_dossier), STEP(desk_take_dossier), STEP(extend), STEP(say_extended),
	STEP(say_why_not),
};
PAGE(desk_extend_page, ON_POST(extend_steps));
