#include "core/log.h"

#include <sys/types.h>

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES	1024

static const char	*const level_names[LOG__MAX] = { "debug", "info", "warn", "error" };
static char		 process_name[24] = "motcua";
static char		 request[40];

void
log_name(const char *process)
{
	snprintf(process_name, sizeof(process_name), "%s", process);
}

void
log_request(const char *request_id)
{
	snprintf(request, sizeof(request), "%s", request_id);
}

/* One write(2) a line, so that lines of several processes on one file do not mix. A longer line is cut. */
void
log_line(enum log_level level, const char *fmt, ...)
{
	char		line[LINE_MAX_BYTES];
	struct timespec	ts;
	struct tm	tm;
	va_list		ap;
	int		head, body;
	size_t		n;

	clock_gettime(CLOCK_REALTIME, &ts);
	gmtime_r(&ts.tv_sec, &tm);
	head = snprintf(line, sizeof(line), "%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ %s %s[%d] %s%s",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
	    ts.tv_nsec / 1000000, level_names[level], process_name, (int)getpid(),
	    request, request[0] == '\0' ? "" : " ");
	if (head < 0)
		return;
	va_start(ap, fmt);
	body = vsnprintf(line + head, sizeof(line) - (size_t)head, fmt, ap);
	va_end(ap);
	n = (size_t)head + (body < 0 ? 0 : (size_t)body);
	if (n > sizeof(line) - 1)
		n = sizeof(line) - 1;
	line[n < sizeof(line) - 1 ? n : sizeof(line) - 2] = '\n';
	n = n < sizeof(line) - 1 ? n + 1 : sizeof(line) - 1;
	if (write(STDERR_FILENO, line, n) < 0)
		return;		/* nowhere left to say it */
}
