/*
 * The rules that make an XPath 1.0 expression mean the same in libxml2 and in every browser, and the names it reads.
 * A recursive descent over the grammar of the recommendation (W3C, 16 November 1999, section 3) that computes types
 * instead of values. libxml2 has compiled the text already; here is said what it may not contain, and what to do
 * instead.
 */
#include "form/form_model.h"

#include "xml/xpath_token.h"

#define NESTING_MAX	40

enum ty_kind { TY_BOOL, TY_NUM, TY_STR, TY_NODES, TY_ERROR };

struct ty {
	enum ty_kind		 kind;
	const struct node	*node;		/* TY_NODES: what is at the path's end */
	bool			 attr;		/* TY_NODES: an attribute of node */
	bool			 free;		/* TY_STR: made of what people type freely */
	struct str		 literal;	/* TY_STR: when it stands in the text */
	uint64_t		 n;		/* TY_NODES: how many there can be, from the limits of the rows */
};

struct parser {
	struct load		*l;
	struct xpath_reader	 r;
	int			 line;
	const struct node	*context;
	struct expr_reads	*reads;
	unsigned		 nesting;
	uint64_t		 steps;		/* nodes that one evaluation visits in the worst case */
	bool			 bad;		/* a finding was said that makes going on useless */
};

/* s string, n number, b boolean, N nodes, o any; the last letter repeats when more are allowed. */
struct function {
	const char	*name;
	const char	*takes;
	size_t		 min, max;
	enum ty_kind	 gives;
};

static const struct function	functions[] = {
	{ "boolean", "o", 1, 1, TY_BOOL }, { "ceiling", "n", 1, 1, TY_NUM }, { "concat", "s", 2, 99, TY_STR },
	{ "contains", "s", 2, 2, TY_BOOL }, { "count", "N", 1, 1, TY_NUM }, { "false", "", 0, 0, TY_BOOL },
	{ "floor", "n", 1, 1, TY_NUM }, { "last", "", 0, 0, TY_NUM }, { "normalize-space", "s", 0, 1, TY_STR },
	{ "not", "b", 1, 1, TY_BOOL }, { "number", "n", 0, 1, TY_NUM }, { "position", "", 0, 0, TY_NUM },
	{ "round", "n", 1, 1, TY_NUM }, { "starts-with", "s", 2, 2, TY_BOOL }, { "string", "s", 0, 1, TY_STR },
	{ "string-length", "s", 0, 1, TY_NUM }, { "substring", "sn", 2, 3, TY_STR },
	{ "substring-after", "s", 2, 2, TY_STR }, { "substring-before", "s", 2, 2, TY_STR },
	{ "sum", "N", 1, 1, TY_NUM }, { "translate", "s", 3, 3, TY_STR }, { "true", "", 0, 0, TY_BOOL },
};

static struct ty	parse_expr(struct parser *p);

static struct ty
bad(struct parser *p, const char *rule, const char *what, struct str where)
{
	if (!p->bad)
		load_say(p->l, p->line, rule, false, "%.*s: %s", STR_ARG(where), what);
	p->bad = true;
	p->r.at = p->r.text.n;
	return ((struct ty){ .kind = TY_ERROR });
}

/* ---- how far an evaluation can go */
static void
walk(struct parser *p, uint64_t steps)
{
	if (__builtin_add_overflow(p->steps, steps, &p->steps))
		p->steps = UINT64_MAX;
}

/* ---- what a value may be turned into */
static bool
free_text(const struct ty *t)
{
	if (t->kind == TY_STR)
		return (t->free);
	if (t->kind != TY_NODES || t->attr || t->node == NULL || t->node->kind != NODE_FIELD)
		return (false);
	return (t->node->type == TYPE_TEXT || t->node->type == TYPE_LONG_TEXT || t->node->type == TYPE_EMAIL ||
	    t->node->type == TYPE_PERSON_NAME || t->node->type == TYPE_CLASS);
}

