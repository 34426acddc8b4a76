/* Any bytes as a dossier of the change-of-school form: what gets in has one canonical text, and reads back as
 * itself. */
#include "form_file.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct date			 today = { 2026, 11, 24 };
	auto_(arena_freep) struct arena		*a = arena_new();
	auto_(instance_freep) struct instance	*in = NULL, *again = NULL;
	struct form_problems			 problems;
	struct str				 text, text2;

	if (instance_parse(form_file("forms/2.002478/service.xml"), today, (struct str){ (const char *)data, size },
	    &in) != 0)
		return (0);
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_EN, &problems);
	if (instance_text(a, in, &text) != 0)
		return (0);
	CHECK(instance_parse(form_file("forms/2.002478/service.xml"), today, text, &again) == 0);
	CHECK(instance_text(a, again, &text2) == 0 && str_eq(text, text2));
	return (0);
}
