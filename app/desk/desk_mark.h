/*
 * Marking what must be completed, field by field and paper by paper: what a posted page marks, what is wrong with it,
 * and what the page shows. Pure; everything made is in the arena. Names of controls: "_mark" (a field's name, as often
 * as there are marks), "_pick.NAME" (a reason template), "_why.NAME" (own words), "_words" (in words, a line each).
 */
#pragma once

#include "desk/desk_show.h"
#include "http/pairs.h"

enum desk_mark_answer {
	DESK_MARK_E_NONE = 1,	/* nothing is marked, nothing asked in words */
	DESK_MARK_E_REASON,	/* a mark without a reason: desk_mark_row.error says where */
	DESK_MARK_E_MANY,	/* over DESK_MARKS_MAX, or a reason over DESK_REASON_MAX_CHARS */
};

/* What the officer typed, beside the answers it is about. sent may be NULL: the page for the first time. */
void	desk_show_marks(struct arena *a, enum lang lang, const struct desk_case *c, const struct desk_reason *reasons,
	    size_t reasons_n, const struct pairs *sent, struct desk_mark_view *out);

/* The marks of a view that was made from what was sent. 0 | DESK_MARK_E_*, with the errors and problems of the view. */
int	desk_marks_of(struct arena *a, enum lang lang, struct desk_mark_view *view, struct desk_mark **out, size_t *n);

/* What was asked in the newest round, with what stands there now. */
void	desk_show_asked(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_dossier_view *out);
