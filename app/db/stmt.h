/*
 * Named SQL statements and their arguments. The statements are written in <room>.sql and turned into constants by
 * app/build/sqlgen.py (obj/gen/sql.h); nobody writes SQL in C. Everything travels in PostgreSQL's binary format.
 */
#pragma once

#include "core/clock.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"

#define STMT_PARAMS_MAX		24

enum sql_type {
	SQL_UUID, SQL_TEXT, SQL_BIGINT, SQL_INT, SQL_BOOLEAN, SQL_DATE, SQL_TIMESTAMPTZ, SQL_BYTEA, SQL_JSONB,
	    SQL_TEXTS,
	SQL__MAX
};

struct sql_field {
	const char	*name;
	enum sql_type	 type;
};

struct stmt {
	const char		*name;		/* also its name as a prepared statement */
	const char		*text;
	const struct sql_field	*params;
	const struct sql_field	*columns;
	size_t			 params_n;
	size_t			 columns_n;
	size_t			 index;		/* in STMT_ALL */
	bool			 writes;	/* not repeated when its fate is unknown */
};

/* Every statement there is: for the test that PREPAREs each one. Defined in obj/gen/sql.c. */
extern const struct stmt *const	 STMT_ALL[];
extern const size_t		 STMT_ALL_N;

/* One argument. What it points to is borrowed until the answer is there. */
struct arg {
	enum sql_type	type;
	bool		null;
	union {
		struct uuid	 uuid;
		struct str	 text;		/* text, bytea, jsonb */
		int64_t		 number;	/* bigint, int, boolean, date (days), timestamptz (s) */
		struct {
			const struct str	*p;
			size_t			 n;
		} texts;
	};
};

#define ARG_UUID(u)	((struct arg){ .type = SQL_UUID, .uuid = (u) })
#define ARG_TEXT(s)	((struct arg){ .type = SQL_TEXT, .text = (s) })
#define ARG_I64(v)	((struct arg){ .type = SQL_BIGINT, .number = (v) })	/* for bigint and for int */
#define ARG_BOOL(v)	((struct arg){ .type = SQL_BOOLEAN, .number = (v) })
#define ARG_TIME(s)	((struct arg){ .type = SQL_TIMESTAMPTZ, .number = (s) })	/* seconds since 1970, UTC */
#define ARG_DATE(d)	((struct arg){ .type = SQL_DATE, .number = date_days(d) })
#define ARG_BYTES(s)	((struct arg){ .type = SQL_BYTEA, .text = (s) })
#define ARG_JSON(s)	((struct arg){ .type = SQL_JSONB, .text = (s) })
#define ARG_TEXTS(a, c)	((struct arg){ .type = SQL_TEXTS, .texts = { (a), (c) } })	/* text[] of c struct str */
#define ARG_NULL	((struct arg){ .null = true })

/* The text, or NULL when it is empty: for optional form fields. */
#define ARG_TEXT_OR_NULL(s) ((struct arg){ .type = SQL_TEXT, .text = (s), .null = (s).n == 0 })
/* The time, or NULL when it is 0: as row_time_or_0 reads it back. */
#define ARG_TIME_OR_NULL(s) ((struct arg){ .type = SQL_TIMESTAMPTZ, .number = (s), .null = (s) == 0 })
