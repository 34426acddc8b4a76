/*
 * Every marking that a dossier can reach, found by running the engine itself from each with everything that can happen
 * there. What matters of the past is kept beside the marking: accepted, signed, made, told, and the answers in the form
 * that conditions have asked for. Ways that conditions may choose are tried in turn.
 */
#include "workflow/process_check.h"

#include <stdlib.h>
#include <string.h>

#define STATES_MAX	20000
#define STEPS_MAX	200000
#define PICKS_MAX	64			/* choices within one step */
#define VARS_MAX	256			/* things that conditions read */
#define UNKNOWN		0xff			/* an answer that nothing has asked for yet */
#define NOBODY		UINT32_MAX

enum past {
	PAST_ACCEPTED = 1, PAST_SIGNED = 2, PAST_MADE = 4,
	PAST_TOLD = 8,				/* a refusal or a stop was put in writing */
	PAST_ASKED = 16,			/* a request for a supplement was sent */
	PAST_FINISHED = 32,
};

struct state {
	uint8_t		*key;			/* open nodes, waiting tokens by flow, answers, the past */
	uint32_t	 from;
	uint16_t	*way;			/* nodes that the step passed, the one that moved first */
	size_t		 way_n;
	bool		 finished, ends;	/* ends: a finished one can be reached */
};

struct edge {
	uint32_t	from, to;
};

struct explorer {
	struct check		*c;
	const struct process	*p;
	struct state		*state;
	size_t			 state_n;
	uint32_t		*table;		/* by hash of the key; NOBODY: free */
	struct edge		*edge;
	size_t			 edge_n, edge_cap, steps;
	size_t			 key_n;
	uint8_t			*key;		/* of the run at hand */
	bool			*node_seen, *flow_seen;
	bool			*reported;	/* by node */
	uint32_t		 at;		/* state that the run began in */
	uint8_t			 pick[PICKS_MAX], pick_of[PICKS_MAX];
	size_t			 pick_n, picked;
	uint16_t		*way;
	size_t			 way_n;
	const struct process_node *last_end;
};

static uint8_t *
answers(const struct explorer *x, uint8_t *key)
{
	return (key + x->p->nodes_n + x->p->flows_n);
}

static uint8_t *
past(const struct explorer *x, uint8_t *key)
{
	return (key + x->key_n - 1);
}

/* ---- findings */

/* Written from the end. A task that was opened last and moves first is one node of the way. */
static void
way_back(size_t *path, size_t *at, const uint16_t *way, size_t n)
{
	for (size_t i = n; i > 0; i--) {
		if (i < n || path[*at] != way[i - 1])
			path[--*at] = way[i - 1];
	}
}

static void
report(struct explorer *x, const struct process_node *node, const char *rule, struct str detail)
{
	size_t	n = 0, at, all;
	size_t	*path;

	if (x->reported[node->index])
		return;
	x->reported[node->index] = true;
	for (uint32_t s = x->at; s != NOBODY; s = x->state[s].from)
		n += x->state[s].way_n;
	all = at = n + x->way_n;
	path = ARENA_ARRAY(x->c->a, size_t, all + 1);
	path[all] = SIZE_MAX;
	way_back(path, &at, x->way, x->way_n);
	for (uint32_t s = x->at; s != NOBODY; s = x->state[s].from)
		way_back(path, &at, x->state[s].way, x->state[s].way_n);
	problem_add(&x->c->l, node->line, rule, node->id, detail);
	check_path(x->c, path + at, all - at);
}

/* ---- what the engine asks and tells */

static size_t
pick(struct explorer *x, size_t n)
{
	if (n < 2 || x->picked == PICKS_MAX)
		return (0);
	if (x->picked == x->pick_n) {
		x->pick[x->pick_n] = 0;
		x->pick_of[x->pick_n++] = (uint8_t)n;
	}
	return (x->pick[x->picked++]);
}

/* The next combination of choices; false after the last. */
static bool
pick_next(struct explorer *x)
{
	while (x->pick_n > 0 && x->pick[x->pick_n - 1] + 1 == x->pick_of[x->pick_n - 1])
		x->pick_n--;
	if (x->pick_n > 0)
		x->pick[x->pick_n - 1]++;
	return (x->pick_n > 0);
}

