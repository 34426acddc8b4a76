/* An element's attributes and texts as controls, by what the schema says of them. */
#include "office/office_form.h"

#include "core/buf.h"
#include "core/utf8.h"
#include "office/office_words.h"

#define LINE_CHARS		46		/* of a text beside its other language */
#define ROWS_MAX		8
#define SMALL_CHILDREN_MAX	6

bool
office_is_flat(const struct element_rule *e)
{
	for (size_t i = 0; i < e->children_n; i++)
		if (!child_is_text(&e->children[i]))
			return (false);
	return (true);
}

bool
office_is_small(const struct child_rule *c)
{
	return (!c->many && office_is_flat(c->element) && c->element->children_n <= SMALL_CHILDREN_MAX);
}

bool
office_has_page(const struct vocabulary *v, const xmlNode *n)
{
	const struct element_rule	*above = package_rule(v, n->parent);
	const struct child_rule		*c;

	if (n->parent == NULL || n->parent->type != XML_ELEMENT_NODE)
		return (true);
	c = above == NULL ? NULL : rule_child(above, str_of((const char *)n->name));
	return (c != NULL && !office_is_small(c) && !(c->many && office_is_flat(c->element)));
}

struct str
office_label(const struct office *o, const xmlNode *n)
{
	struct str	label = package_label(o->a, n, o->lang == LANG_EN);
	int64_t		number;

	return (str_i64(label, 0, INT32_MAX, &number) ? office_element(o->a, o->lang,
	    str_of((const char *)n->name)) : label);
}

/* ---- what stands in a control */

/* "s:label/.vi" as an HTML id. */
static struct str
id_of(struct arena *a, struct str name)
{
	char	*id = arena_alloc(a, name.n + 3);
	size_t	 n = 0;

	id[n++] = 'c';
	id[n++] = '-';
	for (size_t i = 0; i < name.n; i++) {
		char	c = name.p[i];
		bool	plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';

		id[n++] = plain ? c : '.';
	}
	return ((struct str){ id, n });
}

static struct str
value_of(const struct office *o, struct str name, struct str current)
{
	struct str	found = current;

	for (size_t i = 0; o->sent != NULL && i < o->sent->n; i++)
		if (str_eq(o->sent->p[i].name, name))
			found = o->sent->p[i].value;
	return (found);
}

static struct str
error_of(const struct office *o, struct str name)
{
	return (o->wrong.n > 0 && str_eq(o->wrong, name) ? o->wrong_text : STR_NONE);
}

static int
rows_for(struct str text, size_t line)
{
	size_t	rows = 1 + utf8_chars(text) / line;

	return ((int)(rows > ROWS_MAX ? ROWS_MAX : rows));
}

/* ---- choices of an attribute */

struct options {
	struct choice	*v;
	size_t		 n;
};

static void
option_add(struct options *to, struct str value, struct str text, struct str current)
{
	to->v[to->n++] = (struct choice){ .value = value, .text = text, .checked = str_eq(value, current) };
}

/* What stands there and is none of the choices must not be lost by saving. */
static void
option_keep(struct options *to, struct str current)
{
	for (size_t i = 0; i < to->n; i++)
		if (to->v[i].checked)
			return;
	if (current.n > 0)
		option_add(to, current, current, current);
}

static struct str
field_text(const struct office *o, const struct package_field *f, struct str path)
{
	return (arena_printf(o->a, "%.*s – %.*s", STR_ARG(path),
	    STR_ARG(package_label(o->a, f->node, o->lang == LANG_EN))));
}

/* Columns name fields from the rows of their table; everything else from the top. */
static struct str
path_head(const struct office *o, const xmlNode *n, struct str element)
{
	struct str	each;

	if (!str_eqc(element, "column") || n == NULL)
		return (STR(""));
	each = xml_attr(o->a, xml_is(n, "column") ? n->parent : n, "each");
	return (each.n == 0 ? STR("") : arena_printf(o->a, "%.*s.", STR_ARG(each)));
}

