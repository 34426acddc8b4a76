/* A page as plain data: controls in document order, in the asked language. */
#include "form/form_model.h"

#include "core/buf.h"

#define OPTIONS_IN_GROUPS	60	/* of a dependent list, before the field above has an answer */
#define OPTIONS_AS_DATA		400	/* more are fetched with the page, when the field above changes */

struct viewer {
	struct arena			*a;
	struct instance			*in;
	enum lang			 lang;
	const struct form_problems	*problems;	/* NULL: none shown */
	bool				 dynamic;	/* some control has an expression for the browser */
};

static struct str
message(struct viewer *v, const char *id, struct str label, struct str one)
{
	return (rules_message(v->a, v->in->form->rules, id, v->lang, label, one, STR_NONE));
}

static struct str
error_of(const struct viewer *v, struct str name, struct str *anchor)
{
	for (size_t i = 0; v->problems != NULL && i < v->problems->n; i++) {
		if (str_eq(v->problems->v[i].name, name)) {
			*anchor = v->problems->v[i].anchor;
			return (v->problems->v[i].text);
		}
	}
	return (STR_NONE);
}

/* XPath from /dossier to an element, as document.evaluate takes it. */
static struct str
path_of(struct arena *a, const xmlNode *x)
{
	const struct node	*node = cell_of(x)->node;
	struct str		 above, step;

	if (node->kind == NODE_ROOT)
		return (STR("."));
	above = path_of(a, x->parent);
	step = node->repeat ? arena_printf(a, "%.*s[@id='%.*s']", STR_ARG(node->name), STR_ARG(xml_attr(a, x, "id"))) :
	    node->name;
	return (str_eqc(above, ".") ? step : arena_printf(a, "%.*s/%.*s", STR_ARG(above), STR_ARG(step)));
}

/* A list of its own file, or one that depends on another field, changes its length: it stays a list to pull down. */
bool
shown_as_radios(const struct node *field)
{
	return (field->choices_n <= CHOICES_AS_RADIOS && !field->listed && field->under.node == NULL);
}

static enum control_kind
kind_of(const struct cell *c)
{
	if (c->readonly)
		return (CONTROL_SHOWN);
	switch (c->node->type) {
	case TYPE_LONG_TEXT:
		return (CONTROL_TEXTAREA);
	case TYPE_DATE:
	case TYPE_PARTIAL_DATE:
		return (CONTROL_DATE);
	case TYPE_CHOICE:
		return (shown_as_radios(c->node) ? CONTROL_RADIOS : CONTROL_SELECT);
	case TYPE_CHOICES:
		return (CONTROL_CHECKBOXES);
	case TYPE_YES_NO:
		return (CONTROL_RADIOS);
	case TYPE_FILE:
		return (CONTROL_FILES);
	case TYPE_TEXT:
	case TYPE_PERSON_NAME:
	case TYPE_PERSONAL_ID:
	case TYPE_OLD_ID:
	case TYPE_TAX_NUMBER:
	case TYPE_PHONE:
	case TYPE_EMAIL:
	case TYPE_CLASS:
	case TYPE_YEAR:
	case TYPE_INTEGER:
	case TYPE_MONEY:
	case TYPE_SCORE:
	case TYPE__MAX:
		break;
	}
	return (CONTROL_INPUT);
}

static void
add_parts(struct viewer *v, struct control *c, struct str anchor)
{
	static const struct {
		const char	*key, *word;
		int		 width;
	}		 facts[] = { { "day", "word-day", 2 }, { "month", "word-month", 2 },
	    { "year", "word-year", 4 } };
	struct str	 values[COUNT_OF(facts)];

	type_date_split(v->a, c->value, values);
	c->parts = ARENA_ARRAY(v->a, struct control_part, COUNT_OF(facts));
	c->parts_n = COUNT_OF(facts);
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		struct control_part	*p = &c->parts[i];

		p->key = str_of(facts[i].key);
		p->name = arena_printf(v->a, "%.*s.%s", STR_ARG(c->name), facts[i].key);
		p->id = arena_printf(v->a, "%.*s-%s", STR_ARG(c->id), facts[i].key);
		p->label = message(v, facts[i].word, STR_NONE, STR_NONE);
		p->value = values[i];
		p->width = facts[i].width;
		if (str_eqc(c->autocomplete, "bday"))
			p->autocomplete = arena_printf(v->a, "bday-%s", facts[i].key);
		/* A date that is not real is wrong in all its parts; a missing part is wrong alone. */
		p->wrong = c->error.n > 0 && (str_eq(anchor, p->id) || (values[0].n > 0 &&
		    values[1].n > 0 && values[2].n > 0));
	}
}

