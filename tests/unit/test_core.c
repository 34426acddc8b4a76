/* core/: the ground. Each table has the edge that its code was written for. */
#include "check.h"

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/id.h"
#include "core/json.h"
#include "core/utf8.h"

static void
test_numbers(void)
{
	int64_t	v = 7;

	EXPECT(str_i64(STR("-9223372036854775808"), INT64_MIN, INT64_MAX, &v) && v == INT64_MIN);
	EXPECT(str_i64(STR("9223372036854775807"), INT64_MIN, INT64_MAX, &v) && v == INT64_MAX);
	EXPECT(!str_i64(STR("9223372036854775808"), INT64_MIN, INT64_MAX, &v));
	EXPECT(!str_i64(STR(""), 0, 9, &v) && !str_i64(STR("-"), -9, 9, &v) && !str_i64(STR("1 "), 0, 9, &v));
	EXPECT(!str_i64(STR("10"), 0, 9, &v));
}

static void
test_dates(struct arena *a)
{
	struct date	d;
	int64_t		s;

	EXPECT_I64(date_days((struct date){ 1970, 1, 1 }), 0);
	EXPECT_I64(date_days((struct date){ 2000, 3, 1 }), 11017);
	for (int64_t n = -800000; n < 2932896; n += 97) {
		if (date_days(date_of_days(n)) != n)
			EXPECT_I64(date_days(date_of_days(n)), n);
	}
	EXPECT_I64(date_weekday((struct date){ 2026, 11, 24 }), 2);
	EXPECT(date_parse(STR("2024-02-29"), &d) && !date_parse(STR("2023-02-29"), &d) &&
	    !date_parse(STR("2023-2-09"), &d));
	EXPECT_STR(time_iso(a, 0), "1970-01-01T07:00:00+07:00");
	EXPECT_STR(time_vn(a, 1764000000), "23:00 24/11/2025");
	EXPECT(time_parse_iso(STR("1970-01-01T07:00:00+07:00"), &s) && s == 0);
	EXPECT(time_parse_iso(STR("1970-01-02T00:00:00Z"), &s) && s == 86400);
	EXPECT(!time_parse_iso(STR("1970-01-02T25:00:00Z"), &s));
}

/* What utf8_nfc lets pass unread must be what the normaliser leaves alone: a mark behind each makes it look. */
static void
test_nfc_quickly(struct arena *a)
{
	struct str	both;
	char		text[8];

	for (unsigned c = 0x80; c < 0x2028; c++) {
		size_t	n = 0;

		if (c < 0x800) {
			text[n++] = (char)(0xc0 | c >> 6);
		} else {
			text[n++] = (char)(0xe0 | c >> 12);
			text[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		}
		text[n++] = (char)(0x80 | (c & 0x3f));
		/* U+4E00 composes with nothing and is beyond what is known by sight. */
		memcpy(text + n, "\xe4\xb8\x80", 3);
		both = utf8_nfc(a, (struct str){ text, n + 3 });
		if (!str_eq(str_from_to(both, 0, both.n - 3), utf8_nfc(a, (struct str){ text, n }))) {
			printf("U+%04X\n", c);
			EXPECT(false);
		}
	}
	EXPECT(true);
}

static void
test_text(struct arena *a)
{
	EXPECT(utf8_valid(STR("Nguyễn Thị Ngưỡng 🎓")));
	EXPECT(!utf8_valid(STR("\xc0\x80")) && !utf8_valid(STR("\xed\xa0\x80")) &&
	    !utf8_valid(STR("\xf4\x90\x80\x80")));
	EXPECT(!utf8_valid(STR("a\0b")) && !utf8_valid(STR("\xe1\xbb")));
	EXPECT(!utf8_clean(STR("a\x01")) && !utf8_clean(STR("a\xc2\x85")) && utf8_clean(STR("a\n\tđ")));
	EXPECT_STR(utf8_nfc(a, STR("Nguye\xcc\x82\xcc\x83n")), "Nguyễn");
	test_nfc_quickly(a);
	EXPECT_STR(utf8_fold(a, STR("  Cấp bản sao, Văn bằng — ĐỨC ")), "cap ban sao van bang — duc");
	EXPECT_I64(utf8_chars(STR("Đức")), 3);
}

static void
test_ids(struct arena *a)
{
	struct uuid	u = uuid_new(), v;
	struct str	back;
	uint8_t		b[2];

	EXPECT(uuid_parse(uuid_text(a, u), &v) && memcmp(&u, &v, sizeof(u)) == 0);
	EXPECT(!uuid_parse(STR("00000000-0000-0000-0000-00000000000g"), &v));
	EXPECT_I64(u.b[6] >> 4, 7);
	EXPECT_STR(base64_text(a, "abcd", 4), "YWJjZA==");
	EXPECT_STR(base64url_text(a, "\xfb\xff", 2), "-_8");
	EXPECT(base64_parse(a, STR("YWJj\nZA=="), &back) && str_eqc(back, "abcd"));
	EXPECT(!base64_parse(a, STR("YWJjZB=="), &back) && !base64_parse(a, STR("YWJ"), &back));
	EXPECT(hex_parse(STR("0aFf"), b, 2) && b[0] == 10 && b[1] == 255 && !hex_parse(STR("0a"), b, 2));
	EXPECT(code_valid(code_random(a, 10), 10) && !code_valid(STR("il00000000"), 10));
}

static void
test_json(void)
{
	struct buf auto_(buf_free)	out = BUF_INIT;
	struct json			j = json_to(&out);

	json_open(&j);
	json_kstr(&j, "a\"b", STR("c\nd\x01"));
	json_key(&j, "list");
	json_list(&j);
	json_i64(&j, -1);
	json_bool(&j, true);
	json_nothing(&j);
	json_list_end(&j);
	json_close(&j);
	EXPECT_STR(buf_view(&out), "{\"a\\\"b\":\"c\\nd\\u0001\",\"list\":[-1,true,null]}");
}

static int	deferred_n;

static void
count_deferred(void *p)
{
	(void)p;
	deferred_n++;
}

static void
test_arena(void)
{
	struct arena	*a = arena_new();
	char		*big;

	arena_defer(a, count_deferred, NULL);
	for (size_t i = 1; i < 3000; i++)
		memset(arena_alloc(a, i), 0xff, i);
	big = arena_alloc(a, 1 << 20);
	EXPECT(big[0] == 0 && big[(1 << 20) - 1] == 0);
	EXPECT_STR(arena_printf(a, "%d-%s", 7, "x"), "7-x");
	arena_free(a);
	EXPECT_I64(deferred_n, 1);
}

int
main(void)
{
	struct arena auto_(arena_freep)	*a = arena_new();

	test_numbers();
	test_dates(a);
	test_text(a);
	test_ids(a);
	test_json();
	test_arena();
	return (check_done());
}
