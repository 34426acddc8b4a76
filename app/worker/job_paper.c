/* From a document to a signed file in the store. */
#include "worker/worker.h"

#include "core/err.h"
#include "core/log.h"
#include "paper/paper.h"
#include "store/store.h"

int
job_sign_answer(int answer)
{
	if (answer <= 0)
		return (answer);
	switch ((enum sign_answer)answer) {
	case SIGN_E_SIGNER_DOWN:
	case SIGN_E_TSA_DOWN:
	case SIGN_E_BUSY:
		return (JOB_E_LATER);
	case SIGN_E_REFUSED:
	case SIGN_E_TSA_ANSWER:
	case SIGN_E_PDF:
	case SIGN_E_XML:
	case SIGN_E_PAYLOAD:
	case SIGN_E_TOO_BIG:
	case SIGN_E_CHAIN:
		break;
	}
	log_error("signing was refused (answer %d)", answer);
	return (JOB_E_BROKEN);
}

static struct sign_box
box_of(const struct paper_place *place)
{
	return ((struct sign_box){ place->x, place->y, place->w, place->h });
}

int
job_paper(struct worker *w, struct arena *a, const struct document *doc, const struct paper_signers *who, int64_t now_s,
    struct str *sha256, int64_t *bytes)
{
	struct sign_request	 q = { 0 };
	struct paper_places	 places;
	struct stored		 stored;
	struct str		 pdf, signed_pdf;
	int			 r;

	r = paper_render(a, doc, NULL, &pdf, &places);
	if (r > 0)
		log_error("a paper can't be typeset (answer %d)", r);
	if (r != 0)
		return (r > 0 ? JOB_E_BROKEN : err_trace(r));
	q.officer_key = who->officer_key;
	q.seal_key = who->seal_key;
	q.kind = who->kind;
	q.dossier = who->dossier;
	q.now_s = now_s;
	q.page = places.signature.page > 0 ? (size_t)places.signature.page - 1 : 0;
	q.officer_box = box_of(&places.signature);
	q.seal_box = box_of(&places.seal);
	q.officer_name = who->officer_name;
	q.seal_name = who->seal_name;
	q.reason = who->reason;
	q.location = who->location;
	q.title = doc->title;
	r = job_sign_answer(sign_pdf(a, w->signer, &q, pdf, &signed_pdf));
	if (r != 0)
		return (r);
	r = store_put_bytes(w->store, signed_pdf, STORE_PDF, &stored);
	if (r != 0)
		return (err_fold(r));
	*sha256 = arena_str(a, (struct str){ (const char *)stored.sha256, STORE_SHA256 });
	*bytes = stored.bytes;
	return (0);
}
