/* Lines of "name TAB text" as what people typed into the form of every type: what is stored reads back as itself,
 * nothing hidden is in it, and what was withheld comes back. Other bytes as a withheld text. Runs from the top of the
 * tree. */
#include "core/utf8.h"
#include "form_file.h"

#define PAIRS_MAX	200

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
pairs_of(struct str data, struct form_pair *pairs)
{
	struct str	line;
	size_t		n = 0;

	while (n < PAIRS_MAX && str_cut(&data, '\n', &line)) {
		if (str_cut(&line, '\t', &pairs[n].name) && pairs[n].name.n > 0) {
			pairs[n].value = line;
			n++;
		}
	}
	return (n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct date			 today = { 2026, 11, 24 };
	auto_(arena_freep) struct arena		*a = arena_new();
	auto_(instance_freep) struct instance	*in = NULL, *again = NULL;
	struct form_pair			 pairs[PAIRS_MAX];
	struct form_problems			 problems;
	struct str				 bytes = { (const char *)data, size }, text, text2, kept, kept2, row;
	int					 r;

	CHECK(instance_new(form_file("tests/lib/service_of_everything.xml"), today, NULL, 0, &in) == 0);
	(void)!instance_row_add(a, in, STR("units[r1].rooms"), &row);
	(void)!instance_row_add(a, in, STR("units[r1].rooms[r2].lessons"), &row);
	if (!utf8_valid(bytes))
		return (0);
	if (size > 0 && data[0] == '<' && instance_withheld_take(in, bytes) != 0)
		return (0);
	r = instance_set(in, FORM_PART_APPLICANT, FORM_ALL_PAGES, pairs, pairs_of(bytes, pairs));
	CHECK(r >= 0);
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_EN, &problems);
	if (instance_text(a, in, &text) != 0 || instance_withheld(a, in, &kept) != 0)
		return (0);
	CHECK(instance_parse(form_file("tests/lib/service_of_everything.xml"), today, text, &again) == 0);
	CHECK(instance_withheld_take(again, kept) == 0);
	CHECK(instance_text(a, again, &text2) == 0 && str_eq(text, text2));
	CHECK(instance_withheld(a, again, &kept2) == 0 && kept2.n == kept.n);
	return (0);
}