struct question {
	struct explorer			*x;
	const struct process_node	*done;
	struct str			 outcome;
	uint8_t				*fact;	/* by variable: what was said at this gateway */
};

static size_t
value_index(const struct guard_var *v, struct str s)
{
	for (size_t i = 0; i < v->value_n; i++) {
		if (str_eq(v->value[i], s))
			return (i);
	}
	return (GUARD_OTHER);
}

/* Literals that the field offers, and one for all the rest where there is a rest. */
static size_t
choose_field(struct explorer *x, const struct guard_var *v)
{
	const struct workflow_field	*f = NULL;
	uint8_t				 open[GUARD_VALUES_MAX + 1];
	size_t				 n = 0;

	for (size_t i = 0; i < x->c->law->fields_n; i++) {
		if (str_eq(x->c->law->fields[i].path, v->path))
			f = &x->c->law->fields[i];
	}
	for (size_t i = 0; i < v->value_n; i++) {
		bool	offered = f == NULL || v->value[i].n == 0;

		for (size_t k = 0; !offered && k < f->value_n; k++)
			offered = str_eq(f->value[k], v->value[i]);
		if (offered)
			open[n++] = (uint8_t)i;
	}
	open[n++] = (uint8_t)v->value_n;
	return (open[pick(x, n)]);
}

static size_t
tell(void *data, size_t var)
{
	struct question		*q = data;
	const struct guard_var	*v = &q->x->p->vars.v[var];
	uint8_t			*kept = v->kind == GUARD_FACT ? &q->fact[var] : &answers(q->x, q->x->key)[var];

	if (v->kind == GUARD_OUTCOME)
		return (value_index(v, q->outcome));
	if (v->kind == GUARD_NODE)
		return (value_index(v, q->done == NULL ? STR_NONE : q->done->id));
	if (*kept == UNKNOWN)
		*kept = (uint8_t)(v->kind == GUARD_FIELD ? choose_field(q->x, v) : pick(q->x, 2));
	return (v->kind == GUARD_FIELD && *kept == v->value_n ? GUARD_OTHER : *kept);
}

static size_t
choose(void *data, const struct process_node *gateway, const struct process_node *done, struct str outcome)
{
	struct explorer			*x = data;
	const struct process_wiring	*w = &x->p->wiring[gateway->index];
	uint8_t				 fact[VARS_MAX];
	struct question			 q = { x, done, outcome, fact };

	memset(fact, UNKNOWN, sizeof(fact));
	for (size_t i = 0; i < w->out_n; i++) {
		if (w->out[i] != w->default_flow && guard_holds(x->p->flows[w->out[i]].guard, tell, &q))
			return (w->out[i]);
	}
	return (w->default_flow);
}

static void
choose_many(void *data, const struct process_node *gateway, const struct process_node *done, struct str outcome,
    bool *taken)
{
	struct explorer			*x = data;
	const struct process_wiring	*w = &x->p->wiring[gateway->index];
	uint8_t				 fact[VARS_MAX];
	struct question			 q = { x, done, outcome, fact };
	bool				 any = false;

	memset(fact, UNKNOWN, sizeof(fact));
	for (size_t i = 0; i < w->out_n; i++) {
		taken[i] = w->out[i] != w->default_flow && guard_holds(x->p->flows[w->out[i]].guard, tell, &q);
		any = any || taken[i];
	}
	for (size_t i = 0; i < w->out_n && !any; i++)
		taken[i] = w->out[i] == w->default_flow;
}

static void
fire(void *data, const struct process_node *node)
{
	struct explorer	*x = data;

	x->node_seen[node->index] = true;
	if (x->way_n < WORKFLOW_MOVES_MAX)
		x->way[x->way_n++] = (uint16_t)node->index;
}

/* The work that the end of the dossier cuts off: nobody has said that it is not needed any more. */
static void
cut(void *data, const struct process_node *node)
{
	report(data, node, "cut-off", STR_NONE);
}

