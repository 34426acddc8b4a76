#include "registry/registry_pages.h"

#include "registry/registry_show.h"
#include "registry/registry_store.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

struct registry_query
registry_query_of(struct turn *t)
{
	return (registry_query_read(turn_arena(t), request_query(t, "ten"), request_query(t, "ngay-sinh"),
	    request_query(t, "nam"), request_query(t, "so-hieu")));
}

enum next
registry_ask(struct turn *t, const struct registry_query *q)
{
	const struct arg	born = ARG_DATE(q->born), year = ARG_I64(q->year);

	if (registry_query_idle(q))
		return (NEXT_STEP);
	return (ask(t, &REGISTRY_DIPLOMAS, ARG_UUID(turn_account(t)->id), ARG_TEXTS(q->words, q->words_n),
	    ARG_TEXT(q->whole), q->born.year == 0 ? ARG_NULL : born, q->year == 0 ? ARG_NULL : year,
	    ARG_TEXT(q->serial),
	    ARG_I64(REGISTRY_FOUND_MAX + 1)));
}

void
registry_take(struct turn *t, const struct registry_query *q, struct registry_search *out)
{
	const struct diploma	*found = NULL;
	size_t			 n = 0;
	bool			 more = false;

	if (!registry_query_idle(q))
		found = registry_diploma_rows(turn_arena(t), turn_rows(t), &n, &more);
	registry_show(turn_arena(t), turn_lang(t), q, found, n, more, out);
}

/* ---- /so-goc */

static enum next
ask_register(struct turn *t)
{
	struct registry_query	*q = TURN_STATE(t, registry_query);

	*q = registry_query_of(t);
	return (registry_ask(t, q));
}

static enum next
show_register(struct turn *t)
{
	const struct registry_query	*q = TURN_STATE(t, registry_query);
	struct registry_search		 m;
	struct buf			 body = BUF_INIT;

	registry_take(t, q, &m);
	m.action = STR("/so-goc");
	tmpl_registry_search(&body, turn_view(t), &m);
	return (reply_html(t, q->born_wrong || q->year_wrong ? 422 : 200, &body));
}

static const struct step	search_steps[] = { STEP(require_officer), STEP(ask_register), STEP(show_register) };

PAGE(registry_search_page, ON_GET(search_steps));
