/* Decoders of what HTTP carries: query strings, forms, cookies, file names. */
#include "http/bucket.h"
#include "http/pairs.h"

#include "check.h"

static int
decode(struct arena *a, const char *raw, struct pairs *out)
{
	return (pairs_urlencoded(a, str_of(raw), out));
}

static void
test_urlencoded(struct arena *a)
{
	struct pairs	p;
	struct str	v;
	size_t		at = 0;

	EXPECT_I64(decode(a, "", &p), 0);
	EXPECT_I64(p.n, 0);
	EXPECT_I64(decode(a, "a=1&&b=x+y%2Bz&c&a=b=c&d=", &p), 0);
	EXPECT_I64(p.n, 5);
	EXPECT_STR(pairs_get(&p, "b"), "x y+z");
	EXPECT_STR(pairs_get(&p, "c"), "");
	EXPECT(pairs_has(&p, "c") && !pairs_has(&p, "e"));
	EXPECT(pairs_next(&p, "a", &at, &v));
	EXPECT_STR(v, "1");
	EXPECT(pairs_next(&p, "a", &at, &v));
	EXPECT_STR(v, "b=c");
	EXPECT(!pairs_next(&p, "a", &at, &v));
}

static void
test_text(struct arena *a)
{
	struct pairs	p;

	EXPECT_I64(decode(a, "t=1%0D%0A2%0D3%0A%094", &p), 0);
	EXPECT_STR(pairs_get(&p, "t"), "1\n2\n3\n\t4");
	EXPECT_I64(decode(a, "t=e%CC%82%CC%81", &p), 0);
	EXPECT_STR(pairs_get(&p, "t"), "ế");
	EXPECT_I64(decode(a, "t=%00", &p), PAIRS_E_TEXT);
	EXPECT_I64(decode(a, "t=%1B", &p), PAIRS_E_TEXT);
	EXPECT_I64(decode(a, "%FF=1", &p), PAIRS_E_TEXT);
	EXPECT_I64(decode(a, "t=%ED%A0%80", &p), PAIRS_E_TEXT);
	EXPECT_I64(decode(a, "t=%4", &p), PAIRS_E_SYNTAX);
	EXPECT_I64(decode(a, "t=%4g", &p), PAIRS_E_SYNTAX);
	EXPECT_I64(decode(a, "=1", &p), PAIRS_E_SYNTAX);
}

static void
test_limits(struct arena *a)
{
	struct pairs	p;
	char		*raw = arena_alloc(a, 3 * PAIR_VALUE_BYTES_MAX + 16);
	size_t		i;

	memset(raw, 'x', PAIR_NAME_BYTES_MAX + 1);
	EXPECT_I64(pairs_urlencoded(a, (struct str){ raw, PAIR_NAME_BYTES_MAX }, &p), 0);
	EXPECT_I64(pairs_urlencoded(a, (struct str){ raw, PAIR_NAME_BYTES_MAX + 1 }, &p), PAIRS_E_LONG);
	memset(raw, 'x', PAIR_VALUE_BYTES_MAX + 3);
	memcpy(raw, "a=", 2);
	EXPECT_I64(pairs_urlencoded(a, (struct str){ raw, PAIR_VALUE_BYTES_MAX + 2 }, &p), 0);
	EXPECT_I64(pairs_urlencoded(a, (struct str){ raw, PAIR_VALUE_BYTES_MAX + 3 }, &p), PAIRS_E_LONG);
	for (i = 0; i <= PAIRS_MAX; i++)
		memcpy(raw + 2 * i, "a&", 2);
	EXPECT_I64(pairs_urlencoded(a, (struct str){ raw, 2 * PAIRS_MAX }, &p), 0);
	EXPECT_I64(p.n, PAIRS_MAX);
	EXPECT_I64(pairs_urlencoded(a, (struct str){ raw, 2 * PAIRS_MAX + 2 }, &p), PAIRS_E_MANY);
}

static void
test_segment(struct arena *a)
{
	struct str	s;

	EXPECT_I64(pairs_segment(a, STR("a+b%20c"), &s), 0);
	EXPECT_STR(s, "a+b c");
	EXPECT_I64(pairs_segment(a, STR("%fe"), &s), PAIRS_E_TEXT);
}

static void
test_cookies(void)
{
	EXPECT_STR(cookie_get(STR("a=1; ab=2;b = 3;c=x=y=; d"), "a"), "1");
	EXPECT_STR(cookie_get(STR("a=1; ab=2; c=x=y="), "c"), "x=y=");
	EXPECT_STR(cookie_get(STR("ab=2; A=3"), "a"), "");
	EXPECT_STR(cookie_get(STR("d"), "d"), "");
	EXPECT_STR(cookie_get(STR_NONE, "a"), "");
}

static void
test_file_names(struct arena *a)
{
	EXPECT_STR(disposition(a, true, STR("Đơn \"gấp\".pdf")),
	    "attachment; filename=\"don_gap.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%22g%E1%BA%A5p%22.pdf");
	EXPECT_STR(disposition(a, false, STR("a\r\nb")), "inline; filename=\"a_b\"; filename*=UTF-8''a%0D%0Ab");
}

static void
test_buckets(void)
{
	static struct buckets	b = { .seed = 12345 };
	int			i;

	for (i = 0; i < 5; i++)
		EXPECT(bucket_take(&b, STR("sign-in"), STR("1.2.3.4"), 6, 5, 1000));
	EXPECT(!bucket_take(&b, STR("sign-in"), STR("1.2.3.4"), 6, 5, 1000));
	EXPECT(bucket_take(&b, STR("verify"), STR("1.2.3.4"), 6, 5, 1000));
	EXPECT(bucket_take(&b, STR("sign-in"), STR("1.2.3.5"), 6, 5, 1000));
	/* One token comes back every ten seconds. */
	EXPECT(!bucket_take(&b, STR("sign-in"), STR("1.2.3.4"), 6, 5, 10999));
	EXPECT(bucket_take(&b, STR("sign-in"), STR("1.2.3.4"), 6, 5, 11000));
	EXPECT(!bucket_take(&b, STR("sign-in"), STR("1.2.3.4"), 6, 5, 11000));
}

int
main(void)
{
	struct arena	*a auto_(arena_freep) = arena_new();

	test_urlencoded(a);
	test_text(a);
	test_limits(a);
	test_segment(a);
	test_cookies();
	test_file_names(a);
	test_buckets();
	return (check_done());
}
