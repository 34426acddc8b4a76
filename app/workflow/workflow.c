/*
 * The engine: one action moves the tokens until each waits for somebody or has come to an end.
 */
#include "workflow/workflow.h"

#include <string.h>

#include "workflow/workflow_step.h"

static int
start(struct step *s)
{
	const struct process_node	*node = s->p->nodes;

	while (node->kind != NODE_START || node->scope != NULL)
		node++;
	s->m.state = WORKFLOW_RUNNING;
	s->m.place[node->index].visits = 1;
	step_set_status(s, node->status == 0 ? 1 : node->status);
	return (step_leave(s, node));
}

/* ---- opinions */

static size_t
seats_with(const struct process_node *task, const struct marking_place *place, bool refusing, struct str *outcome)
{
	size_t	n = 0;

	for (size_t i = 0; i < place->seat_n; i++) {
		const struct process_outcome	*o = process_outcome(task, place->seat[i].outcome);

		if (o == NULL || (o->kind == OUTCOME_REFUSE) != refusing)
			continue;
		if (n++ == 0)
			*outcome = o->id;
	}
	return (n);
}

/* Is enough known? Then *outcome is what all together say. */
static bool
opinions_done(const struct process_node *task, const struct marking_place *place, struct str *outcome)
{
	struct str	yes = STR_NONE, no = STR_NONE;
	size_t		agree = seats_with(task, place, false, &yes), refuse = seats_with(task, place, true, &no);
	size_t		all = place->seat_n, wanted = task->opinions == OPINIONS_QUORUM ? (size_t)task->quorum : all;

	if (agree >= wanted)
		*outcome = yes;
	else if (refuse > all - wanted && (task->opinions != OPINIONS_ALL || agree + refuse == all))
		*outcome = no;
	else
		return (false);
	return (true);
}

/* 0: all is said | 1: others are still to answer */
static int
give_opinion(struct step *s, const struct process_node *task, struct marking_seat *seat, struct str *outcome)
{
	struct marking_place	*place = &s->m.place[task->index];
	struct marking_seat	*seats = ARENA_ARRAY(s->a, struct marking_seat, place->seat_n);
	size_t			 at = (size_t)(seat - place->seat);

	memcpy(seats, place->seat, place->seat_n * sizeof(*seats));
	seats[at].outcome = *outcome;
	place->seat = seats;
	step_emit(s, EFFECT_CLOSE, task)->visit = seats[at].visit;
	return (opinions_done(task, place, outcome) ? 0 : 1);
}

static struct marking_seat *
seat_of(const struct marking_place *place, struct str agency)
{
	for (size_t i = 0; i < place->seat_n; i++) {
		if (place->seat[i].outcome.n == 0 && str_eq(place->seat[i].agency, agency))
			return (&place->seat[i]);
	}
	return (NULL);
}

/* ---- actions */

static int
may_complete(const struct step *s, const struct process_node *node, const struct workflow_action *action)
{
	const struct marking_place	*place = &s->m.place[node->index];

	if (node->kind != NODE_USER || !place->open)
		return (WORKFLOW_E_NOT_OPEN);
	if (!str_eq(action->role, node->lane->role))
		return (WORKFLOW_E_WRONG_ROLE);
	if (place->seat_n > 0 && seat_of(place, action->agency) == NULL)
		return (WORKFLOW_E_WRONG_AGENCY);
	if (place->agency.n > 0 && !str_eq(action->agency, place->agency))
		return (WORKFLOW_E_WRONG_AGENCY);
	return (0);
}

static int
complete(struct step *s, const struct workflow_action *action)
{
	const struct process_node	*node = process_node(s->p, action->node);
	const struct process_outcome	*outcome;
	struct str			 said;
	int				 r;

	if (node == NULL)
		return (WORKFLOW_E_NO_SUCH_NODE);
	r = may_complete(s, node, action);
	if (r != 0)
		return (r);
	outcome = process_outcome(node, action->outcome);
	if (outcome == NULL)
		return (WORKFLOW_E_NO_SUCH_OUTCOME);
	if (outcome->reason == REASON_REQUIRED && str_trim(action->reason).n == 0)
		return (WORKFLOW_E_REASON_NEEDED);
	said = outcome->id;
	if (s->m.place[node->index].seat_n > 0 &&
	    give_opinion(s, node, seat_of(&s->m.place[node->index], action->agency), &said) != 0)
		return (0);
	step_close(s, node);
	s->done = node;
	s->outcome = said;
	return (step_leave(s, node));
}

