#include "web/reply.h"

#include <inttypes.h>

#include "core/json.h"
#include "core/log.h"
#include "http/pairs.h"
#include "templates.h"
#include "view/components.h"
#include "view/message.h"
#include "web/inside.h"

/* No inline script or style anywhere; nothing from another site. */
#define POLICY \
	"default-src 'none'; script-src 'self'%s; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " \
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; " \
	"worker-src 'self'; require-trusted-types-for 'script'; trusted-types sw%s"

static const struct {
	int		 status;
	const char	*code;		/* for programs, in the JSON form */
	enum msg	 title, happened, to_do;
} problems[PROBLEM__MAX] = {
	[PROBLEM_BAD_REQUEST] = { 400, "bad_request",
	    MSG_PROBLEM_BAD_REQUEST_TITLE, MSG_PROBLEM_BAD_REQUEST, MSG_PROBLEM_BAD_REQUEST_DO },
	[PROBLEM_BAD_TEXT] = { 400, "bad_text",
	    MSG_PROBLEM_BAD_TEXT_TITLE, MSG_PROBLEM_BAD_TEXT, MSG_PROBLEM_BAD_TEXT_DO },
	[PROBLEM_FORBIDDEN] = { 403, "forbidden",
	    MSG_PROBLEM_FORBIDDEN_TITLE, MSG_PROBLEM_FORBIDDEN, MSG_PROBLEM_FORBIDDEN_DO },
	[PROBLEM_CSRF] = { 403, "csrf",
	    MSG_PROBLEM_CSRF_TITLE, MSG_PROBLEM_CSRF, MSG_PROBLEM_CSRF_DO },
	[PROBLEM_NOT_FOUND] = { 404, "not_found",
	    MSG_PROBLEM_NOT_FOUND_TITLE, MSG_PROBLEM_NOT_FOUND, MSG_PROBLEM_NOT_FOUND_DO },
	[PROBLEM_METHOD] = { 405, "method",
	    MSG_PROBLEM_METHOD_TITLE, MSG_PROBLEM_METHOD, MSG_NONE },
	[PROBLEM_STALE] = { 409, "stale",
	    MSG_PROBLEM_STALE_TITLE, MSG_PROBLEM_STALE, MSG_PROBLEM_STALE_DO },
	[PROBLEM_GONE] = { 410, "gone",
	    MSG_PROBLEM_GONE_TITLE, MSG_PROBLEM_GONE, MSG_NONE },
	[PROBLEM_TOO_LARGE] = { 413, "too_large",
	    MSG_PROBLEM_TOO_LARGE_TITLE, MSG_PROBLEM_TOO_LARGE, MSG_PROBLEM_TOO_LARGE_DO },
	[PROBLEM_TOO_MANY_FIELDS] = { 413, "too_many_fields",
	    MSG_PROBLEM_TOO_MANY_FIELDS_TITLE, MSG_PROBLEM_TOO_MANY_FIELDS, MSG_NONE },
	[PROBLEM_UNPROCESSABLE] = { 422, "unprocessable",
	    MSG_PROBLEM_UNPROCESSABLE_TITLE, MSG_PROBLEM_UNPROCESSABLE, MSG_NONE },
	[PROBLEM_SLOW_DOWN] = { 429, "slow_down",
	    MSG_PROBLEM_SLOW_DOWN_TITLE, MSG_PROBLEM_SLOW_DOWN, MSG_PROBLEM_SLOW_DOWN_DO },
	[PROBLEM_INTERNAL] = { 500, "internal",
	    MSG_PROBLEM_INTERNAL_TITLE, MSG_PROBLEM_INTERNAL, MSG_PROBLEM_INTERNAL_DO },
	[PROBLEM_UNAVAILABLE] = { 503, "unavailable",
	    MSG_PROBLEM_UNAVAILABLE_TITLE, MSG_PROBLEM_UNAVAILABLE, MSG_PROBLEM_UNAVAILABLE_DO },
};

void
reply_header(struct turn *t, const char *name, const char *value)
{
	/* A value with a line end would be a header of the sender's choice. */
	CHECK(strpbrk(value, "\r\n") == NULL);
	http_response_header(t->req, name, value);
}

void
reply_public(struct turn *t, unsigned max_age_s)
{
	CHECK(t->account.kind == ACCOUNT_NOBODY);
	t->cache_public = true;
	t->max_age_s = max_age_s;
}

void
reply_allow_wasm(struct turn *t)
{
	t->wasm = true;
}

void
reply_allow_frames(struct turn *t)
{
	t->frames = true;
}

void
reply_cookie(struct turn *t, const char *name, struct str value, int64_t max_age_s)
{
	struct str	line;

	if (max_age_s == 0)
		line = arena_printf(t->arena, "%s=%.*s; Path=/; Secure; HttpOnly; SameSite=Lax", name, STR_ARG(value));
	else
		line = arena_printf(t->arena, "%s=%.*s; Path=/; Max-Age=%" PRId64 "; Secure; HttpOnly; SameSite=Lax",
		    name,
		    STR_ARG(value), max_age_s < 0 ? 0 : max_age_s);
	reply_header(t, "set-cookie", line.p);
}

