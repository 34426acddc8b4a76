/*
 * The worker process: does what the outbox holds, one job a transaction. A job that fails is tried again, later each
 * time; a worker that dies gives its job back. Doing a job twice changes nothing: constraints and keys see to that.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "db/sync.h"
#include "paper/document.h"
#include "shelf/shelf.h"
#include "sign/sign.h"
#include "workflow/workflow.h"

struct worker {
	struct db		*db;
	struct shelf		*shelf;
	struct signer_client	*signer;
	const char		*store;		/* folder of the file store */
	const char		*host;		/* in QR texts: "dvc.example.vn", with a port when it isn't 443 */
	int64_t			 propose_s;	/* when dossiers that will be late are looked for again */
	int64_t			 renew_s;	/* and time stamps that age */
};

struct job {
	int64_t		id;
	struct str	kind;
	struct str	key;
	struct uuid	dossier;
	struct str	actor, role, agency, reason;	/* who acted, from the payload */
	struct str	node, to, called, limit, message;	/* of calls and messages */
	int64_t		visit;
	int64_t		now_s;
};

enum job_answer {
	JOB_E_LATER = 1,	/* something that we need is away (signer, time stamps): try again */
	JOB_E_BROKEN,		/* it can't be done as it stands: somebody must look */
};

/* What a job about a dossier starts from. Lives in the job's arena; instance_free is deferred on it. */
struct job_dossier {
	struct rows		 row;		/* of WORKER_DOSSIER */
	const struct form	*form;
	struct instance		*instance;
	struct str		 lookup_url;
};

/* All of these: 0 | JOB_E_* | <0 fatal (the database is gone, memory). They run inside the job's transaction. */
int	job_dossier_load(struct worker *w, struct arena *a, const struct job *job, struct job_dossier *out);
/* accept, supplement-slip, refuse-slip, apology, stop-notice */
int	job_slip(struct worker *w, struct arena *a, const struct job *job);
int	job_declaration(struct worker *w, struct arena *a, const struct job *job);	/* declaration */
int	job_result(struct worker *w, struct arena *a, const struct job *job);	/* issue-result */
/* keep-result: the PDF of an issued result grows into its long-term form, or its time stamp is renewed */
int	job_keep(struct worker *w, struct arena *a, const struct job *job);
int	job_notice(struct worker *w, struct arena *a, const struct job *job);	/* notify, stop-notice */
/* Whoever has the task: officers see it in their queue, the applicant is told. */
int	job_remind(struct worker *w, struct arena *a, const struct job *job);

int	job_call(struct worker *w, struct arena *a, const struct job *job);	/* call: a child dossier begins */
int	job_call_off(struct worker *w, struct arena *a, const struct job *job);	/* call-off: it is not
    needed any more */
int	job_message(struct worker *w, struct arena *a, const struct job *job);	/* message: to the parent
    and the children */

/* What is needed to move a dossier, from the shelf or the database. */
int	worker_calendar(struct worker *w, struct arena *a, int64_t now_s, const struct calendar **out);
int	worker_process(struct worker *w, struct arena *a, struct str hash, const struct process **out);

/* What moves a dossier beside people and timers. */
struct worker_cause {
	struct uuid	action;			/* done once */
	struct str	kind;			/* of the event: "child", "message", "call-off" */
	struct str	by, reason;		/* name of the agency or dossier that it came from */
	struct uuid	child;			/* which has been taken in; zero: none */
};

/* 0: moved | JOB_E_BROKEN: it does not wait for this (any more) | JOB_E_LATER: somebody else moves it now | <0 fatal */
int	worker_move(struct worker *w, struct arena *a, struct uuid dossier, const struct workflow_action *action,
	    const struct worker_cause *cause, int64_t now_s);
/* Gives the end of one child dossier back to its parent, in the caller's transaction; answers as timer_work. */
int	child_work(struct worker *w, struct arena *a, int64_t now_s, bool *worked);

/* Moves one dossier whose boundary timer has run out, in the caller's transaction. *worked tells whether there was one.
 * 0 | JOB_E_* | <0 fatal */
int	timer_work(struct worker *w, struct arena *a, int64_t now_s, bool *worked);

/* Typeset, sign with the agency's seal (and the officer's key when there is one), put into the store. */
struct paper_signers {
	struct str	officer_key;	/* empty: the seal alone */
	struct str	seal_key;
	struct str	kind;		/* for the signer's journal */
	struct str	dossier;
	struct str	officer_name;
	struct str	seal_name;
	struct str	reason;
	struct str	location;
};
int	job_paper(struct worker *w, struct arena *a, const struct document *doc, const struct paper_signers *who,
	    int64_t now_s,
	    struct str *sha256, int64_t *bytes);
/* What a sign_* answer means for a job. */
int	job_sign_answer(int answer);
