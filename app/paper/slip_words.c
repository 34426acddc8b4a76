#include "paper/slip_words.h"

/* Decree 30/2020/NĐ-CP, Appendix I, part II. */
const struct paper_words	paper_words = {
	.nation = STR("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),		/* II.1 */
	.motto = STR("Độc lập - Tự do - Hạnh phúc"),			/* II.1 */
	.number = STR("Số:"),						/* II.3 */
	.day = STR("ngày"),						/* II.4 */
	.month = STR("tháng"),
	.year = STR("năm"),
	.recipients = STR("Nơi nhận:"),					/* II.9 */
	.conjunction = STR("VÀ"),						/* ends no line of a name */
	.addressee = STR("Kính gửi:"),
	.qr_alt = STR("Mã QR:"),			/* before the caption; ISO 32000-1, 14.9.3 */
};

/* Circular 01/2018/TT-VPCP, annex, forms 01 to 03; kept by Circular 03/2025/TT-VPCP under the same numbers. */
const struct slip_words		slip_words = {
	/* Form 01 */
	.receipt_title = STR("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"),
	.subject_dossier = STR("Mã hồ sơ:"),
	.unit_received = STR("Bộ phận Tiếp nhận và Trả kết quả"),
	.applicant = STR("Tiếp nhận hồ sơ của"),
	.address = STR("Địa chỉ"),
	.phone = STR("Số điện thoại"),
	.email = STR("Email"),
	.request = STR("Nội dung yêu cầu giải quyết"),
	.files = STR("Thành phần hồ sơ nộp gồm:"),
	.file_head = { STR("STT"), STR("Tên giấy tờ"), STR("Hình thức"), STR("Số bản") },
	.digests = STR("Mã băm SHA-256 của các tệp điện tử:"),
	.digest_file = STR("tệp"),
	.sets = STR("Số lượng hồ sơ"),
	.sets_unit = STR("(bộ)"),
	.legal_time = STR("Thời gian giải quyết hồ sơ theo quy định là"),
	.days_unit = STR("ngày làm việc"),
	.same_day = STR("trong ngày làm việc"),
	.received = STR("Thời gian nhận hồ sơ"),
	.due = STR("Thời gian trả kết quả giải quyết hồ sơ"),
	.delivery = STR("Đăng ký nhận kết quả tại"),
	.book = STR("Vào Sổ theo dõi hồ sơ, Quyển số"),
	.book_row = STR("Số thứ tự"),
	.blank = STR("...................."),
	.submitter = STR("NGƯỜI NỘP HỒ SƠ"),
	.receiver = STR("NGƯỜI TIẾP NHẬN HỒ SƠ"),
	.lookup = STR("Ghi chú: Tra cứu tình trạng giải quyết hồ sơ tại"),
	.scan = STR("Quét mã để tra cứu\ntình trạng hồ sơ."),
	.preview = STR("Bản xem trước, chưa nộp."),
	.filed = STR("Khai và nộp bằng tài khoản điện tử lúc"),
	.form = STR("Mẫu số"),
	.circular = STR("Thông tư số"),
	.unit = STR("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"),
	.hour = STR("giờ"),
	.minute = STR("phút"),
	/* Before form 01, for what is handed in online: Decree 45/2020/NĐ-CP. */
	.submission_title = STR("GIẤY XÁC NHẬN NỘP HỒ SƠ TRỰC TUYẾN"),
	.submission_to = STR("Nơi nhận hồ sơ"),
	.applicant_online = STR("Người nộp hồ sơ"),
	.submitted = STR("Thời gian nộp hồ sơ"),
	.answer_within = STR("Bộ phận Tiếp nhận và Trả kết quả sẽ trả lời về việc tiếp nhận hồ sơ trong "
	    "08 giờ làm việc, kể từ thời gian nộp hồ sơ."),
	.no_receipt_yet = STR("Giấy này xác nhận hồ sơ đã được nộp, không thay cho Giấy tiếp nhận hồ sơ và "
	    "hẹn trả kết quả."),
	.unit_online = STR("TIẾP NHẬN TRỰC TUYẾN"),
	/* Form 02 */
	.supplement_title = STR("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"),
	.supplement_of = STR("Hồ sơ của"),
	.wants = STR("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:"),
	.reason = STR("Lý do"),
	.until = STR("Thời hạn bổ sung, hoàn thiện hồ sơ"),
	.contact = STR("Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, đề nghị liên hệ với"),
	.contact_phone = STR("số điện thoại"),
	.guide = STR("NGƯỜI HƯỚNG DẪN"),
	/* Form 03 */
	.refusal_title = STR("PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ"),
	.refusal_text = STR("Qua xem xét, Bộ phận Tiếp nhận và Trả kết quả thông báo không tiếp nhận, giải quyết hồ "
	    "sơ này với lý do cụ thể như sau:"),
	.legal_basis = STR("Căn cứ pháp lý"),
	/* Form 04 */
	.apology_title = STR("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"),
	.dear = STR("Kính gửi"),
	.code = STR("Mã hồ sơ"),
	.received_at = STR("Ngày tiếp nhận hồ sơ"),
	.promised = STR("Thời gian hẹn trả kết quả giải quyết hồ sơ"),
	.new_promise = STR("Thời gian hẹn trả lại kết quả"),
	.apology_late = STR("không thể trả kết quả giải quyết hồ sơ của ông (bà) đúng thời hạn nêu trên."),
	.apology_text = STR("chân thành xin lỗi ông (bà) vì sự chậm trễ này và đề "
	    "nghị được gia hạn thời gian giải quyết hồ sơ."),
	.apology_end = STR("Việc hẹn lại này chỉ thực hiện một lần. Rất mong ông (bà) thông cảm."),
	/* Form 05 of 2025 */
	.stop_title = STR("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"),
	.stop_asked = STR("Theo đề nghị của người nộp hồ sơ, cơ quan thông báo dừng giải quyết hồ sơ nêu trên."),
	.stop_unasked = STR("Cơ quan thông báo dừng giải quyết hồ sơ nêu trên."),
	.stopped_at = STR("Thời điểm dừng giải quyết"),
	.back = STR("Giấy tờ trả lại:"),
	/* Form 06 (05 of 2018) */
	.control_title = STR("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"),
	.control_agency = STR("Cơ quan (bộ phận) giải quyết hồ sơ"),
	.control_of = STR("Kèm theo hồ sơ của"),
	.control_head = { STR("TÊN CƠ QUAN"), STR("THỜI GIAN GIAO, NHẬN HỒ SƠ"), STR("KẾT QUẢ GIẢI QUYẾT HỒ SƠ"),
	    STR("GHI CHÚ") },
	.giver = STR("Giao"),
	.taker = STR("Nhận"),
	.early = STR("Trước hạn"),
	.on_time = STR("Đúng hạn"),
	.late = STR("Quá hạn"),
	/* Form 07 (06 of 2018) */
	.register_title = STR("SỔ THEO DÕI HỒ SƠ"),
	.register_head = { STR("STT"), STR("Mã hồ sơ"), STR("Tên thủ tục hành chính"), STR("Số lượng hồ sơ (bộ)"),
	    STR("Tên cá nhân, tổ chức"), STR("Địa chỉ, số điện thoại"), STR("Cơ quan chủ trì giải quyết"),
	    STR("Nhận hồ sơ"), STR("Hẹn trả kết quả"), STR("Trả kết quả"), STR("Phương thức nhận kết quả"),
	    STR("Ký nhận"), STR("Ghi chú") },
	.book_number = STR("Quyển số"),
	.from = STR("từ ngày"),
	.to = STR("đến ngày"),
	/* No form of the law: what a desk prints to hand dossiers over with */
	.hand_over_title = STR("PHIẾU BÀN GIAO HỒ SƠ"),
	.hand_over_head = { STR("STT"), STR("Mã hồ sơ"), STR("Người nộp"), STR("Thủ tục hành chính"), STR("Hẹn trả"),
	    STR("Ghi chú") },
	.hand_over_to = STR("Bàn giao cho"),
	.giver_signs = STR("NGƯỜI GIAO"),
	.taker_signs = STR("NGƯỜI NHẬN"),
};
