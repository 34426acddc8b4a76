/* /nhap/<draft>/bo-sung: the fields and papers that a supplement asks for, on one page, each with why. */
#include "core/err.h"
#include "draft/draft_asked.h"
#include "draft/draft_files.h"
#include "draft/draft_store.h"
#include "draft/draft_turn.h"
#include "draft/draft_views.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

struct asked_turn {
	struct draft		 draft;
	const struct form	*form;
	struct instance		*in;
	struct draft_asked_list	 asked;
	struct form_problems	 before;	/* of the whole, as it was: what else may be changed */
	struct form_problems	 problems;	/* to be shown */
	struct draft_post	 post;
	struct control		*controls;
	size_t			 controls_n;
	struct str		 anchor, text;
};

static struct asked_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, asked_turn));
}

static enum next
take_draft(struct turn *t)
{
	return (draft_take(t, &state(t)->draft));
}

static enum next
want_form(struct turn *t)
{
	return (shelf_want_form(t, state(t)->draft.package));
}

static enum next
take_form(struct turn *t)
{
	struct asked_turn	*s = state(t);
	enum next		 next = shelf_take_form(t, s->draft.package, &s->form);

	if (next != NEXT_STEP)
		return (next);
	if (draft_instance(t, s->form, &s->draft, &s->in) != 0)
		return (NEXT_FAIL);
	draft_asked_read(turn_arena(t), s->draft.asked, &s->asked);
	if (!s->asked.limits)
		return (reply_see(t, draft_path(t, s->draft.id, "/kiem-tra")));
	(void)form_check(turn_arena(t), s->in, FORM_PART_APPLICANT, FORM_ALL_PAGES, turn_lang(t), &s->before);
	return (NEXT_STEP);
}

/* ---- showing */

static struct draft_asked_row *
rows_of(struct turn *t, bool with_problems, size_t *n)
{
	struct asked_turn	*s = state(t);
	struct control		*controls;
	struct draft_asked_row	*rows;

	*n = draft_asked_controls(turn_arena(t), s->in, turn_lang(t), &s->asked,
	    with_problems ? &s->problems : &s->before, with_problems, &controls);
	rows = ARENA_ARRAY(turn_arena(t), struct draft_asked_row, *n);
	for (size_t i = 0; i < *n; i++) {
		const struct draft_asked	*item = draft_asked_of(&s->asked, controls[i].name);

		rows[i].control = controls[i];
		rows[i].control.prefilled_from = STR_NONE;
		rows[i].reason = item != NULL ? item->reason : msg_text(turn_lang(t), MSG_DRAFT_NEEDED_NOW);
	}
	return (rows);
}

static enum next
reply_asked(struct turn *t, int status)
{
	struct asked_turn	*s = state(t);
	struct buf		 out = BUF_INIT;
	struct problem_link	*links = ARENA_ARRAY(turn_arena(t), struct problem_link, s->problems.n);
	struct answer_section	*sections;
	struct draft_asked_view	 m = {
		.service = form_catalogue(s->form)->name.in[turn_lang(t)], .dossier_code = s->draft.dossier_code,
		.action = draft_path(t, s->draft.id, "/bo-sung"), .draft = draft_path(t, s->draft.id, ""),
		.version = s->draft.version, .problems = links, .problems_n = s->problems.n,
	};

	for (size_t i = 0; i < s->problems.n; i++)
		links[i] = (struct problem_link){ .text = s->problems.v[i].text,
		    .href = arena_printf(turn_arena(t), "#%.*s", STR_ARG(s->problems.v[i].anchor)) };
	m.rows = rows_of(t, s->problems.n > 0, &m.rows_n);
	form_view_answers(turn_arena(t), s->in, FORM_PART_APPLICANT, turn_lang(t), &sections, &m.sections_n);
	m.sections = sections;
	tmpl_draft_asked(&out, turn_view(t), &m);
	return (reply_html(t, status, &out));
}

static enum next
show_asked(struct turn *t)
{
	return (reply_asked(t, 200));
}

/* ---- taking in what was posted */

/* Boxes that were all unticked are not posted: their field becomes empty. */
static void
add_unticked(struct turn *t)
{
	struct asked_turn	*s = state(t);
	struct form_pair	*all = ARENA_ARRAY(turn_arena(t), struct form_pair, s->post.fields_n + s->controls_n);
	size_t			 n = s->post.fields_n;

	if (n > 0)
		memcpy(all, s->post.fields, n * sizeof(*all));
	for (size_t i = 0; i < s->controls_n; i++) {
		bool	there = s->controls[i].kind != CONTROL_CHECKBOXES;

		for (size_t k = 0; k < s->post.fields_n && !there; k++)
			there = str_eq(all[k].name, s->controls[i].name);
		if (!there)
			all[n++] = (struct form_pair){ s->controls[i].name, STR("") };
	}
	s->post.fields = all;
	s->post.fields_n = n;
}

