/* The proof of one form: what is read, then what is asked. */
#include "prove/prove.h"

#include "prove/prove_parts.h"

/* Texts that a field is compared with: values that matter beside "something else". */
static void
literal_add(struct prover *p, const struct node *n, struct str text)
{
	struct literal	*grown;

	for (size_t i = 0; i < p->literals_n; i++) {
		if (p->literals[i].node == n && str_eq(p->literals[i].text, text))
			return;
	}
	if (!form_type_takes(p->a, n, text))
		return;
	if (p->literals_n == p->literals_cap) {
		p->literals_cap = p->literals_cap == 0 ? 32 : p->literals_cap * 2;
		grown = ARENA_ARRAY(p->a, struct literal, p->literals_cap);
		if (p->literals_n > 0)
			memcpy(grown, p->literals, p->literals_n * sizeof(*grown));
		p->literals = grown;
	}
	p->literals[p->literals_n++] = (struct literal){ n, text };
}

static bool
holds_text(const struct node *n)
{
	return (n->kind == NODE_FIELD && n->type != TYPE_DATE && n->type != TYPE_YEAR && n->type != TYPE_INTEGER &&
	    n->type != TYPE_MONEY && n->type != TYPE_SCORE && n->type != TYPE_FILE);
}

static void
literals_of(struct prover *p, const struct expr *x)
{
	const struct expr	*l = x->args_n == 2 ? x->args[0] : NULL, *r = x->args_n == 2 ? x->args[1] : NULL;

	if (l != NULL && l->kind == X_LITERAL && r->kind == X_PATH) {
		r = x->args[0];
		l = x->args[1];
	}
	if (l != NULL && l->kind == X_PATH && r->kind == X_LITERAL && l->node != NULL && l->attr == ATTR_NONE &&
	    holds_text(l->node))
		literal_add(p, l->node, r->text);
	for (size_t i = 0; i < x->args_n; i++)
		literals_of(p, x->args[i]);
	if (x->test != NULL)
		literals_of(p, x->test);
}

static struct expr *
parse_bind(struct prover *p, const struct bind *b, const struct node *at)
{
	struct expr	*x;

	if (b->text.n == 0)
		return (NULL);
	x = expr_parse(p->a, &p->t, b->text, at);
	literals_of(p, x);
	return (x);
}

static void
parse_all(struct prover *p)
{
	for (size_t i = 0; i < p->t.nodes_n; i++) {
		const struct node	*n = p->t.nodes[i];
		const struct node	*at = n->kind == NODE_FIELD || n->kind == NODE_GROUP ? n : n->owner;

		p->relevant[i] = parse_bind(p, &n->relevant, at);
		p->required[i] = parse_bind(p, &n->required, at);
		p->readonly[i] = parse_bind(p, &n->readonly, at);
		parse_bind(p, &n->calculate, at);
		for (size_t k = 0; k < n->constraints_n; k++)
			parse_bind(p, &n->constraints[k].test, at);
	}
	for (size_t i = 0; i < p->t.doc->blocks_n; i++)
		parse_bind(p, &p->t.doc->blocks[i].when, p->t.root);
	for (size_t i = 0; i < p->t.fees_n; i++)
		parse_bind(p, &p->t.fees[i].test, p->t.root);
	for (size_t i = 0; i < p->t.limits_n; i++)
		parse_bind(p, &p->t.limits[i].test, p->t.root);
	for (size_t i = 0; i < p->input->reads_n; i++)
		literals_of(p, expr_parse(p->a, &p->t, p->input->reads[i].text, p->t.root));
}

void
prove_form(struct arena *a, const struct form *f, const struct prove_input *input, struct prove_report *out)
{
	struct prover	p = { .a = a, .form = f, .input = input, .report = out };
	size_t		n;

	*out = (struct prove_report){ .n = 0 };
	p.t = form_tree(f);
	p.steps_max = input->steps == 0 ? PROVE_STEPS : input->steps;
	n = p.t.nodes_n;
	p.fields = ARENA_ARRAY(a, struct field, n);
	p.relevant = ARENA_ARRAY(a, struct expr *, n);
	p.required = ARENA_ARRAY(a, struct expr *, n);
	p.readonly = ARENA_ARRAY(a, struct expr *, n);
	p.shown = ARENA_ARRAY(a, struct formula *, n);
	p.axioms = ARENA_ARRAY(a, struct formula *, n);
	p.axioms_bare = ARENA_ARRAY(a, struct formula *, n);
	p.refuted = ARENA_ARRAY(a, bool, n);
	p.seen = ARENA_ARRAY(a, struct domain, n);
	p.never = ARENA_ARRAY(a, bool, n);
	parse_all(&p);
	rules_of_shape(&p);
	rules_of_fields(&p);
	rules_of_result(&p);
	rules_of_tables(&p);
	rules_of_workflow(&p);
	if (p.unshown && out->errors_n == 0) {
		p.about = p.complaint;
		p.rule = "form-stuck";
		undecided(&p);
	}
	out->steps = p.steps;
}
