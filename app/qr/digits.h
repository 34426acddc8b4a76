/*
 * Bytes as decimal digits for QR's numeric mode: each 7 bytes, big-endian, are one number of 17 digits; the last 1 to 6
 * bytes take 3, 5, 8, 10, 13 or 15. The only form: a number too big for its bytes is refused.
 */
#pragma once

#include "core/arena.h"
#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"

void	digits_write(struct buf *b, struct str bytes);

/* False on anything but digits, a length that digits_write never makes, or a number out of range. *bytes lives in a. */
bool	digits_read(struct arena *a, struct str digits, struct str *bytes);
