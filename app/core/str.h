/*
 * Borrowed bytes with a length. Text from outside is checked for UTF-8 at the edge, and carried in this.
 * A struct str owns nothing: it is valid as long as what it points to.
 */
#pragma once

#include <string.h>

#include "core/core.h"

struct str {
	const char	*p;
	size_t		 n;
};

#define STR(lit)	((struct str){ (lit), sizeof(lit) - 1 })
#define STR_NONE	((struct str){ NULL, 0 })
#define STR_ARG(s)	(int)(s).n, (s).p ? (s).p : ""		/* for "%.*s" */

struct str	 str_of(const char *cstr);			/* NULL gives an empty one */
bool		 str_eq(struct str a, struct str b);
bool		 str_eqc(struct str a, const char *b);
int		 str_cmp(struct str a, struct str b);		/* by bytes */
bool		 str_starts(struct str s, struct str head);
bool		 str_ends(struct str s, struct str tail);
ptrdiff_t	 str_find(struct str s, struct str what);	/* offset, or -1 */
ptrdiff_t	 str_find_byte(struct str s, char c);		/* offset, or -1 */
struct str	 str_from_to(struct str s, size_t from, size_t to);	/* clamped to s */
struct str	 str_trim(struct str s);			/* ASCII space, tab, CR, LF */

/* Take the part before sep off the front of *rest. False when *rest was used up (then *part is empty). */
bool		 str_cut(struct str *rest, char sep, struct str *part);

/* Whole decimal number between min and max. False on anything else, and *out is untouched. */
bool		 str_i64(struct str s, int64_t min, int64_t max, int64_t *out);
