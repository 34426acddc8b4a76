/* xml/: what may come in, and what XPath may do. */
#include <math.h>

#include "check.h"

#include "core/buf.h"
#include "xml/xml.h"
#include "xml/xpath.h"

#define LOTS	((size_t)1 << 20)

static int
parse(struct arena *a, const char *text)
{
	auto_(xml_freep) xmlDoc	*doc = NULL;

	return (xml_parse(a, str_of(text), LOTS, &doc, NULL));
}

static void
test_refused(struct arena *a)
{
	struct xml_faults	 faults;
	auto_(xml_freep) xmlDoc	*doc = NULL;
	auto_(buf_free) struct buf b = BUF_INIT;

	EXPECT_I64(parse(a, "<a/>"), 0);
	EXPECT_I64(parse(a, ""), XML_E_SYNTAX);
	EXPECT_I64(parse(a, "<a>"), XML_E_SYNTAX);
	EXPECT_I64(parse(a, "<a>&b;</a>"), XML_E_SYNTAX);
	EXPECT_I64(parse(a, "<a>\xff</a>"), XML_E_SYNTAX);
	EXPECT_I64(parse(a, "<!DOCTYPE a><a/>"), XML_E_DOCTYPE);
	EXPECT_I64(parse(a, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>"), XML_E_DOCTYPE);
	EXPECT_I64(xml_parse(a, STR("<a/>"), 3, &doc, NULL), XML_E_SIZE);
	EXPECT_I64(xml_parse(a, STR("<a>\n<b>\n</a>"), LOTS, &doc, &faults), XML_E_SYNTAX);
	EXPECT(faults.n > 0 && faults.v[0].line == 3);
	for (int i = 0; i < XML_DEPTH_MAX + 1; i++)
		buf_cstr(&b, "<a>");
	for (int i = 0; i < XML_DEPTH_MAX + 1; i++)
		buf_cstr(&b, "</a>");
	EXPECT_I64(xml_parse(a, buf_view(&b), LOTS, &doc, NULL), XML_E_SYNTAX);
	EXPECT_I64(xml_parse(a, str_from_to(buf_view(&b), 3, b.n - 4), LOTS, &doc, NULL), 0);
}

static void
test_text(struct arena *a)
{
	auto_(xml_freep) xmlDoc	*doc = NULL;
	xmlNode			*root;
	struct str		 out;

	EXPECT_I64(xml_parse(a,
	    STR("<?xml version='1.0' encoding='UTF-16'?><a z='1' b='2'><!-- c --><b/></a>"), LOTS, &doc,
	    NULL), 0);
	root = xmlDocGetRootElement(doc);
	xml_set_text(xml_first(root, "b"), STR("Nguyễn & <Cao>"));
	xml_set_attr(root, "b", STR("\"&amp;\""));
	EXPECT_STR(xml_text(a, xml_first(root, "b")), "Nguyễn & <Cao>");
	EXPECT_I64(xml_c14n(a, doc, &out), 0);
	EXPECT_STR(out, "<a b=\"&quot;&amp;amp;&quot;\" z=\"1\"><b>Nguyễn &amp; &lt;Cao&gt;</b></a>");
}

static void
test_numbers(struct arena *a)
{
	EXPECT_STR(number_text(a, 1000000), "1000000");
	EXPECT_STR(number_text(a, -0.0), "0");
	EXPECT_STR(number_text(a, 0.1 + 0.2), "0.3");
	EXPECT_STR(number_text(a, -7.25), "-7.25");
	EXPECT_STR(number_text(a, 0.0078125), "0.007813");
	EXPECT_STR(number_text(a, 123456789012345678.0), "123456789012345680");
	EXPECT_STR(number_text(a, 1e-9), "0");
	EXPECT_STR(number_text(a, (double)NAN), "");
	EXPECT_STR(number_text(a, (double)INFINITY), "");
	EXPECT_STR(number_text(a, 3.05), "3.05");
}

static int
eval(struct arena *a, struct xpath_ctx *c, xmlNode *at, const char *text, struct xpath_value *v)
{
	struct xpath	*x;
	int		 r;

	r = xpath_new(str_of(text), &x);
	if (r != 0)
		return (r);
	r = xpath_eval(a, c, x, at, v);
	xpath_free(x);
	return (r);
}

static void
test_xpath(struct arena *a)
{
	auto_(xml_freep) xmlDoc		*doc = NULL;
	auto_(xpath_ctx_freep) struct xpath_ctx *c = NULL;
	auto_(buf_free) struct buf	 b = BUF_INIT;
	struct xpath_value		 v;
	xmlNode				*root;

	buf_cstr(&b, "<a>");
	for (int i = 0; i < 300; i++)
		buf_printf(&b, "<b>%d</b>", i);
	buf_cstr(&b, "</a>");
	EXPECT_I64(xml_parse(a, buf_view(&b), LOTS, &doc, NULL), 0);
	c = xpath_ctx_new(doc);
	root = xmlDocGetRootElement(doc);
	EXPECT(eval(a, c, root, "sum(b)", &v) == 0 && v.kind == VALUE_NUMBER && v.boolean);
	EXPECT_STR(v.string, "44850");
	EXPECT(eval(a, c, root, "b[. > 297]", &v) == 0 && v.kind == VALUE_NODES && v.nodes_n == 2);
	EXPECT_STR(v.string, "298");
	EXPECT(eval(a, c, root, "'x' = 'y'", &v) == 0 && v.kind == VALUE_BOOLEAN && !v.boolean);
	EXPECT_I64(eval(a, c, root, "b[", &v), XPATH_E_SYNTAX);
	EXPECT_I64(eval(a, c, root, "document('/etc/hostname')", &v), XPATH_E_EVAL);
	EXPECT_I64(eval(a, c, root, "$v", &v), XPATH_E_EVAL);
	EXPECT_I64(eval(a, c, root, "count(//b[count(//b[. != //b]) > 0])", &v), XPATH_E_EVAL);
	EXPECT_I64(eval(a, c, root, "count(b)", &v), 0);
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	test_refused(a);
	test_text(a);
	test_numbers(a);
	test_xpath(a);
	return (check_done());
}
