/* The value of an expression where all answers that it reads are known: XPath 1.0 over texts. */
#include "prove/prove_parts.h"

#include <math.h>
#include <stdlib.h>

#include "core/utf8.h"

struct evaluation {
	struct arena		*a;
	const struct setting	*v;
	size_t			 n;
};

static bool	evaluate(const struct evaluation *e, const struct expr *x, struct value *out);

static double
number_of(const struct evaluation *e, const struct value *v)
{
	struct str	s = str_trim(v->string);

	if (v->kind == VALUE_NUMBER)
		return (v->number);
	if (v->kind == VALUE_BOOLEAN)
		return (v->boolean ? 1 : 0);
	for (size_t i = 0; i < s.n; i++) {
		if (strchr("0123456789.-", s.p[i]) == NULL || (s.p[i] == '-' && i > 0))
			return (NAN);
	}
	return (s.n == 0 || s.n > 30 ? NAN : strtod(arena_cstr(e->a, s), NULL));
}

bool
value_true(const struct value *v)
{
	if (v->kind == VALUE_BOOLEAN)
		return (v->boolean);
	if (v->kind == VALUE_NUMBER)
		return (v->number != 0 && !isnan(v->number));
	return (v->string.n > 0);
}

static struct value
of_boolean(bool yes)
{
	return ((struct value){ .kind = VALUE_BOOLEAN, .boolean = yes });
}

static struct value
of_number(double n)
{
	return ((struct value){ .kind = VALUE_NUMBER, .number = n });
}

static struct value
of_string(struct str s)
{
	return ((struct value){ .kind = VALUE_STRING, .string = s });
}

static bool
by_number(enum expr_op op, double x, double y)
{
	if (op == OP_EQ)
		return (x >= y && x <= y);
	if (op == OP_NE)
		return (!(x >= y && x <= y));
	return (op == OP_LT ? x < y : op == OP_LE ? x <= y : op == OP_GT ? x > y : x >= y);
}

static bool
compare(const struct evaluation *e, enum expr_op op, const struct value *x, const struct value *y)
{
	bool	equal;

	if ((op == OP_EQ || op == OP_NE) && (x->kind == VALUE_BOOLEAN || y->kind == VALUE_BOOLEAN))
		equal = value_true(x) == value_true(y);
	else if ((op == OP_EQ || op == OP_NE) && x->kind == VALUE_STRING && y->kind == VALUE_STRING)
		equal = str_eq(x->string, y->string);
	else
		return (by_number(op, number_of(e, x), number_of(e, y)));
	return (op == OP_EQ ? equal : !equal);
}

static bool
evaluate_binary(const struct evaluation *e, const struct expr *x, struct value *out)
{
	struct value	l, r;
	double		m, n;

	if (!evaluate(e, x->args[0], &l) || !evaluate(e, x->args[1], &r))
		return (false);
	m = number_of(e, &l);
	n = number_of(e, &r);
	switch (x->op) {
	case OP_OR:
		*out = of_boolean(value_true(&l) || value_true(&r));
		return (true);
	case OP_AND:
		*out = of_boolean(value_true(&l) && value_true(&r));
		return (true);
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		*out = of_boolean(compare(e, x->op, &l, &r));
		return (true);
	case OP_ADD:
		*out = of_number(m + n);
		return (true);
	case OP_SUB:
		*out = of_number(m - n);
		return (true);
	case OP_MUL:
		*out = of_number(m * n);
		return (true);
	case OP_DIV:
		*out = of_number(m / n);
		return (true);
	case OP_MOD:
		*out = of_number(fmod(m, n));
		return (true);
	case OP_UNION:
		break;
	}
	return (false);
}

static struct str
squeeze(struct arena *a, struct str s)
{
	char	*out = arena_alloc(a, s.n + 1);
	size_t	 used = 0;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		bool	blank = strchr(" \t\r\n", s.p[i]) != NULL;

		if (!blank)
			out[used++] = s.p[i];
		else if (used > 0 && out[used - 1] != ' ')
			out[used++] = ' ';
	}
	return ((struct str){ out, used });
}

static bool
call_texts(const struct evaluation *e, struct str name, const struct value *v, size_t n, struct value *out)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	ptrdiff_t			at;

	for (size_t i = 0; i < n; i++) {
		if (v[i].kind != VALUE_STRING)
			return (false);
	}
	if (str_eqc(name, "concat")) {
		for (size_t i = 0; i < n; i++)
			buf_str(&b, v[i].string);
		*out = of_string(arena_str(e->a, buf_view(&b)));
		return (true);
	}
	if (n == 1 && str_eqc(name, "string-length"))
		*out = of_number((double)utf8_chars(v[0].string));
	else if (n == 1 && str_eqc(name, "normalize-space"))
		*out = of_string(squeeze(e->a, v[0].string));
	else if (n == 1 && str_eqc(name, "string"))
		*out = v[0];
	else if (n == 2 && str_eqc(name, "contains"))
		*out = of_boolean(str_find(v[0].string, v[1].string) >= 0);
	else if (n == 2 && str_eqc(name, "starts-with"))
		*out = of_boolean(str_starts(v[0].string, v[1].string));
	else if (n == 2 && (str_eqc(name, "substring-before") || str_eqc(name, "substring-after"))) {
		at = str_find(v[0].string, v[1].string);
		if (at < 0)
			*out = of_string(STR(""));
		else if (str_eqc(name, "substring-before"))
			*out = of_string(str_from_to(v[0].string, 0, (size_t)at));
		else
			*out = of_string(str_from_to(v[0].string, (size_t)at + v[1].string.n, v[0].string.n));
	} else {
		return (false);
	}
	return (true);
}

static bool
evaluate_call(const struct evaluation *e, const struct expr *x, struct value *out)
{
	struct value	v[COUNT_OF(x->args)];

	for (size_t i = 0; i < x->args_n; i++) {
		if (!evaluate(e, x->args[i], &v[i]))
			return (false);
	}
	if (x->args_n == 0 && (str_eqc(x->text, "true") || str_eqc(x->text, "false")))
		*out = of_boolean(str_eqc(x->text, "true"));
	else if (x->args_n == 1 && str_eqc(x->text, "not"))
		*out = of_boolean(!value_true(&v[0]));
	else if (x->args_n == 1 && str_eqc(x->text, "boolean"))
		*out = of_boolean(value_true(&v[0]));
	else if (x->args_n == 1 && str_eqc(x->text, "number"))
		*out = of_number(number_of(e, &v[0]));
	else
		return (call_texts(e, x->text, v, x->args_n, out));
	return (true);
}

static bool
evaluate(const struct evaluation *e, const struct expr *x, struct value *out)
{
	switch (x->kind) {
	case X_LITERAL:
		*out = of_string(x->text);
		return (true);
	case X_NUMBER:
		*out = of_number(x->number);
		return (true);
	case X_PATH:
		for (size_t i = 0; i < e->n && !x->many && x->attr == ATTR_NONE; i++) {
			if (e->v[i].node == x->node) {
				*out = of_string(e->v[i].text);
				return (true);
			}
		}
		return (false);
	case X_CALL:
		return (evaluate_call(e, x, out));
	case X_BINARY:
		return (evaluate_binary(e, x, out));
	case X_MINUS:
		if (!evaluate(e, x->args[0], out))
			return (false);
		*out = of_number(-number_of(e, out));
		return (true);
	case X_UNKNOWN:
		break;
	}
	return (false);
}

bool
expr_eval(struct arena *a, const struct expr *x, const struct setting *v, size_t n, struct value *out)
{
	struct evaluation	e = { a, v, n };

	return (evaluate(&e, x, out));
}
