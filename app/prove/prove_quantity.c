/* Expressions as sums of quantities, and what is known of each quantity. */
#include "prove/prove_parts.h"

#include <math.h>

#define DAYS_MIN	-719162.0	/* 0001-01-01 */
#define DAYS_MAX	2932896.0	/* 9999-12-31 */
#define TODAY_SPAN	3653.0		/* a package is proved for the ten years to come */
#define NUMBER_MAX	1e15

static unsigned
quantity_add(struct prover *p, struct quantity q)
{
	struct quantity	*grown;

	if (p->quantities_n == p->quantities_cap) {
		p->quantities_cap = p->quantities_cap == 0 ? 64 : p->quantities_cap * 2;
		grown = ARENA_ARRAY(p->a, struct quantity, p->quantities_cap);
		if (p->quantities_n > 0)
			memcpy(grown, p->quantities, p->quantities_n * sizeof(*grown));
		p->quantities = grown;
	}
	p->quantities[p->quantities_n] = q;
	return ((unsigned)p->quantities_n++);
}

static void
number_bounds(struct quantity *q)
{
	const struct node	*n = q->node;

	q->whole = n->type == TYPE_INTEGER || n->type == TYPE_MONEY || n->type == TYPE_YEAR;
	q->lo = n->type == TYPE_INTEGER || n->type == TYPE_MONEY ? -NUMBER_MAX : 0;
	q->hi = n->type == TYPE_YEAR ? 9999 : n->type == TYPE_SCORE ? 1000000 : NUMBER_MAX;
	if (n->calculate.text.n > 0) {		/* its own rules are axioms: they may be what is asked about */
		q->whole = false;
		q->lo = -1e30;
		q->hi = 1e30;
		return;
	}
	if (n->has_min && (double)n->min > q->lo)
		q->lo = (double)n->min;
	if (n->has_max && (double)n->max < q->hi)
		q->hi = (double)n->max;
}

static double
rows_bound(const struct node *group, bool most)
{
	double	rows = 1;

	for (const struct node *g = group; g->kind == NODE_GROUP; g = g->owner) {
		if (g->repeat)
			rows *= (double)(most ? g->rows_max : g->rows_min);
	}
	return (rows);
}

unsigned
quantity_of(struct prover *p, enum quantity_kind kind, const struct node *n)
{
	struct quantity	q = { .kind = kind, .node = n, .whole = true };

	for (size_t i = 0; i < p->quantities_n; i++) {
		if (p->quantities[i].kind == kind && p->quantities[i].node == n)
			return ((unsigned)i);
	}
	switch (kind) {
	case Q_NUMBER:
		number_bounds(&q);
		break;
	case Q_DAYS:
		q.lo = DAYS_MIN;
		q.hi = DAYS_MAX;
		break;
	case Q_YEAR:
		q.lo = 1;
		q.hi = 9999;
		break;
	case Q_YMD:
		q.lo = 10101;
		q.hi = 99991231;
		break;
	case Q_LENGTH:
		q.hi = n->type == TYPE_PHONE ? 10 : n->type == TYPE_PERSONAL_ID ? 12 : (double)n->chars_max;
		if (n->type == TYPE_LONG_TEXT)
			q.hi = (double)n->chars_max;
		break;
	case Q_FILES:
		q.hi = (double)n->files_max;
		break;
	case Q_PAGES:
		q.hi = 1e9;
		break;
	case Q_ROWS:
		q.lo = rows_bound(n, false);
		q.hi = rows_bound(n, true);
		break;
	case Q_TODAY:
		q.lo = (double)date_days(p->input->today);
		q.hi = q.lo + TODAY_SPAN;
		break;
	case Q_TODAY_YEAR:
		q.lo = p->input->today.year;
		q.hi = q.lo + 11;
		break;
	case Q_TODAY_YMD:
		q.lo = p->input->today.year * 10000 + p->input->today.month * 100 + p->input->today.day;
		q.hi = (p->input->today.year + 11) * 10000.0;
		break;
	case Q_OTHER:
		break;
	}
	return (quantity_add(p, q));
}

