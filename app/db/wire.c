#include "db/wire.h"

#include <arpa/inet.h>
#include <endian.h>
#include <stdlib.h>

#include <libpq-events.h>

#include "core/err.h"
#include "core/log.h"

/* PostgreSQL counts from 2000-01-01. */
#define PG_EPOCH_S	946684800
#define PG_EPOCH_DAYS	10957

/* Object ids of built-in types never change (pg_type.dat). */
static const uint32_t	type_oid[SQL__MAX] = {
	[SQL_UUID] = 2950, [SQL_TEXT] = 25, [SQL_BIGINT] = 20, [SQL_INT] = 23, [SQL_BOOLEAN] = 16, [SQL_DATE] = 1082,
	[SQL_TIMESTAMPTZ] = 1184, [SQL_BYTEA] = 17, [SQL_JSONB] = 3802, [SQL_TEXTS] = 1009,
};

uint32_t
wire_oid(enum sql_type type)
{
	return (type_oid[type]);
}

/* ---- arguments */

static char *
put_u32(char *p, uint32_t v)
{
	v = htonl(v);
	memcpy(p, &v, sizeof(v));
	return (p + sizeof(v));
}

static char *
put_u64(char *p, uint64_t v)
{
	v = htobe64(v);
	memcpy(p, &v, sizeof(v));
	return (p + sizeof(v));
}

static char *
put_bytes(char *p, struct str s)
{
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (p + s.n);
}

/* One-dimensional array: dimensions, no NULLs, element type, length, lower bound, then each with its length. */
static size_t
wire_texts(struct arena *a, const struct arg *arg, const char **out)
{
	size_t	 n = 20, i;
	char	*p, *start;

	for (i = 0; i < arg->texts.n; i++)
		n += 4 + arg->texts.p[i].n;
	p = start = arena_alloc(a, n);
	p = put_u32(p, arg->texts.n > 0 ? 1 : 0);
	p = put_u32(p, 0);
	p = put_u32(p, type_oid[SQL_TEXT]);
	if (arg->texts.n > 0) {
		p = put_u32(p, (uint32_t)arg->texts.n);
		p = put_u32(p, 1);
		for (i = 0; i < arg->texts.n; i++) {
			p = put_u32(p, (uint32_t)arg->texts.p[i].n);
			p = put_bytes(p, arg->texts.p[i]);
		}
	}
	*out = start;
	return ((size_t)(p - start));
}

static size_t
wire_number(struct arena *a, enum sql_type type, int64_t v, const char **out)
{
	char	*p = arena_alloc(a, 8);

	*out = p;
	if (type == SQL_BOOLEAN) {
		*p = v != 0;
		return (1);
	}
	if (type == SQL_BIGINT || type == SQL_TIMESTAMPTZ) {
		put_u64(p, (uint64_t)(type == SQL_BIGINT ? v : (v - PG_EPOCH_S) * 1000000));
		return (8);
	}
	if (type == SQL_DATE)
		v -= PG_EPOCH_DAYS;
	CHECK(v >= INT32_MIN && v <= INT32_MAX);
	put_u32(p, (uint32_t)(int32_t)v);
	return (4);
}

static size_t
wire_arg(struct arena *a, enum sql_type type, const struct arg *arg, const char **out)
{
	char	*p;

	switch (type) {
	case SQL_UUID:
		p = arena_alloc(a, sizeof(arg->uuid.b));
		memcpy(p, arg->uuid.b, sizeof(arg->uuid.b));
		*out = p;
		return (sizeof(arg->uuid.b));
	case SQL_TEXT:
	case SQL_BYTEA:
		/* A pointer of NULL would be SQL's NULL, not the empty text. */
		*out = arg->text.n > 0 ? arg->text.p : "";
		return (arg->text.n);
	case SQL_JSONB:
		p = arena_alloc(a, arg->text.n + 1);
		*p = 1;				/* version of jsonb's binary form */
		put_bytes(p + 1, arg->text);
		*out = p;
		return (arg->text.n + 1);
	case SQL_TEXTS:
		return (wire_texts(a, arg, out));
	case SQL_BIGINT:
	case SQL_INT:
	case SQL_BOOLEAN:
	case SQL_DATE:
	case SQL_TIMESTAMPTZ:
		return (wire_number(a, type, arg->number, out));
	case SQL__MAX:
		break;
	}
	CHECK(false);
}

void
wire_args(struct arena *a, const struct stmt *stmt, const struct arg *args, size_t n, struct wire *out)
{
	enum sql_type	type;
	size_t		i, bytes;

	CHECK(n == stmt->params_n && n <= STMT_PARAMS_MAX);
	for (i = 0; i < n; i++) {
		type = stmt->params[i].type;
		out->values[i] = NULL;
		out->lengths[i] = 0;
		out->formats[i] = 1;
		if (args[i].null)
			continue;
		CHECK(args[i].type == type || (args[i].type == SQL_BIGINT && type == SQL_INT));
		bytes = wire_arg(a, type, &args[i], &out->values[i]);
		CHECK(bytes <= INT32_MAX);
		out->lengths[i] = (int)bytes;
	}
}

