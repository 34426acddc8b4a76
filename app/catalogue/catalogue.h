/* The catalogue of procedures: found by anybody, read before any sign-in. Pure: from packages and rows to what is
 * shown. */
#pragma once

#include "catalogue/catalogue_views.h"
#include "core/arena.h"
#include "form/form.h"

#define CATALOGUE_LIST_MAX	50
#define CATALOGUE_WORDS_MAX	8

/* What was asked for: the words, folded as service.search is (the ninth and later are left out), and beside each what
 * it means when it is typing that the keyboard left unfinished: Telex "truowng", VNI "tru7o7ng2". whole: all words. */
struct catalogue_query {
	struct str	words[CATALOGUE_WORDS_MAX];
	struct str	typed[CATALOGUE_WORDS_MAX];
	size_t		n;
	struct str	whole, whole_typed;
};

void		catalogue_query(struct arena *a, struct str text, struct catalogue_query *out);

struct tag	catalogue_level(enum lang lang, struct str level);	/* "toan-trinh" ... */

/* Everything a procedure's page says. */
void		catalogue_describe(struct arena *a, const struct form *form, enum lang lang, struct str agency,
		    struct catalogue_service_view *out);

/* The row of the catalogue that a package makes: JSON with the columns of table service. */
struct str	catalogue_listing(struct arena *a, const struct form *form);

/* schema.org GovernmentService (https://schema.org/GovernmentService); site: "https://host". */
struct str	catalogue_linked_data(struct arena *a, const struct form *form, struct str agency, struct str site);
