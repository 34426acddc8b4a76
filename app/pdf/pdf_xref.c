#include "pdf/pdf_xref.h"

#define ENTRY_BYTES	20	/* "oooooooooo ggggg n" and two characters of line end */

static int
entry_add(struct arena *a, struct pdf_revision *rev, size_t *cap, uint32_t number, struct pdf_entry e)
{
	struct pdf_entry	*entries;
	uint32_t		*numbers;
	size_t			 bigger;

	if (rev->n == PDF_OBJECTS_MAX)
		return (PDF_E_TOO_BIG);
	if (rev->n == *cap) {
		bigger = *cap == 0 ? 64 : *cap * 2;
		entries = ARENA_ARRAY(a, struct pdf_entry, bigger);
		numbers = ARENA_ARRAY(a, uint32_t, bigger);
		if (rev->n > 0) {
			memcpy(entries, rev->entries, rev->n * sizeof(*entries));
			memcpy(numbers, rev->numbers, rev->n * sizeof(*numbers));
		}
		rev->entries = entries;
		rev->numbers = numbers;
		*cap = bigger;
	}
	rev->entries[rev->n] = e;
	rev->numbers[rev->n++] = number;
	return (0);
}

static int
table_entry(struct str line, struct pdf_entry *e)
{
	struct str	offset = str_from_to(line, 0, 10), gen = str_from_to(line, 11, 16);
	int64_t		at, g;

	if (line.n != ENTRY_BYTES || line.p[10] != ' ' || line.p[16] != ' ' || !pdf_is_space(line.p[18]) ||
	    !pdf_is_space(line.p[19]) || !str_i64(offset, 0, 9999999999, &at) || !str_i64(gen, 0, 65535, &g) ||
	    (line.p[17] != 'n' && line.p[17] != 'f'))
		return (PDF_E_BROKEN);
	*e = (struct pdf_entry){ line.p[17] == 'n' ? PDF_AT : PDF_FREE, (uint32_t)g, (size_t)at };
	return (0);
}

static int
table_read(struct arena *a, struct str *rest, struct pdf_revision *rev)
{
	struct pdf_entry	e;
	size_t			first, count, i, cap = 0;
	int			r;

	while (!pdf_take(rest, "trailer")) {
		if (!pdf_take_uint(rest, PDF_OBJECTS_MAX, &first) ||
		    !pdf_take_uint(rest, PDF_OBJECTS_MAX - first, &count))
			return (PDF_E_BROKEN);
		pdf_skip_space(rest);
		if (rest->n < count * ENTRY_BYTES)
			return (PDF_E_BROKEN);
		for (i = 0; i < count; i++) {
			r = table_entry(str_from_to(*rest, 0, ENTRY_BYTES), &e);
			if (r == 0)
				r = entry_add(a, rev, &cap, (uint32_t)(first + i), e);
			if (r != 0)
				return (r);
			*rest = str_from_to(*rest, ENTRY_BYTES, rest->n);
		}
	}
	r = pdf_parse(a, rest, &rev->trailer);
	return (r != 0 ? r : rev->trailer.kind == PDF_DICT ? 0 : PDF_E_BROKEN);
}

/* Field i of a row of a cross-reference stream, big endian. */
static size_t
field(const uint8_t *row, const size_t widths[3], size_t i, size_t absent)
{
	size_t	k, v = 0;

	if (widths[i] == 0)
		return (absent);
	for (k = 0; k < i; k++)
		row += widths[k];
	for (k = 0; k < widths[i]; k++)
		v = v << 8 | row[k];
	return (v);
}

