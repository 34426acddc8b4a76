/* The commands of bin/motcua. Each returns the program's exit status. argv[0] is the command's own name. */
#pragma once

int	cmd_form(int argc, char **argv);
int	cmd_lint(int argc, char **argv);