static bool
has_exponent(struct str s)
{
	s = str_trim(s);
	for (size_t i = 1; i < s.n; i++) {
		if ((s.p[i] == 'e' || s.p[i] == 'E') && s.p[i - 1] >= '.' && s.p[i - 1] <= '9')
			return (true);
	}
	return (false);
}

static void
as_number(struct parser *p, const struct ty *t)
{
	if (t->kind == TY_STR && t->free)
		load_say(p->l, p->line, "expr-text-as-number", false,
		    "a piece of free text becomes a number here, and '1e3' is a number to one engine only: give it a "
		    "field "
		    "of its own");
	else if (free_text(t))
		load_say(p->l, p->line, "expr-text-as-number", false,
		    "%.*s is free text, and '1e3' is a number to one engine only: make it an integer, money or score "
		    "field",
		    STR_ARG(t->node->path));
	if (t->kind == TY_STR && has_exponent(t->literal))
		load_say(p->l, p->line, "expr-exponent", false, "'%.*s' is a number to libxml2 and not to browsers: "
		    "write the digits out", STR_ARG(t->literal));
}

static void
as_string(struct parser *p, const struct ty *t)
{
	if (t->kind == TY_NUM)
		load_say(p->l, p->line, "expr-number-as-text", false,
		    "a number becomes text here, and engines print numbers "
		    "differently: compare it as a number, or calculate it into a field of its own");
}

static void
compared(struct parser *p, const struct ty *a, const struct ty *b, bool by_order)
{
	if (a->kind == TY_NODES && b->kind == TY_NODES)
		walk(p, steps_times(a->n, b->n));
	else
		walk(p, a->kind == TY_NODES ? a->n : b->kind == TY_NODES ? b->n : 1);
	if (by_order || b->kind == TY_NUM)
		as_number(p, a);
	if (by_order || a->kind == TY_NUM)
		as_number(p, b);
}

/* ---- primary expressions */
static struct ty
parse_literal(struct parser *p)
{
	char		quote = p->r.text.p[p->r.at];
	struct str	rest = str_from_to(p->r.text, p->r.at + 1, p->r.text.n);
	ptrdiff_t	n = str_find_byte(rest, quote);
	struct ty	t = { .kind = TY_STR };

	if (n < 0)
		return (bad(p, "expr-syntax", "a quote is not closed", rest));
	t.literal = str_from_to(rest, 0, (size_t)n);
	p->r.at += (size_t)n + 2;
	for (size_t i = 0; i < t.literal.n; i++) {
		if ((unsigned char)t.literal.p[i] >= 0xf0)
			return (bad(p, "expr-bmp",
			    "a character beyond U+FFFF, which browsers count as two: leave it out",
			    t.literal));
	}
	return (t);
}

static struct ty
parse_number(struct parser *p)
{
	size_t	from = p->r.at;

	(void)xpath_take_digits(&p->r);
	if (p->r.at < p->r.text.n && (p->r.text.p[p->r.at] == 'e' || p->r.text.p[p->r.at] == 'E'))
		return (bad(p, "expr-exponent", "exponents are not XPath 1.0: write the digits out",
		    str_from_to(p->r.text, from, p->r.at + 1)));
	return ((struct ty){ .kind = TY_NUM });
}

static void
check_argument(struct parser *p, const struct function *f, size_t i, const struct ty *t)
{
	size_t	last = strlen(f->takes) - 1;
	char	want = f->takes[i < last ? i : last];

	if (want == 's')
		as_string(p, t);
	if (want == 'n' || strcmp(f->name, "sum") == 0)
		as_number(p, t);
	if (t->kind == TY_NODES)
		walk(p, t->n);
	if (want == 'N' && t->kind != TY_NODES && t->kind != TY_ERROR)
		bad(p, "expr-function", "this function takes a path", str_of(f->name));
	if (i == 0 && t->kind == TY_NODES && free_text(t) && (strcmp(f->name, "string-length") == 0 || strcmp(f->name,
	    "substring") == 0))
		load_say(p->l, p->line, "expr-bmp", true,
		    "%s() counts a character beyond U+FFFF as one here and as two in browsers; max-chars does not",
		    f->name);
}

