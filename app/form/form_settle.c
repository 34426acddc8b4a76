/*
 * Settling an instance: in the order that form_order.c found, each group and field gets its relevance, its calculated
 * value and its typed attributes. What is not relevant loses its value, so that nothing hidden is ever stored or
 * signed.
 */
#include "form/form_model.h"
#include "form/form_parts.h"

struct link {
	xmlNode		*x;
	struct link	*next;
};

/* The elements of each node, by node->index, in document order. */
struct census {
	struct arena	 *a;
	struct link	**first, **last;
};

static void
count_in(struct census *c, xmlNode *x)
{
	struct link	*k = ARENA_NEW(c->a, struct link);
	size_t		 i = cell_of(x)->node->index;

	k->x = x;
	if (c->first[i] == NULL)
		c->first[i] = k;
	else
		c->last[i]->next = k;
	c->last[i] = k;
	if (cell_of(x)->node->kind == NODE_FIELD)
		return;
	for (xmlNode *child = xml_first(x, NULL); child != NULL; child = xml_next(child, NULL))
		count_in(c, child);
}

/* An expression that cannot be evaluated (out of bounds) hides, requires and forbids nothing. */
static bool
test_or(struct instance *in, const struct bind *b, xmlNode *at, bool otherwise)
{
	bool	yes;

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

static void
set_number(struct arena *a, xmlNode *x, const char *attr, int64_t v)
{
	xml_set_attr(x, attr, arena_printf(a, "%lld", (long long)v));
}

static void
type_attributes(struct arena *a, xmlNode *x)
{
	const struct node	*node = cell_of(x)->node;
	struct form_file	*files;
	struct date		 d, last;
	int64_t			 pages = 0, grade;
	size_t			 n;

	if (node->type == TYPE_DATE) {
		if (date_parse(xml_text(a, x), &d))
			set_number(a, x, "days", date_days(d));
		else
			xml_unset_attr(x, "days");
	} else if (node->type == TYPE_PARTIAL_DATE) {
		if (partial_date_span(xml_text(a, x), &d, &last)) {
			set_number(a, x, "first-days", date_days(d));
			set_number(a, x, "last-days", date_days(last));
		} else {
			xml_unset_attr(x, "first-days");
			xml_unset_attr(x, "last-days");
		}
	} else if (node->type == TYPE_CLASS) {
		if (str_i64(class_grade(xml_text(a, x)), 1, 12, &grade))
			set_number(a, x, "grade", grade);
		else
			xml_unset_attr(x, "grade");
	} else if (node->type == TYPE_FILE) {
		files = files_of(a, x, &n);
		for (size_t i = 0; i < n; i++)
			pages += files[i].pages;
		set_number(a, x, "count", (int64_t)n);
		set_number(a, x, "pages", pages);
	}
}

static void
settle_one(struct instance *in, struct arena *a, xmlNode *x)
{
	struct cell	*c = cell_of(x);

	c->relevant = relevant(in, x);
	if (c->node->kind != NODE_FIELD)
		return;
	if (!c->relevant) {
		xml_set_text(x, STR_NONE);
		xml_unset_attr(x, "from");
		xml_unset_attr(x, "typed");
	} else {
		calculate(in, a, x);
	}
	type_attributes(a, x);
}

void
instance_settle(struct instance *in)
{
	auto_(arena_freep) struct arena	*a = NULL;
	const struct form		*f = in->form;
	struct census			 c;
	xmlNode				*root = instance_root(in);

	if (in->settled)
		return;
	a = arena_new();
	c = (struct census){ a, ARENA_ARRAY(a, struct link *, f->nodes_n), ARENA_ARRAY(a, struct link *, f->nodes_n) };
	xml_set_attr(root, "today", date_iso(a, in->today));
	set_number(a, root, "today-days", date_days(in->today));
	cell_of(root)->relevant = true;
	count_in(&c, root);
	for (size_t i = 0; i < f->order_n; i++) {
		for (struct link *k = c.first[f->order[i]->index]; k != NULL; k = k->next)
			settle_one(in, a, k->x);
	}
	for (size_t i = 0; i < f->nodes_n; i++) {
		for (struct link *k = c.first[i]; k != NULL; k = k->next) {
			cell_of(k->x)->required = test_or(in, &f->nodes[i]->required, k->x, false);
			cell_of(k->x)->readonly = f->nodes[i]->calculate.x != NULL ||
			    test_or(in, &f->nodes[i]->readonly, k->x, false);
		}
	}
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
