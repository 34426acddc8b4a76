#include "workflow/process_parts.h"

/* How many flows may lead in and out of a node of each kind. */
static const struct {
	size_t	in_min, in_max, out_min, out_max;
} degrees[] = {
	[NODE_START] = { 0, 0, 1, 1 },
	[NODE_END] = { 1, WORKFLOW_FLOWS_MAX, 0, 0 },
	[NODE_USER] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
	[NODE_SERVICE] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
	[NODE_GATEWAY] = { 1, WORKFLOW_FLOWS_MAX, 2, WORKFLOW_FLOWS_MAX },
	[NODE_TIMER] = { 0, 0, 1, 1 },
	[NODE_MESSAGE] = { 0, 0, 1, 1 },
	[NODE_ERROR] = { 0, 0, 1, 1 },
	[NODE_ESCALATION] = { 0, 0, 1, 1 },
	[NODE_PARALLEL] = { 1, WORKFLOW_FLOWS_MAX, 1, WORKFLOW_FLOWS_MAX },
	[NODE_INCLUSIVE] = { 1, WORKFLOW_FLOWS_MAX, 1, WORKFLOW_FLOWS_MAX },
	[NODE_EVENTS] = { 1, WORKFLOW_FLOWS_MAX, 2, WORKFLOW_FLOWS_MAX },
	[NODE_SEND] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
	[NODE_RECEIVE] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
	[NODE_WAIT] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
	[NODE_THROW] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
	[NODE_SUB] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
	[NODE_CALL] = { 1, WORKFLOW_FLOWS_MAX, 1, 1 },
};

static void
connect(struct process *p)
{
	for (size_t i = 0; i < p->flows_n; i++) {
		p->wiring[p->flows[i].from].out_n++;
		p->wiring[p->flows[i].to].in_n++;
	}
	for (size_t i = 0; i < p->nodes_n; i++) {
		p->wiring[i].out = ARENA_ARRAY(p->arena, size_t, p->wiring[i].out_n + 1);
		p->wiring[i].in = ARENA_ARRAY(p->arena, size_t, p->wiring[i].in_n + 1);
		p->wiring[i].out_n = p->wiring[i].in_n = 0;
	}
	for (size_t i = 0; i < p->flows_n; i++) {
		struct process_wiring	*from = &p->wiring[p->flows[i].from], *to = &p->wiring[p->flows[i].to];

		from->out[from->out_n++] = i;
		to->in[to->in_n++] = i;
	}
}

static void
check_conditions(const struct process *p, struct problem_list *l, const struct process_node *node)
{
	const struct process_wiring	*w = &p->wiring[node->index];

	for (size_t i = 0; i < w->out_n; i++) {
		const struct process_flow	*f = &p->flows[w->out[i]];
		bool				 wanted = node_splits(node) && w->out_n > 1 && w->out[i] !=
		    w->default_flow;

		if (wanted && f->test == NULL)
			problem_add(l, f->line, "flow-no-condition", f->id, node->id);
		else if (!wanted && f->test != NULL)
			problem_add(l, f->line, "flow-needless-condition", f->id, node->id);
	}
}

static void
check_node(const struct process *p, struct problem_list *l, const struct process_node *node)
{
	const struct process_wiring	*w = &p->wiring[node->index];

	if (w->in_n < degrees[node->kind].in_min || w->in_n > degrees[node->kind].in_max)
		problem_add(l, node->line, "ways-in", node->id, str_of(node_kind_name(node->kind)));
	if (w->out_n < degrees[node->kind].out_min || w->out_n > degrees[node->kind].out_max)
		problem_add(l, node->line, "ways-out", node->id, str_of(node_kind_name(node->kind)));
	if (!node_on_edge(node) && node->lane == NULL)
		problem_add(l, node->line, "no-lane", node->id, STR_NONE);
	if (node_joins(node) && w->in_n + w->out_n < 3)
		problem_add(l, node->line, "ways-out", node->id, str_of(node_kind_name(node->kind)));
	if (node->kind == NODE_INCLUSIVE && w->out_n > 1 && w->default_flow == NO_FLOW)
		problem_add(l, node->line, "gateway-no-default", node->id, STR_NONE);
	check_conditions(p, l, node);
	for (size_t i = 0; node->kind == NODE_EVENTS && i < w->out_n; i++) {
		const struct process_node	*next = &p->nodes[p->flows[w->out[i]].to];

		if ((next->kind != NODE_RECEIVE && next->kind != NODE_WAIT) || p->wiring[next->index].in_n != 1)
			problem_add(l, node->line, "event-expected", node->id, next->id);
	}
}

