/* /so-theo-doi: the follow-up book (Form 07) of an agency and a time, as page, CSV and PDF (A4 lying). */
#include "core/csv.h"
#include "core/err.h"
#include "counter/counter_views.h"
#include "counter/counter_words.h"
#include "desk/desk_words.h"
#include "paper/paper_pages.h"
#include "paper/slip.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define PAGE_ROWS		100
#define PRINT_ROWS		2000
#define DAYS_MAX		366
#define PAPERS_PER_MINUTE	12

struct book_turn {
	struct counter_book_view	 m;
	struct date			 from, to;
	int64_t				 after;
	struct register_row		*rows;
	size_t				 rows_n;
};

static struct book_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, book_turn));
}

/* Agencies where this officer has a role, each once. */
static void
agencies_fill(struct turn *t, struct counter_book_view *m)
{
	struct str	 rest = turn_account(t)->roles, one, role;
	struct choice	*v = ARENA_ARRAY(turn_arena(t), struct choice, 40);

	while (m->agencies_n < 40 && str_cut(&rest, ' ', &one)) {
		bool	there = false;

		if (!str_cut(&one, '@', &role) || one.n == 0)
			continue;
		for (size_t i = 0; i < m->agencies_n; i++)
			there |= str_eq(v[i].value, one);
		if (!there)
			v[m->agencies_n++] = (struct choice){ .value = one, .text = one,
			    .checked = str_eq(one, m->agency) };
	}
	m->agencies = v;
	if (m->agency.n == 0 && m->agencies_n > 0)
		m->agency = v[0].value;
}

static enum next
read_query(struct turn *t)
{
	struct book_turn	*s = state(t);
	struct date		 today = civil_vn(turn_now_s(t)).date;
	bool			 fits;

	s->m.agency = request_query(t, "co-quan");
	agencies_fill(t, &s->m);
	s->from = s->to = today;
	s->from.day = 1;
	fits = (request_query(t, "tu").n == 0 || date_parse(request_query(t, "tu"), &s->from)) &&
	    (request_query(t, "den").n == 0 || date_parse(request_query(t, "den"), &s->to)) &&
	    date_days(s->from) <= date_days(s->to) && date_days(s->to) - date_days(s->from) <= DAYS_MAX;
	if (!fits) {
		s->m.error = msg_text(turn_lang(t), MSG_COUNTER_DATES_WRONG);
		s->from = s->to = today;
	}
	(void)str_i64(request_query(t, "sau"), 0, INT32_MAX, &s->after);
	s->m.from = date_iso(turn_arena(t), s->from);
	s->m.to = date_iso(turn_arena(t), s->to);
	return (NEXT_STEP);
}

static enum next
ask_rows(struct turn *t, int64_t most)
{
	struct book_turn	*s = state(t);

	return (ask(t, &COUNTER_REGISTER, ARG_UUID(turn_account(t)->id), ARG_TEXT(s->m.agency), ARG_DATE(s->from),
	    ARG_DATE(s->to), ARG_I64(s->after), ARG_I64(most)));
}

static enum next
ask_page(struct turn *t)
{
	return (ask_rows(t, PAGE_ROWS + 1));
}

static enum next
ask_all(struct turn *t)
{
	if (state(t)->m.error.n > 0)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	if (!brake_allows(t, "book", PAPERS_PER_MINUTE, PAPERS_PER_MINUTE))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	return (ask_rows(t, PRINT_ROWS));
}

static struct str
joined(struct turn *t, struct str a, struct str b)
{
	return (a.n == 0 ? b : b.n == 0 ? a : arena_printf(turn_arena(t), "%.*s, %.*s", STR_ARG(a), STR_ARG(b)));
}

static void
take_rows(struct turn *t)
{
	struct book_turn	*s = state(t);
	const struct rows	*r = turn_rows(t);

	s->rows = ARENA_ARRAY(turn_arena(t), struct register_row, r->n);
	s->rows_n = r->n;
	for (size_t i = 0; i < r->n; i++)
		s->rows[i] = (struct register_row){ .row = row_i64(r, i, COUNTER_REGISTER_ROW),
		    .code = row_text(r, i, COUNTER_REGISTER_CODE), .procedure = row_text(r, i,
		    COUNTER_REGISTER_NAME_VI),
		    .applicant = row_text(r, i, COUNTER_REGISTER_APPLICANT_NAME),
		    .contact = joined(t, row_text(r, i, COUNTER_REGISTER_ADDRESS), row_text(r, i,
		    COUNTER_REGISTER_PHONE)),
		    .agency = row_text(r, i, COUNTER_REGISTER_AGENCY_VI),
		    .received_s = row_time_or_0(r, i, COUNTER_REGISTER_ACCEPTED_AT),
		    .due_s = row_time_or_0(r, i, COUNTER_REGISTER_DUE_AT),
		    .returned_s = row_time_or_0(r, i, COUNTER_REGISTER_RETURNED_AT),
		    .delivery = row_i64(r, i, COUNTER_REGISTER_CHANNEL) == 2 ? counter_words.online :
		    counter_words.at_desk, .note = row_text(r, i, COUNTER_REGISTER_TAKEN_BY) };
}

