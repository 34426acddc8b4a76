#include "paper/paper_blocks.h"

#define HANG		MM(6)		/* a field's further lines, right of its first */
#define CODE_PT		9.0

/* Label and text in one run: "Điều 1. Công nhận ...", "Địa chỉ: ...". */
static struct str
joined(struct sheet *s, const struct block *b, const char *between)
{
	if (b->label.n == 0)
		return (b->text);
	return (arena_printf(s->a, "%.*s%s%.*s", STR_ARG(b->label), between, STR_ARG(b->text)));
}

static void
heading_put(struct sheet *s, const struct block *b)
{
	struct style	style = { .face = FACE_BOLD, .pt = s->body_pt, .width = SHEET_WIDTH };

	/* A numbered heading starts like a paragraph; "QUYẾT ĐỊNH:" stands in the middle. */
	if (b->label.n > 0)
		style.indent = s->indent;
	else
		style.align = PANGO_ALIGN_CENTER;
	if (s->indent == 0 && s->y > SHEET_TOP)
		s->y += SHEET_GAP / 2;
	s->tail += 3 * s->body_pt;		/* never the last line of a page */
	sheet_flow(s, sheet_layout(s, joined(s, b, " "), &style), SHEET_LEFT, "H2");
}

static void
paragraph_put(struct sheet *s, const struct block *b, enum face face)
{
	struct style style = { .face = face,
		.pt = s->body_pt,
		.width = SHEET_WIDTH,
		.indent = s->indent,
		.justify = true,
		.bold_n = b->label.n };

	sheet_flow(s, sheet_layout(s, joined(s, b, " "), &style), SHEET_LEFT, "P");
}

/* Dots from the end of the label to the right margin, for what is filled in by hand. */
static struct str
dotted(struct sheet *s, struct str label, const struct style *style)
{
	struct style	 plain = { .pt = style->pt, .width = style->width * 2 };
	double		 used = layout_width(sheet_layout(s, label, &plain));
	double		 dot = layout_width(sheet_layout(s, STR("...................."), &plain)) / 20;
	size_t		 n = used + 10 * dot < style->width ? (size_t)((style->width - used) / dot) - 1 : 10;
	char		*dots = arena_alloc(s->a, n + 1);

	memset(dots, '.', n);
	return (arena_printf(s->a, "%.*s%s", STR_ARG(label), dots));
}

static void
field_put(struct sheet *s, const struct block *b)
{
	struct style	style = { .pt = s->body_pt, .width = SHEET_WIDTH - s->indent, .indent = -HANG };
	struct str	text = joined(s, b, ": ");

	if (b->text.n == 0)
		text = dotted(s, text, &style);
	sheet_flow(s, sheet_layout(s, text, &style), SHEET_LEFT + s->indent, "P");
}

/* Numbered lines; those that go on stand under their text. */
static void
list_put(struct sheet *s, const struct block *b)
{
	struct style	style = { .pt = s->body_pt, .width = SHEET_WIDTH - s->indent, .indent = -HANG };
	double		tail = s->tail;

	s->tail = 2 * s->body_pt;
	if (b->label.n > 0)
		sheet_flow(s, sheet_layout(s, b->label, &style), SHEET_LEFT + s->indent, "P");
	for (size_t i = 0; i < b->rows; i++) {
		s->tail = i + 1 == b->rows ? tail : 0;
		sheet_flow(s, sheet_layout(s, arena_printf(s->a, "%zu. %.*s", i + 1, STR_ARG(b->cells[i])), &style),
		    SHEET_LEFT + s->indent, "P");
	}
}

static void
code_put(struct sheet *s, const struct block *b)
{
	struct style style = { .face = FACE_FIXED, .pt = CODE_PT, .width = SHEET_WIDTH - s->indent, .indent = -HANG };

	sheet_flow(s, sheet_layout(s, joined(s, b, ": "), &style), SHEET_LEFT + s->indent, "P");
}

/*
 * Appendix I, II.6: the grounds of a decision are set in italics. They are what stands before "QUYẾT ĐỊNH:", the last
 * heading without a number before the first article. Answers the index of that heading; 0: there are no grounds.
 */
static size_t
grounds_end(const struct document *doc)
{
	size_t	i, end = 0;

	for (i = 0; i < doc->blocks_n; i++) {
		if (doc->blocks[i].kind == BLOCK_HEADING && doc->blocks[i].label.n == 0)
			end = i;
		if (doc->blocks[i].kind == BLOCK_PARAGRAPH && doc->blocks[i].label.n > 0)
			return (end);
	}
	return (0);
}

static double
gap_after(const struct sheet *s, const struct block *b)
{
	switch (b->kind) {
	case BLOCK_CODE:
		return (0);
	case BLOCK_FIELD:
		return (s->indent > 0 ? SHEET_GAP / 2 : SHEET_GAP / 4);
	case BLOCK_HEADING:
	case BLOCK_PARAGRAPH:
	case BLOCK_TABLE:
	case BLOCK_LIST:
	case BLOCK__MAX:
		break;
	}
	return (SHEET_GAP);
}

int
blocks_put(struct sheet *s, const struct document *doc, double closing_height)
{
	size_t	i, grounds = grounds_end(doc);
	int	r;

	for (i = 0; i < doc->blocks_n; i++) {
		const struct block	*b = &doc->blocks[i];

		s->tail = i + 1 == doc->blocks_n ? closing_height : 0;
		switch (b->kind) {
		case BLOCK_HEADING:
			heading_put(s, b);
			break;
		case BLOCK_PARAGRAPH:
			paragraph_put(s, b, i < grounds ? FACE_ITALIC : FACE_REGULAR);
			break;
		case BLOCK_FIELD:
			field_put(s, b);
			break;
		case BLOCK_CODE:
			code_put(s, b);
			break;
		case BLOCK_TABLE:
			r = table_put(s, b, s->tail);
			if (r != 0)
				return (r);
			break;
		case BLOCK_LIST:
			list_put(s, b);
			break;
		case BLOCK__MAX:
			CHECK(false);
		}
		s->y += gap_after(s, b);
		if (b->kind == BLOCK_CODE && (i + 1 == doc->blocks_n || doc->blocks[i + 1].kind != BLOCK_CODE))
			s->y += SHEET_GAP;
		if (s->page > PAPER_PAGES_MAX)
			return (PAPER_E_LONG);
	}
	return (0);
}
