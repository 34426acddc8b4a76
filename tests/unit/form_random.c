/*
 * Random dossiers of a service, for tests/browser/form_agree.py: form_random SERVICE.xml FIRST COUNT.
 * The first line is the form as assets/js/form_engine.js takes it; each further line one dossier, made from the seed
 * FIRST, FIRST + 1 ...: {"rows": the empty instance, "typed": [[path, text]], "want": [[path, relevant, required,
 * value, problem]], "groups": [[path, problem]]}. Values lean to boundaries: limits and their neighbours, the
 * literals of the form's own expressions, days around today, what people type wrong.
 */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"

#include "core/buf.h"
#include "core/json.h"
#include "form/form_rates.h"
#include "form/form_tree.h"

#define PAIRS_MAX	3000
#define LITERALS_MAX	400

static const struct date	today = { 2026, 11, 24 };

struct dice {
	uint64_t	state;
};

struct maker {
	struct arena		*a;
	const struct form	*f;
	struct form_tree	 t;
	struct dice		 d;
	struct str		 literals[LITERALS_MAX];
	size_t			 literals_n;
	struct form_pair	 pairs[PAIRS_MAX];
	size_t			 pairs_n;
};

/* xorshift64* (Vigna 2016). */
static uint64_t
roll(struct dice *d, uint64_t sides)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return ((d->state * UINT64_C(0x2545f4914f6cdd1d) >> 33) % sides);
}

static struct str
pick(struct maker *m, const char *const *v, size_t n)
{
	return (str_of(v[roll(&m->d, n)]));
}

#define PICK(m, array)	pick((m), (array), COUNT_OF(array))

/* ---- values */
static const char *const	junk[] = { "1e3", "1E3", "Infinity", "-Infinity", "NaN", "0x1F", "-0", "+5", "--1",
    "1.5.2",
	" ", "\t", "\r\n", "a\rb", "0", "00", "-1", "1 000", "1.000", "1,5", "'", "\"", "&<>", "/", "//", "1/1",
	    "yes", "no",
	"không rõ", "\xef\xbb\xbf" "5", "５", "e\xcc\x82\xcc\x81", "Ấ", "ấ", "\xe2\x80\x8b", "\xc2\xa0x", "🙂", "10A1",
	    "2026" };
static const char *const	names[] = { "nguyễn văn ngưỡng", "ĐẶNG THỊ ÝÊU", "Jean-Pierre d’Arcy", "y", "Ly", "A1",
	"Nguyê\xcc\x83n Thị Ngưỡng", "ÀÉÎÕÜ", "straße", "Żółć", "O'NEIL", ".", "ơ ư", "Trần  Văn\tB" };
static const char *const	ids[] = { "031090123456", "031 190 123 456", "099090123456", "131090123456",
    "03109012345",
	"031208123456", "031308123456", "0310901234567", "031.090-123456", "000000000000" };
static const char *const	dates[] = { "24/11/2026", "23/11/2026", "25/11/2026", "1/1/1", "31/12/9999",
    "29/2/2024",
	"29/2/2023", "31/4/2020", "2/5/90", "2.5.1990", "2-5-1990", "1990-05-02", "0000-01-01", "1/13/2000",
	    "/5/2000", "1//2000",
	"1/1/", "24 / 11 / 2008", "24/11/2008", "25/11/2008", "007/1/2000", "1970-01-01", "31/12/1969", "2000-02-30" };
static const char *const	partials[] = { "1990", "5/1990", "?/5/1990", "//1990", "không rõ/không nhớ/1990",
    "90", "13/1990",
	"2//1990", "1990-05", "1990-13", "0000", "00/00/2000", "05.1990", "2/5/1990", "xx/xx/50", "1990-5" };
static const char *const	classes[] = { "10A1", "lớp 10 a1", "Lớp1B", "12 Toán", "13", "0", "9", "10  A 1",
    "1 2", "class 6c" };
static const char *const	taxes[] = { "0200123457", "0200 123 457 001", "0200123457-001", "0200123458",
    "0000000000",
	"12345678901", "MST", "031090123456" };
