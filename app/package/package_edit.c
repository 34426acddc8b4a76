/* Operations: find the element, look whether it is allowed, change the tree. The schema has the last word. */
#include "package/package_model.h"

struct editor {
	struct arena			*a;
	const struct vocabulary		*v;
	xmlDoc				*doc;
	const struct package_edit	*edit;
	struct package_result		*result;
};

static struct str
name_of(const xmlNode *n)
{
	return (str_of((const char *)n->name));
}

static void
drop(xmlNode *x)
{
	tree_take(x);
	xmlFreeNode(x);
}

/* ---- values */

static int
set_words(xmlNode *n, const char *name, struct str value, struct arena *a)
{
	xmlNode	*x = xml_first(n, name);

	if (x != NULL && str_eq(xml_words(a, x), value))
		return (0);
	if (value.n == 0) {
		if (x != NULL)
			drop(x);
		return (0);
	}
	if (x == NULL) {
		x = xmlNewDocNode(n->doc, NULL, (const xmlChar *)name, NULL);
		tree_insert(n, x, strcmp(name, "vi") == 0 ? xml_first(n, NULL) :
		    xml_first(n, "vi") == NULL ? xml_first(n, NULL) : xml_next(xml_first(n, "vi"), NULL));
	}
	xml_set_text(x, value);
	return (0);
}

static int
set_attr(struct editor *e, xmlNode *n, const struct element_rule *rule, struct str name, struct str value)
{
	const struct attr_rule	*r = rule == NULL ? NULL : rule_attr(rule, name);
	const char		*key = arena_cstr(e->a, name);

	if (r == NULL)
		return (PACKAGE_E_PLACE);
	if (str_eq(xml_attr(e->a, n, key), value))
		return (0);
	if (value.n == 0) {
		xml_unset_attr(n, key);
		return (r->needed ? PACKAGE_E_VALUE : 0);
	}
	if (!attr_takes(r, value))
		return (PACKAGE_E_VALUE);
	xml_set_attr(n, key, value);
	for (size_t i = 0; r->either != 0 && i < rule->attrs_n; i++)
		if (rule->attrs[i].either == r->either && &rule->attrs[i] != r)
			xml_unset_attr(n, arena_cstr(e->a, rule->attrs[i].name));
	return (0);
}

static int
set_content(struct editor *e, xmlNode *n, const struct element_rule *rule, struct str value)
{
	if (rule == NULL || (rule->content != CONTENT_LINE && rule->content != CONTENT_PHRASE))
		return (PACKAGE_E_PLACE);
	if (str_eq(package_slot(e->a, n, STR(".")), value))
		return (0);
	if (rule->content == CONTENT_PHRASE)
		return (phrase_set(n, value) ? 0 : PACKAGE_E_VALUE);
	xml_set_text(n, value);
	return (0);
}

/* A child that is gone when it says nothing: its texts were taken away, and nothing else hangs on it. */
static void
prune(xmlNode *parent, const struct element_rule *rule, xmlNode *x)
{
	const struct child_rule	*c = rule == NULL ? NULL : rule_child(rule, name_of(x));

	if (c != NULL && !c->needed && child_is_text(c) && xml_first(x, NULL) == NULL &&
	    (x->children == NULL || xmlIsBlankNode(x->children)) && x->parent == parent)
		drop(x);
}

static int
set_slot(struct editor *e, xmlNode *n, struct str slot, struct str value)
{
	const struct element_rule	*rule = package_rule(e->v, n);
	const struct child_rule		*c;
	struct str			 part;
	xmlNode				*x;
	int				 r;

	if (str_find_byte(slot, '/') > 0) {
		str_cut(&slot, '/', &part);
		c = rule == NULL ? NULL : rule_child(rule, part);
		if (c == NULL || c->many)
			return (PACKAGE_E_PLACE);
		x = xml_first(n, arena_cstr(e->a, part));
		if (x == NULL && value.n == 0)
			return (0);
		if (x == NULL) {
			x = xmlNewDocNode(n->doc, NULL, (const xmlChar *)arena_cstr(e->a, part), NULL);
			tree_insert(n, x, tree_place(rule, n, c));
		}
		r = set_slot(e, x, slot, value);
		prune(n, rule, x);
		return (r);
	}
	if (str_starts(slot, STR("@")))
		return (set_attr(e, n, rule, str_from_to(slot, 1, slot.n), value));
	if (str_eqc(slot, "."))
		return (set_content(e, n, rule, value));
	if (rule == NULL || rule->content != CONTENT_WORDS || (!str_eqc(slot, ".vi") && !str_eqc(slot, ".en")))
		return (PACKAGE_E_PLACE);
	return (set_words(n, str_eqc(slot, ".vi") ? "vi" : "en", value, e->a));
}

