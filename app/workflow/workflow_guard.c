/*
 * XPath 1.0's grammar for or, and, not(), = and != over one path and one literal. Everything else becomes opaque from
 * its beginning to the next "and", "or" or closing bracket that belongs to it.
 */
#include "workflow/workflow_guard.h"

#include <ctype.h>
#include <string.h>

#include "core/buf.h"

#define DEPTH_MAX	40

struct parser {
	struct guard_vars	*vars;
	struct str		 s;
	size_t			 at;
	unsigned		 depth;
};

static const struct guard	*parse_or(struct parser *p);

static struct guard *
make(struct parser *p, struct guard g)
{
	struct guard	*made = ARENA_NEW(p->vars->a, struct guard);

	*made = g;
	return (made);
}

static void
blanks(struct parser *p)
{
	while (p->at < p->s.n && isspace((unsigned char)p->s.p[p->at]))
		p->at++;
}

static bool
name_byte(char c)
{
	return (isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.' || (unsigned char)c >= 0x80);
}

/* The word, and no longer name that begins with it. */
static bool
word(struct parser *p, const char *w)
{
	size_t	n = strlen(w);

	blanks(p);
	if (p->s.n - p->at < n || memcmp(p->s.p + p->at, w, n) != 0)
		return (false);
	if (name_byte(w[n - 1]) && p->at + n < p->s.n && name_byte(p->s.p[p->at + n]))
		return (false);
	p->at += n;
	return (true);
}

static bool
literal(struct parser *p, struct str *out)
{
	size_t	end;

	blanks(p);
	if (p->at >= p->s.n || (p->s.p[p->at] != '\'' && p->s.p[p->at] != '"'))
		return (false);
	for (end = p->at + 1; end < p->s.n && p->s.p[end] != p->s.p[p->at]; end++)
		;
	if (end >= p->s.n)
		return (false);
	*out = str_from_to(p->s, p->at + 1, end);
	p->at = end + 1;
	return (true);
}

/* Steps by child and attribute only: no predicate, no wildcard, no "..", no "//", nothing called. */
static bool
path(struct parser *p, struct str *out)
{
	size_t		from, end;
	bool		step = false;
	struct str	s;

	blanks(p);
	from = end = p->at;
	for (; end < p->s.n && (name_byte(p->s.p[end]) || p->s.p[end] == '/' || p->s.p[end] == '@'); end++) {
		if (p->s.p[end] == '/' && end > from && p->s.p[end - 1] == '/')
			return (false);
		step = step || isalpha((unsigned char)p->s.p[end]);
	}
	s = str_from_to(p->s, from, end);
	if (!step || isdigit((unsigned char)s.p[0]) || str_find(s, STR("..")) >= 0)
		return (false);
	p->at = end;
	blanks(p);
	if (p->at < p->s.n && strchr("(:[*", p->s.p[p->at]) != NULL)
		return (false);
	*out = str_starts(s, STR("/dossier/")) ? str_from_to(s, 9, s.n) : s;
	return (true);
}

/* SIZE_MAX: more literals than are followed. */
static size_t
value_of(struct guard_vars *vars, struct guard_var *v, struct str value)
{
	for (size_t i = 0; i < v->value_n; i++) {
		if (str_eq(v->value[i], value))
			return (i);
	}
	if (v->value_n == GUARD_VALUES_MAX)
		return (SIZE_MAX);
	if (v->value == NULL)
		v->value = ARENA_ARRAY(vars->a, struct str, GUARD_VALUES_MAX);
	v->value[v->value_n] = arena_str(vars->a, value);
	return (v->value_n++);
}

static size_t
var_of(struct guard_vars *vars, struct str name, enum guard_kind kind)
{
	struct guard_var	*more;

	for (size_t i = 0; i < vars->n; i++) {
		if (vars->v[i].kind == kind && str_eq(vars->v[i].path, name))
			return (i);
	}
	if (vars->n == vars->cap) {
		vars->cap = vars->cap == 0 ? 8 : 2 * vars->cap;
		more = ARENA_ARRAY(vars->a, struct guard_var, vars->cap);
		if (vars->n > 0)
			memcpy(more, vars->v, vars->n * sizeof(*more));
		vars->v = more;
	}
	vars->v[vars->n] = (struct guard_var){ .path = arena_str(vars->a, name), .kind = kind };
	return (vars->n++);
}

static enum guard_kind
kind_of(struct str name)
{
	if (str_eqc(name, "process/@outcome"))
		return (GUARD_OUTCOME);
	if (str_eqc(name, "process/@node"))
		return (GUARD_NODE);
	return (str_starts(name, STR("process/")) ? GUARD_FACT : GUARD_FIELD);
}

/* One side and the other: at least one of them a literal. */
static const struct guard *
compare(struct parser *p)
{
	struct str	one, two, name;
	size_t		value, var;
	bool		same, first = literal(p, &one), second;

	if (!first && !path(p, &name))
		return (NULL);
	same = word(p, "=");
	if (!same && !word(p, "!="))
		return (NULL);
	second = literal(p, &two);
	if (!second && (!first || !path(p, &name)))
		return (NULL);
	blanks(p);
	if (p->at < p->s.n && p->s.p[p->at] != ')' && !isalpha((unsigned char)p->s.p[p->at]))
		return (NULL);
	if (first && second)
		return (make(p, (struct guard){ .op = str_eq(one, two) == same ? GUARD_TRUE : GUARD_FALSE }));
	if (kind_of(name) == GUARD_FACT)
		return (NULL);
	var = var_of(p->vars, name, kind_of(name));
	value = value_of(p->vars, &p->vars->v[var], first ? one : two);
	if (value == SIZE_MAX)
		return (NULL);
	return (make(p, (struct guard){ .op = same ? GUARD_IS : GUARD_IS_NOT, .var = var, .value = value }));
}

/*
 * path = 'literal', 'literal' = path, 'literal' = 'literal'; != alike. NULL, and nothing is read, when it is
 * another.
 */
static const struct guard *
comparison(struct parser *p)
{
	size_t			 from = p->at;
	const struct guard	*g = compare(p);

	if (g == NULL)
		p->at = from;
	return (g);
}

static bool
at_connective(const struct parser *p, size_t i)
{
	struct parser	look = *p;

	look.at = i;
	if (i == 0 || name_byte(p->s.p[i - 1]) || p->s.p[i - 1] == '/' || p->s.p[i - 1] == '@' || p->s.p[i - 1] == ':')
		return (false);
	return (isalpha((unsigned char)p->s.p[i]) && (word(&look, "and") || word(&look, "or")));
}

/* Equal texts, blanks aside, are one variable. */
static struct str
squeezed(struct parser *p, struct str s)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	for (size_t i = 0; i < s.n; i++) {
		if (!isspace((unsigned char)s.p[i]))
			buf_byte(&b, s.p[i]);
	}
	return (arena_str(p->vars->a, buf_view(&b)));
}

