/*
 * The result: decided and numbered before, in the officer's commit; here it is typeset, signed, stamped and logged, and
 * only then becomes visible. A second run of the same job finds it issued and changes nothing.
 */
#include <openssl/evp.h>

#include "worker/worker.h"

#include "core/buf.h"
#include "core/clock.h"
#include "core/err.h"
#include "core/log.h"
#include "paper/twin.h"
#include "qr/k1.h"
#include "sql.h"
#include "store/store.h"
#include "worker/worker_words.h"

/* What is on its way from the decision to the issued files. */
struct issue {
	struct job_dossier	 dossier;
	struct rows		 row;		/* of WORKER_RESULT */
	struct document		 doc;
	struct form_result	 facts;
	struct str		 agency, code;
	int64_t			 decided_s;
	uint8_t			 digest[TWIN_DIGEST_BYTES];	/* of the twin before it is signed */
	struct str		 xml_sha256, pdf_sha256;
	int64_t			 xml_bytes, pdf_bytes;
	struct str		 qr_text;
};

static struct str
claim_value(const struct form_result *facts, const char *name)
{
	for (size_t i = 0; i < facts->claims_n; i++) {
		if (str_eqc(facts->claims[i].name, name))
			return (facts->claims[i].value);
	}
	return (STR_NONE);
}

static int
load(struct worker *w, struct arena *a, const struct job *job, struct issue *is)
{
	int	r;

	r = job_dossier_load(w, a, job, &is->dossier);
	if (r != 0)
		return (r);
	r = db_run(w->db, a, &WORKER_RESULT, &is->row, ARG_UUID(job->dossier));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	if (is->row.n != 1)
		return (JOB_E_BROKEN);
	is->agency = row_text(&is->row, 0, WORKER_RESULT_AGENCY);
	is->code = row_text(&is->row, 0, WORKER_RESULT_CODE);
	is->decided_s = row_time(&is->row, 0, WORKER_RESULT_DECIDED_AT);
	form_result(a, is->dossier.instance, &is->doc, &is->facts);
	is->doc.parent_agency = row_text(&is->row, 0, WORKER_RESULT_PARENT_HEAD);
	is->doc.agency = row_text(&is->row, 0, WORKER_RESULT_LETTERHEAD);
	is->doc.number = row_text(&is->row, 0, WORKER_RESULT_NUMBER);
	is->doc.place = row_text(&is->row, 0, WORKER_RESULT_PLACE);
	is->doc.date = civil_vn(is->decided_s).date;
	is->doc.authority = row_text(&is->row, 0, WORKER_RESULT_SIGNER_TITLE);
	is->doc.signer = row_text(&is->row, 0, WORKER_RESULT_SIGNER_NAME);
	return (0);
}

static int
make_twin(struct worker *w, struct arena *a, const struct job *job, struct issue *is)
{
	struct twin_facts	facts = { 0 };
	struct sign_request	q = { 0 };
	struct stored		stored;
	struct str		xml, signed_xml;
	int			r;

	facts.issuer = is->agency;
	facts.agency = row_text(&is->row, 0, WORKER_RESULT_AGENCY_NAME);
	facts.number = is->doc.number;
	facts.date = is->doc.date;
	facts.issued_s = is->decided_s;
	facts.title = is->doc.title;
	facts.subject = is->doc.subject;
	facts.signer = arena_printf(a, "%.*s, %.*s", STR_ARG(is->doc.signer), STR_ARG(is->doc.authority));
	facts.dossier = row_text(&is->dossier.row, 0, WORKER_DOSSIER_CODE);
	facts.procedure = row_text(&is->dossier.row, 0, WORKER_DOSSIER_SERVICE);
	facts.package = form_hash(is->dossier.form);
	facts.code = is->code;
	r = twin_write(a, &facts, is->facts.claims, is->facts.claims_n, &xml);
	if (r != 0)
		return (err_fold(r));
	twin_digest(xml, is->digest);
	q.kind = STR("result");
	q.dossier = facts.dossier;
	q.now_s = job->now_s;
	r = job_sign_answer(sign_xml(a, w->signer, &q, arena_printf(a, "seal:%.*s", STR_ARG(is->agency)), xml,
	    &signed_xml));
	if (r != 0)
		return (r);
	r = store_put_bytes(w->store, signed_xml, STORE_XML, &stored);
	if (r != 0)
		return (err_fold(r));
	is->xml_sha256 = arena_str(a, (struct str){ (const char *)stored.sha256, STORE_SHA256 });
	is->xml_bytes = stored.bytes;
	return (0);
}