static struct options
path_options(const struct office *o, const xmlNode *n, struct str element, struct str attr, struct str current)
{
	struct options	to = { ARENA_ARRAY(o->a, struct choice, o->fields_n + 1), 0 };
	struct str	head = path_head(o, n, element);
	bool		rows = str_eqc(attr, "each"), files = str_eqc(element, "paper");

	for (size_t i = 0; i < o->fields_n; i++) {
		const struct package_field	*f = &o->fields[i];
		struct str			 path = str_from_to(f->path, head.n, f->path.n);

		if (!str_starts(f->path, head) || (rows ? !f->repeat : f->type.n == 0) ||
		    (files && !str_eqc(f->type, "file")))
			continue;
		option_add(&to, path, field_text(o, f, path), current);
	}
	option_keep(&to, current);
	return (to);
}

static struct options
list_options(const struct office *o, struct str current)
{
	const xmlNode	*root = xmlDocGetRootElement(o->copy->doc), *x;
	struct options	 to = { ARENA_ARRAY(o->a, struct choice, xml_count(root, "code-list") + 1), 0 };

	for (x = xml_first(root, "code-list"); x != NULL; x = xml_next(x, "code-list"))
		option_add(&to, xml_attr(o->a, x, "name"), xml_attr(o->a, x, "name"), current);
	option_keep(&to, current);
	return (to);
}

static struct options
plain_options(const struct office *o, struct str attr, const struct str *values, size_t n, struct str current)
{
	struct options	to = { ARENA_ARRAY(o->a, struct choice, n + 1), 0 };

	for (size_t i = 0; i < n; i++)
		option_add(&to, values[i], office_value(o->a, o->lang, attr, values[i]), current);
	option_keep(&to, current);
	return (to);
}

/* ---- controls */

static bool
is_options(const struct office *o, const xmlNode *n, struct str element, const struct attr_rule *r,
    struct str current,
    struct options *out)
{
	if (r->kind == ATTR_CHOICE)
		*out = plain_options(o, r->name, r->values, r->values_n, current);
	else if (r->kind == ATTR_PATH)
		*out = path_options(o, n, element, r->name, current);
	else if (str_eqc(r->name, "codes"))
		*out = list_options(o, current);
	else if (str_eqc(r->name, "workflow") && o->workflows_n > 0)
		*out = plain_options(o, r->name, o->workflows, o->workflows_n, current);
	else
		return (false);
	return (true);
}

static void
attr_control(const struct office *o, const struct element_rule *e, const xmlNode *n, const struct attr_rule *r,
    struct str prefix, struct office_control *c)
{
	struct str	current = n == NULL ? STR("") : xml_attr(o->a, n, arena_cstr(o->a, r->name));
	struct options	options = { NULL, 0 };

	c->name = arena_printf(o->a, "%.*s@%.*s", STR_ARG(prefix), STR_ARG(r->name));
	c->id = id_of(o->a, c->name);
	c->label = office_attr(o->a, o->lang, e->name, r->name);
	c->hint = office_attr_hint(o->a, o->lang, e->name, r->name);
	c->value = value_of(o, c->name, current);
	c->error = error_of(o, c->name);
	c->kind = OFFICE_TEXT;
	if (r->kind == ATTR_YES) {
		c->kind = OFFICE_TICK;
	} else if (r->kind == ATTR_EXPRESSION) {
		c->kind = OFFICE_RULE;
		c->rows = rows_for(c->value, 2 * LINE_CHARS);
		if (n != NULL && package_id(o->a, n).n > 0) {
			c->rule_href = arena_printf(o->a, "%.*s/luat?o=%.*s",
			    STR_ARG(office_href(o, package_id(o->a, n))), STR_ARG(r->name));
			c->rule_words = office_rule_words(o, n, current);
		}
	} else if (is_options(o, n, e->name, r, c->value, &options)) {
		c->kind = OFFICE_SELECT;
		c->choices = options.v;
		c->choices_n = options.n;
		c->with_empty = !r->needed || n == NULL;
	} else if (r->kind == ATTR_NUMBER || r->kind == ATTR_DATE) {
		c->width = 10;
	}
}

