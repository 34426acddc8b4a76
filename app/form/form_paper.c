/*
 * What the catalogue lets depend on the answers: the fee and the time limit (decision tables: the first row whose test
 * holds, and a last one that always fits), the papers that are asked for, and the databases that stand for papers.
 *
 * A database's answer is part of the dossier: /dossier/lookup/<database> with state, time and record. The engine makes
 * these groups for the papers with @substitute-db; nobody can post them.
 */
#include "form/form_rates.h"
#include "form/form_model.h"

#include "core/core.h"

#define RATE_ROWS_MAX	50
#define TIMES_MAX	1000000		/* of one amount */

static const char *const	state_words[LOOKUP__MAX] = { [LOOKUP_NONE] = "", [LOOKUP_VERIFIED] = "verified",
	[LOOKUP_DECLARED] = "declared", [LOOKUP_STALE] = "stale", [LOOKUP_DISPUTED] = "disputed" };

/* ---- decision tables */
static enum form_unit
unit_of(struct load *l, const xmlNode *x)
{
	struct str	unit = xml_attr(l->f->a, x, "unit");

	return (str_eqc(unit, "hour") ? UNIT_HOUR : str_eqc(unit, "day") ? UNIT_DAY : UNIT_WORKING_DAY);
}

static void
load_rate(struct load *l, const xmlNode *x, const char *amount, struct rate *r)
{
	load_bind(l, x, "test", &r->test);
	load_bind(l, x, "each", &r->each);
	str_i64(xml_attr(l->f->a, x, amount), 0, INT64_MAX, &r->amount);
	r->unit = unit_of(l, x);
	r->why = xml_is(x, "when") ? load_text(l, x, NULL) : load_text(l, x, "note");
}

static struct rate *
load_table_of(struct load *l, const xmlNode *x, const char *amount, size_t *n)
{
	size_t		 rows = xml_count(x, "when");
	struct rate	*v;

	*n = 0;
	if (rows > RATE_ROWS_MAX) {
		load_say(l, xml_line(x), "limit", false, "more than %d rows: calculate a kind first, and decide by it",
		    RATE_ROWS_MAX);
		rows = 0;
	}
	v = ARENA_ARRAY(l->f->a, struct rate, rows + 1);
	for (const xmlNode *w = xml_first(x, "when"); w != NULL && *n < rows; w = xml_next(w, "when"))
		load_rate(l, w, amount, &v[(*n)++]);
	load_rate(l, x, amount, &v[(*n)++]);
	return (v);
}

void
load_rates(struct load *l, const xmlNode *catalogue)
{
	const xmlNode	*fee = xml_first(catalogue, "fee");
	struct form	*f = l->f;

	f->fees = load_table_of(l, fee, "vnd", &f->fees_n);
	f->limits = load_table_of(l, xml_first(catalogue, "time-limit"), "n", &f->limits_n);
	f->paid_before = str_eqc(xml_attr(f->a, fee, "paid"), "before-acceptance");
	f->fee_code = xml_attr(f->a, fee, "code");
}

/* ---- papers */
static struct node *
lookup_field(struct load *l, struct node *group, const char *name, enum field_type type)
{
	struct node	*n = load_node(l, NODE_FIELD, group, str_of(name), group->line);

	if (n != NULL)
		n->type = type;
	return (n);
}

/* Lint names are joined by '-', elements of the dossier by '_'. */
static struct str
element_of(struct arena *a, struct str database)
{
	char	*p = arena_alloc(a, database.n + 1);

	for (size_t i = 0; i < database.n; i++)
		p[i] = database.p[i] == '-' ? '_' : database.p[i];
	return ((struct str){ p, database.n });
}

static struct node *
lookup_node(struct load *l, struct str database, int line)
{
	struct form		*f = l->f;
	struct str		 name = element_of(f->a, database);
	const struct node	*known;
	struct node		*n, *state;

	if (f->lookups == NULL)
		f->lookups = load_node(l, NODE_GROUP, f->root, STR("lookup"), line);
	known = f->lookups == NULL ? NULL : data_child(f->lookups, name);
	if (f->lookups == NULL || known != NULL)
		return (known == NULL ? NULL : f->nodes[known->index]);
	n = load_node(l, NODE_GROUP, f->lookups, name, line);
	if (n == NULL || (state = lookup_field(l, n, "state", TYPE_CHOICE)) == NULL)
		return (NULL);
	state->choices = ARENA_ARRAY(f->a, struct choice, LOOKUP__MAX);
	for (size_t i = LOOKUP_VERIFIED; i < LOOKUP__MAX; i++)
		state->choices[state->choices_n++].value = str_of(state_words[i]);
	lookup_field(l, n, "time", TYPE_TEXT);
	lookup_field(l, n, "record", TYPE_TEXT);
	return (n);
}

