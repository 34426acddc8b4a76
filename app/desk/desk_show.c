#include "desk/desk_show.h"

#include "core/clock.h"
#include "core/err.h"
#include "desk/desk_mark.h"
#include "desk/desk_words.h"

struct str
desk_base(struct arena *a, struct str code)
{
	return (arena_printf(a, "/ban-lam-viec/%.*s", STR_ARG(code)));
}

struct desk_seen
desk_seen_of(struct arena *a, const struct desk_dossier *d)
{
	struct desk_seen	seen = { .base = desk_base(a, d->code), .version = d->version };

	if (d->item.there)
		seen.item = uuid_text(a, d->item.id);
	seen.action = uuid_text(a, uuid_new());
	return (seen);
}

static bool
is_mine(const struct desk_case *c)
{
	const struct desk_item	*i = &c->dossier->item;

	return (i->there && i->held && memcmp(i->assignee.b, c->actor.b, sizeof(c->actor.b)) == 0);
}

static const struct process_node *
item_node(const struct desk_case *c)
{
	return (c->dossier->item.there ? process_node(c->process, c->dossier->item.node) : NULL);
}

bool
desk_drafts(const struct desk_case *c)
{
	const struct process_node	*node = item_node(c);

	return (node != NULL && node->drafts_result && (is_mine(c) || !c->dossier->item.held));
}

struct desk_outcome
desk_show_outcome(struct arena *a, enum lang lang, const struct desk_case *c, const struct process_outcome *o)
{
	struct desk_outcome	v = { .id = o->id, .label = desk_in(lang, o->label_vi, o->label_en) };
	const int64_t		rounds = c->dossier->supplements;

	v.main = o->kind == OUTCOME_FORWARD || o->kind == OUTCOME_APPROVE || o->kind == OUTCOME_RELEASE;
	v.warning = o->kind == OUTCOME_REFUSE;
	v.reason = o->reason != REASON_NONE;
	v.reason_optional = o->reason == REASON_OPTIONAL;
	if (o->kind == OUTCOME_SUPPLEMENT)
		v.hint = msg_text(lang, MSG_DESK_SUPPLEMENT_HINT);
	else if (o->kind == OUTCOME_REFUSE && o->confirm)	/* a proposal is read inside first */
		v.hint = msg_text(lang, MSG_DESK_REASON_HINT);
	else
		v.hint = msg_text(lang, MSG_DESK_REASON_INSIDE);
	if (o->kind == OUTCOME_SUPPLEMENT) {
		v.mark = arena_printf(a, "%.*s/bo-sung", STR_ARG(desk_base(a, c->dossier->code)));
		v.needs_leave = rounds > 0 && !c->dossier->leave_granted;
	}
	if (o->kind == OUTCOME_SUPPLEMENT && rounds > 0)
		v.warn = msg_string(a, lang, MSG_DESK_SUPPLEMENT_AGAIN, (struct msg_arg[]){ MSG_ARG(rounds) }, 1);
	v.seen = desk_seen_of(a, c->dossier);
	return (v);
}

/* A refusal that was proposed: its reason is there to be taken over, or put better. */
static struct str
proposed_reason(const struct desk_about *about, const struct process_outcome *o)
{
	const struct desk_event	*last = about->events_n == 0 ? NULL : &about->events[about->events_n - 1];

	return (o->kind == OUTCOME_REFUSE && last != NULL && str_eqc(last->kind, outcome_kind_name(OUTCOME_REFUSE)) ?
	    last->reason : STR_NONE);
}

static void
show_task(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_task *out)
{
	const struct desk_case		*c = s->c;
	const struct desk_item		*item = &c->dossier->item;
	const struct process_node	*node = item_node(c);

	*out = (struct desk_task){ .there = node != NULL, .seen = desk_seen_of(a, c->dossier) };
	if (node == NULL)
		return;
	out->step = desk_in(lang, node->name, node->name_en);
	out->due = desk_due(a, lang, c->calendar, item->opened_s, item->due_s, c->dossier->clock.paused_s, c->now_s);
	out->reminded = desk_reminded(a, lang, item->reminded_s);
	out->holder = item->assignee_name;
	out->mine = is_mine(c);
	out->others = item->held && !out->mine;
	out->outcomes = ARENA_ARRAY(a, struct desk_outcome, node->outcomes_n);
	for (size_t i = 0; i < node->outcomes_n; i++) {
		if (node->outcomes[i].kind == OUTCOME_RELEASE && str_eqc(c->dossier->result_state, "decided"))
			out->wait_issue = true;
		else {
			out->outcomes[out->outcomes_n] = desk_show_outcome(a, lang, c, &node->outcomes[i]);
			out->outcomes[out->outcomes_n++].typed = proposed_reason(s->about, &node->outcomes[i]);
		}
	}
	out->colleagues = ARENA_ARRAY(a, struct choice, s->about->people_n);
	for (size_t i = 0; i < s->about->people_n; i++) {
		const struct desk_person	*p = &s->about->people[i];

		if (item->held && memcmp(p->id.b, item->assignee.b, sizeof(p->id.b)) == 0)
			continue;
		out->colleagues[out->colleagues_n++] = (struct choice){ .value = uuid_text(a, p->id), .text = p->name };
	}
}

