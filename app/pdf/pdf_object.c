#include <stdlib.h>
#include <zlib.h>

#include "pdf/pdf.h"

#include "core/buf.h"

#define PACKED_MAX	20000u

/* A stream's length: an integer, or a reference to an object that is nothing but one.  So it can't lead back to a
 * stream. */
static int
length_get(struct arena *a, const struct pdf_view *v, const struct pdf_value *length, size_t *n)
{
	const struct pdf_entry	*e;
	struct pdf_value	 value;
	struct str		 in;
	size_t			 said, gen;

	if (length == NULL)
		return (PDF_E_BROKEN);
	value = *length;
	if (value.kind == PDF_REF) {
		e = (uint64_t)value.number < v->size ? &v->table[value.number] : NULL;
		if (e != NULL && e->where == PDF_PACKED)
			return (PDF_E_UNSUPPORTED);
		if (e == NULL || e->where != PDF_AT)
			return (PDF_E_BROKEN);
		in = str_from_to(v->bytes, e->at, v->bytes.n);
		if (!pdf_take_uint(&in, PDF_OBJECTS_MAX, &said) || said != (size_t)value.number ||
		    !pdf_take_uint(&in, 65535, &gen) || !pdf_take(&in, "obj") || pdf_parse(a, &in, &value) != 0 ||
		    !pdf_take(&in, "endobj"))
			return (PDF_E_BROKEN);
	}
	if (value.kind != PDF_INT || value.number < 0)
		return (PDF_E_BROKEN);
	*n = (size_t)value.number;
	return (0);
}

/* The bytes after "stream": as long as /Length says, and "endstream" must follow. */
static int
stream_take(struct arena *a, const struct pdf_view *v, struct str *in, struct pdf_object *o)
{
	size_t	n;
	int	r;

	if (str_starts(*in, STR("\r\n")))
		*in = str_from_to(*in, 2, in->n);
	else if (str_starts(*in, STR("\n")))
		*in = str_from_to(*in, 1, in->n);
	else
		return (PDF_E_BROKEN);
	r = length_get(a, v, pdf_key(&o->value, "Length"), &n);
	if (r != 0)
		return (r);
	if (n > in->n)
		return (PDF_E_BROKEN);
	o->has_stream = true;
	o->stream = str_from_to(*in, 0, n);
	*in = str_from_to(*in, n, in->n);
	return (pdf_take(in, "endstream") ? 0 : PDF_E_BROKEN);
}

static int
object_at(struct arena *a, const struct pdf_view *v, uint32_t number, const struct pdf_entry *e, struct pdf_object *out)
{
	struct str	in = str_from_to(v->bytes, e->at, v->bytes.n);
	size_t		said, gen;
	int		r;

	if (e->at >= v->bytes.n || pdf_is_space(*in.p) || !pdf_take_uint(&in, PDF_OBJECTS_MAX, &said) ||
	    said != number ||
	    !pdf_take_uint(&in, 65535, &gen) || gen != e->gen || !pdf_take(&in, "obj"))
		return (PDF_E_BROKEN);
	r = pdf_parse(a, &in, &out->value);
	if (r != 0)
		return (r);
	if (pdf_take(&in, "stream")) {
		if (out->value.kind != PDF_DICT)
			return (PDF_E_BROKEN);
		r = stream_take(a, v, &in, out);
		if (r != 0)
			return (r);
	}
	return (pdf_take(&in, "endobj") ? 0 : PDF_E_BROKEN);
}

/* An object in an object stream (7.5.7).  The stream inflated last is kept; all inflating together has a limit. */
static int
object_packed(struct arena *a, const struct pdf_view *v, uint32_t number, const struct pdf_entry *e,
    struct pdf_object *out)
{
	const struct pdf_value	*n, *first;
	struct pdf_object	 box;
	struct str		 data, head;
	size_t			 i, said = 0, at = 0;
	int			 r = 0;

	if (e->at >= v->size || v->table[e->at].where != PDF_AT || v->work == NULL)
		return (PDF_E_BROKEN);
	if (v->work->number != e->at || v->work->data.p == NULL) {
		r = object_at(a, v, (uint32_t)e->at, &v->table[e->at], &v->work->box);
		if (r == 0)
			r = pdf_stream_bytes(a, &v->work->box, &v->work->data);
		if (r == 0 && v->work->data.n > v->work->left_bytes)
			r = PDF_E_TOO_BIG;
		if (r != 0) {
			v->work->data = STR_NONE;
			return (r);
		}
		v->work->number = (uint32_t)e->at;
		v->work->left_bytes -= v->work->data.n;
	}
	box = v->work->box;
	data = v->work->data;
	n = pdf_key(&box.value, "N");
	first = pdf_key(&box.value, "First");
	if (!pdf_is_name(pdf_key(&box.value, "Type"), "ObjStm") || n == NULL || n->kind != PDF_INT || first == NULL ||
	    first->kind != PDF_INT || first->number < 0 || (size_t)first->number > data.n ||
	    n->number <= (int64_t)e->gen ||
	    n->number > PACKED_MAX)
		return (PDF_E_BROKEN);
	head = str_from_to(data, 0, (size_t)first->number);
	for (i = 0; i <= e->gen; i++)
		if (!pdf_take_uint(&head, PDF_OBJECTS_MAX, &said) || !pdf_take_uint(&head, data.n, &at))
			return (PDF_E_BROKEN);
	if (said != number || at > data.n - (size_t)first->number)
		return (PDF_E_BROKEN);
	data = str_from_to(data, (size_t)first->number + at, data.n);
	return (pdf_parse(a, &data, &out->value));
}

