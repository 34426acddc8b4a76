/* The tree and its white space: a package stays as readable as a person wrote it. And elements made from nothing. */
#include "package/package_model.h"

#include "core/buf.h"

#define INDENT		"  "

static bool
is_blank(const xmlNode *n)
{
	return (n != NULL && n->type == XML_TEXT_NODE && xmlIsBlankNode((xmlNode *)(uintptr_t)n));
}

/* The line end and blanks before x: "\n    "; empty when x does not begin its line. */
static struct str
indent_of(const xmlNode *x)
{
	struct str	s;

	if (x->prev == NULL || x->prev->type != XML_TEXT_NODE)
		return (STR(""));
	s = str_of((const char *)x->prev->content);
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '\n')
			return (str_from_to(s, i - 1, s.n));
	return (STR(""));
}

static xmlNode *
text_new(struct str s)
{
	return (xmlNewTextLen((const xmlChar *)s.p, (int)s.n));
}

void
tree_insert(xmlNode *parent, xmlNode *x, xmlNode *before)
{
	xmlNode			*first = xml_first(parent, NULL);
	struct arena auto_(arena_freep) *a = arena_new();
	struct str		 line, close;

	if (first != NULL)
		line = arena_str(a, indent_of(first));
	else if (xml_is(x, "vi") || xml_is(x, "en"))
		line = STR("");
	else
		line = arena_printf(a, "%.*s" INDENT, STR_ARG(parent->parent != NULL &&
		    parent->parent->type == XML_ELEMENT_NODE ? indent_of(parent) : STR("\n")));
	if (before != NULL) {
		xmlAddPrevSibling(before, x);
		if (line.n > 0)
			xmlAddNextSibling(x, text_new(line));
		return;
	}
	if (line.n == 0) {
		xmlAddChild(parent, x);
		return;
	}
	if (!is_blank(parent->last)) {
		close = line.n > sizeof(INDENT) - 1 ? str_from_to(line, 0, line.n - (sizeof(INDENT) - 1)) : line;
		xmlAddChild(parent, text_new(close));
	}
	/* before the blanks that stand before the closing tag */
	xmlAddPrevSibling(parent->last, x);
	xmlAddPrevSibling(x, text_new(line));
}

void
tree_take(xmlNode *x)
{
	xmlNode	*blank = x->prev;

	if (is_blank(blank)) {
		xmlUnlinkNode(blank);
		xmlFreeNode(blank);
	}
	xmlUnlinkNode(x);
}

void
tree_swap(xmlNode *x, xmlNode *y)
{
	xmlNode	*hold = xmlNewNode(NULL, (const xmlChar *)"hold");

	xmlReplaceNode(x, hold);
	xmlReplaceNode(y, x);
	xmlReplaceNode(hold, y);
	xmlFreeNode(hold);
}

static int
slot_of(const struct element_rule *e, const xmlNode *x)
{
	const struct child_rule	*c = rule_child(e, str_of((const char *)x->name));

	return (c == NULL ? 0 : c->slot);
}

xmlNode *
tree_place(const struct element_rule *e, const xmlNode *parent, const struct child_rule *c)
{
	for (xmlNode *x = xml_first(parent, NULL); x != NULL; x = xml_next(x, NULL))
		if (slot_of(e, x) > c->slot)
			return (x);
	return (NULL);
}

size_t
tree_slot_count(const struct element_rule *e, const xmlNode *parent, int slot)
{
	size_t	n = 0;

	for (xmlNode *x = xml_first(parent, NULL); x != NULL; x = xml_next(x, NULL))
		n += slot_of(e, x) == slot;
	return (n);
}

/* ---- new elements */

static bool
name_taken(struct arena *a, const xmlNode *x, struct str element, const char *attr, struct str name)
{
	if (str_eqc(element, (const char *)x->name) && str_eq(xml_attr(a, x, attr), name))
		return (true);
	for (const xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL))
		if (name_taken(a, c, element, attr, name))
			return (true);
	return (false);
}

struct str
name_free(struct arena *a, const xmlNode *root, struct str element, struct str attr, struct str base, char joint)
{
	const char	*key = arena_cstr(a, attr);
	struct str	 name = base;

	for (unsigned n = 2; name_taken(a, root, element, key, name); n++)
		name = arena_printf(a, "%.*s%c%u", STR_ARG(str_from_to(base, 0, 34)), joint, n);
	return (name);
}

