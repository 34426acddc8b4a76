/*
 * Is there a dossier of which a formula holds? A search over the values of fields, with unit propagation, bounds of
 * quantities, and at its leaves linear_possible. NONE is a proof; SOME is a proposal for prove_witness.c.
 */
#include "prove/prove_parts.h"

#include <math.h>

#define DEPTH_MAX	200
#define QUESTION_STEPS	200000	/* of one question */
#define LINEARS_MAX	400
#define ROUNDS_MAX	4
#define PASSES_MAX	24

struct state {
	struct domain		 *in;		/* by slot */
	signed char		 *opaque;	/* 0 not said, 1 yes, -1 no */
	double			 *lo, *hi;
	const struct linear	**linears;
	size_t			  linears_n;
	const struct formula	**agenda;
	size_t			  agenda_n;
};

struct search {
	struct prover	*p;
	struct arena	*a;
	size_t		*slots;			/* by node->index; 0: not in the question */
	size_t		 slots_n, agenda_cap, opaques_n;
	struct state	*states;		/* by depth; made when first used */
	uint64_t	 steps_max;
	bool		 out_of_steps;
	struct model	*model;
};

enum truth { NO, YES, OPEN };

/* ---- what the question is about */
struct closure {
	struct prover		*p;
	const struct formula	**v;
	size_t			 n, cap;
	bool			*fields, *quantities;
	size_t			 quantities_cap;
};

static void
closure_add(struct closure *c, const struct formula *f)
{
	const struct formula	**grown;

	if (f->kind == F_TRUE)
		return;
	if (c->n == c->cap) {
		c->cap = c->cap == 0 ? 64 : c->cap * 2;
		grown = ARENA_ARRAY(c->p->a, const struct formula *, c->cap);
		if (c->n > 0)
			memcpy(grown, c->v, c->n * sizeof(*grown));
		c->v = grown;
	}
	c->v[c->n++] = f;
}

static struct formula *
axiom_cached(struct prover *p, const struct node *n)
{
	struct formula	**known = p->bare ? &p->axioms_bare[n->index] : &p->axioms[n->index];

	if (p->loose == n)
		return (axiom_of_field(p, n));
	if (*known == NULL)
		*known = axiom_of_field(p, n);
	return (*known);
}

static void
field_closed(struct closure *c, const struct node *n)
{
	if (n == NULL || n->kind != NODE_FIELD || c->fields[n->index])
		return;
	c->fields[n->index] = true;
	closure_add(c, axiom_cached(c->p, n));
}

static void
quantity_closed(struct closure *c, unsigned q)
{
	bool	*grown;

	if (q >= c->quantities_cap) {
		grown = ARENA_ARRAY(c->p->a, bool, q * 2 + 64);
		if (c->quantities_cap > 0)
			memcpy(grown, c->quantities, c->quantities_cap * sizeof(*grown));
		c->quantities = grown;
		c->quantities_cap = q * 2 + 64;
	}
	if (c->quantities[q])
		return;
	c->quantities[q] = true;
	closure_add(c, axiom_of_quantity(c->p, q));
	field_closed(c, c->p->quantities[q].node);
}

static void
formula_closed(struct closure *c, const struct formula *f)
{
	c->p->steps++;
	for (size_t i = 0; i < f->parts_n; i++)
		formula_closed(c, f->parts[i]);
	if (f->kind == F_IN)
		field_closed(c, c->p->t.nodes[f->var]);
	for (size_t i = 0; f->kind == F_LINEAR && i < f->linear.n; i++)
		quantity_closed(c, f->linear.v[i].var);
}

/* ---- truth under what is known so far */
static enum truth
truth_linear(const struct state *s, const struct linear *l)
{
	double	lo = l->k, hi = l->k;

	for (size_t i = 0; i < l->n; i++) {
		double	c = l->v[i].c;

		lo += c * (c > 0 ? s->lo[l->v[i].var] : s->hi[l->v[i].var]);
		hi += c * (c > 0 ? s->hi[l->v[i].var] : s->lo[l->v[i].var]);
	}
	if (l->strict ? hi < -1e-7 : hi <= 0)
		return (YES);
	return (lo > 1e-7 || (l->strict && lo >= 0) ? NO : OPEN);
}

static enum truth
truth_in(const struct search *q, const struct state *s, const struct formula *f)
{
	const struct domain	*d = &s->in[q->slots[f->var]];
	bool			 some = false, all = true;

	for (size_t i = 0; i < COUNT_OF(d->bits); i++) {
		some = some || (d->bits[i] & f->in.bits[i]) != 0;
		all = all && (d->bits[i] & ~f->in.bits[i]) == 0;
	}
	return (all ? YES : some ? OPEN : NO);
}

