#include "desk/desk_words.h"

#include "core/clock.h"

struct str
desk_in(enum lang lang, struct str vi, struct str en)
{
	return (lang == LANG_EN && en.n > 0 ? en : vi);
}

struct str
desk_named(struct arena *a, enum lang lang, const char *prefix, struct str name)
{
	return (msg_text(lang, msg_of_name(arena_printf(a, "%s_%.*s", prefix, STR_ARG(name)))));
}

struct str
desk_reminded(struct arena *a, enum lang lang, int64_t reminded_s)
{
	if (reminded_s == 0)
		return (STR_NONE);
	return (msg_string(a, lang, MSG_DESK_REMINDED, (struct msg_arg[]){ MSG_ARG(time_vn(a, reminded_s)) }, 1));
}

struct str
desk_role(enum lang lang, struct str role)
{
	static const struct {
		const char	*role;
		enum msg	 text;
	} roles[] = {
		{ "counter", MSG_DESK_ROLE_COUNTER }, { "specialist", MSG_DESK_ROLE_SPECIALIST },
		{ "head", MSG_DESK_ROLE_HEAD }, { "director", MSG_DESK_ROLE_DIRECTOR },
		{ "clerk", MSG_DESK_ROLE_CLERK }, { "principal", MSG_DESK_ROLE_PRINCIPAL },
		    { "applicant", MSG_DESK_ROLE_APPLICANT },
		{ "system", MSG_DESK_ROLE_SYSTEM },
	};

	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (str_eqc(role, roles[i].role))
			return (msg_text(lang, roles[i].text));
	return (role);
}

struct tag
desk_status(enum lang lang, int status)
{
	static const struct {
		enum msg	text;
		enum tone	tone;
	} all[] = {
		{ MSG_DESK_STATUS_1, TONE_PURPLE }, { MSG_DESK_STATUS_2, TONE_BLUE }, { MSG_DESK_STATUS_3, TONE_GREY },
		{ MSG_DESK_STATUS_4, TONE_BLUE }, { MSG_DESK_STATUS_5, TONE_YELLOW },
		{ MSG_DESK_STATUS_6, TONE_YELLOW },
		{ MSG_DESK_STATUS_7, TONE_GREY }, { MSG_DESK_STATUS_8, TONE_GREY }, { MSG_DESK_STATUS_9, TONE_GREEN },
		{ MSG_DESK_STATUS_10, TONE_GREEN },
	};

	CHECK(status >= 1 && (size_t)status <= COUNT_OF(all));		/* the table's constraint */
	return ((struct tag){ msg_text(lang, all[status - 1].text), all[status - 1].tone });
}

struct str
desk_size(struct arena *a, enum lang lang, struct str media_type, int64_t bytes)
{
	static const struct {
		const char	*media_type, *word;
	} types[] = {
		{ "application/pdf", "PDF" }, { "image/jpeg", "JPEG" }, { "image/png", "PNG" },
		{ "application/xml", "XML" },
	};
	const int64_t	kilobytes = (bytes + 1023) / 1024;
	struct str	size = msg_string(a, lang, MSG_DESK_KILOBYTES, (struct msg_arg[]){ MSG_ARG(kilobytes) }, 1);

	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (str_eqc(media_type, types[i].media_type))
			return (arena_printf(a, "%s, %.*s", types[i].word, STR_ARG(size)));
	return (size);
}
