/* form/: what an evaluation really takes is never more than what was said when the form was published. Reads forms/. */
#include <libxml/tree.h>

#include "check.h"
#include "form_sample.h"

#include "form/form_tree.h"

static const struct date	today = { 2026, 11, 24 };

/* Rows until there are no more to be had, at every depth. */
static void
fill_up(struct arena *a, struct instance *in, const struct node *owner, struct str above)
{
	struct str	row, rows[64], group;
	size_t		n;

	for (const struct node *g = owner->data_first; g != NULL; g = g->data_next) {
		if (g->kind != NODE_GROUP || !g->repeat)
			continue;
		group = arena_printf(a, "%.*s%s%.*s", STR_ARG(above), above.n > 0 ? "." : "", STR_ARG(g->name));
		n = 0;
		/* The first rows, which a new dossier has already, are called by their ids as they come. */
		for (size_t i = 0; i < g->rows_min; i++)
			rows[n++] = STR("r1");
		while (instance_row_add(a, in, group, &row) == 0 && n < COUNT_OF(rows))
			rows[n++] = row;
		for (size_t i = 0; i < n; i++)
			fill_up(a, in, g, arena_printf(a, "%.*s[%.*s]", STR_ARG(group), STR_ARG(rows[i])));
	}
}

static uint64_t
steps_taken(struct arena *a, struct instance *in)
{
	struct form_problems	p;
	uint64_t		before = instance_steps(in);

	sample_set(in, "count", "1");
	before = instance_steps(in);
	sample_set(in, "count", "2");
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p);
	return (instance_steps(in) - before);
}

int
main(void)
{
	auto_(arena_freep) struct arena			*a = arena_new();
	auto_(form_rules_freep) struct form_rules	*rules = NULL;
	auto_(form_freep) struct form			*f = NULL;
	auto_(instance_freep) struct instance		*in = NULL;
	char						*text = arena_alloc(a, FORM_PACKAGE_MAX_BYTES);
	FILE						*file = fopen("tests/lib/service_of_everything.xml", "re");
	uint64_t					 empty, full;

	if (file == NULL || form_rules_new("forms", &rules) != 0)
		return (1);
	(void)!fread(text, 1, FORM_PACKAGE_MAX_BYTES - 1, file);
	fclose(file);
	f = sample_form(a, rules, text);
	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	empty = steps_taken(a, in);
	EXPECT(empty > 0);
	fill_up(a, in, form_tree(f).root, STR(""));
	sample_set(in, "units[r1].seats", "9");
	full = steps_taken(a, in);
	EXPECT_STR(instance_get(a, in, STR("units[r1].rooms_n")), "4");
	EXPECT(full > 5 * empty);
	if (!EXPECT(full <= form_tree(f).steps))
		printf("%llu steps, %llu were said\n", (unsigned long long)full,
		    (unsigned long long)form_tree(f).steps);
	return (check_done());
}
