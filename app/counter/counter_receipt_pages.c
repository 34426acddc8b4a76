/* What follows acceptance: /quay/xong/<code>, the receipt at once (PDF, two copies), today's hand-over list. */
#include "core/err.h"
#include "counter/counter_words.h"
#include "counter/counter_views.h"
#include "form/form_rates.h"
#include "paper/paper_pages.h"
#include "paper/slip.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define SEGMENT_CODE		2
#define PAPERS_PER_MINUTE	60

struct receipt_turn {
	struct rows		 row;		/* of COUNTER_RECEIPT */
	const struct form	*form;
	struct str		 agency;
};

static struct receipt_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, receipt_turn));
}

static enum next
ask_receipt(struct turn *t)
{
	return (ask(t, &COUNTER_RECEIPT, ARG_TEXT(request_segment(t, SEGMENT_CODE)), ARG_UUID(turn_account(t)->id)));
}

static enum next
show_done(struct turn *t)
{
	const struct rows		*r = turn_rows(t);
	struct counter_done_view	 m = { 0 };
	struct buf			 body = BUF_INIT;

	if (r->n != 1)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	m.code = row_text(r, 0, COUNTER_RECEIPT_CODE);
	m.name = row_text(r, 0, COUNTER_RECEIPT_APPLICANT_NAME);
	m.claim = row_text(r, 0, COUNTER_RECEIPT_CLAIM_CODE);
	m.due_s = row_time_or_0(r, 0, COUNTER_RECEIPT_DUE_AT);
	m.receipt = arena_printf(turn_arena(t), "/quay/giay-hen/%.*s", STR_ARG(m.code));
	tmpl_counter_done(&body, turn_view(t), &m);
	return (reply_html(t, 200, &body));
}

static const struct step	done_steps[] = { STEP(require_officer), STEP(ask_receipt), STEP(show_done) };
PAGE(counter_done_page, ON_GET(done_steps));

/* ---- the receipt */

static enum next
want_form(struct turn *t)
{
	if (turn_rows(t)->n != 1)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (!brake_allows(t, "paper", PAPERS_PER_MINUTE, PAPERS_PER_MINUTE))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	state(t)->row = *turn_rows(t);
	return (shelf_want_form(t, row_bytes(&state(t)->row, 0, COUNTER_RECEIPT_PACKAGE)));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, row_bytes(&state(t)->row, 0, COUNTER_RECEIPT_PACKAGE), &state(t)->form));
}

/* Scans, then what lies on paper. */
static void
files_fill(struct turn *t, struct instance *in, struct receipt_facts *facts)
{
	struct counter_papers	 papers;
	struct form_attachment	*scans;
	struct slip_file	*list;
	size_t			 n;

	counter_papers_read(turn_arena(t), row_text(&state(t)->row, 0, COUNTER_RECEIPT_PAPERS), &papers);
	instance_files(turn_arena(t), in, &scans, &n);
	list = ARENA_ARRAY(turn_arena(t), struct slip_file, n + papers.n);
	for (size_t i = 0; i < n && i < SLIP_FILES_MAX - COUNTER_PAPERS_MAX; i++)
		list[facts->files_n++] = (struct slip_file){ .name = scans[i].label.in[LANG_VI],
		    .form = counter_words.scan, .copies = 1, .sha256 = scans[i].file.sha256 };
	for (size_t i = 0; i < papers.n; i++)
		list[facts->files_n++] = (struct slip_file){ .name = counter_label(turn_arena(t), in,
		    papers.v[i].field),
		    .form = counter_form_words(papers.v[i].form), .copies = (int)papers.v[i].copies };
	facts->files = list;
}

