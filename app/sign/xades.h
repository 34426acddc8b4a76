/*
 * XAdES B-B and B-T, enveloped (ETSI EN 319 132-1; W3C XML Signature 1.1), ECDSA P-256 with SHA-256.
 * The Signature is written as text that already is its exclusive canonical form, each signed part with its own
 * namespace declarations: its digests need no XML parser, so the signer has none.
 */
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

/* digest: SHA-256 of the exclusive canonical form of the document without the signature.
 * 0 and *signature (a ds:Signature element, level B-B, in a) | <0 fatal. */
int	xades_sign(struct arena *a, EVP_PKEY *key, X509 *cert, STACK_OF(X509) *chain, const uint8_t digest[32],
	    int64_t time_s, struct str *signature) MUST_USE;

/* The canonical ds:SignatureValue element of a Signature made above: what its time stamp covers.
 * 0 and *octets (borrowed) | <0 fatal. */
int	xades_signature_value(struct str signature, struct str *octets) MUST_USE;

/* The Signature with a SignatureTimeStamp that holds token (level B-T).  0 and *out (in a) | <0 fatal. */
int	xades_add_time_stamp(struct arena *a, struct str signature, struct str token, struct str *out) MUST_USE;

enum xades_answer {
	XADES_E_XML = 1,	/* not well-formed, DOCTYPE, processing instruction outside the root, signed already */
};

/* The exclusive canonical form (without comments) of a document.  0 and *c14n (in a) | XADES_E_XML | <0 fatal. */
int	xades_canonical(struct arena *a, struct str xml, struct str *c14n) MUST_USE;

/* c14n with the Signature as the last child of its root.  c14n comes from xades_canonical. */
struct str	xades_envelop(struct arena *a, struct str c14n, struct str signature);
