/* What was looked for and found, as the templates show it. Pure. */
#pragma once

#include "registry/registry.h"
#include "registry/registry_views.h"

/* found may be NULL: not searched. The caller fills in where the forms lead. */
void	registry_show(struct arena *a, enum lang lang, const struct registry_query *q, const struct diploma *found,
	    size_t n, bool more, struct registry_search *out);
