#include "view/components.h"

#include "core/clock.h"
#include "messages.h"

#define HOUR_S		3600
#define SOON_S		(2 * CLOCK_DAY_S)

static struct str
span_words(struct arena *a, enum lang lang, int64_t span_s, bool late)
{
	const int64_t		n = span_s >= CLOCK_DAY_S ? span_s / CLOCK_DAY_S : span_s / HOUR_S + 1;
	const struct msg_arg	args[] = { MSG_ARG(n) };
	enum msg		id;

	if (span_s >= CLOCK_DAY_S)
		id = late ? MSG_COMMON_LATE_DAYS : MSG_COMMON_LEFT_DAYS;
	else
		id = late ? MSG_COMMON_LATE_HOURS : MSG_COMMON_LEFT_HOURS;
	return (msg_string(a, lang, id, args, 1));
}

struct deadline
view_deadline(struct arena *a, enum lang lang, int64_t now_s, int64_t due_s, bool paused)
{
	struct deadline	d = { .kind = DEADLINE_NONE };

	if (due_s < 0)
		return (d);
	if (paused) {
		d.kind = DEADLINE_PAUSED;
		d.words = msg_text(lang, MSG_COMMON_PAUSED);
		return (d);
	}
	d.at = time_vn(a, due_s);
	if (now_s > due_s) {
		d.kind = DEADLINE_LATE;
		d.words = span_words(a, lang, now_s - due_s, true);
		return (d);
	}
	d.kind = due_s - now_s <= SOON_S ? DEADLINE_SOON : DEADLINE_OK;
	d.words = span_words(a, lang, due_s - now_s, false);
	return (d);
}