static const struct guard *
opaque(struct parser *p)
{
	size_t		from = p->at;
	unsigned	open = 0;
	char		quote = '\0';
	struct str	s;
	bool		fact;

	for (; p->at < p->s.n; p->at++) {
		char	c = p->s.p[p->at];

		if (quote != '\0') {
			quote = c == quote ? '\0' : quote;
			continue;
		}
		if (c == '\'' || c == '"')
			quote = c;
		else if (c == '(' || c == '[')
			open++;
		else if (open > 0 && (c == ')' || c == ']'))
			open--;
		else if (open == 0 && (c == ')' || (p->at > from && at_connective(p, p->at))))
			break;
	}
	s = squeezed(p, str_from_to(p->s, from, p->at));
	fact = str_find(s, STR("process/")) >= 0;
	return (make(p, (struct guard){ .op = GUARD_HOLDS, .var = var_of(p->vars, s, fact ? GUARD_FACT :
	    GUARD_OPAQUE) }));
}

static const struct guard *
bracketed(struct parser *p, size_t from)
{
	const struct guard	*g;

	if (p->depth == DEPTH_MAX)
		return (NULL);
	p->depth++;
	g = parse_or(p);
	p->depth--;
	if (!word(p, ")")) {
		p->at = from;
		return (NULL);
	}
	blanks(p);
	/* "(a) = b" is no guard in brackets, nor is not(a) + 1. */
	if (p->at < p->s.n && p->s.p[p->at] != ')' && !at_connective(p, p->at)) {
		p->at = from;
		return (NULL);
	}
	return (g);
}

