/* Rows of working copies into structs. */
#pragma once

#include "db/row.h"
#include "office/office.h"

/* Of OFFICE_DRAFT_GET. False: there is none for this person. */
bool			 office_copy_row(const struct rows *r, struct str code, struct office_copy *out);
struct office_note	*office_note_rows(struct arena *a, const struct rows *r);
struct office_row	*office_list_rows(struct arena *a, enum lang lang, const struct rows *r);
/* Edits with what they changed, newest first. */
struct office_edit_row	*office_edit_rows(const struct office *o, const struct rows *r, size_t most);
