#include <limits.h>

#include "check.h"
#include "core/buf.h"
#include "core/id.h"
#include "k1_key.h"
#include "qr/cbor.h"
#include "qr/digits.h"
#include "qr/k1.h"
#include "qr/qr.h"

static struct str
bytes_of(struct arena *a, const char *hex)
{
	size_t	 n = strlen(hex) / 2;
	char	*p = arena_alloc(a, n + 1);

	CHECK(hex_parse(str_of(hex), p, n));
	return ((struct str){ p, n });
}

/* RFC 8949, appendix A, and what its 4.2.1 forbids. */
static void
cbor_cases(struct arena *a)
{
	static const struct {
		int64_t		 value;
		const char	*hex;
	}	ints[] = {
		{ 0, "00" }, { 1, "01" }, { 23, "17" }, { 24, "1818" }, { 100, "1864" }, { 255, "18ff" },
		    { 256, "190100" },
		{ 1000, "1903e8" }, { 65535, "19ffff" }, { 65536, "1a00010000" }, { 1000000, "1a000f4240" },
		{ 4294967295, "1affffffff" }, { 4294967296, "1b0000000100000000" },
		    { 1000000000000, "1b000000e8d4a51000" },
		{ INT64_MAX, "1b7fffffffffffffff" }, { -1, "20" }, { -10, "29" }, { -100, "3863" }, { -1000, "3903e7" },
		{ INT64_MIN, "3b7fffffffffffffff" },
	};
	static const char *const	refused[] = {
		"", "1817", "1800", "1900ff", "1a0000ffff", "1b00000000ffffffff", "18", "19ff", "1b00", "1c", "1f",
		"1b8000000000000000", "3b8000000000000000", "40", "f6", "f90000",
	};
	struct str	in, s;
	int64_t		v;
	size_t		i;

	for (i = 0; i < COUNT_OF(ints); i++) {
		auto_(buf_free) struct buf	b = BUF_INIT;

		cbor_int(&b, ints[i].value);
		EXPECT_STR(hex_text(a, b.p, b.n), ints[i].hex);
		in = bytes_of(a, ints[i].hex);
		EXPECT(cbor_read_int(&in, &v) && v == ints[i].value && in.n == 0);
	}
	for (i = 0; i < COUNT_OF(refused); i++) {
		in = bytes_of(a, refused[i]);
		EXPECT(!cbor_read_int(&in, &v) && in.n == strlen(refused[i]) / 2);
	}
	in = bytes_of(a, "62c3bc");
	EXPECT(cbor_read_text(&in, &s) && str_eqc(s, "ü"));
	in = bytes_of(a, "62c328");
	EXPECT(!cbor_read_text(&in, &s));
	in = bytes_of(a, "5f4101ff");
	EXPECT(!cbor_read_bytes(&in, &s));
	in = bytes_of(a, "4401020304");
	EXPECT(cbor_read_bytes(&in, &s) && s.n == 4);
	in = bytes_of(a, "44010203");
	EXPECT(!cbor_read_bytes(&in, &s));
}

static void
digits_cases(struct arena *a)
{
	static const size_t	want[] = { 0, 3, 5, 8, 10, 13, 15, 17, 20 };
	struct str		bytes = STR("\xff\xff\xff\xff\xff\xff\xff\xff"), back;
	size_t			n;

	for (n = 0; n <= 8; n++) {
		auto_(buf_free) struct buf	b = BUF_INIT;

		digits_write(&b, str_from_to(bytes, 0, n));
		EXPECT_I64(b.n, want[n]);
		EXPECT(digits_read(a, buf_view(&b), &back) && str_eq(back, str_from_to(bytes, 0, n)));
	}
	EXPECT(!digits_read(a, STR("256"), &back));
	EXPECT(!digits_read(a, STR("65536"), &back));
	EXPECT(!digits_read(a, STR("72057594037927936"), &back));
	EXPECT(!digits_read(a, STR("1"), &back));
	EXPECT(!digits_read(a, STR("0123"), &back));
	EXPECT(!digits_read(a, STR("+12"), &back));
	EXPECT(!digits_read(a, STR("1 2"), &back));
}

static struct k1_claims
claims(void)
{
	struct k1_claims	c = {
		.issuer = STR("H24.19"), .issued_s = 1795500000, .number = STR("12/QĐ-SGDĐT"),
		    .procedure = STR("1.005092.H24"),
		.dossier = STR("H24.19-261124-0001"), .holder = STR("Nguyễn Thị Ngưỡng")
	};

	memcpy(c.digest, "0123456789abcdef", K1_DIGEST_BYTES);
	return (c);
}

