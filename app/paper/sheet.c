#include "paper/sheet.h"

#include <cairo-pdf.h>
#include <hb.h>

#include "core/err.h"
#include "paper/slip_words.h"

#define FAMILY		"Tinos"
#define FAMILY_FIXED	"Cousine"
#define STRETCH_MAX	3		/* a space wider than so many leaves its line unjustified */
#define RULE_PT		0.6
#define PAGE_NUMBER_PT	13.0

static cairo_status_t
pdf_write(void *closure, const unsigned char *data, unsigned n)
{
	buf_add(closure, data, n);
	return (CAIRO_STATUS_SUCCESS);
}

static void
layout_unref(void *layout)
{
	g_object_unref(layout);
}

int
sheet_open(struct sheet *s, struct arena *a, double body_pt, bool landscape)
{
	cairo_font_options_t	*options = cairo_font_options_create();

	*s = (struct sheet){ .a = a,
		.paper_w = landscape ? PAPER_HEIGHT_PT : PAPER_WIDTH_PT,
		.paper_h = landscape ? PAPER_WIDTH_PT : PAPER_HEIGHT_PT,
		.body_pt = body_pt,
		.indent = SHEET_INDENT,
		.spacing = SHEET_SPACING,
		.page = 1,
		.y = SHEET_TOP };
	s->surface = cairo_pdf_surface_create_for_stream(pdf_write, &s->pdf, s->paper_w, s->paper_h);
	cairo_pdf_surface_restrict_to_version(s->surface, CAIRO_PDF_VERSION_1_5);
	s->cr = cairo_create(s->surface);
	s->pango = pango_font_map_create_context(pango_cairo_font_map_get_default());
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(s->pango, options);
	pango_cairo_context_set_resolution(s->pango, 72);
	pango_context_set_round_glyph_positions(s->pango, FALSE);
	pango_context_set_language(s->pango, pango_language_from_string("vi"));
	cairo_font_options_destroy(options);
	if (cairo_status(s->cr) != CAIRO_STATUS_SUCCESS)
		return (err_origin(-ENOMEM, "opening a PDF: %s", cairo_status_to_string(cairo_status(s->cr))));
	return (0);
}

int
sheet_finish(struct sheet *s, struct str *pdf)
{
	cairo_status_t	status;

	cairo_show_page(s->cr);
	cairo_surface_finish(s->surface);
	status = cairo_status(s->cr);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(s->surface);
	if (status != CAIRO_STATUS_SUCCESS)
		return (err_origin(-EIO, "writing a PDF: %s", cairo_status_to_string(status)));
	*pdf = arena_str(s->a, buf_view(&s->pdf));
	return (0);
}

void
sheet_close(struct sheet *s)
{
	if (s->pango != NULL)
		g_object_unref(s->pango);
	cairo_destroy(s->cr);
	cairo_surface_destroy(s->surface);
	buf_free(&s->pdf);
}

/* Appendix I, II.7: Arabic numerals, centred in the top margin, not on the first page. */
static void
page_number_put(struct sheet *s)
{
	struct style	 style = { .pt = PAGE_NUMBER_PT, .align = PANGO_ALIGN_CENTER, .width = SHEET_WIDTH };
	PangoLayout	*layout = sheet_layout(s, arena_printf(s->a, "%d", s->page), &style);

	sheet_put(s, layout, SHEET_LEFT, (SHEET_TOP - layout_height(layout)) / 2 + MM(2), NULL);
}

/* A page that begins anew: the second copy has no number. */
void
sheet_page_start(struct sheet *s)
{
	cairo_show_page(s->cr);
	s->page++;
	s->y = SHEET_TOP;
}

void
sheet_page_break(struct sheet *s)
{
	sheet_page_start(s);
	page_number_put(s);
}

double
sheet_room(const struct sheet *s)
{
	return (SHEET_BOTTOM - s->y);
}

