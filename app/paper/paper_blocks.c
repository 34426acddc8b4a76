#include "paper/paper_blocks.h"

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
		style.indent = SHEET_INDENT;
	else
		style.align = PANGO_ALIGN_CENTER;
	s->tail += 3 * s->body_pt;		/* never the last line of a page */
	sheet_flow(s, sheet_layout(s, joined(s, b, " "), &style), SHEET_LEFT, "H2");
}

static void
paragraph_put(struct sheet *s, const struct block *b)
{
	struct style	style = {
		.pt = s->body_pt, .width = SHEET_WIDTH, .indent = SHEET_INDENT, .justify = true, .bold_n = b->label.n
	};

	sheet_flow(s, sheet_layout(s, joined(s, b, " "), &style), SHEET_LEFT, "P");
}

/* Dots from the end of the label to the right margin, for what is filled in by hand. */
static struct str
dotted(struct sheet *s, struct str label, const struct style *style)
{
	struct style	 plain = { .pt = style->pt, .width = style->width * 2 };
	double		 used = layout_width(sheet_layout(s, label, &plain)) + style->indent;
	double		 dot = layout_width(sheet_layout(s, STR("...................."), &plain)) / 20;
	size_t		 n = used + 10 * dot < style->width ? (size_t)((style->width - used) / dot) - 1 : 10;
	char		*dots = arena_alloc(s->a, n + 1);

	memset(dots, '.', n);
	return (arena_printf(s->a, "%.*s%s", STR_ARG(label), dots));
}

static void
field_put(struct sheet *s, const struct block *b)
{
	struct style	style = { .pt = s->body_pt, .width = SHEET_WIDTH, .indent = SHEET_INDENT };
	struct str	text = joined(s, b, ": ");

	if (b->text.n == 0)
		text = dotted(s, text, &style);
	sheet_flow(s, sheet_layout(s, text, &style), SHEET_LEFT, "P");
}

int
blocks_put(struct sheet *s, const struct document *doc, double closing_height)
{
	size_t	i;
	int	r;

	for (i = 0; i < doc->blocks_n; i++) {
		const struct block	*b = &doc->blocks[i];

		s->tail = i + 1 == doc->blocks_n ? closing_height : 0;
		switch (b->kind) {
		case BLOCK_HEADING:
			heading_put(s, b);
			break;
		case BLOCK_PARAGRAPH:
			paragraph_put(s, b);
			break;
		case BLOCK_FIELD:
			field_put(s, b);
			break;
		case BLOCK_TABLE:
			r = table_put(s, b, s->tail);
			if (r != 0)
				return (r);
			break;
		case BLOCK__MAX:
			CHECK(false);
		}
		s->y += b->kind == BLOCK_FIELD ? SHEET_GAP / 2 : SHEET_GAP;
		if (s->page > PAPER_PAGES_MAX)
			return (PAPER_E_LONG);
	}
	return (0);
}