static unsigned
quantity_other(struct prover *p, const struct expr *x, double lo, double hi, bool whole)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	expr_key(&b, x);
	for (size_t i = 0; i < p->quantities_n; i++) {
		if (p->quantities[i].kind == Q_OTHER && str_eq(p->quantities[i].key, buf_view(&b)))
			return ((unsigned)i);
	}
	return (quantity_add(p, (struct quantity){ .kind = Q_OTHER, .key = arena_str(p->a, buf_view(&b)), .lo = lo,
	    .hi = hi, .whole = whole }));
}

unsigned
quantity_free(struct prover *p, const struct node *n)
{
	return (quantity_add(p, (struct quantity){ .kind = Q_OTHER, .key = arena_printf(p->a, "free %zu", n->index),
	    .lo = -1e15, .hi = 1e15, .whole = true }));
}

static void
single(struct linear *out, unsigned var)
{
	out->n = 0;
	out->k = 0;
	out->strict = false;
	out->v[out->n++] = (struct term){ var, 1 };
}

static void
range_of(const struct prover *p, const struct linear *l, double *lo, double *hi)
{
	*lo = *hi = l->k;
	for (size_t i = 0; i < l->n; i++) {
		const struct quantity	*q = &p->quantities[l->v[i].var];
		double			 c = l->v[i].c;

		*lo += c * (c > 0 ? q->lo : q->hi);
		*hi += c * (c > 0 ? q->hi : q->lo);
	}
}

bool
linear_whole(const struct prover *p, const struct linear *l)
{
	for (size_t i = 0; i < l->n; i++) {
		if (!p->quantities[l->v[i].var].whole || floor(l->v[i].c) < l->v[i].c)
			return (false);
	}
	return (floor(l->k) >= l->k);
}

static bool
linear_path(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	const struct node	*n = x->node;

	if (x->many || n == NULL)
		return (false);
	*there = formula_true(p, true);
	switch (x->attr) {
	case ATTR_DAYS:
		*there = formula_filled(p, n);
		single(out, quantity_of(p, Q_DAYS, n));
		return (true);
	case ATTR_COUNT:
		single(out, quantity_of(p, Q_FILES, n));
		return (true);
	case ATTR_PAGES:
		single(out, quantity_of(p, Q_PAGES, n));
		return (true);
	case ATTR_TODAY_DAYS:
		single(out, quantity_of(p, Q_TODAY, NULL));
		return (true);
	case ATTR_GRADE:
		*there = formula_filled(p, n);
		single(out, quantity_other(p, x, 1, 12, true));
		return (true);
	case ATTR_FIRST_DAYS:
	case ATTR_LAST_DAYS:
		*there = formula_filled(p, n);
		single(out, quantity_other(p, x, DAYS_MIN, DAYS_MAX, true));
		return (true);
	case ATTR_TODAY:
	case ATTR_ID:
		return (false);
	case ATTR_NONE:
		break;
	}
	if (n->kind != NODE_FIELD || (n->type != TYPE_INTEGER && n->type != TYPE_MONEY && n->type != TYPE_SCORE &&
	    n->type != TYPE_YEAR && n->type != TYPE_CHOICE))
		return (false);
	if (n->type == TYPE_CHOICE && field_of(p, n)->open)
		return (false);
	single(out, quantity_of(p, Q_NUMBER, n));
	if (n->type == TYPE_CHOICE)
		axiom_of_quantity(p, out->v[0].var);
	*there = p->quantities[out->v[0].var].there;
	if (*there == NULL)
		*there = formula_filled(p, n);
	return (true);
}

/* The date that substring(d, 1, 4) or translate(d, '-', '') take apart. NULL: neither. */
static const struct expr *
date_part(const struct expr *x, bool *year)
{
	const struct expr	*d = x->kind == X_CALL && x->args_n == 3 ? x->args[0] : NULL;

	if (d == NULL || d->kind != X_PATH || d->many || d->node == NULL)
		return (NULL);
	if (d->attr != ATTR_TODAY && (d->attr != ATTR_NONE || d->node->kind != NODE_FIELD ||
	    d->node->type != TYPE_DATE))
		return (NULL);
	if (expr_is_call(x, "substring") && x->args[1]->kind == X_NUMBER && x->args[2]->kind == X_NUMBER) {
		*year = true;
		return (fabs(x->args[1]->number - 1) < .1 && fabs(x->args[2]->number - 4) < .1 ? d : NULL);
	}
	*year = false;
	return (expr_is_call(x, "translate") && x->args[1]->kind == X_LITERAL && str_eqc(x->args[1]->text, "-") &&
	    x->args[2]->kind == X_LITERAL && x->args[2]->text.n == 0 ? d : NULL);
}

