/* A throw-away P-256 key for tests, and signatures as the signer makes them. */
#pragma once

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "qr/k1.h"

static inline EVP_PKEY *
k1_key_new(struct k1_key *key)
{
	EVP_PKEY	*pkey = EVP_EC_gen("P-256");
	uint8_t		 point[65];
	size_t		 n = 0;

	CHECK(EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &n) == 1 && n == 65);
	*key = (struct k1_key){ .from_s = 0, .until_s = K1_TIME_MAX_S, .agency = STR("H24.19"), .name = STR("thử") };
	memcpy(key->x, point + 1, 32);
	memcpy(key->y, point + 33, 32);
	k1_kid(key->x, key->y, key->kid);
	return (pkey);
}

static inline void
k1_sign(struct arena *a, EVP_PKEY *pkey, const uint8_t kid[K1_KID_BYTES], struct str payload, uint8_t sig[K1_SIG_BYTES])
{
	struct str		 tbs = k1_sig_structure(a, k1_protected(a, kid), payload);
	uint8_t			 der[80];
	const uint8_t		*p = der;
	size_t			 n = sizeof(der);
	EVP_MD_CTX		*ctx = EVP_MD_CTX_new();
	ECDSA_SIG		*s;

	CHECK(EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, pkey) == 1);
	CHECK(EVP_DigestSign(ctx, der, &n, (const uint8_t *)tbs.p, tbs.n) == 1);
	s = d2i_ECDSA_SIG(NULL, &p, (long)n);
	CHECK(s != NULL && BN_bn2binpad(ECDSA_SIG_get0_r(s), sig, 32) == 32
	    && BN_bn2binpad(ECDSA_SIG_get0_s(s), sig + 32, 32) == 32);
	ECDSA_SIG_free(s);
	EVP_MD_CTX_free(ctx);
}
