/* Cleaning text: see form_parts.h. */
#include "form/form_parts.h"

#include <string.h>

#include "core/utf8.h"

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

bool
text_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return (false);
	}
	return (s.n > 0);
}

/* None of the lead bytes of what text_clean takes out or changes. */
static bool
plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char	c = (unsigned char)s.p[i];

		if (c == 0xc2 || c == 0xe2 || c == 0xe3 || c == 0xef)
			return (false);
	}
	return (true);
}

/* Nothing that text_tidy would change. */
static bool
tidy_already(struct str s, bool lines)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' || (!lines && (s.p[i] == '\t' || (s.p[i] == ' ' && (i == 0 || s.p[i - 1] == ' ')))))
			return (false);
	}
	return (true);
}

struct str
text_clean(struct arena *a, struct str s)
{
	struct str	 nfc = utf8_nfc(a, s);
	char		*out;
	size_t		 used = 0;

	if (plain(nfc))
		return (str_trim(nfc));
	out = arena_alloc(a, nfc.n + 1);

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

struct str
text_tidy(struct arena *a, struct str s, bool lines)
{
	char	*out;
	size_t	 used = 0;

	if (tidy_already(s, lines))
		return (s);
	out = arena_alloc(a, s.n + 1);

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

struct str
text_without(struct arena *a, struct str s, const char *chars)
{
	char	*out;
	size_t	 used = 0;

	while (used < s.n && strchr(chars, s.p[used]) == NULL)
		used++;
	if (used == s.n)
		return (s);
	out = arena_alloc(a, s.n + 1);
	used = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (strchr(chars, s.p[i]) == NULL)
			out[used++] = s.p[i];
	}
	return ((struct str){ out, used });
}

struct str
text_lower(struct arena *a, struct str s)
{
	char	*out;
	size_t	 n = 0;

	while (n < s.n && (s.p[n] < 'A' || s.p[n] > 'Z'))
		n++;
	if (n == s.n)
		return (s);
	out = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		out[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
	return ((struct str){ out, s.n });
}

struct str
text_upper(struct arena *a, struct str s)
{
	char	*out = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		out[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
	return ((struct str){ out, s.n });
}

int64_t
text_year(struct str s)
{
	int64_t	y = -1;

	if (!text_digits(s) || s.n > 4 || !str_i64(s, 0, 9999, &y))
		return (-1);
	if (s.n == 4)
		return (y);
	return (s.n != 2 ? -1 : y < 50 ? 2000 + y : 1900 + y);
}
