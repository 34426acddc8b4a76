#include "db/sync.h"

#include <poll.h>
#include <stdlib.h>

#include <libpq-fe.h>

#include "core/err.h"
#include "db/wire.h"

struct db {
	PGconn		*conn;
	char		*conninfo;
	struct arena	*arena;		/* of the last constraint name */
	struct str	 constraint;
};

static PGconn *
connect_to(const char *conninfo)
{
	PGconn	*conn = PQconnectdb(conninfo);

	if (PQstatus(conn) == CONNECTION_OK)
		return (conn);
	/* The reason, without the connection string: it may hold a password. */
	(void)err_origin(ECONNREFUSED, "database: %s", PQerrorMessage(conn));
	PQfinish(conn);
	return (NULL);
}

int
db_open(const char *conninfo, struct db **out)
{
	PGconn		*conn = connect_to(conninfo);
	struct db	*db;

	if (conn == NULL)
		return (DB_E_LOST);
	db = xcalloc(1, sizeof(*db));
	db->conn = conn;
	db->conninfo = strdup(conninfo);
	CHECK(db->conninfo != NULL);
	db->arena = arena_new();
	*out = db;
	return (0);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	PQfinish(db->conn);
	free(db->conninfo);
	arena_free(db->arena);
	free(db);
}

void
db_closep(struct db **db)
{
	db_close(*db);
	*db = NULL;
}

static bool
db_again(struct db *db)
{
	PGconn	*conn = connect_to(db->conninfo);

	if (conn == NULL)
		return (false);
	PQfinish(db->conn);
	db->conn = conn;
	return (true);
}

static bool
succeeded(const PGresult *result)
{
	ExecStatusType	status = PQresultStatus(result);

	return (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK);
}

static int
fail(struct db *db, PGresult *result, const char *what)
{
	int	r;

	arena_free(db->arena);
	db->arena = arena_new();
	r = wire_failure(db->arena, db->conn, result, what, &db->constraint);
	PQclear(result);
	return (r);
}

static int
run_once(struct db *db, struct arena *a, const struct stmt *stmt, const struct wire *wire, struct rows *out)
{
	PGresult	*result;
	int		 r = wire_prepare(db->conn, stmt);

	if (r != 0)
		return (r);
	result = PQexecPrepared(db->conn, stmt->name, (int)stmt->params_n, wire->values, wire->lengths,
	    wire->formats, 1);
	if (!succeeded(result))
		return (fail(db, result, stmt->name));
	*out = wire_rows(a, stmt, result);
	return (0);
}

int
db_run_args(struct db *db, struct arena *a, const struct stmt *stmt, const struct arg *args, size_t n, struct rows *out)
{
	bool		alone = PQtransactionStatus(db->conn) == PQTRANS_IDLE;
	struct wire	wire;
	int		r;

	wire_args(a, stmt, args, n, &wire);
	r = run_once(db, a, stmt, &wire, out);
	/* Inside a transaction the earlier commands are gone with the connection: only its owner can begin again. */
	if (r == DB_E_LOST && alone && db_again(db) && !stmt->writes)
		r = run_once(db, a, stmt, &wire, out);
	return (r);
}

int
db_script(struct db *db, const char *sql)
{
	PGresult	*result = PQexec(db->conn, sql);

	if (!succeeded(result))
		return (fail(db, result, "script"));
	PQclear(result);
	return (0);
}

int
db_begin(struct db *db)
{
	int	r = db_script(db, "BEGIN");

	if (r == DB_E_LOST && db_again(db))
		r = db_script(db, "BEGIN");
	return (r);
}

int
db_commit(struct db *db)
{
	/* COMMIT of a failed transaction is a ROLLBACK that reports success. */
	if (PQtransactionStatus(db->conn) == PQTRANS_INERROR) {
		db_rollback(db);
		return (DB_E_CONFLICT);
	}
	return (db_script(db, "COMMIT"));
}

void
db_rollback(struct db *db)
{
	(void)db_script(db, "ROLLBACK");
}

struct str
db_constraint(const struct db *db)
{
	return (db->constraint);
}

int
db_wait(struct db *db, int timeout_ms)
{
	struct pollfd	 pfd = { .fd = PQsocket(db->conn), .events = POLLIN };
	PGnotify	*note;
	int		 some = 0;

	if (pfd.fd < 0)
		return (-ENOTCONN);
	if (PQconsumeInput(db->conn) && (note = PQnotifies(db->conn)) != NULL) {
		PQfreemem(note);
		some = 1;
	} else if (poll(&pfd, 1, timeout_ms) > 0 && !PQconsumeInput(db->conn)) {
		return (-ENOTCONN);
	}
	while ((note = PQnotifies(db->conn)) != NULL) {
		PQfreemem(note);
		some = 1;
	}
	return (some);
}