/* "databases" of forms/lists says which there are and what people call them. */
static void
database_named(struct load *l, struct form_paper *p, int line)
{
	const xmlNode	*list = rules_list(l->f->rules, STR("databases"));

	for (const xmlNode *c = list == NULL ? NULL : xml_first(list, "choice"); c != NULL; c = xml_next(c, "choice")) {
		if (str_eq(xml_attr(l->f->a, c, "value"), p->database)) {
			p->database_name = load_text(l, c, NULL);
			return;
		}
	}
	load_say(l, line, "list", false, "there is no database %.*s in forms/lists/databases.xml",
	    STR_ARG(p->database));
}

/* The paper's condition joins the field's own. A database that answers leaves the field to a citizen who disputes it.
 * */
static void
narrow(struct load *l, struct node *field, const struct bind *relevant, const struct node *lookup, int line)
{
	struct arena	*a = l->f->a;
	struct str	 text = field->relevant.text;

	if (relevant->text.n > 0)
		text = text.n == 0 ? relevant->text :
		    arena_printf(a, "(%.*s) and (%.*s)", STR_ARG(text), STR_ARG(relevant->text));
	if (lookup != NULL)
		text = arena_printf(a, text.n == 0 ? "%.*s/dossier/lookup/%.*s/state = 'disputed'" :
		    "(%.*s) and /dossier/lookup/%.*s/state = 'disputed'", STR_ARG(text), STR_ARG(lookup->name));
	if (str_eq(text, field->relevant.text))
		return;
	xpath_free(field->relevant.x);
	field->relevant.x = NULL;
	load_bind_text(l, text, field->relevant.line == 0 ? line : field->relevant.line, "relevant", &field->relevant);
}

static void
load_paper(struct load *l, const xmlNode *x, struct form_paper *p, struct paper_rule *r)
{
	struct node	*field = NULL;
	struct str	 required = xml_attr(l->f->a, x, "required");

	if (p->field.n > 0) {
		const struct node	*found = node_at(l->f, p->field);

		field = found == NULL || found->kind != NODE_FIELD ? NULL : l->f->nodes[found->index];
	}
	load_bind(l, x, "relevant", &r->relevant);
	load_bind_text(l, str_eqc(required, "yes") ? STR("true()") : required, xml_line(x), "required", &r->required);
	if (p->database.n > 0) {
		database_named(l, p, xml_line(x));
		r->lookup = lookup_node(l, p->database, xml_line(x));
		if (field != NULL && field->required.text.n > 0)
			load_say(l, xml_line(x), "paper", false, "%.*s: a database answers for this paper "
			    "(substitute-db), "
			    "so its field cannot be required", STR_ARG(field->path));
	}
	if (field == NULL)
		return;
	narrow(l, field, &r->relevant, r->lookup, xml_line(x));
	if (field->required.text.n == 0 && r->lookup == NULL && r->required.text.n > 0)
		load_bind_text(l, r->required.text, xml_line(x), "required", &field->required);
}

void
load_paper_rules(struct load *l, const xmlNode *catalogue)
{
	struct form_catalogue	*c = &l->f->catalogue;
	size_t			 i = 0;

	l->f->paper_rules = ARENA_ARRAY(l->f->a, struct paper_rule, c->papers_n);
	for (const xmlNode *x = xml_first(catalogue, "paper"); x != NULL; x = xml_next(x, "paper"), i++)
		load_paper(l, x, &c->papers[i], &l->f->paper_rules[i]);
}

static void
check_rates(struct load *l, const struct rate *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		expr_check(l, v[i].test.text, v[i].test.line, NULL, NULL);
		expr_check(l, v[i].each.text, v[i].each.line, NULL, NULL);
	}
}

void
check_paper_rules(struct load *l)
{
	const struct form	*f = l->f;

	check_rates(l, f->fees, f->fees_n);
	check_rates(l, f->limits, f->limits_n);
	for (size_t i = 0; i < f->catalogue.papers_n; i++) {
		expr_check(l, f->paper_rules[i].relevant.text, f->paper_rules[i].relevant.line, NULL, NULL);
		expr_check(l, f->paper_rules[i].required.text, f->paper_rules[i].required.line, NULL, NULL);
	}
}

static void
rates_free(struct rate *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		xpath_free(v[i].test.x);
		xpath_free(v[i].each.x);
	}
}

void
paper_rules_free(struct form *f)
{
	rates_free(f->fees, f->fees_n);
	rates_free(f->limits, f->limits_n);
	for (size_t i = 0; f->paper_rules != NULL && i < f->catalogue.papers_n; i++) {
		xpath_free(f->paper_rules[i].relevant.x);
		xpath_free(f->paper_rules[i].required.x);
	}
}

/* ---- over one dossier */
static bool
holds(struct instance *in, const struct bind *b, bool otherwise)
{
	bool	yes;

	if (b->x == NULL || xpath_test(in->xpath, b->x, instance_root(in), &yes) != 0)
		return (otherwise);
	return (yes);
}

