#include "view/message.h"

#define ARG_MARK	'\001'		/* in a compiled text: this byte, then the argument's number + 1 */

struct msg_arg
msg_arg_str(struct str s)
{
	return ((struct msg_arg){ .kind = MSG_ARG_TEXT, .text = s });
}

struct msg_arg
msg_arg_cstr(const char *s)
{
	return (msg_arg_str(str_of(s)));
}

struct msg_arg
msg_arg_i64(int64_t n)
{
	return ((struct msg_arg){ .kind = MSG_ARG_NUMBER, .number = n });
}

struct msg_arg
msg_arg_size(size_t n)
{
	CHECK(n <= INT64_MAX);
	return (msg_arg_i64((int64_t)n));
}

struct str
msg_text(enum lang lang, enum msg id)
{
	CHECK((size_t)id < msg_entries_n && lang < LANG__MAX);
	return (msg_entries[id].text[lang]);
}

static struct str
plural_text(enum lang lang, enum msg id, const struct msg_arg *args)
{
	const struct msg_entry	*entry = &msg_entries[id];
	const struct msg_arg	*n;

	if (lang != LANG_EN || entry->plural_arg < 0)
		return (entry->text[lang]);
	n = &args[entry->plural_arg];
	return (n->kind == MSG_ARG_NUMBER && n->number == 1 ? entry->en_one : entry->text[lang]);
}

void
msg_format(struct buf *out, enum lang lang, enum msg id, const struct msg_arg *args, size_t args_n)
{
	struct str	rest, part;
	size_t		i;

	CHECK((size_t)id < msg_entries_n && lang < LANG__MAX && args_n == msg_entries[id].args_n);
	rest = plural_text(lang, id, args);
	while (str_cut(&rest, ARG_MARK, &part)) {
		buf_str(out, part);
		if (rest.n == 0)
			break;
		i = (size_t)(rest.p[0] - 1);
		if (args[i].kind == MSG_ARG_NUMBER)
			buf_i64(out, args[i].number);
		else
			buf_str(out, args[i].text);
		rest = str_from_to(rest, 1, rest.n);
	}
}

struct str
msg_string(struct arena *a, enum lang lang, enum msg id, const struct msg_arg *args, size_t args_n)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	msg_format(&b, lang, id, args, args_n);
	return (arena_str(a, buf_view(&b)));
}

enum msg
msg_of_name(struct str name)
{
	size_t	low = 1, high = msg_entries_n, middle;
	int	c;

	while (low < high) {
		middle = low + (high - low) / 2;
		c = str_cmp(name, msg_entries[middle].name);
		if (c == 0)
			return ((enum msg)middle);
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return (MSG_NONE);
}
