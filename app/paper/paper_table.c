#include "paper/paper_blocks.h"

#define COLUMNS_MAX	BLOCK_COLUMNS_MAX
#define PAD		4.0
#define SMALL_PT	10.0		/* of a wide table */
#define CENTRED_CHARS	6		/* columns no wider than this many characters are centred: numbers, counts */

struct table {
	struct sheet		*s;
	const struct block	*block;
	double			 pt;
	double			 width[COLUMNS_MAX];
	bool			 middle[COLUMNS_MAX];
};

struct table_row {
	PangoLayout	*cells[COLUMNS_MAX];
	double		 height;
};

static struct str
cell(const struct table *t, size_t row, size_t column)
{
	return (t->block->cells[row * t->block->columns + column]);
}

/* Each column gets the width of its longest word, and a share of the rest by how much more its text would like. */
static void
columns_measure(struct table *t)
{
	const struct sheet	*s = t->s;
	double	least[COLUMNS_MAX] = { 0 }, want[COLUMNS_MAX] = { 0 }, least_sum = 0, want_sum = 0, share;
	size_t	c, row;

	for (c = 0; c < t->block->columns; c++) {
		t->middle[c] = true;
		for (row = 0; row < t->block->rows; row++) {
			struct style	 style = { .pt = t->pt, .face = row == 0 ? FACE_BOLD : FACE_REGULAR,
			    .width = 4 * SHEET_WIDTH };
			PangoLayout	*layout = sheet_layout(t->s, cell(t, row, c), &style);
			double		 w = layout_width(layout);

			if (row > 0 && pango_layout_get_character_count(layout) > CENTRED_CHARS)
				t->middle[c] = false;
			want[c] = w > want[c] ? w : want[c];
			pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
			pango_layout_set_width(layout, 0);
			w = layout_width(layout);
			least[c] = w > least[c] ? w : least[c];
		}
		least[c] += 2 * PAD;
		want[c] += 2 * PAD;
		least_sum += least[c];
		want_sum += want[c];
	}
	share = (SHEET_WIDTH - least_sum) / (want_sum > least_sum ? want_sum - least_sum : 1);
	for (c = 0; c < t->block->columns; c++) {
		if (least_sum >= SHEET_WIDTH)
			t->width[c] = least[c] * SHEET_WIDTH / least_sum;
		else if (want_sum <= least_sum)
			t->width[c] = least[c] + (SHEET_WIDTH - least_sum) / (double)t->block->columns;
		else
			t->width[c] = least[c] + share * (want[c] - least[c]);
	}
}

static struct table_row
row_layout(const struct table *t, size_t row)
{
	struct table_row	r = { .height = 0 };
	size_t			c;

	for (c = 0; c < t->block->columns; c++) {
		struct style	style = {
			.pt = t->pt, .face = row == 0 ? FACE_BOLD : FACE_REGULAR, .width = t->width[c] - 2 * PAD,
			.align = row == 0 || t->middle[c] ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT
		};
		double		height;

		r.cells[c] = row == 0 ? sheet_layout_balanced(t->s, cell(t, row, c), &style)
		    : sheet_layout(t->s, cell(t, row, c), &style);
		height = layout_height(r.cells[c]) + PAD;
		r.height = height > r.height ? height : r.height;
	}
	return (r);
}

static void
row_put(const struct table *t, const struct table_row *row, bool head)
{
	struct sheet	*s = t->s;
	double		 x = SHEET_LEFT, top = s->y;
	size_t		 c;

	sheet_tag(s, "TR");
	for (c = 0; c < t->block->columns; c++) {
		double	height = layout_height(row->cells[c]);

		sheet_put_centred(s, row->cells[c], x + PAD, t->width[c] - 2 * PAD,
		    top + (head ? (row->height - height) / 2 : PAD / 2), head ? "TH" : "TD");
		x += t->width[c];
	}
	sheet_tag_end(s, "TR");
	cairo_set_line_width(s->cr, 0.5);
	for (c = 0, x = SHEET_LEFT; c < t->block->columns; c++) {
		cairo_rectangle(s->cr, x, top, t->width[c], row->height);
		x += t->width[c];
	}
	cairo_stroke(s->cr);
	s->y += row->height;
}

/* On each page a table of its own for a screen reader too: the head is read again. */
int
table_put(struct sheet *s, const struct block *block, double tail)
{
	struct table		 t = { .s = s, .block = block, .pt = block->columns > 6 ? SMALL_PT : s->body_pt - 1 };
	struct table_row	 head, row;
	size_t			 i;

	CHECK(block->columns >= 1 && block->columns <= COLUMNS_MAX && block->rows >= 1);
	columns_measure(&t);
	head = row_layout(&t, 0);
	row = block->rows > 1 ? row_layout(&t, 1) : (struct table_row){ .height = 0 };
	if (s->y > SHEET_TOP && head.height + row.height + (block->rows <= 2 ? tail : 0) > sheet_room(s))
		sheet_page_break(s);
	sheet_tag(s, "Table");
	row_put(&t, &head, true);
	for (i = 1; i < block->rows && s->page <= PAPER_PAGES_MAX; i++) {
		row = row_layout(&t, i);
		if (head.height + row.height > SHEET_BOTTOM - SHEET_TOP)
			return (PAPER_E_LONG);
		if (row.height + (i + 1 == block->rows ? tail : 0) > sheet_room(s) && s->y > SHEET_TOP + head.height) {
			sheet_tag_end(s, "Table");
			sheet_page_break(s);
			sheet_tag(s, "Table");
			row_put(&t, &head, true);
		}
		row_put(&t, &row, false);
	}
	sheet_tag_end(s, "Table");
	return (0);
}
