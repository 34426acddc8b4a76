/*
 * What the components of app/view/components/ take. A text in here is what is shown, already in the viewer's language;
 * an empty one leaves its part out. Arrays are borrowed: x points to x_n of them. ids are HTML ids, unique on the page.
 */
#pragma once

#include "view/view.h"

/* Which entry of the navigation is the present page's. */
enum nav { NAV_NONE, NAV_HOME, NAV_DOSSIERS, NAV_VERIFY, NAV_QUEUE, NAV_SEARCH, NAV_REGISTER, NAV_COUNTER,
	NAV_OFFICE };

struct link {
	struct str	text;
	struct str	href;
	bool		current;
};

struct layout {
	struct str		 title;		/* of the page: the site's name is added */
	bool			 has_errors;	/* the title then begins with "Lỗi:" */
	enum nav		 nav;
	bool			 wide;		/* officers' pages are wide and dense anyway */
	bool			 plain;		/* no gutter above: the page brings its own coloured head (home) */
	struct str		 back;		/* the address of "Quay lại" */
	struct str		 linked_data;	/* the address of what the page says, as JSON-LD */
	const struct link	*crumbs;
	size_t			 crumbs_n;
};

struct problem_view {
	struct str	title;
	struct str	happened;
	struct str	to_do;
	struct str	request_id;
};

/* ---- forms */

struct field {
	struct str	id;		/* of the first control: what the error summary links to */
	struct str	name;
	struct str	label;
	struct str	hint;
	struct str	error;
	bool		prefilled;	/* marked as filled in already: the page says from where */
	bool		optional;	/* adds "(không bắt buộc)" */
	bool		is_heading;	/* the label is the page's h1 */
	struct str	when;		/* data-when: what form.js evaluates to show or hide the field */
};

struct problem_link {
	struct str	text;		/* the same words as at the field */
	struct str	href;		/* "#field-id" */
};

struct error_summary {
	const struct problem_link	*problems;
	size_t				 problems_n;
};

struct text_input {
	struct field	f;
	struct str	value;
	struct str	type;		/* "text" when empty; "password", "email", "search" */
	struct str	inputmode;	/* "numeric", "tel" */
	struct str	autocomplete;
	struct str	suffix;		/* a unit after the control */
	int		width;		/* in characters: 2 3 4 5 10 20 30; 0: as wide as there is */
	bool		readonly;
};

struct textarea {
	struct field	f;
	struct str	value;
	int		rows;		/* 0: 5 */
};

struct choice {
	struct str	value;
	struct str	text;
	struct str	hint;
	bool		checked;
};

struct select {
	struct field		 f;
	const struct choice	*choices;
	size_t			 choices_n;
	bool			 with_empty;	/* "Chọn" first */
};

/* For radios and for checkboxes. The controls' ids are id, id-2, id-3 ... */
struct choices {
	struct field		 f;
	const struct choice	*choices;
	size_t			 choices_n;
	bool			 small;
	bool			 inline_row;	/* beside each other where there is room */
};

/* Names are NAME-day, NAME-month, NAME-year; the first control's id is the field's, the others get -month and -year. */
struct date_input {
	struct field	f;
	struct str	day, month, year;
	bool		day_wrong, month_wrong, year_wrong;
	bool		birthday;	/* autocomplete tokens */
};

struct stored_file {
	struct str	id;		/* value of the remove button */
	struct str	name;
	struct str	facts;		/* "PDF, 1,2 MB, 3 trang" */
	struct str	href;		/* to look at it; may be empty */
};

struct file_upload {
	struct field			 f;
	struct str			 accept;	/* "application/pdf,image/jpeg,image/png" */
	bool				 many;
	const struct stored_file	*files;
	size_t				 files_n;
	struct str			 remove_name;	/* name of the remove buttons; empty: files can't be removed */
	/* name of a button "Tải tệp lên" that sends the form; empty: none */
	struct str			 upload_name;
};

enum button_kind { BUTTON_MAIN, BUTTON_SECOND, BUTTON_WARNING };

struct button {
	struct str		text;
	struct str		name, value;
	struct str		href;		/* not empty: a link that looks like a button */
	enum button_kind	kind;
};

struct buttons {
	const struct button	*buttons;
	size_t			 buttons_n;
};

