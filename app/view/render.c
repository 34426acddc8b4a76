#include "view/render.h"

enum byte_class {
	BYTE_PLAIN,
	BYTE_SPECIAL,		/* & < > " ' */
	BYTE_CONTROL,
};

static const unsigned char	byte_classes[256] = {
	[0x00 ... 0x08] = BYTE_CONTROL, [0x0b ... 0x0c] = BYTE_CONTROL, [0x0e ... 0x1f] = BYTE_CONTROL,
	    [0x7f] = BYTE_CONTROL,
	['&'] = BYTE_SPECIAL, ['<'] = BYTE_SPECIAL, ['>'] = BYTE_SPECIAL, ['"'] = BYTE_SPECIAL, ['\''] = BYTE_SPECIAL,
};

static struct str
special_text(unsigned char c)
{
	switch (c) {
	case '&':
		return (STR("&amp;"));
	case '<':
		return (STR("&lt;"));
	case '>':
		return (STR("&gt;"));
	case '"':
		return (STR("&quot;"));
	case '\'':
		return (STR("&#39;"));
	default:
		return (STR("\xef\xbf\xbd"));
	}
}

/* Spans of plain bytes are copied whole: most text has no special byte at all. */
void
view_text_str(struct buf *out, struct str s)
{
	size_t	i, from = 0;

	for (i = 0; i < s.n; i++) {
		if (byte_classes[(unsigned char)s.p[i]] == BYTE_PLAIN)
			continue;
		buf_add(out, s.p + from, i - from);
		buf_str(out, special_text((unsigned char)s.p[i]));
		from = i + 1;
	}
	if (from < s.n)
		buf_add(out, s.p + from, s.n - from);
}

void
view_text_cstr(struct buf *out, const char *s)
{
	view_text_str(out, str_of(s));
}

void
view_text_u64(struct buf *out, uint64_t n)
{
	char	digits[20];
	size_t	at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	buf_add(out, digits + at, sizeof(digits) - at);
}

void
view_text_i64(struct buf *out, int64_t n)
{
	if (n < 0)
		buf_byte(out, '-');
	view_text_u64(out, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

static bool
url_is_safe(struct str s)
{
	static const struct str	schemes[] = { STR("https://"), STR("http://"), STR("mailto:"), STR("tel:") };
	size_t			i;

	if (s.n == 0)
		return (false);
	/* Browsers drop tab and line ends inside a URL and read \ as /: neither belongs in one. */
	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == '\\')
			return (false);
	if (s.p[0] == '#' || s.p[0] == '?')
		return (true);
	if (s.p[0] == '/')
		return (s.n == 1 || s.p[1] != '/');
	for (i = 0; i < COUNT_OF(schemes); i++)
		if (str_starts(s, schemes[i]) && s.n > schemes[i].n)
			return (true);
	return (false);
}

void
view_url_str(struct buf *out, struct str s)
{
	if (url_is_safe(s))
		view_text_str(out, s);
	else
		buf_byte(out, '#');
}

void
view_url_cstr(struct buf *out, const char *s)
{
	view_url_str(out, str_of(s));
}

static bool
is_unreserved(unsigned char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	    c == '_' || c == '~');
}

void
view_url_part_str(struct buf *out, struct str s)
{
	static const char	hex[] = "0123456789ABCDEF";
	unsigned char		c;
	size_t			i;

	buf_reserve(out, s.n);
	for (i = 0; i < s.n; i++) {
		c = (unsigned char)s.p[i];
		if (is_unreserved(c))
			buf_byte(out, (char)c);
		else
			buf_add(out, (const char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
	}
}

void
view_url_part_cstr(struct buf *out, const char *s)
{
	view_url_part_str(out, str_of(s));
}

bool
view_is_str(struct str s)
{
	return (s.n > 0);
}

bool
view_is_i64(int64_t n)
{
	return (n != 0);
}

bool
view_is_u64(uint64_t n)
{
	return (n != 0);
}

bool
view_is_ptr(const void *p)
{
	return (p != NULL);
}

void
view_put_html_that_is_already_safe_and_never_from_input(struct buf *out, struct str html)
{
	buf_str(out, html);
}