/* The portal's own key signs QR codes, for whichever of its agencies decided: its id names the level-1 body. */
static int
make_qr(struct worker *w, struct arena *a, struct issue *is)
{
	struct k1_claims	claims = { 0 };
	uint8_t			kid[SIGN_KID_BYTES], sig[SIGN_RAW_BYTES];
	struct str		payload;
	int			r;

	claims.issuer = is->agency;
	claims.issued_s = is->decided_s;
	claims.number = is->doc.number;
	claims.procedure = row_text(&is->dossier.row, 0, WORKER_DOSSIER_SERVICE);
	claims.dossier = row_text(&is->dossier.row, 0, WORKER_DOSSIER_CODE);
	claims.holder = claim_value(&is->facts, "holder");
	memcpy(claims.digest, is->digest, sizeof(claims.digest));
	r = k1_payload(a, &claims, &payload);
	if (r != 0)
		return (r > 0 ? JOB_E_BROKEN : err_trace(r));
	r = job_sign_answer(sign_k1(w->signer, STR("qr:H24.19"), claims.dossier, payload, kid, sig));
	if (r != 0)
		return (r);
	r = k1_text(a, str_of(w->host), is->code, kid, payload, sig, &is->qr_text);
	return (r > 0 ? JOB_E_BROKEN : err_trace(r));
}

static int
make_pdf(struct worker *w, struct arena *a, const struct job *job, struct issue *is)
{
	struct paper_signers	who = { 0 };

	is->doc.qr_text = is->qr_text;
	is->doc.qr_caption = arena_printf(a, WORD_QR_CAPTION, w->host, STR_ARG(is->code));
	who.officer_key = arena_printf(a, "officer:%.*s:%.*s", STR_ARG(is->agency),
	    STR_ARG(row_text(&is->row, 0, WORKER_RESULT_SIGNER_ROLE)));
	who.seal_key = arena_printf(a, "seal:%.*s", STR_ARG(is->agency));
	who.kind = STR("result");
	who.dossier = row_text(&is->dossier.row, 0, WORKER_DOSSIER_CODE);
	who.officer_name = is->doc.signer;
	who.seal_name = row_text(&is->row, 0, WORKER_RESULT_AGENCY_NAME);
	who.reason = str_of(WORD_APPROVED);
	who.location = is->doc.place;
	return (job_paper(w, a, &is->doc, &who, job->now_s, &is->pdf_sha256, &is->pdf_bytes));
}

/* Each entry of the log is hashed over the one before: SHA-256(previous chain || result id || pdf || xml). */
static int
commit_issue(struct worker *w, struct arena *a, struct issue *is)
{
	struct buf auto_(buf_free)	entry = BUF_INIT;
	struct uuid	id = row_uuid(&is->row, 0, WORKER_RESULT_ID);
	struct rows	rows;
	struct str	chain;
	uint8_t		digest[32];
	unsigned int	n = sizeof(digest);
	int64_t		seq = 1;
	int		r;

	r = db_run(w->db, a, &WORKER_LOG_LOCK, &rows);
	if (r == 0)
		r = db_run(w->db, a, &WORKER_LOG_HEAD, &rows);
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	chain = arena_str(a, (struct str){ (const char[32]){ 0 }, 32 });
	if (rows.n == 1) {
		seq = row_i64(&rows, 0, WORKER_LOG_HEAD_SEQ) + 1;
		chain = row_bytes(&rows, 0, WORKER_LOG_HEAD_CHAIN);
	}
	buf_add(&entry, chain.p, chain.n);
	buf_add(&entry, id.b, sizeof(id.b));
	buf_str(&entry, is->pdf_sha256);
	buf_str(&entry, is->xml_sha256);
	CHECK(EVP_Digest(entry.p, entry.n, digest, &n, EVP_sha256(), NULL) == 1);
	r = db_run(w->db, a, &WORKER_RESULT_ISSUE, &rows, ARG_UUID(id), ARG_BYTES(is->pdf_sha256),
	    ARG_I64(is->pdf_bytes),
	    ARG_BYTES(is->xml_sha256), ARG_I64(is->xml_bytes), ARG_TEXT(is->qr_text), ARG_I64(seq),
	    ARG_BYTES(((struct str){ (const char *)digest, sizeof(digest) })));
	return (r > 0 ? JOB_E_LATER : err_trace(r));
}

int
job_result(struct worker *w, struct arena *a, const struct job *job)
{
	struct issue	is = { 0 };
	int		r;

	r = load(w, a, job, &is);
	if (r != 0)
		return (r);
	if (!str_eqc(row_text(&is.row, 0, WORKER_RESULT_STATE), "decided"))
		return (0);
	r = make_twin(w, a, job, &is);
	if (r == 0)
		r = make_qr(w, a, &is);
	if (r == 0)
		r = make_pdf(w, a, job, &is);
	if (r == 0)
		r = commit_issue(w, a, &is);
	return (r);
}
