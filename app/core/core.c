#include "core/core.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/log.h"

void
check_failed(const char *file, int line, const char *what)
{
	log_error("%s:%d: CHECK(%s) failed", file, line, what);
	abort();
}

void *
xmalloc(size_t n)
{
	void	*p;

	p = malloc(n == 0 ? 1 : n);
	CHECK(p != NULL);
	return (p);
}

void *
xcalloc(size_t n, size_t size)
{
	void	*p;

	p = calloc(n == 0 ? 1 : n, size == 0 ? 1 : size);
	CHECK(p != NULL);
	return (p);
}

void *
xrealloc(void *p, size_t n)
{
	void	*q;

	q = realloc(p, n == 0 ? 1 : n);
	CHECK(q != NULL);
	return (q);
}
