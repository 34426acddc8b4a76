/* package/: operations on a service package, their limits, and what is different. Runs from the top of the tree. */
#include "check.h"

#include "core/buf.h"
#include "form/form.h"
#include "package/package_diff.h"
#include "package/package_rule.h"

static struct vocabulary	*voc;

static struct str
slurp(struct arena *a, const char *path)
{
	struct buf auto_(buf_free)	b = BUF_INIT;
	char				block[4096];
	size_t				n;
	FILE				*f = fopen(path, "re");

	CHECK(f != NULL);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	return (arena_str(a, buf_view(&b)));
}

static xmlDoc *
open_service(struct arena *a, const char *code)
{
	struct xml_faults	faults;
	xmlDoc			*doc;

	CHECK(package_open(a, slurp(a, arena_printf(a, "forms/%s/service.xml", code).p), 0, &doc, &faults) == 0);
	return (doc);
}

/* The first element of a name with this key, anywhere. */
static xmlNode *
seek(struct arena *a, xmlNode *x, const char *name, const char *key)
{
	xmlNode	*found = NULL;

	if (xml_is(x, name) && str_eqc(package_key(a, x), key))
		return (x);
	for (xmlNode *c = xml_first(x, NULL); c != NULL && found == NULL; c = xml_next(c, NULL))
		found = seek(a, c, name, key);
	return (found);
}

static struct str
id_of(struct arena *a, xmlDoc *doc, const char *name, const char *key)
{
	xmlNode	*x = seek(a, xmlDocGetRootElement(doc), name, key);

	CHECK(x != NULL);
	return (package_id(a, x));
}

static int
apply(struct arena *a, xmlDoc **doc, struct package_edit edit, struct package_result *result)
{
	static int64_t	version;

	if (edit.vi.n == 0) {
		edit.vi = STR("Mới");
		edit.en = STR("New");
	}
	return (package_apply(a, voc, doc, ++version, &edit, result));
}

/* ---- */

static void
test_vocabulary(void)
{
	const struct element_rule	*root = vocabulary_root(voc), *page, *field, *group;
	const struct attr_rule		*type, *relevant;

	EXPECT_STR(root->name, "service");
	page = rule_child(rule_child(root, STR("form"))->element, STR("page"))->element;
	EXPECT(rule_child(rule_child(root, STR("form"))->element, STR("page"))->many);
	EXPECT(rule_child(root, STR("form"))->needed && !rule_child(root, STR("result-form"))->needed);
	field = rule_child(page, STR("field"))->element;
	group = rule_child(page, STR("group"))->element;
	EXPECT(rule_child(group, STR("field"))->element == field && rule_child(group,
	    STR("group"))->element == group);
	type = rule_attr(field, STR("type"));
	EXPECT(type != NULL && type->kind == ATTR_CHOICE && type->needed && type->values_n >= 14);
	relevant = rule_attr(field, STR("relevant"));
	EXPECT(relevant != NULL && relevant->kind == ATTR_EXPRESSION && !relevant->needed);
	EXPECT(rule_attr(field, STR("sensitive"))->kind == ATTR_YES);
	EXPECT(rule_attr(field, STR("name"))->kind == ATTR_NAME);
	EXPECT(attr_takes(rule_attr(field, STR("name")), STR("full_name")));
	EXPECT(!attr_takes(rule_attr(field, STR("name")), STR("Full name")));
	EXPECT(rule_child(field, STR("label"))->needed && child_is_text(rule_child(field, STR("label"))));
	EXPECT(rule_child(field, STR("label"))->element->content == CONTENT_WORDS);
	EXPECT(rule_child(field, STR("choice"))->many);
	EXPECT(rule_child(root, STR("list"))->element->children[0].element->content == CONTENT_PHRASE);
	EXPECT(rule_attr(rule_child(root, STR("catalogue"))->element, STR("agency"))->either != 0);
	EXPECT(rule_child(page, STR("title"))->slot < rule_child(page, STR("field"))->slot);
	EXPECT_I64(rule_child(page, STR("section"))->slot, rule_child(page, STR("field"))->slot);
}

