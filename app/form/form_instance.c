/* The dossier's XML: making it, reading it back, finding elements by name, rows and files. */
#include "form/form_model.h"

#include "core/err.h"
#include "core/id.h"
#include "core/utf8.h"

xmlNode *
instance_root(const struct instance *in)
{
	return (xmlDocGetRootElement(in->doc));
}

struct cell *
cell_of(const xmlNode *n)
{
	return (n->_private);
}

const struct node *
data_child(const struct node *owner, struct str name)
{
	for (const struct node *n = owner->data_first; n != NULL; n = n->data_next) {
		if (str_eq(n->name, name))
			return (n);
	}
	return (NULL);
}

static void
cell_new(struct instance *in, xmlNode *x, const struct node *node)
{
	struct cell	*c = ARENA_NEW(in->a, struct cell);

	c->node = node;
	x->_private = c;
	in->counted = false;
}

static xmlNode *
element_new(struct instance *in, const struct node *node)
{
	xmlNode	*x;

	x = xmlNewDocNode(in->doc, NULL, (const xmlChar *)arena_cstr(in->a, node->name), NULL);
	cell_new(in, x, node);
	return (x);
}

/* Row ids count up over the whole dossier and are never used again. */
static void
row_name(struct instance *in, xmlNode *row)
{
	int64_t	last = 0;

	str_i64(xml_attr(in->a, instance_root(in), "rows"), 0, INT32_MAX, &last);
	xml_set_attr(instance_root(in), "rows", arena_printf(in->a, "%lld", (long long)last + 1));
	xml_set_attr(row, "id", arena_printf(in->a, "r%lld", (long long)last + 1));
}

static void	data_fill(struct instance *in, xmlNode *x, const struct node *node);

xmlNode *
data_add(struct instance *in, xmlNode *parent, const struct node *node, xmlNode *before)
{
	xmlNode	*x = element_new(in, node);

	if (before != NULL)
		xmlAddPrevSibling(before, x);
	else
		xmlAddChild(parent, x);
	if (node->repeat)
		row_name(in, x);
	data_fill(in, x, node);
	return (x);
}

/* All that stands below a new group: its fields, empty, and the rows that its groups must have. */
static void
data_fill(struct instance *in, xmlNode *x, const struct node *node)
{
	for (const struct node *c = node->data_first; c != NULL; c = c->data_next) {
		for (size_t i = 0; i < c->rows_min || (c->kind == NODE_FIELD && i == 0); i++)
			data_add(in, x, c, NULL);
	}
}

static struct instance *
instance_start(const struct form *f, struct date today)
{
	struct instance	*in = xcalloc(1, sizeof(*in));
	xmlNode		*root;

	in->form = f;
	in->today = today;
	in->a = arena_new();
	in->doc = xmlNewDoc((const xmlChar *)"1.0");
	root = element_new(in, f->root);
	xmlDocSetRootElement(in->doc, root);
	in->xpath = xpath_ctx_new(in->doc);
	return (in);
}

int
instance_new(const struct form *f, struct date today, const struct form_pair *sources, size_t n,
    struct instance **out)
{
	auto_(instance_freep) struct instance	*in = instance_start(f, today);
	int					 r;

	data_fill(in, instance_root(in), f->root);
	r = instance_prefill(in, FORM_PART_APPLICANT, sources, n);
	if (r != 0)
		return (r);
	*out = in;
	in = NULL;
	return (0);
}

void
instance_free(struct instance *in)
{
	if (in == NULL)
		return;
	xpath_ctx_free(in->xpath);
	xmlFreeDoc(in->doc);
	xmlFreeDoc(in->withheld);
	arena_free(in->a);
	free(in);
}

void
instance_freep(struct instance **in)
{
	instance_free(*in);
	*in = NULL;
}

static void
drop(void *in)
{
	instance_free(in);
}

void
instance_keep(struct arena *a, struct instance *in)
{
	arena_defer(a, drop, in);
}

int
instance_read(struct arena *a, const struct form *f, struct date today, struct str text, struct instance **out)
{
	int	r = instance_parse(f, today, text, out);

	if (r == 0)
		instance_keep(a, *out);
	return (r < 0 ? err_trace(r) : r);
}

/* ---- reading stored text back: the tree is built anew, so only what the form knows gets in */
static int	copy_children(struct instance *in, xmlNode *to, const xmlNode *from, const struct node *node);

int
files_copy(struct instance *in, xmlNode *to, const xmlNode *from)
{
	static const char *const	attrs[] = { "sha256", "name", "type", "bytes", "pages" };
	xmlNode				*x;

	if (xml_count(from, NULL) != xml_count(from, "file") || xml_count(from, "file") > FORM_FILES_MAX)
		return (FORM_E_SHAPE);
	for (const xmlNode *c = xml_first(from, "file"); c != NULL; c = xml_next(c, "file")) {
		x = xml_add(to, "file");
		for (size_t i = 0; i < COUNT_OF(attrs); i++) {
			if (xml_has_attr(c, attrs[i]))
				xml_set_attr(x, attrs[i], xml_attr(in->a, c, attrs[i]));
		}
	}
	return (0);
}

static int
copy_field(struct instance *in, xmlNode *to, const xmlNode *from, const struct node *node)
{
	if (node->type == TYPE_FILE)
		return (files_copy(in, to, from));
	if (xml_first(from, NULL) != NULL)
		return (FORM_E_SHAPE);
	xml_set_text(to, utf8_nfc(in->a, xml_text(in->a, from)));
	if (xml_has_attr(from, "from"))
		xml_set_attr(to, "from", xml_attr(in->a, from, "from"));
	if (xml_has_attr(from, "typed"))
		xml_set_attr(to, "typed", utf8_nfc(in->a, xml_attr(in->a, from, "typed")));
	return (0);
}

