/* form/: a dossier's data from the empty page to the document. Runs from the top of the tree: it reads forms/. */
#include <stdio.h>

#include "check.h"

#include "form/form.h"

static const struct date	today = { 2026, 11, 24 };
static struct form_rules	*rules;

static struct form *
form_of(struct arena *a, const char *code)
{
	struct form_findings	 findings;
	struct form		*f = NULL;
	char			*text = arena_alloc(a, FORM_PACKAGE_MAX_BYTES);
	FILE			*in = fopen(arena_printf(a, "forms/%s/service.xml", code).p, "re");

	CHECK(in != NULL);
	EXPECT_I64(form_new(a, rules, (struct str){ text, fread(text, 1, FORM_PACKAGE_MAX_BYTES,
	    in) }, &f, &findings), 0);
	fclose(in);
	return (f);
}

static int
set(struct instance *in, enum form_part part, const char *name, const char *value)
{
	struct form_pair	pair = { str_of(name), str_of(value) };

	return (instance_set(in, part, FORM_ALL_PAGES, &pair, 1));
}

static bool
has(const struct form_problems *p, const char *name, const char *id)
{
	for (size_t i = 0; i < p->n; i++) {
		if (str_eqc(p->v[i].name, name) && strcmp(p->v[i].id, id) == 0)
			return (true);
	}
	return (false);
}

/* ui.md 6.5: thirty spellings, one stored value each. */
static void
test_spellings(struct arena *a, const struct form *f)
{
	static const struct {
		const char	*name, *typed, *stored;
	} cases[] = {
		{ "guardian.personal_id", "031 090 123 456", "031090123456" },
		{ "guardian.personal_id", "031.090.123.456", "031090123456" },
		{ "guardian.personal_id", "031-090-123456 ", "031090123456" },
		{ "guardian.personal_id", "０３１０９０１２３４５６", "031090123456" },
		{ "guardian.personal_id", "031\xc2\xa0" "090123456", "031090123456" },
		{ "guardian.personal_id", "03109012345", "03109012345" },
		{ "guardian.personal_id", "O31 090", "O31 090" },
		{ "guardian.phone", "0912 345 678", "0912345678" },
		{ "guardian.phone", "+84 912 345 678", "0912345678" },
		{ "guardian.phone", "+84 (0)912-345-678", "0912345678" },
		{ "guardian.phone", "84912345678", "0912345678" },
		{ "guardian.phone", "0912.345.678", "0912345678" },
		{ "guardian.full_name", "  Nguye\xcc\x82\xcc\x83n   Thị\tNgưỡng ", "Nguyễn Thị Ngưỡng" },
		{ "guardian.full_name", "\xe2\x80\x8bVũ Đức", "Vũ Đức" },
		{ "pupil.born", "2/5/2010", "2010-05-02" },
		{ "pupil.born", "02/05/2010", "2010-05-02" },
		{ "pupil.born", "2-5-10", "2010-05-02" },
		{ "pupil.born", "2.5.2010", "2010-05-02" },
		{ "pupil.born", "2 / 5 / 2010", "2010-05-02" },
		{ "pupil.born", "2010-05-02", "2010-05-02" },
		{ "pupil.born", "２／５／２０１０", "2010-05-02" },
		{ "pupil.born", "2/5/75", "1975-05-02" },
		{ "pupil.born", "31/2/2010", "31/2/2010" },
		{ "pupil.born", "5/2010", "5/2010" },
		{ "results[r1].mark", "7,50", "7.5" },
		{ "results[r1].mark", "7.5", "7.5" },
		{ "results[r1].mark", " 10 ", "10" },
		{ "results[r1].mark", "7.125", "7.125" },
		{ "results[r1].mark", "8,", "8" },
		{ "has_priority", "YES", "yes" },
	};
	auto_(instance_freep) struct instance	*in = NULL;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		EXPECT_I64(set(in, FORM_PART_APPLICANT, cases[i].name, cases[i].typed), 0);
		EXPECT_STR(instance_get(a, in, str_of(cases[i].name)), cases[i].stored);
	}
}