static struct ty
parse_call(struct parser *p, struct str name)
{
	const struct function	*f = NULL;
	struct ty		 t;
	size_t			 n = 0;
	bool			 loose = false;

	for (size_t i = 0; i < COUNT_OF(functions); i++) {
		if (str_eqc(name, functions[i].name))
			f = &functions[i];
	}
	if (f == NULL)
		return (bad(p, "expr-function",
		    "this function is not allowed: use the core functions of XPath 1.0 on fields and "
		    "their attributes (@days, @count, @pages, /dossier/@today)", name));
	if (!xpath_take(&p->r, ")")) {
		do {
			t = parse_expr(p);
			if (n < f->max)
				check_argument(p, f, n, &t);
			loose = loose || free_text(&t);
			n++;
		} while (!p->bad && xpath_take(&p->r, ","));
		if (!p->bad && !xpath_take(&p->r, ")"))
			return (bad(p, "expr-syntax", "a parenthesis is not closed after this name", name));
	}
	if (!p->bad && (n < f->min || n > f->max))
		return (bad(p, "expr-function", "wrong number of arguments", name));
	/* Without an argument it is the context that is read. */
	t = (struct ty){ .kind = TY_NODES, .node = p->context };
	if (n == 0 && f->gives == TY_STR)
		loose = free_text(&t);
	return ((struct ty){ .kind = p->bad ? TY_ERROR : f->gives, .free = loose && f->gives == TY_STR });
}

/* ---- paths */
static bool
attribute_known(const struct node *n, struct str name)
{
	if (n->kind == NODE_ROOT)
		return (str_eqc(name, "today") || str_eqc(name, "today-days"));
	if (n->kind == NODE_GROUP)
		return (n->repeat && str_eqc(name, "id"));
	if (n->type == TYPE_DATE)
		return (str_eqc(name, "days"));
	if (n->type == TYPE_PARTIAL_DATE)
		return (str_eqc(name, "first-days") || str_eqc(name, "last-days"));
	if (n->type == TYPE_CLASS)
		return (str_eqc(name, "grade"));
	return (n->type == TYPE_FILE && (str_eqc(name, "count") || str_eqc(name, "pages")));
}

static void
parse_predicates(struct parser *p, const struct node *at, uint64_t n)
{
	const struct node	*saved = p->context;
	uint64_t		 before;

	while (!p->bad && xpath_take(&p->r, "[")) {
		before = p->steps;
		p->steps = 1;
		p->context = at;
		parse_expr(p);
		p->context = saved;
		p->steps = steps_times(p->steps, n);
		walk(p, before);
		if (!p->bad && !xpath_take(&p->r, "]"))
			bad(p, "expr-syntax", "a bracket is not closed before this",
			    str_from_to(p->r.text, p->r.at, p->r.text.n));
	}
}

static struct ty
step_attribute(struct parser *p, const struct node *at)
{
	struct str	name = xpath_peek_name(&p->r);

	p->r.at += name.n;
	if (!attribute_known(at, name))
		return (bad(p, "expr-path",
		    "there is no such attribute there: dates have @days, partial dates @first-days and @last-days, "
		    "classes @grade, files @count and @pages, rows @id, "
		    "/dossier has @today and @today-days", name));
	return ((struct ty){ .kind = TY_NODES, .node = at, .attr = true });
}

static struct ty
step_name(struct parser *p, const struct node *at, bool sibling)
{
	struct str		 name = xpath_peek_name(&p->r);
	const struct node	*to;

	if (name.n == 0)
		return (bad(p, "expr-axis", "a name is needed here (no *, // or node tests: write the path out)",
		    str_from_to(p->r.text, p->r.at, p->r.text.n)));
	p->r.at += name.n;
	if (xpath_peek(&p->r, "(") || xpath_peek(&p->r, ":"))
		return (bad(p, "expr-axis", "node tests and name prefixes are not allowed: name the field", name));
	to = at == NULL ? (str_eqc(name, "dossier") ? p->l->f->root : NULL) :
	    data_child(sibling ? at->owner : at, name);
	if (to == NULL)
		return (bad(p, "expr-path",
		    "there is no such field or group there: check the name, and where the path starts "
		    "(. is the field itself, .. what holds it)", name));
	return ((struct ty){ .kind = TY_NODES, .node = to });
}

