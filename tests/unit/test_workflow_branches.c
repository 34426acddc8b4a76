/*
 * workflow/: branches that run at once, events, sub-processes, calls and opinions; markings with more than one
 * token.
 */
#include <libxml/parser.h>
#include <stdlib.h>

#include "check.h"
#include "workflow_cases.h"

#include "workflow/workflow.h"

#define TASK(id) "<userTask id='" id "' mc:deadline='1h' mc:status='4'><extensionElements>" \
	"<mc:outcome id='ok' label-vi='a' label-en='a' kind='forward'/>" \
	"<mc:outcome id='no' label-vi='b' label-en='b' kind='refuse'/></extensionElements></userTask>"
#define HEAD "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' " \
    "xmlns:mc='urn:motcua:workflow:1' id='d'>" \
	"<message id='paid'/><error id='broken'/><escalation id='louder'/>" \
	"<process id='p' isExecutable='true'><laneSet id='l'><lane id='desk' mc:role='head'>"
#define LANE_END "</lane></laneSet><startEvent id='in'/>"
#define OUT "<endEvent id='out' mc:result='refused' mc:status='8'/>"
#define BAD "<endEvent id='bad' mc:result='withdrawn' mc:status='8'/>"
#define IN_OUT CASE_REF("in") CASE_REF("out")

struct play {
	struct arena		*a;
	struct process		*p;
	struct marking		 m;
	struct workflow_world	 world;
	struct workflow_move	 move;
};

static void
begin(struct play *x, struct arena *a, const char *bpmn)
{
	struct workflow_problems	problems;
	static const char		xml[] = "<dossier><n>5</n><ask>H24.20</ask><ask>H24.21</ask><ask>H24.20</ask>"
	    "<ask>H24.22</ask></dossier>";

	*x = (struct play){ .a = a };
	if (!EXPECT_I64(process_new(a, str_of(bpmn), &x->p, &problems), 0)) {
		for (size_t i = 0; i < problems.n; i++)
			printf("  %s %.*s %.*s\n", problems.item[i].rule, STR_ARG(problems.item[i].element),
			    STR_ARG(problems.item[i].detail));
		exit(check_done());
	}
	x->m = marking_new(a, x->p);
	x->world.instance = xmlReadMemory(xml, (int)sizeof(xml) - 1, NULL, NULL, XML_PARSE_NONET);
}

/* The answer; the marking goes through its text. */
static int
act(struct play *x, enum workflow_do what, const char *node, const char *outcome, const char *agency)
{
	struct workflow_action	action = { .what = what, .node = str_of(node), .outcome = str_of(outcome),
	    .role = STR("head"), .agency = str_of(agency), .reason = STR("x") };
	int			r = workflow_step(x->a, x->p, &x->m, &action, &x->world, &x->move);

	if (r == 0) {
		EXPECT_I64(marking_parse(x->a, x->p, marking_text(x->a, x->p, &x->move.marking), &x->m), 0);
		EXPECT_STR(marking_text(x->a, x->p, &x->m), marking_text(x->a, x->p, &x->move.marking).p);
	}
	return (r);
}

static void
done(struct play *x)
{
	xmlFreeDoc(x->world.instance);
	process_free(x->p);
}

#define STANDS(x, text) EXPECT_STR(marking_text((x)->a, (x)->p, &(x)->m), text)

static void
test_parallel(struct arena *a)
{
	struct play	x;

	begin(&x, a, HEAD IN_OUT CASE_REF("s") CASE_REF("j") CASE_REF("a") CASE_REF("b") LANE_END OUT
	    "<parallelGateway id='s'/><parallelGateway id='j'/>" TASK("a") TASK("b") CASE_FLOW("f1", "in", "s")
	    CASE_FLOW("f2", "s", "a") CASE_FLOW("f3", "s", "b") CASE_FLOW("f4", "a", "j") CASE_FLOW("f5", "b", "j")
	    CASE_FLOW("f6", "j", "out") CASE_TAIL);
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	STANDS(&x, "m1 running clock=none status=4 result=none open=a,b visits=in:1,s:1,a:1,b:1");
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "b", "ok", ""), 0);
	STANDS(&x, "m2 running clock=none status=4 result=none open=a wait=f5 seats=- visits=in:1,s:1,a:1,b:1");
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "b", "ok", ""), WORKFLOW_E_NOT_OPEN);
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "a", "ok", ""), 0);
	STANDS(&x, "m1 finished clock=none status=8 result=refused open=- visits=in:1,out:1,s:1,j:1,a:1,b:1");
	done(&x);
}

