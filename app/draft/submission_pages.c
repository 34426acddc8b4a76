/* Check your answers, and hand them in: exactly once, however often the button is pressed. */
#include "core/err.h"
#include "core/id.h"
#include "dossier/dossier.h"
#include "dossier/dossier_store.h"
#include "draft/draft_asked.h"
#include "form/form_rates.h"
#include "draft/draft_store.h"
#include "draft/draft_turn.h"
#include "draft/draft_views.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define NOTE_BYTES_MAX	8000	/* dossier_event.reason takes 4000 characters */

struct submission_turn {
	struct draft		 draft;
	const struct form	*form;
	struct instance		*in;
	struct supplement	 supplement;	/* of a supplement's draft */
	struct str		 workflow;
	const struct process	*process;
	const struct calendar	*calendar;
	struct dossier_step	 step;
	struct form_problems	 problems;
	bool			 undeclared;
	struct draft_asked_list	 asked;		/* of a supplement */
	bool			 unexplained;
	struct str		 note;
	bool			 answered;	/* the request that a supplement's draft is for is no longer open */
};

static struct submission_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, submission_turn));
}

static enum next
take_draft(struct turn *t)
{
	enum next	next = draft_take(t, &state(t)->draft);

	state(t)->workflow = state(t)->draft.workflow;
	return (next);
}

static enum next
want_form(struct turn *t)
{
	return (shelf_want_form(t, state(t)->draft.package));
}

static enum next
take_form(struct turn *t)
{
	struct submission_turn	*s = state(t);
	enum next		 next = shelf_take_form(t, s->draft.package, &s->form);

	if (next != NEXT_STEP)
		return (next);
	draft_asked_read(turn_arena(t), s->draft.asked, &s->asked);
	return (draft_instance(t, s->form, &s->draft, &s->in) != 0 ? NEXT_FAIL : NEXT_STEP);
}

/* ---- GET /nhap/<draft>/kiem-tra */

static struct str
change_path(struct turn *t, size_t page, struct str anchor)
{
	struct submission_turn	*s = state(t);

	if (s->asked.limits)
		return (arena_printf(turn_arena(t), "%s#%.*s", draft_path(t, s->draft.id, "/bo-sung").p,
		    STR_ARG(anchor)));
	return (arena_printf(turn_arena(t), "%s?sua=%.*s#%.*s", draft_page_path(t, s->draft.id, s->form, page).p,
	    STR_ARG(anchor), STR_ARG(anchor)));
}

static struct draft_answer_section *
sections_of(struct turn *t, size_t *n)
{
	struct arena			*a = turn_arena(t);
	struct answer_section		*from;
	struct draft_answer_section	*to;

	form_view_answers(a, state(t)->in, FORM_PART_APPLICANT, turn_lang(t), &from, n);
	to = ARENA_ARRAY(a, struct draft_answer_section, *n + 1);
	for (size_t i = 0; i < *n; i++) {
		struct draft_answer_row	*rows = ARENA_ARRAY(a, struct draft_answer_row, from[i].answers_n + 1);

		to[i] = (struct draft_answer_section){ .title = from[i].title, .depth = from[i].depth, .rows = rows,
		    .rows_n = from[i].answers_n };
		for (size_t k = 0; k < from[i].answers_n; k++) {
			rows[k].answer = from[i].answers[k];
			if (draft_asked_allows(&state(t)->asked, &state(t)->problems, from[i].answers[k].name))
				rows[k].change_href = change_path(t, from[i].answers[k].page,
				    from[i].answers[k].anchor);
		}
	}
	return (to);
}

