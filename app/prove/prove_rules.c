/* Pages, fields, constraints, choices, rows: what holds of all answers, and what some answers lead to. */
#include "prove/prove_parts.h"

#define WAYS		3
#define SOURCES_MAX	4	/* of a calculation: their ends are tried */
#define OUT_BY		1e-3	/* more than rounding can be */
#define FAR		1e9	/* an end that is not given */

static void
say_never(struct prover *p, const struct node *n, int line, const char *rule, struct str detail)
{
	struct prove_finding	*f = say_node(p, FINDING_ERROR, n, line, rule, detail);

	say_answers(p, f, p->whole, p->whole_today, NULL);
}

/* ---- is it ever shown? */
static bool
above_never(const struct prover *p, const struct node *n)
{
	for (const struct node *c = n->parent; c != NULL; c = c->parent) {
		if (p->never[c->index])
			return (true);
	}
	return (false);
}

static bool
is_constant(const struct expr *x)
{
	return (x == NULL || (x->kind == X_CALL && x->args_n == 0 && (str_eqc(x->text, "true") ||
	    str_eqc(x->text, "false"))));
}

static void
look_shown(struct prover *p, const struct node *n)
{
	struct model	m;

	p->about = n;
	p->rule = "never-shown";
	if (above_never(p, n)) {
		p->never[n->index] = true;
		return;
	}
	if (p->relevant[n->index] == NULL || solve(p, shown_of(p, n), false, &m) != NONE)
		return;
	p->never[n->index] = true;
	say_never(p, n, n->relevant.line, n->kind == NODE_PAGE ? "page-never" : "never-shown", n->relevant.text);
}

/* ---- conditions that are the same for all answers */
bool
asks_emptiness(const struct expr *x)
{
	const struct expr	*l, *r;

	if (x->kind == X_BINARY && (x->op == OP_AND || x->op == OP_OR))
		return (asks_emptiness(x->args[0]) && asks_emptiness(x->args[1]));
	if (expr_is_call(x, "not") && x->args_n == 1)
		return (asks_emptiness(x->args[0]));
	if (x->kind != X_BINARY)
		return (x->kind == X_PATH);
	l = x->args[0];
	r = x->args[1];
	if (r->kind == X_LITERAL && r->text.n == 0)
		return (l->kind == X_PATH || expr_is_call(l, "normalize-space") || expr_is_call(l, "string"));
	return (r->kind == X_NUMBER && r->number < 1.5 && (expr_is_call(l, "count") || expr_is_call(l, "sum") ||
	    expr_is_call(l, "string-length") || (l->kind == X_PATH && l->attr == ATTR_COUNT)));
}

static void
say_same(struct prover *p, enum finding_kind kind, const struct node *n, const struct bind *b, bool yes)
{
	struct prove_finding	*f;

	f = say_node(p, kind, n, b->line, yes ? "condition-same" : "condition-never", b->text);
	f->rule = "condition-same";
	say_answers(p, f, p->whole, p->whole_today, NULL);
}

static void
look_same(struct prover *p, const struct node *n)
{
	const struct expr	*x = p->relevant[n->index];
	struct formula		*above = n->parent == NULL ? formula_true(p, true) : shown_of(p, n->parent);
	struct model		 m;

	p->about = n;
	p->rule = "condition-same";
	if (p->never[n->index] || is_constant(x) || asks_emptiness(x))
		return;
	if (solve(p, formula_and(p, above, formula_not(p, formula_of(p, x))), false, &m) == NONE)
		say_same(p, FINDING_ERROR, n, &n->relevant, true);
}

static void
look_required(struct prover *p, const struct node *n)
{
	const struct expr	*x = p->required[n->index];
	struct formula		*f;
	struct model		 m;
	enum verdict		 shown, at_all;

	p->about = n;
	p->rule = "required-hidden";
	if (p->never[n->index] || is_constant(x))
		return;
	f = formula_of(p, x);
	p->loose = n;
	shown = solve(p, formula_and(p, shown_of(p, n), f), false, &m);
	at_all = shown == NONE ? solve(p, f, false, &m) : SOME;
	if (shown == NONE && at_all == SOME)
		say_never(p, n, n->required.line, "required-hidden", n->required.text);
	else if (shown == NONE)
		say_same(p, FINDING_ERROR, n, &n->required, false);
	else if (!asks_emptiness(x) && solve(p, formula_and(p, shown_of(p, n), formula_not(p, f)), false, &m) == NONE)
		say_same(p, FINDING_NOTE, n, &n->required, true);
	p->loose = NULL;
}

