/*
 * The slips of the one-stop desk: forms 01 (receipt), 02 (supplement), 03 (refusal), 04 (apology) and 05 (stopped), in
 * the form that holds on the dossier's day (table slip_form), numbered by agency and year, signed with the agency's
 * seal; the apology by the head of the agency too. Before them the confirmation of what was
 * handed in online, which is no form of the law and has no number.
 */
#include "worker/worker.h"

#include "core/clock.h"
#include "core/err.h"
#include "counter/counter.h"
#include "counter/counter_words.h"
#include "form/form_rates.h"
#include "paper/slip.h"
#include "sql.h"
#include "worker/worker_words.h"

#define CHANNEL_ONLINE	2

struct slip_kind {
	const char	*job;		/* kind in the outbox */
	const char	*slip;		/* kind in the table slip */
	bool		 confirms;	/* no form of the law: no number */
	void		(*fill)(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
			    const struct slip_head *head, struct document *doc);
};

/* The papers, by the names that the form gives them, with the hashes of what was sent. */
static void
files_fill(struct arena *a, const struct job_dossier *d, struct receipt_facts *facts)
{
	struct form_attachment	*files;
	struct slip_file	*list;
	struct counter_papers	 papers;
	size_t			 n;

	instance_files(a, d->instance, &files, &n);
	counter_papers_read(a, row_text(&d->row, 0, WORKER_DOSSIER_PAPERS), &papers);
	list = ARENA_ARRAY(a, struct slip_file, n + papers.n);
	for (size_t i = 0; i < n; i++) {
		list[i].name = files[i].label.in[LANG_VI];
		list[i].form = str_of(WORD_ELECTRONIC_COPY);
		list[i].copies = 1;
		list[i].sha256 = files[i].file.sha256;
	}
	for (size_t i = 0; i < papers.n && n < SLIP_FILES_MAX; i++)
		list[n++] = (struct slip_file){ .name = counter_label(a, d->instance, papers.v[i].field),
		    .form = counter_form_words(papers.v[i].form), .copies = (int)papers.v[i].copies };
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
	facts.delivery = row_i64(&d->row, 0, WORKER_DOSSIER_CHANNEL) == CHANNEL_ONLINE ? str_of(WORD_ONLINE) :
	    counter_words.at_desk;
	facts.book = row_text(&d->row, 0, WORKER_DOSSIER_BOOK);
	if (!row_null(&d->row, 0, WORKER_DOSSIER_BOOK_ROW))
		facts.book_row = arena_printf(a, "%lld", (long long)row_i64(&d->row, 0, WORKER_DOSSIER_BOOK_ROW));
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
	while (facts.wants_n < SLIP_FILES_MAX && str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		if (line.n > 0)
			wants[facts.wants_n++] = line;
	}
	facts.wants = wants;
	facts.reason = str_of(WORD_INCOMPLETE);
	facts.until_s = row_time_or_0(&d->row, 0, WORKER_DOSSIER_ASKED_UNTIL);
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

static void
fill_apology(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
    const struct slip_head *head, struct document *doc)
{
	struct apology_facts	facts = { .head = *head, .reason = job->reason };

	(void)w;
	(void)job;
	facts.head.unit = STR_NONE;
	facts.head.officer = row_text(&d->row, 0, WORKER_DOSSIER_SIGNER_NAME);
	facts.authority = row_text(&d->row, 0, WORKER_DOSSIER_SIGNER_TITLE);
	facts.reason = row_text(&d->row, 0, WORKER_DOSSIER_EXTENSION_REASON);
	facts.received_s = row_time_or_0(&d->row, 0, WORKER_DOSSIER_ACCEPTED_AT);
	facts.old_due_s = row_time_or_0(&d->row, 0, WORKER_DOSSIER_OLD_DUE);
	facts.new_due_s = row_time_or_0(&d->row, 0, WORKER_DOSSIER_NEW_DUE);
	slip_apology(a, &facts, doc);
}

static void
fill_stop(struct worker *w, struct arena *a, const struct job *job, const struct job_dossier *d,
    const struct slip_head *head, struct document *doc)
{
	struct stop_facts	facts = { .head = *head, .reason = job->reason, .stopped_s = job->now_s };

	(void)w;
	facts.asked = str_eqc(job->role, "applicant");
	if (facts.reason.n == 0)
		facts.reason = facts.asked ? str_of(WORD_STOP_ASKED) : str_of(WORD_STOP_LATE);
	facts.received_s = row_time(&d->row, 0, WORKER_DOSSIER_SUBMITTED_AT);
	slip_stop(a, &facts, doc);
}

static const struct slip_kind	kinds[] = {
	{ "submission", "submission", true, fill_submission },
	{ "accept", "receipt", false, fill_receipt },
	{ "supplement-slip", "supplement", false, fill_supplement },
	{ "refuse-slip", "refusal", false, fill_refusal },
	{ "apology", "apology", false, fill_apology },
	{ "stop-notice", "stop", false, fill_stop },
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
number_take(struct worker *w, struct arena *a, const struct slip_kind *kind, struct str agency, struct str suffix,
    int64_t now_s, struct str *out)
{
	struct str	year = arena_printf(a, "%d", civil_vn(now_s).date.year);
	struct rows	rows;
	int		r;

	if (kind->confirms)
		return (0);
	r = db_run(w->db, a, &WORKER_NUMBER, &rows, ARG_TEXT(agency), ARG_TEXT(str_of(kind->slip)), ARG_TEXT(year));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	*out = arena_printf(a, "%04lld/%.*s", (long long)row_i64(&rows, 0, WORKER_NUMBER_LAST), STR_ARG(suffix));
	return (0);
}

/* Of the form that holds. 0 | JOB_E_*; *there false: the law of that day had no such slip. */
static int
form_take(struct worker *w, struct arena *a, const struct slip_kind *kind, const struct job_dossier *d,
    struct slip_head *head, struct str *suffix, bool *there)
{
	struct rows	rows;
	int		r;

	*there = kind->confirms;
	if (*there)
		return (0);
	r = db_run(w->db, a, &WORKER_SLIP_FORM, &rows, ARG_TEXT(str_of(kind->slip)),
	    ARG_DATE(civil_vn(row_time(&d->row, 0, WORKER_DOSSIER_SUBMITTED_AT)).date));
	if (r != 0)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	*there = rows.n == 1;
	if (!*there)
		return (0);
	head->title = row_text(&rows, 0, WORKER_SLIP_FORM_TITLE);
	head->form_note = slip_form_note(a, row_text(&rows, 0, WORKER_SLIP_FORM_FORM),
	    row_text(&rows, 0, WORKER_SLIP_FORM_LAW));
	*suffix = row_text(&rows, 0, WORKER_SLIP_FORM_SUFFIX);
	return (0);
}

static void
head_fill(const struct job *job, const struct job_dossier *d, struct slip_head *head)
{
	const struct rows	*row = &d->row;

	head->parent_agency = row_text(row, 0, WORKER_DOSSIER_PARENT_HEAD);
	head->agency = row_text(row, 0, WORKER_DOSSIER_LETTERHEAD);
	head->agency_name = row_text(row, 0, WORKER_DOSSIER_AGENCY_NAME);
	head->unit = slip_unit();
	head->place = row_text(row, 0, WORKER_DOSSIER_PLACE);
	head->at_s = job->now_s;
	head->dossier = row_text(row, 0, WORKER_DOSSIER_CODE);
	head->applicant = row_text(row, 0, WORKER_DOSSIER_APPLICANT_NAME);
	head->address = row_text(row, 0, WORKER_DOSSIER_APPLICANT_ADDRESS);
	head->phone = row_text(row, 0, WORKER_DOSSIER_APPLICANT_PHONE);
	head->email = row_text(row, 0, WORKER_DOSSIER_APPLICANT_EMAIL);
	head->procedure = form_catalogue(d->form)->name.in[LANG_VI];
	head->officer = job->actor;
	head->lookup_url = d->lookup_url;
}

static int
make(struct worker *w, struct arena *a, const struct job *job, const struct slip_kind *kind,
    const struct job_dossier *d, struct slip_head *head, int64_t round)
{
	struct str		agency = row_text(&d->row, 0, WORKER_DOSSIER_AGENCY);
	struct paper_signers	who = { .kind = str_of(kind->slip), .dossier = head->dossier,
	    .seal_name = head->agency_name, .location = head->place };
	struct document		doc = { 0 };
	struct rows		rows;
	struct str		sha256;
	int64_t			bytes;
	int			r;

	kind->fill(w, a, job, d, head, &doc);
	who.seal_key = arena_printf(a, "seal:%.*s", STR_ARG(agency));
	if (kind->fill == fill_apology) {
		who.officer_key = arena_printf(a, "officer:%.*s:%.*s", STR_ARG(agency),
		    STR_ARG(row_text(&d->row, 0, WORKER_DOSSIER_SIGNER_ROLE)));
		who.officer_name = doc.signer;
		who.reason = doc.title;
	}
	r = job_paper(w, a, &doc, &who, job->now_s, &sha256, &bytes);
	if (r != 0)
		return (r);
	r = db_run(w->db, a, &WORKER_SLIP_PUT, &rows, ARG_UUID(job->dossier), ARG_TEXT(str_of(kind->slip)),
	    ARG_I64(round), ARG_TEXT(head->number), ARG_BYTES(sha256), ARG_I64(bytes));
	return (r > 0 ? JOB_E_LATER : err_trace(r));
}

int
job_slip(struct worker *w, struct arena *a, const struct job *job)
{
	const struct slip_kind	*kind = kind_of(job->kind);
	struct job_dossier	 d = { 0 };
	struct slip_head	 head = { 0 };
	struct rows		 rows;
	struct str		 suffix = STR_NONE;
	bool			 there = false;
	int64_t			 round;
	int			 r;

	CHECK(kind != NULL);
	r = job_dossier_load(w, a, job, &d);
	if (r != 0)
		return (r);
	round = kind->fill == fill_supplement ? row_i64(&d.row, 0, WORKER_DOSSIER_SUPPLEMENTS) : 0;
	r = db_run(w->db, a, &WORKER_SLIP_KNOWN, &rows, ARG_UUID(job->dossier), ARG_TEXT(str_of(kind->slip)),
	    ARG_I64(round));
	if (r != 0 || rows.n == 1)
		return (r > 0 ? JOB_E_LATER : err_trace(r));
	r = form_take(w, a, kind, &d, &head, &suffix, &there);
	if (r != 0 || !there)
		return (r);
	r = number_take(w, a, kind, row_text(&d.row, 0, WORKER_DOSSIER_AGENCY), suffix, job->now_s, &head.number);
	if (r != 0)
		return (r);
	head_fill(job, &d, &head);
	return (make(w, a, job, kind, &d, &head, round));
}
