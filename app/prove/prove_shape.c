/* What can be seen without asking: values that are no choice, rows taken for one value, texts, papers, the agency. */
#include "prove/prove_parts.h"

#include "core/utf8.h"

struct place {				/* where an expression stands */
	const struct node	*node;	/* whose name is said */
	int			 line;
};

/* ---- comparisons with what is no choice */
static bool
is_choice(const struct node *n, struct str value, bool part)
{
	if (n->type == TYPE_YES_NO)
		return (str_eqc(value, "yes") || str_eqc(value, "no"));
	for (size_t i = 0; i < n->choices_n; i++) {
		if (str_eq(n->choices[i].value, value) || (part && str_find(n->choices[i].value, value) >= 0))
			return (true);
	}
	return (false);
}

static struct str
choices_of(struct prover *p, const struct node *n)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	if (n->type == TYPE_YES_NO)
		return (STR("yes, no"));
	for (size_t i = 0; i < n->choices_n && i < 12; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(n->choices[i].value));
	if (n->choices_n > 12)
		buf_cstr(&b, " ...");
	return (arena_str(p->a, buf_view(&b)));
}

static bool
takes_choices(const struct expr *x)
{
	return (x->kind == X_PATH && x->attr == ATTR_NONE && x->node != NULL && x->node->kind == NODE_FIELD &&
	    (x->node->type == TYPE_CHOICE || x->node->type == TYPE_CHOICES || x->node->type == TYPE_YES_NO));
}

/* concat(' ', path, ' ') and string(path) are the path, for our purpose. */
static const struct expr *
bare_path(const struct expr *x)
{
	if (expr_is_call(x, "concat")) {
		for (size_t i = 0; i < x->args_n; i++) {
			if (x->args[i]->kind == X_PATH)
				return (x->args[i]);
		}
	}
	return (x->kind == X_CALL && x->args_n == 1 ? x->args[0] : x);
}

static void
look_for_choice(struct prover *p, const struct expr *x, const struct place *at)
{
	const struct expr	*path, *text;
	struct str		 value;
	bool			 contains = expr_is_call(x, "contains") || expr_is_call(x, "starts-with");

	if (x->args_n != 2 || !(contains || (x->kind == X_BINARY && (x->op == OP_EQ || x->op == OP_NE))))
		return;
	path = bare_path(x->args[0]);
	text = x->args[1];
	if (path->kind == X_LITERAL && !contains) {
		path = x->args[1];
		text = x->args[0];
	}
	if (text->kind != X_LITERAL || !takes_choices(path))
		return;
	value = contains ? str_trim(text->text) : text->text;
	if (value.n == 0 || is_choice(path->node, value, contains) ||
	    (path->node->type == TYPE_CHOICES && str_find_byte(value, ' ') >= 0))
		return;
	say_node(p, FINDING_ERROR, at->node == NULL ? path->node : at->node, at->line, "choice-unknown",
	    arena_printf(p->a, "“%.*s” ∉ %.*s {%.*s}", STR_ARG(value), STR_ARG(path->node->path),
	    STR_ARG(choices_of(p, path->node))));
}

/* ---- rows taken for one value */
static bool
picks_one(const struct expr *x)
{
	if (x->test == NULL)
		return (false);
	return (x->test->kind == X_NUMBER || expr_is_call(x->test, "last") || (x->test->kind == X_BINARY &&
	    x->test->op == OP_EQ && (expr_is_call(x->test->args[0], "position") ||
	    expr_is_call(x->test->args[1], "position"))));
}

static bool
is_rows(const struct expr *x)
{
	return (x->kind == X_PATH && x->many && !picks_one(x) && !x->tests_more);
}

static bool
wants_one(const struct expr *x)
{
	if (x->kind == X_MINUS)
		return (true);
	if (x->kind == X_BINARY)
		return (x->op != OP_AND && x->op != OP_OR && x->op != OP_EQ && x->op != OP_UNION);
	return (x->kind == X_CALL && !str_eqc(x->text, "count") && !str_eqc(x->text, "sum") &&
	    !str_eqc(x->text, "not") && !str_eqc(x->text, "boolean"));
}

