/*
 * The signer's keys: the only file that knows where a private key comes from (PEM files now, PKCS#11 when there is
 * one).
 */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/core.h"
#include "core/str.h"

enum key_use {
	KEY_DOCUMENT,		/* CMS for PDF, XAdES */
	KEY_QR,
	KEY_HEAD,
	KEY__USE_MAX
};

struct key {
	char		 id[64];
	enum key_use	 use;
	EVP_PKEY	*pkey;
	X509		*cert;
	STACK_OF(X509)	*chain;		/* without cert and root */
	uint8_t		 kid[8];	/* front of SHA-256(SubjectPublicKeyInfo) */
	int64_t		 window_s;	/* rate limit: the minute that is counted */
	unsigned	 count;
};

struct keys;

/* Reads dir/keys.conf and what it names; lines with other uses are skipped.  0 | <0 fatal: a file is missing, a key
 * does not fit its certificate, or others may read it. */
int		 keys_new(const char *dir, struct keys **out) MUST_USE;
void		 keys_free(struct keys *k);
struct key	*keys_find(struct keys *k, struct str id, enum key_use use);	/* NULL: no such key for this use */
size_t		 keys_count(const struct keys *k);
