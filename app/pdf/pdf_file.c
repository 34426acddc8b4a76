#include "pdf/pdf.h"

#include "core/buf.h"
#include "pdf/pdf_xref.h"

#define TAIL_BYTES	1024	/* where startxref is looked for (ISO 32000-1 annex H 3) */
#define PAGES_MAX	4096

/* One line end at most. */
static void
skip_eol(struct str *in)
{
	if (in->n > 1 && in->p[0] == '\r' && in->p[1] == '\n')
		*in = str_from_to(*in, 2, in->n);
	else if (in->n > 0 && (in->p[0] == '\r' || in->p[0] == '\n'))
		*in = str_from_to(*in, 1, in->n);
}

/* "startxref", the offset of its section, "%%EOF": *end is the offset after it. */
static bool
revision_end(struct str bytes, struct str rest, size_t *at, size_t *end)
{
	if (!pdf_take(&rest, "startxref") || !pdf_take_uint(&rest, bytes.n, at))
		return (false);
	while (rest.n > 0 && pdf_is_space(*rest.p))
		rest = str_from_to(rest, 1, rest.n);
	if (!str_starts(rest, STR("%%EOF")))
		return (false);
	rest = str_from_to(rest, 5, rest.n);
	skip_eol(&rest);
	*end = (size_t)(rest.p - bytes.p);
	return (true);
}

static int
last_xref(struct str bytes, size_t *at)
{
	size_t		from = bytes.n > TAIL_BYTES ? bytes.n - TAIL_BYTES : 0, end;
	struct str	tail = str_from_to(bytes, from, bytes.n);
	const char	*p = NULL, *next = memmem(tail.p, tail.n, "startxref", 9);

	while (next != NULL) {
		p = next;
		next = memmem(p + 1, (size_t)(tail.p + tail.n - p - 1), "startxref", 9);
	}
	if (p == NULL)
		return (PDF_E_BROKEN);
	if (!revision_end(bytes, str_from_to(bytes, (size_t)(p - bytes.p), bytes.n), at, &end))
		return (PDF_E_BROKEN);
	return (end == bytes.n ? 0 : PDF_E_TRAILING);
}

/* Reads the section at an offset and finds the end of its revision.  *prev: 0 when it is the first. */
static int
revision_read(struct arena *a, struct str bytes, size_t at, struct pdf_revision *rev, size_t *prev)
{
	const struct pdf_value	*v;
	struct str		 rest = str_from_to(bytes, at, bytes.n);
	size_t			 said;
	int			 r;

	rev->xref_at = at;
	r = pdf_xref_section(a, bytes, &rest, rev);
	if (r != 0)
		return (r);
	if (pdf_key(&rev->trailer, "Encrypt") != NULL)
		return (PDF_E_ENCRYPTED);
	if (pdf_key(&rev->trailer, "XRefStm") != NULL)
		return (PDF_E_UNSUPPORTED);
	if (!revision_end(bytes, rest, &said, &rev->end))
		return (PDF_E_BROKEN);
	v = pdf_key(&rev->trailer, "Prev");
	if (v != NULL && (v->kind != PDF_INT || v->number <= 0 || (size_t)v->number >= bytes.n))
		return (PDF_E_BROKEN);
	*prev = v != NULL ? (size_t)v->number : 0;
	/* In a linearised file the section at the front is continued by one further back: both are one revision. */
	if (said != at && !(said == 0 && *prev > at))
		return (PDF_E_BROKEN);
	return (0);
}

/* The two halves of a linearised file's first revision become one. */
static void
revision_join(struct arena *a, struct pdf_revision *front, const struct pdf_revision *main_part)
{
	size_t			 n = front->n + main_part->n;
	uint32_t		*numbers = ARENA_ARRAY(a, uint32_t, n);
	struct pdf_entry	*entries = ARENA_ARRAY(a, struct pdf_entry, n);

	if (main_part->n > 0) {
		memcpy(numbers, main_part->numbers, main_part->n * sizeof(*numbers));
		memcpy(entries, main_part->entries, main_part->n * sizeof(*entries));
	}
	if (front->n > 0) {
		memcpy(numbers + main_part->n, front->numbers, front->n * sizeof(*numbers));
		memcpy(entries + main_part->n, front->entries, front->n * sizeof(*entries));
	}
	front->numbers = numbers;
	front->entries = entries;
	front->n = n;
	front->end = main_part->end;
}

/* Each revision stands whole behind the one before, and its objects stand before its end. */
static bool
revisions_in_order(const struct pdf *pdf)
{
	size_t	i, k, from = 0;

	for (i = 0; i < pdf->n; i++) {
		const struct pdf_revision	*rev = &pdf->revisions[i];

		if (rev->end <= from || (i > 0 && rev->xref_at < from))
			return (false);
		for (k = 0; k < rev->n; k++)
			if (rev->entries[k].where == PDF_AT && rev->entries[k].at >= rev->end)
				return (false);
		from = rev->end;
	}
	return (from == pdf->bytes.n);
}

