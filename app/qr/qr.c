#include "qr/qr.h"

#include <qrencode.h>

#include "core/buf.h"
#include "core/err.h"

static void
code_freep(QRcode **code)
{
	QRcode_free(*code);
}

static bool
dark(const QRcode *code, size_t x, size_t y)
{
	size_t	side = (size_t)code->width;

	return (x < side && (code->data[y * side + x] & 1) != 0);
}

/* The dark run of row y from x on, merged into the one right above it when they are equally long. */
static size_t
run_add(struct qr_symbol *s, const QRcode *code, size_t *above, size_t x, size_t y)
{
	size_t	end = x;

	while (dark(code, end, y))
		end++;
	if (above[x] != 0) {
		struct qr_rect	*up = &s->rects[above[x] - 1];

		if (up->w == end - x && (size_t)up->y + up->h == y) {
			up->h++;
			return (end);
		}
	}
	s->rects[s->rects_n++] = (struct qr_rect){ (uint16_t)x, (uint16_t)y, (uint16_t)(end - x), 1 };
	above[x] = s->rects_n;
	return (end);
}

int
qr_symbol(struct arena *a, struct str text, struct qr_symbol *out)
{
	auto_(code_freep) QRcode	*code = NULL;
	struct qr_symbol		 s = { 0 };
	size_t				*above, side, x, y;

	/* Mode 8 with case: the library finds the numeric tail by itself; its 8-bit function would not. */
	code = QRcode_encodeString(arena_cstr(a, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (code == NULL)
		return (errno == ERANGE ? QR_E_LONG : err_origin(-errno, "encoding a QR symbol"));
	side = (size_t)code->width;
	s.modules = (unsigned)side;
	s.rects = ARENA_ARRAY(a, struct qr_rect, side * (side + 1) / 2);
	above = ARENA_ARRAY(a, size_t, side);		/* by start column: 1 + index of the last rectangle */
	for (y = 0; y < side; y++) {
		for (x = 0; x < side; x++) {
			if (dark(code, x, y))
				x = run_add(&s, code, above, x, y);
		}
	}
	*out = s;
	return (0);
}

struct str
qr_svg_path(struct arena *a, const struct qr_symbol *symbol)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	size_t				i;

	for (i = 0; i < symbol->rects_n; i++) {
		const struct qr_rect	*r = &symbol->rects[i];

		buf_printf(&b, "M%u %uh%uv%uh-%uz", r->x + QR_QUIET_MODULES, r->y + QR_QUIET_MODULES, r->w, r->h, r->w);
	}
	return (arena_str(a, buf_view(&b)));
}