static enum truth
truth(struct search *q, const struct state *s, const struct formula *f)
{
	enum truth	whole = f->kind == F_AND ? YES : NO, part;

	q->p->steps++;
	switch (f->kind) {
	case F_TRUE:
		return (YES);
	case F_FALSE:
		return (NO);
	case F_IN:
		return (truth_in(q, s, f));
	case F_LINEAR:
		return (truth_linear(s, &f->linear));
	case F_OPAQUE:
		return (s->opaque[f->var] == 0 ? OPEN : (s->opaque[f->var] > 0) == f->yes ? YES : NO);
	case F_AND:
	case F_OR:
		break;
	}
	for (size_t i = 0; i < f->parts_n; i++) {
		part = truth(q, s, f->parts[i]);
		if (part == (f->kind == F_AND ? NO : YES))
			return (part);
		if (part == OPEN)
			whole = OPEN;
	}
	return (whole);
}

/* ---- taking something for true */
static bool
bounds_take(const struct search *q, struct state *s, const struct linear *l, bool *changed)
{
	for (size_t i = 0; i < l->n; i++) {
		unsigned	x = l->v[i].var;
		double		rest = l->k, c = l->v[i].c, bound;

		for (size_t k = 0; k < l->n; k++) {
			double	d = l->v[k].c;

			rest += k == i ? 0 : d * (d > 0 ? s->lo[l->v[k].var] : s->hi[l->v[k].var]);
		}
		if (rest < -1e28)
			continue;
		bound = -rest / c;
		if (c > 0) {
			bound = q->p->quantities[x].whole ? floor(bound + 1e-6) : bound;
			if (bound < s->hi[x] - 1e-6) {
				s->hi[x] = bound;
				*changed = true;
			}
		} else {
			bound = q->p->quantities[x].whole ? ceil(bound - 1e-6) : bound;
			if (bound > s->lo[x] + 1e-6) {
				s->lo[x] = bound;
				*changed = true;
			}
		}
		if (s->lo[x] > s->hi[x] + 1e-6)
			return (false);
	}
	return (true);
}

static bool
take(struct search *q, struct state *s, const struct formula *f)
{
	struct domain	*d;
	uint64_t	 left = 0;
	bool		 changed;

	if (f->kind == F_OPAQUE) {
		s->opaque[f->var] = f->yes ? 1 : -1;
		return (true);
	}
	if (f->kind == F_LINEAR) {
		if (s->linears_n < LINEARS_MAX)
			s->linears[s->linears_n++] = &f->linear;
		return (bounds_take(q, s, &f->linear, &changed));
	}
	d = &s->in[q->slots[f->var]];
	for (size_t i = 0; i < COUNT_OF(d->bits); i++)
		left |= d->bits[i] &= f->in.bits[i];
	return (left != 0);
}

static size_t
open_parts(struct search *q, const struct state *s, const struct formula *f, size_t *one)
{
	size_t	n = 0;

	for (size_t i = 0; i < f->parts_n; i++) {
		if (truth(q, s, f->parts[i]) == NO)
			continue;
		n++;
		*one = i;
	}
	return (n);
}

/* False: contradiction. Agenda entries are taken, split or dropped until only real alternatives are left. */
static bool
agenda_pass(struct search *q, struct state *s, bool *changed)
{
	size_t	kept = 0, one = 0, n = s->agenda_n;

	for (size_t i = 0; i < n; i++) {
		const struct formula	*f = s->agenda[i];
		enum truth		 t = truth(q, s, f);

		if (t == NO)
			return (false);
		if (t == YES)
			continue;
		if (f->kind == F_OR && open_parts(q, s, f, &one) > 1) {
			s->agenda[kept++] = f;
			continue;
		}
		*changed = true;
		if (f->kind == F_OR)
			f = f->parts[one];
		if (f->kind == F_AND) {
			if (s->agenda_n + f->parts_n > q->agenda_cap)
				q->out_of_steps = true;
			if (q->out_of_steps)
				return (false);
			for (size_t k = 0; k < f->parts_n; k++)
				s->agenda[s->agenda_n++] = f->parts[k];
		} else if (f->kind == F_OR) {
			s->agenda[s->agenda_n++] = f;
		} else if (!take(q, s, f)) {
			return (false);
		}
	}
	for (size_t i = n; i < s->agenda_n; i++)
		s->agenda[kept++] = s->agenda[i];
	s->agenda_n = kept;
	return (true);
}

