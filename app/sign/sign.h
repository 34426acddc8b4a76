/*
 * Signing, as the worker sees it: a PDF gets the officer's and then the organisation's signature (PAdES B-T), an XML
 * document an enveloped one (XAdES B-T), a QR payload a COSE_Sign1 (K1).  The keys are in another process
 * (bin/motcua-signer, asked over a unix socket); time stamps come from an RFC 3161 server over HTTP.
 * Not here: typesetting, and the building of a K1 payload or its digits.
 *
 *	struct signer_conf conf = { "var/run/signer.sock", "http://127.0.0.1:3161/", "certs/dev/public/trust.pem",
 *	    "/usr/share/color/icc/sRGB.icc", 5000 };
 *	r = signer_client_new(&conf, &client);			once, kept; connections are made when needed
 *	r = sign_pdf(a, client, &request, pdf, &signed_pdf);	SIGN_E_SIGNER_DOWN, SIGN_E_TSA_DOWN, SIGN_E_BUSY: try
 *later
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

struct signer_client;

/* Documented answers of all sign_ functions.  The first three pass by themselves: the job is tried again later. */
enum sign_answer {
	SIGN_E_SIGNER_DOWN = 1, /* no signer at the socket, or it went away before it answered */
	SIGN_E_TSA_DOWN, /* no time-stamp server, too slow, or it answered with an HTTP error */
	SIGN_E_BUSY, /* the signer's rate limit for this key */
	SIGN_E_REFUSED, /* the signer does not know the key, or the key is not for this use, or this caller */
	SIGN_E_TSA_ANSWER, /* the time-stamp token does not verify; nothing was embedded */
	SIGN_E_PDF, /* not a PDF that can be updated (broken, encrypted, no such page) */
	SIGN_E_XML, /* not well-formed, has a DOCTYPE, is signed already */
	SIGN_E_PAYLOAD, /* not a canonical K1 payload map */
	SIGN_E_TOO_BIG, /* over the limits below, or the CMS does not fit its place */
	SIGN_E_CHAIN, /* an issuer of some certificate, or its revocation list, is not in the trust file */
};

#define SIGN_PDF_MAX_BYTES	(32u << 20)
#define SIGN_XML_MAX_BYTES	(4u << 20)
#define SIGN_KEY_MAX_BYTES	63u
#define SIGN_DOSSIER_MAX_BYTES	63u

struct signer_conf {
	const char	*socket;	/* path of the signer's unix socket */
	const char	*tsa_url;	/* "http://host:port/path" */
	/* PEM file with CAs and their revocation lists; the time-stamp server's chain must end in it */
	const char	*trust;
	const char	*icc;		/* sRGB profile for PDF/A; NULL leaves the output intent out */
	int		 timeout_ms;	/* for each of: connect, signer's answer, time stamp */
};

/* Reads trust and icc; asks nobody.  0 | <0 (a file can't be read or parsed).  Free with signer_client_free. */
int	signer_client_new(const struct signer_conf *conf, struct signer_client **out) MUST_USE;
void	signer_client_free(struct signer_client *c);		/* NULL-safe */
void	signer_client_freep(struct signer_client **c);		/* for auto_(signer_client_freep) */

/* In PDF points (1/72 inch), origin at the lower left of the page. */
struct sign_box {
	double	x, y, width, height;
};

struct sign_request {
	struct str	officer_key;	/* "officer:H24.19:director"; empty: the seal alone */
	struct str	seal_key;	/* "seal:H24.19"; empty: the officer alone */
	struct str	kind;		/* document kind for the signer's journal: "result", "receipt" */
	struct str	dossier;	/* dossier code, for the journal */
	int64_t		now_s;		/* claimed time (/M, SigningTime) */

	size_t		page;		/* from 0, sign_pdf only, as all that follows */
	struct sign_box	officer_box;	/* where the handwritten picture stands, between title and name */
	struct sign_box	seal_box;	/* width 0: sign_seal_box(officer_box) */
	struct str	officer_name;	/* /Name, and the tooltip of the picture */
	struct str	seal_name;
	struct str	reason;		/* "Phê duyệt"; may be empty */
	struct str	location;	/* "Hải Phòng"; may be empty */
	struct str	title;		/* of the document: XMP dc:title */
};

/* Decree 30/2020/NĐ-CP: the seal in its real size (36 mm), over the left third of the officer's signature. */
struct sign_box	sign_seal_box(struct sign_box officer);

/* Officer, then seal, each with a signature time stamp; the first update also adds the PDF/A-2b parts.
 * Without any key: SIGN_E_REFUSED.
 * 0 and *signed_pdf (in a) | SIGN_E_* | <0 fatal. */
int	sign_pdf(struct arena *a, struct signer_client *c, const struct sign_request *q, struct str pdf,
	    struct str *signed_pdf) MUST_USE;

/*
 * The long-term form of a PDF that is signed (PAdES B-LTA): all certificates and revocation lists of its signatures go
 * into it, and a document time stamp over all of it. Again, before *until_s, with what is known by then. The trust file
 * is read at each call: its lists should be younger than the signatures.
 * 0 and *kept (in a), *until_s: when the new time stamp's certificate ends | SIGN_E_* | <0 fatal.
 */
int	sign_pdf_keep(struct arena *a, struct signer_client *c, struct str pdf, int64_t now_s, struct str *kept,
	    int64_t *until_s) MUST_USE;

/* One enveloped XAdES B-T signature by key, as the last child of the root.  *signed_xml is the exclusive canonical form
 * of xml with the signature in it: don't re-indent it.  Uses kind, dossier, now_s of q.
 * 0 and *signed_xml (in a) | SIGN_E_* | <0 fatal. */
int	sign_xml(struct arena *a, struct signer_client *c, const struct sign_request *q, struct str key, struct str xml,
	    struct str *signed_xml) MUST_USE;

/* payload: canonical CBOR map of a K1 token (k1_check.h).  The signer builds the protected header {1: -7, 4: kid} and
 * the Sig_structure; kid and sig (r || s) are what a K1 text is printed from.  0 | SIGN_E_* | <0 fatal. */
#define SIGN_KID_BYTES	8
#define SIGN_RAW_BYTES	64
int	sign_k1(struct signer_client *c, struct str key, struct str dossier, struct str payload,
	    uint8_t kid[SIGN_KID_BYTES], uint8_t sig[SIGN_RAW_BYTES]) MUST_USE;

/* Head of the transparency log or of the status list (kind "log" or "status"): signs the text of sign_head_text.
 * sig is r || s (P-256, SHA-256).  0 | SIGN_E_* | <0 fatal. */
struct sign_head {
	struct str	 kind;		/* "log", "status" */
	struct str	 origin;	/* "H24": letters, digits, dots */
	uint64_t	 size;		/* entries in the log, or number of the list */
	uint8_t		 root[32];	/* Merkle root, or SHA-256 of the list */
	int64_t		 time_s;
};
int sign_head(
    struct signer_client *c, struct str key, const struct sign_head *head, uint8_t sig[SIGN_RAW_BYTES]) MUST_USE;
/* The signed octets: "motcua-<kind>-head-1\n<origin>\n<size>\n<hex root>\n<time_s>\n". */
struct str	sign_head_text(struct arena *a, const struct sign_head *head);
