/*
 * Is it alive, and can it serve? For the front, for monitors, and as the smallest example of a page.
 */
#include "core/json.h"
#include "sql.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/turn.h"

static enum next
say_alive(struct turn *t)
{
	return (reply_bytes(t, 200, "text/plain; charset=utf-8", STR("alive\n")));
}

static enum next
ask_database(struct turn *t)
{
	return (ask(t, &HEALTH_READY));
}

static enum next
say_ready(struct turn *t)
{
	const struct rows	*rows = turn_rows(t);
	struct buf		 body = BUF_INIT;
	struct json		 j = json_to(&body);

	json_open(&j);
	json_kbool(&j, "ready", true);
	json_ki64(&j, "database_version", row_i64(rows, 0, HEALTH_READY_VERSION));
	json_ki64(&j, "clock_skew_s", row_time(rows, 0, HEALTH_READY_NOW) - turn_now_s(t));
	json_close(&j);
	return (reply_json(t, 200, &body));
}

static const struct step	alive_steps[] = { STEP(require_nothing), STEP(say_alive) };
static const struct step	ready_steps[] = { STEP(require_nothing), STEP(ask_database), STEP(say_ready) };

PAGE(health_alive_page, ON_GET(alive_steps));
PAGE(health_ready_page, ON_GET(ready_steps));
