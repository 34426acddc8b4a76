/*
 * Boundary timers: what the law or the agency says must happen when nobody acts (a supplement that does not come, a
 * reminder). The engine decides as it does for a person; one statement commits.
 */
#include "worker/worker.h"

#include "core/clock.h"
#include "core/err.h"
#include "core/log.h"
#include "dossier/dossier_move.h"
#include "shelf/shelf_store.h"
#include "sql.h"

int
worker_calendar(struct worker *w, struct arena *a, int64_t now_s, const struct calendar **out)
{
	struct rows	rows;
	int		r;

	*out = shelf_calendar(w->shelf, now_s);
	if (*out != NULL)
		return (0);
	r = db_run(w->db, a, &CATALOGUE_CALENDAR, &rows, ARG_DATE(shelf_calendar_from(now_s)),
	    ARG_DATE(shelf_calendar_to(now_s)));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	*out = shelf_read_calendar(w->shelf, a, &rows, now_s);
	return (0);
}

int
worker_process(struct worker *w, struct arena *a, struct str hash, const struct process **out)
{
	struct rows	rows;
	int		r;

	*out = shelf_process(w->shelf, hash);
	if (*out != NULL)
		return (0);
	r = db_run(w->db, a, &CATALOGUE_WORKFLOW_GET, &rows, ARG_BYTES(hash));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	CHECK(rows.n == 1);
	r = shelf_add_process(w->shelf, hash, row_text(&rows, 0, CATALOGUE_WORKFLOW_GET_BPMN), out);
	return (r > 0 ? JOB_E_BROKEN : err_trace(r));
}

/* 0: *out is the move | JOB_E_BROKEN: the dossier has moved on, or can't move so */
static int
move_by_timer(struct worker *w, struct arena *a, const struct job_dossier *d, const struct process *process,
    const struct calendar *calendar, struct uuid dossier, struct str node, int64_t now_s, struct dossier_move *out)
{
	static const struct dossier_actor	 actor = { .role = { "system", 6 } };
	const struct rows			*row = &d->row;
	struct workflow_action			 action = { .what = WORKFLOW_TIMER, .node = node };
	struct workflow_world			 world = { .instance = instance_doc(d->instance),
	    .agency = row_text(row, 0, WORKER_DOSSIER_AGENCY), .calendar = calendar, .now_s = now_s,
	    .clock_restarts = form_catalogue(d->form)->limit_restarts };
	struct dossier_clock			 clock = { row_time_or_0(row, 0, WORKER_DOSSIER_ACCEPTED_AT),
	    row_time_or_0(row, 0, WORKER_DOSSIER_DUE_AT), row_time_or_0(row, 0, WORKER_DOSSIER_CLOCK_PAUSED_AT) };
	struct workflow_move			 move;
	struct marking				 marking;
	int					 r;

	(void)w;
	if (marking_parse(a, process, row_text(row, 0, WORKER_DOSSIER_MARKING), &marking) != 0)
		return (JOB_E_BROKEN);
	r = workflow_step(a, process, &marking, &action, &world, &move);
	if (r != 0)
		return (r > 0 ? JOB_E_BROKEN : err_trace(r));
	dossier_move_of(a, dossier, world.agency, process, &move, NULL, &actor, clock, calendar,
	    dossier_limit_own(d->instance, row_text(row, 0, WORKER_DOSSIER_LIMIT_TEXT)), now_s, out);
	return (0);
}

int
timer_work(struct worker *w, struct arena *a, int64_t now_s, bool *worked)
{
	const struct calendar	*calendar;
	const struct process	*process;
	struct job_dossier	 d = { 0 };
	struct job		 job = { .now_s = now_s };
	struct dossier_move	 m;
	struct rows		 due, rows;
	struct str		 node;
	int64_t			 visit;
	int			 r;

	*worked = false;
	r = db_run(w->db, a, &WORKER_TIMERS, &due, ARG_I64(1));
	if (r != 0 || due.n == 0)
		return (r > 0 ? JOB_E_LATER : r);
	*worked = true;
	job.dossier = row_uuid(&due, 0, WORKER_TIMERS_DOSSIER);
	node = row_text(&due, 0, WORKER_TIMERS_NODE);
	visit = row_i64(&due, 0, WORKER_TIMERS_VISIT);
	r = job_dossier_load(w, a, &job, &d);
	if (r == 0)
		r = worker_calendar(w, a, now_s, &calendar);
	if (r == 0)
		r = worker_process(w, a, row_bytes(&d.row, 0, WORKER_DOSSIER_WORKFLOW), &process);
	if (r == 0)
		r = move_by_timer(w, a, &d, process, calendar, job.dossier, node, now_s, &m);
	if (r == JOB_E_BROKEN) {
		log_warn("a timer means nothing any more and is dropped");
		r = db_run(w->db, a, &WORKER_TIMER_DROP, &rows, ARG_UUID(job.dossier), ARG_TEXT(node), ARG_I64(visit));
		return (r > 0 ? JOB_E_LATER : r);
	}
	if (r != 0)
		return (r);
	r = db_run(w->db, a, &WORKER_TIMER_ACT, &rows, ARG_UUID(job.dossier),
	    ARG_I64(row_i64(&d.row, 0, WORKER_DOSSIER_VERSION)),
	    ARG_TEXT(node), ARG_I64(visit), ARG_UUID(uuid_new()), ARG_TEXT(STR("")), ARG_TEXT(m.marking),
	    ARG_I64(m.status),
	    ARG_TEXT_OR_NULL(m.finished), ARG_TIME_OR_NULL(m.clock.due_s), ARG_TIME_OR_NULL(m.clock.paused_s),
	    ARG_JSON(m.items),
	    ARG_JSON(m.jobs), ARG_JSON(m.timers), ARG_JSON(m.closed));
	return (r > 0 ? JOB_E_LATER : r);
}