void
sheet_tag(struct sheet *s, const char *tag)
{
	if (tag != NULL)
		cairo_tag_begin(s->cr, tag, NULL);
}

void
sheet_tag_end(struct sheet *s, const char *tag)
{
	if (tag != NULL)
		cairo_tag_end(s->cr, tag);
}

static const char *
family_of(enum face face)
{
	return (face == FACE_FIXED ? FAMILY_FIXED : FAMILY);
}

static PangoFontDescription *
font_of(enum face face, double pt)
{
	PangoFontDescription	*font = pango_font_description_new();

	pango_font_description_set_family_static(font, family_of(face));
	pango_font_description_set_absolute_size(font, pt * PANGO_SCALE);
	if (face == FACE_BOLD || face == FACE_BOLD_ITALIC)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	if (face == FACE_ITALIC || face == FACE_BOLD_ITALIC)
		pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
	return (font);
}

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return (true);
	}
	return (false);
}

/*
 * No line ends inside "32/2020/TT-BGDĐT", nor in a centred name inside "VÀ ĐÀO TẠO": most words have two syllables.
 * Other long words may have to be broken.
 */
static void
breaks_forbid(PangoAttrList *attrs, struct str text, const struct style *style)
{
	struct str	rest = text, word;

	while (str_cut(&rest, ' ', &word)) {
		bool		 number = style->justify && has_digit(word) && str_find_byte(word, '/') > 0;
		bool		 name = style->align == PANGO_ALIGN_CENTER && str_eq(word, paper_words.conjunction);
		struct str	 after = rest, second = STR_NONE;
		PangoAttribute	*whole;

		if (!number && !name)
			continue;
		whole = pango_attr_allow_breaks_new(FALSE);
		whole->start_index = (guint)(word.p - text.p);
		if (name && str_cut(&after, ' ', &second) && str_cut(&after, ' ', &second))
			word.n = (size_t)(second.p + second.n - word.p);
		whole->end_index = whole->start_index + (guint)word.n;
		pango_attr_list_insert(attrs, whole);
	}
}

PangoLayout *
sheet_layout(struct sheet *s, struct str text, const struct style *style)
{
	PangoLayout		*layout = pango_layout_new(s->pango);
	PangoFontDescription	*font = font_of(style->face, style->pt);
	PangoAttrList		*attrs = pango_attr_list_new();

	arena_defer(s->a, layout_unref, layout);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_attr_list_insert(attrs, pango_attr_fallback_new(FALSE));
	if (style->bold_n > 0) {
		PangoAttribute	*bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);

		bold->end_index = (guint)style->bold_n;
		pango_attr_list_insert(attrs, bold);
	}
	breaks_forbid(attrs, text, style);
	pango_layout_set_attributes(layout, attrs);
	pango_attr_list_unref(attrs);
	pango_layout_set_width(layout, pango_units_from_double(style->width));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(layout, style->align);
	pango_layout_set_justify(layout, style->justify);
	pango_layout_set_indent(layout, pango_units_from_double(style->indent));
	pango_layout_set_spacing(layout, pango_units_from_double(s->spacing * style->pt));
	pango_layout_set_text(layout, text.n > 0 ? text.p : "", (int)text.n);
	return (layout);
}

PangoLayout *
sheet_layout_balanced(struct sheet *s, struct str text, const struct style *style)
{
	PangoLayout	*layout = sheet_layout(s, text, style);
	int		 lines = pango_layout_get_line_count(layout);
	double		 narrow = style->width / lines, wide = style->width;

	if (!pango_layout_is_wrapped(layout))
		return (layout);
	while (wide - narrow > 2) {
		double	middle = (narrow + wide) / 2;

		pango_layout_set_width(layout, pango_units_from_double(middle));
		if (pango_layout_get_line_count(layout) > lines)
			narrow = middle;
		else
			wide = middle;
	}
	pango_layout_set_width(layout, pango_units_from_double(wide));
	return (layout);
}

