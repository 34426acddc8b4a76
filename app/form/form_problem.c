/* What is wrong with one stored value: the id of the message that says the fix. */
#include "form/form_model.h"
#include "form/form_parts.h"

#include "core/utf8.h"

static struct str
count_text(struct arena *a, size_t n)
{
	return (arena_printf(a, "%zu", n));
}

/* Weights of the first nine digits; the tenth is 10 minus the sum's rest by 11 (General Department of Taxation). */
static bool
tax_number_ok(struct str s)
{
	static const int	weights[] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };
	int			sum = 0;

	for (size_t i = 0; i < COUNT_OF(weights); i++)
		sum += (s.p[i] - '0') * weights[i];
	return (10 - sum % 11 == s.p[9] - '0');
}

static const char *
digits_problem(struct arena *a, struct str value, const char *digits, const char *other, struct str *one)
{
	struct str	bare = text_without(a, value, " .-");

	if (!text_digits(bare))
		return (other);
	*one = count_text(a, bare.n);
	return (digits);
}

/* Below 100 the first three digits are the province where the birth was registered; from 100 on, another country. */
static bool
province_known(const struct node *field, struct str id)
{
	return (field->choices_n == 0 || id.p[0] != '0' || choice_find(field, str_from_to(id, 0, 3)) != NULL);
}

static const char *
canonical_problem(const struct node *field, struct str value, struct str *one)
{
	if (field->type == TYPE_PERSONAL_ID && !province_known(field, value)) {
		*one = str_from_to(value, 0, 3);
		return ("personal-id-province");
	}
	if (field->type == TYPE_TAX_NUMBER && !tax_number_ok(value)) {
		*one = value;
		return ("tax-number-check");
	}
	if (field->type == TYPE_PERSON_NAME && !name_ok(value))
		return ("person-name");
	return (NULL);
}

static const char *
personal_id_problem(struct arena *a, struct str value, struct str *one)
{
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return ("personal-id-other");
	}
	*one = count_text(a, value.n);
	return ("personal-id-digits");
}

/* Which part to complain about; a date with all parts is not a real one. */
static const char *
date_problem(struct arena *a, struct str value, struct str *one)
{
	static const char *const	missing[] = { "date-day", "date-month", "date-year" };
	struct str			parts[3];

	type_date_split(a, value, parts);
	for (size_t i = 0; i < COUNT_OF(missing); i++) {
		if (parts[i].n == 0 && str_find_byte(value, '/') >= 0)
			return (missing[i]);
	}
	*one = value;
	return ("date-real");
}

/* The year alone must be there; with day, month and year it is a date that is not real. */
static const char *
partial_date_problem(struct arena *a, struct str value)
{
	struct str	parts[3];

	type_date_split(a, value, parts);
	if (str_find_byte(value, '/') >= 0 && parts[2].n == 0)
		return ("date-year");
	return (parts[0].n > 0 && parts[1].n > 0 && parts[2].n > 0 ? "date-real" : "partial-date");
}

/* One @, something before it, a dot after it with letters on both sides: the rest the mail server knows better. */
static bool
email_ok(struct str s)
{
	ptrdiff_t	at = str_find_byte(s, '@');
	struct str	host;
	ptrdiff_t	dot;

	if (at < 1 || s.n > 254)
		return (false);
	host = str_from_to(s, (size_t)at + 1, s.n);
	dot = str_find_byte(host, '.');
	return (dot > 0 && (size_t)dot + 1 < host.n && str_find_byte(host, '@') < 0 && host.p[host.n - 1] != '.' &&
	    str_find(host, STR("..")) < 0);
}

static const char *
range_problem(struct arena *a, const struct node *field, struct str value, struct str *one, struct str *two)
{
	struct str	whole, rest = value;
	int64_t		v = 0;
	bool		part;

	if (!field->has_min && !field->has_max)
		return (NULL);
	str_cut(&rest, '.', &whole);
	part = rest.n > 0;		/* of a score: never negative */
	str_i64(whole, INT64_MIN, INT64_MAX, &v);
	*two = value;
	if (field->has_min && v < field->min) {
		*one = arena_printf(a, "%lld", (long long)field->min);
		return ("min");
	}
	if (field->has_max && (v > field->max || (v == field->max && part))) {
		*one = arena_printf(a, "%lld", (long long)field->max);
		return ("max");
	}
	return (NULL);
}

static const char *
text_problem(struct arena *a, const struct node *field, struct str value, struct str *one, struct str *two)
{
	size_t	n = utf8_chars(value);

	if (field->type != TYPE_LONG_TEXT && str_find_byte(value, '\n') >= 0)
		return ("one-line");
	if ((int64_t)n <= field->chars_max)
		return (NULL);
	*one = arena_printf(a, "%lld", (long long)field->chars_max);
	*two = count_text(a, n);
	return ("chars-max");
}

const char *
type_problem(struct arena *a, const struct node *field, struct str value, struct str *one, struct str *two)
{
	struct str	 canonical;
	const char	*id;

	*one = *two = STR_NONE;
	if (value.n == 0 || field->type == TYPE_FILE)
		return (NULL);
	if (!type_normalise(a, field, value, &canonical) || !str_eq(canonical, value)) {
		*one = value;
		switch (field->type) {
		case TYPE_PERSONAL_ID:
			return (personal_id_problem(a, value, one));
		case TYPE_OLD_ID:
			return (digits_problem(a, value, "old-id-digits", "old-id-other", one));
		case TYPE_TAX_NUMBER:
			return (digits_problem(a, value, "tax-number-digits", "tax-number-other", one));
		case TYPE_DATE:
			return (date_problem(a, value, one));
		case TYPE_PARTIAL_DATE:
			return (partial_date_problem(a, value));
		case TYPE_CLASS:
			return ("class");
		case TYPE_PHONE:
			return ("phone");
		case TYPE_EMAIL:
			return ("email");
		case TYPE_YEAR:
			return ("year");
		case TYPE_INTEGER:
			return ("integer");
		case TYPE_MONEY:
			return ("money");
		case TYPE_SCORE:
			return ("score");
		case TYPE_CHOICE:
		case TYPE_CHOICES:
		case TYPE_YES_NO:
			return ("choice");
		case TYPE_TEXT:
		case TYPE_LONG_TEXT:
		case TYPE_PERSON_NAME:
		case TYPE_FILE:
		case TYPE__MAX:
			break;
		}
	}
	if (field->type == TYPE_EMAIL && !email_ok(value))
		return ("email");
	id = canonical_problem(field, value, one);
	if (id != NULL)
		return (id);
	if (field->type == TYPE_INTEGER || field->type == TYPE_MONEY || field->type == TYPE_SCORE ||
	    field->type == TYPE_YEAR)
		return (range_problem(a, field, value, one, two));
	return (text_problem(a, field, value, one, two));
}