static void
test_messages(struct arena *a, const struct form *f)
{
	static const struct {
		const char	*name, *typed, *id, *anchor;
	} cases[] = {
		{ "guardian.personal_id", "03109012345", "personal-id-digits", "guardian-personal_id" },
		{ "guardian.personal_id", "O31090123456", "personal-id-other", "guardian-personal_id" },
		{ "guardian.phone", "0112345678", "phone", "guardian-phone" },
		{ "pupil.born", "31/2/2010", "date-real", "pupil-born-day" },
		{ "pupil.born", "3//2010", "date-month", "pupil-born-month" },
		{ "pupil.born", "3/2/", "date-year", "pupil-born-year" },
		{ "pupil.born", "1/1/2020", "constraint", "pupil-born-day" },
		{ "results[r1].mark", "10,5", "max", "results-r1-mark" },
		{ "results[r1].mark", "bảy", "score", "results-r1-mark" },
		{ "to.school", "H24.19.99", "choice", "to-school-H24.19.31" },
		{ "has_priority", "", "required-choice", "has_priority-yes" },
		{ "papers.transcript", NULL, "required-file", "papers-transcript" },
	};
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_problems			 p;
	bool					 found;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		if (cases[i].typed != NULL)
			EXPECT_I64(set(in, FORM_PART_APPLICANT, cases[i].name, cases[i].typed), 0);
		EXPECT_I64(form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p), FORM_E_PROBLEMS);
		found = false;
		for (size_t k = 0; k < p.n; k++) {
			if (str_eqc(p.v[k].name, cases[i].name)) {
				found = true;
				EXPECT_STR(str_of(p.v[k].id), cases[i].id);
				EXPECT_STR(p.v[k].anchor, cases[i].anchor);
			}
		}
		EXPECT(found);
	}
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "guardian.personal_id", "03109012345"), 0);
	form_check(a, in, FORM_PART_APPLICANT, 0, LANG_VI, &p);
	EXPECT_STR(p.v[2].text, "“Số định danh cá nhân” phải có 12 chữ số – bạn đã nhập 11.");
	form_check(a, in, FORM_PART_APPLICANT, 0, LANG_EN, &p);
	EXPECT_STR(p.v[2].text, "“Personal identification number” must have 12 digits – you entered 11.");
}

static void
test_rows(struct arena *a, const struct form *f)
{
	auto_(instance_freep) struct instance	*in = NULL, *again = NULL;
	struct form_problems			 p;
	struct str				 row, text, text2;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	EXPECT_I64(instance_row_remove(in, STR("results"), STR("r1")), FORM_E_LIMIT);
	EXPECT_I64(instance_row_add(a, in, STR("results"), &row), 0);
	EXPECT_STR(row, "r2");
	EXPECT_I64(instance_row_add(a, in, STR("results"), &row), 0);
	EXPECT_I64(instance_row_add(a, in, STR("results"), &row), FORM_E_LIMIT);
	EXPECT_I64(instance_row_add(a, in, STR("pupil"), &row), FORM_E_NAME);
	EXPECT_I64(instance_row_remove(in, STR("results"), STR("r3")), 0);
	EXPECT_I64(instance_row_add(a, in, STR("results"), &row), 0);
	EXPECT_STR(row, "r4");
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "results[r3].mark", "5"), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "results[r1].mark", "8,1"), 0);
	EXPECT_STR(instance_get(a, in, STR("average")), "");
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "results[r4].mark", "7,5"), 0);
	EXPECT_STR(instance_get(a, in, STR("average")), "7.8");
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "average", "9"), 0);
	EXPECT_STR(instance_get(a, in, STR("average")), "7.8");
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "results[r1].grade", "10"), 0);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "results[r4].grade", "10"), 0);
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p);
	EXPECT(has(&p, "results[r4].grade", "constraint") && !has(&p, "results[r1].grade", "required-choice"));
	EXPECT_I64(instance_row_move(in, STR("results"), STR("r4"), -5), 0);
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p);
	EXPECT(has(&p, "results[r1].grade", "constraint"));
	EXPECT_I64(instance_text(a, in, &text), 0);
	EXPECT(str_find(text, STR("<results id=\"r4\">")) < str_find(text, STR("<results id=\"r1\">")));
	EXPECT(str_find(text, STR("today")) < 0);
	EXPECT_I64(instance_parse(f, today, text, &again), 0);
	EXPECT_I64(instance_text(a, again, &text2), 0);
	EXPECT(str_eq(text, text2));
	EXPECT_I64(instance_row_add(a, again, STR("results"), &row), FORM_E_LIMIT);
}

