#include "core/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

/* Length of the well-formed sequence at p (Unicode table 3-7), or 0. */
static size_t
sequence(const unsigned char *p, size_t n)
{
	unsigned char	lo = 0x80, hi = 0xbf;
	size_t		len, i;

	if (p[0] < 0x80)
		return (p[0] != 0);
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		len = 2;
	else if (p[0] >= 0xe0 && p[0] <= 0xef)
		len = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		len = 4;
	else
		return (0);
	if (n < len)
		return (0);
	if (p[0] == 0xe0)
		lo = 0xa0;		/* overlong */
	else if (p[0] == 0xed)
		hi = 0x9f;		/* surrogates */
	else if (p[0] == 0xf0)
		lo = 0x90;		/* overlong */
	else if (p[0] == 0xf4)
		hi = 0x8f;		/* beyond U+10FFFF */
	if (p[1] < lo || p[1] > hi)
		return (0);
	for (i = 2; i < len; i++) {
		if (p[i] < 0x80 || p[i] > 0xbf)
			return (0);
	}
	return (len);
}

bool
utf8_valid(struct str s)
{
	const unsigned char	*p = (const unsigned char *)s.p;
	size_t			 i = 0;

	while (i < s.n) {
		size_t	len = sequence(p + i, s.n - i);

		if (len == 0)
			return (false);
		i += len;
	}
	return (true);
}

size_t
utf8_chars(struct str s)
{
	size_t	i, n = 0;

	for (i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return (n);
}

bool
utf8_clean(struct str s)
{
	const unsigned char	*p = (const unsigned char *)s.p;
	size_t			 i;

	for (i = 0; i < s.n; i++) {
		if ((p[i] < 0x20 && p[i] != '\t' && p[i] != '\n' && p[i] != '\r') || p[i] == 0x7f)
			return (false);
		if (p[i] == 0xc2 && i + 1 < s.n && p[i + 1] < 0xa0)
			return (false);
		if (p[i] == 0xef && i + 2 < s.n && p[i + 1] == 0xbf && p[i + 2] >= 0xbe)
			return (false);
	}
	return (true);
}

static struct str
mapped(struct arena *a, struct str s, utf8proc_option_t how)
{
	utf8proc_uint8_t	*out = NULL;
	utf8proc_ssize_t	 n;
	struct str		 r;

	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &out, how);
	CHECK(n >= 0);		/* the text was valid UTF-8 */
	r = arena_str(a, (struct str){ (const char *)out, (size_t)n });
	free(out);
	return (r);
}

/*
 * Is it made of characters alone that are NFC whatever stands beside them (NFC_Quick_Check=Yes, no mark)? Those below
 * U+0300, the precomposed letters of U+1E00..U+1EFF, common punctuation. Nearly all Vietnamese that browsers send is.
 */
static bool
nfc_already(struct str s)
{
	const unsigned char	*p = (const unsigned char *)s.p, *end = p + s.n;

	while (p < end) {
		if (p[0] < 0x80)
			p += 1;
		else if (p[0] <= 0xcb)
			p += 2;
		else if ((p[0] == 0xe1 && p[1] >= 0xb8 && p[1] <= 0xbb) ||
		    (p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0xa7))
			p += 3;
		else
			return (false);
	}
	return (true);
}

struct str
utf8_nfc(struct arena *a, struct str s)
{
	if (s.n == 0 || nfc_already(s))
		return (s);
	return (mapped(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

struct str
utf8_fold(struct arena *a, struct str s)
{
	struct str	 m;
	char		*p;
	size_t		 i, n = 0;

	if (s.n == 0)
		return (STR(""));
	m = mapped(a, s, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
	    UTF8PROC_CASEFOLD);
	p = arena_alloc(a, m.n + 1);
	for (i = 0; i < m.n; i++) {
		unsigned char	c = (unsigned char)m.p[i];

		if (c == 0xc4 && i + 1 < m.n && (unsigned char)m.p[i + 1] == 0x91) {	/* đ has no decomposition */
			p[n++] = 'd';
			i++;
		} else if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
			p[n++] = (char)c;
		} else if (n > 0 && p[n - 1] != ' ') {
			p[n++] = ' ';
		}
	}
	while (n > 0 && p[n - 1] == ' ')
		n--;
	p[n] = '\0';
	return ((struct str){ p, n });
}