/* ---- which statements a connection knows: a bit each, kept with the connection itself and gone with it */

static int
prepared_event(PGEventId event, void *info, void *pass)
{
	(void)pass;
	if (event == PGEVT_CONNDESTROY)
		free(PQinstanceData(((PGEventConnDestroy *)info)->conn, prepared_event));
	return (1);
}

static uint8_t *
prepared_bits(PGconn *conn)
{
	uint8_t	*bits = PQinstanceData(conn, prepared_event);

	if (bits == NULL) {
		bits = xcalloc(STMT_ALL_N / 8 + 1, 1);
		CHECK(PQregisterEventProc(conn, prepared_event, "prepared statements", NULL) == 1);
		CHECK(PQsetInstanceData(conn, prepared_event, bits) == 1);
	}
	return (bits);
}

/* The statement was rolled back whole, through no fault of its own. Returns DB_E_CONFLICT | DB_E_BUSY | 0: not so. */
static int
failed_by_others(const char *state)
{
	if (state == NULL)
		return (0);
	if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
		return (DB_E_CONFLICT);
	/* lock_timeout, statement_timeout, and class 53: out of disk, memory or connections. */
	if (strcmp(state, "55P03") == 0 || strcmp(state, "57014") == 0 || strncmp(state, "53", 2) == 0)
		return (DB_E_BUSY);
	return (0);
}

int
wire_prepare(PGconn *conn, const struct stmt *stmt)
{
	uint8_t		*bits = prepared_bits(conn), bit = (uint8_t)(1u << (stmt->index % 8));
	Oid		 types[STMT_PARAMS_MAX];
	PGresult	*result;
	size_t		 i;
	int		 by_others;
	bool		 done;

	CHECK(stmt->index < STMT_ALL_N && STMT_ALL[stmt->index] == stmt);
	if (bits[stmt->index / 8] & bit)
		return (0);
	for (i = 0; i < stmt->params_n; i++)
		types[i] = type_oid[stmt->params[i].type];
	result = PQprepare(conn, stmt->name, stmt->text, (int)stmt->params_n, types);
	done = PQresultStatus(result) == PGRES_COMMAND_OK;
	by_others = failed_by_others(PQresultErrorField(result, PG_DIAG_SQLSTATE));
	PQclear(result);
	if (done) {
		bits[stmt->index / 8] |= bit;
		return (0);
	}
	if (PQstatus(conn) != CONNECTION_OK)
		return (DB_E_LOST);
	/* A table that a migration holds, say. */
	if (by_others != 0)
		return (by_others);
	return (err_origin(EINVAL, "prepare %s: %s", stmt->name, PQerrorMessage(conn)));
}

/* ---- answers */

static void
result_clear(void *result)
{
	PQclear(result);
}

struct rows
wire_rows(struct arena *a, const struct stmt *stmt, PGresult *take_result)
{
	struct rows	 rows = { .stmt = stmt, .result = take_result };
	size_t		 i;

	arena_defer(a, result_clear, take_result);
	CHECK((size_t)PQnfields(take_result) == stmt->columns_n);
	for (i = 0; i < stmt->columns_n; i++)
		CHECK(PQftype(take_result, (int)i) == type_oid[stmt->columns[i].type] &&
		    PQfformat(take_result, (int)i) == 1);
	rows.n = (size_t)PQntuples(take_result);
	rows.touched = (size_t)strtoul(PQcmdTuples(take_result), NULL, 10);
	return (rows);
}

/* SQLSTATEs: PostgreSQL 15 documentation, appendix A. */
int
wire_failure(struct arena *a, const PGconn *conn, const PGresult *result, const char *stmt_name, struct str *constraint)
{
	const char	*state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char	*name = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	int		 by_others;

	*constraint = STR_NONE;
	if (conn == NULL || PQstatus(conn) != CONNECTION_OK)
		return (DB_E_LOST);
	if (state == NULL)
		return (err_origin(EIO, "%s: %s", stmt_name, PQerrorMessage(conn)));
	/* 57P01..03: the server is going down; the connection goes with it. */
	if (strncmp(state, "08", 2) == 0 || strncmp(state, "57P0", 4) == 0)
		return (DB_E_LOST);
	by_others = failed_by_others(state);
	if (by_others != 0)
		return (by_others);
	if (strcmp(state, "23505") == 0) {
		*constraint = arena_str(a, str_of(name));
		return (DB_E_UNIQUE);
	}
	if (strncmp(state, "23", 2) == 0) {
		*constraint = arena_str(a, str_of(name));
		return (DB_E_REFUSED);
	}
	if (strcmp(state, "P0001") == 0) {
		*constraint = arena_str(a, str_of(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)));
		return (DB_E_REFUSED);
	}
	return (err_origin(EIO, "%s: %s %s", stmt_name, state, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)));
}