static struct problem_link *
links_of(struct turn *t, size_t *n)
{
	struct submission_turn	*s = state(t);
	struct problem_link	*links = ARENA_ARRAY(turn_arena(t), struct problem_link, s->problems.n + 2);

	*n = 0;
	for (size_t i = 0; i < s->problems.n; i++) {
		links[*n].text = s->problems.v[i].text;
		links[(*n)++].href = change_path(t, s->problems.v[i].page, s->problems.v[i].anchor);
	}
	if (s->unexplained)
		links[(*n)++] = (struct problem_link){ msg_text(turn_lang(t), MSG_DRAFT_UNEXPLAINED),
		    STR("#giai-trinh") };
	if (s->undeclared)
		links[(*n)++] = (struct problem_link){ msg_text(turn_lang(t), MSG_DRAFT_UNDECLARED), STR("#cam-doan") };
	return (links);
}

static struct str
fee_words(struct turn *t, int64_t fee_vnd)
{
	struct str	amount = draft_amount(turn_arena(t), fee_vnd);

	if (fee_vnd == 0)
		return (msg_text(turn_lang(t), MSG_DRAFT_FEE_NONE));
	return (msg_string(turn_arena(t), turn_lang(t), MSG_DRAFT_FEE_IS, (struct msg_arg[]){ MSG_ARG(amount) }, 1));
}

static enum next
reply_check(struct turn *t, int status)
{
	struct submission_turn	*s = state(t);
	struct buf		 out = BUF_INIT;
	struct str		*reasons;
	size_t			*pages, n = draft_pages(turn_arena(t), s->form, s->in, FORM_PART_APPLICANT, &pages);
	struct draft_check_view	 m = {
		.service = form_catalogue(s->form)->name.in[turn_lang(t)], .action = draft_path(t, s->draft.id, "/nop"),
		.draft = draft_path(t, s->draft.id, ""), .version = s->draft.version, .supplement = s->draft.supplement,
		.undeclared = s->undeclared, .limited = s->asked.limits, .unexplained = s->unexplained,
		.note = s->note,
		.back = n == 0 ? STR("/ho-so") : draft_page_path(t, s->draft.id, s->form, pages[n - 1]),
		.fee = fee_words(t, form_fee(s->in).vnd),
	};

	m.reasons_n = dossier_lines(turn_arena(t), s->draft.reasons, &reasons);
	m.reasons = reasons;
	m.sections = sections_of(t, &m.sections_n);
	m.problems = links_of(t, &m.problems_n);
	tmpl_draft_check(&out, turn_view(t), &m);
	return (reply_html(t, status, &out));
}

static enum next
show_check(struct turn *t)
{
	struct submission_turn	*s = state(t);

	(void)form_check(turn_arena(t), s->in, FORM_PART_APPLICANT, FORM_ALL_PAGES, turn_lang(t), &s->problems);
	return (reply_check(t, 200));
}

/* ---- POST /nhap/<draft>/nop */

/* Is something that was asked for still as it was? */
static bool
is_unchanged(struct turn *t)
{
	struct submission_turn	*s = state(t);
	struct answer_section	*now;
	size_t			 n;

	if (!s->asked.limits)
		return (false);
	form_view_answers(turn_arena(t), s->in, FORM_PART_APPLICANT, LANG_VI, &now, &n);
	for (size_t i = 0; i < s->asked.n; i++) {
		if (draft_asked_unchanged(turn_arena(t), &s->asked.v[i], now, n))
			return (true);
	}
	return (false);
}

static enum next
check_sent(struct turn *t)
{
	struct submission_turn	*s = state(t);
	int64_t			 version = 0;

	if (!str_i64(request_field(t, "_version"), 1, INT32_MAX, &version) || version != s->draft.version)
		return (draft_reply_stale(t, &s->draft, s->form, draft_path(t, s->draft.id, "/kiem-tra"), false));
	s->note = str_trim(request_field(t, "_note"));
	if (s->note.n > NOTE_BYTES_MAX)
		return (reply_problem(t, PROBLEM_TOO_LARGE));
	s->unexplained = s->note.n == 0 && is_unchanged(t);
	s->undeclared = !str_eqc(request_field(t, "_declared"), "yes");
	return (s->undeclared || s->unexplained ? reply_check(t, 422) : NEXT_STEP);
}

