#include <stdio.h>
#include <unistd.h>

#include "cli/cli_file.h"

#include "core/err.h"

int
cli_read(struct arena *a, const char *path, size_t max_bytes, struct str *out)
{
	FILE	*f;
	char	*p;
	size_t	 n;
	bool	 failed;

	f = fopen(path, "re");
	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return (1);
	}
	p = arena_alloc(a, max_bytes + 1);
	n = fread(p, 1, max_bytes + 1, f);
	failed = ferror(f) != 0;
	fclose(f);
	if (failed || n > max_bytes) {
		fprintf(stderr, "%s: %s\n", path, failed ? "cannot be read" : "too big");
		return (1);
	}
	*out = (struct str){ p, n };
	return (0);
}

const char *
cli_rules_folder(struct arena *a, const char *service)
{
	struct str	path = str_of(service), folder;
	size_t		cut = path.n;

	for (int up = 0; up < 2; up++) {
		while (cut > 0 && path.p[cut - 1] != '/')
			cut--;
		if (cut > 0)
			cut--;
	}
	folder = cut == 0 ? STR(".") : str_from_to(path, 0, cut);
	if (access(arena_printf(a, "%.*s/service.rng", STR_ARG(folder)).p, R_OK) == 0)
		return (arena_cstr(a, folder));
	return ("forms");
}