/* Nobody has to answer it, and nobody can hand in without: somewhere else a rule fails. */
static void
look_optional(struct prover *p, const struct node *n)
{
	struct formula	*left_out = formula_and(p, shown_of(p, n), formula_value(p, n, 0));
	struct model	 m;

	p->about = n;
	p->rule = "optional-needed";
	if (p->never[n->index] || !p->possible || n->calculate.text.n > 0 || always_required(n))
		return;
	left_out = formula_and(p, left_out, formula_not(p, required_of(p, n)));
	if (left_out->kind == F_FALSE || solve(p, left_out, true, &m) != NONE)
		return;
	p->bare = true;
	if (solve(p, left_out, false, &m) == SOME)
		say_never(p, n, n->line, "optional-needed", n->path);
	p->bare = false;
}

static void
look_readonly(struct prover *p, const struct node *n)
{
	const struct expr	*x = p->readonly[n->index];
	struct date		 today;
	struct formula		*goal;
	struct model		 m;

	p->about = n;
	p->rule = "readonly-required";
	if (x == NULL || p->never[n->index])
		return;
	p->loose = n;
	if (!is_constant(x) && solve(p, formula_and(p, shown_of(p, n), formula_of(p, x)), false, &m) == NONE)
		say_same(p, FINDING_ERROR, n, &n->readonly, false);
	goal = formula_and(p, shown_of(p, n), formula_and(p, required_of(p, n), formula_of(p, x)));
	goal = formula_and(p, goal, formula_value(p, n, 0));
	p->bare = true;		/* who is stuck here may be stuck elsewhere, too */
	if (n->calculate.text.n == 0 && n->prefill.n == 0 && solve(p, goal, true, &m) == SOME) {
		witness(p, &m, n, &today);
		if (p->last != NULL && engine_objects(p, p->last, n))
			say_answers(p, say_node(p, FINDING_ERROR, n, n->readonly.line, "readonly-required",
			    n->readonly.text), p->last, today, &m);
		else
			undecided(p);
	}
	p->bare = false;
	p->loose = NULL;
}

/* ---- constraints */
static struct formula *
all_constraints(struct prover *p, const struct node *n, size_t count)
{
	struct formula	*f = formula_and(p, shown_of(p, n), formula_filled(p, n));

	for (size_t i = 0; i < count; i++)
		f = formula_and(p, f, constraint_of(p, n, i));
	return (f);
}

static struct str
tests_of(struct prover *p, const struct node *n)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	for (size_t i = 0; i < n->constraints_n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? "; " : "", STR_ARG(n->constraints[i].test.text));
	return (arena_str(p->a, buf_view(&b)));
}

static void
look_constraints(struct prover *p, const struct node *n)
{
	struct formula	*filled = formula_and(p, shown_of(p, n), formula_filled(p, n));
	struct model	 m;
	size_t		 i;

	p->about = n;
	p->rule = "constraint-never";
	if (n->constraints_n == 0 || p->never[n->index])
		return;
	p->loose = n;
	if (solve(p, filled, false, &m) == NONE) {
		p->loose = NULL;
		return;
	}
	for (i = 0; i < n->constraints_n && !p->refuted[n->index]; i++) {
		if (solve(p, all_constraints(p, n, i + 1), false, &m) != NONE)
			continue;
		p->refuted[n->index] = true;
		p->axioms[n->index] = NULL;
		say_never(p, n, n->constraints[i].test.line, "constraint-never", i == 0 ?
		    n->constraints[i].test.text : tests_of(p, n));
	}
	p->loose = NULL;
	p->bare = true;
	for (i = 0; i < n->constraints_n && !p->refuted[n->index]; i++) {
		struct formula	*f = formula_not(p, constraint_of(p, n, i));

		if (solve(p, formula_and(p, all_constraints(p, n, i), f), false, &m) == NONE)
			say_never(p, n, n->constraints[i].test.line, "constraint-always", n->constraints[i].test.text);
	}
	p->bare = false;
}

