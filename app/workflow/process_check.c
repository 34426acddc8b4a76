/*
 * Before a workflow is published: would it work? The rules about the graph are in process_graph.c. Here each way that a
 * dossier can go is explored with what matters of its past: was it signed, was the result made, what was the last
 * outcome.
 */
#include "workflow/process_check.h"

#include "core/buf.h"

#define PATH_SHOWN	20
#define NOBODY		UINT32_MAX

enum phase { PHASE_OPEN, PHASE_SIGNED, PHASE_MADE, PHASE__MAX };

struct past {
	size_t		node;
	enum phase	phase;
	size_t		outcome;		/* 0 none, else 1 + index over all tasks' outcomes */
};

struct explorer {
	struct check	*c;
	size_t		*first_outcome;		/* by node: index of its first outcome over all tasks */
	struct str	*outcome_id;		/* by that index */
	size_t		 outcomes_n;
	uint32_t	*cause;			/* by state: the state before; NOBODY: not seen */
	uint32_t	*queue;
	size_t		 queue_n;
	bool		*reported;		/* by node */
};

struct str
check_path(struct check *c, const size_t *nodes, size_t n)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	size_t				from = n > PATH_SHOWN ? n - PATH_SHOWN : 0;

	for (size_t i = from; i < n; i++)
		buf_printf(&b, "%s%.*s", i == 0 ? "" : i == from ? "... > " : " > ", STR_ARG(c->p->nodes[nodes[i]].id));
	return (arena_str(c->a, buf_view(&b)));
}

static uint32_t
state_of(const struct explorer *x, struct past at)
{
	return ((uint32_t)((at.node * PHASE__MAX + at.phase) * (x->outcomes_n + 1) + at.outcome));
}

static struct past
past_of(const struct explorer *x, uint32_t state)
{
	size_t	rest = state / (x->outcomes_n + 1);

	return ((struct past){ rest / PHASE__MAX, (enum phase)(rest % PHASE__MAX), state % (x->outcomes_n + 1) });
}

static void
visit(struct explorer *x, uint32_t cause, struct past at)
{
	uint32_t	state = state_of(x, at);

	if (x->cause[state] != NOBODY)
		return;
	x->cause[state] = cause;
	x->queue[x->queue_n++] = state;
}

static void
report(struct explorer *x, uint32_t state, const char *rule)
{
	size_t				*path = ARENA_ARRAY(x->c->a, size_t, PATH_SHOWN + 1), n = 0;
	const struct process_node	*node = &x->c->p->nodes[past_of(x, state).node];

	if (x->reported[node->index])
		return;
	x->reported[node->index] = true;
	for (uint32_t s = state;; s = x->cause[s]) {
		path[PATH_SHOWN - n++] = past_of(x, s).node;
		if (x->cause[s] == s || n == PATH_SHOWN + 1)
			break;
	}
	problem_add(&x->c->l, node->line, rule, node->id, check_path(x->c, path + PATH_SHOWN + 1 - n, n));
}

static void
follow(struct explorer *x, uint32_t state, size_t flow, struct past at)
{
	at.node = x->c->p->flows[flow].to;
	visit(x, state, at);
}

/* Is this condition nothing but a test of the outcome? Then it decides; anything else may go either way. */
static bool
only_outcome(struct str condition, struct str *literal)
{
	static const struct str	paths[] = { { "/dossier/process/@outcome", 25 }, { "process/@outcome", 16 } };
	struct str		rest = condition;

	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		if (str_starts(condition, paths[i]) && outcome_test(&rest, literal))
			return (str_trim(rest).n == 0);
	}
	return (false);
}

static void
explore_gateway(struct explorer *x, uint32_t state, struct past at)
{
	const struct process_wiring	*w = &x->c->p->wiring[at.node];
	struct str			 literal, outcome = at.outcome == 0 ? STR_NONE : x->outcome_id[at.outcome - 1];

	for (size_t i = 0; i < w->out_n; i++) {
		if (w->out[i] == w->default_flow)
			continue;
		if (!only_outcome(x->c->p->flows[w->out[i]].condition, &literal))
			follow(x, state, w->out[i], at);
		else if (str_eq(literal, outcome)) {
			follow(x, state, w->out[i], at);
			return;
		}
	}
	follow(x, state, w->default_flow, at);
}

static enum phase
phase_after(const struct process_node *task, const struct process_outcome *o, enum phase phase)
{
	if (task->signs)
		return (o->kind == OUTCOME_APPROVE ? PHASE_SIGNED : PHASE_OPEN);
	return (o->kind == OUTCOME_BACK || o->kind == OUTCOME_SUPPLEMENT ? PHASE_OPEN : phase);
}

