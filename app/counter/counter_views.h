/* What the counter's templates show. */
#pragma once

#include "counter/counter.h"
#include "form/form.h"
#include "view/components.h"

struct counter_line {
	struct str	code, name, subject, href;
	struct tag	status;
	int64_t		at_s, due_s;
};

struct counter_hub_view {
	const struct choice		*services;
	size_t				 services_n;
	const struct counter_line	*lines;
	size_t				 lines_n;
	struct str			 agency, today;
	struct str			 error;
};

struct counter_control {
	struct control	control;
	bool		paper;
	struct str	form;		/* of a paper kept on paper */
	int64_t		copies;
};

struct counter_section {
	struct str			 title;
	struct counter_control		*controls;
	size_t				 controls_n;
};

struct counter_form_view {
	struct str			 service, agency, action;
	int64_t				 version, channel;
	struct str			 name, person_id, phone, email, address;
	struct counter_section		*sections;
	size_t				 sections_n;
	const struct problem_link	*problems;
	size_t				 problems_n;
	bool				 saved;
};

struct counter_done_view {
	struct str	code, name, claim, receipt;
	int64_t		due_s;
};

struct counter_book_row {
	struct str	row, code, procedure, applicant, contact, agency, received, due, returned, way, note;
};

struct counter_book_view {
	struct str			 agency, from, to, query;
	const struct choice		*agencies;
	size_t				 agencies_n;
	const struct counter_book_row	*rows;
	size_t				 rows_n;
	struct str			 more;		/* address of what comes after; empty: nothing */
	struct str			 error;
};

struct counter_claim_view {
	struct str	code, error;
};
