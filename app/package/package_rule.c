#include "package/package_rule.h"

#include "core/buf.h"
#include "core/clock.h"

#define AGE_MAX		130

/* How a comparison is written: P the field's path, V the value. */
static const struct {
	const char	*name;
	const char	*text;
	const char	*types;		/* those it fits, " text choice " */
	bool		 value;
}	hows[RULE_HOW__MAX] = {
	[RULE_FILLED] = { "filled", "P != ''", "*", false },
	[RULE_EMPTY] = { "empty", "not(P != '')", "*", false },
	[RULE_IS] = { "is", "P = V", " text choice yes-no integer money score year phone email personal-id ", true },
	[RULE_IS_NOT] = { "is_not", "not(P = V)",
	    " text choice yes-no integer money score year phone email personal-id ", true },
	[RULE_HAS] = { "has", "contains(concat(' ', P, ' '), ' V ')", " choices ", true },
	[RULE_HAS_NOT] = { "has_not", "not(contains(concat(' ', P, ' '), ' V '))", " choices ", true },
	[RULE_LESS] = { "less", "P < V", " integer money score year ", true },
	[RULE_AT_MOST] = { "at_most", "P <= V", " integer money score year ", true },
	[RULE_AT_LEAST] = { "at_least", "P >= V", " integer money score year ", true },
	[RULE_MORE] = { "more", "P > V", " integer money score year ", true },
	[RULE_BEFORE] = { "before", "translate(P, '-', '') < V", " date ", true },
	[RULE_NOT_AFTER] = { "not_after", "translate(P, '-', '') <= V", " date ", true },
	[RULE_NOT_BEFORE] = { "not_before", "translate(P, '-', '') >= V", " date ", true },
	[RULE_AFTER] = { "after", "translate(P, '-', '') > V", " date ", true },
	[RULE_PAST] = { "past", "P/@days < /dossier/@today-days", " date ", false },
	[RULE_FUTURE] = { "future", "P/@days >= /dossier/@today-days", " date ", false },
	[RULE_AGE] = { "age", "translate(/dossier/@today, '-', '') - translate(P, '-', '') >= V", " date ", true },
	[RULE_AGE_UNDER] = { "age_under", "translate(/dossier/@today, '-', '') - translate(P, '-', '') < V", " date ",
	    true },
};

bool
rule_fits(enum rule_how how, struct str type)
{
	char	word[48];

	/* Whether a file is there is a matter of its count; a group has no value. */
	if (type.n == 0)
		return (false);
	if (strcmp(hows[how].types, "*") == 0)
		return (true);
	snprintf(word, sizeof(word), " %.*s ", STR_ARG(type));
	return (str_find(str_of(hows[how].types), str_of(word)) >= 0);
}

bool
rule_wants_value(enum rule_how how)
{
	return (hows[how].value);
}

const char *
rule_how_name(enum rule_how how)
{
	return (hows[how].name);
}

bool
rule_how_of(struct str name, enum rule_how *out)
{
	for (int i = 0; i < RULE_HOW__MAX; i++) {
		if (str_eqc(name, hows[i].name)) {
			*out = (enum rule_how)i;
			return (true);
		}
	}
	return (false);
}

/* ---- paths */

static size_t
parts_of(struct str path)
{
	size_t	n = path.n > 0;

	for (size_t i = 0; i < path.n; i++)
		n += path.p[i] == '.';
	return (n);
}

static struct str
slashes(struct arena *a, struct str path)
{
	char	*copy = arena_alloc(a, path.n + 1);

	for (size_t i = 0; i < path.n; i++)
		copy[i] = path.p[i] == '.' ? '/' : path.p[i];
	return ((struct str){ copy, path.n });
}

static bool
is_within(const xmlNode *n, const xmlNode *above)
{
	while (n != NULL && n != above)
		n = n->parent;
	return (n != NULL);
}

/* A constraint is evaluated at its field. */
static const xmlNode *
context_of(const xmlNode *at)
{
	return (xml_is(at, "constraint") ? at->parent : at);
}

/* From the element at to a field: within the same row by way of the row, else from the top. */
static struct str
path_from(struct arena *a, const xmlNode *at, const struct package_field *f)
{
	struct str	here, row, rest;
	struct buf auto_(buf_free) b = BUF_INIT;

	if (at == f->node)
		return (STR("."));
	if (f->rows == NULL || !is_within(at, f->rows))
		return (arena_printf(a, "/dossier/%.*s", STR_ARG(slashes(a, f->path))));
	here = package_data_path(a, at);
	row = package_data_path(a, f->rows);
	for (size_t i = parts_of(row); i < parts_of(here); i++)
		buf_cstr(&b, "../");
	rest = str_from_to(f->path, row.n + 1, f->path.n);
	return (arena_printf(a, "%.*s%.*s", STR_ARG(buf_view(&b)), STR_ARG(slashes(a, rest))));
}

