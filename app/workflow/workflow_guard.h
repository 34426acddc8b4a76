/*
 * Conditions as far as they can be understood without an instance: comparisons of a path with a literal, and, or, not.
 * What is not such a comparison is opaque: it may hold or not. For the checks before publishing, and for the engine,
 * which need not ask XPath about outcomes.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define GUARD_VALUES_MAX	60		/* literals that one path is compared with */

enum guard_kind {
	GUARD_OUTCOME,				/* /dossier/process/@outcome: known when it is asked */
	GUARD_NODE,				/* /dossier/process/@node: known too */
	GUARD_FIELD,				/* a path into the instance: the same until the applicant
	    writes again */
	GUARD_OPAQUE,				/* anything else over the instance; its value is 0 or 1 */
	GUARD_FACT,				/* anything else that reads /dossier/process: may differ each time */
};

/* What a guard depends on. Equal paths, and equal opaque texts, are one variable. */
struct guard_var {
	struct str	 path;			/* without blanks and without a leading /dossier/ */
	enum guard_kind	 kind;
	struct str	*value;			/* literals that it is compared with */
	size_t		 value_n;
};

struct guard_vars {
	struct arena		*a;
	struct guard_var	*v;
	size_t			 n, cap;
};

enum guard_op { GUARD_TRUE, GUARD_FALSE, GUARD_IS, GUARD_IS_NOT, GUARD_HOLDS, GUARD_NOT, GUARD_AND, GUARD_OR };

struct guard {
	enum guard_op		 op;
	size_t			 var;		/* GUARD_IS, GUARD_IS_NOT, GUARD_HOLDS */
	size_t			 value;		/* index of the literal */
	const struct guard	*left, *right;
};

/* vars grows by what the condition reads. The guard lives in vars->a. Never NULL: what is not understood is opaque. */
const struct guard	*guard_parse(struct guard_vars *vars, struct str condition);

/*
 * Does it hold? ask tells the value of a variable: the index of one of its literals, GUARD_OTHER for anything else; of
 * GUARD_OPAQUE and GUARD_FACT 0 or 1.
 */
#define GUARD_OTHER	SIZE_MAX
typedef size_t	(*guard_ask)(void *data, size_t var);
bool			 guard_holds(const struct guard *g, guard_ask ask, void *data);

/* Does it read nothing but outcome and node? */
bool			 guard_plain(const struct guard_vars *vars, const struct guard *g);
/* seen[var] = true for each variable that it reads. */
void			 guard_reads(const struct guard *g, bool *seen);
