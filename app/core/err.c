#include "core/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/log.h"

int
err_origin_at(const char *file, int line, int code, const char *fmt, ...)
{
	char	text[512];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_error("%s:%d: %s (%d)", file, line, text, code);
	return (code > 0 ? -code : code < 0 ? code : -EIO);
}

int
err_trace_at(const char *file, int line, int r)
{
	if (r < 0)
		log_line(LOG_DEBUG_, "%s:%d: forwarded (%d)", file, line, r);
	return (r);
}

int
err_fold_at(const char *file, int line, int r)
{
	if (r <= 0)
		return (err_trace_at(file, line, r));
	return (err_origin_at(file, line, ENOTRECOVERABLE, "answer %d was not expected here", r));
}
