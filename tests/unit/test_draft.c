/* draft/: what a posted page means, rows and files by their buttons, sources, and which record of the register is
 * meant. Runs from the top of the tree: it reads forms/. */
#include <stdio.h>

#include "check.h"

#include "draft/draft.h"
#include "draft/draft_store.h"

static const struct date	today = { 2026, 11, 24 };
static struct form_rules	*rules;

static struct form *
form_of(struct arena *a, const char *code)
{
	struct form_findings	 findings;
	struct form		*f = NULL;
	char			*text = arena_alloc(a, FORM_PACKAGE_MAX_BYTES);
	FILE			*in = fopen(arena_printf(a, "forms/%s/service.xml", code).p, "re");

	CHECK(in != NULL);
	EXPECT_I64(form_new(a, rules, (struct str){ text, fread(text, 1, FORM_PACKAGE_MAX_BYTES, in) }, &f,
	    &findings), 0);
	fclose(in);
	return (f);
}

static struct draft_post
post_of(struct arena *a, const char *raw)
{
	struct pairs		pairs = { 0 };
	struct draft_post	post;

	EXPECT_I64(pairs_urlencoded(a, str_of(raw), &pairs), 0);
	draft_post_read(a, &pairs, &post);
	return (post);
}

static void
test_post(struct arena *a)
{
	struct draft_post	p = post_of(a, "a=1&_version=7&_change=born-day&b=&_add=changes");

	EXPECT_I64(p.press, DRAFT_ADD);
	EXPECT_STR(p.target, "changes");
	EXPECT_I64(p.version, 7);
	EXPECT_STR(p.change, "born-day");
	EXPECT_I64(p.fields_n, 2);
	EXPECT_STR(p.fields[1].name, "b");
	p = post_of(a, "_version=x");
	EXPECT_I64(p.press, DRAFT_NEXT);
	EXPECT_I64(p.version, 0);
	EXPECT_I64(post_of(a, "_version=99999999999").version, 0);
	EXPECT_I64(post_of(a, "_lookup=so-goc").press, DRAFT_LOOKUP);
}

