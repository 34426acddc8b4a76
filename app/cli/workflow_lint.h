/* The findings about a workflow, in words: what is wrong, and what to do. */
#pragma once

#include <stdio.h>

#include "core/core.h"
#include "workflow/workflow.h"

/*
 * Check a BPMN file: the profile, then whether it would work. Writes "file:line: element: what; what to do [rule]", a
 * line for each finding. limit: the published time limit of the procedure, n = 0 when it is not known.
 * Notes, such as an English name that is missing, are marked so and are no findings.
 * 0 it is right | 1 there were findings | 2 it could not be read (said on stderr)
 */
int	workflow_lint_file(const char *path, struct calendar_span limit, FILE *out);

void	workflow_lint_print(FILE *out, const char *path, const struct workflow_problems *problems);
