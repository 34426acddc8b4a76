/* form/: what stood in a hidden field is no part of the dossier, and comes back when the field does. Reads forms/. */
#include "check.h"
#include "form_sample.h"

static const struct date	today = { 2026, 11, 24 };
static struct form_rules	*rules;

#define PACKAGE SAMPLE_HEAD(SAMPLE_PLAIN, "") \
	FIELD("shown", "yes-no", "") FIELD("n", "integer", "relevant=\"../shown = 'yes'\"") \
	FIELD("twice", "integer", "calculate='../n * 2'") \
	FIELD("proof", "file", "relevant=\"../shown = 'yes'\"") \
	"<group name='units' repeat='yes' max='5' relevant=\"/dossier/shown = 'yes'\">" FIELD("title", "text", "") \
	"<group name='rooms' repeat='yes' max='5'>" FIELD("area", "score", "") "</group></group>" SAMPLE_TAIL

static struct instance *
filled(struct arena *a, const struct form *f)
{
	const struct form_file	file = { .sha256 = STR("ab"), .name = STR("a.pdf"),
		.type = STR("application/pdf"), .bytes = 9, .pages = 2 };
	struct instance		*in = NULL;
	struct str		 row;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	sample_set(in, "shown", "yes");
	EXPECT_I64(instance_row_add(a, in, STR("units"), &row), 0);
	EXPECT_I64(instance_row_add(a, in, STR("units[r1].rooms"), &row), 0);
	sample_set(in, "n", "21");
	sample_set(in, "units[r1].title", "Cơ sở 1");
	sample_set(in, "units[r1].rooms[r2].area", "mười");
	EXPECT_I64(instance_file_add(in, STR("proof"), &file), 0);
	EXPECT_STR(instance_get(a, in, STR("twice")), "42");
	sample_set(in, "shown", "no");
	return (in);
}

static void
expect_hidden(struct arena *a, struct instance *in)
{
	struct form_attachment	*files;
	struct str		 text;
	size_t			 n;

	EXPECT_STR(instance_get(a, in, STR("n")), "");
	EXPECT_STR(instance_get(a, in, STR("twice")), "");
	EXPECT_STR(instance_get(a, in, STR("units[r1].title")), "");
	instance_files(a, in, &files, &n);
	EXPECT_I64(n, 0);
	EXPECT_I64(instance_text(a, in, &text), 0);
	EXPECT(str_find(text, STR("21")) < 0 && str_find(text, STR("Cơ sở")) < 0 && str_find(text, STR("a.pdf")) < 0 &&
	    str_find(text, STR("mười")) < 0);
}

static void
expect_back(struct arena *a, struct instance *in)
{
	struct form_attachment	*files;
	struct str		 text;
	size_t			 n;

	sample_set(in, "shown", "yes");
	EXPECT_STR(instance_get(a, in, STR("n")), "21");
	EXPECT_STR(instance_get(a, in, STR("twice")), "42");
	EXPECT_STR(instance_get(a, in, STR("units[r1].title")), "Cơ sở 1");
	EXPECT_STR(instance_get(a, in, STR("units[r1].rooms[r2].area")), "mười");
	EXPECT_STR(str_of(sample_problem(a, in, "units[r1].rooms[r2].area", &text)), "score");
	instance_files(a, in, &files, &n);
	EXPECT(n == 1 && files[0].file.pages == 2);
	EXPECT_I64(instance_withheld(a, in, &text), 0);
	EXPECT_I64(text.n, 0);
}

/* Over a save and a look at the page in between, as drafts do it. */
static void
test_round(struct arena *a, const struct form *f)
{
	auto_(instance_freep) struct instance	*in = filled(a, f), *again = NULL;
	struct page_view			 v;
	struct str				 text, withheld;

	expect_hidden(a, in);
	form_view_page(a, in, 0, LANG_VI, NULL, &v);
	EXPECT(!v.controls[1].relevant);
	EXPECT_STR(v.controls[1].value, "21");
	EXPECT_I64(instance_text(a, in, &text), 0);
	EXPECT_I64(instance_withheld(a, in, &withheld), 0);
	EXPECT_I64(instance_parse(f, today, text, &again), 0);
	EXPECT_I64(instance_withheld_take(again, withheld), 0);
	expect_hidden(a, again);
	expect_back(a, again);
	expect_back(a, in);
}

/* The newest counts; what was typed into a field that nobody was asked is kept as well; a row takes its values along.
 * */
static void
test_changes(struct arena *a, const struct form *f)
{
	auto_(instance_freep) struct instance	*in = filled(a, f);
	struct str				 withheld;

	sample_set(in, "n", "5");
	sample_set(in, "n", "");
	EXPECT_I64(instance_row_remove(in, STR("units"), STR("r1")), 0);
	EXPECT_I64(instance_withheld(a, in, &withheld), 0);
	EXPECT(str_find(withheld, STR("Cơ sở")) < 0 && str_find(withheld, STR("mười")) < 0);
	sample_set(in, "shown", "yes");
	EXPECT_STR(instance_get(a, in, STR("n")), "5");
}

static void
test_strangers(struct arena *a, const struct form *f)
{
	static const char *const	texts[] = { "<withheld><v of='nothing'>1</v></withheld>",
	    "<withheld><w/></withheld>",
		"<withheld><v of='n'>1</v><v of='n'>2</v></withheld>", "<withheld><v of='n'><b/></v></withheld>",
		    "<x/>", "<",
		"<withheld><v of='units'>1</v></withheld>", "<withheld><v of='proof'><x/></v></withheld>" };
	auto_(instance_freep) struct instance	*in = NULL;

	(void)a;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
		EXPECT_I64(instance_withheld_take(in, str_of(texts[i])), FORM_E_SHAPE);
		instance_freep(&in);
	}
	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	EXPECT_I64(instance_withheld_take(in, STR("<withheld><v of='twice'>9</v></withheld>")), 0);
	EXPECT_STR(instance_get(a, in, STR("twice")), "");
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
		test_round(a, f);
		test_changes(a, f);
		test_strangers(a, f);
	}
	form_rules_freep(&rules);
	return (check_done());
}
