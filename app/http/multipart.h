/*
 * multipart/form-data (RFC 7578) read from a file, in one pass and with a fixed window: small fields come back as
 * text, files as a place (offset and length) in the body file, so that nothing big is ever held in memory.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "http/pairs.h"

#define MULTIPART_FILES_MAX	20

enum multipart_answer {
	MULTIPART_E_SYNTAX = 1,		/* no boundary, a broken part header, an end that never comes */
	MULTIPART_E_TEXT,		/* as PAIRS_E_TEXT */
	MULTIPART_E_MANY,		/* fields or files */
	/* a field that is no file over PAIR_VALUE_BYTES_MAX, a part header over 1 KiB */
	MULTIPART_E_LONG,
};

struct upload {
	struct str	field;
	/* as sent, without folders, cleaned; for showing only. Empty: no file was chosen */
	struct str	filename;
	int		fd;		/* of the body file; closed with the arena */
	int64_t		offset;
	int64_t		bytes;
};

struct uploads {
	struct upload	p[MULTIPART_FILES_MAX];
	size_t		n;
};

/* content_type is the request's header with its boundary. fd is read by offset, never closed here.
 * Returns 0 | MULTIPART_E_* | <0 the file can't be read. */
int	multipart_read(struct arena *a, struct str content_type, int fd, int64_t bytes, struct pairs *fields,
	    struct uploads *files);
