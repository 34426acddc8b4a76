/*
 * From a model to a dossier that the engine itself has taken. The model says what the question's fields must be; the
 * rest is filled in with what their types allow, and what the engine complains about is mended as far as it can be.
 */
#include "prove/prove_parts.h"

#include <math.h>

#include "xml/xml.h"

#define MENDS_MAX	60	/* values tried to make the engine content */
#define CHECK_STEPS	2000	/* what a check of a whole instance is counted as */
#define LENGTH_MAX	300

struct setter {
	struct prover		*p;
	struct arena		*a;
	const struct model	*m;
	struct instance		*in;
	struct date		 today;
	struct form_pair	*pairs;
	size_t			 pairs_n, cap;
	enum form_part		 part;
};

static double
quantity_in(const struct setter *s, enum quantity_kind kind, const struct node *n, double otherwise)
{
	for (size_t i = 0; s->m != NULL && i < s->m->quantities_n; i++) {
		if (s->p->quantities[i].kind == kind && s->p->quantities[i].node == n)
			return (s->m->quantities[i]);
	}
	return (otherwise);
}

static struct str
number_of(struct arena *a, const struct node *n, double v)
{
	if (n->type == TYPE_SCORE)
		return (number_text(a, round(v * 100) / 100));
	return (n->type == TYPE_YEAR ? arena_printf(a, "%04.0f", v) : arena_printf(a, "%.0f", v));
}

static double
clamped(const struct node *n, double v)
{
	if (n->has_min && v < (double)n->min)
		v = (double)n->min;
	return (n->has_max && v > (double)n->max ? (double)n->max : v);
}

static struct str
text_of_length(struct arena *a, const struct node *n, double length, size_t row)
{
	struct str	 s = arena_printf(a, "A%zu-%zu", n->index, row);
	size_t		 want = length < 1 ? 0 : length > LENGTH_MAX ? LENGTH_MAX : (size_t)length;
	char		*out;

	if ((int64_t)s.n > n->chars_max)
		s = arena_printf(a, "%zu", n->index % 10);
	if (want <= 1)
		return (s);
	out = arena_alloc(a, want + 1);
	for (size_t i = 0; i < want; i++)
		out[i] = i < s.n ? s.p[i] : (char)('a' + i % 26);
	return ((struct str){ out, want });
}

/* What a row has of a sum that the model gives: equal shares, the first takes what is left over. */
static double
share_of_sum(const struct setter *s, const struct node *n, size_t row, double otherwise)
{
	double	rows, share;

	for (size_t i = 0; s->m != NULL && i < s->m->quantities_n; i++) {
		if (s->p->quantities[i].sum_of != n)
			continue;
		rows = quantity_in(s, Q_ROWS, n->owner, 1);
		rows = rows < 1 ? 1 : rows;
		share = floor(s->m->quantities[i] / rows);
		if (row == 0)
			share = s->m->quantities[i] - share * (rows - 1);
		return (clamped(n, share > 0 && share < 1 ? 1 : share));
	}
	return (otherwise);
}

static struct str	wanted(const struct setter *s, const struct node *n, size_t row);

/* The first real date that is yyyymmdd or later. */
static struct date
date_of_ymd(int ymd)
{
	struct date	d = { ymd / 10000, ymd / 100 % 100, ymd % 100 };

	if (d.month < 1)
		return ((struct date){ d.year, 1, 1 });
	if (d.month > 12)
		return ((struct date){ d.year + 1, 1, 1 });
	if (d.day < 1)
		d.day = 1;
	if (date_valid(d))
		return (d);
	return (d.month == 12 ? (struct date){ d.year + 1, 1, 1 } : (struct date){ d.year, d.month + 1, 1 });
}

/* The model's day, or the one that its year or yyyymmdd means: these are tied to the day only loosely. */
static struct date
date_wanted(const struct setter *s, const struct node *n)
{
	struct date	d = date_of_days((int64_t)quantity_in(s, Q_DAYS, n, (double)date_days(s->today)));
	int		ymd = (int)quantity_in(s, Q_YMD, n, 0);
	int		year = (int)quantity_in(s, Q_YEAR, n, d.year);

	if (ymd > 0)
		return (date_of_ymd(ymd));
	if (year >= 1 && year <= 9999 && year != d.year)
		return ((struct date){ year, year < d.year ? 12 : 1, year < d.year ? 28 : 1 });
	return (d);
}