static void
test_inclusive(struct arena *a)
{
	struct play	x;

	begin(&x, a, HEAD IN_OUT CASE_REF("s") CASE_REF("j") CASE_REF("a") CASE_REF("b") CASE_REF("c") LANE_END OUT
	    "<inclusiveGateway id='s' default='f7'/><inclusiveGateway id='j'/>" TASK("a") TASK("b") TASK("c")
	    CASE_FLOW("f1", "in", "s") CASE_IF("f2", "s", "a", "/dossier/n > 1") CASE_IF("f3", "s", "b",
	        "/dossier/n = 5")
	    CASE_FLOW("f7", "s", "c") CASE_FLOW("f4", "a", "j") CASE_FLOW("f5", "b", "j") CASE_FLOW("f8", "c", "j")
	    CASE_FLOW("f6", "j", "out") CASE_TAIL);
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	EXPECT(x.m.place[process_node(x.p, STR("a"))->index].open && x.m.place[process_node(x.p,
	    STR("b"))->index].open);
	EXPECT(!x.m.place[process_node(x.p, STR("c"))->index].open);
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "a", "ok", ""), 0);
	STANDS(&x, "m2 running clock=none status=4 result=none open=b wait=f4 seats=- visits=in:1,s:1,a:1,b:1");
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "b", "ok", ""), 0);
	EXPECT(x.m.state == WORKFLOW_FINISHED);
	done(&x);
}

static void
test_events(struct arena *a)
{
	struct play	x;

	begin(&x, a, HEAD IN_OUT CASE_REF("bad") CASE_REF("e") CASE_REF("m") CASE_REF("t") CASE_REF("a")
	    LANE_END OUT BAD
	    "<eventBasedGateway id='e'/>" TASK("a") "<receiveTask id='m' messageRef='paid' mc:pauses-clock='yes'/>"
	    "<intermediateCatchEvent "
	        "id='t'><timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition>"
	    "</intermediateCatchEvent>" CASE_FLOW("f1", "in", "e") CASE_FLOW("f2", "e", "m") CASE_FLOW("f3", "e", "t")
	    CASE_FLOW("f4", "m", "a") CASE_FLOW("f5", "t", "bad") CASE_FLOW("f6", "a", "out") CASE_TAIL);
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	STANDS(&x, "m1 running clock=none status=1 result=none open=m,t visits=in:1,e:1,m:1,t:1");
	EXPECT(x.move.effects_n == 2 && x.move.effects[1].kind == EFFECT_ARM && x.move.effects[1].visit == 1);
	EXPECT_I64(act(&x, WORKFLOW_MESSAGE, "", "lost", ""), WORKFLOW_E_NOT_OPEN);
	EXPECT_I64(act(&x, WORKFLOW_MESSAGE, "", "paid", ""), 0);
	STANDS(&x, "m1 running clock=none status=4 result=none open=a visits=in:1,e:1,a:1,m:1,t:1");
	EXPECT(x.move.effects_n == 3 && x.move.effects[0].kind == EFFECT_DISARM);
	EXPECT_I64(act(&x, WORKFLOW_TIMER, "t", "", ""), WORKFLOW_E_NOT_OPEN);
	done(&x);
}

#define SUB HEAD IN_OUT CASE_REF("bad") CASE_REF("s") CASE_REF("after") LANE_END OUT BAD TASK("after") \
    "<subProcess id='s'>" \
	"<startEvent id='si'/><parallelGateway id='sp'/>" TASK("a") TASK("b") \
	    "<exclusiveGateway id='g' default='g1'/>" \
	"<intermediateThrowEvent id='cry'><escalationEventDefinition " \
	    "escalationRef='louder'/></intermediateThrowEvent>" \
	"<endEvent id='se'/><endEvent id='sx'><errorEventDefinition errorRef='broken'/></endEvent><endEvent id='sb'/>" \
	CASE_FLOW("s1", "si", "sp") CASE_FLOW("s2", "sp", "a") CASE_FLOW("s3", "sp", "b") CASE_FLOW("s4", "a", "g") \
	CASE_IF("s5", "g", "sx", "/dossier/process/@outcome = 'no'") CASE_FLOW("g1", "g", "se") \
	CASE_FLOW("s6", "b", "cry") CASE_FLOW("s7", "cry", "sb") "</subProcess>" \
	"<boundaryEvent id='x' attachedToRef='s'><errorEventDefinition errorRef='broken'/></boundaryEvent>" \
	"<serviceTask id='note' mc:service='remind'/><endEvent id='noted'/>" \
	"<boundaryEvent id='loud' attachedToRef='s' " \
	    "cancelActivity='false'><escalationEventDefinition/></boundaryEvent>" \
	CASE_FLOW("f1", "in", "s") CASE_FLOW("f2", "s", "after") CASE_FLOW("f3", "after", "out") \
	    CASE_FLOW("f4", "x", "bad") \
	CASE_FLOW("f5", "loud", "note") CASE_FLOW("f6", "note", "noted") CASE_TAIL

