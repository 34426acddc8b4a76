#include "desk/desk.h"

#include "core/buf.h"
#include "core/clock.h"
#include "core/err.h"
#include "core/json.h"
#include "core/utf8.h"
#include "view/message.h"

struct str
desk_reason(struct arena *a, struct str typed)
{
	struct buf auto_(buf_free)	out = BUF_INIT;
	struct str			line;

	while (str_cut(&typed, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (out.n > 0)
			buf_byte(&out, '\n');
		buf_str(&out, line);
	}
	return (arena_str(a, buf_view(&out)));
}

struct str
desk_marks_reason(struct arena *a, const struct desk_mark *marks, size_t n)
{
	struct buf auto_(buf_free)	out = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "%s%.*s%s%.*s", i == 0 ? "" : "\n", STR_ARG(marks[i].label),
		    marks[i].label.n > 0 ? ": " : "", STR_ARG(marks[i].reason));
	return (arena_str(a, buf_view(&out)));
}

struct str
desk_marks_json(struct arena *a, const struct desk_mark *marks, size_t n)
{
	struct buf auto_(buf_free)	out = BUF_INIT;
	struct json			j = json_to(&out);

	json_list(&j);
	for (size_t i = 0; i < n; i++) {
		json_open(&j);
		json_ki64(&j, "item", (int64_t)i + 1);
		json_kstr(&j, "kind", marks[i].name.n == 0 ? STR("words") :
		    marks[i].paper ? STR("paper") : STR("field"));
		json_kstr(&j, "name", marks[i].name);
		json_kstr(&j, "label", marks[i].label);
		json_kstr(&j, "reason", marks[i].reason);
		json_kstr(&j, "was", marks[i].was);
		json_close(&j);
	}
	json_list_end(&j);
	return (arena_str(a, buf_view(&out)));
}

/* Asked in words alone: each line is an item. */
static struct str
lines_json(struct arena *a, struct str reason)
{
	struct desk_mark	*marks = ARENA_ARRAY(a, struct desk_mark, DESK_MARKS_MAX);
	struct str		 line;
	size_t			 n = 0;

	while (n < DESK_MARKS_MAX && str_cut(&reason, '\n', &line))
		marks[n++].reason = line;
	return (desk_marks_json(a, marks, n));
}

size_t
desk_words(struct arena *a, struct str typed, struct str **out)
{
	struct str	folded = utf8_fold(a, typed), word;
	size_t		n = 0;

	*out = ARENA_ARRAY(a, struct str, DESK_WORDS_MAX);
	while (n < DESK_WORDS_MAX && str_cut(&folded, ' ', &word)) {
		if (word.n > 0)
			(*out)[n++] = word;
	}
	return (n);
}

static enum msg
due_words(struct calendar_lateness l)
{
	static const enum msg	late[CALENDAR_AMOUNT__MAX] = {
		MSG_DESK_LATE_DAYS, MSG_DESK_LATE_HOURS, MSG_DESK_LATE_MINUTES };
	static const enum msg	left[CALENDAR_AMOUNT__MAX] = {
		MSG_DESK_LEFT_DAYS, MSG_DESK_LEFT_HOURS, MSG_DESK_LEFT_MINUTES };

	return (l.late == CALENDAR_OVERDUE ? late[l.unit] : left[l.unit]);
}

static struct str
due_text(struct arena *a, enum lang lang, struct calendar_lateness l)
{
	/* Outside working hours less than a minute of work may be left for a whole night. */
	if (l.n == 0)
		return (msg_text(lang, l.late == CALENDAR_OVERDUE ? MSG_DESK_LATE_NOW : MSG_DESK_LEFT_NOW));
	return (msg_string(a, lang, due_words(l), (struct msg_arg[]){ MSG_ARG(l.n) }, 1));
}

struct deadline
desk_due(struct arena *a, enum lang lang, const struct calendar *c, int64_t opened_s, int64_t due_s, int64_t paused_s,
    int64_t now_s)
{
	static const enum deadline_kind	kinds[CALENDAR_LATE__MAX] = {
		DEADLINE_OK, DEADLINE_SOON, DEADLINE_LATE, DEADLINE_PAUSED };
	struct calendar_lateness	l;

	if (due_s == 0)
		return ((struct deadline){ .kind = DEADLINE_NONE });
	l = calendar_lateness(c, opened_s, due_s, paused_s != 0 ? paused_s : now_s, paused_s != 0);
	if (l.late == CALENDAR_PAUSED)
		return ((struct deadline){ .kind = DEADLINE_PAUSED, .words = msg_text(lang, MSG_DESK_PAUSED) });
	return ((struct deadline){ .kind = kinds[l.late], .at = time_vn(a, due_s),
	    .words = due_text(a, lang, l) });
}

const struct process_outcome *
desk_outcome_of_kind(const struct process_node *node, struct str kind)
{
	const struct process_outcome	*found = NULL;

	for (size_t i = 0; i < node->outcomes_n; i++) {
		if (!str_eqc(kind, outcome_kind_name(node->outcomes[i].kind)))
			continue;
		if (found != NULL)
			return (NULL);
		found = &node->outcomes[i];
	}
	return (found);
}

