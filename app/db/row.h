/*
 * Rows of an answer, read by column number (the enums in obj/gen/sql.h). The rows belong to the arena they were
 * taken into, and so does every text read from them: nothing is copied, all is valid as long as the arena.
 * A column that does not exist, or is of another type, is a bug of ours and stops the process (CHECK);
 * so is NULL where a number, date or UUID is read: ask row_null first. NULL text reads as STR_NONE.
 */
#pragma once

#include "core/arena.h"
#include "core/clock.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "db/stmt.h"

struct pg_result;

struct rows {
	const struct stmt	*stmt;
	struct pg_result	*result;	/* owned by the arena */
	size_t			 n;		/* rows returned */
	size_t			 touched;	/* rows inserted, updated or deleted by the outermost command */
};

bool		row_null(const struct rows *r, size_t row, size_t col);
struct uuid	row_uuid(const struct rows *r, size_t row, size_t col);
struct str	row_text(const struct rows *r, size_t row, size_t col);	/* also jsonb, as text */
int64_t		row_i64(const struct rows *r, size_t row, size_t col);		/* bigint or int */
bool		row_bool(const struct rows *r, size_t row, size_t col);
int64_t		row_time(const struct rows *r, size_t row, size_t col);	/* seconds since 1970, UTC, rounded down */
int64_t		row_time_or_0(const struct rows *r, size_t row, size_t col);	/* the same, 0 for NULL */
struct date	row_date(const struct rows *r, size_t row, size_t col);
struct str	row_bytes(const struct rows *r, size_t row, size_t col);
/* text[]: returns the number of elements; *out lies in a. NULL elements and more than one dimension are a bug. */
size_t		row_texts(struct arena *a, const struct rows *r, size_t row, size_t col, struct str **out);
