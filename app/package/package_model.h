/* What the files of this room share: the tree with its white space, new elements. */
#pragma once

#include "package/package.h"

/* Put x into parent before the element before (NULL: last), on a line of its own where parent is written so. */
void		 tree_insert(xmlNode *parent, xmlNode *x, xmlNode *before);
/* Take x out with the white space before it; it is the caller's. */
void		 tree_take(xmlNode *x);
void		 tree_swap(xmlNode *x, xmlNode *y);
/* The element before which a new child of this rule stands: behind those of its slot. NULL: last. */
xmlNode		*tree_place(const struct element_rule *e, const xmlNode *parent, const struct child_rule *c);
/* Elements of parent that belong to a slot. */
size_t		 tree_slot_count(const struct element_rule *e, const xmlNode *parent, int slot);
void		 tree_unmark(xmlNode *x);			/* ids away, of x and all below it */
void		 tree_mark(xmlDoc *doc, int64_t version);	/* ids to those without */

/* A new element as small as the schema lets it be, in parent. words: for what must have some. */
xmlNode		*element_new(struct arena *a, xmlNode *parent, xmlNode *before, const struct element_rule *e,
		     const struct package_edit *words);
/* A name that no element of this kind has yet: base, base_2, base_3 ... */
struct str	 name_free(struct arena *a, const xmlNode *root, struct str element, struct str attr, struct str base,
		     char joint);
/* Text with {paths} becomes text and <v>. False: a brace without its like. */
bool		 phrase_set(xmlNode *n, struct str text);
/* Give the elements of fresh the ids that their like has in old (package_diff.c). */
void		 marks_carry(struct arena *a, const struct vocabulary *v, const xmlDoc *old, xmlDoc *fresh);
