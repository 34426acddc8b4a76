#include "check.h"
#include "pdf_text.h"
#include "paper/paper.h"
#include "paper/slip.h"

#define AT_S	1795500000	/* 24/11/2026 */

static struct slip_head
head(void)
{
	return ((struct slip_head){ .parent_agency = STR("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"),
	    .agency = STR("SỞ GIÁO DỤC VÀ ĐÀO TẠO"), .agency_name = STR("Sở Giáo dục và Đào tạo"), .unit = slip_unit(),
	    .number = STR("0007/PXL"), .place = STR("Hải Phòng"), .at_s = AT_S, .dossier = STR("H24.19-261124-0007"),
	    .applicant = STR("Nguyễn Thị Ngưỡng"), .address = STR("Số 1 phố Thử Nghiệm"), .phone = STR("0900000001"),
	    .procedure = STR("Cấp bản sao văn bằng, chứng chỉ từ sổ gốc"), .officer = STR("Trần Minh Mẫu"),
	    .lookup_url = STR("https://dvc.example.vn/tra-cuu?ma=H24.19-261124-0007") });
}

/* The text of a slip; its fonts are embedded, its pages as many as said. */
static struct str
text_of(struct arena *a, const struct document *doc, int pages)
{
	struct paper_places	places;
	struct str		pdf = STR_NONE;

	EXPECT_I64(paper_render(a, doc, NULL, &pdf, &places), 0);
	if (pages > 0)
		EXPECT_I64(places.pages, pages);
	EXPECT_STR(tool(a, pdf, "pdffonts", "| tail -n +3 | grep -v 'Tinos.* yes yes yes'"), "");
	EXPECT(says(tool(a, pdf, "qpdf --check", ""), "No syntax or stream encoding errors"));
	if (doc->landscape)
		EXPECT(says(tool(a, pdf, "pdfinfo", ""), "841.89 x 595.276"));
	/* To be looked at: SLIPS_OUT=folder. */
	if (getenv("SLIPS_OUT") != NULL)
		tool(a, pdf, "cp", arena_printf(a, "%s/slip-%zu.pdf", getenv("SLIPS_OUT"), doc->title.n).p);
	return (tool(a, pdf, "pdftotext -layout", "-"));
}

static void
apology(struct arena *a)
{
	struct apology_facts	f = { .head = head(), .authority = STR("GIÁM ĐỐC"), .received_s = AT_S - 400000,
	    .old_due_s = AT_S + 100000, .new_due_s = AT_S + 500000, .reason = STR("Chờ xác minh tại đơn vị cũ") };
	struct document		doc = { 0 };
	struct str		text;

	f.head.unit = STR_NONE;
	f.head.title = STR("PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ");
	f.head.form_note = slip_form_note(a, STR("04"), STR("01/2018/TT-VPCP"));
	slip_apology(a, &f, &doc);
	text = text_of(a, &doc, 1);
	EXPECT(says(text, "Mẫu số 04 – Thông tư số 01/2018/TT-VPCP"));
	EXPECT(says(text, "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"));
	EXPECT(says(text, "Kính gửi: Nguyễn Thị Ngưỡng"));
	EXPECT(says(text, "Chờ xác minh tại đơn vị cũ") && says(text, "chỉ thực hiện một lần"));
	EXPECT(says(text, "GIÁM ĐỐC") && says(text, "Trần Minh Mẫu"));
	f.head.title = f.head.form_note = STR_NONE;
	slip_apology(a, &f, &doc);
	EXPECT(says(text_of(a, &doc, 1), "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"));
}

static void
stop(struct arena *a)
{
	static const struct slip_file	back[] = { { .name = STR("Bản chính học bạ") } };
	struct stop_facts		f = { .head = head(), .received_s = AT_S - 400000, .stopped_s = AT_S,
	    .asked = true,
	    .reason = STR("Không còn nhu cầu"), .back = back, .back_n = 1 };
	struct document			doc = { 0 };
	struct str			text;

	slip_stop(a, &f, &doc);
	text = text_of(a, &doc, 1);
	EXPECT(says(text, "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ") && says(text, "Theo đề nghị của người nộp hồ sơ"));
	EXPECT(says(text, "Lý do: Không còn nhu cầu") && says(text, "1. Bản chính học bạ"));
	f.asked = false;
	slip_stop(a, &f, &doc);
	EXPECT(!str_starts(text_of(a, &doc, 1), STR("Theo đề nghị")));
}

static void
control(struct arena *a)
{
	struct control_step	steps[3] = {
		{ STR("Nguyễn Thị Ngưỡng"), STR("Bộ phận Một cửa, Đặng Hoàng Ẩn"), AT_S, AT_S + 60, SLIP_EARLY,
		    STR("Tiếp nhận hồ sơ") },
		{ STR("Bộ phận Một cửa, Đặng Hoàng Ẩn"), STR("Chuyên viên, Trần Văn Ổn"), AT_S + 100, AT_S + 200,
		    SLIP_LATE, STR("Tra sổ gốc, soạn bản sao") },
		{ STR("Chuyên viên, Trần Văn Ổn"), STR("Lãnh đạo Sở"), AT_S + 900, 0, SLIP_OPEN,
		    STR("Duyệt và ký số") },
	};
	struct control_facts	f = { .head = head(), .rows = steps, .rows_n = COUNT_OF(steps) };
	struct document		doc = { 0 };
	struct str		text;

	slip_control(a, &f, &doc);
	text = text_of(a, &doc, 1);
	EXPECT(says(text, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ") && says(text, "Trước hạn"));
	EXPECT(says(text, "Quá hạn") && says(text, "Duyệt và ký số") && says(text, "1. Giao:"));
}

static void
books(struct arena *a)
{
	struct register_row	*rows = ARENA_ARRAY(a, struct register_row, 120);
	struct register_facts	 f = { .head = head(), .book = STR("2026"), .from = { 2026, 11, 1 }, .to = { 2026,
	    11, 30 },
	    .rows = rows, .rows_n = 120 };
	struct document		 doc = { 0 };
	struct str		 text;

	for (size_t i = 0; i < f.rows_n; i++)
		rows[i] = (struct register_row){ .row = (int64_t)i + 1,
		    .code = arena_printf(a, "H24.19-261124-%04zu", i + 1), .procedure = f.head.procedure,
		    .applicant = f.head.applicant, .contact = STR("Số 1 phố Thử Nghiệm, 0900000001"),
		    .agency = STR("Sở Giáo dục và Đào tạo"), .delivery = STR("Trực tuyến"), .received_s = AT_S,
		    .due_s = AT_S + 86400, .returned_s = i % 2 == 0 ? AT_S + 4000 : 0 };
	slip_register(a, &f, &doc);
	text = text_of(a, &doc, 0);
	EXPECT(says(text, "SỔ THEO DÕI HỒ SƠ") && says(text, "Quyển số 2026, từ ngày 01/11/2026 đến ngày 30/11/2026"));
	EXPECT(says(text, "\f") && says(text, "120"));
	f.rows_n = 3;
	slip_hand_over(a, &f, STR("Phòng Quản lý thi"), &doc);
	text = text_of(a, &doc, 1);
	EXPECT(says(text, "PHIẾU BÀN GIAO HỒ SƠ") && says(text, "Bàn giao cho: Phòng Quản lý thi"));
	EXPECT(says(text, "NGƯỜI GIAO") && says(text, "NGƯỜI NHẬN") && says(text, "H24.19-261124-0003"));
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	EXPECT_I64(paper_warm_up(), 0);
	apology(a);
	stop(a);
	control(a);
	books(a);
	return (check_done());
}
