/*
 * The two sides of the comparison of result documents: everything the worker, the signer and the time-stamp server compute
 * for one result, and the least that the same pages and as many signatures cost.
 */
#pragma once

#include <openssl/evp.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "form/form.h"
#include "paper/document.h"
#include "signer/signer_keys.h"

/* PDF twice, XML and QR once; each of the first three with a time stamp by somebody else's key. */
#define SIGNATURES_N	7

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
