#include "paper/paper_structure.h"

#include "core/err.h"
#include "pdf/pdf_update.h"

#define LANGUAGE	"vi-VN"

static void
put_with(struct pdf_update *u, uint32_t number, const struct pdf_value *dict, const char *key, struct str text)
{
	const char *const	without[] = { key, NULL };

	pdf_update_open(u, number);
	buf_cstr(&u->out, "<< ");
	pdf_update_entries(u, dict, without);
	buf_printf(&u->out, "/%s ", key);
	pdf_put_text(&u->out, text);
	buf_cstr(&u->out, " >>");
	pdf_update_close(u);
}

static bool
is_figure(const struct pdf_object *o)
{
	return (o->value.kind == PDF_DICT && pdf_is_name(pdf_key(&o->value, "Type"), "StructElem") &&
	    pdf_is_name(pdf_key(&o->value, "S"), "Figure"));
}

static int
figures_describe(struct arena *a, struct pdf_update *u, struct str alt)
{
	size_t	i, n = u->base.size;
	int	r;

	for (i = 1; i < n; i++) {
		struct pdf_object	o;

		r = pdf_object(a, &u->base, (uint32_t)i, &o);
		if (r != 0)
			return (r);
		if (is_figure(&o))
			put_with(u, (uint32_t)i, &o.value, "Alt", alt);
	}
	return (0);
}

static int
update(struct arena *a, struct pdf_update *u, struct str alt)
{
	const struct pdf_value	*root = pdf_key(u->base.trailer, "Root");
	struct pdf_value	 catalog;
	int			 r;

	if (root == NULL || root->kind != PDF_REF)
		return (PDF_E_BROKEN);
	r = pdf_resolve(a, &u->base, root, &catalog);
	if (r != 0)
		return (r);
	put_with(u, (uint32_t)root->number, &catalog, "Lang", STR(LANGUAGE));
	return (alt.n > 0 ? figures_describe(a, u, alt) : 0);
}

int
structure_complete(struct arena *a, struct str *pdf, struct str alt)
{
	auto_(pdf_update_free) struct pdf_update	u = { .out = BUF_INIT };
	int						r;

	r = pdf_update_begin(a, *pdf, &u);
	if (r == 0)
		r = update(a, &u, alt);
	if (r != 0)
		return (err_origin(-EPROTO, "a PDF of our own is not read again (answer %d)", r));
	pdf_update_finish(&u, 0);
	*pdf = arena_str(a, buf_view(&u.out));
	return (0);
}