static void
explore_task(struct explorer *x, uint32_t state, struct past at, const struct process_node *task)
{
	for (size_t i = 0; i < task->outcomes_n; i++) {
		struct past	next = at;

		next.outcome = x->first_outcome[at.node] + i + 1;
		next.phase = phase_after(task, &task->outcomes[i], at.phase);
		follow(x, state, x->c->p->wiring[at.node].out[0], next);
	}
	for (size_t i = 0; i < x->c->p->nodes_n; i++) {
		if (x->c->p->nodes[i].host == task && x->c->p->nodes[i].interrupts)
			visit(x, state, (struct past){ i, at.phase, 0 });
	}
}

static void
explore_end(struct explorer *x, uint32_t state, struct past at, const struct process_node *end)
{
	if (end->result == RESULT_NONE)
		report(x, state, "main-branch");
	else if (end->result == RESULT_ISSUED && at.phase != PHASE_MADE)
		report(x, state, "issued-not-made");
}

static void
explore(struct explorer *x, uint32_t state)
{
	struct past			 at = past_of(x, state);
	const struct process_node	*node = &x->c->p->nodes[at.node];

	switch (node->kind) {
	case NODE_USER:
		explore_task(x, state, at, node);
		return;
	case NODE_GATEWAY:
		explore_gateway(x, state, at);
		return;
	case NODE_END:
		explore_end(x, state, at, node);
		return;
	case NODE_SERVICE:
		if (node->service == SERVICE_ISSUE_RESULT && at.phase == PHASE_OPEN)
			report(x, state, "issued-unsigned");
		if (node->service == SERVICE_ISSUE_RESULT)
			at.phase = PHASE_MADE;
		break;
	case NODE_START:
	case NODE_TIMER:
	case NODE__MAX:
		break;
	}
	follow(x, state, x->c->p->wiring[node->index].out[0], at);
}

static void
check_ways(struct check *c)
{
	struct explorer	x = { .c = c };
	const struct process	*p = c->p;
	size_t		states_n;

	x.first_outcome = ARENA_ARRAY(c->a, size_t, p->nodes_n);
	x.reported = ARENA_ARRAY(c->a, bool, p->nodes_n);
	x.outcome_id = ARENA_ARRAY(c->a, struct str, p->nodes_n * WORKFLOW_OUTCOMES_MAX);
	for (size_t i = 0; i < p->nodes_n; i++) {
		x.first_outcome[i] = x.outcomes_n;
		for (size_t k = 0; k < p->nodes[i].outcomes_n; k++)
			x.outcome_id[x.outcomes_n++] = p->nodes[i].outcomes[k].id;
	}
	states_n = p->nodes_n * PHASE__MAX * (x.outcomes_n + 1);
	x.cause = ARENA_ARRAY(c->a, uint32_t, states_n);
	x.queue = ARENA_ARRAY(c->a, uint32_t, states_n);
	memset(x.cause, 0xff, states_n * sizeof(*x.cause));
	for (size_t i = 0; i < p->nodes_n; i++) {
		struct past	at = { i, PHASE_OPEN, 0 };

		if (p->nodes[i].kind == NODE_START)
			visit(&x, state_of(&x, at), at);
	}
	for (size_t i = 0; i < x.queue_n; i++)
		explore(&x, x.queue[i]);
}

/* After a timer that does not interrupt, the task goes on: beside it only services may run, to an end of their own. */
static void
check_side(struct check *c, const struct process_node *timer)
{
	const struct process_node	*node = timer;

	for (size_t n = 0; n < c->p->nodes_n && node->kind != NODE_END; n++) {
		node = &c->p->nodes[c->p->flows[c->p->wiring[node->index].out[0]].to];
		if (node->kind != NODE_SERVICE && node->kind != NODE_END)
			break;
	}
	if (node->kind != NODE_END || node->result != RESULT_NONE)
		problem_add(&c->l, timer->line, "side-branch", timer->id, node->id);
}

int
process_check(struct arena *a, const struct process *p, struct calendar_span limit, struct workflow_problems *problems)
{
	struct check	c = { a, p, problem_list_to(a, problems) };

	check_reach(&c);
	check_loops(&c);
	check_outcomes(&c);
	check_deadlines(&c, limit);
	check_ways(&c);
	for (size_t i = 0; i < p->nodes_n; i++) {
		if (p->nodes[i].kind == NODE_TIMER && !p->nodes[i].interrupts)
			check_side(&c, &p->nodes[i]);
	}
	return (problems->n > 0 ? WORKFLOW_E_PROBLEMS : 0);
}