static const struct guard *
parse_one(struct parser *p)
{
	const struct guard	*g;
	size_t			 from;

	blanks(p);
	from = p->at;
	if (word(p, "not") && word(p, "(") && (g = bracketed(p, from)) != NULL)
		return (make(p, (struct guard){ .op = GUARD_NOT, .left = g }));
	p->at = from;
	if (word(p, "(") && (g = bracketed(p, from)) != NULL)
		return (g);
	p->at = from;
	for (int t = 0; t < 2; t++) {
		if (word(p, t == 0 ? "true" : "false") && word(p, "(") && word(p, ")")) {
			blanks(p);
			if (p->at == p->s.n || p->s.p[p->at] == ')' || at_connective(p, p->at))
				return (make(p, (struct guard){ .op = t == 0 ? GUARD_TRUE : GUARD_FALSE }));
		}
		p->at = from;
	}
	g = comparison(p);
	return (g != NULL ? g : opaque(p));
}

static const struct guard *
parse_and(struct parser *p)
{
	const struct guard	*g = parse_one(p);

	while (word(p, "and"))
		g = make(p, (struct guard){ .op = GUARD_AND, .left = g, .right = parse_one(p) });
	return (g);
}

static const struct guard *
parse_or(struct parser *p)
{
	const struct guard	*g = parse_and(p);

	while (word(p, "or"))
		g = make(p, (struct guard){ .op = GUARD_OR, .left = g, .right = parse_and(p) });
	return (g);
}

const struct guard *
guard_parse(struct guard_vars *vars, struct str condition)
{
	struct parser		 p = { .vars = vars, .s = condition };
	const struct guard	*g = parse_or(&p);

	blanks(&p);
	if (p.at == condition.n)
		return (g);
	/* A stray bracket: XPath has refused it already, or it is no plain condition. */
	return (make(&p, (struct guard){ .op = GUARD_HOLDS, .var = var_of(vars, squeezed(&p, condition),
	    GUARD_FACT) }));
}

bool
guard_holds(const struct guard *g, guard_ask ask, void *data)
{
	switch (g->op) {
	case GUARD_TRUE:
		return (true);
	case GUARD_FALSE:
		return (false);
	case GUARD_IS:
		return (ask(data, g->var) == g->value);
	case GUARD_IS_NOT:
		return (ask(data, g->var) != g->value);
	case GUARD_HOLDS:
		return (ask(data, g->var) == 1);
	case GUARD_NOT:
		return (!guard_holds(g->left, ask, data));
	case GUARD_AND:
		return (guard_holds(g->left, ask, data) && guard_holds(g->right, ask, data));
	case GUARD_OR:
		return (guard_holds(g->left, ask, data) || guard_holds(g->right, ask, data));
	}
	return (false);
}

void
guard_reads(const struct guard *g, bool *seen)
{
	if (g->op == GUARD_IS || g->op == GUARD_IS_NOT || g->op == GUARD_HOLDS)
		seen[g->var] = true;
	if (g->left != NULL)
		guard_reads(g->left, seen);
	if (g->right != NULL)
		guard_reads(g->right, seen);
}

bool
guard_plain(const struct guard_vars *vars, const struct guard *g)
{
	bool	reads = g->op == GUARD_IS || g->op == GUARD_IS_NOT || g->op == GUARD_HOLDS;

	if (reads && vars->v[g->var].kind != GUARD_OUTCOME && vars->v[g->var].kind != GUARD_NODE)
		return (false);
	return ((g->left == NULL || guard_plain(vars, g->left)) && (g->right == NULL || guard_plain(vars, g->right)));
}
