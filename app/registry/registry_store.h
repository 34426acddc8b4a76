/* Rows of the register as structs. Texts belong to the rows. */
#pragma once

#include "db/row.h"
#include "registry/registry.h"

/* Of REGISTRY_DIPLOMAS or REGISTRY_DIPLOMA_GET, which have the same columns. */
struct diploma	registry_diploma_row(const struct rows *rows, size_t i);
/* All of them, at most REGISTRY_FOUND_MAX; *more: there was one beyond. */
struct diploma	*registry_diploma_rows(struct arena *a, const struct rows *rows, size_t *n, bool *more);
