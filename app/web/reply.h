/*
 * What goes out: exactly one of these ends a turn. All return NEXT_DONE, so a step says `return (reply_...(t, ...));`.
 * The security headers are on every reply. Nothing is cached unless reply_public was called before.
 */
#pragma once

#include "core/buf.h"
#include "store/store.h"
#include "web/turn.h"

/* By meaning; status and texts are in one table of reply.c. The page never repeats what was sent. */
enum problem {
	PROBLEM_BAD_REQUEST,	/* 400 the request can't be read */
	PROBLEM_BAD_TEXT,	/* 400 invalid UTF-8 or control characters */
	PROBLEM_FORBIDDEN,	/* 403 signed in, but not for this */
	PROBLEM_CSRF,		/* 403 the form is too old or not ours */
	PROBLEM_NOT_FOUND,	/* 404 */
	PROBLEM_METHOD,		/* 405 */
	PROBLEM_STALE,		/* 409 somebody was faster: look again */
	PROBLEM_GONE,		/* 410 */
	PROBLEM_TOO_LARGE,	/* 413 */
	PROBLEM_TOO_MANY_FIELDS,/* 413 */
	PROBLEM_UNPROCESSABLE,	/* 422 understood, but it can't be so */
	PROBLEM_SLOW_DOWN,	/* 429 */
	PROBLEM_INTERNAL,	/* 500 our fault; carries the request id */
	PROBLEM_UNAVAILABLE,	/* 503 come back in a moment; repeating is safe */
	PROBLEM__MAX
};

/* empties and frees take_body */
enum next	reply_html(struct turn *t, int status, struct buf *take_body);
enum next	reply_json(struct turn *t, int status, struct buf *take_body);
enum next	reply_bytes(struct turn *t, int status, const char *media_type, struct str body);
/* 303 to a path of this site ("/..."), the end of every POST that worked. Anything else is a bug: CHECK. */
enum next	reply_see(struct turn *t, struct str path);
enum next	reply_sign_in(struct turn *t);			/* 303 to the sign-in page and back; 401 for JSON */
enum next	reply_problem(struct turn *t, enum problem problem);
/* A file of the store, sent by the front after we have said yes. filename is what the browser saves it as. */
enum next	reply_stored(struct turn *t, const uint8_t sha256[STORE_SHA256], enum store_type type, bool attachment,
		    struct str filename);

/* Before one of the above. */
void		reply_header(struct turn *t, const char *name, const char *value);
/* the same for everybody: only when nobody is signed in */
void		reply_public(struct turn *t, unsigned max_age_s);
/* A cookie for this site, Secure, HttpOnly, SameSite=Lax. max_age_s 0: until the browser closes; <0: delete. */
void		reply_cookie(struct turn *t, const char *name, struct str value, int64_t max_age_s);
/* The scanner page needs WebAssembly: adds 'wasm-unsafe-eval' to this reply's policy. */
void		reply_allow_wasm(struct turn *t);
/* The page shows papers of this site in frames. */
void		reply_allow_frames(struct turn *t);
