#include "core/id.h"

#include <time.h>

#include "core/rng.h"

static const char	hex_digits[] = "0123456789abcdef";

struct uuid
uuid_new(void)
{
	struct timespec	ts;
	struct uuid	u;
	uint64_t	ms;
	int		i;

	rng_bytes(u.b, sizeof(u.b));
	clock_gettime(CLOCK_REALTIME, &ts);
	ms = (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
	for (i = 0; i < 6; i++)
		u.b[i] = (uint8_t)(ms >> (40 - 8 * i));
	u.b[6] = (uint8_t)(0x70 | (u.b[6] & 0x0f));
	u.b[8] = (uint8_t)(0x80 | (u.b[8] & 0x3f));
	return (u);
}

int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'F')
		return (c - 'A' + 10);
	return (-1);
}

bool
uuid_parse(struct str s, struct uuid *out)
{
	struct uuid	u;
	size_t		i, at = 0;

	if (s.n != UUID_TEXT)
		return (false);
	for (i = 0; i < sizeof(u.b); i++) {
		int	hi, lo;

		if (i == 4 || i == 6 || i == 8 || i == 10) {
			if (s.p[at++] != '-')
				return (false);
		}
		hi = hex_value(s.p[at++]);
		lo = hex_value(s.p[at++]);
		if (hi < 0 || lo < 0)
			return (false);
		u.b[i] = (uint8_t)(hi << 4 | lo);
	}
	*out = u;
	return (true);
}

struct str
uuid_text(struct arena *a, struct uuid u)
{
	char	*p = arena_alloc(a, UUID_TEXT + 1);
	size_t	 i, at = 0;

	for (i = 0; i < sizeof(u.b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			p[at++] = '-';
		p[at++] = hex_digits[u.b[i] >> 4];
		p[at++] = hex_digits[u.b[i] & 15];
	}
	return ((struct str){ p, UUID_TEXT });
}

struct str
code_random(struct arena *a, size_t chars)
{
	char	*p = arena_alloc(a, chars + 1);
	size_t	 i;

	rng_bytes(p, chars);
	for (i = 0; i < chars; i++)
		p[i] = CODE_ALPHABET[(unsigned char)p[i] & 31];
	return ((struct str){ p, chars });
}

bool
code_valid(struct str s, size_t chars)
{
	size_t	i;

	if (s.n != chars)
		return (false);
	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\0' || strchr(CODE_ALPHABET, s.p[i]) == NULL)
			return (false);
	}
	return (true);
}

struct str
hex_text(struct arena *a, const void *p, size_t n)
{
	const uint8_t	*b = p;
	char		*t = arena_alloc(a, 2 * n + 1);
	size_t		 i;

	for (i = 0; i < n; i++) {
		t[2 * i] = hex_digits[b[i] >> 4];
		t[2 * i + 1] = hex_digits[b[i] & 15];
	}
	return ((struct str){ t, 2 * n });
}

bool
hex_parse(struct str s, void *out, size_t n)
{
	uint8_t	*b = out;
	size_t	 i;

	if (s.n != 2 * n)
		return (false);
	for (i = 0; i < s.n; i++) {
		if (hex_value(s.p[i]) < 0)
			return (false);
	}
	for (i = 0; i < n; i++)
		b[i] = (uint8_t)(hex_value(s.p[2 * i]) << 4 | hex_value(s.p[2 * i + 1]));
	return (true);
}

static const char	b64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char	b64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct str
base64_with(struct arena *a, const char *alphabet, bool pad, const uint8_t *b, size_t n)
{
	char	*t = arena_alloc(a, (n + 2) / 3 * 4 + 1);
	size_t	 i, at = 0;

	for (i = 0; i < n; i += 3) {
		size_t		left = n - i;
		uint32_t	v = (uint32_t)b[i] << 16 | (left > 1 ? (uint32_t)b[i + 1] << 8 : 0) |
				    (left > 2 ? b[i + 2] : 0);

		t[at++] = alphabet[v >> 18];
		t[at++] = alphabet[v >> 12 & 63];
		if (left > 1)
			t[at++] = alphabet[v >> 6 & 63];
		else if (pad)
			t[at++] = '=';
		if (left > 2)
			t[at++] = alphabet[v & 63];
		else if (pad)
			t[at++] = '=';
	}
	return ((struct str){ t, at });
}

struct str
base64_text(struct arena *a, const void *p, size_t n)
{
	return (base64_with(a, b64, true, p, n));
}

struct str
base64url_text(struct arena *a, const void *p, size_t n)
{
	return (base64_with(a, b64url, false, p, n));
}

bool
base64_parse(struct arena *a, struct str s, struct str *out)
{
	char		*t = arena_alloc(a, s.n / 4 * 3 + 4);
	uint32_t	 v = 0;
	size_t		 i, at = 0, got = 0, pad = 0;

	for (i = 0; i < s.n; i++) {
		const char	*d;
		char		 c = s.p[i];

		if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
			continue;
		if (c == '=') {
			pad++;
			got++;
			v <<= 6;
		} else {
			d = c == '\0' ? NULL : strchr(b64, c);
			if (d == NULL || pad > 0)
				return (false);
			v = v << 6 | (uint32_t)(d - b64);
			got++;
		}
		if (got % 4 == 0) {
			t[at++] = (char)(v >> 16 & 255);
			t[at++] = (char)(v >> 8 & 255);
			t[at++] = (char)(v & 255);
			v = 0;
		}
	}
	if (got % 4 != 0 || pad > 2)
		return (false);
	/* The bits that padding leaves over must be zero: one text for one value. */
	if ((pad >= 1 && t[at - 1] != 0) || (pad == 2 && t[at - 2] != 0))
		return (false);
	*out = (struct str){ t, at - pad };
	return (true);
}
