#include "check.h"

#include "core/arena.h"
#include "core/buf.h"
#include "pdf/pdf.h"
#include "sign/k1_check.h"
#include "sign/sign.h"
#include "sign/signer_wire.h"

static void
test_wire(void)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct wire			w;
	uint64_t			v;

	wire_start(&b, WIRE_CMS);
	wire_put(&b, WIRE_T_KEY, STR("seal:H24.19"));
	wire_put_u64(&b, WIRE_T_TIME, 0x0102030405060708);
	EXPECT(wire_read(buf_view(&b), &w) && w.code == WIRE_CMS);
	EXPECT_STR(w.field[WIRE_T_KEY], "seal:H24.19");
	EXPECT(wire_u64(w.field[WIRE_T_TIME], &v) && v == 0x0102030405060708);
	EXPECT(!wire_u64(w.field[WIRE_T_KEY], &v));
	EXPECT(!wire_read(str_from_to(buf_view(&b), 0, b.n - 1), &w));
	wire_put(&b, WIRE_T_KEY, STR("again"));
	EXPECT(!wire_read(buf_view(&b), &w));
}

static void
test_k1(void)
{
	static const char	good[] = "\xa4\x01\x61H\x06\x01\x0a\x61n\x0f\x50" "0123456789abcdef";
	struct str		s = { good, sizeof(good) - 1 };

	EXPECT(k1_check_payload(s));
	EXPECT(!k1_check_payload(str_from_to(s, 0, s.n - 1)));
	/* a long 1 */
	EXPECT(!k1_check_payload(STR("\xa4\x01\x61H\x06\x18\x01\x0a\x61n\x0f\x50" "0123456789abcdef")));
	EXPECT(!k1_check_payload(STR("\xa3\x01\x61H\x06\x01\x0a\x61n")));				/* no digest */
	/* out of order */
	EXPECT(!k1_check_payload(STR("\xa4\x06\x01\x01\x61H\x0a\x61n\x0f\x50" "0123456789abcdef")));
	/* unknown key */
	EXPECT(!k1_check_payload(STR("\xa5\x01\x61H\x06\x01\x0a\x61n\x0f\x50" "0123456789abcdef\x10\x01")));
	EXPECT(!k1_check_payload(STR_NONE));
}

static bool
parses(struct arena *a, const char *text, enum pdf_kind kind)
{
	struct str		s = str_of(text);
	struct pdf_value	v;

	return (pdf_parse(a, &s, &v) == 0 && v.kind == kind);
}

static void
test_pdf(struct arena *a)
{
	struct str		s = STR("<< /A#20b (x\\)\\051\\n) /R 3 0 R /N -17 /H <4a4> % note\n /L [ 2 R ] >> "
	    "rest");
	struct pdf_value	v, w;

	EXPECT(pdf_parse(a, &s, &v) != 0);	/* no reference */
	s = STR("<< /A#20b (x\\)\\051\\n) /R 3 0 R /N -17 /H <4a4> % note\n /L [ 1 2 0 R ] >> rest");
	EXPECT(pdf_parse(a, &s, &v) == 0 && v.kind == PDF_DICT && v.n == 5);
	EXPECT_STR(s, " rest");
	EXPECT_STR(pdf_key(&v, "A b")->text, "x))\n");
	EXPECT_I64(pdf_key(&v, "R")->number, 3);
	EXPECT_I64(pdf_key(&v, "N")->number, -17);
	EXPECT_STR(pdf_key(&v, "H")->text, "J@");
	EXPECT(pdf_key(&v, "L")->n == 2);
	EXPECT(parses(a, "1.5", PDF_REAL) && parses(a, "null", PDF_NULL) && parses(a, "true", PDF_BOOL));
	EXPECT(!parses(a, "<< /A 1 /A 2 >>", PDF_DICT));
	EXPECT(!parses(a, "1.5.5", PDF_REAL) && !parses(a, "(", PDF_STRING) && !parses(a, "[1", PDF_ARRAY));
	s = STR("<< /B 1 /A 2 >>");
	EXPECT(pdf_parse(a, &s, &v) == 0);
	s = STR("<</A 2/B 1>>");
	EXPECT(pdf_parse(a, &s, &w) == 0 && pdf_same(&v, &w));
	EXPECT_STR(pdf_text(a, STR("\xfe\xff\x1e\xc7\x00n")), "ện");
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct sign_box			 seal = sign_seal_box((struct sign_box){ 300, 100, 150, 60 });
	struct sign_head		 head = { STR("log"), STR("H24"), 3, { 0xab }, 17 };

	test_wire();
	test_k1();
	test_pdf(a);
	/* 36 mm, over the left third of the signature. */
	EXPECT(seal.width > 102.04 && seal.width < 102.05 && seal.x + seal.width > 349.9 &&
	    seal.x + seal.width < 350.1);
	EXPECT(str_starts(sign_head_text(a, &head), STR("motcua-log-head-1\nH24\n3\nab00")));
	return (check_done());
}
