/*
 * libxml2, hardened: the only door through which XML from outside comes in. No network, no entities, no DTD of any
 * kind,
 * a size cap before the first byte is parsed. Documents are owned by whoever parsed them: xml_freep, or arena_defer.
 * One process, no threads: libxml2's global state is set up on first use.
 */
#pragma once

#include <libxml/tree.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

enum xml_answer {
	XML_E_SIZE = 1,		/* more bytes than allowed */
	XML_E_DOCTYPE,		/* it has a document type declaration */
	XML_E_SYNTAX,		/* not well-formed, or not clean UTF-8 */
	XML_E_SCHEMA,		/* well-formed, but not what the schema allows */
	XML__MAX
};

/* What is wrong, and where. Text is libxml2's, in English, without a line end. */
struct xml_fault {
	int		line;		/* from 1; 0 when unknown */
	struct str	text;
};

struct xml_faults {
	struct xml_fault	*v;		/* at most 50, in order of appearance */
	size_t			 n;
};

#define XML_FAULTS_MAX	50
#define XML_DEPTH_MAX	64		/* elements within elements */

/*
 * Parse UTF-8 text of at most max_bytes. 0 and *out (free with xmlFreeDoc) | XML_E_SIZE | XML_E_DOCTYPE | XML_E_SYNTAX.
 * faults (may be NULL) are made in a.
 */
int		 xml_parse(struct arena *a, struct str text, size_t max_bytes, xmlDoc **out, struct xml_faults *faults);
void		 xml_freep(xmlDoc **doc);				/* for auto_(xml_freep) */

/* RELAX NG, compiled once. Included schemas are found beside the file. */
struct xml_schema;
int		 xml_schema_new(const char *path, struct xml_schema **out);	/* 0 | <0 fatal */
void		 xml_schema_free(struct xml_schema *s);
int		 xml_schema_check(struct arena *a, struct xml_schema *s, xmlDoc *doc, struct xml_faults *faults);
							/* 0 | XML_E_SCHEMA */

/* Exclusive XML Canonicalization 1.0 without comments (W3C, 18 July 2002) of a whole document. 0 | <0 fatal. */
int		 xml_c14n(struct arena *a, xmlDoc *doc, struct str *out);

/* Reading. All text is copied into the arena; what is not there is empty. */
struct str	 xml_attr(struct arena *a, const xmlNode *n, const char *name);
bool		 xml_has_attr(const xmlNode *n, const char *name);
/* The same without a copy where it can be done: valid until n changes. */
struct str	 xml_text_view(struct arena *a, const xmlNode *n);
struct str	 xml_text(struct arena *a, const xmlNode *n);		/* of n and all below it */
/* The same as people read it: on one line, however it was wrapped in the file. */
struct str	 xml_words(struct arena *a, const xmlNode *n);
bool		 xml_is(const xmlNode *n, const char *name);		/* an element of this name; NULL is none */
xmlNode		*xml_first(const xmlNode *parent, const char *name);	/* child element; NULL name: any */
xmlNode		*xml_next(const xmlNode *n, const char *name);		/* sibling element */
size_t		 xml_count(const xmlNode *parent, const char *name);
int		 xml_line(const xmlNode *n);

/* Writing. Text is escaped by libxml2 (never xmlNewChild, which parses it). */
void		 xml_set_text(xmlNode *n, struct str text);		/* replaces all content */
void		 xml_set_attr(xmlNode *n, const char *name, struct str value);
void		 xml_unset_attr(xmlNode *n, const char *name);
xmlNode		*xml_add(xmlNode *parent, const char *name);