static bool
linear_date_part(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	const struct expr	*d;
	bool			 year;

	d = date_part(x, &year);
	if (d == NULL)
		return (false);
	*there = formula_true(p, true);
	if (d->attr == ATTR_TODAY) {
		single(out, quantity_of(p, year ? Q_TODAY_YEAR : Q_TODAY_YMD, NULL));
		return (true);
	}
	*there = formula_filled(p, d->node);
	single(out, quantity_of(p, year ? Q_YEAR : Q_YMD, d->node));
	return (true);
}

/* sum(rows/x[. != '']) */
static bool
leaves_out_empty(const struct expr *path)
{
	const struct expr	*t = path->test;

	return (t != NULL && !path->tests_more && t->kind == X_BINARY && t->op == OP_NE && t->args[0]->kind == X_PATH &&
	    t->args[0]->node == path->node && t->args[1]->kind == X_LITERAL && t->args[1]->text.n == 0);
}

/* sum(rows/x): between the least and the most that the rows can have. */
static bool
linear_sum(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	const struct expr	*path = x->args[0];
	struct quantity		 one = { .node = path->node };
	double			 least, most, lo = 0, hi = 0;
	unsigned		 q;

	if (path->kind != X_PATH || path->node == NULL || path->node->kind != NODE_FIELD ||
	    path->attr != ATTR_NONE || (path->node->type != TYPE_INTEGER && path->node->type != TYPE_MONEY &&
	    path->node->type != TYPE_SCORE))
		return (false);
	number_bounds(&one);
	least = path->many ? rows_bound(path->node->owner, false) : 1;
	most = path->many ? rows_bound(path->node->owner, true) : 1;
	if (path->test != NULL && !always_required(path->node))
		least = 0;
	lo = one.lo < 0 ? one.lo * most : always_required(path->node) && !path->sibling ? one.lo * least : 0;
	hi = one.hi > 0 ? one.hi * most : 0;
	q = quantity_other(p, x, lo, hi, one.whole);
	single(out, q);
	if (path->many && !path->sibling && (path->test == NULL || leaves_out_empty(path)))
		p->quantities[q].sum_of = path->node;
	/* one empty row makes it no number at all */
	*there = leaves_out_empty(path) || always_required(path->node) ? formula_true(p, true) : formula_opaque(p, x);
	if (path->many && !path->sibling && !path->tests_more && path->node->owner->kind == NODE_GROUP &&
	    p->quantities[q].axiom == NULL) {
		struct linear	l = { .n = 0 };
		unsigned	rows = quantity_of(p, Q_ROWS, path->node->owner);

		l.v[l.n++] = (struct term){ q, 1 };
		l.v[l.n++] = (struct term){ rows, -one.hi };
		p->quantities[q].axiom = one.hi >= 0 ? formula_linear(p, l) : formula_true(p, true);
		if (one.lo >= 0 && always_required(path->node)) {
			l.v[0].c = -1;
			l.v[1].c = one.lo;
			p->quantities[q].axiom = formula_and(p, p->quantities[q].axiom, formula_linear(p, l));
		}
	}
	return (true);
}

