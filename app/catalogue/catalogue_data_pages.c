/*
 * The catalogue for machines: open data as JSON and CSV, a procedure as JSON-LD, the map of the site. Addresses are
 * stable. Nothing here is kept by the front: absolute addresses say the host that was asked.
 */
#include "catalogue/catalogue.h"

#include "core/csv.h"
#include "core/json.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/turn.h"

#define HOST_BYTES_MAX	255

/* "https://host:port", as it was asked for; empty when that is no clean name, and addresses then are relative. */
static struct str
site_of(struct turn *t)
{
	struct str	host = request_header(t, "x-forwarded-host");

	if (host.n == 0 || host.n > HOST_BYTES_MAX)
		return (STR(""));
	for (size_t i = 0; i < host.n; i++) {
		char	c = host.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
		    c == '-' || c == ':'))
			return (STR(""));
	}
	return (arena_printf(turn_arena(t), "https://%.*s", STR_ARG(host)));
}

static enum next
ask_open(struct turn *t)
{
	return (ask(t, &CATALOGUE_OPEN));
}

static struct str
hash_of(struct turn *t, const struct rows *r, size_t row)
{
	return (hex_text(turn_arena(t), row_bytes(r, row, CATALOGUE_OPEN_PACKAGE).p, SHELF_HASH_BYTES));
}

/* ---- JSON */

static void
open_service(struct turn *t, struct json *j, const struct rows *r, size_t i, struct str site)
{
	static const struct {
		const char	*key;
		size_t		 col;
	}		 texts[] = {
		{ "code", CATALOGUE_OPEN_CODE }, { "name", CATALOGUE_OPEN_NAME_VI },
		{ "name_en", CATALOGUE_OPEN_NAME_EN }, { "level", CATALOGUE_OPEN_LEVEL },
		{ "audience", CATALOGUE_OPEN_AUDIENCE }, { "tier", CATALOGUE_OPEN_TIER },
		{ "agency", CATALOGUE_OPEN_AGENCY }, { "decided_by", CATALOGUE_OPEN_AGENCY_VI },
		{ "field", CATALOGUE_OPEN_FIELD }, { "field_name", CATALOGUE_OPEN_FIELD_VI },
		{ "time_limit_unit", CATALOGUE_OPEN_LIMIT_UNIT },
	};
	struct str	*events, code = row_text(r, i, CATALOGUE_OPEN_CODE);
	size_t		 n = row_texts(turn_arena(t), r, i, CATALOGUE_OPEN_EVENTS, &events);

	json_open(j);
	for (size_t k = 0; k < COUNT_OF(texts); k++)
		json_kstr(j, texts[k].key, row_text(r, i, texts[k].col));
	json_ki64(j, "time_limit", row_i64(r, i, CATALOGUE_OPEN_LIMIT_N));
	json_ki64(j, "fee_vnd", row_i64(r, i, CATALOGUE_OPEN_FEE_VND));
	json_key(j, "life_events");
	json_list(j);
	for (size_t k = 0; k < n; k++)
		json_str(j, events[k]);
	json_list_end(j);
	json_kstr(j, "version", hash_of(t, r, i));
	json_kstr(j, "published_at", time_iso(turn_arena(t), row_time(r, i, CATALOGUE_OPEN_PUBLISHED_AT)));
	json_kstr(j, "page", arena_printf(turn_arena(t), "%.*s/thu-tuc/%.*s", STR_ARG(site), STR_ARG(code)));
	json_close(j);
}

static enum next
show_json(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	struct buf		 out = BUF_INIT;
	struct json		 j = json_to(&out);

	json_open(&j);
	json_key(&j, "services");
	json_list(&j);
	for (size_t i = 0; i < r->n; i++)
		open_service(t, &j, r, i, site_of(t));
	json_list_end(&j);
	json_close(&j);
	return (reply_json(t, 200, &out));
}

/* ---- CSV, RFC 4180 */

