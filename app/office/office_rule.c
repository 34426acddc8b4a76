/* Rules in words, and the page that makes them from menus. */
#include "office/office_form.h"
#include "office/office_words.h"

#define BLANK_TERMS	2		/* offered below those that are there */

static const struct package_field *
field_of(const struct office *o, struct str path)
{
	for (size_t i = 0; i < o->fields_n; i++)
		if (str_eq(o->fields[i].path, path))
			return (&o->fields[i]);
	return (NULL);
}

static enum msg
how_word(const struct office *o, enum rule_how how)
{
	return (msg_of_name(arena_printf(o->a, "office.how_%s", rule_how_name(how))));
}

/* A choice by its label, yes and no by their words. */
static struct str
value_word(const struct office *o, const struct package_field *f, struct str value)
{
	const xmlNode	**choices;
	size_t		  n;

	if (str_eqc(f->type, "yes-no"))
		return (office_value(o->a, o->lang, STR("answer"), value));
	n = package_choices(o->a, f->node, &choices);
	for (size_t i = 0; i < n; i++)
		if (str_eq(xml_attr(o->a, choices[i], "value"), value))
			return (package_label(o->a, choices[i], o->lang == LANG_EN));
	return (value);
}

static struct str
term_words(const struct office *o, const xmlNode *at, const struct rule_term *t)
{
	const struct package_field	*f = field_of(o, t->path);
	struct str			 label;

	if (f == NULL)
		return (t->path);
	label = f->node == at ? msg_text(o->lang, MSG_OFFICE_THIS_FIELD) :
	    msg_string(o->a, o->lang, MSG_OFFICE_QUOTED, (struct msg_arg[]){
	    MSG_ARG(package_label(o->a, f->node, o->lang == LANG_EN)) }, 1);
	return (msg_string(o->a, o->lang, MSG_OFFICE_TERM, (struct msg_arg[]){ MSG_ARG(label),
	    MSG_ARG(msg_text(o->lang, how_word(o, t->how))), MSG_ARG(value_word(o, f, t->value)) }, 3));
}

struct str
office_rule_words(const struct office *o, const xmlNode *n, struct str expression)
{
	struct rule	rule;
	struct str	words = STR(""), joint;

	if (expression.n == 0 || !rule_parse(o->a, n, o->fields, o->fields_n, expression, &rule))
		return (STR_NONE);
	if (rule.always)
		return (msg_text(o->lang, MSG_OFFICE_ALWAYS));
	joint = msg_text(o->lang, rule.any ? MSG_OFFICE_OR : MSG_OFFICE_AND);
	for (size_t i = 0; i < rule.n; i++)
		words = i == 0 ? term_words(o, n, &rule.terms[0]) : arena_printf(o->a, "%.*s %.*s %.*s",
		    STR_ARG(words),
		    STR_ARG(joint), STR_ARG(term_words(o, n, &rule.terms[i])));
	return (words);
}

/* ---- the page */

static void
term_make(const struct office *o, const struct rule_term *t, size_t number, struct office_term *out)
{
	struct choice	*fields = ARENA_ARRAY(o->a, struct choice, o->fields_n), *how = ARENA_ARRAY(o->a,
	    struct choice,
	    RULE_HOW__MAX);

	out->id = arena_printf(o->a, "%zu", number);
	for (size_t i = 0; i < o->fields_n; i++) {
		const struct package_field	*f = &o->fields[i];

		if (f->type.n == 0)
			continue;
		fields[out->fields_n++] = (struct choice){ .value = f->path, .checked = t != NULL &&
		    str_eq(t->path, f->path),
		    .text = msg_string(o->a, o->lang, MSG_OFFICE_FIELD_CHOICE, (struct msg_arg[]){
		    MSG_ARG(package_label(o->a, f->node, o->lang == LANG_EN)), MSG_ARG(f->path),
		    MSG_ARG(office_value(o->a, o->lang, STR("type"), f->type)) }, 3) };
	}
	for (int i = 0; i < RULE_HOW__MAX; i++)
		how[out->hows_n++] = (struct choice){ .value = str_of(rule_how_name((enum rule_how)i)),
		    .text = msg_text(o->lang, how_word(o, (enum rule_how)i)), .checked = t != NULL &&
		    (int)t->how == i };
	out->fields = fields;
	out->hows = how;
	out->value = t == NULL ? STR("") : t->value;
}

/* What may be typed as a value, for fields with choices. */
static void
show_codes(const struct office *o, struct office_rule_view *out)
{
	struct office_group	*v = ARENA_ARRAY(o->a, struct office_group, o->fields_n);

	for (size_t i = 0; i < o->fields_n; i++) {
		const xmlNode		**choices;
		size_t			  n = package_choices(o->a, o->fields[i].node, &choices);
		struct office_group	 *g = &v[out->codes_n];

		if (n == 0 || o->fields[i].type.n == 0)
			continue;
		out->codes_n++;
		g->title = package_label(o->a, o->fields[i].node, o->lang == LANG_EN);
		g->controls = ARENA_ARRAY(o->a, struct office_control, n);
		for (size_t k = 0; k < n; k++)
			g->controls[g->controls_n++] = (struct office_control){ .value = xml_attr(o->a,
			    choices[k], "value"),
			    .label = package_label(o->a, choices[k], o->lang == LANG_EN) };
	}
	out->codes = v;
}

void
office_show_rule(const struct office *o, const xmlNode *n, struct str attr, const struct rule *rule,
    struct office_rule_view *out)
{
	size_t			 shown = rule == NULL ? BLANK_TERMS : rule->n + BLANK_TERMS;
	struct office_term	*v = ARENA_ARRAY(o->a, struct office_term, shown);
	struct str		 id = package_id(o->a, n), current = xml_attr(o->a, n, arena_cstr(o->a, attr));

	office_show_frame(o, id, &out->f);
	out->action = arena_printf(o->a, "%.*s/luat?o=%.*s", STR_ARG(office_href(o, id)), STR_ARG(attr));
	out->what = office_attr(o->a, o->lang, str_of((const char *)n->name), attr);
	out->label = package_label(o->a, n, o->lang == LANG_EN);
	out->title = out->what;
	for (size_t i = 0; i < shown && i < RULE_TERMS_MAX; i++)
		term_make(o, rule != NULL && i < rule->n ? &rule->terms[i] : NULL, i, &v[out->terms_n++]);
	out->terms = v;
	if (out->wrong_text.n > 0 && out->wrong < out->terms_n)
		v[out->wrong].error = out->wrong_text;
	out->any = rule != NULL && rule->any;
	out->text = out->text.n > 0 ? out->text : current;
	out->words = office_rule_words(o, n, current);
	show_codes(o, out);
}
