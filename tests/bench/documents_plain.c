/*
 * The ceiling: every text of the document laid out once by pango and shown once by cairo, in the same sizes, widths and
 * faces, tagged, with the same QR symbol; no letterhead rules, no balanced lines, no page breaks by rule, no metadata.
 */
#include "documents.h"

#include <cairo-pdf.h>
#include <openssl/sha.h>
#include <pango/pangocairo.h>

#include "core/buf.h"
#include "core/err.h"
#include "paper/paper.h"
#include "qr/qr.h"

#define MM(mm)		((mm) * 72.0 / 25.4)
#define LEFT		MM(30)
#define WIDTH		(PAPER_WIDTH_PT - MM(45))
#define HALF		(WIDTH / 2)

struct page {
	struct buf		 pdf;
	cairo_surface_t		*surface;
	cairo_t			*cr;
	PangoContext		*pango;
	double			 y;
};

static cairo_status_t
page_write(void *closure, const unsigned char *data, unsigned n)
{
	buf_add(closure, data, n);
	return (CAIRO_STATUS_SUCCESS);
}

static void
page_open(struct page *p)
{
	cairo_font_options_t	*options = cairo_font_options_create();

	*p = (struct page){ .y = MM(20) };
	p->surface = cairo_pdf_surface_create_for_stream(page_write, &p->pdf, PAPER_WIDTH_PT, PAPER_HEIGHT_PT);
	p->cr = cairo_create(p->surface);
	p->pango = pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(p->pango, options);
	pango_cairo_context_set_resolution(p->pango, 72);
	pango_context_set_round_glyph_positions(p->pango, FALSE);
	cairo_font_options_destroy(options);
}

static void
page_close(struct page *p)
{
	g_object_unref(p->pango);
	cairo_destroy(p->cr);
	cairo_surface_destroy(p->surface);
	buf_free(&p->pdf);
}

struct look {
	const char	*font;
	double		 x, width;
	PangoAlignment	 align;
	bool		 justify;
	size_t		 bold_n;
};

/* Answers the height. */
static double
put(struct page *p, struct str text, const struct look *look, double y)
{
	PangoLayout		*layout = pango_layout_new(p->pango);
	PangoFontDescription	*font = pango_font_description_from_string(look->font);
	PangoAttrList		*attrs = pango_attr_list_new();
	PangoAttribute		*bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
	PangoRectangle		 r;

	bold->end_index = (guint)look->bold_n;
	pango_attr_list_insert(attrs, bold);
	pango_layout_set_attributes(layout, attrs);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, pango_units_from_double(look->width));
	pango_layout_set_alignment(layout, look->align);
	pango_layout_set_justify(layout, look->justify);
	pango_layout_set_text(layout, text.p, (int)text.n);
	pango_layout_get_extents(layout, NULL, &r);
	if (y + pango_units_to_double(r.height) > PAPER_HEIGHT_PT - MM(20)) {
		cairo_show_page(p->cr);
		y = p->y = MM(20);
	}
	cairo_move_to(p->cr, look->x, y);
	cairo_tag_begin(p->cr, "P", NULL);
	pango_cairo_show_layout(p->cr, layout);
	cairo_tag_end(p->cr, "P");
	pango_attr_list_unref(attrs);
	pango_font_description_free(font);
	g_object_unref(layout);
	return (pango_units_to_double(r.height) * 1.12);
}

static double
put_if(struct page *p, struct str text, const struct look *look, double y)
{
	return (text.n == 0 ? 0 : put(p, text, look, y));
}

