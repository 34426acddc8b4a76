/*
 * The engine: one action moves the tokens until each stands on a user task or has come to an end.
 */
#include "workflow/workflow.h"

#include <stdio.h>
#include <string.h>

#include "workflow/process_parts.h"
#include "workflow/workflow_xml.h"

#define AGENCY_BYTES	64

struct step {
	struct arena			*a;
	const struct process		*p;
	const struct workflow_world	*world;
	const struct workflow_dry	*dry;		/* NULL: a dossier moves */
	struct marking			 m;
	struct effect			*effects;
	size_t				 effects_n, effects_cap;
	const struct process_node	*done;		/* the task that was completed, or the timer that ran out */
	struct str			 outcome;
};

static struct effect *
emit(struct step *s, enum effect_kind kind, const struct process_node *node)
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

static void
set_clock(struct step *s, enum workflow_clock to, enum effect_kind effect)
{
	s->m.clock = to;
	emit(s, effect, NULL)->restarts = effect == EFFECT_CLOCK_GO && s->world->clock_restarts;
}

static bool
clock_on(const struct step *s)
{
	return (s->m.clock == WORKFLOW_CLOCK_RUNNING || s->m.clock == WORKFLOW_CLOCK_STOPPED);
}

/* Refused, withdrawn, stopped, decided, handed over: the legal clock is measured at the first of these. */
static bool
ends_clock(int status)
{
	return (status == 3 || status >= 7);
}

static void
set_status(struct step *s, int status)
{
	if (status == 0 || status == s->m.status)
		return;
	s->m.status = status;
	emit(s, EFFECT_STATUS, NULL)->status = status;
	if (ends_clock(status) && clock_on(s))
		set_clock(s, WORKFLOW_CLOCK_ENDED, EFFECT_CLOCK_END);
}

/* ---- conditions see the instance and, for their time, what the process knows */

static void
set_number(xmlNode *n, const char *name, uint32_t value)
{
	char	text[16];

	snprintf(text, sizeof(text), "%u", value);
	xmlSetProp(n, (const xmlChar *)name, (const xmlChar *)text);
}

static void
set_text(struct arena *a, xmlNode *n, const char *name, struct str value)
{
	xmlSetProp(n, (const xmlChar *)name, (const xmlChar *)arena_cstr(a, value));
}

/* NULL: there is no instance, or it claims to know the process itself. */
static xmlNode *
facts_attach(const struct step *s)
{
	xmlNode	*root = s->world->instance == NULL ? NULL : xmlDocGetRootElement(s->world->instance);
	xmlNode	*facts;

	if (root == NULL)
		return (NULL);
	for (const xmlNode *n = root->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "process") == 0)
			return (NULL);
	}
	facts = xmlNewChild(root, NULL, (const xmlChar *)"process", NULL);
	set_text(s->a, facts, "outcome", s->outcome);
	set_text(s->a, facts, "node", s->done == NULL ? STR_NONE : s->done->id);
	set_number(facts, "visits", s->done == NULL ? 0 : s->m.place[s->done->index].visits);
	set_number(facts, "status", (uint32_t)s->m.status);
	for (size_t i = 0; i < s->m.place_n; i++) {
		xmlNode	*n;

		if (s->m.place[i].visits == 0)
			continue;
		n = xmlNewChild(facts, NULL, (const xmlChar *)"node", NULL);
		set_text(s->a, n, "id", s->p->nodes[i].id);
		set_number(n, "visits", s->m.place[i].visits);
	}
	return (facts);
}

static void
facts_detach(xmlNode *facts)
{
	xmlUnlinkNode(facts);
	xmlFreeNode(facts);
}

/* What a plain guard asks for: the last outcome, and the node that moved. */
static size_t
known(void *data, size_t var)
{
	const struct step	*s = data;
	const struct guard_var	*v = &s->p->vars.v[var];
	struct str		 now = v->kind == GUARD_OUTCOME ? s->outcome : s->done == NULL ? STR_NONE : s->done->id;

	for (size_t i = 0; i < v->value_n; i++) {
		if (str_eq(v->value[i], now))
			return (i);
	}
	return (GUARD_OTHER);
}