/* Is it this officer's to decide, and still as they saw it? */
static int
check_item(const struct desk_case *c, const struct desk_choice *choice)
{
	const struct desk_item	*item = &c->dossier->item;

	if (!item->there || memcmp(item->id.b, choice->item.b, sizeof(item->id.b)) != 0)
		return (DESK_E_STALE);
	if (c->dossier->version != choice->version)
		return (DESK_E_STALE);
	if (item->held && memcmp(item->assignee.b, c->actor.b, sizeof(c->actor.b)) != 0)
		return (DESK_E_HELD);
	return (0);
}

static int
check_reason(const struct process_outcome *outcome, struct str reason)
{
	if (outcome->reason == REASON_REQUIRED && reason.n == 0)
		return (DESK_E_REASON);
	return (utf8_chars(reason) > DESK_REASON_MAX_CHARS ? DESK_E_REASON_LONG : 0);
}

/* What is sent on for a signature, or signed, is whole. */
static int
check_draft(struct arena *a, const struct desk_case *c, const struct process_node *node,
    const struct process_outcome *outcome)
{
	struct form_problems	problems;
	bool			wanted;

	wanted = outcome->kind == OUTCOME_APPROVE || (node->drafts_result && outcome->kind == OUTCOME_FORWARD);
	if (wanted && form_check(a, c->instance, FORM_PART_RESULT, FORM_ALL_PAGES, LANG_VI, &problems) != 0)
		return (DESK_E_DRAFT);
	return (0);
}

static int
step(struct arena *a, const struct desk_case *c, const struct desk_choice *choice, struct workflow_move *out)
{
	const struct desk_dossier	*d = c->dossier;
	struct workflow_action		 action = { .what = WORKFLOW_COMPLETE, .node = d->item.node,
	    .outcome = choice->outcome, .role = d->item.role, .agency = d->item.agency, .reason = choice->reason };
	struct workflow_world		 world = { .instance = instance_doc(c->instance), .agency = d->agency,
	    .calendar = c->calendar, .now_s = c->now_s,
	    .clock_restarts = form_catalogue(c->form)->limit_restarts };
	struct marking			 marking;
	int				 r;

	r = marking_parse(a, c->process, d->marking, &marking);
	if (r != 0)
		return (r > 0 ? DESK_E_STUCK : err_trace(r));
	r = workflow_step(a, c->process, &marking, &action, &world, out);
	if (r == WORKFLOW_E_NOT_OPEN || r == WORKFLOW_E_FINISHED)
		return (DESK_E_STALE);
	return (r > 0 ? DESK_E_STUCK : err_trace(r));
}

static void
name_result(struct arena *a, const struct desk_case *c, struct desk_decision *out)
{
	struct document		doc = { 0 };
	struct form_result	facts;

	form_result(a, c->instance, &doc, &facts);
	out->number_suffix = arena_printf(a, "/%.*s", STR_ARG(facts.suffix));
}

int
desk_decide(struct arena *a, const struct desk_case *c, const struct desk_choice *choice, struct desk_decision *out)
{
	const struct desk_dossier	*d = c->dossier;
	const struct process_node	*node;
	const struct dossier_actor	 actor = { .name = c->actor_name, .role = d->item.role,
	    .agency = d->item.agency, .reason = choice->reason };
	struct workflow_move		 move;
	int				 r;

	*out = (struct desk_decision){ 0 };
	r = check_item(c, choice);
	if (r != 0)
		return (r);
	node = process_node(c->process, d->item.node);
	if (node == NULL)
		return (DESK_E_STUCK);
	out->outcome = process_outcome(node, choice->outcome);
	if (out->outcome == NULL)
		return (DESK_E_OUTCOME);
	if (out->outcome->kind == OUTCOME_RELEASE && str_eqc(d->result_state, "decided"))
		return (DESK_E_NOT_ISSUED);
	r = check_draft(a, c, node, out->outcome);
	if (r == 0 && out->outcome->kind == OUTCOME_SUPPLEMENT && d->supplements > 0 && !d->leave_granted)
		r = DESK_E_LEAVE;
	if (r == 0)
		r = check_reason(out->outcome, choice->reason);
	if (r != 0)
		return (r);
	r = step(a, c, choice, &move);
	if (r != 0)
		return (r);
	/* Last, so that what is asked about would be done. */
	if (out->outcome->confirm && !choice->confirmed)
		return (DESK_E_CONFIRM);
	dossier_move_of(a, d->id, d->agency, c->process, &move, out->outcome, &actor, d->clock, c->calendar,
	    dossier_limit_own(c->instance, d->limit_text), c->now_s, &out->move);
	out->year = arena_printf(a, "%d", civil_vn(c->now_s).date.year);
	if (out->move.decide)
		name_result(a, c, out);
	out->asked = choice->marks_n > 0 ? desk_marks_json(a, choice->marks, choice->marks_n) :
	    lines_json(a, choice->reason);
	return (0);
}
