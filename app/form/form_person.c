/* A person's name: see form_parts.h. Letters are mapped by arithmetic over the blocks below, so that
 * assets/js/form_types.js does the very same; a name with a letter from elsewhere is left as it was typed. */
#include "form/form_parts.h"

#include "core/core.h"

enum letter { LETTER_NONE, LETTER_LOWER, LETTER_UPPER, LETTER_OTHER };

/* One code point of valid UTF-8 at s.p + *i; *i moves behind it. */
static uint32_t
next_char(struct str s, size_t *i)
{
	const unsigned char	*p = (const unsigned char *)s.p + *i;
	size_t			 n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t		 c = n == 1 ? p[0] : p[0] & (0x3fU >> (n - 1));

	for (size_t k = 1; k < n; k++)
		c = c << 6 | (p[k] & 0x3fU);
	*i += n;
	return (c);
}

static size_t
put_char(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return (1);
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return (2);
	}
	out[0] = (char)(0xe0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3f));
	out[2] = (char)(0x80 | (c & 0x3f));
	return (3);
}

/* Blocks in which capital and small letter are neighbours; even: the capital has the even number. */
static const struct {
	uint32_t	from, to;
	bool		even;
} pairs[] = {
	{ 0x100, 0x12f, true }, { 0x132, 0x137, true }, { 0x139, 0x148, false }, { 0x14a, 0x177, true },
	{ 0x179, 0x17e, false }, { 0x1a0, 0x1a1, true }, { 0x1af, 0x1b0, false }, { 0x1ea0, 0x1ef9, true },
};

/* What kind of letter, and its partner of the other kind. */
static enum letter
letter_of(uint32_t c, uint32_t *other)
{
	*other = c;
	if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7)) {
		*other = c - 0x20;
		return (LETTER_LOWER);
	}
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7)) {
		*other = c + 0x20;
		return (LETTER_UPPER);
	}
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		bool	upper = (c % 2 == 0) == pairs[i].even;

		if (c < pairs[i].from || c > pairs[i].to)
			continue;
		*other = upper ? c + 1 : c - 1;
		return (upper ? LETTER_UPPER : LETTER_LOWER);
	}
	return (c < 0x80 ? LETTER_NONE : LETTER_OTHER);
}

struct str
name_cased(struct arena *a, struct str s)
{
	char		*out;
	size_t		 lower = 0, upper = 0, used = 0;
	uint32_t	 c, other;
	bool		 first = true;

	for (size_t i = 0; i < s.n;) {
		switch (letter_of(next_char(s, &i), &other)) {
		case LETTER_LOWER:
			lower++;
			break;
		case LETTER_UPPER:
			upper++;
			break;
		case LETTER_OTHER:
			return (s);
		case LETTER_NONE:
			break;
		}
	}
	if ((lower > 0 && upper > 0) || lower + upper < 2)
		return (s);
	out = arena_alloc(a, s.n + 1);
	for (size_t i = 0; i < s.n;) {
		enum letter	kind = letter_of(c = next_char(s, &i), &other);

		if ((kind == LETTER_LOWER && first) || (kind == LETTER_UPPER && !first))
			c = other;
		first = c == ' ' || c == '-';
		used += put_char(out + used, c);
	}
	return ((struct str){ out, used });
}

bool
name_ok(struct str s)
{
	bool	letter = false;

	for (size_t i = 0; i < s.n;) {
		uint32_t	c = next_char(s, &i), other;

		if (letter_of(c, &other) != LETTER_NONE) {
			if (c >= 0x2000 && c <= 0x2bff && c != 0x2019)
				return (false);
			letter = letter || c != 0x2019;
		} else if (c != ' ' && c != '-' && c != '\'' && c != '.') {
			return (false);
		}
	}
	return (letter);
}