static bool
propagate(struct search *q, struct state *s)
{
	bool	changed = true, bounds;

	/* bounds may chase each other one by one: linear_possible ends that */
	for (int pass = 0; changed && pass < PASSES_MAX && !q->out_of_steps; pass++) {
		changed = false;
		if (!agenda_pass(q, s, &changed))
			return (false);
		for (int round = 0; round < ROUNDS_MAX; round++) {
			bounds = false;
			for (size_t i = 0; i < s->linears_n; i++) {
				q->p->steps++;
				if (!bounds_take(q, s, s->linears[i], &bounds))
					return (false);
			}
			if (!bounds)
				break;
			changed = changed || s->agenda_n > 0;
		}
		if (q->p->steps > q->steps_max)
			q->out_of_steps = true;
	}
	return (!q->out_of_steps);
}

/* ---- the search */
static void
state_make(struct search *q, struct state *s)
{
	if (s->in != NULL)
		return;
	s->in = ARENA_ARRAY(q->a, struct domain, q->slots_n + 1);
	s->opaque = ARENA_ARRAY(q->a, signed char, q->opaques_n + 1);
	s->lo = ARENA_ARRAY(q->a, double, q->p->quantities_n + 1);
	s->hi = ARENA_ARRAY(q->a, double, q->p->quantities_n + 1);
	s->linears = ARENA_ARRAY(q->a, const struct linear *, LINEARS_MAX);
	s->agenda = ARENA_ARRAY(q->a, const struct formula *, q->agenda_cap + 1);
}

static void
state_copy(const struct search *q, struct state *to, const struct state *from)
{
	memcpy(to->in, from->in, (q->slots_n + 1) * sizeof(*to->in));
	memcpy(to->opaque, from->opaque, q->opaques_n + 1);
	memcpy(to->lo, from->lo, (q->p->quantities_n + 1) * sizeof(*to->lo));
	memcpy(to->hi, from->hi, (q->p->quantities_n + 1) * sizeof(*to->hi));
	memcpy(to->linears, from->linears, from->linears_n * sizeof(*to->linears));
	memcpy(to->agenda, from->agenda, from->agenda_n * sizeof(*to->agenda));
	to->linears_n = from->linears_n;
	to->agenda_n = from->agenda_n;
}

/* Where there is a choice: what looks like an answer. */
static double
wish_for(const struct prover *p, const struct quantity *q)
{
	if (q->kind == Q_DAYS)
		return ((double)date_days(p->input->today));
	if (q->kind == Q_YEAR || (q->kind == Q_NUMBER && q->node->type == TYPE_YEAR))
		return (p->input->today.year - 20);
	return (0);
}

static void
model_fill(struct search *q, const struct state *s)
{
	struct prover	*p = q->p;
	struct model	*m = q->model;
	double		 wish;

	m->fields = ARENA_ARRAY(p->a, struct domain, p->t.nodes_n);
	m->asked = ARENA_ARRAY(p->a, bool, p->t.nodes_n);
	m->quantities_n = p->quantities_n;
	m->quantities = ARENA_ARRAY(p->a, double, p->quantities_n + 1);
	for (size_t i = 0; i < p->t.nodes_n; i++) {
		m->asked[i] = q->slots[i] != 0;
		m->fields[i] = s->in[q->slots[i]];
	}
	for (size_t i = 0; i < p->quantities_n; i++) {
		wish = wish_for(p, &p->quantities[i]);
		if (p->quantities[i].kind == Q_YMD)	/* away from the ends, where dates are ragged */
			wish = floor((s->lo[i] + s->hi[i]) / 2);
		m->quantities[i] = wish < s->lo[i] ? s->lo[i] : wish > s->hi[i] ? s->hi[i] : wish;
	}
}

static enum verdict	search(struct search *q, size_t depth);

static enum verdict
leaf(struct search *q, const struct state *s)
{
	model_fill(q, s);
	return (linear_possible(q->p, s->linears, s->linears_n, s->lo, s->hi, q->model->quantities) ? SOME : NONE);
}

static enum verdict
branch(struct search *q, size_t depth, size_t which)
{
	struct state		*s = &q->states[depth], *t = &q->states[depth + 1];
	const struct formula	*f = s->agenda[which];
	enum verdict		 v;

	state_make(q, t);
	for (size_t i = 0; i < f->parts_n; i++) {
		if (truth(q, s, f->parts[i]) == NO)
			continue;
		state_copy(q, t, s);
		t->agenda[which] = f->parts[i];
		v = search(q, depth + 1);
		if (v != NONE)
			return (v);
	}
	return (NONE);
}

