/* Names with row ids, both ways: "subjects[r3].mark". And rows and files, which are reached by them. */
#include "form/form_model.h"

#include "core/buf.h"

/* One segment, "subjects[r3]": the child element it names, or NULL. */
static xmlNode *
child_named(struct instance *in, const xmlNode *at, struct str segment)
{
	ptrdiff_t		 open = str_find_byte(segment, '[');
	struct str		 name = open < 0 ? segment : str_from_to(segment, 0, (size_t)open);
	struct str		 id = STR_NONE;
	const struct node	*node = data_child(cell_of(at)->node, name);

	if (node == NULL || node->repeat != (open >= 0))
		return (NULL);
	if (open >= 0) {
		if (!str_ends(segment, STR("]")))
			return (NULL);
		id = str_from_to(segment, (size_t)open + 1, segment.n - 1);
	}
	for (xmlNode *x = xml_first(at, NULL); x != NULL; x = xml_next(x, NULL)) {
		if (cell_of(x)->node == node && (!node->repeat || str_eq(xml_attr(in->a, x, "id"), id)))
			return (x);
	}
	return (NULL);
}

xmlNode *
instance_find(struct instance *in, struct str name, struct str *rest)
{
	xmlNode		*at = instance_root(in);
	struct str	 left = name, segment;

	*rest = STR_NONE;
	while (at != NULL && left.n > 0) {
		if (cell_of(at)->node->kind == NODE_FIELD) {
			*rest = left;
			return (at);
		}
		str_cut(&left, '.', &segment);
		at = child_named(in, at, segment);
	}
	return (at == instance_root(in) ? NULL : at);
}

enum name_style { NAME_POSTED, NAME_ID };

static void
name_write(struct buf *b, const xmlNode *n, enum name_style style)
{
	const struct node	*node = cell_of(n)->node;
	xmlChar			*id;

	if (node->kind == NODE_ROOT)
		return;
	name_write(b, n->parent, style);
	if (b->n > 0)
		buf_byte(b, style == NAME_ID ? '-' : '.');
	buf_str(b, node->name);
	if (!node->repeat)
		return;
	id = xmlGetNoNsProp(n, (const xmlChar *)"id");
	buf_printf(b, style == NAME_ID ? "-%s" : "[%s]", (const char *)id);
	xmlFree(id);
}

struct str
instance_name(struct arena *a, const xmlNode *n)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	name_write(&b, n, NAME_POSTED);
	return (arena_str(a, buf_view(&b)));
}

struct str
instance_id(struct arena *a, const xmlNode *n)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	name_write(&b, n, NAME_ID);
	return (arena_str(a, buf_view(&b)));
}

/* First element of a node that no repeatable group is above of; else the first row's. */
xmlNode *
instance_only(const struct instance *in, const struct node *node)
{
	xmlNode	*above;

	if (node->kind == NODE_ROOT)
		return (instance_root(in));
	above = instance_only(in, node->owner);
	if (above == NULL)
		return (NULL);
	for (xmlNode *x = xml_first(above, NULL); x != NULL; x = xml_next(x, NULL)) {
		if (cell_of(x)->node == node)
			return (x);
	}
	return (NULL);
}

/* ---- rows */
struct group_at {
	xmlNode			*parent;
	const struct node	*node;
	size_t			 rows;
};

static bool
group_find(struct instance *in, struct str group, struct group_at *out)
{
	struct str	head = STR_NONE, last = group, rest;
	size_t		dot = group.n;

	while (dot > 0 && group.p[dot - 1] != '.')
		dot--;
	if (dot > 0) {
		head = str_from_to(group, 0, dot - 1);
		last = str_from_to(group, dot, group.n);
	}
	out->parent = head.n == 0 ? instance_root(in) : instance_find(in, head, &rest);
	if (out->parent == NULL || (head.n > 0 && rest.n > 0))
		return (false);
	out->node = data_child(cell_of(out->parent)->node, last);
	if (out->node == NULL || !out->node->repeat)
		return (false);
	out->rows = 0;
	for (xmlNode *x = xml_first(out->parent, NULL); x != NULL; x = xml_next(x, NULL))
		out->rows += cell_of(x)->node == out->node;
	return (true);
}

/* The element before which a new row of this group goes: the first of a later node. */
static xmlNode *
place_after_rows(const struct group_at *g)
{
	for (xmlNode *x = xml_first(g->parent, NULL); x != NULL; x = xml_next(x, NULL)) {
		for (const struct node *n = g->node->data_next; n != NULL; n = n->data_next) {
			if (cell_of(x)->node == n)
				return (x);
		}
	}
	return (NULL);
}

