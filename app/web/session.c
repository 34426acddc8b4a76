/*
 * Who is it? The cookie holds 32 random bytes; the database knows only their SHA-256, so a copy of it lets nobody in.
 * And was the form ours? Every POST must carry the token of its session, or, before sign-in, of its own cookie.
 */
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "core/log.h"
#include "core/rng.h"
#include "sql.h"
#include "web/inside.h"

/* The prefix __Host- makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis 4.1.3.2). */
#define SESSION_COOKIE	"__Host-motcua"
#define CSRF_COOKIE	"__Host-form"
#define CSRF_BYTES	32
#define SESSION_CHARS	43		/* 32 bytes in base64url without padding */

static bool
session_hash(struct turn *t, uint8_t hash[SESSION_TOKEN_BYTES])
{
	struct str	cookie = request_cookie(t, SESSION_COOKIE);

	if (cookie.n != SESSION_CHARS)
		return (false);
	SHA256((const unsigned char *)cookie.p, cookie.n, hash);
	return (true);
}

void
session_start(struct turn *t, uint8_t token_hash[SESSION_TOKEN_BYTES])
{
	uint8_t		token[SESSION_TOKEN_BYTES];
	struct str	text;

	rng_bytes(token, sizeof(token));
	text = base64url_text(t->arena, token, sizeof(token));
	OPENSSL_cleanse(token, sizeof(token));
	SHA256((const unsigned char *)text.p, text.n, token_hash);
	reply_cookie(t, SESSION_COOKIE, text, 0);
	/* The token from before sign-in ends with it. */
	reply_cookie(t, CSRF_COOKIE, STR_NONE, -1);
}

bool
session_end(struct turn *t, uint8_t token_hash[SESSION_TOKEN_BYTES])
{
	if (!session_hash(t, token_hash))
		return (false);
	reply_cookie(t, SESSION_COOKIE, STR_NONE, -1);
	return (true);
}

/* ---- the driver's steps */

enum next
find_session(struct turn *t)
{
	uint8_t		hash[SESSION_TOKEN_BYTES];

	if (!turn_wants_session(t) || !session_hash(t, hash))
		return (NEXT_STEP);
	return (ask(t, &IDENTITY_SESSION_GET,
	    ARG_BYTES(arena_str(t->arena, ((struct str){ (const char *)hash, sizeof(hash) })))));
}

enum next
take_session(struct turn *t)
{
	const struct rows	*rows = &t->inquiry.rows;

	/* Nothing asked, or a session that has ended: nobody. */
	if (rows->stmt == NULL || rows->n == 0)
		return (NEXT_STEP);
	t->account.id = row_uuid(rows, 0, IDENTITY_SESSION_GET_ACCOUNT);
	t->account.name = row_text(rows, 0, IDENTITY_SESSION_GET_NAME);
	t->account.roles = row_text(rows, 0, IDENTITY_SESSION_GET_ROLES);
	t->account.kind = str_eqc(row_text(rows, 0, IDENTITY_SESSION_GET_KIND), "officer") ? ACCOUNT_OFFICER :
	    ACCOUNT_CITIZEN;
	t->csrf = row_bytes(rows, 0, IDENTITY_SESSION_GET_CSRF);
	CHECK(t->csrf.n == CSRF_BYTES);
	if (!t->lang_chosen)
		t->lang = str_eqc(row_text(rows, 0, IDENTITY_SESSION_GET_LANG), "en") ? LANG_EN : LANG_VI;
	return (NEXT_STEP);
}

/* ---- form tokens: a fresh pad and the secret under it, so that a compressed page never repeats the secret (BREACH) */

/* Before sign-in the secret lives in a cookie that only this host can set. */
static void
csrf_before_sign_in(struct turn *t, bool make)
{
	struct str	cookie = request_cookie(t, CSRF_COOKIE);
	char		*secret = arena_alloc(t->arena, CSRF_BYTES);

	if (hex_parse(cookie, secret, CSRF_BYTES)) {
		t->csrf = (struct str){ secret, CSRF_BYTES };
	} else if (make) {
		rng_bytes(secret, CSRF_BYTES);
		t->csrf = (struct str){ secret, CSRF_BYTES };
		reply_cookie(t, CSRF_COOKIE, hex_text(t->arena, secret, CSRF_BYTES), 0);
	}
}

struct str
csrf_token(struct turn *t)
{
	uint8_t	masked[2 * CSRF_BYTES];
	size_t	i;

	/* A page without a form stays the same for everybody, and can be cached. */
	if (t->csrf.n == 0 && t->page->post_n > 0)
		csrf_before_sign_in(t, true);
	if (t->csrf.n == 0)
		return (STR_NONE);
	rng_bytes(masked, CSRF_BYTES);
	for (i = 0; i < CSRF_BYTES; i++)
		masked[CSRF_BYTES + i] = (uint8_t)(masked[i] ^ (uint8_t)t->csrf.p[i]);
	return (hex_text(t->arena, masked, sizeof(masked)));
}

static bool
csrf_fits(struct turn *t, struct str token)
{
	uint8_t	masked[2 * CSRF_BYTES];
	size_t	i;

	if (t->csrf.n != CSRF_BYTES || !hex_parse(token, masked, sizeof(masked)))
		return (false);
	for (i = 0; i < CSRF_BYTES; i++)
		masked[i] ^= masked[CSRF_BYTES + i];
	return (CRYPTO_memcmp(masked, t->csrf.p, CSRF_BYTES) == 0);
}

enum next
check_csrf(struct turn *t)
{
	struct str	token;

	if (!request_is_post(t))
		return (NEXT_STEP);
	if (t->csrf.n == 0)
		csrf_before_sign_in(t, false);
	token = request_header(t, "x-csrf-token");
	if (token.n == 0)
		token = request_field(t, "csrf");
	return (csrf_fits(t, token) ? NEXT_STEP : reply_problem(t, PROBLEM_CSRF));
}