static enum verdict
search(struct search *q, size_t depth)
{
	struct state	*s = &q->states[depth];
	size_t		 which = SIZE_MAX, least = SIZE_MAX, n, one = 0;

	if (depth + 1 >= DEPTH_MAX)
		return (UNDECIDED);
	if (!propagate(q, s))
		return (q->out_of_steps ? UNDECIDED : NONE);
	for (size_t i = 0; i < s->agenda_n; i++) {
		n = open_parts(q, s, s->agenda[i], &one);
		if (n < least) {
			least = n;
			which = i;
		}
	}
	if (which == SIZE_MAX)
		return (leaf(q, s));
	if (s->linears_n > 1 && !linear_possible(q->p, s->linears, s->linears_n, s->lo, s->hi, NULL))
		return (NONE);
	return (branch(q, depth, which));
}

static size_t
formula_size(const struct formula *f)
{
	size_t	n = 1;

	for (size_t i = 0; i < f->parts_n; i++)
		n += formula_size(f->parts[i]);
	return (n);
}

/* The lowest values of what depends on the day are those of today. */
static double
today_end(const struct quantity *q)
{
	return (q->kind == Q_TODAY || q->kind == Q_TODAY_YEAR || q->kind == Q_TODAY_YMD ? q->lo : q->hi);
}

static void
first_state(struct search *q, const struct closure *c, bool today)
{
	struct prover	*p = q->p;
	struct state	*s = &q->states[0];

	q->slots = ARENA_ARRAY(q->a, size_t, p->t.nodes_n);
	for (size_t i = 0; i < p->t.nodes_n; i++)
		q->slots[i] = c->fields[i] ? ++q->slots_n : 0;
	for (size_t i = 0; i < c->n; i++)
		q->agenda_cap += formula_size(c->v[i]) + 1;
	q->opaques_n = p->opaques_n;
	state_make(q, s);
	for (size_t i = 0; i < p->t.nodes_n; i++) {
		for (size_t k = 0; q->slots[i] != 0 && k < field_of(p, p->t.nodes[i])->values_n; k++)
			domain_add(&s->in[q->slots[i]], k);
	}
	for (size_t i = 0; i < p->quantities_n; i++) {
		s->lo[i] = p->quantities[i].lo;
		s->hi[i] = today ? today_end(&p->quantities[i]) : p->quantities[i].hi;
	}
	for (size_t i = 0; i < c->n; i++)
		s->agenda[s->agenda_n++] = c->v[i];
}

static enum verdict
search_from(struct prover *p, const struct closure *c, bool today, struct model *out)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct search			 q = { .p = p, .a = a, .model = out };

	q.states = ARENA_ARRAY(a, struct state, DEPTH_MAX);
	q.steps_max = p->steps + QUESTION_STEPS < p->steps_max ? p->steps + QUESTION_STEPS : p->steps_max;
	first_state(&q, c, today);
	return (search(&q, 0));
}

/* Nothing was left open but which of the values: each of them will do. */
static void
see(struct prover *p, const struct model *m)
{
	if (p->loose != NULL || p->bare)
		return;
	for (size_t i = 0; i < p->t.nodes_n; i++) {
		for (size_t k = 0; m->asked[i] && k < COUNT_OF(m->fields[i].bits); k++)
			p->seen[i].bits[k] |= m->fields[i].bits[k];
	}
}

/* For a dossier to be shown, one of today is best; that there is none needs all days to come. */
enum verdict
solve(struct prover *p, struct formula *goal, bool whole, struct model *out)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct closure			 c = { .p = p };
	enum verdict			 v;

	p->report->questions++;
	c.fields = ARENA_ARRAY(a, bool, p->t.nodes_n);
	closure_add(&c, goal);
	for (size_t i = 0; i < c.n; i++)
		formula_closed(&c, c.v[i]);
	out->cone = ARENA_ARRAY(p->a, bool, p->t.nodes_n);
	memcpy(out->cone, c.fields, p->t.nodes_n * sizeof(*out->cone));
	for (size_t i = 0; whole && i < p->t.nodes_n; i++)
		field_closed(&c, p->t.nodes[i]);
	for (size_t i = 0; i < c.n; i++)
		formula_closed(&c, c.v[i]);
	v = whole ? search_from(p, &c, true, out) : NONE;
	if (v == SOME)
		see(p, out);
	if (v != SOME)
		v = search_from(p, &c, false, out);
	if (v == UNDECIDED)
		undecided(p);
	return (v);
}