/* 031, century and sex, year of birth, six digits: as the fields it must agree with say. */
static struct str
personal_id(const struct setter *s, const struct node *n, size_t row)
{
	struct str	born = n->born.node == NULL ? STR_NONE : wanted(s, n->born.node, row);
	struct str	sex = n->sex.node == NULL ? STR_NONE : wanted(s, n->sex.node, row);
	int64_t		year = 1990;
	size_t		k = (n->index * 7 + row) % 1000000;

	str_i64(str_from_to(born, 0, 4), 1900, 2199, &year);
	year -= 1900;
	return (arena_printf(s->a, "031%lld%02lld%06zu", (long long)(year / 100 * 2 + (str_eqc(sex, "nu") ? 1 : 0)),
	    (long long)(year % 100), k));
}

/* The first of some texts that the type takes: what has a check digit, or several forms. */
static struct str
taken(const struct setter *s, const struct node *n, size_t k)
{
	const char	*const partial[] = { "1990", "1990-05", "05/1990" };
	struct str	 v = STR_NONE;

	for (size_t i = 0; i < 100; i++) {
		if (n->type == TYPE_TAX_NUMBER)
			v = arena_printf(s->a, "02%06zu%02zu", k % 1000000, i);
		else if (n->type == TYPE_PARTIAL_DATE)
			v = str_of(partial[i % COUNT_OF(partial)]);
		else
			v = arena_printf(s->a, "An %c%c", (char)('A' + k % 26), (char)('a' + k / 26 % 26));
		if (form_type_takes(s->a, n, v))
			break;
	}
	return (v);
}

/* A value that the type takes, different from field to field and from row to row. */
static struct str
usual(const struct setter *s, const struct node *n, size_t row)
{
	struct arena	*a = s->a;
	size_t		 k = n->index * 7 + row;

	switch (n->type) {
	case TYPE_PERSONAL_ID:
		return (personal_id(s, n, row));
	case TYPE_OLD_ID:
		return (arena_printf(a, "0310%05zu", k % 100000));
	case TYPE_TAX_NUMBER:
	case TYPE_PARTIAL_DATE:
	case TYPE_PERSON_NAME:
		return (taken(s, n, k));
	case TYPE_CLASS:
		return (arena_printf(a, "10A%zu", row + 1));
	case TYPE_PHONE:
		return (arena_printf(a, "09123%05zu", k % 100000));
	case TYPE_EMAIL:
		return (arena_printf(a, "a%zu@example.vn", k));
	case TYPE_DATE:
		return (date_iso(a, date_wanted(s, n)));
	case TYPE_YEAR:
		return (number_of(a, n, quantity_in(s, Q_NUMBER, n, clamped(n, s->today.year))));
	case TYPE_INTEGER:
		return (number_of(a, n, share_of_sum(s, n, row, quantity_in(s, Q_NUMBER, n, clamped(n, 1)))));
	case TYPE_MONEY:
		return (number_of(a, n, share_of_sum(s, n, row, quantity_in(s, Q_NUMBER, n, clamped(n, 100000)))));
	case TYPE_SCORE:
		return (number_of(a, n, share_of_sum(s, n, row, quantity_in(s, Q_NUMBER, n, clamped(n, 7)))));
	case TYPE_YES_NO:
		return (STR("yes"));
	case TYPE_CHOICE:
	case TYPE_CHOICES:
		return (n->choices[row % n->choices_n].value);
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
	case TYPE_FILE:
	case TYPE__MAX:
		break;
	}
	return (text_of_length(a, n, quantity_in(s, Q_LENGTH, n, 0), row));
}

/* The value that the model gives, "" where it may be left out. row counts from 0. */
static struct str
wanted(const struct setter *s, const struct node *n, size_t row)
{
	const struct field	*f = field_of(s->p, n);
	const struct domain	*d;
	const struct node	*different = NULL;

	if (s->m == NULL || !s->m->asked[n->index])
		return (always_required(n) ? usual(s, n, row) : STR(""));
	d = &s->m->fields[n->index];
	if (domain_has(d, 0))
		return (STR(""));
	if (f->open && domain_has(d, f->values_n - 1))
		return (usual(s, n, row));
	if (row > 0 && n->owner->repeat && rows_different(s->p, n->owner, &different) > 0 && different == n)
		return (usual(s, n, row));
	for (size_t i = 1; i < f->values_n; i++) {
		if (domain_has(d, i))
			return (f->values[i]);
	}
	return (STR(""));
}

/* ---- walking the elements of the instance together with the form's nodes */
static struct str
name_below(struct arena *a, struct str above, const struct node *n, const xmlNode *x)
{
	const char	*dot = above.n > 0 ? "." : "";

	if (n->repeat)
		return (arena_printf(a, "%.*s%s%.*s[%.*s]", STR_ARG(above), dot, STR_ARG(n->name),
		    STR_ARG(xml_attr(a, x, "id"))));
	return (arena_printf(a, "%.*s%s%.*s", STR_ARG(above), dot, STR_ARG(n->name)));
}

