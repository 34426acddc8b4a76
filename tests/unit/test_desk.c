/* desk/: what an officer may decide, without a database. Runs from the top of the tree: it reads forms/, workflows/. */
#include <stdio.h>

#include "check.h"

#include "desk/desk.h"
#include "desk/desk_show.h"

#define FILE_MAX	(1024 * 1024)

/* 09:00 on Tuesday, 24 November 2026, in Vietnam: inside working hours. */
#define NOW_S		1795485600

static const struct date	today = { 2026, 11, 24 };

struct desk_test {
	struct arena		*a;
	struct form_rules	*rules;
	struct form		*form;
	struct process		*process;
	struct calendar		 calendar;
	struct desk_dossier	 dossier;
	struct desk_case	 c;
	struct desk_choice	 choice;
	struct desk_decision	 decision;
};

static struct str
file_text(struct arena *a, const char *path)
{
	char	*p = arena_alloc(a, FILE_MAX);
	FILE	*f = fopen(path, "re");
	size_t	 n;

	CHECK(f != NULL);
	n = fread(p, 1, FILE_MAX, f);
	fclose(f);
	return ((struct str){ p, n });
}

static void
set_up(struct desk_test *t)
{
	struct form_findings		findings;
	struct workflow_problems	problems;

	CHECK(form_rules_new("forms", &t->rules) == 0);
	CHECK(form_new(t->a, t->rules, file_text(t->a, "forms/3.000465/service.xml"), &t->form, &findings) == 0);
	CHECK(process_new(t->a, file_text(t->a, "workflows/ban-sao-van-bang.bpmn"), &t->process, &problems) == 0);
	t->calendar = calendar_default();
}

static void
take_down(struct desk_test *t)
{
	process_free(t->process);
	form_free(t->form);
	form_rules_free(t->rules);
}

static void
set(struct instance *in, const char *name, const char *value)
{
	struct form_pair	pair = { str_of(name), str_of(value) };

	CHECK(instance_set(in, FORM_PART_RESULT, FORM_ALL_PAGES, &pair, 1) == 0);
}

/* A dossier at a node, in the hands of the officer 7, who chooses an outcome. */
static void
at(struct desk_test *t, const char *node, const char *role, const char *marking, int status, const char *outcome)
{
	struct uuid	item = { .b = { 1 } }, me = { .b = { 7 } };

	t->dossier = (struct desk_dossier){ .id = { .b = { 9 } },
		.code = STR("H24.19-261124-0001"),
		.agency = STR("H24.19"),
		.marking = str_of(marking),
		.version = 3,
		.status = status,
		.submitted_s = NOW_S - 60,
		.item = { .there = true,
		    .id = item,
		    .node = str_of(node),
		    .role = str_of(role),
		    .agency = STR("H24.19"),
		    .opened_s = NOW_S - 60 } };
	t->choice = (struct desk_choice){ .item = item, .version = 3, .outcome = str_of(outcome) };
	t->c.dossier = &t->dossier;
	t->c.form = t->form;
	t->c.process = t->process;
	t->c.calendar = &t->calendar;
	t->c.actor = me;
	t->c.actor_name = STR("Trần Văn Ổn");
	t->c.now_s = NOW_S;
	instance_free(t->c.instance);
	CHECK(instance_new(t->form, today, NULL, 0, &t->c.instance) == 0);
}

#define AT_RECEIVE	"m1 running clock=none status=1 result=none open=receive@H24.19 visits=submitted:1,receive:1"
#define AT_APPRAISE	"m1 running clock=running status=4 result=none open=appraise@H24.19,appraise-soon " \
			"visits=submitted:1,receive:1,received:1,accept:1,appraise:1"
#define AT_APPROVE	"m1 running clock=running status=4 result=none open=approve@H24.19 " \
			"visits=submitted:1,receive:1,received:1,accept:1,appraise:1,appraised:1,approve:1"
#define AT_RELEASE                                                                                                   \
	"m1 running clock=ended status=9 result=none open=release@H24.19 "                                           \
	"visits=submitted:1,receive:1,received:1,accept:1,appraise:1,appraised:1,approve:1,approved:1,"              \
	"issue:1,release:1"

static int
decide(struct desk_test *t)
{
	return (desk_decide(t->a, &t->c, &t->choice, &t->decision));
}

