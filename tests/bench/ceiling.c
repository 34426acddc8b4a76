/*
 * The ceiling of a page: a bare Kore handler that sends the very bytes of ours, behind the same front. Two kinds:
 * ceiling_plain sends them at once; ceiling_select first does one prepared SELECT by key and reads its row.
 * From the environment: CEILING_PAGES, a folder with <name>.body and <name>.head (a line a header) for each route
 * /<kind>/<name>; CEILING_DB, a conninfo; the table bench_row(key text, row text) has a row for each name.
 */
#include <kore/kore.h>
#include <kore/http.h>
#include <kore/pgsql.h>
#include <kore/seccomp.h>

#include <libpq-events.h>
#include <libpq-fe.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGES_MAX	8
#define HEADERS_MAX	24
#define FILE_MAX	(1 << 20)
#define STATEMENT	"SELECT row FROM bench_row WHERE key = $1"
#define TICK_MS		500

#define PAGE __attribute__((visibility("default")))

struct page {
	const char	*name;
	char		*body;
	size_t		 body_n;
	char		*header[HEADERS_MAX], *value[HEADERS_MAX];
	size_t		 headers_n;
};

static struct page	pages[PAGES_MAX];

PAGE void	kore_seccomp_hook(void);
PAGE void	kore_worker_configure(void);
PAGE int	ceiling_plain(struct http_request *req);
PAGE int	ceiling_select(struct http_request *req);

#pragma GCC visibility push(default)
KORE_SECCOMP_FILTER("ceiling",
	KORE_SYSCALL_ALLOW(newfstatat), KORE_SYSCALL_ALLOW(getdents64), KORE_SYSCALL_ALLOW(mremap),
	KORE_SYSCALL_ALLOW(prlimit64), KORE_SYSCALL_ALLOW(uname), KORE_SYSCALL_ALLOW(getegid),
	    KORE_SYSCALL_ALLOW(getgid),
	KORE_SYSCALL_ALLOW(getpeername), KORE_SYSCALL_ALLOW(sendmsg), KORE_SYSCALL_ALLOW(recvmsg)
)
#pragma GCC visibility pop

static char *
file_text(const char *folder, const char *name, const char *end, size_t *n)
{
	char	 path[PATH_MAX], *text = kore_calloc(1, FILE_MAX);
	FILE	*f;

	(void)snprintf(path, sizeof(path), "%s/%s.%s", folder, name, end);
	f = fopen(path, "rb");
	if (f == NULL)
		fatal("%s can't be read", path);
	*n = fread(text, 1, FILE_MAX - 1, f);
	(void)fclose(f);
	return (text);
}

static void
headers_read(struct page *p, char *head)
{
	char	*line, *value;

	while ((line = strsep(&head, "\n")) != NULL && p->headers_n < HEADERS_MAX) {
		value = strstr(line, ": ");
		if (value == NULL)
			continue;
		*value = '\0';
		p->header[p->headers_n] = line;
		p->value[p->headers_n++] = value + 2;
	}
}

/* The page whose name is the path's last part; read from its files at the first request. */
static const struct page *
page_of(const struct http_request *req)
{
	const char	*name = strrchr(req->path, '/') + 1;
	struct page	*p;
	size_t		 n;

	for (p = pages; p < pages + PAGES_MAX && p->name != NULL; p++)
		if (strcmp(p->name, name) == 0)
			return (p);
	if (p == pages + PAGES_MAX)
		fatal("too many pages");
	p->body = file_text(getenv("CEILING_PAGES"), name, "body", &p->body_n);
	headers_read(p, file_text(getenv("CEILING_PAGES"), name, "head", &n));
	p->name = kore_strdup(name);
	return (p);
}

static void
page_send(struct http_request *req, const struct page *p)
{
	for (size_t i = 0; i < p->headers_n; i++)
		http_response_header(req, p->header[i], p->value[i]);
	http_response(req, HTTP_STATUS_OK, p->body, p->body_n);
}

int
ceiling_plain(struct http_request *req)
{
	page_send(req, page_of(req));
	return (KORE_RESULT_OK);
}

/* ---- one prepared SELECT by key */

static int
connection_event(PGEventId id, void *info, void *pass)
{
	(void)id;
	(void)info;
	(void)pass;
	return (1);
}

static void
prepare_once(PGconn *conn)
{
	if (PQinstanceData(conn, connection_event) != NULL)
		return;
	PQclear(PQprepare(conn, "row", STATEMENT, 1, NULL));
	if (!PQregisterEventProc(conn, connection_event, "row", NULL) ||
	    !PQsetInstanceData(conn, connection_event, pages))
		fatal("out of memory");
}

static int
query_send(struct http_request *req, struct kore_pgsql *sql)
{
	const char	*key = page_of(req)->name;

	if (!kore_pgsql_setup(sql, "ceiling", KORE_PGSQL_ASYNC)) {
		if (sql->state == KORE_PGSQL_STATE_INIT)
			return (KORE_RESULT_RETRY);
		fatal("database: %s", sql->error);
	}
	prepare_once(sql->conn->db);
	if (!PQsendQueryPrepared(sql->conn->db, "row", 1, &key, NULL, NULL, 1))
		fatal("database: %s", PQerrorMessage(sql->conn->db));
	kore_platform_schedule_read(PQsocket(sql->conn->db), sql->conn);
	sql->state = KORE_PGSQL_STATE_WAIT;
	sql->flags |= KORE_PGSQL_SCHEDULED;
	http_request_sleep(req);
	return (KORE_RESULT_RETRY);
}

int
ceiling_select(struct http_request *req)
{
	struct kore_pgsql	*sql;

	if (!http_state_exists(req)) {
		sql = http_state_create(req, sizeof(*sql), NULL);
		kore_pgsql_init(sql);
		kore_pgsql_bind_request(sql, req);
		return (query_send(req, sql));
	}
	sql = http_state_get(req);
	if (sql->state == KORE_PGSQL_STATE_INIT)
		return (query_send(req, sql));
	for (;;) {
		switch (sql->state) {
		case KORE_PGSQL_STATE_WAIT:
			return (KORE_RESULT_RETRY);
		case KORE_PGSQL_STATE_ERROR:
			fatal("database: %s", sql->error);
		case KORE_PGSQL_STATE_RESULT:
			if (kore_pgsql_ntuples(sql) != 1 || kore_pgsql_getlength(sql, 0, 0) == 0)
				fatal("no row for %s", req->path);
			kore_pgsql_continue(sql);
			break;
		case KORE_PGSQL_STATE_COMPLETE:
			kore_pgsql_cleanup(sql);
			http_request_wakeup(req);
			page_send(req, page_of(req));
			return (KORE_RESULT_OK);
		default:
			kore_pgsql_continue(sql);
			break;
		}
	}
}

/* As in the web process: Kore looks at time-outs only when something happens. */
static void
tick(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
}

void
kore_worker_configure(void)
{
	(void)kore_pgsql_register("ceiling", getenv("CEILING_DB"));
	(void)kore_timer_add(tick, TICK_MS, NULL, 0);
}
