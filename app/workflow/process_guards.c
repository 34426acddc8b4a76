/*
 * The rules about conditions, by trying every value of what they read: can each hold, do two hold at once, is
 * there such
 * a value. Only where the values can be known; what is opaque is left to the exploration.
 */
#include "workflow/process_check.h"

#define TRIES_MAX	20000			/* assignments of one gateway's variables */

struct trial {
	struct check	*c;
	const struct process_wiring *w;
	bool		*reads;			/* by variable */
	size_t		*value;			/* by variable */
	bool		*held;			/* by way out */
	bool		*told;			/* by way out: its overlap was reported */
	size_t		 tries;
};

static const struct workflow_field *
field_of(const struct check *c, const struct guard_var *v)
{
	for (size_t i = 0; i < c->law->fields_n && v->kind == GUARD_FIELD; i++) {
		if (str_eq(c->law->fields[i].path, v->path))
			return (&c->law->fields[i]);
	}
	return (NULL);
}

static bool
offers(const struct workflow_field *f, struct str value)
{
	for (size_t i = 0; i < f->value_n; i++) {
		if (str_eq(f->value[i], value))
			return (true);
	}
	return (value.n == 0);
}

static bool
leaves_by(const struct process_node *task, const struct guard_var *v, size_t value)
{
	bool	known = false;

	if (value < v->value_n)
		return (process_outcome(task, v->value[value]) != NULL);
	for (size_t i = 0; i < task->outcomes_n; i++, known = false) {
		for (size_t k = 0; k < v->value_n; k++)
			known = known || str_eq(v->value[k], task->outcomes[i].id);
		if (!known)
			return (true);
	}
	return (false);
}

/* Could the last outcome be this one at the gateway? Where other than tasks lead there, any may. */
static bool
outcome_comes(const struct trial *t, const struct guard_var *v, size_t value)
{
	const struct process	*p = t->c->p;
	size_t			 gateway = p->flows[t->w->out[0]].from;

	for (size_t i = 0; i < p->flows_n; i++) {
		const struct process_node	*from = &p->nodes[p->flows[i].from];

		if (p->flows[i].to == gateway && (from->kind != NODE_USER || leaves_by(from, v, value)))
			return (true);
	}
	return (false);
}

static bool
comes(const struct trial *t, const struct guard_var *v, size_t value)
{
	const struct workflow_field	*f = field_of(t->c, v);

	if (v->kind == GUARD_OUTCOME)
		return (outcome_comes(t, v, value));
	return (f == NULL || value >= v->value_n || offers(f, v->value[value]));
}

static size_t
value_of(void *data, size_t var)
{
	const struct trial	*t = data;
	const struct guard_var	*v = &t->c->p->vars.v[var];
	bool			 two = v->kind == GUARD_OPAQUE || v->kind == GUARD_FACT;

	return (!two && t->value[var] == v->value_n ? GUARD_OTHER : t->value[var]);
}

static bool
decided(const struct process *p, const struct guard *g)
{
	enum guard_kind	kind;

	if (g->op == GUARD_IS || g->op == GUARD_IS_NOT || g->op == GUARD_HOLDS) {
		kind = p->vars.v[g->var].kind;
		if (kind == GUARD_OPAQUE || kind == GUARD_FACT)
			return (false);
	}
	return ((g->left == NULL || decided(p, g->left)) && (g->right == NULL || decided(p, g->right)));
}

static void
try_one(struct trial *t)
{
	const struct process	*p = t->c->p;
	const struct process_flow *first = NULL;

	t->tries++;
	for (size_t i = 0; i < t->w->out_n; i++) {
		const struct process_flow	*f = &p->flows[t->w->out[i]];

		if (f->guard == NULL || !guard_holds(f->guard, value_of, t))
			continue;
		t->held[i] = true;
		if (!decided(p, f->guard))
			continue;
		if (first != NULL && !t->told[i] && p->nodes[f->from].kind == NODE_GATEWAY) {
			problem_add(&t->c->l, f->line, "guards-overlap", f->id, first->id);
			t->told[i] = true;
		}
		first = f;
	}
}

/* Every assignment of the variables from var on. */
static void
try_all(struct trial *t, size_t var)
{
	const struct guard_vars	*vars = &t->c->p->vars;
	const struct guard_var	*v = &vars->v[var];
	bool			 two;
	size_t			 n;

	if (t->tries >= TRIES_MAX)
		return;
	if (var == vars->n) {
		try_one(t);
		return;
	}
	two = v->kind == GUARD_OPAQUE || v->kind == GUARD_FACT;
	n = !t->reads[var] ? 1 : two ? 2 : v->value_n + 1;
	for (t->value[var] = 0; t->value[var] < n; t->value[var]++) {
		if (n == 1 || two || comes(t, v, t->value[var]))
			try_all(t, var + 1);
	}
}

static void
check_gateway(struct check *c, const struct process_node *gateway)
{
	const struct process	*p = c->p;
	struct trial		 t = { .c = c, .w = &p->wiring[gateway->index] };

	t.reads = ARENA_ARRAY(c->a, bool, p->vars.n + 1);
	t.value = ARENA_ARRAY(c->a, size_t, p->vars.n + 1);
	t.held = ARENA_ARRAY(c->a, bool, t.w->out_n);
	t.told = ARENA_ARRAY(c->a, bool, t.w->out_n);
	for (size_t i = 0; i < t.w->out_n; i++) {
		if (p->flows[t.w->out[i]].guard != NULL)
			guard_reads(p->flows[t.w->out[i]].guard, t.reads);
	}
	try_all(&t, 0);
	for (size_t i = 0; i < t.w->out_n && t.tries < TRIES_MAX; i++) {
		const struct process_flow	*f = &p->flows[t.w->out[i]];

		if (f->guard != NULL && !t.held[i])
			problem_add(&c->l, f->line, "guard-never", f->id, f->condition);
	}
}

static void
check_values(struct check *c, const struct process_flow *flow)
{
	bool	*reads = ARENA_ARRAY(c->a, bool, c->p->vars.n + 1);

	guard_reads(flow->guard, reads);
	for (size_t i = 0; i < c->p->vars.n; i++) {
		const struct guard_var		*v = &c->p->vars.v[i];
		const struct workflow_field	*f = field_of(c, v);

		for (size_t k = 0; reads[i] && f != NULL && k < v->value_n; k++) {
			if (!offers(f, v->value[k]) && str_find(flow->condition, v->value[k]) >= 0)
				problem_add(&c->l, flow->line, "value-unknown", flow->id, v->value[k]);
		}
	}
}

void
check_guards(struct check *c)
{
	for (size_t i = 0; i < c->p->nodes_n; i++) {
		if (node_splits(&c->p->nodes[i]))
			check_gateway(c, &c->p->nodes[i]);
	}
	for (size_t i = 0; i < c->p->flows_n; i++) {
		if (c->p->flows[i].guard != NULL)
			check_values(c, &c->p->flows[i]);
	}
}
