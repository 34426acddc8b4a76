/* registry/: what an officer types to look somebody up, and a record as values for a form. */
#include "check.h"

#include "registry/registry.h"

static void
test_dates(void)
{
	static const struct {
		const char	*typed;
		int		 year, month, day;	/* year 0: no date */
	} cases[] = {
		{ "5/9/1998", 1998, 9, 5 }, { "05/09/1998", 1998, 9, 5 }, { " 5-9-1998 ", 1998, 9, 5 },
		{ "5.9.1998", 1998, 9, 5 }, { "5 9 1998", 1998, 9, 5 }, { "1998-09-05", 1998, 9, 5 },
		{ "1998/9/5", 1998, 9, 5 }, { "29/2/2000", 2000, 2, 29 }, { "29/2/1999", 0, 0, 0 },
		{ "31/4/1998", 0, 0, 0 }, { "0/1/1998", 0, 0, 0 }, { "1/13/1998", 0, 0, 0 },
		{ "5/9/98", 0, 0, 0 }, { "5/9", 0, 0, 0 }, { "5/9/1998/1", 0, 0, 0 },
		{ "5//1998", 0, 0, 0 }, { "x/9/1998", 0, 0, 0 }, { "", 0, 0, 0 },
		{ "/", 0, 0, 0 }, { "5/9/19980", 0, 0, 0 }, { "5/9/1899", 0, 0, 0 },
		{ "-5/9/1998", 0, 0, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct date	d = { 0 };

		EXPECT_I64(registry_date_read(str_of(cases[i].typed), &d), cases[i].year != 0);
		EXPECT_I64(d.year * 10000 + d.month * 100 + d.day,
		    cases[i].year * 10000 + cases[i].month * 100 + cases[i].day);
	}
}

static void
test_query(struct arena *a)
{
	struct registry_query	q;

	q = registry_query_read(a, STR("  Nguyễn  Thị Ngưỡng "), STR("5/9/1998"), STR(" 2016 "), STR("a 0731 0001"));
	EXPECT_STR(q.whole, "nguyen thi nguong");
	EXPECT_I64(q.words_n, 3);
	EXPECT_STR(q.words[2], "nguong");
	EXPECT_STR(q.serial, "A07310001");
	EXPECT_I64(q.born.year, 1998);
	EXPECT_I64(q.year, 2016);
	EXPECT(!registry_query_idle(&q));

	q = registry_query_read(a, STR("a b c d e f g h i j"), STR_NONE, STR_NONE, STR_NONE);
	EXPECT_I64(q.words_n, REGISTRY_WORDS_MAX);
	q = registry_query_read(a, STR("an"), STR("hôm qua"), STR_NONE, STR_NONE);
	EXPECT(q.born_wrong && registry_query_idle(&q));
	q = registry_query_read(a, STR("an"), STR_NONE, STR("1949"), STR_NONE);
	EXPECT(q.year_wrong && q.year == 0 && registry_query_idle(&q));
	q = registry_query_read(a, STR_NONE, STR_NONE, STR("2016"), STR_NONE);
	EXPECT(!q.year_wrong && registry_query_idle(&q));
	q = registry_query_read(a, STR(" - "), STR_NONE, STR_NONE, STR(" "));
	EXPECT(registry_query_idle(&q));
	q = registry_query_read(a, STR_NONE, STR("5/9/1998"), STR_NONE, STR_NONE);
	EXPECT(!registry_query_idle(&q));
}

static struct str
value_of(const struct form_pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eqc(pairs[i].name, name))
			return (pairs[i].value);
	return (STR_NONE);
}

static void
test_sources(struct arena *a)
{
	const struct diploma	 d = { .full_name = STR("Vũ Thị Mận"), .serial = STR("A01"),
	    .register_no = STR("00001/2016"), .birth_place = STR("Hải Phòng"), .born = { 1998, 9, 5 },
	    .decided_on = { 2016, 7, 20 }, .year = 2016 };
	size_t			 n;
	const struct form_pair	*pairs = registry_sources(a, &d, &n);

	EXPECT_STR(value_of(pairs, n, "registry.so-goc.full_name"), "Vũ Thị Mận");
	EXPECT_STR(value_of(pairs, n, "registry.so-goc.born"), "1998-09-05");
	EXPECT_STR(value_of(pairs, n, "registry.so-goc.year"), "2016");
	EXPECT_STR(value_of(pairs, n, "registry.so-goc.birthplace"), "Hải Phòng");
	EXPECT_STR(value_of(pairs, n, "registry.so-goc.register_number"), "00001/2016");
}

int
main(void)
{
	struct arena *auto_(arena_freep)	a = arena_new();

	test_dates();
	test_query(a);
	test_sources(a);
	return (check_done());
}
