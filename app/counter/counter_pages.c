/* /quay: the counter's own page, and opening a dossier for a person by their number. */
#include "core/err.h"
#include "core/utf8.h"
#include "counter/counter_views.h"
#include "desk/desk_words.h"
#include "draft/draft.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define ID_DIGITS_MIN	9
#define ID_DIGITS_MAX	12

struct hub_turn {
	struct counter_hub_view	 m;
	struct str		 agency, number, package;
	struct draft_profile	 person;
	const struct form	*form;
};

static struct hub_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, hub_turn));
}

static enum next
take_agency(struct turn *t)
{
	state(t)->agency = counter_agency(turn_account(t)->roles);
	return (state(t)->agency.n == 0 ? reply_problem(t, PROBLEM_FORBIDDEN) : NEXT_STEP);
}

static enum next
ask_services(struct turn *t)
{
	return (ask(t, &COUNTER_SERVICES));
}

static enum next
take_services(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	struct choice		*v = ARENA_ARRAY(turn_arena(t), struct choice, r->n);

	for (size_t i = 0; i < r->n; i++)
		v[i] = (struct choice){ .value = row_text(r, i, COUNTER_SERVICES_CODE),
		    .text = desk_in(turn_lang(t), row_text(r, i, COUNTER_SERVICES_NAME_VI),
		    row_text(r, i, COUNTER_SERVICES_NAME_EN)) };
	state(t)->m.services = v;
	state(t)->m.services_n = r->n;
	return (ask(t, &COUNTER_TODAY, ARG_UUID(turn_account(t)->id)));
}

static enum next
show_hub(struct turn *t)
{
	struct hub_turn		*s = state(t);
	const struct rows	*r = turn_rows(t);
	struct counter_line	*v = ARENA_ARRAY(turn_arena(t), struct counter_line, r->n);
	struct buf		 body = BUF_INIT;

	for (size_t i = 0; i < r->n; i++) {
		v[i] = (struct counter_line){ .code = row_text(r, i, COUNTER_TODAY_CODE),
		    .name = row_text(r, i, COUNTER_TODAY_APPLICANT_NAME), .subject = row_text(r, i,
		    COUNTER_TODAY_SUBJECT),
		    .status = desk_status(turn_lang(t), (int)row_i64(r, i, COUNTER_TODAY_STATUS)),
		    .at_s = row_time(r, i, COUNTER_TODAY_SUBMITTED_AT),
		    .due_s = row_time_or_0(r, i, COUNTER_TODAY_DUE_AT) };
		v[i].href = arena_printf(turn_arena(t), "/quay/xong/%.*s", STR_ARG(v[i].code));
	}
	s->m.lines = v;
	s->m.lines_n = r->n;
	s->m.agency = s->agency;
	s->m.today = date_iso(turn_arena(t), civil_vn(turn_now_s(t)).date);
	if (request_query(t, "so").n > 0)
		s->m.error = msg_text(turn_lang(t), MSG_COUNTER_NUMBER_WRONG);
	tmpl_counter_hub(&body, turn_view(t), &s->m);
	return (reply_html(t, s->m.error.n > 0 ? 422 : 200, &body));
}

static const struct step	hub_steps[] = {
	STEP(require_officer), STEP(take_agency), STEP(ask_services), STEP(take_services), STEP(show_hub),
};
PAGE(counter_hub_page, ON_GET(hub_steps));

/* ---- POST /quay/mo */

/* Spaces, dots and dashes are how numbers are read out. */
static struct str
digits_of(struct arena *a, struct str typed)
{
	char	*p = arena_alloc(a, typed.n + 1);
	size_t	 n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] >= '0' && typed.p[i] <= '9')
			p[n++] = typed.p[i];
		else if (strchr(" .-", typed.p[i]) == NULL)
			return (STR_NONE);
	}
	return ((struct str){ p, n });
}

static enum next
ask_person(struct turn *t)
{
	struct hub_turn	*s = state(t);
	struct str	 typed = str_trim(request_field(t, "_person_id"));

	s->number = digits_of(turn_arena(t), typed);
	if (typed.n > 0 && (s->number.n < ID_DIGITS_MIN || s->number.n > ID_DIGITS_MAX))
		return (reply_see(t, STR("/quay?so=sai")));
	return (ask(t, &COUNTER_PERSON, ARG_TEXT(s->number)));
}

static enum next
take_person(struct turn *t)
{
	struct hub_turn		*s = state(t);
	const struct rows	*r = turn_rows(t);

	if (r->n == 1 && s->number.n > 0) {
		s->person.full_name = row_text(r, 0, COUNTER_PERSON_NAME);
		s->person.phone = row_text(r, 0, COUNTER_PERSON_PHONE);
		s->person.email = row_text(r, 0, COUNTER_PERSON_EMAIL);
		s->person.address = row_text(r, 0, COUNTER_PERSON_ADDRESS);
		if (!row_null(r, 0, COUNTER_PERSON_BORN))
			s->person.born = row_date(r, 0, COUNTER_PERSON_BORN);
	}
	s->person.personal_id = s->number;
	return (ask(t, &CATALOGUE_SERVICE_GET, ARG_TEXT(request_field(t, "service"))));
}

static enum next
take_service(struct turn *t)
{
	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	state(t)->package = row_bytes(turn_rows(t), 0, CATALOGUE_SERVICE_GET_PACKAGE);
	return (shelf_want_form(t, state(t)->package));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, state(t)->package, &state(t)->form));
}

static enum next
open_draft(struct turn *t)
{
	struct hub_turn				*s = state(t);
	struct instance auto_(instance_freep)	*in = NULL;
	struct form_pair			*sources;
	struct str				 text;
	int64_t					 channel = COUNTER_CHANNEL_HERE;
	size_t					 n = draft_profile_sources(turn_arena(t), &s->person, &sources);

	if (instance_new(s->form, civil_vn(turn_now_s(t)).date, sources, n, &in) != 0 ||
	    instance_text(turn_arena(t), in, &text) != 0)
		return (NEXT_FAIL);
	if (str_eqc(request_field(t, "_channel"), "3"))
		channel = COUNTER_CHANNEL_POST;
	return (ask(t, &COUNTER_OPEN, ARG_UUID(uuid_new()), ARG_UUID(turn_account(t)->id), ARG_TEXT(s->agency),
	    ARG_TEXT(request_field(t, "service")), ARG_BYTES(s->package), ARG_I64(channel), ARG_TEXT(text),
	    ARG_TEXT(s->person.full_name), ARG_TEXT(s->number), ARG_TEXT(s->person.phone), ARG_TEXT(s->person.email),
	    ARG_TEXT(s->person.address)));
}

static enum next
see_draft(struct turn *t)
{
	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	return (reply_see(t, arena_printf(turn_arena(t), "/quay/%s/nop",
	    uuid_text(turn_arena(t), row_uuid(turn_rows(t), 0, COUNTER_OPEN_ID)).p)));
}

static const struct step	open_steps[] = {
	STEP(require_officer), STEP(take_agency), STEP(ask_person), STEP(take_person), STEP(take_service),
	    STEP(take_form),
	STEP(open_draft), STEP(see_draft),
};
PAGE(counter_open_page, ON_POST(open_steps));
