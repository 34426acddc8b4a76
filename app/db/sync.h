/*
 * Blocking database client for tools, the worker process and tests. (Pages use web/ask.h.)
 * One connection, statements prepared once and remembered.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "db/row.h"
#include "db/stmt.h"

/* What the database may say besides "done". The same answers reach pages by ask_try. */
enum db_answer {
	DB_E_CONFLICT = 1,	/* serialization failure, deadlock: nothing was done, may be repeated */
	DB_E_UNIQUE,		/* a unique constraint: its name is in the answer's constraint */
	/* check, foreign key, not null, or RAISE in one of our functions (constraint or its text) */
	DB_E_REFUSED,
	DB_E_LOST,		/* no connection; a write may or may not have been done */
	DB_E_BUSY,		/* a time limit, or the server's means, ran out: nothing was done */
};

struct db;

/* conninfo as libpq takes it. Returns 0 | DB_E_LOST. */
int	db_open(const char *conninfo, struct db **out);
void	db_close(struct db *db);			/* NULL-safe */
void	db_closep(struct db **db);			/* for auto_(db_closep) */

/* Run one statement. Rows belong to a. A read outside a transaction is repeated once on a new connection when the old
 * one is gone. Returns 0 | DB_E_* | <0: the statement does not fit the database (logged). */
int	db_run_args(struct db *db, struct arena *a, const struct stmt *stmt, const struct arg *args, size_t n,
	    struct rows *out);
#define db_run(db, a, stmt, out, ...) \
	db_run_args((db), (a), (stmt), (const struct arg[]){ ARG_NULL, ##__VA_ARGS__ } + 1, \
	    COUNT_OF(((const struct arg[]){ ARG_NULL, ##__VA_ARGS__ })) - 1, (out))

/* Text that is not a named statement: migrations and the like, several commands at once. Same answers. */
int	db_script(struct db *db, const char *sql);

int	db_begin(struct db *db);
int	db_commit(struct db *db);
void	db_rollback(struct db *db);

/* Of the last DB_E_UNIQUE or DB_E_REFUSED: the constraint's name, or the text our function raised. */
struct str	db_constraint(const struct db *db);

/* LISTEN: wait up to timeout_ms for a notification on any channel listened to.
 * Returns 1 when there was one, 0 when not, DB_E_LOST as a negative errno. */
int	db_wait(struct db *db, int timeout_ms);
