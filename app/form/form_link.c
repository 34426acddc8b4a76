/*
 * Fields that answer for each other: a choice that must stand under another and be in force on a day, a personal
 * number that must agree with birth and sex.
 */
#include "form/form_model.h"

#include "core/buf.h"

static bool
above_or_self(const struct node *above, const struct node *n)
{
	while (n != above && n->kind != NODE_ROOT)
		n = n->owner;
	return (n == above);
}

/* The way of a link without XPath: up to what holds both, and down again. Only where no rows are on the way down. */
static xmlNode *
walk_to(const xmlNode *x, const struct node *target)
{
	const xmlNode	*at = x;
	xmlNode		*c;

	while (!above_or_self(cell_of(at)->node, target))
		at = at->parent;
	while (cell_of(at)->node != target) {
		for (c = xml_first(at, NULL); c != NULL && !above_or_self(cell_of(c)->node, target); c = xml_next(c,
		    NULL))
			;
		if (c == NULL)
			return (NULL);
		at = c;
	}
	return ((xmlNode *)(uintptr_t)at);
}

/* The stored text of the field that a link leads to from x; empty when there is none, or nothing in it. */
static struct str
linked_text(struct arena *a, struct instance *in, const struct link_to *to, xmlNode *x)
{
	struct xpath_value	v;
	xmlNode			*found;

	if (to->node != NULL && to->plain) {
		found = walk_to(x, to->node);
		return (found == NULL ? STR_NONE : xml_text_view(a, found));
	}
	if (to->node == NULL || to->bind.x == NULL || xpath_eval(a, in->xpath, to->bind.x, x, &v) != 0 ||
	    v.nodes_n == 0)
		return (STR_NONE);
	return (xml_text_view(a, v.nodes[0]));
}

static struct date
day_of_choice(struct arena *a, struct instance *in, xmlNode *x)
{
	struct date	d;

	return (date_parse(linked_text(a, in, &cell_of(x)->node->at, x), &d) ? d : in->today);
}

static bool
came_from(const struct choice *c, struct str value)
{
	struct str	rest = c->was, part;

	while (str_cut(&rest, ' ', &part)) {
		if (str_eq(part, value))
			return (true);
	}
	return (false);
}

static struct str
label_of(const struct node *field, struct str value, enum lang lang)
{
	const struct choice	*c = field == NULL ? NULL : choice_find(field, value);

	return (c == NULL ? value : c->label.in[lang]);
}

/* "Phường Hồng Bàng, Phường Lê Chân": what the value has become by that day. */
static struct str
successors(struct arena *a, const struct node *field, struct str value, struct date day, enum lang lang)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	for (size_t i = 0; i < field->choices_n; i++) {
		const struct choice	*c = &field->choices[i];

		if (came_from(c, value) && choice_in_force(c, day))
			buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "", STR_ARG(c->label.in[lang]));
	}
	return (arena_str(a, buf_view(&b)));
}

static const char *
choice_problem(struct arena *a, struct instance *in, xmlNode *x, enum lang lang, struct str *one, struct str *two)
{
	const struct node	*field = cell_of(x)->node;
	struct str		 value = xml_text_view(a, x), above;
	const struct choice	*c = choice_find(field, value);
	struct date		 day;

	if (c == NULL)
		return (NULL);
	*one = c->label.in[lang];
	above = linked_text(a, in, &field->under, x);
	if (above.n > 0 && !str_eq(c->under, above)) {
		*two = label_of(field->under.node, above, lang);
		return ("choice-under");
	}
	if (c->from.year == 0 && c->until.year == 0)
		return (NULL);
	day = day_of_choice(a, in, x);
	if (choice_in_force(c, day))
		return (NULL);
	*two = successors(a, field, value, day, lang);
	return (two->n > 0 ? "choice-became" : "choice-not-then");
}

/* The fourth digit tells century and sex: 0 and 1 the 20th century, 2 and 3 the 21st ...; odd is female. */
static const char *
id_problem(struct arena *a, struct instance *in, xmlNode *x, struct str *one, struct str *two)
{
	const struct node	*field = cell_of(x)->node;
	struct str		 id = xml_text_view(a, x), born, sex;
	int			 mark;

	if (id.n != 12)
		return (NULL);
	mark = id.p[3] - '0';
	*one = arena_printf(a, "%d%.2s", 19 + mark / 2, id.p + 4);
	born = linked_text(a, in, &field->born, x);
	if (born.n >= 4 && !str_eq(str_from_to(born, 0, 4), *one)) {
		*two = str_from_to(born, 0, 4);
		return ("personal-id-born");
	}
	sex = linked_text(a, in, &field->sex, x);
	if ((str_eqc(sex, "nam") && mark % 2 != 0) || (str_eqc(sex, "nu") && mark % 2 == 0))
		return ("personal-id-sex");
	return (NULL);
}

const char *
link_problem(struct arena *a, struct instance *in, xmlNode *x, enum lang lang, struct str *one, struct str *two)
{
	const struct node	*field = cell_of(x)->node;

	if (field->type == TYPE_CHOICE)
		return (choice_problem(a, in, x, lang, one, two));
	if (field->type == TYPE_PERSONAL_ID && (field->born.node != NULL || field->sex.node != NULL))
		return (id_problem(a, in, x, one, two));
	return (NULL);
}

void
link_options(struct arena *a, struct instance *in, xmlNode *x, struct options *out)
{
	const struct node	*field = cell_of(x)->node;
	struct str		 value = xml_text(a, x);
	struct date		 day = day_of_choice(a, in, x);

	*out = (struct options){ .above = linked_text(a, in, &field->under, x) };
	out->v = ARENA_ARRAY(a, const struct choice *, field->choices_n);
	for (size_t i = 0; i < field->choices_n; i++) {
		const struct choice	*c = &field->choices[i];

		if (choice_in_force(c, day) || str_eq(c->value, value))
			out->v[out->n++] = c;
	}
}

/* A value from elsewhere may be one that has gone: where exactly one has taken its place, that one is meant. */
struct str
link_renewed(struct instance *in, const struct node *field, struct str value)
{
	const struct choice	*c = field->type == TYPE_CHOICE ? choice_find(field, value) : NULL, *to = NULL;

	if (c == NULL || field->at.bind.text.n > 0 || choice_in_force(c, in->today))
		return (value);
	for (size_t i = 0; i < field->choices_n; i++) {
		if (!came_from(&field->choices[i], value) || !choice_in_force(&field->choices[i], in->today))
			continue;
		if (to != NULL)
			return (value);
		to = &field->choices[i];
	}
	return (to == NULL ? value : to->value);
}
