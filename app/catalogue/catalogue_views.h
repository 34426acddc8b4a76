/* What the catalogue's templates take. Texts are in the viewer's language already. */
#pragma once

#include "view/components.h"

struct service_card {
	struct str	code;
	struct str	href;
	struct str	name;
	struct str	summary;
	struct str	agency;
	struct tag	level;
};

struct catalogue_home_view {
	const struct link		*events;
	size_t				 events_n;
	const struct service_card	*cards;
	size_t				 cards_n;
};

/* A choice of the list's filters, in the viewer's language. */
struct catalogue_filter {
	const struct choice	*choices;
	size_t			 choices_n;
};

struct catalogue_search_view {
	struct str			 query;
	struct catalogue_filter		 events, fields, audiences, tiers;
	const struct link		*letters;
	size_t				 letters_n;
	bool				 filtered;
	bool				 near;	/* no procedure has all the words: these have most */
	const struct link		*event_links;	/* for who found nothing */
	size_t				 event_links_n;
	const struct service_card	*cards;
	size_t				 cards_n;
};

struct catalogue_narrow {
	struct str		 id;		/* of the control, and its name */
	struct str		 label;
	struct str		 any;		/* words for "no matter which" */
	const struct choice	*choices;
	size_t			 choices_n;
};

struct paper_line {
	struct str	name;
	struct str	facts;		/* "Bản sao, 1 bản" */
	struct str	substitute;	/* what stands for it: nothing to hand in then */
	bool		required;
};

/* A row of a fee table or of a table of time limits: what holds, and when. */
struct rate_line {
	struct str	amount;
	struct str	when;
};

struct catalogue_service_view {
	struct str		 code;
	const struct rate_line	*fees, *limits;
	size_t			 fees_n, limits_n;
	struct str		 name;
	struct str		 summary;
	struct str		 outcome;
	struct str		 agency;
	struct str		 field;
	struct str		 time_limit;
	struct str		 time_note;
	struct str		 fee;
	struct str		 fee_note;
	struct tag		 level;
	struct str		 level_reason;
	const struct str	*who;
	size_t			 who_n;
	const struct paper_line	*papers;
	size_t			 papers_n;
	const struct str	*legal;
	size_t			 legal_n;
	/* where an officer or a stranger goes instead of the start button's form */
	struct str		 start;
	struct str		 linked_data;	/* the address of the same facts as JSON-LD */
};
