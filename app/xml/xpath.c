#include "xml/xpath.h"

#include <math.h>

#include <libxml/xpath.h>

#include "core/err.h"

struct xpath {
	xmlXPathCompExpr	*compiled;
};

struct xpath_ctx {
	xmlXPathContext	*x;
	uint64_t	 steps;
};

/* libxml2 would print to stderr. What went wrong is the answer of the function that was called. */
static void
be_quiet(void *data, xmlError *e)
{
	(void)data;
	(void)e;
}

int
xpath_new(struct str text, struct xpath **out)
{
	xmlXPathContext		*c;
	xmlXPathCompExpr	*compiled;
	xmlChar			*z;

	if (text.n == 0 || text.n > XPATH_TEXT_MAX)
		return (XPATH_E_SYNTAX);
	c = xmlXPathNewContext(NULL);
	CHECK(c != NULL);
	c->error = be_quiet;
	z = xmlStrndup((const xmlChar *)text.p, (int)text.n);
	compiled = xmlXPathCtxtCompile(c, z);
	xmlFree(z);
	xmlXPathFreeContext(c);
	if (compiled == NULL)
		return (XPATH_E_SYNTAX);
	*out = xcalloc(1, sizeof(**out));
	(*out)->compiled = compiled;
	return (0);
}

void
xpath_free(struct xpath *x)
{
	if (x == NULL)
		return;
	xmlXPathFreeCompExpr(x->compiled);
	free(x);
}

struct xpath_ctx *
xpath_ctx_new(xmlDoc *doc)
{
	struct xpath_ctx	*c;

	c = xcalloc(1, sizeof(*c));
	c->x = xmlXPathNewContext(doc);
	CHECK(c->x != NULL);
	c->x->error = be_quiet;
	/* Values are taken up again: an evaluation then seldom allocates. */
	xmlXPathContextSetCache(c->x, 1, -1, 0);
	return (c);
}

void
xpath_ctx_free(struct xpath_ctx *c)
{
	if (c == NULL)
		return;
	xmlXPathFreeContext(c->x);
	free(c);
}

void
xpath_ctx_freep(struct xpath_ctx **c)
{
	xpath_ctx_free(*c);
	*c = NULL;
}

static void
prepare(struct xpath_ctx *c, xmlNode *node)
{
	c->x->node = node;
	/* as document.evaluate has it: last() and position() are 1 outside predicates */
	c->x->contextSize = 1;
	c->x->proximityPosition = 1;
	c->x->opLimit = XPATH_OPS_MAX;
	c->x->opCount = 0;
}

static xmlXPathObject *
evaluate(struct xpath_ctx *c, const struct xpath *x, xmlNode *node)
{
	xmlXPathObject	*o;

	prepare(c, node);
	o = xmlXPathCompiledEval(x->compiled, c->x);
	c->steps += c->x->opCount;
	return (o);
}

uint64_t
xpath_steps(const struct xpath_ctx *c)
{
	return (c->steps);
}

static struct str
text_of(struct arena *a, xmlXPathObject *o)
{
	xmlChar		*v;
	struct str	 s;

	if (o->type == XPATH_NUMBER)
		return (number_text(a, o->floatval));
	v = xmlXPathCastToString(o);
	s = arena_str(a, str_of((const char *)v));
	xmlFree(v);
	return (s);
}

static enum xpath_kind
kind_of(const xmlXPathObject *o)
{
	switch ((int)o->type) {
	case XPATH_NODESET:
		return (VALUE_NODES);
	case XPATH_BOOLEAN:
		return (VALUE_BOOLEAN);
	case XPATH_NUMBER:
		return (VALUE_NUMBER);
	default:
		return (VALUE_STRING);
	}
}

int
xpath_eval(struct arena *a, struct xpath_ctx *c, const struct xpath *x, xmlNode *node, struct xpath_value *out)
{
	xmlXPathObject	*o;

	o = evaluate(c, x, node);
	if (o == NULL)
		return (XPATH_E_EVAL);
	*out = (struct xpath_value){ .kind = kind_of(o) };
	out->boolean = xmlXPathCastToBoolean(o) != 0;
	out->number = xmlXPathCastToNumber(o);
	out->string = text_of(a, o);
	if (out->kind == VALUE_NODES && o->nodesetval != NULL && o->nodesetval->nodeNr > 0) {
		out->nodes_n = (size_t)o->nodesetval->nodeNr;
		out->nodes = ARENA_ARRAY(a, xmlNode *, out->nodes_n);
		memcpy(out->nodes, o->nodesetval->nodeTab, out->nodes_n * sizeof(*out->nodes));
	}
	xmlXPathFreeObject(o);
	return (0);
}

int
xpath_test(struct xpath_ctx *c, const struct xpath *x, xmlNode *node, bool *out)
{
	int	yes;

	prepare(c, node);
	yes = xmlXPathCompiledEvalToBoolean(x->compiled, c->x);
	c->steps += c->x->opCount;
	if (yes < 0)
		return (XPATH_E_EVAL);
	*out = yes != 0;
	return (0);
}

struct str
number_text(struct arena *a, double v)
{
	const double	 micro_exact = 9e9;	/* below it v * 1e6 is a whole number that a double holds: 2^53 / 1e6 */
	const double	 sayable = 1e18;
	const char	*sign = v < 0 ? "-" : "";
	int64_t		 micro, whole, part;
	int		 places = 6;

	if (isnan(v) || isinf(v) || fabs(v) >= sayable)
		return (STR(""));
	if (fabs(v) >= micro_exact)
		return (arena_printf(a, "%s%lld", sign, (long long)floor(fabs(v) + 0.5)));
	micro = (int64_t)floor(fabs(v) * 1e6 + 0.5);
	whole = micro / 1000000;
	part = micro % 1000000;
	if (micro == 0)
		return (STR("0"));
	if (part == 0)
		return (arena_printf(a, "%s%lld", sign, (long long)whole));
	for (; part % 10 == 0; places--)
		part /= 10;
	return (arena_printf(a, "%s%lld.%0*lld", sign, (long long)whole, places, (long long)part));
}
