/* Tokens: along the flows, through gateways, in and out of sub-processes, until each waits. */
#include "workflow/workflow_step.h"

static int
push(struct step *s, size_t flow)
{
	if (s->queue == NULL)
		s->queue = ARENA_ARRAY(s->a, size_t, WORKFLOW_MOVES_MAX);
	if (s->queue_n == WORKFLOW_MOVES_MAX)
		return (WORKFLOW_E_LOOP);
	s->queue[s->queue_n++] = flow;
	return (0);
}

static int
split(struct step *s, const struct process_node *gateway)
{
	const struct process_wiring	*w = &s->p->wiring[gateway->index];
	bool				 taken[WORKFLOW_FLOWS_MAX];
	int				 r = 0;

	for (size_t i = 0; i < w->out_n; i++)
		taken[i] = true;
	if (gateway->kind == NODE_INCLUSIVE && w->out_n > 1 && s->dry != NULL)
		s->dry->choose_many(s->dry->data, gateway, s->done, s->outcome, taken);
	else if (gateway->kind == NODE_INCLUSIVE && w->out_n > 1)
		r = step_choose_many(s, gateway, taken);
	for (size_t i = 0; i < w->out_n && r == 0; i++)
		r = taken[i] ? push(s, w->out[i]) : 0;
	return (r);
}

int
step_leave(struct step *s, const struct process_node *node)
{
	size_t	flow;
	int	r;

	if (node_joins(node))
		return (split(s, node));
	if (node->kind == NODE_GATEWAY) {
		r = step_choose(s, node, &flow);
		return (r == 0 ? push(s, flow) : r);
	}
	return (push(s, s->p->wiring[node->index].out[0]));
}

static int
count_visit(struct step *s, const struct process_node *node)
{
	if (s->m.place[node->index].visits >= WORKFLOW_VISITS_MAX)
		return (WORKFLOW_E_LOOP);
	s->m.place[node->index].visits++;
	return (0);
}

/* Whoever waits for the first of several events waits no more for the others. */
static void
close_rivals(struct step *s, const struct process_node *event)
{
	const struct process_wiring	*w = &s->p->wiring[event->index];
	const struct process_node	*gateway = w->in_n == 1 ? &s->p->nodes[s->p->flows[w->in[0]].from] : NULL;

	if (gateway == NULL || gateway->kind != NODE_EVENTS)
		return;
	w = &s->p->wiring[gateway->index];
	for (size_t i = 0; i < w->out_n; i++) {
		const struct process_node	*rival = &s->p->nodes[s->p->flows[w->out[i]].to];

		if (rival != event && s->m.place[rival->index].open)
			step_close(s, rival);
	}
}

int
step_edge(struct step *s, const struct process_node *edge)
{
	int	r = node_on_edge(edge) ? count_visit(s, edge) : 0;

	if (r != 0)
		return (r);
	if (!node_on_edge(edge)) {
		step_close(s, edge);
		close_rivals(s, edge);
	} else if (edge->interrupts)
		step_close(s, edge->host);
	return (step_leave(s, edge));
}

/* On the edge of the nearest sub-process that takes it. NULL: nobody does. */
static const struct process_node *
catcher(const struct step *s, const struct process_node *thrower, enum node_kind kind)
{
	for (const struct process_node *sub = thrower->scope; sub != NULL; sub = sub->scope) {
		for (size_t i = 0; i < s->p->nodes_n; i++) {
			const struct process_node	*edge = &s->p->nodes[i];

			if (edge->kind == kind && edge->host == sub && (edge->code.n == 0 ||
			    str_eq(edge->code, thrower->code)))
				return (edge);
		}
	}
	return (NULL);
}

static int
throw(struct step *s, const struct process_node *node)
{
	const struct process_node	*edge = catcher(s, node, node->kind == NODE_END ? NODE_ERROR : NODE_ESCALATION);
	int				 r;

	if (edge != NULL) {
		if (s->dry != NULL)
			s->dry->fire(s->dry->data, edge);
		r = step_edge(s, edge);
		if (r != 0 || edge->interrupts)
			return (r);
	}
	return (node->kind == NODE_END ? 0 : step_leave(s, node));
}

static int
enter_sub(struct step *s, const struct process_node *sub)
{
	int	r = step_open(s, sub);

	for (size_t i = 0; i < s->p->nodes_n && r == 0; i++) {
		const struct process_node	*node = &s->p->nodes[i];

		if (node->kind != NODE_START || node->scope != sub)
			continue;
		if (s->dry != NULL)
			s->dry->fire(s->dry->data, node);
		r = count_visit(s, node);
		return (r == 0 ? step_leave(s, node) : r);
	}
	return (r);
}

/* All events that follow are waited for at once. */
static int
await(struct step *s, const struct process_node *gateway)
{
	const struct process_wiring	*w = &s->p->wiring[gateway->index];
	int				 r = 0;

	for (size_t i = 0; i < w->out_n && r == 0; i++)
		r = push(s, w->out[i]);
	return (r);
}

static int
end(struct step *s, const struct process_node *node)
{
	if (node->throws_error)
		return (throw(s, node));
	if (node->result != RESULT_NONE)
		step_finish(s, node->result, node->status);
	return (0);
}

