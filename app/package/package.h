/*
 * A service package while it is worked on: the XML tree of service.xml, in which every element has an id of its own
 * (attribute PACKAGE_MARK, taken out before anybody else reads the text). An edit is one operation on one element; what
 * the vocabulary does not know is kept as it is. Nothing here knows a database, a clock or a page.
 */
#pragma once

#include <libxml/tree.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "package/vocabulary.h"
#include "xml/xml.h"

#define PACKAGE_BYTES_MAX	(1024 * 1024)
#define PACKAGE_MARK		"motcua-id"

enum package_answer {
	PACKAGE_E_XML = 1,	/* not well-formed, too big, no service: see the faults */
	PACKAGE_E_GONE,		/* there is no element of this id (any more) */
	PACKAGE_E_PLACE,	/* this can't stand there, or can't be moved or taken away */
	PACKAGE_E_VALUE,	/* not a value that may stand in result.slot */
	PACKAGE_E_SCHEMA,	/* the schema refuses what would come of it: see the faults */
	PACKAGE_E_SAME,		/* nothing would change */
};

/*
 * Parse a package, plain or kept. Elements without an id get "<version>-<n>"; version has grown with every edit, so no
 * id is ever used twice. 0 and *out (xml_freep) | PACKAGE_E_XML.
 */
MUST_USE int	 package_open(struct arena *a, struct str text, int64_t version, xmlDoc **out,
		     struct xml_faults *faults);
/* The text with the ids, to be kept; and without them, to be published. */
struct str	 package_kept(struct arena *a, xmlDoc *doc);
struct str	 package_plain(struct arena *a, const xmlDoc *doc);
/* 0 | PACKAGE_E_SCHEMA */
MUST_USE int	 package_check(struct arena *a, const struct vocabulary *v, const xmlDoc *doc,
		     struct xml_faults *faults);

/* ---- looking */
xmlNode		*package_find(const xmlDoc *doc, struct str id);		/* NULL: none */
struct str	 package_id(struct arena *a, const xmlNode *n);
const struct element_rule *package_rule(const struct vocabulary *v, const xmlNode *n);	/* NULL: not of the schema */
/* Mixed text as people write it: "Sửa {diploma.kind}"; a brace that is one is doubled. */
struct str	 package_phrase(struct arena *a, const xmlNode *n);
/* What an element is known by: its name, id or value; else its place among its like, "2". */
struct str	 package_key(struct arena *a, const xmlNode *n);
/* What it is called in a language: its label, title, name, own words, text or key. en falls back to vi. */
struct str	 package_label(struct arena *a, const xmlNode *n, bool english);

/*
 * A slot is one value of an element, named from it: "@type", ".vi" and ".en" of its own words, "." its text or phrase;
 * of a child that is there once: "label/.vi", "time-limit/@n", "fee/note/.en"; of another element, to set several at
 * once: "#0-12:.vi".
 */
struct package_slot {
	struct str	name;
	struct str	value;
};
struct str	 package_slot(struct arena *a, const xmlNode *n, struct str slot);	/* "" when it is not there */

/* ---- changing */
enum package_op { PACKAGE_SET, PACKAGE_ADD, PACKAGE_REMOVE, PACKAGE_UP, PACKAGE_DOWN, PACKAGE_TO, PACKAGE_COPY,
	PACKAGE_REPLACE, PACKAGE_OP__MAX };

struct package_edit {
	enum package_op			 op;
	struct str			 at;		/* id of the element; not for REPLACE */
	struct str			 what;		/* ADD: name of the new child; TO: id of the new parent */
	struct str			 after;		/* ADD: id of the element it follows; empty: last */
	const struct package_slot	*slots;		/* SET; ADD: of the new element */
	size_t				 slots_n;
	struct str			 text;		/* REPLACE: the whole package */
	struct str			 vi, en;	/* words for what must have some and was given none */
};

struct package_result {
	struct str		 id;		/* of the element that was added,
	    copied or changed; REMOVE: its parent */
	struct str		 slot;		/* PACKAGE_E_VALUE */
	struct xml_faults	 faults;
};

/* 0 and the tree is changed (REPLACE: *doc is another one) | PACKAGE_E_*: throw the tree away. */
MUST_USE int	 package_apply(struct arena *a, const struct vocabulary *v, xmlDoc **doc, int64_t version,
		     const struct package_edit *edit, struct package_result *result);

const char	*package_op_name(enum package_op op);			/* "set" */
bool		 package_op_of(struct str name, enum package_op *out);
