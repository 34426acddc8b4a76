/* Rows of dossier.sql to structs. Everything read lives as long as the rows' arena. */
#pragma once

#include "db/row.h"
#include "dossier/dossier.h"
#include "dossier/dossier_views.h"

/* What a supplement's draft answers. */
struct supplement {
	struct uuid		id;		/* of the dossier */
	struct str		code;
	struct str		workflow;
	int64_t			version;
	struct uuid		item;		/* the applicant's work item */
	struct dossier_place	place;
};

/* False: nothing is asked of this person. */
bool	supplement_read(const struct rows *rows, struct supplement *out);
bool	dossier_read(const struct rows *rows, struct str code, struct dossier *out);
size_t	dossier_rows_read(struct arena *a, const struct rows *rows, enum lang lang, struct dossier_line **out);
size_t	dossier_drafts_read(struct arena *a, const struct rows *rows, enum lang lang, struct draft_line **out);
size_t	dossier_notices_read(struct arena *a, const struct rows *rows, struct notice_line **out);
size_t	dossier_events_read(struct arena *a, const struct rows *rows, enum lang lang, struct dossier_event **out);
size_t	dossier_files_read(struct arena *a, const struct rows *rows, struct dossier_file **out);
