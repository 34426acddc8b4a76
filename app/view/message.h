/*
 * Texts of the message catalogues (app/<room>/<name>.msg) in the viewer's language. The ids are in messages.h, which
 * app/build/msgc.py makes. A message with arguments is formatted by name in templates, by position in C.
 */
#pragma once

#include "messages.h"
#include "view/view.h"

enum msg_arg_kind { MSG_ARG_TEXT, MSG_ARG_NUMBER };

struct msg_arg {
	enum msg_arg_kind	kind;
	struct str		text;
	int64_t			number;
};

/* What msgc.py writes for each message. */
struct msg_entry {
	struct str	name;
	size_t		args_n;
	struct str	text[LANG__MAX];
	struct str	en_one;			/* English for n = 1; p is NULL when it does not differ */
	int		plural_arg;		/* the argument that is n there; -1: none */
};

extern const struct msg_entry	msg_entries[];	/* sorted by name; the first is MSG_NONE */
extern const size_t		msg_entries_n;

struct msg_arg	 msg_arg_str(struct str s);
struct msg_arg	 msg_arg_cstr(const char *s);
struct msg_arg	 msg_arg_i64(int64_t n);
struct msg_arg	 msg_arg_size(size_t n);

#define MSG_ARG(x) _Generic((x),					\
	struct str: msg_arg_str,					\
	const char *: msg_arg_cstr, char *: msg_arg_cstr,		\
	int: msg_arg_i64, unsigned int: msg_arg_i64,			\
	long: msg_arg_i64, size_t: msg_arg_size)(x)

/* The text as it stands in the catalogue: for messages without arguments. MSG_NONE has an empty one. */
struct str	 msg_text(enum lang lang, enum msg id);

/* With the arguments, in the order in which the Vietnamese text names them; args_n must be right (CHECK). */
void		 msg_format(struct buf *out, enum lang lang, enum msg id, const struct msg_arg *args, size_t args_n);
struct str	 msg_string(struct arena *a, enum lang lang, enum msg id, const struct msg_arg *args, size_t args_n);

/* The id for a name that comes from data ("form.kind_date"); MSG_NONE when there is no such message. */
enum msg	 msg_of_name(struct str name);
