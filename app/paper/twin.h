/*
 * The XML twin of a result: the same facts for machines (namespace urn:motcua:result:1), in Canonical XML 1.1 already,
 * so that the bytes written are the bytes digested. The signer envelopes it with XAdES; taken out again, the digest
 * holds.
 */
#pragma once

#include "core/arena.h"
#include "core/clock.h"
#include "core/core.h"
#include "core/str.h"
#include "paper/document.h"

#define TWIN_NAMESPACE		"urn:motcua:result:1"
#define TWIN_DIGEST_BYTES	32

struct twin_facts {
	struct str	 issuer;	/* agency code: "H24.19" */
	struct str	 agency;	/* its name */
	struct str	 number;	/* "12/QĐ-SGDĐT" */
	struct date	 date;		/* of the document */
	int64_t		 issued_s;	/* UTC; as in the QR */
	struct str	 title;		/* "QUYẾT ĐỊNH" */
	struct str	 subject;
	struct str	 signer;	/* name and office under the signature */
	struct str	 dossier;	/* dossier code */
	struct str	 procedure;	/* procedure code */
	struct str	 package;	/* SHA-256 of the service's package, 64 hex digits */
	struct str	 code;		/* of the look-up page /k/<code> */
};

/* 0 and *xml (in a) | <0 fatal. Empty facts are left out. */
MUST_USE int	twin_write(struct arena *a, const struct twin_facts *facts, const struct claim *claims, size_t claims_n,
		    struct str *xml);

/* SHA-256 of what twin_write wrote; its first K1_DIGEST_BYTES bytes go into the QR code. */
void		twin_digest(struct str xml, uint8_t digest[TWIN_DIGEST_BYTES]);
