#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "core/err.h"
#include "core/id.h"
#include "core/log.h"
#include "store/sniff.h"

#define BLOCK_BYTES	65536

struct str
store_path(struct arena *a, const uint8_t sha256[STORE_SHA256])
{
	struct str	hex = hex_text(a, sha256, STORE_SHA256);

	return (arena_printf(a, "%.2s/%.2s/%.*s", hex.p, hex.p + 2, STR_ARG(hex)));
}

const char *
store_media_type(enum store_type type)
{
	switch (type) {
	case STORE_PDF:
		return ("application/pdf");
	case STORE_JPEG:
		return ("image/jpeg");
	case STORE_PNG:
		return ("image/png");
	case STORE_XML:
		return ("application/xml");
	case STORE_UNKNOWN:
	case STORE__MAX:
		break;
	}
	return ("application/octet-stream");
}

enum store_type
store_type_of(struct str media_type)
{
	for (enum store_type t = STORE_PDF; t < STORE__MAX; t++) {
		if (str_eqc(media_type, store_media_type(t)))
			return (t);
	}
	return (STORE_UNKNOWN);
}

static int
folder_sync(const char *path)
{
	int	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r = 0;

	if (fd < 0)
		return (err_origin(errno, "open store folder"));
	if (fsync(fd) != 0)
		r = err_origin(errno, "sync store folder");
	(void)close(fd);
	return (r);
}

static int
folder_make(const char *path)
{
	if (mkdir(path, 0770) == 0 || errno == EEXIST)
		return (0);
	return (err_origin(errno, "make store folder"));
}

/* ab and ab/cd under dir: made when first needed. *out is the inner one. */
static int
folders_make(struct arena *a, const char *dir, struct str path, const char **out)
{
	struct str	one = arena_printf(a, "%s/%.2s", dir, path.p), two = arena_printf(a, "%s/%.5s", dir, path.p);
	int		r;

	*out = two.p;
	if (access(two.p, F_OK) == 0)
		return (0);
	if ((r = folder_make(one.p)) != 0 || (r = folder_make(two.p)) != 0 || (r = folder_sync(dir)) != 0)
		return (r);
	return (folder_sync(one.p));
}

/* Write-once: the temporary file gets its digest as name. Somebody may have stored the same content before. */
static int
store_link(const char *dir, const char *temporary, const uint8_t sha256[STORE_SHA256])
{
	struct arena	*a auto_(arena_freep) = arena_new();
	struct str	 path = store_path(a, sha256);
	const char	*folder;
	int		 r;

	r = folders_make(a, dir, path, &folder);
	if (r != 0)
		return (r);
	if (link(temporary, arena_printf(a, "%s/%.*s", dir, STR_ARG(path)).p) != 0 && errno != EEXIST)
		return (err_origin(errno, "link into store"));
	return (folder_sync(folder));
}

static int
write_all(int fd, const char *p, size_t n)
{
	ssize_t	r;

	while (n > 0) {
		r = write(fd, p, n);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return (err_origin(errno, "write store file"));
		p += r;
		n -= (size_t)r;
	}
	return (0);
}

/* ---- one copy into the store: hashed and looked at while it passes */

struct copy {
	const char	*dir;
	char		 temporary[4096];
	int		 fd;
	EVP_MD_CTX	*sha;
	struct sniff	 sniff;
};

