/*
 * The slips of the one-stop desk that every procedure has, as documents: the seven forms of Circular 03/2025/TT-VPCP
 * and the six of 01/2018/TT-VPCP before it. Which one holds on a day, its title and number are data (table
 * slip_form); the other fixed words are in slip_words.c. Empty facts print as dotted lines where the form has a line
 * for them. Results live in the arena and borrow the facts' texts.
 */
#pragma once

#include "core/arena.h"
#include "core/clock.h"
#include "core/core.h"
#include "core/str.h"
#include "paper/document.h"

#define SLIP_FILES_MAX	200

/* What the slips share. */
struct slip_head {
	struct str	form_note, title;		/* of the form that holds; title empty: today's */
	struct str	 parent_agency, agency, unit;	/* as in struct document */
	struct str	 agency_name;			/* in a sentence: "Sở Giáo dục và Đào tạo" */
	struct str	 number;			/* "0012/TNHS" */
	struct str	 place;
	int64_t		 at_s;				/* when it is made: gives the date */
	struct str	 dossier;			/* dossier code; empty when refused at the desk */
	struct str	 applicant, address, phone, email;
	struct str	 procedure;			/* name of the procedure */
	struct str	 officer;			/* who signs */
	struct str	 lookup_url;			/* printed, and as a QR code; empty: none */
};

struct slip_file {
	struct str	 name;			/* "Bản sao Giấy khai sinh" */
	struct str	 form;			/* "Bản chính", "Bản sao điện tử" */
	int		 copies;
	struct str	 sha256;		/* 64 hex digits of an electronic file, or empty for paper */
};

struct receipt_facts {
	struct slip_head	 head;
	const struct slip_file	*files;
	size_t			 files_n;
	int			 sets;			/* number of dossier sets */
	int			 legal_days;		/* working days by the procedure; 0: in the day */
	int64_t			 received_s;
	int64_t			 due_s;			/* when the result is promised; 0: dotted */
	struct str		 delivery;		/* "Trực tuyến", "Tại Bộ phận Một cửa" */
	struct str		 book, book_row;	/* follow-up book and row; empty: dotted */
};

struct supplement_facts {
	struct slip_head	 head;
	const struct str	*wants;			/* what to add or mend, one by one */
	size_t			 wants_n;
	struct str		 reason;
	int64_t			 until_s;		/* 0: no date */
	struct str		 contact, contact_phone;	/* empty: the officer who signs; no phone */
};

/* Form 04: once, at least a day before the date that can't be kept. */
struct apology_facts {
	struct slip_head	 head;			/* officer: the head of the agency */
	struct str		 authority;		/* "GIÁM ĐỐC" */
	int64_t			 received_s, old_due_s, new_due_s;
	struct str		 reason;
};

/* Form 05 of 2025. */
struct stop_facts {
	struct slip_head	 head;
	int64_t			 received_s, stopped_s;
	bool			 asked;			/* by the applicant; else by time or by the agency */
	struct str		 reason;
	const struct slip_file	*back;			/* papers to be given back */
	size_t			 back_n;
};

/* Form 06 (05 of 2018): a row for each hand-over. */
enum slip_verdict { SLIP_OPEN, SLIP_EARLY, SLIP_ON_TIME, SLIP_LATE, SLIP_VERDICT__MAX };

struct control_step {
	struct str		 giver, taker;		/* "Bộ phận Một cửa – Đặng Hoàng Ẩn" */
	int64_t			 given_s, taken_s;	/* 0: not taken yet */
	enum slip_verdict	 verdict;		/* of what the giver did */
	struct str		 note;			/* the step */
};

struct control_facts {
	struct slip_head		 head;
	const struct control_step	*rows;
	size_t				 rows_n;
};

/* Form 07 (06 of 2018), A4 lying. */
struct register_row {
	int64_t		row;
	struct str	code, procedure, applicant, contact, agency, delivery, note;
	int64_t		received_s, due_s, returned_s;	/* 0: none */
};

struct register_facts {
	struct slip_head		 head;
	struct str			 book;		/* "2026" */
	struct date			 from, to;
	const struct register_row	*rows;
	size_t				 rows_n;
};

struct refusal_facts {
	struct slip_head	 head;
	struct str		 reason;
	struct str		 legal_basis;		/* empty: no line */
};

/* Of what was handed in online, before the desk has looked at it (Decree 45/2020/NĐ-CP): of the facts, files and when
 * they came. Signed by the seal alone. */
void	slip_submission(struct arena *a, const struct receipt_facts *facts, struct document *doc);
/* Small print of the applicant's official form: handed in when and as which dossier, or (0) only looked at. */
void	slip_declaration_note(struct arena *a, int64_t filed_s, struct str dossier, struct str lookup_url,
	    struct document *doc);

/* "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP"; empty when there is no form. */
struct str	slip_form_note(struct arena *a, struct str form, struct str law);
struct str	slip_unit(void);			/* "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ" */

void	slip_receipt(struct arena *a, const struct receipt_facts *facts, struct document *doc);
void	slip_supplement(struct arena *a, const struct supplement_facts *facts, struct document *doc);
void	slip_refusal(struct arena *a, const struct refusal_facts *facts, struct document *doc);
void	slip_apology(struct arena *a, const struct apology_facts *facts, struct document *doc);
void	slip_stop(struct arena *a, const struct stop_facts *facts, struct document *doc);
void	slip_control(struct arena *a, const struct control_facts *facts, struct document *doc);
void	slip_register(struct arena *a, const struct register_facts *facts, struct document *doc);
/* The list that goes with dossiers from the desk to those who handle them (phiếu bàn giao). */
void	slip_hand_over(struct arena *a, const struct register_facts *facts, struct str to, struct document *doc);