static void
test_rows_and_files(struct arena *a)
{
	struct form auto_(form_freep)		*f = form_of(a, "3.000466");
	struct instance auto_(instance_freep)	*in = NULL;
	struct form_file			 file = { STR("aa"), STR("b.pdf"), STR("application/pdf"), 10, 1 };
	struct draft_post			 p;
	struct page_view			 v;
	struct str				 anchor;
	size_t					 page, papers;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	EXPECT_I64(form_page_find(f, STR("noi-dung"), &page), 0);
	EXPECT_I64(form_page_find(f, STR("can-cu"), &papers), 0);
	p = post_of(a, "_add=changes");
	EXPECT_I64(draft_apply(a, in, page, &p, &anchor), 0);
	EXPECT_I64(form_view_page(a, in, page, LANG_VI, NULL, &v), 0);
	EXPECT_I64(v.controls[0].rows_n, 2);
	EXPECT(str_starts(anchor, STR("changes-")));
	EXPECT(v.controls[0].rows_v[0].up.n == 0 && v.controls[0].rows_v[1].down.n == 0);
	p.press = DRAFT_UP;
	p.target = v.controls[0].rows_v[1].up;
	EXPECT_I64(draft_apply(a, in, page, &p, &anchor), 0);
	EXPECT_STR(anchor, "changes-r2");
	EXPECT_I64(form_view_page(a, in, page, LANG_VI, NULL, &v), 0);
	EXPECT_STR(v.controls[0].rows_v[0].id, "r2");
	p = post_of(a, "_down=changes%5Br2%5D");
	EXPECT_I64(draft_apply(a, in, page, &p, &anchor), 0);
	EXPECT_I64(form_view_page(a, in, page, LANG_VI, NULL, &v), 0);
	EXPECT_STR(v.controls[0].rows_v[0].id, "r1");
	p.press = DRAFT_REMOVE;
	p.target = v.controls[0].rows_v[0].remove;
	EXPECT_I64(draft_apply(a, in, page, &p, &anchor), 0);
	EXPECT_STR(anchor, "changes");
	EXPECT_I64(draft_apply(a, in, page, &p, &anchor), DRAFT_E_NAME);
	for (const char *const *bad = (const char *const[]){ "", "]", "[r1]", "changes", "changes[]", "x[r1]", NULL };
	    *bad != NULL; bad++) {
		p.target = str_of(*bad);
		EXPECT(draft_apply(a, in, page, &p, &anchor) > 0);
	}
	file.sha256 = STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	EXPECT_I64(instance_file_add(in, STR("papers.diploma"), &file), 0);
	EXPECT_STR(draft_files_json(a, in), "[{\"paper\":\"papers.diploma\","
	    "\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\","
	    "\"name\":\"b.pdf\",\"type\":\"application/pdf\",\"bytes\":10}]");
	EXPECT_I64(form_view_page(a, in, papers, LANG_VI, NULL, &v), 0);
	EXPECT(draft_has_files(v.controls, v.controls_n));
	EXPECT_I64(draft_control_find(v.controls, v.controls_n, STR("papers.diploma"))->files_n, 1);
	EXPECT(draft_control_find(v.controls, v.controls_n, STR("papers.none")) == NULL);
	p.press = DRAFT_DETACH;
	p.target = STR("papers.diploma");
	EXPECT_I64(draft_apply(a, in, papers, &p, &anchor), DRAFT_E_NAME);
	p.target = STR("papers.diploma 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	EXPECT_I64(draft_apply(a, in, papers, &p, &anchor), 0);
	EXPECT_STR(anchor, "papers-diploma");
	EXPECT_STR(draft_files_json(a, in), "[]");
}

static void
test_new_questions(struct arena *a)
{
	struct form auto_(form_freep)		*f = form_of(a, "3.000465");
	struct instance auto_(instance_freep)	*in = NULL;
	struct draft_post			 p = post_of(a, "relation=family");
	struct page_view			 before, after;
	struct str				 anchor;
	size_t					 page, *pages;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	EXPECT_I64(form_page_find(f, STR("nguoi-duoc-cap"), &page), 0);
	EXPECT_I64(form_view_page(a, in, page, LANG_VI, NULL, &before), 0);
	EXPECT(!draft_has_new(&before, &before));
	EXPECT_I64(draft_apply(a, in, page, &p, &anchor), 0);
	EXPECT_I64(form_view_page(a, in, page, LANG_VI, NULL, &after), 0);
	EXPECT(draft_has_new(&before, &after));
	EXPECT(!draft_has_new(&after, &after));
	EXPECT_I64(draft_pages(a, f, in, FORM_PART_APPLICANT, &pages), 4);
	EXPECT_I64(pages[3], 3);
	EXPECT_I64(draft_pages(a, f, in, FORM_PART_RESULT, &pages), 1);
}

static void
test_sources(struct arena *a)
{
	const struct draft_profile		 profile =
	    { .full_name = STR("Nguyễn Thị Ngưỡng"), .born = { 1998, 3, 5 } };
	struct form auto_(form_freep)		*f = form_of(a, "3.000465");
	struct instance auto_(instance_freep)	*in = NULL;
	struct draft_key			 key;
	struct draft_post			 p;
	struct form_pair			*sources;
	struct page_view			 v;
	struct str				 anchor;
	size_t					 page, n = draft_profile_sources(a, &profile, &sources);

	EXPECT_I64(n, 2);
	EXPECT_STR(sources[1].value, "1998-03-05");
	EXPECT_I64(instance_new(f, today, sources, n, &in), 0);
	EXPECT_I64(form_view_page(a, in, 0, LANG_VI, NULL, &v), 0);
	EXPECT(draft_is_prefilled(v.controls, v.controls_n, STR("profile.")));
	EXPECT(!draft_is_prefilled(v.controls, v.controls_n, STR("registry.")));
	EXPECT_STR(draft_prefilled_words(LANG_EN, &v),
	    "Boxes marked ● were filled in from your account. Correct them here if they "
	    "are wrong.");
	EXPECT_I64(form_view_page(a, in, 1, LANG_EN, NULL, &v), 0);
	EXPECT_STR(draft_prefilled_words(LANG_EN, &v), "");
	/* The applicant is the holder; then somebody else is. */
	EXPECT_I64(draft_key_of(a, in, &key), 0);
	EXPECT_STR(key.name, "nguyen thi nguong");
	EXPECT_I64(key.born.year, 1998);
	EXPECT_I64(form_page_find(f, STR("nguoi-duoc-cap"), &page), 0);
	p = post_of(a, "relation=heir&holder.full_name=L%C3%AA+%E1%BB%94n&holder.born.day=1&holder.born.month=2"
	    "&holder.born.year=1960");
	EXPECT_I64(draft_apply(a, in, page, &p, &anchor), 0);
	EXPECT_I64(draft_key_of(a, in, &key), 0);
	EXPECT_STR(key.name, "le on");
	EXPECT_I64(key.born.year, 1960);
	EXPECT(form_page_asks(f, page, STR("registry.")));
	EXPECT(!form_page_asks(f, 0, STR("registry.")));
	instance_free(in);
	in = NULL;
	EXPECT_I64(instance_new(f, today, sources, 1, &in), 0);
	EXPECT_I64(draft_key_of(a, in, &key), DRAFT_E_UNKNOWN);
}

static void
test_records(struct arena *a)
{
	const struct draft_record	records[] = {
		{ .kind = STR("thcs"), .serial = STR("A1"), .year = 2013, .born = { 1998, 3, 5 } },
		{ .kind = STR("thpt"), .serial = STR("A2"), .year = 2016, .born = { 1998, 3, 5 } },
		{ .kind = STR("thpt"), .serial = STR("A3"), .year = 2017, .born = { 1998, 3, 5 } },
	};
	struct draft_key	key = { .name = STR("x") };
	struct form_pair	*sources;
	size_t			at = 9;

	EXPECT_I64(draft_record_pick(records, 0, &key, &at), DRAFT_E_NONE);
	EXPECT_I64(draft_record_pick(records, 1, &key, &at), 0);
	EXPECT_I64(at, 0);
	EXPECT_I64(draft_record_pick(records, 3, &key, &at), DRAFT_E_MANY);
	key.kind = STR("thcs");
	EXPECT_I64(draft_record_pick(records, 3, &key, &at), 0);
	EXPECT_I64(at, 0);
	key.kind = STR("thpt");
	EXPECT_I64(draft_record_pick(records, 3, &key, &at), DRAFT_E_MANY);
	key.year = STR("2017");
	EXPECT_I64(draft_record_pick(records, 3, &key, &at), 0);
	EXPECT_I64(at, 2);
	/* A serial number that fits decides alone. */
	key.year = STR("1999");
	key.serial = STR("A2");
	EXPECT_I64(draft_record_pick(records, 3, &key, &at), 0);
	EXPECT_I64(at, 1);
	EXPECT_I64(draft_record_sources(a, &records[1], &sources), 4);
}

static void
test_words(struct arena *a)
{
	struct form_file	f = { .type = STR("application/pdf"), .bytes = 1258291, .pages = 3 };

	EXPECT_STR(draft_file_facts(a, LANG_VI, &f), "PDF, 1,2 MB, 3 trang");
	EXPECT_STR(draft_file_facts(a, LANG_EN, &f), "PDF, 1.2 MB, 3 pages");
	f = (struct form_file){ .type = STR("image/png"), .bytes = 1, .pages = 1 };
	EXPECT_STR(draft_file_facts(a, LANG_VI, &f), "PNG, 1 KB");
	EXPECT_STR(draft_amount(a, 0), "0");
	EXPECT_STR(draft_amount(a, 999), "999");
	EXPECT_STR(draft_amount(a, 1250000), "1.250.000");
}

int
main(void)
{
	struct arena auto_(arena_freep)	*a = arena_new();

	EXPECT_I64(form_rules_new("forms", &rules), 0);
	test_post(a);
	test_rows_and_files(a);
	test_new_questions(a);
	test_sources(a);
	test_records(a);
	test_words(a);
	form_rules_free(rules);
	return (check_done());
}
