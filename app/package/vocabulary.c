#include "package/vocabulary.h"

#include <stdio.h>

#include <libxml/xmlregexp.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/err.h"
#include "xml/xml.h"

#define SCHEMA_BYTES_MAX	(1024 * 1024)
#define FILES_MAX		8
#define DEPTH_MAX		40		/* patterns within patterns */

/* An element pattern of the schema and the rule made of it: recursion ends at what is here. */
struct made {
	struct made		*next;
	const xmlNode		*pattern;
	struct element_rule	*rule;
};

struct vocabulary {
	struct arena		*a;
	xmlDoc			*files[FILES_MAX];
	size_t			 files_n;
	struct made		*made;
	struct xml_schema	*schema;
	struct str		 template, substitutes;
	const struct element_rule *root;
};

/* What stands around a pattern. */
struct around {
	struct element_rule	*into;
	int			 slot;
	int			 either;
	bool			 maybe, many;
	unsigned		 depth;
};

static int	walk(struct vocabulary *v, const xmlNode *x, struct around *in);

static int
file_read_text(struct arena *a, const char *path, struct str *out)
{
	struct buf auto_(buf_free)	 text = BUF_INIT;
	char				 block[8192];
	FILE				*f;
	size_t				 n;

	f = fopen(path, "re");
	if (f == NULL)
		return (err_origin(errno, "%s", path));
	while ((n = fread(block, 1, sizeof(block), f)) > 0 && text.n < SCHEMA_BYTES_MAX)
		buf_add(&text, block, n);
	fclose(f);
	*out = arena_str(a, buf_view(&text));
	return (0);
}

static int
file_open(struct vocabulary *v, const char *folder, struct str name)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	const char			*path = arena_printf(a, "%s/%.*s", folder, STR_ARG(name)).p;
	struct str			 text;
	int				 r;

	if (v->files_n == FILES_MAX)
		return (err_origin(E2BIG, "schema files"));
	r = file_read_text(a, path, &text);
	if (r < 0)
		return (err_trace(r));
	if (xml_parse(a, text, SCHEMA_BYTES_MAX, &v->files[v->files_n], NULL) != 0)
		return (err_origin(EINVAL, "schema %s", path));
	v->files_n++;
	return (0);
}

static int
files_open(struct vocabulary *v, const char *folder)
{
	int	r = file_open(v, folder, STR("service.rng"));

	for (size_t i = 0; r == 0 && i < v->files_n; i++) {
		const xmlNode	*grammar = xmlDocGetRootElement(v->files[i]);

		for (const xmlNode *x = xml_first(grammar, "include"); r == 0 && x != NULL; x = xml_next(x,
		    "include"))
			r = file_open(v, folder, xml_attr(v->a, x, "href"));
	}
	return (r);
}

static const xmlNode *
define_find(struct vocabulary *v, struct str name)
{
	for (size_t i = 0; i < v->files_n; i++) {
		const xmlNode	*x = xml_first(xmlDocGetRootElement(v->files[i]), "define");

		for (; x != NULL; x = xml_next(x, "define"))
			if (str_eq(xml_attr(v->a, x, "name"), name))
				return (x);
	}
	return (NULL);
}

/* ---- attributes */

static void
value_add(struct vocabulary *v, struct attr_rule *to, struct str value)
{
	struct str	*grown = ARENA_ARRAY(v->a, struct str, to->values_n + 1);

	for (size_t i = 0; i < to->values_n; i++)
		grown[i] = to->values[i];
	grown[to->values_n++] = value;
	to->values = grown;
}

static void
kind_of_define(struct str name, enum attr_kind *out)
{
	static const struct {
		const char	*name;
		enum attr_kind	 kind;
	}	names[] = {
		{ "expression", ATTR_EXPRESSION }, { "path", ATTR_PATH }, { "name", ATTR_NAME }, { "id", ATTR_ID },
		{ "code", ATTR_CODE }, { "yes", ATTR_YES }, { "count", ATTR_NUMBER }, { "whole", ATTR_NUMBER },
		{ "date", ATTR_DATE },
	};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (str_eqc(name, names[i].name))
			*out = names[i].kind;
	}
}

static void
read_pattern(struct vocabulary *v, const xmlNode *data, struct attr_rule *to)
{
	for (const xmlNode *x = xml_first(data, "param"); x != NULL; x = xml_next(x, "param"))
		if (str_eqc(xml_attr(v->a, x, "name"), "pattern"))
			to->pattern = xml_text(v->a, x);
}

