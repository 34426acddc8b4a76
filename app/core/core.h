/*
 * The ground that every room stands on: attributes, checks and banned names.
 * Plain C: nothing here knows Kore, SQL or XML.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

#define COUNT_OF(a)	(sizeof(a) / sizeof((a)[0]))
#define PRINTFLIKE(f, v) __attribute__((format(printf, f, v)))
#define MUST_USE	__attribute__((warn_unused_result))
#define auto_(fn)	__attribute__((cleanup(fn)))

/* A broken promise between two pieces of our own code: stop, never limp on. Never for a user's mistake. */
#define CHECK(cond)	do { if (__builtin_expect(!(cond), 0)) check_failed(__FILE__, __LINE__, #cond); } while (0)

__attribute__((noreturn)) void	 check_failed(const char *file, int line, const char *what);

/* Allocation that cannot fail: out of memory aborts, so callers stay clean. free() releases. */
void	*xmalloc(size_t n);
void	*xcalloc(size_t n, size_t size);
void	*xrealloc(void *p, size_t n);

/* Unbounded or silently truncating functions (strcpy, sprintf, strtok, atoi ...) are refused by app/build/lint.py. */
