#include "qr/digits.h"

#define CHUNK_BYTES	7
#define CHUNK_DIGITS	17

/* Digits that hold n bytes: the least d with 10^d >= 256^n. */
static const size_t	digits_of[CHUNK_BYTES + 1] = { 0, 3, 5, 8, 10, 13, 15, CHUNK_DIGITS };

void
digits_write(struct buf *b, struct str bytes)
{
	const unsigned char	*p = (const unsigned char *)bytes.p;
	size_t			 at, i, n;

	for (at = 0; at < bytes.n; at += n) {
		uint64_t	v = 0;

		n = bytes.n - at < CHUNK_BYTES ? bytes.n - at : CHUNK_BYTES;
		for (i = 0; i < n; i++)
			v = v << 8 | p[at + i];
		buf_printf(b, "%0*llu", (int)digits_of[n], (unsigned long long)v);
	}
}

static bool
chunk_read(struct str digits, size_t n, unsigned char *out)
{
	uint64_t	v = 0;		/* 17 digits are below 2^57 */
	size_t		i;

	for (i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return (false);
		v = v * 10 + (uint64_t)(digits.p[i] - '0');
	}
	if (v >> (8 * n) != 0)
		return (false);
	for (i = n; i > 0; i--) {
		out[i - 1] = (unsigned char)(v & 0xff);
		v >>= 8;
	}
	return (true);
}

bool
digits_read(struct arena *a, struct str digits, struct str *bytes)
{
	size_t		 rest = digits.n % CHUNK_DIGITS, whole = digits.n / CHUNK_DIGITS, last = 0, i;
	unsigned char	*p;

	while (last < CHUNK_BYTES && digits_of[last] != rest)
		last++;
	if (last == CHUNK_BYTES)
		return (false);
	p = arena_alloc(a, whole * CHUNK_BYTES + last + 1);
	for (i = 0; i < whole; i++) {
		struct str	chunk = str_from_to(digits, i * CHUNK_DIGITS, (i + 1) * CHUNK_DIGITS);

		if (!chunk_read(chunk, CHUNK_BYTES, p + i * CHUNK_BYTES))
			return (false);
	}
	if (!chunk_read(str_from_to(digits, whole * CHUNK_DIGITS, digits.n), last, p + whole * CHUNK_BYTES))
		return (false);
	*bytes = (struct str){ (const char *)p, whole * CHUNK_BYTES + last };
	return (true);
}