static int
ring(struct step *s, const struct workflow_action *action)
{
	const struct process_node	*timer = process_node(s->p, action->node);

	if (timer == NULL)
		return (WORKFLOW_E_NO_SUCH_NODE);
	if ((timer->kind != NODE_TIMER && timer->kind != NODE_WAIT) || !s->m.place[timer->index].open)
		return (WORKFLOW_E_NOT_OPEN);
	if (timer->kind == NODE_TIMER)
		step_disarm(s, timer);
	s->done = timer;
	return (step_edge(s, timer));
}

/* Who waits for this message: the node that is named, else the first. */
static const struct process_node *
waiting_for(const struct step *s, const struct workflow_action *action)
{
	for (size_t i = 0; i < s->p->nodes_n; i++) {
		const struct process_node	*node = &s->p->nodes[i];

		if ((node->kind == NODE_RECEIVE || node->kind == NODE_MESSAGE) && s->m.place[i].open &&
		    str_eq(node->code, action->outcome) && (action->node.n == 0 || str_eq(node->id, action->node)))
			return (node);
	}
	return (NULL);
}

static int
receive(struct step *s, const struct workflow_action *action)
{
	const struct process_node	*node = waiting_for(s, action);

	if (node == NULL)
		return (WORKFLOW_E_NOT_OPEN);
	s->done = node;
	s->outcome = node->code;
	return (step_edge(s, node));
}

/* The child dossier has ended. Where it was not issued, an error on the call's edge takes it. */
static int
child(struct step *s, const struct workflow_action *action)
{
	const struct process_node	*call = process_node(s->p, action->node);
	int				 result = name_index(workflow_result_names, RESULT__MAX, action->outcome);

	if (call == NULL)
		return (WORKFLOW_E_NO_SUCH_NODE);
	if (call->kind != NODE_CALL || !s->m.place[call->index].open)
		return (WORKFLOW_E_NOT_OPEN);
	if (result <= RESULT_NONE)
		return (WORKFLOW_E_NO_SUCH_OUTCOME);
	s->done = call;
	s->outcome = str_of(workflow_result_names[result]);
	for (size_t i = 0; i < s->p->nodes_n && result != RESULT_ISSUED; i++) {
		if (s->p->nodes[i].kind == NODE_ERROR && s->p->nodes[i].host == call) {
			if (s->dry != NULL)
				s->dry->fire(s->dry->data, &s->p->nodes[i]);
			return (step_edge(s, &s->p->nodes[i]));
		}
	}
	step_close(s, call);
	return (step_leave(s, call));
}

static int
withdraw(struct step *s, const struct workflow_action *action)
{
	if (!str_eqc(action->role, "applicant") && !str_eqc(action->role, "counter"))
		return (WORKFLOW_E_WRONG_ROLE);
	if (str_eqc(action->role, "counter") && s->world->agency.n > 0 && !str_eq(action->agency, s->world->agency))
		return (WORKFLOW_E_WRONG_AGENCY);
	if (step_status_ends_clock(s->m.status))
		return (WORKFLOW_E_TOO_LATE);
	step_finish(s, RESULT_WITHDRAWN, 7);
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
	case WORKFLOW_MESSAGE:
		return (receive(s, action));
	case WORKFLOW_CHILD:
		return (child(s, action));
	case WORKFLOW_DO__MAX:
		break;
	}
	return (0);
}

static int
step_whole(struct step *s, const struct marking *from, const struct workflow_action *action, struct workflow_move *out)
{
	int	r;

	CHECK(from->place_n == s->p->nodes_n && from->waiting_n == s->p->flows_n && action->what < WORKFLOW_DO__MAX);
	if (from->state == WORKFLOW_FINISHED)
		return (WORKFLOW_E_FINISHED);
	if ((from->state == WORKFLOW_NEW) != (action->what == WORKFLOW_START))
		return (from->state == WORKFLOW_NEW ? WORKFLOW_E_NOT_STARTED : WORKFLOW_E_STARTED);
	s->m = *from;
	s->m.place = ARENA_ARRAY(s->a, struct marking_place, s->p->nodes_n);
	memcpy(s->m.place, from->place, s->p->nodes_n * sizeof(*from->place));
	s->m.waiting = ARENA_ARRAY(s->a, bool, s->p->flows_n);
	if (s->p->flows_n > 0)
		memcpy(s->m.waiting, from->waiting, s->p->flows_n * sizeof(*from->waiting));
	r = step_do(s, action);
	if (r == 0)
		r = step_settle(s);
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
