/*
 * What a signed PDF needs so that it can be checked when nobody answers any more (ETSI EN 319 142-1 5.4.2, level B-LT):
 * the certificates and revocation lists of every chain in it, signers' and time-stamp authorities', in a document
 * security store (DSS).  Pure: bytes in, bytes out.  The document time stamp over it (B-LTA) is pades.h's.
 */
#pragma once

#include <openssl/x509.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define EVIDENCE_CERTS_MAX	64
#define EVIDENCE_CRLS_MAX	32
#define EVIDENCE_BYTES_MAX	(4u << 20)	/* of all lists and certificates together */

/* What is known from outside: CAs (roots and others) and their lists. */
struct evidence {
	STACK_OF(X509)		*certs;
	STACK_OF(X509_CRL)	*crls;
};

void	evidence_free(struct evidence *e);	/* for auto_ */
/* Certificates and lists of a PEM text, added to those that are there.  0 | <0: a broken block, or nothing in it. */
int	evidence_read(struct evidence *e, struct str pem) MUST_USE;

/*
 * The PDF and one update behind it, with the store.  What an earlier store holds stays, and nothing is in it twice:
 * when nothing is missing *out is pdf itself.  Of each authority the youngest list of known is taken.
 * 0 and *out (in a) | SIGN_E_PDF: not a PDF that we can update, or without a signature
 * | SIGN_E_CHAIN: an authority or a list is not known: the chain of some certificate can't be kept
 * | SIGN_E_TOO_BIG: over the limits above
 */
int	pades_add_evidence(struct arena *a, struct str pdf, const struct evidence *known, struct str *out) MUST_USE;
