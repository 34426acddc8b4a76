#include "sign/tsp.h"

#include <sys/socket.h>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/err.h"

struct url {
	char		host[256];
	char		port[8];
	struct str	path;
};

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static bool
url_parse(const char *text, struct url *u)
{
	struct str	rest = str_of(text), authority, host;
	ptrdiff_t	slash;
	int64_t		port = 80;

	if (!str_starts(rest, STR("http://")))
		return (false);
	rest = str_from_to(rest, 7, rest.n);
	slash = str_find_byte(rest, '/');
	authority = slash < 0 ? rest : str_from_to(rest, 0, (size_t)slash);
	u->path = slash < 0 ? STR("/") : str_from_to(rest, (size_t)slash, rest.n);
	if (str_cut(&authority, ':', &host) && authority.n > 0 && !str_i64(authority, 1, 65535, &port))
		return (false);
	if (host.n == 0 || host.n >= sizeof(u->host))
		return (false);
	memcpy(u->host, host.p, host.n);
	u->host[host.n] = '\0';
	snprintf(u->port, sizeof(u->port), "%d", (int)port);
	return (true);
}

/* Wait until fd is ready or the deadline passes. */
static bool
ready(int fd, short events, int64_t deadline_ms)
{
	struct pollfd	p = { .fd = fd, .events = events };
	int64_t		left_ms = deadline_ms - clock_now_ms();

	return (left_ms > 0 && poll(&p, 1, (int)left_ms) == 1);
}

static int
tcp_connect(const struct url *u, int64_t deadline_ms)
{
	struct addrinfo	 hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM }, *all = NULL, *ai;
	int		 fd = -1, failed = 0;
	socklen_t	 n = sizeof(failed);

	if (getaddrinfo(u->host, u->port, &hints, &all) != 0)
		return (-1);
	for (ai = all; ai != NULL && fd < 0; ai = ai->ai_next) {
		fd = socket(ai->ai_family, ai->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, ai->ai_protocol);
		if (fd < 0)
			continue;
		if (connect(fd, ai->ai_addr, ai->ai_addrlen) == 0 ||
		    (errno == EINPROGRESS && ready(fd, POLLOUT, deadline_ms) &&
		    getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &n) == 0 && failed == 0))
			break;
		close(fd);
		fd = -1;
	}
	freeaddrinfo(all);
	return (fd);
}

static bool
send_all(int fd, struct str s, int64_t deadline_ms)
{
	ssize_t	n;

	while (s.n > 0) {
		if (!ready(fd, POLLOUT, deadline_ms))
			return (false);
		n = send(fd, s.p, s.n, MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return (false);
		if (n > 0)
			s = str_from_to(s, (size_t)n, s.n);
	}
	return (true);
}

/* Connection: close was asked for, so the answer ends with the connection. */
static bool
receive_all(int fd, struct buf *in, int64_t deadline_ms)
{
	char	chunk[4096];
	ssize_t	n;

	while (in->n <= TSP_ANSWER_MAX_BYTES) {
		if (!ready(fd, POLLIN, deadline_ms))
			return (false);
		n = recv(fd, chunk, sizeof(chunk), 0);
		if (n == 0)
			return (true);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return (false);
		if (n > 0)
			buf_add(in, chunk, (size_t)n);
	}
	return (false);
}

int
tsp_post(struct arena *a, const char *url, int timeout_ms, struct str request, struct str *body)
{
	auto_(buf_free) struct buf	out = BUF_INIT, in = BUF_INIT;
	auto_(close_fd) int		fd = -1;
	int64_t				deadline_ms = clock_now_ms() + timeout_ms;
	struct url			u;
	ptrdiff_t			head;

	if (!url_parse(url, &u))
		return (err_origin(EINVAL, "the time-stamp server's address is not http://host:port/path"));
	buf_printf(&out, "POST %.*s HTTP/1.0\r\nHost: %s:%s\r\nContent-Type: application/timestamp-query\r\n"
	    "Content-Length: %zu\r\nConnection: close\r\n\r\n", STR_ARG(u.path), u.host, u.port, request.n);
	buf_str(&out, request);
	fd = tcp_connect(&u, deadline_ms);
	if (fd < 0 || !send_all(fd, buf_view(&out), deadline_ms) || !receive_all(fd, &in, deadline_ms))
		return (TSP_E_DOWN);
	head = str_find(buf_view(&in), STR("\r\n\r\n"));
	if (head < 0 || !(str_starts(buf_view(&in), STR("HTTP/1.0 200 ")) ||
	    str_starts(buf_view(&in), STR("HTTP/1.1 200 "))))
		return (TSP_E_DOWN);
	*body = arena_str(a, str_from_to(buf_view(&in), (size_t)head + 4, in.n));
	return (0);
}
