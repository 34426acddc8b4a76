/*
 * Settling an instance: in the order that form_order.c found, each group and field gets its relevance, its calculated
 * value and its typed attributes. What is not relevant loses its value, so that nothing hidden is ever stored or
 * signed.
 */
#include "form/form_model.h"
#include "form/form_parts.h"

/* All elements by their node, in document order. Made again when rows have come, gone or moved. */
static void
census_in(struct instance *in, struct cell **last, xmlNode *x)
{
	struct cell	*c = cell_of(x);
	size_t		 i = c->node->index;

	c->x = x;
	c->same_next = NULL;
	if (last[i] == NULL)
		in->cells[i] = c;
	else
		last[i]->same_next = c;
	last[i] = c;
	if (c->node->kind == NODE_FIELD)
		return;
	for (xmlNode *child = xml_first(x, NULL); child != NULL; child = xml_next(child, NULL))
		census_in(in, last, child);
}

static void
census(struct instance *in, struct arena *a)
{
	size_t	n = in->form->nodes_n;

	if (in->counted)
		return;
	if (in->cells == NULL)
		in->cells = ARENA_ARRAY(in->a, struct cell *, n);
	memset(in->cells, 0, n * sizeof(struct cell *));
	census_in(in, ARENA_ARRAY(a, struct cell *, n), instance_root(in));
	in->counted = true;
}

/* An expression that cannot be evaluated (out of bounds) hides, requires and forbids nothing. */
static bool
test_or(struct instance *in, const struct bind *b, xmlNode *at, bool otherwise)
{
	bool	yes;

	if (b->always != 0)
		return (b->always > 0);
	if (b->x == NULL || xpath_test(in->xpath, b->x, at, &yes) != 0)
		return (otherwise);
	return (yes);
}

bool
container_relevant(struct instance *in, const struct node *container, xmlNode *at)
{
	return (test_or(in, &container->relevant, at, true));
}

static bool
relevant(struct instance *in, xmlNode *x)
{
	const struct node	*node = cell_of(x)->node;

	if (!cell_of(x->parent)->relevant)
		return (false);
	for (const struct node *c = node->parent; c != NULL && c != node->owner; c = c->parent) {
		if (!container_relevant(in, c, x->parent))
			return (false);
	}
	return (test_or(in, &node->relevant, x, true));
}

static void
calculate(struct instance *in, struct arena *a, xmlNode *x)
{
	const struct node	*node = cell_of(x)->node;
	struct xpath_value	 v;

	if (node->calculate.x == NULL)
		return;
	if (xpath_eval(a, in->xpath, node->calculate.x, x, &v) != 0)
		v.string = STR_NONE;
	if (v.kind == VALUE_BOOLEAN)
		v.string = v.boolean ? STR("yes") : STR("no");
	instance_store(a, x, v.string);
}

/* Attributes that say what a value means: written only when they say something new. */
static void
set_number(struct arena *a, struct cell *c, size_t which, const char *attr, bool has, int64_t v)
{
	if (c->told[which].known && c->told[which].has == has && (!has || c->told[which].v == v))
		return;
	c->told[which].known = true;
	c->told[which].has = has;
	c->told[which].v = v;
	if (has)
		xml_set_attr(c->x, attr, arena_printf(a, "%lld", (long long)v));
	else
		xml_unset_attr(c->x, attr);
}

static void
file_attributes(struct arena *a, struct cell *c)
{
	struct form_file	*files;
	int64_t			 pages = 0;
	size_t			 n;

	files = files_of(a, c->x, &n);
	for (size_t i = 0; i < n; i++)
		pages += files[i].pages;
	set_number(a, c, 0, "count", true, (int64_t)n);
	set_number(a, c, 1, "pages", true, pages);
}

static void
type_attributes(struct arena *a, struct cell *c)
{
	enum field_type	type = c->node->type;
	struct str	text;
	struct date	d, last;
	int64_t		grade = 0;
	bool		has;

	if (type == TYPE_FILE) {
		file_attributes(a, c);
		return;
	}
	if (type != TYPE_DATE && type != TYPE_PARTIAL_DATE && type != TYPE_CLASS)
		return;
	text = xml_text_view(a, c->x);
	if (type == TYPE_DATE) {
		has = date_parse(text, &d);
		set_number(a, c, 0, "days", has, has ? date_days(d) : 0);
	} else if (type == TYPE_PARTIAL_DATE) {
		has = partial_date_span(text, &d, &last);
		set_number(a, c, 0, "first-days", has, has ? date_days(d) : 0);
		set_number(a, c, 1, "last-days", has, has ? date_days(last) : 0);
	} else {
		has = str_i64(class_grade(text), 1, 12, &grade);
		set_number(a, c, 0, "grade", has, grade);
	}
}

static void
settle_one(struct instance *in, struct arena *a, struct cell *c)
{
	c->relevant = relevant(in, c->x);
	if (c->node->kind != NODE_FIELD)
		return;
	if (!c->relevant) {
		field_withhold(in, c->x);
	} else {
		field_give_back(in, c->x);
		calculate(in, a, c->x);
	}
	type_attributes(a, c);
}

static void
settle_states(struct instance *in)
{
	const struct form	*f = in->form;

	for (size_t i = 0; i < f->nodes_n; i++) {
		const struct node	*n = f->nodes[i];

		if (n->kind != NODE_FIELD)
			continue;
		for (struct cell *c = in->cells[i]; c != NULL; c = c->same_next) {
			c->required = test_or(in, &n->required, c->x, false);
			c->readonly = n->calculate.x != NULL || test_or(in, &n->readonly, c->x, false);
		}
	}
}

void
instance_settle(struct instance *in)
{
	auto_(arena_freep) struct arena	*a = NULL;
	const struct form		*f = in->form;
	xmlNode				*root = instance_root(in);

	if (in->settled)
		return;
	a = arena_new();
	census(in, a);
	if (!in->dated) {
		xml_set_attr(root, "today", date_iso(a, in->today));
		xml_set_attr(root, "today-days", arena_printf(a, "%lld", (long long)date_days(in->today)));
		in->dated = true;
	}
	cell_of(root)->relevant = true;
	for (size_t i = 0; i < f->order_n; i++) {
		for (struct cell *c = in->cells[f->order[i]->index]; c != NULL; c = c->same_next)
			settle_one(in, a, c);
	}
	settle_states(in);
	in->settled = true;
}

bool
page_relevant(struct instance *in, const struct node *page)
{
	xmlNode	*owner;

	instance_settle(in);
	owner = instance_only(in, page->owner);
	return (owner != NULL && container_relevant(in, page, owner));
}
