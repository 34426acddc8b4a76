/*
 * What came in. Everything here was checked before the first step ran: valid UTF-8, NFC, no control characters but
 * tab and LF. Whether it makes sense is the room's business.
 */
#pragma once

#include "http/multipart.h"
#include "http/pairs.h"
#include "web/turn.h"

bool			 request_is_post(struct turn *t);
struct str		 request_path(struct turn *t);			/* as sent, without the query */
/* decoded; /a/b: 0 is "a". STR_NONE past the end */
struct str		 request_segment(struct turn *t, size_t i);
bool			 request_segment_uuid(struct turn *t, size_t i, struct uuid *out);

/* the first of that name, or STR_NONE */
struct str		 request_query(struct turn *t, const char *name);
const struct pairs	*request_queries(struct turn *t);

struct str		 request_field(struct turn *t, const char *name);	/* of the posted form; or STR_NONE */
bool			 request_field_uuid(struct turn *t, const char *name, struct uuid *out);
const struct pairs	*request_fields(struct turn *t);			/* all, without the CSRF token */
const struct uploads	*request_uploads(struct turn *t);			/* files of a multipart form */

struct str		 request_cookie(struct turn *t, const char *name);	/* exact name */
struct str		 request_header(struct turn *t, const char *name);	/* lower case name */
/* address, as the front saw it: never logged */
struct str		 request_client(struct turn *t);
bool			 request_wants_json(struct turn *t);			/* Accept: application/json */
/* A path of this site to go back to, from ?return= or the field: "/" unless it is a clean local path. */
struct str		 request_return_path(struct turn *t);
