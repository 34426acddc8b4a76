#include "xml/xpath_token.h"

void
xpath_skip_space(struct xpath_reader *r)
{
	while (r->at < r->text.n && strchr(" \t\r\n", r->text.p[r->at]) != NULL)
		r->at++;
}

bool
xpath_peek(struct xpath_reader *r, const char *token)
{
	xpath_skip_space(r);
	return (str_starts(str_from_to(r->text, r->at, r->text.n), str_of(token)));
}

bool
xpath_take(struct xpath_reader *r, const char *token)
{
	if (!xpath_peek(r, token))
		return (false);
	r->at += strlen(token);
	return (true);
}

static bool
name_char(char c, bool first)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0)
		return (true);
	return (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

struct str
xpath_peek_name(struct xpath_reader *r)
{
	size_t	end;

	xpath_skip_space(r);
	end = r->at;
	while (end < r->text.n && name_char(r->text.p[end], end == r->at))
		end++;
	return (str_from_to(r->text, r->at, end));
}

static bool
digit_at(const struct xpath_reader *r, size_t at)
{
	return (at < r->text.n && r->text.p[at] >= '0' && r->text.p[at] <= '9');
}

bool
xpath_peek_number(struct xpath_reader *r)
{
	return (xpath_peek(r, ".") ? digit_at(r, r->at + 1) : digit_at(r, r->at));
}

struct str
xpath_take_digits(struct xpath_reader *r)
{
	size_t	from = r->at;

	while (digit_at(r, r->at) || (r->at < r->text.n && r->text.p[r->at] == '.'))
		r->at++;
	return (str_from_to(r->text, from, r->at));
}

bool
xpath_take_name(struct xpath_reader *r, const char *name)
{
	if (!str_eqc(xpath_peek_name(r), name))
		return (false);
	r->at += strlen(name);
	return (true);
}