static void
look_for_rows(struct prover *p, const struct expr *x, const struct place *at)
{
	for (size_t i = 0; wants_one(x) && i < x->args_n; i++) {
		if (is_rows(x->args[i]) && x->args[i]->node != NULL) {
			say_node(p, FINDING_ERROR, at->node == NULL ? x->args[i]->node : at->node, at->line,
			    "repeat-scope", x->args[i]->node->path);
			return;
		}
	}
}

static void
look(struct prover *p, const struct expr *x, const struct place *at)
{
	look_for_choice(p, x, at);
	look_for_rows(p, x, at);
	for (size_t i = 0; i < x->args_n; i++)
		look(p, x->args[i], at);
	if (x->test != NULL)
		look(p, x->test, at);
}

void
look_expression(struct prover *p, const struct expr *x, const struct node *n, int line)
{
	look(p, x, &(struct place){ n, line });
}

static void
look_at(struct prover *p, const struct bind *b, const struct node *n)
{
	const struct node	*at = n->kind == NODE_FIELD || n->kind == NODE_GROUP ? n : n->owner;
	struct place		 place = { n->kind == NODE_ROOT ? NULL : n, b->line };

	if (b->text.n > 0)
		look(p, expr_parse(p->a, &p->t, b->text, at), &place);
}

/* A calculation that is only a path into rows gives the first row's value. */
static void
look_at_calculation(struct prover *p, const struct node *n)
{
	const struct expr	*x;

	if (n->calculate.text.n == 0)
		return;
	x = expr_parse(p->a, &p->t, n->calculate.text, n);
	if (is_rows(x) && x->node != NULL)
		say_node(p, FINDING_ERROR, n, n->calculate.line, "repeat-scope", x->node->path);
}

static bool
in_rows(const struct node *n)
{
	for (const struct node *g = n; g->kind == NODE_GROUP || g->kind == NODE_FIELD; g = g->owner) {
		if (g->repeat)
			return (true);
	}
	return (false);
}

static void
look_at_phrase(struct prover *p, const struct phrase *f)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].of != NULL && in_rows(f->v[i].of))
			say_node(p, FINDING_ERROR, f->v[i].of, f->v[i].line, "repeat-scope", f->v[i].of->path);
	}
}

/* ---- texts */
static void
text_look(struct prover *p, const struct form_text *t, int line, struct str name)
{
	if (form_text_lacks_en(t))
		say(p, FINDING_ERROR, line, "text-missing", (struct said){ name, t, STR_NONE });
}

static void
texts_of_node(struct prover *p, const struct node *n)
{
	const struct form_text	*texts[] = { &n->label, &n->hint, &n->help, &n->row_label, &n->add_label };

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		text_look(p, texts[i], n->line, node_name(n));
	for (size_t i = 0; i < n->constraints_n; i++)
		text_look(p, &n->constraints[i].message, n->constraints[i].test.line, node_name(n));
	for (size_t i = 0; i < n->choices_n && !n->listed; i++) {
		struct str	name = arena_printf(p->a, "%.*s=%.*s", STR_ARG(n->path), STR_ARG(n->choices[i].value));

		text_look(p, &n->choices[i].label, n->choices[i].line, name);
		text_look(p, &n->choices[i].hint, n->choices[i].line, name);
	}
}

static void
texts_of_catalogue(struct prover *p, const struct form_catalogue *c)
{
	const struct form_text	*texts[] = { &c->name, &c->summary, &c->outcome, &c->field_name, &c->level_reason,
		&c->limit_note, &c->fee_note };

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		text_look(p, texts[i], p->t.catalogue_line, STR("catalogue"));
	for (size_t i = 0; i < c->who_n; i++)
		text_look(p, &c->who[i], p->t.catalogue_line, STR("catalogue"));
	for (size_t i = 0; i < c->legal_n; i++)
		text_look(p, &c->legal[i].text, p->t.catalogue_line, STR("catalogue"));
	for (size_t i = 0; i < c->papers_n; i++) {
		text_look(p, &c->papers[i].name, c->papers[i].line, STR("paper"));
		text_look(p, &c->papers[i].substitute, c->papers[i].line, STR("paper"));
	}
}

