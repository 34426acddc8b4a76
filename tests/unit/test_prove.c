/*
 * prove/: what is said of small forms, that the dossiers it shows are refused or taken by the engine as it says, and
 * that it keeps within its steps.
 */
#include <stdio.h>

#include "check.h"

#include "core/buf.h"
#include "prove/prove.h"

#define HEAD \
	"<service code='1.000001' workflow='w'><catalogue level='toan-trinh' audience='citizen' agency='H24.19'>" \
	"<name><vi>T</vi><en>T</en></name><summary><vi>T</vi><en>T</en></summary>" \
	"<outcome><vi>K</vi><en>K</en></outcome>" \
	"<field-of-work code='X'><vi>L</vi><en>L</en></field-of-work><who><vi>A</vi><en>A</en></who>" \
	"<time-limit n='1' unit='hour'/><fee vnd='0'/><legal><vi>L</vi><en>L</en></legal></catalogue>\n" \
	"<form><page id='p'><title><vi>P</vi><en>P</en></title>"
#define TAIL \
	"</page></form><list><applicant>x</applicant><subject>y</subject></list>" \
	"<document kind='d' suffix='QD'><title>T</title><subject>S</subject><authority>A</authority>" \
	"<paragraph>t</paragraph><claim name='c' vi='v' en='e'>x</claim></document></service>"
#define FIELD(name, type, attrs, inner) \
	"<field name='" name "' type='" type "' " attrs "><label><vi>N</vi><en>N</en></label>" inner "</field>"
#define RULE(test)	"<constraint test=\"" test "\"><vi>S</vi><en>S</en></constraint>"
#define YES		"required='true()'"
#define AB		"<choice value='a'><vi>A</vi><en>A</en></choice><choice value='b'><vi>B</vi><en>B</en></choice>"

static struct form_rules	*rules;
static const struct date	 today = { 2026, 11, 24 };

static struct form *
load(struct arena *a, const char *inner)
{
	struct form_findings	 findings;
	struct form		*f = NULL;
	int			 r;

	r = form_new(a, rules, arena_printf(a, HEAD "%s" TAIL, inner), &f, &findings);
	for (size_t i = 0; r != 0 && i < findings.n; i++)
		printf("%s: %.*s\n", findings.v[i].rule, STR_ARG(findings.v[i].text));
	CHECK(r == 0);
	return (f);
}

/* "rule name" of each finding, notes in brackets; an example's engine check is the caller's. */
static struct str
proof(struct arena *a, const struct form *f, struct prove_report *r)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct prove_input		input = { .today = today };

	prove_form(a, f, &input, r);
	for (size_t i = 0; i < r->n; i++)
		buf_printf(&b, r->v[i].note ? "%s(%s %.*s)" : "%s%s %.*s", i > 0 ? "; " : "", r->v[i].rule,
		    STR_ARG(r->v[i].name));
	return (arena_str(a, buf_view(&b)));
}

