#include "web/turn.h"

#include "core/clock.h"
#include "core/err.h"
#include "core/log.h"
#include "core/rng.h"
#include "web/inside.h"

/* What happens before the first step of every page, in this order. */
static const struct step	own_steps[] = {
	STEP(read_request), STEP(read_body), STEP(find_session), STEP(take_session), STEP(check_csrf),
};

/* Kore calls this when the request goes, whatever became of it, and perhaps several times (a task still runs). */
static void
turn_free(struct http_request *req)
{
	struct turn	*t = http_state_get(req);

	if (t == NULL)
		return;
	burn_drop(t);
	if (t->arena == NULL)
		return;
	ask_drop(t);
	arena_free(t->arena);
	t->arena = NULL;
}

static void
turn_name(struct turn *t)
{
	struct str	given = request_header(t, "x-request-id");
	uint8_t		raw[16];

	rng_bytes(raw, sizeof(raw));
	if (given.n != 32 || !hex_parse(given, raw, sizeof(raw)))
		given = hex_text(t->arena, raw, sizeof(raw));
	memcpy(t->id, given.p, 32);
}

static bool
is_gate(const struct step *step)
{
	return (step->run == require_nothing || step->run == require_any || step->run == require_signed_in ||
	    step->run == require_citizen || step->run == require_officer);
}

static struct turn *
turn_new(struct http_request *req, const struct page *page)
{
	struct turn	*t = http_state_create(req, sizeof(*t), turn_free);

	t->req = req;
	t->page = page;
	t->arena = arena_new();
	t->now_s = clock_now_s();
	if (req->method == HTTP_METHOD_POST) {
		t->steps = page->post;
		t->steps_n = page->post_n;
	} else if (req->method == HTTP_METHOD_GET || req->method == HTTP_METHOD_HEAD) {
		t->steps = page->get;
		t->steps_n = page->get_n;
	}
	CHECK(t->steps_n == 0 || is_gate(&t->steps[0]));
	turn_name(t);
	return (t);
}

static int
turn_finish(struct turn *t)
{
	CHECK(t->replied);
	log_request("");
	return (KORE_RESULT_OK);
}

/* Wait, go on, or end with a problem: the only place that knows both kinds of waiting. */
static enum progress
turn_look(struct turn *t)
{
	enum problem	problem = PROBLEM_INTERNAL;
	enum progress	progress = PROGRESS_READY;

	if (t->inquiry.asking != ASKING_NOT)
		progress = ask_look(t, &problem);
	else if (t->burning != NULL)
		progress = burn_look(t);
	if (progress == PROGRESS_FAILED)
		(void)reply_problem(t, problem);
	return (progress);
}

static enum next
turn_step(struct turn *t)
{
	size_t			 own_n = COUNT_OF(own_steps);
	const struct step	*step;
	enum next		 next;

	CHECK(t->at < own_n + t->steps_n);	/* the last step must reply */
	step = t->at < own_n ? &own_steps[t->at] : &t->steps[t->at - own_n];
	t->at++;
	next = step->run(t);
	switch (next) {
	case NEXT_STEP:
		CHECK(!t->replied && t->inquiry.asking == ASKING_NOT);
		break;
	case NEXT_WAIT:
		CHECK(!t->replied && (t->inquiry.asking != ASKING_NOT || t->burning != NULL));
		break;
	case NEXT_DONE:
		CHECK(t->replied);
		break;
	case NEXT_FAIL:
		log_error("%s: step %s failed", t->page->name, step->name);
		if (!t->replied)
			(void)reply_problem(t, PROBLEM_INTERNAL);
		break;
	}
	return (t->replied ? NEXT_DONE : next);
}

int
turn_run(struct http_request *req, const struct page *page)
{
	struct turn	*t = http_state_exists(req) ? http_state_get(req) : turn_new(req, page);

	log_request(t->id);
	if (t->steps_n == 0) {
		(void)reply_problem(t, PROBLEM_METHOD);
		return (turn_finish(t));
	}
	for (;;) {
		switch (turn_look(t)) {
		case PROGRESS_WAIT:
			log_request("");
			return (KORE_RESULT_RETRY);
		case PROGRESS_FAILED:
			return (turn_finish(t));
		case PROGRESS_READY:
			break;
		}
		if (turn_step(t) == NEXT_DONE)
			return (turn_finish(t));
	}
}

