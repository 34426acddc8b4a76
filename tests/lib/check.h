/*
 * A unit test is a program: it includes this, checks, and returns check_done(). A failed check says where and goes on.
 */
#pragma once

#include <stdio.h>

#include "core/str.h"

static int	check_passed_n, check_failed_n;

#define EXPECT(cond)	expect_at((cond), __FILE__, __LINE__, #cond)
#define EXPECT_STR(got, want) expect_str_at((got), str_of(want), __FILE__, __LINE__)
#define EXPECT_I64(got, want) expect_i64_at((int64_t)(got), (int64_t)(want), __FILE__, __LINE__, #got)

static inline bool
expect_at(bool ok, const char *file, int line, const char *what)
{
	if (ok)
		check_passed_n++;
	else {
		check_failed_n++;
		printf("%s:%d: %s\n", file, line, what);
	}
	return (ok);
}

static inline bool
expect_str_at(struct str got, struct str want, const char *file, int line)
{
	if (str_eq(got, want)) {
		check_passed_n++;
		return (true);
	}
	check_failed_n++;
	printf("%s:%d: got \"%.*s\", want \"%.*s\"\n", file, line, STR_ARG(got), STR_ARG(want));
	return (false);
}

static inline bool
expect_i64_at(int64_t got, int64_t want, const char *file, int line, const char *what)
{
	if (got == want) {
		check_passed_n++;
		return (true);
	}
	check_failed_n++;
	printf("%s:%d: %s is %lld, want %lld\n", file, line, what, (long long)got, (long long)want);
	return (false);
}

/* The last line of every unit program; the runner adds them up. */
static inline int
check_done(void)
{
	printf("%d passed, %d failed\n", check_passed_n, check_failed_n);
	return (check_failed_n == 0 && check_passed_n > 0 ? 0 : 1);
}