/* Opened and written again, a package is the same package: its hash says so. */
static void
test_kept(struct arena *a)
{
	static const char *const	codes[] = { "3.000465", "3.000466", "2.002478" };
	struct form_rules auto_(form_rules_freep) *rules = NULL;

	CHECK(form_rules_new("forms", &rules) == 0);
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		xmlDoc auto_(xml_freep)		*doc = open_service(a, codes[i]), *again = NULL;
		struct form auto_(form_freep)	*one = NULL, *two = NULL;
		struct form_findings		 findings;
		struct xml_faults		 faults;

		EXPECT(package_check(a, voc, doc, &faults) == 0);
		CHECK(form_new(a, rules, slurp(a, arena_printf(a, "forms/%s/service.xml", codes[i]).p), &one,
		    &findings) == 0);
		EXPECT(package_open(a, package_kept(a, doc), 7, &again, &faults) == 0);
		EXPECT(str_eq(package_kept(a, again), package_kept(a, doc)));
		CHECK(form_new(a, rules, package_plain(a, again), &two, &findings) == 0);
		EXPECT(str_eq(form_hash(one), form_hash(two)));
	}
}

static void
test_set(struct arena *a)
{
	xmlDoc auto_(xml_freep)		*doc = open_service(a, "3.000466");
	struct str			 id = id_of(a, doc, "field", "personal_id");
	struct package_result		 result;
	struct package_slot		 slots[] = { { STR("label/.vi"), STR("  Số căn cước ") }, { STR("help/.vi"),
	    STR("Trên thẻ <mặt trước> & mặt sau") }, { STR("hint/.vi"), STR("") }, { STR("hint/.en"), STR("") },
	    { STR("@sensitive"), STR("") }, { STR("@width"), STR("12") } };
	xmlNode				*field;

	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_SET, .at = id, .slots = slots,
	    .slots_n = COUNT_OF(slots) }, &result), 0);
	field = package_find(doc, id);
	EXPECT_STR(package_slot(a, field, STR("label/.vi")), "Số căn cước");
	EXPECT_STR(package_slot(a, field, STR("label/.en")), "Personal identification number");
	EXPECT_STR(package_slot(a, field, STR("help/.vi")), "Trên thẻ <mặt trước> & mặt sau");
	EXPECT(xml_first(field, "hint") == NULL && !xml_has_attr(field, "sensitive"));
	EXPECT(xml_is(xml_next(xml_first(field, "label"), NULL), "help"));
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_SET, .at = id, .slots = slots,
	    .slots_n = COUNT_OF(slots) }, &result), PACKAGE_E_SAME);
}

static void
test_refused(struct arena *a)
{
	static const struct {
		const char	*element, *key, *slot, *value;
		int		 answer;
	}	cases[] = {
		{ "field", "phone", "@name", "Họ tên", PACKAGE_E_VALUE },
		{ "field", "phone", "@type", "colour", PACKAGE_E_VALUE },
		{ "field", "phone", "@type", "", PACKAGE_E_VALUE },
		{ "field", "phone", "@colour", "red", PACKAGE_E_PLACE },
		{ "field", "phone", "colour/.vi", "đỏ", PACKAGE_E_PLACE },
		{ "field", "phone", "label/.fr", "x", PACKAGE_E_PLACE },
		{ "field", "phone", "label/.vi", "", PACKAGE_E_SCHEMA },
		{ "field", "phone", "choice/@value", "x", PACKAGE_E_PLACE },
		{ "service", "3.000466", "@code", "x", PACKAGE_E_VALUE },
		{ "subject", "1", ".", "Sửa {diploma.kind", PACKAGE_E_VALUE },
		{ "subject", "1", ".", "Sửa {Diploma}", PACKAGE_E_SCHEMA },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		xmlDoc auto_(xml_freep)	*doc = open_service(a, "3.000466");
		struct package_slot	 slot = { str_of(cases[i].slot), str_of(cases[i].value) };
		struct package_result	 result;
		struct package_edit	 edit = { .op = PACKAGE_SET, .at = id_of(a, doc, cases[i].element,
		    cases[i].key),
		    .slots = &slot, .slots_n = 1 };
		int			 r = apply(a, &doc, edit, &result);

		if (!EXPECT_I64(r, cases[i].answer))
			printf("case %zu\n", i);
		if (r == PACKAGE_E_VALUE)
			EXPECT_STR(result.slot, cases[i].slot);
		if (r == PACKAGE_E_SCHEMA)
			EXPECT(result.faults.n > 0);
	}
}

