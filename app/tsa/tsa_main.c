/*
 * bin/motcua-tsa: a small RFC 3161 time-stamp server over HTTP/1.0 for demonstrations and tests.  One thread, bounded
 * requests, one request a connection.  A real installation asks a qualified authority instead.
 */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/err.h"
#include "core/log.h"
#include "sign/tsp.h"

#define CLIENTS_MAX		32
#define REQUEST_MAX_BYTES	8192u
#define CLIENT_TIMEOUT_MS	5000

struct client {
	int		fd;
	int64_t		since_ms;
	struct buf	in;
};

struct server {
	struct tsp_authority	authority;
	int			serial_fd;
	struct client		clients[CLIENTS_MAX];
	size_t			n;
};

static volatile sig_atomic_t	stop_asked;

static void
on_stop(int signo)
{
	(void)signo;
	stop_asked = 1;
}

static int
usage(void)
{
	fputs("usage: motcua-tsa --listen ADDRESS:PORT [--keys DIR] [--cert PEM] [--key PEM] [--chain PEM] [--serial "
	    "FILE]\n"
	    "  --keys DIR   a folder made by make-dev-ca: stands for the other four\n", stderr);
	return (2);
}

/* The serial number of the next token is on disk before the token leaves. */
static bool
serial_take(struct server *s)
{
	char	text[32] = "";
	int64_t	last = 0;
	int	n = (int)pread(s->serial_fd, text, sizeof(text) - 1, 0);

	if (n < 0 || (n > 0 && !str_i64(str_trim((struct str){ text, (size_t)n }), 0, INT64_MAX - 1, &last)))
		return (false);
	n = snprintf(text, sizeof(text), "%lld\n", (long long)last + 1);
	s->authority.serial = (uint64_t)last + 1;
	return (pwrite(s->serial_fd, text, (size_t)n, 0) == n && fdatasync(s->serial_fd) == 0);
}

/* The body of a whole POST request.  1 whole | 0 more to come | -1 not a request that we answer. */
static int
request_body(struct str in, struct str *body)
{
	ptrdiff_t	head = str_find(in, STR("\r\n\r\n"));
	struct str	lines, line, name;
	int64_t		length = -1;

	if (head < 0)
		return (in.n > REQUEST_MAX_BYTES ? -1 : 0);
	lines = str_from_to(in, 0, (size_t)head + 1);
	if (!str_cut(&lines, '\n', &line) || !str_starts(line, STR("POST ")))
		return (-1);
	while (str_cut(&lines, '\n', &line))
		if (str_cut(&line, ':', &name) && name.n == 14 && strncasecmp(name.p, "Content-Length", 14) == 0 &&
		    !str_i64(str_trim(line), 1, REQUEST_MAX_BYTES, &length))
			return (-1);
	if (length < 0)
		return (-1);
	*body = str_from_to(in, (size_t)head + 4, in.n);
	if (body->n < (size_t)length)
		return (0);
	body->n = (size_t)length;
	return (1);
}

static void
answer(struct server *s, const struct client *c, struct str body)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(buf_free) struct buf	out = BUF_INIT;
	struct str			token;

	s->authority.now_s = clock_now_s();
	if (!serial_take(s) || tsp_respond(a, &s->authority, body, &token) != 0)
		buf_cstr(&out, "HTTP/1.0 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
	else {
		buf_printf(&out, "HTTP/1.0 200 OK\r\nContent-Type: application/timestamp-reply\r\n"
		    "Content-Length: %zu\r\n\r\n", token.n);
		buf_str(&out, token);
	}
	if (send(c->fd, out.p, out.n, MSG_NOSIGNAL) != (ssize_t)out.n)
		log_warn("an answer was not taken");
}

static void
client_close(struct server *s, size_t i)
{
	close(s->clients[i].fd);
	buf_free(&s->clients[i].in);
	s->clients[i] = s->clients[--s->n];
}

/* False: the connection is done with. */
static bool
client_serve(struct server *s, struct client *c)
{
	static const char	bad[] = "HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
	char			chunk[4096];
	struct str		body;
	ssize_t			n = recv(c->fd, chunk, sizeof(chunk), 0);

	if (n < 0)
		return (errno == EAGAIN || errno == EINTR);
	if (n == 0)
		return (false);
	buf_add(&c->in, chunk, (size_t)n);
	switch (request_body(buf_view(&c->in), &body)) {
	case 0:
		return (c->in.n <= 2 * REQUEST_MAX_BYTES);
	case 1:
		answer(s, c, body);
		return (false);
	default:
		(void)!send(c->fd, bad, sizeof(bad) - 1, MSG_NOSIGNAL);
		return (false);
	}
}

static void
client_accept(struct server *s, int listener)
{
	int	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd >= 0 && s->n == CLIENTS_MAX)
		close(fd);
	else if (fd >= 0)
		s->clients[s->n++] = (struct client){ .fd = fd, .since_ms = clock_now_ms(), .in = BUF_INIT };
}

