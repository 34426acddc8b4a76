/* How an element becomes a form: which of its parts have pages of their own, and its controls. For this room. */
#pragma once

#include "office/office.h"

/* Edited on its parent's page: nothing in it but texts, or there once and small. */
bool		 office_is_flat(const struct element_rule *e);
bool		 office_is_small(const struct child_rule *c);
/* What an element is called where it stands among others: its kind, when it has only a number. */
struct str	 office_label(const struct office *o, const xmlNode *n);
/* Everything else that the vocabulary knows. */
bool		 office_has_page(const struct vocabulary *v, const xmlNode *n);

/* Answers to try with: empty ones are made up; with replace, those that tell of a person are replaced. */
void		 office_sample(struct arena *a, const struct form *form, struct instance *in, bool replace);

/* Where controls go: rules and more may be NULL, then all go to main. Each has room enough (office_room). */
struct office_sort {
	struct office_group	*main, *rules, *more;
};
void		 office_room(const struct office *o, const struct element_rule *e, struct office_group *g);

/* Attributes and texts of an element as controls. n may be NULL: of one to be added. prefix: of their names, "s:". */
void		 office_group_make(const struct office *o, const struct element_rule *e, const xmlNode *n,
    struct str prefix,
		     const struct office_sort *sort);
