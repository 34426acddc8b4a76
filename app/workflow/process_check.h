/* The checks of process_check(), shared by its two files. */
#pragma once

#include "workflow/process_parts.h"

struct check {
	struct arena		*a;
	const struct process	*p;
	struct problem_list	 l;
};

void		check_reach(struct check *c);
void		check_loops(struct check *c);
void		check_outcomes(struct check *c);
void		check_deadlines(struct check *c, struct calendar_span limit);

/* "start > receive > accept": the last 20 of a way. */
struct str	check_path(struct check *c, const size_t *nodes, size_t n);

/* The next literal that is compared with @outcome in a condition; *rest moves past it. */
bool		outcome_test(struct str *rest, struct str *literal);