/* ---- choices that cannot be taken */
static bool
value_has(const struct node *n, struct str value, struct str choice)
{
	struct str	part;

	if (n->type != TYPE_CHOICES)
		return (str_eq(value, choice));
	while (str_cut(&value, ' ', &part)) {
		if (str_eq(part, choice))
			return (true);
	}
	return (false);
}

/* A yes-no question of which only one answer is taken is a declaration: allowed, and worth knowing. */
static void
look_choice(struct prover *p, const struct node *n, struct str choice, const struct form_text *label, int line)
{
	const struct field	*f = field_of(p, n);
	struct domain		 in = { { 0 } };
	struct model		 m;
	struct prove_finding	*said;
	bool			 known = false;

	for (size_t i = 1; i < f->values_n; i++) {
		if (value_has(n, f->values[i], choice)) {
			domain_add(&in, i);
			known = true;
		}
	}
	for (size_t i = 0; i < COUNT_OF(in.bits); i++)
		known = known && (in.bits[i] & p->seen[n->index].bits[i]) == 0;
	if (!known || solve(p, formula_in(p, n, in), true, &m) != NONE)
		return;
	said = say(p, n->type == TYPE_YES_NO && n->constraints_n > 0 ? FINDING_NOTE : FINDING_ERROR, line,
	    "choice-refused", (struct said){ n->path, &n->label, label == NULL ? choice : label->in[LANG_VI] });
	said->value = choice;
	say_answers(p, said, p->whole, p->whole_today, NULL);
}

static void
look_choices(struct prover *p, const struct node *n)
{
	struct model	m;

	p->about = n;
	p->rule = "choice-refused";
	if (p->never[n->index] || p->refuted[n->index] || n->listed || field_of(p, n)->open ||
	    n->calculate.text.n > 0 || !p->possible || solve(p, formula_filled(p, n), false, &m) == NONE)
		return;
	if (n->type == TYPE_YES_NO) {
		look_choice(p, n, STR("yes"), NULL, n->line);
		look_choice(p, n, STR("no"), NULL, n->line);
	}
	for (size_t i = 0; i < n->choices_n; i++)
		look_choice(p, n, n->choices[i].value, &n->choices[i].label, n->choices[i].line);
}

/* ---- calculated values */
static bool
whole_number(const struct node *n)
{
	return (n->type == TYPE_INTEGER || n->type == TYPE_MONEY || n->type == TYPE_YEAR);
}

/* The quantities that a calculation starts from, through other calculations. */
struct sources {
	unsigned	v[SOURCES_MAX];
	size_t		n;
};

static void
source_add(struct sources *s, unsigned q)
{
	size_t	i;

	for (i = 0; i < s->n && s->v[i] != q; i++)
		;
	if (i == s->n && s->n < SOURCES_MAX)
		s->v[s->n++] = q;
}

static void
sources_of(struct prover *p, const struct expr *x, struct sources *s, unsigned depth)
{
	const struct node	*n = x->node;

	if (x->kind == X_PATH && n != NULL && n->kind == NODE_FIELD && n->calculate.text.n > 0 && depth > 0)
		sources_of(p, expr_parse(p->a, &p->t, n->calculate.text, n), s, depth - 1);
	else if (x->kind == X_PATH && n != NULL && n->kind == NODE_FIELD && x->attr == ATTR_NONE &&
	    (whole_number(n) || n->type == TYPE_SCORE))
		source_add(s, quantity_of(p, Q_NUMBER, n));
	if (x->kind == X_PATH && x->many && n->owner->kind == NODE_GROUP)
		source_add(s, quantity_of(p, Q_ROWS, n->kind == NODE_GROUP ? n : n->owner));
	for (size_t i = 0; i < x->args_n; i++)
		sources_of(p, x->args[i], s, depth);
}

