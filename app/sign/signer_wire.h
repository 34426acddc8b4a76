/*
 * What the worker and the signer say to each other: one message each way on a SOCK_SEQPACKET socket.
 * A message is a version, an operation (or a status), then fields: tag (1), length (2, big endian), bytes.
 */
#pragma once

#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"

#define WIRE_VERSION		1
#define WIRE_MESSAGE_MAX	32768u

enum wire_op {
	WIRE_CMS = 1,		/* digest of a PDF's byte ranges -> CMS */
	WIRE_XML,		/* digest of an XML document, time -> ds:Signature */
	WIRE_K1,		/* payload map -> kid, r || s */
	WIRE_HEAD,		/* kind, origin, size, root, time -> r || s */
	WIRE__OP_MAX
};

enum wire_status {
	WIRE_DONE,
	WIRE_REFUSED,		/* unknown key, key not for this operation, a field missing or wrong */
	WIRE_BUSY,		/* rate limit */
	WIRE_BAD_PAYLOAD,	/* not a canonical K1 map */
	WIRE_FAILED,		/* the signer's own trouble: journal or key */
	WIRE__STATUS_MAX
};

enum wire_tag {
	WIRE_T_KEY = 1,
	WIRE_T_KIND,
	WIRE_T_DOSSIER,
	WIRE_T_DIGEST,		/* 32 bytes */
	WIRE_T_TIME,		/* 8 bytes, seconds */
	WIRE_T_PAYLOAD,
	WIRE_T_ORIGIN,
	WIRE_T_SIZE,		/* 8 bytes */
	WIRE_T_RESULT,
	WIRE_T_KID,
	WIRE__TAG_MAX
};

struct wire {
	uint8_t		code;			/* enum wire_op or enum wire_status */
	struct str	field[WIRE__TAG_MAX];	/* empty: not there */
};

void	wire_start(struct buf *b, uint8_t code);
void	wire_put(struct buf *b, enum wire_tag tag, struct str bytes);		/* at most 65535 bytes */
void	wire_put_u64(struct buf *b, enum wire_tag tag, uint64_t v);
/* Borrows from message.  False: another version, cut off, an unknown or repeated tag. */
bool	wire_read(struct str message, struct wire *out);
bool	wire_u64(struct str field, uint64_t *v);				/* exactly 8 bytes */