static struct str
attr_first(struct arena *a, const xmlNode *x, const struct element_rule *e, const struct attr_rule *r)
{
	const xmlNode	*root = xmlDocGetRootElement(x->doc);
	struct str	 base = STR("x");

	switch (r->kind) {
	case ATTR_CHOICE:
		return (r->values[0]);
	case ATTR_YES:
		return (STR("yes"));
	case ATTR_NUMBER:
		return (STR("0"));
	case ATTR_EXPRESSION:
		return (STR("true()"));
	case ATTR_DATE:
		return (STR("2025-07-01"));
	case ATTR_NAME:
	case ATTR_ID:
	case ATTR_CODE:
		/* the element's own word, cut to letters: field_2, page-2 */
		base = str_from_to(e->name, 0, (size_t)(str_find_byte(e->name, '-') < 0 ? (ptrdiff_t)e->name.n :
		    str_find_byte(e->name, '-')));
		return (name_free(a, root, e->name, r->name, base, r->kind == ATTR_NAME ? '_' : '-'));
	case ATTR_PATH:
	case ATTR_TEXT:
	case ATTR__MAX:
		break;
	}
	return (base);
}

static void
words_new(xmlNode *x, const char *name, struct str text)
{
	if (text.n > 0)
		xml_set_text(xml_add(x, name), text);
}

static void
children_new(struct arena *a, xmlNode *x, const struct element_rule *e, const struct package_edit *words,
    unsigned depth);

static xmlNode *
element_within(struct arena *a, xmlNode *parent, xmlNode *before, const struct element_rule *e,
    const struct package_edit *words, unsigned depth)
{
	xmlNode	*x = xmlNewDocNode(parent->doc, NULL, (const xmlChar *)arena_cstr(a, e->name), NULL);

	CHECK(x != NULL && depth < XML_DEPTH_MAX);
	tree_insert(parent, x, before);
	for (size_t i = 0; i < e->attrs_n; i++)
		if (e->attrs[i].needed)
			xml_set_attr(x, arena_cstr(a, e->attrs[i].name), e->attrs[i].kind == ATTR_TEXT ? words->vi :
			    attr_first(a, x, e, &e->attrs[i]));
	if (e->content == CONTENT_WORDS) {
		words_new(x, "vi", words->vi);
		words_new(x, "en", words->en);
	} else if (e->content != CONTENT_ELEMENTS) {
		xml_set_text(x, words->vi);
	}
	children_new(a, x, e, words, depth);
	return (x);
}

/* What must be there; of a slot with alternatives the last, which is the simplest (field, not section). */
static void
children_new(struct arena *a, xmlNode *x, const struct element_rule *e, const struct package_edit *words,
    unsigned depth)
{
	for (size_t i = 0; i < e->children_n; i++) {
		const struct child_rule	*c = &e->children[i];
		bool			 last = i + 1 == e->children_n || e->children[i + 1].slot != c->slot;

		if (c->needed && last)
			element_within(a, x, NULL, c->element, words, depth + 1);
	}
}

xmlNode *
element_new(struct arena *a, xmlNode *parent, xmlNode *before, const struct element_rule *e,
    const struct package_edit *words)
{
	return (element_within(a, parent, before, e, words, 0));
}

bool
phrase_set(xmlNode *n, struct str text)
{
	struct buf auto_(buf_free)	b = BUF_INIT;

	while (n->children != NULL) {
		xmlNode	*c = n->children;

		xmlUnlinkNode(c);
		xmlFreeNode(c);
	}
	for (size_t i = 0; i < text.n; i++) {
		ptrdiff_t	end;
		xmlNode		*v;

		if (text.p[i] != '{' && text.p[i] != '}') {
			buf_byte(&b, text.p[i]);
			continue;
		}
		if (i + 1 < text.n && text.p[i + 1] == text.p[i]) {
			buf_byte(&b, text.p[i++]);
			continue;
		}
		end = str_find_byte(str_from_to(text, i, text.n), '}');
		if (text.p[i] == '}' || end < 2)
			return (false);
		if (b.n > 0)
			xmlAddChild(n, text_new(buf_view(&b)));
		buf_free(&b);
		v = xml_add(n, "v");
		xml_set_attr(v, "of", str_trim(str_from_to(text, i + 1, i + (size_t)end)));
		i += (size_t)end;
	}
	if (b.n > 0)
		xmlAddChild(n, text_new(buf_view(&b)));
	return (true);
}
