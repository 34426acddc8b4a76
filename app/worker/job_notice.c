/* Telling the applicant: a notice on the person's own page, once for each event. */
#include "worker/worker.h"

#include "core/err.h"
#include "sql.h"

int
job_notice(struct worker *w, struct arena *a, const struct job *job)
{
	struct rows	rows;
	int		r;

	r = db_run(w->db, a, &WORKER_NOTICE_PUT, &rows, ARG_UUID(job->dossier), ARG_TEXT(job->kind),
	    ARG_TEXT(job->key));
	return (r > 0 ? JOB_E_LATER : err_trace(r));
}

int
job_remind(struct worker *w, struct arena *a, const struct job *job)
{
	struct rows	rows;
	int		r;

	r = db_run(w->db, a, &WORKER_REMIND, &rows, ARG_UUID(job->dossier));
	return (r == 0 ? job_notice(w, a, job) : r > 0 ? JOB_E_LATER : err_trace(r));
}
