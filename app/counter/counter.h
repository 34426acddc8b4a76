/* The counter, decided without database, clock or page. */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "dossier/dossier.h"
#include "form/form.h"
#include "http/pairs.h"

#define COUNTER_PAPERS_MAX	100
#define COUNTER_CLAIM_CHARS	10
#define COUNTER_CHANNEL_POST	3
#define COUNTER_CHANNEL_HERE	1

/* A paper that is not scanned. */
struct counter_paper {
	struct str	field;		/* name of its file field */
	struct str	form;		/* "original", "copy", "shown" */
	int64_t		copies;
};

struct counter_papers {
	struct counter_paper	*v;
	size_t			 n;
};

/* Of counter_get's column. */
void	counter_papers_read(struct arena *a, struct str text, struct counter_papers *out);
/* Of a posted page: "_paper.FIELD" and "_copies.FIELD". */
void	counter_papers_sent(struct arena *a, const struct pairs *sent, struct counter_papers *out);
struct str	counter_papers_json(struct arena *a, const struct counter_papers *p);
const struct counter_paper	*counter_paper_of(const struct counter_papers *p, struct str field);

/* Problems without those of paper fields that are answered on paper. */
void	counter_problems(struct arena *a, struct instance *in, const struct counter_papers *papers, enum lang lang,
	    struct form_problems *out);

/* Filed and accepted in one. */
struct counter_step {
	struct dossier_step	step;
	struct str		node, outcome;	/* of the reception, done at once */
};

/* 0 | DOSSIER_E_NO_AGENCY | DOSSIER_E_NOT_ASKED: the process does not begin at a counter | DOSSIER_E_WORKFLOW | <0. */
int	counter_start(struct arena *a, const struct dossier_case *c, struct str officer, struct counter_step *out);

/* The agency of a "counter@AGENCY" among an account's roles; empty: none. */
struct str	counter_agency(struct str roles);
