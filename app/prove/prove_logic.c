/* What an expression says, as a formula over fields, quantities and opaque propositions. */
#include "prove/prove_parts.h"

#include <math.h>

#define PAIRS_MAX	4096	/* combinations of two fields that are written out */

/* What cannot be reasoned about: true or false, and the same wherever it stands. */
struct formula *
formula_opaque(struct prover *p, const struct expr *x)
{
	auto_(buf_free) struct buf	 b = BUF_INIT;
	struct formula			*f;
	struct str			*grown;
	size_t				 i;

	expr_key(&b, x);
	for (i = 0; i < p->opaques_n && !str_eq(p->opaques[i], buf_view(&b)); i++)
		;
	if (i == p->opaques_cap) {
		p->opaques_cap = p->opaques_cap == 0 ? 32 : p->opaques_cap * 2;
		grown = ARENA_ARRAY(p->a, struct str, p->opaques_cap);
		if (i > 0)
			memcpy(grown, p->opaques, i * sizeof(*grown));
		p->opaques = grown;
	}
	if (i == p->opaques_n)
		p->opaques[p->opaques_n++] = arena_str(p->a, buf_view(&b));
	f = formula_true(p, true);
	f->kind = F_OPAQUE;
	f->var = (unsigned)i;
	f->yes = true;
	return (f);
}

/* ---- over fields whose values can be listed */
struct mentioned {
	const struct node	*v[3];
	size_t			 n;
	bool			 other;		/* something that is not a plain field */
};

static void
mention(struct mentioned *m, const struct expr *x)
{
	size_t	i;

	if (x->kind == X_UNKNOWN)
		m->other = true;
	if (x->kind == X_PATH) {
		if (x->many || x->attr != ATTR_NONE || x->node == NULL || x->node->kind != NODE_FIELD) {
			m->other = true;
			return;
		}
		for (i = 0; i < m->n && m->v[i] != x->node; i++)
			;
		if (i == m->n && m->n < COUNT_OF(m->v))
			m->v[m->n++] = x->node;
		else if (i == m->n)
			m->other = true;
	}
	for (i = 0; i < x->args_n; i++)
		mention(m, x->args[i]);
}

static bool
is_text(enum field_type t)
{
	return (t != TYPE_DATE && t != TYPE_YEAR && t != TYPE_INTEGER && t != TYPE_MONEY && t != TYPE_SCORE &&
	    t != TYPE_FILE);
}

static bool
is_equality(const struct expr *x, const struct node *n)
{
	const struct expr	*l, *r;

	if (x->kind != X_BINARY || (x->op != OP_EQ && x->op != OP_NE))
		return (false);
	l = x->args[0];
	r = x->args[1];
	return ((l->kind == X_PATH && l->node == n && r->kind == X_LITERAL) ||
	    (r->kind == X_PATH && r->node == n && l->kind == X_LITERAL));
}

/* Phones and other numbers of digits: what asks for anything else is never so. */
static bool
never_there(const struct expr *x, const struct node *n)
{
	const struct expr	*what = x->kind == X_CALL && x->args_n == 2 ? x->args[1] : NULL;

	if ((n->type != TYPE_PHONE && n->type != TYPE_PERSONAL_ID && n->type != TYPE_OLD_ID &&
	    n->type != TYPE_TAX_NUMBER) || what == NULL || what->kind != X_LITERAL ||
	    (!expr_is_call(x, "contains") && !expr_is_call(x, "starts-with")))
		return (false);
	for (size_t i = 0; i < what->text.n; i++) {
		if ((what->text.p[i] < '0' || what->text.p[i] > '9') && what->text.p[i] != '-')
			return (true);
	}
	return (n->type == TYPE_PHONE && expr_is_call(x, "starts-with") && what->text.n > 0 && what->text.p[0] != '0');
}

