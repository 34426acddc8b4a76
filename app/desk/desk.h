/*
 * The officers' desk: what an officer may do with a dossier, decided without database or clock.
 *
 * A work item is somebody's to do when they have its role in its agency. It may be claimed; what is claimed is for its
 * holder alone. An outcome of the item moves the dossier, whole or not at all.
 */
#pragma once

#include "calendar/calendar.h"
#include "core/arena.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "dossier/dossier_move.h"
#include "form/form.h"
#include "view/components.h"
#include "workflow/workflow.h"

#define DESK_REASON_MAX_CHARS	4000	/* as the tables dossier_event and supplement have it */
#define DESK_CODE_CHARS		10	/* of a result's status page */
#define DESK_MARKS_MAX		100	/* asked for in one round */
#define DESK_WORDS_MAX		8	/* of a search; what comes after is not looked at */

enum desk_answer {
	DESK_E_STALE = 1,	/* the dossier is not as the officer saw it */
	DESK_E_HELD,		/* somebody else has claimed the item */
	DESK_E_OUTCOME,		/* the process has no such outcome here */
	DESK_E_REASON,		/* the outcome wants a reason */
	DESK_E_REASON_LONG,	/* over DESK_REASON_MAX_CHARS */
	DESK_E_CONFIRM,		/* it can't be taken back: ask once more */
	DESK_E_DRAFT,		/* the drafted result has problems */
	DESK_E_NOT_ISSUED,	/* to hand over what is not signed yet */
	DESK_E_LEAVE,		/* another round of supplements: a supervisor has not given leave */
	DESK_E_STUCK,		/* the workflow can't go on with this data: its configuration is at fault */
	DESK__MAX
};

/* What this officer has to do with the dossier. */
struct desk_item {
	bool		there;		/* false: nothing is this officer's to do */
	struct uuid	id;
	struct str	node, role, agency;
	bool		held;
	struct uuid	assignee;	/* when held */
	struct str	assignee_name;
	int64_t		opened_s;
	int64_t		due_s;		/* 0: none */
	int64_t		reminded_s;		/* 0: nobody had to be */
};

/* A dossier as the desk loads it. Texts live as long as the rows they came from. */
struct desk_dossier {
	struct uuid		id;
	struct str		code, service, name_vi, name_en;
	struct str		package, workflow;		/* hashes */
	struct str		agency, agency_vi, agency_en;
	struct str		applicant_name, subject, instance, marking, outcome;
	int64_t			version;
	int			status;				/* national code */
	int64_t			submitted_s;
	struct dossier_clock	clock;
	int64_t			supplements;			/* rounds asked so far */
	struct desk_item	item;
	struct str		result_code, result_number, result_state;	/* empty: not decided */
	struct str		actor_title;			/* of the officer who looks */
	bool			supervises;			/* may give leave for another round */
	bool			leave_asked, leave_granted;	/* for the next round of supplements */
	struct str		limit_text;	/* its own time limit; empty: the procedure's */
};

/* One line of the queue. */
struct desk_work {
	struct uuid	item;
	struct str	code, service, name_vi, name_en, applicant_name, subject;
	struct str	node, role, workflow;	/* workflow: hash */
	int		status;
	int64_t		opened_s;
	int64_t		due_s, paused_s;	/* 0: none, not paused */
	int64_t		reminded_s;		/* 0: nobody had to be */
	bool		held;
	struct uuid	assignee;
	struct str	assignee_name;
};

/* How much is open, by procedure. */
struct desk_count {
	struct str	service, name_vi, name_en;
	int64_t		open, mine, free, late, today;
};

/* What a supplement asks for: a field, a paper, or in words. */
struct desk_mark {
	bool		paper;
	struct str	name;		/* with row ids: "changes[r2].wanted"; empty: in words */
	struct str	label;		/* as printed on Form 02, in Vietnamese */
	struct str	reason;
	struct str	was;		/* what stood there, as read; file names of a paper */
};

