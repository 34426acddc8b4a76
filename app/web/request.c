#include "web/request.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/err.h"
#include "core/log.h"
#include "web/inside.h"

#define BODY_FORM_BYTES_MAX	(2 * 1024 * 1024)

static enum problem
problem_of_pairs(int answer)
{
	switch ((enum pairs_answer)answer) {
	case PAIRS_E_TEXT:
		return (PROBLEM_BAD_TEXT);
	case PAIRS_E_MANY:
		return (PROBLEM_TOO_MANY_FIELDS);
	case PAIRS_E_LONG:
		return (PROBLEM_TOO_LARGE);
	case PAIRS_E_SYNTAX:
		break;
	}
	return (PROBLEM_BAD_REQUEST);
}

static enum problem
problem_of_multipart(int answer)
{
	switch ((enum multipart_answer)answer) {
	case MULTIPART_E_TEXT:
		return (PROBLEM_BAD_TEXT);
	case MULTIPART_E_MANY:
		return (PROBLEM_TOO_MANY_FIELDS);
	case MULTIPART_E_LONG:
		return (PROBLEM_TOO_LARGE);
	case MULTIPART_E_SYNTAX:
		break;
	}
	return (PROBLEM_BAD_REQUEST);
}

/* ---- path, query, language */

static int
read_path(struct turn *t)
{
	struct str	rest, part;
	int		r;

	t->path = str_of(t->req->path);
	rest = str_from_to(t->path, 1, t->path.n);
	while (str_cut(&rest, '/', &part)) {
		if (t->segments_n == SEGMENTS_MAX)
			return (PAIRS_E_MANY);
		r = pairs_segment(t->arena, part, &t->segments[t->segments_n]);
		if (r != 0)
			return (r);
		t->segments_n++;
	}
	return (0);
}

static void
read_lang(struct turn *t)
{
	struct str	asked = request_query(t, "lang"), kept = request_cookie(t, "lang");
	bool		change = str_eqc(asked, "en") || str_eqc(asked, "vi");
	struct str	lang = change ? asked : kept;

	t->lang = str_eqc(lang, "en") ? LANG_EN : LANG_VI;
	t->lang_chosen = change || str_eqc(kept, "en") || str_eqc(kept, "vi");
	if (change)
		reply_cookie(t, "lang", asked, 365 * 86400);
}

enum next
read_request(struct turn *t)
{
	int	r = read_path(t);

	if (r == PAIRS_E_MANY)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (r == 0 && t->req->query_string != NULL)
		r = pairs_urlencoded(t->arena, str_of(t->req->query_string), &t->query);
	if (r != 0)
		return (reply_problem(t, problem_of_pairs(r)));
	read_lang(t);
	return (NEXT_STEP);
}

/* ---- body */

static void
fd_close(void *fd)
{
	(void)close((int)(intptr_t)fd);
}

/* The whole body out of Kore's buffer: small, as the front sends big ones as files. */
static struct str
body_in_memory(struct turn *t)
{
	size_t	 n = t->req->http_body_length, got = 0;
	char	*p = arena_alloc(t->arena, n + 1);
	ssize_t	 r;

	while (got < n && t->req->http_body != NULL && (r = http_body_read(t->req, p + got, n - got)) > 0)
		got += (size_t)r;
	return ((struct str){ p, got });
}

