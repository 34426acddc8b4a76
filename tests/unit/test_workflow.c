/* workflow/: the engine over small processes, and a random walk over the real ones. What each lint finds:
 * test_workflow_lint.c */
#include <libxml/parser.h>
#include <stdlib.h>

#include "check.h"
#include "workflow_cases.h"

#include "workflow/workflow.h"

static const struct workflow_law	no_law;

static struct process *
parse(struct arena *a, struct str bpmn)
{
	struct workflow_problems	problems;
	struct process			*p = NULL;

	if (!EXPECT_I64(process_new(a, bpmn, &p, &problems), 0)) {
		for (size_t i = 0; i < problems.n; i++)
			printf("  line %d: %s %.*s %.*s\n", problems.item[i].line, problems.item[i].rule,
			    STR_ARG(problems.item[i].element), STR_ARG(problems.item[i].detail));
		exit(check_done());
	}
	return (p);
}

static xmlDoc *
instance(const char *xml)
{
	return (xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, XML_PARSE_NONET));
}

static struct workflow_action
act(const char *node, const char *outcome)
{
	return ((struct workflow_action){ .what = WORKFLOW_COMPLETE, .node = str_of(node), .outcome = str_of(outcome),
	    .role = STR("director") });
}

static struct str
text_of(xmlDoc *doc, struct arena *a)
{
	xmlChar		*p;
	int		 n;
	struct str	 s;

	xmlDocDumpMemory(doc, &p, &n);
	s = arena_str(a, (struct str){ (const char *)p, (size_t)n });
	xmlFree(p);
	return (s);
}

static void
test_page_helper(struct arena *a)
{
	struct process auto_(process_freep)	*p = parse(a, case_bpmn(a, CASE_GOOD));
	const struct process_node		*task = process_node(p, STR("look"));
	size_t					 n;

	EXPECT_STR(process_id(p), "small");
	EXPECT_STR(process_name(p), "Thủ tục nhỏ");
	EXPECT(process_nodes(p, &n)[0].kind == NODE_START && n == 8);
	EXPECT(task != NULL && task->kind == NODE_USER && task->status == 4 && task->signs && !task->releases);
	EXPECT_STR(task->name, "Xem xét");
	EXPECT_STR(task->lane->name, "Bộ phận Một cửa");
	EXPECT(task->deadline.n == 4 && task->deadline.unit == CALENDAR_HOURS);
	EXPECT(task->outcomes_n == 2 && process_outcome(task, STR("nothing")) == NULL);
	EXPECT_STR(process_outcome(task, STR("yes"))->label_vi, "Đồng ý");
	EXPECT_STR(process_outcome(task, STR("no"))->label_en, "Decline");
	EXPECT(process_outcome(task, STR("no"))->reason == REASON_REQUIRED);
	EXPECT(process_outcome(task, STR("yes"))->confirm &&
	    process_outcome(task, STR("yes"))->kind == OUTCOME_APPROVE);
}