static enum next
show_csv(struct turn *t)
{
	static const size_t	 texts[] = { CATALOGUE_OPEN_CODE, CATALOGUE_OPEN_NAME_VI, CATALOGUE_OPEN_NAME_EN,
	    CATALOGUE_OPEN_LEVEL, CATALOGUE_OPEN_AUDIENCE, CATALOGUE_OPEN_TIER, CATALOGUE_OPEN_AGENCY,
	    CATALOGUE_OPEN_AGENCY_VI, CATALOGUE_OPEN_FIELD, CATALOGUE_OPEN_FIELD_VI, CATALOGUE_OPEN_LIMIT_UNIT };
	const struct rows	*r = turn_rows(t);
	struct buf		 out = BUF_INIT;

	/* The mark tells spreadsheets that it is UTF-8. */
	buf_cstr(&out, "\xef\xbb\xbf" "code,name,name_en,level,audience,tier,agency,decided_by,field,field_name,"
	    "time_limit_unit,time_limit,fee_vnd,version\r\n");
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < COUNT_OF(texts); k++) {
			csv_cell(&out, row_text(r, i, texts[k]));
			buf_byte(&out, ',');
		}
		buf_printf(&out, "%lld,%lld,%.*s\r\n", (long long)row_i64(r, i, CATALOGUE_OPEN_LIMIT_N),
		    (long long)row_i64(r, i, CATALOGUE_OPEN_FEE_VND), STR_ARG(hash_of(t, r, i)));
	}
	reply_header(t, "content-disposition", "attachment; filename=\"thu-tuc.csv\"");
	(void)reply_bytes(t, 200, "text/csv; charset=utf-8", buf_view(&out));
	buf_free(&out);
	return (NEXT_DONE);
}

/* ---- sitemap.xml (https://www.sitemaps.org/protocol.html) */

static void
site_place(struct buf *b, struct str site, const char *path, struct str rest, struct str day)
{
	buf_cstr(b, "<url><loc>");
	buf_str(b, site);
	buf_cstr(b, path);
	buf_str(b, rest);
	buf_cstr(b, "</loc>");
	if (day.n > 0)
		buf_printf(b, "<lastmod>%.*s</lastmod>", STR_ARG(day));
	buf_cstr(b, "</url>\n");
}

static enum next
show_sitemap(struct turn *t)
{
	static const char *const	 fixed[] = { "/", "/thu-tuc", "/kiem-tra", "/tra-cuu" };
	const struct rows		*r = turn_rows(t);
	struct str			 site = site_of(t);
	struct buf			 out = BUF_INIT;

	buf_cstr(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		site_place(&out, site, fixed[i], STR_NONE, STR_NONE);
	for (size_t i = 0; i < r->n; i++) {
		site_place(&out, site, "/thu-tuc/", row_text(r, i, CATALOGUE_OPEN_CODE),
		    str_from_to(time_iso(turn_arena(t), row_time(r, i, CATALOGUE_OPEN_PUBLISHED_AT)), 0, 10));
	}
	buf_cstr(&out, "</urlset>\n");
	(void)reply_bytes(t, 200, "application/xml; charset=utf-8", buf_view(&out));
	buf_free(&out);
	return (NEXT_DONE);
}

/* ---- JSON-LD of one procedure: /thu-tuc/<code>.jsonld */

struct linked_state {
	struct str		 code;
	struct shelf_service	 service;
	const struct form	*form;
};

static struct linked_state *
linked_state(struct turn *t)
{
	return (TURN_STATE(t, linked_state));
}

static enum next
want_service(struct turn *t)
{
	struct str	last = request_segment(t, 1);

	linked_state(t)->code = str_from_to(last, 0, last.n - (sizeof(".jsonld") - 1));
	return (shelf_want_service(t, linked_state(t)->code));
}

static enum next
take_service(struct turn *t)
{
	return (shelf_take_service(t, linked_state(t)->code, &linked_state(t)->service));
}

static enum next
want_form(struct turn *t)
{
	return (shelf_want_form(t, linked_state(t)->service.package));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, linked_state(t)->service.package, &linked_state(t)->form));
}

static enum next
show_linked(struct turn *t)
{
	const struct linked_state	*s = linked_state(t);

	return (reply_bytes(t, 200, "application/ld+json",
	    catalogue_linked_data(turn_arena(t), s->form, s->service.agency_vi, site_of(t))));
}

static const struct step	json_steps[] = { STEP(require_any), STEP(ask_open), STEP(show_json) };
static const struct step	csv_steps[] = { STEP(require_any), STEP(ask_open), STEP(show_csv) };
static const struct step	sitemap_steps[] = { STEP(require_any), STEP(ask_open), STEP(show_sitemap) };
static const struct step	linked_steps[] = {
	STEP(require_any), STEP(want_service), STEP(take_service), STEP(want_form), STEP(take_form), STEP(show_linked),
};

PAGE(catalogue_json_page, ON_GET(json_steps));
PAGE(catalogue_csv_page, ON_GET(csv_steps));
PAGE(catalogue_sitemap_page, ON_GET(sitemap_steps));
PAGE(catalogue_linked_page, ON_GET(linked_steps));
