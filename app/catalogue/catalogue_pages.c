/* Home, search and a procedure's page: public, the same for everybody who is not signed in. */
#include "catalogue/catalogue.h"

#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/turn.h"

#define HOME_CARDS	6
#define PUBLIC_AGE_S	60

static struct str
in_lang(struct turn *t, const struct rows *r, size_t row, size_t vi, size_t en)
{
	return (row_text(r, row, turn_lang(t) == LANG_EN ? en : vi));
}

static struct service_card *
cards_of(struct turn *t, const struct rows *r)
{
	struct service_card	*cards = ARENA_ARRAY(turn_arena(t), struct service_card, r->n);

	for (size_t i = 0; i < r->n; i++) {
		struct service_card	*c = &cards[i];

		c->code = row_text(r, i, CATALOGUE_SEARCH_CODE);
		c->href = arena_printf(turn_arena(t), "/thu-tuc/%.*s", STR_ARG(c->code));
		c->name = in_lang(t, r, i, CATALOGUE_SEARCH_NAME_VI, CATALOGUE_SEARCH_NAME_EN);
		c->summary = in_lang(t, r, i, CATALOGUE_SEARCH_SUMMARY_VI, CATALOGUE_SEARCH_SUMMARY_EN);
		c->agency = in_lang(t, r, i, CATALOGUE_SEARCH_AGENCY_VI, CATALOGUE_SEARCH_AGENCY_EN);
		c->level = catalogue_level(turn_lang(t), row_text(r, i, CATALOGUE_SEARCH_LEVEL));
	}
	return (cards);
}

static enum next
show(struct turn *t, struct buf *body)
{
	if (turn_account(t)->kind == ACCOUNT_NOBODY)
		reply_public(t, PUBLIC_AGE_S);
	return (reply_html(t, 200, body));
}

/* ---- home */

static enum next
ask_popular(struct turn *t)
{
	return (ask(t, &CATALOGUE_SEARCH, ARG_TEXTS(NULL, 0), ARG_TEXT(STR("")), ARG_I64(HOME_CARDS)));
}

static enum next
show_home(struct turn *t)
{
	const struct rows		*r = turn_rows(t);
	struct catalogue_home_view	 m = { .cards = cards_of(t, r), .cards_n = r->n };
	struct buf			 body = BUF_INIT;

	tmpl_catalogue_home(&body, turn_view(t), &m);
	return (show(t, &body));
}

/* ---- search */

static enum next
ask_search(struct turn *t)
{
	struct str	*words = ARENA_ARRAY(turn_arena(t), struct str, CATALOGUE_WORDS_MAX);
	struct str	 query = request_query(t, "q");
	size_t		 n = catalogue_words(turn_arena(t), query, words);

	return (ask(t, &CATALOGUE_SEARCH, ARG_TEXTS(words, n), ARG_TEXT(query), ARG_I64(CATALOGUE_LIST_MAX)));
}

static enum next
show_search(struct turn *t)
{
	const struct rows		*r = turn_rows(t);
	struct catalogue_search_view	 m = { .query = request_query(t, "q"), .cards = cards_of(t, r),
	    .cards_n = r->n };
	struct buf			 body = BUF_INIT;

	tmpl_catalogue_search(&body, turn_view(t), &m);
	return (show(t, &body));
}

/* ---- a procedure */

struct service_state {
	struct shelf_service	 service;
	const struct form	*form;
};

static struct service_state *
service_state(struct turn *t)
{
	return (TURN_STATE(t, service_state));
}

static enum next
want_service(struct turn *t)
{
	return (shelf_want_service(t, request_segment(t, 1)));
}

static enum next
take_service(struct turn *t)
{
	return (shelf_take_service(t, request_segment(t, 1), &service_state(t)->service));
}

static enum next
want_form(struct turn *t)
{
	return (shelf_want_form(t, service_state(t)->service.package));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, service_state(t)->service.package, &service_state(t)->form));
}

static enum next
show_service(struct turn *t)
{
	const struct service_state	*s = service_state(t);
	struct catalogue_service_view	 m;
	struct buf			 body = BUF_INIT;

	catalogue_describe(turn_arena(t), s->form, turn_lang(t),
	    turn_lang(t) == LANG_EN ? s->service.agency_en : s->service.agency_vi, &m);
	m.start = arena_printf(turn_arena(t), "/dang-nhap?return=%%2Fthu-tuc%%2F%.*s", STR_ARG(m.code));
	tmpl_catalogue_service(&body, turn_view(t), &m);
	return (show(t, &body));
}

/* ---- language: the driver has kept ?lang= already */

static enum next
go_back(struct turn *t)
{
	return (reply_see(t, request_return_path(t)));
}

static const struct step	home_steps[] = { STEP(require_any), STEP(ask_popular), STEP(show_home) };
static const struct step	search_steps[] = { STEP(require_any), STEP(ask_search), STEP(show_search) };
static const struct step	service_steps[] = {
	STEP(require_any), STEP(want_service), STEP(take_service), STEP(want_form), STEP(take_form), STEP(show_service),
};
static const struct step	language_steps[] = { STEP(require_nothing), STEP(go_back) };

PAGE(catalogue_home_page, ON_GET(home_steps));
PAGE(catalogue_search_page, ON_GET(search_steps));
PAGE(catalogue_service_page, ON_GET(service_steps));
PAGE(language_page, ON_GET(language_steps));
