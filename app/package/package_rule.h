/*
 * Rules as people make them from menus: "field, comparison, value", joined by "and" or by "or"; and the XPath they are
 * kept as. An expression that is none of these is left to those who write XPath.
 */
#pragma once

#include "package/package_field.h"

#define RULE_TERMS_MAX	12

enum rule_how {
	RULE_FILLED, RULE_EMPTY,
	RULE_IS, RULE_IS_NOT,
	RULE_HAS, RULE_HAS_NOT,			/* of several choices */
	RULE_LESS, RULE_AT_MOST, RULE_AT_LEAST, RULE_MORE,
	RULE_BEFORE, RULE_NOT_AFTER, RULE_NOT_BEFORE, RULE_AFTER,	/* a day: YYYY-MM-DD */
	RULE_PAST, RULE_FUTURE,			/* compared with today; no value */
	RULE_AGE, RULE_AGE_UNDER,		/* whole years, of a date */
	RULE_HOW__MAX
};

struct rule_term {
	struct str	path;			/* of the field */
	enum rule_how	how;
	struct str	value;
};

struct rule {
	bool		 always;		/* true() */
	bool		 any;			/* one of them is enough */
	struct rule_term terms[RULE_TERMS_MAX];
	size_t		 n;
};

enum rule_answer { RULE_E_FIELD = 1, RULE_E_HOW, RULE_E_VALUE };	/* what is wrong with a term */

/* May this comparison be made with a field of this type? */
bool		 rule_fits(enum rule_how how, struct str type);
bool		 rule_wants_value(enum rule_how how);
const char	*rule_how_name(enum rule_how how);		/* "at_least" */
bool		 rule_how_of(struct str name, enum rule_how *out);

/* The expression, evaluated at the element at. 0 | RULE_E_*, and *wrong is the term's number. */
MUST_USE int	 rule_compose(struct arena *a, const xmlNode *at, const struct package_field *fields, size_t n,
		     const struct rule *rule, struct str *out, size_t *wrong);
/* The other way. False: it is none of ours. */
bool		 rule_parse(struct arena *a, const xmlNode *at, const struct package_field *fields, size_t n,
    struct str text,
		     struct rule *out);