/* An instance with another root has no /dossier/process; its conditions are XPath's alone. */
static bool
root_is_dossier(const struct step *s)
{
	const xmlNode	*root = s->world->instance == NULL ? NULL : xmlDocGetRootElement(s->world->instance);

	if (root == NULL || root->ns != NULL || strcmp((const char *)root->name, "dossier") != 0)
		return (false);
	for (const xmlNode *n = root->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "process") == 0)
			return (false);
	}
	return (true);
}

/* Most gateways ask for the outcome only: that needs no XPath. False: *flow is not known. */
static bool
choose_plainly(struct step *s, const struct process_wiring *w, size_t *flow)
{
	for (size_t i = 0; i < w->out_n; i++) {
		if (w->out[i] != w->default_flow && !s->p->flows[w->out[i]].plain)
			return (false);
	}
	if (!root_is_dossier(s))
		return (false);
	*flow = w->default_flow;
	for (size_t i = 0; i < w->out_n; i++) {
		if (w->out[i] != w->default_flow && guard_holds(s->p->flows[w->out[i]].guard, known, s)) {
			*flow = w->out[i];
			break;
		}
	}
	return (true);
}

/* The first way out whose condition holds, in the order of the document; else the default. */
static int
choose(struct step *s, const struct process_node *gateway, size_t *flow)
{
	const struct process_wiring	*w = &s->p->wiring[gateway->index];
	xmlNode				*facts;
	int				 r = 0;

	if (s->dry != NULL) {
		*flow = s->dry->choose(s->dry->data, gateway, s->done, s->outcome);
		return (0);
	}
	if (choose_plainly(s, w, flow))
		return (0);
	facts = facts_attach(s);
	if (facts == NULL)
		return (WORKFLOW_E_INSTANCE);
	*flow = w->default_flow;
	for (size_t i = 0; i < w->out_n && r == 0; i++) {
		if (w->out[i] == w->default_flow)
			continue;
		r = workflow_xpath_bool(s->world->instance, s->p->flows[w->out[i]].test);
		if (r > 0)
			*flow = w->out[i];
	}
	facts_detach(facts);
	return (r < 0 ? WORKFLOW_E_CONDITION : 0);
}

/* ---- work items and timers */

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
agency_of(struct step *s, const struct process_lane *lane, struct str *agency)
{
	xmlXPathCompExpr	*field = s->p->lane_field[lane - s->p->lanes];
	char			 code[AGENCY_BYTES];

	*agency = STR_NONE;
	if (s->dry != NULL || str_eqc(lane->role, "applicant"))
		return (0);
	*agency = lane->agency.n > 0 ? lane->agency : s->world->agency;
	if (field == NULL)
		return (0);
	if (s->world->instance == NULL)
		return (WORKFLOW_E_INSTANCE);
	if (!workflow_xpath_text(s->world->instance, field, code, sizeof(code)) || !workflow_agency_valid(str_of(code)))
		return (WORKFLOW_E_NO_AGENCY);
	*agency = arena_str(s->a, str_of(code));
	return (0);
}

static int
arm_timers(struct step *s, const struct process_node *task)
{
	for (size_t i = 0; i < s->p->nodes_n; i++) {
		const struct process_node	*timer = &s->p->nodes[i];
		struct effect			*e;

		if (timer->host != task)
			continue;
		s->m.place[i].open = true;
		e = emit(s, EFFECT_ARM, timer);
		e->visit = s->m.place[task->index].visits;
		if (due(s, timer->after, &e->due_s) != 0)
			return (WORKFLOW_E_CALENDAR);
	}
	return (0);
}

static void
disarm(struct step *s, const struct process_node *timer)
{
	s->m.place[timer->index].open = false;
	emit(s, EFFECT_DISARM, timer)->visit = s->m.place[timer->host->index].visits;
}

static void
close_task(struct step *s, const struct process_node *task)
{
	struct marking_place	*place = &s->m.place[task->index];

	emit(s, EFFECT_CLOSE, task)->visit = place->visits;
	place->open = false;
	place->agency = STR_NONE;
	for (size_t i = 0; i < s->p->nodes_n; i++) {
		if (s->p->nodes[i].host == task && s->m.place[i].open)
			disarm(s, &s->p->nodes[i]);
	}
}

