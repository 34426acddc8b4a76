/* The form of a package in the tree, read once. Runs from the top of the tree. */
#pragma once

#include <stdio.h>

#include "form/form.h"

static inline struct form *
form_file(const char *path)
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
	in = fopen(path, "re");
	CHECK(in != NULL && form_rules_new("forms", &rules) == 0);
	CHECK(form_new(a, rules, (struct str){ text, fread(text, 1, FORM_PACKAGE_MAX_BYTES, in) }, &f, &findings) == 0);
	fclose(in);
	return (f);
}
