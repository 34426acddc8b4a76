/* Rows of the desk's statements as structs. Texts belong to the rows. */
#pragma once

#include "db/row.h"
#include "desk/desk.h"

/* Of DESK_DOSSIER_GET, its only row. */
void			 desk_dossier_row(const struct rows *rows, struct str code, struct desk_dossier *out);
struct desk_work	*desk_work_rows(struct arena *a, const struct rows *rows);	/* DESK_QUEUE: rows->n */
struct desk_count	*desk_count_rows(struct arena *a, const struct rows *rows);	/* DESK_COUNTS: rows->n */
struct desk_reason	*desk_reason_rows(struct arena *a, const struct rows *rows);	/* DESK_REASONS: rows->n */
void			 desk_about_rows(struct arena *a, const struct rows *rows, struct desk_about *out);
