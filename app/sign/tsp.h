/*
 * Time stamps (RFC 3161) over HTTP: asking, checking, and (for bin/motcua-tsa and the tests) answering.
 */
#pragma once

#include <openssl/ts.h>
#include <openssl/x509.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define TSP_ANSWER_MAX_BYTES	65536u

enum tsp_answer {
	TSP_E_DOWN = 1,		/* can't connect, too slow, not HTTP 200 */
	TSP_E_TOKEN,		/* refused, or the token does not verify against imprint, nonce and roots */
};

/* Ask url ("http://host:port/path") to stamp a SHA-256 digest.  The token is verified before it is handed out.
 * 0 and *token (DER ContentInfo, in a) | TSP_E_* | <0 fatal. */
int	tsp_fetch(struct arena *a, const char *url, X509_STORE *roots, int timeout_ms, const uint8_t digest[32],
	    struct str *token) MUST_USE;

/* The two pure halves of tsp_fetch.  The request has a fresh nonce and asks for the certificate. */
int	tsp_request(struct arena *a, const uint8_t digest[32], struct str *der) MUST_USE;
int	tsp_check(struct arena *a, struct str request, struct str response, X509_STORE *roots,
	    struct str *token) MUST_USE;

/* When the certificate ends that a token was made with: after that the token alone proves nothing.
 * 0 and *until_s | <0 fatal: not a token with its certificate. */
int	tsp_until(struct str token, int64_t *until_s) MUST_USE;

/* One HTTP POST of a body; plain TCP.  0 and *body (in a) | TSP_E_DOWN | <0 fatal. */
int	tsp_post(struct arena *a, const char *url, int timeout_ms, struct str request, struct str *body) MUST_USE;

/* The answering side: a DER response (granted or refused) to a DER request.  serial: unique for each call.
 * 0 and *response (in a) | <0 fatal. */
struct tsp_authority {
	X509		*cert;
	EVP_PKEY	*key;
	STACK_OF(X509)	*chain;		/* sent with the token, may be NULL */
	uint64_t	 serial;
	int64_t		 now_s;
};
int	tsp_respond(struct arena *a, struct tsp_authority *t, struct str request, struct str *response) MUST_USE;
