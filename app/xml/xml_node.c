#include "xml/xml.h"

struct str
xml_attr(struct arena *a, const xmlNode *n, const char *name)
{
	xmlChar		*v;
	struct str	 s;

	v = xmlGetNoNsProp(n, (const xmlChar *)name);
	s = arena_str(a, str_of((const char *)v));
	xmlFree(v);
	return (s);
}

bool
xml_has_attr(const xmlNode *n, const char *name)
{
	return (xmlHasProp(n, (const xmlChar *)name) != NULL);
}

struct str
xml_text_view(struct arena *a, const xmlNode *n)
{
	const xmlNode	*c = n->children;

	if (n->type != XML_ELEMENT_NODE)
		return (xml_text(a, n));
	if (c == NULL)
		return (STR(""));
	return (c->next == NULL && c->type == XML_TEXT_NODE ? str_of((const char *)c->content) : xml_text(a, n));
}

struct str
xml_text(struct arena *a, const xmlNode *n)
{
	const xmlNode	*c = n == NULL ? NULL : n->children;
	xmlChar		*v;
	struct str	 s;

	/* What nearly every element of a dossier is: empty, or one piece of text. */
	if (n != NULL && n->type == XML_ELEMENT_NODE && (c == NULL || (c->next == NULL && c->type == XML_TEXT_NODE)))
		return (arena_str(a, c == NULL ? STR("") : str_of((const char *)c->content)));
	v = xmlNodeGetContent(n);
	s = arena_str(a, str_of((const char *)v));
	xmlFree(v);
	return (s);
}

struct str
xml_words(struct arena *a, const xmlNode *n)
{
	struct str	 s = str_trim(xml_text(a, n));
	char		*out = arena_alloc(a, s.n + 1);
	size_t		 used = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool	space = s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r';

		if (!space)
			out[used++] = s.p[i];
		else if (out[used - 1] != ' ')
			out[used++] = ' ';
	}
	return ((struct str){ out, used });
}

bool
xml_is(const xmlNode *n, const char *name)
{
	return (n != NULL && n->type == XML_ELEMENT_NODE && (name == NULL || strcmp((const char *)n->name, name) == 0));
}

static xmlNode *
element_from(xmlNode *n, const char *name)
{
	while (n != NULL && !xml_is(n, name))
		n = n->next;
	return (n);
}

xmlNode *
xml_first(const xmlNode *parent, const char *name)
{
	return (parent == NULL ? NULL : element_from(parent->children, name));
}

xmlNode *
xml_next(const xmlNode *n, const char *name)
{
	return (element_from(n->next, name));
}

size_t
xml_count(const xmlNode *parent, const char *name)
{
	size_t	n = 0;

	for (const xmlNode *e = xml_first(parent, name); e != NULL; e = xml_next(e, name))
		n++;
	return (n);
}

int
xml_line(const xmlNode *n)
{
	return ((int)xmlGetLineNo(n));
}

void
xml_set_text(xmlNode *n, struct str text)
{
	xmlNode	*child;

	while ((child = n->children) != NULL) {
		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
	CHECK(text.n <= INT32_MAX);
	if (text.n > 0)
		xmlAddChild(n, xmlNewDocTextLen(n->doc, (const xmlChar *)text.p, (int)text.n));
}

void
xml_set_attr(xmlNode *n, const char *name, struct str value)
{
	xmlChar	*v;

	v = xmlStrndup((const xmlChar *)value.p, (int)value.n);
	xmlSetProp(n, (const xmlChar *)name, v);
	xmlFree(v);
}

void
xml_unset_attr(xmlNode *n, const char *name)
{
	xmlUnsetProp(n, (const xmlChar *)name);
}

xmlNode *
xml_add(xmlNode *parent, const char *name)
{
	return (xmlNewTextChild(parent, NULL, (const xmlChar *)name, NULL));
}
