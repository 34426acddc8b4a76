/* /ho-so/<code>/rut: the applicant takes the dossier back, before anything is decided. Form 05 follows. */
#include "core/err.h"
#include "core/utf8.h"
#include "dossier/dossier_store.h"
#include "dossier/dossier_views.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define SEGMENT_CODE		1
#define REASON_CHARS_MAX	2000

struct withdraw_turn {
	struct dossier		 d;
	const struct form	*form;
	const struct process	*process;
	struct str		 reason;
	struct dossier_step	 step;
};

static struct withdraw_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, withdraw_turn));
}

static enum next
ask_dossier(struct turn *t)
{
	return (ask(t, &DOSSIER_GET, ARG_TEXT(request_segment(t, SEGMENT_CODE)), ARG_UUID(turn_account(t)->id)));
}

static struct str
dossier_path(struct turn *t)
{
	return (arena_printf(turn_arena(t), "/ho-so/%.*s", STR_ARG(request_segment(t, SEGMENT_CODE))));
}

/* Decided or ended already: the dossier's page says how it stands. */
static enum next
take_dossier(struct turn *t)
{
	struct withdraw_turn	*s = state(t);

	if (!dossier_read(turn_rows(t), request_segment(t, SEGMENT_CODE), &s->d))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (dossier_is_open(s->d.status) ? NEXT_STEP : reply_see(t, dossier_path(t)));
}

static enum next
reply_withdraw(struct turn *t, int status, bool missing)
{
	struct dossier_withdraw_view	m = { .code = state(t)->d.code, .path = dossier_path(t),
	    .subject = state(t)->d.subject, .reason = state(t)->reason, .missing = missing };
	struct buf			out = BUF_INIT;

	tmpl_dossier_withdraw(&out, turn_view(t), &m);
	return (reply_html(t, status, &out));
}

static enum next
show_withdraw(struct turn *t)
{
	return (reply_withdraw(t, 200, false));
}

static enum next
read_reason(struct turn *t)
{
	struct withdraw_turn	*s = state(t);

	s->reason = str_trim(request_field(t, "_reason"));
	if (s->reason.n == 0 || utf8_chars(s->reason) > REASON_CHARS_MAX)
		return (reply_withdraw(t, 422, true));
	return (shelf_want_form(t, s->d.package));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, state(t)->d.package, &state(t)->form));
}

static enum next
want_process(struct turn *t)
{
	return (shelf_want_process(t, state(t)->d.workflow));
}

static enum next
take_process(struct turn *t)
{
	return (shelf_take_process(t, state(t)->d.workflow, &state(t)->process));
}

static enum next
withdraw(struct turn *t)
{
	struct withdraw_turn	*s = state(t);
	struct dossier_case	 c = { .id = s->d.id, .form = s->form, .process = s->process,
	    .name = turn_account(t)->name, .now_s = turn_now_s(t) };
	struct dossier_place	 place = { .agency = s->d.agency, .marking = s->d.marking,
	    .clock = { s->d.accepted_s, s->d.due_s, s->d.paused_s } };
	int			 r;

	if (instance_read(turn_arena(t), s->form, civil_vn(turn_now_s(t)).date, s->d.instance, &c.in) != 0)
		return (NEXT_FAIL);
	r = dossier_withdraw(turn_arena(t), &c, &place, s->reason, &s->step);
	if (r < 0)
		return (NEXT_FAIL);
	if (r > 0)
		return (reply_problem(t, PROBLEM_STALE));
	return (ask(t, &DOSSIER_WITHDRAW, ARG_TEXT(s->d.code), ARG_UUID(turn_account(t)->id), ARG_I64(s->d.version),
	    ARG_TEXT(s->step.move.marking), ARG_I64(s->step.move.status), ARG_TEXT(s->step.move.finished),
	    ARG_UUID(uuid_new()), ARG_TEXT(turn_account(t)->name), ARG_TEXT(s->reason)));
}

static enum next
see_dossier(struct turn *t)
{
	return (turn_rows(t)->n == 0 ? reply_problem(t, PROBLEM_STALE) : reply_see(t, dossier_path(t)));
}

static const struct step	show_steps[] = {
	STEP(require_citizen), STEP(ask_dossier), STEP(take_dossier), STEP(show_withdraw),
};
static const struct step	withdraw_steps[] = {
	STEP(require_citizen), STEP(ask_dossier), STEP(take_dossier), STEP(read_reason), STEP(take_form),
	STEP(want_process), STEP(take_process), STEP(withdraw), STEP(see_dossier),
};
PAGE(dossier_withdraw_page, ON_GET(show_steps), ON_POST(withdraw_steps));
