/* workflow/: each rule is broken once, in a process that is right otherwise, and must be found by name where it is. */
#include "check.h"
#include "workflow_cases.h"

#include "workflow/workflow.h"

#define TIMER(id, host, rest) "<boundaryEvent id='" id "' attachedToRef='" host "'" rest "><timerEventDefinition>" \
	"<timeDuration>P3D</timeDuration></timerEventDefinition></boundaryEvent>"

struct defect {
	const char	*from, *to;		/* put wrong in CASE_GOOD */
	const char	*rule, *element;
};

/* Found while reading. */
static const struct defect	shape_defects[] = {
	{ "<definitions", "<!DOCTYPE definitions><definitions", "doctype", "" },
	{ "</process>", "", "not-xml", "" },
	{ "20100524/MODEL", "20090817/MODEL", "not-bpmn", "" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/><complexGateway id='p'/>", "unknown-element",
	    "complexGateway" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/><scriptTask id='p'/>", "unknown-element", "scriptTask" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'><timerEventDefinition/></startEvent>", "unknown-element",
	    "timerEventDefinition" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin' x='1'/>", "unknown-attribute", "startEvent" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin' mc:signs='yes'/>", "unknown-attribute", "startEvent" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'>words</startEvent>", "unknown-text", "startEvent" },
	{ "isExecutable='true'", "isExecutable='false'", "not-executable", "small" },
	{ "</definitions>", "<process id='q' isExecutable='true'/></definitions>", "second-process", "q" },
	{ "id='begin'/>", "id='be.gin'/>", "bad-id", "be.gin" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/><serviceTask id='take' mc:service='notify'/>",
	    "duplicate-id", "take" },
	{ "id='f2'", "id='f1'", "duplicate-id", "f1" },
	{ "id='no' label", "id='yes' label", "duplicate-id", "yes" },
	{ "mc:service='accept'", "mc:service='magic'", "bad-value", "take" },
	{ "mc:service='accept'", "", "missing-value", "take" },
	{ "mc:role='director'", "mc:role='wizard'", "bad-value", "desk" },
	{ "mc:role='director'", "mc:role='director' mc:agency='h24'", "bad-value", "desk" },
	{ "mc:role='director'", "mc:role='director' mc:agency-field='/dossier/['", "bad-condition", "desk" },
	{ "mc:status='4'", "mc:status='11'", "bad-value", "look" },
	{ "mc:signs='yes'", "mc:signs='maybe'", "bad-value", "look" },
	{ "mc:deadline='4h' ", "", "task-no-deadline", "look" },
	{ "mc:deadline='4h'", "mc:deadline='4 hours'", "bad-value", "look" },
	{ "label-en='Agree'", "label-en=''", "missing-value", "yes" },
	{ "kind='approve'", "kind='maybe'", "bad-value", "yes" },
	{ "reason='required'", "reason='must'", "bad-value", "no" },
	{ " default='f-no'", "", "gateway-no-default", "ask" },
	{ " default='f-no'", " default='f4'", "gateway-no-default", "ask" },
	{ "/dossier/process/@outcome = 'yes'", "/dossier/[", "bad-condition", "f-yes" },
	{ "/dossier/process/@outcome = 'yes'", "document('x')", "bad-condition", "f-yes" },
	{ "/dossier/process/@outcome = 'yes'", "$x = 1", "bad-condition", "f-yes" },
	{ "/dossier/process/@outcome = 'yes'", "mc:f() = 1", "bad-condition", "f-yes" },
	{ "<conditionExpression>", "<conditionExpression language='urn:feel'>", "bad-language", "f-yes" },
	{ "targetRef='tell'", "targetRef='gone'", "unknown-reference", "f-no" },
	{ "<flowNodeRef>look", "<flowNodeRef>gone", "unknown-reference", "desk" },
	{ "<flowNodeRef>look</flowNodeRef>", "", "no-lane", "look" },
	{ "<flowNodeRef>look</flowNodeRef>", "<flowNodeRef>look</flowNodeRef><flowNodeRef>look</flowNodeRef>",
	    "two-lanes",
	    "desk" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/><startEvent id='more'/>", "one-start", "small" },
	{ CASE_FLOW("f2", "take", "look"), CASE_FLOW("f2", "take", "look") CASE_FLOW("f5", "take", "ask"), "ways-out",
	    "take" },
	{ CASE_FLOW("f4", "make", "good"), "", "ways-in", "good" },
	{ CASE_FLOW("f4", "make", "good"), CASE_FLOW("f4", "make", "good") CASE_FLOW("f5", "good", "begin"), "ways-in",
	    "begin" },
	{ CASE_IF("f-yes", "ask", "make", "/dossier/process/@outcome = 'yes'"), CASE_FLOW("f-yes", "ask", "make"),
	    "flow-no-condition", "f-yes" },
	{ CASE_FLOW("f3", "look", "ask"), CASE_IF("f3", "look", "ask", "true()"), "flow-needless-condition", "f3" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/>" TIMER("t", "take", ""), "unknown-reference", "t" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/><boundaryEvent id='t' attachedToRef='look'>"
	    "<timerEventDefinition><timeDuration>R3/P3D</timeDuration></timerEventDefinition></boundaryEvent>",
	    "bad-duration", "t" },
};

#define LOOSE_TASK	"<userTask id='loose' name='t' mc:deadline='1h'><extensionElements>" \
			"<mc:outcome id='ok' label-vi='a' label-en='b' kind='forward'/></extensionElements></userTask>"

/* Found by process_check. */
static const struct defect	graph_defects[] = {
	{ "mc:signs='yes'", "", "issued-unsigned", "make" },
	{ "kind='approve'", "kind='forward'", "issued-unsigned", "make" },
	{ "mc:service='issue-result'", "mc:service='notify'", "issued-not-made", "good" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/><laneSet id='l'><lane id='far' "
	    "mc:role='head'><flowNodeRef>loose"
	    "</flowNodeRef></lane></laneSet>" LOOSE_TASK CASE_FLOW("f9", "loose", "loose"), "unreachable", "loose" },
	{ "@outcome = 'yes'", "@outcome = 'yse'", "outcome-unknown", "f-yes" },
	{ "@outcome = 'yes'", "@visits = 1", "outcome-untested", "look" },
	{ "<endEvent id='bad' mc:result='refused' mc:status='8'/>", "<endEvent id='bad'/>", "main-branch", "bad" },
	{ CASE_FLOW("f-no", "ask", "tell"), CASE_FLOW("f-no", "ask", "ask") CASE_IF("f9", "ask", "tell", "false()"),
	    "loop-without-task", "ask" },
	{ "mc:deadline='4h'", "mc:deadline='3d'", "deadlines-too-long", "small" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/>" TIMER("t", "look", " cancelActivity='false'")
	    CASE_FLOW("f9", "t", "make"), "side-branch", "t" },
	{ "<startEvent id='begin'/>", "<startEvent id='begin'/>" TIMER("t", "look", "") CASE_FLOW("f9", "t", "make"),
	    "issued-unsigned", "make" },
	{ "mc:service='accept'", "mc:service='notify'", "issued-unaccepted", "make" },
	{ "mc:service='refuse-slip'", "mc:service='notify'", "refused-untold", "bad" },
	{ "mc:role='director'", "mc:role='specialist'", "signer-role", "look" },
	{ "mc:status='4'", "mc:status='5'", "wait-unpaused", "look" },
	{ "mc:status='4'", "mc:status='5' mc:pauses-clock='yes'", "supplement-unsent", "look" },
	{ "mc:role='director'", "mc:role='applicant'", "wait-unbounded", "look" },
	{ "@outcome = 'yes'", "@outcome = 'yes' and 1 = 2 and false()", "guard-never", "f-yes" },
	{ CASE_FLOW("f4", "make", "good"), CASE_FLOW("f4", "make", "good")
	    CASE_IF("f9", "ask", "make", "not(/dossier/process/@outcome = 'no')"), "guards-overlap", "f9" },
	{ "@outcome = 'yes'", "@outcome = 'yes' and /dossier/kind = 'none'", "value-unknown", "f-yes" },
};

static bool
found(const struct workflow_problems *problems, const struct defect *d)
{
	for (size_t i = 0; i < problems->n; i++) {
		if (str_eqc(str_of(problems->item[i].rule), d->rule) && str_eqc(problems->item[i].element, d->element))
			return (true);
	}
	printf("  %s of %s is not among the %zu problems:", d->rule, d->element, problems->n);
	for (size_t i = 0; i < problems->n; i++)
		printf(" %s(%.*s)", problems->item[i].rule, STR_ARG(problems->item[i].element));
	printf("\n");
	return (false);
}

static void
test_shape(struct arena *a)
{
	for (size_t i = 0; i < COUNT_OF(shape_defects); i++) {
		struct process auto_(process_freep)	*p = NULL;
		struct workflow_problems		 problems;

		EXPECT_I64(process_new(a, case_put(a, CASE_GOOD, shape_defects[i].from, shape_defects[i].to), &p,
		    &problems),
		    WORKFLOW_E_PROBLEMS);
		EXPECT(found(&problems, &shape_defects[i]));
	}
}

static void
test_graph(struct arena *a)
{
	static const struct str		values[] = { { "new", 3 }, { "again", 5 } };
	const struct workflow_field	field = { STR("kind"), values, 2 };
	const struct workflow_law	law = { .limit = { 2, CALENDAR_DAYS }, .fields = &field, .fields_n = 1 };

	for (size_t i = 0; i < COUNT_OF(graph_defects); i++) {
		struct process auto_(process_freep)	*p = NULL;
		struct workflow_problems		 problems = { 0 };

		if (!EXPECT_I64(process_new(a, case_put(a, CASE_GOOD, graph_defects[i].from, graph_defects[i].to), &p,
		    &problems), 0)) {
			found(&problems, &graph_defects[i]);
			continue;
		}
		EXPECT_I64(process_check(a, p, &law, &problems), WORKFLOW_E_PROBLEMS);
		EXPECT(found(&problems, &graph_defects[i]));
	}
}

/* Two services that lead to each other beside the process. */
static void
test_no_way_out(struct arena *a)
{
	static const struct defect		 d = { NULL, NULL, "no-way-out", "loose" };
	struct process auto_(process_freep)	*p = NULL;
	struct workflow_problems		 problems = { 0 };
	const char				*text;

	text = case_put(a, CASE_GOOD, "<startEvent id='begin'/>", "<startEvent id='begin'/>" LOOSE_TASK).p;
	text = case_put(a, text, "<flowNodeRef>look", "<flowNodeRef>loose</flowNodeRef><flowNodeRef>look").p;
	text = case_put(a, text, CASE_FLOW("f-no", "ask", "tell"), CASE_FLOW("f-no", "ask", "loose")
	    CASE_IF("f-bad", "ask", "tell", "false()") CASE_FLOW("f-loose", "loose", "loose")).p;
	EXPECT_I64(process_new(a, str_of(text), &p, &problems), 0);
	EXPECT_I64(process_check(a, p, &(struct workflow_law){ .limit = { 0, CALENDAR_DAYS } }, &problems),
	    WORKFLOW_E_PROBLEMS);
	EXPECT(found(&problems, &d));
}

/* The default is taken only by what no condition has caught: declining does not lead to the result. */
static void
test_default_is_exact(struct arena *a)
{
	struct process auto_(process_freep)	*p = NULL;
	struct workflow_problems		 problems = { 0 };
	const char				*text;

	text = case_put(a, CASE_GOOD, " default='f-no'", " default='f-yes'").p;
	text = case_put(a, text, CASE_IF("f-yes", "ask", "make", "/dossier/process/@outcome = 'yes'") CASE_FLOW("f-no",
	    "ask", "tell"),
	    CASE_FLOW("f-yes", "ask", "make") CASE_IF("f-no", "ask", "tell", "/dossier/process/@outcome = 'no'")).p;
	EXPECT_I64(process_new(a, str_of(text), &p, &problems), 0);
	EXPECT_I64(process_check(a, p, &(struct workflow_law){ .limit = { 0, CALENDAR_DAYS } }, &problems), 0);
}

/* The way is shown, so that a person can follow it on the drawing; and the line is the element's. */
static void
test_words(struct arena *a)
{
	struct process auto_(process_freep)	*p = NULL;
	struct workflow_problems		 problems = { 0 };

	EXPECT_I64(process_new(a, case_put(a, CASE_GOOD, "mc:signs='yes'", ""), &p, &problems), 0);
	EXPECT_I64(process_check(a, p, &(struct workflow_law){ .limit = { 2, CALENDAR_DAYS } }, &problems),
	    WORKFLOW_E_PROBLEMS);
	if (EXPECT(problems.n == 1)) {
		EXPECT(problems.item[0].path_n == 5);
		EXPECT_STR(problems.item[0].path[0], "begin");
		EXPECT_STR(problems.item[0].path[4], "make");
		EXPECT_I64(problems.item[0].line, 11);
	}
}

/* What lacks an English name is called by its own, and noted; a name that is there is taken. */
static void
test_english(struct arena *a)
{
	struct process auto_(process_freep)	*p = NULL;
	struct workflow_problems		 problems;
	const char				*text;

	text = case_put(a, CASE_GOOD, "name='Xem xét'", "name='Xem xét' mc:name-en='Review'").p;
	text = case_put(a, text, "<endEvent id='good'", "<endEvent id='good' name='Xong' mc:name-en='Done'").p;
	EXPECT_I64(process_new(a, str_of(text), &p, &problems), 0);
	EXPECT_STR(process_node(p, STR("look"))->name_en, "Review");
	EXPECT_STR(process_node(p, STR("good"))->name_en, "Done");
	EXPECT_STR(process_node(p, STR("look"))->lane->name_en, "Bộ phận Một cửa");
	if (EXPECT(process_notes(p)->n == 1)) {
		EXPECT_STR(process_notes(p)->item[0].element, "desk");
		EXPECT_STR(str_of(process_notes(p)->item[0].rule), "no-english");
	}
}

/* Too much of anything is an answer. */
static void
test_limits(struct arena *a)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct workflow_problems	problems;
	struct process			*p = NULL;
	char				*big = arena_alloc(a, WORKFLOW_BYTES_MAX + 1);

	memset(big, ' ', WORKFLOW_BYTES_MAX + 1);
	EXPECT_I64(process_new(a, (struct str){ big, WORKFLOW_BYTES_MAX + 1 }, &p, &problems), WORKFLOW_E_PROBLEMS);
	EXPECT(problems.n == 1 && str_eqc(str_of(problems.item[0].rule), "too-big"));
	buf_cstr(&b, CASE_HEAD);
	for (int i = 0; i <= WORKFLOW_NODES_MAX; i++)
		buf_printf(&b, "<startEvent id='n%d'/>", i);
	buf_cstr(&b, CASE_TAIL);
	EXPECT_I64(process_new(a, buf_view(&b), &p, &problems), WORKFLOW_E_PROBLEMS);
	EXPECT(str_eqc(str_of(problems.item[0].rule), "too-many"));
	EXPECT_I64(process_new(a, STR(""), &p, &problems), WORKFLOW_E_PROBLEMS);
}

int
main(void)
{
	struct arena			*a = arena_new();
	struct process auto_(process_freep) *p = NULL;
	struct workflow_problems	 problems;

	EXPECT_I64(process_new(a, case_bpmn(a, CASE_GOOD), &p, &problems), 0);
	EXPECT_I64(process_check(a, p, &(struct workflow_law){ .limit = { 4, CALENDAR_HOURS } }, &problems), 0);
	test_shape(a);
	test_graph(a);
	test_no_way_out(a);
	test_default_is_exact(a);
	test_words(a);
	test_english(a);
	test_limits(a);
	arena_free(a);
	return (check_done());
}
