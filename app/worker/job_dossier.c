/* What a job about a dossier starts from: its row, its package, its data. */
#include "worker/worker.h"

#include "core/clock.h"
#include "core/err.h"
#include "sql.h"

/* An answer of the database inside a job's transaction: whatever it is, the transaction is over. */
static int
db_answer(int r)
{
	return (r > 0 ? JOB_E_LATER : r);
}

static int
form_load(struct worker *w, struct arena *a, struct str hash, const struct form **out)
{
	struct rows	rows;
	int		r;

	*out = shelf_form(w->shelf, hash);
	if (*out != NULL)
		return (0);
	r = db_answer(db_run(w->db, a, &CATALOGUE_PACKAGE_GET, &rows, ARG_BYTES(hash)));
	if (r != 0)
		return (r);
	CHECK(rows.n == 1);		/* a foreign key holds it */
	r = shelf_add_form(w->shelf, hash, row_text(&rows, 0, CATALOGUE_PACKAGE_GET_XML), out);
	return (r > 0 ? JOB_E_BROKEN : err_trace(r));
}

int
job_dossier_load(struct worker *w, struct arena *a, const struct job *job, struct job_dossier *out)
{
	int	r;

	r = db_answer(db_run(w->db, a, &WORKER_DOSSIER, &out->row, ARG_UUID(job->dossier)));
	if (r != 0)
		return (r);
	if (out->row.n != 1)
		return (JOB_E_BROKEN);
	r = form_load(w, a, row_bytes(&out->row, 0, WORKER_DOSSIER_PACKAGE), &out->form);
	if (r != 0)
		return (r);
	r = instance_read(a, out->form, civil_vn(job->now_s).date, row_text(&out->row, 0, WORKER_DOSSIER_INSTANCE),
	    &out->instance);
	if (r != 0)
		return (r > 0 ? JOB_E_BROKEN : err_trace(r));
	out->lookup_url = arena_printf(a, "https://%s/tra-cuu?ma=%.*s", w->host,
	    STR_ARG(row_text(&out->row, 0, WORKER_DOSSIER_CODE)));
	return (0);
}
