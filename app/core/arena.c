#include "core/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_EACH_ALONE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_EACH_ALONE 1
#endif
#endif

#define CHUNK_MIN	((size_t)4096)
#define CHUNK_MAX	((size_t)1 << 18)
#define ALIGN		alignof(max_align_t)

struct chunk {
	struct chunk		*next;
	size_t			 used;
	size_t			 cap;
	alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
	struct deferred	*next;
	void		(*fn)(void *);
	void		*p;
};

struct arena {
	struct chunk	*chunk;			/* newest first */
	struct deferred	*deferred;		/* newest first */
	size_t		 next_cap;
};

struct arena *
arena_new(void)
{
	struct arena	*a;

	a = xcalloc(1, sizeof(*a));
	a->next_cap = CHUNK_MIN;
	return (a);
}

void
arena_free(struct arena *a)
{
	struct chunk	*c;

	if (a == NULL)
		return;
	while (a->deferred != NULL) {
		struct deferred	*d = a->deferred;

		a->deferred = d->next;
		d->fn(d->p);
	}
	while ((c = a->chunk) != NULL) {
		a->chunk = c->next;
		free(c);
	}
	free(a);
}

void
arena_freep(struct arena **ap)
{
	arena_free(*ap);
	*ap = NULL;
}

static struct chunk *
chunk_new(struct arena *a, size_t cap)
{
	struct chunk	*c;

	c = xmalloc(sizeof(*c) + cap);
	c->used = 0;
	c->cap = cap;
	c->next = a->chunk;
	a->chunk = c;
	return (c);
}

/* Room for n bytes (already rounded up). A big request gets a chunk of its own behind the current one,
 * so that the rest of the current chunk is not thrown away. */
static void *
arena_take(struct arena *a, size_t n)
{
	struct chunk	*c = a->chunk;
	void		*p;

#ifdef ARENA_EACH_ALONE
	c = chunk_new(a, n);
#else
	if (c == NULL || c->cap - c->used < n) {
		if (n > a->next_cap / 2 && c != NULL) {
			struct chunk	*big = xmalloc(sizeof(*big) + n);

			big->used = big->cap = n;
			big->next = c->next;
			c->next = big;
			return (big->bytes);
		}
		while (a->next_cap < n)
			a->next_cap *= 2;
		c = chunk_new(a, a->next_cap);
		if (a->next_cap < CHUNK_MAX)
			a->next_cap *= 2;
	}
#endif
	p = c->bytes + c->used;
	c->used += n;
	return (p);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	size_t	 n;
	void	*p;

	CHECK(size <= SIZE_MAX / 2);
#ifdef ARENA_EACH_ALONE
	n = size == 0 ? 1 : size;
#else
	n = (size + ALIGN - 1) & ~(ALIGN - 1);
	if (n == 0)
		n = ALIGN;
#endif
	p = arena_take(a, n);
	memset(p, 0, n);
	return (p);
}

void *
arena_calloc(struct arena *a, size_t n, size_t size)
{
	CHECK(size == 0 || n <= SIZE_MAX / 2 / size);
	return (arena_alloc(a, n * size));
}

void
arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
	struct deferred	*d;

	d = ARENA_NEW(a, struct deferred);
	d->fn = fn;
	d->p = p;
	d->next = a->deferred;
	a->deferred = d;
}

struct str
arena_str(struct arena *a, struct str s)
{
	return ((struct str){ arena_cstr(a, s), s.n });
}

const char *
arena_cstr(struct arena *a, struct str s)
{
	char	*p;

	p = arena_alloc(a, s.n + 1);
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (p);
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list	 ap, again;
	char	*p;
	int	 n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	CHECK(n >= 0);
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return ((struct str){ p, (size_t)n });
}
