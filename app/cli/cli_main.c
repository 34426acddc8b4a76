/* bin/motcua: finds the command and hands over. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

#include "core/core.h"
#include "core/log.h"

static const struct command {
	const char	*name;
	const char	*usage;
	int		(*run)(int argc, char **argv);
} commands[] = {
	{ "account", "account --db FILE ACCOUNTS.json   makes the accounts of a file that are not there yet",
	    cmd_account },
	{ "form", "form check SERVICE.xml INSTANCE.xml [--json]   what is wrong with a dossier's data", cmd_form },
	{ "form", "form print SERVICE.xml INSTANCE.xml            its official form as a PDF", cmd_form },
	{ "lint", "lint PATH...   checks service packages and workflows", cmd_lint },
	{ "migrate", "migrate --db FILE FOLDER   brings the database up to date", cmd_migrate },
	{ "publish", "publish --db FILE WORKFLOWS FORMS   puts packages in force", cmd_publish },
	{ "qr", "qr decode TEXT [--keys FILE] [--json]   is this QR text authentic?", cmd_qr },
	{ "verify", "verify FILE.pdf|FILE.xml [--json] [--trust PEM]...   is this signed file valid?", cmd_verify },
	{ "workflow", "workflow run FILE.bpmn --script ACTIONS.json [--json]   runs a workflow without a database",
	    cmd_workflow },
};

int
cli_usage(const char *line)
{
	fprintf(stderr, "usage: motcua %s\n", line);
	return (2);
}

int
main(int argc, char **argv)
{
	log_name("motcua");
	for (size_t i = 0; argc > 1 && i < COUNT_OF(commands); i++) {
		if (strcmp(argv[1], commands[i].name) == 0)
			return (commands[i].run(argc - 1, argv + 1));
	}
	fprintf(stderr, "usage:\n");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(stderr, "  motcua %s\n", commands[i].usage);
	return (2);
}
