/*
 * Unicode at the edge (RFC 3629, UAX 15). Every text that enters is checked, brought to NFC and freed of control
 * characters here; inside, text is known to be clean.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

bool		utf8_valid(struct str s);			/* well-formed; no surrogates; NUL refused */
size_t		utf8_chars(struct str s);			/* code points; s is valid */
bool		utf8_clean(struct str s);			/* no C0/C1 control but tab, CR, LF; no U+FFFE/FFFF */
struct str	utf8_nfc(struct arena *a, struct str s);	/* s is valid */

/* For search: no diacritics (đ becomes d), lower case, runs of white space and punctuation to one space, trimmed.
 * "Cấp bản sao văn bằng" becomes "cap ban sao van bang". */
struct str	utf8_fold(struct arena *a, struct str s);
