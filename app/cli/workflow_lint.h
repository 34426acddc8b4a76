/* The findings about a workflow, in words: what is wrong, and what to do. */
#pragma once

#include <stdio.h>

#include "core/core.h"
#include "workflow/workflow.h"

/*
 * Check a BPMN file: the profile, then whether it would work. Writes "file:line: element: what; what to do [rule]", a
 * line for each finding. law: what is known of the service, all zero when nothing
 * is. as_json: a list of objects instead, each with the ids of the nodes on its way.
 * Notes, such as an English name that is missing, are marked so and are no findings.
 * 0 it is right | 1 there were findings | 2 it could not be read (said on stderr)
 */
int	workflow_lint_file(const char *path, const struct workflow_law *law, bool as_json, FILE *out);

void	workflow_lint_print(FILE *out, const char *path, const struct workflow_problems *problems);
