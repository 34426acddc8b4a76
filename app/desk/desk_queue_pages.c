/* /ban-lam-viec: what waits for this officer. */
#include "core/json.h"
#include "desk/desk_show.h"
#include "desk/desk_store.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/web.h"

struct queue_turn {
	struct desk_queue	 q;
	struct str		*words;		/* of the search, folded */
	size_t			 words_n;
	struct desk_queue_view	 m;
};

static struct queue_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, queue_turn));
}

/* A filter that the address may not know is no filter. */
static struct str
known(struct str s, const char *one, const char *other)
{
	return (str_eqc(s, one) || str_eqc(s, other) ? s : STR_NONE);
}

static enum next
ask_queue(struct turn *t)
{
	struct desk_queue	*q = &state(t)->q;
	struct desk_filters	*f = &q->filters;
	const struct uuid	 me = turn_account(t)->id;
	struct queue_turn	*s = state(t);

	f->words = str_trim(request_query(t, "tim"));
	f->service = request_query(t, "thu-tuc");
	f->mine = known(request_query(t, "ai"), "mine", "free");
	f->due = known(request_query(t, "han"), "late", "today");
	q->later = uuid_parse(request_query(t, "sau"), &q->after);
	s->words_n = desk_words(turn_arena(t), f->words, &s->words);
	return (ask(t, &DESK_QUEUE, ARG_UUID(me), ARG_TEXTS(s->words, s->words_n), ARG_TEXT(f->service),
	    ARG_TEXT(f->mine), ARG_TEXT(f->due), q->later ? ARG_UUID(q->after) : ARG_NULL,
	    ARG_I64(DESK_PAGE_ROWS + 1)));
}

static enum next
take_queue(struct turn *t)
{
	state(t)->q.work = desk_work_rows(turn_arena(t), turn_rows(t));
	state(t)->q.work_n = turn_rows(t)->n;
	return (NEXT_STEP);
}

static enum next
ask_counts(struct turn *t)
{
	return (ask(t, &DESK_COUNTS, ARG_UUID(turn_account(t)->id),
	    ARG_TEXTS(state(t)->words, state(t)->words_n)));
}

static enum next
take_counts(struct turn *t)
{
	state(t)->q.counts = desk_count_rows(turn_arena(t), turn_rows(t));
	state(t)->q.counts_n = turn_rows(t)->n;
	return (NEXT_STEP);
}

/* The workflows that this process has not met yet, all at once: only the first pages of its life wait for them. */
static enum next
want_processes(struct turn *t)
{
	struct desk_queue	*q = &state(t)->q;
	struct str		*hashes = ARENA_ARRAY(turn_arena(t), struct str, q->work_n);
	size_t			 n = 0;

	for (size_t i = 0; i < q->work_n; i++)
		if (shelf_process(web_here()->shelf, q->work[i].workflow) == NULL)
			hashes[n++] = hex_text(turn_arena(t), q->work[i].workflow.p, q->work[i].workflow.n);
	return (n == 0 ? NEXT_STEP : ask(t, &DESK_WORKFLOWS, ARG_TEXTS(hashes, n)));
}

static enum next
take_processes(struct turn *t)
{
	struct desk_queue	*q = &state(t)->q;
	const struct rows	*r = turn_rows(t);
	const struct process	*added;

	for (size_t i = 0; r->stmt == &DESK_WORKFLOWS && i < r->n; i++)
		if (shelf_add_process(web_here()->shelf, row_bytes(r, i, DESK_WORKFLOWS_HASH),
		    row_text(r, i, DESK_WORKFLOWS_BPMN), &added) < 0)
			return (NEXT_FAIL);
	q->processes = ARENA_ARRAY(turn_arena(t), const struct process *, q->work_n);
	for (size_t i = 0; i < q->work_n; i++)
		q->processes[i] = shelf_process(web_here()->shelf, q->work[i].workflow);
	return (NEXT_STEP);
}

static enum next
want_calendar(struct turn *t)
{
	return (shelf_want_calendar(t));
}

static enum next
take_calendar(struct turn *t)
{
	struct desk_queue	*q = &state(t)->q;

	q->actor = turn_account(t)->id;
	q->now_s = turn_now_s(t);
	return (shelf_take_calendar(t, &q->calendar));
}

static void
row_json(struct arena *a, struct json *j, const struct desk_row *r)
{
	json_open(j);
	json_kstr(j, "item", r->item);
	json_kstr(j, "code", r->code);
	json_kstr(j, "href", r->href);
	json_kstr(j, "applicant", r->person);
	json_kstr(j, "service", r->service);
	json_kstr(j, "procedure", r->procedure);
	json_kstr(j, "node", r->node);
	json_kstr(j, "step", r->step);
	if (r->due_s != 0) {
		json_kstr(j, "due", time_iso(a, r->due_s));
		json_kstr(j, "due_words", r->due.words);
		json_kbool(j, "late", r->due.kind == DEADLINE_LATE);
	}
	if (r->reminded_s != 0)
		json_kstr(j, "reminded", time_iso(a, r->reminded_s));
	json_kstr(j, "holder", r->holder);
	json_kbool(j, "mine", r->mine);
	json_close(j);
}

static enum next
queue_json(struct turn *t, const struct desk_queue_view *m)
{
	static const char *const	names[] = { "open", "mine", "free", "late", "today" };
	struct buf			body = BUF_INIT;
	struct json			j = json_to(&body);

	json_open(&j);
	json_key(&j, "counts");
	json_open(&j);
	for (size_t i = 0; i < m->filters_n; i++)
		json_ki64(&j, names[i], m->filters[i].n);
	json_close(&j);
	json_key(&j, "rows");
	json_list(&j);
	for (size_t i = 0; i < m->rows_n; i++)
		row_json(turn_arena(t), &j, &m->rows[i]);
	json_list_end(&j);
	if (m->pages.next.n > 0)
		json_kstr(&j, "next", m->pages.next);
	json_close(&j);
	return (reply_json(t, 200, &body));
}

static enum next
show_queue(struct turn *t)
{
	struct desk_queue_view	*m = &state(t)->m;
	struct buf		 body = BUF_INIT;

	desk_show_queue(turn_arena(t), turn_lang(t), &state(t)->q, m);
	if (request_wants_json(t))
		return (queue_json(t, m));
	tmpl_desk_queue(&body, turn_view(t), m);
	return (reply_html(t, 200, &body));
}

static const struct step	queue_steps[] = {
	STEP(require_officer), STEP(ask_queue), STEP(take_queue), STEP(ask_counts), STEP(take_counts),
	STEP(want_processes), STEP(take_processes), STEP(want_calendar), STEP(take_calendar), STEP(show_queue),
};

PAGE(desk_queue_page, ON_GET(queue_steps));