static void
test_accept(struct desk_test *t)
{
	at(t, "receive", "counter", AT_RECEIVE, 1, "accept");
	EXPECT_I64(decide(t), 0);
	EXPECT(t->decision.move.accepted && !t->decision.move.decide && !t->decision.move.supplement);
	EXPECT_I64(t->decision.move.status, 4);
	EXPECT_I64(t->decision.move.clock.accepted_s, NOW_S);
	/* One working day from inside the working hours of a Tuesday: the same time on Wednesday. */
	EXPECT_I64(t->decision.move.clock.due_s, NOW_S + 86400);
	EXPECT(str_find(t->decision.move.items, STR("\"appraise\"")) > 0);
	EXPECT(str_find(t->decision.move.jobs, STR("\"accept\"")) > 0);
}

static void
test_not_as_seen(struct desk_test *t)
{
	at(t, "receive", "counter", AT_RECEIVE, 1, "accept");
	t->choice.version = 2;
	EXPECT_I64(decide(t), DESK_E_STALE);
	at(t, "receive", "counter", AT_RECEIVE, 1, "accept");
	t->choice.item.b[15] = 1;
	EXPECT_I64(decide(t), DESK_E_STALE);
	at(t, "receive", "counter", AT_RECEIVE, 1, "accept");
	t->dossier.item.there = false;
	EXPECT_I64(decide(t), DESK_E_STALE);
	at(t, "receive", "counter", AT_RECEIVE, 1, "accept");
	t->dossier.item.held = true;
	EXPECT_I64(decide(t), DESK_E_HELD);
	t->dossier.item.assignee = t->c.actor;
	EXPECT_I64(decide(t), 0);
	at(t, "receive", "counter", AT_APPRAISE, 4, "accept");
	EXPECT_I64(decide(t), DESK_E_STALE);
	at(t, "receive", "counter", "m1 rubbish", 1, "accept");
	EXPECT_I64(decide(t), DESK_E_STUCK);
	at(t, "no-such-node", "counter", AT_RECEIVE, 1, "accept");
	EXPECT_I64(decide(t), DESK_E_STUCK);
	at(t, "receive", "counter", AT_RECEIVE, 1, "approve");
	EXPECT_I64(decide(t), DESK_E_OUTCOME);
}

static void
test_reasons(struct desk_test *t)
{
	char	*longer = arena_alloc(t->a, DESK_REASON_MAX_CHARS + 2);

	at(t, "receive", "counter", AT_RECEIVE, 1, "supplement");
	EXPECT_I64(decide(t), DESK_E_REASON);
	EXPECT(t->decision.outcome != NULL);
	memset(longer, 'x', DESK_REASON_MAX_CHARS + 1);
	t->choice.reason = str_of(longer);
	EXPECT_I64(decide(t), DESK_E_REASON_LONG);
	t->choice.reason.n--;
	EXPECT_I64(decide(t), 0);
	EXPECT(t->decision.move.supplement);
	at(t, "receive", "counter", AT_RECEIVE, 1, "refuse");
	EXPECT_I64(decide(t), DESK_E_REASON);
	t->choice.reason = STR("Không thuộc thẩm quyền");
	EXPECT_I64(decide(t), DESK_E_CONFIRM);
	t->choice.confirmed = true;
	EXPECT_I64(decide(t), 0);
	EXPECT_STR(t->decision.move.finished, "refused");

	EXPECT_STR(desk_reason(t->a, STR("  Thiếu giấy\r\n\n \t\nẢnh mờ ")), "Thiếu giấy\nẢnh mờ");
	EXPECT_STR(desk_reason(t->a, STR(" \n ")), "");
	EXPECT_STR(desk_reason(t->a, STR_NONE), "");
}

static void
fill(struct instance *in)
{
	set(in, "result.full_name", "Nguyễn Thị Ngưỡng");
	set(in, "result.born", "5/3/1998");
	set(in, "result.birthplace", "Hải Phòng");
	set(in, "result.sex", "nu");
	set(in, "result.kind", "thpt");
	set(in, "result.school", "Trường THPT Hoa Phượng");
	set(in, "result.year", "2015");
	set(in, "result.serial", "A07310680");
	set(in, "result.register_number", "00680/2015");
	set(in, "result.copy_number", "15/2026");
}

