#include "sign/signer_wire.h"

void
wire_start(struct buf *b, uint8_t code)
{
	buf_byte(b, WIRE_VERSION);
	buf_byte(b, (char)code);
}

void
wire_put(struct buf *b, enum wire_tag tag, struct str bytes)
{
	CHECK(bytes.n <= UINT16_MAX);
	buf_byte(b, (char)tag);
	buf_byte(b, (char)(bytes.n >> 8));
	buf_byte(b, (char)(bytes.n & 0xff));
	buf_str(b, bytes);
}

void
wire_put_u64(struct buf *b, enum wire_tag tag, uint64_t v)
{
	char	be[8];
	int	i;

	for (i = 0; i < 8; i++)
		be[i] = (char)(v >> (56 - 8 * i));
	wire_put(b, tag, (struct str){ be, sizeof(be) });
}

bool
wire_read(struct str message, struct wire *out)
{
	const uint8_t	*p = (const uint8_t *)message.p;
	size_t		 at = 2, n, tag;

	memset(out, 0, sizeof(*out));
	if (message.n < 2 || p[0] != WIRE_VERSION)
		return (false);
	out->code = p[1];
	while (at < message.n) {
		if (message.n - at < 3)
			return (false);
		tag = p[at];
		n = (size_t)p[at + 1] << 8 | p[at + 2];
		at += 3;
		if (tag == 0 || tag >= WIRE__TAG_MAX || out->field[tag].p != NULL || message.n - at < n)
			return (false);
		out->field[tag] = (struct str){ message.p + at, n };
		at += n;
	}
	return (true);
}

bool
wire_u64(struct str field, uint64_t *v)
{
	size_t	i;

	if (field.n != 8)
		return (false);
	*v = 0;
	for (i = 0; i < 8; i++)
		*v = *v << 8 | (uint8_t)field.p[i];
	return (true);
}