static struct formula *
over_one(struct prover *p, const struct expr *x, const struct node *n)
{
	const struct field	*f = field_of(p, n);
	struct domain		 in = { { 0 } };
	struct value		 v;
	size_t			 known = f->open ? f->values_n - 1 : f->values_n;
	struct formula		*rest;

	for (size_t i = 0; i < known; i++) {
		p->steps++;
		if (!expr_eval(p->a, x, &(struct setting){ n, f->values[i] }, 1, &v))
			return (NULL);
		if (value_true(&v))
			domain_add(&in, i);
	}
	if (!f->open)
		return (formula_in(p, n, in));
	rest = formula_value(p, n, f->values_n - 1);
	if (never_there(x, n))
		rest = formula_true(p, false);
	else if (!is_equality(x, n))
		rest = formula_and(p, rest, formula_opaque(p, x));
	else if (x->op == OP_EQ)
		rest = formula_true(p, false);
	return (formula_or(p, formula_in(p, n, in), rest));
}

static struct formula *
over_two(struct prover *p, const struct expr *x, const struct node *m, const struct node *n)
{
	const struct field	*f = field_of(p, m), *g = field_of(p, n);
	struct formula		*all = formula_true(p, false);
	struct setting		 v[2] = { { m, STR_NONE }, { n, STR_NONE } };
	struct value		 value;

	if (f->open || g->open || f->values_n * g->values_n > PAIRS_MAX)
		return (NULL);
	for (size_t i = 0; i < f->values_n; i++) {
		struct domain	in = { { 0 } };

		v[0].text = f->values[i];
		for (size_t k = 0; k < g->values_n; k++) {
			p->steps++;
			v[1].text = g->values[k];
			if (!expr_eval(p->a, x, v, 2, &value))
				return (NULL);
			if (value_true(&value))
				domain_add(&in, k);
		}
		all = formula_or(p, all, formula_and(p, formula_value(p, m, i), formula_in(p, n, in)));
	}
	return (all);
}

/* NULL: not a matter of a few fields whose values can be listed. */
static struct formula *
over_values(struct prover *p, const struct expr *x)
{
	struct mentioned	m = { .n = 0 };
	struct value		v;

	mention(&m, x);
	for (size_t i = 0; i < m.n; i++)
		m.other = m.other || !is_text(m.v[i]->type);
	if (m.other || m.n > 2)
		return (NULL);
	if (m.n == 2)
		return (over_two(p, x, m.v[0], m.v[1]));
	if (m.n == 1)
		return (over_one(p, x, m.v[0]));
	return (expr_eval(p->a, x, NULL, 0, &v) ? formula_true(p, value_true(&v)) : NULL);
}

/* ---- comparisons */
static struct formula *
both_empty_or(struct prover *p, const struct node *m, const struct node *n, struct formula *equal)
{
	struct formula	*e = formula_and(p, formula_value(p, m, 0), formula_value(p, n, 0));
	struct formula	*f = formula_and(p, formula_filled(p, m), formula_filled(p, n));

	return (formula_or(p, e, formula_and(p, f, equal)));
}

static bool
is_number(const struct node *n)
{
	return (n->type == TYPE_INTEGER || n->type == TYPE_MONEY || n->type == TYPE_SCORE || n->type == TYPE_YEAR);
}

static struct formula *
by_difference(struct prover *p, struct linear d, enum expr_op op)
{
	struct linear	minus = { .n = 0 };

	linear_add(&minus, &d, -1);
	if (op == OP_EQ)
		return (formula_and(p, formula_linear(p, d), formula_linear(p, minus)));
	if (op == OP_NE) {
		d.strict = minus.strict = true;
		return (formula_or(p, formula_linear(p, d), formula_linear(p, minus)));
	}
	d.strict = op == OP_LT;
	minus.strict = op == OP_GT;
	return (formula_linear(p, op == OP_LT || op == OP_LE ? d : minus));
}

static bool
is_field(const struct expr *x)
{
	return (x->kind == X_PATH && !x->many && x->attr == ATTR_NONE && x->node != NULL &&
	    x->node->kind == NODE_FIELD);
}

