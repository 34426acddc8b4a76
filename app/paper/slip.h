/*
 * The slips of the one-stop desk that every procedure has, as documents: forms 01, 02 and 03 of Circular
 * 03/2025/TT-VPCP (01/2018/TT-VPCP before it). The fixed words are in slip_words.c. Empty facts print as dotted lines
 * where the form has a line for them. Results live in the arena and borrow the facts' texts.
 */
#pragma once

#include "core/arena.h"
#include "core/clock.h"
#include "core/core.h"
#include "core/str.h"
#include "paper/document.h"

#define SLIP_FILES_MAX	200

/* What the three slips share. */
struct slip_head {
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

void	slip_receipt(struct arena *a, const struct receipt_facts *facts, struct document *doc);
void	slip_supplement(struct arena *a, const struct supplement_facts *facts, struct document *doc);
void	slip_refusal(struct arena *a, const struct refusal_facts *facts, struct document *doc);
