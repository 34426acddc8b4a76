#include "result/result_check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/err.h"
#include "core/utf8.h"

#define TRUST_MAX_BYTES	(4 << 20)

static int
read_at(struct arena *a, int fd, int64_t offset, int64_t bytes, struct str *out)
{
	char	*p = arena_alloc(a, (size_t)bytes + 1);
	int64_t	 got = 0;
	ssize_t	 r;

	while (got < bytes && (r = pread(fd, p + got, (size_t)(bytes - got), offset + got)) > 0)
		got += r;
	if (got != bytes)
		return (err_origin(EIO, "read a file to check"));
	*out = (struct str){ p, (size_t)bytes };
	return (0);
}

/* The whole file of that name, at each check: a revocation list that was published a minute ago counts. */
static int
read_trust(struct arena *a, const char *dir, struct str *pem)
{
	struct stat	st;
	int		fd = open(arena_printf(a, "%s/trust.pem", dir).p, O_RDONLY | O_CLOEXEC), r;

	if (fd < 0 || fstat(fd, &st) != 0)
		r = err_origin(errno, "open the published roots");
	else if (st.st_size > TRUST_MAX_BYTES)
		r = err_origin(EFBIG, "read the published roots");
	else
		r = read_at(a, fd, 0, st.st_size, pem);
	if (fd >= 0)
		(void)close(fd);
	return (r);
}

/* A name out of a certificate is anybody's bytes: what is no text is left out, what is long is cut at a character. */
static void
copy_text(char out[CHECK_TEXT_BYTES], struct str s)
{
	size_t	n = s.n < CHECK_TEXT_BYTES ? s.n : CHECK_TEXT_BYTES - 1;

	while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	if (n > 0 && !utf8_valid((struct str){ s.p, n }))
		n = 0;
	if (n > 0)
		memcpy(out, s.p, n);
	out[n] = '\0';
}

static void
keep(struct check_job *job, const struct verify_result *found)
{
	size_t	i;

	job->verdict = found->verdict;
	job->reasons = found->reasons;
	job->n = found->n < VERIFY_SIGNATURES_MAX ? found->n : VERIFY_SIGNATURES_MAX;
	for (i = 0; i < job->n; i++) {
		const struct verify_signature	*s = &found->signatures[i];
		struct checked_signature	*c = &job->signatures[i];

		*c = (struct checked_signature){ .verdict = s->verdict, .level = s->level, .claimed_s = s->claimed_s,
		    .proven_s = s->proven_s, .whole = s->whole, .time_stamp_only = s->time_stamp_only,
		    .revision = s->revision, .revisions = s->revisions, .reasons = s->reasons };
		copy_text(c->signer, s->signer);
		copy_text(c->organisation, s->organisation);
		copy_text(c->issuer, s->issuer);
	}
}

static int
check(struct arena *a, struct check_job *job, struct verify_trust *trust)
{
	struct verify_result	found;
	struct str		bytes, pem;
	int			r;

	r = read_at(a, job->fd, job->offset, job->bytes, &bytes);
	if (r == 0)
		r = read_trust(a, job->public_dir, &pem);
	if (r != 0)
		return (err_trace(r));
	if (verify_trust_add_pem(trust, pem) != 0)
		return (err_origin(EINVAL, "read the published roots: a block of them is broken"));
	SHA256((const unsigned char *)bytes.p, bytes.n, job->sha256);
	r = verify_file(a, trust, bytes, job->now_s, &found);
	if (r != 0)
		return (err_trace(r));
	keep(job, &found);
	return (0);
}

int
result_check(void *p)
{
	auto_(arena_freep) struct arena			*a = arena_new();
	auto_(verify_trust_freep) struct verify_trust	*trust = NULL;
	struct check_job				*job = p;
	int						 r = verify_trust_new(&trust);

	if (r == 0)
		r = check(a, job, trust);
	(void)close(job->fd);
	return (r < 0 ? err_trace(r) : 0);
}
