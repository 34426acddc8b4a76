#include "prove/prove_reads.h"

#include "xml/xml.h"

#define BPMN_MAX_BYTES	((size_t)1 << 20)
#define READS_MAX	1000

struct gathering {
	struct arena		*a;
	struct prove_read	*v;
	size_t			 n;
};

static void
gather(struct gathering *g, const xmlNode *x)
{
	for (const xmlNode *c = x->children; c != NULL && g->n < READS_MAX; c = c->next) {
		if (c->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)c->name, "conditionExpression") == 0) {
			g->v[g->n++] = (struct prove_read){ str_trim(xml_text(g->a, c)), xml_line(c), false };
			continue;
		}
		for (const xmlAttr *p = c->properties; p != NULL; p = p->next) {
			if (strcmp((const char *)p->name, "agency-field") == 0 && g->n < READS_MAX)
				g->v[g->n++] = (struct prove_read){ xml_text(g->a, (const xmlNode *)p), xml_line(c),
					true };
		}
		gather(g, c);
	}
}

void
prove_reads(struct arena *a, struct str bpmn, struct prove_input *input)
{
	auto_(xml_freep) xmlDoc	*doc = NULL;
	struct gathering	 g = { .a = a };

	input->reads_n = 0;
	if (xml_parse(a, bpmn, BPMN_MAX_BYTES, &doc, NULL) != 0)
		return;
	g.v = ARENA_ARRAY(a, struct prove_read, READS_MAX);
	gather(&g, xmlDocGetRootElement(doc));
	input->reads = g.v;
	input->reads_n = g.n;
}

bool
prove_substitutes(struct arena *a, struct str xml, struct prove_input *input)
{
	auto_(xml_freep) xmlDoc	*doc = NULL;
	struct prove_substitute	*v;
	const xmlNode		*root;
	size_t			 n = 0;

	if (xml_parse(a, xml, PROVE_SUBSTITUTES_MAX_BYTES, &doc, NULL) != 0)
		return (false);
	root = xmlDocGetRootElement(doc);
	v = ARENA_ARRAY(a, struct prove_substitute, xml_count(root, "substitute"));
	for (const xmlNode *x = xml_first(root, "substitute"); x != NULL; x = xml_next(x, "substitute"))
		v[n++] = (struct prove_substitute){ xml_attr(a, x, "codes"), xml_attr(a, x, "words"),
			xml_attr(a, x, "unless"), xml_attr(a, x, "law"), xml_attr(a, x, "database") };
	input->substitutes = v;
	input->substitutes_n = n;
	return (true);
}