static void
test_hidden(struct arena *a, const struct form *f)
{
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_file			 file = { STR("ab"), STR("a.pdf"), STR("application/pdf"), 9, 2 };
	struct form_attachment			*files;
	struct form_problems			 p;
	size_t					 n;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "reason", "khac"), 0);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "reason_text", "Xa nhà"), 0);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "has_priority", "yes"), 0);
	EXPECT_I64(instance_file_add(in, STR("papers.priority"), &file), 0);
	EXPECT_I64(instance_file_add(in, STR("reason"), &file), FORM_E_NAME);
	instance_files(a, in, &files, &n);
	EXPECT(n == 1 && files[0].file.pages == 2);
	EXPECT_STR(files[0].field, "papers.priority");
	EXPECT_I64(instance_file_remove(in, STR("papers.priority"), STR("cd")), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "has_priority", "no"), 0);
	instance_files(a, in, &files, &n);
	EXPECT_I64(n, 0);
	EXPECT_STR(instance_get(a, in, STR("reason_text")), "Xa nhà");
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "reason", "gia-dinh"), 0);
	EXPECT_STR(instance_get(a, in, STR("reason_text")), "");
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p);
	EXPECT(!has(&p, "reason_text", "required") && !has(&p, "papers.priority", "required-file"));
}

static void
test_parts(struct arena *a, const struct form *f)
{
	const struct form_pair			 profile[] = {
		{ STR("profile.full_name"), STR("Vũ Thị Mận") }, { STR("profile.born"), STR("1990-03-27") },
	};
	const struct form_pair			 record[] = {
		{ STR("registry.so-goc.full_name"), STR("Vũ Thị Mơ") },
		    { STR("registry.so-goc.serial"), STR("A 0123456") },
	};
	auto_(instance_freep) struct instance	*in = NULL;
	size_t					 page;

	EXPECT_I64(instance_new(f, today, profile, COUNT_OF(profile), &in), 0);
	EXPECT_STR(instance_get(a, in, STR("applicant.full_name")), "Vũ Thị Mận");
	EXPECT_STR(form_registry(f), "so-goc");
	EXPECT(form_uses(f, STR("profile.phone")) && !form_uses(f, STR("profile.shoe")));
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "result.serial", "X"), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_RESULT, "applicant.full_name", "X"), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "diploma.serial", "B 1"), 0);
	EXPECT_I64(instance_prefill(in, FORM_PART_RESULT, record, COUNT_OF(record)), 0);
	EXPECT_STR(instance_get(a, in, STR("result.serial")), "A 0123456");
	EXPECT_STR(instance_get(a, in, STR("diploma.serial")), "B 1");
	EXPECT(form_page_find(f, STR("nhan-ket-qua"), &page) == 0 && page == 3);
	EXPECT_I64(form_page_step(f, in, 3, 1, &page), FORM_E_NAME);
	EXPECT(form_page_step(f, in, 3, -1, &page) == 0 && page == 2);
	EXPECT_I64(form_page(f, 4)->part, FORM_PART_RESULT);
}