static void
head_put(struct page *p, struct arena *a, const struct document *doc)
{
	static const struct look	left = { "Tinos Bold 12", LEFT, HALF, PANGO_ALIGN_CENTER, false, 0 };
	static const struct look	left_plain = { "Tinos 12", LEFT, HALF, PANGO_ALIGN_CENTER, false, 0 };
	static const struct look	right = { "Tinos Bold 13", LEFT + HALF, HALF, PANGO_ALIGN_CENTER, false, 0 };
	static const struct look	right_italic = { "Tinos Italic 13", LEFT + HALF, HALF, PANGO_ALIGN_CENTER,
	    false, 0 };
	static const struct look	title = { "Tinos Bold 14", LEFT, WIDTH, PANGO_ALIGN_CENTER, false, 0 };
	double				y = p->y, top = p->y;

	y += put_if(p, doc->parent_agency, &left_plain, y);
	y += put_if(p, doc->agency, &left, y);
	y += put_if(p, arena_printf(a, "Số: %.*s", STR_ARG(doc->number)), &left_plain, y);
	top += put(p, STR("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), &right, top);
	top += put(p, STR("Độc lập - Tự do - Hạnh phúc"), &right, top);
	top += put(p, STR("Hải Phòng, ngày 24 tháng 11 năm 2026"), &right_italic, top);
	p->y = y > top ? y : top;
	p->y += put_if(p, doc->title, &title, p->y);
	p->y += put_if(p, doc->subject, &title, p->y);
}

static void
blocks_put(struct page *p, struct arena *a, const struct document *doc)
{
	struct look	look = { "Tinos 14", LEFT, WIDTH, PANGO_ALIGN_LEFT, true, 0 };
	struct look	cell = { "Tinos 13", LEFT, WIDTH, PANGO_ALIGN_LEFT, false, 0 };

	for (size_t i = 0; i < doc->blocks_n; i++) {
		const struct block	*b = &doc->blocks[i];

		look.bold_n = b->kind == BLOCK_HEADING ? b->text.n : b->kind == BLOCK_PARAGRAPH ? b->label.n : 0;
		if (b->kind != BLOCK_TABLE) {
			p->y += put(p, arena_printf(a, "%.*s%s%.*s", STR_ARG(b->label), b->label.n > 0 ? " " : "",
			    STR_ARG(b->text)), &look, p->y) + 6;
			continue;
		}
		cell.width = WIDTH / (double)b->columns;
		for (size_t c = 0; c < b->rows * b->columns; c++) {
			cell.x = LEFT + cell.width * (double)(c % b->columns);
			(void)put_if(p, b->cells[c], &cell, p->y);
			p->y += (c + 1) % b->columns == 0 ? 16 : 0;
		}
	}
}

static int
closing_put(struct page *p, struct arena *a, const struct document *doc)
{
	static const struct look	sign = { "Tinos Bold 14", LEFT + HALF, HALF, PANGO_ALIGN_CENTER, false, 0 };
	static const struct look	list = { "Tinos Bold Italic 12", LEFT, HALF, PANGO_ALIGN_LEFT, false, 0 };
	static const struct look	small = { "Tinos 11", LEFT, HALF, PANGO_ALIGN_LEFT, false, 0 };
	struct qr_symbol		qr;
	double				y = p->y, module;
	int				r;

	(void)put_if(p, doc->authority, &sign, y);
	y = p->y;
	(void)put_if(p, doc->signer, &sign, y + 80);
	y += doc->recipients_n > 0 ? put(p, STR("Nơi nhận:"), &list, y) : 0;
	for (size_t i = 0; i < doc->recipients_n; i++)
		y += put(p, doc->recipients[i], &small, y);
	r = qr_symbol(a, doc->qr_text, &qr);
	if (r != 0)
		return (err_fold(r));
	module = MM(30) / (qr.modules + 2 * QR_QUIET_MODULES);
	for (size_t i = 0; i < qr.rects_n; i++) {
		cairo_rectangle(p->cr, LEFT + qr.rects[i].x * module, y + qr.rects[i].y * module,
		    qr.rects[i].w * module,
		    qr.rects[i].h * module);
	}
	cairo_fill(p->cr);
	(void)put_if(p, doc->qr_caption, &small, y);
	return (0);
}

static int
bare_signatures(EVP_PKEY *key, struct str pdf)
{
	uint8_t		digest[SHA256_DIGEST_LENGTH], sig[128];
	EVP_PKEY_CTX	*ctx = EVP_PKEY_CTX_new(key, NULL);
	bool		ok = ctx != NULL && EVP_PKEY_sign_init(ctx) == 1;

	SHA256((const unsigned char *)pdf.p, pdf.n, digest);
	for (int i = 0; i < SIGNATURES_N && ok; i++) {
		size_t	n = sizeof(sig);

		ok = EVP_PKEY_sign(ctx, sig, &n, digest, sizeof(digest)) == 1;
	}
	EVP_PKEY_CTX_free(ctx);
	return (ok ? 0 : err_origin(EINVAL, "a bare signature"));
}

int
plain(struct arena *a, const struct document *doc, EVP_PKEY *key, struct str *pdf)
{
	struct page	p;
	int		r;

	page_open(&p);
	head_put(&p, a, doc);
	blocks_put(&p, a, doc);
	r = closing_put(&p, a, doc);
	cairo_show_page(p.cr);
	cairo_surface_finish(p.surface);
	if (r == 0 && cairo_surface_status(p.surface) != CAIRO_STATUS_SUCCESS)
		r = err_origin(EIO, "writing the plain PDF");
	*pdf = arena_str(a, buf_view(&p.pdf));
	page_close(&p);
	return (r == 0 ? bare_signatures(key, *pdf) : r);
}
