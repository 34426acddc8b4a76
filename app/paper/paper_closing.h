/*
 * Inside this room only: what ends a document and stays together on one page: signature (blocks 7 and 8), recipients
 * (block 9), the QR code and the small print.
 */
#pragma once

#include "paper/document.h"
#include "paper/sheet.h"
#include "qr/qr.h"

struct closing {
	PangoLayout		*dated, *authority, *hint, *signer;
	PangoLayout		*left_authority, *left_signer;
	PangoLayout		*recipients_head, *recipients;
	PangoLayout		*caption, *note;
	bool			 note_beside;	/* the note stands beside the code, under its caption */
	struct qr_symbol	 qr;		/* modules 0: none */
	double			 qr_box;	/* side of the code with its quiet zone */
	double			 signature_height, left_height, qr_height;
	double			 height;	/* of everything */
};

/* "Hải Phòng, ngày 05 tháng 02 năm 2026" */
struct str	document_dated(struct arena *a, const struct document *doc);
/* 0 | PAPER_E_QR | PAPER_E_LONG (higher than a page) | <0 fatal */
MUST_USE int	closing_layout(struct sheet *s, const struct document *doc, struct closing *out);
void		closing_put(struct sheet *s, const struct closing *c, struct paper_places *places);