static void
add_option(struct viewer *v, struct control *c, struct str value, struct str label, struct str hint, bool selected)
{
	struct control_option	*o = &c->options[c->options_n++];

	o->value = value;
	o->id = arena_printf(v->a, "%.*s-%.*s", STR_ARG(c->id), STR_ARG(value));
	o->label = label;
	o->hint = hint;
	o->selected = selected;
}

/* Without an answer above, a short list is shown in groups, so that both can be chosen at once; a long one waits. */
static void
add_dependent(struct viewer *v, struct control *c, const struct node *node, const struct options *all)
{
	const struct choice	*above;

	c->above = all->above.n > 0 || node->under.node == NULL ? STR_NONE : node->under.node->label.in[v->lang];
	c->waits = c->above.n > 0 && all->n > OPTIONS_IN_GROUPS;
	c->data_under = node->under.bind.text;
	v->dynamic = true;
	for (size_t i = 0; i < all->n; i++) {
		const struct choice	*k = all->v[i];
		bool			 chosen = str_eq(c->value, k->value);

		if (!chosen && (c->waits || (all->above.n > 0 && !str_eq(k->under, all->above))))
			continue;
		add_option(v, c, k->value, k->label.in[v->lang], k->hint.in[v->lang], chosen);
		above = c->above.n == 0 || k->under.n == 0 ? NULL : choice_find(node->under.node, k->under);
		c->options[c->options_n - 1].group = above == NULL ? STR_NONE : above->label.in[v->lang];
	}
}

/* All entries for the browser, that it may change the list without asking: [[value, label, under], ...]. */
static void
add_choices_data(struct viewer *v, struct control *c, const struct options *all)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct json			j = json_to(&b);

	if (all->n > OPTIONS_AS_DATA)
		return;
	json_list(&j);
	for (size_t i = 0; i < all->n; i++) {
		json_list(&j);
		json_str(&j, all->v[i]->value);
		json_str(&j, all->v[i]->label.in[v->lang]);
		json_str(&j, all->v[i]->under);
		json_list_end(&j);
	}
	json_list_end(&j);
	c->data_choices = arena_str(v->a, buf_view(&b));
}

static bool
offered(const struct options *all, const struct choice *c)
{
	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i] == c)
			return (true);
	}
	return (false);
}

static void
add_options(struct viewer *v, struct control *c, xmlNode *x)
{
	const struct node	*node = cell_of(x)->node;
	struct options		 all;

	if (node->type == TYPE_YES_NO) {
		c->options = ARENA_ARRAY(v->a, struct control_option, 2);
		add_option(v, c, STR("yes"), message(v, "word-yes", STR_NONE, STR_NONE), STR_NONE,
		    str_eqc(c->value, "yes"));
		add_option(v, c, STR("no"), message(v, "word-no", STR_NONE, STR_NONE), STR_NONE,
		    str_eqc(c->value, "no"));
		return;
	}
	c->options = ARENA_ARRAY(v->a, struct control_option, node->choices_n);
	if (node->type == TYPE_CHOICE)
		link_options(v->a, v->in, x, &all);
	if (node->under.node != NULL) {
		add_dependent(v, c, node, &all);
		add_choices_data(v, c, &all);
		return;
	}
	for (size_t i = 0; i < node->choices_n; i++) {
		const struct choice	*k = &node->choices[i];

		if (node->type == TYPE_CHOICE && !offered(&all, k))
			continue;
		add_option(v, c, k->value, k->label.in[v->lang], k->hint.in[v->lang], type_has(node,
		    c->value, k->value));
	}
}

static void
set_keyboard(struct control *c, const struct node *node)
{
	switch (node->type) {
	case TYPE_PERSONAL_ID:
	case TYPE_OLD_ID:
	case TYPE_TAX_NUMBER:
		c->inputmode = STR("numeric");
		c->width = 20;
		break;
	case TYPE_CLASS:
		c->width = 10;
		break;
	case TYPE_PHONE:
		c->inputmode = STR("tel");
		c->width = 20;
		break;
	case TYPE_EMAIL:
		c->inputmode = STR("email");
		break;
	case TYPE_YEAR:
		c->inputmode = STR("numeric");
		c->width = 4;
		break;
	case TYPE_INTEGER:
	case TYPE_MONEY:
		c->inputmode = STR("numeric");
		c->width = 10;
		break;
	case TYPE_SCORE:
		c->inputmode = STR("decimal");
		c->width = 5;
		break;
	case TYPE_LONG_TEXT:
		c->rows = 5;
		break;
	case TYPE_TEXT:
	case TYPE_PERSON_NAME:
	case TYPE_DATE:
	case TYPE_PARTIAL_DATE:
	case TYPE_CHOICE:
	case TYPE_CHOICES:
	case TYPE_YES_NO:
	case TYPE_FILE:
	case TYPE__MAX:
		break;
	}
	if (node->width > 0)
		c->width = node->width;
	if (node->type == TYPE_TEXT || node->type == TYPE_LONG_TEXT || node->type == TYPE_PERSON_NAME)
		c->maxlength = (int)node->chars_max;
}

