/* What the templates of drafts take. Texts are in the viewer's language already. */
#pragma once

#include "draft/draft.h"
#include "form/form.h"
#include "view/components.h"

struct draft_page_view {
	struct str			 title;		/* of the browser's window */
	struct str			 service;
	struct str			 action;	/* where the form is sent: "/nhap/<draft>/<page>" */
	int64_t				 version;
	/* anchor on the check page to go back to; empty: go on page by page */
	struct str			 change;
	struct str			 back;
	struct page_view		 page;
	struct steps			 steps;
	const struct problem_link	*problems;
	size_t				 problems_n;
	struct str			 inset;		/* what a look-up found, what is new; empty: none */
	const struct str		*reasons;	/* of a supplement request, one a line */
	size_t				 reasons_n;
	struct str			 saved;		/* "Đã lưu lúc 14:32 24/11/2026, giữ đến ..." */
	struct str			 prefilled;	/* where the marked values came from; empty: none is marked */
	bool				 has_files;
	bool				 has_lookup;
	bool				 may_drop;
	struct str			 drop;		/* "/nhap/<draft>/bo" */
};

/* Somebody, or the same person in another window, has saved since: both ways on. */
struct draft_stale_view {
	struct str			 service;
	/* the page: GET shows what is saved, POST saves what was typed over it */
	struct str			 action;
	int64_t				 version;	/* that is saved now */
	const struct form_pair		*fields;	/* as posted, buttons too; empty: nothing can be saved again */
	size_t				 fields_n;
	bool				 had_files;
	struct str			 saved_at;
};

struct draft_answer_row {
	struct answer	 answer;
	struct str	 change_href;	/* empty: it may not be changed */
};

struct draft_answer_section {
	struct str			 title;
	int				 depth;
	const struct draft_answer_row	*rows;
	size_t				 rows_n;
};

/* A supplement: what was asked for, and nothing else. */
struct draft_asked_row {
	struct control	 control;
	struct str	 reason;	/* why it was asked for, or why it is needed now */
};

struct draft_asked_view {
	struct str			 service, dossier_code;
	struct str			 action;	/* "/nhap/<draft>/bo-sung" */
	struct str			 draft;		/* "/nhap/<draft>" */
	int64_t				 version;
	const struct draft_asked_row	*rows;
	size_t				 rows_n;
	const struct problem_link	*problems;
	size_t				 problems_n;
	const struct answer_section	*sections;	/* the whole dossier, to be read */
	size_t				 sections_n;
};

struct draft_check_view {
	struct str				 service;
	struct str				 action;	/* "/nhap/<draft>/nop" */
	struct str				 draft;		/* "/nhap/<draft>" */
	int64_t					 version;
	struct str				 back;
	bool					 supplement;
	const struct str			*reasons;
	size_t					 reasons_n;
	const struct draft_answer_section	*sections;
	size_t					 sections_n;
	const struct problem_link		*problems;
	size_t					 problems_n;
	bool					 undeclared;	/* handed in without the tick */
	bool					 limited;	/* a supplement: only what was asked may be changed */
	bool					 unexplained;	/* something asked is as it was, and nothing says why */
	struct str				 note;
	struct str				 fee;
};