/* One step from up to n nodes (at NULL: the document). */
static struct ty
parse_step(struct parser *p, const struct node *at, uint64_t n)
{
	struct ty	t = { .kind = TY_NODES, .node = at, .n = n };
	uint64_t	most;
	bool		sibling;

	walk(p, n);

	if (xpath_take(&p->r, "..")) {
		if (at == NULL || at->kind == NODE_ROOT)
			return (bad(p, "expr-path", "nothing is above /dossier", p->r.text));
		t.node = at->owner;
		return (t);
	}
	if (xpath_take(&p->r, "."))
		return (t);
	if (xpath_take(&p->r, "@") || xpath_take(&p->r, "attribute::"))
		return (at == NULL ? bad(p, "expr-path", "an attribute of nothing", p->r.text) : step_attribute(p, at));
	sibling = xpath_take(&p->r, "preceding-sibling::") || xpath_take(&p->r, "following-sibling::");
	if (!sibling)
		xpath_take(&p->r, "child::");
	t = step_name(p, at, sibling);
	if (t.kind == TY_NODES) {
		walk(p, steps_times(n, steps_children(sibling ? at->owner : at)));
		most = expr_places(t.node);
		t.n = steps_times(n, t.node->repeat ? t.node->rows_max : 1);
		t.n = t.n < most ? t.n : most;
		parse_predicates(p, t.node, t.n);
	}
	return (p->bad ? (struct ty){ .kind = TY_ERROR } : t);
}

static void
note_read(struct parser *p, const struct node *n)
{
	struct expr_reads	*r = p->reads;

	if (r != NULL && n != NULL && n->kind != NODE_ROOT && r->n < r->cap)
		r->v[r->n++] = n;
}

static struct ty
parse_path(struct parser *p)
{
	struct ty	t = { .kind = TY_NODES, .node = p->context, .n = 1 };
	bool		more;

	if (xpath_peek(&p->r, "//"))
		return (bad(p, "expr-axis", "// is not allowed: write the path out from /dossier", p->r.text));
	if (xpath_take(&p->r, "/"))
		t.node = NULL;
	else if (p->context == NULL)
		return (bad(p, "expr-path", "write this path out from /dossier: it stands for no field", p->r.text));
	do {
		if (t.attr)
			return (bad(p, "expr-path", "nothing is below an attribute", p->r.text));
		t = parse_step(p, t.node, t.n);
		if (p->bad)
			return (t);
		if (xpath_peek(&p->r, "//"))
			return (bad(p, "expr-axis", "// is not allowed: write the path out", p->r.text));
		more = xpath_take(&p->r, "/");
	} while (more);
	note_read(p, t.node);
	return (t);
}

static struct ty
parse_primary(struct parser *p)
{
	struct str	name;
	size_t		from;
	struct ty	t;
	char		c;

	xpath_skip_space(&p->r);
	if (p->r.at == p->r.text.n)
		return (bad(p, "expr-syntax", "the expression ends too early", p->r.text));
	walk(p, 2);
	c = p->r.text.p[p->r.at];
	if (c == '"' || c == '\'')
		return (parse_literal(p));
	if (xpath_peek_number(&p->r))
		return (parse_number(p));
	if (c == '$')
		return (bad(p, "expr-variable", "variables are not allowed", p->r.text));
	if (xpath_take(&p->r, "(")) {
		t = parse_expr(p);
		if (!p->bad && !xpath_take(&p->r, ")"))
			return (bad(p, "expr-syntax", "a parenthesis is not closed", p->r.text));
		if (xpath_peek(&p->r, "[") || xpath_peek(&p->r, "/"))
			return (bad(p, "expr-axis",
			    "write the path out instead of going on after a parenthesis", p->r.text));
		return (t);
	}
	from = p->r.at;
	name = xpath_peek_name(&p->r);
	p->r.at += name.n;
	if (name.n > 0 && xpath_take(&p->r, "("))
		return (parse_call(p, name));
	p->r.at = from;
	return (parse_path(p));
}

