/*
 * From the text of an expression to a tree. form_expr.c has said already that the text is good: here nothing is
 * complained about, and what is not understood becomes X_UNKNOWN.
 */
#include "prove/prove_parts.h"

#include <stdlib.h>

#include "xml/xpath_token.h"

struct reader {
	struct arena		*a;
	const struct form_tree	*t;
	struct xpath_reader	 in;
	const struct node	*context;
	unsigned		 depth;
};

#define DEPTH_MAX	60

static struct expr	*read_expr(struct reader *r, unsigned level);

static struct expr *
expr_new(struct reader *r, enum expr_kind kind)
{
	struct expr	*x = ARENA_NEW(r->a, struct expr);

	x->kind = kind;
	return (x);
}

static bool
take_operator(struct reader *r, const char *token)
{
	return (token[0] >= 'a' && token[0] <= 'z' ? xpath_take_name(&r->in, token) : xpath_take(&r->in, token));
}

static struct expr *
read_literal(struct reader *r)
{
	struct expr	*x = expr_new(r, X_LITERAL);
	char		 quote = r->in.text.p[r->in.at];
	struct str	 rest = str_from_to(r->in.text, r->in.at + 1, r->in.text.n);
	ptrdiff_t	 n = str_find_byte(rest, quote);

	if (n < 0)
		n = (ptrdiff_t)rest.n;
	x->text = str_from_to(rest, 0, (size_t)n);
	r->in.at += (size_t)n + 2;
	return (x);
}

static struct expr *
read_number(struct reader *r)
{
	struct expr	*x = expr_new(r, X_NUMBER);

	x->number = strtod(arena_cstr(r->a, xpath_take_digits(&r->in)), NULL);
	return (x);
}

static struct expr *
read_call(struct reader *r, struct str name)
{
	struct expr	*x = expr_new(r, X_CALL), *arg;

	x->text = name;
	if (xpath_take(&r->in, ")"))
		return (x);
	do {
		arg = read_expr(r, 0);
		if (x->args_n < COUNT_OF(x->args))
			x->args[x->args_n++] = arg;
		else
			x->kind = X_UNKNOWN;
	} while (xpath_take(&r->in, ","));
	xpath_take(&r->in, ")");
	return (x);
}

/* ---- paths */
static void
read_predicates(struct reader *r, struct expr *path, bool last)
{
	const struct node	*saved = r->context;
	struct expr		*test;

	while (xpath_take(&r->in, "[")) {
		r->context = path->node;
		test = read_expr(r, 0);
		r->context = saved;
		xpath_take(&r->in, "]");
		if (path->test != NULL || !last)
			path->tests_more = true;
		path->test = test;
	}
}

static enum path_attr
attr_of(struct str name)
{
	static const struct {
		const char	*name;
		enum path_attr	 attr;
	}	attrs[] = {
		{ "days", ATTR_DAYS }, { "count", ATTR_COUNT }, { "pages", ATTR_PAGES }, { "id", ATTR_ID },
		{ "first-days", ATTR_FIRST_DAYS }, { "last-days", ATTR_LAST_DAYS }, { "grade", ATTR_GRADE },
		{ "today", ATTR_TODAY }, { "today-days", ATTR_TODAY_DAYS },
	};

	for (size_t i = 0; i < COUNT_OF(attrs); i++) {
		if (str_eqc(name, attrs[i].name))
			return (attrs[i].attr);
	}
	return (ATTR_NONE);
}

static bool
read_step(struct reader *r, struct expr *x)
{
	struct str	name;
	bool		sibling;

	if (xpath_take(&r->in, "..")) {
		if (x->node != NULL)
			x->node = x->node->owner;
		return (x->node != NULL);
	}
	if (xpath_peek(&r->in, ".") && !xpath_peek_number(&r->in)) {
		xpath_take(&r->in, ".");
		return (true);
	}
	if (xpath_take(&r->in, "@") || xpath_take(&r->in, "attribute::")) {
		name = xpath_peek_name(&r->in);
		r->in.at += name.n;
		x->attr = attr_of(name);
		return (x->attr != ATTR_NONE);
	}
	sibling = xpath_take(&r->in, "preceding-sibling::") || xpath_take(&r->in, "following-sibling::");
	if (!sibling)
		xpath_take(&r->in, "child::");
	name = xpath_peek_name(&r->in);
	r->in.at += name.n;
	if (name.n == 0)
		return (false);
	if (x->node == NULL)
		x->node = str_eqc(name, "dossier") ? r->t->root : NULL;
	else
		x->node = form_tree_child(sibling ? x->node->owner : x->node, name);
	if (x->node == NULL)
		return (false);
	if (sibling || x->node->repeat)
		x->many = true;
	x->sibling = x->sibling || sibling;
	if (xpath_peek(&r->in, "["))
		read_predicates(r, x, true);
	return (true);
}

