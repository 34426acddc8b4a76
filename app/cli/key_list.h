/*
 * The published list of QR keys, as JSON: {"issuer": "H24", "keys": [{"kid": 16 hex, "agency": ..., "name": ...,
 * "x": base64url, "y": base64url, "from": time, "until": time}]}. Times are ISO 8601 with a zone.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "qr/k1.h"

#define KEY_LIST_MAX_BYTES	(256 * 1024)
#define KEY_LIST_MAX_KEYS	1000
#define KEY_LIST_E_FORM		1	/* not such a list, or a kid that is not its key's */

/* 0, *keys and *n | KEY_LIST_E_FORM | <0 fatal: can't be read */
MUST_USE int	key_list_read(struct arena *a, const char *path, struct k1_key **keys, size_t *n);
