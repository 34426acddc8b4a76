/* Before a workflow goes live: is there somebody for every step, in every agency that may have to take it? */
#pragma once

#include <stdio.h>

#include "core/arena.h"
#include "db/sync.h"
#include "form/form.h"
#include "workflow/workflow.h"

/*
 * A line for each role that nobody holds in an agency that will need it: "path: nobody of H24.19.31 (Trường ...) is
 * principal: the steps receive, agree wait there". Lanes whose agency a free field names cannot be foreseen.
 * *lacking: how many.   0 | <0 fatal
 */
int	publish_staff(struct arena *a, struct db *db, const char *path, const struct process *p, const struct
    form *form,
	    FILE *out, size_t *lacking);
