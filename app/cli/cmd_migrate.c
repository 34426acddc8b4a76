/*
 * motcua migrate --db FILE FOLDER: brings the database of FILE (a connection text) up to FOLDER/migrations, each in a
 * transaction of its own, and grants what FOLDER/roles.sql says. What was applied must not have changed since.
 */
#include <stdio.h>

#include "cli/cli.h"

#include "cli/file.h"
#include "db/sync.h"
#include "sql.h"

#define SQL_MAX_BYTES	((size_t)1 << 20)

static struct str
base_name(const char *path)
{
	const char	*slash = strrchr(path, '/');

	return (str_of(slash == NULL ? path : slash + 1));
}

/* 1: applied before, as it stands. 0: not yet. <0: it has changed since. */
static int
was_applied(const struct rows *applied, struct str name, const uint8_t digest[32])
{
	for (size_t i = 0; i < applied->n; i++) {
		struct str	then;

		if (!str_eq(row_text(applied, i, MIGRATE_APPLIED_NAME), name))
			continue;
		then = row_bytes(applied, i, MIGRATE_APPLIED_SHA256);
		if (then.n == 32 && memcmp(then.p, digest, 32) == 0)
			return (1);
		fprintf(stderr, "%.*s was applied before and has changed since: write a new migration instead\n",
		    STR_ARG(name));
		return (-1);
	}
	return (0);
}

static int
apply(struct db *db, struct arena *a, const char *path, const struct rows *applied)
{
	uint8_t		digest[32];
	struct rows	rows;
	struct str	sql;

	if (file_read(a, path, SQL_MAX_BYTES, &sql) != 0)
		return (-1);
	file_sha256(sql, digest);
	switch (was_applied(applied, base_name(path), digest)) {
	case 1:
		return (0);
	case 0:
		break;
	default:
		return (-1);
	}
	if (db_begin(db) != 0)
		return (-1);
	if (db_script(db, arena_cstr(a, sql)) != 0 ||
	    db_run(db, a, &MIGRATE_NOTE, &rows, ARG_TEXT(base_name(path)),
	    ARG_BYTES(((struct str){ (char *)digest, 32 }))) != 0 ||
	    db_commit(db) != 0) {
		db_rollback(db);
		fprintf(stderr, "%s could not be applied; nothing of it stands\n", path);
		return (-1);
	}
	printf("applied %.*s\n", STR_ARG(base_name(path)));
	return (0);
}

int
cmd_migrate(int argc, char **argv)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct db auto_(db_closep)	*db = NULL;
	const char			*conninfo, **paths;
	struct rows			 applied;
	struct str			 sql;
	size_t				 i, n;

	if (argc != 4 || strcmp(argv[1], "--db") != 0)
		return (cli_usage("migrate --db FILE FOLDER"));
	if (file_conninfo(a, argv[2], &conninfo) != 0 ||
	    file_list(a, arena_printf(a, "%s/migrations", argv[3]).p, ".sql", &paths, &n) != 0 || n == 0)
		return (1);
	if (db_open(conninfo, &db) != 0) {
		fprintf(stderr, "the database does not answer\n");
		return (1);
	}
	if (file_read(a, paths[0], SQL_MAX_BYTES, &sql) != 0 || db_script(db, arena_cstr(a, sql)) != 0)
		return (1);
	if (db_run(db, a, &MIGRATE_APPLIED, &applied) != 0)
		return (1);
	for (i = 1; i < n; i++) {
		if (apply(db, a, paths[i], &applied) != 0)
			return (1);
	}
	if (file_read(a, arena_printf(a, "%s/roles.sql", argv[3]).p, SQL_MAX_BYTES, &sql) != 0 ||
	    db_script(db, arena_cstr(a, sql)) != 0)
		return (1);
	return (0);
}
