/*
 * Packages grown from bytes: a few fields of all kinds, with expressions over each other. The proof must end, say
 * nothing without words, and never be wrong: dossiers made from the rest of the bytes, where form_check takes them, may
 * not do what was said that no dossier does.
 */
#include "core/buf.h"
#include "form/form_tree.h"
#include "prove/prove.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FIELDS_MAX	6
#define TRIES		24
#define STEPS		300000

struct bytes {
	const uint8_t	*p;
	size_t		 n, at;
	uint32_t	 more;		/* goes on when the bytes are used up */
};

static unsigned
pick(struct bytes *b, unsigned of)
{
	if (b->at < b->n)
		return (b->p[b->at++] % of);
	b->more = b->more * 1664525u + 1013904223u;
	return ((b->more >> 16) % of);
}

static const char *const	types[] = { "integer", "choice", "date", "text", "yes-no", "choices", "score", "year" };

/* ---- expressions over the fields f0 .. f5 */
static void
operand(struct buf *out, const unsigned *kind, unsigned f)
{
	if (kind[f] == 2)
		buf_printf(out, "../f%u/@days", f);
	else if (kind[f] == 3)
		buf_printf(out, "string-length(../f%u)", f);
	else
		buf_printf(out, "../f%u", f);
}

static void	boolean(struct bytes *b, struct buf *out, const unsigned *kind, unsigned n, unsigned depth);

static void
atom(struct bytes *b, struct buf *out, const unsigned *kind, unsigned n)
{
	static const char *const	orders[] = { "=", "!=", "&lt;", "&lt;=", "&gt;", "&gt;=" };
	static const char *const	words[] = { "a", "b", "c", "", "yes", "no" };
	unsigned			f = pick(b, n), g = pick(b, n);

	if (kind[f] == 1 || kind[f] == 4) {
		buf_printf(out, "../f%u %s '%s'", f, orders[pick(b, 2)], words[pick(b, 6)]);
	} else if (kind[f] == 5) {
		buf_printf(out, "contains(../f%u, '%s')", f, words[pick(b, 3)]);
	} else if (kind[f] == 3 && pick(b, 2) == 0) {
		buf_printf(out, "../f%u %s '%s'", f, orders[pick(b, 2)], words[pick(b, 4)]);
	} else if (pick(b, 3) == 0 && (kind[g] == kind[f])) {
		operand(out, kind, f);
		buf_printf(out, " %s ", orders[pick(b, 6)]);
		operand(out, kind, g);
	} else if (kind[f] == 2) {
		operand(out, kind, f);
		buf_printf(out, " %s /dossier/@today-days + %u", orders[pick(b, 6)], pick(b, 40));
	} else {
		operand(out, kind, f);
		buf_printf(out, " %s %u", orders[pick(b, 6)], pick(b, 12));
	}
}

static void
boolean(struct bytes *b, struct buf *out, const unsigned *kind, unsigned n, unsigned depth)
{
	unsigned	what = depth == 0 ? 0 : pick(b, 5);

	if (what < 2) {
		atom(b, out, kind, n);
		return;
	}
	buf_cstr(out, what == 4 ? "not(" : "(");
	boolean(b, out, kind, n, depth - 1);
	if (what != 4) {
		buf_cstr(out, what == 2 ? " and " : " or ");
		boolean(b, out, kind, n, depth - 1);
	}
	buf_byte(out, ')');
}

static void
field(struct bytes *b, struct buf *out, const unsigned *kind, unsigned i, unsigned n)
{
	buf_printf(out, "<field name='f%u' type='%s' ", i, types[kind[i]]);
	if (pick(b, 2) == 0)
		buf_cstr(out, "required='true()' ");
	if ((kind[i] == 0 || kind[i] == 6) && pick(b, 2) == 0)
		buf_printf(out, "min='%u' max='%u' ", pick(b, 4), 4 + pick(b, 6));
	if (i > 0 && pick(b, 3) == 0) {
		buf_cstr(out, "relevant=\"");
		boolean(b, out, kind, i, 2);
		buf_cstr(out, "\" ");
	} else if (i > 0 && kind[i] == 0 && pick(b, 4) == 0) {
		unsigned	f = pick(b, i);

		if (kind[f] == 0 || kind[f] == 6)
			buf_printf(out, "calculate='../f%u * %u' ", f, 1 + pick(b, 3));
	}
	buf_cstr(out, "><label><vi>N</vi><en>N</en></label>");
	for (unsigned k = 0; k < 3 && (kind[i] == 1 || kind[i] == 5); k++)
		buf_printf(out, "<choice value='%c'><vi>C</vi><en>C</en></choice>", 'a' + (int)k);
	while (pick(b, 3) == 0) {
		buf_cstr(out, "<constraint test=\"");
		boolean(b, out, kind, n, 2);
		buf_cstr(out, "\"><vi>S</vi><en>S</en></constraint>");
	}
	buf_cstr(out, "</field>");
}