static void
test_add(struct arena *a)
{
	xmlDoc auto_(xml_freep)		*doc = open_service(a, "3.000466");
	struct package_result		 result;
	struct str			 page = id_of(a, doc, "page", "can-cu"), form = package_id(a,
	    xml_first(xmlDocGetRootElement(doc), "form")), field;
	struct package_slot		 slot = { STR("label/.vi"), STR("Ghi chú") };
	xmlNode				*x;

	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_ADD, .at = page, .what = STR("field"),
	    .slots = &slot,
	    .slots_n = 1, .after = id_of(a, doc, "group", "ground") }, &result), 0);
	x = package_find(doc, result.id);
	CHECK(x != NULL);
	EXPECT(xml_is(x, "field"));
	EXPECT_STR(package_slot(a, x, STR("@type")), "text");
	EXPECT_STR(package_slot(a, x, STR("@name")), "field");
	EXPECT_STR(package_label(a, x, false), "Ghi chú");
	EXPECT_STR(package_key(a, xmlPreviousElementSibling(x)), "ground");
	field = result.id;
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_COPY, .at = field }, &result), 0);
	EXPECT_STR(package_key(a, package_find(doc, result.id)), "field_2");
	EXPECT(!str_eq(result.id, field));
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_ADD, .at = form, .what = STR("page") },
	    &result), 0);
	EXPECT_STR(package_key(a, package_find(doc, result.id)), "page");
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_ADD, .at = form, .what = STR("field") },
	    &result),
	    PACKAGE_E_PLACE);
}

static void
test_moves(struct arena *a)
{
	struct package_result	result;
	xmlDoc auto_(xml_freep)	*doc = open_service(a, "3.000466");
	struct str		page = id_of(a, doc, "page", "van-bang"), phone = id_of(a, doc, "field", "phone");

	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_UP, .at = phone }, &result), 0);
	EXPECT_STR(package_key(a, xml_next(package_find(doc, phone), NULL)), "personal_id");
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_TO, .at = phone, .what = page }, &result), 0);
	EXPECT(str_eq(package_id(a, package_find(doc, phone)->parent), page));
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_TO, .at = page, .what = page }, &result),
	    PACKAGE_E_PLACE);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_UP, .at = id_of(a, doc, "page",
	    "nguoi-de-nghi") },
	    &result), PACKAGE_E_PLACE);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REMOVE, .at = phone }, &result), 0);
	EXPECT(package_find(doc, phone) == NULL);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REMOVE, .at = phone }, &result),
	    PACKAGE_E_GONE);
	/* the only one of what must be there */
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REMOVE, .at = id_of(a, doc, "who",
	    "1") }, &result),
	    PACKAGE_E_PLACE);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REMOVE, .at = id_of(a, doc, "catalogue",
	    "1") }, &result),
	    PACKAGE_E_PLACE);
}

static void
test_phrases(struct arena *a)
{
	xmlDoc auto_(xml_freep)	*doc = open_service(a, "3.000466");
	struct str		 id = id_of(a, doc, "subject", "1");
	struct package_slot	 slot = { STR("."), STR("Số {{1}}: { diploma.serial } – {diploma.kind}") };
	struct package_result	 result;

	EXPECT_STR(package_slot(a, package_find(doc, id), STR(".")),
	    "Chỉnh sửa: {diploma.kind}, số hiệu {diploma.serial}");
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_SET, .at = id, .slots = &slot,
	    .slots_n = 1 }, &result), 0);
	EXPECT_STR(package_slot(a, package_find(doc, id), STR(".")), "Số {{1}}: {diploma.serial} – {diploma.kind}");
	EXPECT_I64(xml_count(package_find(doc, id), "v"), 2);
}

static void
test_replace(struct arena *a)
{
	xmlDoc auto_(xml_freep)	*doc = open_service(a, "3.000466"), *other = open_service(a, "3.000465"),
	    *newer = NULL;
	struct str		 phone = id_of(a, doc, "field", "phone"), text;
	struct package_result	 result;

	newer = xmlCopyDoc(doc, 1);
	EXPECT_I64(apply(a, &newer, (struct package_edit){ .op = PACKAGE_UP, .at = phone }, &result), 0);
	text = package_plain(a, newer);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REPLACE, .text = text }, &result), 0);
	EXPECT(xml_is(package_find(doc, phone), "field"));
	EXPECT_STR(package_key(a, package_find(doc, phone)), "phone");
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REPLACE, .text = STR("<service") },
	    &result), PACKAGE_E_XML);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REPLACE, .text = package_plain(a,
	    other) }, &result),
	    PACKAGE_E_PLACE);
}

/* ---- what is different */

static const struct package_change *
find_change(const struct package_changes *all, enum package_change_kind kind, const char *key, const char *slot)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].kind == kind && str_eqc(all->v[i].key, key) && (slot == NULL ||
		    str_eqc(all->v[i].slot, slot)))
			return (&all->v[i]);
	return (NULL);
}

