#include "paper/paper.h"

#include <cairo-pdf.h>

#include "core/err.h"
#include "paper/paper_blocks.h"
#include "paper/paper_closing.h"
#include "paper/paper_structure.h"
#include "paper/sheet.h"
#include "paper/slip_words.h"

/* Appendix I, the table of type sizes. */
#define BODY_PT		13.0
#define NATION_PT	12.0
#define MOTTO_PT	13.0
#define AGENCY_PT	12.0
#define NUMBER_PT	13.0
#define DATE_PT		13.0
#define LETTER_PT	12.0		/* the subject of a letter, under its number */

#define LEFT_WIDTH	(SHEET_WIDTH * 0.42)
#define RIGHT_X		(SHEET_LEFT + LEFT_WIDTH)
#define RIGHT_WIDTH	(SHEET_WIDTH - LEFT_WIDTH)
#define RULE_GAP	2.0
#define FORM_NOTE_PT	10.0
#define COPY_MARK_W	MM(70)
#define COPY_MARK_H	MM(14)

static struct style
centred(double width, enum face face, double pt)
{
	return ((struct style){ .align = PANGO_ALIGN_CENTER, .width = width, .face = face, .pt = pt });
}

static double
put_balanced(struct sheet *s, struct str text, struct style style, double x, double y)
{
	if (text.n == 0)
		return (0);
	return (sheet_put_centred(s, sheet_layout_balanced(s, text, &style), x, style.width, y, "P"));
}

/* Block 2: who issues, in bold, on a slip with its desk; the body above it is not. A rule of half the length below. */
static double
agency_put(struct sheet *s, const struct document *doc, double y)
{
	const struct str	 names[] = { doc->parent_agency, doc->agency, doc->unit };
	size_t			 last = doc->unit.n > 0 ? 2 : 1, i;
	double			 width = 0;

	for (i = 0; i <= last; i++) {
		struct style	 style = centred(LEFT_WIDTH, i == 0 ? FACE_REGULAR : FACE_BOLD, AGENCY_PT);
		PangoLayout	*layout;

		if (names[i].n == 0)
			continue;
		layout = sheet_layout_balanced(s, names[i], &style);
		y += sheet_put_centred(s, layout, SHEET_LEFT, LEFT_WIDTH, y, "P");
		width = layout_width(layout);
	}
	y += RULE_GAP;
	sheet_rule(s, SHEET_LEFT + (LEFT_WIDTH - width / 2) / 2, y, width / 2);
	return (y);
}

/* Block 1: the nation's name and motto; the rule is as long as the motto. */
static double
nation_put(struct sheet *s, double y)
{
	struct style	 style = centred(RIGHT_WIDTH, FACE_BOLD, NATION_PT);
	PangoLayout	*layout = sheet_layout(s, paper_words.nation, &style);
	double		 width;

	y += sheet_put(s, layout, RIGHT_X, y, "P");
	style.pt = MOTTO_PT;
	layout = sheet_layout(s, paper_words.motto, &style);
	width = layout_width(layout);
	y += sheet_put(s, layout, RIGHT_X, y, "P") + RULE_GAP;
	sheet_rule(s, RIGHT_X + (RIGHT_WIDTH - width) / 2, y, width);
	return (y);
}

/* A declaration: the nation's name over the whole width. */
static void
nation_alone_put(struct sheet *s)
{
	struct style	 style = centred(SHEET_WIDTH, FACE_BOLD, NATION_PT + 1);
	PangoLayout	*layout;
	double		 width;

	s->y += sheet_put(s, sheet_layout(s, paper_words.nation, &style), SHEET_LEFT, s->y, "P");
	layout = sheet_layout(s, paper_words.motto, &style);
	width = layout_width(layout);
	s->y += sheet_put(s, layout, SHEET_LEFT, s->y, "P") + RULE_GAP;
	sheet_rule(s, SHEET_LEFT + (SHEET_WIDTH - width) / 2, s->y, width);
	s->y += 2 * SHEET_GAP;
}

static void
letterhead_put(struct sheet *s, const struct document *doc)
{
	double	left, right, y;

	if (doc->declaration) {
		nation_alone_put(s);
		return;
	}
	left = agency_put(s, doc, s->y);
	right = nation_put(s, s->y);
	y = (left > right ? left : right) + SHEET_GAP;
	left = right = y;
	if (doc->number.n > 0) {
		left += put_balanced(s,
		    arena_printf(s->a, "%.*s %.*s", STR_ARG(paper_words.number), STR_ARG(doc->number)),
		    centred(LEFT_WIDTH, FACE_REGULAR, NUMBER_PT), SHEET_LEFT, left);
	}
	if (doc->title.n == 0) {
		left += put_balanced(s, doc->subject, centred(LEFT_WIDTH, FACE_REGULAR, LETTER_PT), SHEET_LEFT, left);
	}
	right += put_balanced(s, document_dated(s->a, doc), centred(RIGHT_WIDTH, FACE_ITALIC, DATE_PT), RIGHT_X, right);
	s->y = (left > right ? left : right) + 2 * SHEET_GAP;
}

