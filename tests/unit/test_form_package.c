/* form/: which packages are let in, and why others are not. Runs from the top of the tree: it reads forms/. */
#include <stdio.h>

#include "check.h"

#include "core/buf.h"
#include "form/form_tree.h"

#define HEAD \
	"<service code='1.000001' workflow='w'><catalogue level='toan-trinh' audience='citizen' agency='H24.19'>" \
	"<name><vi>Tên</vi></name><summary><vi>T</vi></summary><outcome><vi>K</vi></outcome>" \
	"<field-of-work code='X'><vi>L</vi></field-of-work><who><vi>A</vi></who><time-limit n='1' unit='hour'/>" \
	"<fee vnd='0'/><legal><vi>L</vi></legal></catalogue>\n<form><page id='p'><title><vi>P</vi></title>"
#define TAIL \
	"</page></form><list><applicant>x</applicant><subject>y</subject></list>" \
	"<document kind='d' suffix='QD'><title>T</title><subject>S</subject><authority>A</authority>" \
	"<paragraph>t</paragraph><claim name='c' vi='v' en='e'>x</claim></document></service>"
#define FIELD(name, type, attrs) "<field name='" name "' type='" type "' " attrs "><label><vi>N</vi></label></field>"

static struct form_rules	*rules;

static int
load(struct arena *a, const char *inner, struct form_findings *findings)
{
	auto_(form_freep) struct form	*f = NULL;

	return (form_new(a, rules, arena_printf(a, HEAD "%s" TAIL, inner), &f, findings));
}

static bool
said(const struct form_findings *f, const char *rule)
{
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->v[i].rule, rule) == 0)
			return (true);
	}
	return (false);
}

/* Each expression stands in @relevant of the field t, in a form that has something of every type. */
static void
test_expressions(struct arena *a)
{
	static const struct {
		const char	*expr, *rule;		/* NULL: allowed */
	} cases[] = {
		{ "../n &gt; 5 and ../c = 'x'", NULL },
		{ "sum(../g/m[. != '']) &gt;= 5", NULL },
		{ "../d/@days - /dossier/@today-days &lt;= 10", NULL },
		{ "count(../f/file) = 0", "expr-path" },
		{ "../f/@count = 0 or ../f/@pages &gt; 2", NULL },
		{ "translate(/dossier/@today, '-', '') - translate(../d, '-', '') &gt;= 180000", NULL },
		{ "../g[position() = last()]/m = 1", NULL },
		{ "not(../and = 'div')", "expr-path" },
		{ "../nothing = 1", "expr-path" },
		{ "../n/@days = 1", "expr-path" },
		{ "../../.. = 1", "expr-path" },
		{ "//n = 1", "expr-axis" },
		{ "../* = 1", "expr-axis" },
		{ "../text() = 1", "expr-axis" },
		{ "ancestor::dossier/n = 1", "expr-axis" },
		{ "string(../n * 2) = '4'", "expr-number-as-text" },
		{ "concat('a', 1) = 'a1'", "expr-number-as-text" },
		{ "starts-with(count(../g), '1')", "expr-number-as-text" },
		{ "../n = 1e3", "expr-exponent" },
		{ "../n = number('1e3')", "expr-exponent" },
		{ "../n &gt; '2E2'", "expr-exponent" },
		{ "../s &gt; 5", "expr-text-as-number" },
		{ "../s = 5", "expr-text-as-number" },
		{ "../s + 1 = 2", "expr-text-as-number" },
		{ "../s = '5'", NULL },
		{ "substring(../s, 1, 2) &gt; 5", "expr-text-as-number" },
		{ "number(normalize-space(../s)) = 5", "expr-text-as-number" },
		{ "substring(../d, 1, 4) &gt; 2000", NULL },
		{ "ends-with(../s, 'a')", "expr-function" },
		{ "current() = 1", "expr-function" },
		{ "concat('a') = 'a'", "expr-function" },
		{ "count('a') = 1", "expr-function" },
		{ "$v = 1", "expr-variable" },
		{ "contains(../s, '\xf0\xa0\x80\x80')", "expr-bmp" },
		{ "string-length(../s) &gt; 3", "expr-bmp" },
		{ "../n &gt; ", "expr-syntax" },
		{ "../n = 1)", "expr-syntax" },
	};
	struct form_findings	findings;
	const char		*inner;
	int			r;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		inner = arena_printf(a, FIELD("n", "integer", "") FIELD("s", "text", "") FIELD("d", "date", "")
		    FIELD("c", "yes-no", "") FIELD("f", "file",
		    "") "<group name='g' repeat='yes'>" FIELD("m", "score", "")
		    "</group>\n<field name='t' type='text' relevant=\"%s\"><label><vi>N</vi></label></field>",
		    cases[i].expr).p;
		r = load(a, inner, &findings);
		if (cases[i].rule == NULL ? r != 0 : !said(&findings, cases[i].rule)) {
			printf("%s: %s\n", cases[i].expr, findings.n > 0 ? findings.v[0].text.p : "let in");
			EXPECT(false);
		} else {
			EXPECT(true);
		}
		for (size_t k = 0; k < findings.n; k++)
			EXPECT_I64(findings.v[k].line, 3);
	}
}