static const char *const	phones[] = { "0912345678", "+84 912 345 678", "84912345678", "+84 (0)912-345-678",
    "0112345678",
	"091234567", "84é91234567", "00912345678" };
static const char *const	emails[] = { "Ten@Noi.vn", "a@b", "a@b.c", "@b.c", "a@b..c", "a@@b.c", "a@b.c.",
    "a b@c.d" };

static struct str
number(struct maker *m, const struct node *n)
{
	int64_t		 base = roll(&m->d, 2) == 0 && n->has_min ? n->min : n->has_max ? n->max :
	    (int64_t)roll(&m->d, 12);
	int64_t		 v = base + (int64_t)roll(&m->d, 3) - 1;

	switch (roll(&m->d, 8)) {
	case 0:
		return (arena_printf(m->a, "%lld,5", (long long)v));
	case 1:
		return (arena_printf(m->a, "%lld.25", (long long)v));
	case 2:
		return (arena_printf(m->a, "%lld đ", (long long)v));
	case 3:
		return (arena_printf(m->a, "00%lld", (long long)v));
	case 4:
		return (STR("999999999999999999999"));
	default:
		return (arena_printf(m->a, "%lld", (long long)v));
	}
}

static struct str
one_choice(struct maker *m, const struct node *n)
{
	return (n->choices_n == 0 || roll(&m->d, 12) == 0 ? STR("khong-co") : n->choices[roll(&m->d,
	    n->choices_n)].value);
}

static struct str
of_type(struct maker *m, const struct node *n)
{
	switch (n->type) {
	case TYPE_PERSON_NAME:
		return (PICK(m, names));
	case TYPE_PERSONAL_ID:
	case TYPE_OLD_ID:
		return (PICK(m, ids));
	case TYPE_TAX_NUMBER:
		return (PICK(m, taxes));
	case TYPE_PHONE:
		return (PICK(m, phones));
	case TYPE_EMAIL:
		return (PICK(m, emails));
	case TYPE_DATE:
		return (PICK(m, dates));
	case TYPE_PARTIAL_DATE:
		return (PICK(m, partials));
	case TYPE_YEAR:
		return (arena_printf(m->a, "%d", (int)(roll(&m->d, 3) == 0 ? 2026 + roll(&m->d, 3) - 1 :
		    1948 + roll(&m->d, 80))));
	case TYPE_CHOICE:
		return (one_choice(m, n));
	case TYPE_CHOICES:
		return (arena_printf(m->a, "%.*s %.*s", STR_ARG(one_choice(m, n)), STR_ARG(one_choice(m, n))));
	case TYPE_CLASS:
		return (PICK(m, classes));
	case TYPE_INTEGER:
	case TYPE_MONEY:
	case TYPE_SCORE:
		return (number(m, n));
	case TYPE_YES_NO:
		return (roll(&m->d, 2) == 0 ? STR("yes") : STR("no"));
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
	case TYPE_FILE:
	case TYPE__MAX:
		break;
	}
	return (arena_printf(m->a, "Chữ %d\n%s", (int)roll(&m->d, 5), roll(&m->d, 4) == 0 ? "dòng" : ""));
}

static struct str
long_one(struct maker *m, const struct node *n)
{
	size_t	 chars = (size_t)n->chars_max + roll(&m->d, 3) - 1;
	char	*p = arena_alloc(m->a, chars + 1);

	memset(p, 'x', chars);
	return ((struct str){ p, chars });
}

static struct str
value_for(struct maker *m, const struct node *n)
{
	switch (roll(&m->d, 10)) {
	case 0:
	case 1:
		return (STR(""));
	case 2:
		return (PICK(m, junk));
	case 3:
		return (m->literals_n > 0 ? m->literals[roll(&m->d, m->literals_n)] : STR(""));
	case 4:
		return (n->chars_max > 0 && n->chars_max < 300 && roll(&m->d, 8) == 0 ? long_one(m, n) : of_type(m, n));
	default:
		return (of_type(m, n));
	}
}