static bool
linear_count(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	const struct expr	*path = x->args[0];
	const struct node	*group;
	unsigned		 q, rows;
	struct linear		 l = { .n = 0 };

	if (path->kind != X_PATH || path->node == NULL || path->attr != ATTR_NONE)
		return (false);
	*there = formula_true(p, true);
	group = path->node->kind == NODE_GROUP ? path->node : path->node->owner;
	if (!path->many || group->kind != NODE_GROUP) {
		single(out, quantity_other(p, x, 0, 1, true));
		return (true);
	}
	if (path->test == NULL && !path->sibling && !path->tests_more) {
		single(out, quantity_of(p, Q_ROWS, group));
		return (true);
	}
	q = quantity_other(p, x, 0, rows_bound(group, true), true);
	single(out, q);
	if (p->quantities[q].axiom == NULL) {
		rows = quantity_of(p, Q_ROWS, group);
		l.v[l.n++] = (struct term){ q, 1 };
		l.v[l.n++] = (struct term){ rows, -1 };
		l.k = path->sibling ? 1 : 0;
		p->quantities[q].axiom = formula_linear(p, l);
	}
	return (true);
}

static bool
linear_length(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	const struct expr	*path = x->args[0];

	if (expr_is_call(path, "normalize-space") && path->args_n == 1 && path->args[0]->kind == X_PATH &&
	    path->args[0]->node != NULL && path->args[0]->node->type != TYPE_LONG_TEXT)
		path = path->args[0];
	if (path->kind != X_PATH || path->many || path->attr != ATTR_NONE || path->node == NULL ||
	    path->node->kind != NODE_FIELD || (path->node->type != TYPE_TEXT && path->node->type != TYPE_LONG_TEXT &&
	    path->node->type != TYPE_EMAIL && path->node->type != TYPE_PHONE && path->node->type != TYPE_PERSONAL_ID &&
	    path->node->type != TYPE_PERSON_NAME))
		return (false);
	*there = formula_true(p, true);
	single(out, quantity_of(p, Q_LENGTH, path->node));
	return (true);
}

static bool
linear_rounded(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	double		down = expr_is_call(x, "floor") ? 1 : expr_is_call(x, "ceiling") ? 0 : .5, lo, hi;
	struct linear	l = { .n = 0 }, m;
	unsigned	q;

	if (!linear_of(p, x->args[0], &l, there) || l.n + 1 > TERMS_MAX)
		return (false);
	range_of(p, &l, &lo, &hi);
	q = quantity_other(p, x, floor(lo), ceil(hi), true);
	single(out, q);
	if (p->quantities[q].axiom != NULL)
		return (true);
	m = *out;				/* q - l - (1 - down) <= 0 and l - q - down <= 0 */
	linear_add(&m, &l, -1);
	m.k -= 1 - down;
	p->quantities[q].axiom = formula_linear(p, m);
	m = l;
	linear_add(&m, out, -1);
	m.k -= down;
	p->quantities[q].axiom = formula_and(p, p->quantities[q].axiom, formula_linear(p, m));
	return (true);
}

static bool
is_boolean(const struct expr *x)
{
	static const char *const	names[] = { "not", "boolean", "true", "false", "contains", "starts-with" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (expr_is_call(x, names[i]))
			return (true);
	}
	return (x->kind == X_BINARY && x->op <= OP_GE);
}

/* number(condition): one when it holds, else nought. */
static void
linear_condition(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	unsigned	 q = quantity_other(p, x, 0, 1, true);
	struct linear	 one, nought;
	struct formula	*f;

	*there = formula_true(p, true);
	single(out, q);
	if (p->quantities[q].axiom != NULL)
		return;
	p->quantities[q].axiom = formula_true(p, true);
	f = formula_of(p, x->args[0]);
	nought = *out;
	one = (struct linear){ .n = 1, .v = { { q, -1 } }, .k = 1 };
	p->quantities[q].axiom = formula_or(p, formula_and(p, f, formula_linear(p, one)),
	    formula_and(p, formula_not(p, f), formula_linear(p, nought)));
}

static bool
linear_call(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	if (linear_date_part(p, x, out, there))
		return (true);
	if (x->args_n != 1)
		return (false);
	if (str_eqc(x->text, "number") && is_boolean(x->args[0])) {
		linear_condition(p, x, out, there);
		return (true);
	}
	if (str_eqc(x->text, "number"))
		return (linear_of(p, x->args[0], out, there));
	if (str_eqc(x->text, "sum"))
		return (linear_sum(p, x, out, there));
	if (str_eqc(x->text, "count"))
		return (linear_count(p, x, out, there));
	if (str_eqc(x->text, "string-length"))
		return (linear_length(p, x, out, there));
	if (str_eqc(x->text, "floor") || str_eqc(x->text, "ceiling") || str_eqc(x->text, "round"))
		return (linear_rounded(p, x, out, there));
	return (false);
}