/* The front's file, which must lie right in the spool folder. Returns the descriptor, or -1. */
static int
body_file_open(struct turn *t, struct str path)
{
	struct str	spool = str_of(web_here()->spool_dir);
	struct stat	st;
	int		fd;

	if (!str_starts(path, spool) || str_find(path, STR("/../")) >= 0 || path.n <= spool.n || path.p[spool.n] != '/')
		return (-1);
	fd = open(arena_cstr(t->arena, path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return (-1);
	arena_defer(t->arena, fd_close, (void *)(intptr_t)fd);
	return (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? fd : -1);
}

/* The body as a descriptor: the front's file, or a copy of the small one in memory. Returns it, or -1. */
static int
body_fd(struct turn *t)
{
	struct str	path = request_header(t, "x-body-file"), bytes;
	int		fd;

	if (path.n > 0)
		return (body_file_open(t, path));
	bytes = body_in_memory(t);
	fd = memfd_create("body", MFD_CLOEXEC);
	CHECK(fd >= 0);
	arena_defer(t->arena, fd_close, (void *)(intptr_t)fd);
	return (write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n ? fd : -1);
}

static enum next
read_multipart(struct turn *t, struct str content_type)
{
	struct stat	st;
	int		fd = body_fd(t), r;

	if (fd < 0 || fstat(fd, &st) != 0) {
		log_error("body file can't be read");
		return (NEXT_FAIL);
	}
	r = multipart_read(t->arena, content_type, fd, st.st_size, &t->fields, &t->uploads);
	if (r < 0)
		return (NEXT_FAIL);
	return (r == 0 ? NEXT_STEP : reply_problem(t, problem_of_multipart(r)));
}

static enum next
read_form(struct turn *t)
{
	struct str	path = request_header(t, "x-body-file"), raw;
	struct stat	st;
	char		*p;
	int		r, fd;

	if (path.n == 0) {
		raw = body_in_memory(t);
	} else {
		fd = body_file_open(t, path);
		if (fd < 0 || fstat(fd, &st) != 0)
			return (NEXT_FAIL);
		if (st.st_size > BODY_FORM_BYTES_MAX)
			return (reply_problem(t, PROBLEM_TOO_LARGE));
		p = arena_alloc(t->arena, (size_t)st.st_size + 1);
		if (pread(fd, p, (size_t)st.st_size, 0) != st.st_size)
			return (NEXT_FAIL);
		raw = (struct str){ p, (size_t)st.st_size };
	}
	r = pairs_urlencoded(t->arena, raw, &t->fields);
	return (r == 0 ? NEXT_STEP : reply_problem(t, problem_of_pairs(r)));
}

enum next
read_body(struct turn *t)
{
	struct str	type = request_header(t, "content-type");

	if (!request_is_post(t))
		return (NEXT_STEP);
	if (str_starts(type, STR("multipart/form-data")))
		return (read_multipart(t, type));
	if (str_starts(type, STR("application/x-www-form-urlencoded")))
		return (read_form(t));
	/* A POST without a body (a beacon, a button by script) may do without a type. */
	if (t->req->http_body_length == 0 && request_header(t, "x-body-file").n == 0)
		return (NEXT_STEP);
	return (reply_problem(t, PROBLEM_BAD_REQUEST));
}

/* ---- for steps */

bool
request_is_post(struct turn *t)
{
	return (t->req->method == HTTP_METHOD_POST);
}

struct str
request_path(struct turn *t)
{
	return (t->path);
}

struct str
request_segment(struct turn *t, size_t i)
{
	return (i < t->segments_n ? t->segments[i] : STR_NONE);
}

bool
request_segment_uuid(struct turn *t, size_t i, struct uuid *out)
{
	return (uuid_parse(request_segment(t, i), out));
}

struct str
request_query(struct turn *t, const char *name)
{
	return (pairs_get(&t->query, name));
}

const struct pairs *
request_queries(struct turn *t)
{
	return (&t->query);
}

struct str
request_field(struct turn *t, const char *name)
{
	return (pairs_get(&t->fields, name));
}

bool
request_field_uuid(struct turn *t, const char *name, struct uuid *out)
{
	return (uuid_parse(request_field(t, name), out));
}

const struct pairs *
request_fields(struct turn *t)
{
	return (&t->fields);
}

const struct uploads *
request_uploads(struct turn *t)
{
	return (&t->uploads);
}

struct str
request_header(struct turn *t, const char *name)
{
	const char	*value;

	if (!http_request_header(t->req, name, &value))
		return (STR_NONE);
	return (str_of(value));
}

struct str
request_cookie(struct turn *t, const char *name)
{
	return (cookie_get(request_header(t, "cookie"), name));
}

struct str
request_client(struct turn *t)
{
	return (request_header(t, "x-real-ip"));
}

bool
request_wants_json(struct turn *t)
{
	struct str	rest = request_header(t, "accept"), part;

	/* The first type named wins between the two we have: browsers name text/html first. */
	while (str_cut(&rest, ',', &part)) {
		part = str_trim(part);
		if (str_starts(part, STR("application/json")))
			return (true);
		if (str_starts(part, STR("text/html")))
			return (false);
	}
	return (false);
}

struct str
request_return_path(struct turn *t)
{
	struct str	path = request_field(t, "return");
	size_t		i;

	if (path.n == 0)
		path = request_query(t, "return");
	/* "//host" and "/\host" lead away from here. */
	if (path.n == 0 || path.n > 1024 || path.p[0] != '/' || (path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\')))
		return (STR("/"));
	for (i = 0; i < path.n; i++)
		if (path.p[i] <= ' ' || path.p[i] > '~' || path.p[i] == '\\')
			return (STR("/"));
	return (path);
}
