/*
 * One arena per request (or per job, per command): everything it makes lives until arena_free.
 * Under AddressSanitizer each allocation is its own malloc, so that overruns are seen.
 */
#pragma once

#include "core/core.h"
#include "core/str.h"

struct arena;

struct arena	*arena_new(void);
void		 arena_free(struct arena *a);			/* NULL-safe; runs the deferred calls, newest first */
void		 arena_freep(struct arena **ap);		/* for auto_(arena_freep) */

/* Zeroed memory, aligned for any type. Never NULL. */
void		*arena_alloc(struct arena *a, size_t size) __attribute__((malloc, alloc_size(2)));
void		*arena_calloc(struct arena *a, size_t n, size_t size);
#define ARENA_NEW(a, type)		((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n)		((type *)arena_calloc((a), (n), sizeof(type)))

/* Call fn(p) when the arena goes: for an xmlDoc, a BIO, a descriptor. */
void		 arena_defer(struct arena *a, void (*fn)(void *), void *p);

/* Copies, always with a NUL after the last byte (not counted in n). */
struct str	 arena_str(struct arena *a, struct str s);
const char	*arena_cstr(struct arena *a, struct str s);
struct str	 arena_printf(struct arena *a, const char *fmt, ...) PRINTFLIKE(2, 3);
