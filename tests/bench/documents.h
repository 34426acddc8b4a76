/*
 * The two sides of the comparison of result documents: everything the worker and the signer compute for one result, and
 * the least that the same pages and as many signatures cost.
 */
#pragma once

#include <openssl/evp.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "form/form.h"
#include "paper/document.h"
#include "signer/signer_keys.h"

/* PDF twice, XML and QR once. */
#define SIGNATURES_N	4

double	cpu_us(void);			/* of this process */
extern double	stamper_us;		/* of that, what the time-stamp authority has used: its work is not ours */

struct issuer {
	const struct form	*form;
	struct str		 instance;	/* the dossier, as it is stored */
	struct key		*officer, *seal, *qr;
	struct key		*stamper;	/* signs the time stamps */
	X509_STORE		*roots;
	struct str		 icc;
};

struct issued {
	struct str	pdf;
	struct str	xml;
	struct str	qr_text;
};

/* Ours. 0 | <0; *doc is what was typeset, for the other side. */
int	issue(struct arena *a, const struct issuer *is, struct document *doc, struct issued *out) MUST_USE;

/* The ceiling: the texts of doc on pages by cairo and pango, then SIGNATURES_N bare signatures. 0 | <0 */
int	plain(struct arena *a, const struct document *doc, EVP_PKEY *key, struct str *pdf) MUST_USE;
