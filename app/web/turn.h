/*
 * A turn is one request on its way through the steps of a page. One driver (turn.c) owns all asynchronous state:
 * a page only lists steps, and a step either asks the database or decides, never both.
 *
 *	static const struct step show_steps[] = { STEP(require_citizen), STEP(load_draft), STEP(show_draft) };
 *	static const struct step save_steps[] = { STEP(require_citizen), STEP(save_draft), STEP(say_saved) };
 *	PAGE(draft_page, ON_GET(show_steps), ON_POST(save_steps));		and in conf: route /draft/... draft_page
 *
 * The first step is a gate (require_*). Before the steps the driver has parsed path, query, cookies and body (bad ones
 * are answered with a clear page), loaded the session if the gate wants one, and refused a POST without the session's
 * CSRF token: no page can forget these. Exactly one reply_* ends a turn.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "db/row.h"
#include "view/view.h"

struct http_request;
struct turn;

enum next {
	NEXT_STEP,	/* go on with the next step */
	NEXT_WAIT,	/* ask() or burn() was called: the next step runs when the answer is there */
	NEXT_DONE,	/* a reply was given */
	NEXT_FAIL,	/* fatal, already logged: the driver answers with the page for our own faults */
};

struct step {
	const char	*name;
	enum next	(*run)(struct turn *t);
};

struct page {
	const char		*name;
	const struct step	*get, *post;
	size_t			 get_n, post_n;
};

#define STEP(fn)	{ #fn, fn }
#define ON_GET(s)	.get = (s), .get_n = COUNT_OF(s)
#define ON_POST(s)	.post = (s), .post_n = COUNT_OF(s)
#define PAGE(fn, ...) \
	__attribute__((visibility("default"))) int fn(struct http_request *req); \
	int fn(struct http_request *req) \
	{ \
		static const struct page page_ = { .name = #fn, __VA_ARGS__ }; \
		return (turn_run(req, &page_)); \
	} \
	struct page	/* takes the semicolon */

int		turn_run(struct http_request *req, const struct page *page);	/* called by PAGE only */

enum account_kind { ACCOUNT_NOBODY, ACCOUNT_CITIZEN, ACCOUNT_OFFICER, ACCOUNT__MAX };

struct account {
	enum account_kind	kind;		/* ACCOUNT_NOBODY: the rest is empty */
	struct uuid		id;
	struct str		name;
	struct str		roles;		/* "role@agency role@agency": ask account_has_role */
};

/* agency empty: any */
bool		account_has_role(const struct account *acc, struct str role, struct str agency);

/* ---- what a step may look at; all of it lives until the reply */
struct arena		*turn_arena(struct turn *t);
const struct account	*turn_account(struct turn *t);
const struct rows	*turn_rows(struct turn *t);		/* of the last ask */
int64_t			 turn_now_s(struct turn *t);		/* one time for the whole turn */
enum lang		 turn_lang(struct turn *t);
const char		*turn_id(struct turn *t);		/* request id, for logs and the problem page */
const struct view	*turn_view(struct turn *t);		/* for templates */
const char		*turn_store_dir(struct turn *t);	/* for store_put */
const char		*turn_public_dir(struct turn *t);	/* trust.pem, keys.json; lives as long as the process */

/* The page's own struct, zeroed at the first call; the same one at every later call of this turn. */
void			*turn_state(struct turn *t, size_t size);
#define TURN_STATE(t, tag)	((struct tag *)turn_state((t), sizeof(struct tag)))

/* ---- gates: the first step of every table */
enum next	require_nothing(struct turn *t);	/* no session is looked at: health, public data */
enum next	require_any(struct turn *t);		/* signed in or not, both are welcome */
enum next	require_signed_in(struct turn *t);	/* else: sign in, and come back here */
enum next	require_citizen(struct turn *t);	/* an officer gets 403 */
enum next	require_officer(struct turn *t);	/* a citizen gets 403 */

/* ---- work that burns CPU (Argon2, hashing an upload), on a thread. fn gets job, a copy of size bytes that is all it
 * may touch; its result is in burn_result and the changed job in burn_job at the next step.
 * At most a few run at a time; with too many waiting the client is told to come back. */
enum next	burn(struct turn *t, int (*fn)(void *job), const void *job, size_t size);
int		burn_result(struct turn *t);
void		*burn_job(struct turn *t);

/* ---- sessions (POST pages of room identity) */
#define SESSION_TOKEN_BYTES	32
/* Give the browser a new session cookie; the SHA-256 of its token goes into *token_hash, for the database. */
void		session_start(struct turn *t, uint8_t token_hash[SESSION_TOKEN_BYTES]);
/* Take it away again. False: there was none. The hash names the row to end. */
bool		session_end(struct turn *t, uint8_t token_hash[SESSION_TOKEN_BYTES]);

/* ---- a brake for what may be guessed: true when this client may try once more. rate per minute, with a burst. */
bool		brake_allows(struct turn *t, const char *what, unsigned per_minute, unsigned burst);
