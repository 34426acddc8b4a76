#include "workflow/workflow_xml.h"

#include <ctype.h>
#include <libxml/parser.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#include "core/arena.h"

/* XPath 1.0 section 4, and the node tests that look like functions. */
static const char *const core_functions[] = {
	"boolean", "ceiling", "comment", "concat", "contains", "count", "false", "floor", "id", "lang", "last",
	    "local-name",
	"name", "namespace-uri", "node", "normalize-space", "not", "number", "position", "processing-instruction",
	"round", "starts-with", "string", "string-length", "substring", "substring-after", "substring-before", "sum",
	"text", "translate", "true",
};

static void
be_silent(void *data, xmlErrorPtr error)
{
	(void)data;
	(void)error;
}

int
workflow_xml_read(struct str bytes, size_t max_bytes, xmlDoc **out, int *line)
{
	xmlParserCtxt	*ctxt;
	xmlDoc		*doc;
	int		 answer = 0;

	*line = 0;
	if (bytes.n == 0)
		return (WORKFLOW_XML_E_SYNTAX);
	if (bytes.n > max_bytes || bytes.n > INT32_MAX)
		return (WORKFLOW_XML_E_TOO_BIG);
	ctxt = xmlNewParserCtxt();
	CHECK(ctxt != NULL);
	doc = xmlCtxtReadMemory(ctxt, bytes.p, (int)bytes.n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
	if (doc == NULL || !ctxt->wellFormed) {
		*line = ctxt->lastError.line;
		answer = WORKFLOW_XML_E_SYNTAX;
	} else if (doc->intSubset != NULL || doc->extSubset != NULL)
		answer = WORKFLOW_XML_E_DOCTYPE;
	else
		*out = doc;
	if (answer != 0)
		xmlFreeDoc(doc);
	xmlFreeParserCtxt(ctxt);
	return (answer);
}

static bool
core_function(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(core_functions); i++) {
		if (str_eqc(name, core_functions[i]))
			return (true);
	}
	return (str_eqc(name, "and") || str_eqc(name, "or") || str_eqc(name, "div") || str_eqc(name, "mod"));
}

static bool
name_byte(char c)
{
	return (isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.' || (unsigned char)c >= 0x80);
}

/* What libxml2 would only find out while evaluating: unknown functions, prefixes, variables. */
static bool
plain_xpath(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		size_t		from = i, next;
		ptrdiff_t	end;

		if (text.p[i] == '\'' || text.p[i] == '"') {
			end = str_find_byte(str_from_to(text, i + 1, text.n), text.p[i]);
			if (end < 0)
				return (false);
			i += (size_t)end + 1;
			continue;
		}
		if (text.p[i] == '$')
			return (false);
		if (text.p[i] == ':') {
			if (i + 1 >= text.n || text.p[++i] != ':')
				return (false);
			continue;
		}
		if (!name_byte(text.p[i]))
			continue;
		while (i + 1 < text.n && name_byte(text.p[i + 1]))
			i++;
		for (next = i + 1; next < text.n && isspace((unsigned char)text.p[next]); next++)
			;
		if (next < text.n && text.p[next] == '(' && !core_function(str_from_to(text, from, i + 1)))
			return (false);
	}
	return (true);
}

static xmlXPathContext *
context_new(xmlDoc *doc)
{
	xmlXPathContext	*ctxt = xmlXPathNewContext(doc);

	CHECK(ctxt != NULL);
	ctxt->error = be_silent;
	ctxt->opLimit = WORKFLOW_XPATH_OPS;
	ctxt->node = doc == NULL ? NULL : xmlDocGetRootElement(doc);
	return (ctxt);
}

xmlXPathCompExpr *
workflow_xpath_compile(struct str text)
{
	char			 copy[WORKFLOW_XPATH_MAX + 1];
	xmlXPathContext		*ctxt;
	xmlXPathCompExpr	*test;

	if (text.n == 0 || text.n > WORKFLOW_XPATH_MAX || memchr(text.p, 0, text.n) != NULL || !plain_xpath(text))
		return (NULL);
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	ctxt = context_new(NULL);
	test = xmlXPathCtxtCompile(ctxt, (const xmlChar *)copy);
	xmlXPathFreeContext(ctxt);
	return (test);
}

int
workflow_xpath_bool(xmlDoc *doc, xmlXPathCompExpr *test)
{
	xmlXPathContext	*ctxt = context_new(doc);
	int		 r = xmlXPathCompiledEvalToBoolean(test, ctxt);

	xmlXPathFreeContext(ctxt);
	return (r);
}

bool
workflow_xpath_text(xmlDoc *doc, xmlXPathCompExpr *field, char *to, size_t max)
{
	xmlXPathContext	*ctxt = context_new(doc);
	xmlXPathObject	*found = xmlXPathCompiledEval(field, ctxt);
	xmlChar		*text = found == NULL ? NULL : xmlXPathCastToString(found);
	bool		 fits = text != NULL && strlen((const char *)text) < max;

	if (fits)
		memcpy(to, text, strlen((const char *)text) + 1);
	xmlFree(text);
	xmlXPathFreeObject(found);
	xmlXPathFreeContext(ctxt);
	return (fits);
}

static bool
texts_of(struct arena *a, const xmlXPathObject *found, struct str *to, size_t max, size_t *n)
{
	*n = found->nodesetval == NULL ? 0 : (size_t)found->nodesetval->nodeNr;
	for (size_t i = 0; i < *n && *n <= max; i++) {
		xmlChar	*text = xmlNodeGetContent(found->nodesetval->nodeTab[i]);

		to[i] = arena_str(a, str_trim(str_of((const char *)text)));
		xmlFree(text);
	}
	return (*n <= max);
}

bool
workflow_xpath_texts(struct arena *a, xmlDoc *doc, xmlXPathCompExpr *field, struct str *to, size_t max, size_t *n)
{
	xmlXPathContext	*ctxt = context_new(doc);
	xmlXPathObject	*found = xmlXPathCompiledEval(field, ctxt);
	bool		 fits = found != NULL && found->type == XPATH_NODESET && texts_of(a, found, to, max, n);

	xmlXPathFreeObject(found);
	xmlXPathFreeContext(ctxt);
	return (fits);
}