static int
set_slots(struct editor *e, xmlNode *n)
{
	for (size_t i = 0; i < e->edit->slots_n; i++) {
		const struct package_slot	*s = &e->edit->slots[i];
		struct str			 name = s->name, id;
		xmlNode				*at = n;
		int				 r;

		if (str_starts(name, STR("#")) && str_cut(&name, ':', &id))
			at = package_find(e->doc, str_from_to(id, 1, id.n));
		r = at == NULL ? PACKAGE_E_GONE : set_slot(e, at, name, str_trim(s->value));
		if (r != 0) {
			e->result->slot = s->name;
			return (r);
		}
	}
	return (0);
}

/* ---- elements */

static int
add(struct editor *e, xmlNode *parent)
{
	const struct element_rule	*rule = package_rule(e->v, parent);
	const struct child_rule		*c = rule == NULL ? NULL : rule_child(rule, e->edit->what);
	xmlNode				*after = NULL, *before, *x;

	if (c == NULL || (!c->many && xml_first(parent, arena_cstr(e->a, e->edit->what)) != NULL))
		return (PACKAGE_E_PLACE);
	before = tree_place(rule, parent, c);
	if (e->edit->after.n > 0) {
		after = package_find(e->doc, e->edit->after);
		if (after == NULL || after->parent != parent)
			return (PACKAGE_E_GONE);
		if (rule_child(rule, name_of(after)) != NULL && rule_child(rule, name_of(after))->slot == c->slot)
			before = xml_next(after, NULL);
	}
	x = element_new(e->a, parent, before, c->element, e->edit);
	e->result->id = STR("");
	if (set_slots(e, x) != 0)
		return (PACKAGE_E_VALUE);
	xml_set_attr(x, PACKAGE_MARK, STR("new"));
	return (0);
}

static int
take_away(struct editor *e, xmlNode *n)
{
	const struct element_rule	*above = package_rule(e->v, n->parent);
	const struct child_rule		*c = above == NULL ? NULL : rule_child(above, name_of(n));

	if (c == NULL || (c->needed && tree_slot_count(above, n->parent, c->slot) < 2))
		return (PACKAGE_E_PLACE);
	e->result->id = package_id(e->a, n->parent);
	drop(n);
	return (0);
}

static int
move(struct editor *e, xmlNode *n, bool up)
{
	const struct element_rule	*above = package_rule(e->v, n->parent);
	const struct child_rule		*c = above == NULL ? NULL : rule_child(above, name_of(n)), *k;
	xmlNode				*other = up ? xmlPreviousElementSibling(n) : xml_next(n, NULL);

	k = c == NULL || other == NULL ? NULL : rule_child(above, name_of(other));
	if (k == NULL || k->slot != c->slot)
		return (PACKAGE_E_PLACE);
	tree_swap(n, other);
	return (0);
}

static int
move_to(struct editor *e, xmlNode *n)
{
	xmlNode				*to = package_find(e->doc, e->edit->what);
	const struct element_rule	*above = package_rule(e->v, n->parent), *rule = package_rule(e->v, to);
	const struct child_rule		*from = above == NULL ? NULL : rule_child(above, name_of(n));
	const struct child_rule		*c = rule == NULL ? NULL : rule_child(rule, name_of(n));

	if (to == NULL)
		return (PACKAGE_E_GONE);
	if (c == NULL || !c->many || from == NULL || to == n->parent ||
	    (from->needed && tree_slot_count(above, n->parent, from->slot) < 2))
		return (PACKAGE_E_PLACE);
	for (const xmlNode *x = to; x != NULL; x = x->parent)
		if (x == n)
			return (PACKAGE_E_PLACE);
	tree_take(n);
	tree_insert(to, n, tree_place(rule, to, c));
	return (0);
}