static size_t
row_that_fits(struct instance *in, const struct rate *v, size_t n)
{
	size_t	i = 0;

	instance_settle(in);
	while (i + 1 < n && !holds(in, &v[i].test, false))
		i++;
	return (i);
}

static int64_t
times(struct instance *in, const struct rate *r)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct xpath_value		 v;

	if (r->each.x == NULL)
		return (1);
	if (xpath_eval(a, in->xpath, r->each.x, instance_root(in), &v) != 0 || !(v.number >= 0))
		return (0);
	return (v.number > TIMES_MAX ? TIMES_MAX : (int64_t)v.number);
}

struct form_fee
form_fee(struct instance *in)
{
	const struct form	*f = in->form;
	size_t			 i = row_that_fits(in, f->fees, f->fees_n);

	return ((struct form_fee){ .vnd = f->fees[i].amount * times(in, &f->fees[i]), .row = i, .why = f->fees[i].why,
	    .before_acceptance = f->paid_before, .code = f->fee_code });
}

struct form_limit
form_limit(struct instance *in)
{
	const struct form	*f = in->form;

	return (form_limit_row(f, row_that_fits(in, f->limits, f->limits_n)));
}

size_t
form_fee_rows(const struct form *f)
{
	return (f->fees_n);
}

struct form_fee
form_fee_row(const struct form *f, size_t i)
{
	CHECK(i < f->fees_n);
	return ((struct form_fee){ .vnd = f->fees[i].amount, .row = i, .why = f->fees[i].why,
	    .before_acceptance = f->paid_before, .code = f->fee_code, .each = f->fees[i].each.text.n > 0 });
}

size_t
form_limit_rows(const struct form *f)
{
	return (f->limits_n);
}

struct form_limit
form_limit_row(const struct form *f, size_t i)
{
	CHECK(i < f->limits_n);
	return ((struct form_limit){ .n = (int)f->limits[i].amount, .unit = f->limits[i].unit, .row = i,
	    .why = f->limits[i].why });
}

bool
form_paper_asked(struct instance *in, size_t paper, bool *required)
{
	const struct paper_rule	*r = &in->form->paper_rules[paper];
	struct form_lookup	 answer;
	bool			 asked;

	CHECK(paper < in->form->catalogue.papers_n);
	instance_settle(in);
	asked = holds(in, &r->relevant, true);
	*required = asked && r->lookup == NULL && holds(in, &r->required, false);
	if (!asked || r->lookup == NULL)
		return (asked);
	answer = instance_lookup(in->a, in, in->form->catalogue.papers[paper].database);
	return (answer.state == LOOKUP_DISPUTED);
}

/* ---- what databases answered */
static xmlNode *
lookup_at(struct instance *in, struct str database)
{
	const struct form	*f = in->form;
	struct str		 name = element_of(in->a, database);
	const struct node	*n = f->lookups == NULL ? NULL : data_child(f->lookups, name);

	return (n == NULL ? NULL : instance_only(in, n));
}

static xmlNode *
part_of(xmlNode *x, const char *name)
{
	return (x == NULL ? NULL : xml_first(x, name));
}

int
instance_lookup_set(struct instance *in, struct str database, const struct form_lookup *answer)
{
	xmlNode	*x = lookup_at(in, database);

	if (x == NULL)
		return (FORM_E_NAME);
	if (answer->record.n > 250)
		return (FORM_E_LIMIT);
	xml_set_text(part_of(x, "state"), str_of(state_words[answer->state]));
	xml_set_text(part_of(x, "time"), answer->state == LOOKUP_NONE ? STR_NONE : time_iso(in->a, answer->time_s));
	xml_set_text(part_of(x, "record"), answer->record);
	in->settled = false;
	return (0);
}

struct form_lookup
instance_lookup(struct arena *a, struct instance *in, struct str database)
{
	xmlNode			*x = lookup_at(in, database);
	struct form_lookup	 answer = { .state = LOOKUP_NONE };
	struct str		 state;

	if (x == NULL)
		return (answer);
	state = xml_text(a, part_of(x, "state"));
	for (size_t i = LOOKUP_VERIFIED; i < LOOKUP__MAX; i++) {
		if (str_eqc(state, state_words[i]))
			answer.state = (enum form_lookup_state)i;
	}
	time_parse_iso(xml_text(a, part_of(x, "time")), &answer.time_s);
	answer.record = xml_text(a, part_of(x, "record"));
	return (answer);
}

void
form_databases(struct arena *a, const struct form *f, struct str **out, size_t *n)
{
	const struct form_catalogue	*c = &f->catalogue;
	bool				 seen;

	*out = ARENA_ARRAY(a, struct str, c->papers_n);
	*n = 0;
	for (size_t i = 0; i < c->papers_n; i++) {
		seen = c->papers[i].database.n == 0;
		for (size_t k = 0; k < *n && !seen; k++)
			seen = str_eq((*out)[k], c->papers[i].database);
		if (!seen)
			(*out)[(*n)++] = c->papers[i].database;
	}
}