static int
arrive(struct step *s, const struct process_node *node)
{
	int	r = s->m.place[node->index].open ? WORKFLOW_E_TWICE : count_visit(s, node);

	if (r != 0)
		return (r);
	switch (node->kind) {
	case NODE_USER:
	case NODE_RECEIVE:
	case NODE_WAIT:
	case NODE_CALL:
		return (step_open(s, node));
	case NODE_SUB:
		return (enter_sub(s, node));
	case NODE_END:
		return (end(s, node));
	case NODE_THROW:
		return (throw(s, node));
	case NODE_EVENTS:
		return (await(s, node));
	case NODE_SERVICE:
	case NODE_SEND:
		step_run_service(s, node);
		break;
	case NODE_START:
	case NODE_GATEWAY:
	case NODE_PARALLEL:
	case NODE_INCLUSIVE:
	case NODE_TIMER:
	case NODE_MESSAGE:
	case NODE_ERROR:
	case NODE_ESCALATION:
	case NODE__MAX:
		break;
	}
	return (step_leave(s, node));
}

static int
fire_join(struct step *s, const struct process_node *join)
{
	const struct process_wiring	*w = &s->p->wiring[join->index];

	for (size_t i = 0; i < w->in_n; i++)
		s->m.waiting[w->in[i]] = false;
	return (arrive(s, join));
}

static int
follow(struct step *s, size_t flow)
{
	const struct process_node	*node = &s->p->nodes[s->p->flows[flow].to];
	const struct process_wiring	*w = &s->p->wiring[node->index];

	if (s->dry != NULL)
		s->dry->pass(s->dry->data, flow);
	if (!node_joins(node) || w->in_n < 2)
		return (arrive(s, node));
	if (s->m.waiting[flow])
		return (WORKFLOW_E_TWICE);
	s->m.waiting[flow] = true;
	for (size_t i = 0; i < w->in_n; i++) {
		if (!s->m.waiting[w->in[i]])
			return (0);
	}
	return (fire_join(s, node));
}

/* ---- what can only be seen when nothing moves */

struct reach {
	const struct step	*s;
	const struct process_node *join;
	bool			*seen;		/* by node */
	bool			 empty, full;	/* ways into the join without and with a token */
};

static void
reach_from(struct reach *x, const struct process_node *node)
{
	const struct process	*p = x->s->p;

	if (x->seen[node->index] || node == x->join)
		return;
	x->seen[node->index] = true;
	for (size_t i = 0; i < p->wiring[node->index].out_n; i++) {
		size_t	flow = p->wiring[node->index].out[i];

		if (&p->nodes[p->flows[flow].to] != x->join)
			reach_from(x, &p->nodes[p->flows[flow].to]);
		else if (x->s->m.waiting[flow])
			x->full = true;
		else
			x->empty = true;
	}
	for (size_t i = 0; i < p->nodes_n; i++) {
		if (p->nodes[i].host == node)
			reach_from(x, &p->nodes[i]);
	}
}

/* ISO 19510, 13.4.3: a token elsewhere holds the join back when it can come along a way that has none yet, and along
 * none that has one. */
static bool
holds_back(const struct step *s, const struct process_node *join, const struct process_node *at)
{
	struct reach	x = { .s = s, .join = join, .seen = ARENA_ARRAY(s->a, bool, s->p->nodes_n) };

	reach_from(&x, at);
	return (x.empty && !x.full);
}

static bool
join_ready(const struct step *s, const struct process_node *join)
{
	const struct process_wiring	*w = &s->p->wiring[join->index];
	bool				 any = false;

	for (size_t i = 0; i < w->in_n; i++)
		any = any || s->m.waiting[w->in[i]];
	for (size_t i = 0; i < s->p->nodes_n && any; i++) {
		const struct process_node	*node = &s->p->nodes[i];

		if (s->m.place[i].open && !node_on_edge(node) && node->scope == join->scope && holds_back(s,
		    join, node))
			any = false;
	}
	for (size_t i = 0; i < s->p->flows_n && any; i++) {
		const struct process_node	*node = &s->p->nodes[s->p->flows[i].to];

		if (s->m.waiting[i] && node != join && node->scope == join->scope && holds_back(s, join, node))
			any = false;
	}
	return (any);
}

static bool
sub_done(const struct step *s, const struct process_node *sub)
{
	for (size_t i = 0; i < s->p->nodes_n; i++) {
		if (s->m.place[i].open && s->p->nodes[i].scope == sub)
			return (false);
	}
	for (size_t i = 0; i < s->p->flows_n; i++) {
		if (s->m.waiting[i] && s->p->nodes[s->p->flows[i].from].scope == sub)
			return (false);
	}
	return (true);
}

/* 0 nothing can be done, 1 something was put on the queue */
static int
settle_one(struct step *s, const struct process_node *node, bool *moved)
{
	if (node->kind == NODE_INCLUSIVE && s->p->wiring[node->index].in_n > 1 && join_ready(s, node)) {
		*moved = true;
		return (fire_join(s, node));
	}
	if (node->kind == NODE_SUB && s->m.place[node->index].open && sub_done(s, node)) {
		*moved = true;
		step_close(s, node);
		return (step_leave(s, node));
	}
	return (0);
}

int
step_settle(struct step *s)
{
	bool	moved = true;
	int	r = 0;

	while (moved && r == 0) {
		while (s->queue_at < s->queue_n && r == 0 && s->m.state == WORKFLOW_RUNNING)
			r = follow(s, s->queue[s->queue_at++]);
		moved = false;
		for (size_t i = 0; i < s->p->nodes_n && r == 0 && !moved && s->m.state == WORKFLOW_RUNNING; i++)
			r = settle_one(s, &s->p->nodes[i], &moved);
	}
	if (r == 0 && s->m.state == WORKFLOW_RUNNING)
		step_settle_clock(s);
	return (r);
}