static double
line_height(PangoLayoutLine *line)
{
	PangoRectangle	r;

	pango_layout_line_get_extents(line, NULL, &r);
	return (pango_units_to_double(r.height + pango_layout_get_spacing(line->layout)));
}

double
layout_height(PangoLayout *layout)
{
	int	n = pango_layout_get_line_count(layout);

	/* One face and one size a layout: all lines are equally high. */
	return (n * line_height(pango_layout_get_line_readonly(layout, 0)));
}

double
layout_width(PangoLayout *layout)
{
	PangoRectangle	r;

	pango_layout_get_extents(layout, NULL, &r);
	return (pango_units_to_double(r.width));
}

/* The space glyph of a run's font, and its width there. */
static PangoGlyphInfo
space_of(const PangoItem *item)
{
	PangoGlyphInfo	info = { 0 };
	PangoRectangle	r;
	hb_codepoint_t	glyph = 0;

	if (hb_font_get_nominal_glyph(pango_font_get_hb_font(item->analysis.font), ' ', &glyph)) {
		pango_font_get_glyph_extents(item->analysis.font, glyph, NULL, &r);
		info.glyph = glyph;
		info.geometry.width = r.width;
	}
	return (info);
}

/* Pango stretches a line, all gaps alike, as far as it takes: before a long number that tears it apart. Then undo it.
 */
static void
line_unstretch(PangoLayoutLine *line, const char *text)
{
	bool	torn = false;
	GSList	*at;

	for (at = line->runs; at != NULL; at = at->next) {
		const PangoGlyphItem	*run = at->data;
		PangoGlyphInfo		 space = space_of(run->item);
		int			 i;

		for (i = 0; i < run->glyphs->num_glyphs; i++) {
			PangoGlyphInfo	*g = &run->glyphs->glyphs[i];

			if (text[run->item->offset + run->glyphs->log_clusters[i]] != ' ' || g->glyph != space.glyph)
				continue;
			torn |= g->geometry.width > STRETCH_MAX * space.geometry.width;
			if (torn)
				g->geometry = space.geometry;
		}
	}
}

/*
 * Pango drops the space at which a line was broken and says so in an ActualText, from which readers take that the
 * paragraph ends there. Given its glyph again (without width), it is a space like any other.
 */
static void
line_end_space(PangoLayoutLine *line, const char *text)
{
	GSList			*last = g_slist_last(line->runs);
	const PangoGlyphItem	*run = last == NULL ? NULL : last->data;
	PangoGlyphInfo		*g;
	int			 at;

	if (run == NULL || run->glyphs->num_glyphs == 0)
		return;
	at = run->glyphs->num_glyphs - 1;
	g = &run->glyphs->glyphs[at];
	if (g->glyph == PANGO_GLYPH_EMPTY && text[run->item->offset + run->glyphs->log_clusters[at]] == ' ')
		g->glyph = space_of(run->item).glyph;
}

static void
line_put(struct sheet *s, PangoLayoutIter *iter, double x, double y)
{
	PangoLayout	*layout = pango_layout_iter_get_layout(iter);
	PangoLayoutLine	*line = pango_layout_iter_get_line(iter);
	const char	*text = pango_layout_get_text(layout);
	PangoRectangle	 r;
	double		 ascent;

	pango_layout_iter_get_line_extents(iter, NULL, &r);
	ascent = pango_units_to_double(pango_layout_iter_get_baseline(iter) - r.y);
	line_end_space(line, text);
	if (pango_layout_get_justify(layout))
		line_unstretch(line, text);
	cairo_move_to(s->cr, x + pango_units_to_double(r.x), y + ascent);
	pango_cairo_show_layout_line(s->cr, line);
}

/* A line feed has no glyph: what stands after it gets a tag of its own, or it would be read as one word with the
 * last. */
static void
paragraph_tag(struct sheet *s, PangoLayoutIter *iter, int i, const char *tag)
{
	if (i > 0 && pango_layout_line_is_paragraph_start(pango_layout_iter_get_line_readonly(iter))) {
		sheet_tag_end(s, tag);
		sheet_tag(s, tag);
	}
}

