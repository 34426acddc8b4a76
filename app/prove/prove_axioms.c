/* What holds of every dossier that form_check takes. */
#include "prove/prove_parts.h"

#include <math.h>

#include "core/utf8.h"

#define CHOICES_LISTED	7	/* of a field that takes several: their sets are listed */
#define ROUNDED		1e-6	/* a calculated number is kept with six decimals */

/* ---- fields and their values */
static void
field_value(struct field *f, struct str value)
{
	f->values[f->values_n++] = value;
}

/* A choice that is gone, or not there yet, is not shown. */
static bool
in_force(const struct choice *c, struct date day)
{
	return ((c->from.year == 0 || date_days(c->from) <= date_days(day)) &&
	    (c->until.year == 0 || date_days(day) <= date_days(c->until)));
}

static void
field_sets(struct prover *p, struct field *f)
{
	const struct node		*n = f->node;
	auto_(buf_free) struct buf	 b = BUF_INIT;

	for (size_t set = 1; set < (size_t)1 << n->choices_n; set++) {
		b.n = 0;
		for (size_t i = 0; i < n->choices_n; i++) {
			if ((set >> i & 1) != 0)
				buf_printf(&b, "%s%.*s", b.n > 0 ? " " : "", STR_ARG(n->choices[i].value));
		}
		field_value(f, arena_str(p->a, buf_view(&b)));
	}
}

struct field *
field_of(struct prover *p, const struct node *n)
{
	struct field	*f = &p->fields[n->index];

	if (f->node != NULL)
		return (f);
	f->node = n;
	f->values = ARENA_ARRAY(p->a, struct str, DOMAIN_MAX + 4);
	field_value(f, STR(""));
	if (n->type == TYPE_YES_NO) {
		field_value(f, STR("yes"));
		field_value(f, STR("no"));
		return (f);
	}
	if (n->type == TYPE_CHOICE && n->choices_n < DOMAIN_MAX) {
		for (size_t i = 0; i < n->choices_n; i++) {
			if (n->at.node != NULL || in_force(&n->choices[i], p->input->today))
				field_value(f, n->choices[i].value);
		}
		return (f);
	}
	if (n->type == TYPE_CHOICES && n->choices_n <= CHOICES_LISTED) {
		field_sets(p, f);
		return (f);
	}
	for (size_t i = 0; i < p->literals_n && f->values_n < DOMAIN_MAX; i++) {
		if (p->literals[i].node == n)
			field_value(f, p->literals[i].text);
	}
	f->open = true;
	field_value(f, STR("?"));
	return (f);
}

/* ---- relevance and duty */
struct formula *
shown_of(struct prover *p, const struct node *n)
{
	struct formula	*f;

	if (p->shown[n->index] != NULL)
		return (p->shown[n->index]);
	f = n->parent == NULL ? formula_true(p, true) : shown_of(p, n->parent);
	if (p->relevant[n->index] != NULL)
		f = formula_and(p, f, formula_of(p, p->relevant[n->index]));
	p->shown[n->index] = f;
	return (f);
}

struct formula *
required_of(struct prover *p, const struct node *n)
{
	if (p->required[n->index] == NULL)
		return (formula_true(p, false));
	return (formula_of(p, p->required[n->index]));
}

bool
always_required(const struct node *n)
{
	if (!str_eqc(str_trim(n->required.text), "true()"))
		return (false);
	for (const struct node *c = n; c != NULL && !(c->kind == NODE_GROUP && c->repeat); c = c->parent) {
		if (c->relevant.text.n > 0)
			return (false);
	}
	return (true);
}

struct formula *
constraint_of(struct prover *p, const struct node *n, size_t i)
{
	return (formula_of(p, expr_parse(p->a, &p->t, n->constraints[i].test.text, n)));
}