static void
test_packages(struct arena *a)
{
	struct form_findings	f;

	EXPECT_I64(load(a, FIELD("a", "text", ""), &f), 0);
	EXPECT(load(a, FIELD("a", "colour", ""), &f) == FORM_E_FINDINGS && said(&f, "schema") && f.v[0].line == 2);
	EXPECT(load(a, FIELD("a.b", "text", ""), &f) == FORM_E_FINDINGS && said(&f, "schema"));
	EXPECT(load(a, FIELD("a", "text", "") FIELD("a", "date", ""), &f) == FORM_E_FINDINGS && said(&f, "name-twice"));
	EXPECT(load(a, FIELD("a", "choice", ""), &f) == FORM_E_FINDINGS && said(&f, "choices"));
	EXPECT(load(a, FIELD("a", "file", "max-files='21'"), &f) == FORM_E_FINDINGS && said(&f, "limit"));
	EXPECT(load(a, "<group name='g' repeat='yes' max='501'>" FIELD("a", "text", "") "</group>",
	    &f) == FORM_E_FINDINGS &&
	    said(&f, "limit"));
	EXPECT(load(a, FIELD("a", "text", "relevant='../b = 1'") FIELD("b", "integer", "calculate='../c + 1'")
	    FIELD("c", "integer", "relevant='../a != 0'"), &f) == FORM_E_FINDINGS && said(&f, "cycle"));
	for (size_t i = 0; i < f.n; i++) {
		if (strcmp(f.v[i].rule, "cycle") == 0)
			EXPECT(str_find(f.v[i].text, STR("a -> b -> c -> a")) >= 0);
	}
	EXPECT(load(a, FIELD("a", "integer", "calculate='../a + 1'"), &f) == FORM_E_FINDINGS && said(&f, "cycle"));
	EXPECT(load(a, "<!DOCTYPE x>", &f) == FORM_E_FINDINGS && said(&f, "xml"));
}

/* Rows by rows: refused when it is published, with the worst case in the finding. */
static void
test_steps(struct arena *a)
{
#define ROWS(max, inner)	"<group name='g' repeat='yes' max='" max "'>" inner "</group>"
#define NESTED(max, expr) \
	ROWS(max, "<group name='h' repeat='yes' max='" max "'>" FIELD("m", "score", "") \
	    FIELD("s", "score", "calculate='" expr "'") "</group>")
#define UNIQUE	FIELD("m", "text", "required='not(. = ../preceding-sibling::g/m)'")
	struct form_findings	f;

	EXPECT_I64(load(a, NESTED("8", "sum(/dossier/g/h/m)"), &f), 0);
	EXPECT(load(a, NESTED("50", "sum(/dossier/g/h/m)"), &f) == FORM_E_FINDINGS && said(&f, "expr-steps"));
	for (size_t i = 0; i < f.n; i++)
		EXPECT(str_find(f.v[i].text, STR("15159 steps in each of 2500 places")) > 0);
	EXPECT_I64(load(a, NESTED("50", "sum(../preceding-sibling::h/m)"), &f), 0);
	EXPECT_I64(load(a, ROWS("500", UNIQUE), &f), 0);
	EXPECT(load(a, ROWS("20", ROWS("500", UNIQUE)), &f) == FORM_E_FINDINGS && said(&f, "expr-steps"));
	EXPECT(load(a, NESTED("50", "count(/dossier/g[h[m &gt; 1]/m &gt; /dossier/g/h/m])"), &f) == FORM_E_FINDINGS &&
	    said(&f, "expr-steps"));
}

