/* form/: the types. Many spellings become one value, and what is wrong is said by name. Reads forms/. */
#include <stdlib.h>

#include "check.h"
#include "form_sample.h"

static const struct date	today = { 2026, 11, 24 };
static struct form_rules	*rules;

#define PACKAGE SAMPLE_HEAD(SAMPLE_PLAIN, \
	"<code-list name='id-provinces' list='id-provinces'/><code-list name='cities' list='cities'/>" \
	"<code-list name='wards' list='wards'/>") \
	FIELD("name", "person-name", "") FIELD("id", "personal-id", "codes='id-provinces' born='../born' " \
	    "sex='../sex'") \
	FIELD("born", "partial-date", "") \
	"<field name='sex' type='choice'><label><vi>sex</vi></label><choice value='nam'><vi>Nam</vi></choice>" \
	"<choice value='nu'><vi>Nữ</vi></choice></field>" \
	FIELD("old", "old-id", "") FIELD("tax", "tax-number", "") FIELD("class", "class", "") \
	FIELD("city", "choice", "codes='cities'") FIELD("ward", "choice", "codes='wards' under='../city'") \
	FIELD("day", "date", "") FIELD("city_then", "choice", "codes='cities' at='../day'") \
	FIELD("n", "integer", "") FIELD("n_big", "yes-no", "calculate='../n &gt; 5'") \
	FIELD("grade_10", "yes-no", "calculate='../class/@grade = 10'") \
	FIELD("span", "integer", "calculate='../born/@last-days - ../born/@first-days'") SAMPLE_TAIL

static void
test_spellings(struct arena *a, const struct form *f)
{
	static const struct {
		const char	*name, *typed, *stored;
	} cases[] = {
		{ "name", "nguyễn văn ngưỡng", "Nguyễn Văn Ngưỡng" },
		{ "name", "  NGUYỄN   VĂN NGƯỠNG", "Nguyễn Văn Ngưỡng" },
		{ "name", "Nguyê\xcc\x83n Văn Ngưỡng", "Nguyễn Văn Ngưỡng" },
		{ "name", "Đặng thị mỡ", "Đặng thị mỡ" },
		{ "name", "ĐẶNG THỊ ÝÊU-ƯƠNG", "Đặng Thị Ýêu-Ương" },
		{ "name", "đỗ ơn", "Đỗ Ơn" },
		{ "name", "Jean-Pierre d'Arcy", "Jean-Pierre d'Arcy" },
		{ "name", "ANNA", "Anna" },
		{ "name", "Y", "Y" },
		{ "id", "031 090 123 456", "031090123456" },
		{ "id", "031.090-123.456", "031090123456" },
		{ "old", "031 234 567", "031234567" },
		{ "old", "０３１２３４５６７", "031234567" },
		{ "tax", "0200 123 457", "0200123457" },
		{ "tax", "0200123457 001", "0200123457-001" },
		{ "tax", "0200123457-001", "0200123457-001" },
		{ "born", "1990", "1990" }, { "born", "90", "1990" }, { "born", "5/1990", "1990-05" },
		{ "born", "05.1990", "1990-05" }, { "born", "?/5/1990", "1990-05" }, { "born", "//1990", "1990" },
		{ "born", "không rõ/không rõ/1990", "1990" }, { "born", "00/00/1990", "1990" }, { "born", "/5/1990",
		    "1990-05" },
		{ "born", "2/5/1990", "1990-05-02" }, { "born", "1990-05", "1990-05" }, { "born", "xx/xx/1990", "1990"
		    },
		{ "born", "13/1990", "13/1990" }, { "born", "2//1990", "2//1990" },
		{ "class", "10A1", "10A1" }, { "class", "lớp 10 a1", "10A1" }, { "class", "Lớp 1b", "1B" },
		{ "class", "12 Toán", "12 Toán" }, { "class", "9", "9" }, { "class", "13A", "13A" }, { "class", "A1",
		    "A1" },
		{ "n", "1e3", "1e3" }, { "n", " 12 ", "12" },
	};
	auto_(instance_freep) struct instance	*in = NULL;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		EXPECT_I64(sample_set(in, cases[i].name, cases[i].typed), 0);
		EXPECT_STR(instance_get(a, in, str_of(cases[i].name)), cases[i].stored);
	}
}

static void
test_problems(struct arena *a, const struct form *f)
{
	static const struct {
		const char	*name, *typed, *id;
	} cases[] = {
		{ "name", "Nguyễn 2", "person-name" }, { "name", "'-.", "person-name" }, { "name", "An ™",
		    "person-name" },
		{ "name", "Nguyễn Văn Ngưỡng", "" },
		{ "id", "099090123456", "personal-id-province" }, { "id", "03109012345", "personal-id-digits" },
		{ "id", "131090123456", "" }, { "id", "031090123456", "" },
		{ "old", "12345678", "old-id-digits" }, { "old", "AB1234567", "old-id-other" },
		{ "tax", "0200123458", "tax-number-check" }, { "tax", "02001234", "tax-number-digits" },
		{ "tax", "MST 1", "tax-number-other" }, { "tax", "0200123457", "" },
		{ "born", "5//", "date-year" }, { "class", "A10", "class" }, { "n", "1e3", "integer" },
	};
	auto_(instance_freep) struct instance	*in = NULL;
	struct str				 text;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		EXPECT_I64(sample_set(in, cases[i].name, cases[i].typed), 0);
		EXPECT_STR(str_of(sample_problem(a, in, cases[i].name, &text)), cases[i].id);
	}
}