/* Each source at one of its ends, or one above the lower: three ways each, counted in base 3. */
static struct formula *
at_ends(struct prover *p, const struct sources *s, size_t ways)
{
	struct formula	*f = formula_true(p, true);
	struct linear	 up = { .n = 1 }, down = { .n = 1 };
	double		 v;

	for (size_t i = 0; i < s->n; i++, ways /= WAYS) {
		const struct quantity	*q = &p->quantities[s->v[i]];

		v = ways % WAYS == 1 ? q->hi : ways % WAYS == 0 ? q->lo : q->lo < 0 ? 1 : q->lo + 1;
		v = v > FAR ? FAR : v < -FAR ? -FAR : v;
		up.v[0] = (struct term){ s->v[i], 1 };
		up.k = -v;
		down.v[0] = (struct term){ s->v[i], -1 };
		down.k = v;
		f = formula_and(p, f, formula_and(p, formula_linear(p, up), formula_linear(p, down)));
	}
	return (f);
}

/* Answers for which the engine refuses the value: as the model says, or with what it is calculated from at its ends. */
static bool
calculated_shown(struct prover *p, const struct node *n, struct formula *goal, struct model *m, struct instance **in,
    struct date *today)
{
	struct sources	s = { .n = 0 };
	size_t		all = 1;

	if (solve(p, goal, true, m) != SOME)
		return (false);
	*in = witness(p, m, n, today);
	if (*in != NULL && engine_objects(p, *in, n))
		return (true);
	sources_of(p, expr_parse(p->a, &p->t, n->calculate.text, n), &s, 4);
	for (size_t i = 0; i < s.n; i++)
		all *= WAYS;
	for (size_t ways = 0; s.n > 0 && ways < all; ways++) {
		if (solve(p, formula_and(p, goal, at_ends(p, &s, ways)), true, m) != SOME)
			continue;
		*in = witness(p, m, n, today);
		if (*in != NULL && engine_objects(p, *in, n))
			return (true);
	}
	undecided(p);
	return (false);
}

static bool
calculated_out(struct prover *p, const struct node *n, struct formula *goal)
{
	struct instance	*in;
	struct date	 today;
	struct model	 m;

	if (!calculated_shown(p, n, goal, &m, &in, &today))
		return (false);
	say_answers(p, say_node(p, FINDING_ERROR, n, n->line, "calculate-out", n->calculate.text), in, today, &m);
	return (true);
}

/* num(n) between a bound and beyond: c * num + k < 0 */
static struct formula *
beyond(struct prover *p, const struct node *n, double c, double k)
{
	struct linear	l = { .n = 0, .k = k, .strict = true };

	l.k += OUT_BY;
	l.v[l.n++] = (struct term){ quantity_of(p, Q_NUMBER, n), c };
	return (formula_and(p, formula_filled(p, n), formula_linear(p, l)));
}

/* num(n) = a whole number and a part: halves, thirds, quarters, tenths */
static bool
parts_out(struct prover *p, const struct node *n)
{
	static const double	parts[] = { .5, 1 / 3.0, .25, .1 };
	struct linear		l = { .n = 0 };
	unsigned		whole = quantity_free(p, n);

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		l.n = 0;
		l.v[l.n++] = (struct term){ quantity_of(p, Q_NUMBER, n), 1 };
		l.v[l.n++] = (struct term){ whole, -1 };
		l.k = -parts[i] - 1e-4;
		struct formula	*f = formula_linear(p, l);

		l.v[0].c = -1;
		l.v[1].c = 1;
		l.k = parts[i] - 1e-4;
		f = formula_and(p, f, formula_linear(p, l));
		if (calculated_out(p, n, formula_and(p, formula_and(p, shown_of(p, n), formula_filled(p, n)), f)))
			return (true);
	}
	return (false);
}

static bool
whole_calculation(struct prover *p, const struct node *n)
{
	struct formula	*there;
	struct linear	 l;

	return (linear_of(p, expr_parse(p->a, &p->t, n->calculate.text, n), &l, &there) && linear_whole(p, &l));
}

