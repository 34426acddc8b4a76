/*
 * The official form as it was handed in, for the archive: typeset from the very answers, kept by its hash beside the
 * dossier. One for the submission, one more for each supplement. It is the applicant's paper: no seal goes on it.
 */
#include "worker/worker.h"

#include "core/clock.h"
#include "core/err.h"
#include "core/log.h"
#include "paper/paper.h"
#include "paper/slip.h"
#include "sql.h"
#include "store/store.h"

static int
keep(struct worker *w, struct arena *a, const struct job *job, const struct document *doc, int64_t round)
{
	struct paper_places	places;
	struct stored		stored;
	struct rows		rows;
	struct str		pdf;
	int			r;

	r = paper_render(a, doc, NULL, &pdf, &places);
	if (r > 0)
		log_error("an official form can't be typeset (answer %d)", r);
	if (r != 0)
		return (r > 0 ? JOB_E_BROKEN : err_trace(r));
	r = store_put_bytes(w->store, pdf, STORE_PDF, &stored);
	if (r != 0)
		return (err_fold(r));
	r = db_run(w->db, a, &WORKER_SLIP_PUT, &rows, ARG_UUID(job->dossier), ARG_TEXT(STR("declaration")),
	    ARG_I64(round), ARG_TEXT(STR("")),
	    ARG_BYTES(((struct str){ (const char *)stored.sha256, STORE_SHA256 })), ARG_I64(stored.bytes));
	return (r > 0 ? JOB_E_LATER : err_trace(r));
}

int
job_declaration(struct worker *w, struct arena *a, const struct job *job)
{
	struct job_dossier	d = { 0 };
	struct document		doc;
	int64_t			filed_s;
	int			r = job_dossier_load(w, a, job, &d);

	if (r != 0)
		return (r);
	filed_s = row_time(&d.row, 0, WORKER_DOSSIER_SUBMITTED_AT);
	form_declaration(a, d.instance, &doc);
	doc.place = row_text(&d.row, 0, WORKER_DOSSIER_PLACE);
	doc.date = civil_vn(job->now_s).date;
	slip_declaration_note(a, filed_s, row_text(&d.row, 0, WORKER_DOSSIER_CODE), d.lookup_url, &doc);
	return (keep(w, a, job, &doc, row_i64(&d.row, 0, WORKER_DOSSIER_SUPPLEMENTS)));
}
