/* From what was loaded to what the templates show. Pure; everything made is in the arena. */
#pragma once

#include "desk/desk.h"
#include "desk/desk_views.h"

/* ---- the queue */

#define DESK_PAGE_ROWS	30		/* one more is asked for, to know whether there is a next page */

/* What the address says. */
struct desk_filters {
	struct str	words, service, mine, due;	/* as in the address; mine, due: only words that are known */
};

struct desk_queue {
	struct desk_filters	 filters;
	bool			 later;		/* not the first page: it comes after this item */
	struct uuid		 after;
	struct desk_work	*work;
	size_t			 work_n;	/* may be DESK_PAGE_ROWS + 1 */
	struct desk_count	*counts;
	size_t			 counts_n;
	const struct process	**processes;	/* of each row; NULL: its step can't be named */
	struct uuid		 actor;
	const struct calendar	*calendar;
	int64_t			 now_s;
};

/* "/ban-lam-viec?ai=mine&han=late". after: the last item of the page before, or NULL. */
struct str	desk_queue_href(struct arena *a, const struct desk_filters *f, const struct uuid *after);
void		desk_show_queue(struct arena *a, enum lang lang, const struct desk_queue *q,
		    struct desk_queue_view *out);

/* ---- one dossier */

struct desk_scene {
	const struct desk_case	*c;
	const struct desk_about	*about;
	struct str		 notice;	/* name of what was just done: "approve"; or empty */
	bool			 check_draft;	/* show what is wrong with the drafted result */
	struct registry_search	 registry;	/* what was found, when it was searched */
	struct desk_extension	 extension;
};

struct str	desk_base(struct arena *a, struct str code);		/* "/ban-lam-viec/CODE" */
struct desk_seen desk_seen_of(struct arena *a, const struct desk_dossier *d);
/* This officer's item drafts the result, and is free or theirs. */
bool		desk_drafts(const struct desk_case *c);
/* 0 | <0 fatal. */
int		desk_show_dossier(struct arena *a, enum lang lang, const struct desk_scene *s,
		    struct desk_dossier_view *out);
struct desk_outcome desk_show_outcome(struct arena *a, enum lang lang, const struct desk_case *c,
		    const struct process_outcome *o);
void		desk_show_papers(struct arena *a, enum lang lang, const struct desk_scene *s,
		    struct desk_dossier_view *out);
int		desk_show_draft(struct arena *a, enum lang lang, const struct desk_scene *s,
		    struct desk_dossier_view *out);
void		desk_show_document(struct arena *a, const struct desk_case *c, struct desk_document *out);
/* answer: DESK_E_CONFIRM, DESK_E_REASON or DESK_E_REASON_LONG. seen: of the form that was sent. */
void		desk_show_ask(struct arena *a, enum lang lang, const struct desk_case *c,
		    const struct process_outcome *outcome, struct str reason, int answer, const struct desk_seen *seen,
		    struct desk_ask_view *out);