static void
test_diff(struct arena *a)
{
	xmlDoc auto_(xml_freep)		*old = open_service(a, "3.000466"), *doc = open_service(a, "3.000466");
	struct package_changes		 all;
	struct package_result		 result;
	struct package_slot		 rename = { STR("@name"), STR("mobile") },
	    days = { STR("time-limit/@n"), STR("3") };
	struct str			 phone = id_of(a, doc, "field", "phone");
	const struct package_change	*c;

	package_diff(a, voc, old, doc, true, &all);
	EXPECT_I64(all.n, 0);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_SET, .at = phone, .slots = &rename,
	    .slots_n = 1 }, &result), 0);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_SET, .at = id_of(a, doc, "catalogue",
	    "1"), .slots = &days,
	    .slots_n = 1 }, &result), 0);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_UP, .at = id_of(a, doc, "field",
	    "serial") }, &result), 0);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_REMOVE, .at = id_of(a, doc, "field",
	    "issuer") }, &result), 0);
	EXPECT_I64(apply(a, &doc, (struct package_edit){ .op = PACKAGE_ADD, .at = id_of(a, doc, "catalogue", "1"),
	    .what = STR("synonym") }, &result), 0);
	package_diff(a, voc, old, doc, true, &all);
	EXPECT_I64(all.n, 5);
	c = find_change(&all, CHANGE_SET, "mobile", "@name");
	EXPECT(c != NULL && str_eqc(c->before, "phone") && str_eqc(c->after, "mobile") && str_eqc(c->above, "group"));
	c = find_change(&all, CHANGE_SET, "1", "time-limit/@n");
	EXPECT(c != NULL && str_eqc(c->before, "5") && str_eqc(c->after, "3"));
	EXPECT(find_change(&all, CHANGE_MOVED, "serial", NULL) != NULL || find_change(&all, CHANGE_MOVED,
	    "school", NULL) != NULL);
	EXPECT(find_change(&all, CHANGE_REMOVED, "issuer", NULL) != NULL);
	c = find_change(&all, CHANGE_ADDED, "5", NULL);
	EXPECT(c != NULL && str_eqc(c->element, "synonym"));
	/* without ids a renamed field is one gone and one new */
	package_diff(a, voc, old, doc, false, &all);
	EXPECT(find_change(&all, CHANGE_REMOVED, "phone", NULL) != NULL && find_change(&all, CHANGE_ADDED,
	    "mobile", NULL) != NULL);
	EXPECT_I64(all.n, 6);
}

/* ---- rules from menus */

static const char *const	rules[] = {
	/* at the field wanted of the rows changes: a field of the same row, one of the whole, itself */
	"../item = 'ho-ten'",
	"/dossier/ground/kind = 'thay-doi' and ../now != ''",
	"not(. = 'x') or not(../now != '')",
	"translate(/dossier/@today, '-', '') - translate(/dossier/applicant/born, '-', '') >= 180000",
	"translate(/dossier/ground/date, '-', '') < 20250701",
	"/dossier/diploma/year >= 1990 and /dossier/diploma/year < 2020",
	"/dossier/papers/diploma/@count > 0",
	"/dossier/applicant/born/@days < /dossier/@today-days",
	". = \"it's\"",
	"true()",
	"",
};

static void
test_rules(struct arena *a)
{
	static const char *const	not_ours[] = { "../item = 'a' and (. = 'b' or . = 'c')",
	    "count(../item) > 1", "1 = 1",
	    "../nothing = 'x'", "/dossier/diploma/year >= 'x'", "../item = 'a' and . = 'b' or . = 'c'", "false()" };
	xmlDoc auto_(xml_freep)	*doc = open_service(a, "3.000466");
	struct package_field	*fields;
	size_t			 n = package_fields(a, doc, &fields), wrong;
	const xmlNode		*at = seek(a, xmlDocGetRootElement(doc), "field", "wanted");
	struct rule		 rule;
	struct str		 text;
	const xmlNode		**choices;

	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		if (!EXPECT(rule_parse(a, at, fields, n, str_of(rules[i]), &rule)))
			printf("%s\n", rules[i]);
		EXPECT_I64(rule_compose(a, at, fields, n, &rule, &text, &wrong), 0);
		EXPECT_STR(text, rules[i]);
	}
	for (size_t i = 0; i < COUNT_OF(not_ours); i++)
		if (!EXPECT(!rule_parse(a, at, fields, n, str_of(not_ours[i]), &rule)))
			printf("%s\n", not_ours[i]);
	EXPECT(rule_parse(a, seek(a, xmlDocGetRootElement(doc), "field", "phone"), fields, n,
	    STR("../born  !=  ''"), &rule));
	EXPECT_STR(rule.terms[0].path, "applicant.born");
	rule = (struct rule){ .n = 1, .terms = { { STR("diploma.year"), RULE_AT_LEAST, STR("nhiều") } } };
	EXPECT_I64(rule_compose(a, at, fields, n, &rule, &text, &wrong), RULE_E_VALUE);
	rule.terms[0] = (struct rule_term){ STR("diploma.year"), RULE_AGE, STR("18") };
	EXPECT_I64(rule_compose(a, at, fields, n, &rule, &text, &wrong), RULE_E_HOW);
	rule.terms[0] = (struct rule_term){ STR("diploma"), RULE_FILLED, STR("") };
	EXPECT_I64(rule_compose(a, at, fields, n, &rule, &text, &wrong), RULE_E_FIELD);
	EXPECT_I64(package_choices(a, seek(a, xmlDocGetRootElement(doc), "group", "diploma")->parent, &choices), 0);
	EXPECT_I64(package_choices(a, xml_first(seek(a, xmlDocGetRootElement(doc), "group", "diploma"),
	    "field"), &choices), 7);
	EXPECT_STR(package_data_path(a, seek(a, xmlDocGetRootElement(doc), "field", "effective")),
	    "result.effective");
}

