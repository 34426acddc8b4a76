#include "package/package.h"

#include <stdio.h>

#include "core/buf.h"
#include "package/package_model.h"

/* Elements that are content of another one: they have no id, and are reached by its slots. */
static bool
is_content(const xmlNode *n)
{
	return (xml_is(n, "vi") || xml_is(n, "en") || xml_is(n, "v"));
}

static xmlNode *
next_in(const xmlNode *n, const xmlNode *top)
{
	if (n->children != NULL)
		return (n->children);
	while (n != top && n->next == NULL)
		n = n->parent;
	return (n == top ? NULL : n->next);
}

void
tree_unmark(xmlNode *x)
{
	for (xmlNode *n = x; n != NULL; n = next_in(n, x))
		if (n->type == XML_ELEMENT_NODE)
			xml_unset_attr(n, PACKAGE_MARK);
}

void
tree_mark(xmlDoc *doc, int64_t version)
{
	xmlNode	*root = xmlDocGetRootElement(doc);
	size_t	 n = 0;

	for (xmlNode *x = root; x != NULL; x = next_in(x, root)) {
		char	id[48];

		if (x->type != XML_ELEMENT_NODE || is_content(x) || xml_has_attr(x, PACKAGE_MARK))
			continue;
		snprintf(id, sizeof(id), "%lld-%zu", (long long)version, ++n);
		xml_set_attr(x, PACKAGE_MARK, str_of(id));
	}
}

int
package_open(struct arena *a, struct str text, int64_t version, xmlDoc **out, struct xml_faults *faults)
{
	xmlDoc	*doc;

	if (xml_parse(a, text, PACKAGE_BYTES_MAX, &doc, faults) != 0)
		return (PACKAGE_E_XML);
	if (!xml_is(xmlDocGetRootElement(doc), "service")) {
		xmlFreeDoc(doc);
		return (PACKAGE_E_XML);
	}
	tree_mark(doc, version);
	*out = doc;
	return (0);
}

struct str
package_kept(struct arena *a, xmlDoc *doc)
{
	xmlChar		*text = NULL;
	struct str	 out;
	int		 n = 0;

	xmlDocDumpMemoryEnc(doc, &text, &n, "UTF-8");
	out = arena_str(a, (struct str){ (const char *)text, (size_t)n });
	xmlFree(text);
	return (out);
}

static xmlDoc *
plain_copy(const xmlDoc *doc)
{
	xmlDoc	*copy = xmlCopyDoc((xmlDoc *)(uintptr_t)doc, 1);

	CHECK(copy != NULL);
	tree_unmark(xmlDocGetRootElement(copy));
	return (copy);
}

struct str
package_plain(struct arena *a, const xmlDoc *doc)
{
	xmlDoc		*copy = plain_copy(doc);
	struct str	 text = package_kept(a, copy);

	xmlFreeDoc(copy);
	return (text);
}

int
package_check(struct arena *a, const struct vocabulary *v, const xmlDoc *doc, struct xml_faults *faults)
{
	xmlDoc	*copy = plain_copy(doc);
	int	 r = xml_schema_check(a, vocabulary_schema(v), copy, faults);

	xmlFreeDoc(copy);
	return (r == 0 ? 0 : PACKAGE_E_SCHEMA);
}

/* ---- looking */

xmlNode *
package_find(const xmlDoc *doc, struct str id)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	xmlNode				*root = xmlDocGetRootElement(doc);

	if (id.n == 0)
		return (NULL);
	for (xmlNode *x = root; x != NULL; x = next_in(x, root))
		if (x->type == XML_ELEMENT_NODE && str_eq(xml_attr(a, x, PACKAGE_MARK), id))
			return (x);
	return (NULL);
}

struct str
package_id(struct arena *a, const xmlNode *n)
{
	return (xml_attr(a, n, PACKAGE_MARK));
}

const struct element_rule *
package_rule(const struct vocabulary *v, const xmlNode *n)
{
	const struct element_rule	*above;
	const struct child_rule		*c;

	if (n == NULL || n->type != XML_ELEMENT_NODE)
		return (NULL);
	if (n->parent == NULL || n->parent->type != XML_ELEMENT_NODE)
		return (str_eqc(vocabulary_root(v)->name, (const char *)n->name) ? vocabulary_root(v) : NULL);
	above = package_rule(v, n->parent);
	c = above == NULL ? NULL : rule_child(above, str_of((const char *)n->name));
	return (c == NULL ? NULL : c->element);
}