/* Two fields by their text. */
static struct formula *
fields_equal(struct prover *p, const struct expr *x)
{
	const struct node	*m = x->args[0]->node, *n = x->args[1]->node;
	enum quantity_kind	 kind = m->type == TYPE_DATE ? Q_DAYS : Q_NUMBER;
	struct linear		 d = { .n = 0 };
	struct expr		 same = *x;

	if (m == n)
		return (formula_true(p, true));
	if ((m->type == TYPE_DATE && n->type == TYPE_DATE) || (is_number(m) && is_number(n))) {
		d.v[d.n++] = (struct term){ quantity_of(p, kind, m), 1 };
		d.v[d.n++] = (struct term){ quantity_of(p, kind, n), -1 };
		return (both_empty_or(p, m, n, by_difference(p, d, OP_EQ)));
	}
	same.op = OP_EQ;
	return (both_empty_or(p, m, n, formula_opaque(p, &same)));
}

/* A number or date by text: = '', = '5', = '2026-01-31'. NULL: something else. */
static struct formula *
literal_equal(struct prover *p, const struct expr *field, const struct expr *text)
{
	const struct node	*n = field->node;
	struct linear		 d = { .n = 0 };
	struct date		 day;
	struct value		 v;
	struct expr		 number = { .kind = X_CALL, .text = STR("number"), .args_n = 1 };

	if (text->text.n == 0)
		return (formula_value(p, n, 0));
	if (!form_type_takes(p->a, n, text->text))
		return (n->calculate.text.n > 0 ? NULL : formula_true(p, false));
	if (n->type == TYPE_DATE) {
		if (!date_parse(text->text, &day))
			return (formula_true(p, false));
		d.v[d.n++] = (struct term){ quantity_of(p, Q_DAYS, n), 1 };
		d.k = -(double)date_days(day);
		return (formula_and(p, formula_filled(p, n), by_difference(p, d, OP_EQ)));
	}
	if (!is_number(n))
		return (NULL);
	number.args[0] = (struct expr *)(uintptr_t)text;
	if (!expr_eval(p->a, &number, NULL, 0, &v) || isnan(v.number))
		return (NULL);
	d.v[d.n++] = (struct term){ quantity_of(p, Q_NUMBER, n), 1 };
	d.k = -v.number;
	return (formula_and(p, formula_filled(p, n), by_difference(p, d, OP_EQ)));
}

/* Some row has this value: no row has what the field cannot be. */
static struct formula *
some_row(struct prover *p, const struct expr *x, const struct expr *path, const struct expr *text)
{
	const struct field	*f;

	if (x->op != OP_EQ || text->kind != X_LITERAL || path->attr != ATTR_NONE || path->node->kind != NODE_FIELD)
		return (formula_opaque(p, x));
	f = field_of(p, path->node);
	if (!f->open && path->node->type != TYPE_FILE) {
		for (size_t i = 0; i < f->values_n; i++) {
			if (str_eq(f->values[i], text->text))
				return (formula_opaque(p, x));
		}
		return (formula_true(p, false));
	}
	return (formula_opaque(p, x));
}

static struct formula *
compared_as_numbers(struct prover *p, const struct expr *x)
{
	struct formula	*there_l, *there_r, *c;
	struct linear	 l = { .n = 0 }, r = { .n = 0 };
	bool		 set;

	if (!linear_of(p, x->args[0], &l, &there_l) || !linear_of(p, x->args[1], &r, &there_r))
		return (NULL);
	if (l.n + r.n > TERMS_MAX)
		return (NULL);
	linear_add(&l, &r, -1);
	c = by_difference(p, l, x->op);
	if (x->op != OP_NE)
		return (formula_and(p, formula_and(p, there_l, there_r), c));
	/* an attribute that is not there differs from nothing; a number that is none differs from all */
	c = formula_or(p, formula_not(p, formula_and(p, there_l, there_r)), c);
	for (size_t i = 0; i < 2; i++) {
		set = x->args[i]->kind == X_PATH && x->args[i]->attr != ATTR_NONE;
		if (set)
			c = formula_and(p, c, i == 0 ? there_l : there_r);
	}
	return (c);
}

