/* The page of one element: its own values, its small parts, its children, and where it may go. */
#include "office/office_form.h"
#include "office/office_words.h"

static struct str
name_of(const xmlNode *n)
{
	return (str_of((const char *)n->name));
}

static void
show_crumbs(const struct office *o, const xmlNode *n, struct office_element_view *out)
{
	struct link	*v;
	size_t		 depth = 0;

	for (const xmlNode *x = n; x->parent->type == XML_ELEMENT_NODE; x = x->parent)
		depth++;
	v = ARENA_ARRAY(o->a, struct link, depth + 1);
	out->crumbs = v;
	out->crumbs_n = depth + 1;
	for (const xmlNode *x = n; x->type == XML_ELEMENT_NODE; x = x->parent) {
		v[depth].href = x == n ? STR_NONE : office_href(o, package_id(o->a, x));
		v[depth].text = depth < 2 ? office_element(o->a, o->lang, name_of(x)) :
		    office_label(o, x);
		if (depth-- == 0)
			break;
	}
}

static size_t
findings_at(const struct office *o, const xmlNode *n)
{
	struct str	id = package_id(o->a, n);
	size_t		count = 0;

	for (size_t i = 0; i < o->findings_n; i++)
		count += o->findings[i].element.n > 0 && str_eq(o->findings[i].element, id);
	for (const xmlNode *c = xml_first(n, NULL); c != NULL; c = xml_next(c, NULL))
		count += findings_at(o, c);
	return (count);
}

/* Findings of the element and of what is edited with it. */
static void
show_findings(const struct office *o, const xmlNode *n, struct office_element_view *out)
{
	struct office_finding	*v = ARENA_ARRAY(o->a, struct office_finding, o->findings_n);

	for (size_t i = 0; i < o->findings_n; i++) {
		const xmlNode	*at = package_find(o->copy->doc, o->findings[i].element);

		while (at != NULL && at != n && !office_has_page(o->v, at))
			at = at->parent;
		if (at == n)
			v[out->findings_n++] = o->findings[i];
	}
	out->findings = v;
}

static size_t
same_slot(const struct element_rule *e, const xmlNode *parent, const struct child_rule *c, const xmlNode *at,
    bool *up,
    bool *down)
{
	const xmlNode	*before = NULL;
	size_t		 n = 0;
	bool		 passed = false;

	*up = *down = false;
	for (const xmlNode *x = xml_first(parent, NULL); x != NULL; x = xml_next(x, NULL)) {
		const struct child_rule	*k = rule_child(e, name_of(x));

		if (k == NULL || k->slot != c->slot)
			continue;
		n++;
		if (passed)
			*down = true;
		passed = passed || x == at;
		if (x == at)
			*up = before != NULL;
		before = x;
	}
	return (n);
}

static void
may(const struct element_rule *above, const xmlNode *x, bool *up, bool *down, bool *remove, bool *copy)
{
	const struct child_rule	*c = above == NULL ? NULL : rule_child(above, name_of(x));
	size_t			 n;

	*up = *down = *remove = *copy = false;
	if (c == NULL)
		return;
	n = same_slot(above, x->parent, c, x, up, down);
	*remove = !c->needed || n > 1;
	*copy = c->many;
}

static void
item_make(const struct office *o, const struct element_rule *above, const struct child_rule *c, const xmlNode *x,
    struct office_item *out)
{
	struct office_sort	sort = { &out->group, NULL, NULL };

	out->id = package_id(o->a, x);
	out->anchor = arena_printf(o->a, "m-%.*s", STR_ARG(out->id));
	out->label = office_label(o, x);
	out->key = package_key(o->a, x);
	out->findings = (int64_t)findings_at(o, x);
	out->note = xml_is(x, "field") ? office_value(o->a, o->lang, STR("type"), xml_attr(o->a, x, "type")) :
	    office_element(o->a, o->lang, name_of(x));
	may(above, x, &out->up, &out->down, &out->remove, &out->copy);
	if (office_has_page(o->v, x)) {
		out->href = office_href(o, out->id);
		return;
	}
	office_room(o, c->element, &out->group);
	office_group_make(o, c->element, x, arena_printf(o->a, "s:#%.*s:", STR_ARG(out->id)), &sort);
}

/* Children of one kind, or of several that stand among each other: fields and sections, paragraphs and tables. */
static void
children_make(const struct office *o, const xmlNode *n, const struct element_rule *e, size_t from,
    struct office_children *out)
{
	int	slot = e->children[from].slot;

	out->items = ARENA_ARRAY(o->a, struct office_item, xml_count(n, NULL));
	for (const xmlNode *x = xml_first(n, NULL); x != NULL; x = xml_next(x, NULL)) {
		const struct child_rule	*c = rule_child(e, name_of(x));

		if (c != NULL && c->slot == slot)
			item_make(o, e, c, x, &out->items[out->items_n++]);
	}
}

static void
add_make(const struct office *o, const xmlNode *n, const struct child_rule *c, struct office_children *out)
{
	struct office_sort	sort = { &out->add, NULL, NULL };
	struct str		prefix = arena_printf(o->a, "n:%.*s:", STR_ARG(c->element->name));

	(void)n;
	out->id = arena_printf(o->a, "them-%.*s", STR_ARG(c->element->name));
	out->add_value = arena_printf(o->a, "add:%.*s", STR_ARG(c->element->name));
	out->add_text = msg_string(o->a, o->lang, MSG_OFFICE_ADD, (struct msg_arg[]){
	    MSG_ARG(office_element(o->a, o->lang, c->element->name)) }, 1);
	out->can_add = true;
	office_room(o, c->element, &out->add);
	office_group_make(o, c->element, NULL, prefix, &sort);
}