static int
rows_read(struct arena *a, struct pdf_revision *rev, struct str data, size_t first, size_t count,
    const size_t widths[3],
    size_t *cap)
{
	static const enum pdf_where	kinds[] = { PDF_FREE, PDF_AT, PDF_PACKED };
	size_t				wide = widths[0] + widths[1] + widths[2], i, kind;
	const uint8_t			*row;
	int				 r;

	if (count > PDF_OBJECTS_MAX || first > PDF_OBJECTS_MAX - count || data.n < count * wide)
		return (PDF_E_BROKEN);
	for (i = 0; i < count; i++) {
		row = (const uint8_t *)data.p + i * wide;
		kind = field(row, widths, 0, 1);
		if (kind > 2 || field(row, widths, 1, 0) > PDF_FILE_MAX_BYTES || field(row, widths, 2, 0) > UINT32_MAX)
			return (PDF_E_BROKEN);
		r = entry_add(a, rev, cap, (uint32_t)(first + i), (struct pdf_entry){ kinds[kind],
		    (uint32_t)field(row, widths, 2, 0), field(row, widths, 1, 0) });
		if (r != 0)
			return (r);
	}
	return (0);
}

static int
stream_rows(struct arena *a, struct pdf_revision *rev, struct str data)
{
	const struct pdf_value	*w = pdf_key(&rev->trailer, "W"), *index = pdf_key(&rev->trailer, "Index"),
				*size = pdf_key(&rev->trailer, "Size");
	size_t			 widths[3], i, cap = 0, first, count;
	int			 r;

	if (w == NULL || w->kind != PDF_ARRAY || w->n != 3 || size == NULL || size->kind != PDF_INT || size->number < 0)
		return (PDF_E_BROKEN);
	for (i = 0; i < 3; i++) {
		if (w->items[i].kind != PDF_INT || w->items[i].number < 0 || w->items[i].number > 7)
			return (PDF_E_BROKEN);
		widths[i] = (size_t)w->items[i].number;
	}
	if (index == NULL)
		return (rows_read(a, rev, data, 0, (size_t)size->number, widths, &cap));
	if (index->kind != PDF_ARRAY || index->n % 2 != 0)
		return (PDF_E_BROKEN);
	for (i = 0; i < index->n; i += 2) {
		if (index->items[i].kind != PDF_INT || index->items[i + 1].kind != PDF_INT ||
		    index->items[i].number < 0 ||
		    index->items[i + 1].number < 0)
			return (PDF_E_BROKEN);
		first = (size_t)index->items[i].number;
		count = (size_t)index->items[i + 1].number;
		r = rows_read(a, rev, data, first, count, widths, &cap);
		if (r != 0)
			return (r);
		data = str_from_to(data, count * (widths[0] + widths[1] + widths[2]), data.n);
	}
	return (0);
}

int
pdf_xref_section(struct arena *a, struct str bytes, struct str *rest, struct pdf_revision *rev)
{
	struct pdf_entry	self = { PDF_AT, 0, (size_t)(rest->p - bytes.p) };
	struct pdf_view		alone = { bytes, NULL, 0, NULL, NULL };
	struct pdf_object	o;
	struct str		data, start = *rest;
	size_t			number, gen;
	int			r;

	if (pdf_take(rest, "xref"))
		return (table_read(a, rest, rev));
	if (!pdf_take_uint(&start, PDF_OBJECTS_MAX, &number) || !pdf_take_uint(&start, 65535, &gen))
		return (PDF_E_BROKEN);
	/* Its own cross-reference holds itself alone, so that its length must be direct (7.5.8.2). */
	alone.size = number + 1;
	alone.table = ARENA_ARRAY(a, struct pdf_entry, alone.size);
	self.gen = (uint32_t)gen;
	alone.table[number] = self;
	r = pdf_object(a, &alone, (uint32_t)number, &o);
	if (r != 0)
		return (r);
	if (!o.has_stream || !pdf_is_name(pdf_key(&o.value, "Type"), "XRef"))
		return (PDF_E_BROKEN);
	r = pdf_stream_bytes(a, &o, &data);
	if (r != 0)
		return (r);
	rev->trailer = o.value;
	rev->xref_stream = true;
	*rest = str_from_to(bytes, (size_t)(o.stream.p + o.stream.n - bytes.p), bytes.n);
	if (!pdf_take(rest, "endstream") || !pdf_take(rest, "endobj"))
		return (PDF_E_BROKEN);
	return (stream_rows(a, rev, data));
}
