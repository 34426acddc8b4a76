#include "office/office_words.h"

/* A message whose name is put together from words of a package: '-' is '_' there. */
static enum msg
named(struct arena *a, const char *kind, struct str one, struct str other)
{
	struct str	name = other.n == 0 ? arena_printf(a, "office.%s_%.*s", kind, STR_ARG(one)) :
	    arena_printf(a, "office.%s_%.*s_%.*s", kind, STR_ARG(one), STR_ARG(other));
	char		*p = arena_alloc(a, name.n + 1);

	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '-' ? '_' : name.p[i];
	return (msg_of_name((struct str){ p, name.n }));
}

struct str
office_element(struct arena *a, enum lang lang, struct str element)
{
	enum msg	id = named(a, "el", element, STR_NONE);

	return (id == MSG_NONE ? element : msg_text(lang, id));
}

struct str
office_attr(struct arena *a, enum lang lang, struct str element, struct str attr)
{
	enum msg	id = named(a, "at", element, attr);

	if (id == MSG_NONE)
		id = named(a, "at", attr, STR_NONE);
	return (id == MSG_NONE ? attr : msg_text(lang, id));
}

struct str
office_attr_hint(struct arena *a, enum lang lang, struct str element, struct str attr)
{
	enum msg	id = named(a, "hint", element, attr);

	if (id == MSG_NONE)
		id = named(a, "hint", attr, STR_NONE);
	return (msg_text(lang, id));
}

struct str
office_value(struct arena *a, enum lang lang, struct str attr, struct str value)
{
	enum msg	id = named(a, "v", attr, value);

	return (id == MSG_NONE ? value : msg_text(lang, id));
}

/* "time-limit/@n": "Thời hạn giải quyết: số"; "label/.en": "Nhãn (tiếng Anh)". */
struct str
office_slot_word(struct arena *a, enum lang lang, struct str element, struct str slot)
{
	struct str	part, words = STR("");

	while (str_find_byte(slot, '/') >= 0) {
		str_cut(&slot, '/', &part);
		element = part;
		words = office_element(a, lang, part);
	}
	if (str_starts(slot, STR("@"))) {
		part = office_attr(a, lang, element, str_from_to(slot, 1, slot.n));
		return (words.n == 0 ? part : arena_printf(a, "%.*s: %.*s", STR_ARG(words), STR_ARG(part)));
	}
	if (words.n == 0)
		words = msg_text(lang, MSG_OFFICE_CONTENT);
	if (str_eqc(slot, "."))
		return (words);
	return (msg_string(a, lang, str_eqc(slot, ".en") ? MSG_OFFICE_IN_EN : MSG_OFFICE_IN_VI,
	    (struct msg_arg[]){ MSG_ARG(words) }, 1));
}

struct str
office_problem_text(struct arena *a, enum lang lang, int answer, struct str detail)
{
	switch ((enum package_answer)answer) {
	case PACKAGE_E_XML:
		return (msg_text(lang, MSG_OFFICE_E_XML));
	case PACKAGE_E_GONE:
		return (msg_text(lang, MSG_OFFICE_E_GONE));
	case PACKAGE_E_PLACE:
		return (msg_text(lang, MSG_OFFICE_E_PLACE));
	case PACKAGE_E_VALUE:
		return (msg_string(a, lang, MSG_OFFICE_E_VALUE, (struct msg_arg[]){ MSG_ARG(detail) }, 1));
	case PACKAGE_E_SCHEMA:
		return (msg_string(a, lang, MSG_OFFICE_E_SCHEMA, (struct msg_arg[]){ MSG_ARG(detail) }, 1));
	case PACKAGE_E_SAME:
		break;
	}
	return (msg_text(lang, MSG_OFFICE_E_SAME));
}
