/*
 * Typesets a document by the layout of Decree 30/2020/NĐ-CP, Appendix I, as a tagged PDF 1.5 with embedded fonts: A4,
 * margins 20/20/30/15 mm. Equal input gives equal bytes. Needs the font families Tinos (metrics of Times New Roman,
 * complete Vietnamese) and Cousine (fixed width, for digests); another face instead is an error, never a silent
 * substitute.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "paper/document.h"

#define PAPER_WIDTH_PT		595.276
#define PAPER_HEIGHT_PT		841.890
#define PAPER_PAGES_MAX		200
#define PAPER_SIGNATURE_W_PT	127.559		/* 45 mm: the picture of a handwritten signature */
#define PAPER_SIGNATURE_H_PT	56.693		/* 20 mm */
#define PAPER_SEAL_PT		102.047		/* 36 mm: a seal in its real size */

enum paper_answer {
	PAPER_E_GLYPH = 1,	/* a character that the font does not have */
	PAPER_E_LONG,		/* more than PAPER_PAGES_MAX pages, or a table row higher than a page */
	PAPER_E_QR		/* qr_text does not fit a symbol */
};

struct paper_options {
	double		 body_pt;	/* 13 or 14 (Appendix I, I.4); 0: 13 */
	struct str	 meta_title;	/* the file's title; empty: title and subject */
};

/* In PDF points from the lower left corner of the page, as in a /Rect: x, y, x + w, y + h. */
struct paper_place {
	int		 page;		/* from 1; 0: there is none */
	double		 x, y, w, h;
};

/* Where the pictures go that the signer draws (Appendix I: the seal covers the left third of the signature). */
struct paper_places {
	int			 pages;
	struct paper_place	 signature;	/* between authority and name */
	struct paper_place	 seal;
	struct paper_place	 left_signature;	/* slips with two signatures */
	struct paper_place	 copy_mark;	/* top right of page 1, for a signature shown as text */
	struct paper_place	 qr;		/* the code with its quiet zone: none of the others touches it */
};

/* Loads fonts once (50 to 100 ms); call it at start. 0 | <0 fatal: a face is not installed. */
MUST_USE int	paper_warm_up(void);

/* o may be NULL. 0 and *pdf (in a), *places | PAPER_E_... | <0 fatal */
MUST_USE int paper_render(struct arena *a, const struct document *doc, const struct paper_options *o, struct str *pdf,
    struct paper_places *places);