static void
common_headers(struct turn *t)
{
	reply_header(t, "content-security-policy",
	    arena_printf(t->arena, POLICY, t->wasm ? " 'wasm-unsafe-eval'" : "",
	    t->frames ? "; frame-src 'self'" : "").p);
	reply_header(t, "x-content-type-options", "nosniff");
	reply_header(t, "referrer-policy", "same-origin");
	reply_header(t, "cross-origin-opener-policy", "same-origin");
	reply_header(t, "cross-origin-resource-policy", "same-origin");
	reply_header(t, "permissions-policy", "camera=(self), microphone=(), geolocation=(), payment=()");
	if (t->cache_public)
		reply_header(t, "cache-control", arena_printf(t->arena, "public, max-age=%u", t->max_age_s).p);
	else
		reply_header(t, "cache-control", "private, no-store");
	reply_header(t, "vary", "accept, cookie");
	reply_header(t, "x-request-id", t->id);
	if (web_here()->dev)
		reply_header(t, "x-queries", arena_printf(t->arena, "%u", t->inquiry.count).p);
}

enum next
reply_bytes(struct turn *t, int status, const char *media_type, struct str body)
{
	CHECK(!t->replied);
	t->replied = true;
	reply_header(t, "content-type", media_type);
	common_headers(t);
	http_response(t->req, status, body.n == 0 ? NULL : body.p, body.n);
	return (NEXT_DONE);
}

static enum next
reply_buf(struct turn *t, int status, const char *media_type, struct buf *take_body)
{
	(void)reply_bytes(t, status, media_type, buf_view(take_body));
	buf_free(take_body);
	return (NEXT_DONE);
}

enum next
reply_html(struct turn *t, int status, struct buf *take_body)
{
	return (reply_buf(t, status, "text/html; charset=utf-8", take_body));
}

enum next
reply_json(struct turn *t, int status, struct buf *take_body)
{
	return (reply_buf(t, status, "application/json", take_body));
}

enum next
reply_see(struct turn *t, struct str path)
{
	CHECK(path.n > 0 && path.p[0] == '/' && (path.n == 1 || (path.p[1] != '/' && path.p[1] != '\\')));
	t->cache_public = false;
	reply_header(t, "location", arena_cstr(t->arena, path));
	return (reply_bytes(t, 303, "text/plain", STR_NONE));
}

static struct str
url_escape(struct arena *a, struct str s)
{
	struct buf	b = BUF_INIT;
	struct str	text;
	size_t		i;

	for (i = 0; i < s.n; i++) {
		if (strchr("%&+#?=;\"'<>\\ ", s.p[i]) != NULL || s.p[i] < ' ' || s.p[i] > '~')
			buf_printf(&b, "%%%02X", (unsigned)(unsigned char)s.p[i]);
		else
			buf_byte(&b, s.p[i]);
	}
	text = arena_str(a, buf_view(&b));
	buf_free(&b);
	return (text);
}

enum next
reply_sign_in(struct turn *t)
{
	struct buf	body = BUF_INIT;
	struct json	j;
	struct str	back;

	if (request_wants_json(t)) {
		j = json_to(&body);
		json_open(&j);
		json_kstr(&j, "problem", STR("sign_in"));
		json_kstr(&j, "request", str_of(t->id));
		json_close(&j);
		return (reply_json(t, 401, &body));
	}
	/* After a POST there is nothing to come back to: its form is not kept. */
	back = request_is_post(t) ? STR("/") : turn_view(t)->path;
	return (reply_see(t, arena_printf(t->arena, "/dang-nhap?return=%.*s", STR_ARG(url_escape(t->arena, back)))));
}

enum next
reply_problem(struct turn *t, enum problem problem)
{
	struct buf		body = BUF_INIT;
	struct problem_view	page;
	struct json		j;
	int			status = problems[problem].status;

	t->cache_public = false;
	if (problem == PROBLEM_SLOW_DOWN || problem == PROBLEM_UNAVAILABLE)
		reply_header(t, "retry-after", problem == PROBLEM_SLOW_DOWN ? "60" : "2");
	if (request_wants_json(t)) {
		j = json_to(&body);
		json_open(&j);
		json_kstr(&j, "problem", str_of(problems[problem].code));
		json_kstr(&j, "request", str_of(t->id));
		json_close(&j);
		return (reply_json(t, status, &body));
	}
	page = (struct problem_view){
		.title = msg_text(t->lang, problems[problem].title),
		    .happened = msg_text(t->lang, problems[problem].happened),
		.to_do = msg_text(t->lang, problems[problem].to_do), .request_id = str_of(t->id),
	};
	tmpl_problem(&body, turn_view(t), &page);
	return (reply_html(t, status, &body));
}

enum next
reply_stored(struct turn *t, const uint8_t sha256[STORE_SHA256], enum store_type type, bool attachment,
    struct str filename)
{
	/* The front takes the body from its internal location and drops this header. */
	reply_header(t, "x-accel-redirect",
	    arena_printf(t->arena, "/_store/%.*s", STR_ARG(store_path(t->arena, sha256))).p);
	reply_header(t, "content-disposition", arena_cstr(t->arena, disposition(t->arena, attachment, filename)));
	return (reply_bytes(t, 200, store_media_type(type), STR_NONE));
}