/* Names within the copy may stay: they are below another name. */
static int
copy(struct editor *e, xmlNode *n)
{
	static const char *const	 keys[] = { "name", "id", "value" };
	const struct element_rule	*above = package_rule(e->v, n->parent);
	const struct child_rule		*c = above == NULL ? NULL : rule_child(above, name_of(n));
	const struct element_rule	*rule = package_rule(e->v, n);
	xmlNode				*x;

	if (c == NULL || !c->many)
		return (PACKAGE_E_PLACE);
	x = xmlDocCopyNode(n, e->doc, 1);
	CHECK(x != NULL);
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		const struct attr_rule	*r = rule_attr(rule, str_of(keys[i]));

		if (r != NULL && xml_has_attr(x, keys[i]) && r->kind != ATTR_CHOICE)
			xml_set_attr(x, keys[i], name_free(e->a, xmlDocGetRootElement(e->doc), name_of(n),
			    str_of(keys[i]), xml_attr(e->a, n, keys[i]), r->kind == ATTR_NAME ? '_' : '-'));
	}
	tree_unmark(x);
	xml_set_attr(x, PACKAGE_MARK, STR("new"));
	tree_insert(n->parent, x, xml_next(n, NULL));
	return (0);
}

static int
replace(struct arena *a, const struct vocabulary *v, xmlDoc **doc, int64_t version,
    const struct package_edit *edit, struct package_result *result)
{
	xmlDoc	*fresh;

	if (package_open(a, edit->text, version, &fresh, &result->faults) != 0)
		return (PACKAGE_E_XML);
	if (!str_eq(xml_attr(a, xmlDocGetRootElement(fresh), "code"), xml_attr(a, xmlDocGetRootElement(*doc),
	    "code"))) {
		xmlFreeDoc(fresh);
		return (PACKAGE_E_PLACE);
	}
	/* what is still there keeps its id, and with it what people said about it */
	tree_unmark(xmlDocGetRootElement(fresh));
	marks_carry(a, v, *doc, fresh);
	tree_mark(fresh, version);
	xmlFreeDoc(*doc);
	*doc = fresh;
	result->id = package_id(a, xmlDocGetRootElement(fresh));
	return (0);
}

static int
change(struct editor *e)
{
	xmlNode	*n = package_find(e->doc, e->edit->at);

	if (n == NULL)
		return (PACKAGE_E_GONE);
	e->result->id = e->edit->at;
	switch (e->edit->op) {
	case PACKAGE_SET:
		return (set_slots(e, n));
	case PACKAGE_ADD:
		return (add(e, n));
	case PACKAGE_REMOVE:
		return (take_away(e, n));
	case PACKAGE_UP:
	case PACKAGE_DOWN:
		return (move(e, n, e->edit->op == PACKAGE_UP));
	case PACKAGE_TO:
		return (move_to(e, n));
	case PACKAGE_COPY:
		return (copy(e, n));
	case PACKAGE_REPLACE:
	case PACKAGE_OP__MAX:
		break;
	}
	return (PACKAGE_E_PLACE);
}

/* The new element was marked "new": now it gets an id like the others, and the result names it. */
static void
mark_new(struct editor *e, int64_t version)
{
	xmlNode	*x = package_find(e->doc, STR("new"));

	if (x != NULL)
		xml_unset_attr(x, PACKAGE_MARK);
	tree_mark(e->doc, version);
	if (x != NULL)
		e->result->id = package_id(e->a, x);
}

int
package_apply(struct arena *a, const struct vocabulary *v, xmlDoc **doc, int64_t version,
    const struct package_edit *edit, struct package_result *result)
{
	struct editor	e = { a, v, *doc, edit, result };
	struct str	before = package_plain(a, *doc);
	int		r;

	*result = (struct package_result){ .id = edit->at };
	if (edit->op == PACKAGE_REPLACE) {
		r = replace(a, v, doc, version, edit, result);
	} else {
		r = change(&e);
		if (r == 0)
			mark_new(&e, version);
	}
	if (r != 0)
		return (r);
	if (str_eq(before, package_plain(a, *doc)))
		return (PACKAGE_E_SAME);
	return (package_check(a, v, *doc, &result->faults));
}
