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
};

static void
connect(struct process *p)
{
	for (size_t i = 0; i < p->flows_n; i++) {
		p->wiring[p->flows[i].from].out_n++;
		p->wiring[p->flows[i].to].in_n++;
	}
	for (size_t i = 0; i < p->nodes_n; i++) {
		p->wiring[i].out = ARENA_ARRAY(p->arena, size_t, p->wiring[i].out_n);
		p->wiring[i].out_n = 0;
	}
	for (size_t i = 0; i < p->flows_n; i++) {
		struct process_wiring	*w = &p->wiring[p->flows[i].from];

		w->out[w->out_n++] = i;
	}
}

static void
check_conditions(const struct process *p, struct problem_list *l, const struct process_node *node)
{
	const struct process_wiring	*w = &p->wiring[node->index];

	for (size_t i = 0; i < w->out_n; i++) {
		const struct process_flow	*f = &p->flows[w->out[i]];
		bool				 wanted = node->kind == NODE_GATEWAY && w->out[i] != w->default_flow;

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
	if (node->kind != NODE_TIMER && node->lane == NULL)
		problem_add(l, node->line, "no-lane", node->id, STR_NONE);
	check_conditions(p, l, node);
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
	size_t	starts = 0, ends = 0;

	connect(p);
	check_ids(p, l);
	for (size_t i = 0; i < p->nodes_n; i++) {
		starts += p->nodes[i].kind == NODE_START ? 1 : 0;
		ends += p->nodes[i].kind == NODE_END && p->nodes[i].result != RESULT_NONE ? 1 : 0;
		check_node(p, l, &p->nodes[i]);
	}
	if (starts != 1)
		problem_add(l, 1, "one-start", p->id, STR_NONE);
	if (ends == 0)
		problem_add(l, 1, "no-end", p->id, STR_NONE);
}
