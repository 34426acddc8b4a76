/*
 * Linear inequalities over the rationals: Fourier and Motzkin's elimination. No solution over the rationals is none
 * over whole numbers; a solution is only a proposal, which the engine judges.
 */
#include "prove/prove_parts.h"

#include <math.h>

#define ROWS_MAX	1500	/* more inequalities than this: not decided */
#define COLUMNS_MAX	60
#define TINY		1e-7

struct row {
	double	c[COLUMNS_MAX];
	double	k;			/* sum + k <= 0 */
	bool	strict;
};

struct system {
	struct arena	*a;
	struct row	**v;
	size_t		 n, columns;
	unsigned	 vars[COLUMNS_MAX];
	bool		 full;
};

static size_t
column_of(struct system *s, unsigned var)
{
	size_t	i;

	for (i = 0; i < s->columns && s->vars[i] != var; i++)
		;
	if (i == s->columns && i < COLUMNS_MAX)
		s->vars[s->columns++] = var;
	else if (i == COLUMNS_MAX)
		s->full = true;
	return (i < COLUMNS_MAX ? i : 0);
}

static struct row *
row_new(struct system *s)
{
	if (s->n == ROWS_MAX) {
		s->full = true;
		return (s->v[0]);
	}
	s->v[s->n] = ARENA_NEW(s->a, struct row);
	return (s->v[s->n++]);
}

/* An inequality without variables. */
static bool
row_false(const struct system *s, const struct row *r)
{
	for (size_t i = 0; i < s->columns; i++) {
		if (fabs(r->c[i]) > 1e-12)
			return (false);
	}
	return (r->k > TINY || (r->strict && r->k > -TINY));
}

static void
system_fill(struct system *s, const struct linear *const *v, size_t n, const double *lo, const double *hi)
{
	struct row	*r;

	for (size_t i = 0; i < n; i++) {
		r = row_new(s);
		for (size_t k = 0; k < v[i]->n; k++)
			r->c[column_of(s, v[i]->v[k].var)] += v[i]->v[k].c;
		r->k = v[i]->k;
		r->strict = v[i]->strict;
	}
	for (size_t i = 0; i < s->columns; i++) {
		if (lo[s->vars[i]] > -1e29) {
			r = row_new(s);
			r->c[i] = -1;
			r->k = lo[s->vars[i]];
		}
		if (hi[s->vars[i]] < 1e29) {
			r = row_new(s);
			r->c[i] = 1;
			r->k = -hi[s->vars[i]];
		}
	}
}

/* The variable whose elimination makes the fewest new inequalities. */
static size_t
cheapest(const struct system *s, const bool *gone)
{
	size_t	best = SIZE_MAX, best_cost = SIZE_MAX, up, down;

	for (size_t i = 0; i < s->columns; i++) {
		if (gone[i])
			continue;
		up = down = 0;
		for (size_t k = 0; k < s->n; k++) {
			up += s->v[k]->c[i] > 1e-12;
			down += s->v[k]->c[i] < -1e-12;
		}
		if (up * down < best_cost) {
			best_cost = up * down;
			best = i;
		}
	}
	return (best);
}

static void
row_scale(struct system *s, struct row *r)
{
	double	most = 0;

	for (size_t i = 0; i < s->columns; i++)
		most = fabs(r->c[i]) > most ? fabs(r->c[i]) : most;
	if (most < 1e-12)
		return;
	for (size_t i = 0; i < s->columns; i++)
		r->c[i] /= most;
	r->k /= most;
}

/* False: contradiction. The rows that had the variable are kept in *had, for the way back. */
static bool
eliminate(struct system *s, size_t x, struct row ***had, size_t *had_n)
{
	struct row	**old = s->v, *r;
	size_t		  n = s->n;

	*had = ARENA_ARRAY(s->a, struct row *, n);
	*had_n = 0;
	s->v = ARENA_ARRAY(s->a, struct row *, ROWS_MAX);
	s->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (fabs(old[i]->c[x]) > 1e-12)
			(*had)[(*had_n)++] = old[i];
		else
			s->v[s->n++] = old[i];
	}
	for (size_t i = 0; i < *had_n; i++) {
		for (size_t k = 0; k < *had_n && !s->full; k++) {
			const struct row	*up = (*had)[i], *down = (*had)[k];

			if (up->c[x] < 0 || down->c[x] > 0)
				continue;
			r = row_new(s);
			for (size_t c = 0; c < s->columns; c++)
				r->c[c] = up->c[c] / up->c[x] - down->c[c] / down->c[x];
			r->c[x] = 0;
			r->k = up->k / up->c[x] - down->k / down->c[x];
			r->strict = up->strict || down->strict;
			row_scale(s, r);
			if (row_false(s, r))
				return (false);
		}
	}
	return (true);
}

/* A value between what the rows that have x allow, near the one wished for. */
static double
settle(const struct system *s, struct row *const *had, size_t had_n, size_t x, const double *known, double wish)
{
	double	lo = -1e30, hi = 1e30, v;

	for (size_t i = 0; i < had_n; i++) {
		v = had[i]->k;
		for (size_t c = 0; c < s->columns; c++)
			v += c == x ? 0 : had[i]->c[c] * known[c];
		v = -v / had[i]->c[x];
		if (had[i]->c[x] > 0)
			hi = v - (had[i]->strict ? TINY : 0) < hi ? v - (had[i]->strict ? TINY : 0) : hi;
		else
			lo = v + (had[i]->strict ? TINY : 0) > lo ? v + (had[i]->strict ? TINY : 0) : lo;
	}
	v = wish < lo ? lo : wish > hi ? hi : wish;
	if (v <= lo + 1e-6 && ceil(v - 1e-6) <= hi + 1e-6 && (ceil(v - 1e-6) >= lo || hi - lo < 1e-3))
		return (ceil(v - 1e-6));
	if (v <= lo + 1e-6 && ceil(v) <= hi)
		return (ceil(v));
	if (v <= lo + 1e-6 && ceil(v * 100) / 100 <= hi)	/* marks have two decimals */
		return (ceil(v * 100) / 100);
	if (v >= hi - 1e-6 && floor(v + 1e-6) >= lo - 1e-6)
		return (floor(v + 1e-6));
	return (v);
}

bool
linear_possible(struct prover *p, const struct linear *const *v, size_t n, const double *lo, const double *hi,
    double *values)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct system			 s = { .a = a };
	struct row			**had[COLUMNS_MAX];
	size_t				 had_n[COLUMNS_MAX], order[COLUMNS_MAX], done = 0;
	double				 known[COLUMNS_MAX] = { 0 };
	bool				 gone[COLUMNS_MAX] = { false };

	s.v = ARENA_ARRAY(a, struct row *, ROWS_MAX);
	if (n == 0)
		return (true);
	system_fill(&s, v, n, lo, hi);
	for (size_t i = 0; i < s.n; i++) {
		if (row_false(&s, s.v[i]))
			return (false);
	}
	for (size_t x; !s.full && (x = cheapest(&s, gone)) != SIZE_MAX; done++) {
		gone[x] = true;
		order[done] = x;
		if (!eliminate(&s, x, &had[done], &had_n[done]))
			return (false);
		p->steps += had_n[done];
	}
	while (values != NULL && !s.full && done-- > 0) {
		known[order[done]] = settle(&s, had[done], had_n[done], order[done], known,
		    values[s.vars[order[done]]]);
		values[s.vars[order[done]]] = known[order[done]];
	}
	return (true);
}