static void
set_common(struct viewer *v, struct control *c, const struct node *node)
{
	c->label = node->label.in[v->lang];
	c->hint = node->hint.in[v->lang];
	c->help = node->help.in[v->lang];
	c->data_relevant = node->relevant.text;
	c->data_required = str_eqc(node->required.text, "true()") ? STR_NONE : node->required.text;
	c->data_calculate = node->calculate.text;
	if (c->data_relevant.n + c->data_required.n + c->data_calculate.n > 0)
		v->dynamic = true;
}

static void
view_field(struct viewer *v, xmlNode *x, struct control *c)
{
	const struct cell	*cell = cell_of(x);
	const struct node	*node = cell->node;
	struct str		 anchor = STR_NONE;

	set_common(v, c, node);
	c->kind = kind_of(cell);
	c->type = field_type_words[node->type];
	c->name = instance_name(v->a, x);
	c->id = instance_id(v->a, x);
	c->data_path = path_of(v->a, x);
	c->required = cell->required;
	c->relevant = cell->relevant;
	c->value = cell->relevant ? instance_value(v->a, x) : field_withheld(v->in, x);
	c->shown = type_shown(v->a, v->in->form->rules, node, c->value, v->lang);
	c->error = error_of(v, c->name, &anchor);
	c->autocomplete = node->autocomplete;
	c->sensitive = node->sensitive;
	c->prefilled_from = xml_attr(v->a, x, "from");
	set_keyboard(c, node);
	if (c->kind == CONTROL_DATE)
		add_parts(v, c, anchor);
	if (c->kind == CONTROL_RADIOS || c->kind == CONTROL_SELECT || c->kind == CONTROL_CHECKBOXES)
		add_options(v, c, x);
	if (node->type == TYPE_FILE) {
		c->files = files_of(v->a, x, &c->files_n);
		c->files_max = node->files_max;
		c->accept = node->accept;
	}
}

static size_t	view_contents(struct viewer *v, const struct node *container, xmlNode *at, struct control **out);

static void
view_row(struct viewer *v, const struct node *node, xmlNode *x, struct control *c, struct control_row *r)
{
	struct form_text	word = node->row_label.in[LANG_VI].n > 0 ? node->row_label : node->label;

	r->id = xml_attr(v->a, x, "id");
	r->number = c->rows_n;
	r->label = message(v, "word-row", word.in[v->lang], arena_printf(v->a, "%zu", r->number));
	r->remove = instance_name(v->a, x);
	r->controls_n = view_contents(v, node, x, &r->controls);
}

static void
view_repeat(struct viewer *v, const struct node *node, xmlNode *at, struct control *c)
{
	struct str	above = instance_name(v->a, at), id = instance_id(v->a, at), anchor;

	c->kind = CONTROL_REPEAT;
	c->table = node->table;
	c->name = above.n == 0 ? node->name : arena_printf(v->a, "%.*s.%.*s", STR_ARG(above), STR_ARG(node->name));
	c->id = id.n == 0 ? node->name : arena_printf(v->a, "%.*s-%.*s", STR_ARG(id), STR_ARG(node->name));
	c->relevant = true;
	c->rows_v = ARENA_ARRAY(v->a, struct control_row, xml_count(at, arena_cstr(v->a, node->name)));
	for (xmlNode *x = xml_first(at, NULL); x != NULL; x = xml_next(x, NULL)) {
		if (cell_of(x)->node == node) {
			struct control_row	*r = &c->rows_v[c->rows_n++];

			/* What shows or hides the rows is asked of the first: it speaks for all. */
			if (c->rows_n == 1) {
				c->relevant = cell_of(x)->relevant;
				c->data_path = path_of(v->a, x);
			}
			view_row(v, node, x, c, r);
		}
	}
	for (size_t i = 0; i < c->rows_n; i++) {
		struct control_row	*r = &c->rows_v[i];

		r->up = i > 0 ? r->remove : STR_NONE;
		r->down = i + 1 < c->rows_n ? r->remove : STR_NONE;
		if (c->rows_n <= node->rows_min)
			r->remove = STR_NONE;
	}
	if (c->table && c->rows_n > 0) {
		c->heads = ARENA_ARRAY(v->a, struct str, c->rows_v[0].controls_n);
		for (; c->heads_n < c->rows_v[0].controls_n; c->heads_n++)
			c->heads[c->heads_n] = c->rows_v[0].controls[c->heads_n].label;
	}
	if (c->rows_n < node->rows_max)
		c->add = c->name;
	c->add_label = node->add_label.in[LANG_VI].n > 0 ? node->add_label.in[v->lang] :
	    message(v, "word-add", STR_NONE, STR_NONE);
	c->error = error_of(v, c->name, &anchor);
}

