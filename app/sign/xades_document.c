#include <libxml/c14n.h>
#include <libxml/parser.h>

#include "sign/xades.h"

#include "core/buf.h"
#include "core/err.h"

/* No DOCTYPE, nothing but comments beside the root, and no signature yet. */
static bool
signable(const xmlDoc *doc)
{
	const xmlNode	*n;

	if (doc->intSubset != NULL)
		return (false);
	for (n = doc->children; n != NULL; n = n->next)
		if (n->type != XML_ELEMENT_NODE && n->type != XML_COMMENT_NODE)
			return (false);
	n = xmlDocGetRootElement(doc);
	for (n = n != NULL ? n->children : NULL; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE && xmlStrEqual(n->name, (const xmlChar *)"Signature"))
			return (false);
	return (xmlDocGetRootElement(doc) != NULL);
}

int
xades_canonical(struct arena *a, struct str xml, struct str *c14n)
{
	xmlDoc	*doc = NULL;
	xmlChar	*text = NULL;
	int	 n, r = XADES_E_XML;

	if (xml.n > INT32_MAX)
		goto out;
	doc = xmlReadMemory(xml.p, (int)xml.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (doc == NULL || !signable(doc))
		goto out;
	n = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 0, &text);
	if (n < 0 || text == NULL) {
		r = err_origin(EIO, "canonicalising an XML document");
		goto out;
	}
	*c14n = arena_str(a, (struct str){ (const char *)text, (size_t)n });
	r = 0;
out:
	xmlFree(text);
	xmlFreeDoc(doc);
	return (r);
}

struct str
xades_envelop(struct arena *a, struct str c14n, struct str signature)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	size_t				at = c14n.n;

	/* The canonical form ends with the root's closing tag, and a tag name holds no '<'. */
	while (at > 0 && c14n.p[at - 1] != '<')
		at--;
	CHECK(at > 0 && c14n.p[at] == '/');
	buf_str(&b, str_from_to(c14n, 0, at - 1));
	buf_str(&b, signature);
	buf_str(&b, str_from_to(c14n, at - 1, c14n.n));
	return (arena_str(a, buf_view(&b)));
}
