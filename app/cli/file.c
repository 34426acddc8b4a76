#include "cli/file.h"

#include <sys/stat.h>

#include <dirent.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/err.h"

static void
close_file(FILE **f)
{
	if (*f != NULL)
		fclose(*f);
}

int
file_read(struct arena *a, const char *path, size_t max, struct str *out)
{
	FILE auto_(close_file)	*f = NULL;
	struct stat		 st;
	char			*p;

	f = fopen(path, "rb");
	if (f == NULL || fstat(fileno(f), &st) < 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return (-errno);
	}
	if (st.st_size < 0 || (size_t)st.st_size > max) {
		fprintf(stderr, "%s: bigger than %zu bytes\n", path, max);
		return (-EFBIG);
	}
	p = arena_alloc(a, (size_t)st.st_size + 1);
	if (fread(p, 1, (size_t)st.st_size, f) != (size_t)st.st_size) {
		fprintf(stderr, "%s: could not be read\n", path);
		return (-EIO);
	}
	*out = (struct str){ p, (size_t)st.st_size };
	return (0);
}

static int
by_name(const void *x, const void *y)
{
	return (strcmp(*(const char *const *)x, *(const char *const *)y));
}

static void
close_dir(DIR **d)
{
	if (*d != NULL)
		closedir(*d);
}

int
file_list(struct arena *a, const char *path, const char *suffix, const char ***out, size_t *n)
{
	DIR auto_(close_dir)	*d = NULL;
	struct stat		 st;
	struct dirent		*e;
	const char		**names;
	size_t			 got = 0, room = 1000;

	if (stat(path, &st) < 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return (-errno);
	}
	names = ARENA_ARRAY(a, const char *, room);
	*out = names;
	if (!S_ISDIR(st.st_mode)) {
		names[0] = path;
		*n = 1;
		return (0);
	}
	d = opendir(path);
	if (d == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return (-errno);
	}
	while ((e = readdir(d)) != NULL && got < room) {
		if (e->d_name[0] != '.' && str_ends(str_of(e->d_name), str_of(suffix)))
			names[got++] = arena_printf(a, "%s/%s", path, e->d_name).p;
	}
	qsort(names, got, sizeof(*names), by_name);
	*n = got;
	return (0);
}

int
file_conninfo(struct arena *a, const char *path, const char **out)
{
	struct str	text;
	int		r;

	r = file_read(a, path, 4096, &text);
	if (r != 0)
		return (r);
	*out = arena_cstr(a, str_trim(text));
	return (0);
}

void
file_sha256(struct str bytes, uint8_t out[32])
{
	unsigned int	n = 32;

	CHECK(EVP_Digest(bytes.p, bytes.n, out, &n, EVP_sha256(), NULL) == 1 && n == 32);
}