static int
open_task(struct step *s, const struct process_node *task)
{
	struct marking_place	*place = &s->m.place[task->index];
	struct effect		*e;
	int			 r;

	set_status(s, task->status);
	place->open = true;
	r = agency_of(s, task->lane, &place->agency);
	if (r != 0)
		return (r);
	e = emit(s, EFFECT_OPEN, task);
	e->visit = place->visits;
	e->agency = place->agency;
	r = due(s, task->deadline, &e->due_s);
	if (r == 0)
		r = arm_timers(s, task);
	if (task->pauses_clock && s->m.clock == WORKFLOW_CLOCK_RUNNING)
		set_clock(s, WORKFLOW_CLOCK_STOPPED, EFFECT_CLOCK_STOP);
	else if (!task->pauses_clock && s->m.clock == WORKFLOW_CLOCK_STOPPED)
		set_clock(s, WORKFLOW_CLOCK_RUNNING, EFFECT_CLOCK_GO);
	return (r);
}

static void
run_service(struct step *s, const struct process_node *task)
{
	uint32_t	 visit = s->m.place[task->index].visits;
	struct effect	*e;

	set_status(s, task->status);
	if (task->service == SERVICE_ACCEPT && s->m.clock == WORKFLOW_CLOCK_NONE)
		set_clock(s, WORKFLOW_CLOCK_RUNNING, EFFECT_CLOCK_START);
	e = emit(s, EFFECT_SERVICE, task);
	e->visit = visit;
	e->key = arena_printf(s->a, "%.*s.%u", STR_ARG(task->id), visit);
}

static void
finish(struct step *s, enum workflow_result result, int status)
{
	for (size_t i = 0; i < s->p->nodes_n; i++) {
		if (s->m.place[i].open && s->p->nodes[i].kind == NODE_USER)
			close_task(s, &s->p->nodes[i]);
	}
	set_status(s, status);
	if (clock_on(s))
		set_clock(s, WORKFLOW_CLOCK_ENDED, EFFECT_CLOCK_END);
	s->m.state = WORKFLOW_FINISHED;
	s->m.result = result;
	emit(s, EFFECT_FINISH, NULL)->result = result;
}

/* ---- moving */

/* Follow the flow out of a node until a user task opens or an end is reached. */
static int
move(struct step *s, size_t flow)
{
	for (int moves = 0; moves < WORKFLOW_MOVES_MAX; moves++) {
		const struct process_node	*node = &s->p->nodes[s->p->flows[flow].to];
		struct marking_place		*place = &s->m.place[node->index];
		int				 r;

		if (s->dry != NULL)
			s->dry->pass(s->dry->data, flow);
		if (node->kind == NODE_USER && place->open)
			return (WORKFLOW_E_TWICE);
		if (place->visits >= WORKFLOW_VISITS_MAX)
			return (WORKFLOW_E_LOOP);
		place->visits++;
		if (node->kind == NODE_USER)
			return (open_task(s, node));
		if (node->kind == NODE_END) {
			if (node->result != RESULT_NONE)
				finish(s, node->result, node->status);
			return (0);
		}
		flow = s->p->wiring[node->index].out[0];
		if (node->kind == NODE_SERVICE)
			run_service(s, node);
		else if ((r = choose(s, node, &flow)) != 0)
			return (r);
	}
	return (WORKFLOW_E_LOOP);
}

static int
move_from(struct step *s, const struct process_node *node)
{
	return (move(s, s->p->wiring[node->index].out[0]));
}

static int
start(struct step *s)
{
	const struct process_node	*node = s->p->nodes;

	while (node->kind != NODE_START)
		node++;
	s->m.state = WORKFLOW_RUNNING;
	s->m.place[node->index].visits = 1;
	set_status(s, node->status == 0 ? 1 : node->status);
	return (move_from(s, node));
}

