#include "xml/xml.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlerror.h>

#include "core/err.h"
#include "core/utf8.h"

struct xml_schema {
	xmlRelaxNG	*rng;
};

/* Where libxml2's error callback puts what it hears. */
struct listener {
	struct arena		*a;
	struct xml_faults	*faults;	/* NULL: nobody wants to know */
};

static void
fault_add(void *data, xmlError *e)
{
	struct listener		*l = data;
	struct xml_fault	*f;

	if (l->faults == NULL || l->faults->n == XML_FAULTS_MAX || e->level == XML_ERR_WARNING)
		return;
	if (l->faults->v == NULL)
		l->faults->v = ARENA_ARRAY(l->a, struct xml_fault, XML_FAULTS_MAX);
	f = &l->faults->v[l->faults->n++];
	f->line = e->line;
	f->text = arena_str(l->a, str_trim(str_of(e->message)));
}

static void
fault_say(struct arena *a, struct xml_faults *faults, int line, const char *text)
{
	if (faults == NULL || faults->n == XML_FAULTS_MAX)
		return;
	if (faults->v == NULL)
		faults->v = ARENA_ARRAY(a, struct xml_fault, XML_FAULTS_MAX);
	faults->v[faults->n++] = (struct xml_fault){ line, arena_str(a, str_of(text)) };
}

/* Too deep a tree would overflow the stack of whoever walks it by recursion. */
static bool
depth_ok(const xmlDoc *doc)
{
	const xmlNode	*n = xmlDocGetRootElement(doc);
	int		 depth = 1;

	while (n != NULL) {
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			if (++depth > XML_DEPTH_MAX)
				return (false);
			continue;
		}
		while (n != NULL && n->next == NULL) {
			n = n->parent != NULL && n->parent->type == XML_ELEMENT_NODE ? n->parent : NULL;
			depth--;
		}
		if (n != NULL)
			n = n->next;
	}
	return (true);
}

int
xml_parse(struct arena *a, struct str text, size_t max_bytes, xmlDoc **out, struct xml_faults *faults)
{
	struct listener	 l = { a, faults };
	xmlDoc		*doc;

	if (faults != NULL)
		*faults = (struct xml_faults){ NULL, 0 };
	if (text.n > max_bytes || text.n > INT32_MAX) {
		fault_say(a, faults, 0, "the document is too big");
		return (XML_E_SIZE);
	}
	if (str_find(text, STR("<!DOCTYPE")) >= 0) {
		fault_say(a, faults, 0, "a document type declaration is not allowed: remove <!DOCTYPE ...>");
		return (XML_E_DOCTYPE);
	}
	if (text.n == 0 || !utf8_valid(text) || !utf8_clean(text)) {
		fault_say(a, faults, 0, "the document is empty or not clean UTF-8");
		return (XML_E_SYNTAX);
	}
	xmlSetStructuredErrorFunc(&l, fault_add);
	/* The encoding is given so that a declaration in the text cannot choose another one. */
	doc = xmlReadMemory(text.p, (int)text.n, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOCDATA);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (doc == NULL)
		return (XML_E_SYNTAX);
	if (doc->intSubset != NULL || !depth_ok(doc)) {
		fault_say(a, faults, 0, "elements are nested too deep");
		xmlFreeDoc(doc);
		return (XML_E_SYNTAX);
	}
	*out = doc;
	return (0);
}

void
xml_freep(xmlDoc **doc)
{
	if (*doc != NULL)
		xmlFreeDoc(*doc);
	*doc = NULL;
}

int
xml_schema_new(const char *path, struct xml_schema **out)
{
	struct arena		*a = arena_new();
	struct xml_faults	 faults = { NULL, 0 };
	struct listener		 l = { a, &faults };
	xmlRelaxNGParserCtxt	*ctxt = NULL;
	xmlRelaxNG		*rng = NULL;
	int			 r = 0;

	ctxt = xmlRelaxNGNewParserCtxt(path);
	if (ctxt != NULL) {
		xmlRelaxNGSetParserStructuredErrors(ctxt, fault_add, &l);
		rng = xmlRelaxNGParse(ctxt);
	}
	if (rng == NULL) {
		r = err_origin(EINVAL, "schema %s, line %d: %.*s", path, faults.n > 0 ? faults.v[0].line : 0,
		    STR_ARG(faults.n > 0 ? faults.v[0].text : STR("cannot be read")));
		goto out;
	}
	*out = xcalloc(1, sizeof(**out));
	(*out)->rng = rng;
out:
	xmlRelaxNGFreeParserCtxt(ctxt);
	arena_free(a);
	return (r);
}

void
xml_schema_free(struct xml_schema *s)
{
	if (s == NULL)
		return;
	xmlRelaxNGFree(s->rng);
	free(s);
}

int
xml_schema_check(struct arena *a, struct xml_schema *s, xmlDoc *doc, struct xml_faults *faults)
{
	struct listener		 l = { a, faults };
	xmlRelaxNGValidCtxt	*ctxt;
	int			 r;

	*faults = (struct xml_faults){ NULL, 0 };
	ctxt = xmlRelaxNGNewValidCtxt(s->rng);
	CHECK(ctxt != NULL);
	xmlRelaxNGSetValidStructuredErrors(ctxt, fault_add, &l);
	r = xmlRelaxNGValidateDoc(ctxt, doc);
	xmlRelaxNGFreeValidCtxt(ctxt);
	return (r == 0 ? 0 : XML_E_SCHEMA);
}

int
xml_c14n(struct arena *a, xmlDoc *doc, struct str *out)
{
	xmlChar	*text = NULL;
	int	 n;

	n = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 0, &text);
	if (n < 0)
		return (err_origin(EINVAL, "canonical form"));
	*out = arena_str(a, (struct str){ (const char *)text, (size_t)n });
	xmlFree(text);
	return (0);
}
