/* What a token waits on: it is opened with its timers, and closed with them. */
#include "workflow/workflow_step.h"

#include <string.h>

#include "workflow/workflow_xml.h"

#define AGENCY_BYTES	64

struct effect *
step_emit(struct step *s, enum effect_kind kind, const struct process_node *node)
{
	struct effect	*more;

	if (s->effects_n == s->effects_cap) {
		s->effects_cap = s->effects_cap == 0 ? 16 : 2 * s->effects_cap;
		more = ARENA_ARRAY(s->a, struct effect, s->effects_cap);
		if (s->effects_n > 0)
			memcpy(more, s->effects, s->effects_n * sizeof(*more));
		s->effects = more;
	}
	s->effects[s->effects_n] = (struct effect){ .kind = kind, .node = node };
	return (&s->effects[s->effects_n++]);
}

/* ---- status and clock */

static void
set_clock(struct step *s, enum workflow_clock to, enum effect_kind effect)
{
	s->m.clock = to;
	step_emit(s, effect, NULL)->restarts = effect == EFFECT_CLOCK_GO && s->world->clock_restarts;
}

static bool
clock_on(const struct step *s)
{
	return (s->m.clock == WORKFLOW_CLOCK_RUNNING || s->m.clock == WORKFLOW_CLOCK_STOPPED);
}

/* Refused, withdrawn, stopped, decided, handed over: the legal clock is measured at the first of these. */
bool
step_status_ends_clock(int status)
{
	return (status == 3 || status >= 7);
}

void
step_set_status(struct step *s, int status)
{
	if (status == 0 || status == s->m.status)
		return;
	s->m.status = status;
	step_emit(s, EFFECT_STATUS, NULL)->status = status;
	if (step_status_ends_clock(status) && clock_on(s))
		set_clock(s, WORKFLOW_CLOCK_ENDED, EFFECT_CLOCK_END);
}

void
step_settle_clock(struct step *s)
{
	bool	pauses = false, open = false;

	for (size_t i = 0; i < s->p->nodes_n; i++) {
		if (s->m.place[i].open && !node_on_edge(&s->p->nodes[i])) {
			open = true;
			pauses = pauses || s->p->nodes[i].pauses_clock;
		}
	}
	if (pauses && s->m.clock == WORKFLOW_CLOCK_RUNNING)
		set_clock(s, WORKFLOW_CLOCK_STOPPED, EFFECT_CLOCK_STOP);
	else if (open && !pauses && s->m.clock == WORKFLOW_CLOCK_STOPPED)
		set_clock(s, WORKFLOW_CLOCK_RUNNING, EFFECT_CLOCK_GO);
}

/* ---- opening */

static int
due(const struct step *s, struct calendar_span span, int64_t *due_s)
{
	struct calendar	c;

	if (s->world->calendar == NULL)
		return (0);
	c = *s->world->calendar;
	c.cutoff = false;			/* for dossiers that come in, not for steps within the house */
	return (calendar_due(&c, s->world->now_s, span, due_s) != 0 ? WORKFLOW_E_CALENDAR : 0);
}

static int
agency_in(struct step *s, xmlXPathCompExpr *field, struct str *agency)
{
	char	code[AGENCY_BYTES];

	if (s->world->instance == NULL)
		return (WORKFLOW_E_INSTANCE);
	if (!workflow_xpath_text(s->world->instance, field, code, sizeof(code)) || !workflow_agency_valid(str_of(code)))
		return (WORKFLOW_E_NO_AGENCY);
	*agency = arena_str(s->a, str_of(code));
	return (0);
}

/* Who works on a task: its lane's agency; who gets a child dossier: the call's. */
static int
agency_of(struct step *s, const struct process_node *node, struct str *agency)
{
	const struct process_lane	*lane = node->lane;
	xmlXPathCompExpr		*field = node->kind == NODE_CALL ? s->p->node_field[node->index] :
	    s->p->lane_field[lane - s->p->lanes];

	*agency = STR_NONE;
	if (s->dry != NULL || (node->kind == NODE_USER && str_eqc(lane->role, "applicant")))
		return (0);
	if (field != NULL)
		return (agency_in(s, field, agency));
	*agency = node->kind == NODE_CALL ? node->agency : lane->agency.n > 0 ? lane->agency : s->world->agency;
	return (0);
}