static void
test_sub(struct arena *a)
{
	struct play	x;
	const char	*bpmn = case_put(a, SUB, CASE_REF("after"), CASE_REF("after") CASE_REF("note")
	    CASE_REF("noted")).p;

	begin(&x, a, bpmn);
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	STANDS(&x, "m1 running clock=none status=4 result=none open=s,a,b visits=in:1,s:1,si:1,sp:1,a:1,b:1");
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "b", "ok", ""), 0);
	EXPECT(x.m.place[process_node(x.p, STR("loud"))->index].visits == 1);
	EXPECT(x.m.place[process_node(x.p, STR("noted"))->index].visits == 1);
	EXPECT(x.m.place[process_node(x.p, STR("s"))->index].open);
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "a", "ok", ""), 0);
	EXPECT(x.m.place[process_node(x.p, STR("after"))->index].open && !x.m.place[process_node(x.p,
	    STR("s"))->index].open);
	done(&x);
	begin(&x, a, bpmn);
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "a", "no", ""), 0);
	EXPECT(x.m.state == WORKFLOW_FINISHED && x.m.result == RESULT_WITHDRAWN);
	EXPECT(x.move.effects[1].kind == EFFECT_CLOSE && str_eqc(x.move.effects[1].node->id, "b"));
	done(&x);
}

static void
test_call(struct arena *a)
{
	struct play	x;
	const char	*bpmn = HEAD IN_OUT CASE_REF("bad") CASE_REF("c") CASE_REF("a") LANE_END OUT BAD TASK("a")
	    "<callActivity id='c' calledElement='opinion' mc:deadline='5d' mc:agency-field='/dossier/ask[2]'/>"
	    "<boundaryEvent id='x' attachedToRef='c'><errorEventDefinition/></boundaryEvent>"
	    CASE_FLOW("f1", "in", "c") CASE_FLOW("f2", "c", "a") CASE_FLOW("f3", "x", "bad") CASE_FLOW("f4",
	        "a", "out") CASE_TAIL;

	begin(&x, a, bpmn);
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	STANDS(&x, "m1 running clock=none status=1 result=none open=c@H24.21 visits=in:1,c:1");
	EXPECT(x.move.effects_n == 2 && x.move.effects[1].kind == EFFECT_CALL);
	EXPECT_STR(x.move.effects[1].key, "c.1");
	EXPECT_STR(x.move.effects[1].agency, "H24.21");
	EXPECT_I64(act(&x, WORKFLOW_CHILD, "c", "maybe", ""), WORKFLOW_E_NO_SUCH_OUTCOME);
	EXPECT_I64(act(&x, WORKFLOW_CHILD, "a", "issued", ""), WORKFLOW_E_NOT_OPEN);
	EXPECT_I64(act(&x, WORKFLOW_CHILD, "c", "issued", ""), 0);
	STANDS(&x, "m1 running clock=none status=4 result=none open=a visits=in:1,a:1,c:1");
	done(&x);
	begin(&x, a, bpmn);
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	EXPECT_I64(act(&x, WORKFLOW_CHILD, "c", "refused", ""), 0);
	EXPECT(x.m.state == WORKFLOW_FINISHED && x.m.result == RESULT_WITHDRAWN);
	done(&x);
}

static const char *
opinions(struct arena *a, const char *how)
{
	return (arena_printf(a, HEAD IN_OUT CASE_REF("bad") CASE_REF("o") CASE_REF("g") CASE_REF("a") LANE_END
	    OUT BAD TASK("a")
	    "<userTask id='o' mc:deadline='1h' mc:status='4'><extensionElements>"
	    "<mc:outcome id='ok' label-vi='a' label-en='a' kind='forward'/>"
	    "<mc:outcome id='no' label-vi='b' label-en='b' kind='refuse'/></extensionElements>"
	    "<multiInstanceLoopCharacteristics %s mc:agencies-field='/dossier/ask'/></userTask>"
	    "<exclusiveGateway id='g' default='f3'/>" CASE_FLOW("f1", "in", "o") CASE_FLOW("f2", "o", "g")
	    CASE_IF("f4", "g", "a", "/dossier/process/@outcome = 'ok'") CASE_FLOW("f3", "g", "bad")
	    CASE_FLOW("f5", "a", "out") CASE_TAIL, how).p);
}

