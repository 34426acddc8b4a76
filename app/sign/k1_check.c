#include "sign/k1_check.h"

#include "core/buf.h"
#include "core/utf8.h"

#define CBOR_UINT	0u
#define CBOR_BYTES	2u
#define CBOR_TEXT	3u
#define CBOR_MAP	5u

/* One head in its shortest form; moves on. */
static bool
head(struct str *in, unsigned *major, uint64_t *value)
{
	static const uint64_t	least[] = { 24, 0x100, 0x10000, 0x100000000 };
	const uint8_t		*p = (const uint8_t *)in->p;
	unsigned		 low, i, bytes;

	if (in->n == 0)
		return (false);
	*major = p[0] >> 5;
	low = p[0] & 31;
	bytes = 0;
	*value = low;
	if (low >= 24) {
		if (low > 27)
			return (false);
		bytes = 1u << (low - 24);
		if (in->n < 1 + bytes)
			return (false);
		*value = 0;
		for (i = 1; i <= bytes; i++)
			*value = *value << 8 | p[i];
		if (*value < least[low - 24])
			return (false);
	}
	*in = str_from_to(*in, 1 + bytes, in->n);
	return (true);
}

/* The value of one claim. */
static bool
claim(struct str *in, uint64_t key)
{
	struct str	text;
	unsigned	major;
	uint64_t	n;

	if (!head(in, &major, &n))
		return (false);
	if (key == 6)
		return (major == CBOR_UINT);
	if (n > in->n)
		return (false);
	text = str_from_to(*in, 0, (size_t)n);
	*in = str_from_to(*in, (size_t)n, in->n);
	if (key == 15)
		return (major == CBOR_BYTES && n == 16);
	return (major == CBOR_TEXT && n > 0 && utf8_valid(text) && utf8_clean(text));
}

bool
k1_check_payload(struct str payload)
{
	static const uint64_t	need = 1u << 1 | 1u << 6 | 1u << 10 | 1u << 15;
	static const uint64_t	known = need | 1u << 11 | 1u << 12 | 1u << 13 | 1u << 14;
	uint64_t		n, key, last = 0, seen = 0, i;
	unsigned		major;

	if (payload.n > K1_CHECK_MAX_BYTES || !head(&payload, &major, &n) || major != CBOR_MAP || n > 8)
		return (false);
	for (i = 0; i < n; i++) {
		if (!head(&payload, &major, &key) || major != CBOR_UINT || key <= last || key > 15 ||
		    (known >> key & 1) == 0 || !claim(&payload, key))
			return (false);
		last = key;
		seen |= (uint64_t)1 << key;
	}
	return (payload.n == 0 && (seen & need) == need);
}

struct str
k1_check_to_be_signed(struct arena *a, const uint8_t kid[8], struct str payload)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	buf_add(&b, "\x84\x6aSignature1", 12);
	buf_add(&b, "\x4d\xa2\x01\x26\x04\x48", 6);
	buf_add(&b, kid, 8);
	buf_byte(&b, 0x40);
	if (payload.n < 24)
		buf_byte(&b, (char)(0x40 | payload.n));
	else if (payload.n < 256) {
		buf_byte(&b, 0x58);
		buf_byte(&b, (char)payload.n);
	} else {
		buf_byte(&b, 0x59);
		buf_byte(&b, (char)(payload.n >> 8));
		buf_byte(&b, (char)(payload.n & 0xff));
	}
	buf_str(&b, payload);
	return (arena_str(a, buf_view(&b)));
}