static struct expr *
read_path(struct reader *r)
{
	struct expr	*x = expr_new(r, X_PATH);
	bool		 more;

	x->node = r->context;
	if (xpath_take(&r->in, "/"))
		x->node = NULL;
	do {
		if (x->test != NULL)
			x->tests_more = true;
		if (!read_step(r, x)) {
			x->kind = X_UNKNOWN;
			return (x);
		}
		more = xpath_take(&r->in, "/");
	} while (more);
	return (x);
}

static struct expr *
read_primary(struct reader *r)
{
	struct str	 name;
	struct expr	*x;
	size_t		 from;

	xpath_skip_space(&r->in);
	if (r->in.at >= r->in.text.n)
		return (expr_new(r, X_UNKNOWN));
	if (r->in.text.p[r->in.at] == '"' || r->in.text.p[r->in.at] == '\'')
		return (read_literal(r));
	if (xpath_peek_number(&r->in))
		return (read_number(r));
	if (xpath_take(&r->in, "(")) {
		x = read_expr(r, 0);
		xpath_take(&r->in, ")");
		return (x);
	}
	from = r->in.at;
	name = xpath_peek_name(&r->in);
	r->in.at += name.n;
	if (name.n > 0 && xpath_take(&r->in, "("))
		return (read_call(r, name));
	r->in.at = from;
	return (read_path(r));
}

static struct expr *
read_unary(struct reader *r)
{
	struct expr	*x;

	if (!xpath_take(&r->in, "-"))
		return (read_primary(r));
	x = expr_new(r, X_MINUS);
	x->args[0] = r->depth++ < DEPTH_MAX ? read_unary(r) : expr_new(r, X_UNKNOWN);
	x->args_n = 1;
	return (x);
}

static const struct {
	const char	*token;
	enum expr_op	 op;
	unsigned	 level;
} operators[] = {			/* "<=" before "<" */
	{ "or", OP_OR, 0 }, { "and", OP_AND, 1 }, { "!=", OP_NE, 2 }, { "=", OP_EQ, 2 }, { "<=", OP_LE, 3 },
	{ ">=", OP_GE, 3 }, { "<", OP_LT, 3 }, { ">", OP_GT, 3 }, { "+", OP_ADD, 4 }, { "-", OP_SUB, 4 },
	{ "*", OP_MUL, 5 }, { "div", OP_DIV, 5 }, { "mod", OP_MOD, 5 }, { "|", OP_UNION, 6 },
};

#define LEVELS	7

static struct expr *
read_expr(struct reader *r, unsigned level)
{
	struct expr	*x, *y;
	size_t		 i;

	if (level == LEVELS)
		return (read_unary(r));
	if (level == 0 && r->depth++ > DEPTH_MAX) {
		r->in.at = r->in.text.n;
		return (expr_new(r, X_UNKNOWN));
	}
	x = read_expr(r, level + 1);
	for (;;) {
		for (i = 0; i < COUNT_OF(operators); i++) {
			if (operators[i].level == level && take_operator(r, operators[i].token))
				break;
		}
		if (i == COUNT_OF(operators))
			break;
		y = expr_new(r, X_BINARY);
		y->op = operators[i].op;
		y->args[0] = x;
		y->args[1] = read_expr(r, level + 1);
		y->args_n = 2;
		x = y;
	}
	if (level == 0)
		r->depth--;
	return (x);
}

struct expr *
expr_parse(struct arena *a, const struct form_tree *t, struct str text, const struct node *context)
{
	struct reader	 r = { .a = a, .t = t, .in = { .text = text }, .context = context };
	struct expr	*x = read_expr(&r, 0);

	xpath_skip_space(&r.in);
	return (r.in.at >= text.n ? x : expr_new(&r, X_UNKNOWN));
}

bool
expr_is_call(const struct expr *x, const char *name)
{
	return (x->kind == X_CALL && str_eqc(x->text, name));
}

void
expr_key(struct buf *b, const struct expr *x)
{
	switch (x->kind) {
	case X_LITERAL:
		buf_printf(b, "'%.*s'", STR_ARG(x->text));
		break;
	case X_NUMBER:
		buf_printf(b, "%.17g", x->number);
		break;
	case X_PATH:
		buf_printf(b, "#%zu@%d%s%s", x->node == NULL ? 0 : x->node->index, (int)x->attr, x->many ? "*" : "",
		    x->sibling ? "~" : "");
		if (x->test != NULL) {
			buf_byte(b, '[');
			expr_key(b, x->test);
			buf_byte(b, ']');
		}
		break;
	case X_CALL:
		buf_str(b, x->text);
		break;
	case X_BINARY:
		buf_printf(b, "%d", (int)x->op);
		break;
	case X_MINUS:
		buf_byte(b, '-');
		break;
	case X_UNKNOWN:
		buf_printf(b, "?%p", (const void *)x);
		break;
	}
	if (x->args_n == 0)
		return;
	for (size_t i = 0; i < x->args_n; i++) {
		buf_byte(b, i == 0 ? '(' : ',');
		expr_key(b, x->args[i]);
	}
	buf_byte(b, ')');
}
