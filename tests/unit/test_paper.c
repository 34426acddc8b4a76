#include "check.h"
#include "pdf_text.h"
#include "core/id.h"
#include "paper/paper.h"
#include "paper/twin.h"
#include "paper_sample.h"

static bool
apart(const struct paper_place *a, const struct paper_place *b)
{
	return (a->page != b->page || a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y ||
	    b->y + b->h <= a->y);
}

static bool
on_page(const struct paper_place *p)
{
	return (p->x >= 0 && p->y >= 0 && p->x + p->w <= PAPER_WIDTH_PT && p->y + p->h <= PAPER_HEIGHT_PT);
}

/* Renders, and looks at the places. */
static struct str
rendered(struct arena *a, const struct document *doc, double pt, struct paper_places *places)
{
	struct paper_options	o = { .body_pt = pt };
	struct str		pdf = STR_NONE, again = STR_NONE;

	EXPECT_I64(paper_render(a, doc, &o, &pdf, places), 0);
	EXPECT_I64(paper_render(a, doc, &o, &again, places), 0);
	EXPECT(pdf.n > 0 && str_eq(pdf, again));
	EXPECT(places->signature.page == places->pages && on_page(&places->signature));
	EXPECT(places->qr.page == places->pages && on_page(&places->qr));
	EXPECT(apart(&places->qr, &places->seal) && apart(&places->qr, &places->signature));
	EXPECT(apart(&places->qr, &places->left_signature) && on_page(&places->seal));
	return (pdf);
}

/* The words that stand outside the margins of 30, 15 and 20 mm; a point is what rounding takes. */
static struct str
outside(struct arena *a, struct str pdf)
{
	return (tool(a, pdf, "pdftotext -bbox", "- | awk -F'\"' '/<word/ && ($2 < 84 || $6 > 553.8 || $8 > 786.2)'"));
}

/* How far from the left a word starts, in points; the page has it once. */
static double
left_of(struct arena *a, struct str pdf, const char *word)
{
	struct str x = tool(
	    a, pdf, "pdftotext -bbox", arena_printf(a, "- | awk -F'\"' '/>%s<.word>/ { print $2 }'", word).p);

	return (strtod(arena_cstr(a, x), NULL));
}

