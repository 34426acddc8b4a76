/* What the templates of dossiers take, and the rows they are made from. */
#pragma once

#include "core/clock.h"
#include "core/id.h"
#include "dossier/dossier.h"
#include "view/components.h"

/* The applicant's view of one row. Times are 0 when there is none. */
struct dossier {
	struct uuid	id;
	struct str	code;
	struct str	package, workflow;	/* hashes */
	struct str	agency, agency_vi, agency_en;
	struct str	applicant_name, subject;
	struct str	instance, marking;
	int64_t		version, status;
	struct str	outcome;
	int64_t		submitted_s, accepted_s, due_s, paused_s, finished_s;
	bool		asked;			/* a supplement is asked for */
	bool		offered;		/* nothing is missing; the answers may be changed now */
	struct str	reasons;
	bool		answering;		/* its draft is open */
	struct str	result_code, result_number;
	bool		released;
};

struct dossier_event {
	struct str	kind, node, actor_name, role, agency, reason;
	int64_t		status, at_s;
};

struct dossier_file {
	bool		slip;
	struct str	paper;			/* field name, or the slip's kind */
	struct str	sha256;			/* hex */
	struct str	name;			/* or the slip's number */
	struct str	type;
	int64_t		bytes, at_s;
	struct str	label;
	struct str	facts;
	bool		replaced;	/* a paper that a supplement took out of the answers */
};

struct dossier_line {
	struct str	code, service, subject;
	int64_t		status, submitted_s, due_s;
	bool		paused;
	struct tag	tag;
	struct deadline	deadline;
};

struct draft_line {
	struct str	id, service, dossier_code;
	int64_t		updated_s, expires_s;
};

struct notice_line {
	struct str	code, kind, text;
	int64_t		at_s;
	bool		seen;
};

struct dossier_list_view {
	const struct dossier_line	*dossiers;
	size_t				 dossiers_n;
	const struct draft_line		*drafts;
	size_t				 drafts_n;
	const struct notice_line	*notices;
	size_t				 notices_n;
	size_t				 unseen_n;
};

struct dossier_show_view {
	const struct dossier		*d;
	struct str			 path;		/* "/ho-so/<code>" */
	struct str			 service, agency;
	bool				 just_submitted, just_supplemented;
	bool				 may_withdraw;
	struct str			 status_words, status_hint;
	struct tag			 tag;
	struct deadline			 deadline;
	struct str			 where;		/* who has it now */
	const struct str		*reasons;	/* of the supplement request, one a line */
	size_t				 reasons_n;
	struct timeline			 timeline;
	const struct dossier_file	*papers;
	size_t				 papers_n;
	const struct dossier_file	*slips;
	size_t				 slips_n;
	struct str			 confirmation;	/* hash of the slip "submission"; empty: not yet */
};

struct dossier_withdraw_view {
	struct str	code, path, subject, reason;
	bool		missing;
};

struct dossier_track_view {
	struct str	typed;
	bool		searched;
	bool		found;
	bool		malformed;
	struct str	code;
	struct str	status_words, status_hint;
	struct tag	tag;
};

/* One text a line; blank lines are left out. Returns their number. */
size_t	dossier_lines(struct arena *a, struct str text, struct str **out);
