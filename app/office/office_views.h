/* What the administrators' templates show: plain data in the viewer's language. */
#pragma once

#include "form/form.h"
#include "view/components.h"

/* ---- the list of procedures */

struct office_row {
	struct str	code, href, name, level;
	struct str	in_force;	/* "từ 24/11/2026, Phan Thuỳ Mẫu"; empty: not published yet */
	struct str	copy;		/* "12 sửa đổi, Lý Khánh Mẫu 14:02"; empty: none open */
	struct tag	state;
	int64_t		comments;
};

struct office_new {			/* a procedure from nothing */
	struct str		 code, vi, en;
	const struct choice	*agencies, *workflows;
	size_t			 agencies_n, workflows_n;
	const struct problem_link *problems;
	size_t			 problems_n;
	struct str		 code_error, name_error;
};

struct office_list_view {
	const struct office_row	*rows;
	size_t			 rows_n;
	struct office_new	 fresh;
};

/* ---- what every page of a working copy has */

struct office_node {			/* of the outline */
	int		depth;
	struct str	id, href, kind, label, key, note;
	bool		current;
	bool		heading;	/* a part of the package: form, document ... */
	int64_t		findings, comments;
};

struct office_finding {
	struct str	title;		/* what kind of thing it is */
	struct str	text;		/* the prover's own words */
	struct str	href, label;	/* where; empty: nowhere in particular */
	struct str	example;	/* answers that show it; may be empty */
	struct str	element;
	bool		note;
	bool		proof;		/* text is in the viewer's language; else English */
};

enum office_tab { OFFICE_TAB_NONE, OFFICE_TAB_OVERVIEW, OFFICE_TAB_PREVIEW, OFFICE_TAB_FILE, OFFICE_TAB_PUBLISH };

struct office_frame {
	struct str			 code, name, base;	/* base: "/quan-tri/3.000466" */
	int64_t				 version;
	struct str			 changed, agency;
	bool				 undo, redo, fresh;	/* fresh: never published */
	const struct office_node	*outline;
	size_t				 outline_n;
	int64_t				 errors_n;		/* findings that forbid publishing */
	enum office_tab			 tab;
};

/* ---- an element */

enum office_control_kind { OFFICE_TEXT, OFFICE_AREA, OFFICE_SELECT, OFFICE_TICK, OFFICE_RULE };

struct office_control {
	enum office_control_kind kind;
	struct str		 id, name, label, hint, value, error;
	const struct choice	*choices;
	size_t			 choices_n;
	bool			 with_empty;
	struct str		 rule_href, rule_words;
	int			 rows;
	int			 width;
};

/* A text in both languages, side by side. */
struct office_pair {
	struct str	label, error;
	struct str	id_vi, name_vi, vi, id_en, name_en, en;
	int		rows;
	bool		optional;
};

struct office_group {
	struct str			 title;
	struct office_control		*controls;
	size_t				 controls_n;
	struct office_pair		*pairs;
	size_t				 pairs_n;
};

struct office_item {
	struct str		 id, anchor, label, key, note, href;	/* href: it has a page of its own */
	struct office_group	 group;					/* else: it is edited here */
	bool			 up, down, remove, copy;
	int64_t			 findings;
};

struct office_children {
	struct str		 id, title, add_value, add_text;
	struct office_item	*items;
	size_t			 items_n;
	bool			 can_add, here;		/* here: items are edited on this page */
	struct office_group	 add;
};

struct office_comment {
	struct str	id, by, at, text, settled, href, label;
};

struct office_element_view {
	struct office_frame	 f;
	struct str		 id, kind, title, hint, action;
	const struct link	*crumbs;
	size_t			 crumbs_n;
	const struct problem_link *problems;
	size_t			 problems_n;
	struct office_group	 main, rules, more;
	const struct office_group *parts;
	size_t			 parts_n;
	const struct office_children *children;
	size_t			 children_n;
	const struct choice	*places;		/* where it could be moved to */
	size_t			 places_n;
	bool			 remove, copy, up, down;
	const struct office_finding *findings;
	size_t			 findings_n;
	const struct office_comment *comments;
	size_t			 comments_n;
	struct str		 comment_id, preview;
	bool			 saved;
};

