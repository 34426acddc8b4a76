#include "http/pairs.h"

#include "core/buf.h"
#include "core/id.h"
#include "core/utf8.h"

/* Percent sequences to bytes; plus to space when asked for. Bytes are not checked yet. */
static int
percent_decode(struct arena *a, struct str raw, bool plus, struct str *out)
{
	char	*p = arena_alloc(a, raw.n + 1);
	size_t	 i, n = 0;
	int	 high, low;

	for (i = 0; i < raw.n; i++) {
		if (raw.p[i] != '%') {
			p[n++] = plus && raw.p[i] == '+' ? ' ' : raw.p[i];
			continue;
		}
		if (raw.n - i < 3)
			return (PAIRS_E_SYNTAX);
		high = hex_value(raw.p[i + 1]);
		low = hex_value(raw.p[i + 2]);
		if (high < 0 || low < 0)
			return (PAIRS_E_SYNTAX);
		p[n++] = (char)(high << 4 | low);
		i += 2;
	}
	*out = (struct str){ p, n };
	return (0);
}

/* Browsers send line ends as CRLF (HTML 4.10.22.4); inside there is only LF. A lone CR is a line end too. */
static struct str
lines_to_lf(struct arena *a, struct str s)
{
	char	*p;
	size_t	 i, n = 0;

	if (str_find_byte(s, '\r') < 0)
		return (s);
	p = arena_alloc(a, s.n + 1);
	for (i = 0; i < s.n; i++) {
		if (s.p[i] != '\r')
			p[n++] = s.p[i];
		else if (i + 1 == s.n || s.p[i + 1] != '\n')
			p[n++] = '\n';
	}
	return ((struct str){ p, n });
}

int
pairs_text(struct arena *a, struct str raw, struct str *out)
{
	if (!utf8_valid(raw) || !utf8_clean(raw))
		return (PAIRS_E_TEXT);
	*out = utf8_nfc(a, lines_to_lf(a, raw));
	return (0);
}

int
pairs_segment(struct arena *a, struct str raw, struct str *out)
{
	struct str	bytes;
	int		r;

	r = percent_decode(a, raw, false, &bytes);
	if (r != 0)
		return (r);
	return (pairs_text(a, bytes, out));
}

int
pairs_add(struct arena *a, struct pairs *to, struct str name, struct str value)
{
	struct pair	*more;
	size_t		 cap;

	if (to->n == PAIRS_MAX)
		return (PAIRS_E_MANY);
	if (to->n == to->cap) {
		cap = to->cap == 0 ? 16 : to->cap * 2;
		more = ARENA_ARRAY(a, struct pair, cap);
		if (to->n > 0)
			memcpy(more, to->p, to->n * sizeof(*more));
		to->p = more;
		to->cap = cap;
	}
	to->p[to->n++] = (struct pair){ name, value };
	return (0);
}

static int
add_encoded(struct arena *a, struct pairs *to, struct str raw_name, struct str raw_value)
{
	struct str	name, value;
	int		r;

	/* Each byte may take three when encoded: anything longer is too long whatever it holds. */
	if (raw_name.n > 3 * PAIR_NAME_BYTES_MAX || raw_value.n > 3 * PAIR_VALUE_BYTES_MAX)
		return (PAIRS_E_LONG);
	if ((r = percent_decode(a, raw_name, true, &name)) != 0 ||
	    (r = percent_decode(a, raw_value, true, &value)) != 0)
		return (r);
	if (name.n > PAIR_NAME_BYTES_MAX || value.n > PAIR_VALUE_BYTES_MAX)
		return (PAIRS_E_LONG);
	if ((r = pairs_text(a, name, &name)) != 0 || (r = pairs_text(a, value, &value)) != 0)
		return (r);
	if (name.n == 0)
		return (PAIRS_E_SYNTAX);
	return (pairs_add(a, to, name, value));
}

int
pairs_urlencoded(struct arena *a, struct str raw, struct pairs *out)
{
	struct str	part, name;
	int		r;

	*out = (struct pairs){ 0 };
	while (str_cut(&raw, '&', &part)) {
		if (part.n == 0)
			continue;
		/* Only the first '=' parts name from value: "a=b=c" is a and b=c. */
		(void)str_cut(&part, '=', &name);
		r = add_encoded(a, out, name, part);
		if (r != 0)
			return (r);
	}
	return (0);
}

bool
pairs_next(const struct pairs *pairs, const char *name, size_t *at, struct str *value)
{
	for (; *at < pairs->n; (*at)++) {
		if (str_eqc(pairs->p[*at].name, name)) {
			*value = pairs->p[(*at)++].value;
			return (true);
		}
	}
	return (false);
}

struct str
pairs_get(const struct pairs *pairs, const char *name)
{
	struct str	value = STR_NONE;
	size_t		at = 0;

	(void)pairs_next(pairs, name, &at, &value);
	return (value);
}

bool
pairs_has(const struct pairs *pairs, const char *name)
{
	struct str	value;
	size_t		at = 0;

	return (pairs_next(pairs, name, &at, &value));
}

struct str
cookie_get(struct str header, const char *name)
{
	struct str	part, key;

	while (str_cut(&header, ';', &part)) {
		part = str_trim(part);
		if (str_find_byte(part, '=') < 0)
			continue;
		(void)str_cut(&part, '=', &key);
		if (str_eqc(key, name))
			return (part);
	}
	return (STR_NONE);
}

/* attr-char of RFC 8187 3.2.1, also safe inside a quoted string. */
static bool
plain_in_file_name(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '-' || c == '_' || c == '.');
}

struct str
disposition(struct arena *a, bool attachment, struct str filename)
{
	static const char	 hex[] = "0123456789ABCDEF";
	struct str		 folded = utf8_fold(a, filename), text;
	struct buf		 b = BUF_INIT;
	size_t			 i, dot;

	buf_cstr(&b, attachment ? "attachment; filename=\"" : "inline; filename=\"");
	/* For clients that know no RFC 8187: the name without diacritics; its ending kept, as folding drops the dot. */
	for (dot = filename.n; dot > 0 && filename.p[dot - 1] != '.'; dot--)
		;
	if (dot > 0)
		folded = utf8_fold(a, str_from_to(filename, 0, dot - 1));
	for (i = 0; i < folded.n; i++)
		buf_byte(&b, plain_in_file_name(folded.p[i]) ? folded.p[i] : '_');
	if (dot > 0) {
		buf_byte(&b, '.');
		for (i = dot; i < filename.n; i++)
			buf_byte(&b, plain_in_file_name(filename.p[i]) ? filename.p[i] : '_');
	}
	buf_cstr(&b, "\"; filename*=UTF-8''");
	for (i = 0; i < filename.n; i++) {
		if (plain_in_file_name(filename.p[i])) {
			buf_byte(&b, filename.p[i]);
			continue;
		}
		buf_byte(&b, '%');
		buf_byte(&b, hex[(unsigned char)filename.p[i] >> 4]);
		buf_byte(&b, hex[(unsigned char)filename.p[i] & 15]);
	}
	text = arena_str(a, buf_view(&b));
	buf_free(&b);
	return (text);
}