static size_t
rows_wanted(const struct setter *s, const struct node *g)
{
	double	n = quantity_in(s, Q_ROWS, g, -1);
	bool	asked = false;

	for (const struct node *c = g->data_first; s->m != NULL && c != NULL; c = c->data_next)
		asked = asked || s->m->cone[c->index];
	if (n < 0 || n < (double)g->rows_min)
		n = (double)g->rows_min;
	if (n < 1 && asked)
		n = 1;
	return (n > (double)g->rows_max ? g->rows_max : (size_t)ceil(n));
}

static void
rows_add(struct setter *s, const xmlNode *x, const struct node *node, struct str name)
{
	const struct node	*c;
	struct str		 group, row;

	for (c = node->data_first; c != NULL; c = c->data_next) {
		if (c->kind != NODE_GROUP)
			continue;
		group = arena_printf(s->a, "%.*s%s%.*s", STR_ARG(name), name.n > 0 ? "." : "", STR_ARG(c->name));
		for (size_t n = xml_count(x, arena_cstr(s->a, c->name)); c->repeat && n < rows_wanted(s, c); n++) {
			if (instance_row_add(s->a, s->in, group, &row) != 0)
				break;
		}
		for (const xmlNode *y = xml_first(x, arena_cstr(s->a, c->name)); y != NULL;
		    y = xml_next(y, arena_cstr(s->a, c->name)))
			rows_add(s, y, c, name_below(s->a, name, c, y));
	}
}

static void
files_add(struct setter *s, const struct node *n, struct str name)
{
	static const struct form_file	file = { .type = { "application/pdf", 15 }, .bytes = 1000, .pages = 1 };
	double				want = quantity_in(s, Q_FILES, n, 1);
	struct form_file		f = file;

	for (size_t i = 0; i < (want < 1 ? 1 : want > (double)n->files_max ? n->files_max : (size_t)want); i++) {
		f.sha256 = arena_printf(s->a, "%064zx", n->index * 100 + i + 1);
		f.name = arena_printf(s->a, "%zu.pdf", i + 1);
		if (instance_file_add(s->in, name, &f) != 0)
			return;
	}
}

static void
pair_add(struct setter *s, struct str name, struct str value)
{
	struct form_pair	*grown;

	if (s->pairs_n == s->cap) {
		s->cap = s->cap == 0 ? 64 : s->cap * 2;
		grown = ARENA_ARRAY(s->a, struct form_pair, s->cap);
		if (s->pairs_n > 0)
			memcpy(grown, s->pairs, s->pairs_n * sizeof(*grown));
		s->pairs = grown;
	}
	s->pairs[s->pairs_n++] = (struct form_pair){ name, value };
}

static bool
must_have_files(const struct setter *s, const struct node *n)
{
	if (s->m == NULL || !s->m->asked[n->index])
		return (always_required(n));
	return (!domain_has(&s->m->fields[n->index], 0));
}

static void
values_set(struct setter *s, const xmlNode *x, const struct node *node, struct str name, size_t row)
{
	size_t	i;

	for (const struct node *c = node->data_first; c != NULL; c = c->data_next) {
		i = 0;
		for (const xmlNode *y = xml_first(x, arena_cstr(s->a, c->name)); y != NULL;
		    y = xml_next(y, arena_cstr(s->a, c->name)), i++) {
			struct str	below = name_below(s->a, name, c, y);

			if (c->kind == NODE_GROUP)
				values_set(s, y, c, below, c->repeat ? i : row);
			else if (c->part != s->part || c->calculate.text.n > 0)
				continue;
			else if (c->type != TYPE_FILE)
				pair_add(s, below, wanted(s, c, row));
			else if (must_have_files(s, c))
				files_add(s, c, below);
		}
	}
}

/* ---- what the engine complains about */
static const struct node *
node_named(struct prover *p, struct str name)
{
	const struct node	*n = p->t.root;
	struct str		 part, rest = name, word;

	while (n != NULL && str_cut(&rest, '.', &part)) {
		str_cut(&part, '[', &word);
		n = form_tree_child(n, word);
	}
	return (n);
}

/* Problems but those of the excepted field. */
static size_t
complaints(struct setter *s, const struct node *except, struct str *first)
{
	struct form_problems	problems;
	size_t			n = 0;

	s->p->steps += CHECK_STEPS;
	for (int part = FORM_PART_APPLICANT; part <= FORM_PART_RESULT; part++) {
		form_check(s->a, s->in, (enum form_part)part, FORM_ALL_PAGES, LANG_VI, &problems);
		for (size_t i = 0; i < problems.n; i++) {
			if (except != NULL && node_named(s->p, problems.v[i].name) == except)
				continue;
			if (n++ == 0)
				*first = problems.v[i].name;
		}
	}
	return (n);
}