/* A product or quotient of two that both vary: a quantity of its own, within what its factors allow. */
static void
linear_product(struct prover *p, const struct expr *x, const struct linear *l, const struct linear *r,
    struct linear *out, struct formula **there)
{
	double	a[2], b[2], lo = -1e30, hi = 1e30, v;

	range_of(p, l, &a[0], &a[1]);
	range_of(p, r, &b[0], &b[1]);
	if (x->op == OP_MUL) {
		lo = hi = a[0] * b[0];
		for (size_t i = 1; i < 4; i++) {
			v = a[i / 2] * b[i % 2];
			lo = v < lo ? v : lo;
			hi = v > hi ? v : hi;
		}
	} else if (x->op == OP_DIV && a[0] >= 0 && b[0] >= 0) {
		lo = b[0] > 0 ? a[0] / b[1] : 0;
		hi = b[0] > 0 ? a[1] / b[0] : hi;
	}
	if (x->op != OP_MUL && b[0] <= 0)
		*there = formula_and(p, *there, formula_opaque(p, x));	/* nothing by nothing is no number */
	single(out, quantity_other(p, x, lo, hi, x->op == OP_MUL && linear_whole(p, l) && linear_whole(p, r)));
}

static bool
linear_binary(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	struct linear	 l = { .n = 0 }, r = { .n = 0 };
	struct formula	*m, *n;

	if (x->op < OP_ADD || x->op > OP_MOD || !linear_of(p, x->args[0], &l, &m) ||
	    !linear_of(p, x->args[1], &r, &n) || l.n + r.n > TERMS_MAX)
		return (false);
	*there = formula_and(p, m, n);
	*out = (struct linear){ .n = 0 };
	if (x->op == OP_ADD || x->op == OP_SUB) {
		linear_add(out, &l, 1);
		linear_add(out, &r, x->op == OP_ADD ? 1 : -1);
	} else if (x->op == OP_MUL && r.n == 0) {
		linear_add(out, &l, r.k);
	} else if (x->op == OP_MUL && l.n == 0) {
		linear_add(out, &r, l.k);
	} else if (x->op == OP_DIV && r.n == 0 && fabs(r.k) > 1e-9) {
		linear_add(out, &l, 1 / r.k);
	} else if (x->op == OP_MOD && r.n == 0 && fabs(r.k) > 1e-9) {
		single(out, quantity_other(p, x, -fabs(r.k), fabs(r.k), linear_whole(p, &l) && linear_whole(p, &r)));
	} else {
		linear_product(p, x, &l, &r, out, there);
	}
	return (true);
}

bool
linear_of(struct prover *p, const struct expr *x, struct linear *out, struct formula **there)
{
	struct value	v;
	struct expr	number = { .kind = X_CALL, .text = STR("number"), .args_n = 1 };

	p->steps++;
	*out = (struct linear){ .n = 0 };
	*there = formula_true(p, true);
	switch (x->kind) {
	case X_NUMBER:
		out->k = x->number;
		return (true);
	case X_LITERAL:
		number.args[0] = (struct expr *)(uintptr_t)x;
		if (expr_eval(p->a, &number, NULL, 0, &v) && !isnan(v.number))
			out->k = v.number;
		else
			*there = formula_true(p, false);
		return (true);
	case X_MINUS:
		if (!linear_of(p, x->args[0], out, there))
			return (false);
		for (size_t i = 0; i < out->n; i++)
			out->v[i].c = -out->v[i].c;
		out->k = -out->k;
		return (true);
	case X_PATH:
		return (linear_path(p, x, out, there));
	case X_CALL:
		return (linear_call(p, x, out, there));
	case X_BINARY:
		return (linear_binary(p, x, out, there));
	case X_UNKNOWN:
		break;
	}
	return (false);
}
