#include "qr/cbor.h"

#include "core/utf8.h"

/* Values up to this stand in the head byte itself; 24 to 27 say that 1, 2, 4 or 8 bytes follow. */
#define HEAD_SMALL_MAX	23

void
cbor_head(struct buf *b, enum cbor_major major, uint64_t value)
{
	unsigned	high = (unsigned)major << 5;
	int		bytes, shift;

	if (value <= HEAD_SMALL_MAX) {
		buf_byte(b, (char)(high | (unsigned)value));
		return;
	}
	bytes = value <= 0xff ? 1 : value <= 0xffff ? 2 : value <= 0xffffffff ? 4 : 8;
	buf_byte(b, (char)(high | (bytes == 1 ? 24U : bytes == 2 ? 25U : bytes == 4 ? 26U : 27U)));
	for (shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
		buf_byte(b, (char)(value >> shift & 0xff));
}

void
cbor_int(struct buf *b, int64_t value)
{
	if (value >= 0)
		cbor_head(b, CBOR_UINT, (uint64_t)value);
	else
		cbor_head(b, CBOR_NEGATIVE, ~(uint64_t)value);
}

void
cbor_bytes(struct buf *b, struct str bytes)
{
	cbor_head(b, CBOR_BYTES, bytes.n);
	buf_str(b, bytes);
}

void
cbor_text(struct buf *b, struct str text)
{
	cbor_head(b, CBOR_TEXT, text.n);
	buf_str(b, text);
}

bool
cbor_read_head(struct str *in, enum cbor_major want, uint64_t *value)
{
	static const uint64_t	 least[] = { HEAD_SMALL_MAX + 1, 0x100, 0x10000, 0x100000000 };
	const unsigned char	*p = (const unsigned char *)in->p;
	unsigned		 low;
	uint64_t		 v = 0;
	size_t			 bytes, i;

	if (in->n == 0 || p[0] >> 5 != (unsigned)want)
		return (false);
	low = p[0] & 0x1f;
	if (low > 27)
		return (false);		/* reserved, or of indefinite length */
	if (low <= HEAD_SMALL_MAX) {
		*value = low;
		*in = str_from_to(*in, 1, in->n);
		return (true);
	}
	bytes = (size_t)1 << (low - 24);
	if (in->n < 1 + bytes)
		return (false);
	for (i = 1; i <= bytes; i++)
		v = v << 8 | p[i];
	if (v < least[low - 24])
		return (false);		/* a shorter head would have done */
	*value = v;
	*in = str_from_to(*in, 1 + bytes, in->n);
	return (true);
}

bool
cbor_read_int(struct str *in, int64_t *value)
{
	struct str	rest = *in;
	uint64_t	v;
	bool		negative = false;

	if (!cbor_read_head(&rest, CBOR_UINT, &v)) {
		negative = true;
		if (!cbor_read_head(&rest, CBOR_NEGATIVE, &v))
			return (false);
	}
	if (v > INT64_MAX)
		return (false);
	*value = negative ? -1 - (int64_t)v : (int64_t)v;
	*in = rest;
	return (true);
}

static bool
read_string(struct str *in, enum cbor_major major, struct str *out)
{
	struct str	rest = *in;
	uint64_t	n;

	if (!cbor_read_head(&rest, major, &n) || n > rest.n)
		return (false);
	*out = str_from_to(rest, 0, (size_t)n);
	*in = str_from_to(rest, (size_t)n, rest.n);
	return (true);
}

bool
cbor_read_bytes(struct str *in, struct str *bytes)
{
	return (read_string(in, CBOR_BYTES, bytes));
}

bool
cbor_read_text(struct str *in, struct str *text)
{
	struct str	rest = *in, s;

	if (!read_string(&rest, CBOR_TEXT, &s) || !utf8_valid(s))
		return (false);
	*text = s;
	*in = rest;
	return (true);
}
