/*
 * What a step of the workflow means for the dossier's row: effects become the arguments of the one statement that
 * commits them (dossier_submit, desk_act, dossier_supplement_submit, worker_act). Pure: time and calendar come in.
 */
#pragma once

#include "calendar/calendar.h"
#include "core/arena.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "form/form.h"
#include "workflow/workflow.h"

/* The legal clock of a dossier; 0 stands for none. */
struct dossier_clock {
	int64_t	accepted_s;
	int64_t	due_s;
	int64_t	paused_s;
};

struct dossier_move {
	struct str		 marking;
	int			 status;		/* national code 1..10 */
	struct str		 finished;		/* "issued", "refused", "withdrawn"; empty: not finished */
	bool			 accepted;		/* the clock started in this move */
	bool			 supplement;		/* the applicant is asked to complete the dossier */
	bool			 decide;		/* an outcome was approved: the result gets its number now */
	struct dossier_clock	 clock;			/* after the move */
	struct str		 items;			/* JSON, as dossier.sql describes: opened, and over */
	struct str		 closed;		/* JSON [{"node","visit"}]: work items that are over */
	struct str		 jobs;
	struct str		 timers;		/* armed ones with their time, disarmed ones without */
};

/* Who acted, for the papers that the worker makes. Empty texts are left out. */
struct dossier_actor {
	struct str	name;
	struct str	role;
	struct str	agency;
	struct str	reason;
};

/* The published time limit of a procedure as a span of the calendar. */
struct calendar_span	dossier_limit(const struct form_catalogue *c);
/* Of one dossier: the row of the time limit's decision table that its answers fit. */
struct calendar_span	dossier_limit_of(struct instance *in);
/* Its own where it has one (a child's), else the same. own: dossier.limit_text. */
struct calendar_span	dossier_limit_own(struct instance *in, struct str own);

/*
 * dossier: the row's id, part of the jobs' keys. agency: the dossier's, for the applicant's own work items. clock:
 * before the move. outcome: of the completed task, NULL when none was.
 */
void	dossier_move_of(struct arena *a, struct uuid dossier, struct str agency, const struct process *process,
	    const struct workflow_move *move, const struct process_outcome *outcome, const struct dossier_actor *actor,
	    struct dossier_clock clock, const struct calendar *calendar, struct calendar_span limit, int64_t now_s,
	    struct dossier_move *out);