static void
decision(struct arena *a)
{
	struct document		doc = sample_decision();
	struct paper_places	places;
	struct str		pdf = rendered(a, &doc, 14, &places), text, fonts;

	EXPECT_I64(places.pages, 1);
	text = tool(a, pdf, "pdftotext -layout", "-");
	EXPECT(says(text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
	EXPECT(says(text, "Độc lập - Tự do - Hạnh phúc"));
	EXPECT(says(text, "Số: 12/QĐ-SGDĐT"));
	EXPECT(says(text, "Hải Phòng, ngày 05 tháng 02 năm 2026"));
	EXPECT(says(text, "Ẵm, Ổ, Ợ, Ữ, Ỵ; ẤẦẨẪẬ ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ"));
	EXPECT(says(text, "- Lưu: VT, QLCL."));
	text = tool(a, pdf, "pdfinfo -struct-text", "");
	EXPECT(says(text, "  H1 (block)\n    \"QUYẾT ĐỊNH\""));
	EXPECT(says(text, "ban hành Quy chế quản lý bằng tốt nghiệp trung học cơ sở"));	/* over a line end */
	EXPECT(says(text, "\"ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG\""));
	EXPECT(says(text, "\"PHÓ GIÁM ĐỐC\""));
	EXPECT_STR(outside(a, pdf), "");
	fonts = tool(a, pdf, "pdffonts", "| tail -n +3 | grep -v 'Tinos.* yes yes yes'");
	EXPECT_STR(fonts, "");
	EXPECT(says(tool(a, pdf, "pdfinfo", ""), "Tagged:          yes"));
	/* "vi-VN"; "Mã QR: Quét mã để kiểm tra tính" and so on */
	EXPECT(says(pdf, "/Lang <FEFF00760069002D0056004E>"));
	EXPECT(says(pdf, "/S /Figure\n/P ") && says(pdf, "/Alt <FEFF004D00E300200051005200"));
	EXPECT(says(tool(a, pdf, "qpdf --check", ""), "No syntax or stream encoding errors"));
	/* The same paragraph is narrower where it is no ground of a decision, and so upright. */
	doc.blocks_n = 1;
	EXPECT(left_of(a, rendered(a, &doc, 14, &places), "2019;") + 1 < left_of(a, pdf, "2019;"));
	doc.date = (struct date){ 2026, 3, 15 };
	text = tool(a, rendered(a, &doc, 14, &places), "pdftotext -layout", "-");
	EXPECT(says(text, "ngày 15 tháng 3 năm 2026"));
	/* The code is read back from the page. */
	text = tool(a, pdf, "pdftoppm -r 150 -png -singlefile",
	    "/tmp/test_paper_qr && zbarimg -q --raw /tmp/test_paper_qr.png 2>/dev/null");
	EXPECT_STR(str_trim(text), SAMPLE_K1);
	unlink("/tmp/test_paper_qr.png");
}

static void
many_pages(struct arena *a)
{
	struct document		doc = sample_long(a, 45);
	struct paper_places	places;
	struct str		text;
	size_t			rows;

	text = tool(a, rendered(a, &doc, 13, &places), "pdftotext -layout", "-");
	EXPECT_I64(places.pages, 3);
	EXPECT(says(text, "\f") && says(text, "45"));
	/* However the closing falls, it is on one page and not alone there. */
	for (rows = 1; rows < 24; rows++) {
		doc = sample_long(a, rows);
		text = rendered(a, &doc, 13, &places);
		text = tool(a, text, arena_printf(a, "pdftotext -f %d -layout", places.pages).p, "-");
		EXPECT(says(text, "Nơi nhận") && says(text, "Trần Văn Mẫu") && says(text, "thi hành Quyết định này"));
	}
}

/* One file or four: a receipt is one sheet of paper. */
static void
receipts(struct arena *a)
{
	static const size_t	files_n[] = { 0, 1, 4 };
	struct receipt_facts	receipt = sample_receipt();
	struct slip_file	files[4];
	struct paper_places	places;
	struct document		doc;
	struct str		pdf, text;

	for (size_t i = 0; i < COUNT_OF(files); i++)
		files[i] = sample_files[i % 3 == 1 ? 0 : i % 3];
	receipt.files = files;
	for (size_t i = 0; i < COUNT_OF(files_n); i++) {
		receipt.files_n = files_n[i];
		slip_receipt(a, &receipt, &doc);
		pdf = rendered(a, &doc, 0, &places);
		EXPECT_I64(places.pages, 1);
		EXPECT_STR(outside(a, pdf), "");
	}
	text = tool(a, pdf, "pdftotext -layout", "-");
	EXPECT(says(text, "tệp 4: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"));
	EXPECT(says(tool(a, pdf, "pdffonts", ""), "Cousine"));
	EXPECT(says(text, "Bộ phận Tiếp nhận và Trả kết quả: Sở Giáo dục và Đào tạo\n"));
	/* What of a field does not fit the line hangs below its start. */
	receipt.head.address = STR(
	    "Số 12, ngõ 34 đường Thử, phường Nghiệm, thành phố Hải Phòng, Trungtâmhànhchínhcôngthửnghiệm");
	receipt.due_s = 0;
	slip_receipt(a, &receipt, &doc);
	pdf = rendered(a, &doc, 0, &places);
	EXPECT(left_of(a, pdf, "Địa") < 86 && left_of(a, pdf, "Trungtâmhànhchínhcôngthửnghiệm") > 100);
	EXPECT(says(tool(a, pdf, "pdftotext -layout", "-"), "Thời gian trả kết quả giải quyết hồ sơ: ....."));
}

static void
slips(struct arena *a)
{
	struct receipt_facts	receipt = sample_receipt();
	struct supplement_facts	supplement = sample_supplement();
	struct refusal_facts	refusal = sample_refusal();
	struct paper_places	places;
	struct document		doc;
	struct str		text;

	slip_receipt(a, &receipt, &doc);
	text = tool(a, rendered(a, &doc, 13, &places), "pdftotext -layout", "-");
	EXPECT(places.left_signature.page == places.pages && apart(&places.left_signature, &places.seal));
	EXPECT(says(text, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ") && says(text, "Mã hồ sơ: H24.19-261124-0001"));
	EXPECT(says(text, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08") &&
	    says(text, "NGƯỜI NỘP HỒ SƠ"));
	EXPECT(says(text, "Thời gian nhận hồ sơ: 13 giờ 00 phút, ngày 24 tháng 11 năm 2026"));
	EXPECT(says(text, "Email: ......") && says(text, "tra-cuu?ma=H24.19-261124-0001"));
	receipt.head.number = receipt.head.officer = STR_NONE;
	slip_submission(a, &receipt, &doc);
	text = tool(a, rendered(a, &doc, 13, &places), "pdftotext -layout", "-");
	EXPECT(places.signature.page == 1 && places.left_signature.page == 0 && !says(text, "Số:"));
	EXPECT(says(text, "GIẤY XÁC NHẬN NỘP HỒ SƠ TRỰC TUYẾN") && says(text, "Mã hồ sơ: H24.19-261124-0001"));
	EXPECT(says(text, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08") &&
	    says(text, "trong 08 giờ làm việc"));
	EXPECT(says(text, "Thời gian nộp hồ sơ: 13 giờ 00 phút, ngày 24 tháng 11 năm 2026"));
	slip_supplement(a, &supplement, &doc);
	text = tool(a, rendered(a, &doc, 13, &places), "pdftotext -layout", "-");
	EXPECT(places.left_signature.page == 0 && says(text, "2. Ảnh chụp mặt sau") && says(text, "NGƯỜI HƯỚNG DẪN"));
	supplement.contact = supplement.contact_phone = STR_NONE;
	slip_supplement(a, &supplement, &doc);
	text = tool(a, rendered(a, &doc, 13, &places), "pdftotext -layout", "-");
	EXPECT(says(text, "đề nghị liên hệ với Lê Văn Ví Dụ."));
	slip_refusal(a, &refusal, &doc);
	text = tool(a, rendered(a, &doc, 13, &places), "pdftotext -layout", "-");
	EXPECT(says(text, "PHIẾU TỪ CHỐI") && says(text, "không thuộc thẩm quyền"));
}

static void
refused(struct arena *a)
{
	struct document		doc = sample_decision();
	struct block		table = { .kind = BLOCK_TABLE, .columns = 1, .rows = 2 };
	struct str		cells[2] = { STR("A"), STR_NONE }, pdf;
	struct paper_places	places;
	char			*long_cell = arena_alloc(a, 9001);

	doc.subject = STR("Về việc 漢字");
	EXPECT_I64(paper_render(a, &doc, NULL, &pdf, &places), PAPER_E_GLYPH);
	doc = sample_decision();
	memset(long_cell, '1', 9000);
	doc.qr_text = (struct str){ long_cell, 9000 };
	EXPECT_I64(paper_render(a, &doc, NULL, &pdf, &places), PAPER_E_QR);
	doc = sample_decision();
	memset(long_cell, '\n', 9000);
	cells[1] = (struct str){ long_cell, 9000 };
	table.cells = cells;
	doc.blocks = &table;
	doc.blocks_n = 1;
	EXPECT_I64(paper_render(a, &doc, NULL, &pdf, &places), PAPER_E_LONG);
}

static void
twin(struct arena *a)
{
	const struct claim		claims[] = { { STR("holder"), STR("Người được cấp"), STR("Holder"),
	    STR("Nguyễn & <Thử>") } };
	const struct twin_facts		facts = {
		.issuer = STR("H24.19"), .agency = STR("Sở \"GD\""), .number = STR("12/QĐ-SGDĐT"),
		    .date = { 2026, 2, 5 },
		.issued_s = 1795500000, .dossier = STR("H24.19-261124-0001")
	};
	struct str			xml = STR_NONE;
	uint8_t				digest[TWIN_DIGEST_BYTES];

	EXPECT_I64(twin_write(a, &facts, claims, 1, &xml), 0);
	EXPECT_STR(xml, "<result xmlns=\"urn:motcua:result:1\"><issuer code=\"H24.19\">Sở \"GD\"</issuer>"
	    "<number>12/QĐ-SGDĐT</number><date>2026-02-05</date><issued>2026-11-24T13:00:00+07:00</issued>"
	    "<dossier>H24.19-261124-0001</dossier><claims><claim name=\"holder\"><label xml:lang=\"vi\">Người được "
	    "cấp</label>"
	    "<label xml:lang=\"en\">Holder</label><value>Nguyễn &amp; &lt;Thử&gt;</value></claim></claims></result>");
	/* Canonical already: another tool's canonical form is the same bytes. */
	EXPECT(str_eq(tool(a, xml, "xmllint --c14n11", ""), xml));
	twin_digest(xml, digest);
	EXPECT(says(tool(a, xml, "sha256sum", ""), hex_text(a, digest, sizeof(digest)).p));
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	EXPECT_I64(paper_warm_up(), 0);
	decision(a);
	many_pages(a);
	receipts(a);
	slips(a);
	refused(a);
	twin(a);
	return (check_done());
}
