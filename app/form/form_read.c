/* From what people type to the stored form of each type: see form_parts.h. */
#include "form/form_parts.h"

#include <string.h>

#include "core/clock.h"
#include "core/core.h"
#include "core/utf8.h"

bool
read_phone(struct arena *a, struct str s, struct str *out)
{
	struct str	d = text_without(a, s, " .-()");

	if (str_starts(d, STR("+84")))
		d = arena_printf(a, "0%.*s", STR_ARG(str_from_to(d, 3, d.n)));
	else if (str_starts(d, STR("84")) && d.n == 11)
		d = arena_printf(a, "0%.*s", STR_ARG(str_from_to(d, 2, d.n)));
	if (str_starts(d, STR("00")) && d.n == 11)		/* +84 (0)912... */
		d = str_from_to(d, 1, d.n);
	*out = d;
	return (d.n == 10 && text_digits(d) && d.p[0] == '0' && strchr("35789", d.p[1]) != NULL);
}

bool
read_date(struct arena *a, struct str s, struct str *out)
{
	struct str	parts[3], rest, left;
	struct date	d;
	int64_t		day = 0, month = 0, year;
	char		sep;

	*out = s;
	if (date_parse(s, &d))
		return (date_valid(d));
	s = text_without(a, s, " ");
	sep = str_find_byte(s, '/') >= 0 ? '/' : str_find_byte(s, '-') >= 0 ? '-' : '.';
	rest = s;
	str_cut(&rest, sep, &parts[0]);
	str_cut(&rest, sep, &parts[1]);
	if (!str_cut(&rest, sep, &parts[2]) || str_cut(&rest, sep, &left))
		return (false);
	if (!text_digits(parts[0]) || !text_digits(parts[1]) || !str_i64(parts[0], 1, 31, &day) ||
	    !str_i64(parts[1], 1, 12, &month))
		return (false);
	year = text_year(parts[2]);
	d = (struct date){ (int)year, (int)month, (int)day };
	if (year < 1 || !date_valid(d))
		return (false);
	*out = date_iso(a, d);
	return (true);
}

bool
read_integer(struct arena *a, struct str s, bool grouped, struct str *out)
{
	struct str	d = grouped ? text_without(a, s, " .,_") : text_without(a, s, " ");
	int64_t		v;

	if (grouped) {
		const struct str	units[] = { STR("đồng"), STR("vnd"), STR("VND"), STR("đ") };

		for (size_t i = 0; i < COUNT_OF(units); i++) {
			if (str_ends(d, units[i]))
				d = str_from_to(d, 0, d.n - units[i].n);
		}
	}
	*out = s;
	if (!str_i64(d, INT64_C(-1000000000000000), INT64_C(1000000000000000), &v))
		return (false);
	if (d.n == s.n && (d.p[0] != '0' || d.n == 1) && d.p[0] != '-')
		return (true);
	*out = arena_printf(a, "%lld", (long long)v);
	return (true);
}

/* Hundredths: "7,50" and "7.5" are 7.5. */
bool
read_score(struct arena *a, struct str s, struct str *out)
{
	struct str	rest = text_without(a, s, " "), whole, part;
	char		sep = str_find_byte(rest, ',') >= 0 ? ',' : '.';
	int64_t		w, h = 0;

	*out = s;
	str_cut(&rest, sep, &whole);
	part = rest;
	if (!text_digits(whole) || !str_i64(whole, 0, 1000000, &w) || (part.n > 0 && !text_digits(part)))
		return (false);
	while (part.n > 0 && part.p[part.n - 1] == '0')
		part.n--;
	if (part.n > 2)
		return (false);
	if (part.n > 0)
		str_i64(part, 0, 99, &h);
	/* as it is stored already */
	if (sep == '.' && (whole.p[0] != '0' || whole.n == 1) && whole.n + part.n + (part.n > 0) == s.n)
		return (true);
	*out = part.n > 0 ? arena_printf(a, "%lld.%.*s", (long long)w,
	    STR_ARG(part)) : arena_printf(a, "%lld", (long long)w);
	return (true);
}

/* What people write for a part they do not know, in whichever spelling. */
static bool
not_known(struct arena *a, struct str part)
{
	static const char *const	words[] = { "", "0", "00", "x", "xx", "khong ro", "khong nho", "unknown" };
	struct str			folded = utf8_fold(a, part);

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (str_eqc(folded, words[i]))
			return (true);
	}
	return (false);
}

