/*
 * Before a workflow is published: would it work? The rules about the drawing as a graph are in process_graph.c, those
 * about conditions in process_guards.c, those about every way that a dossier can go in process_explore.c. Here
 * are those
 * that one node breaks by itself.
 */
#include "workflow/process_check.h"

void
check_path(struct check *c, const size_t *nodes, size_t n)
{
	struct workflow_problem	*p = &c->l.to->item[c->l.to->n - 1];

	p->path = ARENA_ARRAY(c->a, struct str, n + 1);
	p->path_n = n;
	for (size_t i = 0; i < n; i++)
		p->path[i] = arena_str(c->a, c->p->nodes[nodes[i]].id);
}

/* After an event that does not interrupt, the task goes on: beside it only services may run, to an end of their own. */
static void
check_side(struct check *c, const struct process_node *timer)
{
	const struct process_node	*node = timer;

	for (size_t n = 0; n < c->p->nodes_n && node->kind != NODE_END; n++) {
		node = &c->p->nodes[c->p->flows[c->p->wiring[node->index].out[0]].to];
		if (node->kind != NODE_SERVICE && node->kind != NODE_SEND && node->kind != NODE_END)
			break;
	}
	if (node->kind != NODE_END || node->result != RESULT_NONE)
		problem_add(&c->l, timer->line, "side-branch", timer->id, node->id);
}

static bool
has_end(const struct process *p, const struct process_node *task)
{
	for (size_t i = 0; i < p->nodes_n; i++) {
		if (p->nodes[i].host == task && p->nodes[i].interrupts)
			return (true);
	}
	return (false);
}

/* Who may sign, and what holds while the applicant has the turn: the clock stands still, and not for ever. */
static void
check_task(struct check *c, const struct process_node *task)
{
	static const char *const	signers[] = { "director", "principal", "head" };

	if (task->signs && task->opinions != OPINIONS_NONE)
		problem_add(&c->l, task->line, "signer-role", task->id, STR("mc:completion"));
	if (task->signs && name_index(signers, COUNT_OF(signers), task->lane->role) < 0)
		problem_add(&c->l, task->line, "signer-role", task->id, task->lane->role);
	if ((task->status == 5 || task->status == 6) && !task->pauses_clock)
		problem_add(&c->l, task->line, "wait-unpaused", task->id, STR_NONE);
	if (str_eqc(task->lane->role, "applicant") && !has_end(c->p, task))
		problem_add(&c->l, task->line, "wait-unbounded", task->id, STR_NONE);
}

int
process_check(struct arena *a, const struct process *p, const struct workflow_law *law,
    struct workflow_problems *problems)
{
	struct check	c = { a, p, law, problem_list_to(a, problems) };

	check_reach(&c);
	check_loops(&c);
	check_outcomes(&c);
	check_guards(&c);
	check_deadlines(&c);
	for (size_t i = 0; i < p->nodes_n; i++) {
		if (node_on_edge(&p->nodes[i]) && !p->nodes[i].interrupts)
			check_side(&c, &p->nodes[i]);
		else if (p->nodes[i].kind == NODE_USER)
			check_task(&c, &p->nodes[i]);
	}
	check_runs(&c);
	return (problems->n > 0 ? WORKFLOW_E_PROBLEMS : 0);
}
