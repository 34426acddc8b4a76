/* /ban-lam-viec/<code>: the whole dossier on one page; its files; taking a task, giving it back, or to somebody. */
#include "desk/desk_load_pages.h"

#include "desk/desk_store.h"
#include "registry/registry_pages.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

/* ---- the page */

static enum next
ask_about(struct turn *t)
{
	const struct desk_dossier	*d = &desk_turn(t)->dossier;

	return (ask(t, &DESK_ABOUT, ARG_UUID(d->id), d->item.there ? ARG_UUID(d->item.id) : ARG_NULL,
	    ARG_UUID(turn_account(t)->id)));
}

static enum next
take_about(struct turn *t)
{
	desk_about_rows(turn_arena(t), turn_rows(t), &desk_turn(t)->about);
	return (NEXT_STEP);
}

/* Only who drafts the result looks people up here. */
static enum next
ask_register(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);

	s->look_up = registry_query_of(t);
	return (desk_drafts(&s->c) ? registry_ask(t, &s->look_up) : NEXT_STEP);
}

static enum next
take_register(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);

	if (!desk_drafts(&s->c))
		return (NEXT_STEP);
	registry_take(t, &s->look_up, &s->found);
	if (!s->found.searched && s->found.name.n == 0)
		s->found.name = s->dossier.applicant_name;
	return (NEXT_STEP);
}

static enum next
ask_extension(struct turn *t)
{
	return (ask(t, &DESK_EXTENSION, ARG_UUID(desk_turn(t)->dossier.id), ARG_UUID(turn_account(t)->id)));
}

static enum next
take_extension(struct turn *t)
{
	struct desk_extension	*x = &desk_turn(t)->extension;
	const struct rows	*r = turn_rows(t);

	x->offered = row_bool(r, 0, DESK_EXTENSION_SIGNS) && row_bool(r, 0, DESK_EXTENSION_POSSIBLE);
	x->proposed_s = row_time_or_0(r, 0, DESK_EXTENSION_PROPOSED_AT);
	return (NEXT_STEP);
}

static enum next
show_dossier(struct turn *t)
{
	struct desk_turn		*s = desk_turn(t);
	struct desk_dossier_view	 m;
	struct desk_scene		 scene = { .c = &s->c, .about = &s->about, .notice = request_query(t, "xong"),
	    .check_draft = str_eqc(request_query(t, "du-thao"), "thieu"), .registry = s->found,
	    .extension = s->extension };
	struct buf			 body = BUF_INIT;

	if (desk_show_dossier(turn_arena(t), turn_lang(t), &scene, &m) < 0)
		return (NEXT_FAIL);
	reply_allow_frames(t);
	tmpl_desk_dossier(&body, turn_view(t), &m);
	return (reply_html(t, 200, &body));
}

static const struct step	dossier_steps[] = {
	DESK_LOAD, STEP(ask_about), STEP(take_about), STEP(ask_extension), STEP(take_extension),
	STEP(ask_register), STEP(take_register), STEP(show_dossier),
};

PAGE(desk_dossier_page, ON_GET(dossier_steps));

/* ---- claim: the form of a row of the queue knows the item, and nothing else */

static enum next
claim(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);

	if (!request_field_uuid(t, "_item", &s->item))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	return (ask(t, &DESK_CLAIM, ARG_UUID(s->item), ARG_UUID(turn_account(t)->id)));
}

static enum next
say_claimed(struct turn *t)
{
	if (turn_rows(t)->n == 0)
		return (NEXT_STEP);
	if (request_field(t, "return").n > 0)
		return (reply_see(t, request_return_path(t)));
	return (desk_see(t, "claim"));
}

static const struct step	claim_steps[] = { STEP(require_officer), STEP(claim), STEP(say_claimed), DESK_WHY };

PAGE(desk_claim_page, ON_POST(claim_steps));

/* ---- give back: what was claimed, to the queue */

static enum next
give_back(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);

	if (!request_field_uuid(t, "_item", &s->item))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	return (ask(t, &DESK_GIVE_BACK, ARG_UUID(s->item), ARG_UUID(turn_account(t)->id)));
}

static enum next
say_given_back(struct turn *t)
{
	return (turn_rows(t)->n == 0 ? NEXT_STEP : desk_see(t, "give_back"));
}

static const struct step	give_back_steps[] = {
	STEP(require_officer), STEP(give_back), STEP(say_given_back), DESK_WHY,
};

PAGE(desk_give_back_page, ON_POST(give_back_steps));

/* ---- assign */

static enum next
assign(struct turn *t)
{
	struct desk_turn	*s = desk_turn(t);
	struct uuid		 to;

	if (!desk_read_sent(t) || !request_field_uuid(t, "_to", &to))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	s->act = STR("assigned");
	return (ask_try(t, &DESK_ASSIGN, ARG_UUID(s->item), ARG_UUID(turn_account(t)->id), ARG_UUID(to),
	    ARG_UUID(s->action), ARG_TEXT(turn_account(t)->name)));
}

static enum next
say_assigned(struct turn *t)
{
	/* Two clicks at once: the second finds its key taken. */
	return (ask_answer(t) != 0 || turn_rows(t)->n == 0 ? NEXT_STEP : desk_see(t, "assign"));
}

static const struct step	assign_steps[] = { STEP(require_officer), STEP(assign), STEP(say_assigned), DESK_WHY };

PAGE(desk_assign_page, ON_POST(assign_steps));

/* ---- files */

static enum next
ask_file(struct turn *t)
{
	uint8_t	sha256[STORE_SHA256];

	if (!hex_parse(request_segment(t, 3), sha256, sizeof(sha256)))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (ask(t, &DESK_FILE_GET, ARG_TEXT(request_segment(t, 1)), ARG_UUID(turn_account(t)->id),
	    ARG_BYTES(arena_str(turn_arena(t), ((struct str){ (const char *)sha256, sizeof(sha256) })))));
}

static enum store_type
type_of(struct str media_type)
{
	for (enum store_type i = STORE_PDF; i < STORE__MAX; i++)
		if (str_eqc(media_type, store_media_type(i)))
			return (i);
	return (STORE_UNKNOWN);
}

static enum next
send_file(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	uint8_t			 sha256[STORE_SHA256];
	enum store_type		 type;

	if (r->n != 1 || !hex_parse(request_segment(t, 3), sha256, sizeof(sha256)))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	type = type_of(row_text(r, 0, DESK_FILE_GET_TYPE));
	return (reply_stored(t, sha256, type, type == STORE_XML || type == STORE_UNKNOWN,
	    row_text(r, 0, DESK_FILE_GET_NAME)));
}

static const struct step	file_steps[] = { STEP(require_officer), STEP(ask_file), STEP(send_file) };

PAGE(desk_file_page, ON_GET(file_steps));
