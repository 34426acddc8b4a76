/*
 * Any bytes as a BPMN file: read, checked, and if it is in the profile, played. The bytes choose the actions. The
 * marking must survive being written and read after each step.
 */
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "workflow/workflow.h"

#define STEPS	50

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct workflow_action
action_of(const struct process *p, const struct marking *m, uint8_t choice)
{
	size_t				 n;
	const struct process_node	*nodes = process_nodes(p, &n), *node = &nodes[choice % n];
	struct workflow_action		 action = { .what = WORKFLOW_COMPLETE, .reason = STR("x") };

	for (size_t i = 0; i < n && !m->place[node->index].open; i++)
		node = &nodes[(node->index + 1) % n];
	if (m->state == WORKFLOW_NEW)
		action.what = WORKFLOW_START;
	else if (node->kind == NODE_TIMER || node->kind == NODE_WAIT)
		action.what = WORKFLOW_TIMER;
	else if (node->kind == NODE_RECEIVE || node->kind == NODE_MESSAGE)
		action.what = WORKFLOW_MESSAGE;
	else if (node->kind == NODE_CALL)
		action.what = WORKFLOW_CHILD;
	action.node = node->id;
	action.outcome = node->kind == NODE_CALL ? choice % 2 == 0 ? STR("issued") : STR("refused") : node->code;
	if (node->kind == NODE_USER) {
		action.outcome = node->outcomes[choice % node->outcomes_n].id;
		action.role = node->lane->role;
		action.agency = m->place[node->index].seat_n > 0 ?
		    m->place[node->index].seat[choice % m->place[node->index].seat_n].agency :
		        m->place[node->index].agency;
	}
	return (action);
}

static void
play(struct arena *a, const struct process *p, const uint8_t *data, size_t size)
{
	static const char	 xml[] = "<dossier><from><school>H24.20</school></from><n>3</n></dossier>";
	struct calendar		 calendar = calendar_default();
	struct workflow_world	 world = { .agency = STR("H24.19"), .calendar = &calendar, .now_s = 1776900000 };
	struct marking		 m = marking_new(a, p), back;

	world.instance = xmlReadMemory(xml, (int)sizeof(xml) - 1, NULL, NULL, XML_PARSE_NONET);
	for (size_t i = 0; i < STEPS && i < size && m.state != WORKFLOW_FINISHED; i++) {
		struct workflow_action	action = action_of(p, &m, data[size - 1 - i]);
		struct workflow_move	move;

		if (workflow_step(a, p, &m, &action, &world, &move) != 0)
			continue;
		m = move.marking;
		CHECK(marking_parse(a, p, marking_text(a, p, &m), &back) == 0);
		CHECK(str_eq(marking_text(a, p, &m), marking_text(a, p, &back)));
	}
	xmlFreeDoc(world.instance);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str			 bytes = { (const char *)data, size };
	struct workflow_problems	 problems;
	struct arena			*a = arena_new();
	struct process			*p = NULL;
	struct marking			 m;

	if (process_new(a, bytes, &p, &problems) == 0) {
		process_check(a, p, &(struct workflow_law){ .limit = { 5, CALENDAR_DAYS } }, &problems);
		play(a, p, data, size);
		marking_parse(a, p, bytes, &m);
	} else
		CHECK(problems.n > 0);
	process_free(p);
	arena_free(a);
	return (0);
}