/* Where it lies, besides with this officer. */
static void
show_open(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_dossier_view *out)
{
	out->open = ARENA_ARRAY(a, struct desk_open, s->about->places_n);
	for (size_t i = 0; i < s->about->places_n; i++) {
		const struct desk_place		*p = &s->about->places[i];
		const struct process_node	*node = process_node(s->c->process, p->node);

		if (s->c->dossier->item.there && str_eq(p->item, uuid_text(a, s->c->dossier->item.id)))
			continue;
		out->open[out->open_n++] = (struct desk_open){
			.step = node == NULL ? p->node : desk_in(lang, node->name, node->name_en),
			.role = desk_role(lang, p->role),
			.agency = desk_in(lang, p->agency_vi, p->agency_en),
			.holder = p->holder,
			.due = desk_due(a, lang, s->c->calendar, s->c->dossier->submitted_s, p->due_s, 0, s->c->now_s),
		};
	}
}

static struct str
event_title(struct arena *a, enum lang lang, const struct desk_case *c, const struct desk_event *e)
{
	const struct process_node	*node = process_node(c->process, e->node);
	const struct process_outcome	*o = node == NULL ? NULL : desk_outcome_of_kind(node, e->kind);
	struct str			 what = desk_named(a, lang, "desk.event", e->kind), step;

	if (o != NULL)
		what = desk_in(lang, o->label_vi, o->label_en);
	if (what.n == 0)
		what = e->kind;
	/* The step's name says more where the outcome does not say it already. */
	step = node == NULL ? what : desk_in(lang, node->name, node->name_en);
	return (str_eq(step, what) ? what : arena_printf(a, "%.*s: %.*s", STR_ARG(step), STR_ARG(what)));
}

static void
show_history(struct arena *a, enum lang lang, const struct desk_scene *s, struct timeline *out)
{
	struct timeline_item	*v = ARENA_ARRAY(a, struct timeline_item, s->about->events_n);
	const size_t		 n = s->about->events_n;

	/* The newest first: that is what an officer looks for. */
	for (size_t i = 0; i < n; i++) {
		const struct desk_event	*e = &s->about->events[n - 1 - i];

		v[i].title = event_title(a, lang, s->c, e);
		v[i].by = arena_printf(a, "%.*s – %.*s, %.*s", STR_ARG(e->actor_name),
		    STR_ARG(desk_role(lang, e->role)), STR_ARG(desk_in(lang, e->agency_vi, e->agency_en)));
		v[i].at = time_vn(a, e->at_s);
		v[i].text = e->reason;
		v[i].current = i == 0;
	}
	*out = (struct timeline){ v, n };
}

static void
show_facts(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_dossier_view *out)
{
	const struct desk_dossier	*d = s->c->dossier;

	out->code = d->code;
	out->procedure = desk_in(lang, d->name_vi, d->name_en);
	out->applicant = d->applicant_name;
	out->subject = d->subject;
	out->agency = desk_in(lang, d->agency_vi, d->agency_en);
	out->status = desk_status(lang, d->status);
	/* Once it is decided no time runs any more: status 9 is where the deadline is measured. */
	if (d->status < 7 || d->status == 8)
		out->due = desk_due(a, lang, s->c->calendar, d->clock.accepted_s, d->outcome.n > 0 ? 0 : d->clock.due_s,
		    d->clock.paused_s, s->c->now_s);
	out->submitted = time_vn(a, d->submitted_s);
	if (d->clock.accepted_s != 0)
		out->accepted = time_vn(a, d->clock.accepted_s);
	out->result_number = d->result_number;
	if (s->notice.n > 0) {
		out->notice.text = desk_named(a, lang, "desk.done", s->notice);
		if (out->notice.text.n > 0)
			out->notice.title = msg_text(lang, MSG_DESK_DONE_TITLE);
		out->notice.success = true;
	}
}

/* To a supervisor of the agency: another round waits for leave. */
static void
show_leave(const struct desk_scene *s, struct desk_dossier_view *out)
{
	const struct desk_dossier	*d = s->c->dossier;

	out->leave_wanted = d->supervises && d->leave_asked && !d->leave_granted;
	for (size_t i = 0; out->leave_wanted && i < s->about->events_n; i++) {
		if (str_eqc(s->about->events[i].kind, "leave_asked"))
			out->leave_why = s->about->events[i].reason;
	}
}

int
desk_show_dossier(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_dossier_view *out)
{
	const struct process_node	*node = item_node(s->c);

	*out = (struct desk_dossier_view){ 0 };
	show_facts(a, lang, s, out);
	show_task(a, lang, s, &out->task);
	show_open(a, lang, s, out);
	show_history(a, lang, s, &out->history);
	form_view_answers(a, s->c->instance, FORM_PART_APPLICANT, lang, &out->sections, &out->sections_n);
	desk_show_papers(a, lang, s, out);
	desk_show_asked(a, lang, s, out);
	show_leave(s, out);
	out->extension = s->extension;
	out->has_preview = node != NULL && (node->signs || node->drafts_result);
	if (out->has_preview)
		desk_show_document(a, s->c, &out->preview);
	return (err_trace(desk_show_draft(a, lang, s, out)));
}