static void
read_value(struct vocabulary *v, const xmlNode *x, struct attr_rule *to, unsigned depth)
{
	const xmlNode	*define;
	struct str	 name;

	for (; x != NULL && depth < DEPTH_MAX; x = xml_next(x, NULL)) {
		name = xml_attr(v->a, x, "name");
		if (xml_is(x, "value")) {
			value_add(v, to, str_trim(xml_text(v->a, x)));
			to->kind = ATTR_CHOICE;
		} else if (xml_is(x, "ref")) {
			define = define_find(v, name);
			read_value(v, define == NULL ? NULL : xml_first(define, NULL), to, depth + 1);
			kind_of_define(name, &to->kind);
		} else if (xml_is(x, "data")) {
			struct str	type = xml_attr(v->a, x, "type");

			to->kind = str_eqc(type, "date") ? ATTR_DATE : str_eqc(type, "integer") ||
			    str_eqc(type, "long") || str_eqc(type, "decimal") ? ATTR_NUMBER : ATTR_TEXT;
			read_pattern(v, x, to);
		} else if (xml_is(x, "choice")) {
			read_value(v, xml_first(x, NULL), to, depth + 1);
		}
	}
	if (to->kind == ATTR_CHOICE && to->values_n == 1 && str_eqc(to->values[0], "yes"))
		to->kind = ATTR_YES;
}

static void
attr_add(struct vocabulary *v, const xmlNode *x, const struct around *in)
{
	struct element_rule	*e = in->into;
	struct attr_rule	*grown, *rule;
	struct str		 name = xml_attr(v->a, x, "name");

	if (rule_attr(e, name) != NULL)
		return;
	grown = ARENA_ARRAY(v->a, struct attr_rule, e->attrs_n + 1);
	for (size_t i = 0; i < e->attrs_n; i++)
		grown[i] = e->attrs[i];
	e->attrs = grown;
	rule = &e->attrs[e->attrs_n++];
	rule->name = name;
	rule->needed = !in->maybe;
	rule->either = in->either;
	read_value(v, xml_first(x, NULL), rule, in->depth);
}

/* ---- elements */

static int
element_make(struct vocabulary *v, const xmlNode *x, unsigned depth, const struct element_rule **out)
{
	struct around	 in = { .slot = 0, .depth = depth + 1 };
	struct made	*m;
	int		 r = 0;

	for (m = v->made; m != NULL && m->pattern != x; m = m->next)
		;
	if (m != NULL) {
		*out = m->rule;
		return (0);
	}
	m = ARENA_NEW(v->a, struct made);
	*m = (struct made){ v->made, x, ARENA_NEW(v->a, struct element_rule) };
	v->made = m;
	m->rule->name = xml_attr(v->a, x, "name");
	in.into = m->rule;
	for (const xmlNode *c = xml_first(x, NULL); c != NULL && r == 0; c = xml_next(c, NULL)) {
		in.slot++;
		r = walk(v, c, &in);
	}
	*out = m->rule;
	return (r);
}

static int
child_add(struct vocabulary *v, const xmlNode *x, const struct around *in)
{
	struct element_rule	*e = in->into;
	struct str		 name = xml_attr(v->a, x, "name");
	const struct element_rule *made;
	struct child_rule	*grown;
	int			 r;

	if (str_eqc(name, "vi") || str_eqc(name, "en")) {
		e->content = CONTENT_WORDS;
		return (0);
	}
	if (e->content == CONTENT_PHRASE && str_eqc(name, "v"))
		return (0);
	r = element_make(v, x, in->depth, &made);
	if (r != 0 || rule_child(e, name) != NULL)
		return (r);
	grown = ARENA_ARRAY(v->a, struct child_rule, e->children_n + 1);
	for (size_t i = 0; i < e->children_n; i++)
		grown[i] = e->children[i];
	grown[e->children_n++] = (struct child_rule){ made, in->slot, !in->maybe, in->many };
	e->children = grown;
	return (0);
}

/* Several attributes to choose from: at most one of them, each for itself not needed. */
static bool
offers_attributes(const xmlNode *choice)
{
	return (xml_count(choice, "attribute") > 1);
}

static int
walk_all(struct vocabulary *v, const xmlNode *x, struct around *in, bool ordered)
{
	int	r = 0;

	for (const xmlNode *c = xml_first(x, NULL); c != NULL && r == 0; c = xml_next(c, NULL)) {
		if (ordered)
			in->slot++;
		r = walk(v, c, in);
	}
	return (r);
}