static xmlNode *
child_of(xmlNode *at, const struct node *node)
{
	xmlNode	*x = xml_first(at, NULL);

	while (x != NULL && cell_of(x)->node != node)
		x = xml_next(x, NULL);
	return (x);
}

static void
view_container(struct viewer *v, const struct node *node, xmlNode *at, struct control *c)
{
	xmlNode	*x = node->kind == NODE_GROUP ? child_of(at, node) : at;

	c->kind = CONTROL_SECTION;
	c->name = node->name;
	c->id = node->kind == NODE_GROUP ? instance_id(v->a, x) : node->name;
	c->data_path = path_of(v->a, x);
	c->relevant = node->kind == NODE_GROUP ? cell_of(x)->relevant : container_relevant(v->in, node, at);
	c->controls_n = view_contents(v, node, x, &c->controls);
}

static size_t
view_contents(struct viewer *v, const struct node *container, xmlNode *at, struct control **out)
{
	size_t	n = 0;

	for (const struct node *k = container->children; k != NULL; k = k->next)
		n++;
	*out = ARENA_ARRAY(v->a, struct control, n);
	n = 0;
	for (const struct node *k = container->children; k != NULL; k = k->next) {
		struct control	*c = &(*out)[n++];

		c->type = "";
		if (k->kind == NODE_FIELD) {
			view_field(v, child_of(at, k), c);
			continue;
		}
		set_common(v, c, k);
		if (k->repeat)
			view_repeat(v, k, at, c);
		else
			view_container(v, k, at, c);
	}
	return (n);
}

/* An element as JSON: [name, {attributes}, text] or [name, {attributes}, [children]]. */
static void
element_json(struct arena *a, const xmlNode *x, struct json *j)
{
	json_list(j);
	json_str(j, str_of((const char *)x->name));
	json_open(j);
	for (const xmlAttr *p = x->properties; p != NULL; p = p->next)
		json_kstr(j, (const char *)p->name, xml_attr(a, x, (const char *)p->name));
	json_close(j);
	if (cell_of(x)->node->kind == NODE_FIELD) {
		json_str(j, cell_of(x)->node->type == TYPE_FILE ? STR_NONE : xml_text(a, x));
	} else {
		json_list(j);
		for (const xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL))
			element_json(a, c, j);
		json_list_end(j);
	}
	json_list_end(j);
}

void
instance_json(struct instance *in, struct json *j)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	instance_settle(in);
	element_json(a, instance_root(in), j);
}

static void
number_pages(struct instance *in, size_t page, struct page_view *out)
{
	const struct form	*f = in->form;

	for (size_t i = 0; i < f->pages_n; i++) {
		if (f->page_facts[i].part != f->page_facts[page].part || !page_relevant(in, f->pages[i]))
			continue;
		out->of++;
		if (i <= page)
			out->number = out->of;
	}
}

int
form_view_page(struct arena *a, struct instance *in, size_t page, enum lang lang, const struct form_problems *problems,
    struct page_view *out)
{
	auto_(buf_free) struct buf	 b = BUF_INIT;
	struct viewer			 v = { a, in, lang, problems, false };
	const struct node		*node;
	struct json			 j;

	if (page >= in->form->pages_n)
		return (FORM_E_NAME);
	instance_settle(in);
	node = in->form->pages[page];
	*out = (struct page_view){ .id = node->name, .title = node->label.in[lang] };
	number_pages(in, page, out);
	out->controls_n = view_contents(&v, node, instance_only(in, node->owner), &out->controls);
	if (!v.dynamic)
		return (0);
	j = json_to(&b);
	instance_json(in, &j);
	out->data_instance = arena_str(a, buf_view(&b));
	return (0);
}
