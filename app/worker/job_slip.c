/*
 * The slips of the one-stop desk: forms 01 (receipt), 02 (supplement) and 03 (refusal) of Circular 03/2025/TT-VPCP,
 * numbered by agency and year, and before them the confirmation of what was handed in online. All are signed with the
 * agency's seal.
 */
#include "worker/worker.h"

#include "core/clock.h"
#include "core/err.h"
#include "form/form_rates.h"
#include "paper/slip.h"
#include "sql.h"
#include "worker/worker_words.h"

struct slip_kind {
	const char	*job;		/* kind in the outbox */
	const char	*slip;		/* kind in the table slip */
	const char	*suffix;	/* of its number; NULL: it has none */
	void		(*fill)(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
			    const struct slip_head *head, struct document *doc);
};

/* The papers, by the names that the form gives them, with the hashes of what was sent. */
static void
files_fill(struct arena *a, const struct job_dossier *d, struct receipt_facts *facts)
{
	struct form_attachment	*files;
	struct slip_file	*list;
	size_t			 n;

	instance_files(a, d->instance, &files, &n);
	list = ARENA_ARRAY(a, struct slip_file, n);
	for (size_t i = 0; i < n; i++) {
		list[i].name = files[i].label.in[LANG_VI];
		list[i].form = str_of(WORD_ELECTRONIC_COPY);
		list[i].copies = 1;
		list[i].sha256 = files[i].file.sha256;
	}
	facts->files = list;
	facts->files_n = n;
}

/* Nobody has looked at it yet: it says what came, when, and by when the desk answers. */
static void
fill_submission(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
    const struct slip_head *head, struct document *doc)
{
	struct receipt_facts	facts = { .head = *head };

	(void)w;
	(void)job;
	files_fill(a, d, &facts);
	facts.received_s = row_time(&d->row, 0, WORKER_DOSSIER_SUBMITTED_AT);
	slip_submission(a, &facts, doc);
}

static void
fill_receipt(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
    const struct slip_head *head,
    struct document *doc)
{
	struct receipt_facts	facts = { .head = *head, .sets = 1 };

	(void)w;
	files_fill(a, d, &facts);
	facts.legal_days = form_limit(d->instance).n;
	facts.received_s = row_null(&d->row, 0, WORKER_DOSSIER_ACCEPTED_AT) ? job->now_s
	    : row_time(&d->row, 0, WORKER_DOSSIER_ACCEPTED_AT);
	facts.due_s = row_time_or_0(&d->row, 0, WORKER_DOSSIER_DUE_AT);
	facts.delivery = str_of(WORD_ONLINE);
	slip_receipt(a, &facts, doc);
}

/* One request a line, as the officer typed them. */
static void
fill_supplement(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
    const struct slip_head *head, struct document *doc)
{
	struct supplement_facts	 facts = { .head = *head };
	struct str		*wants = ARENA_ARRAY(a, struct str, SLIP_FILES_MAX);
	struct str		 rest = job->reason, line;

	(void)w;
	(void)d;
	while (facts.wants_n < SLIP_FILES_MAX && str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.n > 0)
			wants[facts.wants_n++] = line;
	}
	facts.wants = wants;
	facts.reason = str_of(WORD_INCOMPLETE);
	slip_supplement(a, &facts, doc);
}

static void
fill_refusal(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
    const struct slip_head *head,
    struct document *doc)
{
	struct refusal_facts	facts = { .head = *head, .reason = job->reason };

	(void)w;
	(void)d;
	slip_refusal(a, &facts, doc);
}

static const struct slip_kind	kinds[] = {
	{ "submission", "submission", NULL, fill_submission },
	{ "accept", "receipt", "TNHS", fill_receipt },
	{ "supplement-slip", "supplement", "HDHS", fill_supplement },
	{ "refuse-slip", "refusal", "TCHS", fill_refusal },
};

