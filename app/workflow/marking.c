/*
 * The marking as text. The grammar, one blank between the parts:
 *   m1 STATE clock=CLOCK status=N result=RESULT open=LIST visits=LIST
 *   open: node or node@agency, visits: node:count; separated by commas, in the order of the process; "-" when empty.
 * Where tokens wait at joins, or opinions are asked for, two more parts stand before the visits:
 *   m2 ... open=LIST wait=LIST seats=LIST visits=LIST
 *   wait: flows; seats: node/visit@agency:outcome, "-" for an outcome that is still to come.
 * There is one text for each marking: a text that would be written differently is refused.
 */
#include "core/buf.h"
#include "workflow/process_parts.h"

static const char *const	state_names[] = { "new", "running", "finished" };
static const char *const	clock_names[] = { "none", "running", "stopped", "ended" };

struct marking
marking_new(struct arena *a, const struct process *p)
{
	return ((struct marking){ .place = ARENA_ARRAY(a, struct marking_place, p->nodes_n), .place_n = p->nodes_n,
	    .waiting = ARENA_ARRAY(a, bool, p->flows_n), .waiting_n = p->flows_n });
}

static void
write_open(struct buf *b, const struct process *p, const struct marking *m)
{
	size_t	from = b->n;

	for (size_t i = 0; i < m->place_n; i++) {
		if (!m->place[i].open)
			continue;
		if (b->n > from)
			buf_byte(b, ',');
		buf_str(b, p->nodes[i].id);
		if (m->place[i].agency.n > 0)
			buf_printf(b, "@%.*s", STR_ARG(m->place[i].agency));
	}
	if (b->n == from)
		buf_byte(b, '-');
}

static void
write_waiting(struct buf *b, const struct process *p, const struct marking *m)
{
	size_t	from = b->n;

	for (size_t i = 0; i < m->waiting_n; i++) {
		if (m->waiting[i])
			buf_printf(b, "%s%.*s", b->n > from ? "," : "", STR_ARG(p->flows[i].id));
	}
	if (b->n == from)
		buf_byte(b, '-');
}

static void
write_seats(struct buf *b, const struct process *p, const struct marking *m)
{
	size_t	from = b->n;

	for (size_t i = 0; i < m->place_n; i++) {
		for (size_t k = 0; k < m->place[i].seat_n; k++) {
			const struct marking_seat	*s = &m->place[i].seat[k];

			buf_printf(b, "%s%.*s/%u@%.*s:%.*s", b->n > from ? "," : "", STR_ARG(p->nodes[i].id), s->visit,
			    STR_ARG(s->agency), STR_ARG(s->outcome.n > 0 ? s->outcome : STR("-")));
		}
	}
	if (b->n == from)
		buf_byte(b, '-');
}

static bool
has_more(const struct marking *m)
{
	for (size_t i = 0; i < m->waiting_n; i++) {
		if (m->waiting[i])
			return (true);
	}
	for (size_t i = 0; i < m->place_n; i++) {
		if (m->place[i].seat_n > 0)
			return (true);
	}
	return (false);
}

static void
write_visits(struct buf *b, const struct process *p, const struct marking *m)
{
	size_t	from = b->n;

	for (size_t i = 0; i < m->place_n; i++) {
		if (m->place[i].visits > 0)
			buf_printf(b, "%s%.*s:%u", b->n > from ? "," : "", STR_ARG(p->nodes[i].id), m->place[i].visits);
	}
	if (b->n == from)
		buf_byte(b, '-');
}

struct str
marking_text(struct arena *a, const struct process *p, const struct marking *m)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	CHECK(m->place_n == p->nodes_n && m->waiting_n == p->flows_n);
	buf_printf(&b, "m%d %s clock=%s status=%d result=%s open=", has_more(m) ? 2 : 1,
	    state_names[m->state], clock_names[m->clock],
	    m->status,
	    workflow_result_name(m->result));
	write_open(&b, p, m);
	if (has_more(m)) {
		buf_cstr(&b, " wait=");
		write_waiting(&b, p, m);
		buf_cstr(&b, " seats=");
		write_seats(&b, p, m);
	}
	buf_cstr(&b, " visits=");
	write_visits(&b, p, m);
	return (arena_str(a, buf_view(&b)));
}

/* The next word of *rest without its head; false when it does not begin with it. */
static bool
word(struct str *rest, struct str head, struct str *value)
{
	struct str	w;

	if (!str_cut(rest, ' ', &w) || !str_starts(w, head))
		return (false);
	*value = str_from_to(w, head.n, w.n);
	return (true);
}

static bool
can_open(const struct process_node *node)
{
	return (node->kind == NODE_USER || node->kind == NODE_TIMER || node->kind == NODE_MESSAGE ||
	    node->kind == NODE_RECEIVE || node->kind == NODE_WAIT || node->kind == NODE_SUB || node->kind == NODE_CALL);
}

static bool
read_waiting(const struct process *p, struct str list, struct marking *m)
{
	struct str	id;
	size_t		i;

	if (str_eqc(list, "-"))
		return (true);
	while (str_cut(&list, ',', &id)) {
		for (i = 0; i < p->flows_n && !str_eq(p->flows[i].id, id); i++)
			;
		if (i == p->flows_n || !node_joins(&p->nodes[p->flows[i].to]) || p->wiring[p->flows[i].to].in_n < 2)
			return (false);
		m->waiting[i] = true;
	}
	return (true);
}