static void
pass_service(struct explorer *x, const struct process_node *node)
{
	uint8_t	*was = past(x, x->key);

	switch (node->service) {
	case SERVICE_ACCEPT:
		*was |= PAST_ACCEPTED;
		break;
	case SERVICE_SUPPLEMENT_SLIP:
		*was |= PAST_ASKED;
		break;
	case SERVICE_REFUSE_SLIP:
	case SERVICE_STOP_NOTICE:
		*was |= PAST_TOLD;
		break;
	case SERVICE_ISSUE_RESULT:
		if ((*was & PAST_SIGNED) == 0)
			report(x, node, "issued-unsigned", STR_NONE);
		else if ((*was & PAST_ACCEPTED) == 0)
			report(x, node, "issued-unaccepted", STR_NONE);
		*was |= PAST_MADE;
		break;
	case SERVICE_NOTIFY:
	case SERVICE_REMIND:
	case SERVICE__MAX:
		break;
	}
}

static void
pass(void *data, size_t flow)
{
	struct explorer			*x = data;
	const struct process_node	*node = &x->p->nodes[x->p->flows[flow].to];
	uint8_t				 was = *past(x, x->key);

	x->flow_seen[flow] = x->node_seen[node->index] = true;
	if (x->way_n < WORKFLOW_MOVES_MAX)
		x->way[x->way_n++] = (uint16_t)node->index;
	if (node->kind == NODE_SERVICE)
		pass_service(x, node);
	else if (node->kind == NODE_USER && node->status == 5 && (was & PAST_ASKED) == 0)
		report(x, node, "supplement-unsent", STR_NONE);
	else if (node->kind == NODE_END) {
		x->last_end = node;
		if (node->result == RESULT_ISSUED && (was & PAST_MADE) == 0)
			report(x, node, "issued-not-made", STR_NONE);
		if (node->result == RESULT_REFUSED && (was & PAST_TOLD) == 0)
			report(x, node, "refused-untold", STR_NONE);
	}
}

/* ---- states */

static void
key_to_marking(const struct explorer *x, const uint8_t *key, struct marking *m)
{
	m->state = WORKFLOW_RUNNING;
	for (size_t i = 0; i < x->p->nodes_n; i++) {
		m->place[i].open = key[i] != 0;
		m->place[i].visits = key[i];
	}
	for (size_t i = 0; i < x->p->flows_n; i++)
		m->waiting[i] = key[x->p->nodes_n + i] != 0;
}

static uint32_t
hash(const uint8_t *key, size_t n)
{
	uint32_t	h = 2166136261U;

	for (size_t i = 0; i < n; i++)
		h = (h ^ key[i]) * 16777619U;
	return (h);
}

/* The state of the run's key; NOBODY when there are too many. */
static uint32_t
state_of(struct explorer *x)
{
	size_t		 at = hash(x->key, x->key_n) % (2 * STATES_MAX);
	struct state	*s;

	for (; x->table[at] != NOBODY; at = (at + 1) % (2 * STATES_MAX)) {
		if (memcmp(x->state[x->table[at]].key, x->key, x->key_n) == 0)
			return (x->table[at]);
	}
	if (x->state_n == STATES_MAX)
		return (NOBODY);
	s = &x->state[x->state_n];
	s->key = arena_alloc(x->c->a, x->key_n);
	memcpy(s->key, x->key, x->key_n);
	s->from = x->at;
	s->way = ARENA_ARRAY(x->c->a, uint16_t, x->way_n + 1);
	memcpy(s->way, x->way, x->way_n * sizeof(*x->way));
	s->way_n = x->way_n;
	x->table[at] = (uint32_t)x->state_n;
	return ((uint32_t)x->state_n++);
}

static void
edge_add(struct explorer *x, uint32_t to)
{
	if (x->edge_n == x->edge_cap) {
		struct edge	*more;

		x->edge_cap = x->edge_cap == 0 ? 256 : 2 * x->edge_cap;
		more = ARENA_ARRAY(x->c->a, struct edge, x->edge_cap);
		if (x->edge_n > 0)
			memcpy(more, x->edge, x->edge_n * sizeof(*more));
		x->edge = more;
	}
	x->edge[x->edge_n++] = (struct edge){ x->at, to };
}

/* ---- one step */

static void
judge_still(struct explorer *x, const struct marking *m)
{
	bool	work = false, joins = false;

	for (size_t i = 0; i < m->place_n; i++)
		work = work || (m->place[i].open && x->p->nodes[i].kind != NODE_SUB);
	for (size_t i = 0; i < m->waiting_n; i++)
		joins = joins || m->waiting[i];
	if (!work && !joins && x->last_end != NULL)
		report(x, x->last_end, "main-branch", STR_NONE);
	else if (!work)
		report(x, &x->p->nodes[x->way[x->way_n - 1]], "stuck", STR_NONE);
}

