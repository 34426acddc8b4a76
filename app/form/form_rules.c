#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "form/form_model.h"

#include "core/buf.h"
#include "core/err.h"

#define MESSAGES_MAX_BYTES	(64 * 1024)
#define LISTS_MAX		200

struct message {
	struct str		id;
	struct form_text	text;
};

struct form_rules {
	struct arena		*a;
	struct xml_schema	*schema;
	struct message		*messages;
	size_t			 messages_n;
	xmlDoc			*lists[LISTS_MAX];
	size_t			 lists_n;
};

static int
file_read(struct arena *a, const char *path, size_t max_bytes, struct str *out)
{
	FILE	*f;
	char	*p;
	size_t	 n;

	f = fopen(path, "re");
	if (f == NULL)
		return (err_origin(errno, "open %s", path));
	p = arena_alloc(a, max_bytes + 1);
	n = fread(p, 1, max_bytes + 1, f);
	fclose(f);
	if (n > max_bytes)
		return (err_origin(EFBIG, "%s is too big", path));
	*out = (struct str){ p, n };
	return (0);
}

static int
messages_load(struct form_rules *r, const char *path)
{
	auto_(xml_freep) xmlDoc	*doc = NULL;
	struct str		 text;
	xmlNode			*root;
	struct message		*m;
	int			 e;

	e = file_read(r->a, path, MESSAGES_MAX_BYTES, &text);
	if (e < 0)
		return (err_trace(e));
	if (xml_parse(r->a, text, MESSAGES_MAX_BYTES, &doc, NULL) != 0)
		return (err_origin(EINVAL, "%s is not well-formed", path));
	root = xmlDocGetRootElement(doc);
	r->messages = ARENA_ARRAY(r->a, struct message, xml_count(root, "message"));
	for (const xmlNode *n = xml_first(root, "message"); n != NULL; n = xml_next(n, "message")) {
		m = &r->messages[r->messages_n++];
		m->id = xml_attr(r->a, n, "id");
		m->text.in[LANG_VI] = xml_text(r->a, xml_first(n, "vi"));
		m->text.in[LANG_EN] = xml_text(r->a, xml_first(n, "en"));
	}
	return (0);
}

static int
list_load(struct form_rules *r, struct xml_schema *schema, const char *path)
{
	struct xml_faults	faults = { NULL, 0 };
	struct str		text;
	xmlDoc			*doc = NULL;
	int			 e;

	e = file_read(r->a, path, FORM_PACKAGE_MAX_BYTES, &text);
	if (e < 0)
		return (err_trace(e));
	if (r->lists_n == LISTS_MAX)
		return (err_origin(E2BIG, "more than %d code lists", LISTS_MAX));
	if (xml_parse(r->a, text, FORM_PACKAGE_MAX_BYTES, &doc, &faults) != 0)
		return (err_origin(EINVAL, "%s:%d is not well-formed", path, faults.n > 0 ? faults.v[0].line : 0));
	r->lists[r->lists_n++] = doc;
	if (xml_schema_check(r->a, schema, doc, &faults) != 0)
		return (err_origin(EINVAL, "%s:%d: %.*s", path, faults.n > 0 ? faults.v[0].line : 0,
		    STR_ARG(faults.n > 0 ? faults.v[0].text : STR_NONE)));
	return (0);
}

static int
is_list(const struct dirent *d)
{
	return (str_ends(str_of(d->d_name), STR(".xml")));
}

/* forms/lists/<name>.xml: all of them, in the order of their names. A folder without lists has no "lists". */
static int
lists_load(struct form_rules *r, const char *folder)
{
	const char	*lists = arena_printf(r->a, "%s/lists", folder).p;
	struct xml_schema *schema;
	struct dirent	**names;
	int		 n, e;

	n = scandir(lists, &names, is_list, alphasort);
	if (n < 0)
		return (0);
	e = xml_schema_new(arena_printf(r->a, "%s/list.rng", folder).p, &schema);
	for (int i = 0; i < n; i++) {
		if (e == 0)
			e = list_load(r, schema, arena_printf(r->a, "%s/%s", lists, names[i]->d_name).p);
		free(names[i]);
	}
	free(names);
	xml_schema_free(schema);
	return (e < 0 ? err_trace(e) : 0);
}

const xmlNode *
rules_list(const struct form_rules *r, struct str name)
{
	const xmlNode	*list;
	xmlChar		*found;
	bool		 same;

	for (size_t i = 0; i < r->lists_n; i++) {
		list = xmlDocGetRootElement(r->lists[i]);
		found = xmlGetNoNsProp(list, (const xmlChar *)"name");
		same = str_eq(str_of((const char *)found), name);
		xmlFree(found);
		if (same)
			return (list);
	}
	return (NULL);
}

int
form_rules_new(const char *folder, struct form_rules **out)
{
	auto_(form_rules_freep) struct form_rules	*r = NULL;
	struct str					 base = str_of(folder);
	int						 e;

	r = xcalloc(1, sizeof(*r));
	r->a = arena_new();
	e = xml_schema_new(arena_printf(r->a, "%.*s/service.rng", STR_ARG(base)).p, &r->schema);
	if (e < 0)
		return (err_trace(e));
	e = messages_load(r, arena_printf(r->a, "%.*s/messages.xml", STR_ARG(base)).p);
	if (e < 0)
		return (err_trace(e));
	e = lists_load(r, folder);
	if (e < 0)
		return (err_trace(e));
	*out = r;
	r = NULL;
	return (0);
}

void
form_rules_free(struct form_rules *r)
{
	if (r == NULL)
		return;
	xml_schema_free(r->schema);
	for (size_t i = 0; i < r->lists_n; i++)
		xmlFreeDoc(r->lists[i]);
	arena_free(r->a);
	free(r);
}

void
form_rules_freep(struct form_rules **r)
{
	form_rules_free(*r);
	*r = NULL;
}

struct xml_schema *
rules_schema(const struct form_rules *r)
{
	return (r->schema);
}

static struct str
template_of(const struct form_rules *r, const char *id, enum lang lang)
{
	for (size_t i = 0; i < r->messages_n; i++) {
		if (str_eqc(r->messages[i].id, id))
			return (r->messages[i].text.in[lang]);
	}
	check_failed(__FILE__, __LINE__, id);
}

struct str
rules_message(struct arena *a, const struct form_rules *r, const char *id, enum lang lang, struct str label,
    struct str one, struct str two)
{
	auto_(buf_free) struct buf	 b = BUF_INIT;
	const struct {
		struct str	mark, value;
	}				 holes[] = {
		{ STR("{label}"), label }, { STR("{1}"), one }, { STR("{2}"), two },
	};
	struct str			 rest = template_of(r, id, lang);
	size_t				 i;

	while (rest.n > 0) {
		for (i = 0; i < COUNT_OF(holes) && !str_starts(rest, holes[i].mark); i++)
			;
		if (i < COUNT_OF(holes)) {
			buf_str(&b, holes[i].value);
			rest = str_from_to(rest, holes[i].mark.n, rest.n);
		} else {
			buf_byte(&b, rest.p[0]);
			rest = str_from_to(rest, 1, rest.n);
		}
	}
	return (arena_str(a, buf_view(&b)));
}
