#include "signer/signer_journal.h"

#include <sys/file.h>

#include <fcntl.h>
#include <inttypes.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/err.h"
#include "core/id.h"
#include "core/log.h"

#define LINE_MAX_BYTES	512
#define CHAIN_HEX	64

struct journal {
	int		fd;
	uint64_t	seq;
	char		chain[CHAIN_HEX + 1];
};

static void
chain_next(const char *chain, const char *line, size_t n, char out[CHAIN_HEX + 1])
{
	static const char	hex[] = "0123456789abcdef";
	uint8_t			digest[SHA256_DIGEST_LENGTH];
	char			both[CHAIN_HEX + LINE_MAX_BYTES];
	size_t			i;

	CHECK(n <= LINE_MAX_BYTES);
	memcpy(both, chain, CHAIN_HEX);
	memcpy(both + CHAIN_HEX, line, n);
	SHA256((const unsigned char *)both, CHAIN_HEX + n, digest);
	for (i = 0; i < sizeof(digest); i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[CHAIN_HEX] = '\0';
}

/* Reads all lines; *good is the end of the last whole one. */
static int
journal_check(struct journal *j, off_t *good)
{
	FILE	*f = fdopen(dup(j->fd), "r");
	char	 line[LINE_MAX_BYTES], want[CHAIN_HEX + 1];
	size_t	 n;
	int	 r = 0;

	if (f == NULL)
		return (err_origin(errno, "reading the journal"));
	*good = 0;
	while (r == 0 && fgets(line, sizeof(line), f) != NULL) {
		n = strlen(line);
		if (n == 0 || line[n - 1] != '\n') {
			if (!feof(f))
				r = err_origin(EBADMSG, "journal line %" PRIu64 " is too long", j->seq + 1);
			break;
		}
		if (n < CHAIN_HEX + 2)
			r = err_origin(EBADMSG, "journal line %" PRIu64 " is too short", j->seq + 1);
		else {
			chain_next(j->chain, line, n - 1 - CHAIN_HEX, want);
			if (memcmp(want, line + n - 1 - CHAIN_HEX, CHAIN_HEX) != 0 ||
			    strtoull(line, NULL, 10) != j->seq + 1)
				r = err_origin(EBADMSG, "journal line %" PRIu64 " was changed", j->seq + 1);
			memcpy(j->chain, want, sizeof(j->chain));
			j->seq++;
			*good += (off_t)n;
		}
	}
	fclose(f);
	return (r);
}

int
journal_open(const char *path, struct journal **out)
{
	struct journal	*j = xcalloc(1, sizeof(*j));
	off_t		 good = 0, end;
	int		 r = 0;

	memset(j->chain, '0', CHAIN_HEX);
	j->fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (j->fd < 0 || flock(j->fd, LOCK_EX | LOCK_NB) != 0)
		r = err_origin(errno, "%s", path);
	else
		r = journal_check(j, &good);
	end = r == 0 ? lseek(j->fd, 0, SEEK_END) : 0;
	if (r == 0 && end != good) {
		log_warn("%s: a last line without its end is cut off", path);
		if (ftruncate(j->fd, good) != 0)
			r = err_origin(errno, "%s", path);
	}
	if (r != 0) {
		journal_close(j);
		return (err_trace(r));
	}
	*out = j;
	return (0);
}

void
journal_close(struct journal *j)
{
	if (j == NULL)
		return;
	if (j->fd >= 0)
		close(j->fd);
	free(j);
}

int
journal_add(struct journal *j, const struct journal_entry *e)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	char				 line[LINE_MAX_BYTES], next[CHAIN_HEX + 1];
	struct str			 digest = hex_text(a, e->digest, sizeof(e->digest));
	int				 n, whole;

	n = snprintf(line, sizeof(line), "%" PRIu64 " %" PRId64 " %s %s %.*s %.*s %.*s ", j->seq + 1, e->now_s,
	    e->operation,
	    e->key, STR_ARG(e->kind), STR_ARG(e->dossier), STR_ARG(digest));
	CHECK(n > 0 && (size_t)n + CHAIN_HEX + 2 < sizeof(line));
	chain_next(j->chain, line, (size_t)n, next);
	memcpy(line + n, next, CHAIN_HEX);
	line[n + CHAIN_HEX] = '\n';
	whole = n + CHAIN_HEX + 1;
	if (write(j->fd, line, (size_t)whole) != whole || fdatasync(j->fd) != 0)
		return (err_origin(errno, "writing the journal"));
	memcpy(j->chain, next, sizeof(next));
	j->seq++;
	return (0);
}
