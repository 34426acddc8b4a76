/* What the PDF and the XML verifier share: trust, certificates, time stamps, reasons.  Not for other rooms. */
#pragma once

#include <openssl/x509.h>

#include "verify/verify.h"

struct pdf_value;

/* Notes why, once each, and makes the verdict as bad as it says: NOT_VALID beats CANT_TELL beats VALID. */
void	verify_blame(enum verify_verdict *verdict, struct verify_reasons *reasons, enum verify_verdict v,
	    const char *code);

/* When things are known to have been so (EN 319 102-1 5.2: proof of existence). */
struct verify_when {
	int64_t	known_s;	/* the bytes existed then: the time stamp over them says so; else now */
	int64_t	now_s;
};

/* Chain of cert to a root at at_s, and whether any of its certificates was revoked by revoked_s.  extra: certificates
 * that came with the signature (helpful, not trusted).  Writes what it finds to sig. */
struct verify_chain {
	X509		*cert;
	STACK_OF(X509)	*extra;
	bool		 time_stamp;	/* a time-stamp authority's */
	int64_t		 at_s, revoked_s;
};
void	verify_chain(const struct verify_trust *t, const struct verify_chain *c, int64_t now_s,
	    struct verify_signature *sig);

/* A time-stamp token over octets.  True and *time_s when it is good; otherwise blames sig.  A token is worth something
 * as long as its authority's certificate runs, and no longer: known_s must lie in it. */
bool	verify_time_stamp(const struct verify_trust *t, struct str token, struct str octets, struct verify_when when,
	    struct verify_signature *sig, int64_t *time_s);

/* Names of the signer and its key usage: nonRepudiation or digitalSignature (RFC 5280 4.2.1.3). */
void	verify_signer(struct arena *a, X509 *cert, struct verify_signature *sig);

/* The CMS of a PDF signature over digest (SHA-256 of the ranges); fills level, times and names of sig. */
void	verify_cms(struct arena *a, const struct verify_trust *t, struct str contents, const uint8_t digest[32],
	    struct verify_when when, struct verify_signature *sig);

/* The validation data of a file, as its last revision has it (EN 319 142-1 5.4.2), into t's kept_*.  What is over the
 * limits or can't be read is passed over: then something is missing and the check says so.  Free with
 * verify_drop_kept. */
struct pdf_view;
void	verify_take_kept(struct arena *a, const struct pdf_view *v, const struct pdf_value *catalog,
	    struct verify_trust *t);
void	verify_drop_kept(struct verify_trust *t);

/* What changed between the revision that a signature closes and the last one (verify_revision.c).
 * 0: only what may be added later | VERIFY_CHANGED | PDF_E_* shifted by no means: any other value means unreadable. */
struct pdf;
#define VERIFY_CHANGED	100
int	verify_later_revisions(struct arena *a, const struct pdf *pdf, size_t revision);