static bool
row_id_ok(struct instance *in, const xmlNode *row, int64_t last)
{
	struct str	id = xml_attr(in->a, row, "id");
	int64_t		n;

	return (id.n > 1 && id.p[0] == 'r' && id.p[1] != '0' && str_i64(str_from_to(id, 1, id.n), 1, last, &n));
}

static bool
row_id_new(struct instance *in, const xmlNode *row)
{
	struct str	id = xml_attr(in->a, row, "id");

	for (const xmlNode *x = row->prev; x != NULL; x = x->prev) {
		if (xml_is(x, (const char *)row->name) && str_eq(xml_attr(in->a, x, "id"), id))
			return (false);
	}
	return (true);
}

static int
copy_element(struct instance *in, xmlNode *parent, const xmlNode *from, const struct node *node)
{
	xmlNode	*to = element_new(in, node);
	int64_t	 last = 0;

	xmlAddChild(parent, to);
	if (node->kind == NODE_FIELD)
		return (copy_field(in, to, from, node));
	if (node->repeat) {
		str_i64(xml_attr(in->a, instance_root(in), "rows"), 0, INT32_MAX, &last);
		if (!row_id_ok(in, from, last) || !row_id_new(in, from))
			return (FORM_E_SHAPE);
		xml_set_attr(to, "id", xml_attr(in->a, from, "id"));
	}
	return (copy_children(in, to, from, node));
}

static int
copy_children(struct instance *in, xmlNode *to, const xmlNode *from, const struct node *node)
{
	size_t	found, known = 0;
	int	r;

	for (const struct node *c = node->data_first; c != NULL; c = c->data_next) {
		const char	*name = arena_cstr(in->a, c->name);

		found = xml_count(from, name);
		known += found;
		if (found > (c->repeat ? FORM_ROWS_MAX : 1))
			return (c->repeat ? FORM_E_LIMIT : FORM_E_SHAPE);
		for (const xmlNode *x = xml_first(from, name); x != NULL; x = xml_next(x, name)) {
			r = copy_element(in, to, x, c);
			if (r != 0)
				return (r);
		}
		if (found == 0 && !c->repeat)
			data_add(in, to, c, NULL);
	}
	return (known == xml_count(from, NULL) ? 0 : FORM_E_SHAPE);
}

int
instance_parse(const struct form *f, struct date today, struct str text, struct instance **out)
{
	auto_(instance_freep) struct instance	*in = NULL;
	auto_(xml_freep) xmlDoc			*doc = NULL;
	xmlNode					*root;
	int					 r;

	in = instance_start(f, today);
	r = xml_parse(in->a, text, FORM_INSTANCE_MAX_BYTES, &doc, NULL);
	if (r != 0)
		return (r == XML_E_SIZE ? FORM_E_LIMIT : FORM_E_SHAPE);
	root = xmlDocGetRootElement(doc);
	if (!xml_is(root, "dossier") || root->ns != NULL)
		return (FORM_E_SHAPE);
	if (xml_has_attr(root, "rows"))
		xml_set_attr(instance_root(in), "rows", xml_attr(in->a, root, "rows"));
	r = copy_children(in, instance_root(in), root, f->root);
	if (r != 0)
		return (r);
	*out = in;
	in = NULL;
	return (0);
}

int
instance_text(struct arena *a, struct instance *in, struct str *out)
{
	xmlNode	*root = instance_root(in);
	int	 r;

	instance_settle(in);
	/* The day of looking is not part of what was said. */
	xml_unset_attr(root, "today");
	xml_unset_attr(root, "today-days");
	r = xml_c14n(a, in->doc, out);
	in->settled = in->dated = false;
	if (r < 0)
		return (err_trace(r));
	return (out->n > FORM_INSTANCE_MAX_BYTES ? FORM_E_LIMIT : 0);
}

const struct form *
instance_form(const struct instance *in)
{
	return (in->form);
}

xmlDoc *
instance_doc(struct instance *in)
{
	instance_settle(in);
	return (in->doc);
}

struct str
instance_value(struct arena *a, const xmlNode *n)
{
	struct str	text;

	if (cell_of(n)->node->type == TYPE_FILE)
		return (STR_NONE);
	text = xml_text(a, n);
	return (text.n > 0 ? text : xml_attr(a, n, "typed"));
}

struct str
instance_value_view(struct arena *a, const xmlNode *n)
{
	if (cell_of(n)->node->type == TYPE_FILE)
		return (STR_NONE);
	return (n->children != NULL ? xml_text_view(a, n) : instance_value(a, n));
}

/* True when the element was different before. */
bool
instance_store(struct arena *a, xmlNode *x, struct str typed)
{
	struct str	value, before = instance_value(a, x);
	bool		understood = type_normalise(a, cell_of(x)->node, typed, &value);

	if (str_eq(value, before) && understood == !xml_has_attr(x, "typed"))
		return (false);
	xml_set_text(x, understood ? value : STR_NONE);
	if (understood)
		xml_unset_attr(x, "typed");
	else
		xml_set_attr(x, "typed", value);
	return (true);
}

struct str
instance_get(struct arena *a, struct instance *in, struct str name)
{
	struct str	 rest;
	xmlNode		*x;

	instance_settle(in);
	x = instance_find(in, name, &rest);
	if (x == NULL || rest.n > 0 || cell_of(x)->node->kind != NODE_FIELD)
		return (STR_NONE);
	return (instance_value(a, x));
}
