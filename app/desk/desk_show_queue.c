#include "desk/desk_show.h"

#include "core/buf.h"
#include "desk/desk_words.h"
#include "view/render.h"

static void
put(struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_byte(b, b->n > 0 && memchr(b->p, '?', b->n) != NULL ? '&' : '?');
	buf_cstr(b, name);
	buf_byte(b, '=');
	view_url_part_str(b, value);
}

struct str
desk_queue_href(struct arena *a, const struct desk_filters *f, const struct uuid *after)
{
	struct buf auto_(buf_free)	b = BUF_INIT;

	buf_cstr(&b, "/ban-lam-viec");
	put(&b, "tim", f->words);
	put(&b, "thu-tuc", f->service);
	put(&b, "ai", f->mine);
	put(&b, "han", f->due);
	if (after != NULL)
		put(&b, "sau", uuid_text(a, *after));
	return (arena_str(a, buf_view(&b)));
}

static struct desk_row
show_row(struct arena *a, enum lang lang, const struct desk_queue *q, size_t i)
{
	const struct desk_work		*w = &q->work[i];
	const struct process_node	*node = q->processes[i] == NULL ? NULL : process_node(q->processes[i], w->node);
	struct desk_row			 r = { 0 };

	r.item = uuid_text(a, w->item);
	r.code = w->code;
	r.href = desk_base(a, w->code);
	r.claim_action = arena_printf(a, "%.*s/nhan", STR_ARG(r.href));
	r.person = w->applicant_name;
	r.subject = w->subject;
	r.service = w->service;
	r.procedure = desk_in(lang, w->name_vi, w->name_en);
	r.node = w->node;
	r.step = node == NULL ? w->node : desk_in(lang, node->name, node->name_en);
	r.holder = w->assignee_name;
	r.mine = w->held && memcmp(w->assignee.b, q->actor.b, sizeof(q->actor.b)) == 0;
	r.due_s = w->due_s;
	r.due = desk_due(a, lang, q->calendar, w->opened_s, w->due_s, w->paused_s, q->now_s);
	r.reminded = desk_reminded(a, lang, w->reminded_s);
	r.reminded_s = w->reminded_s;
	r.status = desk_status(lang, w->status);
	return (r);
}

/* The list that another choice leads to: what was searched for stays, the place in the list does not. */
static struct desk_filter
filter_of(struct arena *a, enum lang lang, const struct desk_filters *now, enum msg text, int64_t n,
    struct desk_filters to)
{
	to.words = now->words;
	to.service = now->service;
	return ((struct desk_filter){ msg_text(lang, text), n, desk_queue_href(a, &to, NULL),
	    str_eq(to.mine, now->mine) && str_eq(to.due, now->due), false });
}

static void
show_filters(struct arena *a, enum lang lang, const struct desk_queue *q, struct desk_queue_view *out)
{
	const struct desk_filters	*now = &q->filters;
	struct desk_count		 sum = { 0 };
	struct desk_filter		*v = ARENA_ARRAY(a, struct desk_filter, 5);

	for (size_t i = 0; i < q->counts_n; i++) {
		if (now->service.n > 0 && !str_eq(now->service, q->counts[i].service))
			continue;
		sum.open += q->counts[i].open;
		sum.mine += q->counts[i].mine;
		sum.free += q->counts[i].free;
		sum.late += q->counts[i].late;
		sum.today += q->counts[i].today;
	}
	v[0] = filter_of(a, lang, now, MSG_DESK_COUNT_OPEN, sum.open, (struct desk_filters){ 0 });
	v[1] = filter_of(a, lang, now, MSG_DESK_COUNT_MINE, sum.mine, (struct desk_filters){ .mine = STR("mine") });
	v[2] = filter_of(a, lang, now, MSG_DESK_COUNT_FREE, sum.free, (struct desk_filters){ .mine = STR("free") });
	v[3] = filter_of(a, lang, now, MSG_DESK_COUNT_LATE, sum.late, (struct desk_filters){ .due = STR("late") });
	v[4] = filter_of(a, lang, now, MSG_DESK_COUNT_TODAY, sum.today, (struct desk_filters){ .due = STR("today") });
	v[3].alarm = sum.late > 0;
	out->filters = v;
	out->filters_n = 5;
}

static void
show_services(struct arena *a, enum lang lang, const struct desk_queue *q, struct desk_queue_view *out)
{
	out->services = ARENA_ARRAY(a, struct choice, q->counts_n);
	out->services_n = q->counts_n;
	for (size_t i = 0; i < q->counts_n; i++) {
		const struct desk_count	*c = &q->counts[i];

		out->services[i].value = c->service;
		out->services[i].text = arena_printf(a, "%.*s (%lld)", STR_ARG(desk_in(lang, c->name_vi, c->name_en)),
		    (long long)c->open);
		out->services[i].checked = str_eq(c->service, q->filters.service);
	}
}

void
desk_show_queue(struct arena *a, enum lang lang, const struct desk_queue *q, struct desk_queue_view *out)
{
	const struct desk_filters	*f = &q->filters;

	*out = (struct desk_queue_view){ .words = f->words, .service = f->service, .mine = f->mine, .due = f->due };
	out->filtered = f->words.n > 0 || f->service.n > 0 || f->mine.n > 0 || f->due.n > 0;
	out->here = desk_queue_href(a, f, q->later ? &q->after : NULL);
	show_filters(a, lang, q, out);
	show_services(a, lang, q, out);
	out->rows_n = q->work_n > DESK_PAGE_ROWS ? DESK_PAGE_ROWS : q->work_n;
	out->rows = ARENA_ARRAY(a, struct desk_row, out->rows_n);
	for (size_t i = 0; i < out->rows_n; i++)
		out->rows[i] = show_row(a, lang, q, i);
	if (q->work_n > DESK_PAGE_ROWS)
		out->pages.next = desk_queue_href(a, f, &q->work[DESK_PAGE_ROWS - 1].item);
	/* Backwards is the browser's: a keyset knows only what comes after. To the front is always possible. */
	if (q->later)
		out->pages.previous = desk_queue_href(a, f, NULL);
}