/* The number tells century, year and sex; the form says which fields it must agree with. */
static void
test_id_cross(struct arena *a, const struct form *f)
{
	static const struct {
		const char	*id, *born, *sex, *problem;
	} cases[] = {
		{ "031090123456", "1990", "nam", "" }, { "031190123456", "1990-05-02", "nu", "" },
		{ "031090123456", "1991", "nam", "personal-id-born" }, { "031090123456", "1990", "nu",
		    "personal-id-sex" },
		{ "031290123456", "1990", "nam", "personal-id-born" }, { "031208123456", "2008-01", "nam", "" },
		{ "031308123456", "2008", "nam", "personal-id-sex" }, { "031090123456", "", "", "" },
	};
	auto_(instance_freep) struct instance	*in = NULL;
	struct str				 text;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		EXPECT_I64(sample_set(in, "id", cases[i].id), 0);
		EXPECT_I64(sample_set(in, "born", cases[i].born), 0);
		EXPECT_I64(sample_set(in, "sex", cases[i].sex), 0);
		EXPECT_STR(str_of(sample_problem(a, in, "id", &text)), cases[i].problem);
	}
	sample_set(in, "born", "1991");
	sample_problem(a, in, "id", &text);
	EXPECT_STR(text, "“id” là của người sinh năm 1990, còn năm sinh đã khai là 1991 – hãy kiểm tra lại cả hai.");
}

static const struct control *
control_named(const struct page_view *v, const char *name)
{
	for (size_t i = 0; i < v->controls_n; i++) {
		if (str_eqc(v->controls[i].name, name))
			return (&v->controls[i]);
	}
	abort();
}

static void
test_places(struct arena *a, const struct form *f)
{
	const struct form_pair			 gone = { STR("profile.x"), STR("-") };
	auto_(instance_freep) struct instance	*in = NULL;
	struct page_view			 v;
	const struct control			*ward;
	struct str				 text;

	EXPECT_I64(instance_new(f, today, &gone, 1, &in), 0);
	form_view_page(a, in, 0, LANG_VI, NULL, &v);
	ward = control_named(&v, "ward");
	EXPECT(ward->kind == CONTROL_SELECT && ward->waits && ward->options_n == 0 && ward->data_choices.n > 0);
	EXPECT_STR(ward->above, "city");
	EXPECT_I64(sample_set(in, "city", "31"), 0);
	form_view_page(a, in, 0, LANG_VI, NULL, &v);
	ward = control_named(&v, "ward");
	EXPECT(!ward->waits && ward->options_n == 114);
	EXPECT_I64(sample_set(in, "ward", "p-le-chan"), 0);
	EXPECT_STR(str_of(sample_problem(a, in, "ward", &text)), "");
	EXPECT_I64(sample_set(in, "city", "01"), 0);
	EXPECT_STR(str_of(sample_problem(a, in, "ward", &text)), "choice-under");
	EXPECT_STR(text, "Hãy chọn lại “ward”: Phường Lê Chân không thuộc Thành phố Hà Nội.");
	EXPECT_I64(sample_set(in, "city", "30-cu"), 0);
	EXPECT_STR(str_of(sample_problem(a, in, "city", &text)), "choice-became");
	EXPECT_STR(text, "Hãy chọn lại “city”: Tỉnh Hải Dương nay là Thành phố Hải Phòng.");
	/* the place of birth is one of its own time */
	EXPECT_I64(sample_set(in, "day", "2/5/1990"), 0);
	EXPECT_I64(sample_set(in, "city_then", "30-cu"), 0);
	EXPECT_STR(str_of(sample_problem(a, in, "city_then", &text)), "");
	EXPECT_I64(sample_set(in, "city_then", "31"), 0);
	EXPECT_STR(str_of(sample_problem(a, in, "city_then", &text)), "choice-not-then");
}

/* What was typed and not understood is no value: no engine can read a number into it that another does not. */
static void
test_typed(struct arena *a, const struct form *f)
{
	auto_(instance_freep) struct instance	*in = NULL, *again = NULL;
	struct str				 text;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	sample_set(in, "n", "1e3");
	EXPECT_STR(instance_get(a, in, STR("n_big")), "no");
	EXPECT_I64(instance_text(a, in, &text), 0);
	EXPECT(str_find(text, STR("<n typed=\"1e3\"></n>")) >= 0);
	EXPECT_I64(instance_parse(f, today, text, &again), 0);
	EXPECT_STR(instance_get(a, again, STR("n")), "1e3");
	sample_set(again, "n", "6");
	EXPECT_STR(instance_get(a, again, STR("n_big")), "yes");
	EXPECT_I64(instance_text(a, again, &text), 0);
	EXPECT(str_find(text, STR("typed")) < 0);
	sample_set(in, "class", "10a1");
	sample_set(in, "born", "5/1990");
	EXPECT_STR(instance_get(a, in, STR("grade_10")), "yes");
	EXPECT_STR(instance_get(a, in, STR("span")), "30");
	sample_set(in, "born", "2000");
	EXPECT_STR(instance_get(a, in, STR("span")), "365");
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(form_freep) struct form	*f = NULL;

	if (form_rules_new("forms", &rules) != 0)
		return (1);
	f = sample_form(a, rules, PACKAGE);
	if (f != NULL) {
		test_spellings(a, f);
		test_problems(a, f);
		test_id_cross(a, f);
		test_places(a, f);
		test_typed(a, f);
	}
	form_rules_freep(&rules);
	return (check_done());
}
