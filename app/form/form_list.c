/*
 * Code lists. A package names a list of forms/lists; the entries are put into the package before it is hashed, so that
 * what is published, and every dossier that cites it, keeps the edition it began with.
 */
#include "form/form_model.h"

/* Entries after those that are there already would change what a published package says: it keeps its own. */
static void
list_expand(struct load *l, xmlNode *use)
{
	struct str	 name = xml_attr(l->f->a, use, "list");
	const xmlNode	*list = rules_list(l->f->rules, name);

	if (name.n == 0 || xml_first(use, "choice") != NULL)
		return;
	if (list == NULL) {
		load_say(l, xml_line(use), "list", false, "there is no list %.*s: forms/lists/%.*s.xml", STR_ARG(name),
		    STR_ARG(name));
		return;
	}
	xml_set_attr(use, "edition", xml_attr(l->f->a, list, "edition"));
	for (const xmlNode *c = xml_first(list, "choice"); c != NULL; c = xml_next(c, "choice"))
		xmlAddChild(use, xmlDocCopyNode((xmlNode *)(uintptr_t)c, l->doc, 1));
}

void
form_list(struct arena *a, const struct form_rules *r, struct str name, struct form_entry **out, size_t *n)
{
	const xmlNode	*list = rules_list(r, name);

	*n = 0;
	*out = NULL;
	if (list == NULL)
		return;
	*out = ARENA_ARRAY(a, struct form_entry, xml_count(list, "choice"));
	for (const xmlNode *c = xml_first(list, "choice"); c != NULL; c = xml_next(c, "choice")) {
		struct form_entry	*e = &(*out)[(*n)++];

		e->value = xml_attr(a, c, "value");
		e->label.in[LANG_VI] = str_trim(xml_text(a, xml_first(c, "vi")));
		e->label.in[LANG_EN] = xml_first(c, "en") == NULL ? e->label.in[LANG_VI] :
		    str_trim(xml_text(a, xml_first(c, "en")));
	}
}

void
lists_expand(struct load *l)
{
	for (xmlNode *x = xml_first(xmlDocGetRootElement(l->doc), "code-list"); x != NULL; x = xml_next(x, "code-list"))
		list_expand(l, x);
}

static struct date
date_of(struct arena *a, const xmlNode *x, const char *attr)
{
	struct date	d = { 0, 0, 0 };

	date_parse(xml_attr(a, x, attr), &d);
	return (d);
}

void
load_choices(struct load *l, const xmlNode *from, struct node *n)
{
	struct arena	*a = l->f->a;

	n->choices = ARENA_ARRAY(a, struct choice, xml_count(from, "choice"));
	n->listed = xml_has_attr(from, "list");
	for (const xmlNode *x = xml_first(from, "choice"); x != NULL; x = xml_next(x, "choice")) {
		struct choice	*c = &n->choices[n->choices_n++];

		c->line = xml_line(x);
		c->value = xml_attr(a, x, "value");
		c->label = load_text(l, x, NULL);
		c->hint = load_text(l, x, "hint");
		c->under = xml_attr(a, x, "under");
		c->was = xml_attr(a, x, "was");
		c->from = date_of(a, x, "from");
		c->until = date_of(a, x, "until");
	}
}

bool
choice_in_force(const struct choice *c, struct date day)
{
	int64_t	d = date_days(day);

	return ((c->from.year == 0 || date_days(c->from) <= d) && (c->until.year == 0 || d <= date_days(c->until)));
}

void
load_links(struct load *l, const xmlNode *field, struct node *n)
{
	load_bind(l, field, "under", &n->under.bind);
	load_bind(l, field, "at", &n->at.bind);
	load_bind(l, field, "born", &n->born.bind);
	load_bind(l, field, "sex", &n->sex.bind);
}

/* The field that a path leads to, or NULL and a finding. */
static const struct node *
linked(struct load *l, const struct node *n, const struct bind *b, const char *attr)
{
	const struct node	*to[XPATH_TEXT_MAX / 2];
	struct expr_reads	 reads = { to, 0, COUNT_OF(to) };

	if (b->text.n == 0)
		return (NULL);
	expr_check(l, b->text, b->line, n, &reads);
	for (size_t i = 0; i < b->text.n; i++) {
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_./", b->text.p[i]) == NULL)
			reads.n = 0;
	}
	if (reads.n == 1 && to[0]->kind == NODE_FIELD)
		return (to[0]);
	load_say(l, b->line, "link", false, "@%s is a path to one field, ../city or /dossier/holder/born: %.*s", attr,
	    STR_ARG(b->text));
	return (NULL);
}