struct str
package_phrase(struct arena *a, const xmlNode *n)
{
	struct buf auto_(buf_free)	b = BUF_INIT;
	struct str			text;

	for (const xmlNode *c = n->children; c != NULL; c = c->next) {
		if (xml_is(c, "v")) {
			text = xml_attr(a, c, "of");
			buf_printf(&b, "{%.*s}", STR_ARG(text));
		} else if (c->type == XML_TEXT_NODE) {
			text = str_of((const char *)c->content);
			for (size_t i = 0; i < text.n; i++) {
				if (text.p[i] == '{' || text.p[i] == '}')
					buf_byte(&b, text.p[i]);
				buf_byte(&b, text.p[i]);
			}
		}
	}
	return (arena_str(a, buf_view(&b)));
}

struct str
package_key(struct arena *a, const xmlNode *n)
{
	static const char *const	keys[] = { "name", "id", "value", "code" };
	size_t				place = 1;

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (xml_has_attr(n, keys[i]) && !xml_is(n, "field-of-work"))
			return (xml_attr(a, n, keys[i]));
	for (const xmlNode *p = n->prev; p != NULL; p = p->prev)
		place += xml_is(p, (const char *)n->name);
	return (arena_printf(a, "%zu", place));
}

static struct str
words_of(struct arena *a, const xmlNode *n, bool english)
{
	const xmlNode	*x = n == NULL ? NULL : english && xml_first(n, "en") != NULL ? xml_first(n, "en") :
	    xml_first(n, "vi");

	return (x == NULL ? STR_NONE : xml_words(a, x));
}

struct str
package_label(struct arena *a, const xmlNode *n, bool english)
{
	static const char *const	children[] = { "label", "title", "name" };
	struct str			s = words_of(a, n, english);

	for (size_t i = 0; i < COUNT_OF(children) && s.n == 0; i++) {
		const xmlNode	*c = xml_first(n, children[i]);

		s = words_of(a, c, english);
		if (s.n == 0 && c != NULL && xml_first(c, NULL) == NULL)
			s = xml_words(a, c);
	}
	if (s.n == 0 && n->children != NULL && (xml_first(n, NULL) == NULL || xml_first(n, "v") != NULL))
		s = package_phrase(a, n);
	return (s.n > 0 ? s : package_key(a, n));
}

struct str
package_slot(struct arena *a, const xmlNode *n, struct str slot)
{
	struct str	part;

	while (n != NULL && str_find_byte(slot, '/') >= 0) {
		str_cut(&slot, '/', &part);
		n = xml_first(n, arena_cstr(a, part));
	}
	if (n == NULL)
		return (STR(""));
	if (str_starts(slot, STR("@")))
		return (xml_attr(a, n, arena_cstr(a, str_from_to(slot, 1, slot.n))));
	if (str_eqc(slot, "."))
		return (xml_first(n, NULL) == NULL ? xml_words(a, n) : str_trim(package_phrase(a, n)));
	if (str_starts(slot, STR(".")) && slot.n > 1) {
		const xmlNode	*x = xml_first(n, arena_cstr(a, str_from_to(slot, 1, slot.n)));

		return (x == NULL ? STR("") : xml_words(a, x));
	}
	return (STR(""));
}

static const char *const	op_names[PACKAGE_OP__MAX] = {
	[PACKAGE_SET] = "set", [PACKAGE_ADD] = "add", [PACKAGE_REMOVE] = "remove", [PACKAGE_UP] = "up",
	[PACKAGE_DOWN] = "down", [PACKAGE_TO] = "to", [PACKAGE_COPY] = "copy", [PACKAGE_REPLACE] = "replace",
};

const char *
package_op_name(enum package_op op)
{
	return (op_names[op]);
}

bool
package_op_of(struct str name, enum package_op *out)
{
	for (int i = 0; i < PACKAGE_OP__MAX; i++) {
		if (str_eqc(name, op_names[i])) {
			*out = (enum package_op)i;
			return (true);
		}
	}
	return (false);
}
