/* What other programs read out of a PDF that a test has made. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/core.h"

/* What a command prints that gets the PDF as its file argument. */
static inline struct str
tool(struct arena *a, struct str pdf, const char *before, const char *after)
{
	auto_(buf_free) struct buf	out = BUF_INIT;
	char				path[] = "/tmp/pdf_text.XXXXXX", chunk[4096];
	int				fd = mkstemp(path);
	FILE				*pipe;
	size_t				n;

	CHECK(fd >= 0 && write(fd, pdf.p, pdf.n) == (ssize_t)pdf.n);
	close(fd);
	pipe = popen(arena_printf(a, "%s %s %s", before, path, after).p, "r");
	CHECK(pipe != NULL);
	while ((n = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
		buf_add(&out, chunk, n);
	pclose(pipe);
	unlink(path);
	return (arena_str(a, buf_view(&out)));
}

static inline bool
says(struct str text, const char *what)
{
	bool	found = str_find(text, str_of(what)) >= 0;

	if (!found)
		printf("    not found: %s\n", what);
	return (found);
}
