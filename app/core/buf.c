#include "core/buf.h"

#include <stdio.h>
#include <stdlib.h>

void
buf_reserve(struct buf *b, size_t more)
{
	size_t	need, cap;

	CHECK(more < SIZE_MAX / 4 && b->n < SIZE_MAX / 4);
	need = b->n + more + 1;
	if (need <= b->cap)
		return;
	cap = b->cap == 0 ? 1024 : b->cap;
	while (cap < need)
		cap *= 2;
	b->p = xrealloc(b->p, cap);
	b->cap = cap;
}

void
buf_add(struct buf *b, const void *p, size_t n)
{
	buf_reserve(b, n);
	if (n > 0)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void
buf_cstr(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_byte(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_i64(struct buf *b, int64_t v)
{
	buf_printf(b, "%lld", (long long)v);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list	ap;
	int	n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	CHECK(n >= 0);
	buf_reserve(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

struct str
buf_view(const struct buf *b)
{
	return ((struct str){ b->p == NULL ? "" : b->p, b->n });
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = BUF_INIT;
}
