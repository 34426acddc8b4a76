/*
 * The rules about the drawing as a graph: what can be reached, where loops and deadlines are, which outcomes are told
 * apart.
 */
#include "workflow/process_check.h"

#include <string.h>

#define PATHS_MAX	200000			/* node visits while looking for the longest way */

static bool
spread(bool *seen, const struct process_flow *f, bool backwards)
{
	size_t	from = backwards ? f->to : f->from, to = backwards ? f->from : f->to;

	if (!seen[from] || seen[to])
		return (false);
	seen[to] = true;
	return (true);
}

/* Between a sub-process and what is in it, and between a node and what sits on its edge. */
static bool
spread_inside(const struct process *p, bool *seen, const struct process_node *node, bool backwards)
{
	bool	ends = node->kind == NODE_END && node->scope != NULL, was = seen[node->index];

	if (!backwards) {
		if (node_on_edge(node) && node->host != NULL)
			seen[node->index] = was || seen[node->host->index];
		if (node->kind == NODE_START && node->scope != NULL)
			seen[node->index] = was || seen[node->scope->index];
	} else if (ends && !node->throws_error)
		seen[node->index] = was || seen[node->scope->index];
	for (size_t i = 0; i < p->nodes_n && backwards && ends && node->throws_error; i++)
		seen[node->index] = seen[node->index] || (p->nodes[i].kind == NODE_ERROR && seen[i]);
	for (size_t i = 0; i < p->nodes_n && backwards && node->kind == NODE_SUB; i++)
		seen[node->index] = seen[node->index] || (p->nodes[i].host == node && seen[i]);
	return (seen[node->index] != was);
}

/* Grow seen along the flows until nothing is added. */
static void
flood(const struct process *p, bool *seen, bool backwards)
{
	bool	more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < p->flows_n; i++)
			more = spread(seen, &p->flows[i], backwards) || more;
		for (size_t i = 0; i < p->nodes_n; i++)
			more = spread_inside(p, seen, &p->nodes[i], backwards) || more;
	}
}

void
check_reach(struct check *c)
{
	const struct process	*p = c->p;
	bool			*from_start = ARENA_ARRAY(c->a, bool, p->nodes_n);
	bool			*to_end = ARENA_ARRAY(c->a, bool, p->nodes_n);

	for (size_t i = 0; i < p->nodes_n; i++) {
		from_start[i] = p->nodes[i].kind == NODE_START && p->nodes[i].scope == NULL;
		to_end[i] = p->nodes[i].kind == NODE_END && p->nodes[i].scope == NULL;
	}
	flood(p, from_start, false);
	flood(p, to_end, true);
	for (size_t i = 0; i < p->nodes_n; i++) {
		if (!from_start[i])
			problem_add(&c->l, p->nodes[i].line, "unreachable", p->nodes[i].id, STR_NONE);
		else if (!to_end[i])
			problem_add(&c->l, p->nodes[i].line, "no-way-out", p->nodes[i].id, STR_NONE);
	}
}

/* ---- loops: a step that never stops at a task would never end */

enum colour { WHITE, GREY, BLACK };

/* A person, another agency or a message: not the machine alone. */
static bool
somebody_works(const struct process *p, const struct process_node *node)
{
	if (node->kind == NODE_USER || node->kind == NODE_CALL || node->kind == NODE_RECEIVE)
		return (true);
	for (size_t i = 0; i < p->nodes_n && node->kind == NODE_SUB; i++) {
		if (p->nodes[i].scope == node && somebody_works(p, &p->nodes[i]))
			return (true);
	}
	return (false);
}

static void
look_for_loop(struct check *c, enum colour *colour, size_t at)
{
	const struct process_wiring	*w = &c->p->wiring[at];

	colour[at] = GREY;
	for (size_t i = 0; i < w->out_n; i++) {
		size_t	to = c->p->flows[w->out[i]].to;

		if (somebody_works(c->p, &c->p->nodes[to]))
			continue;
		if (colour[to] == GREY)
			problem_add(&c->l, c->p->nodes[to].line, "loop-without-task", c->p->nodes[to].id, STR_NONE);
		else if (colour[to] == WHITE)
			look_for_loop(c, colour, to);
	}
	colour[at] = BLACK;
}

void
check_loops(struct check *c)
{
	enum colour	*colour = ARENA_ARRAY(c->a, enum colour, c->p->nodes_n);

	for (size_t i = 0; i < c->p->nodes_n; i++) {
		if (colour[i] == WHITE)
			look_for_loop(c, colour, i);
	}
}

/* ---- outcomes and the gateway that follows */

bool
outcome_test(struct str *rest, struct str *literal)
{
	ptrdiff_t	at;
	struct str	s;
	char		quote;

	while ((at = str_find(*rest, STR("@outcome"))) >= 0) {
		s = str_trim(str_from_to(*rest, (size_t)at + 8, rest->n));
		*rest = s;
		if (s.n == 0 || s.p[0] != '=')
			continue;
		s = str_trim(str_from_to(s, 1, s.n));
		quote = s.n > 0 ? s.p[0] : '\0';
		at = quote == '\'' || quote == '"' ? str_find_byte(str_from_to(s, 1, s.n), quote) : -1;
		if (at < 0)
			continue;
		*literal = str_from_to(s, 1, (size_t)at + 1);
		*rest = str_from_to(s, (size_t)at + 2, s.n);
		return (true);
	}
	return (false);
}