static void
test_limits(struct arena *a)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct form_findings		findings;
	struct form			*f = NULL;
	struct str			big;

	for (int i = 0; i < FORM_DEPTH_MAX + 1; i++)
		buf_cstr(&b, "<group name='g'>");
	buf_cstr(&b, FIELD("a", "text", ""));
	for (int i = 0; i < FORM_DEPTH_MAX + 1; i++)
		buf_cstr(&b, "</group>");
	EXPECT(load(a, b.p, &findings) == FORM_E_FINDINGS && said(&findings, "limit"));
	buf_free(&b);
	for (int i = 0; i < FORM_FIELDS_MAX; i++)
		buf_printf(&b, FIELD("a%d", "text", ""), i);
	EXPECT(load(a, b.p, &findings) == FORM_E_FINDINGS && said(&findings, "limit"));
	big = (struct str){ arena_alloc(a, FORM_PACKAGE_MAX_BYTES + 1), FORM_PACKAGE_MAX_BYTES + 1 };
	EXPECT_I64(form_new(a, rules, big, &f, &findings), FORM_E_LIMIT);
}

static void
test_hash(struct arena *a)
{
	auto_(form_freep) struct form	*x = NULL, *y = NULL, *z = NULL;
	struct form_findings		 f;

	EXPECT_I64(form_new(a, rules, STR(HEAD FIELD("a", "text", "width='5'") TAIL), &x, &f), 0);
	EXPECT_I64(form_new(a, rules, STR("<?xml version='1.0'?>" HEAD "<!-- note -->"
	    "<field  type=\"text\" width='5' name='a'><label><vi>N</vi></label></field>" TAIL), &y, &f), 0);
	EXPECT_I64(form_new(a, rules, STR(HEAD FIELD("b", "text", "width='5'") TAIL), &z, &f), 0);
	EXPECT(form_hash(x).n == 64 && str_eq(form_hash(x), form_hash(y)) && !str_eq(form_hash(x), form_hash(z)));
}

/* What other rooms read of a form, and of one dossier's state. */
static void
test_tree(struct arena *a)
{
	auto_(form_freep) struct form		*f = NULL;
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_findings			 findings;
	struct form_tree			 t;
	const struct form_pair			 one = { STR("a"), STR("1") };
	const struct node			*n, *section;

	EXPECT_I64(form_new(a, rules, STR(HEAD FIELD("a", "integer", "max='5'") "<section id='s' relevant='a = 1'>"
	    FIELD("b", "text", "required='true()'") "</section>" TAIL), &f, &findings), 0);
	t = form_tree(f);
	n = form_tree_child(t.root, STR("a"));
	section = n->next;
	EXPECT(t.nodes[n->index] == n && section->kind == NODE_SECTION && t.order_n == 2);
	EXPECT(form_text_lacks_en(&n->label) && !form_text_lacks_en(&n->hint));
	EXPECT(form_type_takes(a, n, STR("5")) && !form_type_takes(a, n, STR("6")) && !form_type_takes(a, n, STR("")));
	EXPECT_I64(instance_new(f, (struct date){ 2026, 11, 24 }, NULL, 0, &in), 0);
	EXPECT(!instance_shows(in, section) && !instance_state(in, STR("b")).relevant);
	EXPECT_I64(instance_set(in, FORM_PART_APPLICANT, SIZE_MAX, &one, 1), 0);
	EXPECT(instance_shows(in, section) && instance_state(in, STR("b")).required);
	EXPECT(!instance_state(in, STR("c")).there);
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	EXPECT_I64(form_rules_new("forms", &rules), 0);
	test_expressions(a);
	test_packages(a);
	test_steps(a);
	test_limits(a);
	test_hash(a);
	test_tree(a);
	form_rules_free(rules);
	return (check_done());
}
