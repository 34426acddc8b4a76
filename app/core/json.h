/*
 * The one JSON writer (RFC 8259). Commas are its own business; strings are escaped; nesting is checked.
 * Reading JSON is jansson's work, in the tools only.
 */
#pragma once

#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"

#define JSON_DEPTH_MAX	32

struct json {
	struct buf	*out;
	unsigned	 depth;
	bool		 some[JSON_DEPTH_MAX];		/* a member was written at this depth */
	bool		 keyed;				/* a key waits for its value */
};

struct json	json_to(struct buf *out);
void		json_open(struct json *j);		/* { */
void		json_close(struct json *j);		/* } */
void		json_list(struct json *j);		/* [ */
void		json_list_end(struct json *j);		/* ] */
void		json_key(struct json *j, const char *key);
void		json_str(struct json *j, struct str v);
void		json_i64(struct json *j, int64_t v);
void		json_bool(struct json *j, bool v);
void		json_nothing(struct json *j);
/* A member in one call. */
void		json_kstr(struct json *j, const char *key, struct str v);
void		json_ki64(struct json *j, const char *key, int64_t v);
void		json_kbool(struct json *j, const char *key, bool v);
