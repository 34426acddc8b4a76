/*
 * The types of fields: what people type, what is stored, what is shown.
 * Stored forms: personal-id 12 digits; phone 10 digits; date YYYY-MM-DD; year 4 digits; integer and money digits
 * with an
 * optional minus; score with a dot and no needless zeros; yes-no "yes" or "no"; choices "a b" in the order of the form.
 */
#include "form/form_model.h"

#include "core/buf.h"
#include "core/utf8.h"

const char *const field_type_words[TYPE__MAX] = {
	[TYPE_TEXT] = "text", [TYPE_LONG_TEXT] = "long-text", [TYPE_PERSONAL_ID] = "personal-id",
	    [TYPE_PHONE] = "phone",
	[TYPE_EMAIL] = "email", [TYPE_DATE] = "date", [TYPE_YEAR] = "year", [TYPE_CHOICE] = "choice",
	[TYPE_CHOICES] = "choices", [TYPE_INTEGER] = "integer", [TYPE_MONEY] = "money", [TYPE_SCORE] = "score",
	[TYPE_YES_NO] = "yes-no", [TYPE_FILE] = "file",
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

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return (false);
	}
	return (s.n > 0);
}

/* Full-width forms (U+FF01..U+FF5E, from East Asian keyboards) to ASCII; no-break and ideographic spaces and
 * zero-width characters to a blank or nothing; long dashes to '-'. Result is NFC and trimmed. */
static struct str
clean(struct arena *a, struct str s)
{
	struct str	 nfc = utf8_nfc(a, s);
	char		*out = arena_alloc(a, nfc.n + 1);
	size_t		 used = 0;

	for (size_t i = 0; i < nfc.n; i++) {
		const unsigned char	*c = (const unsigned char *)nfc.p + i;
		size_t			 left = nfc.n - i;

		if (left >= 3 && c[0] == 0xef && ((c[1] == 0xbc && c[2] >= 0x81) || (c[1] == 0xbd && c[2] <= 0x9e))) {
			out[used++] = (char)(((c[1] & 3) << 6 | (c[2] & 0x3f)) + 0x20);
			i += 2;
		} else if (left >= 2 && c[0] == 0xc2 && c[1] == 0xa0) {
			out[used++] = ' ';
			i += 1;
		} else if (left >= 3 && c[0] == 0xe3 && c[1] == 0x80 && c[2] == 0x80) {
			out[used++] = ' ';
			i += 2;
		} else if (left >= 3 && ((c[0] == 0xe2 && c[1] == 0x80 && c[2] == 0x8b) ||
		    (c[0] == 0xef && c[1] == 0xbb && c[2] == 0xbf))) {
			i += 2;
		} else {
			out[used++] = (char)c[0];
		}
	}
	return (str_trim((struct str){ out, used }));
}

/* Line ends as LF, for long texts; runs of blanks to one, for the others. */
static struct str
tidy(struct arena *a, struct str s, bool lines)
{
	char	*out = arena_alloc(a, s.n + 1);
	size_t	 used = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r') {
			if (i + 1 == s.n || s.p[i + 1] != '\n')
				out[used++] = '\n';
		} else if (lines || s.p[i] == '\n' || (s.p[i] != ' ' && s.p[i] != '\t')) {
			out[used++] = s.p[i];
		} else if (used > 0 && out[used - 1] != ' ') {
			out[used++] = ' ';
		}
	}
	return ((struct str){ out, used });
}

static struct str
without(struct arena *a, struct str s, const char *chars)
{
	char	*out = arena_alloc(a, s.n + 1);
	size_t	 used = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (strchr(chars, s.p[i]) == NULL)
			out[used++] = s.p[i];
	}
	return ((struct str){ out, used });
}