/* ---- calculated values */
static struct formula *
equals(struct prover *p, unsigned q, const struct linear *l)
{
	struct linear	up = { .n = 0 }, down = { .n = 0 };
	bool		exact = true;

	for (size_t i = 0; i < l->n; i++)
		exact = exact && p->quantities[l->v[i].var].whole && floor(l->v[i].c) >= l->v[i].c;
	up.v[up.n++] = (struct term){ q, 1 };
	linear_add(&up, l, -1);
	linear_add(&down, &up, -1);
	if (!exact) {
		up.k -= ROUNDED;
		down.k -= ROUNDED;
	}
	return (formula_and(p, formula_linear(p, up), formula_linear(p, down)));
}

static struct formula *
if_then(struct prover *p, struct formula *x, struct formula *y)
{
	return (formula_or(p, formula_not(p, x), y));
}

/* What a calculation says of the field's value, when the field is shown. */
static struct formula *
calculated(struct prover *p, const struct node *n)
{
	const struct expr	*x = expr_parse(p->a, &p->t, n->calculate.text, n);
	struct linear		 l;
	struct formula		*there, *yes;
	struct value		 v;
	const struct field	*f = field_of(p, n);

	if (n->type == TYPE_INTEGER || n->type == TYPE_MONEY || n->type == TYPE_SCORE || n->type == TYPE_YEAR) {
		if (!linear_of(p, x, &l, &there) || l.n + 1 > TERMS_MAX)
			return (formula_true(p, true));
		return (formula_and(p, if_then(p, there, formula_and(p, formula_filled(p, n),
		    equals(p, quantity_of(p, Q_NUMBER, n), &l))),
		    formula_or(p, there, formula_value(p, n, 0))));
	}
	if (n->type == TYPE_YES_NO && x->kind != X_PATH && x->kind != X_LITERAL) {
		yes = formula_of(p, x);
		return (formula_and(p, if_then(p, yes, formula_value(p, n, 1)),
		    formula_or(p, yes, formula_value(p, n, 2))));
	}
	if (expr_eval(p->a, x, NULL, 0, &v) && v.kind == VALUE_STRING) {
		for (size_t i = 0; i < f->values_n; i++) {
			if (str_eq(f->values[i], str_trim(v.string)))
				return (formula_value(p, n, i));
		}
	}
	return (formula_true(p, true));
}

static struct str
choice_under(const struct node *n, struct str value)
{
	for (size_t i = 0; i < n->choices_n; i++) {
		if (str_eq(n->choices[i].value, value))
			return (n->choices[i].under);
	}
	return (STR_NONE);
}

/* ---- the limits of a calculated number are rules to keep, not facts */
static struct formula *
within(struct prover *p, const struct node *n)
{
	struct linear	l = { .n = 0 };
	struct formula	*f = formula_true(p, true);

	if (n->type != TYPE_INTEGER && n->type != TYPE_MONEY && n->type != TYPE_SCORE && n->type != TYPE_YEAR)
		return (f);
	l.v[l.n++] = (struct term){ quantity_of(p, Q_NUMBER, n), -1 };
	if (n->has_min || n->type == TYPE_SCORE) {
		l.k = n->has_min ? (double)n->min : 0;
		f = formula_and(p, f, formula_linear(p, l));
	}
	if (n->has_max) {
		l.v[0].c = 1;
		l.k = -(double)n->max;
		f = formula_and(p, f, formula_linear(p, l));
	}
	return (if_then(p, formula_filled(p, n), f));
}

/* A list that depends on another field: for each of its values, those that stand under it. */
static struct formula *
under_another(struct prover *p, const struct node *n)
{
	const struct node	*above = n->under.node;
	const struct field	*f, *g;
	struct formula		*all = formula_true(p, true);

	if (above == NULL || n->type != TYPE_CHOICE || above->kind != NODE_FIELD)
		return (all);
	f = field_of(p, n);
	g = field_of(p, above);
	if (f->open || g->open)
		return (all);
	for (size_t i = 1; i < g->values_n; i++) {
		struct domain	in = { { 1 } };

		for (size_t k = 1; k < f->values_n; k++) {
			p->steps++;
			if (str_eq(choice_under(n, f->values[k]), g->values[i]))
				domain_add(&in, k);
		}
		all = formula_and(p, all, if_then(p, formula_value(p, above, i), formula_in(p, n, in)));
	}
	return (all);
}