static enum next
ask_supplement(struct turn *t)
{
	struct submission_turn	*s = state(t);

	if (!s->draft.supplement)
		return (NEXT_STEP);
	return (ask(t, &DOSSIER_SUPPLEMENT_LOAD, ARG_UUID(s->draft.id), ARG_UUID(turn_account(t)->id)));
}

static enum next
take_supplement(struct turn *t)
{
	struct submission_turn	*s = state(t);

	if (!s->draft.supplement)
		return (NEXT_STEP);
	if (!supplement_read(turn_rows(t), &s->supplement)) {
		s->answered = true;
		return (ask(t, &DRAFT_GET, ARG_UUID(s->draft.id), ARG_UUID(turn_account(t)->id)));
	}
	s->workflow = s->supplement.workflow;
	return (NEXT_STEP);
}

static enum next	see_dossier(struct turn *t);

/* Another click was faster, between the draft and what it answers. */
static enum next
see_if_answered(struct turn *t)
{
	return (state(t)->answered ? see_dossier(t) : NEXT_STEP);
}

static enum next
want_process(struct turn *t)
{
	return (shelf_want_process(t, state(t)->workflow));
}

static enum next
take_process(struct turn *t)
{
	return (shelf_take_process(t, state(t)->workflow, &state(t)->process));
}

static enum next
take_calendar(struct turn *t)
{
	return (shelf_take_calendar(t, &state(t)->calendar));
}

static enum next
reply_answer(struct turn *t, enum dossier_answer answer)
{
	state(t)->problems = state(t)->step.problems;
	switch (answer) {
	case DOSSIER_E_PROBLEMS:
		return (reply_check(t, 422));
	case DOSSIER_E_NO_AGENCY:
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	case DOSSIER_E_NOT_ASKED:
		return (reply_problem(t, PROBLEM_STALE));
	case DOSSIER_E_WORKFLOW:
		break;
	}
	return (reply_problem(t, PROBLEM_INTERNAL));
}

static enum next
decide(struct turn *t)
{
	struct submission_turn	*s = state(t);
	struct dossier_case	 c = {
		.id = s->draft.supplement ? s->supplement.id : uuid_new(), .form = s->form, .process = s->process,
		.calendar = s->calendar, .in = s->in, .name = turn_account(t)->name, .now_s = turn_now_s(t),
	};
	int			 r;

	s->supplement.id = c.id;
	if (s->draft.supplement)
		r = dossier_supplement(turn_arena(t), &c, &s->supplement.place, turn_lang(t), &s->step);
	else
		r = dossier_start(turn_arena(t), &c, turn_lang(t), &s->step);
	if (r < 0)
		return (NEXT_FAIL);
	return (r == 0 ? NEXT_STEP : reply_answer(t, (enum dossier_answer)r));
}

/* The draft's id is the action's own: the same draft can't be handed in twice. */
static enum next
ask_submit(struct turn *t)
{
	const struct submission_turn	*s = state(t);
	const struct form_projection	*p = &s->step.projection;
	const struct dossier_move	*m = &s->step.move;

	return (ask_try(t, &DOSSIER_SUBMIT, ARG_UUID(s->draft.id), ARG_UUID(turn_account(t)->id),
	    ARG_I64(s->draft.version), ARG_UUID(s->supplement.id), ARG_TEXT(p->agency),
	    ARG_TEXT(dossier_code_day(turn_arena(t), turn_now_s(t))), ARG_BYTES(s->workflow), ARG_TEXT(p->applicant),
	    ARG_TEXT(p->subject), ARG_TEXT(p->search), ARG_TEXT(m->marking), ARG_I64(m->status),
	    ARG_UUID(s->draft.id), ARG_JSON(m->items), ARG_JSON(m->jobs), ARG_JSON(m->timers)));
}