/* The quoted words and the numbers of an expression: what the form compares with. */
static void
literals_of(struct maker *m, struct str text)
{
	for (size_t i = 0; i < text.n && m->literals_n + 3 < LITERALS_MAX; i++) {
		size_t	end = i + 1;

		if (text.p[i] == '\'' || text.p[i] == '"') {
			while (end < text.n && text.p[end] != text.p[i])
				end++;
			m->literals[m->literals_n++] = str_from_to(text, i + 1, end);
			i = end;
		} else if (text.p[i] >= '0' && text.p[i] <= '9') {
			int64_t	v = 0;

			while (end < text.n && text.p[end] >= '0' && text.p[end] <= '9')
				end++;
			str_i64(str_from_to(text, i, end), 0, INT32_MAX, &v);
			for (int k = -1; k <= 1; k++)
				m->literals[m->literals_n++] = arena_printf(m->a, "%lld", (long long)v + k);
			i = end;
		}
	}
}

/* ---- one dossier */
static struct str
name_of(struct arena *a, struct str above, const struct node *n, const xmlNode *x)
{
	xmlChar		*id = n->repeat ? xmlGetNoNsProp(x, (const xmlChar *)"id") : NULL;
	struct str	 name;

	name = arena_printf(a, "%.*s%s%.*s%s%s%s", STR_ARG(above), above.n > 0 ? "." : "", STR_ARG(n->name),
	    id != NULL ? "[" : "", id != NULL ? (const char *)id : "", id != NULL ? "]" : "");
	xmlFree(id);
	return (name);
}

static const struct node *
node_of(const struct node *owner, const xmlNode *x)
{
	return (form_tree_child(owner, str_of((const char *)x->name)));
}

static void
add_rows(struct maker *m, struct instance *in, const struct node *owner, xmlNode *at, struct str above)
{
	struct str	group, row;

	for (const struct node *n = owner->data_first; n != NULL; n = n->data_next) {
		if (n->kind != NODE_GROUP || !n->repeat)
			continue;
		group = above.n == 0 ? n->name : arena_printf(m->a, "%.*s.%.*s", STR_ARG(above), STR_ARG(n->name));
		for (uint64_t i = roll(&m->d, 4); i > 0; i--)
			(void)!instance_row_add(m->a, in, group, &row);
	}
	for (xmlNode *x = xmlFirstElementChild(at); x != NULL; x = xmlNextElementSibling(x)) {
		const struct node	*n = node_of(owner, x);

		if (n != NULL && n->kind == NODE_GROUP)
			add_rows(m, in, n, x, name_of(m->a, above, n, x));
	}
}

static void
fill(struct maker *m, struct instance *in, const struct node *owner, const xmlNode *at, struct str above, bool files)
{
	struct form_file	file = { .sha256 = STR("00"), .name = STR("a.pdf"), .type = STR("application/pdf"),
		.bytes = 9 };

	for (const xmlNode *x = at->children; x != NULL; x = x->next) {
		const struct node	*n = x->type == XML_ELEMENT_NODE ? node_of(owner, x) : NULL;
		struct str		 name;

		if (n == NULL || n->part == FORM_PART_LOOKUP)
			continue;
		name = name_of(m->a, above, n, x);
		if (n->kind == NODE_GROUP) {
			fill(m, in, n, x, name, files);
		} else if (n->type == TYPE_FILE) {
			file.pages = (int64_t)roll(&m->d, 4);
			if (files && roll(&m->d, 2) == 0)
				(void)!instance_file_add(in, name, &file);
		} else if (!files && m->pairs_n < PAIRS_MAX && !instance_state(in, name).readonly) {
			m->pairs[m->pairs_n++] = (struct form_pair){ name, value_for(m, n) };
		}
	}
}