static void
serve(struct server *s, int listener)
{
	struct pollfd	fds[CLIENTS_MAX + 1];
	size_t		i;

	while (!stop_asked) {
		fds[0] = (struct pollfd){ .fd = listener, .events = POLLIN };
		for (i = 0; i < s->n; i++)
			fds[i + 1] = (struct pollfd){ .fd = s->clients[i].fd, .events = POLLIN };
		if (poll(fds, s->n + 1, s->n > 0 ? 1000 : -1) < 0)
			continue;
		for (i = s->n; i-- > 0;)
			if ((fds[i + 1].revents != 0 && !client_serve(s, &s->clients[i])) ||
			    clock_now_ms() - s->clients[i].since_ms > CLIENT_TIMEOUT_MS)
				client_close(s, i);
		if ((fds[0].revents & POLLIN) != 0)
			client_accept(s, listener);
	}
	while (s->n > 0)
		client_close(s, s->n - 1);
}

static int
tcp_listen(const char *where)
{
	struct sockaddr_in	addr = { .sin_family = AF_INET };
	struct str		port = str_of(where), host;
	char			text[INET_ADDRSTRLEN];
	int64_t			n;
	int			fd, on = 1;

	if (!str_cut(&port, ':', &host) || host.n >= sizeof(text) || !str_i64(port, 1, 65535, &n))
		return (err_origin(EINVAL, "%s is not ADDRESS:PORT", where));
	memcpy(text, host.p, host.n);
	text[host.n] = '\0';
	addr.sin_port = htons((uint16_t)n);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || inet_pton(AF_INET, text, &addr.sin_addr) != 1 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) != 0 || listen(fd, 64) != 0) {
		close(fd);
		return (err_origin(errno, "%s", where));
	}
	return (fd);
}

static bool
authority_read(struct tsp_authority *t, const char *cert, const char *key, const char *chain)
{
	BIO	*c = BIO_new_file(cert, "r"), *k = BIO_new_file(key, "r"), *h = BIO_new_file(chain, "r");
	X509	*x;

	t->chain = sk_X509_new_null();
	t->cert = c != NULL ? PEM_read_bio_X509(c, NULL, NULL, NULL) : NULL;
	t->key = k != NULL ? PEM_read_bio_PrivateKey(k, NULL, NULL, NULL) : NULL;
	while (h != NULL && (x = PEM_read_bio_X509(h, NULL, NULL, NULL)) != NULL)
		if (t->cert == NULL || X509_cmp(x, t->cert) == 0 || sk_X509_push(t->chain, x) <= 0)
			X509_free(x);
	BIO_free(c);
	BIO_free(k);
	BIO_free(h);
	return (t->cert != NULL && t->key != NULL && X509_check_private_key(t->cert, t->key) == 1);
}

enum option_name { LISTEN, CERT, KEY, CHAIN, SERIAL, KEYS, OPTION__MAX };

/* What --keys stands for. */
static void
options_from_folder(const char *given[OPTION__MAX], struct arena *a)
{
	static const char *const	where[OPTION__MAX] = { [CERT] = "public/tsa.crt", [KEY] = "private/tsa.key",
	    [CHAIN] = "public/tsa.chain.pem", [SERIAL] = "private/tsa.serial" };
	size_t				i;

	for (i = 0; i < OPTION__MAX; i++)
		if (given[i] == NULL && where[i] != NULL)
			given[i] = arena_printf(a, "%s/%s", given[KEYS], where[i]).p;
}

int
main(int argc, char **argv)
{
	static const struct option	 names[] = {
		{ "listen", required_argument, NULL, LISTEN }, { "cert", required_argument, NULL, CERT },
		{ "key", required_argument, NULL, KEY }, { "chain", required_argument, NULL, CHAIN },
		{ "serial", required_argument, NULL, SERIAL }, { "keys", required_argument, NULL, KEYS },
		    { NULL, 0, NULL, 0 }
	};
	static struct server		 s;
	auto_(arena_freep) struct arena	*a = arena_new();
	struct sigaction		 stop = { .sa_handler = on_stop };
	const char			*given[OPTION__MAX] = { NULL };
	int				 c, fd;

	log_name("tsa");
	while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (c < 0 || c >= OPTION__MAX)
			return (usage());
		given[c] = optarg;
	}
	if (given[KEYS] != NULL)
		options_from_folder(given, a);
	for (c = LISTEN; c <= SERIAL; c++)
		if (given[c] == NULL)
			return (usage());
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	if (!authority_read(&s.authority, given[CERT], given[KEY], given[CHAIN])) {
		log_error("%s is not the key of %s", given[KEY], given[CERT]);
		return (1);
	}
	s.serial_fd = open(given[SERIAL], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	fd = tcp_listen(given[LISTEN]);
	if (s.serial_fd < 0 || fd < 0)
		return (1);
	log_info("listening on %s", given[LISTEN]);
	serve(&s, fd);
	close(fd);
	close(s.serial_fd);
	X509_free(s.authority.cert);
	EVP_PKEY_free(s.authority.key);
	sk_X509_pop_free(s.authority.chain, X509_free);
	return (0);
}