static int
arm(struct step *s, const struct process_node *timer, uint32_t visit)
{
	struct effect	*e = step_emit(s, EFFECT_ARM, timer);

	e->visit = visit;
	return (due(s, timer->after, &e->due_s));
}

static int
open_edges(struct step *s, const struct process_node *host)
{
	int	r = 0;

	for (size_t i = 0; i < s->p->nodes_n && r == 0; i++) {
		const struct process_node	*edge = &s->p->nodes[i];

		if (edge->host != host || (edge->kind != NODE_TIMER && edge->kind != NODE_MESSAGE))
			continue;
		s->m.place[i].open = true;
		if (edge->kind == NODE_TIMER)
			r = arm(s, edge, s->m.place[host->index].visits);
	}
	return (r);
}

static int
open_item(struct step *s, const struct process_node *task, struct str agency, uint32_t visit)
{
	struct effect	*e = step_emit(s, EFFECT_OPEN, task);

	e->visit = visit;
	e->agency = agency;
	return (due(s, task->deadline, &e->due_s));
}

/* Who is asked: the list in the file, or what the instance names; each once. */
static int
agencies_of(struct step *s, const struct process_node *task, struct str *to, size_t *n)
{
	struct str	found[WORKFLOW_SEATS_MAX], rest = task->agency, code;
	size_t		found_n = 0;

	*n = 0;
	if (task->agency_field.n > 0) {
		if (s->world->instance == NULL)
			return (WORKFLOW_E_INSTANCE);
		if (!workflow_xpath_texts(s->a, s->world->instance, s->p->node_field[task->index], found,
		    WORKFLOW_SEATS_MAX,
		    &found_n))
			return (WORKFLOW_E_NO_SEATS);
	}
	while (task->agency_field.n == 0 && rest.n > 0 && str_cut(&rest, ' ', &code))
		found[found_n++] = code;
	for (size_t i = 0; i < found_n; i++) {
		bool	known = false;

		if (!workflow_agency_valid(found[i]))
			return (WORKFLOW_E_NO_AGENCY);
		for (size_t k = 0; k < *n; k++)
			known = known || str_eq(to[k], found[i]);
		if (!known)
			to[(*n)++] = found[i];
	}
	return (*n == 0 || (size_t)task->quorum > *n ? WORKFLOW_E_NO_SEATS : 0);
}

/* A work item for each agency, each with a visit of its own. */
static int
open_seats(struct step *s, const struct process_node *task)
{
	struct marking_place	*place = &s->m.place[task->index];
	struct str		 agency[WORKFLOW_SEATS_MAX];
	size_t			 n;
	int			 r = agencies_of(s, task, agency, &n);

	if (r != 0)
		return (r);
	if (place->visits + n > WORKFLOW_VISITS_MAX)
		return (WORKFLOW_E_LOOP);
	place->seat = ARENA_ARRAY(s->a, struct marking_seat, n);
	place->seat_n = n;
	for (size_t i = 0; i < n && r == 0; i++) {
		place->seat[i] = (struct marking_seat){ agency[i], place->visits + (uint32_t)i, STR_NONE };
		r = open_item(s, task, agency[i], place->seat[i].visit);
	}
	place->visits += (uint32_t)n - 1;
	return (r);
}

static int
open_call(struct step *s, const struct process_node *call)
{
	struct marking_place	*place = &s->m.place[call->index];
	struct effect		*e;
	int			 r = agency_of(s, call, &place->agency);

	if (r != 0)
		return (r);
	e = step_emit(s, EFFECT_CALL, call);
	e->visit = place->visits;
	e->agency = place->agency;
	e->key = arena_printf(s->a, "%.*s.%u", STR_ARG(call->id), place->visits);
	return (due(s, call->deadline, &e->due_s));
}

