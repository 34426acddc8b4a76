#include "registry/registry.h"

#include "core/buf.h"
#include "core/utf8.h"

#define YEAR_MIN	1950
#define YEAR_MAX	2100

static bool
is_between(char c)
{
	return (c == '/' || c == '-' || c == '.' || c == ' ');
}

/* The three numbers of a date, however they are kept apart. */
static bool
three_numbers(struct str s, int64_t n[3])
{
	size_t	from = 0, got = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && !is_between(s.p[i]))
			continue;
		if (got == 3 || !str_i64(str_from_to(s, from, i), 0, 9999, &n[got++]))
			return (false);
		from = i + 1;
	}
	return (got == 3);
}

bool
registry_date_read(struct str typed, struct date *out)
{
	struct date	d;
	int64_t		n[3];

	if (!three_numbers(str_trim(typed), n))
		return (false);
	if (n[0] > 31)
		d = (struct date){ .year = (int)n[0], .month = (int)n[1], .day = (int)n[2] };
	else
		d = (struct date){ .year = (int)n[2], .month = (int)n[1], .day = (int)n[0] };
	if (d.year < 1900 || !date_valid(d))
		return (false);
	*out = d;
	return (true);
}

static struct str
serial_read(struct arena *a, struct str typed)
{
	struct buf auto_(buf_free)	out = BUF_INIT;

	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == ' ')
			continue;
		buf_byte(&out, typed.p[i] >= 'a' && typed.p[i] <= 'z' ? (char)(typed.p[i] - 'a' + 'A') : typed.p[i]);
	}
	return (arena_str(a, buf_view(&out)));
}

struct registry_query
registry_query_read(struct arena *a, struct str name, struct str born, struct str year, struct str serial)
{
	struct registry_query	q = { .name = str_trim(name), .born_typed = str_trim(born),
	    .year_typed = str_trim(year) };
	struct str		rest, word;
	int64_t			n;

	q.whole = rest = utf8_fold(a, name);
	q.words = ARENA_ARRAY(a, struct str, REGISTRY_WORDS_MAX);
	while (q.words_n < REGISTRY_WORDS_MAX && str_cut(&rest, ' ', &word)) {
		if (word.n > 0)
			q.words[q.words_n++] = word;
	}
	q.serial = serial_read(a, serial);
	if (q.born_typed.n > 0)
		q.born_wrong = !registry_date_read(q.born_typed, &q.born);
	if (q.year_typed.n > 0) {
		q.year_wrong = !str_i64(q.year_typed, YEAR_MIN, YEAR_MAX, &n);
		q.year = q.year_wrong ? 0 : (int)n;
	}
	return (q);
}

bool
registry_query_idle(const struct registry_query *q)
{
	/* A year alone would list whole classes: it only narrows. */
	return (q->born_wrong || q->year_wrong || (q->words_n == 0 && q->serial.n == 0 && q->born.year == 0));
}

struct form_pair *
registry_sources(struct arena *a, const struct diploma *d, size_t *n)
{
	const struct {
		const char	*field;
		struct str	 value;
	} fields[] = {
		{ "kind", d->kind }, { "full_name", d->full_name }, { "born", date_iso(a, d->born) },
		{ "birthplace", d->birth_place }, { "sex", d->sex }, { "ethnicity", d->ethnicity },
		{ "nationality", d->nationality }, { "school", d->school }, { "year", arena_printf(a, "%d", d->year) },
		{ "grade", d->grade }, { "serial", d->serial }, { "register_number", d->register_no },
		{ "decision", d->decision }, { "decided_on", date_iso(a, d->decided_on) }, { "note", d->note },
	};
	struct form_pair	*pairs = ARENA_ARRAY(a, struct form_pair, COUNT_OF(fields));

	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		pairs[i].name = arena_printf(a, "registry.%s.%s", REGISTRY_NAME, fields[i].field);
		pairs[i].value = fields[i].value;
	}
	*n = COUNT_OF(fields);
	return (pairs);
}
