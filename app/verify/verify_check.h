/* What the PDF and the XML verifier share: trust, certificates, time stamps, reasons.  Not for other rooms. */
#pragma once

#include <openssl/x509.h>

#include "verify/verify.h"

/* Notes why, once each, and makes the verdict as bad as it says: NOT_VALID beats CANT_TELL beats VALID. */
void	verify_blame(enum verify_verdict *verdict, struct verify_reasons *reasons, enum verify_verdict v,
	    const char *code);

/* Chain of cert to a root at a time, and the revocation of each of its certificates.  extra: certificates that came
 * with the signature (helpful, not trusted).  Writes what it finds to sig. */
void	verify_chain(const struct verify_trust *t, X509 *cert, STACK_OF(X509) *extra, bool time_stamp, int64_t at_s,
	    int64_t now_s, struct verify_signature *sig);

/* A time-stamp token over octets.  True and *time_s when it is good; otherwise blames sig. */
bool	verify_time_stamp(const struct verify_trust *t, struct str token, struct str octets, int64_t now_s,
	    struct verify_signature *sig, int64_t *time_s);

/* Names of the signer and its key usage: nonRepudiation or digitalSignature (RFC 5280 4.2.1.3). */
void	verify_signer(struct arena *a, X509 *cert, struct verify_signature *sig);

/* The CMS of a PDF signature over digest (SHA-256 of the ranges); fills level, times and names of sig. */
void	verify_cms(struct arena *a, const struct verify_trust *t, struct str contents, const uint8_t digest[32],
	    int64_t now_s, struct verify_signature *sig);

/* What changed between the revision that a signature closes and the last one (verify_revision.c).
 * 0: only what may be added later | VERIFY_CHANGED | PDF_E_* shifted by no means: any other value means unreadable. */
struct pdf;
#define VERIFY_CHANGED	100
int	verify_later_revisions(struct arena *a, const struct pdf *pdf, size_t revision);
