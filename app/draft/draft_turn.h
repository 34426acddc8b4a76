/* Steps that all pages of a draft share. The draft is named by the second segment of the path: /nhap/<draft>/... */
#pragma once

#include "draft/draft.h"
#include "web/turn.h"

enum next	draft_ask(struct turn *t);
/* Not found: 404. Handed in: on to its dossier. */
enum next	draft_take(struct turn *t, struct draft *out);
/* The answers, parsed; freed with the turn. 0 | <0: stored text that is not an instance of its form. */
int		draft_instance(struct turn *t, const struct form *form, const struct draft *draft,
	    struct instance **out);

/* "/nhap/<draft>" and tail. */
struct str	draft_path(struct turn *t, struct uuid draft, const char *tail);
struct str	draft_page_path(struct turn *t, struct uuid draft, const struct form *form, size_t page);
/* The dossier's page after handing in. */
struct str	draft_done_path(struct turn *t, const struct draft *draft, struct str code);
struct date	turn_today(struct turn *t);
/* Only what an HTML id may hold; else empty. */
struct str	draft_anchor(struct str s);
/* 409: the page that shows both ways on. path: of the page to look at again; it takes the same post once more when
 * may_overwrite is set. */
enum next	draft_reply_stale(struct turn *t, const struct draft *draft, const struct form *form, struct str path,
		    bool may_overwrite);