static enum next
ask_answer_request(struct turn *t)
{
	const struct submission_turn	*s = state(t);
	const struct form_projection	*p = &s->step.projection;
	const struct dossier_move	*m = &s->step.move;

	return (ask_try(t, &DOSSIER_SUPPLEMENT_SUBMIT, ARG_UUID(s->draft.id), ARG_UUID(turn_account(t)->id),
	    ARG_I64(s->draft.version), ARG_I64(s->supplement.version), ARG_UUID(s->supplement.item),
	    ARG_TEXT(s->step.outcome), ARG_TEXT(m->marking), ARG_I64(m->status), ARG_UUID(s->draft.id),
	    ARG_TEXT(p->applicant), ARG_TEXT(p->subject), ARG_TEXT(p->search),
	    ARG_TIME_OR_NULL(m->clock.due_s), ARG_JSON(m->items),
	    ARG_JSON(m->jobs), ARG_JSON(m->timers), ARG_TEXT(s->note)));
}

static enum next
hand_in(struct turn *t)
{
	return (state(t)->draft.supplement ? ask_answer_request(t) : ask_submit(t));
}

/* Zero rows: another click was faster, or the draft has changed. The dossier of this draft tells which. */
static enum next
handed_in(struct turn *t)
{
	struct submission_turn	*s = state(t);
	const struct rows	*r = turn_rows(t);
	struct str		 code;

	switch ((enum db_answer)ask_answer(t)) {
	case DB_E_REFUSED:
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	case DB_E_CONFLICT:
	case DB_E_UNIQUE:
	case DB_E_LOST:
	case DB_E_BUSY:
		return (ask(t, &DRAFT_GET, ARG_UUID(s->draft.id), ARG_UUID(turn_account(t)->id)));
	}
	if (r->n == 0)
		return (ask(t, &DRAFT_GET, ARG_UUID(s->draft.id), ARG_UUID(turn_account(t)->id)));
	code = row_text(
	    r, 0, s->draft.supplement ? (size_t)DOSSIER_SUPPLEMENT_SUBMIT_CODE : (size_t)DOSSIER_SUBMIT_CODE);
	return (reply_see(t, draft_done_path(t, &s->draft, code)));
}

static enum next
see_dossier(struct turn *t)
{
	struct submission_turn	*s = state(t);
	struct draft		 now = { 0 };

	if (!draft_read(turn_rows(t), s->draft.id, &now))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (now.submitted_code.n > 0)
		return (reply_see(t, draft_done_path(t, &now, now.submitted_code)));
	return (draft_reply_stale(t, &now, s->form, draft_path(t, now.id, "/kiem-tra"), false));
}

static enum next
see_check(struct turn *t)
{
	struct uuid	id;

	if (!request_segment_uuid(t, 1, &id))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (reply_see(t, draft_path(t, id, "/kiem-tra")));
}

static const struct step	check_steps[] = {
	STEP(require_citizen), STEP(draft_ask), STEP(take_draft), STEP(want_form), STEP(take_form), STEP(show_check),
};
static const struct step	see_check_steps[] = { STEP(require_citizen), STEP(see_check) };
static const struct step submit_steps[] = {
	STEP(require_citizen),
	STEP(draft_ask),
	STEP(take_draft),
	STEP(want_form),
	STEP(take_form),
	STEP(check_sent),
	STEP(ask_supplement),
	STEP(take_supplement),
	STEP(see_if_answered),
	STEP(want_process),
	STEP(take_process),
	STEP(shelf_want_calendar),
	STEP(take_calendar),
	STEP(decide),
	STEP(hand_in),
	STEP(handed_in),
	STEP(see_dossier),
};
PAGE(draft_check_page, ON_GET(check_steps));
PAGE(draft_submit_page, ON_GET(see_check_steps), ON_POST(submit_steps));