int
pdf_object(struct arena *a, const struct pdf_view *v, uint32_t number, struct pdf_object *out)
{
	const struct pdf_entry	*e;

	memset(out, 0, sizeof(*out));
	if (number >= v->size)
		return (0);
	e = &v->table[number];
	if (e->where == PDF_FREE)
		return (0);
	return (e->where == PDF_AT ? object_at(a, v, number, e, out) : object_packed(a, v, number, e, out));
}

int
pdf_resolve(struct arena *a, const struct pdf_view *v, const struct pdf_value *value, struct pdf_value *out)
{
	struct pdf_object	o;
	int			r;

	if (value->kind != PDF_REF) {
		*out = *value;
		return (0);
	}
	if ((uint64_t)value->number < v->size && v->table[value->number].where == PDF_AT &&
	    (int64_t)v->table[value->number].gen != value->gen) {
		memset(out, 0, sizeof(*out));
		return (0);
	}
	r = pdf_object(a, v, (uint32_t)value->number, &o);
	if (r != 0)
		return (r);
	if (o.value.kind == PDF_REF)
		return (PDF_E_BROKEN);
	*out = o.value;
	return (0);
}

int
pdf_get(struct arena *a, const struct pdf_view *v, const struct pdf_value *dict, const char *key, struct pdf_value *out)
{
	const struct pdf_value	*value = pdf_key(dict, key);

	memset(out, 0, sizeof(*out));
	return (value != NULL ? pdf_resolve(a, v, value, out) : 0);
}

static int
inflate_all(struct arena *a, struct str in, struct str *out)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	z_stream			z = { .next_in = (z_const Bytef *)(uintptr_t)in.p, .avail_in = (uInt)in.n };
	unsigned char			chunk[16384];
	int				r;

	if (inflateInit(&z) != Z_OK)
		return (PDF_E_BROKEN);
	do {
		z.next_out = chunk;
		z.avail_out = sizeof(chunk);
		r = inflate(&z, Z_NO_FLUSH);
		buf_add(&b, chunk, sizeof(chunk) - z.avail_out);
	} while (r == Z_OK && b.n <= PDF_INFLATED_MAX_BYTES);
	inflateEnd(&z);
	if (r == Z_OK)
		return (PDF_E_TOO_BIG);
	if (r != Z_STREAM_END)
		return (PDF_E_BROKEN);
	*out = arena_str(a, buf_view(&b));
	return (0);
}

static uint8_t
paeth(int left, int up, int corner)
{
	int	p = left + up - corner, dl = abs(p - left), du = abs(p - up), dc = abs(p - corner);

	return ((uint8_t)(dl <= du && dl <= dc ? left : du <= dc ? up : corner));
}

/* PNG filters (RFC 2083 6) over rows of one-byte samples. */
static int
unpredict(struct arena *a, struct str in, size_t columns, struct str *out)
{
	size_t		 rows = in.n / (columns + 1), r, i;
	uint8_t		*to = arena_alloc(a, rows * columns + 1), *row, *up;
	const uint8_t	*from;
	uint8_t		 left, above, corner;

	if (in.n % (columns + 1) != 0)
		return (PDF_E_BROKEN);
	for (r = 0; r < rows; r++) {
		from = (const uint8_t *)in.p + r * (columns + 1);
		row = to + r * columns;
		up = r > 0 ? row - columns : NULL;
		if (from[0] > 4)
			return (PDF_E_BROKEN);
		for (i = 0; i < columns; i++) {
			left = i > 0 ? row[i - 1] : 0;
			above = up != NULL ? up[i] : 0;
			corner = i > 0 && up != NULL ? up[i - 1] : 0;
			row[i] = (uint8_t)(from[1 + i] + (from[0] == 1 ? left : from[0] == 2 ? above :
			    from[0] == 3 ? (left + above) / 2 : from[0] == 4 ? paeth(left, above, corner) : 0));
		}
	}
	*out = (struct str){ (const char *)to, rows * columns };
	return (0);
}

/* A direct value of a stream's dictionary, the only one of a list included.  References are not followed: they could
 * lead back into the stream that is being read. */
static struct pdf_value
direct(const struct pdf_value *dict, const char *key)
{
	const struct pdf_value	*v = pdf_key(dict, key);

	if (v == NULL)
		return ((struct pdf_value){ .kind = PDF_NULL });
	return (v->kind == PDF_ARRAY && v->n == 1 ? v->items[0] : *v);
}

int
pdf_stream_bytes(struct arena *a, const struct pdf_object *o, struct str *out)
{
	struct pdf_value	filter = direct(&o->value, "Filter"), parms = direct(&o->value, "DecodeParms"),
				predictor = direct(&parms, "Predictor"), columns = direct(&parms, "Columns");
	int			r;

	if (!o->has_stream)
		return (PDF_E_BROKEN);
	*out = o->stream;
	if (filter.kind == PDF_NULL)
		return (0);
	if (!pdf_is_name(&filter, "FlateDecode") || parms.kind == PDF_REF)
		return (PDF_E_UNSUPPORTED);
	r = inflate_all(a, o->stream, out);
	if (r != 0 || predictor.kind == PDF_NULL)
		return (r);
	if (predictor.kind != PDF_INT)
		return (PDF_E_BROKEN);
	if (predictor.number == 1)
		return (0);
	if (predictor.number < 10 || pdf_key(&parms, "Colors") != NULL || pdf_key(&parms, "BitsPerComponent") != NULL)
		return (PDF_E_UNSUPPORTED);
	if (columns.kind != PDF_INT || columns.number < 1 || columns.number > 64)
		return (PDF_E_BROKEN);
	return (unpredict(a, *out, (size_t)columns.number, out));
}
