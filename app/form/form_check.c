/* Checking: every relevant field of a page or of a part, one problem a field, in document order. */
#include "form/form_model.h"

struct check {
	struct arena		*a;
	struct instance		*in;
	enum form_part		 part;
	size_t			 page;
	enum lang		 lang;
	struct form_problems	*out;
	size_t			 cap;
};

static struct form_problem *
problem_add(struct check *c, const xmlNode *x, const char *id)
{
	const struct node	*node = cell_of(x)->node;
	struct form_problem	*grown, *p;

	if (c->out->n == c->cap) {
		c->cap = c->cap == 0 ? 16 : c->cap * 2;
		grown = ARENA_ARRAY(c->a, struct form_problem, c->cap);
		if (c->out->n > 0)
			memcpy(grown, c->out->v, c->out->n * sizeof(*grown));
		c->out->v = grown;
	}
	p = &c->out->v[c->out->n++];
	p->name = instance_name(c->a, x);
	p->anchor = instance_id(c->a, x);
	p->page = node->page;
	p->id = id;
	p->label = node->label.in[c->lang];
	return (p);
}

/* The first control a finger should go to: the wrong part of a date, the first of several boxes. */
static struct str
anchor_of(struct arena *a, const struct node *node, struct str id, const char *message)
{
	const char	*part = "day";

	if (node->type == TYPE_CHOICE && shown_as_radios(node))
		return (arena_printf(a, "%.*s-%.*s", STR_ARG(id), STR_ARG(node->choices[0].value)));
	if (node->type == TYPE_CHOICES && node->choices_n > 0)
		return (arena_printf(a, "%.*s-%.*s", STR_ARG(id), STR_ARG(node->choices[0].value)));
	if (node->type == TYPE_YES_NO)
		return (arena_printf(a, "%.*s-yes", STR_ARG(id)));
	if (!type_has_parts(node))
		return (id);
	if (strcmp(message, "date-month") == 0)
		part = "month";
	else if (strcmp(message, "date-year") == 0)
		part = "year";
	return (arena_printf(a, "%.*s-%s", STR_ARG(id), part));
}

static void
say(struct check *c, const xmlNode *x, const char *id, struct str one, struct str two)
{
	struct form_problem	*p = problem_add(c, x, id);
	const struct node	*node = cell_of(x)->node;

	if (node->kind == NODE_FIELD)
		p->anchor = anchor_of(c->a, node, p->anchor, id);
	p->text = rules_message(c->a, c->in->form->rules, id, c->lang, p->label, one, two);
}

static const char *
required_id(const struct node *node)
{
	if (node->type == TYPE_FILE)
		return ("required-file");
	if (node->type == TYPE_CHOICE || node->type == TYPE_CHOICES || node->type == TYPE_YES_NO)
		return ("required-choice");
	return ("required");
}

static void
check_constraints(struct check *c, xmlNode *x)
{
	const struct node	*node = cell_of(x)->node;
	struct form_problem	*p;
	bool			 holds;

	for (size_t i = 0; i < node->constraints_n; i++) {
		const struct constraint	*k = &node->constraints[i];

		if (xpath_test(c->in->xpath, k->test.x, x, &holds) == 0 && holds)
			continue;
		p = problem_add(c, x, "constraint");
		p->anchor = anchor_of(c->a, node, p->anchor, p->id);
		p->text = k->message.in[c->lang];
		return;
	}
}

static void
check_field(struct check *c, xmlNode *x)
{
	const struct node	*node = cell_of(x)->node;
	struct str		 value = instance_value_view(c->a, x), one, two;
	bool			 empty = value.n == 0 && xml_first(x, "file") == NULL;
	const char		*id = type_problem(c->a, node, value, &one, &two);

	if (id != NULL)
		say(c, x, id, one, two);
	else if (empty && cell_of(x)->required)
		say(c, x, required_id(node), STR_NONE, STR_NONE);
	else if (!empty && (id = link_problem(c->a, c->in, x, c->lang, &one, &two)) != NULL)
		say(c, x, id, one, two);
	else if (!empty)
		check_constraints(c, x);
}

static bool
asked(const struct check *c, const struct node *node)
{
	return (node->part == c->part && (c->page == FORM_ALL_PAGES || c->page == node->page));
}

static void	check_below(struct check *c, xmlNode *x);

/* Repeatable groups that have too few rows, among the children of x. */
static void
check_rows(struct check *c, xmlNode *x)
{
	struct form_problem	*p;
	size_t			 rows;

	for (const struct node *n = cell_of(x)->node->data_first; n != NULL; n = n->data_next) {
		if (!n->repeat || n->rows_min == 0 || !asked(c, n))
			continue;
		rows = xml_count(x, arena_cstr(c->a, n->name));
		if (rows >= n->rows_min)
			continue;
		p = problem_add(c, x, "rows-min");
		p->name = p->name.n == 0 ? n->name : arena_printf(c->a, "%.*s.%.*s",
		    STR_ARG(p->name), STR_ARG(n->name));
		p->anchor = p->anchor.n == 0 ? n->name :
		    arena_printf(c->a, "%.*s-%.*s", STR_ARG(p->anchor), STR_ARG(n->name));
		p->page = n->page;
		p->label = n->label.in[c->lang];
		p->text = rules_message(c->a, c->in->form->rules, p->id, c->lang, p->label,
		    arena_printf(c->a, "%zu", n->rows_min), arena_printf(c->a, "%zu", rows));
	}
}

static void
check_below(struct check *c, xmlNode *x)
{
	check_rows(c, x);
	for (xmlNode *child = xml_first(x, NULL); child != NULL; child = xml_next(child, NULL)) {
		const struct cell	*cell = cell_of(child);

		if (!cell->relevant)
			continue;
		if (cell->node->kind == NODE_GROUP)
			check_below(c, child);
		else if (asked(c, cell->node))
			check_field(c, child);
	}
}

int
form_check(struct arena *a, struct instance *in, enum form_part part, size_t page, enum lang lang,
    struct form_problems *out)
{
	struct check	c = { a, in, part, page, lang, out, 0 };

	*out = (struct form_problems){ NULL, 0 };
	instance_settle(in);
	check_below(&c, instance_root(in));
	return (out->n == 0 ? 0 : FORM_E_PROBLEMS);
}

static void
report_below(struct arena *a, const xmlNode *x, struct json *j, bool computed)
{
	for (const xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL)) {
		const struct cell	*cell = cell_of(c);

		if (cell->node->kind == NODE_GROUP) {
			report_below(a, c, j, computed);
		} else if (!computed) {
			if (cell->relevant)
				json_str(j, instance_name(a, c));
		} else if (cell->node->calculate.x != NULL) {
			json_kstr(j, instance_name(a, c).p, instance_value(a, c));
		}
	}
}

void
form_report_json(struct instance *in, const struct form_problems *problems, struct json *j)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	instance_settle(in);
	json_key(j, "problems");
	json_list(j);
	for (size_t i = 0; i < problems->n; i++) {
		json_open(j);
		json_kstr(j, "field", problems->v[i].name);
		json_kstr(j, "id", str_of(problems->v[i].id));
		json_kstr(j, "page", in->form->page_facts[problems->v[i].page].id);
		json_kstr(j, "text", problems->v[i].text);
		json_close(j);
	}
	json_list_end(j);
	json_key(j, "computed");
	json_open(j);
	report_below(a, instance_root(in), j, true);
	json_close(j);
	json_key(j, "relevant");
	json_list(j);
	report_below(a, instance_root(in), j, false);
	json_list_end(j);
}