static int
walk(struct vocabulary *v, const xmlNode *x, struct around *in)
{
	struct around	 inner = *in;
	const xmlNode	*define;
	int		 r;

	inner.depth++;
	if (inner.depth > DEPTH_MAX)
		return (err_origin(E2BIG, "schema patterns"));
	if (xml_is(x, "attribute")) {
		attr_add(v, x, in);
		return (0);
	}
	if (xml_is(x, "element"))
		return (child_add(v, x, in));
	if (xml_is(x, "data") || xml_is(x, "value") || xml_is(x, "text") || xml_is(x, "list")) {
		if (in->into->content == CONTENT_ELEMENTS)
			in->into->content = CONTENT_LINE;
		return (0);
	}
	if (xml_is(x, "empty") || xml_is(x, "notAllowed"))
		return (0);
	if (xml_is(x, "ref")) {
		define = define_find(v, xml_attr(v->a, x, "name"));
		if (define == NULL)
			return (err_origin(EINVAL, "schema: a reference to nothing"));
		r = walk_all(v, define, &inner, !in->many);
		in->slot = inner.slot;
		return (r);
	}
	if (xml_is(x, "mixed"))
		inner.into->content = CONTENT_PHRASE;
	inner.maybe = in->maybe || xml_is(x, "optional") || xml_is(x, "zeroOrMore");
	inner.many = in->many || xml_is(x, "zeroOrMore") || xml_is(x, "oneOrMore");
	if (xml_is(x, "choice") && offers_attributes(x)) {
		inner.maybe = true;
		inner.either = in->slot;
	}
	r = walk_all(v, x, &inner, !inner.many && !xml_is(x, "choice"));
	in->slot = inner.slot;
	return (r);
}

int
vocabulary_new(const char *folder, struct vocabulary **out)
{
	struct vocabulary auto_(vocabulary_freep)	*v = xcalloc(1, sizeof(*v));
	const xmlNode					*start;
	int						 r;

	v->a = arena_new();
	r = files_open(v, folder);
	if (r < 0)
		return (err_trace(r));
	r = xml_schema_new(arena_printf(v->a, "%s/service.rng", folder).p, &v->schema);
	if (r < 0)
		return (err_trace(r));
	r = file_read_text(v->a, arena_printf(v->a, "%s/new.xml", folder).p, &v->template);
	if (r == 0)
		r = file_read_text(v->a, arena_printf(v->a, "%s/substitutes.xml", folder).p, &v->substitutes);
	if (r < 0)
		return (err_trace(r));
	start = xml_first(xml_first(xmlDocGetRootElement(v->files[0]), "start"), "element");
	if (start == NULL)
		return (err_origin(EINVAL, "schema: no element to start with"));
	r = element_make(v, start, 0, &v->root);
	if (r < 0)
		return (err_trace(r));
	*out = v;
	v = NULL;
	return (0);
}

void
vocabulary_free(struct vocabulary *v)
{
	if (v == NULL)
		return;
	for (size_t i = 0; i < v->files_n; i++)
		xmlFreeDoc(v->files[i]);
	xml_schema_free(v->schema);
	arena_free(v->a);
	free(v);
}

void
vocabulary_freep(struct vocabulary **v)
{
	vocabulary_free(*v);
	*v = NULL;
}

const struct element_rule *
vocabulary_root(const struct vocabulary *v)
{
	return (v->root);
}

struct xml_schema *
vocabulary_schema(const struct vocabulary *v)
{
	return (v->schema);
}

struct str
vocabulary_template(const struct vocabulary *v)
{
	return (v->template);
}

struct str
vocabulary_substitutes(const struct vocabulary *v)
{
	return (v->substitutes);
}

static bool
fits_pattern(struct str pattern, struct str value)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	xmlRegexp			*re = xmlRegexpCompile((const xmlChar *)arena_cstr(a, pattern));
	bool				 fits;

	CHECK(re != NULL);		/* the schema compiled with it */
	fits = xmlRegexpExec(re, (const xmlChar *)arena_cstr(a, value)) == 1;
	xmlRegFreeRegexp(re);
	return (fits);
}

bool
attr_takes(const struct attr_rule *rule, struct str value)
{
	struct date	d;
	int64_t		n;

	if (rule->pattern.n > 0 && !fits_pattern(rule->pattern, value))
		return (false);
	switch (rule->kind) {
	case ATTR_CHOICE:
		for (size_t i = 0; i < rule->values_n; i++)
			if (str_eq(rule->values[i], value))
				return (true);
		return (false);
	case ATTR_YES:
		return (str_eqc(value, "yes"));
	case ATTR_NUMBER:
		return (str_i64(value, INT32_MIN, INT64_MAX, &n));
	case ATTR_DATE:
		return (date_parse(value, &d));
	case ATTR_TEXT:
	case ATTR_EXPRESSION:
	case ATTR_PATH:
	case ATTR_NAME:
	case ATTR_ID:
	case ATTR_CODE:
	case ATTR__MAX:
		break;
	}
	return (value.n > 0);
}

const struct attr_rule *
rule_attr(const struct element_rule *e, struct str name)
{
	for (size_t i = 0; i < e->attrs_n; i++)
		if (str_eq(e->attrs[i].name, name))
			return (&e->attrs[i]);
	return (NULL);
}

const struct child_rule *
rule_child(const struct element_rule *e, struct str name)
{
	for (size_t i = 0; i < e->children_n; i++)
		if (str_eq(e->children[i].element->name, name))
			return (&e->children[i]);
	return (NULL);
}

bool
child_is_text(const struct child_rule *c)
{
	return (!c->many && c->element->children_n == 0 && c->element->content != CONTENT_ELEMENTS);
}
