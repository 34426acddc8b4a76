/*
 * Asking the database from a step. The statement runs prepared and asynchronously on the worker's pool; the next step
 * finds the rows in turn_rows(t). Texts among the arguments must live in the turn's arena (or be constants).
 *
 *	return (ask(t, &DOSSIER_DRAFT_GET, ARG_UUID(in->draft), ARG_UUID(turn_account(t)->id)));
 *
 * A connection that died is thrown away and a read asked once more; a write whose fate is unknown is answered with the
 * page that says repeating is safe (503). What fell to a deadlock was rolled back whole and is asked once more, too.
 * One query a page is normal, three are the most.
 */
#pragma once

#include "db/stmt.h"
#include "db/sync.h"
#include "web/turn.h"

/* Anything but success ends the turn with the problem page that fits (conflict 409, lost or busy 503, else 500). */
#define ask(t, stmt, ...)	ask__with(ask_args, (t), (stmt), ##__VA_ARGS__)
/* DB_E_CONFLICT, DB_E_UNIQUE and DB_E_REFUSED reach the next step in ask_answer(t) (0: done). */
#define ask_try(t, stmt, ...)	ask__with(ask_try_args, (t), (stmt), ##__VA_ARGS__)
#define ask__with(fn, t, stmt, ...) \
	fn((t), (stmt), (const struct arg[]){ ARG_NULL, ##__VA_ARGS__ } + 1, \
	    COUNT_OF(((const struct arg[]){ ARG_NULL, ##__VA_ARGS__ })) - 1)

enum next	ask_args(struct turn *t, const struct stmt *stmt, const struct arg *args, size_t n);
enum next	ask_try_args(struct turn *t, const struct stmt *stmt, const struct arg *args, size_t n);
int		ask_answer(struct turn *t);		/* 0 | DB_E_CONFLICT | DB_E_UNIQUE | DB_E_REFUSED */
struct str	ask_constraint(struct turn *t);		/* its name, or the text our function raised */