/* "opinion/3@H24.19.31:agree" */
static bool
read_seat(struct arena *a, const struct process *p, struct str item, struct marking *m)
{
	const struct process_node	*node;
	struct marking_place		*place;
	struct str			 id, visit, agency;
	int64_t				 n;

	if (!str_cut(&item, '/', &id) || !str_cut(&item, '@', &visit) || !str_cut(&item, ':', &agency) ||
	    (node = process_node(p, id)) == NULL || node->opinions == OPINIONS_NONE ||
	    !str_i64(visit, 1, WORKFLOW_VISITS_MAX, &n) || !workflow_agency_valid(agency))
		return (false);
	place = &m->place[node->index];
	if (!place->open || place->seat_n == WORKFLOW_SEATS_MAX ||
	    (!str_eqc(item, "-") && process_outcome(node, item) == NULL))
		return (false);
	if (place->seat == NULL)
		place->seat = ARENA_ARRAY(a, struct marking_seat, WORKFLOW_SEATS_MAX);
	place->seat[place->seat_n++] = (struct marking_seat){ arena_str(a, agency), (uint32_t)n,
	    str_eqc(item, "-") ? STR_NONE : arena_str(a, item) };
	return (true);
}

static bool
read_seats(struct arena *a, const struct process *p, struct str list, struct marking *m)
{
	struct str	item;

	if (str_eqc(list, "-"))
		return (true);
	while (str_cut(&list, ',', &item)) {
		if (!read_seat(a, p, item, m))
			return (false);
	}
	return (true);
}

static bool
read_open(struct arena *a, const struct process *p, struct str list, struct marking *m)
{
	struct str	item, id;

	if (str_eqc(list, "-"))
		return (true);
	while (str_cut(&list, ',', &item)) {
		const struct process_node	*node;
		struct str			 agency = item;

		if (!str_cut(&agency, '@', &id) || (node = process_node(p, id)) == NULL)
			return (false);
		if (!can_open(node) || (agency.n > 0 && node->kind != NODE_USER && node->kind != NODE_CALL))
			return (false);
		if (agency.n > 0 && !workflow_agency_valid(agency))
			return (false);
		m->place[node->index].open = true;
		m->place[node->index].agency = arena_str(a, agency);
	}
	return (true);
}

static bool
read_visits(const struct process *p, struct str list, struct marking *m)
{
	struct str	item, id;
	int64_t		n;

	if (str_eqc(list, "-"))
		return (true);
	while (str_cut(&list, ',', &item)) {
		const struct process_node	*node;

		if (!str_cut(&item, ':', &id) || (node = process_node(p, id)) == NULL ||
		    !str_i64(item, 1, WORKFLOW_VISITS_MAX, &n))
			return (false);
		m->place[node->index].visits = (uint32_t)n;
	}
	return (true);
}

/* What no step can have made: an open node never visited, an armed timer without its task, a new or finished one at
 * work. */
static bool
plausible(const struct process *p, const struct marking *m)
{
	for (size_t i = 0; i < m->place_n; i++) {
		const struct process_node	*node = &p->nodes[i];

		if (m->place[i].open && m->state != WORKFLOW_RUNNING)
			return (false);
		if (m->place[i].open && !node_on_edge(node) && m->place[i].visits == 0)
			return (false);
		if (m->place[i].open && node_on_edge(node) && !m->place[node->host->index].open)
			return (false);
		if (m->place[i].open && node->scope != NULL && !m->place[node->scope->index].open)
			return (false);
		if (m->place[i].open && (node->opinions != OPINIONS_NONE) != (m->place[i].seat_n > 0))
			return (false);
		if (m->place[i].visits > 0 && m->state == WORKFLOW_NEW)
			return (false);
	}
	for (size_t i = 0; i < m->waiting_n; i++) {
		if (m->waiting[i] && m->state != WORKFLOW_RUNNING)
			return (false);
	}
	return ((m->result != RESULT_NONE) == (m->state == WORKFLOW_FINISHED));
}

static bool
read_head(struct str *rest, struct marking *m)
{
	struct str	state, clock, status, result;
	int64_t		n;
	int		s, c, r;

	if (!word(rest, STR(""), &state) || !word(rest, STR("clock="), &clock) || !word(rest, STR("status="),
	    &status) ||
	    !word(rest, STR("result="), &result))
		return (false);
	s = name_index(state_names, COUNT_OF(state_names), state);
	c = name_index(clock_names, COUNT_OF(clock_names), clock);
	r = name_index(workflow_result_names, RESULT__MAX, result);
	if (s < 0 || c < 0 || r < 0 || !str_i64(status, 0, 10, &n))
		return (false);
	m->state = (enum workflow_state)s;
	m->clock = (enum workflow_clock)c;
	m->result = (enum workflow_result)r;
	m->status = (int)n;
	return (true);
}

int
marking_parse(struct arena *a, const struct process *p, struct str text, struct marking *out)
{
	struct marking	m = marking_new(a, p);
	struct str	rest = text, version, open, waiting, seats, visits;

	if (text.n > WORKFLOW_MARKING_MAX || !word(&rest, STR("m"), &version) || !read_head(&rest, &m) ||
	    !word(&rest, STR("open="), &open) || !read_open(a, p, open, &m))
		return (WORKFLOW_E_MARKING);
	if (str_eqc(version, "2") && (!word(&rest, STR("wait="), &waiting) || !read_waiting(p, waiting, &m) ||
	    !word(&rest, STR("seats="), &seats) || !read_seats(a, p, seats, &m)))
		return (WORKFLOW_E_MARKING);
	if (!word(&rest, STR("visits="), &visits) || !read_visits(p, visits, &m) || !plausible(p, &m) ||
	    !str_eq(marking_text(a, p, &m), text))
		return (WORKFLOW_E_MARKING);
	*out = m;
	return (0);
}