static void
test_view(struct arena *a, const struct form *f)
{
	const struct form_pair			 profile[] = { { STR("profile.full_name"), STR("Vũ Thị Mận") } };
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_problems			 p;
	struct page_view			 v;
	const struct control			*c;

	EXPECT_I64(instance_new(f, today, profile, 1, &in), 0);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "applicant.born", "3//1990"), 0);
	form_check(a, in, FORM_PART_APPLICANT, 0, LANG_VI, &p);
	EXPECT_I64(form_view_page(a, in, 0, LANG_VI, &p, &v), 0);
	EXPECT(v.number == 1 && v.of == 4 && v.controls_n == 1 && v.controls[0].kind == CONTROL_SECTION);
	EXPECT_I64(v.data_instance.n, 0);
	c = v.controls[0].controls;
	EXPECT_STR(c[0].name, "applicant.full_name");
	EXPECT_STR(c[0].value, "Vũ Thị Mận");
	EXPECT_STR(c[0].prefilled_from, "profile.full_name");
	EXPECT(c[0].required && c[0].error.n == 0 && c[1].kind == CONTROL_DATE && c[1].parts_n == 3);
	EXPECT_STR(c[1].parts[0].value, "3");
	EXPECT_STR(c[1].parts[1].name, "applicant.born.month");
	EXPECT(c[1].parts[1].wrong && !c[1].parts[0].wrong);
	EXPECT_STR(c[1].parts[2].autocomplete, "bday-year");
	EXPECT_STR(c[1].error, "“Ngày sinh” còn thiếu tháng.");
	EXPECT_I64(form_view_page(a, in, 1, LANG_EN, NULL, &v), 0);
	EXPECT(v.controls[0].kind == CONTROL_RADIOS && v.controls[0].options_n == 5);
	EXPECT_STR(v.controls[0].options[0].label, "I am the holder");
	c = v.controls[1].controls;
	EXPECT(!c[0].relevant);
	EXPECT_STR(c[0].data_relevant, "../../relation != 'self' and ../../relation != ''");
	EXPECT_STR(c[0].data_path, "holder/full_name");
	EXPECT(str_starts(v.data_instance, STR("[\"dossier\",{")));
	EXPECT_I64(form_view_page(a, in, 99, LANG_EN, NULL, &v), FORM_E_NAME);
}

static void
test_document(struct arena *a, const struct form *f)
{
	static const struct {
		const char	*name, *value;
	} applicant[] = {
		{ "applicant.full_name", "Vũ Thị Mận" }, { "diploma.kind", "thpt" }, { "diploma.serial", "A 0123456" },
		{ "changes[r1].item", "ho-ten" }, { "changes[r1].now", "Vũ Thị Mơ" },
		    { "changes[r1].wanted", "Vũ Thị Mận" },
	};
	auto_(instance_freep) struct instance	*in = NULL;
	struct document				 doc = { .place = STR("Hải Phòng") };
	struct answer_section			*sections;
	struct form_projection			 list;
	struct form_result			 out;
	size_t					 n;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (size_t i = 0; i < COUNT_OF(applicant); i++)
		EXPECT_I64(set(in, FORM_PART_APPLICANT, applicant[i].name, applicant[i].value), 0);
	EXPECT_I64(set(in, FORM_PART_RESULT, "result.effective", "1/12/2026"), 0);
	form_result(a, in, &doc, &out);
	EXPECT_STR(doc.title, "QUYẾT ĐỊNH");
	EXPECT_STR(out.suffix, "QĐ-SGDĐT");
	EXPECT(doc.blocks_n == 11 && doc.blocks[7].kind == BLOCK_TABLE && doc.blocks[7].rows == 2 &&
	    doc.blocks[7].columns == 3);
	EXPECT_STR(doc.blocks[7].cells[3], "Họ và tên");
	EXPECT_STR(doc.blocks[9].text, "Quyết định này có hiệu lực kể từ ngày 01 tháng 12 năm 2026.");
	EXPECT_STR(doc.blocks[9].label, "Điều 3.");
	EXPECT_STR(out.claims[3].value, "A 0123456");
	form_project(a, in, &list);
	EXPECT_STR(list.subject, "Chỉnh sửa: Bằng tốt nghiệp trung học phổ thông, số hiệu A 0123456");
	EXPECT_STR(list.agency, "H24.19");
	EXPECT(str_starts(list.search, STR("vu thi man chinh sua")));
	form_view_answers(a, in, FORM_PART_APPLICANT, LANG_VI, &sections, &n);
	EXPECT(n >= 5 && sections[0].answers_n == 5);
	for (size_t i = 0; i < n; i++) {
		if (str_eqc(sections[i].title, "Nội dung 1"))
			EXPECT_STR(sections[i].answers[0].shown, "Họ và tên");
	}
}

