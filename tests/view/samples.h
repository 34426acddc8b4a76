/* Structs of the sample pages: what a room's x_views.h looks like. */
#pragma once

#include "view/components.h"

struct sample_procedure {
	struct str	name, href, facts;
};

struct sample_home {
	const struct sample_procedure	*procedures;
	size_t				 procedures_n;
};

struct sample_fact {
	struct str	key, value;
};

struct sample_procedure_page {
	struct str			 name, who, start_href;
	const struct sample_fact	*facts;
	size_t				 facts_n;
	const struct str		*papers;
	size_t				 papers_n;
	const struct summary_row	*rows;
	size_t				 rows_n;
};

struct sample_form {
	struct error_summary	errors;
	struct steps		steps;
	struct text_input	person, number;
	struct date_input	birthday;
	struct choices		kind, extras;
	struct select		school;
	struct textarea		reason;
	struct file_upload	papers;
};

struct sample_desk_dossier {
	struct str		code, person, procedure;
	struct deadline		deadline;
	struct tag		status;
	struct summary_list	applicant, degree;
	struct timeline		history;
	struct papers		papers;
	struct textarea		note;
};

struct sample_queue {
	struct text_input	words;
	struct choices		due;
	struct select		procedure;
	struct queue_table	table;
	struct pagination	pages;
};

struct sample_receipt {
	struct panel		panel;
	struct summary_list	facts;
	struct timeline		timeline;
	struct task_list	tasks;
	struct table		files;
};

struct sample_verdict {
	struct verdict	verdict;
};
