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
	const struct service_card	*cards;
	size_t				 cards_n;
};

struct catalogue_search_view {
	struct str			 query;
	const struct service_card	*cards;
	size_t				 cards_n;
};

struct paper_line {
	struct str	name;
	struct str	facts;		/* "Bản sao, 1 bản" */
	struct str	substitute;	/* what stands for it: nothing to hand in then */
	bool		required;
};

struct catalogue_service_view {
	struct str		 code;
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
};
