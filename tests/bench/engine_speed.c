/*
 * engine_speed FILE.bpmn...: how many steps of the workflow engine one core makes in a second, without a database. Each
 * dossier takes its first way to the end: start, then the first outcome of whatever is open; a child dossier is issued.
 */
#include <libxml/parser.h>
#include <stdio.h>
#include <time.h>

#include "core/arena.h"
#include "core/buf.h"
#include "workflow/workflow.h"

#define SECONDS		2.0
#define STEPS_MAX	200		/* of one dossier */

static double
cpu_s(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec / 1e9);
}

static struct str
file(struct arena *a, const char *path)
{
	struct buf	b = BUF_INIT;
	char		block[4096];
	size_t		n;
	FILE		*f = fopen(path, "rb");
	struct str	s;

	CHECK(f != NULL);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	s = arena_str(a, buf_view(&b));
	buf_free(&b);
	return (s);
}

/* The first outcome of the last task that is open; of a call, that it was issued. */
static struct workflow_action
next(const struct process *p, const struct marking *m)
{
	struct workflow_action		 action = { .what = WORKFLOW_START, .reason = STR("x") };
	size_t				 n;
	const struct process_node	*nodes = process_nodes(p, &n);

	for (size_t i = 0; i < n && m->state == WORKFLOW_RUNNING; i++) {
		const struct marking_place	*place = &m->place[i];

		if (!place->open || (nodes[i].kind != NODE_USER && nodes[i].kind != NODE_CALL))
			continue;
		action.what = nodes[i].kind == NODE_CALL ? WORKFLOW_CHILD : WORKFLOW_COMPLETE;
		action.node = nodes[i].id;
		action.outcome = nodes[i].kind == NODE_CALL ? STR("issued") : nodes[i].outcomes[0].id;
		action.role = nodes[i].lane->role;
		action.agency = place->agency;
		for (size_t k = 0; k < place->seat_n; k++) {
			if (place->seat[k].outcome.n == 0)
				action.agency = place->seat[k].agency;
		}
	}
	return (action);
}

static int
dossier(const struct process *p, const struct workflow_world *world)
{
	struct arena	*a = arena_new();
	struct marking	 m = marking_new(a, p);
	int		 steps = 0;

	while (m.state != WORKFLOW_FINISHED && steps < STEPS_MAX) {
		struct workflow_action	action = next(p, &m);
		struct workflow_move	move;

		if (workflow_step(a, p, &m, &action, world, &move) != 0)
			break;
		m = move.marking;
		steps++;
	}
	arena_free(a);
	return (steps);
}

int
main(int argc, char **argv)
{
	static const char	xml[] =
	    "<dossier><from><school>H24.19.31</school></from><to><school>H24.19.32</school></to></dossier>";
	struct calendar		calendar = calendar_default();
	struct workflow_world	world = { .agency = STR("H24.19"), .calendar = &calendar, .now_s = 1776900000 };
	struct arena		*a = arena_new();

	world.instance = xmlReadMemory(xml, (int)sizeof(xml) - 1, NULL, NULL, XML_PARSE_NONET);
	for (int i = 1; i < argc; i++) {
		struct workflow_problems	problems;
		struct process			*p;
		double				from_s = cpu_s();
		long				steps = 0, dossiers = 0;

		CHECK(process_new(a, file(a, argv[i]), &p, &problems) == 0);
		for (; cpu_s() - from_s < SECONDS; dossiers++)
			steps += dossier(p, &world);
		printf("%-48s %9.0f steps a second, %ld of a dossier\n", argv[i], (double)steps / (cpu_s() -
		    from_s), steps / dossiers);
		process_free(p);
	}
	xmlFreeDoc(world.instance);
	arena_free(a);
	return (0);
}