/* ---- papers */
static bool
has_word(struct prover *p, struct str text, struct str words)
{
	struct str	word;

	while (str_cut(&words, '|', &word)) {
		if (word.n > 0 && str_find(text, utf8_fold(p->a, word)) >= 0)
			return (true);
	}
	return (false);
}

static bool
concerns(const struct prove_substitute *s, struct str code)
{
	struct str	rest = s->codes, one;

	while (str_cut(&rest, ' ', &one)) {
		if (str_eqc(one, "*") || str_eq(one, code))
			return (true);
	}
	return (false);
}

static void
papers_look(struct prover *p, const struct form_catalogue *c)
{
	for (size_t i = 0; i < c->papers_n; i++) {
		const struct form_paper	*paper = &c->papers[i];
		struct str		 name = utf8_fold(p->a, paper->name.in[LANG_VI]);

		if (paper->database.n > 0 || (!paper->required && !paper->conditional && paper->field.n == 0))
			continue;
		for (size_t k = 0; k < p->input->substitutes_n; k++) {
			const struct prove_substitute	*s = &p->input->substitutes[k];

			if (!concerns(s, c->code) || !has_word(p, name, s->words) || has_word(p, name, s->unless))
				continue;
			say(p, FINDING_ERROR, paper->line, "paper-forbidden", (struct said){ STR("paper"), &paper->name,
			    arena_printf(p->a, "%.*s – %.*s", STR_ARG(s->law), STR_ARG(s->database)) });
			break;
		}
	}
}

/* ---- the agency */
/* "H24.19.31": a letter, digits, and parts joined by dots. */
static bool
is_agency(struct str s)
{
	return (s.n > 3 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= '0' && s.p[1] <= '9' &&
	    str_find_byte(s, '.') > 0);
}

static const struct node *
node_at(const struct prover *p, struct str path)
{
	const struct node	*n = p->t.root;
	struct str		 part;

	while (n != NULL && str_cut(&path, '.', &part))
		n = form_tree_child(n, part);
	return (n);
}

static void
agency_look(struct prover *p, const struct form_catalogue *c)
{
	const struct node	*n = c->agency_field.n == 0 ? NULL : node_at(p, c->agency_field);
	bool			 good;

	if (n == NULL || n->kind != NODE_FIELD || n->calculate.text.n > 0)
		return;
	good = n->type == TYPE_CHOICE && !in_rows(n);
	for (size_t i = 0; i < n->choices_n; i++)
		good = good && is_agency(n->choices[i].value);
	if (!good)
		say_node(p, FINDING_ERROR, n, p->t.catalogue_line, "agency-values", n->path);
}

void
rules_of_shape(struct prover *p)
{
	const struct form_catalogue	*c = form_catalogue(p->form);
	const struct doc_model		*d = p->t.doc;

	for (size_t i = 0; i < p->t.nodes_n; i++) {
		const struct node	*n = p->t.nodes[i];
		const struct bind	*binds[] = { &n->relevant, &n->required, &n->readonly, &n->calculate };

		if (n->part == FORM_PART_LOOKUP)
			continue;
		texts_of_node(p, n);
		for (size_t k = 0; k < COUNT_OF(binds); k++)
			look_at(p, binds[k], n);
		for (size_t k = 0; k < n->constraints_n; k++)
			look_at(p, &n->constraints[k].test, n);
		look_at_calculation(p, n);
	}
	for (size_t i = 0; i < d->blocks_n; i++) {
		look_at(p, &d->blocks[i].when, p->t.root);
		look_at_phrase(p, &d->blocks[i].text);
	}
	for (size_t i = 0; i < d->claims_n; i++)
		look_at_phrase(p, &d->claims[i].value);
	for (size_t i = 0; i < d->recipients_n; i++)
		look_at_phrase(p, &d->recipients[i]);
	look_at_phrase(p, &d->subject);
	look_at_phrase(p, p->t.list_applicant);
	look_at_phrase(p, p->t.list_subject);
	texts_of_catalogue(p, c);
	papers_look(p, c);
	agency_look(p, c);
}
