/* Invented documents for the tests of typesetting: a decision, one of many pages, and a receipt. */
#pragma once

#include "paper/document.h"
#include "paper/slip.h"

#define SAMPLE_K1	"https://dvc.example.vn/k/0123456789#" \
	"152233661122334455667788990011223344556677889900112233445566" \
	"77889900112233445566778899001122334455667788990011223" \
	"344556677889900112233445566778899001122334455667788990011223" \
	"34455667788990011223344556677889900112233445566778899" \
	"001122334455667788990011223344556677889900112233445566778899" \
	"00112233445566778899001122334455667788990011223344556" \
	"677889900112233445566778899001122334455667788990011223344556" \
	"67788990011223344556677889900112233445566778899001122" \
	"334455667788990011223344556677889900112233445566778899001122334455667788990011223344556677889900112233445566"

static struct str	sample_recipients[] = {
	STR("Như Điều 3"), STR("Sở Giáo dục và Đào tạo (để báo cáo)"), STR("Lưu: VT, QLCL")
};

static struct block	sample_blocks[] = {
	{ .kind = BLOCK_PARAGRAPH, .text = STR("Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;") },
	{ .kind = BLOCK_PARAGRAPH, .text =
	    STR("Căn cứ Thông tư số 21/2019/TT-BGDĐT ban hành Quy chế quản lý bằng tốt nghiệp "
	    "trung học cơ sở, bằng tốt nghiệp trung học phổ thông, văn bằng giáo dục đại học và chứng chỉ của hệ "
	    "thống giáo dục "
	    "quốc dân;") },
	{ .kind = BLOCK_PARAGRAPH, .text =
	    STR("Xét đề nghị của bà Nguyễn Thị Thử Nghiệm tại hồ sơ số H24.19-261124-0001 và của "
	    "Trưởng phòng Quản lý chất lượng.") },
	{ .kind = BLOCK_HEADING, .text = STR("QUYẾT ĐỊNH:") },
	{ .kind = BLOCK_PARAGRAPH, .label = STR("Điều 1."),
	    .text = STR("Chỉnh sửa nội dung ghi trên bằng tốt nghiệp trung học "
	    "phổ thông của bà Nguyễn Thị Thử Nghiệm như sau: Đặng Vĩnh Quyền, Hữu Ước, Ngưỡng, Nghiễn, Khuỷu, Ỷ lại, "
	    "Ẵm, Ổ, Ợ, Ữ, Ỵ; "
	    "ẤẦẨẪẬ ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ.") },
	{ .kind = BLOCK_FIELD, .label = STR("Họ và tên"), .text = STR("Nguyễn Thị Thử Nghiệm") },
	{ .kind = BLOCK_FIELD, .label = STR("Ngày, tháng, năm sinh"), .text = STR("05/9/1990") },
	{ .kind = BLOCK_PARAGRAPH, .label = STR("Điều 2."), .text = STR("Quyết định này có hiệu lực kể từ ngày ký.") },
	{ .kind = BLOCK_PARAGRAPH, .label = STR("Điều 3."),
	    .text = STR("Chánh Văn phòng, Trưởng phòng Quản lý chất lượng và bà "
	    "Nguyễn Thị Thử Nghiệm chịu trách nhiệm thi hành Quyết định này./.") },
};