static int
complete(struct step *s, const struct workflow_action *action)
{
	const struct process_node	*node = process_node(s->p, action->node);
	const struct process_outcome	*outcome;
	struct str			 agency;

	if (node == NULL)
		return (WORKFLOW_E_NO_SUCH_NODE);
	if (node->kind != NODE_USER || !s->m.place[node->index].open)
		return (WORKFLOW_E_NOT_OPEN);
	if (!str_eq(action->role, node->lane->role))
		return (WORKFLOW_E_WRONG_ROLE);
	agency = s->m.place[node->index].agency;
	if (agency.n > 0 && !str_eq(action->agency, agency))
		return (WORKFLOW_E_WRONG_AGENCY);
	outcome = process_outcome(node, action->outcome);
	if (outcome == NULL)
		return (WORKFLOW_E_NO_SUCH_OUTCOME);
	if (outcome->reason == REASON_REQUIRED && str_trim(action->reason).n == 0)
		return (WORKFLOW_E_REASON_NEEDED);
	close_task(s, node);
	s->done = node;
	s->outcome = outcome->id;
	return (move_from(s, node));
}

static int
ring(struct step *s, const struct workflow_action *action)
{
	const struct process_node	*timer = process_node(s->p, action->node);

	if (timer == NULL)
		return (WORKFLOW_E_NO_SUCH_NODE);
	if (timer->kind != NODE_TIMER || !s->m.place[timer->index].open)
		return (WORKFLOW_E_NOT_OPEN);
	if (s->m.place[timer->index].visits >= WORKFLOW_VISITS_MAX)
		return (WORKFLOW_E_LOOP);
	disarm(s, timer);
	s->m.place[timer->index].visits++;
	if (timer->interrupts)
		close_task(s, timer->host);
	s->done = timer;
	s->outcome = STR_NONE;
	return (move_from(s, timer));
}

static int
withdraw(struct step *s, const struct workflow_action *action)
{
	if (!str_eqc(action->role, "applicant") && !str_eqc(action->role, "counter"))
		return (WORKFLOW_E_WRONG_ROLE);
	if (str_eqc(action->role, "counter") && s->world->agency.n > 0 && !str_eq(action->agency, s->world->agency))
		return (WORKFLOW_E_WRONG_AGENCY);
	if (ends_clock(s->m.status))
		return (WORKFLOW_E_TOO_LATE);
	finish(s, RESULT_WITHDRAWN, 7);
	return (0);
}

static int
step_do(struct step *s, const struct workflow_action *action)
{
	switch (action->what) {
	case WORKFLOW_START:
		return (start(s));
	case WORKFLOW_COMPLETE:
		return (complete(s, action));
	case WORKFLOW_TIMER:
		return (ring(s, action));
	case WORKFLOW_WITHDRAW:
		return (withdraw(s, action));
	case WORKFLOW_DO__MAX:
		break;
	}
	return (0);
}

static int
step_whole(struct step *s, const struct marking *from, const struct workflow_action *action, struct workflow_move *out)
{
	int	r;

	CHECK(from->place_n == s->p->nodes_n && action->what < WORKFLOW_DO__MAX);
	if (from->state == WORKFLOW_FINISHED)
		return (WORKFLOW_E_FINISHED);
	if ((from->state == WORKFLOW_NEW) != (action->what == WORKFLOW_START))
		return (from->state == WORKFLOW_NEW ? WORKFLOW_E_NOT_STARTED : WORKFLOW_E_STARTED);
	s->m = *from;
	s->m.place = ARENA_ARRAY(s->a, struct marking_place, s->p->nodes_n);
	memcpy(s->m.place, from->place, s->p->nodes_n * sizeof(*from->place));
	r = step_do(s, action);
	if (r == 0)
		*out = (struct workflow_move){ s->m, s->effects, s->effects_n };
	return (r);
}

int
workflow_step(struct arena *a, const struct process *p, const struct marking *from,
    const struct workflow_action *action, const struct workflow_world *world, struct workflow_move *out)
{
	struct step	s = { .a = a, .p = p, .world = world };

	return (step_whole(&s, from, action, out));
}

int
workflow_step_dry(struct arena *a, const struct process *p, const struct marking *from,
    const struct workflow_action *action, const struct workflow_dry *dry, struct workflow_move *out)
{
	static const struct workflow_world	nowhere;
	struct step				s = { .a = a, .p = p, .world = &nowhere, .dry = dry };

	return (step_whole(&s, from, action, out));
}