/* YYYY or YYYY-MM, stored already; or 5/1990, ?/5/1990, //1990, 1990. */
bool
read_partial_date(struct arena *a, struct str s, struct str *out)
{
	struct str	parts[4] = { STR_NONE, STR_NONE, STR_NONE, STR_NONE }, rest = s, month = STR_NONE,
	    day = STR_NONE;
	int64_t		m, year;
	size_t		n = 0;

	*out = s;
	if (read_date(a, s, out))
		return (true);
	if (s.n == 7 && s.p[4] == '-' && text_digits(str_from_to(s, 0, 4)) && str_i64(str_from_to(s, 5, 7), 1, 12, &m))
		return (text_year(str_from_to(s, 0, 4)) > 0);
	while (n < COUNT_OF(parts) && str_cut(&rest, str_find_byte(s, '/') >= 0 ? '/' : '.', &parts[n]))
		parts[n] = str_trim(parts[n]), n++;
	if (n == 0 || n > 3)
		return (false);
	year = text_year(parts[n - 1]);
	month = n >= 2 ? parts[n - 2] : STR_NONE;
	day = n == 3 ? parts[0] : STR_NONE;
	if (year < 1 || !not_known(a, day))
		return (false);
	if (not_known(a, month)) {
		*out = arena_printf(a, "%04lld", (long long)year);
		return (true);
	}
	if (!text_digits(month) || !str_i64(month, 1, 12, &m))
		return (false);
	*out = arena_printf(a, "%04lld-%02lld", (long long)year, (long long)m);
	return (true);
}

bool
partial_date_span(struct str stored, struct date *first, struct date *last)
{
	int64_t	year, month;

	if (date_parse(stored, first)) {
		*last = *first;
		return (true);
	}
	if ((stored.n != 4 && stored.n != 7) || !str_i64(str_from_to(stored, 0, 4), 1, 9999, &year))
		return (false);
	if (stored.n == 4) {
		*first = (struct date){ (int)year, 1, 1 };
		*last = (struct date){ (int)year, 12, 31 };
		return (true);
	}
	if (stored.p[4] != '-' || !str_i64(str_from_to(stored, 5, 7), 1, 12, &month))
		return (false);
	*first = *last = (struct date){ (int)year, (int)month, 1 };
	for (last->day = 31; !date_valid(*last); last->day--)
		;
	return (true);
}

/* n digits, however they are grouped. */
bool
read_digits(struct arena *a, struct str s, size_t n, struct str *out)
{
	struct str	bare = text_without(a, s, " .-");

	*out = text_digits(bare) ? bare : s;
	return (bare.n == n && text_digits(bare));
}

/* 0200123456 or 0200123456-001. */
bool
read_tax_number(struct arena *a, struct str s, struct str *out)
{
	struct str	bare = text_without(a, s, " .-");

	*out = s;
	if (!text_digits(bare) || (bare.n != 10 && bare.n != 13))
		return (false);
	*out = bare.n == 10 ? bare : arena_printf(a, "%.10s-%.3s", bare.p, bare.p + 10);
	return (true);
}

/* 10A1, "lớp 10 a1", 12 Toán: the grade, then the class as the school writes it. */
bool
read_class(struct arena *a, struct str s, struct str *out)
{
	static const char *const	heads[] = { "lớp", "Lớp", "LỚP", "lop", "Lop", "class", "Class" };
	struct str			rest = text_tidy(a, s, false), tail;
	int64_t				grade;
	size_t				n = 0;
	bool				plain = true;

	*out = rest;
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		if (str_starts(rest, str_of(heads[i])))
			rest = str_trim(str_from_to(rest, strlen(heads[i]), rest.n));
	}
	while (n < rest.n && n < 2 && rest.p[n] >= '0' && rest.p[n] <= '9')
		n++;
	if (n == 0 || !str_i64(str_from_to(rest, 0, n), 1, 12, &grade))
		return (false);
	tail = str_trim(str_from_to(rest, n, rest.n));
	for (size_t i = 0; i < tail.n; i++)
		plain = plain && (tail.p[i] & 0x80) == 0;
	if (tail.n > 40 || (tail.n > 0 && tail.p[0] >= '0' && tail.p[0] <= '9'))
		return (false);
	*out = plain ? arena_printf(a, "%lld%.*s", (long long)grade,
	    STR_ARG(text_upper(a, text_without(a, tail, " ")))) :
	    arena_printf(a, "%lld %.*s", (long long)grade, STR_ARG(tail));
	return (true);
}

struct str
class_grade(struct str stored)
{
	size_t	n = 0;

	while (n < stored.n && n < 2 && stored.p[n] >= '0' && stored.p[n] <= '9')
		n++;
	return (str_from_to(stored, 0, n));
}
