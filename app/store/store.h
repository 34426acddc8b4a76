/*
 * Content-addressed files (SHA-256): attachments of citizens, papers and results. A file is written once, synced,
 * then linked under its digest; it is never changed. Rows in the database hold digest, size, type and owner.
 * Layout: <store>/ab/cd/<64 hex digits>. Also used by the worker.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define STORE_SHA256		32
#define STORE_UPLOAD_BYTES_MAX	(20 * 1024 * 1024)

enum store_type { STORE_UNKNOWN, STORE_PDF, STORE_JPEG, STORE_PNG, STORE_XML, STORE__MAX };

/*
 * Several processes put files into one store, as users of one group: they run with this umask, and the store's folder
 * has its set-group-id bit. A folder that somebody made is then writable to all of them from its first moment.
 */
#define STORE_UMASK	0007

enum store_answer {
	STORE_E_EMPTY = 1,
	STORE_E_BIG,		/* over max_bytes */
	STORE_E_TYPE,		/* none of PDF, JPEG, PNG by its content, or a PDF cut off */
	STORE_E_ENCRYPTED,	/* a PDF that asks for a password */
	STORE_E_ACTIVE,		/* a PDF with script, launch action or embedded file */
	STORE_E_NOT_FOUND,
	STORE_E_PICTURE_END,	/* a picture cut off, or with other things after its end (a moving photo's film) */
};

struct stored {
	uint8_t		sha256[STORE_SHA256];
	int64_t		bytes;
	enum store_type	type;
	int64_t		pages;		/* of a PDF, as counted by its page objects; 0 unknown; 1 for an image */
};

/* Copy bytes [offset, offset + bytes) of fd into the store under dir, hashing on the way, 64 KiB at a time.
 * The type is told by the content, never by name or header. Returns 0 | STORE_E_* | <0 the disk failed. */
int		store_put(const char *dir, int fd, int64_t offset, int64_t bytes, int64_t max_bytes,
	    struct stored *out);
/* The same from memory, for what we made ourselves: any type is taken, *type tells which. */
int		store_put_bytes(const char *dir, struct str content, enum store_type type, struct stored *out);
/* An open descriptor for reading. Returns 0 | STORE_E_NOT_FOUND | <0. */
int		store_open(const char *dir, const uint8_t sha256[STORE_SHA256], int *out_fd);
/* All of it into a; more than max_bytes is STORE_E_BIG. */
int		store_read(struct arena *a, const char *dir, const uint8_t sha256[STORE_SHA256], size_t max_bytes,
		    struct str *out);

struct str	store_path(struct arena *a, const uint8_t sha256[STORE_SHA256]);	/* ab/cd/abcd... */
const char	*store_media_type(enum store_type type);	/* "application/pdf" ... "application/octet-stream" */
enum store_type	 store_type_of(struct str media_type);		/* STORE_UNKNOWN when it is none of ours */