int
pdf_open(struct arena *a, struct str bytes, struct pdf *out)
{
	struct pdf_revision	*found = ARENA_ARRAY(a, struct pdf_revision, PDF_REVISIONS_MAX), part;
	size_t			 n = 0, i, at, prev;
	int			 r;

	if (bytes.n > PDF_FILE_MAX_BYTES)
		return (PDF_E_TOO_BIG);
	if (!str_starts(bytes, STR("%PDF-")))
		return (PDF_E_BROKEN);
	r = last_xref(bytes, &at);
	if (r != 0)
		return (r);
	for (; at != 0; at = prev) {
		if (n == PDF_REVISIONS_MAX)
			return (PDF_E_TOO_BIG);
		r = revision_read(a, bytes, at, &found[n], &prev);
		if (r == 0 && prev > at) {
			size_t	front = prev;

			memset(&part, 0, sizeof(part));
			r = revision_read(a, bytes, front, &part, &prev);
			if (r == 0 && prev != 0)
				r = PDF_E_BROKEN;
			if (r == 0)
				revision_join(a, &found[n], &part);
		}
		if (r != 0)
			return (r);
		/* Going back only, so the chain has no loop. */
		if (prev >= at && prev != 0)
			return (PDF_E_BROKEN);
		n++;
	}
	out->bytes = bytes;
	out->n = n;
	out->revisions = ARENA_ARRAY(a, struct pdf_revision, n > 0 ? n : 1);
	for (i = 0; i < n; i++)
		out->revisions[i] = found[n - 1 - i];
	return (n > 0 && revisions_in_order(out) ? 0 : PDF_E_BROKEN);
}

int
pdf_view(struct arena *a, const struct pdf *pdf, size_t revision, struct pdf_view *out)
{
	size_t	i, k, size = 1;

	CHECK(revision < pdf->n);
	for (i = 0; i <= revision; i++)
		for (k = 0; k < pdf->revisions[i].n; k++)
			if (pdf->revisions[i].numbers[k] >= size)
				size = pdf->revisions[i].numbers[k] + 1;
	out->table = ARENA_ARRAY(a, struct pdf_entry, size);
	out->size = size;
	for (i = 0; i <= revision; i++)
		for (k = 0; k < pdf->revisions[i].n; k++)
			out->table[pdf->revisions[i].numbers[k]] = pdf->revisions[i].entries[k];
	out->bytes = str_from_to(pdf->bytes, 0, pdf->revisions[revision].end);
	out->trailer = &pdf->revisions[revision].trailer;
	out->work = ARENA_NEW(a, struct pdf_work);
	out->work->left_bytes = PDF_INFLATED_ALL_BYTES;
	return (0);
}

/* The index-th leaf below a node; visited nodes are counted, so a looping tree ends. */
static int
page_find(struct arena *a, const struct pdf_view *v, const struct pdf_value *ref, size_t *index, size_t *budget,
    unsigned depth, uint32_t *number, struct pdf_value *page)
{
	const struct pdf_value	*type;
	struct pdf_value	 node, kids;
	size_t			 i;
	int			 r;

	if (ref->kind != PDF_REF || depth > PDF_DEPTH_MAX || (*budget)-- == 0)
		return (PDF_E_BROKEN);
	r = pdf_resolve(a, v, ref, &node);
	if (r != 0)
		return (r);
	type = pdf_key(&node, "Type");
	if (pdf_is_name(type, "Page")) {
		if ((*index)-- != 0)
			return (PDF_E_BROKEN);
		*number = (uint32_t)ref->number;
		*page = node;
		return (0);
	}
	r = pdf_get(a, v, &node, "Kids", &kids);
	if (r != 0)
		return (r);
	if (!pdf_is_name(type, "Pages") || kids.kind != PDF_ARRAY)
		return (PDF_E_BROKEN);
	for (i = 0; i < kids.n; i++) {
		r = page_find(a, v, &kids.items[i], index, budget, depth + 1, number, page);
		if (r == 0 || r != PDF_E_BROKEN || *budget == 0)
			return (r);
	}
	return (PDF_E_BROKEN);
}

int
pdf_page(struct arena *a, const struct pdf_view *v, size_t index, uint32_t *number, struct pdf_value *page)
{
	const struct pdf_value	*root = pdf_key(v->trailer, "Root"), *pages;
	struct pdf_value	 catalog;
	size_t			 budget = PAGES_MAX;
	int			 r;

	if (root == NULL)
		return (PDF_E_BROKEN);
	r = pdf_resolve(a, v, root, &catalog);
	if (r != 0)
		return (r);
	pages = pdf_key(&catalog, "Pages");
	return (pages == NULL ? PDF_E_BROKEN : page_find(a, v, pages, &index, &budget, 0, number, page));
}