static void
look_up(struct maker *m, struct instance *in)
{
	struct form_lookup	 answer = { .state = LOOKUP_NONE, .record = STR("KS 1") };
	struct str		*databases;
	size_t			 n;

	form_databases(m->a, m->f, &databases, &n);
	for (size_t i = 0; i < n; i++) {
		answer.state = (enum form_lookup_state)roll(&m->d, LOOKUP__MAX);
		CHECK(instance_lookup_set(in, databases[i], &answer) == 0);
	}
}

static void
want_json(struct maker *m, struct instance *in, const struct node *owner, const xmlNode *at, struct str above,
    const struct form_problems p[2], struct json *j)
{
	for (const xmlNode *x = at->children; x != NULL; x = x->next) {
		const struct node	*n = x->type == XML_ELEMENT_NODE ? node_of(owner, x) : NULL;
		struct instance_state	 s;
		struct str		 name;

		if (n == NULL)
			continue;
		name = name_of(m->a, above, n, x);
		if (n->kind == NODE_GROUP) {
			want_json(m, in, n, x, name, p, j);
			continue;
		}
		s = instance_state(in, name);
		json_list(j);
		json_str(j, name);
		json_bool(j, s.relevant);
		json_bool(j, s.required);
		json_str(j, instance_get(m->a, in, name));
		for (size_t k = 0, found = 0; k < 2; k++) {
			for (size_t i = 0; i < p[k].n; i++) {
				if (str_eq(p[k].v[i].name, name) && found++ == 0)
					json_str(j, str_of(p[k].v[i].id));
			}
			if (k == 1 && found == 0)
				json_str(j, STR(""));
		}
		json_list_end(j);
	}
}

static void
dossier(struct maker *m, uint64_t seed, struct buf *b)
{
	auto_(instance_freep) struct instance	*made = NULL, *in = NULL;
	struct form_problems			 p[2];
	struct json				 j = json_to(b);
	struct str				 text;
	xmlNode					*root;

	m->d.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	m->pairs_n = 0;
	CHECK(instance_new(m->f, today, NULL, 0, &made) == 0);
	add_rows(m, made, m->t.root, xmlDocGetRootElement(instance_doc(made)), STR(""));
	look_up(m, made);
	fill(m, made, m->t.root, xmlDocGetRootElement(instance_doc(made)), STR(""), true);
	/* What was withheld on the way is forgotten: the browser begins with what is stored. */
	CHECK(instance_text(m->a, made, &text) == 0 && instance_parse(m->f, today, text, &in) == 0);
	json_open(&j);
	json_key(&j, "rows");
	instance_json(in, &j);
	root = xmlDocGetRootElement(instance_doc(in));
	fill(m, in, m->t.root, root, STR(""), false);
	for (int part = FORM_PART_APPLICANT; part <= FORM_PART_RESULT; part++)
		(void)!instance_set(in, (enum form_part)part, FORM_ALL_PAGES, m->pairs, m->pairs_n);
	json_key(&j, "typed");
	json_list(&j);
	for (size_t i = 0; i < m->pairs_n; i++) {
		json_list(&j);
		json_str(&j, m->pairs[i].name);
		json_str(&j, m->pairs[i].value);
		json_list_end(&j);
	}
	json_list_end(&j);
	form_check(m->a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p[0]);
	form_check(m->a, in, FORM_PART_RESULT, FORM_ALL_PAGES, LANG_VI, &p[1]);
	json_key(&j, "want");
	json_list(&j);
	want_json(m, in, m->t.root, root, STR(""), p, &j);
	json_list_end(&j);
	json_close(&j);
	buf_byte(b, '\n');
}

/* ---- the form itself */
static void
bind_json(struct json *j, const char *key, const struct bind *b)
{
	if (b->text.n > 0)
		json_kstr(j, key, b->text);
}

static struct str
day_text(struct arena *a, struct date d)
{
	return (d.year == 0 ? STR("") : date_iso(a, d));
}