static void
take_in(struct explorer *x, const struct workflow_move *move)
{
	uint32_t	to;

	memset(x->key, 0, x->p->nodes_n);
	if (move->marking.state == WORKFLOW_FINISHED) {
		memset(answers(x, x->key), UNKNOWN, x->p->vars.n);
		*past(x, x->key) = PAST_FINISHED;
	} else
		judge_still(x, &move->marking);
	for (size_t i = 0; i < move->marking.place_n; i++)
		x->key[i] = move->marking.place[i].open ? 1 : 0;
	for (size_t i = 0; i < move->marking.waiting_n; i++)
		x->key[x->p->nodes_n + i] = move->marking.waiting[i] ? 1 : 0;
	to = state_of(x);
	if (to == NOBODY)
		return;
	x->state[to].finished = x->state[to].ends = x->state[to].finished || move->marking.state == WORKFLOW_FINISHED;
	if (x->at != NOBODY)
		edge_add(x, to);
}

/* The applicant may change every answer, and who drafts may change what was signed. */
static void
before_outcome(struct explorer *x, const struct process_node *task, const struct process_outcome *o)
{
	uint8_t	*was = past(x, x->key);

	if (str_eqc(task->lane->role, "applicant") || task->drafts_result)
		memset(answers(x, x->key), UNKNOWN, x->p->vars.n);
	*was &= (uint8_t)~PAST_ASKED;
	if (task->signs ? o->kind != OUTCOME_APPROVE : task->drafts_result || o->kind == OUTCOME_BACK ||
	    o->kind == OUTCOME_SUPPLEMENT)
		*was &= (uint8_t)~PAST_SIGNED;
	else if (task->signs)
		*was |= PAST_SIGNED;
}

/* What can happen at a node that is open. */
struct event {
	const struct process_node	*node;
	const struct process_outcome	*outcome;	/* NULL: no task */
	enum workflow_result		 result;	/* of a child */
};

static struct workflow_action
action_of(const struct event *e)
{
	struct workflow_action	action = { .what = WORKFLOW_START, .node = e->node->id, .reason = STR("-") };

	if (e->outcome != NULL) {
		action.what = WORKFLOW_COMPLETE;
		action.outcome = e->outcome->id;
		action.role = e->node->lane->role;
	} else if (e->node->kind == NODE_TIMER || e->node->kind == NODE_WAIT)
		action.what = WORKFLOW_TIMER;
	else if (e->node->kind == NODE_RECEIVE || e->node->kind == NODE_MESSAGE) {
		action.what = WORKFLOW_MESSAGE;
		action.outcome = e->node->code;
	} else if (e->node->kind == NODE_CALL) {
		action.what = WORKFLOW_CHILD;
		action.outcome = str_of(workflow_result_names[e->result]);
	}
	return (action);
}

static void
run(struct explorer *x, struct arena *scratch, const struct event *e)
{
	const struct workflow_dry	dry = { x, choose, choose_many, pass, fire, cut };
	const struct workflow_action	action = action_of(e);
	struct marking			m = marking_new(scratch, x->p);
	struct workflow_move		move;
	int				r;

	x->way_n = x->picked = 0;
	x->last_end = NULL;
	x->way[x->way_n++] = (uint16_t)e->node->index;
	memset(x->key, 0, x->key_n);
	memset(answers(x, x->key), UNKNOWN, x->p->vars.n);
	if (x->at != NOBODY) {
		memcpy(x->key, x->state[x->at].key, x->key_n);
		key_to_marking(x, x->key, &m);
	}
	if (e->outcome != NULL)
		before_outcome(x, e->node, e->outcome);
	r = workflow_step_dry(scratch, x->p, &m, &action, &dry, &move);
	if (r == 0)
		take_in(x, &move);
	else if (r == WORKFLOW_E_TWICE)
		report(x, &x->p->nodes[x->way[x->way_n - 1]], "twice", STR_NONE);
	else if (r == WORKFLOW_E_LOOP)
		report(x, &x->p->nodes[x->way[x->way_n - 1]], "loop-without-task", STR_NONE);
}