static struct formula *
compared(struct prover *p, const struct expr *x)
{
	const struct expr	*l = x->args[0], *r = x->args[1];
	struct formula		*f;
	bool			 equality = x->op == OP_EQ || x->op == OP_NE;

	if ((l->kind == X_PATH && l->many) || (r->kind == X_PATH && r->many))
		return (l->kind == X_PATH && l->many && l->node != NULL ? some_row(p, x, l, r) : formula_opaque(p, x));
	if (equality && is_field(l) && is_field(r)) {
		f = fields_equal(p, x);
		return (x->op == OP_EQ ? f : formula_not(p, f));
	}
	if (equality && ((is_field(l) && r->kind == X_LITERAL) || (is_field(r) && l->kind == X_LITERAL))) {
		f = is_field(l) ? literal_equal(p, l, r) : literal_equal(p, r, l);
		if (f != NULL)
			return (x->op == OP_EQ ? f : formula_not(p, f));
	}
	f = compared_as_numbers(p, x);
	return (f != NULL ? f : formula_opaque(p, x));
}

static struct formula *
path_there(struct prover *p, const struct expr *x)
{
	struct linear	l = { .n = 0 };

	if (x->node == NULL || x->test != NULL || x->sibling)
		return (formula_opaque(p, x));
	if (x->attr == ATTR_DAYS && !x->many)
		return (formula_filled(p, x->node));
	if (!x->many)
		return (formula_true(p, true));
	if (x->node->kind != NODE_GROUP || x->attr != ATTR_NONE)
		return (formula_opaque(p, x));
	l.v[l.n++] = (struct term){ quantity_of(p, Q_ROWS, x->node), -1 };
	l.k = 1;
	return (formula_linear(p, l));
}

static struct formula *
number_true(struct prover *p, const struct expr *x)
{
	struct linear	 l = { .n = 0 };
	struct formula	*there;

	if (x->kind == X_CALL && !expr_is_call(x, "count") && !expr_is_call(x, "sum") &&
	    !expr_is_call(x, "string-length"))
		return (formula_opaque(p, x));
	if (!linear_of(p, x, &l, &there))
		return (formula_opaque(p, x));
	return (formula_and(p, there, by_difference(p, l, OP_NE)));
}

struct formula *
formula_of(struct prover *p, const struct expr *x)
{
	struct formula	*f;

	p->steps++;
	if (x->kind == X_BINARY && x->op == OP_AND)
		return (formula_and(p, formula_of(p, x->args[0]), formula_of(p, x->args[1])));
	if (x->kind == X_BINARY && x->op == OP_OR)
		return (formula_or(p, formula_of(p, x->args[0]), formula_of(p, x->args[1])));
	if (expr_is_call(x, "not") && x->args_n == 1)
		return (formula_not(p, formula_of(p, x->args[0])));
	if (expr_is_call(x, "boolean") && x->args_n == 1)
		return (formula_of(p, x->args[0]));
	if (x->kind == X_PATH)
		return (path_there(p, x));
	if (x->kind == X_BINARY && x->op >= OP_EQ && x->op <= OP_GE) {
		f = is_field(x->args[0]) && is_field(x->args[1]) && x->args[0]->node == x->args[1]->node ?
		    NULL : over_values(p, x);
		/* a length is a number to reason with, not a riddle for each text */
		if (f == NULL || (f->kind != F_IN && f->kind != F_TRUE && f->kind != F_FALSE)) {
			struct formula	*n = compared(p, x);

			if (n->kind != F_OPAQUE || f == NULL)
				return (n);
		}
		return (f);
	}
	f = over_values(p, x);
	return (f != NULL ? f : number_true(p, x));
}
