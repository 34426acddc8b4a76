/*
 * Names that machines give: UUIDs for rows (version 7, ordered by time), short codes that people read out,
 * and the hex and base64 in which digests travel.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

struct uuid {
	uint8_t	b[16];
};

#define UUID_TEXT	36
#define CODE_ALPHABET	"0123456789abcdefghjkmnpqrstvwxyz"	/* Crockford's base 32: no i, l, o, u */

struct uuid	uuid_new(void);					/* RFC 9562 version 7 */
bool		uuid_parse(struct str s, struct uuid *out);	/* 8-4-4-4-12, any case */
struct str	uuid_text(struct arena *a, struct uuid u);	/* lower case */

struct str	code_random(struct arena *a, size_t chars);	/* 5 random bits a character */
bool		code_valid(struct str s, size_t chars);

int		hex_value(char c);						/* 0 to 15, any case; -1: not a digit */
struct str	hex_text(struct arena *a, const void *p, size_t n);		/* lower case */
bool		hex_parse(struct str s, void *out, size_t n);			/* exactly 2n digits */
struct str	base64_text(struct arena *a, const void *p, size_t n);		/* RFC 4648 4, padded */
struct str	base64url_text(struct arena *a, const void *p, size_t n);	/* RFC 4648 5, no padding */
/* strict, padded; white space skipped */
bool		base64_parse(struct arena *a, struct str s, struct str *out);