static const struct slip_kind *
kind_of(struct str job)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (str_eqc(job, kinds[i].job))
			return (&kinds[i]);
	}
	return (NULL);
}

static int
number_take(struct worker *w, struct arena *a, const struct slip_kind *kind, struct str agency, int64_t now_s,
    struct str *out)
{
	struct str	year = arena_printf(a, "%d", civil_vn(now_s).date.year);
	struct rows	rows;
	int		r;

	if (kind->suffix == NULL)
		return (0);
	r = db_run(w->db, a, &WORKER_NUMBER, &rows, ARG_TEXT(agency), ARG_TEXT(str_of(kind->slip)), ARG_TEXT(year));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	*out = arena_printf(a, "%04lld/%s", (long long)row_i64(&rows, 0, WORKER_NUMBER_LAST), kind->suffix);
	return (0);
}

int
job_slip(struct worker *w, struct arena *a, const struct job *job)
{
	const struct slip_kind	*kind = kind_of(job->kind);
	struct job_dossier	 d = { 0 };
	struct slip_head	 head = { 0 };
	struct paper_signers	 who = { 0 };
	struct document		 doc = { 0 };
	struct rows		 rows;
	struct str		 agency, sha256;
	int64_t			 bytes, round;
	int			 r;

	if (kind == NULL)
		return (JOB_E_BROKEN);
	r = job_dossier_load(w, a, job, &d);
	if (r != 0)
		return (r);
	round = kind->fill == fill_supplement ? row_i64(&d.row, 0, WORKER_DOSSIER_SUPPLEMENTS) : 0;
	r = db_run(w->db, a, &WORKER_SLIP_KNOWN, &rows, ARG_UUID(job->dossier), ARG_TEXT(str_of(kind->slip)),
	    ARG_I64(round));
	if (r != 0 || rows.n == 1)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	agency = row_text(&d.row, 0, WORKER_DOSSIER_AGENCY);
	r = number_take(w, a, kind, agency, job->now_s, &head.number);
	if (r != 0)
		return (r);
	head.parent_agency = row_text(&d.row, 0, WORKER_DOSSIER_PARENT_HEAD);
	head.agency = row_text(&d.row, 0, WORKER_DOSSIER_LETTERHEAD);
	head.agency_name = row_text(&d.row, 0, WORKER_DOSSIER_AGENCY_NAME);
	head.unit = str_of(WORD_ONE_STOP_UNIT);
	head.place = row_text(&d.row, 0, WORKER_DOSSIER_PLACE);
	head.at_s = job->now_s;
	head.dossier = row_text(&d.row, 0, WORKER_DOSSIER_CODE);
	head.applicant = row_text(&d.row, 0, WORKER_DOSSIER_APPLICANT_NAME);
	head.address = row_text(&d.row, 0, WORKER_DOSSIER_APPLICANT_ADDRESS);
	head.phone = row_text(&d.row, 0, WORKER_DOSSIER_APPLICANT_PHONE);
	head.email = row_text(&d.row, 0, WORKER_DOSSIER_APPLICANT_EMAIL);
	head.procedure = form_catalogue(d.form)->name.in[LANG_VI];
	head.officer = job->actor;
	head.lookup_url = d.lookup_url;
	kind->fill(w, a, job, &d, &head, &doc);
	who.seal_key = arena_printf(a, "seal:%.*s", STR_ARG(agency));
	who.kind = str_of(kind->slip);
	who.dossier = head.dossier;
	who.seal_name = head.agency_name;
	who.location = head.place;
	r = job_paper(w, a, &doc, &who, job->now_s, &sha256, &bytes);
	if (r != 0)
		return (r);
	r = db_run(w->db, a, &WORKER_SLIP_PUT, &rows, ARG_UUID(job->dossier), ARG_TEXT(str_of(kind->slip)),
	    ARG_I64(round),
	    ARG_TEXT(head.number), ARG_BYTES(sha256), ARG_I64(bytes));
	return (r > 0 ? JOB_E_LATER : err_trace(r));
}
