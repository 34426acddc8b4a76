/*
 * Proof before publish: what is wrong with a service whatever is answered, and the answers that show it.
 *
 * prove_form is a pure function of the form, the day and the words it is given: no file, clock or database. It may
 * be called from the web process: steps bounds its work (a formula looked at is one, some 20 ns; a check of a whole
 * dossier is 2000; PROVE_STEPS is enough for the largest service and some 150 ms), and what could not be decided
 * within it is counted in undecided, never guessed. Everything in the report is made in a; the form must outlive it.
 *
 * Two kinds of claims. "No answers ever ..." is proved over an abstraction that allows more than the form does, so it
 * holds for every dossier. "Some answers ..." is only said with answers that the real engine (instance_set,
 * form_check) has taken. docs/PROOF.md says what is proved, how, and what is not decided.
 */
#pragma once

#include "form/form.h"

#define PROVE_STEPS	8000000

struct prove_answer {
	struct str	name;		/* as in form.h: "classes[r1].subject"; "@today" for the day */
	struct str	value;		/* as stored; of file fields, how many files */
};

struct prove_finding {
	int			 line;		/* in service.xml; in the workflow's file when of_workflow */
	bool			 of_workflow;
	bool			 note;		/* worth knowing, does not stop publishing */
	const char		*rule;		/* docs/PROOF.md lists them */
	struct str		 name;		/* page, section, group or field, or paper */
	struct str		 value;		/* choice-refused: the choice */
	struct str		 text[LANG__MAX];	/* what it means, in a jurist's words */
	struct str		 cure[LANG__MAX];	/* what to do */
	struct prove_answer	*answers;	/* that show it; none where every dossier does */
	size_t			 answers_n;
	size_t			 answers_key_n;	/* the first so many are what it turns on */
};

/* An expression of the workflow over the dossier. */
struct prove_read {
	struct str	text;		/* XPath from the top: "/dossier/from/school" */
	int		line;
	bool		agency;		/* names the agency of a lane; else a condition of a flow */
};

/* A paper that agencies may not ask for, because a database holds it. */
struct prove_substitute {
	struct str	codes;		/* of the procedures, separated by blanks; "*": all */
	struct str	words;		/* in the paper's name, folded: "giay khai sinh"; several separated by '|' */
	struct str	unless;		/* words that mean another paper: "bo sung"; may be empty */
	struct str	law;		/* "Nghị quyết số 66.7/2025/NQ-CP" */
	struct str	database;
};

struct prove_input {
	struct date			 today;
	uint64_t			 steps;		/* 0: PROVE_STEPS */
	const struct prove_read		*reads;
	size_t				 reads_n;
	const struct prove_substitute	*substitutes;
	size_t				 substitutes_n;
};

struct prove_report {
	struct prove_finding	*v;
	size_t			 n;
	size_t			 errors_n;	/* that are not notes */
	size_t			 questions;	/* asked of the reasoning */
	size_t			 undecided;	/* of them: beyond the reasoning or its steps */
	uint64_t		 steps;		/* used */
};

void	prove_form(struct arena *a, const struct form *f, const struct prove_input *input, struct prove_report *out);
