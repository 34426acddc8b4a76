/* What the desk's templates show: plain data in the viewer's language. */
#pragma once

#include "form/form.h"
#include "registry/registry_views.h"
#include "view/components.h"

/* ---- the queue */

struct desk_row {
	struct str	item, code, href, claim_action;
	struct str	person, subject, procedure, step;
	struct str	holder;		/* empty: free */
	bool		mine;
	int64_t		due_s;		/* 0: none; for the JSON twin */
	struct str	service, node;
	struct deadline	due;
	struct str	reminded;	/* "Đã nhắc 24/11/2026 15:00"; empty: not */
	int64_t		reminded_s;	/* for the JSON twin */
	struct tag	status;
};

struct desk_filter {
	struct str	text;
	int64_t		n;
	struct str	href;
	bool		current;
	bool		alarm;		/* something is late */
};

struct desk_queue_view {
	struct desk_filter	*filters;	/* open, mine, free, late, today: with their counts */
	size_t			 filters_n;
	struct choice		*services;
	size_t			 services_n;
	struct str		 words, service, mine, due;	/* what the address says */
	bool			 filtered;
	struct str		 here;		/* to come back to after a claim */
	struct str		 action;	/* idempotency key: not used twice by one page */
	struct desk_row		*rows;
	size_t			 rows_n;
	struct pagination	 pages;
};

/* ---- the dossier */

/* Every form of a dossier's page carries these. */
struct desk_seen {
	struct str	base;		/* "/ban-lam-viec/H24.19-261124-0001" */
	struct str	item, action;
	int64_t		version;
};

struct desk_outcome {
	struct str	id, label;
	bool		main;		/* the way forward: looks like it */
	bool		warning;	/* can't be taken back, or says no */
	bool		reason, reason_optional;
	struct str	hint;		/* above the reason */
	struct str	typed;		/* in its box already */
	struct str	warn;		/* not the first round */
	struct desk_seen seen;
};

struct desk_task {
	bool			 there;
	struct str		 step;
	struct deadline		 due;
	struct str		 reminded;	/* empty: not */
	struct str		 holder;	/* empty: free */
	bool			 mine;
	bool			 others;	/* claimed by somebody else: nothing to press here */
	bool			 wait_issue;	/* decided, and not signed yet */
	struct desk_outcome	*outcomes;
	size_t			 outcomes_n;
	struct choice		*colleagues;	/* who else could do it */
	size_t			 colleagues_n;
	struct desk_seen	 seen;
};

/* Where else the dossier lies. */
struct desk_open {
	struct str	step, role, agency, holder;
	struct deadline	due;
};

struct desk_block {
	struct str			 label, text;
	bool				 heading;
	struct table_row		*rows;		/* of a table, the head first */
	size_t				 rows_n;
};

/* The decision as it will read. */
struct desk_document {
	struct str		 agency, title, subject, authority, signer;
	struct desk_block	*blocks;
	size_t			 blocks_n;
	struct str		*recipients;
	size_t			 recipients_n;
};

/* The officer's part of the form. */
struct desk_draft {
	struct page_view		*pages;
	size_t				 pages_n;
	bool				 editable;
	struct answer_section		*answers;	/* when it isn't */
	size_t				 answers_n;
	bool				 with_registry;
	struct registry_search		 registry;
	struct desk_seen		 seen;
};

struct desk_file {
	struct str	title, name, facts, href;
	bool		inside;		/* can be shown in the page */
};

struct desk_dossier_view {
	struct str			 code, procedure, applicant, subject, agency;
	struct tag			 status;
	struct deadline			 due;
	struct str			 submitted, accepted;
	struct str			 result_number, result_href;
	struct notice			 notice;	/* title empty: none */
	struct problem_link		*problems;
	size_t				 problems_n;
	struct desk_task		 task;
	struct desk_open		*open;
	size_t				 open_n;
	struct answer_section		*sections;
	size_t				 sections_n;
	struct papers			 papers;
	struct desk_file		*files;
	size_t				 files_n;
	struct timeline			 history;
	bool				 has_draft;
	struct desk_draft		 draft;
	bool				 has_preview;
	struct desk_document		 preview;
};

/* ---- asking once more: the reason, or whether it is meant */
struct desk_ask_view {
	struct str		 title;		/* the outcome */
	struct str		 code, procedure, applicant, subject;
	struct str		 what;		/* what will happen */
	struct str		 reason;
	bool			 wants_reason;
	struct str		 error;
	struct problem_link	*problems;
	size_t			 problems_n;
	struct desk_outcome	 outcome;
};

/* ---- it could not be done */
struct desk_stale_view {
	struct str	title, text, href;
};
