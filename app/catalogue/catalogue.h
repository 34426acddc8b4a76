/* The catalogue of procedures: found by anybody, read before any sign-in. Pure: from packages and rows to what is
 * shown. */
#pragma once

#include "catalogue/catalogue_views.h"
#include "core/arena.h"
#include "form/form.h"

#define CATALOGUE_LIST_MAX	50
#define CATALOGUE_WORDS_MAX	8

/* The words of a search, folded as service.search is; the ninth and later are left out. */
size_t		catalogue_words(struct arena *a, struct str query, struct str words[CATALOGUE_WORDS_MAX]);

struct tag	catalogue_level(enum lang lang, struct str level);	/* "toan-trinh" ... */

/* Everything a procedure's page says. */
void		catalogue_describe(struct arena *a, const struct form *form, enum lang lang, struct str agency,
		    struct catalogue_service_view *out);
