#include "core/json.h"

struct json
json_to(struct buf *out)
{
	return ((struct json){ .out = out });
}

static void
value_begins(struct json *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (j->some[j->depth])
		buf_byte(j->out, ',');
	j->some[j->depth] = true;
}

static void
nest(struct json *j, char open)
{
	value_begins(j);
	buf_byte(j->out, open);
	CHECK(j->depth + 1 < JSON_DEPTH_MAX);
	j->some[++j->depth] = false;
}

static void
unnest(struct json *j, char close)
{
	CHECK(j->depth > 0 && !j->keyed);
	j->depth--;
	buf_byte(j->out, close);
}

void
json_open(struct json *j)
{
	nest(j, '{');
}

void
json_close(struct json *j)
{
	unnest(j, '}');
}

void
json_list(struct json *j)
{
	nest(j, '[');
}

void
json_list_end(struct json *j)
{
	unnest(j, ']');
}

static void
quoted(struct buf *b, struct str s)
{
	size_t	i, from = 0;

	buf_byte(b, '"');
	for (i = 0; i < s.n; i++) {
		unsigned char	c = (unsigned char)s.p[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, s.p + from, i - from);
		from = i + 1;
		if (c == '\n')
			buf_cstr(b, "\\n");
		else if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else
			buf_printf(b, "\\u%04x", c);
	}
	if (s.n > from)
		buf_add(b, s.p + from, s.n - from);
	buf_byte(b, '"');
}

void
json_key(struct json *j, const char *key)
{
	CHECK(!j->keyed);
	value_begins(j);
	quoted(j->out, str_of(key));
	buf_byte(j->out, ':');
	j->keyed = true;
}

void
json_str(struct json *j, struct str v)
{
	value_begins(j);
	quoted(j->out, v);
}

void
json_i64(struct json *j, int64_t v)
{
	value_begins(j);
	buf_i64(j->out, v);
}

void
json_bool(struct json *j, bool v)
{
	value_begins(j);
	buf_cstr(j->out, v ? "true" : "false");
}

void
json_nothing(struct json *j)
{
	value_begins(j);
	buf_cstr(j->out, "null");
}

void
json_kstr(struct json *j, const char *key, struct str v)
{
	json_key(j, key);
	json_str(j, v);
}

void
json_ki64(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_i64(j, v);
}

void
json_kbool(struct json *j, const char *key, bool v)
{
	json_key(j, key);
	json_bool(j, v);
}