/* One thing that can happen, with every combination of choices on the way. */
static void
run_all(struct explorer *x, struct event e)
{
	struct arena	*scratch = arena_new();

	x->pick_n = 0;
	x->node_seen[e.node->index] = true;
	do {
		run(x, scratch, &e);
		x->steps++;
	} while (x->steps < STEPS_MAX && pick_next(x));
	arena_free(scratch);
}

static void
run_node(struct explorer *x, const struct process_node *node)
{
	for (size_t k = 0; k < node->outcomes_n; k++)
		run_all(x, (struct event){ node, &node->outcomes[k], RESULT_NONE });
	if (node->kind == NODE_CALL) {
		run_all(x, (struct event){ node, NULL, RESULT_ISSUED });
		run_all(x, (struct event){ node, NULL, RESULT_REFUSED });
	} else if (node->kind != NODE_USER && node->kind != NODE_SUB)
		run_all(x, (struct event){ node, NULL, RESULT_NONE });
}

static void
run_state(struct explorer *x)
{
	for (size_t i = 0; i < x->p->nodes_n; i++) {
		if (x->state[x->at].key[i] != 0)
			run_node(x, &x->p->nodes[i]);
	}
}

/* ---- what is known at the end */

static void
judge_ends(struct explorer *x)
{
	bool	more = true;

	while (more) {
		more = false;
		for (size_t i = x->edge_n; i > 0; i--) {
			const struct edge	*e = &x->edge[i - 1];

			if (x->state[e->to].ends && !x->state[e->from].ends)
				more = x->state[e->from].ends = true;
		}
	}
	for (size_t i = 0; i < x->state_n; i++) {
		const struct state	*s = &x->state[i];

		if (s->ends || s->way_n == 0)
			continue;
		x->at = (uint32_t)i;
		x->way_n = 0;
		report(x, &x->p->nodes[s->way[s->way_n - 1]], "never-ends", STR_NONE);
		return;
	}
}

static void
judge_use(struct explorer *x)
{
	x->at = NOBODY;
	x->way_n = 0;
	for (size_t i = 0; i < x->p->nodes_n; i++) {
		if (!x->node_seen[i])
			report(x, &x->p->nodes[i], "never-reached", STR_NONE);
	}
	for (size_t i = 0; i < x->p->flows_n; i++) {
		const struct process_flow	*f = &x->p->flows[i];

		if (!x->flow_seen[i] && x->node_seen[f->from])
			problem_add(&x->c->l, f->line, "flow-never", f->id, x->p->nodes[f->to].id);
	}
}

void
check_runs(struct check *c)
{
	struct explorer	x = { .c = c, .p = c->p, .key_n = c->p->nodes_n + c->p->flows_n + c->p->vars.n + 1,
	    .at = NOBODY };

	if (c->p->vars.n > VARS_MAX) {
		problem_add(&c->l, 1, "too-complex", c->p->id, STR_NONE);
		return;
	}
	x.state = ARENA_ARRAY(c->a, struct state, STATES_MAX);
	x.table = ARENA_ARRAY(c->a, uint32_t, 2 * STATES_MAX);
	memset(x.table, 0xff, 2 * STATES_MAX * sizeof(*x.table));
	x.key = ARENA_ARRAY(c->a, uint8_t, x.key_n);
	x.node_seen = ARENA_ARRAY(c->a, bool, c->p->nodes_n);
	x.flow_seen = ARENA_ARRAY(c->a, bool, c->p->flows_n);
	x.reported = ARENA_ARRAY(c->a, bool, c->p->nodes_n);
	x.way = ARENA_ARRAY(c->a, uint16_t, WORKFLOW_MOVES_MAX + 1);
	for (size_t i = 0; i < c->p->nodes_n; i++) {
		if (c->p->nodes[i].kind == NODE_START && c->p->nodes[i].scope == NULL)
			run_all(&x, (struct event){ &c->p->nodes[i], NULL, RESULT_NONE });
	}
	for (x.at = 0; x.at < x.state_n && x.steps < STEPS_MAX; x.at++) {
		if (!x.state[x.at].finished)
			run_state(&x);
	}
	if (x.steps >= STEPS_MAX || x.state_n == STATES_MAX) {
		problem_add(&c->l, 1, "too-complex", c->p->id, STR_NONE);
		return;
	}
	judge_ends(&x);
	judge_use(&x);
}