static enum next
typeset_receipt(struct turn *t)
{
	const struct rows	*r = &state(t)->row;
	struct receipt_facts	 facts = { .sets = 1 };
	struct document		 doc = { 0 };
	struct instance		*in;

	if (instance_read(turn_arena(t), state(t)->form, civil_vn(turn_now_s(t)).date,
	    row_text(r, 0, COUNTER_RECEIPT_INSTANCE), &in) != 0)
		return (NEXT_FAIL);
	facts.head = (struct slip_head){ .parent_agency = row_text(r, 0, COUNTER_RECEIPT_PARENT_HEAD),
	    .agency = row_text(r, 0, COUNTER_RECEIPT_LETTERHEAD), .unit = slip_unit(),
	    .agency_name = row_text(r, 0, COUNTER_RECEIPT_RECEIVED_VI), .place = row_text(r, 0, COUNTER_RECEIPT_PLACE),
	    .at_s = row_time(r, 0, COUNTER_RECEIPT_ACCEPTED_AT), .dossier = row_text(r, 0, COUNTER_RECEIPT_CODE),
	    .applicant = row_text(r, 0, COUNTER_RECEIPT_APPLICANT_NAME),
	    .address = row_text(r, 0, COUNTER_RECEIPT_PERSON_ADDRESS),
	    .phone = row_text(r, 0, COUNTER_RECEIPT_PERSON_PHONE), .email = row_text(r, 0,
	    COUNTER_RECEIPT_PERSON_EMAIL),
	    .procedure = form_catalogue(state(t)->form)->name.in[LANG_VI],
	    .officer = row_text(r, 0, COUNTER_RECEIPT_OFFICER), .title = row_text(r, 0, COUNTER_RECEIPT_TITLE) };
	facts.head.form_note = slip_form_note(turn_arena(t), row_text(r, 0, COUNTER_RECEIPT_FORM),
	    row_text(r, 0, COUNTER_RECEIPT_LAW));
	files_fill(t, in, &facts);
	facts.legal_days = form_limit(in).n;
	facts.received_s = facts.head.at_s;
	facts.due_s = row_time_or_0(r, 0, COUNTER_RECEIPT_DUE_AT);
	facts.delivery = arena_printf(turn_arena(t), "%.*s, %.*s", STR_ARG(counter_words.at_desk),
	    STR_ARG(row_text(r, 0, COUNTER_RECEIPT_RECEIVED_VI)));
	facts.book = row_text(r, 0, COUNTER_RECEIPT_BOOK);
	if (!row_null(r, 0, COUNTER_RECEIPT_ROW))
		facts.book_row = arena_printf(turn_arena(t), "%lld", (long long)row_i64(r, 0, COUNTER_RECEIPT_ROW));
	slip_receipt(turn_arena(t), &facts, &doc);
	if (!row_null(r, 0, COUNTER_RECEIPT_CLAIM_CODE))
		doc.note = arena_printf(turn_arena(t), "%.*s %.*s", STR_ARG(counter_words.claim),
		    STR_ARG(row_text(r, 0, COUNTER_RECEIPT_CLAIM_CODE)));
	doc.copies[0] = counter_words.copy_kept;
	doc.copies[1] = counter_words.copy_given;
	return (paper_want(t, &doc));
}

static enum next
send_receipt(struct turn *t)
{
	return (paper_send(t, "giay-hen.pdf"));
}

static const struct step	receipt_steps[] = {
	STEP(require_officer), STEP(ask_receipt), STEP(want_form), STEP(take_form), STEP(typeset_receipt),
	STEP(send_receipt),
};
PAGE(counter_receipt_page, ON_GET(receipt_steps));

/* ---- what is handed over today */

static enum next
ask_handed(struct turn *t)
{
	state(t)->agency = counter_agency(turn_account(t)->roles);
	if (state(t)->agency.n == 0)
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	if (!brake_allows(t, "paper", PAPERS_PER_MINUTE, PAPERS_PER_MINUTE))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	return (ask(t, &COUNTER_HANDED, ARG_UUID(turn_account(t)->id), ARG_TEXT(state(t)->agency),
	    ARG_DATE(civil_vn(turn_now_s(t)).date)));
}

static enum next
typeset_handed(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	struct register_row	*v = ARENA_ARRAY(turn_arena(t), struct register_row, r->n);
	struct register_facts	 facts = { .rows = v, .rows_n = r->n };
	struct document		 doc = { 0 };

	if (r->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	for (size_t i = 0; i < r->n; i++)
		v[i] = (struct register_row){ .code = row_text(r, i, COUNTER_HANDED_CODE),
		    .applicant = row_text(r, i, COUNTER_HANDED_APPLICANT_NAME),
		    .procedure = row_text(r, i, COUNTER_HANDED_NAME_VI), .due_s = row_time_or_0(r, i,
		    COUNTER_HANDED_DUE_AT) };
	facts.head = (struct slip_head){ .parent_agency = row_text(r, 0, COUNTER_HANDED_PARENT_HEAD),
	    .agency = row_text(r, 0, COUNTER_HANDED_LETTERHEAD), .unit = slip_unit(),
	    .place = row_text(r, 0, COUNTER_HANDED_PLACE), .at_s = turn_now_s(t), .officer = turn_account(t)->name };
	slip_hand_over(turn_arena(t), &facts, STR_NONE, &doc);
	return (paper_want(t, &doc));
}

static enum next
send_handed(struct turn *t)
{
	return (paper_send(t, "ban-giao.pdf"));
}

static const struct step	handed_steps[] = {
	STEP(require_officer), STEP(ask_handed), STEP(typeset_handed), STEP(send_handed),
};
PAGE(counter_handed_page, ON_GET(handed_steps));
