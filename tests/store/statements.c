/*
 * Every named statement against a freshly migrated database: it is prepared, and its columns and parameters are those
 * that its header names. Then the blocking client: every type there and back, and what failures become.
 * usage: statements CONNINFO
 */
#include <libpq-fe.h>

#include "db/sync.h"
#include "db/wire.h"
#include "sql.h"

#include "check.h"

static void
expect_columns(const struct stmt *stmt, const PGresult *what)
{
	size_t	i;

	if (!EXPECT((size_t)PQnfields(what) == stmt->columns_n))
		printf("    %s: %d columns, its header names %zu\n", stmt->name, PQnfields(what), stmt->columns_n);
	for (i = 0; i < stmt->columns_n && i < (size_t)PQnfields(what); i++)
		if (!EXPECT(PQftype(what, (int)i) == wire_oid(stmt->columns[i].type) &&
		    strcmp(PQfname(what, (int)i), stmt->columns[i].name) == 0))
			printf("    %s: column %zu is %s (type %u), its header says %s (type %u)\n", stmt->name, i + 1,
			    PQfname(what, (int)i), PQftype(what, (int)i), stmt->columns[i].name,
			    wire_oid(stmt->columns[i].type));
}

static void
test_all(PGconn *conn)
{
	PGresult	*what;
	size_t		 i;

	for (i = 0; i < STMT_ALL_N; i++) {
		if (!EXPECT(wire_prepare(conn, STMT_ALL[i]) == 0)) {
			printf("    %s: %s\n", STMT_ALL[i]->name, PQerrorMessage(conn));
			continue;
		}
		EXPECT(wire_prepare(conn, STMT_ALL[i]) == 0);
		what = PQdescribePrepared(conn, STMT_ALL[i]->name);
		EXPECT((size_t)PQnparams(what) == STMT_ALL[i]->params_n);
		expect_columns(STMT_ALL[i], what);
		PQclear(what);
	}
}

/* A statement of the http tests: it has a column of each type. */
static void
test_types(struct db *db, struct arena *a)
{
	struct str	 two[] = { STR("một"), STR("") }, *got;
	struct uuid	 u = uuid_new();
	struct rows	 r;
	struct date	 d = { 1954, 10, 10 };

	EXPECT_I64(db_run(db, a, &PROBE_TYPES, &r, ARG_UUID(u), ARG_TEXT(STR("chữ")), ARG_I64(INT64_MIN), ARG_I64(-5),
	    ARG_BOOL(true),
	    ARG_DATE(d), ARG_TIME(-1), ARG_BYTES(((struct str){ "\0\xff", 2 })), ARG_JSON(STR("{\"a\": [1]}")),
	    ARG_TEXTS(two, 2)), 0);
	EXPECT_I64(r.n, 1);
	EXPECT(memcmp(row_uuid(&r, 0, 0).b, u.b, 16) == 0);
	EXPECT_STR(row_text(&r, 0, 1), "chữ");
	EXPECT_I64(row_i64(&r, 0, 2), INT64_MIN);
	EXPECT_I64(row_i64(&r, 0, 3), -5);
	EXPECT(row_bool(&r, 0, 4));
	EXPECT_STR(date_iso(a, row_date(&r, 0, 5)), "1954-10-10");
	EXPECT_I64(row_time(&r, 0, 6), -1);
	EXPECT(str_eq(row_bytes(&r, 0, 7), ((struct str){ "\0\xff", 2 })));
	EXPECT_STR(row_text(&r, 0, 8), "{\"a\": [1]}");
	EXPECT_I64(row_texts(a, &r, 0, 9, &got), 2);
	EXPECT_STR(got[0], "một");
	EXPECT_STR(got[1], "");
	EXPECT_I64(db_run(db, a, &PROBE_TYPES, &r, ARG_NULL, ARG_TEXT(STR_NONE), ARG_NULL, ARG_NULL, ARG_BOOL(false),
	    ARG_NULL, ARG_NULL,
	    ARG_NULL, ARG_NULL, ARG_TEXTS(NULL, 0)), 0);
	EXPECT(row_null(&r, 0, 0) && !row_null(&r, 0, 1) && !row_bool(&r, 0, 4));
	EXPECT_STR(row_text(&r, 0, 8), "");
	EXPECT_I64(row_texts(a, &r, 0, 9, &got), 0);
}

static void
test_failures(struct db *db)
{
	EXPECT_I64(db_script(db, "CREATE TEMP TABLE once (id int CONSTRAINT once_only PRIMARY KEY, n int CHECK (n > "
	    "0))"), 0);
	EXPECT_I64(db_script(db, "INSERT INTO once VALUES (1, 1)"), 0);
	EXPECT_I64(db_script(db, "INSERT INTO once VALUES (1, 1)"), DB_E_UNIQUE);
	EXPECT_STR(db_constraint(db), "once_only");
	EXPECT_I64(db_script(db, "INSERT INTO once VALUES (2, 0)"), DB_E_REFUSED);
	EXPECT_I64(db_script(db, "DO $$ BEGIN RAISE 'closed'; END $$"), DB_E_REFUSED);
	EXPECT_STR(db_constraint(db), "closed");
	EXPECT_I64(db_begin(db), 0);
	EXPECT_I64(db_script(db, "INSERT INTO once VALUES (1, 1)"), DB_E_UNIQUE);
	EXPECT_I64(db_commit(db), DB_E_CONFLICT);
	EXPECT_I64(db_script(db, "LISTEN bell"), 0);
	EXPECT_I64(db_wait(db, 1), 0);
	EXPECT_I64(db_script(db, "NOTIFY bell"), 0);
	EXPECT_I64(db_wait(db, 1000), 1);
	EXPECT_I64(db_script(db, "SELECT pg_terminate_backend(pg_backend_pid())"), DB_E_LOST);
	EXPECT_I64(db_begin(db), 0);
	EXPECT_I64(db_commit(db), 0);
}

int
main(int argc, char **argv)
{
	struct arena	*a auto_(arena_freep) = arena_new();
	struct db	*db = NULL;
	PGconn		*conn;

	CHECK(argc == 2);
	conn = PQconnectdb(argv[1]);
	CHECK(PQstatus(conn) == CONNECTION_OK);
	test_all(conn);
	PQfinish(conn);
	EXPECT_I64(db_open(argv[1], &db), 0);
	test_failures(db);
	db_close(db);
	db = NULL;
	EXPECT_I64(db_open("host=/nonexistent", &db), DB_E_LOST);
	EXPECT(db == NULL);
	EXPECT_I64(db_open(argv[1], &db), 0);
	test_types(db, a);
	db_close(db);
	return (check_done());
}
