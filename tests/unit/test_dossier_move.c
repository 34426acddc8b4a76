/* dossier_move: what a workflow's effects become. The process is a real one; time and calendar are fixed. */
#include "check.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>

#include "dossier/dossier_move.h"

#define MONDAY_0900	1795399200	/* 2026-11-23 09:00 in Vietnam, a Monday */

struct bench {
	struct arena	*a;
	struct process	*process;
	xmlDoc		*doc;
	struct calendar	 calendar;
	struct uuid	 id;
};

static struct str
slurp(struct arena *a, const char *path)
{
	FILE	*f = fopen(path, "rb");
	char	*p = arena_alloc(a, 1 << 20);
	size_t	 n;

	CHECK(f != NULL);
	n = fread(p, 1, 1 << 20, f);
	fclose(f);
	return ((struct str){ p, n });
}

/* One step from a marking; the new marking's text is left in *marking. */
static bool	clock_restarts = true;

static struct dossier_move
step(struct bench *b, struct str *marking, struct workflow_action action, const char *outcome,
    struct dossier_clock clock,
    int64_t now_s)
{
	struct dossier_actor		 actor = { STR("Đặng Hoàng Ẩn"), action.role, action.agency, action.reason };
	struct workflow_world		 world = { .instance = b->doc, .agency = STR("H24.19"),
	    .calendar = &b->calendar,
	    .now_s = now_s, .clock_restarts = clock_restarts };
	const struct process_node	*node;
	struct marking			 from = marking_new(b->a, b->process);
	struct workflow_move		 move;
	struct dossier_move		 out;

	if (marking->n > 0)
		CHECK(marking_parse(b->a, b->process, *marking, &from) == 0);
	CHECK(workflow_step(b->a, b->process, &from, &action, &world, &move) == 0);
	node = outcome == NULL ? NULL : process_node(b->process, action.node);
	dossier_move_of(b->a, b->id, STR("H24.19"), b->process, &move,
	    node == NULL ? NULL : process_outcome(node, str_of(outcome)), &actor, clock, &b->calendar,
	    (struct calendar_span){ 1, CALENDAR_DAYS }, now_s, &out);
	*marking = out.marking;
	return (out);
}

static struct workflow_action
complete(const char *node, const char *outcome, const char *role, const char *reason)
{
	return ((struct workflow_action){ .what = WORKFLOW_COMPLETE, .node = str_of(node), .outcome = str_of(outcome),
	    .role = str_of(role), .agency = STR("H24.19"), .reason = str_of(reason) });
}

static bool
has(struct str json, const char *what)
{
	return (str_find(json, str_of(what)) >= 0);
}

static void
test_accept_starts_the_clock(struct bench *b)
{
	struct str		marking = STR_NONE;
	struct dossier_clock	none = { 0 };
	struct dossier_move	m;

	m = step(b, &marking, (struct workflow_action){ .what = WORKFLOW_START }, NULL, none, MONDAY_0900);
	EXPECT(has(m.items, "\"node\":\"receive\"") && has(m.items, "\"role\":\"counter\"") &&
	    has(m.items, "\"agency\":\"H24.19\""));
	EXPECT_I64(m.status, 1);
	EXPECT(!m.accepted && m.clock.due_s == 0 && m.finished.n == 0);
	m = step(b, &marking, complete("receive", "accept", "counter", ""), "accept", none, MONDAY_0900);
	EXPECT(m.accepted && !m.decide && !m.supplement);
	EXPECT_I64(m.clock.accepted_s, MONDAY_0900);
	EXPECT_I64(m.clock.due_s, MONDAY_0900 + 86400);
	EXPECT(has(m.jobs, "\"kind\":\"accept\"") && has(m.jobs, "\"actor\":\"Đặng Hoàng Ẩn\""));
	EXPECT(has(m.closed, "\"node\":\"receive\""));
}

static void
test_supplement(struct bench *b, int64_t due_after_s)
{
	struct str		marking = STR_NONE;
	struct dossier_clock	none = { 0 };
	struct dossier_move	m;

	step(b, &marking, (struct workflow_action){ .what = WORKFLOW_START }, NULL, none, MONDAY_0900);
	m = step(b, &marking, complete("receive", "accept", "counter", ""), "accept", none, MONDAY_0900);
	m = step(b, &marking, complete("appraise", "supplement", "specialist", "Thiếu giấy uỷ quyền"), "supplement",
	    m.clock,
	    MONDAY_0900 + 3600);
	EXPECT(m.supplement);
	EXPECT_I64(m.status, 5);
	EXPECT_I64(m.clock.paused_s, MONDAY_0900 + 3600);
	EXPECT(has(m.items, "\"role\":\"applicant\"") && has(m.jobs, "supplement-slip"));
	EXPECT(has(m.timers, "\"at\":"));
	m = step(b, &marking, complete("supplement-appraisal", "resubmit", "applicant", ""), "resubmit", m.clock,
	    MONDAY_0900 + 86400);
	EXPECT_I64(m.clock.paused_s, 0);
	EXPECT_I64(m.clock.due_s, due_after_s);
	EXPECT(has(m.timers, "\"node\":") && !has(m.items, "applicant"));
}

int
main(void)
{
	struct bench			 b = { .calendar = calendar_default() };
	struct workflow_problems	 problems = { 0 };

	b.a = arena_new();
	b.id = uuid_new();
	EXPECT_I64(process_new(b.a, slurp(b.a, "workflows/ban-sao-van-bang.bpmn"), &b.process, &problems), 0);
	b.doc = xmlReadMemory("<dossier/>", 10, NULL, NULL, XML_PARSE_NONET);
	test_accept_starts_the_clock(&b);
	/* Away from Monday 10:00 to Tuesday 9:00. Restart: one day from Tuesday 9:00. Resume: due on Tuesday 9:00
	 * before, plus the 6 h 30 of working time that passed. */
	test_supplement(&b, MONDAY_0900 + 2 * 86400);
	clock_restarts = false;
	test_supplement(&b, MONDAY_0900 + 2 * 86400 - 3600);
	xmlFreeDoc(b.doc);
	process_free(b.process);
	arena_free(b.a);
	return (check_done());
}
