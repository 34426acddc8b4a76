/* Home, search and a procedure's page: public, the same for everybody who is not signed in. */
#include "catalogue/catalogue.h"

#include "core/utf8.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/turn.h"

#define HOME_CARDS	3
#define PUBLIC_AGE_S	60

static struct str
in_lang(struct turn *t, const struct rows *r, size_t row, size_t vi, size_t en)
{
	return (row_text(r, row, turn_lang(t) == LANG_EN ? en : vi));
}

static struct service_card
card_of(struct turn *t, struct str code, struct str level)
{
	return ((struct service_card){ .code = code, .level = catalogue_level(turn_lang(t), level),
	    .href = arena_printf(turn_arena(t), "/thu-tuc/%.*s", STR_ARG(code)) });
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
ask_home(struct turn *t)
{
	return (ask(t, &CATALOGUE_HOME, ARG_I64(HOME_CARDS)));
}

static enum next
show_home(struct turn *t)
{
	const struct rows		*r = turn_rows(t);
	struct service_card		*cards = ARENA_ARRAY(turn_arena(t), struct service_card, r->n);
	struct link			*events = ARENA_ARRAY(turn_arena(t), struct link, r->n);
	struct catalogue_home_view	 m = { .cards = cards, .events = events };
	struct buf			 body = BUF_INIT;

	for (size_t i = 0; i < r->n; i++) {
		struct str		 code = row_text(r, i, CATALOGUE_HOME_CODE);
		struct str		 name = in_lang(t, r, i, CATALOGUE_HOME_NAME_VI, CATALOGUE_HOME_NAME_EN);
		struct service_card	*c = &cards[m.cards_n];

		if (str_eqc(row_text(r, i, CATALOGUE_HOME_KIND), "event")) {
			events[m.events_n++] = (struct link){ .text = name,
			    .href = arena_printf(turn_arena(t), "/thu-tuc?su-kien=%.*s", STR_ARG(code)) };
			continue;
		}
		*c = card_of(t, code, row_text(r, i, CATALOGUE_HOME_LEVEL));
		c->name = name;
		c->summary = in_lang(t, r, i, CATALOGUE_HOME_SUMMARY_VI, CATALOGUE_HOME_SUMMARY_EN);
		c->agency = in_lang(t, r, i, CATALOGUE_HOME_AGENCY_VI, CATALOGUE_HOME_AGENCY_EN);
		m.cards_n++;
	}
	tmpl_catalogue_home(&body, turn_view(t), &m);
	return (show(t, &body));
}

/* ---- search */

struct search_state {
	struct catalogue_query		 query;
	struct catalogue_search_view	 m;
};

static struct search_state *
search_state(struct turn *t)
{
	return (TURN_STATE(t, search_state));
}

static enum next
ask_search(struct turn *t)
{
	struct search_state	*s = search_state(t);
	struct str		 letter = utf8_fold(turn_arena(t), str_from_to(request_query(t, "chu"), 0, 8));

	catalogue_query(turn_arena(t), request_query(t, "q"), &s->query);
	return (ask(t, &CATALOGUE_FIND, ARG_TEXTS(s->query.words, s->query.n), ARG_TEXTS(s->query.typed, s->query.n),
	    ARG_TEXT(s->query.whole), ARG_TEXT(request_query(t, "su-kien")), ARG_TEXT(request_query(t, "doi-tuong")),
	    ARG_TEXT(request_query(t, "cap")), ARG_TEXT(request_query(t, "linh-vuc")), ARG_TEXT(letter),
	    ARG_I64(CATALOGUE_LIST_MAX), ARG_TEXT(s->query.whole_typed)));
}

static enum next
take_search(struct turn *t)
{
	struct catalogue_search_view	*m = &search_state(t)->m;
	const struct rows		*r = turn_rows(t);
	struct service_card		*cards = ARENA_ARRAY(turn_arena(t), struct service_card, r->n);

	for (size_t i = 0; i < r->n; i++) {
		/* Some have every word: those that lack one say nothing more. */
		if (i > 0 && !m->near && row_i64(r, i, CATALOGUE_FIND_MISSING) > 0)
			break;
		m->near = row_i64(r, i, CATALOGUE_FIND_MISSING) > 0;
		cards[i] = card_of(t, row_text(r, i, CATALOGUE_FIND_CODE), row_text(r, i, CATALOGUE_FIND_LEVEL));
		cards[i].name = in_lang(t, r, i, CATALOGUE_FIND_NAME_VI, CATALOGUE_FIND_NAME_EN);
		cards[i].summary = in_lang(t, r, i, CATALOGUE_FIND_SUMMARY_VI, CATALOGUE_FIND_SUMMARY_EN);
		cards[i].agency = in_lang(t, r, i, CATALOGUE_FIND_AGENCY_VI, CATALOGUE_FIND_AGENCY_EN);
		m->cards_n++;
	}
	m->cards = cards;
	m->query = request_query(t, "q");
	return (ask(t, &CATALOGUE_FACETS));
}

static struct catalogue_filter
facet(struct turn *t, const struct rows *r, const char *kind, const char *name)
{
	struct choice	*choices = ARENA_ARRAY(turn_arena(t), struct choice, r->n);
	struct str	 chosen = request_query(t, name);
	size_t		 n = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (!str_eqc(row_text(r, i, CATALOGUE_FACETS_KIND), kind))
			continue;
		choices[n++] = (struct choice){ .value = row_text(r, i, CATALOGUE_FACETS_CODE),
		    .text = arena_printf(turn_arena(t), "%.*s (%lld)",
		    STR_ARG(in_lang(t, r, i, CATALOGUE_FACETS_NAME_VI, CATALOGUE_FACETS_NAME_EN)),
		    (long long)row_i64(r, i, CATALOGUE_FACETS_N)),
		    .checked = str_eq(row_text(r, i, CATALOGUE_FACETS_CODE), chosen) };
	}
	return ((struct catalogue_filter){ choices, n });
}

