/*
 * The marking as text. The grammar, one blank between the parts:
 *   m1 STATE clock=CLOCK status=N result=RESULT open=LIST visits=LIST
 *   open: node or node@agency, visits: node:count; separated by commas, in the order of the process; "-" when empty.
 * There is one text for each marking: a text that would be written differently is refused.
 */
#include "core/buf.h"
#include "workflow/process_parts.h"

#define MARKING_BYTES_MAX	32768

static const char *const	state_names[] = { "new", "running", "finished" };
static const char *const	clock_names[] = { "none", "running", "stopped", "ended" };

struct marking
marking_new(struct arena *a, const struct process *p)
{
	return ((struct marking){ .place = ARENA_ARRAY(a, struct marking_place, p->nodes_n), .place_n = p->nodes_n });
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

	CHECK(m->place_n == p->nodes_n);
	buf_printf(&b, "m1 %s clock=%s status=%d result=%s open=", state_names[m->state], clock_names[m->clock],
	    m->status,
	    workflow_result_name(m->result));
	write_open(&b, p, m);
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
		if (node->kind != NODE_USER && (node->kind != NODE_TIMER || agency.n > 0))
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
		if (m->place[i].open && node->kind == NODE_USER && m->place[i].visits == 0)
			return (false);
		if (m->place[i].open && node->kind == NODE_TIMER && !m->place[node->host->index].open)
			return (false);
		if (m->place[i].visits > 0 && m->state == WORKFLOW_NEW)
			return (false);
	}
	return ((m->result != RESULT_NONE) == (m->state == WORKFLOW_FINISHED));
}

int
marking_parse(struct arena *a, const struct process *p, struct str text, struct marking *out)
{
	struct marking	m = marking_new(a, p);
	struct str	rest = text, state, clock, status, result, open, visits;
	int64_t		n;
	int		s, c, r;

	if (text.n > MARKING_BYTES_MAX || !word(&rest, STR("m1"), &state) || state.n > 0 ||
	    !word(&rest, STR(""), &state) || !word(&rest, STR("clock="), &clock) ||
	    !word(&rest, STR("status="), &status) || !word(&rest, STR("result="), &result) ||
	    !word(&rest, STR("open="), &open) || !word(&rest, STR("visits="), &visits))
		return (WORKFLOW_E_MARKING);
	s = name_index(state_names, COUNT_OF(state_names), state);
	c = name_index(clock_names, COUNT_OF(clock_names), clock);
	r = name_index(workflow_result_names, RESULT__MAX, result);
	if (s < 0 || c < 0 || r < 0 || !str_i64(status, 0, 10, &n))
		return (WORKFLOW_E_MARKING);
	m.state = (enum workflow_state)s;
	m.clock = (enum workflow_clock)c;
	m.result = (enum workflow_result)r;
	m.status = (int)n;
	if (!read_open(a, p, open, &m) || !read_visits(p, visits, &m) || !plausible(p, &m) ||
	    !str_eq(marking_text(a, p, &m), text))
		return (WORKFLOW_E_MARKING);
	*out = m;
	return (0);
}
