/*
 * The types of fields: what people type, what is stored, what is shown.
 * Stored forms: personal-id 12 digits; old-id 9 digits; tax-number 0200123456 or 0200123456-001; phone 10 digits; date
 * YYYY-MM-DD; partial-date also YYYY-MM or YYYY; year 4 digits; class 10A1; integer and money digits with an optional
 * minus; score with a dot and no needless zeros; yes-no "yes" or "no"; choices "a b" in the order of the form.
 */
#include "form/form_model.h"
#include "form/form_parts.h"

#include "core/buf.h"
#include "core/utf8.h"

const char *const field_type_words[TYPE__MAX] = {
	[TYPE_TEXT] = "text", [TYPE_LONG_TEXT] = "long-text", [TYPE_PERSON_NAME] = "person-name",
	[TYPE_PERSONAL_ID] = "personal-id", [TYPE_OLD_ID] = "old-id", [TYPE_TAX_NUMBER] = "tax-number",
	[TYPE_PHONE] = "phone", [TYPE_EMAIL] = "email", [TYPE_DATE] = "date", [TYPE_PARTIAL_DATE] = "partial-date",
	[TYPE_YEAR] = "year", [TYPE_CHOICE] = "choice", [TYPE_CHOICES] = "choices", [TYPE_CLASS] = "class",
	[TYPE_INTEGER] = "integer", [TYPE_MONEY] = "money", [TYPE_SCORE] = "score", [TYPE_YES_NO] = "yes-no",
	[TYPE_FILE] = "file",
};

enum field_type
type_of(struct str word)
{
	for (int i = 0; i < TYPE__MAX; i++) {
		if (str_eqc(word, field_type_words[i]))
			return ((enum field_type)i);
	}
	return (TYPE_TEXT);
}

struct str
type_date_join(struct arena *a, struct str day, struct str month, struct str year)
{
	struct str	d = text_clean(a, day), m = text_clean(a, month), y = text_clean(a, year);

	if (d.n == 0 && m.n == 0 && y.n == 0)
		return (STR(""));
	return (arena_printf(a, "%.*s/%.*s/%.*s", STR_ARG(d), STR_ARG(m), STR_ARG(y)));
}

bool
type_has_parts(const struct node *field)
{
	return (field->type == TYPE_DATE || field->type == TYPE_PARTIAL_DATE);
}

/* Parts as they are shown in the three inputs, from a stored date or from what could not be understood. */
void
type_date_split(struct arena *a, struct str value, struct str parts[3])
{
	struct str	rest = value;
	struct date	d, last;

	parts[0] = parts[1] = parts[2] = STR_NONE;
	if (date_parse(value, &d)) {
		parts[0] = arena_printf(a, "%d", d.day);
		parts[1] = arena_printf(a, "%d", d.month);
		parts[2] = arena_printf(a, "%d", d.year);
		return;
	}
	if (str_find_byte(value, '/') < 0 && partial_date_span(value, &d, &last)) {
		if (value.n == 7)
			parts[1] = arena_printf(a, "%d", d.month);
		parts[2] = arena_printf(a, "%d", d.year);
		return;
	}
	for (size_t i = 0; i < 2; i++)
		str_cut(&rest, '/', &parts[i]);
	parts[2] = rest;
}

const struct choice *
choice_find(const struct node *field, struct str value)
{
	for (size_t i = 0; i < field->choices_n; i++) {
		if (str_eq(field->choices[i].value, value))
			return (&field->choices[i]);
	}
	return (NULL);
}

bool
type_has(const struct node *field, struct str tokens, struct str value)
{
	struct str	part;

	if (field->type != TYPE_CHOICES)
		return (str_eq(tokens, value));
	while (str_cut(&tokens, ' ', &part)) {
		if (str_eq(part, value))
			return (true);
	}
	return (false);
}

/* In the order of the form, each once; unknown ones last, to be reported. */
static bool
read_choices(struct arena *a, const struct node *field, struct str s, struct str *out)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct str			rest = s, part;
	bool				known = true;

	for (size_t i = 0; i < field->choices_n; i++) {
		if (type_has(field, s, field->choices[i].value)) {
			if (b.n > 0)
				buf_byte(&b, ' ');
			buf_str(&b, field->choices[i].value);
		}
	}
	while (str_cut(&rest, ' ', &part)) {
		if (part.n > 0 && choice_find(field, part) == NULL) {
			buf_printf(&b, "%s%.*s", b.n > 0 ? " " : "", STR_ARG(part));
			known = false;
		}
	}
	*out = arena_str(a, buf_view(&b));
	return (known);
}

bool
type_normalise(struct arena *a, const struct node *field, struct str typed, struct str *out)
{
	struct str	s = text_clean(a, typed);

	*out = s;
	if (s.n == 0)
		return (true);
	switch (field->type) {
	case TYPE_LONG_TEXT:
		*out = str_trim(text_tidy(a, s, true));
		return (true);
	case TYPE_PERSON_NAME:
		*out = name_cased(a, text_tidy(a, s, false));
		return (true);
	case TYPE_PERSONAL_ID:
		return (read_digits(a, s, 12, out));
	case TYPE_OLD_ID:
		return (read_digits(a, s, 9, out));
	case TYPE_TAX_NUMBER:
		return (read_tax_number(a, s, out));
	case TYPE_PARTIAL_DATE:
		return (read_partial_date(a, s, out));
	case TYPE_CLASS:
		return (read_class(a, s, out));
	case TYPE_PHONE:
		return (read_phone(a, s, out));
	case TYPE_EMAIL:
		*out = text_lower(a, text_without(a, s, " "));
		return (true);
	case TYPE_DATE:
		return (read_date(a, s, out));
	case TYPE_YEAR:
		if (text_year(s) < 0)
			return (false);
		*out = arena_printf(a, "%04lld", (long long)text_year(s));
		return (true);
	case TYPE_CHOICE:
		return (choice_find(field, s) != NULL);
	case TYPE_CHOICES:
		return (read_choices(a, field, s, out));
	case TYPE_INTEGER:
		return (read_integer(a, s, false, out));
	case TYPE_MONEY:
		return (read_integer(a, s, true, out));
	case TYPE_SCORE:
		return (read_score(a, s, out));
	case TYPE_YES_NO:
		*out = text_lower(a, s);
		return (str_eqc(*out, "yes") || str_eqc(*out, "no"));
	case TYPE_TEXT:
	case TYPE_FILE:
	case TYPE__MAX:
		break;
	}
	*out = text_tidy(a, s, false);
	return (true);
}
