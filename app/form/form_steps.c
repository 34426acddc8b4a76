/*
 * How far an evaluation can go. Rows have limits, so the dossier with the most of them is known when a form is
 * published: what would take too long there is refused then, not when a citizen fills it in.
 */
#include "form/form_model.h"

uint64_t
steps_times(uint64_t a, uint64_t b)
{
	uint64_t	r;

	return (__builtin_mul_overflow(a, b, &r) ? UINT64_MAX : r);
}

uint64_t
steps_children(const struct node *n)
{
	uint64_t	sum = 1;

	for (const struct node *c = n == NULL ? NULL : n->data_first; c != NULL; c = c->data_next)
		sum += c->rows_max > 1 ? c->rows_max : 1;
	return (sum);
}

uint64_t
expr_places(const struct node *n)
{
	uint64_t	places = 1;

	for (; n != NULL && n->kind != NODE_ROOT; n = n->owner)
		places = steps_times(places, n->repeat ? n->rows_max : 1);
	return (places);
}

bool
steps_check(struct load *l, struct str text, int line, uint64_t steps, const struct node *context, bool count)
{
	uint64_t	places = expr_places(context), all = steps_times(steps, places);

	if (steps <= EXPR_STEPS_MAX && all <= FORM_STEPS_MAX) {
		l->f->steps += count ? all : 0;
		return (true);
	}
	load_say(l, line, "expr-steps", false, "%.*s: in the worst case %llu steps in each of %llu places; %d, and %d "
	    "in "
	    "all, are allowed: lower max of the rows, or calculate a part of it once, above them", STR_ARG(text),
	    (unsigned long long)steps, (unsigned long long)places, EXPR_STEPS_MAX, FORM_STEPS_MAX);
	return (false);
}
