/*
 * Writing an incremental update (ISO 32000-1 7.5.6) behind a PDF with a classic cross-reference table, as cairo makes
 * it. Nothing of the old bytes changes.
 */
#pragma once

#include "core/buf.h"
#include "pdf/pdf.h"

struct pdf_update {
	struct arena		*a;
	struct pdf_view		 base;
	struct buf		 out;		/* the old file, then the update */
	size_t			*at;		/* offset of each object that is written, by number; 0: not written */
	size_t			 size;		/* the next new number */
	size_t			 prev;		/* offset of the last cross-reference */
};

#define PDF_UPDATE_NEW_MAX	256u		/* new objects in one update */

/* 0 | PDF_E_* (PDF_E_UNSUPPORTED: cross-reference streams).  Free with pdf_update_free. */
int		pdf_update_begin(struct arena *a, struct str pdf, struct pdf_update *u) MUST_USE;
void		pdf_update_free(struct pdf_update *u);		/* for auto_ */
uint32_t	pdf_update_number(struct pdf_update *u);	/* of a new object */

/* "n 0 obj", then the caller writes the value to u->out, then "endobj". */
void		pdf_update_open(struct pdf_update *u, uint32_t number);
void		pdf_update_close(struct pdf_update *u);
void		pdf_update_stream(struct pdf_update *u, uint32_t number, const char *dict, struct str data,
	    bool deflate);

/* The entries of dict as they stand, but for those in without (a NULL-terminated list): the caller adds others. */
void		pdf_update_entries(struct pdf_update *u, const struct pdf_value *dict, const char *const *without);

/* Cross-reference and trailer; info 0 keeps the old one.  Then u->out is the whole file. */
void		pdf_update_finish(struct pdf_update *u, uint32_t info);

/* A text string: UTF-16BE with its mark, in hex.  text is valid UTF-8. */
void		pdf_put_text(struct buf *b, struct str text);
