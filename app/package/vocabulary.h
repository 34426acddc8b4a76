/*
 * What may stand in a service package: forms/service.rng, read as a list of elements with their attributes, texts and
 * children. The editor offers what stands here and nothing else, so a word that the schema learns is one that the
 * editor knows.
 *
 * Read are the patterns the schema is written in: grammar, include, define, ref, element, attribute, optional, choice,
 * zeroOrMore, oneOrMore, group, interleave, mixed, data, value, list.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

struct xml_schema;

enum attr_kind {
	ATTR_TEXT,
	ATTR_CHOICE,		/* one of values */
	ATTR_YES,		/* "yes", or not there */
	ATTR_EXPRESSION,	/* XPath 1.0 */
	ATTR_PATH,		/* of a field: "holder.full_name" */
	ATTR_NAME,		/* of an element of the data */
	ATTR_ID,
	ATTR_CODE,
	ATTR_NUMBER,
	ATTR_DATE,
	ATTR__MAX
};

struct attr_rule {
	struct str	 name;
	enum attr_kind	 kind;
	bool		 needed;
	int		 either;	/* not 0: one of the attributes with this number, not two */
	struct str	*values;	/* ATTR_CHOICE */
	size_t		 values_n;
	struct str	 pattern;	/* regular expression of XML Schema; empty: none */
};

enum content_kind {
	CONTENT_ELEMENTS,	/* no text of its own */
	CONTENT_WORDS,		/* <vi> and perhaps <en> */
	CONTENT_LINE,		/* plain text */
	CONTENT_PHRASE,		/* text with <v of="path"/> in it */
};

struct element_rule;

struct child_rule {
	const struct element_rule	*element;
	int				 slot;		/* place in the order; alternatives share one */
	bool				 needed;	/* the schema refuses without it,
	    or without one of its slot */
	bool				 many;
};

struct element_rule {
	struct str		 name;
	enum content_kind	 content;
	struct attr_rule	*attrs;
	size_t			 attrs_n;
	struct child_rule	*children;
	size_t			 children_n;
};

struct vocabulary;

/* folder: "forms". 0 | <0 fatal: the schema can't be read, or has a pattern not named above. */
MUST_USE int			 vocabulary_new(const char *folder, struct vocabulary **out);
void				 vocabulary_free(struct vocabulary *v);
void				 vocabulary_freep(struct vocabulary **v);

const struct element_rule	*vocabulary_root(const struct vocabulary *v);
struct xml_schema		*vocabulary_schema(const struct vocabulary *v);
/* forms/new.xml: what a new package begins as. */
struct str			 vocabulary_template(const struct vocabulary *v);
/* forms/substitutes.xml: papers that the law forbids to ask for. */
struct str			 vocabulary_substitutes(const struct vocabulary *v);
/* Is this a value that the attribute may have, as far as its own pattern says? */
bool				 attr_takes(const struct attr_rule *rule, struct str value);
/* NULL: there is none of this name */
const struct attr_rule		*rule_attr(const struct element_rule *e, struct str name);
const struct child_rule		*rule_child(const struct element_rule *e, struct str name);
/* A child that is shown with its parent: at most one of it, and nothing in it but its text. */
bool				 child_is_text(const struct child_rule *c);