struct search_box {
	struct str	action;
	struct str	label;
	struct str	hint;
	struct str	value;
	struct str	name;		/* "q" when empty */
	bool		big;
};

/* ---- showing */

enum tone { TONE_GREY, TONE_BLUE, TONE_GREEN, TONE_YELLOW, TONE_RED, TONE_PURPLE };

struct tag {
	struct str	text;
	enum tone	tone;
};

enum deadline_kind { DEADLINE_NONE, DEADLINE_OK, DEADLINE_SOON, DEADLINE_LATE, DEADLINE_PAUSED, DEADLINE_DONE };

/* Icon, words and date, never colour alone. view_deadline() makes one. */
struct deadline {
	enum deadline_kind	kind;
	struct str		words;		/* "Quá hạn 2 ngày" */
	struct str		at;		/* "17:00 24/11/2026" */
};

enum icon { ICON_NONE, ICON_CHECK, ICON_CLOCK, ICON_WARNING, ICON_PAUSE, ICON_CROSS, ICON_QUESTION, ICON_FILE,
	    ICON_SEARCH };

struct icon_view {
	enum icon	icon;
};

struct summary_row {
	struct str	key;
	struct str	value;
	struct str	id;			/* anchor to come back to */
	struct str	change_href;		/* "Thay đổi" */
	bool		code;			/* tabular figures, with a copy button */
};

struct summary_list {
	struct str			 title;		/* empty: no card around it */
	const struct summary_row	*rows;
	size_t				 rows_n;
};

struct task {
	struct str	text;
	struct str	href;		/* empty: can't be started yet */
	struct str	hint;
	struct tag	status;
};

struct task_list {
	const struct task	*tasks;
	size_t			 tasks_n;
};

struct table_cell {
	struct str	text;
	struct str	href;
	bool		number;
};

struct table_row {
	const struct table_cell	*cells;
	size_t			 cells_n;
};

struct table {
	struct str			 caption;
	const struct table_cell		*heads;
	size_t				 heads_n;
	const struct table_row		*rows;
	size_t				 rows_n;
};

struct queue_row {
	struct str	id;			/* value of the tick box */
	struct str	code, href;
	struct str	person, procedure;
	struct str	holder;
	struct deadline	deadline;
	struct tag	status;
};

struct queue_table {
	struct str			 caption;
	const struct queue_row		*rows;
	size_t				 rows_n;
	bool				 pickable;	/* with tick boxes named "item" */
};

/* Keyset paging: there is no page number. */
struct pagination {
	struct str	previous;
	struct str	next;
};

struct notice {
	struct str	title;
	struct str	text;
	bool		success;
};

struct panel {
	struct str	title;
	struct str	label;		/* what the code is: "Mã hồ sơ" */
	struct str	code;
};

struct timeline_item {
	struct str	title;
	struct str	by;
	struct str	at;
	struct str	text;
	bool		current;
};

struct timeline {
	const struct timeline_item	*items;
	size_t				 items_n;
};

struct inset {
	struct str	text;
};

struct details {
	struct str	summary;
	struct str	text;
};

/* "2/5 Văn bằng", as a bar and in words. */
struct steps {
	const struct link	*steps;
	size_t			 steps_n;
	size_t			 at;		/* 0-based */
};

enum verdict_kind { VERDICT_VALID, VERDICT_SUPERSEDED, VERDICT_REVOKED, VERDICT_INVALID, VERDICT_UNKNOWN };

struct verdict {
	enum verdict_kind		 kind;
	struct str			 title;		/* "GIẤY THẬT" is for the catalogue to say */
	struct str			 sentence;
	const struct summary_row	*rows;		/* what to compare with the paper */
	size_t				 rows_n;
};

struct paper {
	struct str	title;
	struct str	facts;
	struct str	href;		/* the file itself, inline */
	struct str	media_type;
	bool		current;
};

/* Papers beside data: tabs of links, the chosen one shown in place. */
struct papers {
	const struct paper	*papers;
	size_t			 papers_n;
};

/* due_s < 0: no deadline. Calendar days and hours; who knows working days passes words of his own instead. */
struct deadline	 view_deadline(struct arena *a, enum lang lang, int64_t now_s, int64_t due_s, bool paused);