/* ---- operators, from the tightest */
static struct ty
parse_union(struct parser *p)
{
	struct ty	t = parse_primary(p), u;

	while (!p->bad && xpath_take(&p->r, "|")) {
		u = parse_primary(p);
		if (!p->bad && (t.kind != TY_NODES || u.kind != TY_NODES))
			return (bad(p, "expr-syntax", "| joins paths only", p->r.text));
		walk(p, steps_times(t.n, u.n));
		u.n += t.n;
		t.n = u.n;
		if (free_text(&u))
			t = u;
	}
	return (t);
}

static struct ty
parse_unary(struct parser *p)
{
	struct ty	t;
	bool		minus = false;

	while (xpath_take(&p->r, "-"))
		minus = true;
	t = parse_union(p);
	if (!minus)
		return (t);
	as_number(p, &t);
	return ((struct ty){ .kind = TY_NUM });
}

static struct ty
parse_multiplicative(struct parser *p)
{
	struct ty	t = parse_unary(p), u;

	while (!p->bad && (xpath_take(&p->r, "*") || xpath_take_name(&p->r, "div") || xpath_take_name(&p->r, "mod"))) {
		u = parse_unary(p);
		as_number(p, &t);
		as_number(p, &u);
		t = (struct ty){ .kind = TY_NUM };
	}
	return (t);
}

static struct ty
parse_additive(struct parser *p)
{
	struct ty	t = parse_multiplicative(p), u;

	while (!p->bad && (xpath_take(&p->r, "+") || xpath_take(&p->r, "-"))) {
		u = parse_multiplicative(p);
		as_number(p, &t);
		as_number(p, &u);
		t = (struct ty){ .kind = TY_NUM };
	}
	return (t);
}

static struct ty
parse_relational(struct parser *p)
{
	struct ty	t = parse_additive(p), u;

	while (!p->bad && (xpath_take(&p->r, "<=") || xpath_take(&p->r, ">=") || xpath_take(&p->r, "<") ||
	    xpath_take(&p->r, ">"))) {
		u = parse_additive(p);
		compared(p, &t, &u, true);
		t = (struct ty){ .kind = TY_BOOL };
	}
	return (t);
}

static struct ty
parse_equality(struct parser *p)
{
	struct ty	t = parse_relational(p), u;

	while (!p->bad && (xpath_take(&p->r, "!=") || xpath_take(&p->r, "="))) {
		u = parse_relational(p);
		compared(p, &t, &u, false);
		t = (struct ty){ .kind = TY_BOOL };
	}
	return (t);
}

static struct ty
parse_and(struct parser *p)
{
	struct ty	t = parse_equality(p);

	while (!p->bad && xpath_take_name(&p->r, "and")) {
		parse_equality(p);
		t = (struct ty){ .kind = TY_BOOL };
	}
	return (t);
}

static struct ty
parse_expr(struct parser *p)
{
	struct ty	t;

	if (++p->nesting > NESTING_MAX)
		return (bad(p, "expr-length", "nested too deep: split it into calculated fields", p->r.text));
	t = parse_and(p);
	while (!p->bad && xpath_take_name(&p->r, "or")) {
		parse_and(p);
		t = (struct ty){ .kind = TY_BOOL };
	}
	p->nesting--;
	return (t);
}

void
expr_check(struct load *l, struct str text, int line, const struct node *context, struct expr_reads *reads)
{
	struct parser	p = { .l = l, .r = { .text = text }, .line = line, .context = context, .reads = reads,
	    .steps = 1 };

	if (text.n == 0 || text.n > XPATH_TEXT_MAX)
		return;
	parse_expr(&p);
	if (!p.bad && !steps_check(l, text, line, p.steps, context, reads == NULL))
		p.bad = true;
	xpath_skip_space(&p.r);
	if (!p.bad && p.r.at < text.n)
		bad(&p, "expr-syntax", "this is left over", str_from_to(text, p.r.at, text.n));
}
