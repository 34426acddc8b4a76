/*
 * Growing output buffer on the heap: doubles, so a page is built with few copies. Always NUL-terminated.
 */
#pragma once

#include <stdarg.h>

#include "core/core.h"
#include "core/str.h"

struct buf {
	char	*p;
	size_t	 n;
	size_t	 cap;
};

#define BUF_INIT	((struct buf){ NULL, 0, 0 })

void		 buf_add(struct buf *b, const void *p, size_t n);
void		 buf_str(struct buf *b, struct str s);
void		 buf_cstr(struct buf *b, const char *s);
void		 buf_byte(struct buf *b, char c);
void		 buf_i64(struct buf *b, int64_t v);
void		 buf_printf(struct buf *b, const char *fmt, ...) PRINTFLIKE(2, 3);
void		 buf_reserve(struct buf *b, size_t more);
struct str	 buf_view(const struct buf *b);			/* valid until the next write */
void		 buf_free(struct buf *b);			/* back to BUF_INIT; for auto_(buf_free) */
