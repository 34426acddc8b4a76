/*
 * A child dossier at another agency (liên thông) begins, or is called off; messages between dossiers that
 * belong together.
 */
#include "worker/worker.h"

#include "core/clock.h"
#include "core/err.h"
#include "dossier/dossier_move.h"
#include "sql.h"

struct child {
	struct uuid		 id;
	struct str		 hash;		/* of its workflow */
	struct dossier_move	 move;
};

static int
start(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d, struct child *c)
{
	static const struct workflow_action	begin = { .what = WORKFLOW_START };
	struct dossier_actor			actor = { .name = row_text(&d->row, 0, WORKER_DOSSIER_AGENCY_NAME),
	    .role = STR("system"), .agency = job->to };
	struct workflow_world			world = { .instance = instance_doc(d->instance), .agency = job->to,
	    .now_s = job->now_s };
	struct workflow_move			move;
	struct marking				new;
	const struct process			*process;
	int					r = worker_calendar(w, a, job->now_s, &world.calendar);

	if (r == 0)
		r = worker_process(w, a, c->hash, &process);
	if (r != 0)
		return (r);
	new = marking_new(a, process);
	r = workflow_step(a, process, &new, &begin, &world, &move);
	if (r != 0)
		return (r > 0 ? JOB_E_BROKEN : err_trace(r));
	dossier_move_of(a, c->id, job->to, process, &move, NULL, &actor, (struct dossier_clock){ 0 }, world.calendar,
	    dossier_limit_own(d->instance, job->limit), job->now_s, &c->move);
	return (0);
}

int
job_call(struct worker *w, struct arena *a, const struct job *job)
{
	struct job_dossier	d = { 0 };
	struct child		c = { .id = uuid_new() };
	struct date		today = civil_vn(job->now_s).date;
	struct rows		rows;
	int			r = job_dossier_load(w, a, job, &d);

	if (r == 0 && (r = db_run(w->db, a, &WORKER_WORKFLOW_NAMED, &rows, ARG_TEXT(job->called))) > 0)
		r = JOB_E_LATER;
	if (r == 0 && rows.n != 1)
		r = JOB_E_BROKEN;		/* called, but not published: somebody must look */
	if (r != 0)
		return (r);
	c.hash = row_bytes(&rows, 0, WORKER_WORKFLOW_NAMED_HASH);
	r = start(w, a, job, &d, &c);
	if (r != 0)
		return (r);
	r = db_run(w->db, a, &WORKER_CHILD_OPEN, &rows, ARG_UUID(job->dossier), ARG_TEXT(job->node),
	    ARG_I64(job->visit),
	    ARG_UUID(c.id), ARG_TEXT(job->to),
	    ARG_TEXT(arena_printf(a, "%02d%02d%02d", today.year % 100, today.month, today.day)), ARG_BYTES(c.hash),
	    ARG_TEXT(job->limit), ARG_TEXT(c.move.marking), ARG_I64(c.move.status), ARG_UUID(uuid_new()),
	    ARG_BOOL(c.move.accepted), ARG_TIME_OR_NULL(c.move.clock.due_s), ARG_JSON(c.move.items),
	        ARG_JSON(c.move.jobs),
	    ARG_JSON(c.move.timers));
	return (r > 0 ? JOB_E_LATER : err_trace(r));
}

/* Where it has ended meanwhile, or never began, there is nothing to call off. */
int
job_call_off(struct worker *w, struct arena *a, const struct job *job)
{
	const struct workflow_action	off = { .what = WORKFLOW_WITHDRAW, .role = STR("applicant") };
	struct worker_cause		cause = { .action = uuid_new(), .kind = STR("call-off"), .by = job->actor,
	    .reason = job->reason };
	struct rows			rows;
	int				r;

	r = db_run(w->db, a, &WORKER_CHILD_OF, &rows, ARG_UUID(job->dossier), ARG_TEXT(job->node), ARG_I64(job->visit));
	if (r != 0 || rows.n == 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	r = worker_move(w, a, row_uuid(&rows, 0, WORKER_CHILD_OF_CHILD), &off, &cause, job->now_s);
	return (r == JOB_E_BROKEN ? 0 : r);
}

/* Whoever of them waits for it moves on; the others never hear of it. */
int
job_message(struct worker *w, struct arena *a, const struct job *job)
{
	const struct workflow_action	came = { .what = WORKFLOW_MESSAGE, .outcome = job->message };
	struct rows			rows;
	int				r = db_run(w->db, a, &WORKER_RELATIVES, &rows, ARG_UUID(job->dossier));

	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	for (size_t i = 0; i < rows.n && r == 0; i++) {
		struct worker_cause	cause = { .action = uuid_new(), .kind = STR("message"), .by = job->actor,
		    .reason = job->reason };

		r = worker_move(w, a, row_uuid(&rows, i, WORKER_RELATIVES_RELATIVE), &came, &cause, job->now_s);
		if (r == JOB_E_BROKEN)
			r = 0;
	}
	return (r);
}
