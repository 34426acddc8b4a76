/* A service package on its own: what the loader says, then what the proof says, in words. */
#pragma once

#include <stdio.h>

#include "core/core.h"
#include "form/form.h"
#include "prove/prove.h"

/* The proof with the workflow of workflows/<name>.bpmn (may not be there) and forms/substitutes.xml. Report in a. */
void	service_prove(struct arena *a, const struct form *f, const char *forms, const char *workflows,
	    struct prove_report *out);
/* Lines "file:line: rule: name: ...", what to do, the answers; only errors when notes is false. */
void	service_print(FILE *out, const char *path, const char *workflow, const struct prove_report *r, bool notes);

struct service_options {
	const char	*workflows;	/* folder; NULL: beside the forms */
	bool		 json;
};

/* 0 clean | 1 findings, printed | 2 cannot be read. */
int	service_lint(const char *path, const struct service_options *o);
