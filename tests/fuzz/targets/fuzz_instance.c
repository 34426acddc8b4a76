/* Any bytes as a dossier of the change-of-school form: what gets in has one canonical text, and reads back as
 * itself. */
#include <stdio.h>

#include "form/form.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct form *
form_once(void)
{
	static struct form_rules	*rules;
	static struct form		*f;
	auto_(arena_freep) struct arena	*a = NULL;
	struct form_findings		 findings;
	char				*text;
	FILE				*in;

	if (f != NULL)
		return (f);
	a = arena_new();
	text = arena_alloc(a, FORM_PACKAGE_MAX_BYTES);
	in = fopen("forms/2.002478/service.xml", "re");
	CHECK(in != NULL && form_rules_new("forms", &rules) == 0);
	CHECK(form_new(a, rules, (struct str){ text, fread(text, 1, FORM_PACKAGE_MAX_BYTES, in) }, &f, &findings) == 0);
	fclose(in);
	return (f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct date			 today = { 2026, 11, 24 };
	auto_(arena_freep) struct arena		*a = arena_new();
	auto_(instance_freep) struct instance	*in = NULL, *again = NULL;
	struct form_problems			 problems;
	struct str				 text, text2;

	if (instance_parse(form_once(), today, (struct str){ (const char *)data, size }, &in) != 0)
		return (0);
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_EN, &problems);
	if (instance_text(a, in, &text) != 0)
		return (0);
	CHECK(instance_parse(form_once(), today, text, &again) == 0);
	CHECK(instance_text(a, again, &text2) == 0 && str_eq(text, text2));
	return (0);
}
