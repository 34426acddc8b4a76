#include "cli/cli_file.h"

#include <unistd.h>

#include "core/str.h"

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
