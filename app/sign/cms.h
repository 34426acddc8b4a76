/*
 * CMS SignedData as PAdES wants it (RFC 5652; ETSI EN 319 142-1 6.3, EN 319 122-1): detached, one signer, ESS
 * signing-certificate-v2, and no signing-time attribute.  Digest in, DER out.
 */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

/* digest: SHA-256 of the two byte ranges.  chain: more certificates to carry (the issuing CA, not the root), may be
 * NULL. 0 and *der (in a) | <0 fatal. */
int	cms_sign(struct arena *a, EVP_PKEY *key, X509 *cert, STACK_OF(X509) *chain, const uint8_t digest[32],
	    struct str *der) MUST_USE;

/* The signature octets of the only SignerInfo: what a signature time stamp covers.  0 and *octets (in a) | <0 fatal. */
int	cms_signature(struct arena *a, struct str der, struct str *octets) MUST_USE;

/* The same CMS with an RFC 3161 token as its signature-time-stamp attribute (RFC 3161 Appendix A).
 * 0 and *out (in a) | <0 fatal. */
int	cms_add_time_stamp(struct arena *a, struct str der, struct str token, struct str *out) MUST_USE;

/* ECDSA P-256 with SHA-256 as r || s of 32 octets each: what COSE (RFC 9053 2.1) and XML (RFC 4050) use.
 * 0 | <0 fatal (another kind of key included). */
int	ecdsa_sign_raw(EVP_PKEY *key, struct str octets, uint8_t sig[64]) MUST_USE;
/* r || s to the DER that OpenSSL verifies.  0 and *der (in a) | <0 fatal. */
int	ecdsa_raw_to_der(struct arena *a, struct str raw, struct str *der) MUST_USE;
