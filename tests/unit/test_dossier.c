/* dossier/: handing in, answering a supplement request, and the words for where a dossier stands. Reads forms/,
 * workflows/. */
#include <stdio.h>

#include "check.h"

#include "core/clock.h"
#include "dossier/dossier.h"
#include "dossier/dossier_words.h"

#define FILE_BYTES_MAX	(1024 * 1024)
#define WAITING "m1 running clock=none status=5 result=none open=supplement-reception,reception-late " \
	"visits=submitted:1,receive:1,received:1,reception-slip:1,supplement-reception:1"

static const char		answers[] =
    "<dossier><applicant><full_name>Nguyễn Thị "
    "Ngưỡng</full_name><born>1998-03-05</born><personal_id>031198000017</personal_id>"
    "<phone>0900000001</phone><address>Số 1 phố Thử Nghiệm</address></applicant><relation>self</relation>"
    "<holder><birthplace>Hải Phòng</birthplace><sex>nu</sex></holder><diploma><kind>thpt</kind><year>2016</year>"
    "<school>Trường THPT Hoa Phượng</school></diploma><copies>1</copies><delivery>online</delivery></dossier>";
static struct form_rules	*rules;

static struct str
file_of(struct arena *a, const char *path)
{
	char		*text = arena_alloc(a, FILE_BYTES_MAX);
	FILE		*in = fopen(path, "re");
	struct str	 s;

	CHECK(in != NULL);
	s = (struct str){ text, fread(text, 1, FILE_BYTES_MAX, in) };
	fclose(in);
	return (s);
}

static int64_t
at(const char *iso)
{
	int64_t	s = 0;

	EXPECT(time_parse_iso(str_of(iso), &s));
	return (s);
}

static void
test_start(struct arena *a, struct dossier_case c, struct instance *empty)
{
	struct dossier_step	step;

	EXPECT_I64(dossier_start(a, &c, LANG_VI, &step), 0);
	EXPECT_STR(step.projection.agency, "H24.19");
	EXPECT_STR(step.projection.applicant, "Nguyễn Thị Ngưỡng");
	EXPECT_I64(step.move.status, STATUS_SUBMITTED);
	EXPECT_STR(step.move.marking, "m1 running clock=none status=1 result=none open=receive@H24.19 "
	    "visits=submitted:1,receive:1");
	EXPECT(str_find(step.move.items,
	    STR("\"node\":\"receive\",\"visit\":1,\"role\":\"counter\",\"agency\":\"H24.19\"")) > 0);
	EXPECT(!step.move.accepted);
	c.in = empty;
	EXPECT_I64(dossier_start(a, &c, LANG_VI, &step), DOSSIER_E_PROBLEMS);
	EXPECT(step.problems.n > 5);
}

static void
test_supplement(struct arena *a, struct dossier_case c, struct instance *empty)
{
	struct dossier_place	place = { .agency = STR("H24.19"), .marking = STR(WAITING),
	    .node = STR("supplement-reception") };
	struct dossier_step	step;

	EXPECT_I64(dossier_supplement(a, &c, &place, LANG_VI, &step), 0);
	EXPECT_STR(step.outcome, "resubmit");
	EXPECT_I64(step.move.status, STATUS_SUBMITTED);
	EXPECT(str_find(step.move.marking, STR("open=receive@H24.19")) > 0);
	EXPECT(str_find(step.move.timers, STR("\"node\":\"reception-late\"")) > 0);
	place.node = STR("receive");
	EXPECT_I64(dossier_supplement(a, &c, &place, LANG_VI, &step), DOSSIER_E_NOT_ASKED);
	place.node = STR("nothing");
	EXPECT_I64(dossier_supplement(a, &c, &place, LANG_VI, &step), DOSSIER_E_NOT_ASKED);
	place.node = STR("supplement-reception");
	place.marking = STR("m1 rubbish");
	EXPECT_I64(dossier_supplement(a, &c, &place, LANG_VI, &step), DOSSIER_E_WORKFLOW);
	c.in = empty;
	EXPECT_I64(dossier_supplement(a, &c, &place, LANG_VI, &step), DOSSIER_E_PROBLEMS);
}

