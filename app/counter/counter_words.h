/* The few words that the counter itself puts on printed papers, in Vietnamese: the papers are. */
#pragma once

#include "core/arena.h"
#include "core/str.h"
#include "form/form.h"

struct counter_words {
	struct str	scan, original, copy, shown, at_desk, claim, copy_kept, copy_given, online;
};

extern const struct counter_words	counter_words;

struct str	counter_form_words(struct str form);	/* "original": "Bản chính" */
/* What the form calls a paper's field; the field's name when it has none of it now. */
struct str	counter_label(struct arena *a, struct instance *in, struct str field);
