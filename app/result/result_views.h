/* What the pages about issued results take. Texts are in the viewer's language already. */
#pragma once

#include "view/components.h"

/* One answer that the page can give; the browser's half shows exactly one of them (assets/js/verify.js). */
struct result_answer {
	struct str		name;		/* its data-verdict */
	enum verdict_kind	kind;
	struct str		title, sentence;
	bool			hidden;
};

struct result_page_view {
	/* empty: the page without a code, which opens without a network */
	struct str			 code;
	bool				 known;
	bool				 scanner;	/* the camera's page: nothing to show yet */
	struct result_answer		 answer;	/* of the register, for those who run no script */
	const struct summary_row	*rows;		/* what the register says to strangers */
	size_t				 rows_n;
	const struct result_answer	*answers;	/* those that the browser finds out */
	size_t				 answers_n;
};

struct result_check_view {
	struct str			 typed;
	struct str			 code_error, file_error;
	const struct problem_link	*problems;
	size_t				 problems_n;
};

struct signature_view {
	struct str			 title;		/* "Chữ ký 1" */
	struct tag			 verdict;
	const struct summary_row	*rows;
	size_t				 rows_n;
	const struct str		*reasons;
	size_t				 reasons_n;
};

struct result_file_view {
	struct verdict			 verdict;
	const struct str		*reasons;	/* of the file as a whole */
	size_t				 reasons_n;
	const struct signature_view	*signatures;
	size_t				 signatures_n;
	struct str			 sha256;
	struct str			 status_href;	/* of the result that it is; empty: none */
};
