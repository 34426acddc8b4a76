/* Findings and rows as what the templates show. Pure; results live in the arena. */
#pragma once

#include "db/row.h"
#include "result/result.h"
#include "result/result_check.h"
#include "result/result_views.h"

/* Everything that the browser may find out, hidden until it does. */
const struct result_answer	*result_answers(struct arena *a, enum lang lang, size_t *n);

/* What the server says by itself, shown until then. */
struct result_answer		 result_register_answer(enum lang lang, enum result_state state);
struct result_answer		 result_unknown_answer(enum lang lang);
struct result_answer		 result_nothing_answer(enum lang lang);

/* Of RESULT_STATUS and of RESULT_BY_FILE, one row. */
const struct summary_row	*result_register_rows(struct arena *a, enum lang lang, const struct rows *r,
	    struct str code,
				    size_t *n);
const struct summary_row	*result_file_rows(struct arena *a, enum lang lang, const struct rows *r, size_t *n);

struct verdict			 result_file_verdict(enum lang lang, enum result_finding finding);
const struct str		*result_reasons(struct arena *a, enum lang lang, const struct verify_reasons *reasons,
	    size_t *n);
const struct signature_view	*result_signatures(struct arena *a, enum lang lang, const struct check_job *job,
	    size_t *n);
