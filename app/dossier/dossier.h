/*
 * A dossier, from the applicant's side. Pure: handing in a draft, answering a supplement request, and what the person
 * may read of where it stands. Time comes in.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "dossier/dossier_move.h"
#include "form/form.h"
#include "workflow/workflow.h"

#define DOSSIER_STATUS_MAX	10	/* national codes 1..10 (TrangThaiHoSo) */

enum dossier_status {
	STATUS_SUBMITTED = 1, STATUS_ACCEPTED, STATUS_NOT_ACCEPTED, STATUS_PROCESSING, STATUS_SUPPLEMENT,
	    STATUS_PAYMENT,
	STATUS_WITHDRAWN, STATUS_STOPPED, STATUS_DECIDED, STATUS_RETURNED
};

enum dossier_answer {
	DOSSIER_E_PROBLEMS = 1,		/* the answers are not complete: see the problems */
	DOSSIER_E_NO_AGENCY,		/* the answers do not say which agency decides */
	DOSSIER_E_NOT_ASKED,		/* the workflow does not wait for this person */
	DOSSIER_E_WORKFLOW,		/* the published workflow can't take this step */
};

/* What is handed in, and the published packages it is judged by. */
struct dossier_case {
	struct uuid		 id;		/* of the dossier's row */
	const struct form	*form;
	const struct process	*process;
	const struct calendar	*calendar;
	struct instance		*in;
	struct str		 name;		/* of the applicant's account */
	int64_t			 now_s;
};

/* What becomes of it: the arguments of the statement that commits it. */
struct dossier_step {
	struct form_problems	problems;	/* of DOSSIER_E_PROBLEMS */
	struct form_projection	projection;
	struct str		outcome;	/* of the applicant's task, when a supplement is handed in */
	struct dossier_move	move;
};

/* The first time: the whole instance is checked and the workflow started. 0 | dossier_answer | <0. */
int	dossier_start(struct arena *a, const struct dossier_case *c, enum lang lang, struct dossier_step *out);

/* Where a dossier stood when its supplement was asked for. */
struct dossier_place {
	struct str		agency;
	struct str		marking;
	struct str		node;		/* the applicant's open task */
	struct dossier_clock	clock;
};

/* The supplement is there: the whole instance is checked and the applicant's task completed. 0 | dossier_answer |
 * <0. */
int	dossier_supplement(struct arena *a, const struct dossier_case *c, const struct dossier_place *place,
	    enum lang lang,
	    struct dossier_step *out);

/* The applicant asks to stop (Decree 118/2025/NĐ-CP art. 21): nothing is decided yet, so it ends with status 7.
 * 0 | DOSSIER_E_NOT_ASKED: decided or ended already | dossier_answer | <0. */
int	dossier_withdraw(struct arena *a, const struct dossier_case *c, const struct dossier_place *place,
	    struct str reason, struct dossier_step *out);

/* "H24.19-261124-0007" as people type it: spaces and lower case. Empty when it is no dossier code. */
struct str	dossier_code_clean(struct arena *a, struct str typed);
/* Period of the numbers of dossier codes: "261124", Vietnam's day. */
struct str	dossier_code_day(struct arena *a, int64_t now_s);
bool		dossier_is_open(int64_t status);