/* A text signed with a fresh key. */
static struct str
signed_text(struct arena *a, EVP_PKEY *pkey, const struct k1_key *key, const struct k1_claims *c)
{
	struct str	payload = STR_NONE, text = STR_NONE;
	uint8_t		sig[K1_SIG_BYTES];

	EXPECT_I64(k1_payload(a, c, &payload), 0);
	k1_sign(a, pkey, key->kid, payload, sig);
	EXPECT_I64(k1_text(a, STR("dvc.example.vn"), STR("0123456789"), key->kid, payload, sig, &text), 0);
	return (text);
}

static void
answers(struct arena *a)
{
	struct k1_key		 keys[2], other;
	EVP_PKEY		*pkey = k1_key_new(&keys[0]), *second = k1_key_new(&other);
	struct k1_claims	 c = claims();
	struct str		 text = signed_text(a, pkey, &keys[0], &c);
	const struct k1_key	*found = NULL;
	struct k1		 k;

	keys[1] = other;
	EXPECT(str_starts(text, STR("https://dvc.example.vn/k/0123456789#")));
	EXPECT_I64(k1_parse(a, text, &k), 0);
	EXPECT_STR(k.host, "dvc.example.vn");
	EXPECT_STR(k.claims.number, "12/QĐ-SGDĐT");
	EXPECT_STR(k.claims.holder, "Nguyễn Thị Ngưỡng");
	EXPECT_STR(k.claims.title, "");
	EXPECT_I64(k.claims.issued_s, 1795500000);
	EXPECT(memcmp(k.claims.digest, c.digest, K1_DIGEST_BYTES) == 0);
	EXPECT(k1_check(&k, keys, 2, &found) == 0 && found == &keys[0]);
	EXPECT_I64(k1_check(&k, keys + 1, 1, &found), K1_E_KEY);
	EXPECT_I64(k1_verify(&k, other.x, other.y), K1_E_SIGNATURE);
	EXPECT_I64(k1_verify(&k, other.x, keys[0].y), K1_E_SIGNATURE);		/* not on the curve */
	keys[0].until_s = c.issued_s;
	EXPECT_I64(k1_check(&k, keys, 2, &found), K1_E_PERIOD);
	keys[0].until_s = c.issued_s + 1;
	keys[0].from_s = c.issued_s;
	EXPECT_I64(k1_check(&k, keys, 2, &found), 0);
	keys[0].from_s = c.issued_s + 1;
	EXPECT_I64(k1_check(&k, keys, 2, &found), K1_E_PERIOD);
	keys[0].from_s = 0;
	k.sig[63] ^= 1;
	EXPECT_I64(k1_check(&k, keys, 2, &found), K1_E_SIGNATURE);
	EVP_PKEY_free(pkey);
	EVP_PKEY_free(second);
}

static void
one_digit_changes(struct arena *a)
{
	struct k1_key		 key;
	EVP_PKEY		*pkey = k1_key_new(&key);
	struct k1_claims	 c = claims();
	struct str		 text = signed_text(a, pkey, &key, &c);
	size_t			 i;
	int			 wrong = 0, d;

	for (i = (size_t)str_find_byte(text, '#') + 1; i < text.n; i++) {
		for (d = 1; d < 10; d++) {
			auto_(arena_freep) struct arena	*b = arena_new();
			char				*p = arena_alloc(b, text.n + 1);
			const struct k1_key		*found;
			struct k1			 k;

			memcpy(p, text.p, text.n);
			p[i] = (char)('0' + (p[i] - '0' + d) % 10);
			wrong += k1_parse(b, (struct str){ p, text.n }, &k) == 0 && k1_check(&k, &key, 1, &found) == 0;
		}
	}
	EXPECT_I64(wrong, 0);
	EVP_PKEY_free(pkey);
}

static void
refused_claims(struct arena *a)
{
	struct k1_claims	c = claims();
	struct str		payload;
	char			long_title[K1_PAYLOAD_MAX_BYTES];

	c.issuer = STR_NONE;
	EXPECT_I64(k1_payload(a, &c, &payload), K1_E_FORM);
	c = claims();
	c.holder = STR("a\nb");
	EXPECT_I64(k1_payload(a, &c, &payload), K1_E_FORM);
	c = claims();
	c.issued_s = -1;
	EXPECT_I64(k1_payload(a, &c, &payload), K1_E_FORM);
	c = claims();
	memset(long_title, 'x', sizeof(long_title));
	c.title = (struct str){ long_title, sizeof(long_title) };
	EXPECT_I64(k1_payload(a, &c, &payload), K1_E_LONG);
}