/* Another way to write it: by way of the group that both stand in. */
static struct str
path_beside(struct arena *a, const xmlNode *at, const struct package_field *f)
{
	struct str	here = package_data_path(a, at);
	ptrdiff_t	end = -1;

	for (size_t i = 0; i < here.n; i++)
		if (here.p[i] == '.')
			end = (ptrdiff_t)i;
	if (!xml_is(at, "field") || end < 0 || !str_starts(f->path, str_from_to(here, 0, (size_t)end + 1)))
		return (STR_NONE);
	return (arena_printf(a, "../%.*s", STR_ARG(slashes(a, str_from_to(f->path, (size_t)end + 1, f->path.n)))));
}

/* ---- values */

static bool
is_number_type(struct str type)
{
	return (str_eqc(type, "integer") || str_eqc(type, "money") || str_eqc(type, "score") || str_eqc(type,
	    "year"));
}

static bool
is_number(struct str s)
{
	size_t	digits = 0, dots = 0, i = str_starts(s, STR("-"));

	for (; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		dots += s.p[i] == '.';
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
			return (false);
	}
	return (digits > 0 && digits < 16 && dots < 2 && s.p[s.n - 1] != '.');
}

/* As it stands in the expression. STR_NONE: it can't. */
static struct str
value_written(struct arena *a, enum rule_how how, struct str type, struct str v)
{
	struct date	d;
	int64_t		years;

	if (how == RULE_AGE || how == RULE_AGE_UNDER)
		return (str_i64(v, 1, AGE_MAX, &years) ? arena_printf(a, "%lld", (long long)years * 10000) :
		    STR_NONE);
	if (str_eqc(type, "date"))
		return (date_parse(v, &d) ? arena_printf(a, "%04d%02d%02d", d.year, d.month, d.day) : STR_NONE);
	if (is_number_type(type))
		return (is_number(v) ? v : STR_NONE);
	if (how == RULE_HAS || how == RULE_HAS_NOT)
		return (v.n > 0 && str_find_byte(v, '\'') < 0 && str_find_byte(v, ' ') < 0 ? v : STR_NONE);
	if (v.n == 0 || (str_find_byte(v, '\'') >= 0 && str_find_byte(v, '"') >= 0))
		return (STR_NONE);
	return (arena_printf(a, str_find_byte(v, '\'') < 0 ? "'%.*s'" : "\"%.*s\"", STR_ARG(v)));
}

/* And back. */
static struct str
value_read(struct arena *a, enum rule_how how, struct str type, struct str v)
{
	int64_t		n;

	if (how == RULE_AGE || how == RULE_AGE_UNDER)
		return (str_i64(v, 10000, AGE_MAX * 10000, &n) && n % 10000 == 0 ?
		    arena_printf(a, "%lld", (long long)(n / 10000)) : STR_NONE);
	if (str_eqc(type, "date"))
		return (v.n == 8 && str_i64(v, 10000101, 99991231, &n) ? arena_printf(a, "%.*s-%.*s-%.*s", 4, v.p, 2,
		    v.p + 4, 2, v.p + 6) : STR_NONE);
	if (is_number_type(type))
		return (is_number(v) ? v : STR_NONE);
	if (how == RULE_HAS || how == RULE_HAS_NOT)
		return (v);
	if (v.n < 3 || (v.p[0] != '\'' && v.p[0] != '"') || v.p[v.n - 1] != v.p[0] ||
	    str_find_byte(str_from_to(v, 1, v.n - 1), v.p[0]) >= 0)
		return (STR_NONE);
	return (str_from_to(v, 1, v.n - 1));
}

/* ---- writing */

static struct str
term_text(struct arena *a, enum rule_how how, struct str type, struct str path, struct str value)
{
	struct buf auto_(buf_free)	b = BUF_INIT;
	const char			*text = hows[how].text;

	if (str_eqc(type, "file"))
		text = how == RULE_FILLED ? "P/@count > 0" : "P/@count = 0";
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == 'P')
			buf_str(&b, path);
		else if (*p == 'V')
			buf_str(&b, value);
		else
			buf_byte(&b, *p);
	}
	return (arena_str(a, buf_view(&b)));
}

static const struct package_field *
field_of(const struct package_field *fields, size_t n, struct str path)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(fields[i].path, path) && fields[i].type.n > 0)
			return (&fields[i]);
	return (NULL);
}

int
rule_compose(struct arena *a, const xmlNode *at, const struct package_field *fields, size_t n,
    const struct rule *rule,
    struct str *out, size_t *wrong)
{
	struct buf auto_(buf_free)	b = BUF_INIT;
	const struct package_field	*f;
	struct str			value;

