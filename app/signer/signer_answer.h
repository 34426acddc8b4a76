/*
 * One request, one answer.  Everything that is signed is built here from typed fields; no operation signs octets that
 * the caller made.
 */
#pragma once

#include "core/arena.h"
#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"

struct keys;
struct journal;

struct signer {
	struct keys	*keys;
	struct journal	*journal;
	unsigned	 per_minute;	/* signatures a key makes in a minute */
};

/* Writes the reply message.  0 | <0 fatal: the journal can't be written, the signer must stop. */
int	signer_answer(struct arena *a, struct signer *s, struct str message, int64_t now_s, struct buf *reply) MUST_USE;
