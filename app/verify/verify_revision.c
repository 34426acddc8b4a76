/*
 * What may be added behind a signature: new signature fields with their widgets, and validation data (DSS).  Everything
 * else is a change of the document.  Objects are compared as values, in the signed and in the last revision.
 */
#include "pdf/pdf.h"
#include "verify/verify_check.h"

struct diff {
	struct arena	*a;
	struct pdf_view	 was, is;
	bool		*dangling;	/* numbers that the signed revision refers to without defining them */
	uint32_t	 root, form, dss;
};

static bool
defined(const struct pdf_view *v, size_t number)
{
	return (number < v->size && v->table[number].where != PDF_FREE);
}

static bool
listed(struct str key, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eqc(key, *list))
			return (true);
	return (false);
}

/* Equal dictionaries but for the keys of a list. */
static bool
same_but(const struct pdf_value *was, const struct pdf_value *is, const char *const *list)
{
	const struct pdf_value	*other;
	size_t			 i;

	if (was->kind != PDF_DICT || is->kind != PDF_DICT)
		return (false);
	for (i = 0; i < was->n; i++) {
		if (listed(was->keys[i], list))
			continue;
		other = pdf_key(is, was->keys[i].p);
		if (other == NULL || !pdf_same(&was->items[i], other))
			return (false);
	}
	for (i = 0; i < is->n; i++)
		if (!listed(is->keys[i], list) && pdf_key(was, is->keys[i].p) == NULL)
			return (false);
	return (true);
}

/* A new signature field that does nothing but sign. */
static bool
new_field(struct diff *d, const struct pdf_value *ref)
{
	struct pdf_value	field;

	return (ref->kind == PDF_REF && !defined(&d->was, (size_t)ref->number) &&
	    pdf_resolve(d->a, &d->is, ref, &field) == 0 && pdf_is_name(pdf_key(&field, "FT"), "Sig") &&
	    pdf_key(&field, "A") == NULL && pdf_key(&field, "AA") == NULL && pdf_key(&field, "Kids") == NULL);
}

/* The old items in their order, then new signature fields. */
static bool
grown(struct diff *d, const struct pdf_value *was, const struct pdf_value *is)
{
	size_t	i;

	if (is->kind != PDF_ARRAY || (was->kind != PDF_ARRAY && was->kind != PDF_NULL) || is->n < was->n)
		return (false);
	for (i = 0; i < is->n; i++)
		if (i < was->n ? !pdf_same(&was->items[i], &is->items[i]) : !new_field(d, &is->items[i]))
			return (false);
	return (true);
}

static bool
grown_key(struct diff *d, const struct pdf_value *was, const struct pdf_value *is, const char *key)
{
	struct pdf_value	before, after;

	if (pdf_get(d->a, &d->was, was, key, &before) != 0 || pdf_get(d->a, &d->is, is, key, &after) != 0)
		return (false);
	return (after.kind == PDF_NULL ? before.kind == PDF_NULL : grown(d, &before, &after));
}

static bool
form_ok(struct diff *d, const struct pdf_value *was, const struct pdf_value *is)
{
	static const char *const	fields[] = { "Fields", "SigFlags", NULL };
	const struct pdf_value		none = { .kind = PDF_DICT };

	return (same_but(was->kind == PDF_NULL ? &none : was, is, fields) && grown_key(d, was, is, "Fields"));
}

static bool
catalog_ok(struct diff *d, const struct pdf_value *was, const struct pdf_value *is)
{
	static const char *const	may[] = { "AcroForm", "DSS", "Extensions", NULL };
	struct pdf_value		before, after;

	if (!same_but(was, is, may) || pdf_get(d->a, &d->was, was, "AcroForm", &before) != 0 ||
	    pdf_get(d->a, &d->is, is, "AcroForm", &after) != 0)
		return (false);
	return (after.kind == PDF_NULL ? before.kind == PDF_NULL : form_ok(d, &before, &after));
}

/* A field that stood empty has been signed. */
static bool
field_ok(const struct pdf_value *was, const struct pdf_value *is)
{
	static const char *const	may[] = { "V", "AP", "F", "M", NULL };

	return (pdf_is_name(pdf_key(was, "FT"), "Sig") && pdf_key(was, "V") == NULL && same_but(was, is, may));
}

