/*
 * bin/motcua-signer: the process that holds the keys.  No network, no database; a unix socket, a journal, a few typed
 * operations (sign/signer_wire.h).
 */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <getopt.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/err.h"
#include "core/log.h"
#include "sign/signer_wire.h"
#include "signer/signer_answer.h"
#include "signer/signer_journal.h"
#include "signer/signer_keys.h"

#define CLIENTS_MAX	32
#define UIDS_MAX	16

struct options {
	const char	*keys, *socket, *journal;
	unsigned	 per_minute;
	uid_t		 uids[UIDS_MAX];
	size_t		 uids_n;
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
	fputs("usage: motcua-signer --keys DIR --socket PATH [--journal FILE] [--allow-uid N]... [--rate PER-MINUTE]\n"
	    "  --journal    default: PATH.journal\n"
	    "  --allow-uid  who may ask; default: the signer's own user\n"
	    "  --rate       signatures a key makes in a minute, default 60000\n", stderr);
	return (2);
}

static bool
options_read(int argc, char **argv, struct options *o)
{
	static const struct option	names[] = {
		{ "keys", required_argument, NULL, 'k' }, { "socket", required_argument, NULL, 's' },
		{ "journal", required_argument, NULL, 'j' }, { "allow-uid", required_argument, NULL, 'u' },
		{ "rate", required_argument, NULL, 'r' }, { NULL, 0, NULL, 0 }
	};
	int64_t				n;
	int				c;

	while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (c == 'k')
			o->keys = optarg;
		else if (c == 's')
			o->socket = optarg;
		else if (c == 'j')
			o->journal = optarg;
		else if (c == 'u' && o->uids_n < UIDS_MAX && str_i64(str_of(optarg), 0, UINT32_MAX - 1, &n))
			o->uids[o->uids_n++] = (uid_t)n;
		else if (c == 'r' && str_i64(str_of(optarg), 1, 1000000, &n))
			o->per_minute = (unsigned)n;
		else
			return (false);
	}
	if (o->uids_n == 0)
		o->uids[o->uids_n++] = geteuid();
	return (optind == argc && o->keys != NULL && o->socket != NULL);
}

/* Nobody reads this process's memory: no core, no ptrace, no swap; and it sees no network. */
static void
lock_in(void)
{
	static const struct rlimit	none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	if (prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		log_warn("the process could not be hardened");
	if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0)
		log_warn("memory is not locked: keys may reach the swap");
	if (unshare(CLONE_NEWNET) != 0)
		log_warn("not in a network namespace of its own");
}

static int
socket_listen(const char *path)
{
	struct sockaddr_un	addr = { .sun_family = AF_UNIX };
	int			fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || strlen(path) >= sizeof(addr.sun_path)) {
		close(fd);
		return (err_origin(ENAMETOOLONG, "%s", path));
	}
	memcpy(addr.sun_path, path, strlen(path) + 1);
	unlink(path);
	/* Who may ask is decided by peer credentials, so that the socket's folder decides who may try. */
	if (bind(fd, (const struct sockaddr *)&addr, sizeof(addr)) != 0 || chmod(path, 0666) != 0 ||
	    listen(fd, 16) != 0) {
		close(fd);
		return (err_origin(errno, "%s", path));
	}
	return (fd);
}

static bool
peer_allowed(int fd, const struct options *o)
{
	struct ucred	peer;
	socklen_t	n = sizeof(peer);
	size_t		i;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) != 0)
		return (false);
	for (i = 0; i < o->uids_n; i++)
		if (peer.uid == o->uids[i])
			return (true);
	log_warn("user %u may not ask", (unsigned)peer.uid);
	return (false);
}

static void
client_accept(int listener, const struct options *o, struct pollfd *fds, size_t *n)
{
	int	fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0)
		return;
	if (*n == CLIENTS_MAX + 1 || !peer_allowed(fd, o)) {
		close(fd);
		return;
	}
	fds[(*n)++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

/* One message of a client.  0 it stays | 1 it is gone | <0 fatal. */
static int
client_serve(int fd, struct signer *s)
{
	static char			message[WIRE_MESSAGE_MAX + 1];
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(buf_free) struct buf	reply = BUF_INIT;
	ssize_t				n = recv(fd, message, sizeof(message), 0);
	int				r;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return (0);
	if (n <= 0 || (size_t)n > WIRE_MESSAGE_MAX)
		return (1);
	r = signer_answer(a, s, (struct str){ message, (size_t)n }, clock_now_s(), &reply);
	if (r != 0)
		return (err_fold(r));
	return (send(fd, reply.p, reply.n, MSG_NOSIGNAL) == (ssize_t)reply.n ? 0 : 1);
}

static int
serve(int listener, const struct options *o, struct signer *s)
{
	struct pollfd	fds[CLIENTS_MAX + 1] = { { .fd = listener, .events = POLLIN } };
	size_t		n = 1, i;
	int		r = 0;

	while (!stop_asked && r >= 0) {
		if (poll(fds, n, -1) < 0 && errno != EINTR)
			return (err_origin(errno, "waiting for requests"));
		for (i = n; i-- > 1 && r >= 0;) {
			if (stop_asked || fds[i].revents == 0)
				continue;
			r = client_serve(fds[i].fd, s);
			if (r > 0) {
				close(fds[i].fd);
				fds[i] = fds[--n];
			}
		}
		if (!stop_asked && (fds[0].revents & POLLIN) != 0)
			client_accept(listener, o, fds, &n);
	}
	return (r < 0 ? err_trace(r) : 0);
}

int
main(int argc, char **argv)
{
	struct options		 o = { .per_minute = 60000 };
	struct signer		 s = { NULL, NULL, 0 };
	struct sigaction	 stop = { .sa_handler = on_stop };
	char			 journal[1024];
	int			 fd, r;

	log_name("signer");
	if (!options_read(argc, argv, &o))
		return (usage());
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	umask(077);
	snprintf(journal, sizeof(journal), "%s%s", o.journal != NULL ? o.journal : o.socket, o.journal != NULL ? "" :
	    ".journal");
	lock_in();
	s.per_minute = o.per_minute;
	r = keys_new(o.keys, &s.keys);
	if (r == 0)
		r = journal_open(journal, &s.journal);
	if (r != 0)
		return (1);
	fd = socket_listen(o.socket);
	if (fd < 0)
		return (1);
	log_info("%zu keys, listening", keys_count(s.keys));
	r = serve(fd, &o, &s);
	unlink(o.socket);
	journal_close(s.journal);
	keys_free(s.keys);
	return (r == 0 ? 0 : 1);
}