static struct str
lower(struct arena *a, struct str s)
{
	char	*out = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		out[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
	return ((struct str){ out, s.n });
}

/* ---- each type: true and *out when understood */
static bool
read_phone(struct arena *a, struct str s, struct str *out)
{
	struct str	d = without(a, s, " .-()");

	if (str_starts(d, STR("+84")))
		d = arena_printf(a, "0%.*s", STR_ARG(str_from_to(d, 3, d.n)));
	else if (str_starts(d, STR("84")) && d.n == 11)
		d = arena_printf(a, "0%.*s", STR_ARG(str_from_to(d, 2, d.n)));
	if (str_starts(d, STR("00")) && d.n == 11)		/* +84 (0)912... */
		d = str_from_to(d, 1, d.n);
	*out = d;
	return (d.n == 10 && all_digits(d) && d.p[0] == '0' && strchr("35789", d.p[1]) != NULL);
}

/* 26 stands for 2026, 75 for 1975: the pivot is 50, far from both births of parents and of pupils. */
static int64_t
year_of(struct str s)
{
	int64_t	y = -1;

	if (!all_digits(s) || s.n > 4 || !str_i64(s, 0, 9999, &y))
		return (-1);
	if (s.n == 4)
		return (y);
	return (s.n != 2 ? -1 : y < 50 ? 2000 + y : 1900 + y);
}

struct str
type_date_join(struct arena *a, struct str day, struct str month, struct str year)
{
	struct str	d = clean(a, day), m = clean(a, month), y = clean(a, year);

	if (d.n == 0 && m.n == 0 && y.n == 0)
		return (STR(""));
	return (arena_printf(a, "%.*s/%.*s/%.*s", STR_ARG(d), STR_ARG(m), STR_ARG(y)));
}

/* Parts as they are shown in the three inputs, from a stored date or from what could not be understood. */
void
type_date_split(struct arena *a, struct str value, struct str parts[3])
{
	struct str	rest = value;
	struct date	d;

	parts[0] = parts[1] = parts[2] = STR_NONE;
	if (date_parse(value, &d)) {
		parts[0] = arena_printf(a, "%d", d.day);
		parts[1] = arena_printf(a, "%d", d.month);
		parts[2] = arena_printf(a, "%d", d.year);
		return;
	}
	for (size_t i = 0; i < 2; i++)
		str_cut(&rest, '/', &parts[i]);
	parts[2] = rest;
}

static bool
read_date(struct arena *a, struct str s, struct str *out)
{
	struct str	parts[3], rest, left;
	struct date	d;
	int64_t		day = 0, month = 0, year;
	char		sep;

	*out = s;
	if (date_parse(s, &d))
		return (date_valid(d));
	s = without(a, s, " ");
	sep = str_find_byte(s, '/') >= 0 ? '/' : str_find_byte(s, '-') >= 0 ? '-' : '.';
	rest = s;
	str_cut(&rest, sep, &parts[0]);
	str_cut(&rest, sep, &parts[1]);
	if (!str_cut(&rest, sep, &parts[2]) || str_cut(&rest, sep, &left))
		return (false);
	if (!all_digits(parts[0]) || !all_digits(parts[1]) || !str_i64(parts[0], 1, 31, &day) ||
	    !str_i64(parts[1], 1, 12, &month))
		return (false);
	year = year_of(parts[2]);
	d = (struct date){ (int)year, (int)month, (int)day };
	if (year < 1 || !date_valid(d))
		return (false);
	*out = date_iso(a, d);
	return (true);
}

static bool
read_integer(struct arena *a, struct str s, bool grouped, struct str *out)
{
	struct str	d = grouped ? without(a, s, " .,_") : without(a, s, " ");
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
	*out = arena_printf(a, "%lld", (long long)v);
	return (true);
}

/* Hundredths: "7,50" and "7.5" are 7.5. */
static bool
read_score(struct arena *a, struct str s, struct str *out)
{
	struct str	rest = without(a, s, " "), whole, part;
	char		sep = str_find_byte(rest, ',') >= 0 ? ',' : '.';
	int64_t		w, h = 0;

	*out = s;
	str_cut(&rest, sep, &whole);
	part = rest;
	if (!all_digits(whole) || !str_i64(whole, 0, 1000000, &w) || (part.n > 0 && !all_digits(part)))
		return (false);
	while (part.n > 0 && part.p[part.n - 1] == '0')
		part.n--;
	if (part.n > 2)
		return (false);
	if (part.n > 0)
		str_i64(part, 0, 99, &h);
	*out = part.n > 0 ? arena_printf(a, "%lld.%.*s", (long long)w,
	    STR_ARG(part)) : arena_printf(a, "%lld", (long long)w);
	return (true);
}

static const struct choice *
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
	struct str	s = clean(a, typed), bare;

	*out = s;
	if (s.n == 0)
		return (true);
	switch (field->type) {
	case TYPE_LONG_TEXT:
		*out = str_trim(tidy(a, s, true));
		return (true);
	case TYPE_PERSONAL_ID:
		bare = without(a, s, " .-");
		*out = all_digits(bare) ? bare : s;
		return (bare.n == 12 && all_digits(bare));
	case TYPE_PHONE:
		return (read_phone(a, s, out));
	case TYPE_EMAIL:
		*out = lower(a, without(a, s, " "));
		return (true);
	case TYPE_DATE:
		return (read_date(a, s, out));
	case TYPE_YEAR:
		if (year_of(s) < 0)
			return (false);
		*out = arena_printf(a, "%04lld", (long long)year_of(s));
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
		*out = lower(a, s);
		return (str_eqc(*out, "yes") || str_eqc(*out, "no"));
	case TYPE_TEXT:
	case TYPE_FILE:
	case TYPE__MAX:
		break;
	}
	*out = tidy(a, s, false);
	return (true);
}