static int
copy_open(struct copy *c, const char *dir)
{
	struct uuid	u = uuid_new();
	size_t		i;
	int		n;

	*c = (struct copy){ .dir = dir, .fd = -1 };
	n = snprintf(c->temporary, sizeof(c->temporary), "%s/.new-", dir);
	CHECK(n > 0 && (size_t)n + 2 * sizeof(u.b) < sizeof(c->temporary));
	for (i = 0; i < sizeof(u.b); i++)
		n += snprintf(c->temporary + n, sizeof(c->temporary) - (size_t)n, "%02x", u.b[i]);
	c->sha = EVP_MD_CTX_new();
	CHECK(c->sha != NULL && EVP_DigestInit_ex(c->sha, EVP_sha256(), NULL) == 1);
	/* The front's group reads what we store. */
	c->fd = open(c->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	return (c->fd < 0 ? err_origin(errno, "make store file") : 0);
}

static void
copy_close(struct copy *c)
{
	EVP_MD_CTX_free(c->sha);
	c->sha = NULL;
	if (c->fd < 0)
		return;
	(void)close(c->fd);
	(void)unlink(c->temporary);
	c->fd = -1;
}

static int
copy_take(struct copy *c, const char *p, size_t n)
{
	CHECK(EVP_DigestUpdate(c->sha, p, n) == 1);
	sniff_more(&c->sniff, (struct str){ p, n });
	return (write_all(c->fd, p, n));
}

static int
copy_finish(struct copy *c, struct stored *out)
{
	CHECK(EVP_DigestFinal_ex(c->sha, out->sha256, NULL) == 1);
	if (fsync(c->fd) != 0)
		return (err_origin(errno, "sync store file"));
	return (store_link(c->dir, c->temporary, out->sha256));
}

static int
copy_range(struct copy *c, int fd, int64_t offset, int64_t bytes)
{
	char	*block = xmalloc(BLOCK_BYTES);
	ssize_t	 n;
	int	 r = 0;

	while (bytes > 0 && r == 0) {
		n = pread(fd, block, bytes < BLOCK_BYTES ? (size_t)bytes : BLOCK_BYTES, offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			r = err_origin(n < 0 ? errno : EIO, "read upload");
			break;
		}
		r = copy_take(c, block, (size_t)n);
		offset += n;
		bytes -= n;
	}
	free(block);
	return (r);
}

int
store_put(const char *dir, int fd, int64_t offset, int64_t bytes, int64_t max_bytes, struct stored *out)
{
	struct copy	c;
	struct stored	stored = { .bytes = bytes };
	int		r;

	if (bytes == 0)
		return (STORE_E_EMPTY);
	if (bytes > max_bytes)
		return (STORE_E_BIG);
	r = copy_open(&c, dir);
	if (r == 0)
		r = copy_range(&c, fd, offset, bytes);
	if (r == 0)
		r = sniff_verdict(&c.sniff, &stored.type, &stored.pages);
	if (r == 0)
		r = copy_finish(&c, &stored);
	copy_close(&c);
	if (r == 0)
		*out = stored;
	return (r);
}

int
store_put_bytes(const char *dir, struct str content, enum store_type type, struct stored *out)
{
	struct copy	c;
	struct stored	stored = { .bytes = (int64_t)content.n, .type = type };
	int64_t		pages;
	enum store_type	seen;
	int		r;

	if (content.n == 0)
		return (STORE_E_EMPTY);
	r = copy_open(&c, dir);
	if (r == 0)
		r = copy_take(&c, content.p, content.n);
	if (r == 0 && sniff_verdict(&c.sniff, &seen, &pages) == 0 && seen == type)
		stored.pages = pages;
	if (r == 0)
		r = copy_finish(&c, &stored);
	copy_close(&c);
	if (r == 0)
		*out = stored;
	return (r);
}

int
store_open(const char *dir, const uint8_t sha256[STORE_SHA256], int *out_fd)
{
	struct arena	*a auto_(arena_freep) = arena_new();
	int		 fd = open(arena_printf(a, "%s/%s", dir, store_path(a, sha256).p).p, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return (errno == ENOENT ? STORE_E_NOT_FOUND : err_origin(errno, "open stored file"));
	*out_fd = fd;
	return (0);
}

int
store_read(struct arena *a, const char *dir, const uint8_t sha256[STORE_SHA256], size_t max_bytes, struct str *out)
{
	struct stat	 st;
	char		*p;
	int		 fd, r = store_open(dir, sha256, &fd);

	if (r != 0)
		return (r);
	if (fstat(fd, &st) != 0) {
		r = err_origin(errno, "stat stored file");
	} else if ((size_t)st.st_size > max_bytes) {
		r = STORE_E_BIG;
	} else {
		p = arena_alloc(a, (size_t)st.st_size + 1);
		if (pread(fd, p, (size_t)st.st_size, 0) != st.st_size)
			r = err_origin(EIO, "read stored file");
		else
			*out = (struct str){ p, (size_t)st.st_size };
	}
	(void)close(fd);
	return (r);
}
