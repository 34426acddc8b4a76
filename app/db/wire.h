/*
 * Between our types and libpq's: arguments to binary parameters, results to rows, failures to answers, and which
 * statements a connection has prepared. Shared by db/sync.c and web/ask.c; nobody else needs it.
 */
#pragma once

#include <libpq-fe.h>

#include "db/row.h"
#include "db/stmt.h"
#include "db/sync.h"

struct wire {
	const char	*values[STMT_PARAMS_MAX];
	int		 lengths[STMT_PARAMS_MAX];
	int		 formats[STMT_PARAMS_MAX];
};

/* Wrong number or types of arguments are a bug of ours: CHECK. Encoded values lie in a. */
void		wire_args(struct arena *a, const struct stmt *stmt, const struct arg *args, size_t n, struct wire *out);

/* Prepare the statement on this connection unless it has been. Blocking. Returns 0 | DB_E_LOST |
 * DB_E_CONFLICT | DB_E_BUSY | <0 refused. */
int		wire_prepare(PGconn *conn, const struct stmt *stmt);

/* Take the result into a; CHECKs that its columns are those the statement declares. */
struct rows	wire_rows(struct arena *a, const struct stmt *stmt, PGresult *take_result);

/* Why did it fail? Returns DB_E_* or <0; *constraint in a. result may be NULL. */
int		wire_failure(struct arena *a, const PGconn *conn, const PGresult *result, const char *stmt_name,
		    struct str *constraint);

uint32_t	wire_oid(enum sql_type type);
