/* form/: 300 fields, groups five deep, 50 rows: filled, settled, checked, stored, shown. Reads forms/. */
#include "check.h"
#include "form_sample.h"

#include "core/buf.h"

#define LEVELS		5
#define ROWS		10		/* of the outermost group; each row holds one row a level */
#define FIELDS_EACH	20		/* a level */
#define FIELDS_ROOT	200

static const struct date	today = { 2026, 11, 24 };

/* Row scope, parent scope, root scope and siblings, on every level; the root counts and sums it all. */
static void
write_level(struct buf *b, int level)
{
	buf_printf(b, "<group name='g%d' repeat='yes' max='%d'>", level, level == 1 ? ROWS : 2);
	buf_printf(b, FIELD("kind", "yes-no", ""));
	buf_printf(b, FIELD("amount", "integer", "relevant=\"../kind = 'yes'\" required=\"/dossier/f0 = '1'\""));
	buf_printf(b, FIELD("twice", "integer", "calculate='../amount * 2'"));
	buf_printf(b, "<field name='up' type='integer'><label><vi>n</vi></label>"
	    "<constraint test='not(. &lt; ../../%s)'><vi>Phải từ mức trên.</vi></constraint></field>",
	    level == 1 ? "f2" : "up");
	for (int i = 4; i < FIELDS_EACH; i++)
		buf_printf(b, "<field name='t%d' type='text' required=\"../kind = "
		    "'no'\"><label><vi>n</vi></label></field>", i);
	if (level < LEVELS)
		write_level(b, level + 1);
	buf_cstr(b, "</group>");
}

static struct str
package(struct arena *a)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	buf_cstr(&b, SAMPLE_HEAD(SAMPLE_PLAIN, ""));
	for (int i = 0; i < FIELDS_ROOT - 2; i++)
		buf_printf(&b, "<field name='f%d' type='integer'><label><vi>n</vi></label></field>", i);
	buf_cstr(&b, FIELD("deepest", "integer", "calculate=\"sum(../g1/g2/g3/g4/g5/amount[. != ''])\""));
	buf_cstr(&b, FIELD("rows_n", "integer", "calculate='count(../g1) + count(../g1/g2) + count(../g1/g2/g3) + "
	    "count(../g1/g2/g3/g4) + count(../g1/g2/g3/g4/g5)'"));
	write_level(&b, 1);
	buf_cstr(&b, SAMPLE_TAIL);
	return (arena_str(a, buf_view(&b)));
}

static void
set(struct arena *a, struct instance *in, struct str row, const char *field, const char *value)
{
	EXPECT_I64(sample_set(in, arena_printf(a, "%.*s.%s", STR_ARG(row), field).p, value), 0);
}

/* A row on each level; *deepest is the innermost one's name. */
static void
add_rows(struct arena *a, struct instance *in, int n, struct str *deepest)
{
	struct str	at = STR(""), group, row;

	for (int level = 1; level <= LEVELS; level++) {
		group = arena_printf(a, "%.*s%sg%d", STR_ARG(at), at.n > 0 ? "." : "", level);
		EXPECT_I64(instance_row_add(a, in, group, &row), 0);
		at = arena_printf(a, "%.*s[%.*s]", STR_ARG(group), STR_ARG(row));
		set(a, in, at, "kind", "yes");
		set(a, in, at, "amount", arena_printf(a, "%d", n * 10 + level).p);
		set(a, in, at, "up", arena_printf(a, "%d", level).p);
	}
	*deepest = at;
}

static void
test_deep(struct arena *a, const struct form *f)
{
	auto_(instance_freep) struct instance	*in = NULL, *again = NULL;
	struct form_problems			 p;
	struct page_view			 v;
	struct str				 deepest = STR_NONE, text, text2, group;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	for (int i = 0; i < FIELDS_ROOT - 2; i++)
		EXPECT_I64(sample_set(in, arena_printf(a, "f%d", i).p, "1"), 0);
	for (int n = 1; n <= ROWS; n++)
		add_rows(a, in, n, &deepest);
	EXPECT_STR(instance_get(a, in, STR("rows_n")), "50");
	EXPECT_STR(instance_get(a, in, STR("deepest")), "600");
	EXPECT_I64(form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p), 0);
	/* a rule of the deepest row that asks its parent, and one that asks the root */
	set(a, in, deepest, "up", "3");
	EXPECT_STR(str_of(sample_problem(a, in, arena_printf(a, "%.*s.up", STR_ARG(deepest)).p, &text)), "constraint");
	set(a, in, deepest, "up", "5");
	set(a, in, deepest, "amount", "");
	EXPECT_STR(str_of(sample_problem(a, in, arena_printf(a, "%.*s.amount", STR_ARG(deepest)).p, &text)),
	    "required");
	EXPECT_I64(sample_set(in, "f0", "0"), 0);
	EXPECT_I64(form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p), 0);
	/* hidden and back, five deep */
	set(a, in, deepest, "amount", "7");
	set(a, in, deepest, "kind", "no");
	EXPECT_STR(instance_get(a, in, STR("deepest")), "495");
	EXPECT_STR(str_of(sample_problem(a, in, arena_printf(a, "%.*s.t9", STR_ARG(deepest)).p, &text)), "required");
	set(a, in, deepest, "kind", "yes");
	EXPECT_STR(instance_get(a, in, STR("deepest")), "502");
	/* moved, removed and stored */
	group = str_from_to(deepest, 0, deepest.n - (size_t)5);
	EXPECT(str_ends(group, STR("g5")));
	EXPECT_I64(instance_row_remove(in, group, str_from_to(deepest, deepest.n - 4, deepest.n - 1)), 0);
	EXPECT_STR(instance_get(a, in, STR("rows_n")), "49");
	EXPECT_I64(instance_row_move(in, STR("g1"), STR("r1"), 3), 0);
	EXPECT_I64(instance_text(a, in, &text), 0);
	EXPECT(str_find(text, STR("<g1 id=\"r16\">")) < str_find(text, STR("<g1 id=\"r1\">")));
	EXPECT_I64(instance_parse(f, today, text, &again), 0);
	EXPECT_I64(instance_text(a, again, &text2), 0);
	EXPECT(str_eq(text, text2));
	EXPECT_I64(form_view_page(a, in, 0, LANG_EN, NULL, &v), 0);
	EXPECT_I64(v.controls_n, FIELDS_ROOT + 1);
}

int
main(void)
{
	auto_(arena_freep) struct arena			*a = arena_new();
	auto_(form_rules_freep) struct form_rules	*rules = NULL;
	auto_(form_freep) struct form			*f = NULL;

	if (form_rules_new("forms", &rules) != 0)
		return (1);
	f = sample_form(a, rules, package(a).p);
	if (f != NULL)
		test_deep(a, f);
	return (check_done());
}