	at = context_of(at);
	if (rule->always) {
		*out = STR("true()");
		return (0);
	}
	for (size_t i = 0; i < rule->n; i++) {
		const struct rule_term	*t = &rule->terms[i];

		*wrong = i;
		f = field_of(fields, n, t->path);
		if (f == NULL)
			return (RULE_E_FIELD);
		if (!rule_fits(t->how, f->type))
			return (RULE_E_HOW);
		value = hows[t->how].value ? value_written(a, t->how, f->type, str_trim(t->value)) : STR("");
		if (value.p == NULL)
			return (RULE_E_VALUE);
		if (i > 0)
			buf_cstr(&b, rule->any ? " or " : " and ");
		buf_str(&b, term_text(a, t->how, f->type, path_from(a, at, f), value));
	}
	*out = arena_str(a, buf_view(&b));
	return (0);
}

/* ---- reading */

/* Runs of blanks to one, but not in literals. */
static struct str
tidy(struct arena *a, struct str s)
{
	char	*out = arena_alloc(a, s.n + 1), quote = 0;
	size_t	 used = 0;

	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		bool	space = quote == 0 && strchr(" \t\r\n", s.p[i]) != NULL;

		if (quote == 0 && (s.p[i] == '\'' || s.p[i] == '"'))
			quote = s.p[i];
		else if (quote != 0 && s.p[i] == quote)
			quote = 0;
		if (!space || out[used - 1] != ' ')
			out[used++] = space ? ' ' : s.p[i];
	}
	return ((struct str){ out, used });
}

/* Does text fit the pattern with P, and V for anything? *value is what V stood for. */
static bool
text_fits(struct arena *a, struct str text, enum rule_how how, struct str type, struct str path, struct str *value)
{
	struct str	whole = term_text(a, how, type, path, STR("\001"));
	ptrdiff_t	at = str_find_byte(whole, '\001');
	struct str	head, tail;

	*value = STR("");
	if (at < 0)
		return (str_eq(whole, text));
	head = str_from_to(whole, 0, (size_t)at);
	tail = str_from_to(whole, (size_t)at + 1, whole.n);
	if (text.n < head.n + tail.n + 1 || !str_starts(text, head) || !str_ends(text, tail))
		return (false);
	*value = value_read(a, how, type, str_from_to(text, head.n, text.n - tail.n));
	return (value->p != NULL);
}

static bool
term_parse(struct arena *a, const xmlNode *at, const struct package_field *fields, size_t n, struct str text,
    struct rule_term *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct package_field	*f = &fields[i];
		struct str			 paths[] = { path_from(a, at, f), path_beside(a, at, f) };

		for (size_t k = 0; k < COUNT_OF(paths) * RULE_HOW__MAX; k++) {
			enum rule_how	how = (enum rule_how)(k % RULE_HOW__MAX);
			struct str	path = paths[k / RULE_HOW__MAX];

			if (path.n > 0 && rule_fits(how, f->type) && text_fits(a, text, how, f->type, path,
			    &out->value)) {
				out->path = f->path;
				out->how = how;
				return (true);
			}
		}
	}
	return (false);
}

/* The next part before a joint that stands outside of brackets and literals. */
static bool
part_cut(struct str *rest, struct str joint, struct str *part)
{
	unsigned	depth = 0;
	char		quote = 0;

	if (rest->n == 0)
		return (false);
	for (size_t i = 0; i < rest->n; i++) {
		char	c = rest->p[i];

		if (quote != 0) {
			quote = c == quote ? 0 : quote;
		} else if (c == '\'' || c == '"') {
			quote = c;
		} else if (c == '(' || c == '[') {
			depth++;
		} else if ((c == ')' || c == ']') && depth > 0) {
			depth--;
		} else if (depth == 0 && str_starts(str_from_to(*rest, i, rest->n), joint)) {
			*part = str_from_to(*rest, 0, i);
			*rest = str_from_to(*rest, i + joint.n, rest->n);
			return (true);
		}
	}
	*part = *rest;
	*rest = STR_NONE;
	return (true);
}

bool
rule_parse(struct arena *a, const xmlNode *at, const struct package_field *fields, size_t n, struct str text,
    struct rule *out)
{
	struct str	rest = tidy(a, text), part, first;

	at = context_of(at);
	*out = (struct rule){ .always = str_eqc(rest, "true()") };
	if (out->always || rest.n == 0)
		return (true);
	first = rest;
	part_cut(&first, STR(" or "), &part);
	out->any = first.n > 0;
	while (part_cut(&rest, out->any ? STR(" or ") : STR(" and "), &part)) {
		if (out->n == RULE_TERMS_MAX || !term_parse(a, at, fields, n, part, &out->terms[out->n]))
			return (false);
		out->n++;
	}
	return (true);
}