static void
test_result(struct desk_test *t)
{
	at(t, "appraise", "specialist", AT_APPRAISE, 4, "submit");
	EXPECT_I64(decide(t), DESK_E_DRAFT);
	t->choice.outcome = STR("supplement");
	t->choice.reason = STR("Thiếu giấy");
	EXPECT_I64(decide(t), 0);		/* an empty draft stops only what needs it */
	EXPECT_I64(t->decision.move.clock.paused_s, NOW_S);
	t->choice.outcome = STR("submit");
	fill(t->c.instance);
	EXPECT_I64(decide(t), 0);

	at(t, "approve", "director", AT_APPROVE, 4, "approve");
	EXPECT_I64(decide(t), DESK_E_DRAFT);
	fill(t->c.instance);
	EXPECT_I64(decide(t), DESK_E_CONFIRM);
	t->choice.confirmed = true;
	EXPECT_I64(decide(t), 0);
	EXPECT(t->decision.move.decide);
	EXPECT_I64(t->decision.move.status, 9);
	EXPECT_STR(t->decision.number_suffix, "/BS-SGDĐT");
	EXPECT_STR(t->decision.year, "2026");

	at(t, "release", "counter", AT_RELEASE, 9, "release");
	t->choice.confirmed = true;
	t->dossier.result_state = STR("decided");
	EXPECT_I64(decide(t), DESK_E_NOT_ISSUED);
	t->dossier.result_state = STR("issued");
	EXPECT_I64(decide(t), 0);
	EXPECT_STR(t->decision.move.finished, "issued");
}

static void
test_due(struct desk_test *t)
{
	static const struct {
		int64_t			 due_s, paused_s;
		enum deadline_kind	 kind;
		const char		*vi, *en;
	} cases[] = {
		{ 0, 0, DEADLINE_NONE, "", "" },
		{ NOW_S + 9 * 86400, 0, DEADLINE_OK, "Còn 7 ngày", "7 days left" },	/* a week-end in between */
		{ NOW_S + 7200, 0, DEADLINE_SOON, "Còn 2 giờ", "2 hours left" },
		{ NOW_S + 60, 0, DEADLINE_SOON, "Còn 1 phút", "1 minute left" },
		{ NOW_S + 30, 0, DEADLINE_SOON, "Đến hạn ngay", "Due now" },
		{ NOW_S - 30, 0, DEADLINE_LATE, "Vừa quá hạn", "Just overdue" },
		{ NOW_S - 86400, 0, DEADLINE_LATE, "Quá hạn 1 ngày", "1 day late" },
		{ NOW_S - 86400, NOW_S - 90000, DEADLINE_PAUSED, "Tạm dừng tính hạn", "Clock stopped" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct deadline	vi = desk_due(t->a, LANG_VI, &t->calendar, NOW_S - 30 * 86400, cases[i].due_s,
		    cases[i].paused_s, NOW_S);
		struct deadline	en = desk_due(t->a, LANG_EN, &t->calendar, NOW_S - 30 * 86400, cases[i].due_s,
		    cases[i].paused_s, NOW_S);

		EXPECT_I64(vi.kind, cases[i].kind);
		EXPECT_STR(vi.words, cases[i].vi);
		EXPECT_STR(en.words, cases[i].en);
	}
}

static void
test_small_things(struct desk_test *t)
{
	const struct desk_filters	 none = { 0 }, some = { .words = STR("Ẩn & 1"), .due = STR("late") };
	const struct uuid		 after = { .b = { 1 } };
	const struct process_node	*node = process_node(t->process, STR("appraise"));
	struct str			*words;

	EXPECT_I64(desk_words(t->a, STR(" Đặng-Thị  ẨN "), &words), 3);
	EXPECT_STR(words[0], "dang");
	EXPECT_STR(words[2], "an");
	EXPECT_I64(desk_words(t->a, STR("1 2 3 4 5 6 7 8 9"), &words), DESK_WORDS_MAX);
	EXPECT_I64(desk_words(t->a, STR("%"), &words), 0);
	EXPECT_STR(desk_queue_href(t->a, &none, NULL), "/ban-lam-viec");
	EXPECT_STR(desk_queue_href(t->a, &some, &after),
	    "/ban-lam-viec?tim=%E1%BA%A8n%20%26%201&han=late&sau=01000000-0000-0000-0000-000000000000");
	EXPECT_STR(desk_outcome_of_kind(node, STR("refuse"))->id, "propose-refusal");
	EXPECT(desk_outcome_of_kind(node, STR("approve")) == NULL);
	EXPECT(desk_outcome_of_kind(node, STR("assigned")) == NULL);
}

int
main(void)
{
	struct arena *auto_(arena_freep)	a = arena_new();
	struct desk_test			t = { .a = a };

	set_up(&t);
	test_accept(&t);
	test_not_as_seen(&t);
	test_reasons(&t);
	test_result(&t);
	test_due(&t);
	test_small_things(&t);
	instance_free(t.c.instance);
	take_down(&t);
	return (check_done());
}
