/* Whole files for the tools. */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

/* The file's bytes, at most max. 0 | <0: said on stderr. */
MUST_USE int	file_read(struct arena *a, const char *path, size_t max, struct str *out);

/* Names in a folder that end in suffix (a file itself counts as a folder of one), sorted, as paths. 0 | <0: said. */
MUST_USE int	file_list(struct arena *a, const char *path, const char *suffix, const char ***out, size_t *n);

/* Connection text from a file (one line): so that no password stands in a process list. 0 | <0: said. */
MUST_USE int	file_conninfo(struct arena *a, const char *path, const char **out);

void		file_sha256(struct str bytes, uint8_t out[32]);