static void
test_step(struct arena *a)
{
	struct process auto_(process_freep)	*p = parse(a, case_bpmn(a, CASE_GOOD));
	struct workflow_world			 world = { .instance = instance("<dossier/>") };
	struct workflow_action			 action = { .what = WORKFLOW_START };
	struct marking				 m = marking_new(a, p);
	struct workflow_move			 move;
	struct str				 before = text_of(world.instance, a), at_look;

	EXPECT_STR(marking_text(a, p, &m), "m1 new clock=none status=0 result=none open=- visits=-");
	action.what = WORKFLOW_COMPLETE;
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_NOT_STARTED);
	action.what = WORKFLOW_START;
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), 0);
	at_look = marking_text(a, p, &move.marking);
	EXPECT_STR(at_look, "m1 running clock=running status=4 result=none open=look visits=begin:1,take:1,look:1");
	EXPECT(m.state == WORKFLOW_NEW && m.place[0].visits == 0);
	EXPECT(move.effects_n == 5 && move.effects[0].status == 1 && move.effects[1].kind == EFFECT_CLOCK_START);
	EXPECT(move.effects[2].kind == EFFECT_SERVICE && move.effects[4].kind == EFFECT_OPEN &&
	    move.effects[4].due_s == 0);
	EXPECT_STR(move.effects[2].key, "take.1");
	m = move.marking;
	action = act("look", "no");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_REASON_NEEDED);
	action.reason = STR("vì");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), 0);
	EXPECT(move.marking.state == WORKFLOW_FINISHED && move.marking.result == RESULT_REFUSED);
	EXPECT_STR(marking_text(a, p, &m), arena_cstr(a, at_look));
	action = act("look", "yes");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), 0);
	EXPECT(move.marking.result == RESULT_ISSUED && move.marking.status == 10);
	EXPECT_I64(workflow_step(a, p, &move.marking, &action, &world, &move), WORKFLOW_E_FINISHED);
	EXPECT_STR(text_of(world.instance, a), arena_cstr(a, before));
	xmlFreeDoc(world.instance);
}

/* What an officer may not do, and steps reckoned without the 15:00 rule. */
static void
test_refusals(struct arena *a)
{
	struct process auto_(process_freep)	*p = parse(a, case_bpmn(a, CASE_GOOD));
	struct calendar				 calendar = calendar_default();
	struct workflow_world			 world = {
		.instance = instance("<dossier/>"), .agency = STR("H24.19"), .calendar = &calendar,
		/* Thursday 2026-04-23 15:00 in Vietnam: two hours are left of the day */
		.now_s = 1776931200,
	};
	struct workflow_action			 action = { .what = WORKFLOW_START };
	struct marking				 m = marking_new(a, p);
	struct workflow_move			 move;

	calendar.cutoff = true;
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), 0);
	EXPECT_I64(move.effects[4].due_s, 1776931200 + 18 * 3600 + 1800);
	EXPECT_STR(move.effects[4].agency, "H24.19");
	m = move.marking;
	action = act("look", "yes");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_WRONG_AGENCY);
	action.agency = STR("H24.19");
	action.role = STR("counter");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_WRONG_ROLE);
	action.role = STR("director");
	action.outcome = STR("perhaps");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_NO_SUCH_OUTCOME);
	action.outcome = STR("no");
	action.reason = STR(" \t");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_REASON_NEEDED);
	action = (struct workflow_action){ .what = WORKFLOW_WITHDRAW, .role = STR("director") };
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_WRONG_ROLE);
	m.status = 9;
	action.role = STR("applicant");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_TOO_LATE);
	xmlFreeDoc(world.instance);
}

/* An applicant's data must not be able to answer for the officers. */
static void
test_instance(struct arena *a)
{
	struct process auto_(process_freep)	*p = parse(a, case_bpmn(a, CASE_GOOD));
	struct workflow_world			 world = { .instance = NULL };
	struct workflow_action			 action = { .what = WORKFLOW_START };
	struct marking				 m = marking_new(a, p);
	struct workflow_move			 move;

	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), 0);
	m = move.marking;
	action = act("look", "yes");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_INSTANCE);
	world.instance = instance("<dossier><process outcome='yes'/></dossier>");
	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_INSTANCE);
	xmlFreeDoc(world.instance);
}