static xmlNode *
row_find(struct instance *in, const struct group_at *g, struct str row)
{
	for (xmlNode *x = xml_first(g->parent, NULL); x != NULL; x = xml_next(x, NULL)) {
		if (cell_of(x)->node == g->node && str_eq(xml_attr(in->a, x, "id"), row))
			return (x);
	}
	return (NULL);
}

int
instance_row_add(struct arena *a, struct instance *in, struct str group, struct str *row)
{
	struct group_at	 g;
	xmlNode		*x;

	if (!group_find(in, group, &g))
		return (FORM_E_NAME);
	if (g.rows >= g.node->rows_max)
		return (FORM_E_LIMIT);
	x = data_add(in, g.parent, g.node, place_after_rows(&g));
	*row = xml_attr(a, x, "id");
	in->settled = false;
	return (0);
}

int
instance_row_remove(struct instance *in, struct str group, struct str row)
{
	struct group_at	 g;
	xmlNode		*x;

	if (!group_find(in, group, &g) || (x = row_find(in, &g, row)) == NULL)
		return (FORM_E_NAME);
	if (g.rows <= g.node->rows_min)
		return (FORM_E_LIMIT);
	withheld_forget(in, instance_name(in->a, x));
	xmlUnlinkNode(x);
	xmlFreeNode(x);
	in->settled = in->counted = false;
	return (0);
}

int
instance_row_move(struct instance *in, struct str group, struct str row, int by)
{
	struct group_at	 g;
	xmlNode		*x, *to;

	if (!group_find(in, group, &g) || (x = row_find(in, &g, row)) == NULL)
		return (FORM_E_NAME);
	for (; by != 0; by += by < 0 ? 1 : -1) {
		to = by < 0 ? xmlPreviousElementSibling(x) : xmlNextElementSibling(x);
		if (to == NULL || cell_of(to)->node != g.node)
			break;
		if (by < 0)
			xmlAddPrevSibling(to, x);
		else
			xmlAddNextSibling(to, x);
	}
	in->settled = in->counted = false;
	return (0);
}

/* ---- files */
static xmlNode *
file_field(struct instance *in, struct str field)
{
	struct str	 rest;
	xmlNode		*x = instance_find(in, field, &rest);

	if (x == NULL || rest.n > 0 || cell_of(x)->node->kind != NODE_FIELD || cell_of(x)->node->type != TYPE_FILE)
		return (NULL);
	return (x);
}

int
instance_file_add(struct instance *in, struct str field, const struct form_file *file)
{
	xmlNode	*x = file_field(in, field), *f;

	if (x == NULL)
		return (FORM_E_NAME);
	if (xml_count(x, "file") >= cell_of(x)->node->files_max)
		return (FORM_E_LIMIT);
	f = xml_add(x, "file");
	xml_set_attr(f, "sha256", file->sha256);
	xml_set_attr(f, "name", file->name);
	xml_set_attr(f, "type", file->type);
	xml_set_attr(f, "bytes", arena_printf(in->a, "%lld", (long long)file->bytes));
	xml_set_attr(f, "pages", arena_printf(in->a, "%lld", (long long)file->pages));
	in->settled = false;
	return (0);
}

int
instance_file_remove(struct instance *in, struct str field, struct str sha256)
{
	xmlNode	*x = file_field(in, field);

	if (x == NULL)
		return (FORM_E_NAME);
	for (xmlNode *f = xml_first(x, "file"); f != NULL; f = xml_next(f, "file")) {
		if (!str_eq(xml_attr(in->a, f, "sha256"), sha256))
			continue;
		xmlUnlinkNode(f);
		xmlFreeNode(f);
		in->settled = false;
		return (0);
	}
	return (FORM_E_NAME);
}

struct form_file *
files_of(struct arena *a, const xmlNode *field, size_t *n)
{
	struct form_file	*v = ARENA_ARRAY(a, struct form_file, xml_count(field, "file"));

	*n = 0;
	for (const xmlNode *x = xml_first(field, "file"); x != NULL; x = xml_next(x, "file")) {
		struct form_file	*f = &v[(*n)++];

		f->sha256 = xml_attr(a, x, "sha256");
		f->name = xml_attr(a, x, "name");
		f->type = xml_attr(a, x, "type");
		str_i64(xml_attr(a, x, "bytes"), 0, INT64_MAX, &f->bytes);
		str_i64(xml_attr(a, x, "pages"), 0, INT32_MAX, &f->pages);
	}
	return (v);
}
