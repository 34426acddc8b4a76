#include "core/str.h"

struct str
str_of(const char *cstr)
{
	return (cstr == NULL ? STR_NONE : (struct str){ cstr, strlen(cstr) });
}

bool
str_eq(struct str a, struct str b)
{
	return (a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0));
}

bool
str_eqc(struct str a, const char *b)
{
	return (str_eq(a, str_of(b)));
}

int
str_cmp(struct str a, struct str b)
{
	size_t	n = a.n < b.n ? a.n : b.n;
	int	c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (c != 0)
		return (c);
	return (a.n < b.n ? -1 : a.n > b.n);
}

bool
str_starts(struct str s, struct str head)
{
	return (s.n >= head.n && str_eq((struct str){ s.p, head.n }, head));
}

bool
str_ends(struct str s, struct str tail)
{
	return (s.n >= tail.n && str_eq(str_from_to(s, s.n - tail.n, s.n), tail));
}

ptrdiff_t
str_find(struct str s, struct str what)
{
	const char	*p;

	if (what.n == 0)
		return (0);
	if (s.n == 0)
		return (-1);
	p = memmem(s.p, s.n, what.p, what.n);
	return (p == NULL ? -1 : p - s.p);
}

ptrdiff_t
str_find_byte(struct str s, char c)
{
	const char	*p;

	p = s.n == 0 ? NULL : memchr(s.p, c, s.n);
	return (p == NULL ? -1 : p - s.p);
}

struct str
str_from_to(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return ((struct str){ from == 0 ? s.p : s.p + from, to - from });
}

static bool
is_space(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return (s);
}

bool
str_cut(struct str *rest, char sep, struct str *part)
{
	ptrdiff_t	at;

	if (rest->p == NULL) {
		*part = STR_NONE;
		return (false);
	}
	at = str_find_byte(*rest, sep);
	if (at < 0) {
		*part = *rest;
		*rest = STR_NONE;
		return (true);
	}
	*part = str_from_to(*rest, 0, (size_t)at);
	*rest = str_from_to(*rest, (size_t)at + 1, rest->n);
	return (true);
}

bool
str_i64(struct str s, int64_t min, int64_t max, int64_t *out)
{
	bool	negative = s.n > 0 && s.p[0] == '-';
	int64_t	v = 0;
	size_t	i;

	if (s.n == (negative ? 1u : 0u))
		return (false);
	for (i = negative ? 1 : 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
		/* Built below zero, where there is one more value than above. */
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
			return (false);
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, v, &v))
		return (false);
	if (v < min || v > max)
		return (false);
	*out = v;
	return (true);
}
