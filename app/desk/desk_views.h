/* What the desk's templates show: plain data in the viewer's language. */
#pragma once

#include "desk/desk.h"
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
	struct str	mark;		/* address of the page that marks fields and papers; empty: none */
	bool		needs_leave;	/* a supervisor must give leave first */
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

/* What was asked in the newest round: old beside new. */
struct desk_asked_row {
	struct str	label, reason, was, now;
	bool		changed;
	bool		words;		/* asked in words: nothing to hold side by side */
};

struct desk_dossier_view {
	struct desk_asked_row		*asked;
	size_t				 asked_n;
	struct str			 asked_title, asked_state;
	struct desk_extension		 extension;
	bool				 leave_wanted;	/* a supervisor looks, and another round waits for leave */
	struct str			 leave_why;	/* who asked for it and why */
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

struct desk_leave_view {
	struct desk_seen seen;
	struct str	 code, text;	/* text: why it was asked for */
	bool		 grant;		/* else: to be asked for */
};

/* ---- marking what must be completed */
struct desk_mark_row {
	struct desk_mark	mark;
	struct str		id, label, shown;
	bool			fixed;		/* nobody answers it */
	bool			marked;
	struct str		pick, why;	/* as sent */
	struct str		error;
};

struct desk_mark_section {
	struct str		 title;
	int			 depth;
	struct desk_mark_row	*rows;
	size_t			 rows_n;
};

struct desk_mark_view {
	struct str			 code, procedure, applicant;
	struct desk_seen		 seen;
	struct str			 outcome, label;	/* id, and what the button says */
	int64_t				 rounds;		/* asked before this one */
	bool				 needs_leave, leave_asked;
	struct desk_mark_section	*sections;
	size_t				 sections_n;
	struct choice			*fields, *papers;	/* reasons to pick */
	size_t				 fields_n, papers_n;
	struct str			 words;
	struct papers			 viewer;
	struct problem_link		*problems;
	size_t				 problems_n;
};

/* ---- it could not be done */
struct desk_stale_view {
	struct str	title, text, href;
};