static void
test_strange(struct arena *a, const struct form *f)
{
	static const struct {
		const char	*text;
		int		 answer;
	} cases[] = {
		{ "<dossier/>", 0 },
		{ "<dossier><reason>khac</reason></dossier>", 0 },
		{ "<dossier><nothing/></dossier>", FORM_E_SHAPE },
		{ "<dossier><reason>a</reason><reason>b</reason></dossier>", FORM_E_SHAPE },
		{ "<dossier><reason><b/></reason></dossier>", FORM_E_SHAPE },
		{ "<dossier><results id='r1'/></dossier>", FORM_E_SHAPE },
		{ "<dossier rows='1'><results id='r1'/></dossier>", 0 },
		{ "<dossier rows='2'><results id='r1'/><results id='r1'/></dossier>", FORM_E_SHAPE },
		{ "<dossier rows='1'><results id='x'/></dossier>", FORM_E_SHAPE },
		{ "<dossier xmlns='urn:x'/>", FORM_E_SHAPE },
		{ "<other/>", FORM_E_SHAPE },
		{ "<!DOCTYPE dossier><dossier/>", FORM_E_SHAPE },
	};
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_pair			*many = ARENA_ARRAY(a, struct form_pair, 5000);
	struct str				 big = { arena_alloc(a, 300000), 300000 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		auto_(instance_freep) struct instance	*x = NULL;

		EXPECT_I64(instance_parse(f, today, str_of(cases[i].text), &x), cases[i].answer);
	}
	EXPECT_I64(instance_parse(f, today, big, &in), FORM_E_LIMIT);
	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (size_t i = 0; i < 5000; i++)
		many[i] = (struct form_pair){ STR("pupil.born.day"), STR("1") };
	EXPECT_I64(instance_set(in, FORM_PART_APPLICANT, FORM_ALL_PAGES, many, 5000), FORM_E_LIMIT);
	EXPECT_I64(instance_set(in, FORM_PART_APPLICANT, FORM_ALL_PAGES, many, 3000), 0);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "reason_text", "a\x01" "b"), FORM_E_SHAPE);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "pupil", "x"), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "pupil.born.hour", "x"), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "results[r1", "x"), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "", "x"), FORM_E_NAME);
	EXPECT_I64(set(in, FORM_PART_APPLICANT, "_csrf", "x"), 0);
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(form_freep) struct form	*copy = NULL, *correct = NULL, *move = NULL;

	EXPECT_I64(form_rules_new("forms", &rules), 0);
	copy = form_of(a, "3.000465");
	correct = form_of(a, "3.000466");
	move = form_of(a, "2.002478");
	test_spellings(a, move);
	test_messages(a, move);
	test_rows(a, move);
	test_hidden(a, move);
	test_strange(a, move);
	test_parts(a, copy);
	test_view(a, copy);
	test_document(a, correct);
	form_rules_free(rules);
	return (check_done());
}
