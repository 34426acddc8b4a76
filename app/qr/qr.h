/*
 * A text as a QR symbol (ISO/IEC 18004, error correction level M): few merged rectangles instead of thousands of
 * modules. Coordinates are modules from the symbol's upper left corner, without the quiet zone.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define QR_QUIET_MODULES	4	/* ISO/IEC 18004 9.1: free on each side */
#define QR_E_LONG		1	/* no symbol holds the text */

struct qr_rect {
	uint16_t	x, y, w, h;
};

struct qr_symbol {
	unsigned	 modules;	/* on a side: 17 + 4 * version */
	struct qr_rect	*rects;		/* dark, not overlapping, by rows */
	size_t		 rects_n;
};

/* 0 | QR_E_LONG | <0 fatal. text holds no NUL. */
MUST_USE int	qr_symbol(struct arena *a, struct str text, struct qr_symbol *out);

/* The d attribute of an SVG path in a view box of modules + 2 * QR_QUIET_MODULES, the quiet zone included. */
struct str	qr_svg_path(struct arena *a, const struct qr_symbol *symbol);
