/*
 * An official document as data, before it is typeset: the blocks of Decree 30/2020/NĐ-CP, Appendix I.
 * Filled from a service's definition and a dossier; typeset by paper.h; its fields are repeated in the XML twin.
 * All text is clean NFC UTF-8. Empty strings leave their place out.
 */
#pragma once

#include "core/arena.h"
#include "core/clock.h"
#include "core/str.h"

#define BLOCK_COLUMNS_MAX	13

enum block_kind {
	BLOCK_HEADING, /* text: a bold line of its own ("Điều 1." stands in label, set in bold before text) */
	BLOCK_PARAGRAPH, /* text, first line indented, justified; label in bold before it when there is one */
	BLOCK_FIELD, /* label: text, one line or wrapped; dots where there is no text */
	BLOCK_CODE, /* label: text, small, in a fixed-width face: a digest to be compared letter by letter */
	BLOCK_TABLE, /* cells: rows x columns, the first row is the head */
	BLOCK_LIST, /* label on a line of its own, then cells: one numbered line each (columns 1) */
	BLOCK__MAX
};

struct block {
	enum block_kind	 kind;
	struct str	 label;
	struct str	 text;
	size_t		 columns;	/* BLOCK_TABLE 1 to BLOCK_COLUMNS_MAX, BLOCK_LIST 1 */
	size_t		 rows;		/* with the head, which a list has not */
	struct str	*cells;		/* rows * columns, row by row */
};

/* A field that the reader compares with the paper: shown by the verify page, carried in the XML twin. */
struct claim {
	struct str	 name;		/* machine name: "holder" */
	struct str	 label_vi;
	struct str	 label_en;
	struct str	 value;
};

/* "ngày 05 tháng 9 năm 2026": days below 10 and months below 3 have a 0 (Decree 30/2020/NĐ-CP, Appendix I, II.4). */
struct str	document_date(struct arena *a, struct date d);
/* The same within a sentence: the word "ngày" is not said again when before ends with it. */
struct str	document_date_within(struct arena *a, struct str before, struct date d);

struct document {
	/* An applicant's own paper (đơn, tờ khai): the nation's name in the middle, no agency, place and date above the
	 * signature. */
	bool		 declaration;
	bool		 landscape;	/* registers: the sheet lies */
	struct str	 copies[2];	/* printed twice, each with its line at the top ("Liên 1: ..."); empty: once */
	struct str	 form_note;	/* slips, small at the top: "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP" */
	struct str	 addressee;	/* declarations: after "Kính gửi:", under the title */
	struct str	 parent_agency;	/* block 2, upper line: "ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG" */
	struct str	 agency;	/* block 2: "SỞ GIÁO DỤC VÀ ĐÀO TẠO" */
	struct str	 unit;		/* slips only, which are set closer: "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ" */
	struct str	 number;	/* block 3: "12/QĐ-SGDĐT" */
	struct str	 place;		/* block 4: "Hải Phòng" */
	struct date	 date;		/* block 4 */
	struct str	 title;		/* block 5a: "QUYẾT ĐỊNH" */
	struct str	 subject;	/* block 5b: "Về việc chỉnh sửa nội dung văn bằng" */
	struct block	*blocks;	/* block 6 */
	size_t		 blocks_n;
	struct str	 authority;	/* block 7a: "GIÁM ĐỐC", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC" */
	struct str	 signature_hint;/* declarations, in italics under the authority: "(Ký, ghi rõ họ tên)" */
	struct str	 signer;	/* block 7b: the name under the signature */
	struct str	*recipients;	/* block 9b, without "Nơi nhận:" */
	size_t		 recipients_n;
	struct str	 left_authority;/* slips: "NGƯỜI NỘP HỒ SƠ" and the name under it */
	struct str	 left_signer;
	struct str note; /* small print: where to look the dossier up; beside the code of two signatures, else last */
	struct str	 qr_text;	/* printed as a QR code; empty: none */
	struct str	 qr_caption;	/* beside the code, "\n" between its lines */
};

/* A copy that borrows nothing: all of it is in a. */
void	document_copy(struct arena *a, const struct document *from, struct document *to);
