/* Any bytes as a service package: let in or refused with findings, never a crash. Runs from the top of the tree. */
#include "form/form.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct form_rules	*rules;
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(form_freep) struct form	*f = NULL;
	auto_(instance_freep) struct instance *in = NULL;
	struct form_findings		 findings;
	struct form_problems		 problems;

	if (rules == NULL)
		CHECK(form_rules_new("forms", &rules) == 0);
	if (form_new(a, rules, (struct str){ (const char *)data, size }, &f, &findings) != 0)
		return (0);
	CHECK(instance_new(f, (struct date){ 2026, 11, 24 }, NULL, 0, &in) == 0);
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &problems);
	return (0);
}
