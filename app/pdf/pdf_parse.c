#include "pdf/pdf.h"

#include "core/buf.h"
#include "core/utf8.h"

#define NUMBER_MAX_CHARS	20
#define NAME_MAX_BYTES		127	/* ISO 32000-1 annex C */

static int	parse(struct arena *a, struct str *in, unsigned depth, struct pdf_value *out);

bool
pdf_is_space(char c)
{
	return (c == '\0' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ');
}

static bool
is_delimiter(char c)
{
	return (c != '\0' && strchr("()<>[]{}/%", c) != NULL);
}

bool
pdf_is_regular(char c)
{
	return (!pdf_is_space(c) && !is_delimiter(c));
}

static void
skip(struct str *in, size_t n)
{
	in->p += n;
	in->n -= n;
}

void
pdf_skip_space(struct str *in)
{
	while (in->n > 0) {
		if (*in->p == '%')
			while (in->n > 0 && *in->p != '\r' && *in->p != '\n')
				skip(in, 1);
		else if (pdf_is_space(*in->p))
			skip(in, 1);
		else
			return;
	}
}

bool
pdf_take(struct str *in, const char *word)
{
	struct str	rest = *in, want = str_of(word);

	pdf_skip_space(&rest);
	if (!str_starts(rest, want) || (rest.n > want.n && pdf_is_regular(rest.p[want.n])))
		return (false);
	skip(&rest, want.n);
	*in = rest;
	return (true);
}

bool
pdf_take_uint(struct str *in, size_t max, size_t *out)
{
	struct str	rest = *in;
	size_t		v = 0, digits = 0;

	pdf_skip_space(&rest);
	while (rest.n > 0 && *rest.p >= '0' && *rest.p <= '9' && digits < NUMBER_MAX_CHARS) {
		v = v * 10 + (size_t)(*rest.p - '0');
		if (v > max)
			return (false);
		digits++;
		skip(&rest, 1);
	}
	if (digits == 0 || (rest.n > 0 && pdf_is_regular(*rest.p)))
		return (false);
	*in = rest;
	*out = v;
	return (true);
}

static int
hex_digit(char c)
{
	return (c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ?
	    c - 'A' + 10 : -1);
}

static int
parse_name(struct arena *a, struct str *in, struct str *out)
{
	char	*p = arena_alloc(a, NAME_MAX_BYTES + 1);
	size_t	 n = 0;
	int	 hi, lo;

	skip(in, 1);
	while (in->n > 0 && pdf_is_regular(*in->p)) {
		if (n == NAME_MAX_BYTES)
			return (PDF_E_TOO_BIG);
		if (*in->p == '#') {
			hi = in->n > 2 ? hex_digit(in->p[1]) : -1;
			lo = in->n > 2 ? hex_digit(in->p[2]) : -1;
			if (hi < 0 || lo < 0)
				return (PDF_E_BROKEN);
			p[n++] = (char)(hi << 4 | lo);
			skip(in, 3);
		} else {
			p[n++] = *in->p;
			skip(in, 1);
		}
	}
	*out = (struct str){ p, n };
	return (0);
}

static int
parse_hex_string(struct arena *a, struct str *in, struct str *out)
{
	ptrdiff_t	end = str_find_byte(*in, '>');
	char		*p;
	size_t		 n = 0, i;
	int		 v;

	if (end < 0)
		return (PDF_E_BROKEN);
	p = arena_alloc(a, (size_t)end / 2 + 1);
	for (i = 1; i < (size_t)end; i++) {
		if (pdf_is_space(in->p[i]))
			continue;
		v = hex_digit(in->p[i]);
		if (v < 0)
			return (PDF_E_BROKEN);
		p[n / 2] = (char)(n % 2 == 0 ? v << 4 : (uint8_t)p[n / 2] | v);
		n++;
	}
	skip(in, (size_t)end + 1);
	*out = (struct str){ p, (n + 1) / 2 };
	return (0);
}

/* After a backslash. */
static void
escape(struct str *in, struct buf *b)
{
	static const char	from[] = "nrtbf", to[] = "\n\r\t\b\f";
	const char		*known;
	unsigned		 v = 0, digits = 0;

	while (digits < 3 && in->n > 0 && *in->p >= '0' && *in->p <= '7') {
		v = v * 8 + (unsigned)(*in->p - '0');
		digits++;
		skip(in, 1);
	}
	if (digits > 0) {
		buf_byte(b, (char)(v & 0xff));
		return;
	}
	if (in->n == 0)
		return;
	known = *in->p != '\0' ? strchr(from, *in->p) : NULL;
	if (known != NULL)
		buf_byte(b, to[known - from]);
	else if (*in->p == '\r' && in->n > 1 && in->p[1] == '\n')
		skip(in, 1);
	else if (*in->p != '\r' && *in->p != '\n')
		buf_byte(b, *in->p);
	skip(in, 1);
}

static int
parse_string(struct arena *a, struct str *in, struct str *out)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	unsigned			open = 1;
	char				c;

	skip(in, 1);
	while (in->n > 0) {
		c = *in->p;
		skip(in, 1);
		if (c == '\\') {
			escape(in, &b);
			continue;
		}
		if (c == '(')
			open++;
		if (c == ')' && --open == 0) {
			*out = arena_str(a, buf_view(&b));
			return (0);
		}
		buf_byte(&b, c);
	}
	return (PDF_E_BROKEN);
}

