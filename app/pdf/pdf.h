/*
 * Reading PDF files (ISO 32000-1 clause 7) the strict way: no recovery, every limit an answer, each revision seen as it
 * was.  Signing writes on top of it, verifying compares revisions with it.  It does not render and does not decrypt.
 * All values live in the arena or point into the file's bytes, which the caller keeps.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define PDF_FILE_MAX_BYTES	(32u << 20)
#define PDF_OBJECTS_MAX		65536u
#define PDF_REVISIONS_MAX	32u
#define PDF_DEPTH_MAX		32u
#define PDF_INFLATED_MAX_BYTES	(16u << 20)	/* of one stream */
#define PDF_INFLATED_ALL_BYTES	(128u << 20)	/* of all object streams that are read in a view */

enum pdf_answer {
	PDF_E_BROKEN = 1,	/* against the grammar, or a cross-reference that does not fit the file */
	PDF_E_TRAILING,		/* bytes after the last %%EOF */
	PDF_E_ENCRYPTED,
	PDF_E_UNSUPPORTED,	/* a legal form that is not read here: hybrid files, filters other than Flate */
	PDF_E_TOO_BIG,		/* over a limit above */
};

enum pdf_kind {
	PDF_NULL, PDF_BOOL, PDF_INT, PDF_REAL, PDF_STRING, PDF_NAME, PDF_ARRAY, PDF_DICT, PDF_REF, PDF__KIND_MAX
};

struct pdf_value {
	enum pdf_kind		 kind;
	struct str		 raw;		/* as it stands in the file (or in its object stream) */
	int64_t			 number;	/* BOOL 0 or 1, INT, REF: object number */
	int64_t			 gen;		/* REF */
	struct str		 text;		/* STRING: its bytes; NAME: without the slash, #xx resolved */
	struct str		*keys;		/* DICT: no name twice */
	struct pdf_value	*items;		/* ARRAY, DICT */
	size_t			 n;		/* of items */
};

struct pdf_object {
	struct pdf_value	value;
	bool			has_stream;
	struct str		stream;		/* raw, filters not undone */
};

enum pdf_where { PDF_FREE, PDF_AT, PDF_PACKED };

struct pdf_entry {
	enum pdf_where	where;
	uint32_t	gen;		/* PACKED: index in the object stream */
	size_t		at;		/* offset in the file; PACKED: number of the object stream */
};

struct pdf_revision {
	size_t			 xref_at;
	size_t			 end;		/* offset after %%EOF and its line end */
	struct pdf_value	 trailer;
	bool			 xref_stream;
	uint32_t		*numbers;	/* the entries that this revision sets */
	struct pdf_entry	*entries;
	size_t			 n;
};

struct pdf {
	struct str		 bytes;
	struct pdf_revision	*revisions;	/* oldest first */
	size_t			 n;
};

/* The object stream that was read last, and how much may still be inflated. */
struct pdf_work {
	uint32_t		number;
	struct pdf_object	box;
	struct str		data;
	size_t			left_bytes;
};

/* The file as it was after a revision. */
struct pdf_view {
	struct str		 bytes;		/* up to the end of that revision */
	struct pdf_entry	*table;
	size_t			 size;		/* entries in table */
	struct pdf_value	*trailer;
	struct pdf_work		*work;
};

/* 0 | PDF_E_* */
int	pdf_open(struct arena *a, struct str bytes, struct pdf *out) MUST_USE;
/* revision counts from 0.  0 | PDF_E_* */
int	pdf_view(struct arena *a, const struct pdf *pdf, size_t revision, struct pdf_view *out) MUST_USE;
/* 0 | PDF_E_*.  A free or unknown number gives PDF_NULL, as the standard says (7.3.10). */
int	pdf_object(struct arena *a, const struct pdf_view *v, uint32_t number, struct pdf_object *out) MUST_USE;
/* Follows v if it is a reference (once: a reference to a reference is broken).  Streams give their dictionary. */
int	pdf_resolve(struct arena *a, const struct pdf_view *v, const struct pdf_value *value,
	    struct pdf_value *out) MUST_USE;
/* Value of a key, resolved; PDF_NULL when it isn't there. */
int	pdf_get(struct arena *a, const struct pdf_view *v, const struct pdf_value *dict, const char *key,
	    struct pdf_value *out) MUST_USE;
/* The object number and dictionary of page index (from 0).  0 | PDF_E_* (PDF_E_BROKEN: no such page). */
int	pdf_page(struct arena *a, const struct pdf_view *v, size_t index, uint32_t *number,
	    struct pdf_value *page) MUST_USE;
/* Undo Flate (and PNG predictors) or nothing.  0 and *out (in a) | PDF_E_* */
int	pdf_stream_bytes(struct arena *a, const struct pdf_object *o, struct str *out) MUST_USE;

/* ---- the grammar, without a file */

/* One value off the front of *in; its raw points into *in's bytes.  0 | PDF_E_* */
int	pdf_parse(struct arena *a, struct str *in, struct pdf_value *out) MUST_USE;
void	pdf_skip_space(struct str *in);			/* white space and comments */
bool	pdf_take(struct str *in, const char *word);	/* a keyword, after white space */
bool	pdf_take_uint(struct str *in, size_t max, size_t *out);		/* digits only, after white space */
bool	pdf_is_space(char c);
bool	pdf_is_regular(char c);
/* NULL when it isn't a dictionary or has no such key. */
const struct pdf_value	*pdf_key(const struct pdf_value *dict, const char *key);
bool	pdf_is_name(const struct pdf_value *v, const char *name);	/* NULL-safe */
bool	pdf_same(const struct pdf_value *a, const struct pdf_value *b);	/* equal as values, whatever their spelling */
/* A text string (PDFDocEncoding's ASCII part, UTF-16BE or UTF-8 with their marks) as UTF-8; empty if it is not text. */
struct str	pdf_text(struct arena *a, struct str string);

/* SHA-256 of bytes [0, a) and [b, end) of a file: what a signature covers (12.8.1). */
void	pdf_digest(struct str file, size_t a, size_t b, size_t end, uint8_t digest[32]);
