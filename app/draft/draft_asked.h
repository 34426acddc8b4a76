/*
 * What a supplement was asked for, item by item, and what its applicant may therefore change: these fields and papers,
 * and those that a new answer has made necessary. Asked in words, the whole form is open. Pure.
 */
#pragma once

#include "draft/draft.h"

struct draft_asked {
	bool		paper;
	struct str	name;		/* of the field, with row ids; empty: in words */
	struct str	label, reason;
	struct str	was;		/* in Vietnamese, as it stood when it was asked */
};

struct draft_asked_list {
	struct draft_asked	*v;
	size_t			 n;
	bool			 limits;	/* only the items may be changed */
};

/* Of draft_get's column. */
void	draft_asked_read(struct arena *a, struct str text, struct draft_asked_list *out);
/* The item of a control's name; NULL: it was not asked for. A date's parts are of their field. */
const struct draft_asked	*draft_asked_of(const struct draft_asked_list *l, struct str name);
/* Asked for, or without a valid answer as things stand. */
bool	draft_asked_allows(const struct draft_asked_list *l, const struct form_problems *problems, struct str name);
/* Takes out of what was posted all that may not be changed. */
void	draft_asked_filter(const struct draft_asked_list *l, const struct form_problems *problems,
	    struct draft_post *post);
/* Does the item read as it did when it was asked for? In words: never known, so false. */
bool	draft_asked_unchanged(struct arena *a, const struct draft_asked *item, const struct answer_section *vi,
	    size_t n);

/* The controls that may be changed, from all pages, in order: *out has room for all of them. */
size_t	draft_asked_controls(struct arena *a, struct instance *in, enum lang lang, const struct draft_asked_list *l,
	    const struct form_problems *problems, bool show_problems, struct control **out);
