/* The commands of bin/motcua, one file each: cmd_<name>.c. Each answers with the program's exit status. */
#pragma once

/* Says how the command is called, and answers 2. */
int	cli_usage(const char *line);

int	cmd_account(int argc, char **argv);
int	cmd_form(int argc, char **argv);
int	cmd_lint(int argc, char **argv);
int	cmd_migrate(int argc, char **argv);
int	cmd_publish(int argc, char **argv);
int	cmd_qr(int argc, char **argv);
int	cmd_verify(int argc, char **argv);
int	cmd_workflow(int argc, char **argv);
