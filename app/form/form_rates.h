/*
 * What depends on the answers of a dossier: fee, time limit, papers, and the databases that stand for papers.
 *
 * Fee and time limit are decision tables of the package: rows of a test and an amount, the first whose test holds
 * decides, the last always fits. The row says why in both languages: the page shows it beside the amount, and
 * acceptance records it with the clock. Texts are owned by the form.
 */
#pragma once

#include "form/form.h"

struct form_fee {
	int64_t			vnd;
	size_t			row;			/* from 0; the last is the one that always fits */
	struct form_text	why;			/* the row's words; empty: the fee has no condition */
	bool			before_acceptance;	/* due before the dossier is accepted, else before the result */
	bool			each;			/* form_fee_row: the amount is for each of something */
	struct str		code;			/* national fee code; empty: none */
};

struct form_limit {
	int			n;
	enum form_unit		unit;
	size_t			row;
	struct form_text	why;
};

struct form_fee		 form_fee(struct instance *in);
struct form_limit	 form_limit(struct instance *in);

/* The tables themselves, for the page of the procedure. i < rows. */
size_t			 form_fee_rows(const struct form *f);
struct form_fee		 form_fee_row(const struct form *f, size_t i);
size_t			 form_limit_rows(const struct form *f);
struct form_limit	 form_limit_row(const struct form *f, size_t i);

/* Is the paper (index in form_catalogue's papers) asked of this dossier, and must it be there? A paper that a database
 * replaces is asked only when its record is disputed, and then may be left out: the citizen's word is enough to go
 * on. */
bool			 form_paper_asked(struct instance *in, size_t paper, bool *required);

/* ---- Databases. A registry that is down never blocks: the state is then "declared", and is looked up later. */
enum form_lookup_state {
	LOOKUP_NONE,		/* not looked up yet */
	LOOKUP_VERIFIED,	/* the record agrees with the answers */
	LOOKUP_DECLARED,	/* the database did not answer, or has no record: the citizen's word */
	LOOKUP_STALE,		/* verified once; the answers, or the record, have changed since */
	LOOKUP_DISPUTED,	/* the citizen says the record is wrong */
	LOOKUP__MAX
};

struct form_lookup {
	enum form_lookup_state	state;
	int64_t			time_s;		/* when it was looked up */
	struct str		record;		/* the database's own reference; at most 250 bytes */
};

/* Names of the databases that stand for papers of this form, each once: "ho-tich". Owned by the form; *out in a. */
void			 form_databases(struct arena *a, const struct form *f, struct str **out, size_t *n);
/* 0 | FORM_E_NAME: no paper of this form has that database | FORM_E_LIMIT. It becomes part of the dossier. */
int			 instance_lookup_set(struct instance *in, struct str database,
    const struct form_lookup *answer);
struct form_lookup	 instance_lookup(struct arena *a, struct instance *in, struct str database);
