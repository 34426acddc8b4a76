/*
 * Names with values as HTTP carries them: query strings, urlencoded bodies, cookies. Pure decoders with limits.
 * Every text that comes out is valid UTF-8 in NFC without control characters but tab, CR and LF; CRLF becomes LF.
 * Kore's own decoders lose multi-line values, cut at '=' and keep invalid UTF-8: they are not used.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define PAIRS_MAX		2000	/* of a form: 200 rows of 10 fields */
#define PAIR_NAME_BYTES_MAX	128
#define PAIR_VALUE_BYTES_MAX	65536

enum pairs_answer {
	PAIRS_E_SYNTAX = 1,	/* a broken percent sequence, an empty name */
	PAIRS_E_TEXT,		/* invalid UTF-8 or a control character */
	PAIRS_E_MANY,		/* more than PAIRS_MAX */
	PAIRS_E_LONG,		/* a name or a value over its limit */
};

struct pair {
	struct str	name;
	struct str	value;
};

struct pairs {
	struct pair	*p;		/* in the order sent */
	size_t		 n;
	size_t		 cap;
};

/* application/x-www-form-urlencoded (WHATWG URL 5.1). Returns 0 | PAIRS_E_*. */
int		pairs_urlencoded(struct arena *a, struct str raw, struct pairs *out);
/* Percent sequences of one path segment; '+' stays. Returns 0 | PAIRS_E_SYNTAX | PAIRS_E_TEXT. */
int		pairs_segment(struct arena *a, struct str raw, struct str *out);
/* Text at the edge: UTF-8 checked, NFC, CRLF to LF, controls refused. Returns 0 | PAIRS_E_TEXT. */
int		pairs_text(struct arena *a, struct str raw, struct str *out);
/* 0 | PAIRS_E_MANY */
int		pairs_add(struct arena *a, struct pairs *to, struct str name, struct str value);

struct str	pairs_get(const struct pairs *pairs, const char *name);		/* the first, or STR_NONE */
bool		pairs_has(const struct pairs *pairs, const char *name);
/* The next value of that name: start with *at = 0. False when there is none left. */
bool		pairs_next(const struct pairs *pairs, const char *name, size_t *at, struct str *value);

/* The cookie of exactly that name in a Cookie header (RFC 6265 5.4); a value may hold '='. STR_NONE if there is
 * none. */
struct str	cookie_get(struct str header, const char *name);

/* Content-Disposition of a download (RFC 6266, RFC 8187): an ASCII name and, when it differs, the real one. */
struct str	disposition(struct arena *a, bool attachment, struct str filename);