struct formula *
axiom_of_field(struct prover *p, const struct node *n)
{
	struct formula	*shown = shown_of(p, n), *f, *filled = formula_filled(p, n);
	bool		 loose = p->loose == n || p->bare || p->refuted[n->index];

	f = formula_and(p, if_then(p, filled, shown), under_another(p, n));
	if (n->calculate.text.n > 0) {
		f = formula_and(p, f, if_then(p, shown, calculated(p, n)));
		if (!loose)
			f = formula_and(p, f, within(p, n));
	}
	if (!loose)
		f = formula_and(p, f, if_then(p, formula_and(p, shown, required_of(p, n)), filled));
	for (size_t i = 0; !loose && i < n->constraints_n; i++)
		f = formula_and(p, f, if_then(p, filled, constraint_of(p, n, i)));
	return (f);
}

/* ---- quantities */
/* a * x + b * y + k <= 0 */
static struct formula *
two(struct prover *p, double a, unsigned x, double b, unsigned y, double k)
{
	struct linear	l = { .n = 0, .k = k };

	l.v[l.n++] = (struct term){ x, a };
	l.v[l.n++] = (struct term){ y, b };
	return (formula_linear(p, l));
}

#define YEAR_DAYS	365.2425

/* The year of a day: within a year of counting by mean years. */
static struct formula *
year_of_days(struct prover *p, unsigned year, unsigned days)
{
	return (formula_and(p, two(p, YEAR_DAYS, year, -1, days, -1970 * YEAR_DAYS - 2),
	    two(p, -YEAR_DAYS, year, 1, days, 1970 * YEAR_DAYS - 367)));
}

/* yyyymmdd of a day: so many mean years, and what month and day add. */
static struct formula *
ymd_of_days(struct prover *p, unsigned ymd, unsigned days)
{
	double	c = 10000 / YEAR_DAYS, base = 1970 * 10000.0;

	/* within a year the two run apart by less than 10000 */
	return (formula_and(p, two(p, 1, ymd, -c, days, -base - 130), two(p, -1, ymd, c, days, base - 8780)));
}

static struct formula *
length_axiom(struct prover *p, unsigned q, const struct node *n)
{
	const struct field	*f = field_of(p, n);
	struct linear		 l = { .n = 0 };
	struct formula		*none, *some, *all;

	l.v[l.n++] = (struct term){ q, 1 };
	none = formula_linear(p, l);
	l.v[0].c = -1;
	l.k = n->type == TYPE_PHONE ? 10 : n->type == TYPE_PERSONAL_ID ? 12 : 1;
	some = formula_linear(p, l);
	all = formula_and(p, if_then(p, formula_value(p, n, 0), none), if_then(p, formula_filled(p, n), some));
	for (size_t i = 1; i + 1 < f->values_n; i++) {
		double	chars = (double)utf8_chars(f->values[i]);

		l.k = chars;
		some = formula_linear(p, l);
		all = formula_and(p, all, if_then(p, formula_value(p, n, i), formula_and(p, some,
		    two(p, 1, q, 0, q, -chars))));
	}
	return (all);
}

static struct formula *
choice_number(struct prover *p, unsigned q, const struct node *n)
{
	const struct field	*f = field_of(p, n);
	struct formula		*all = formula_true(p, true);
	struct linear		 l = { .n = 0 };
	struct domain		 numbers = { { 0 } };
	struct expr		 call = { .kind = X_CALL, .text = STR("number"), .args_n = 1 };
	struct expr		 text = { .kind = X_LITERAL };
	struct value		 v;

	call.args[0] = &text;
	l.v[l.n++] = (struct term){ q, 1 };
	for (size_t i = 1; i < f->values_n; i++) {
		text.text = f->values[i];
		if (!expr_eval(p->a, &call, NULL, 0, &v) || isnan(v.number))
			continue;
		domain_add(&numbers, i);
		l.v[0].c = 1;
		l.k = -v.number;
		struct formula	*up = formula_linear(p, l);

		l.v[0].c = -1;
		l.k = v.number;
		all = formula_and(p, all, if_then(p, formula_value(p, n, i), formula_and(p, up, formula_linear(p, l))));
	}
	p->quantities[q].there = formula_in(p, n, numbers);
	return (all);
}