/* A gateway over the data: conditions in the order of the document, then the default; too much work is refused. */
static void
test_conditions(struct arena *a)
{
	struct process auto_(process_freep)	*p = parse(a, case_bpmn(a, CASE_DATA));
	struct process auto_(process_freep)	*heavy = parse(a, case_bpmn(a, CASE_HEAVY));
	static const struct { const char *xml, *want; } rows[] = {
		{ "<dossier><n>3</n></dossier>", "open=few" },
		{ "<dossier><n>12</n></dossier>", "open=many" },
		{ "<dossier><n>nhiều</n></dossier>", "open=other" },
		{ "<dossier/>", "open=other" },
	};
	struct workflow_action			 action = { .what = WORKFLOW_START };
	struct workflow_world			 world = { 0 };
	struct workflow_move			 move;
	struct marking				 m = marking_new(a, p);
	auto_(buf_free) struct buf		 big = BUF_INIT;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		world.instance = instance(rows[i].xml);
		EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), 0);
		EXPECT(str_find(marking_text(a, p, &move.marking), str_of(rows[i].want)) > 0);
		xmlFreeDoc(world.instance);
	}
	buf_cstr(&big, "<dossier>");
	for (int i = 0; i < 2000; i++)
		buf_cstr(&big, "<n>1</n>");
	buf_cstr(&big, "</dossier>");
	world.instance = instance(big.p);
	m = marking_new(a, heavy);
	EXPECT_I64(workflow_step(a, heavy, &m, &action, &world, &move), WORKFLOW_E_CONDITION);
	EXPECT_I64(xmlChildElementCount(xmlDocGetRootElement(world.instance)), 2000);
	xmlFreeDoc(world.instance);
}

/* A loop that no lint has stopped ends with an answer. */
static void
test_loop(struct arena *a)
{
	struct process auto_(process_freep)	*p = parse(a, case_bpmn(a, CASE_LOOP));
	struct workflow_world			 world = { .instance = instance("<dossier/>") };
	struct workflow_action			 action = { .what = WORKFLOW_START };
	struct marking				 m = marking_new(a, p);
	struct workflow_move			 move;

	EXPECT_I64(workflow_step(a, p, &m, &action, &world, &move), WORKFLOW_E_LOOP);
	xmlFreeDoc(world.instance);
}

static void
test_marking(struct arena *a)
{
	struct process auto_(process_freep)	*p = parse(a, case_bpmn(a, CASE_GOOD));
	static const char *const		 good[] = {
		"m1 new clock=none status=0 result=none open=- visits=-",
		"m1 running clock=stopped status=5 result=none open=look@H24.19 visits=begin:1,look:3",
		"m1 finished clock=ended status=10 result=issued open=- visits=begin:1,look:1000",
	};
	static const char *const		 bad[] = {
		"", "m1", "m2 new clock=none status=0 result=none open=- visits=-",
		"m1 new clock=none status=0 result=none open=- visits=- ",
		"m1 new  clock=none status=0 result=none open=- visits=-",
		"m1 new clock=none status=11 result=none open=- visits=-",
		"m1 new clock=none status=00 result=none open=- visits=-",
		"m1 odd clock=none status=0 result=none open=- visits=-",
		"m1 new clock=none status=0 result=issued open=- visits=-",
		"m1 new clock=none status=0 result=none open=look visits=look:1",
		"m1 running clock=running status=4 result=none open=gone visits=gone:1",
		"m1 running clock=running status=4 result=none open=look visits=-",
		"m1 running clock=running status=4 result=none open=begin visits=begin:1",
		"m1 running clock=running status=4 result=none open=look visits=look:1,begin:1",
		"m1 running clock=running status=4 result=none open=look visits=look:1001",
		"m1 running clock=running status=4 result=none open=look@h24 visits=look:1",
		"m1 running clock=running status=4 result=none open=look@ visits=look:1",
		"m1 running clock=running status=4 result=none open=look,look visits=look:1",
	};
	struct marking				 m;

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		if (EXPECT_I64(marking_parse(a, p, str_of(good[i]), &m), 0))
			EXPECT_STR(marking_text(a, p, &m), good[i]);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		if (!EXPECT_I64(marking_parse(a, p, str_of(bad[i]), &m), WORKFLOW_E_MARKING))
			printf("  %s\n", bad[i]);
	}
}

/* ---- the real ones: whatever officers do, nothing breaks, and each step keeps what must always hold */

static uint64_t	seed = UINT64_C(0x9e3779b97f4a7c15);

static size_t
roll(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((size_t)(seed % n));
}