static void
test_claims(struct arena *a)
{
	static const struct {
		const char	*inner, *want;
	} cases[] = {
		{ FIELD("n", "integer", YES " min='1' max='9'", ""), "" },
		{ FIELD("n", "integer", YES, RULE(". &gt; 5") RULE(". &lt; 5")), "constraint-never n" },
		{ FIELD("n", "integer", YES, RULE(". &gt; 5 and . &lt; 7")), "" },
		{ FIELD("n", "integer", YES, RULE(". &gt; 5 and . &lt; 6")), "constraint-never n" },
		{ FIELD("s", "score", YES, RULE(". &gt; 5 and . &lt; 6")), "" },
		{ FIELD("n", "integer", YES, RULE(". &gt; 5 or . &lt; 6")), "constraint-always n" },
		{ FIELD("c", "choice", YES, AB) FIELD("t", "text", YES " relevant=\"../c = 'a'\"", ""), "" },
		{ FIELD("c", "choice", YES, AB)
		    FIELD("t", "text", YES " relevant=\"../c = 'a' and ../c = 'b'\"", ""), "never-shown t" },
		{ FIELD("c", "choice", YES, AB RULE(". != 'b'")), "choice-refused c" },
		{ FIELD("c", "choice", YES, AB) FIELD("n", "integer", YES, RULE("../c = 'a'")), "choice-refused c" },
		{ FIELD("d", "date", YES, "") FIELD("e", "date", YES, RULE("@days - ../d/@days = 3")), "" },
		{ FIELD("d", "date", YES, RULE("@days &gt; ../e/@days")) FIELD("e", "date", YES,
		    RULE("@days &gt; ../f/@days")) FIELD("f", "date", YES, RULE("@days &gt; ../d/@days")),
		    "constraint-never d" },
		{ FIELD("d", "date", YES, RULE("substring(., 1, 4) = 2030")), "" },
		{ FIELD("d", "date", YES,
		    RULE("translate(/dossier/@today, '-', '') - translate(., '-', '') &gt;= 180000")), "" },
		{ FIELD("d", "date", YES, RULE("@days &gt;= /dossier/@today-days and substring(., 1, 4) &lt; 2025")),
		    "constraint-never d" },
		{ FIELD("a", "integer", "", "") FIELD("b", "integer", YES, RULE(". &gt; ../a")), "optional-needed a" },
		{ FIELD("a", "integer", YES " min='0'", "")
		    FIELD("b", "integer", "max='100' calculate='../a * 3'", ""), "calculate-out b" },
		{ FIELD("a", "integer", YES " min='0' max='30'", "") FIELD("b", "integer",
		    "max='100' calculate='../a * 3'", ""), "" },
		{ FIELD("a", "integer", YES, "") FIELD("b", "integer", "calculate='../a div 2'", ""),
		    "calculate-out b" },
		{ FIELD("a", "integer", YES, "") FIELD("b", "integer", "calculate='floor(../a div 2)'", ""),
		    "" },
		{ FIELD("t", "text", YES " max-chars='5'", RULE("string-length(.) &gt; 5")), "constraint-never t" },
		{ FIELD("t", "text", YES, RULE("contains(., 'x')")), "" },
		{ FIELD("t", "text", YES, RULE("contains(., 'x') or not(contains(., 'x'))")), "constraint-always t" },
		{ FIELD("c", "choices", "", AB) FIELD("t", "text", "relevant=\"contains(../c, 'c')\"", ""),
		    "choice-unknown t; never-shown t" },
		{ FIELD("y", "yes-no", YES, RULE(". = 'yes'")), "(choice-refused y)" },
		{ "<group name='g' repeat='yes' min='3' max='5'>" FIELD("c", "choice", YES,
		    AB RULE("not(. = ../preceding-sibling::g/c)")) "</group>", "rows-impossible g" },
		{ "<group name='g' repeat='yes' min='1' max='5'>" FIELD("n", "integer", YES " min='1' max='10'", "")
		    "</group>" FIELD("m", "integer", YES, RULE("sum(../g/n) &gt; 50")), "constraint-never m" },
		{ "<group name='g' repeat='yes' min='1' max='5'>" FIELD("n", "integer", YES " min='1' max='10'", "")
		    "</group>" FIELD("m", "integer", YES, RULE("sum(../g/n) &gt;= 50")), "" },
		{ FIELD("t", "text", YES " readonly='true()'", ""), "readonly-required t" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		auto_(form_freep) struct form	*f = load(a, cases[i].inner);
		struct prove_report		 r;

		if (!EXPECT_STR(proof(a, f, &r), cases[i].want))
			printf("    of %s\n", cases[i].inner);
	}
}

/* The answers of a finding, given to the engine, make it say what was claimed. */
static void
test_answers(struct arena *a)
{
	auto_(form_freep) struct form	*f = load(a, FIELD("a", "integer", YES " min='0'", "")
	    FIELD("c", "choice", YES, AB) FIELD("b", "integer", "max='100' calculate='../a * 3'", ""));
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_problems		 problems;
	struct prove_report		 r;
	struct form_pair		 pairs[8];
	size_t				 n = 0;

	EXPECT_STR(proof(a, f, &r), "calculate-out b");
	EXPECT(r.n == 1 && r.v[0].answers_n > 2 && r.v[0].text[LANG_VI].n > 0 && r.v[0].cure[LANG_EN].n > 0);
	for (size_t i = 0; i < r.v[0].answers_n && n < COUNT_OF(pairs); i++) {
		if (r.v[0].answers[i].name.p[0] != '@')
			pairs[n++] = (struct form_pair){ r.v[0].answers[i].name, r.v[0].answers[i].value };
	}
	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	instance_set(in, FORM_PART_APPLICANT, FORM_ALL_PAGES, pairs, n);
	EXPECT_I64(form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &problems), FORM_E_PROBLEMS);
	EXPECT(problems.n == 1 && str_eqc(problems.v[0].name, "b") && strcmp(problems.v[0].id, "max") == 0);
}

/* Fields that depend on each other: within the steps; and with few steps, no claim but "not decided". */
static void
test_bounds(struct arena *a)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	auto_(form_freep) struct form	*f = NULL;
	struct prove_report		 r;
	struct prove_input		 few = { .today = today, .steps = 100 };

	for (int i = 0; i < 30; i++) {
		buf_printf(&b, FIELD("f%d", "integer", YES " min='0' max='1000'", ""), i);
		if (i > 0)
			buf_printf(&b, FIELD("c%d", "choice", "relevant='../f%d &gt; ../f%d'", AB), i, i, i - 1);
	}
	f = load(a, b.p);
	EXPECT_STR(proof(a, f, &r), "");
	EXPECT(r.steps < PROVE_STEPS / 2);
	printf("  30 numbers and 29 conditions: %llu steps, %zu questions\n", (unsigned long long)r.steps, r.questions);
	prove_form(a, f, &few, &r);
	EXPECT(r.errors_n == 0 && r.undecided > 0);
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	EXPECT_I64(form_rules_new("forms", &rules), 0);
	test_claims(a);
	test_answers(a);
	test_bounds(a);
	form_rules_free(rules);
	return (check_done());
}
