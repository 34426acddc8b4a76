/*
 * motcua account --db FILE ACCOUNTS.json: makes the accounts of a file that are not there yet, and gives their roles.
 * [{"login","password","kind":"citizen|officer","full_name","personal_id","born","phone","email","address","title",
 *   "roles":["counter@H24.19"]}]
 */
#include <jansson.h>
#include <stdio.h>

#include "cli/cli.h"

#include "cli/file.h"
#include "db/sync.h"
#include "identity/password.h"
#include "sql.h"

#define FILE_MAX_BYTES	((size_t)4 << 20)

static struct str
member(json_t *o, const char *name)
{
	return (str_of(json_string_value(json_object_get(o, name))));
}

static int
give_roles(struct db *db, struct arena *a, json_t *o)
{
	struct rows	 rows;
	json_t		*role;
	size_t		 i;

	json_array_foreach(json_object_get(o, "roles"), i, role) {
		struct str	rest = str_of(json_string_value(role)), name;

		if (!str_cut(&rest, '@', &name) || rest.n == 0 ||
		    db_run(db, a, &ACCOUNT_GIVE_ROLE, &rows, ARG_TEXT(member(o, "login")), ARG_TEXT(name),
		    ARG_TEXT(rest)) != 0 ||
		    rows.n != 1) {
			fprintf(stderr, "%.*s: the role %s could not be given\n", STR_ARG(member(o, "login")),
			    json_string_value(role));
			return (-1);
		}
	}
	return (0);
}

static int
make(struct db *db, struct arena *a, json_t *o)
{
	struct date	born = { 0 };
	struct str	login = member(o, "login"), password = member(o, "password");
	char		hash[PASSWORD_HASH_MAX];
	struct rows	rows;

	if (db_run(db, a, &ACCOUNT_KNOWN, &rows, ARG_TEXT(login)) != 0)
		return (-1);
	if (rows.n == 1)
		return (give_roles(db, a, o));
	if (password.n < PASSWORD_MIN_CHARS || password_hash(password, hash) != 0 ||
	    (member(o, "born").n > 0 && !date_parse(member(o, "born"), &born))) {
		fprintf(stderr, "%.*s: the password is too short, or the birth date is not YYYY-MM-DD\n",
		    STR_ARG(login));
		return (-1);
	}
	if (db_run(db, a, &ACCOUNT_MAKE, &rows, ARG_UUID(uuid_new()), ARG_TEXT(login), ARG_TEXT(member(o, "kind")),
	    ARG_TEXT(member(o, "full_name")), ARG_TEXT_OR_NULL(member(o, "personal_id")),
	    born.year == 0 ? ARG_NULL : ARG_DATE(born), ARG_TEXT_OR_NULL(member(o, "phone")),
	    ARG_TEXT_OR_NULL(member(o, "email")), ARG_TEXT(member(o, "address")), ARG_TEXT(member(o, "title")),
	    ARG_TEXT(str_of(hash))) != 0) {
		fprintf(stderr, "%.*s: refused by the database (%.*s)\n", STR_ARG(login), STR_ARG(db_constraint(db)));
		return (-1);
	}
	printf("made %.*s\n", STR_ARG(login));
	return (give_roles(db, a, o));
}

static void
json_drop(json_t **o)
{
	json_decref(*o);
}

int
cmd_account(int argc, char **argv)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct db auto_(db_closep)	*db = NULL;
	json_t auto_(json_drop)		*all = NULL;
	json_error_t			 error;
	const char			*conninfo;
	struct str			 text;
	json_t				*o;
	size_t				 i;

	if (argc != 4 || strcmp(argv[1], "--db") != 0)
		return (cli_usage("account --db FILE ACCOUNTS.json"));
	if (file_conninfo(a, argv[2], &conninfo) != 0 || file_read(a, argv[3], FILE_MAX_BYTES, &text) != 0)
		return (1);
	all = json_loadb(text.p, text.n, 0, &error);
	if (!json_is_array(all)) {
		fprintf(stderr, "%s:%d: %s\n", argv[3], error.line, all == NULL ? error.text : "a list is expected");
		return (1);
	}
	if (db_open(conninfo, &db) != 0) {
		fprintf(stderr, "the database does not answer\n");
		return (1);
	}
	json_array_foreach(all, i, o) {
		if (make(db, a, o) != 0)
			return (1);
	}
	return (0);
}
