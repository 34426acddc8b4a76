/* POST /ban-lam-viec/<code>/xu-ly and /du-thao: an outcome of the task, and the draft of the result. */
#include "desk/desk_load_pages.h"

#include "registry/registry_pages.h"
#include "registry/registry_store.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

/* ---- an outcome */

static enum next
read_choice(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);

	if (!desk_read_sent(t) || !str_i64(request_field(t, "_version"), 1, INT32_MAX, &s->choice.version))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	s->choice.item = s->item;
	s->choice.outcome = s->act = request_field(t, "_outcome");
	s->choice.reason = desk_reason(turn_arena(t), request_field(t, "_reason"));
	s->choice.confirmed = str_eqc(request_field(t, "_confirmed"), "yes");
	return (NEXT_STEP);
}

static enum next
say_ask(struct turn *t, int answer)
{
	struct desk_turn	*s = desk_turn(t);
	struct desk_seen	 seen = { .base = desk_base(turn_arena(t), s->dossier.code),
	    .item = request_field(t, "_item"), .action = request_field(t, "_action"), .version = s->choice.version };
	struct desk_ask_view	 m;
	struct buf		 body = BUF_INIT;

	desk_show_ask(turn_arena(t), turn_lang(t), &s->c, s->decision.outcome, s->choice.reason, answer, &seen, &m);
	tmpl_desk_ask(&body, turn_view(t), &m);
	return (reply_html(t, answer == DESK_E_CONFIRM ? 200 : 422, &body));
}

/* The one place where the desk's answers become pages. */
static enum next
say_answer(struct turn *t, enum desk_answer answer)
{
	const enum lang	lang = turn_lang(t);

	switch (answer) {
	case DESK_E_STALE:
	case DESK_E_HELD:
		desk_turn(t)->refused = true;
		return (NEXT_STEP);
	case DESK_E_OUTCOME:
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	case DESK_E_REASON:
	case DESK_E_REASON_LONG:
	case DESK_E_CONFIRM:
		return (say_ask(t, (int)answer));
	case DESK_E_DRAFT:
		return (reply_see(t, arena_printf(turn_arena(t), "%.*s?du-thao=thieu",
		    STR_ARG(desk_base(turn_arena(t), desk_turn(t)->dossier.code)))));
	case DESK_E_NOT_ISSUED:
		return (desk_say(t, 409, msg_text(lang, MSG_DESK_NOT_ISSUED_TITLE),
		    msg_text(lang, MSG_DESK_NOT_ISSUED)));
	case DESK_E_LEAVE:
		return (desk_say(t, 409, msg_text(lang, MSG_DESK_LEAVE_TITLE), msg_text(lang, MSG_DESK_LEAVE_NEEDED)));
	case DESK_E_STUCK:
		return (desk_say(t, 422, msg_text(lang, MSG_DESK_STUCK_TITLE), msg_text(lang, MSG_DESK_STUCK)));
	case DESK__MAX:
		break;
	}
	return (NEXT_FAIL);
}

enum next
desk_decide_now(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	int			 r;

	r = desk_decide(turn_arena(t), &s->c, &s->choice, &s->decision);
	if (r < 0)
		return (NEXT_FAIL);
	return (r == 0 ? NEXT_STEP : say_answer(t, (enum desk_answer)r));
}

enum next
desk_commit(struct turn *t)
{
	struct desk_turn		*s = desk_turn(t);
	const struct desk_decision	*d = &s->decision;
	const struct dossier_move	*m = &d->move;
	const struct account		*me = turn_account(t);

	if (s->refused)
		return (NEXT_STEP);
	return (ask(t, &DESK_ACT, ARG_UUID(s->item), ARG_UUID(me->id), ARG_I64(s->choice.version), ARG_UUID(s->action),
	    ARG_TEXT(me->name), ARG_TEXT(str_of(outcome_kind_name(d->outcome->kind))), ARG_TEXT(d->outcome->id),
	    ARG_TEXT(s->choice.reason), ARG_TEXT(m->marking), ARG_I64(m->status), ARG_TEXT_OR_NULL(m->finished),
	    ARG_BOOL(m->accepted), ARG_TIME_OR_NULL(m->clock.due_s), ARG_TIME_OR_NULL(m->clock.paused_s),
	    m->supplement ? (struct arg)ARG_JSON(d->asked) : (struct arg)ARG_NULL,
	    ARG_BOOL(m->decide), ARG_UUID(uuid_new()), ARG_TEXT(code_random(turn_arena(t), DESK_CODE_CHARS)),
	    ARG_TEXT(d->number_suffix), ARG_TEXT(d->year), ARG_TEXT(s->dossier.actor_title), ARG_JSON(m->items),
	    ARG_JSON(m->jobs), ARG_JSON(m->timers)));
}