static inline struct document
sample_decision(void)
{
	return ((struct document){
		.parent_agency = STR("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"), .agency = STR("SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
		.number = STR("12/QĐ-SGDĐT"), .place = STR("Hải Phòng"), .date = { 2026, 2, 5 },
		.title = STR("QUYẾT ĐỊNH"),
		    .subject = STR("Về việc chỉnh sửa nội dung văn bằng, chứng chỉ do bổ sung hộ tịch"),
		.blocks = sample_blocks, .blocks_n = COUNT_OF(sample_blocks),
		.authority = STR("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"), .signer = STR("Trần Văn Mẫu"),
		.recipients = sample_recipients, .recipients_n = COUNT_OF(sample_recipients),
		.qr_text = STR(SAMPLE_K1), .qr_caption =
		    STR("Quét mã để kiểm tra\ntính xác thực của\nvăn bản điện tử này.")
	});
}

/* The decision with a table of rows rows after its fields. */
static inline struct document
sample_long(struct arena *a, size_t rows)
{
	struct document	doc = sample_decision();
	struct block	*blocks = ARENA_ARRAY(a, struct block, doc.blocks_n + 1);
	struct str	*cells = ARENA_ARRAY(a, struct str, (rows + 1) * 4);
	size_t		 i;

	memcpy(blocks, doc.blocks, 7 * sizeof(*blocks));
	memcpy(blocks + 8, doc.blocks + 7, (doc.blocks_n - 7) * sizeof(*blocks));
	memcpy(cells, (struct str[]){ STR("STT"), STR("Họ và tên"), STR("Trường"), STR("Nội dung chỉnh sửa") },
	    4 * sizeof(*cells));
	for (i = 1; i <= rows; i++) {
		cells[i * 4] = arena_printf(a, "%zu", i);
		cells[i * 4 + 1] = STR("Phạm Thị Ví Dụ");
		cells[i * 4 + 2] = STR("Trường Trung học phổ thông Thử Nghiệm");
		cells[i * 4 + 3] = arena_printf(a, "Ngày sinh từ 0%zu/02/2005 thành 01/02/2005", i % 9 + 1);
	}
	blocks[7] = (struct block){ .kind = BLOCK_TABLE, .columns = 4, .rows = rows + 1, .cells = cells };
	doc.blocks = blocks;
	doc.blocks_n++;
	return (doc);
}

static const struct slip_file	sample_files[] = {
	{ STR("Đơn đề nghị chỉnh sửa nội dung văn bằng, chứng chỉ"), STR("Bản điện tử"), 1,
	    STR("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08") },
	{ STR("Bằng tốt nghiệp trung học phổ thông"), STR("Bản chính"), 1, { NULL, 0 } },
	{ STR("Bản sao Giấy khai sinh"), STR("Bản sao điện tử"), 2,
	    STR("60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752") },
};

static inline struct slip_head
sample_head(void)
{
	return ((struct slip_head){ .parent_agency = STR("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG"),
	    .agency = STR("SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
	    .agency_name = STR("Sở Giáo dục và Đào tạo"),
	    .unit = STR("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"),
	    .number = STR("0012/TNHS"),
	    .place = STR("Hải Phòng"),
	    .at_s = 1795500000,
	    .dossier = STR("H24.19-261124-0001"),
	    .applicant = STR("Nguyễn Thị Thử Nghiệm"),
	    .address = STR("Số 12, ngõ 34 đường Thử, phường Nghiệm, thành phố Hải Phòng"),
	    .phone = STR("0912 000 000"),
	    .procedure = STR("Chỉnh sửa nội dung văn bằng, chứng chỉ do bổ sung hộ tịch"),
	    .officer = STR("Lê Văn Ví Dụ"),
	    .lookup_url = STR("https://dvc.example.vn/tra-cuu?ma=H24.19-261124-0001") });
}

static inline struct receipt_facts
sample_receipt(void)
{
	return ((struct receipt_facts){ .head = sample_head(), .files = sample_files, .files_n = COUNT_OF(sample_files),
	    .sets = 1, .legal_days = 5, .received_s = 1795500000, .due_s = 1795500000 + 7 * CLOCK_DAY_S,
	    .delivery = STR("Trực tuyến, qua Cổng dịch vụ công") });
}

static const struct str	sample_wants[] = {
	STR("Bản sao Trích lục hộ tịch đã được bổ sung ngày, tháng sinh;"),
	    STR("Ảnh chụp mặt sau của văn bằng, rõ số hiệu và số vào sổ.")
};

static inline struct supplement_facts
sample_supplement(void)
{
	return ((struct supplement_facts){ .head = sample_head(), .wants = sample_wants,
	    .wants_n = COUNT_OF(sample_wants),
	    .reason = STR("Giấy tờ đã nộp chưa có căn cứ để chỉnh sửa."), .until_s = 1795500000 + 9 * CLOCK_DAY_S,
	    .contact = STR("ông Lê Văn Ví Dụ"), .contact_phone = STR("0225 000 000") });
}

static inline struct refusal_facts
sample_refusal(void)
{
	return ((struct refusal_facts){ .head = sample_head(),
	    .reason = STR("Văn bằng do cơ quan khác cấp, không thuộc thẩm quyền."),
	    .legal_basis = STR("Điều 3 Quy chế ban hành kèm theo Thông tư số 21/2019/TT-BGDĐT") });
}