double
sheet_put(struct sheet *s, PangoLayout *layout, double x, double y, const char *tag)
{
	PangoLayoutIter	*iter = pango_layout_get_iter(layout);
	double		 top = y;
	int		 i = 0;

	s->no_glyph |= pango_layout_get_unknown_glyphs_count(layout) > 0;
	sheet_tag(s, tag);
	do {
		paragraph_tag(s, iter, i++, tag);
		line_put(s, iter, x, y);
		y += line_height(pango_layout_iter_get_line_readonly(iter));
	} while (pango_layout_iter_next_line(iter));
	sheet_tag_end(s, tag);
	pango_layout_iter_free(iter);
	return (y - top);
}

double
sheet_put_centred(struct sheet *s, PangoLayout *layout, double x, double width, double y, const char *tag)
{
	double	own = pango_units_to_double(pango_layout_get_width(layout));

	return (sheet_put(s, layout, x + (width - own) / 2, y, tag));
}

/* Lines that must be on one page with line i of n: two at the start and two at the end, and there what follows as
 * well. */
static double
line_needs(const struct sheet *s, int i, int n, double height)
{
	int	together = 1;

	if (i == 0 && n > 1)
		together = n == 3 ? 3 : 2;
	else if (i == n - 2)
		together = 2;
	return (together * height + (i + together >= n ? s->tail : 0));
}

void
sheet_flow(struct sheet *s, PangoLayout *layout, double x, const char *tag)
{
	PangoLayoutIter	*iter = pango_layout_get_iter(layout);
	int		 i = 0, n = pango_layout_get_line_count(layout);
	double		 height = line_height(pango_layout_iter_get_line_readonly(iter));

	s->no_glyph |= pango_layout_get_unknown_glyphs_count(layout) > 0;
	sheet_tag(s, tag);
	do {
		if (s->y > SHEET_TOP && line_needs(s, i, n, height) > sheet_room(s)) {
			sheet_tag_end(s, tag);
			sheet_page_break(s);
			sheet_tag(s, tag);
		} else
			paragraph_tag(s, iter, i, tag);
		line_put(s, iter, x, s->y);
		s->y += height;
		i++;
	} while (pango_layout_iter_next_line(iter));
	sheet_tag_end(s, tag);
	pango_layout_iter_free(iter);
}

void
sheet_rule(struct sheet *s, double x, double y, double width)
{
	cairo_set_line_width(s->cr, RULE_PT);
	cairo_move_to(s->cr, x, y);
	cairo_line_to(s->cr, x + width, y);
	cairo_stroke(s->cr);
}

int
paper_warm_up(void)
{
	static const enum face	 faces[] = { FACE_REGULAR, FACE_BOLD, FACE_ITALIC, FACE_BOLD_ITALIC, FACE_FIXED };
	PangoContext		*context = pango_font_map_create_context(pango_cairo_font_map_get_default());
	size_t			 i;
	int			 r = 0;

	for (i = 0; i < COUNT_OF(faces) && r == 0; i++) {
		PangoFontDescription	*want = font_of(faces[i], 13), *have = NULL;
		PangoFont		*font = pango_context_load_font(context, want);

		if (font != NULL)
			have = pango_font_describe(font);
		if (have == NULL || strcmp(pango_font_description_get_family(have), family_of(faces[i])) != 0
		    || pango_font_description_get_weight(have) != pango_font_description_get_weight(want)
		    || pango_font_description_get_style(have) != pango_font_description_get_style(want))
			r = err_origin(-ENOENT, "font %s (package fonts-croscore) or one of its faces is missing",
			    family_of(faces[i]));
		if (font != NULL)
			g_object_unref(font);
		pango_font_description_free(have);
		pango_font_description_free(want);
	}
	g_object_unref(context);
	return (r);
}