/* Payloads that are good CBOR but not K1. */
static void
refused_payloads(struct arena *a)
{
	static const char *const	payloads[] = {
		"a0",							/* nothing */
		"a40161410601" "0a6131" "0f4f000000000000000000000000000000",	/* digest of 15 bytes */
		"a40601016141" "0a6131" "0f5000000000000000000000000000000000",	/* order */
		"a5016141016141" "0601" "0a6131" "0f5000000000000000000000000000000000",	/* twice */
		"a50161410601" "0a6131" "0f5000000000000000000000000000000000" "1001",	/* unknown */
		"a30161410601" "0f5000000000000000000000000000000000",		/* no number */
		"a4016141061801" "0a6131" "0f5000000000000000000000000000000000",	/* long form */
		"a40161410601" "0a6131" "0f5000000000000000000000000000000000" "00",	/* more behind */
		"a40161410601" "0a60" "0f5000000000000000000000000000000000",	/* empty text */
		"a40161410601" "0a610a" "0f5000000000000000000000000000000000",	/* line feed */
	};
	const uint8_t			sig[K1_SIG_BYTES] = { 1 }, kid[K1_KID_BYTES] = { 2 };
	struct str			text, good = bytes_of(a, "a40161410601" "0a6131"
	    "0f5000000000000000000000000000000000");
	struct k1			k;
	size_t				i;

	EXPECT(k1_text(a, STR("a.vn:1"), STR("0123456789"), kid, good, sig, &text) == 0 && k1_parse(a, text, &k) == 0);
	for (i = 0; i < COUNT_OF(payloads); i++) {
		EXPECT_I64(k1_text(a, STR("a.vn"), STR("0123456789"), kid, bytes_of(a, payloads[i]), sig, &text), 0);
		if (!EXPECT(k1_parse(a, text, &k) == K1_E_FORM))
			printf("    payload %zu\n", i);
	}
	EXPECT_I64(k1_text(a, STR("A.vn"), STR("0123456789"), kid, good, sig, &text), K1_E_FORM);
	EXPECT_I64(k1_text(a, STR("a.vn:0"), STR("0123456789"), kid, good, sig, &text), K1_E_FORM);
	EXPECT_I64(k1_text(a, STR("a.vn:70000"), STR("0123456789"), kid, good, sig, &text), K1_E_FORM);
	EXPECT_I64(k1_text(a, STR("a.vn"), STR("012345678i"), kid, good, sig, &text), K1_E_FORM);
	EXPECT_I64(k1_text(a, STR("a.vn"), STR("012345678"), kid, good, sig, &text), K1_E_FORM);
}

/* The symbol, painted from its rectangles, is the one that the library made; the big numeric tail is found. */
static void
symbols(struct arena *a)
{
	struct k1_key		 key;
	EVP_PKEY		*pkey = k1_key_new(&key);
	struct k1_claims	 c = claims();
	struct qr_symbol	 s;
	size_t			 i, dark = 0;

	EXPECT_I64(qr_symbol(a, signed_text(a, pkey, &key, &c), &s), 0);
	EXPECT(s.modules >= 17 + 4 * 10 && s.modules <= 17 + 4 * 12);
	for (i = 0; i < s.rects_n; i++) {
		EXPECT(s.rects[i].x + s.rects[i].w <= s.modules && s.rects[i].y + s.rects[i].h <= s.modules);
		dark += (size_t)s.rects[i].w * s.rects[i].h;
	}
	EXPECT(dark > (size_t)s.modules * s.modules * 4 / 10 && dark < (size_t)s.modules * s.modules * 6 / 10);
	EXPECT_I64(qr_symbol(a, STR("A"), &s), 0);
	EXPECT_I64(s.modules, 21);
	EXPECT(str_starts(qr_svg_path(a, &s), STR("M4 4h7v1h-7z")));
	EVP_PKEY_free(pkey);
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	cbor_cases(a);
	digits_cases(a);
	answers(a);
	one_digit_changes(a);
	refused_claims(a);
	refused_payloads(a);
	symbols(a);
	return (check_done());
}
