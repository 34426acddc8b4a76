/*
 * Inside this room only: the pages being written. Lengths are points from the upper left corner; y grows downwards.
 * Texts are laid out once (pango layouts that live in the arena) and drawn line by line, each in a structure tag.
 */
#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"
#include "paper/paper.h"

#define MM(mm)		((mm) * 72.0 / 25.4)

/* Decree 30/2020, Appendix I, I.2: top and bottom 20 to 25 mm, left 30 to 35, right 15 to 20. */
#define SHEET_TOP	MM(20)
#define SHEET_BOTTOM	(s->paper_h - MM(20))		/* of the sheet s, upright or lying */
#define SHEET_LEFT	MM(30)
#define SHEET_WIDTH	(s->paper_w - MM(30) - MM(15))
#define SHEET_INDENT	MM(10)		/* first line: 1 cm or 1.27 cm */
#define SHEET_SPACING	0.132		/* between lines, of the type size: between single and 1.5 (II.6) */
#define SHEET_SPACING_SLIP 0.035	/* a form, of one sheet */
#define SHEET_GAP	6.0		/* between paragraphs: at least 6 pt */

enum face { FACE_REGULAR, FACE_BOLD, FACE_ITALIC, FACE_BOLD_ITALIC, FACE_FIXED };

struct style {
	enum face	 face;
	double		 pt;
	PangoAlignment	 align;
	bool		 justify;
	double		 indent;	/* of the first line; below 0: of all the others */
	double		 width;		/* of the column; wraps there */
	size_t		 bold_n;	/* bytes at the front that are bold */
};

struct sheet {
	struct arena	*a;
	struct buf	 pdf;
	cairo_surface_t	*surface;
	cairo_t		*cr;
	PangoContext	*pango;
	double		 paper_w, paper_h;
	double		 body_pt;
	double		 spacing;	/* SHEET_SPACING, or SHEET_SPACING_SLIP */
	double		 indent;	/* of each first line: SHEET_INDENT, or 0 on a slip */
	double		 y;
	int		 page;
	double		 tail;		/* height that must follow on the page where the block being drawn ends */
	bool		 no_glyph;	/* a text had a character without a glyph in the font */
};

/* 0 | <0 fatal. sheet_close may be called after a failed open. */
MUST_USE int	 sheet_open(struct sheet *s, struct arena *a, double body_pt, bool landscape);
MUST_USE int	 sheet_finish(struct sheet *s, struct str *pdf);
void		 sheet_close(struct sheet *s);

void		 sheet_page_start(struct sheet *s);			/* without a number */
void		 sheet_page_break(struct sheet *s);
double		 sheet_room(const struct sheet *s);			/* left on this page */
void		 sheet_tag(struct sheet *s, const char *tag);		/* open */
void		 sheet_tag_end(struct sheet *s, const char *tag);

PangoLayout	*sheet_layout(struct sheet *s, struct str text, const struct style *style);
/* The narrowest column in which it has no more lines: breaks "ỦY BAN NHÂN DÂN / THÀNH PHỐ HẢI PHÒNG" in the middle. */
PangoLayout	*sheet_layout_balanced(struct sheet *s, struct str text, const struct style *style);
double		 layout_height(PangoLayout *layout);
double		 layout_width(PangoLayout *layout);			/* of the longest line */

/* Draw all of it at a place, each of its paragraphs in a tag. Answers its height. */
double		 sheet_put(struct sheet *s, PangoLayout *layout, double x, double y, const char *tag);
/* The same in the middle of a column that is wider than the layout's own. */
double sheet_put_centred(struct sheet *s, PangoLayout *layout, double x, double width, double y, const char *tag);
/* Draw it at the cursor, over as many pages as it takes, without widows or orphans. */
void		 sheet_flow(struct sheet *s, PangoLayout *layout, double x, const char *tag);
void		 sheet_rule(struct sheet *s, double x, double y, double width);
