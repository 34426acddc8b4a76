#include "db/row.h"

#include <arpa/inet.h>
#include <endian.h>

#include <libpq-fe.h>

#define PG_EPOCH_S	946684800
#define PG_EPOCH_DAYS	10957

static const char *
cell(const struct rows *r, size_t row, size_t col, enum sql_type type)
{
	CHECK(row < r->n && col < r->stmt->columns_n && r->stmt->columns[col].type == type);
	return (PQgetvalue((const PGresult *)r->result, (int)row, (int)col));
}

static const char *
cell_set(const struct rows *r, size_t row, size_t col, enum sql_type type)
{
	const char	*p = cell(r, row, col, type);

	CHECK(!PQgetisnull((const PGresult *)r->result, (int)row, (int)col));
	return (p);
}

static uint32_t
get_u32(const char *p)
{
	uint32_t	v;

	memcpy(&v, p, sizeof(v));
	return (ntohl(v));
}

static int64_t
get_i64(const char *p)
{
	uint64_t	v;

	memcpy(&v, p, sizeof(v));
	return ((int64_t)be64toh(v));
}

bool
row_null(const struct rows *r, size_t row, size_t col)
{
	CHECK(row < r->n && col < r->stmt->columns_n);
	return (PQgetisnull((const PGresult *)r->result, (int)row, (int)col) == 1);
}

struct uuid
row_uuid(const struct rows *r, size_t row, size_t col)
{
	struct uuid	u;

	memcpy(u.b, cell_set(r, row, col, SQL_UUID), sizeof(u.b));
	return (u);
}

static struct str
bytes_of(const struct rows *r, size_t row, size_t col, const char *p)
{
	if (row_null(r, row, col))
		return (STR_NONE);
	return ((struct str){ p, (size_t)PQgetlength((const PGresult *)r->result, (int)row, (int)col) });
}

struct str
row_text(const struct rows *r, size_t row, size_t col)
{
	struct str	s;

	CHECK(col < r->stmt->columns_n);
	if (r->stmt->columns[col].type != SQL_JSONB)
		return (bytes_of(r, row, col, cell(r, row, col, SQL_TEXT)));
	s = bytes_of(r, row, col, cell(r, row, col, SQL_JSONB));
	/* jsonb's binary form: a version byte of 1, then the text. */
	CHECK(s.n == 0 || s.p[0] == 1);
	return (str_from_to(s, 1, s.n));
}

struct str
row_bytes(const struct rows *r, size_t row, size_t col)
{
	return (bytes_of(r, row, col, cell(r, row, col, SQL_BYTEA)));
}

int64_t
row_i64(const struct rows *r, size_t row, size_t col)
{
	CHECK(col < r->stmt->columns_n);
	if (r->stmt->columns[col].type == SQL_INT)
		return ((int32_t)get_u32(cell_set(r, row, col, SQL_INT)));
	return (get_i64(cell_set(r, row, col, SQL_BIGINT)));
}

bool
row_bool(const struct rows *r, size_t row, size_t col)
{
	return (*cell_set(r, row, col, SQL_BOOLEAN) != 0);
}

int64_t
row_time(const struct rows *r, size_t row, size_t col)
{
	int64_t	us = get_i64(cell_set(r, row, col, SQL_TIMESTAMPTZ)), s = us / 1000000;

	CHECK(us != INT64_MAX && us != INT64_MIN);	/* 'infinity' has no seconds */
	if (us % 1000000 < 0)
		s--;
	return (s + PG_EPOCH_S);
}

int64_t
row_time_or_0(const struct rows *r, size_t row, size_t col)
{
	return (row_null(r, row, col) ? 0 : row_time(r, row, col));
}

struct date
row_date(const struct rows *r, size_t row, size_t col)
{
	int32_t	days = (int32_t)get_u32(cell_set(r, row, col, SQL_DATE));

	CHECK(days != INT32_MAX && days != INT32_MIN);
	return (date_of_days((int64_t)days + PG_EPOCH_DAYS));
}

size_t
row_texts(struct arena *a, const struct rows *r, size_t row, size_t col, struct str **out)
{
	const char	*p = cell(r, row, col, SQL_TEXTS);
	struct str	*texts;
	size_t		 n, i, bytes;

	*out = NULL;
	if (row_null(r, row, col) || get_u32(p) == 0)
		return (0);
	CHECK(get_u32(p) == 1);			/* dimensions; then flags, element type, length, lower bound */
	n = get_u32(p + 12);
	texts = ARENA_ARRAY(a, struct str, n);
	p += 20;
	for (i = 0; i < n; i++) {
		bytes = get_u32(p);
		CHECK(bytes <= INT32_MAX);	/* -1: a NULL element */
		texts[i] = arena_str(a, (struct str){ p + 4, bytes });
		p += 4 + bytes;
	}
	*out = texts;
	return (n);
}
