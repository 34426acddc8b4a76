/*
 * The long-term form of a result (PAdES B-LTA): what is needed to check it goes into the PDF while it can still be had,
 * and a time stamp over all of it; later a new stamp, before the certificate of the last one ends. What was handed out
 * before stays valid: it is the beginning of the new file.
 */
#include "worker/worker.h"

#include "core/err.h"
#include "sql.h"
#include "store/store.h"

static int
read_pdf(struct worker *w, struct arena *a, struct str sha256, struct str *pdf)
{
	int	r = store_read(a, w->store, (const uint8_t *)sha256.p, SIGN_PDF_MAX_BYTES, pdf);

	return (r > 0 ? JOB_E_BROKEN : err_trace(r));
}

int
job_keep(struct worker *w, struct arena *a, const struct job *job)
{
	struct stored	stored;
	struct rows	rows, done;
	struct str	old, pdf, kept;
	int64_t		until_s;
	int		r;

	r = db_run(w->db, a, &WORKER_RESULT_KEPT, &rows, ARG_UUID(job->dossier));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	if (rows.n != 1)
		return (JOB_E_BROKEN);
	old = row_bytes(&rows, 0, WORKER_RESULT_KEPT_PDF);
	r = read_pdf(w, a, old, &pdf);
	if (r == 0)
		r = job_sign_answer(sign_pdf_keep(a, w->signer, pdf, job->now_s, &kept, &until_s));
	if (r != 0)
		return (r);
	r = store_put_bytes(w->store, kept, STORE_PDF, &stored);
	if (r != 0)
		return (err_fold(r));
	r = db_run(w->db, a, &WORKER_RESULT_KEEP, &done, ARG_UUID(row_uuid(&rows, 0, WORKER_RESULT_KEPT_ID)),
	    ARG_BYTES(old), ARG_BYTES(((struct str){ (const char *)stored.sha256, STORE_SHA256 })),
	    ARG_I64(stored.bytes), ARG_TIME(until_s));
	return (r > 0 ? JOB_E_LATER : err_trace(r));
}
