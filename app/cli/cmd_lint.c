/*
 * motcua lint [--json] [--workflows FOLDER] PATH...: 0 nothing to complain about, 1 findings, 2 usage or a file that
 * cannot be read. --json: a line for each service package. --workflows: where those of the services are.
 * A finding is one line: file:line: rule: what to do. Each kind of file has its checker in the table below.
 */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "cli/cli.h"

#include "cli/service_lint.h"
#include "cli/workflow_lint.h"

/* 0 clean | 1 findings, printed | 2 cannot be read. */
typedef int	(*lint_fn)(const char *path);

static struct service_options	options;

static int
lint_service(const char *path)
{
	return (service_lint(path, &options));
}

static int
lint_workflow(const char *path)
{
	return (workflow_lint_file(path, &(struct workflow_law){ 0 }, false, stdout));
}

static const struct {
	const char	*ending;
	lint_fn		 fn;
} kinds[] = {
	{ "service.xml", lint_service },
	{ ".bpmn", lint_workflow },
};

static int
worse(int a, int b)
{
	return (a > b ? a : b);
}

static int	lint_path(const char *path, bool named, unsigned depth);

static int
lint_folder(const char *path, unsigned depth)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct dirent			**names;
	int				 n, r = 0;

	n = depth == 0 ? -1 : scandir(path, &names, NULL, alphasort);
	if (n < 0) {
		fprintf(stderr, "%s: cannot be listed\n", path);
		return (2);
	}
	for (int i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.')
			r = worse(r, lint_path(arena_printf(a, "%s/%s", path, names[i]->d_name).p, false, depth - 1));
		free(names[i]);
	}
	free(names);
	return (r);
}

static int
lint_path(const char *path, bool named, unsigned depth)
{
	struct stat	st;

	if (stat(path, &st) != 0) {
		fprintf(stderr, "%s: no such file\n", path);
		return (2);
	}
	if (S_ISDIR(st.st_mode))
		return (lint_folder(path, depth));
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (str_ends(str_of(path), str_of(kinds[i].ending)))
			return (kinds[i].fn(path));
	}
	/* A file that was asked for by name is taken for a package; one met in a folder is somebody else's. */
	return (named ? lint_service(path) : 0);
}

int
cmd_lint(int argc, char **argv)
{
	int	r = 0, i = 1;

	for (; i < argc && str_starts(str_of(argv[i]), STR("--")); i++) {
		if (strcmp(argv[i], "--json") == 0)
			options.json = true;
		else if (strcmp(argv[i], "--workflows") == 0 && i + 1 < argc)
			options.workflows = argv[++i];
		else
			i = argc;
	}
	if (i >= argc)
		return (cli_usage("lint [--json] [--workflows FOLDER] PATH..."));
	for (; i < argc; i++)
		r = worse(r, lint_path(argv[i], true, 8));
	return (r);
}