/* The same, asked in an earlier round, with what came. */
struct desk_asked {
	struct desk_mark	mark;
	int64_t			round, answered_s;	/* 0: not yet */
};

/* A reason to pick. */
struct desk_reason {
	int64_t		id;
	bool		paper;
	struct str	text;
};

/* What stands around a dossier. */
struct desk_event {
	struct str	kind, node, actor_name, role, agency_vi, agency_en, reason;
	int64_t		at_s;
};

struct desk_paper {
	bool		paper, slip;		/* neither: a file of the result */
	struct str	kind;			/* the field's name, the slip's kind, the media type */
	struct str	name;			/* as the applicant called it, or the number */
	struct str	sha256;			/* 32 bytes */
	struct str	type;
	int64_t		bytes, round;
};

struct desk_place {
	struct str	item, node, role, agency_vi, agency_en, holder;	/* holder empty: free */
	int64_t		due_s;
};

struct desk_person {
	struct uuid	id;
	struct str	name;
};

/* An apology with a new date, as the head of the agency may sign it. */
struct desk_extension {
	bool	offered;	/* to who looks, and it is not too late */
	int64_t	proposed_s;	/* by the worker, as it will be late; 0: not */
};

struct desk_about {
	struct desk_event	*events;
	size_t			 events_n;
	struct desk_paper	*papers;
	size_t			 papers_n;
	struct desk_place	*places;	/* open items, whosever */
	size_t			 places_n;
	struct desk_person	*people;	/* who could do this officer's item */
	size_t			 people_n;
	struct desk_asked	*asked;		/* the newest round first */
	size_t			 asked_n;
};

/* What a decision is made from. */
struct desk_case {
	const struct desk_dossier	*dossier;
	const struct form		*form;
	struct instance			*instance;
	const struct process		*process;
	const struct calendar		*calendar;
	struct uuid			 actor;
	struct str			 actor_name;
	int64_t				 now_s;
};

/* What the officer chose. */
struct desk_choice {
	struct uuid	item;
	int64_t		version;	/* of the dossier, as shown */
	struct str	outcome;
	struct str	reason;		/* cleaned by desk_reason */
	bool		confirmed;
	const struct desk_mark	*marks;	/* of a supplement; none: each line of the reason is one */
	size_t		marks_n;
};

struct desk_decision {
	const struct process_outcome	*outcome;	/* set with DESK_E_REASON, _REASON_LONG and _CONFIRM too */
	struct dossier_move		 move;
	struct str			 number_suffix;	/* "/QĐ-SGDĐT"; when move.decide */
	struct str			 year;		/* "2026": of the result's number, and of the follow-up book */
	struct str			 asked;		/* JSON of the marks, as desk_act takes them */
};

/* 0 and *out (in a) | DESK_E_* | <0 fatal. */
int		desk_decide(struct arena *a, const struct desk_case *c, const struct desk_choice *choice,
		    struct desk_decision *out);

/* A reason as it is kept: one defect a line, trimmed, without empty lines. */
struct str	desk_reason(struct arena *a, struct str typed);

/* The reason in words of a supplement that was marked: "label: reason", a line each. */
struct str	desk_marks_reason(struct arena *a, const struct desk_mark *marks, size_t n);
struct str	desk_marks_json(struct arena *a, const struct desk_mark *marks, size_t n);

/* Of the words that an officer searches: folded, at most DESK_WORDS_MAX. */
size_t		desk_words(struct arena *a, struct str typed, struct str **out);

/* A due time as icon, words and date: working days and hours of the calendar. due_s 0: none. paused_s 0: it runs. */
struct deadline	desk_due(struct arena *a, enum lang lang, const struct calendar *c, int64_t opened_s, int64_t due_s,
		    int64_t paused_s, int64_t now_s);

/* The outcome of a node that an event of this kind came from; NULL when the kind does not tell it. */
const struct process_outcome	*desk_outcome_of_kind(const struct process_node *node, struct str kind);
