/*
 * Any sequence of edits on a service package: each leaves behind what the schema lets in, or is refused. The input is
 * read as lines "op number number slot value": the elements are named by their place in the document. Runs from the top
 * of the tree.
 */
#include "core/utf8.h"
#include "package/package_diff.h"
#include "package/package_rule.h"

#define EDITS_MAX	40
#define ELEMENTS_MAX	2000

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
collect(xmlNode *x, xmlNode **v, size_t n)
{
	if (n < ELEMENTS_MAX)
		v[n++] = x;
	for (xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL))
		n = collect(c, v, n);
	return (n);
}

static struct str
id_at(struct arena *a, xmlNode **v, size_t n, struct str number)
{
	int64_t	at = 0;

	str_i64(number, 0, INT32_MAX, &at);
	return (package_id(a, v[(size_t)at % n]));
}

/* Rules are read and written back: what was read is what is written. */
static void
try_rule(struct arena *a, xmlDoc *doc, xmlNode *at, struct str text)
{
	struct package_field	*fields;
	size_t			 n = package_fields(a, doc, &fields), wrong;
	struct rule		 one, two;
	struct str		 written, again;

	if (!rule_parse(a, at, fields, n, text, &one))
		return;
	CHECK(rule_compose(a, at, fields, n, &one, &written, &wrong) == 0);
	CHECK(rule_parse(a, at, fields, n, written, &two));
	CHECK(rule_compose(a, at, fields, n, &two, &again, &wrong) == 0 && str_eq(written, again));
}

static void
edit(struct arena *a, const struct vocabulary *v, xmlDoc **doc, int64_t version, struct str line)
{
	xmlNode			**all = ARENA_ARRAY(a, xmlNode *, ELEMENTS_MAX);
	xmlDoc			*next = xmlCopyDoc(*doc, 1);
	struct package_slot	 slot;
	struct package_edit	 e = { .slots = &slot, .slots_n = 1, .vi = STR("Mới"), .en = STR("New") };
	struct package_result	 result;
	struct package_changes	 changes;
	struct xml_faults	 faults;
	struct str		 op, at, what;
	size_t			 n = collect(xmlDocGetRootElement(next), all, 0);

	(void)str_cut(&line, ' ', &op);
	(void)str_cut(&line, ' ', &at);
	(void)str_cut(&line, ' ', &what);
	(void)str_cut(&line, ' ', &slot.name);
	slot.value = line;
	if (!package_op_of(op, &e.op))
		e.op = PACKAGE_SET;
	e.at = id_at(a, all, n, at);
	e.what = e.op == PACKAGE_TO ? id_at(a, all, n, what) : what;
	e.text = line;
	e.slots_n = slot.name.n > 0;
	try_rule(a, next, package_find(next, e.at) == NULL ? all[0] : package_find(next, e.at), line);
	if (package_apply(a, v, &next, version, &e, &result) != 0) {
		xmlFreeDoc(next);
		return;
	}
	CHECK(package_check(a, v, next, &faults) == 0);
	package_diff(a, v, *doc, next, true, &changes);
	CHECK(changes.n + changes.left_out > 0);
	xmlFreeDoc(*doc);
	*doc = next;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vocabulary	*v;
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(xml_freep) xmlDoc		*doc = NULL, *again = NULL;
	struct str			 rest = arena_str(a, (struct str){ (const char *)data, size }), line;

	if (v == NULL)
		CHECK(vocabulary_new("forms", &v) == 0);
	/* the edge lets clean text in only */
	if (!utf8_valid(rest) || !utf8_clean(rest))
		return (0);
	CHECK(package_open(a, vocabulary_template(v), 0, &doc, NULL) == 0);
	for (int64_t i = 1; i < EDITS_MAX && str_cut(&rest, '\n', &line); i++)
		edit(a, v, &doc, i, line);
	CHECK(package_open(a, package_kept(a, doc), 99, &again, NULL) == 0);
	CHECK(str_eq(package_plain(a, doc), package_plain(a, again)));
	return (0);
}
