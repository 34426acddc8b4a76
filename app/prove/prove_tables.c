/* Decision tables (fee, time limit) and the conditions of papers: the first row whose test holds decides. */
#include "prove/prove_parts.h"

static struct formula *
test_of(struct prover *p, const struct rate *row)
{
	return (formula_of(p, expr_parse(p->a, &p->t, row->test.text, p->t.root)));
}

/* Rows before this one do not hold, and this one does. */
static struct formula *
row_decides(struct prover *p, const struct rate *rows, size_t i)
{
	struct formula	*f = formula_true(p, true);

	for (size_t k = 0; k < i; k++)
		f = formula_and(p, f, formula_not(p, test_of(p, &rows[k])));
	if (rows[i].test.text.n > 0)
		f = formula_and(p, f, test_of(p, &rows[i]));
	return (f);
}

static struct prove_finding *
say_row(struct prover *p, enum finding_kind kind, const struct rate *row, const char *rule, const char *table)
{
	struct prove_finding	*f;
	struct said		 what = { str_of(table), &row->why, row->test.text };

	if (what.label->in[LANG_VI].n == 0)
		what.label = NULL;
	f = say(p, kind, row->test.line > 0 ? row->test.line : p->t.catalogue_line, rule, what);
	return (f);
}

/* Two tests that overlap without one being a case of the other: the order decides, perhaps unnoticed. */
static void
look_overlap(struct prover *p, const struct rate *rows, size_t i, size_t k, const char *table)
{
	struct formula	*f = test_of(p, &rows[i]), *g = test_of(p, &rows[k]);
	struct instance	*in;
	struct model	 m;
	struct date	 today;

	if ((rows[i].amount == rows[k].amount && rows[i].unit == rows[k].unit) ||
	    solve(p, formula_and(p, f, formula_not(p, g)), false, &m) != SOME ||
	    solve(p, formula_and(p, g, formula_not(p, f)), false, &m) != SOME ||
	    solve(p, formula_and(p, f, g), true, &m) != SOME)
		return;
	in = witness(p, &m, NULL, &today);
	if (in == NULL || !bind_holds(in, &rows[i].test) || !bind_holds(in, &rows[k].test)) {
		undecided(p);
		return;
	}
	say_answers(p, say_row(p, FINDING_NOTE, &rows[k], "table-overlap", table), in, today, &m);
}

/* "times each": how many must be a number whenever the row decides. */
static void
look_each(struct prover *p, const struct rate *rows, size_t i, const char *table)
{
	struct formula	*there;
	struct linear	 l;
	struct instance	*in;
	struct model	 m;
	struct date	 today;

	if (rows[i].each.text.n == 0 ||
	    !linear_of(p, expr_parse(p->a, &p->t, rows[i].each.text, p->t.root), &l, &there))
		return;
	there = formula_and(p, row_decides(p, rows, i), formula_not(p, there));
	if (there->kind == F_FALSE || solve(p, there, true, &m) != SOME)
		return;
	in = witness(p, &m, NULL, &today);
	if (in != NULL && (rows[i].test.text.n == 0 || bind_holds(in, &rows[i].test)))
		say_answers(p, say_row(p, FINDING_ERROR, &rows[i], "table-empty", table), in, today, &m);
	else
		undecided(p);
}

static void
look_table(struct prover *p, const struct rate *rows, size_t n, const char *table)
{
	struct model	m;

	p->about = NULL;
	p->rule = "table-never";
	for (size_t i = 0; i < n; i++) {
		bool	last = rows[i].test.text.n == 0;

		if (!last)
			look_expression(p, expr_parse(p->a, &p->t, rows[i].test.text, p->t.root), NULL,
			    rows[i].test.line);
		if (n > 1 && solve(p, row_decides(p, rows, i), true, &m) == NONE)
			say_row(p, last ? FINDING_NOTE : FINDING_ERROR, &rows[i],
			    last ? "table-rest" : "table-never", table);
		else
			look_each(p, rows, i, table);
		for (size_t k = i + 1; !last && k < n; k++) {
			if (rows[k].test.text.n > 0)
				look_overlap(p, rows, i, k, table);
		}
	}
}

/* A paper's condition that no dossier, or every dossier, meets. */
static void
look_paper(struct prover *p, const struct bind *b, const struct form_paper *paper)
{
	const struct expr	*x = expr_parse(p->a, &p->t, b->text, p->t.root);
	struct formula		*f;
	struct prove_finding	*said;
	struct model		 m;
	bool			 never;

	if (b->text.n == 0 || (x->kind == X_CALL && x->args_n == 0))
		return;
	p->rule = "condition-same";
	look_expression(p, x, NULL, b->line);
	f = formula_of(p, x);
	never = solve(p, f, false, &m) == NONE;
	if (!never && (asks_emptiness(x) || solve(p, formula_not(p, f), false, &m) != NONE))
		return;
	said = say(p, FINDING_ERROR, paper->line, never ? "condition-never" : "condition-same",
	    (struct said){ STR("paper"), &paper->name, b->text });
	said->rule = "condition-same";
}

void
rules_of_tables(struct prover *p)
{
	const struct form_catalogue	*c = form_catalogue(p->form);

	look_table(p, p->t.fees, p->t.fees_n, "fee");
	look_table(p, p->t.limits, p->t.limits_n, "time-limit");
	for (size_t i = 0; i < c->papers_n; i++) {
		look_paper(p, &p->t.papers[i].relevant, &c->papers[i]);
		look_paper(p, &p->t.papers[i].required, &c->papers[i]);
	}
}
