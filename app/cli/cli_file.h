/* Files that the commands are given. */
#pragma once

#include "core/arena.h"
#include "core/str.h"

/* A whole file of at most max_bytes. 0 | 1, and the reason is on stderr. */
int		 cli_read(struct arena *a, const char *path, size_t max_bytes, struct str *out);

/* Where service.rng is: the folder above the package's own (forms/3.000465/service.xml), else "forms". */
const char	*cli_rules_folder(struct arena *a, const char *service);
