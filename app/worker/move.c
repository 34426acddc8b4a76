/*
 * Moves of a dossier that no officer and no timer makes: a message, the end of a child dossier, a call that is
 * called off.
 */
#include "worker/worker.h"

#include "core/clock.h"
#include "core/err.h"
#include "core/log.h"
#include "dossier/dossier_move.h"
#include "sql.h"

struct mover {
	struct worker		*w;
	struct arena		*a;
	struct job_dossier	 d;
	const struct calendar	*calendar;
	const struct process	*process;
	int64_t			 now_s;
};

static int
load(struct mover *m, struct uuid dossier)
{
	struct job	job = { .dossier = dossier, .now_s = m->now_s };
	int		r = job_dossier_load(m->w, m->a, &job, &m->d);

	if (r == 0)
		r = worker_calendar(m->w, m->a, m->now_s, &m->calendar);
	if (r == 0)
		r = worker_process(m->w, m->a, row_bytes(&m->d.row, 0, WORKER_DOSSIER_WORKFLOW), &m->process);
	return (r);
}

static int
step(struct mover *m, struct uuid dossier, const struct workflow_action *action, const struct worker_cause *cause,
    struct dossier_move *out)
{
	const struct rows		*row = &m->d.row;
	struct dossier_actor		 actor = { .name = cause->by, .role = STR("system"), .reason = cause->reason };
	struct workflow_world		 world = { .instance = instance_doc(m->d.instance),
	    .agency = row_text(row, 0, WORKER_DOSSIER_AGENCY), .calendar = m->calendar, .now_s = m->now_s,
	    .clock_restarts = form_catalogue(m->d.form)->limit_restarts };
	struct dossier_clock		 clock = { row_time_or_0(row, 0, WORKER_DOSSIER_ACCEPTED_AT),
	    row_time_or_0(row, 0, WORKER_DOSSIER_DUE_AT), row_time_or_0(row, 0, WORKER_DOSSIER_CLOCK_PAUSED_AT) };
	struct workflow_move		 move;
	struct marking			 marking;
	int				 r;

	if (marking_parse(m->a, m->process, row_text(row, 0, WORKER_DOSSIER_MARKING), &marking) != 0)
		return (JOB_E_BROKEN);
	r = workflow_step(m->a, m->process, &marking, action, &world, &move);
	if (r != 0)
		return (r > 0 ? JOB_E_BROKEN : err_trace(r));
	dossier_move_of(m->a, dossier, world.agency, m->process, &move, NULL, &actor, clock, m->calendar,
	    dossier_limit_own(m->d.instance, row_text(row, 0, WORKER_DOSSIER_LIMIT_TEXT)), m->now_s, out);
	return (0);
}

static bool
is_zero(struct uuid id)
{
	static const struct uuid	none;

	return (memcmp(id.b, none.b, sizeof(none.b)) == 0);
}

int
worker_move(struct worker *w, struct arena *a, struct uuid dossier, const struct workflow_action *action,
    const struct worker_cause *cause, int64_t now_s)
{
	struct mover		m = { .w = w, .a = a, .now_s = now_s };
	struct dossier_move	move;
	struct rows		rows;
	int			r = load(&m, dossier);

	if (r == 0)
		r = step(&m, dossier, action, cause, &move);
	if (r != 0)
		return (r);
	r = db_run(w->db, a, &WORKER_MOVE, &rows, ARG_UUID(dossier),
	    ARG_I64(row_i64(&m.d.row, 0, WORKER_DOSSIER_VERSION)), ARG_UUID(cause->action), ARG_TEXT(cause->kind),
	    ARG_TEXT(action->node), ARG_TEXT(cause->by), ARG_TEXT(cause->reason), ARG_TEXT(move.marking),
	        ARG_I64(move.status),
	    ARG_TEXT_OR_NULL(move.finished), ARG_TIME_OR_NULL(move.clock.due_s), ARG_TIME_OR_NULL(move.clock.paused_s),
	    ARG_JSON(move.items), ARG_JSON(move.jobs), ARG_JSON(move.timers), ARG_JSON(move.closed),
	    is_zero(cause->child) ? ARG_NULL : ARG_UUID(cause->child));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	return (rows.n == 1 ? 0 : JOB_E_LATER);
}

int
child_work(struct worker *w, struct arena *a, int64_t now_s, bool *worked)
{
	struct rows		rows, dropped;
	struct workflow_action	action = { .what = WORKFLOW_CHILD };
	struct worker_cause	cause = { .kind = STR("child") };
	int			r = db_run(w->db, a, &WORKER_CHILD_ENDED, &rows, ARG_I64(1));

	*worked = false;
	if (r != 0 || rows.n == 0)
		return (r > 0 ? JOB_E_LATER : r);
	*worked = true;
	cause.child = cause.action = row_uuid(&rows, 0, WORKER_CHILD_ENDED_CHILD);
	cause.by = row_text(&rows, 0, WORKER_CHILD_ENDED_AGENCY_NAME);
	cause.reason = arena_printf(a, "%.*s\n%.*s", STR_ARG(row_text(&rows, 0, WORKER_CHILD_ENDED_CODE)),
	    STR_ARG(row_text(&rows, 0, WORKER_CHILD_ENDED_REASON)));
	action.node = row_text(&rows, 0, WORKER_CHILD_ENDED_NODE);
	action.outcome = row_text(&rows, 0, WORKER_CHILD_ENDED_OUTCOME);
	r = worker_move(w, a, row_uuid(&rows, 0, WORKER_CHILD_ENDED_PARENT), &action, &cause, now_s);
	if (r != JOB_E_BROKEN)
		return (r);
	log_warn("a child dossier has ended that nobody waits for");
	r = db_run(w->db, a, &WORKER_CHILD_DROP, &dropped, ARG_UUID(cause.child));
	return (r > 0 ? JOB_E_LATER : r);
}