static void
pair_make(const struct office *o, struct str label, const xmlNode *n, struct str prefix, struct office_pair *p)
{
	const struct str	kept = n == NULL ? STR("") : package_slot(o->a, n, STR(".vi"));
	int			rows_en;

	p->label = label;
	p->name_vi = arena_printf(o->a, "%.*s.vi", STR_ARG(prefix));
	p->name_en = arena_printf(o->a, "%.*s.en", STR_ARG(prefix));
	p->id_vi = id_of(o->a, p->name_vi);
	p->id_en = id_of(o->a, p->name_en);
	p->vi = value_of(o, p->name_vi, kept);
	p->en = value_of(o, p->name_en, n == NULL ? STR("") : package_slot(o->a, n, STR(".en")));
	p->error = error_of(o, p->name_vi);
	if (p->error.n == 0)
		p->error = error_of(o, p->name_en);
	p->rows = rows_for(p->vi, LINE_CHARS);
	rows_en = rows_for(p->en, LINE_CHARS);
	p->rows = rows_en > p->rows ? rows_en : p->rows;
}

static void
text_control(const struct office *o, const struct element_rule *e, const xmlNode *n, struct str prefix,
    struct office_control *c)
{
	c->kind = OFFICE_AREA;
	c->name = arena_printf(o->a, "%.*s.", STR_ARG(prefix));
	c->id = id_of(o->a, c->name);
	c->label = office_element(o->a, o->lang, e->name);
	c->value = value_of(o, c->name, n == NULL ? STR("") : package_slot(o->a, n, STR(".")));
	c->error = error_of(o, c->name);
	c->rows = rows_for(c->value, 2 * LINE_CHARS);
	if (e->content == CONTENT_PHRASE)
		c->hint = msg_text(o->lang, MSG_OFFICE_HINT_PHRASE);
}

void
office_room(const struct office *o, const struct element_rule *e, struct office_group *g)
{
	size_t	controls = e->attrs_n + 1, pairs = 1;

	for (size_t i = 0; i < e->children_n; i++) {
		controls += e->children[i].element->attrs_n + 1;
		pairs++;
	}
	g->controls = ARENA_ARRAY(o->a, struct office_control, controls);
	g->pairs = ARENA_ARRAY(o->a, struct office_pair, pairs);
}

/* Attributes of a field that most fields never need stand behind a fold. */
static struct office_group *
group_for(const struct element_rule *e, const struct attr_rule *r, const struct office_sort *sort)
{
	if (r->kind == ATTR_EXPRESSION && sort->rules != NULL)
		return (sort->rules);
	if (sort->more == NULL || r->needed || !str_eqc(e->name, "field"))
		return (sort->main);
	return (str_eqc(r->name, "codes") || str_eqc(r->name, "prefill") ? sort->main : sort->more);
}

static struct office_control *
control_next(struct office_group *g)
{
	return (&g->controls[g->controls_n++]);
}

static void
texts_make(const struct office *o, const struct element_rule *e, const xmlNode *n, struct str prefix,
    struct office_group *g)
{
	if (e->content == CONTENT_WORDS)
		pair_make(o, office_element(o->a, o->lang, e->name), n, prefix, &g->pairs[g->pairs_n++]);
	else if (e->content != CONTENT_ELEMENTS)
		text_control(o, e, n, prefix, control_next(g));
}

void
office_group_make(const struct office *o, const struct element_rule *e, const xmlNode *n, struct str prefix,
    const struct office_sort *sort)
{
	texts_make(o, e, n, prefix, sort->main);
	for (size_t i = 0; i < e->attrs_n; i++) {
		const struct attr_rule	*r = &e->attrs[i];

		/* whether a text has been checked is said of what it stands in */
		if (str_eqc(r->name, "unverified") && (n == NULL || (e->content == CONTENT_WORDS &&
		    !xml_has_attr(n, "unverified"))))
			continue;
		attr_control(o, e, n, r, prefix, control_next(group_for(e, r, sort)));
	}
	for (size_t i = 0; i < e->children_n; i++) {
		const struct child_rule	*c = &e->children[i];
		const xmlNode		*x = n == NULL ? NULL : xml_first(n, arena_cstr(o->a, c->element->name));
		struct office_sort	 inner = { sort->main, NULL, NULL };

		if (child_is_text(c) && (n != NULL || c->needed))
			office_group_make(o, c->element, x, arena_printf(o->a, "%.*s%.*s/", STR_ARG(prefix),
			    STR_ARG(c->element->name)), &inner);
	}
}