/* ---- gates */

bool
turn_wants_session(const struct turn *t)
{
	return (t->steps[0].run != require_nothing);
}

enum next
require_nothing(struct turn *t)
{
	(void)t;
	return (NEXT_STEP);
}

enum next
require_any(struct turn *t)
{
	(void)t;
	return (NEXT_STEP);
}

enum next
require_signed_in(struct turn *t)
{
	return (t->account.kind == ACCOUNT_NOBODY ? reply_sign_in(t) : NEXT_STEP);
}

static enum next
require_kind(struct turn *t, enum account_kind kind)
{
	if (t->account.kind == ACCOUNT_NOBODY)
		return (reply_sign_in(t));
	return (t->account.kind == kind ? NEXT_STEP : reply_problem(t, PROBLEM_FORBIDDEN));
}

enum next
require_citizen(struct turn *t)
{
	return (require_kind(t, ACCOUNT_CITIZEN));
}

enum next
require_officer(struct turn *t)
{
	return (require_kind(t, ACCOUNT_OFFICER));
}

/* ---- what steps see */

struct arena *
turn_arena(struct turn *t)
{
	return (t->arena);
}

const struct account *
turn_account(struct turn *t)
{
	return (&t->account);
}

const struct rows *
turn_rows(struct turn *t)
{
	CHECK(t->inquiry.rows.stmt != NULL);
	return (&t->inquiry.rows);
}

int64_t
turn_now_s(struct turn *t)
{
	return (t->now_s);
}

enum lang
turn_lang(struct turn *t)
{
	return (t->lang);
}

const char *
turn_id(struct turn *t)
{
	return (t->id);
}

const char *
turn_store_dir(struct turn *t)
{
	(void)t;
	return (web_here()->store_dir);
}

const char *
turn_public_dir(struct turn *t)
{
	(void)t;
	return (web_here()->public_dir);
}

/* Path and query as links may repeat them; "/" when they hold bytes that no link would. */
static struct str
own_address(struct turn *t)
{
	struct str	address = t->path;
	size_t		i;

	if (t->req->query_string != NULL)
		address = arena_printf(t->arena, "%.*s?%s", STR_ARG(t->path), t->req->query_string);
	for (i = 0; i < address.n; i++)
		if (address.p[i] <= ' ' || address.p[i] > '~')
			return (STR("/"));
	return (address);
}

const struct view *
turn_view(struct turn *t)
{
	if (t->view.arena == NULL)
		t->view = (struct view){
			.arena = t->arena, .lang = t->lang, .csrf = csrf_token(t), .account_name = t->account.name,
			.officer = t->account.kind == ACCOUNT_OFFICER,
			.administrator = account_has_role(&t->account, STR("administrator"), STR_NONE),
			    .now_s = t->now_s, .path = own_address(t),
			.test_data = web_here()->test_data,
		};
	return (&t->view);
}

void *
turn_state(struct turn *t, size_t size)
{
	if (t->state == NULL) {
		t->state = arena_alloc(t->arena, size);
		t->state_size = size;
	}
	CHECK(t->state_size == size);
	return (t->state);
}

bool
account_has_role(const struct account *acc, struct str role, struct str agency)
{
	struct str	rest = acc->roles, one, name;

	while (str_cut(&rest, ' ', &one)) {
		(void)str_cut(&one, '@', &name);
		if (str_eq(name, role) && (agency.n == 0 || str_eq(one, agency)))
			return (true);
	}
	return (false);
}

bool
brake_allows(struct turn *t, const char *what, unsigned per_minute, unsigned burst)
{
	return (bucket_take(&web_here()->buckets, str_of(what), request_client(t), per_minute, burst,
	    clock_now_ms()));
}