static struct formula *
files_axiom(struct prover *p, unsigned q, const struct node *n)
{
	struct linear	l = { .n = 0 };
	struct formula	*none, *some;

	l.v[l.n++] = (struct term){ q, 1 };
	none = formula_linear(p, l);
	l.v[0].c = -1;
	l.k = 1;
	some = formula_linear(p, l);
	return (formula_and(p, if_then(p, formula_filled(p, n), some), formula_or(p, formula_filled(p, n), none)));
}

/* not(. = ../preceding-sibling::rows/x) on x itself */
static bool
differs_from_others(const struct expr *x, const struct node *n)
{
	const struct expr	*e = expr_is_call(x, "not") && x->args_n == 1 ? x->args[0] : NULL;

	if (e == NULL || e->kind != X_BINARY || e->op != OP_EQ || e->args[0]->kind != X_PATH ||
	    e->args[1]->kind != X_PATH)
		return (false);
	return (e->args[0]->node == n && e->args[1]->node == n && e->args[0]->sibling != e->args[1]->sibling &&
	    e->args[0]->test == NULL && e->args[1]->test == NULL);
}

size_t
rows_different(struct prover *p, const struct node *group, const struct node **field)
{
	for (const struct node *n = group->data_first; n != NULL; n = n->data_next) {
		if (n->kind != NODE_FIELD || n->type != TYPE_CHOICE || !always_required(n))
			continue;
		for (size_t i = 0; i < n->constraints_n; i++) {
			if (!differs_from_others(expr_parse(p->a, &p->t, n->constraints[i].test.text, n), n))
				continue;
			if (field != NULL)
				*field = n;
			return (n->choices_n);
		}
	}
	return (0);
}

/* Rows of which each has another choice: no more of them than choices. */
static struct formula *
rows_axiom(struct prover *p, unsigned q, const struct node *group)
{
	struct linear	l = { .n = 0 };
	size_t		n = rows_different(p, group, NULL);

	if (n == 0)
		return (formula_true(p, true));
	l.v[l.n++] = (struct term){ q, 1 };
	l.k = -(double)n;
	return (formula_linear(p, l));
}

struct formula *
axiom_of_quantity(struct prover *p, unsigned i)
{
	const struct quantity	q = p->quantities[i];

	switch (q.kind) {
	case Q_NUMBER:
		return (q.node->type == TYPE_CHOICE ? choice_number(p, i, q.node) : formula_true(p, true));
	case Q_YEAR:
		return (year_of_days(p, i, quantity_of(p, Q_DAYS, q.node)));
	case Q_YMD:
		return (ymd_of_days(p, i, quantity_of(p, Q_DAYS, q.node)));
	case Q_TODAY_YEAR:
		return (year_of_days(p, i, quantity_of(p, Q_TODAY, NULL)));
	case Q_TODAY_YMD:
		return (ymd_of_days(p, i, quantity_of(p, Q_TODAY, NULL)));
	case Q_LENGTH:
		return (length_axiom(p, i, q.node));
	case Q_FILES:
		return (files_axiom(p, i, q.node));
	case Q_ROWS:
		return (rows_axiom(p, i, q.node));
	case Q_OTHER:
		return (q.axiom != NULL ? q.axiom : formula_true(p, true));
	case Q_DAYS:
	case Q_PAGES:
	case Q_TODAY:
		break;
	}
	return (formula_true(p, true));
}
