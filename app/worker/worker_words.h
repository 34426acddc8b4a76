/*
 * The few fixed words that the worker itself puts into papers, in the law's wording (Circular 03/2025/TT-VPCP,
 * Appendix I; Decree 30/2020/NĐ-CP). Vietnamese only: the papers are. The rest is in packages and in paper/.
 */
#pragma once

#define WORD_ELECTRONIC_COPY	"Bản sao điện tử"
#define WORD_ONLINE		"Trực tuyến"
#define WORD_INCOMPLETE		"Hồ sơ chưa đầy đủ hoặc chưa đúng quy định"
#define WORD_STOP_ASKED		"Người nộp hồ sơ đề nghị dừng giải quyết"
#define WORD_STOP_LATE		"Quá thời hạn bổ sung hồ sơ"
#define WORD_APPROVED		"Phê duyệt"
#define WORD_QR_CAPTION		"Quét mã để kiểm tra\nbản này hoặc mở\n%s/k/%.*s"
