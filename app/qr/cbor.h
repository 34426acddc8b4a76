/*
 * The part of CBOR that K1 needs (RFC 8949 4.2.1, core deterministic encoding): integers, byte and text strings,
 * arrays, maps and tags, of definite length, with the shortest heads. The reader refuses everything else.
 */
#pragma once

#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"

enum cbor_major {
	CBOR_UINT, CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT, CBOR_ARRAY, CBOR_MAP, CBOR_TAG, CBOR_SIMPLE
};

/* Writing. */
void	cbor_head(struct buf *b, enum cbor_major major, uint64_t value);
void	cbor_int(struct buf *b, int64_t value);
void	cbor_bytes(struct buf *b, struct str bytes);
void	cbor_text(struct buf *b, struct str text);

/* Reading from the front of *in: on true it has moved on, on false it is untouched. Strings are borrowed from *in. */
bool	cbor_read_head(struct str *in, enum cbor_major want, uint64_t *value);
bool	cbor_read_int(struct str *in, int64_t *value);
bool	cbor_read_bytes(struct str *in, struct str *bytes);
bool	cbor_read_text(struct str *in, struct str *text);	/* well-formed UTF-8 */
