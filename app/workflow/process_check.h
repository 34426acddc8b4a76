/* The checks of process_check(), shared by its files. */
#pragma once

#include "workflow/process_parts.h"

struct check {
	struct arena		*a;
	const struct process	*p;
	const struct workflow_law *law;
	struct problem_list	 l;
};

void		check_reach(struct check *c);
void		check_loops(struct check *c);
void		check_outcomes(struct check *c);
void		check_deadlines(struct check *c);
void		check_guards(struct check *c);		/* process_guards.c */
void		check_runs(struct check *c);		/* process_explore.c */

/* The last problem gets the way that leads to it. */
void		check_path(struct check *c, const size_t *nodes, size_t n);

/* The next literal that is compared with @outcome in a condition; *rest moves past it. */
bool		outcome_test(struct str *rest, struct str *literal);