static void
test_codes(struct arena *a)
{
	static const struct {
		const char	*typed, *clean;
	} cases[] = {
		{ "H24.19-261124-0001", "H24.19-261124-0001" }, { " h24.19 - 261124-0001 ", "H24.19-261124-0001" },
		{ "", "" }, { "H24<script>", "" }, { "H24.19_1", "" }, { "Hồ", "" },
		{ "11111111111111111111111111111111111111111111111", "" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		EXPECT_STR(dossier_code_clean(a, str_of(cases[i].typed)), cases[i].clean);
	/* The day is Vietnam's: seven hours ahead. */
	EXPECT_STR(dossier_code_day(a, at("2026-11-24T16:59:59Z")), "261124");
	EXPECT_STR(dossier_code_day(a, at("2026-11-24T17:00:00Z")), "261125");
}

static void
test_timeline(struct arena *a, const struct process *process)
{
	const struct dossier_event	events[] = {
		{ .kind = STR("submitted"), .actor_name = STR("Ngưỡng"), .role = STR("applicant"), .agency = STR("Sở"),
		    .status = 1 },
		{ .kind = STR("forward"), .node = STR("receive"), .actor_name = STR("Ẩn"), .role = STR("counter"),
		    .agency = STR("Sở"),
		    .reason = STR("nội bộ"), .status = 4 },
		{ .kind = STR("assigned"), .node = STR("appraise"), .actor_name = STR("Ổn"), .role = STR("head"),
		    .agency = STR("Sở"),
		    .status = 4 },
		{ .kind = STR("supplement"), .node = STR("appraise"), .actor_name = STR("Ổn"),
		    .role = STR("specialist"),
		    .agency = STR("Sở"), .reason = STR("thiếu ảnh\n\nthiếu đơn\n"), .status = 5 },
		{ .kind = STR("forward"), .node = STR("appraise"), .role = STR("specialist"), .agency = STR("Sở"),
		    .status = 4 },
	};
	struct timeline			t = dossier_timeline(a, LANG_VI, process, events, COUNT_OF(events));

	EXPECT_I64(t.items_n, 4);
	EXPECT_STR(t.items[0].title, "Đã xong bước: Tra sổ gốc, soạn bản sao");
	EXPECT_STR(t.items[0].by, "Sở");
	EXPECT(t.items[0].current && !t.items[3].current);
	EXPECT_STR(t.items[1].title, "Cơ quan yêu cầu bổ sung");
	EXPECT_STR(t.items[1].text, "thiếu ảnh; thiếu đơn");
	EXPECT_STR(t.items[2].title, "Hồ sơ được tiếp nhận");
	EXPECT_STR(t.items[2].by, "Ẩn, Sở");
	EXPECT_STR(t.items[2].text, "");
	EXPECT_STR(t.items[3].by, "Ngưỡng");
	EXPECT_STR(dossier_where(a, LANG_VI, process,
	    STR("m1 running clock=none status=1 result=none open=receive@H24.19 "
	    "visits=submitted:1,receive:1")), "Đang ở bước: Tiếp nhận hồ sơ – Bộ phận Một cửa");
	EXPECT_STR(dossier_where(a, LANG_EN, process,
		       STR("m1 running clock=none status=1 result=none open=receive@H24.19 "
			   "visits=submitted:1,receive:1")),
	    "Now at: Accept the dossier – One-stop desk");
	EXPECT_STR(dossier_timeline(a, LANG_EN, process, events, COUNT_OF(events)).items[0].title,
	    "Done: Search the register, draft the copy");
	EXPECT_STR(dossier_where(a, LANG_VI, process, STR(WAITING)), "");
	EXPECT_STR(dossier_where(a, LANG_VI, process, STR("rubbish")), "");
}

static void
test_words(struct arena *a)
{
	const struct notice_line	known = { .code = STR("H1"), .kind = STR("stop-notice") },
	    odd = { .code = STR("H1"),
					    .kind = STR("what-is-this") };
	struct str			*lines;

	for (int64_t s = 1; s <= DOSSIER_STATUS_MAX; s++) {
		for (enum lang lang = LANG_VI; lang < LANG__MAX; lang++)
			EXPECT(dossier_status_words(lang, s).n > 0 && dossier_status_hint(lang, s).n > 0);
		EXPECT(!str_eq(dossier_status_words(LANG_VI, s), dossier_status_words(LANG_EN, s)));
	}
	EXPECT_STR(dossier_status_words(LANG_VI, STATUS_SUPPLEMENT), "Cần bạn bổ sung");
	EXPECT_STR(dossier_notice_words(a, LANG_VI, &known), "Hồ sơ H1 đã dừng giải quyết.");
	EXPECT_STR(dossier_notice_words(a, LANG_VI, &odd), "Hồ sơ H1 có cập nhật mới.");
	EXPECT_I64(dossier_deadline(a, LANG_VI, 0, STATUS_DECIDED, 100, false).kind, DEADLINE_NONE);
	EXPECT_I64(dossier_deadline(a, LANG_VI, 200, STATUS_PROCESSING, 100, false).kind, DEADLINE_LATE);
	EXPECT_I64(dossier_deadline(a, LANG_VI, 200, STATUS_SUPPLEMENT, 100, true).kind, DEADLINE_PAUSED);
	EXPECT_I64(dossier_lines(a, STR("một\n\n  hai \n"), &lines), 2);
	EXPECT_STR(lines[1], "hai");
	EXPECT_I64(dossier_lines(a, STR(""), &lines), 0);
}

int
main(void)
{
	struct arena auto_(arena_freep)		*a = arena_new();
	struct form auto_(form_freep)		*form = NULL;
	struct process auto_(process_freep)	*process = NULL;
	struct instance auto_(instance_freep)	*in = NULL, *empty = NULL;
	struct calendar				 calendar = calendar_default();
	struct form_findings			 findings;
	struct workflow_problems		 problems;
	struct dossier_case			 c = { .id = uuid_new(), .calendar = &calendar,
	    .name = STR("Người Nộp"),
						    .now_s = at("2026-11-24T08:00:00+07:00") };

	EXPECT_I64(form_rules_new("forms", &rules), 0);
	EXPECT_I64(form_new(a, rules, file_of(a, "forms/3.000465/service.xml"), &form, &findings), 0);
	EXPECT_I64(process_new(a, file_of(a, "workflows/ban-sao-van-bang.bpmn"), &process, &problems), 0);
	EXPECT_I64(instance_parse(form, (struct date){ 2026, 11, 24 }, STR(answers), &in), 0);
	EXPECT_I64(instance_new(form, (struct date){ 2026, 11, 24 }, NULL, 0, &empty), 0);
	c.form = form;
	c.process = process;
	c.in = in;
	test_start(a, c, empty);
	test_supplement(a, c, empty);
	test_codes(a);
	test_timeline(a, process);
	test_words(a);
	instance_freep(&in);
	instance_freep(&empty);
	form_freep(&form);
	form_rules_free(rules);
	return (check_done());
}