/* An integer, a real, or "n g R". */
static int
parse_number(struct str *in, struct pdf_value *out)
{
	struct str	word = { in->p, 0 }, ahead;
	size_t		number, gen;
	int64_t		sign = 1;

	while (word.n < in->n && pdf_is_regular(in->p[word.n]))
		word.n++;
	ahead = *in;
	if (pdf_take_uint(&ahead, PDF_OBJECTS_MAX, &number) && pdf_take_uint(&ahead, UINT16_MAX, &gen) &&
	    pdf_take(&ahead, "R")) {
		out->kind = PDF_REF;
		out->number = (int64_t)number;
		out->gen = (int64_t)gen;
		*in = ahead;
		return (0);
	}
	skip(in, word.n);
	if (word.n > 0 && (*word.p == '+' || *word.p == '-')) {
		sign = *word.p == '-' ? -1 : 1;
		skip(&word, 1);
	}
	if (str_find_byte(word, '.') < 0) {
		out->kind = PDF_INT;
		if (!str_i64(word, 0, INT64_MAX / 2, &out->number))
			return (PDF_E_BROKEN);
		out->number *= sign;
		return (0);
	}
	out->kind = PDF_REAL;
	for (number = 0, gen = 0; number < word.n; number++) {
		gen += word.p[number] == '.';
		if (word.p[number] != '.' && (word.p[number] < '0' || word.p[number] > '9'))
			return (PDF_E_BROKEN);
	}
	return (gen == 1 && word.n > 1 ? 0 : PDF_E_BROKEN);
}

struct list {
	struct pdf_value	*items;
	struct str		*keys;
	size_t			 n, cap;
};

static struct pdf_value *
list_add(struct arena *a, struct list *l, struct str key)
{
	struct list	bigger;

	if (l->n == l->cap) {
		bigger = *l;
		bigger.cap = l->cap == 0 ? 8 : l->cap * 2;
		bigger.items = ARENA_ARRAY(a, struct pdf_value, bigger.cap);
		bigger.keys = ARENA_ARRAY(a, struct str, bigger.cap);
		if (l->n > 0) {
			memcpy(bigger.items, l->items, l->n * sizeof(*l->items));
			memcpy(bigger.keys, l->keys, l->n * sizeof(*l->keys));
		}
		*l = bigger;
	}
	l->keys[l->n] = key;
	return (&l->items[l->n++]);
}

static int
parse_items(struct arena *a, struct str *in, unsigned depth, bool dict, struct pdf_value *out)
{
	const char	*close = dict ? ">>" : "]";
	struct list	 l = { NULL, NULL, 0, 0 };
	struct str	 key = STR_NONE;
	size_t		 i;
	int		 r;

	skip(in, dict ? 2 : 1);
	for (;;) {
		pdf_skip_space(in);
		if (str_starts(*in, str_of(close)))
			break;
		if (dict) {
			if (in->n == 0 || *in->p != '/')
				return (PDF_E_BROKEN);
			r = parse_name(a, in, &key);
			if (r != 0)
				return (r);
			/* Readers disagree on which of two counts, and a forger picks. */
			for (i = 0; i < l.n; i++)
				if (str_eq(l.keys[i], key))
					return (PDF_E_BROKEN);
			pdf_skip_space(in);
		}
		r = parse(a, in, depth, list_add(a, &l, key));
		if (r != 0)
			return (r);
	}
	skip(in, dict ? 2 : 1);
	out->kind = dict ? PDF_DICT : PDF_ARRAY;
	out->items = l.items;
	out->keys = l.keys;
	out->n = l.n;
	return (0);
}

static int
parse_word(struct str *in, struct pdf_value *out)
{
	out->kind = PDF_BOOL;
	if (pdf_take(in, "true"))
		out->number = 1;
	else if (pdf_take(in, "null"))
		out->kind = PDF_NULL;
	else if (!pdf_take(in, "false"))
		return (PDF_E_BROKEN);
	return (0);
}

static int
parse(struct arena *a, struct str *in, unsigned depth, struct pdf_value *out)
{
	const char	*start;
	char		 c;
	int		 r;

	memset(out, 0, sizeof(*out));
	pdf_skip_space(in);
	if (in->n == 0)
		return (PDF_E_BROKEN);
	if (depth >= PDF_DEPTH_MAX)
		return (PDF_E_TOO_BIG);
	start = in->p;
	c = *start;
	if (c == '/') {
		out->kind = PDF_NAME;
		r = parse_name(a, in, &out->text);
	} else if (c == '(') {
		out->kind = PDF_STRING;
		r = parse_string(a, in, &out->text);
	} else if (c == '[' || str_starts(*in, STR("<<")))
		r = parse_items(a, in, depth + 1, c == '<', out);
	else if (c == '<') {
		out->kind = PDF_STRING;
		r = parse_hex_string(a, in, &out->text);
	} else if ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')
		r = parse_number(in, out);
	else
		r = parse_word(in, out);
	out->raw = (struct str){ start, (size_t)(in->p - start) };
	return (r);
}

int
pdf_parse(struct arena *a, struct str *in, struct pdf_value *out)
{
	return (parse(a, in, 0, out));
}
