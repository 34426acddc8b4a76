/* Formulas: made in negation normal form, with the simplifications that cost nothing. */
#include "prove/prove_parts.h"

#include <math.h>

static struct formula *
formula_new(struct prover *p, enum formula_kind kind)
{
	struct formula	*f = ARENA_NEW(p->a, struct formula);

	f->kind = kind;
	return (f);
}

struct formula *
formula_true(struct prover *p, bool yes)
{
	return (formula_new(p, yes ? F_TRUE : F_FALSE));
}

static void
gather(struct formula *into, struct formula *x)
{
	if (x->kind == into->kind) {
		for (size_t i = 0; i < x->parts_n; i++)
			into->parts[into->parts_n++] = x->parts[i];
	} else {
		into->parts[into->parts_n++] = x;
	}
}

static struct formula *
joined(struct prover *p, enum formula_kind kind, struct formula *x, struct formula *y)
{
	enum formula_kind	 nothing = kind == F_AND ? F_TRUE : F_FALSE, all = kind == F_AND ? F_FALSE : F_TRUE;
	struct formula		*f;

	if (x->kind == all || y->kind == nothing)
		return (x);
	if (y->kind == all || x->kind == nothing)
		return (y);
	f = formula_new(p, kind);
	f->parts = ARENA_ARRAY(p->a, struct formula *, (x->kind == kind ? x->parts_n : 1) +
	    (y->kind == kind ? y->parts_n : 1));
	gather(f, x);
	gather(f, y);
	return (f);
}

struct formula *
formula_and(struct prover *p, struct formula *x, struct formula *y)
{
	return (joined(p, F_AND, x, y));
}

struct formula *
formula_or(struct prover *p, struct formula *x, struct formula *y)
{
	return (joined(p, F_OR, x, y));
}

static struct formula *
not_all(struct prover *p, const struct formula *x)
{
	struct formula	*f = formula_new(p, x->kind == F_AND ? F_OR : F_AND);

	f->parts = ARENA_ARRAY(p->a, struct formula *, x->parts_n);
	f->parts_n = x->parts_n;
	for (size_t i = 0; i < x->parts_n; i++)
		f->parts[i] = formula_not(p, x->parts[i]);
	return (f);
}

struct formula *
formula_not(struct prover *p, const struct formula *x)
{
	struct formula	*f;
	struct domain	 in;
	struct linear	 l;

	switch (x->kind) {
	case F_TRUE:
	case F_FALSE:
		return (formula_true(p, x->kind == F_FALSE));
	case F_AND:
	case F_OR:
		return (not_all(p, x));
	case F_IN:
		for (size_t i = 0; i < COUNT_OF(in.bits); i++)
			in.bits[i] = ~x->in.bits[i];
		return (formula_in(p, p->t.nodes[x->var], in));
	case F_OPAQUE:
		f = formula_new(p, F_OPAQUE);
		f->var = x->var;
		f->yes = !x->yes;
		return (f);
	case F_LINEAR:
		break;
	}
	l = x->linear;
	for (size_t i = 0; i < l.n; i++)
		l.v[i].c = -l.v[i].c;
	l.k = -l.k;
	l.strict = !l.strict;
	return (formula_linear(p, l));
}

void
domain_add(struct domain *d, size_t v)
{
	d->bits[v / 64] |= UINT64_C(1) << (v % 64);
}

bool
domain_has(const struct domain *d, size_t v)
{
	return ((d->bits[v / 64] >> (v % 64) & 1) != 0);
}

struct formula *
formula_in(struct prover *p, const struct node *n, struct domain in)
{
	const struct field	*field = field_of(p, n);
	struct formula		*f;
	size_t			 has = 0;

	f = formula_new(p, F_IN);
	f->var = (unsigned)n->index;
	for (size_t i = 0; i < field->values_n; i++) {
		if (domain_has(&in, i)) {
			domain_add(&f->in, i);
			has++;
		}
	}
	if (has == 0 || has == field->values_n)
		f->kind = has == 0 ? F_FALSE : F_TRUE;
	return (f);
}

struct formula *
formula_value(struct prover *p, const struct node *n, size_t value)
{
	struct domain	in = { { 0 } };

	domain_add(&in, value);
	return (formula_in(p, n, in));
}

struct formula *
formula_filled(struct prover *p, const struct node *n)
{
	return (formula_not(p, formula_value(p, n, 0)));
}

static bool
is_whole(double d)
{
	return (fabs(d) < 1e15 && floor(d) >= d);
}

/* Over whole numbers "< 0" is "<= -1": what cuts off the space between them. */
static void
tighten(const struct prover *p, struct linear *l)
{
	for (size_t i = 0; i < l->n; i++) {
		if (!p->quantities[l->v[i].var].whole || !is_whole(l->v[i].c))
			return;
	}
	if (l->strict) {
		l->k = floor(l->k) + 1;
		l->strict = false;
	} else {
		l->k = ceil(l->k);
	}
}

struct formula *
formula_linear(struct prover *p, struct linear l)
{
	struct formula	*f;

	if (l.n == 0)
		return (formula_true(p, l.strict ? l.k < 0 : l.k <= 0));
	tighten(p, &l);
	f = formula_new(p, F_LINEAR);
	f->linear = l;
	return (f);
}

void
linear_add(struct linear *l, const struct linear *m, double c)
{
	size_t	i;

	l->k += c * m->k;
	for (size_t k = 0; k < m->n; k++) {
		for (i = 0; i < l->n && l->v[i].var != m->v[k].var; i++)
			;
		if (i < l->n)
			l->v[i].c += c * m->v[k].c;
		else if (l->n < TERMS_MAX)
			l->v[l->n++] = (struct term){ m->v[k].var, c * m->v[k].c };
	}
	for (i = 0; i < l->n;) {
		if (fabs(l->v[i].c) < 1e-12)
			l->v[i] = l->v[--l->n];
		else
			i++;
	}
}
