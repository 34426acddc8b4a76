/*
 * The PDF side of a signature (ETSI EN 319 142-1; ISO 32000-1 12.7, 12.8): a field with its picture and a place for the
 * CMS, or a document time stamp (EN 319 142-1 5.4.3), written as an incremental update.  Pure: the CMS or the token is
 * made elsewhere.
 */
#pragma once

#include "core/arena.h"
#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"
#include "sign/sign.h"

#define PADES_CMS_MAX_BYTES	8192u		/* B-T measures 4.4 KB; the place is never enlarged after hashing */

enum pades_look {
	PADES_OFFICER,		/* a handwritten stroke in blue */
	PADES_SEAL,		/* a round seal in red */
};

struct pades_field {
	const char	*name;		/* of the field, ASCII: "Officer" */
	/* A document time stamp: nothing to see, nobody named. Only name and page count. */
	bool		 stamp;
	enum pades_look	 look;
	size_t		 page;
	struct sign_box	 box;
	int64_t		 time_s;	/* /M */
	struct str	 signer;	/* /Name; the stroke is drawn from it; with reason it is the tooltip */
	struct str	 reason;
	struct str	 location;
	/* Makes the file PDF/A-2b in the same update. */
	bool		 archive;
	struct str	 title;
	struct str	 icc;		/* sRGB profile; empty: no output intent */
};

struct pades_prepared {
	struct str	bytes;		/* the updated file, writable, with an empty place for the CMS */
	size_t		contents_at;	/* offset of the first hex digit */
	uint8_t		digest[32];	/* SHA-256 of both byte ranges */
};

/* 0 and *out (in a) | SIGN_E_PDF */
int	pades_prepare(struct arena *a, struct str pdf, const struct pades_field *f,
	    struct pades_prepared *out) MUST_USE;
/* Writes the CMS into its place.  0 | SIGN_E_TOO_BIG */
int	pades_embed(struct pades_prepared *p, struct str cms) MUST_USE;

/* The content stream of a picture in a box of width x height points. */
void	pades_draw(struct buf *b, enum pades_look look, struct str signer, double width, double height);