static enum next
take_fields(struct turn *t)
{
	struct asked_turn	*s = state(t);
	int			 r;

	draft_post_read(turn_arena(t), request_fields(t), &s->post);
	if (s->post.version != s->draft.version)
		return (draft_reply_stale(t, &s->draft, s->form, draft_path(t, s->draft.id, "/bo-sung"), false));
	draft_asked_filter(&s->asked, &s->before, &s->post);
	s->controls_n = draft_asked_controls(turn_arena(t), s->in, turn_lang(t), &s->asked, &s->before, false,
	    &s->controls);
	add_unticked(t);
	r = draft_apply(turn_arena(t), s->in, FORM_ALL_PAGES, &s->post, &s->anchor);
	if (r < 0)
		return (NEXT_FAIL);
	if (r == DRAFT_E_LIMIT)
		return (reply_problem(t, PROBLEM_TOO_LARGE));
	return (r == 0 ? NEXT_STEP : reply_problem(t, PROBLEM_UNPROCESSABLE));
}

static enum next
hash_files(struct turn *t)
{
	return (files_want(t));
}

static void
problem_add(struct turn *t, const struct control *c, struct str text)
{
	struct asked_turn	*s = state(t);
	struct form_problem	*grown = ARENA_ARRAY(turn_arena(t), struct form_problem, s->problems.n + 1);

	if (s->problems.n > 0)
		memcpy(grown, s->problems.v, s->problems.n * sizeof(*grown));
	grown[s->problems.n++] = (struct form_problem){ .name = c->name, .anchor = c->id, .id = "file", .text = text };
	s->problems.v = grown;
}

static enum next
take_files(struct turn *t)
{
	struct asked_turn	*s = state(t);
	const struct files_job	*job = files_taken(t);
	const struct uploads	*uploads = request_uploads(t);
	struct str		 text;

	for (size_t i = 0, k = 0; i < uploads->n; i++) {
		const struct control	*c;
		int			 r;

		if (uploads->p[i].filename.n == 0)
			continue;
		c = draft_control_find(s->controls, s->controls_n, uploads->p[i].field);
		r = files_attach(t, s->in, c, &uploads->p[i], &job->file[k++], &text);
		if (r < 0)
			return (NEXT_FAIL);
		if (r > 0)
			problem_add(t, c, text);
	}
	return (NEXT_STEP);
}

static enum next
save_draft(struct turn *t)
{
	struct asked_turn	*s = state(t);
	int			 r = instance_text(turn_arena(t), s->in, &s->text);

	if (r < 0)
		return (NEXT_FAIL);
	if (r != 0)
		return (reply_problem(t, PROBLEM_TOO_LARGE));
	return (ask(t, &DRAFT_SAVE, ARG_UUID(s->draft.id), ARG_UUID(turn_account(t)->id), ARG_I64(s->draft.version),
	    ARG_TEXT(s->text), ARG_JSON(draft_files_json(turn_arena(t), s->in))));
}

/* On when all that was asked is right; the whole is checked again when it is handed in. */
static enum next
go_on(struct turn *t)
{
	struct asked_turn	*s = state(t);
	struct form_problems	 left;

	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_STALE));
	s->draft.version = row_i64(turn_rows(t), 0, DRAFT_SAVE_VERSION);
	if (s->problems.n > 0)
		return (reply_asked(t, 422));
	if (s->post.press == DRAFT_LATER)
		return (reply_see(t, STR("/ho-so")));
	if (s->post.press != DRAFT_NEXT)
		return (reply_see(t, arena_printf(turn_arena(t), "%s#%.*s", draft_path(t, s->draft.id, "/bo-sung").p,
		    STR_ARG(draft_anchor(s->anchor)))));
	if (form_check(turn_arena(t), s->in, FORM_PART_APPLICANT, FORM_ALL_PAGES, turn_lang(t), &left) == 0)
		return (reply_see(t, draft_path(t, s->draft.id, "/kiem-tra")));
	s->problems = left;
	return (reply_asked(t, 422));
}

static const struct step	show_steps[] = {
	STEP(require_citizen), STEP(draft_ask), STEP(take_draft), STEP(want_form), STEP(take_form), STEP(show_asked),
};
static const struct step	save_steps[] = {
	STEP(require_citizen), STEP(draft_ask), STEP(take_draft), STEP(want_form), STEP(take_form), STEP(take_fields),
	STEP(hash_files), STEP(take_files), STEP(save_draft), STEP(go_on),
};
PAGE(draft_asked_page, ON_GET(show_steps), ON_POST(save_steps));
