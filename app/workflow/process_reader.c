#include "workflow/process_reader.h"

#include <string.h>

static const char *
tag(const xmlNode *n)
{
	return ((const char *)n->name);
}

int
read_line(const xmlNode *n)
{
	return ((int)xmlGetLineNo(n));
}

bool
read_is(const xmlNode *n, const char *name)
{
	return (n->type == XML_ELEMENT_NODE && strcmp(tag(n), name) == 0);
}

const xmlNode *
read_child(const xmlNode *parent, const char *name)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		if (read_is(n, name))
			return (n);
	}
	return (NULL);
}

static struct str
take(struct reader *r, xmlChar *text)
{
	struct str	s = arena_str(r->p->arena, str_of((const char *)text));

	xmlFree(text);
	return (s);
}

struct str
read_attr(struct reader *r, const xmlNode *n, const char *name)
{
	return (take(r, xmlGetNoNsProp(n, (const xmlChar *)name)));
}

struct str
read_mc(struct reader *r, const xmlNode *n, const char *name)
{
	return (take(r, xmlGetNsProp(n, (const xmlChar *)name, (const xmlChar *)WORKFLOW_NS)));
}

struct str
read_text(struct reader *r, const xmlNode *n)
{
	return (str_trim(take(r, xmlNodeGetContent(n))));
}

void
read_bad(struct reader *r, const xmlNode *n, const char *rule, struct str detail)
{
	struct str	id = read_attr(r, n, "id");

	problem_add(r->l, read_line(n), rule, id.n > 0 ? id : str_of(tag(n)), detail);
}

struct str
read_id(struct reader *r, const xmlNode *n)
{
	struct str	id = read_attr(r, n, "id");

	if (!workflow_id_valid(id))
		read_bad(r, n, "bad-id", id);
	return (id);
}

struct str
read_name_en(struct reader *r, const xmlNode *n, bool wanted)
{
	struct str	name = read_mc(r, n, "name-en");

	if (name.n > 0)
		return (name);
	if (wanted)
		problem_add(&r->notes, read_line(n), "no-english", read_attr(r, n, "id"), STR("mc:name-en"));
	return (read_attr(r, n, "name"));
}

bool
read_flag(struct reader *r, const xmlNode *n, const char *name, struct str value)
{
	if (value.n > 0 && !str_eqc(value, "yes") && !str_eqc(value, "no"))
		read_bad(r, n, "bad-value", str_of(name));
	return (str_eqc(value, "yes"));
}

int
read_choice(struct reader *r, const xmlNode *n, const char *name, struct str value, const char *const *names,
    size_t names_n,
    int fallback)
{
	int	i = value.n == 0 ? fallback : name_index(names, names_n, value);

	if (i < 0)
		read_bad(r, n, value.n == 0 ? "missing-value" : "bad-value", str_of(name));
	return (i < 0 ? 0 : i);
}
