/* The commands of bin/motcua, one file each: cmd_<name>.c. Each answers with the program's exit status. */
#pragma once

/* Says how the command is called, and answers 2. */
int	cli_usage(const char *line);

int	cmd_workflow(int argc, char **argv);
