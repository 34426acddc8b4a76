/* The search as steps of a page: the register's own, and a dossier's, which looks people up in place. */
#pragma once

#include "registry/registry.h"
#include "registry/registry_views.h"
#include "web/turn.h"

/* From the address: ?ten= ngay-sinh= nam= so-hieu= */
struct registry_query	registry_query_of(struct turn *t);
/* Asks, or NEXT_STEP when there is nothing to look for. */
enum next		registry_ask(struct turn *t, const struct registry_query *q);
/* The step after: what was found, if it was asked. */
void			registry_take(struct turn *t, const struct registry_query *q, struct registry_search *out);
