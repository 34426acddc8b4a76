#include "package/package_field.h"

static bool
is_data(const xmlNode *n)
{
	return (xml_is(n, "field") || xml_is(n, "group"));
}

static const xmlNode *
above(const xmlNode *n)
{
	return (n->parent != NULL && n->parent->type == XML_ELEMENT_NODE ? n->parent : NULL);
}

struct str
package_data_path(struct arena *a, const xmlNode *n)
{
	struct str	name, up;

	while (n != NULL && !is_data(n) && !xml_is(n, "result-form"))
		n = above(n);
	if (n == NULL)
		return (STR(""));
	if (xml_is(n, "result-form"))
		return (STR("result"));
	name = xml_attr(a, n, "name");
	up = above(n) == NULL ? STR("") : package_data_path(a, above(n));
	return (up.n == 0 ? name : arena_printf(a, "%.*s.%.*s", STR_ARG(up), STR_ARG(name)));
}

static const xmlNode *
rows_of(const xmlNode *n)
{
	for (n = above(n); n != NULL; n = above(n))
		if (xml_is(n, "group") && xml_has_attr(n, "repeat"))
			return (n);
	return (NULL);
}

static void
collect(struct arena *a, const xmlNode *x, struct package_field *v, size_t *n)
{
	for (const xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL)) {
		if (is_data(c)) {
			if (v != NULL)
				v[*n] = (struct package_field){ c, package_data_path(a, c), xml_attr(a, c, "type"),
				    rows_of(c), xml_is(c, "group") && xml_has_attr(c, "repeat") };
			(*n)++;
		}
		if (!xml_is(c, "field"))
			collect(a, c, v, n);
	}
}

size_t
package_fields(struct arena *a, const xmlDoc *doc, struct package_field **out)
{
	const xmlNode	*root = xmlDocGetRootElement(doc);
	size_t		 n = 0;

	for (int pass = 0; pass < 2; pass++) {
		if (pass == 1)
			*out = ARENA_ARRAY(a, struct package_field, n);
		n = 0;
		collect(a, xml_first(root, "form"), pass == 0 ? NULL : *out, &n);
		if (xml_first(root, "result-form") != NULL)
			collect(a, xml_first(root, "result-form"), pass == 0 ? NULL : *out, &n);
	}
	return (n);
}

size_t
package_choices(struct arena *a, const xmlNode *field, const xmlNode ***out)
{
	struct str	codes = xml_attr(a, field, "codes");
	const xmlNode	*from = field;
	size_t		 n = 0;

	if (codes.n > 0) {
		from = xml_first(xmlDocGetRootElement(field->doc), "code-list");
		while (from != NULL && !str_eq(xml_attr(a, from, "name"), codes))
			from = xml_next(from, "code-list");
	}
	*out = ARENA_ARRAY(a, const xmlNode *, from == NULL ? 0 : xml_count(from, "choice"));
	for (const xmlNode *x = from == NULL ? NULL : xml_first(from, "choice"); x != NULL; x = xml_next(x, "choice"))
		(*out)[n++] = x;
	return (n);
}
