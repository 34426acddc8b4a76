/*
 * The tokens of an XPath expression (W3C, 16 November 1999, section 3.7), one look ahead, for who reads expressions
 * rather than evaluates them. Names may hold any character beyond ASCII: which are allowed is libxml2's to say.
 */
#pragma once

#include "core/core.h"
#include "core/str.h"

struct xpath_reader {
	struct str	text;
	size_t		at;		/* <= text.n; what is not read yet */
};

void		xpath_skip_space(struct xpath_reader *r);
/* All of these pass over white space first. */
bool		xpath_peek(struct xpath_reader *r, const char *token);
bool		xpath_take(struct xpath_reader *r, const char *token);
struct str	xpath_peek_name(struct xpath_reader *r);		/* empty: no name is next */
bool		xpath_peek_number(struct xpath_reader *r);	/* a digit, or a dot before one */
struct str	xpath_take_digits(struct xpath_reader *r);	/* digits and dots, as many as follow */
/* A name, whole: "or" is not the beginning of "order". */
bool		xpath_take_name(struct xpath_reader *r, const char *name);