/* ---- the working copy as a whole */

struct office_edit_row {
	struct str	 by, at, what;
	const struct str *changes;
	size_t		 changes_n;
	int64_t		 more;
};

struct office_copy_view {
	struct office_frame		 f;
	const struct office_finding	*findings;
	size_t				 findings_n;
	const struct office_comment	*comments;
	size_t				 comments_n;
	const struct office_edit_row	*edits;
	size_t				 edits_n;
	int64_t				 changes_n;
	struct str			 done;		/* what has just been done */
};

/* Nothing is open: what is in force, and who published what. */
struct office_publication {
	struct str	 hash, by, at, effective;
	const struct str *changes;
	size_t		 changes_n;
	bool		 waiting;
};

struct office_idle_view {
	struct str				 code, name, base, hash;
	const struct office_publication		*publications;
	size_t					 publications_n;
	struct str				 done;
	bool					 waiting;	/* for a later day: nothing may be opened */
};

/* ---- somebody was faster */

struct office_stale_row {
	struct str	what, theirs, mine;
	struct str	name, value;		/* to be sent again */
};

struct office_stale_view {
	struct office_frame		 f;
	struct str			 action, href;
	const struct office_edit_row	*edits;
	size_t				 edits_n;
	const struct office_stale_row	*rows;
	size_t				 rows_n;
	struct str			 also;		/* the button that was pressed: "up:0-12" */
};

/* ---- a rule from menus */

struct office_term {
	struct str		 id;		/* of its controls: "0" */
	const struct choice	*fields, *hows;
	size_t			 fields_n, hows_n;
	struct str		 value, error;
};

enum office_rule_mode { OFFICE_RULE_NONE, OFFICE_RULE_ALWAYS, OFFICE_RULE_TERMS, OFFICE_RULE_TEXT };

struct office_rule_view {
	struct office_frame		 f;
	struct str			 action, back, what, label, title;
	enum office_rule_mode		 mode;
	bool				 any;
	size_t				 wrong;		/* the term that wrong_text is about, when there is one */
	struct str			 wrong_text;
	const struct office_term	*terms;
	size_t				 terms_n;
	struct str			 text, words, error;
	const struct problem_link	*problems;
	size_t				 problems_n;
	const struct office_group	*codes;		/* choices and their values, to type in */
	size_t				 codes_n;
};

/* ---- publishing, import */

struct office_publish_view {
	struct office_frame		 f;
	const struct office_finding	*findings;
	size_t				 findings_n;
	const struct str		*changes;
	size_t				 changes_n;
	int64_t				 more;
	struct str			 hash, day, month, year, error;
	const struct problem_link	*problems;
	size_t				 problems_n;
	bool				 may;
};

struct office_file_view {
	struct office_frame		 f;
	struct str			 text;		/* the whole package, for those who write XML */
	struct str			 error;
	const struct problem_link	*problems;
	size_t				 problems_n;
	const struct str		*faults;
	size_t				 faults_n;
	bool				 dry;		/* what an import would change is shown */
	struct str			 hash;
	const struct str		*changes;
	size_t				 changes_n;
	int64_t				 more;
};

/* ---- preview */

struct office_preview_view {
	struct office_frame	 f;
	struct page_view	 page;
	struct steps		 steps;
	const struct problem_link *problems;
	size_t			 problems_n;
	struct str		 action, service, edit;
	const struct link	*pages;
	size_t			 pages_n;
	const struct answer_section *answers;
	size_t			 answers_n;
	bool			 broken;	/* it has findings that keep it from being shown */
	const struct office_finding *findings;
	size_t			 findings_n;
};