static bool
tested(const struct process *p, const struct process_wiring *gateway, struct str outcome)
{
	for (size_t i = 0; i < gateway->out_n; i++) {
		struct str	rest = p->flows[gateway->out[i]].condition, literal;

		while (outcome_test(&rest, &literal)) {
			if (str_eq(literal, outcome))
				return (true);
		}
	}
	return (false);
}

static void
check_tested(struct check *c, const struct process_node *task)
{
	size_t				 next = c->p->flows[c->p->wiring[task->index].out[0]].to;
	const struct process_outcome	*other = NULL;

	if (c->p->nodes[next].kind != NODE_GATEWAY)
		return;
	for (size_t i = 0; i < task->outcomes_n; i++) {
		const struct process_outcome	*o = &task->outcomes[i];

		if (tested(c->p, &c->p->wiring[next], o->id))
			continue;
		if (other != NULL)
			problem_add(&c->l, o->line, "outcome-untested", task->id, o->id);
		other = o;
	}
}

/* Each outcome that a gateway asks for must be one of a task that leads straight to it; unless others lead there
 * too. */
static void
check_known(struct check *c, const struct process_flow *asking)
{
	struct str	rest = asking->condition, literal;

	while (outcome_test(&rest, &literal)) {
		bool	known = false;

		for (size_t i = 0; i < c->p->flows_n; i++) {
			const struct process_node	*from = &c->p->nodes[c->p->flows[i].from];

			if (c->p->flows[i].to == asking->from)
				known = known || from->kind != NODE_USER || process_outcome(from, literal) != NULL;
		}
		if (!known)
			problem_add(&c->l, asking->line, "outcome-unknown", asking->id, literal);
	}
}

void
check_outcomes(struct check *c)
{
	for (size_t i = 0; i < c->p->nodes_n; i++) {
		if (c->p->nodes[i].kind == NODE_USER)
			check_tested(c, &c->p->nodes[i]);
	}
	for (size_t i = 0; i < c->p->flows_n; i++)
		check_known(c, &c->p->flows[i]);
}

/* ---- deadlines */

struct longest {
	struct check	*c;
	bool		*on_path;
	size_t		*path;
	size_t		 path_n;
	int64_t		 limit_s;
	int64_t		 worst_s;
	size_t		*worst;				/* the way */
	size_t		 worst_n;
	size_t		 budget;
};

static int64_t
span_s(struct calendar_span span)
{
	return (span.n * (span.unit == CALENDAR_HOURS ? 3600 : CALENDAR_DAY_WORK_S));
}

/* Only while the legal clock runs: not before acceptance, not while the applicant has the turn, not after the
 * result. */
static int64_t
counted_s(const struct process_node *node)
{
	bool	runs = node->status == 0 || node->status == 2 || node->status == 4;

	if (!runs || node->pauses_clock)
		return (0);
	if (node->kind == NODE_USER || node->kind == NODE_CALL)
		return (span_s(node->deadline));
	return (node->kind == NODE_WAIT ? span_s(node->after) : 0);
}

static void	walk(struct longest *g, const struct process_node *node, int64_t sum_s);

/* Where a token goes from here: into a sub-process by its start, out of it by its ends, off an edge. */
static void
walk_on(struct longest *g, const struct process_node *node, int64_t sum_s)
{
	const struct process		*p = g->c->p;
	const struct process_node	*leaves = node->kind == NODE_END && node->scope != NULL && !node->throws_error ?
	    node->scope : node;
	const struct process_wiring	*w = &p->wiring[leaves->index];

	for (size_t i = 0; i < w->out_n && node->kind != NODE_SUB; i++)
		walk(g, &p->nodes[p->flows[w->out[i]].to], sum_s);
	for (size_t i = 0; i < p->nodes_n; i++) {
		bool	start = p->nodes[i].kind == NODE_START && p->nodes[i].scope == node;

		if (p->nodes[i].host == node || (node->kind == NODE_SUB && start))
			walk(g, &p->nodes[i], sum_s);
	}
}

static void
walk(struct longest *g, const struct process_node *node, int64_t sum_s)
{
	if (g->on_path[node->index] || g->budget == 0)
		return;
	g->budget--;
	g->on_path[node->index] = true;
	g->path[g->path_n++] = node->index;
	sum_s += counted_s(node);
	if (sum_s > g->limit_s && sum_s > g->worst_s) {
		g->worst_s = sum_s;
		memcpy(g->worst, g->path, g->path_n * sizeof(*g->path));
		g->worst_n = g->path_n;
	}
	walk_on(g, node, sum_s);
	g->path_n--;
	g->on_path[node->index] = false;
}

void
check_deadlines(struct check *c)
{
	struct longest	g = { .c = c, .limit_s = span_s(c->law->limit), .budget = PATHS_MAX };

	if (c->law->limit.n == 0)
		return;
	g.on_path = ARENA_ARRAY(c->a, bool, c->p->nodes_n);
	g.path = ARENA_ARRAY(c->a, size_t, c->p->nodes_n);
	g.worst = ARENA_ARRAY(c->a, size_t, c->p->nodes_n);
	for (size_t i = 0; i < c->p->nodes_n; i++) {
		if (c->p->nodes[i].kind == NODE_START && c->p->nodes[i].scope == NULL)
			walk(&g, &c->p->nodes[i], 0);
	}
	if (g.budget == 0)
		problem_add(&c->l, 1, "too-complex", c->p->id, STR_NONE);
	if (g.worst_s > 0) {
		problem_add(&c->l, 1, "deadlines-too-long", c->p->id, arena_printf(c->a, "%lld minutes",
		    (long long)g.worst_s / 60));
		check_path(c, g.worst, g.worst_n);
	}
}