enum next
desk_say_done(struct turn *t)
{
	const struct desk_turn	*s = desk_turn(t);

	if (s->refused || turn_rows(t)->n == 0)
		return (NEXT_STEP);
	return (desk_see(t, outcome_kind_name(s->decision.outcome->kind)));
}

static const struct step	act_steps[] = {
	DESK_LOAD, STEP(read_choice), DESK_ACT_STEPS,
};

PAGE(desk_act_page, ON_POST(act_steps));

/* ---- the draft of the result */

static enum next
read_draft(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	const struct desk_item	*item = &s->dossier.item;
	int64_t			 record;

	if (!desk_read_sent(t) || !str_i64(request_field(t, "_version"), 1, INT32_MAX - 1, &s->choice.version))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	s->act = STR("drafted");
	s->refused = !desk_drafts(&s->c) || s->dossier.version != s->choice.version ||
	    memcmp(item->id.b, s->item.b, sizeof(item->id.b)) != 0;
	if (s->refused || request_field(t, "_record").n == 0)
		return (NEXT_STEP);
	if (!str_i64(request_field(t, "_record"), 1, INT64_MAX, &record))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	return (ask(t, &REGISTRY_DIPLOMA_GET, ARG_UUID(turn_account(t)->id), ARG_I64(record)));
}

/* A record of the register, chosen: its values go into the fields that ask for them. */
static int
fill_from_record(struct turn *t)
{
	struct diploma	 d = registry_diploma_row(turn_rows(t), 0);
	size_t		 n;
	struct form_pair *sources = registry_sources(turn_arena(t), &d, &n);

	return (instance_prefill(desk_turn(t)->c.instance, FORM_PART_RESULT, sources, n));
}

/* Each page of the officer's part takes its own names, and passes over the others. */
static int
fill_from_fields(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	const struct pairs	*sent = request_fields(t);
	struct form_pair	*pairs = ARENA_ARRAY(turn_arena(t), struct form_pair, sent->n);
	int			 r;

	for (size_t i = 0; i < sent->n; i++)
		pairs[i] = (struct form_pair){ sent->p[i].name, sent->p[i].value };
	for (size_t i = 0; i < form_pages_n(s->form); i++) {
		if (form_page(s->form, i)->part != FORM_PART_RESULT)
			continue;
		r = instance_set(s->c.instance, FORM_PART_RESULT, i, pairs, sent->n);
		if (r != 0 && r != FORM_E_NAME)
			return (r);
	}
	return (0);
}

static int
change_rows(struct turn *t)
{
	struct instance	*in = desk_turn(t)->c.instance;
	struct str	 add = request_field(t, "_add"), remove = request_field(t, "_remove"), row;
	ptrdiff_t	 at = str_find_byte(remove, '[');

	if (add.n > 0)
		return (instance_row_add(turn_arena(t), in, add, &row));
	/* "subjects[r3]"; of groups within groups the last pair of brackets is the row's. */
	while (at >= 0 && str_find_byte(str_from_to(remove, (size_t)at + 1, remove.n), '[') >= 0)
		at += 1 + str_find_byte(str_from_to(remove, (size_t)at + 1, remove.n), '[');
	if (at > 0 && str_ends(remove, STR("]")))
		return (instance_row_remove(in, str_from_to(remove, 0, (size_t)at),
		    str_from_to(remove, (size_t)at + 1, remove.n - 1)));
	return (0);
}

static enum next
fill_draft(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	int			 r;

	if (s->refused)
		return (NEXT_STEP);
	if (request_field(t, "_record").n > 0 && turn_rows(t)->n != 1)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	r = request_field(t, "_record").n > 0 ? fill_from_record(t) : fill_from_fields(t);
	if (r == 0)
		r = change_rows(t);
	if (r == 0)
		r = instance_text(turn_arena(t), s->c.instance, &s->instance);
	if (r == FORM_E_LIMIT)
		return (reply_problem(t, PROBLEM_TOO_LARGE));
	if (r > 0)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	return (r < 0 ? NEXT_FAIL : NEXT_STEP);
}

static enum next
keep_draft(struct turn *t)
{
	const struct desk_turn	*s = desk_turn(t);

	if (s->refused)
		return (NEXT_STEP);
	return (ask(t, &DESK_DRAFT_RESULT, ARG_UUID(s->item), ARG_UUID(turn_account(t)->id),
	    ARG_I64(s->dossier.version), ARG_TEXT(s->instance), ARG_UUID(s->action), ARG_TEXT(turn_account(t)->name)));
}

static enum next
say_kept(struct turn *t)
{
	if (desk_turn(t)->refused || turn_rows(t)->n == 0)
		return (NEXT_STEP);
	return (desk_see(t, request_field(t, "_record").n > 0 ? "filled" : "draft"));
}

static const struct step	draft_steps[] = {
	DESK_LOAD, STEP(read_draft), STEP(fill_draft), STEP(keep_draft), STEP(say_kept), DESK_WHY,
};

PAGE(desk_draft_page, ON_POST(draft_steps));