static void
look_calculated(struct prover *p, const struct node *n)
{
	struct formula	*shown = shown_of(p, n);
	bool		 number = whole_number(n) || n->type == TYPE_SCORE, out = false;

	p->about = n;
	p->rule = "calculate-out";
	if (n->calculate.text.n == 0 || p->never[n->index])
		return;
	p->loose = n;
	if (!number)
		out = calculated_out(p, n, shown);
	if (number && (n->has_min || n->type == TYPE_SCORE))
		out = calculated_out(p, n, formula_and(p, shown, beyond(p, n, 1, n->has_min ? -(double)n->min : 0)));
	if (number && !out && n->has_max)
		out = calculated_out(p, n, formula_and(p, shown, beyond(p, n, -1, (double)n->max)));
	if (whole_number(n) && !out && !whole_calculation(p, n))
		out = parts_out(p, n);
	if (!out && p->required[n->index] != NULL)
		calculated_out(p, n, formula_and(p, formula_and(p, shown, required_of(p, n)),
		    formula_value(p, n, 0)));
	p->loose = NULL;
}

/* ---- rows */
static void
say_never_rows(struct prover *p, enum finding_kind kind, const struct node *g, struct str most)
{
	say_answers(p, say_node(p, kind, g, g->line, "rows-impossible", most), p->whole, p->whole_today, NULL);
}

static void
look_rows(struct prover *p, const struct node *g)
{
	struct linear	l = { .n = 0 };
	struct model	m;
	size_t		different = rows_different(p, g, NULL);
	struct str	detail = arena_printf(p->a, "%zu", different);

	p->about = g;
	p->rule = "rows-impossible";
	if (p->never[g->index])
		return;
	if (different > 0 && g->rows_max > different)
		say_never_rows(p, g->rows_min > different ? FINDING_ERROR : FINDING_NOTE, g, detail);
	if (different > 0 && g->rows_min > different)
		return;
	l.v[l.n++] = (struct term){ quantity_of(p, Q_ROWS, g), -1 };
	l.k = g->rows_min > 1 ? (double)g->rows_min : 1;
	if (p->whole != NULL && solve(p, formula_and(p, shown_of(p, g), formula_linear(p, l)), false, &m) == NONE)
		say_never_rows(p, FINDING_ERROR, g, arena_printf(p->a, "%.0f", l.k - 1));
}

/* ---- is there a complete dossier at all? */
static void
find_whole(struct prover *p)
{
	struct prove_finding	*f;
	struct model		 m;
	enum verdict		 v = solve(p, formula_true(p, true), true, &m);
	const struct node	*culprit = NULL;
	struct model		 other;

	p->possible = v == SOME;
	if (v == SOME) {
		p->whole = witness(p, &m, NULL, &p->whole_today);
		p->unshown = p->whole == NULL;
		if (p->whole == NULL)
			p->whole = p->last;
		return;
	}
	if (v == UNDECIDED)
		return;
	for (size_t i = 0; i < p->t.nodes_n && culprit == NULL; i++) {
		if (p->t.nodes[i]->kind != NODE_FIELD)
			continue;
		p->loose = p->t.nodes[i];
		if (solve(p, formula_true(p, true), true, &other) == SOME)
			culprit = p->t.nodes[i];
		p->loose = NULL;
	}
	p->about = culprit;
	f = say_node(p, FINDING_ERROR, culprit != NULL ? culprit : p->t.root, culprit != NULL ? culprit->line : 1,
	    "form-stuck", culprit != NULL ? culprit->path : STR("?"));
	if (culprit != NULL) {
		p->refuted[culprit->index] = true;
		p->axioms[culprit->index] = NULL;
		p->whole = witness(p, &other, culprit, &p->whole_today);
		say_answers(p, f, p->whole, p->whole_today, NULL);
	}
}

void
rules_of_fields(struct prover *p)
{
	size_t	n = p->t.nodes_n;

	for (size_t i = 0; i < n; i++) {
		if (p->t.nodes[i]->kind == NODE_FIELD)
			look_constraints(p, p->t.nodes[i]);
	}
	find_whole(p);
	for (size_t i = 0; i < n; i++)
		look_shown(p, p->t.nodes[i]);
	for (size_t i = 0; i < n; i++)
		look_same(p, p->t.nodes[i]);
	for (size_t i = 0; i < n; i++) {
		const struct node	*node = p->t.nodes[i];

		if (node->part == FORM_PART_LOOKUP)
			continue;
		if (node->kind == NODE_GROUP && node->repeat)
			look_rows(p, node);
		if (node->kind != NODE_FIELD)
			continue;
		look_calculated(p, node);
		look_required(p, node);
		look_optional(p, node);
		look_readonly(p, node);
		look_choices(p, node);
	}
}