/* ---- any operations: the package stays one that the schema lets in, or the operation is refused */

static uint32_t
roll(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return ((*seed >> 8) % below);
}

static xmlNode *
any_element(xmlDoc *doc, uint32_t *seed)
{
	xmlNode	*x = xmlDocGetRootElement(doc);

	for (;;) {
		uint32_t	n = (uint32_t)xml_count(x, NULL), at;

		if (n == 0 || roll(seed, 4) == 0)
			return (x);
		at = roll(seed, n);
		x = xml_first(x, NULL);
		while (at-- > 0)
			x = xml_next(x, NULL);
	}
}

static void
test_random(struct arena *a)
{
	static const char *const	words[] = { "", "x", "Chữ {a.b}", "{", "10", "yes", "2026-02-30",
	    "true()", "\n <&>" };
	static const char *const	slots[] = { "label/.vi", "label/.en", ".vi", ".", "@name", "@type",
	    "@relevant",
	    "@n", "hint/.vi", "fee/@vnd", "title/.en", "@required", "@when" };
	xmlDoc auto_(xml_freep)		*doc = open_service(a, "2.002478");
	uint32_t			 seed = 20261124;
	size_t				 done = 0, refused = 0;

	for (int i = 0; i < 1000; i++) {
		struct arena auto_(arena_freep)	*round = arena_new();
		xmlDoc				*next = xmlCopyDoc(doc, 1);
		xmlNode				*at = any_element(next, &seed);
		const struct element_rule	*rule = package_rule(voc, at);
		struct package_slot		 slot = { str_of(slots[roll(&seed, COUNT_OF(slots))]),
		    str_of(words[roll(&seed, COUNT_OF(words))]) };
		struct package_edit		 edit = { .op = (enum package_op)roll(&seed, PACKAGE_REPLACE),
		    .at = package_id(round, at), .what = package_id(round, any_element(next, &seed)), .slots = &slot,
		    .slots_n = roll(&seed, 2) };
		struct package_result		 result;
		struct xml_faults		 faults;

		if (rule != NULL && rule->attrs_n > 0 && roll(&seed, 2) == 0) {
			const struct attr_rule	*attr = &rule->attrs[roll(&seed, (uint32_t)rule->attrs_n)];

			slot.name = arena_printf(round, "@%.*s", STR_ARG(attr->name));
			if (attr->values_n > 0)
				slot.value = attr->values[roll(&seed, (uint32_t)attr->values_n)];
		}
		if (edit.op == PACKAGE_ADD && rule != NULL && rule->children_n > 0)
			edit.what = rule->children[roll(&seed, (uint32_t)rule->children_n)].element->name;
		if (apply(round, &next, edit, &result) == 0) {
			done++;
			xmlFreeDoc(doc);
			doc = next;
			if (i % 50 == 0)
				EXPECT(package_check(round, voc, doc, &faults) == 0);
		} else {
			refused++;
			xmlFreeDoc(next);
		}
	}
	if (!EXPECT(done > 100 && refused > 100))
		printf("%zu done, %zu refused\n", done, refused);
}

int
main(void)
{
	struct arena auto_(arena_freep)	*a = arena_new();

	CHECK(vocabulary_new("forms", &voc) == 0);
	test_vocabulary();
	test_kept(a);
	test_set(a);
	test_refused(a);
	test_add(a);
	test_moves(a);
	test_phrases(a);
	test_replace(a);
	test_diff(a);
	test_rules(a);
	test_random(a);
	vocabulary_free(voc);
	return (check_done());
}