/* Block 5a: kind and subject, with a rule of a third of the subject's length. */
static void
title_put(struct sheet *s, const struct document *doc)
{
	struct style	 style = centred(SHEET_WIDTH, FACE_BOLD, s->body_pt);
	PangoLayout	*layout;
	double		 width;

	if (doc->title.n == 0)
		return;
	s->y += SHEET_GAP;
	style.pt = 14;
	layout = sheet_layout_balanced(s, doc->title, &style);
	s->y += sheet_put_centred(s, layout, SHEET_LEFT, SHEET_WIDTH, s->y, "H1");
	if (doc->subject.n > 0) {
		layout = sheet_layout_balanced(s, doc->subject, &style);
		width = layout_width(layout) / 3;
		s->y += sheet_put_centred(s, layout, SHEET_LEFT, SHEET_WIDTH, s->y, "P") + RULE_GAP;
		sheet_rule(s, SHEET_LEFT + (SHEET_WIDTH - width) / 2, s->y, width);
	}
	s->y += 2 * SHEET_GAP;
	if (doc->addressee.n == 0)
		return;
	style.face = FACE_REGULAR;
	layout = sheet_layout_balanced(s,
	    arena_printf(s->a, "%.*s %.*s", STR_ARG(paper_words.addressee), STR_ARG(doc->addressee)), &style);
	s->y += sheet_put_centred(s, layout, SHEET_LEFT, SHEET_WIDTH, s->y, "P") + 2 * SHEET_GAP;
}

/* The file's dates are the document's: equal input, equal bytes. */
static void
metadata_set(struct sheet *s, const struct document *doc, const struct paper_options *o)
{
	const struct date	*d = &doc->date;
	struct str		 title = o->meta_title, when;

	if (title.n == 0) {
		title = arena_printf(s->a, "%.*s%s%.*s", STR_ARG(doc->title),
		    doc->title.n > 0 && doc->subject.n > 0 ? ": " : "", STR_ARG(doc->subject));
	}
	when = arena_printf(s->a, "%04d-%02d-%02dT00:00:00+07:00", d->year, d->month, d->day);
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_TITLE, arena_cstr(s->a, title));
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_AUTHOR, arena_cstr(s->a, doc->agency));
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATOR, "Motcua");
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_CREATE_DATE, when.p);
	cairo_pdf_surface_set_metadata(s->surface, CAIRO_PDF_METADATA_MOD_DATE, when.p);
}

/* What a screen reader says instead of the code: its caption, in one line. */
static struct str
qr_alt(struct arena *a, const struct document *doc)
{
	auto_(buf_free) struct buf	text = BUF_INIT;
	struct str			rest = doc->qr_caption, line;

	if (doc->qr_text.n == 0)
		return (STR_NONE);
	buf_str(&text, paper_words.qr_alt);
	while (str_cut(&rest, '\n', &line))
		buf_printf(&text, " %.*s", STR_ARG(line));
	return (arena_str(a, buf_view(&text)));
}

/* "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP": small, at the right of the top margin. */
static void
form_note_put(struct sheet *s, const struct document *doc, struct str copy)
{
	struct str	 text = copy.n == 0 ? doc->form_note : doc->form_note.n == 0 ? copy :
	    arena_printf(s->a, "%.*s. %.*s", STR_ARG(doc->form_note), STR_ARG(copy));
	struct style	 style = { .face = FACE_ITALIC, .pt = FORM_NOTE_PT, .width = SHEET_WIDTH,
	    .align = PANGO_ALIGN_RIGHT };
	PangoLayout	*layout;

	if (text.n == 0)
		return;
	layout = sheet_layout(s, text, &style);
	sheet_put(s, layout, SHEET_LEFT, SHEET_TOP - layout_height(layout), "P");
}

static int
copy_put(struct sheet *s, const struct document *doc, struct str copy, const struct closing *closing,
    struct paper_places *places)
{
	int	r;

	form_note_put(s, doc, copy);
	letterhead_put(s, doc);
	title_put(s, doc);
	r = blocks_put(s, doc, closing->height);
	if (r == 0)
		closing_put(s, closing, places);
	return (r);
}

static int
document_put(struct sheet *s, const struct document *doc, const struct paper_options *o, struct paper_places *places)
{
	struct paper_places	second;
	struct closing		closing;
	int			r;

	metadata_set(s, doc, o);
	r = closing_layout(s, doc, &closing);
	if (r != 0)
		return (r);
	cairo_tag_begin(s->cr, "Document", NULL);
	r = copy_put(s, doc, doc->copies[0], &closing, places);
	if (r == 0 && doc->copies[1].n > 0) {
		sheet_page_start(s);
		r = copy_put(s, doc, doc->copies[1], &closing, &second);
	}
	if (r == 0)
		cairo_tag_end(s->cr, "Document");
	return (r);
}

int
paper_render(struct arena *a, const struct document *doc, const struct paper_options *o, struct str *pdf,
    struct paper_places *places)
{
	static const struct paper_options	plain = { 0 };
	auto_(sheet_close) struct sheet		s;
	struct paper_places			where = { 0 };
	struct str				made;
	int					r;

	CHECK(date_valid(doc->date));
	if (o == NULL)
		o = &plain;
	r = sheet_open(&s, a, o->body_pt > 0 ? o->body_pt : BODY_PT, doc->landscape);
	if (r < 0)
		return (err_trace(r));
	if (doc->unit.n > 0 || doc->declaration) {
		s.indent = 0;
		s.spacing = SHEET_SPACING_SLIP;
	}
	r = document_put(&s, doc, o, &where);
	if (r != 0)
		return (r < 0 ? err_trace(r) : r);
	if (s.no_glyph)
		return (PAPER_E_GLYPH);
	r = sheet_finish(&s, &made);
	if (r == 0)
		r = structure_complete(a, &made, qr_alt(a, doc));
	if (r < 0)
		return (err_trace(r));
	where.pages = s.page;
	where.copy_mark = (struct paper_place){ 1, s.paper_w - MM(15) - COPY_MARK_W,
	    s.paper_h - SHEET_TOP + MM(3), COPY_MARK_W, COPY_MARK_H };
	*pdf = made;
	*places = where;
	return (0);
}
