#include "web/slow.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/err.h"
#include "identity/password.h"

struct keep_job {
	const char	*dir;		/* of the process: lives longer than any job */
	int		 fd;		/* its own: the turn's is closed when the client hangs up */
	int64_t		 offset;
	int64_t		 bytes;
	struct stored	 stored;
};

static int
keep_run(void *p)
{
	struct keep_job	*job = p;
	int		 r;

	r = store_put(job->dir, job->fd, job->offset, job->bytes, STORE_UPLOAD_BYTES_MAX, &job->stored);
	(void)close(job->fd);
	return (r);
}

enum next
keep_upload(struct turn *t, const struct upload *upload)
{
	struct keep_job	job = { .dir = turn_store_dir(t), .offset = upload->offset, .bytes = upload->bytes };
	enum next	next;

	job.fd = fcntl(upload->fd, F_DUPFD_CLOEXEC, 3);
	if (job.fd < 0) {
		(void)err_origin(errno, "duplicate a descriptor");
		return (NEXT_FAIL);
	}
	next = burn(t, keep_run, &job, sizeof(job));
	if (next != NEXT_WAIT)
		(void)close(job.fd);
	return (next);
}

int
kept_upload(struct turn *t, struct stored *out)
{
	int	r = burn_result(t);

	if (r == 0)
		*out = ((struct keep_job *)burn_job(t))->stored;
	return (r);
}

struct password_job {
	char	password[PASSWORD_MAX_BYTES];
	size_t	n;
	char	hash[PASSWORD_HASH_MAX];
};

static struct password_job
password_job(struct str password)
{
	struct password_job	job = { .n = password.n < PASSWORD_MAX_BYTES ? password.n : PASSWORD_MAX_BYTES };

	if (job.n > 0)
		memcpy(job.password, password.p, job.n);
	return (job);
}

static int
check_run(void *p)
{
	struct password_job	*job = p;

	return (password_matches((struct str){ job->password, job->n }, job->hash));
}

static int
hash_run(void *p)
{
	struct password_job	*job = p;

	return (password_hash((struct str){ job->password, job->n }, job->hash));
}

static enum next
password_burn(struct turn *t, int (*fn)(void *), struct password_job *job)
{
	enum next	next = burn(t, fn, job, sizeof(*job));

	explicit_bzero(job, sizeof(*job));
	return (next);
}

enum next
check_password(struct turn *t, struct str password, struct str hash)
{
	struct password_job	job = password_job(password);
	struct str		nobody = str_of(password_hash_nobody());

	/* One that is too long can't be right, but costs the same. */
	if (hash.n == 0 || hash.n >= sizeof(job.hash) || password.n > PASSWORD_MAX_BYTES)
		hash = nobody;
	CHECK(hash.n < sizeof(job.hash));
	memcpy(job.hash, hash.p, hash.n);
	return (password_burn(t, check_run, &job));
}

bool
password_was_right(struct turn *t)
{
	return (burn_result(t) == 1);
}

enum next
hash_password(struct turn *t, struct str password)
{
	struct password_job	job = password_job(password);

	CHECK(password.n <= PASSWORD_MAX_BYTES);
	return (password_burn(t, hash_run, &job));
}

int
hashed_password(struct turn *t, struct str *hash)
{
	int	r = burn_result(t);

	if (r == 0)
		*hash = arena_str(turn_arena(t), str_of(((struct password_job *)burn_job(t))->hash));
	return (r);
}