static void
package(struct bytes *b, struct buf *out)
{
	unsigned	n = 2 + pick(b, FIELDS_MAX - 1), kind[FIELDS_MAX];

	for (unsigned i = 0; i < n; i++)
		kind[i] = pick(b, 8);
	buf_cstr(out, "<service code='1.000001' workflow='w'><catalogue level='toan-trinh' audience='citizen' "
	    "agency='H24.19'><name><vi>T</vi></name><summary><vi>T</vi></summary><outcome><vi>K</vi></outcome>"
	    "<field-of-work code='X'><vi>L</vi></field-of-work><who><vi>A</vi></who><time-limit n='1' unit='hour'/>"
	    "<fee vnd='0'/><legal><vi>L</vi></legal></catalogue><form><page id='p'><title><vi>P</vi></title>");
	for (unsigned i = 0; i < n; i++)
		field(b, out, kind, i, n);
	buf_printf(out, "</page></form><list><applicant>x</applicant><subject><v of='f%u'/></subject></list>"
	    "<document kind='d' suffix='QD'><title>T</title><subject>S</subject><authority>A</authority>"
	    "<paragraph><v of='f%u'/></paragraph><claim name='c' vi='v' en='e'>x</claim></document></service>",
	    pick(b, n), pick(b, n));
}

/* ---- dossiers */
static struct str
answer(struct bytes *b, struct arena *a, const struct node *n, struct date today)
{
	static const char *const	texts[] = { "", "a", "b", "c", "xyzxyzxyz", "d" };

	if (pick(b, 6) == 0)
		return (STR(""));
	if (n->type == TYPE_DATE)
		return (date_iso(a, date_of_days(date_days(today) + (int)pick(b, 60) - 20)));
	if (n->type == TYPE_YEAR)
		return (arena_printf(a, "%04u", pick(b, 2) == 0 ? pick(b, 14) : 2000 + pick(b, 40)));
	if (n->type == TYPE_INTEGER || n->type == TYPE_SCORE)
		return (arena_printf(a, "%u", pick(b, 14)));
	if (n->type == TYPE_YES_NO)
		return (str_of(pick(b, 2) == 0 ? "yes" : "no"));
	return (str_of(texts[pick(b, n->type == TYPE_TEXT ? 6 : 4)]));
}

static bool
has_choice(struct str value, struct str choice)
{
	struct str	part;

	while (str_cut(&value, ' ', &part)) {
		if (str_eq(part, choice))
			return (true);
	}
	return (false);
}

/* A dossier that the engine takes does nothing that was said to be impossible. */
static void
judge(struct arena *a, struct instance *in, const struct prove_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct prove_finding	*f = &r->v[i];
		struct instance_state		 s = instance_state(in, f->name);
		struct str			 value = instance_get(a, in, f->name);

		CHECK(f->text[LANG_VI].n > 0 && f->text[LANG_EN].n > 0 && f->cure[LANG_VI].n > 0);
		CHECK(strcmp(f->rule, "form-stuck") != 0);
		if (strcmp(f->rule, "never-shown") == 0 || strcmp(f->rule, "required-hidden") == 0)
			CHECK(!s.relevant || (!s.required && strcmp(f->rule, "required-hidden") == 0));
		if (strcmp(f->rule, "constraint-never") == 0)
			CHECK(value.n == 0);
		if (strcmp(f->rule, "optional-needed") == 0)
			CHECK(!(s.relevant && !s.required && value.n == 0));
		if (strcmp(f->rule, "choice-refused") == 0)
			CHECK(!has_choice(value, f->value));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct form_rules	*rules;
	static const struct date	 today = { 2026, 11, 24 };
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(form_freep) struct form	*f = NULL;
	auto_(buf_free) struct buf	 xml = BUF_INIT;
	struct bytes			 b = { data, size, 0, 1 };
	struct prove_input		 input = { .today = today, .steps = STEPS };
	struct form_findings		 findings;
	struct form_problems		 problems;
	struct form_tree		 t;
	struct prove_report		 r;

	if (rules == NULL)
		CHECK(form_rules_new("forms", &rules) == 0);
	package(&b, &xml);
	if (form_new(a, rules, buf_view(&xml), &f, &findings) != 0)
		return (0);
	prove_form(a, f, &input, &r);
	CHECK(r.steps < STEPS * 4);
	t = form_tree(f);
	for (unsigned try = 0; try < TRIES; try++) {
		auto_(instance_freep) struct instance	*in = NULL;
		struct form_pair			 pairs[FIELDS_MAX];
		size_t					 n = 0;

		CHECK(instance_new(f, today, NULL, 0, &in) == 0);
		for (size_t i = 0; i < t.nodes_n && n < FIELDS_MAX; i++) {
			if (t.nodes[i]->kind == NODE_FIELD && t.nodes[i]->part == FORM_PART_APPLICANT)
				pairs[n++] = (struct form_pair){ t.nodes[i]->path, answer(&b, a, t.nodes[i], today) };
		}
		instance_set(in, FORM_PART_APPLICANT, FORM_ALL_PAGES, pairs, n);
		if (form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &problems) == 0)
			judge(a, in, &r);
	}
	return (0);
}
