/*
 * motcua lint PATH...: 0 nothing to complain about, 1 findings, 2 usage or a file that cannot be read.
 * A finding is one line: file:line: rule: what to do. Each kind of file has its checker in the table below.
 */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "cli/cli.h"

#include "cli/cli_file.h"
#include "cli/workflow_lint.h"
#include "cli/file.h"
#include "form/form.h"

/* 0 clean | 1 findings, printed | 2 cannot be read. */
typedef int	(*lint_fn)(const char *path);

static int
lint_service(const char *path)
{
	auto_(arena_freep) struct arena		*a = arena_new();
	auto_(form_rules_freep) struct form_rules *rules = NULL;
	auto_(form_freep) struct form		*f = NULL;
	struct form_findings			 findings;
	struct str				 package;
	int					 r;

	if (file_read(a, path, FORM_PACKAGE_MAX_BYTES, &package) != 0 ||
	    form_rules_new(cli_rules_folder(a, path), &rules) != 0)
		return (2);
	r = form_new(a, rules, package, &f, &findings);
	for (size_t i = 0; i < findings.n; i++) {
		printf("%s:%d: %s%s: %.*s\n", path, findings.v[i].line, findings.v[i].note ? "note: " : "",
		    findings.v[i].rule, STR_ARG(findings.v[i].text));
	}
	return (r < 0 ? 2 : r == 0 ? 0 : 1);
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
	int	r = 0;

	if (argc < 2) {
		fprintf(stderr, "usage: motcua lint PATH...\n");
		return (2);
	}
	for (int i = 1; i < argc; i++)
		r = worse(r, lint_path(argv[i], true, 8));
	return (r);
}