/* What texts are asked to be: digits of some length, mostly. */
static struct str
candidate_text(const struct setter *s, const struct node *n, const struct field *f, size_t i)
{
	static const size_t	lengths[] = { 0, 10, 8, 6, 12, 9, 4, 13, 14, 5, 3 };
	size_t			length;

	if (i == 0)
		return (usual(s, n, 0));
	if (i < f->values_n - 1)
		return (f->values[i]);
	i -= f->values_n - 1;
	if (i < COUNT_OF(lengths)) {
		length = lengths[i] == 0 ? (size_t)n->chars_max : lengths[i];
		return (length > 30 ? STR("0") : str_from_to(STR("012345678901234567890123456789"), 0, length));
	}
	return (i < 30 ? text_of_length(s->a, n, (double)i, 0) : STR_NONE);
}

static struct str
candidate(const struct setter *s, const struct node *n, size_t i)
{
	static const int	days[] = { 0, 1, -1, 30, 365, -365, -3650, -7300, 3650 };
	const double		numbers[] = { n->has_min ? (double)n->min : 0, n->has_max ? (double)n->max : 10, 1, 2,
		    100, 1000, 100000 };
	const struct field	*f = field_of(s->p, n);

	if (n->type == TYPE_DATE)
		return (i < COUNT_OF(days) ? date_iso(s->a, date_of_days(date_days(s->today) + days[i])) : STR_NONE);
	if (n->type == TYPE_YEAR)
		return (i < COUNT_OF(days) ? number_of(s->a, n, s->today.year + days[i] / 365.0) : STR_NONE);
	if (n->type == TYPE_INTEGER || n->type == TYPE_MONEY || n->type == TYPE_SCORE)
		return (i < COUNT_OF(numbers) ? number_of(s->a, n, numbers[i]) : STR_NONE);
	if (f->open)
		return (candidate_text(s, n, f, i));
	return (i + 1 < f->values_n ? f->values[i + 1] : STR_NONE);
}

static bool
mend_one(struct setter *s, const struct node *except, struct str name, size_t before, unsigned *tries)
{
	const struct node	*n = node_named(s->p, name);
	struct str		 value, other;
	struct form_pair	 pair = { .name = name };

	if (n == NULL || n->kind != NODE_FIELD)
		return (false);
	if (n->type == TYPE_FILE) {
		files_add(s, n, name);
		return (complaints(s, except, &other) < before);
	}
	for (size_t i = 0; *tries < MENDS_MAX; i++) {
		value = candidate(s, n, i);
		if (value.n == 0)
			break;
		(*tries)++;
		pair.value = value;
		instance_set(s->in, n->part, FORM_ALL_PAGES, &pair, 1);
		if (complaints(s, except, &other) < before)
			return (true);
	}
	return (false);
}

static void
free_instance(void *in)
{
	instance_free(in);
}

static void
fill(struct setter *s)
{
	const xmlNode	*root = xmlDocGetRootElement(instance_doc(s->in));

	rows_add(s, root, s->p->t.root, STR(""));
	for (int part = FORM_PART_APPLICANT; part <= FORM_PART_RESULT; part++) {
		s->part = (enum form_part)part;
		s->pairs_n = 0;
		root = xmlDocGetRootElement(instance_doc(s->in));
		values_set(s, root, s->p->t.root, STR(""), 0);
		instance_set(s->in, s->part, FORM_ALL_PAGES, s->pairs, s->pairs_n);
	}
}

struct instance *
witness(struct prover *p, const struct model *m, const struct node *except, struct date *today)
{
	struct setter	s = { .p = p, .a = p->a, .m = m, .today = p->input->today };
	struct str	first;
	size_t		n;
	unsigned	tries = 0;
	double		days = quantity_in(&s, Q_TODAY, NULL, (double)date_days(s.today));

	s.today = date_of_days((int64_t)days);
	*today = s.today;
	if (instance_new(p->form, s.today, NULL, 0, &s.in) != 0)
		return (NULL);
	arena_defer(p->a, free_instance, s.in);
	fill(&s);
	while ((n = complaints(&s, except, &first)) > 0) {
		if (p->steps > p->steps_max || !mend_one(&s, except, first, n, &tries))
			break;
	}
	p->complaint = n == 0 ? NULL : node_named(p, first);
	p->last = s.in;
	return (n == 0 ? s.in : NULL);
}

bool
engine_objects(struct prover *p, struct instance *in, const struct node *n)
{
	struct form_problems	problems;

	p->steps += CHECK_STEPS;
	form_check(p->a, in, n->part, FORM_ALL_PAGES, LANG_VI, &problems);
	for (size_t i = 0; i < problems.n; i++) {
		if (node_named(p, problems.v[i].name) == n)
			return (true);
	}
	return (false);
}
