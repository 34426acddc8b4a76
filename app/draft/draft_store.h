/* Rows of draft.sql to structs, and back. Everything read lives as long as the rows' arena. */
#pragma once

#include "core/arena.h"
#include "db/row.h"
#include "draft/draft.h"

/* False: no such draft of this person. */
bool		draft_read(const struct rows *rows, struct uuid id, struct draft *out);
struct draft_profile	draft_profile_read(const struct rows *rows);
/* At most DRAFT_RECORDS_MAX; returns their number. */
size_t		draft_records_read(struct arena *a, const struct rows *rows, struct draft_record **out);
/* All files of the instance, as draft_save takes them. */
struct str	draft_files_json(struct arena *a, struct instance *in);