static enum next
show_book(struct turn *t)
{
	struct book_turn	*s = state(t);
	struct counter_book_row	*v;
	struct buf		 body = BUF_INIT;
	struct arena		*a = turn_arena(t);

	take_rows(t);
	s->m.query = arena_printf(a, "co-quan=%.*s&tu=%.*s&den=%.*s", STR_ARG(s->m.agency), STR_ARG(s->m.from),
	    STR_ARG(s->m.to));
	if (s->rows_n > PAGE_ROWS) {
		s->rows_n = PAGE_ROWS;
		s->m.more = arena_printf(a, "/so-theo-doi?%.*s&sau=%lld", STR_ARG(s->m.query),
		    (long long)s->rows[PAGE_ROWS - 1].row);
	}
	v = ARENA_ARRAY(a, struct counter_book_row, s->rows_n);
	for (size_t i = 0; i < s->rows_n; i++) {
		const struct register_row	*r = &s->rows[i];

		v[i] = (struct counter_book_row){ .row = arena_printf(a, "%lld", (long long)r->row), .code = r->code,
		    .procedure = r->procedure, .applicant = r->applicant, .contact = r->contact, .way = r->delivery,
		    .note = r->note, .received = time_vn(a, r->received_s),
		    .due = r->due_s == 0 ? STR_NONE : time_vn(a, r->due_s),
		    .returned = r->returned_s == 0 ? STR_NONE : time_vn(a, r->returned_s) };
	}
	s->m.rows = v;
	s->m.rows_n = s->rows_n;
	tmpl_counter_book(&body, turn_view(t), &s->m);
	return (reply_html(t, s->m.error.n > 0 ? 422 : 200, &body));
}

static void
cell(struct buf *b, struct str s, bool first)
{
	if (!first)
		buf_byte(b, ',');
	csv_cell(b, s);
}

static enum next
send_csv(struct turn *t)
{
	static const enum msg		 heads[] = { MSG_COUNTER_ROW, MSG_COMMON_DOSSIER_CODE, MSG_COMMON_PROCEDURE,
	    MSG_COMMON_APPLICANT, MSG_COUNTER_CONTACT, MSG_COUNTER_AGENCY, MSG_COUNTER_RECEIVED, MSG_COMMON_DUE,
	    MSG_COUNTER_RETURNED, MSG_COUNTER_WAY, MSG_COUNTER_NOTE };
	struct arena			*a = turn_arena(t);
	struct buf			 b = BUF_INIT;
	struct str			 text;

	take_rows(t);
	buf_printf(&b, "\xef\xbb\xbf");
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		cell(&b, msg_text(turn_lang(t), heads[i]), i == 0);
	for (size_t i = 0; i < state(t)->rows_n; i++) {
		const struct register_row	*r = &state(t)->rows[i];
		struct str			 v[] = { arena_printf(a, "%lld", (long long)r->row), r->code,
		    r->procedure,
		    r->applicant, r->contact, r->agency, time_iso(a, r->received_s),
		    r->due_s == 0 ? STR_NONE : time_iso(a, r->due_s),
		    r->returned_s == 0 ? STR_NONE : time_iso(a, r->returned_s), r->delivery, r->note };

		buf_printf(&b, "\r\n");
		for (size_t k = 0; k < COUNT_OF(v); k++)
			cell(&b, v[k], k == 0);
	}
	buf_printf(&b, "\r\n");
	text = arena_str(a, buf_view(&b));
	buf_free(&b);
	reply_header(t, "content-disposition", "attachment; filename=\"so-theo-doi.csv\"");
	return (reply_bytes(t, 200, "text/csv; charset=utf-8", text));
}

static enum next
typeset_book(struct turn *t)
{
	struct book_turn	*s = state(t);
	const struct rows	*r = turn_rows(t);
	struct register_facts	 facts = { .from = s->from, .to = s->to };
	struct document		 doc = { 0 };

	if (r->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	take_rows(t);
	facts.rows = s->rows;
	facts.rows_n = s->rows_n;
	facts.book = row_text(r, 0, COUNTER_REGISTER_BOOK);
	facts.head = (struct slip_head){ .parent_agency = row_text(r, 0, COUNTER_REGISTER_PARENT_HEAD),
	    .agency = row_text(r, 0, COUNTER_REGISTER_LETTERHEAD), .unit = slip_unit(),
	    .place = row_text(r, 0, COUNTER_REGISTER_PLACE), .at_s = turn_now_s(t),
	    .title = row_text(r, 0, COUNTER_REGISTER_TITLE) };
	facts.head.form_note = slip_form_note(turn_arena(t), row_text(r, 0, COUNTER_REGISTER_FORM),
	    row_text(r, 0, COUNTER_REGISTER_LAW));
	slip_register(turn_arena(t), &facts, &doc);
	return (paper_want(t, &doc));
}

static enum next
send_book(struct turn *t)
{
	return (paper_send(t, "so-theo-doi.pdf"));
}

static const struct step	page_steps[] = { STEP(require_officer), STEP(read_query), STEP(ask_page),
    STEP(show_book) };
static const struct step	csv_steps[] = { STEP(require_officer), STEP(read_query), STEP(ask_all),
    STEP(send_csv) };
static const struct step	pdf_steps[] = {
	STEP(require_officer), STEP(read_query), STEP(ask_all), STEP(typeset_book), STEP(send_book),
};
PAGE(counter_book_page, ON_GET(page_steps));
PAGE(counter_book_csv_page, ON_GET(csv_steps));
PAGE(counter_book_pdf_page, ON_GET(pdf_steps));