/* Answers of H24.20, .21, .22 in turn, as far as they are asked; "-": not asked any more. */
static void
ask(struct arena *a, const char *how, const char *answers[3], bool agreed)
{
	static const char *const	who[] = { "H24.20", "H24.21", "H24.22" };
	struct play			x;

	begin(&x, a, opinions(a, how));
	EXPECT_I64(act(&x, WORKFLOW_START, "", "", ""), 0);
	STANDS(&x, "m2 running clock=none status=4 result=none open=o wait=- "
	    "seats=o/1@H24.20:-,o/2@H24.21:-,o/3@H24.22:- "
	    "visits=in:1,o:3");
	EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "o", "ok", "H24.23"), WORKFLOW_E_WRONG_AGENCY);
	for (size_t i = 0; i < 3; i++) {
		bool	asked = strcmp(answers[i], "-") != 0;

		EXPECT((act(&x, WORKFLOW_COMPLETE, "o", asked ? answers[i] : "ok", who[i]) == 0) == asked);
		if (asked && x.m.state == WORKFLOW_RUNNING && x.m.place[process_node(x.p, STR("o"))->index].open)
			EXPECT_I64(act(&x, WORKFLOW_COMPLETE, "o", "ok", who[i]), WORKFLOW_E_WRONG_AGENCY);
	}
	EXPECT((x.m.state == WORKFLOW_RUNNING) == agreed);
	done(&x);
}

static void
test_opinions(struct arena *a)
{
	ask(a, "mc:completion='all'", (const char *[]){ "ok", "ok", "ok" }, true);
	ask(a, "mc:completion='all'", (const char *[]){ "no", "ok", "ok" }, false);
	ask(a, "mc:completion='quorum' mc:quorum='2'", (const char *[]){ "ok", "ok", "-" }, true);
	ask(a, "mc:completion='quorum' mc:quorum='2'", (const char *[]){ "no", "ok", "ok" }, true);
	ask(a, "mc:completion='quorum' mc:quorum='2'", (const char *[]){ "no", "no", "-" }, false);
	ask(a, "mc:completion='first-refusal'", (const char *[]){ "ok", "no", "-" }, false);
	ask(a, "mc:completion='first-refusal'", (const char *[]){ "ok", "ok", "ok" }, true);
}

/* What no step can have written is refused. */
static void
test_texts(struct arena *a)
{
	static const char *const	bad[] = {
		"m2 running clock=none status=4 result=none open=o wait=- seats=- visits=in:1,o:3",
		"m1 running clock=none status=4 result=none open=o visits=in:1,o:3",
		"m2 running clock=none status=4 result=none open=a wait=f1 seats=- visits=in:1,a:1",
		"m2 running clock=none status=4 result=none open=a wait=- seats=- visits=in:1,a:1",
		"m2 running clock=none status=4 result=none open=o wait=- seats=o/1@h24:- visits=in:1,o:3",
		"m2 running clock=none status=4 result=none open=o wait=- seats=o/1@H24.20:perhaps visits=in:1,o:3",
		"m2 running clock=none status=4 result=none open=a wait=- seats=a/1@H24.20:- visits=in:1,a:3",
		"m3 running clock=none status=4 result=none open=a visits=in:1,a:1",
	};
	struct play	x;
	struct marking	m;

	begin(&x, a, opinions(a, "mc:completion='all'"));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		EXPECT_I64(marking_parse(a, x.p, str_of(bad[i]), &m), WORKFLOW_E_MARKING);
	EXPECT_I64(marking_parse(a, x.p, STR("m1 running clock=none status=4 result=none open=a "
	    "visits=in:1,a:1"), &m), 0);
	done(&x);
}

int
main(void)
{
	struct arena	*a = arena_new();

	test_parallel(a);
	test_inclusive(a);
	test_events(a);
	test_sub(a);
	test_call(a);
	test_opinions(a);
	test_texts(a);
	arena_free(a);
	return (check_done());
}
