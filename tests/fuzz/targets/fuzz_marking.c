/* Any bytes as the text of a marking: what is taken is written again exactly so, and a step from it answers. */
#include <libxml/parser.h>

#include "workflow/workflow.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TASK(id, more) "<userTask id='" id "' mc:deadline='1h'><extensionElements><mc:outcome id='ok' label-vi='a' " \
	"label-en='a' kind='forward'/></extensionElements>" more "</userTask>"
#define FLOW(id, from, to) "<sequenceFlow id='" id "' sourceRef='" from "' targetRef='" to "'/>"

/* Every kind of thing that a marking can hold: branches, opinions, a sub-process, a call, a timer. */
static const char	bpmn[] =
	"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:mc='urn:motcua:workflow:1' id='d'>"
	"<process id='p' isExecutable='true'><laneSet id='l'><lane id='desk' mc:role='head'>"
	"<flowNodeRef>in</flowNodeRef><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef>"
	"<flowNodeRef>o</flowNodeRef>"
	"<flowNodeRef>sub</flowNodeRef><flowNodeRef>c</flowNodeRef><flowNodeRef>j</flowNodeRef>"
	"<flowNodeRef>out</flowNodeRef>"
	"</lane></laneSet><startEvent id='in'/><parallelGateway id='s'/><parallelGateway id='j'/>"
	TASK("a", "") "<boundaryEvent id='t' attachedToRef='a'><timerEventDefinition><timeDuration>P1D</timeDuration>"
	"</timerEventDefinition></boundaryEvent>"
	TASK("o", "<multiInstanceLoopCharacteristics mc:agencies='H24.20 H24.21' mc:completion='all'/>")
	"<subProcess id='sub'><startEvent id='si'/>" TASK("b", "") "<endEvent id='se'/>" FLOW("g1", "si", "b")
	FLOW("g2", "b", "se")
	"</subProcess><callActivity id='c' calledElement='x' mc:deadline='1d' mc:agency='H24.22'/>"
	"<endEvent id='out' mc:result='withdrawn'/>" FLOW("f0", "in", "s") FLOW("f1", "s", "a") FLOW("f2", "s", "o")
	FLOW("f3", "s", "sub") FLOW("f4", "s", "c") FLOW("f5", "a", "j") FLOW("f6", "o", "j") FLOW("f7", "sub", "j")
	FLOW("f8", "c", "j") FLOW("f9", "j", "out") FLOW("f10", "t", "out") "</process></definitions>";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct process		*p;
	struct arena			*a = arena_new();
	struct workflow_problems	 problems;
	struct workflow_action		 action = { .what = WORKFLOW_COMPLETE, .node = STR("a"), .outcome = STR("ok"),
	    .role = STR("head") };
	struct workflow_world		 world = { 0 };
	struct workflow_move		 move;
	struct marking			 m;
	struct str			 text = { (const char *)data, size };

	if (p == NULL)
		CHECK(process_new(a, STR(bpmn), &p, &problems) == 0);
	if (marking_parse(a, p, text, &m) == 0) {
		CHECK(str_eq(marking_text(a, p, &m), text));
		if (workflow_step(a, p, &m, &action, &world, &move) == 0)
			CHECK(marking_parse(a, p, marking_text(a, p, &move.marking), &m) == 0);
	}
	arena_free(a);
	return (0);
}
