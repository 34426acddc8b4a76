/* bin/motcua: a table of commands. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

#include "core/core.h"
#include "core/log.h"

static const struct {
	const char	*name;
	const char	*words;
	int		(*fn)(int argc, char **argv);
	const char	*help;
} commands[] = {
	{ "form", "check SERVICE.xml INSTANCE.xml [--json]", cmd_form, "run the form engine over a dossier's data" },
	{ "lint", "PATH...", cmd_lint, "check service packages and workflows" },
};

static int
usage(FILE *to)
{
	fprintf(to, "usage: motcua COMMAND ...\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(to, "  %s %s\n      %s\n", commands[i].name, commands[i].words, commands[i].help);
	return (to == stdout ? 0 : 2);
}

int
main(int argc, char **argv)
{
	log_name("motcua");
	if (argc < 2)
		return (usage(stderr));
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
		return (usage(stdout));
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		if (strcmp(argv[1], commands[i].name) == 0)
			return (commands[i].fn(argc - 1, argv + 1));
	}
	return (usage(stderr));
}