struct fixed_choice {
	const char	*value;
	enum msg	 text;
};

static struct catalogue_filter
fixed(struct turn *t, const struct fixed_choice *of, size_t n, const char *name)
{
	struct choice	*choices = ARENA_ARRAY(turn_arena(t), struct choice, n);
	struct str	 chosen = request_query(t, name);

	for (size_t i = 0; i < n; i++) {
		choices[i] = (struct choice){ .value = str_of(of[i].value), .text = msg_text(turn_lang(t), of[i].text),
		    .checked = str_eqc(chosen, of[i].value) };
	}
	return ((struct catalogue_filter){ choices, n });
}

/* The facets of a kind as links that narrow the list by this one alone. */
static size_t
facet_links(struct turn *t, const struct catalogue_filter *f, const char *name, struct link **out)
{
	struct link	*links = ARENA_ARRAY(turn_arena(t), struct link, f->choices_n);

	for (size_t i = 0; i < f->choices_n; i++) {
		struct str	text = f->choices[i].text;
		ptrdiff_t	count = str_find(text, STR(" ("));

		links[i] = (struct link){ .text = str_from_to(text, 0, count < 0 ? text.n : (size_t)count),
		    .href = arena_printf(turn_arena(t), "/thu-tuc?%s=%.*s", name, STR_ARG(f->choices[i].value)),
		    .current = f->choices[i].checked };
	}
	*out = links;
	return (f->choices_n);
}

static enum next
show_search(struct turn *t)
{
	static const struct fixed_choice	 audiences[] = { { "citizen", MSG_CATALOGUE_AUDIENCE_CITIZEN },
	    { "organisation", MSG_CATALOGUE_AUDIENCE_ORGANISATION } };
	static const struct fixed_choice	 tiers[] = { { "tinh", MSG_CATALOGUE_TIER_CITY },
	    { "xa", MSG_CATALOGUE_TIER_WARD }, { "truong", MSG_CATALOGUE_TIER_SCHOOL } };
	static const char *const		 filters[] = { "su-kien", "linh-vuc", "doi-tuong", "cap", "chu" };
	struct catalogue_search_view		*m = &search_state(t)->m;
	const struct rows			*r = turn_rows(t);
	struct catalogue_filter			 letters = facet(t, r, "letter", "chu");
	struct link				*links;
	struct buf				 body = BUF_INIT;

	m->events = facet(t, r, "event", "su-kien");
	m->fields = facet(t, r, "field", "linh-vuc");
	m->audiences = fixed(t, audiences, COUNT_OF(audiences), "doi-tuong");
	m->tiers = fixed(t, tiers, COUNT_OF(tiers), "cap");
	m->letters_n = facet_links(t, &letters, "chu", &links);
	m->letters = links;
	m->event_links_n = facet_links(t, &m->events, "su-kien", &links);
	m->event_links = links;
	for (size_t i = 0; i < COUNT_OF(filters); i++)
		m->filtered |= request_query(t, filters[i]).n > 0;
	tmpl_catalogue_search(&body, turn_view(t), m);
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
	m.linked_data = arena_printf(turn_arena(t), "/thu-tuc/%.*s.jsonld", STR_ARG(m.code));
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

static const struct step	home_steps[] = { STEP(require_any), STEP(ask_home), STEP(show_home) };
static const struct step	search_steps[] = {
	STEP(require_any), STEP(ask_search), STEP(take_search), STEP(show_search),
};
static const struct step	service_steps[] = {
	STEP(require_any), STEP(want_service), STEP(take_service), STEP(want_form), STEP(take_form), STEP(show_service),
};
static const struct step	language_steps[] = { STEP(require_nothing), STEP(go_back) };

PAGE(catalogue_home_page, ON_GET(home_steps));
PAGE(catalogue_search_page, ON_GET(search_steps));
PAGE(catalogue_service_page, ON_GET(service_steps));
PAGE(language_page, ON_GET(language_steps));
