/*
 * Answers of a function: < 0 fatal (a negated errno; forwarded, logged once where it began), 0 done,
 * > 0 one of the function's own documented answers, handled by its caller and never forwarded.
 */
#pragma once

#include <errno.h>

#include "core/core.h"

/* Raise: log where and why, answer -code. Text says what was being done, never a person's data. */
#define err_origin(code, ...)	err_origin_at(__FILE__, __LINE__, (code), __VA_ARGS__)
/* Forward a fatal answer. */
#define err_trace(r)		err_trace_at(__FILE__, __LINE__, (r))
/* Turn an answer that was not expected here into a fatal one. */
#define err_fold(r)		err_fold_at(__FILE__, __LINE__, (r))

int	err_origin_at(const char *file, int line, int code, const char *fmt, ...) PRINTFLIKE(4, 5);
int	err_trace_at(const char *file, int line, int r);
int	err_fold_at(const char *file, int line, int r);
