/*
 * K1: what a result's QR code says, signed so that a reader needs no network.
 *
 *	https://<host[:port]>/k/<10 characters>#<decimal digits>
 *
 * The digits are a COSE_Sign1 (RFC 9052 4.2, ES256 of RFC 9053 2.1) in canonical CBOR (RFC 8949 4.2.1): seven bytes
 * become seventeen digits, since QR's numeric mode is its densest and every phone camera opens the URL. The fragment
 * never reaches a server. Pure code: no clock, no files. All results live in the arena.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define K1_CODE_CHARS		10
#define K1_KID_BYTES		8
#define K1_SIG_BYTES		64		/* r || s */
#define K1_DIGEST_BYTES		16
#define K1_HOST_MAX_BYTES	100
#define K1_PAYLOAD_MAX_BYTES	400
#define K1_TEXT_MAX_BYTES	1400		/* host, path and 17 digits for each 7 of 85 + 400 bytes fit */
#define K1_TIME_MAX_S		253402300799	/* the last second of 9999 */

enum k1_answer {
	K1_E_FORM = 1,		/* not a K1 text, or not in its canonical form */
	K1_E_LONG,		/* claims, host or code do not fit the format's limits */
	K1_E_KEY,		/* no published key has this id: can't tell */
	K1_E_PERIOD,		/* signed, but issued outside the key's period: can't tell */
	K1_E_SIGNATURE		/* not what the key signed: not authentic */
};

/* The signed fields, with their map keys. Empty texts are left out; issuer, issued_s, number and digest must be
 * there. */
struct k1_claims {
	struct str	 issuer;	/* 1: agency code, "H24.19" */
	int64_t		 issued_s;	/* 6: UTC */
	struct str	 number;	/* 10: "12/QĐ-SGDĐT" */
	struct str	 procedure;	/* 11: "1.005092.H24" */
	struct str	 dossier;	/* 12 */
	struct str	 holder;	/* 13 */
	struct str	 title;		/* 14: leave out when the procedure says it */
	uint8_t		 digest[K1_DIGEST_BYTES];	/* 15: front of the SHA-256 of the XML twin (twin_digest) */
};

/* A text taken apart. Says nothing about its signature. */
struct k1 {
	struct str		 host;		/* "dvc.example.vn:8443" */
	struct str		 code;
	uint8_t			 kid[K1_KID_BYTES];
	struct str		 protected_header;
	struct str		 payload;
	uint8_t			 sig[K1_SIG_BYTES];
	struct k1_claims	 claims;
};

/* A published key: a point on P-256, and the time in which it signs. */
struct k1_key {
	uint8_t		 kid[K1_KID_BYTES];	/* front of SHA-256(SubjectPublicKeyInfo) */
	uint8_t		 x[32], y[32];
	int64_t		 from_s, until_s;	/* from <= issued < until */
	struct str	 agency, name;
};

/* Claims as CBOR. 0 | K1_E_FORM (a needed claim is missing, a text is not clean UTF-8, a time is out of range) |
 * K1_E_LONG */
MUST_USE int	k1_payload(struct arena *a, const struct k1_claims *claims, struct str *payload);

/* The protected header of a key, and the bytes that ES256 signs (RFC 9052 4.4, no external data). */
struct str	k1_protected(struct arena *a, const uint8_t kid[K1_KID_BYTES]);
struct str	k1_sig_structure(struct arena *a, struct str protected_header, struct str payload);

/* The text to print. host is lower case, with a port when it isn't 443. 0 | K1_E_FORM (host or code) | K1_E_LONG */
MUST_USE int	k1_text(struct arena *a, struct str host, struct str code, const uint8_t kid[K1_KID_BYTES],
		    struct str payload, const uint8_t sig[K1_SIG_BYTES], struct str *text);

/* Takes a text apart. 0 | K1_E_FORM: anything that k1_text would not have written is refused. */
MUST_USE int	k1_parse(struct arena *a, struct str text, struct k1 *out);

/* Checks the signature against a point. 0 authentic | K1_E_SIGNATURE (a point that isn't on the curve included) | <0
 * fatal */
MUST_USE int	k1_verify(const struct k1 *k, const uint8_t x[32], const uint8_t y[32]);

/* Finds the key by its id and asks k1_verify. 0 and *key | K1_E_KEY | K1_E_SIGNATURE | K1_E_PERIOD (*key is set) | <0
 * fatal */
MUST_USE int	k1_check(const struct k1 *k, const struct k1_key *keys, size_t n, const struct k1_key **key);

/* The id of a key from its point. */
void		k1_kid(const uint8_t x[32], const uint8_t y[32], uint8_t kid[K1_KID_BYTES]);
