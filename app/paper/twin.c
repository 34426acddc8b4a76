#include "paper/twin.h"

#include <libxml/c14n.h>
#include <libxml/tree.h>
#include <openssl/sha.h>

#include "core/err.h"

#define XML(s)	((const xmlChar *)(s))

/* Elements are added under this one, as long as nothing failed. */
struct twin {
	struct arena	*a;
	xmlNode		*root;
	xmlNs		*ns;
	bool		 failed;
};

static void
doc_freep(xmlDoc **doc)
{
	xmlFreeDoc(*doc);
}

static xmlNode *
element_add(struct twin *t, xmlNode *parent, const char *name, struct str text)
{
	xmlNode	*node;

	if (text.n == 0 || t->failed)
		return (NULL);
	node = xmlNewTextChild(parent, t->ns, XML(name), XML(arena_cstr(t->a, text)));
	t->failed |= node == NULL;
	return (node);
}

static void
attribute_add(struct twin *t, xmlNode *node, const char *name, struct str value)
{
	if (node != NULL && value.n > 0)
		t->failed |= xmlNewProp(node, XML(name), XML(arena_cstr(t->a, value))) == NULL;
}

static void
facts_add(struct twin *t, const struct twin_facts *f)
{
	xmlNode	*agency = element_add(t, t->root, "issuer", f->agency);

	attribute_add(t, agency, "code", f->issuer);
	element_add(t, t->root, "number", f->number);
	element_add(t, t->root, "date", date_iso(t->a, f->date));
	element_add(t, t->root, "issued", time_iso(t->a, f->issued_s));
	element_add(t, t->root, "title", f->title);
	element_add(t, t->root, "subject", f->subject);
	element_add(t, t->root, "signer", f->signer);
	element_add(t, t->root, "dossier", f->dossier);
	element_add(t, t->root, "procedure", f->procedure);
	element_add(t, t->root, "package", f->package);
	element_add(t, t->root, "code", f->code);
}

static void
claims_add(struct twin *t, const struct claim *claims, size_t n)
{
	xmlNode	*list = t->failed ? NULL : xmlNewChild(t->root, t->ns, XML("claims"), NULL);
	size_t	 i;

	t->failed |= list == NULL;
	for (i = 0; i < n && !t->failed; i++) {
		xmlNode	*claim = xmlNewChild(list, t->ns, XML("claim"), NULL);
		xmlNode	*label;

		t->failed |= claim == NULL;
		attribute_add(t, claim, "name", claims[i].name);
		label = element_add(t, claim, "label", claims[i].label_vi);
		if (label != NULL)
			xmlNodeSetLang(label, XML("vi"));
		label = element_add(t, claim, "label", claims[i].label_en);
		if (label != NULL)
			xmlNodeSetLang(label, XML("en"));
		element_add(t, claim, "value", claims[i].value);
	}
}

int
twin_write(struct arena *a, const struct twin_facts *facts, const struct claim *claims, size_t claims_n,
    struct str *xml)
{
	auto_(doc_freep) xmlDoc	*doc = xmlNewDoc(XML("1.0"));
	struct twin		 t = { .a = a };
	xmlChar			*bytes = NULL;
	int			 n;

	t.root = doc == NULL ? NULL : xmlNewDocNode(doc, NULL, XML("result"), NULL);
	t.failed = t.root == NULL;
	if (!t.failed) {
		xmlDocSetRootElement(doc, t.root);
		t.ns = xmlNewNs(t.root, XML(TWIN_NAMESPACE), NULL);
		xmlSetNs(t.root, t.ns);
		t.failed = t.ns == NULL;
	}
	facts_add(&t, facts);
	claims_add(&t, claims, claims_n);
	if (t.failed)
		return (err_origin(-ENOMEM, "building the XML twin"));
	n = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_1, NULL, 0, &bytes);
	if (n < 0)
		return (err_origin(-ENOMEM, "writing the XML twin"));
	*xml = arena_str(a, (struct str){ (const char *)bytes, (size_t)n });
	xmlFree(bytes);
	return (0);
}

void
twin_digest(struct str xml, uint8_t digest[TWIN_DIGEST_BYTES])
{
	SHA256((const unsigned char *)xml.p, xml.n, digest);
}