static bool
change_ok(struct diff *d, uint32_t number, const struct pdf_object *was, const struct pdf_object *is)
{
	static const char *const	annots[] = { "Annots", NULL };

	if (was->has_stream || is->has_stream)
		return (pdf_is_name(pdf_key(&was->value, "Type"), "XRef") &&
		    pdf_is_name(pdf_key(&is->value, "Type"), "XRef"));
	if (number == d->root)
		return (catalog_ok(d, &was->value, &is->value));
	if (number == d->form)
		return (form_ok(d, &was->value, &is->value));
	if (number == d->dss)
		return (is->value.kind == PDF_DICT);
	if (pdf_is_name(pdf_key(&was->value, "Type"), "Page"))
		return (same_but(&was->value, &is->value, annots) && grown_key(d, &was->value, &is->value, "Annots"));
	if (was->value.kind == PDF_ARRAY)
		return (grown(d, &was->value, &is->value));
	return (field_ok(&was->value, &is->value));
}

/* References to nothing could be given a meaning later. */
static void
mark_dangling(struct diff *d, const struct pdf_value *v)
{
	size_t	i;

	if (v->kind == PDF_REF && !defined(&d->was, (size_t)v->number) && (size_t)v->number < d->is.size)
		d->dangling[v->number] = true;
	for (i = 0; i < v->n; i++)
		mark_dangling(d, &v->items[i]);
}

static bool
same_entry(const struct pdf_entry *x, const struct pdf_entry *y)
{
	return (x->where == PDF_AT && y->where == PDF_AT && x->at == y->at && x->gen == y->gen);
}

static int
compare(struct diff *d, uint32_t number)
{
	struct pdf_object	was, is;
	int			r;

	if (!defined(&d->was, number))
		return (defined(&d->is, number) && d->dangling[number] ? VERIFY_CHANGED : 0);
	if (!defined(&d->is, number))
		return (VERIFY_CHANGED);
	if (same_entry(&d->was.table[number], &d->is.table[number]))
		return (0);
	r = pdf_object(d->a, &d->was, number, &was);
	if (r == 0)
		r = pdf_object(d->a, &d->is, number, &is);
	if (r != 0)
		return (r);
	if (pdf_same(&was.value, &is.value) && was.has_stream == is.has_stream && str_eq(was.stream, is.stream))
		return (0);
	return (change_ok(d, number, &was, &is) ? 0 : VERIFY_CHANGED);
}

static uint32_t
ref_number(const struct pdf_value *v)
{
	return (v != NULL && v->kind == PDF_REF ? (uint32_t)v->number : 0);
}

static int
diff_begin(struct diff *d, const struct pdf *pdf, size_t revision)
{
	const struct pdf_value	*root, *root_is;
	struct pdf_object	 o;
	uint32_t		 n;
	int			 r;

	r = pdf_view(d->a, pdf, revision, &d->was);
	if (r == 0)
		r = pdf_view(d->a, pdf, pdf->n - 1, &d->is);
	if (r != 0)
		return (r);
	root = pdf_key(d->was.trailer, "Root");
	root_is = pdf_key(d->is.trailer, "Root");
	d->root = ref_number(root);
	if (d->root == 0 || root_is == NULL || !pdf_same(root, root_is) ||
	    ref_number(pdf_key(d->was.trailer, "Info")) != ref_number(pdf_key(d->is.trailer, "Info")))
		return (VERIFY_CHANGED);
	d->dangling = ARENA_ARRAY(d->a, bool, d->is.size);
	for (n = 0; n < d->was.size; n++) {
		r = pdf_object(d->a, &d->was, n, &o);
		if (r != 0)
			return (r);
		mark_dangling(d, &o.value);
		if (n == d->root) {
			d->form = ref_number(pdf_key(&o.value, "AcroForm"));
			d->dss = ref_number(pdf_key(&o.value, "DSS"));
		}
	}
	return (0);
}

int
verify_later_revisions(struct arena *a, const struct pdf *pdf, size_t revision)
{
	struct diff	d = { .a = a };
	uint32_t	n;
	int		r;

	if (revision + 1 == pdf->n)
		return (0);
	r = diff_begin(&d, pdf, revision);
	for (n = 0; r == 0 && n < (d.is.size > d.was.size ? d.is.size : d.was.size); n++)
		r = compare(&d, n);
	return (r);
}