int
step_open(struct step *s, const struct process_node *node)
{
	struct marking_place	*place = &s->m.place[node->index];
	int			 r = 0;

	step_set_status(s, node->status);
	place->open = true;
	if (node->kind == NODE_CALL)
		r = open_call(s, node);
	else if (node->kind == NODE_WAIT)
		r = arm(s, node, place->visits);
	else if (node->kind == NODE_USER && node->opinions != OPINIONS_NONE && s->dry == NULL)
		r = open_seats(s, node);
	else if (node->kind == NODE_USER && (r = agency_of(s, node, &place->agency)) == 0)
		r = open_item(s, node, place->agency, place->visits);
	return (r == 0 ? open_edges(s, node) : r);
}

/* ---- closing */

void
step_disarm(struct step *s, const struct process_node *edge)
{
	s->m.place[edge->index].open = false;
	if (edge->kind == NODE_TIMER || edge->kind == NODE_WAIT)
		step_emit(s, EFFECT_DISARM, edge)->visit =
		    s->m.place[edge->kind == NODE_WAIT ? edge->index : edge->host->index].visits;
}

static void
close_items(struct step *s, const struct process_node *node)
{
	struct marking_place	*place = &s->m.place[node->index];

	for (size_t i = 0; i < place->seat_n; i++) {
		if (place->seat[i].outcome.n == 0)
			step_emit(s, EFFECT_CLOSE, node)->visit = place->seat[i].visit;
	}
	if (place->seat_n == 0 && (node->kind == NODE_USER || node->kind == NODE_CALL))
		step_emit(s, EFFECT_CLOSE, node)->visit = place->visits;
	place->seat = NULL;
	place->seat_n = 0;
}

static bool
inside(const struct process_node *node, const struct process_node *sub)
{
	while (node->scope != NULL && node->scope != sub)
		node = node->scope;
	return (node->scope == sub);
}

void
step_close(struct step *s, const struct process_node *node)
{
	struct marking_place	*place = &s->m.place[node->index];

	if (node->kind == NODE_WAIT)
		step_disarm(s, node);
	else
		close_items(s, node);
	place->open = false;
	place->agency = STR_NONE;
	for (size_t i = 0; i < s->p->nodes_n; i++) {
		const struct process_node	*n = &s->p->nodes[i];

		if (n->host == node && s->m.place[i].open)
			step_disarm(s, n);
		else if (node->kind == NODE_SUB && s->m.place[i].open && !node_on_edge(n) && inside(n, node))
			step_close(s, n);
	}
	for (size_t i = 0; i < s->p->flows_n && node->kind == NODE_SUB; i++) {
		if (inside(&s->p->nodes[s->p->flows[i].from], node))
			s->m.waiting[i] = false;
	}
}

void
step_run_service(struct step *s, const struct process_node *node)
{
	uint32_t	 visit = s->m.place[node->index].visits;
	struct effect	*e;

	step_set_status(s, node->status);
	if (node->kind == NODE_SERVICE && node->service == SERVICE_ACCEPT && s->m.clock == WORKFLOW_CLOCK_NONE)
		set_clock(s, WORKFLOW_CLOCK_RUNNING, EFFECT_CLOCK_START);
	e = step_emit(s, EFFECT_SERVICE, node);
	e->visit = visit;
	e->key = arena_printf(s->a, "%.*s.%u", STR_ARG(node->id), visit);
}

void
step_finish(struct step *s, enum workflow_result result, int status)
{
	for (size_t i = 0; i < s->p->nodes_n; i++) {
		const struct process_node	*node = &s->p->nodes[i];

		if (!s->m.place[i].open || node_on_edge(node))
			continue;
		if (s->dry != NULL)
			s->dry->cut(s->dry->data, node);
		step_close(s, node);
	}
	memset(s->m.waiting, 0, s->m.waiting_n * sizeof(*s->m.waiting));
	step_set_status(s, status);
	if (clock_on(s))
		set_clock(s, WORKFLOW_CLOCK_ENDED, EFFECT_CLOCK_END);
	s->m.state = WORKFLOW_FINISHED;
	s->m.result = result;
	step_emit(s, EFFECT_FINISH, NULL)->result = result;
}