static void
want(struct load *l, const struct node *n, const struct link_to *to, bool fits, const char *what)
{
	if (to->bind.text.n > 0 && to->node != NULL && !fits)
		load_say(l, to->bind.line, "link", false, "%.*s: %s", STR_ARG(n->path), what);
}

/* A path that climbs with .. and comes down through no rows means one element, and the nearest of its node. */
static bool
is_plain(const struct node *n, const struct link_to *to)
{
	struct str		 rest = to->bind.text;
	const struct node	*at = n;

	while (str_starts(rest, STR("../"))) {
		rest = str_from_to(rest, 3, rest.n);
		at = at->owner;
	}
	if (to->node == NULL || at == n || str_find(rest, STR("..")) >= 0)
		return (false);
	for (const struct node *c = to->node->owner; c != at; c = c->owner) {
		if (c->repeat || c->kind == NODE_ROOT)
			return (false);
	}
	return (true);
}

static enum field_type
leads_to(const struct link_to *to)
{
	return (to->node == NULL ? TYPE__MAX : to->node->type);
}

static bool
both_sexes(const struct node *n)
{
	return (n != NULL && n->type == TYPE_CHOICE && choice_find(n, STR("nam")) != NULL && choice_find(n,
	    STR("nu")) != NULL);
}

/* Each value of the list above leads to something, or the citizen who chooses it stands before an empty list. */
static void
check_hierarchy(struct load *l, const struct node *n)
{
	bool	led = false;

	for (size_t i = 0; i < n->choices_n; i++) {
		const struct choice	*c = &n->choices[i];

		if (c->under.n == 0 || choice_find(n->under.node, c->under) == NULL)
			load_say(l, n->line, "choices", true, "%.*s: %.*s stands under no value of %.*s",
			    STR_ARG(n->path), STR_ARG(c->value), STR_ARG(n->under.node->path));
		else
			led = true;
	}
	if (!led)
		load_say(l, n->line, "choices", false, "%.*s: no entry stands under a value of %.*s: give <choice> its "
		    "under",
		    STR_ARG(n->path), STR_ARG(n->under.node->path));
}

void
check_links(struct load *l)
{
	for (size_t i = 0; i < l->f->nodes_n; i++) {
		struct node	*n = l->f->nodes[i];
		bool		 choice = n->type == TYPE_CHOICE, id = n->type == TYPE_PERSONAL_ID;

		if (n->kind != NODE_FIELD)
			continue;
		n->under.node = linked(l, n, &n->under.bind, "under");
		n->at.node = linked(l, n, &n->at.bind, "at");
		n->born.node = linked(l, n, &n->born.bind, "born");
		n->sex.node = linked(l, n, &n->sex.bind, "sex");
		n->under.plain = is_plain(n, &n->under);
		n->at.plain = is_plain(n, &n->at);
		n->born.plain = is_plain(n, &n->born);
		n->sex.plain = is_plain(n, &n->sex);
		want(l, n, &n->under, choice && leads_to(&n->under) == TYPE_CHOICE,
		    "@under leads from a choice to a choice");
		want(l, n, &n->at, choice && leads_to(&n->at) == TYPE_DATE, "@at leads from a choice to a date");
		want(l, n, &n->born, id && (leads_to(&n->born) == TYPE_DATE ||
		    leads_to(&n->born) == TYPE_PARTIAL_DATE ||
		    leads_to(&n->born) == TYPE_YEAR), "@born leads from a personal-id to a date, partial-date or year");
		want(l, n, &n->sex, id && both_sexes(n->sex.node),
		    "@sex leads from a personal-id to a choice that has the values nam and nu");
		if (choice && leads_to(&n->under) == TYPE_CHOICE)
			check_hierarchy(l, n);
		if (id && n->choices_n == 0)
			load_say(l, n->line, "list", true, "%.*s: with codes=\"id-provinces\" the place in the number "
			    "is looked "
			    "at too", STR_ARG(n->path));
	}
}
