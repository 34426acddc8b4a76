/*
 * Is this signed file authentic?  Pure: bytes, trust and time in, a verdict out; no network, no clock, no prose.
 * Profiles: PAdES (ETSI EN 319 142-1) B-B to B-LTA, XAdES (EN 319 132-1) enveloped B-B and B-T.
 * Stricter than common readers: whatever is not understood is never VALID.
 *
 *	r = verify_trust_new(&trust);  r = verify_trust_add_pem(trust, pem);	roots and CRLs, any order
 *	r = verify_file(a, trust, bytes, now_s, &result);
 *	if (r == 0 && result.verdict == VERIFY_VALID) ...
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define VERIFY_FILE_MAX_BYTES	(32u << 20)
#define VERIFY_SIGNATURES_MAX	16u
#define VERIFY_REASONS_MAX	16u

enum verify_verdict {
	VERIFY_VALID,		/* every signature is good, and every byte is accounted for */
	VERIFY_NOT_VALID,	/* forged, changed, revoked, or built against the rules */
	VERIFY_CANT_TELL,	/* unsigned, unknown issuer, no revocation data, or a form that we don't read */
	VERIFY__VERDICT_MAX
};

enum verify_level {
	VERIFY_LEVEL_NONE,
	VERIFY_LEVEL_B,		/* no proof of time */
	VERIFY_LEVEL_T,		/* its time is proven */
	VERIFY_LEVEL_LT,	/* and the file carries every certificate and list that the check took */
	VERIFY_LEVEL_LTA,	/* and a time stamp over those closes the file */
	VERIFY__LEVEL_MAX
};

/* Codes are message catalogue ids, "verify.<area>.<what>"; the list is in README.md. */
struct verify_reasons {
	const char	*code[VERIFY_REASONS_MAX];
	size_t		 n;
};

struct verify_signature {
	enum verify_verdict	 verdict;
	struct str		 field;		/* PDF field name; Id of an XML signature */
	struct str		 signer;	/* common name of the signer's certificate */
	struct str		 organisation;	/* its organizationName, empty when there is none */
	struct str		 issuer;	/* common name of the issuing CA */
	struct str		 reason;	/* /Reason as text (UTF-8), from the signed revision */
	int64_t			 claimed_s;	/* /M or SigningTime; 0: none */
	int64_t			 proven_s;	/* time stamp; 0: none */
	enum verify_level	 level;
	bool			 whole;		/* covers every byte of the file but its own value */
	size_t			 revision;	/* the PDF revision that it closes, from 1 */
	size_t			 revisions;	/* in the file; 1 for XML */
	/* bytes[0, covered) is the revision that was signed: offer it for download */
	size_t			 covered_bytes;
	bool			 time_stamp_only;	/* a DocTimeStamp: proves time, names nobody */
	bool			 kept;		/* all certificates and lists that its check took are in the file */
	struct verify_reasons	 reasons;
};

struct verify_result {
	enum verify_verdict	 verdict;
	struct verify_reasons	 reasons;	/* of the file as a whole */
	struct verify_signature	*signatures;	/* in the order they were made */
	size_t			 n;
};

struct verify_trust;

/* 0 | <0 fatal. */
int	verify_trust_new(struct verify_trust **out) MUST_USE;
void	verify_trust_free(struct verify_trust *t);		/* NULL-safe */
void	verify_trust_freep(struct verify_trust **t);		/* for auto_(verify_trust_freep) */
/* Self-signed certificates become roots, others are intermediates, CRLs tell what is revoked.
 * 0 | 1: no PEM block of either kind in it, or one that is broken (what came before it is kept). */
int	verify_trust_add_pem(struct verify_trust *t, struct str pem) MUST_USE;

/* By content: "%PDF-" or '<'.  0 and *out (in a) | <0 fatal.  Bad input is a verdict, not an error. */
int	verify_file(struct arena *a, const struct verify_trust *t, struct str bytes, int64_t now_s,
	    struct verify_result *out) MUST_USE;
int	verify_pdf(struct arena *a, const struct verify_trust *t, struct str bytes, int64_t now_s,
	    struct verify_result *out) MUST_USE;
/* *content: the canonical octets that were digested, without the signature; business code reads only these. May be
 * NULL. */
int	verify_xml(struct arena *a, const struct verify_trust *t, struct str bytes, int64_t now_s,
	    struct verify_result *out, struct str *content) MUST_USE;