static void
show_children(const struct office *o, const xmlNode *n, const struct element_rule *e, struct office_element_view *out)
{
	struct office_children	*v = ARENA_ARRAY(o->a, struct office_children, e->children_n);
	size_t			 k = 0;

	/* an edition of a list of the installation: as it is, or another one */
	if (xml_is(n, "code-list") && xml_has_attr(n, "list"))
		return;
	for (size_t i = 0; i < e->children_n; i++) {
		const struct child_rule	*c = &e->children[i];
		bool			 first = i == 0 || e->children[i - 1].slot != c->slot;
		bool			 there = xml_first(n, arena_cstr(o->a, c->element->name)) != NULL;
		struct office_children	*g = &v[k];

		if (child_is_text(c) || (office_is_small(c) && (there || c->needed)))
			continue;
		k++;
		g->title = msg_text(o->lang, msg_of_name(arena_printf(o->a, "office.many_%.*s",
		    STR_ARG(c->element->name))));
		if (g->title.n == 0)
			g->title = office_element(o->a, o->lang, c->element->name);
		g->id = arena_printf(o->a, "ds-%.*s", STR_ARG(c->element->name));
		g->here = office_is_flat(c->element);
		if (first || !c->many)
			children_make(o, n, e, i, g);
		if (c->many || !there)
			add_make(o, n, c, g);
	}
	out->children = v;
	out->children_n = k;
}

static void
show_parts(const struct office *o, const xmlNode *n, const struct element_rule *e, struct office_element_view *out)
{
	struct office_group	*v = ARENA_ARRAY(o->a, struct office_group, e->children_n);

	for (size_t i = 0; i < e->children_n; i++) {
		const struct child_rule	*c = &e->children[i];
		const xmlNode		*x = xml_first(n, arena_cstr(o->a, c->element->name));
		struct office_sort	 sort = { &v[out->parts_n], NULL, NULL };

		if (child_is_text(c) || !office_is_small(c) || x == NULL)
			continue;
		v[out->parts_n].title = office_element(o->a, o->lang, c->element->name);
		office_room(o, c->element, sort.main);
		office_group_make(o, c->element, x, arena_printf(o->a, "s:%.*s/", STR_ARG(c->element->name)), &sort);
		out->parts_n++;
	}
	out->parts = v;
}

/* Other elements that this one could stand in. */
static void
show_places(const struct office *o, const xmlNode *n, struct office_element_view *out)
{
	struct choice	*v = ARENA_ARRAY(o->a, struct choice, out->f.outline_n);
	struct str	 label;

	for (size_t i = 0; i < out->f.outline_n; i++) {
		const xmlNode			*to = package_find(o->copy->doc, out->f.outline[i].id), *x = to;
		const struct element_rule	*rule = package_rule(o->v, to);
		const struct child_rule		*c = rule == NULL ? NULL : rule_child(rule, name_of(n));

		while (x != NULL && x != n)
			x = x->parent;
		if (c == NULL || !c->many || x == n || to == n->parent)
			continue;
		label = out->f.outline[i].label;
		v[out->places_n++] = (struct choice){ .value = out->f.outline[i].id,
		    .text = arena_printf(o->a, "%.*s: %.*s", STR_ARG(out->f.outline[i].kind), STR_ARG(label)) };
	}
	out->places = v;
}

static struct str
preview_of(const struct office *o, const xmlNode *n)
{
	while (n != NULL && !xml_is(n, "page"))
		n = n->parent != NULL && n->parent->type == XML_ELEMENT_NODE ? n->parent : NULL;
	if (n == NULL)
		return (STR_NONE);
	return (arena_printf(o->a, "%.*s/xem/%.*s", STR_ARG(office_base(o->a, o->copy->code)),
	    STR_ARG(xml_attr(o->a, n, "id"))));
}

void
office_show_element(const struct office *o, const xmlNode *n, struct office_element_view *out)
{
	const struct element_rule	*e = package_rule(o->v, n), *above = package_rule(o->v, n->parent);
	struct office_sort		 sort = { &out->main, &out->rules, &out->more };
	size_t				 notes_n;

	out->id = package_id(o->a, n);
	office_show_frame(o, out->id, &out->f);
	out->kind = office_element(o->a, o->lang, name_of(n));
	out->title = n->parent->type != XML_ELEMENT_NODE || n->parent == xmlDocGetRootElement(o->copy->doc) ?
	    out->kind : office_label(o, n);
	out->hint = msg_text(o->lang, msg_of_name(arena_printf(o->a, "office.about_%.*s", STR_ARG(name_of(n)))));
	out->action = office_href(o, out->id);
	out->preview = preview_of(o, n);
	show_crumbs(o, n, out);
	show_findings(o, n, out);
	out->comments = office_show_notes(o, out->id, &notes_n);
	out->comments_n = notes_n;
	if (e == NULL)
		return;
	office_room(o, e, &out->main);
	office_room(o, e, &out->rules);
	office_room(o, e, &out->more);
	office_group_make(o, e, n, STR("s:"), &sort);
	show_parts(o, n, e, out);
	show_children(o, n, e, out);
	may(above, n, &out->up, &out->down, &out->remove, &out->copy);
	if (out->copy)
		show_places(o, n, out);
}