static void
choices_json(struct arena *a, const struct node *n, struct json *j)
{
	json_key(j, "choices");
	json_list(j);
	for (size_t i = 0; i < n->choices_n; i++) {
		const struct choice	*c = &n->choices[i];

		json_list(j);
		json_str(j, c->value);
		json_str(j, STR(""));
		json_str(j, c->under);
		json_str(j, day_text(a, c->from));
		json_str(j, day_text(a, c->until));
		json_str(j, c->was);
		json_list_end(j);
	}
	json_list_end(j);
}

static void
node_json(struct maker *m, const struct node *n, struct json *j)
{
	json_open(j);
	json_kstr(j, "path", n->path);
	json_kstr(j, "type", n->kind == NODE_FIELD ? str_of(field_type_words[n->type]) : STR("group"));
	json_kbool(j, "repeat", n->repeat);
	json_ki64(j, "rowsMin", n->repeat ? (int64_t)n->rows_min : 0);
	json_ki64(j, "part", n->part);
	bind_json(j, "relevant", &n->relevant);
	bind_json(j, "required", &n->required);
	bind_json(j, "calculate", &n->calculate);
	bind_json(j, "under", &n->under.bind);
	bind_json(j, "at", &n->at.bind);
	bind_json(j, "born", &n->born.bind);
	bind_json(j, "sex", &n->sex.bind);
	if (n->has_min)
		json_ki64(j, "min", n->min);
	if (n->has_max)
		json_ki64(j, "max", n->max);
	json_ki64(j, "chars", n->chars_max);
	choices_json(m->a, n, j);
	json_key(j, "above");
	json_list(j);
	for (const struct node *c = n->parent; c != NULL && c != n->owner; c = c->parent) {
		if (c->relevant.text.n > 0)
			json_str(j, c->relevant.text);
	}
	json_list_end(j);
	json_key(j, "constraints");
	json_list(j);
	for (size_t i = 0; i < n->constraints_n; i++)
		json_str(j, n->constraints[i].test.text);
	json_list_end(j);
	json_close(j);
}

static void
form_json(struct maker *m, struct buf *b)
{
	struct json	j = json_to(b);

	json_list(&j);
	for (size_t i = 0; i < m->t.order_n; i++)
		node_json(m, m->t.order[i], &j);
	json_list_end(&j);
	buf_byte(b, '\n');
}

static void
collect_literals(struct maker *m)
{
	for (size_t i = 0; i < m->t.nodes_n; i++) {
		const struct node	*n = m->t.nodes[i];

		literals_of(m, n->relevant.text);
		literals_of(m, n->required.text);
		literals_of(m, n->calculate.text);
		for (size_t k = 0; k < n->constraints_n; k++)
			literals_of(m, n->constraints[k].test.text);
	}
}

int
main(int argc, char **argv)
{
	auto_(arena_freep) struct arena			*a = arena_new();
	auto_(form_rules_freep) struct form_rules	*rules = NULL;
	auto_(form_freep) struct form			*f = NULL;
	auto_(buf_free) struct buf			 b = BUF_INIT;
	struct form_findings				 findings;
	char						*text = arena_alloc(a, FORM_PACKAGE_MAX_BYTES);
	int64_t						 first = 0, count = 0;
	FILE						*in = argc == 4 ? fopen(argv[1], "re") : NULL;
	struct maker					*m = ARENA_NEW(a, struct maker);

	if (in == NULL || !str_i64(str_of(argv[2]), 0, INT32_MAX, &first) ||
	    !str_i64(str_of(argv[3]), 1, INT32_MAX, &count) || form_rules_new("forms", &rules) != 0)
		return (2);
	if (form_new(a, rules, (struct str){ text, fread(text, 1, FORM_PACKAGE_MAX_BYTES, in) }, &f, &findings) != 0)
		return (2);
	fclose(in);
	m->f = f;
	m->t = form_tree(f);
	m->a = a;
	collect_literals(m);
	form_json(m, &b);
	for (int64_t i = 0; i < count; i++) {
		m->a = arena_new();
		dossier(m, (uint64_t)(first + i), &b);
		arena_freep(&m->a);
		fwrite(b.p, 1, b.n, stdout);
		b.n = 0;
	}
	(void)check_done;
	return (0);
}