static struct workflow_action
random_action(const struct process *p, const struct marking *m)
{
	size_t				 n;
	const struct process_node	*nodes = process_nodes(p, &n), *node = &nodes[roll(n)];
	struct workflow_action		 action = { .what = WORKFLOW_COMPLETE, .reason = STR("lý do") };

	if (m->state == WORKFLOW_NEW)
		action.what = WORKFLOW_START;
	else if (roll(60) == 0)
		action = (struct workflow_action){ .what = WORKFLOW_WITHDRAW, .role = STR("applicant") };
	for (size_t i = 0; i < n && !m->place[node->index].open; i++)
		node = &nodes[(node->index + 1) % n];
	if (node->kind == NODE_TIMER && roll(3) == 0)
		action.what = WORKFLOW_TIMER;
	action.node = node->id;
	if (node->kind == NODE_USER && node->outcomes_n > 0) {
		action.outcome = node->outcomes[roll(node->outcomes_n)].id;
		action.role = node->lane->role;
		action.agency = m->place[node->index].agency;
	}
	return (action);
}

static bool
holds(struct arena *a, const struct process *p, const struct workflow_move *move)
{
	struct str	text = marking_text(a, p, &move->marking);
	struct marking	back;
	size_t		n, open = 0;
	bool		finish = false;

	process_nodes(p, &n);
	for (size_t i = 0; i < n; i++)
		open += move->marking.place[i].open && process_nodes(p, &n)[i].kind == NODE_USER ? 1 : 0;
	for (size_t i = 0; i < move->effects_n; i++)
		finish = finish || move->effects[i].kind == EFFECT_FINISH;
	return (marking_parse(a, p, text, &back) == 0 && str_eq(marking_text(a, p, &back), text) &&
	    finish == (move->marking.state == WORKFLOW_FINISHED) && open == (finish ? 0 : 1) &&
	    (move->marking.clock == WORKFLOW_CLOCK_STOPPED) == (move->marking.status == 5 &&
	    move->marking.clock != WORKFLOW_CLOCK_NONE && !finish));
}

static void
test_walk(const char *path)
{
	struct arena				*a = arena_new();
	struct process auto_(process_freep)	*p = parse(a, case_file(a, path));
	struct workflow_problems		 problems;
	struct calendar				 calendar = calendar_default();
	struct workflow_world			 world = { .agency = STR("H24.19"), .calendar = &calendar };
	size_t					 ends[RESULT__MAX] = { 0 };

	EXPECT_I64(process_check(a, p, &no_law, &problems), 0);
	world.instance = instance("<dossier><from><school>H24.20</school></from></dossier>");
	for (int dossier = 0; dossier < 300; dossier++) {
		struct arena	*b = arena_new();
		struct marking	 m = marking_new(b, p);
		int		 step;

		for (step = 0; step < 2000 && m.state != WORKFLOW_FINISHED; step++) {
			struct workflow_action	action = random_action(p, &m);
			struct workflow_move	move;
			int			r;

			world.now_s = 1776900000 + step * 7000;
			r = workflow_step(b, p, &m, &action, &world, &move);
			if (!EXPECT(r == 0 ? holds(b, p, &move) : r > 0))
				break;
			m = r == 0 ? move.marking : m;
		}
		ends[m.result]++;
		arena_free(b);
	}
	EXPECT(ends[RESULT_NONE] == 0 && ends[RESULT_ISSUED] > 0 && ends[RESULT_REFUSED] > 0 &&
	    ends[RESULT_WITHDRAWN] > 0);
	xmlFreeDoc(world.instance);
	arena_free(a);
}

int
main(void)
{
	struct arena	*a = arena_new();

	test_page_helper(a);
	test_step(a);
	test_refusals(a);
	test_instance(a);
	test_conditions(a);
	test_loop(a);
	test_marking(a);
	test_walk("workflows/ban-sao-van-bang.bpmn");
	test_walk("workflows/chinh-sua-van-bang.bpmn");
	test_walk("workflows/chuyen-truong-thpt.bpmn");
	arena_free(a);
	return (check_done());
}
