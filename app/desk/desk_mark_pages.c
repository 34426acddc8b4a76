/*
 * /ban-lam-viec/<code>/bo-sung: marking the fields and papers to be completed, all at once; POST asks for them.
 * POST .../cho-phep: a supervisor's leave for another round, and asking for it.
 */
#include "desk/desk_load_pages.h"

#include "core/utf8.h"
#include "desk/desk_mark.h"
#include "desk/desk_store.h"
#include "desk/desk_words.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define LEAVE_CHARS_MAX	2000

static enum next
ask_reasons(struct turn *t)
{
	return (ask(t, &DESK_REASONS, ARG_TEXT(desk_turn(t)->dossier.agency)));
}

static enum next
take_reasons(struct turn *t)
{
	desk_turn(t)->reasons = desk_reason_rows(turn_arena(t), turn_rows(t));
	desk_turn(t)->reasons_n = turn_rows(t)->n;
	return (NEXT_STEP);
}

static enum next
ask_about(struct turn *t)
{
	const struct desk_dossier	*d = &desk_turn(t)->dossier;

	return (ask(t, &DESK_ABOUT, ARG_UUID(d->id), ARG_NULL, ARG_UUID(turn_account(t)->id)));
}

/* The way to ask that this officer's task has; NULL: none. */
static const struct process_outcome *
supplement_outcome(const struct desk_turn *s)
{
	const struct process_node	*node = s->dossier.item.there ?
	    process_node(s->process, s->dossier.item.node) : NULL;

	for (size_t i = 0; node != NULL && i < node->outcomes_n; i++) {
		if (node->outcomes[i].kind == OUTCOME_SUPPLEMENT)
			return (&node->outcomes[i]);
	}
	return (NULL);
}

static enum next
reply_marks(struct turn *t, int status)
{
	struct desk_turn		*s = desk_turn(t);
	const struct process_outcome	*o = supplement_outcome(s);
	struct buf			 body = BUF_INIT;

	if (o == NULL)
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	s->marks.seen = desk_seen_of(turn_arena(t), &s->dossier);
	s->marks.outcome = o->id;
	s->marks.label = desk_in(turn_lang(t), o->label_vi, o->label_en);
	s->marks.needs_leave = s->dossier.supplements > 0 && !s->dossier.leave_granted;
	s->marks.leave_asked = s->dossier.leave_asked;
	reply_allow_frames(t);
	tmpl_desk_mark(&body, turn_view(t), &s->marks);
	return (reply_html(t, status, &body));
}

static enum next
show_marks(struct turn *t)
{
	struct desk_turn		*s = desk_turn(t);
	struct desk_dossier_view	 around = { 0 };
	struct desk_scene		 scene = { .c = &s->c, .about = &s->about };

	desk_about_rows(turn_arena(t), turn_rows(t), &s->about);
	desk_show_marks(turn_arena(t), turn_lang(t), &s->c, s->reasons, s->reasons_n, NULL, &s->marks);
	desk_show_papers(turn_arena(t), turn_lang(t), &scene, &around);
	s->marks.viewer = around.papers;
	return (reply_marks(t, 200));
}

static enum next
read_marks(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	struct desk_choice	*choice = &s->choice;
	struct desk_mark	*marks;
	size_t			 n;

	if (!desk_read_sent(t) || !str_i64(request_field(t, "_version"), 1, INT32_MAX, &choice->version))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	desk_show_marks(turn_arena(t), turn_lang(t), &s->c, s->reasons, s->reasons_n, request_fields(t), &s->marks);
	choice->item = s->item;
	choice->outcome = s->act = request_field(t, "_outcome");
	if (desk_marks_of(turn_arena(t), turn_lang(t), &s->marks, &marks, &n) != 0)
		return (reply_marks(t, 422));
	choice->marks = marks;
	choice->marks_n = n;
	choice->reason = desk_marks_reason(turn_arena(t), marks, n);
	return (NEXT_STEP);
}

static const struct step	show_steps[] = {
	STEP(require_officer), DESK_LOADED, STEP(ask_reasons), STEP(take_reasons), STEP(ask_about),
	STEP(show_marks),
};
static const struct step	mark_steps[] = {
	STEP(require_officer), DESK_LOADED, STEP(ask_reasons), STEP(take_reasons), STEP(read_marks),
	DESK_ACT_STEPS,
};
PAGE(desk_mark_page, ON_GET(show_steps), ON_POST(mark_steps));

/* ---- leave for another round */

static enum next
ask_leave(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	struct str		 why = str_trim(request_field(t, "_why"));

	if (!request_field_uuid(t, "_action", &s->action) || why.n == 0 || utf8_chars(why) > LEAVE_CHARS_MAX)
		return (desk_say(t, 422, msg_text(turn_lang(t), MSG_DESK_LEAVE_TITLE),
		    msg_text(turn_lang(t), MSG_DESK_LEAVE_WHY)));
	s->act = request_field(t, "_do");
	if (str_eqc(s->act, "grant"))
		return (ask_try(t, &DESK_LEAVE_GRANT, ARG_TEXT(s->dossier.code), ARG_UUID(turn_account(t)->id),
		    ARG_TEXT(why), ARG_UUID(s->action), ARG_TEXT(turn_account(t)->name)));
	if (!s->dossier.item.there)
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	return (ask_try(t, &DESK_LEAVE_ASK, ARG_UUID(s->dossier.item.id), ARG_UUID(turn_account(t)->id), ARG_TEXT(why),
	    ARG_UUID(s->action), ARG_TEXT(turn_account(t)->name)));
}

static enum next
say_leave(struct turn *t)
{
	const struct desk_turn	*s = desk_turn(t);
	bool			 grant = str_eqc(s->act, "grant");

	if (ask_answer(t) == 0 && turn_rows(t)->n > 0)
		return (desk_see(t, grant ? "leave_granted" : "leave_asked"));
	if (grant && !s->dossier.supervises)
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	/* A second click, or a colleague was faster: the page shows how it stands. */
	return (desk_see(t, NULL));
}

static const struct step	leave_steps[] = {
	STEP(require_officer), STEP(desk_ask_dossier), STEP(desk_take_dossier), STEP(ask_leave), STEP(say_leave),
};
PAGE(desk_leave_page, ON_POST(leave_steps));