/* Errors are caught on the edge of a sub-process around them. */
static void
check_error(const struct process *p, struct problem_list *l, const struct process_node *end)
{
	for (const struct process_node *sub = end->scope; end->throws_error && sub != NULL; sub = sub->scope) {
		for (size_t i = 0; i < p->nodes_n; i++) {
			const struct process_node	*edge = &p->nodes[i];

			if (edge->kind == NODE_ERROR && edge->host == sub &&
			    (edge->code.n == 0 || str_eq(edge->code, end->code)))
				return;
		}
	}
	if (end->throws_error)
		problem_add(l, end->line, "error-uncaught", end->id, end->code);
}

/* One start and an end in each sub-process. */
static void
check_scope(const struct process *p, struct problem_list *l, const struct process_node *scope)
{
	size_t	starts = 0, ends = 0;

	for (size_t i = 0; i < p->nodes_n; i++) {
		bool	ends_here = p->nodes[i].kind == NODE_END && (scope != NULL || p->nodes[i].result !=
		    RESULT_NONE);

		if (p->nodes[i].scope != scope)
			continue;
		starts += p->nodes[i].kind == NODE_START ? 1 : 0;
		ends += ends_here ? 1 : 0;
	}
	if (starts != 1)
		problem_add(l, scope == NULL ? 1 : scope->line, "one-start", scope == NULL ? p->id :
		    scope->id, STR_NONE);
	if (ends == 0)
		problem_add(l, scope == NULL ? 1 : scope->line, "no-end", scope == NULL ? p->id : scope->id, STR_NONE);
}

/* The longest text that a marking can have must fit into its column. */
static void
check_size(const struct process *p, struct problem_list *l)
{
	size_t	n = 120;

	for (size_t i = 0; i < p->nodes_n; i++) {
		const struct process_node	*node = &p->nodes[i];
		bool				 opens = node->kind == NODE_USER || node_on_edge(node) ||
		    node->kind == NODE_RECEIVE || node->kind == NODE_WAIT || node->kind == NODE_SUB ||
		        node->kind == NODE_CALL;

		n += node->id.n + 6;
		n += opens ? node->id.n + (node->kind == NODE_USER || node->kind == NODE_CALL ? 20 : 1) : 0;
		n += node->opinions != OPINIONS_NONE ? WORKFLOW_SEATS_MAX * (node->id.n + 40) : 0;
		for (size_t k = 0; node_joins(node) && k < p->wiring[i].in_n; k++)
			n += p->flows[p->wiring[i].in[k]].id.n + 1;
	}
	if (n > WORKFLOW_MARKING_MAX)
		problem_add(l, 1, "too-many", p->id, STR("id"));
}

static void
check_ids(const struct process *p, struct problem_list *l)
{
	for (size_t i = 0; i < p->nodes_n; i++) {
		if (process_node(p, p->nodes[i].id) != &p->nodes[i])
			problem_add(l, p->nodes[i].line, "duplicate-id", p->nodes[i].id, STR_NONE);
	}
	for (size_t i = 0; i < p->flows_n; i++) {
		bool	taken = process_node(p, p->flows[i].id) != NULL;

		for (size_t k = 0; k < i; k++)
			taken = taken || str_eq(p->flows[k].id, p->flows[i].id);
		if (taken)
			problem_add(l, p->flows[i].line, "duplicate-id", p->flows[i].id, STR_NONE);
	}
}

void
process_wire(struct process *p, struct problem_list *l)
{
	connect(p);
	check_ids(p, l);
	check_scope(p, l, NULL);
	for (size_t i = 0; i < p->nodes_n; i++) {
		check_node(p, l, &p->nodes[i]);
		check_error(p, l, &p->nodes[i]);
		if (p->nodes[i].kind == NODE_SUB)
			check_scope(p, l, &p->nodes[i]);
	}
	check_size(p, l);
}
