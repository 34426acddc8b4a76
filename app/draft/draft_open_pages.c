/* Opening a draft, taking it up again, throwing it away; and its files. */
#include "core/err.h"
#include "core/id.h"
#include "draft/draft_asked.h"
#include "draft/draft_store.h"
#include "draft/draft_turn.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "store/store.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define SEGMENT_FILE	3

struct open_turn {
	struct str		 service;
	struct str		 package;
	const struct form	*form;
	struct draft		 draft;
};

static struct open_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, open_turn));
}

/* ---- POST /ho-so/moi */

static enum next
ask_service(struct turn *t)
{
	state(t)->service = request_field(t, "service");
	return (ask(t, &CATALOGUE_SERVICE_GET, ARG_TEXT(state(t)->service)));
}

static enum next
take_service(struct turn *t)
{
	const struct rows	*r = turn_rows(t);

	if (r->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	state(t)->package = row_bytes(r, 0, CATALOGUE_SERVICE_GET_PACKAGE);
	return (NEXT_STEP);
}

static enum next
want_form(struct turn *t)
{
	return (shelf_want_form(t, state(t)->package));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, state(t)->package, &state(t)->form));
}

static enum next
ask_profile(struct turn *t)
{
	if (form_catalogue(state(t)->form)->level == LEVEL_THONG_TIN)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	return (ask(t, &IDENTITY_PROFILE_GET, ARG_UUID(turn_account(t)->id)));
}

static enum next
open_draft(struct turn *t)
{
	struct open_turn			*p = state(t);
	struct instance auto_(instance_freep)	*in = NULL;
	struct draft_profile			 profile = draft_profile_read(turn_rows(t));
	struct form_pair			*sources;
	struct str				 text;
	size_t					 n = draft_profile_sources(turn_arena(t), &profile, &sources);

	if (instance_new(p->form, turn_today(t), sources, n, &in) != 0 || instance_text(turn_arena(t), in, &text) != 0)
		return (NEXT_FAIL);
	return (ask(t, &DRAFT_OPEN, ARG_UUID(uuid_new()), ARG_UUID(turn_account(t)->id), ARG_TEXT(p->service),
	    ARG_BYTES(p->package), ARG_TEXT(text)));
}

static enum next
see_draft(struct turn *t)
{
	struct uuid	id;

	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_STALE));
	id = row_uuid(turn_rows(t), 0, DRAFT_OPEN_ID);
	if (!row_bool(turn_rows(t), 0, DRAFT_OPEN_FRESH))
		return (reply_see(t, draft_path(t, id, "")));
	return (reply_see(t, draft_page_path(t, id, state(t)->form, 0)));
}

/* Where sign-in comes back to after a POST of somebody who was not signed in. */
static enum next
see_service(struct turn *t)
{
	struct str	service = request_query(t, "service");

	for (size_t i = 0; i < service.n; i++) {
		if (strchr("0123456789.", service.p[i]) == NULL)
			return (reply_problem(t, PROBLEM_NOT_FOUND));
	}
	return (reply_see(t, service.n == 0 ? STR("/") :
	    arena_printf(turn_arena(t), "/thu-tuc/%.*s", STR_ARG(service))));
}

static const struct step	open_get_steps[] = { STEP(require_any), STEP(see_service) };
static const struct step	open_steps[] = {
	STEP(require_citizen), STEP(ask_service), STEP(take_service), STEP(want_form), STEP(take_form),
	    STEP(ask_profile),
	STEP(open_draft), STEP(see_draft),
};
PAGE(draft_open_page, ON_GET(open_get_steps), ON_POST(open_steps));

/* ---- GET /nhap/<draft>: where the work was left */

static enum next
take_draft(struct turn *t)
{
	struct open_turn	*p = state(t);
	enum next		 next = draft_take(t, &p->draft);

	p->package = p->draft.package;
	return (next);
}

static enum next
see_unfinished(struct turn *t)
{
	struct open_turn	*p = state(t);
	struct form_problems	 problems;
	struct draft_asked_list	 asked;
	struct instance		*in;

	draft_asked_read(turn_arena(t), p->draft.asked, &asked);
	if (asked.limits)
		return (reply_see(t, draft_path(t, p->draft.id, "/bo-sung")));
	if (draft_instance(t, p->form, &p->draft, &in) != 0)
		return (NEXT_FAIL);
	if (form_check(turn_arena(t), in, FORM_PART_APPLICANT, FORM_ALL_PAGES, turn_lang(t), &problems) == 0)
		return (reply_see(t, draft_path(t, p->draft.id, "/kiem-tra")));
	return (reply_see(t, draft_page_path(t, p->draft.id, p->form, problems.v[0].page)));
}

static const struct step	resume_steps[] = {
	STEP(require_citizen), STEP(draft_ask), STEP(take_draft), STEP(want_form), STEP(take_form),
	    STEP(see_unfinished),
};
PAGE(draft_resume_page, ON_GET(resume_steps));

/* ---- POST /nhap/<draft>/bo */

static enum next
drop_draft(struct turn *t)
{
	struct uuid	id;

	if (!request_segment_uuid(t, 1, &id))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (ask(t, &DRAFT_DROP, ARG_UUID(id), ARG_UUID(turn_account(t)->id)));
}

static enum next
see_list(struct turn *t)
{
	return (reply_see(t, STR("/ho-so")));
}

static const struct step	drop_steps[] = { STEP(require_citizen), STEP(drop_draft), STEP(see_list) };
PAGE(draft_drop_page, ON_POST(drop_steps));

/* ---- GET /nhap/<draft>/tep/<sha256> */

static bool
file_digest(struct turn *t, uint8_t sha256[STORE_SHA256])
{
	return (hex_parse(request_segment(t, SEGMENT_FILE), sha256, STORE_SHA256));
}

static enum next
ask_file(struct turn *t)
{
	struct uuid	 id;
	uint8_t		*sha256 = arena_alloc(turn_arena(t), STORE_SHA256);

	if (!request_segment_uuid(t, 1, &id) || !file_digest(t, sha256))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (ask(t, &DRAFT_FILE_GET, ARG_UUID(id), ARG_UUID(turn_account(t)->id),
	    ARG_BYTES(((struct str){ (const char *)sha256, STORE_SHA256 }))));
}

static enum next
send_file(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	uint8_t			 sha256[STORE_SHA256];

	if (r->n == 0 || !file_digest(t, sha256))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (reply_stored(t, sha256, store_type_of(row_text(r, 0, DRAFT_FILE_GET_TYPE)), false,
	    row_text(r, 0, DRAFT_FILE_GET_NAME)));
}

static const struct step	file_steps[] = { STEP(require_citizen), STEP(ask_file), STEP(send_file) };
PAGE(draft_file_page, ON_GET(file_steps));
