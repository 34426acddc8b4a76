/*
 * The fixed words that the law's forms prescribe, in Vietnamese as they are printed: data, in the one C file that holds
 * such words. What is said to people elsewhere is in the message catalogue.
 */
#pragma once

#include "core/str.h"

struct paper_words {
	struct str	nation, motto, number, day, month, year, recipients, conjunction, qr_alt, addressee;
};

struct slip_words {
	struct str	receipt_title, supplement_title, refusal_title;
	struct str	subject_dossier;			/* before the dossier's code */
	struct str	unit_received, applicant, supplement_of, address, phone, email, request;
	struct str	files, file_head[4], digests, digest_file;
	struct str sets, sets_unit, legal_time, days_unit, same_day, received, due, delivery, book, book_row, blank;
	struct str	submission_title, submission_to, applicant_online, submitted, answer_within, no_receipt_yet;
	struct str	unit_online;
	struct str	wants, reason, until, contact, contact_phone;
	struct str	refusal_text, legal_basis;
	struct str	submitter, receiver, guide;		/* who signs */
	struct str	lookup, scan;
	struct str	preview, filed;			/* small print of the applicant's own form */
	struct str	hour, minute, form, circular, unit;
	struct str	apology_title, stop_title, control_title, register_title, hand_over_title;
	struct str	dear, code, received_at, promised, new_promise, apology_late, apology_text, apology_end;
	struct str	stop_asked, stop_unasked, stopped_at, back;
	struct str	control_agency, control_of, control_head[4], giver, taker, early, on_time, late;
	struct str	register_head[13], book_number, from, to;
	struct str	hand_over_head[6], hand_over_to, giver_signs, taker_signs;
};

extern const struct paper_words	paper_words;
extern const struct slip_words	slip_words;
