/* /quay/<id>/nop: the whole form on one page; saved, or accepted at once. And the scans of a draft. */
#include "core/err.h"
#include "core/utf8.h"
#include "counter/counter_views.h"
#include "desk/desk_words.h"
#include "draft/draft.h"
#include "draft/draft_files.h"
#include "draft/draft_store.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "store/store.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define NAME_CHARS_MAX		120
#define ADDRESS_CHARS_MAX	300

struct file_turn {
	struct uuid			 id;
	struct counter_form_view	 m;
	struct str			 agency, package, workflow, instance, number;
	int64_t				 version;
	struct counter_papers		 papers;
	const struct form		*form;
	const struct process		*process;
	const struct calendar		*calendar;
	struct instance			*in;
	struct control			*controls;
	size_t				 controls_n;
	struct form_problems		 problems;
	bool				 accept;
	struct str			 anchor;
	struct counter_step		 step;
	struct uuid			 dossier;
};

static struct file_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, file_turn));
}

static enum next
see_done(struct turn *t, struct str code)
{
	return (reply_see(t, arena_printf(turn_arena(t), "/quay/xong/%.*s", STR_ARG(code))));
}

static enum next
ask_draft(struct turn *t)
{
	if (!request_segment_uuid(t, 1, &state(t)->id))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (ask(t, &COUNTER_GET, ARG_UUID(state(t)->id), ARG_UUID(turn_account(t)->id)));
}

static enum next
take_draft(struct turn *t)
{
	struct file_turn	*s = state(t);
	const struct rows	*r = turn_rows(t);

	if (r->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (!row_null(r, 0, COUNTER_GET_CODE))
		return (see_done(t, row_text(r, 0, COUNTER_GET_CODE)));
	s->agency = row_text(r, 0, COUNTER_GET_AGENCY);
	s->package = row_bytes(r, 0, COUNTER_GET_PACKAGE);
	s->workflow = row_bytes(r, 0, COUNTER_GET_WORKFLOW);
	s->instance = row_text(r, 0, COUNTER_GET_INSTANCE);
	s->version = row_i64(r, 0, COUNTER_GET_VERSION);
	counter_papers_read(turn_arena(t), row_text(r, 0, COUNTER_GET_PAPERS), &s->papers);
	s->m = (struct counter_form_view){ .channel = row_i64(r, 0, COUNTER_GET_CHANNEL),
	    .agency = desk_in(turn_lang(t), row_text(r, 0, COUNTER_GET_AGENCY_VI), row_text(r, 0,
	    COUNTER_GET_AGENCY_EN)),
	    .name = row_text(r, 0, COUNTER_GET_NAME), .person_id = row_text(r, 0, COUNTER_GET_PERSON_ID),
	    .phone = row_text(r, 0, COUNTER_GET_PHONE), .email = row_text(r, 0, COUNTER_GET_EMAIL),
	    .address = row_text(r, 0, COUNTER_GET_ADDRESS) };
	return (shelf_want_form(t, s->package));
}

static enum next
take_form(struct turn *t)
{
	struct file_turn	*s = state(t);
	enum next		 next = shelf_take_form(t, s->package, &s->form);

	if (next != NEXT_STEP)
		return (next);
	return (instance_read(turn_arena(t), s->form, civil_vn(turn_now_s(t)).date, s->instance, &s->in) != 0 ?
	    NEXT_FAIL : NEXT_STEP);
}

/* ---- showing */

static struct counter_section
section_of(struct turn *t, const struct page_view *page)
{
	struct file_turn	*s = state(t);
	struct counter_section	 out = { .title = page->title,
	    .controls = ARENA_ARRAY(turn_arena(t), struct counter_control, page->controls_n),
	    .controls_n = page->controls_n };

	for (size_t i = 0; i < page->controls_n; i++)
		out.controls[i].control = page->controls[i];
	(void)s;
	return (out);
}

/* Papers by field, beside their controls wherever these stand. */
static void
papers_gather(struct turn *t, struct control *controls, size_t n, struct counter_section *out)
{
	const struct counter_papers	*papers = &state(t)->papers;

	for (size_t i = 0; i < n; i++) {
		struct control			*c = &controls[i];
		const struct counter_paper	*kept = counter_paper_of(papers, c->name);

		if (c->kind == CONTROL_FILES)
			out->controls[out->controls_n++] = (struct counter_control){ .control = *c, .paper = true,
			    .form = kept == NULL ? STR_NONE : kept->form, .copies = kept == NULL ? 1 : kept->copies };
		papers_gather(t, c->controls, c->controls_n, out);
		for (size_t k = 0; k < c->rows_n; k++)
			papers_gather(t, c->rows_v[k].controls, c->rows_v[k].controls_n, out);
	}
}

/* A paper field is shown once, with the papers. */
static size_t
without_files(struct control *controls, size_t n)
{
	size_t	kept = 0;

	for (size_t i = 0; i < n; i++) {
		controls[i].controls_n = without_files(controls[i].controls, controls[i].controls_n);
		if (controls[i].kind != CONTROL_FILES &&
		    (controls[i].kind != CONTROL_SECTION || controls[i].controls_n > 0))
			controls[kept++] = controls[i];
	}
	return (kept);
}

static int
show_sections(struct turn *t)
{
	struct file_turn	*s = state(t);
	size_t			*at, n = draft_pages(turn_arena(t), s->form, s->in, FORM_PART_APPLICANT, &at);
	struct counter_section	 papers = { .title = msg_text(turn_lang(t), MSG_COUNTER_PAPERS),
	    .controls = ARENA_ARRAY(turn_arena(t), struct counter_control, COUNTER_PAPERS_MAX * 5) };
	struct page_view	 page;

	s->m.sections = ARENA_ARRAY(turn_arena(t), struct counter_section, n + 1);
	for (size_t i = 0; i < n; i++) {
		if (form_view_page(turn_arena(t), s->in, at[i], turn_lang(t), &s->problems, &page) != 0)
			return (-1);
		papers_gather(t, page.controls, page.controls_n, &papers);
		page.controls_n = without_files(page.controls, page.controls_n);
		if (page.controls_n > 0)
			s->m.sections[s->m.sections_n++] = section_of(t, &page);
	}
	if (papers.controls_n > 0)
		s->m.sections[s->m.sections_n++] = papers;
	return (0);
}

static enum next
reply_form(struct turn *t, int status)
{
	struct file_turn	*s = state(t);
	struct buf		 body = BUF_INIT;
	struct problem_link	*links = ARENA_ARRAY(turn_arena(t), struct problem_link, s->problems.n + 1);

	for (size_t i = 0; i < s->problems.n; i++)
		links[s->m.problems_n++] = (struct problem_link){ .text = s->problems.v[i].text,
		    .href = arena_printf(turn_arena(t), "#%.*s", STR_ARG(s->problems.v[i].anchor)) };
	if (status == 422 && s->m.name.n == 0)
		links[s->m.problems_n++] = (struct problem_link){ msg_text(turn_lang(t), MSG_COUNTER_NAME_MISSING),
		    STR("#nguoi-ten") };
	s->m.problems = links;
	s->m.service = form_catalogue(s->form)->name.in[turn_lang(t)];
	s->m.action = arena_printf(turn_arena(t), "/quay/%s/nop", uuid_text(turn_arena(t), s->id).p);
	s->m.version = s->version;
	if (show_sections(t) != 0)
		return (NEXT_FAIL);
	tmpl_counter_form(&body, turn_view(t), &s->m);
	return (reply_html(t, status, &body));
}

static enum next
show_form(struct turn *t)
{
	return (reply_form(t, 200));
}

/* ---- taking in */

static struct str
short_field(struct turn *t, const char *name, size_t chars_max)
{
	struct str	v = str_trim(request_field(t, name));

	return (utf8_chars(v) > chars_max || str_find_byte(v, '\n') >= 0 ? STR_NONE : v);
}

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	}
	return (s.n == 0 || (s.n >= 9 && s.n <= 12));
}

static void
gather_controls(struct turn *t, struct control *controls, size_t n)
{
	struct file_turn	*s = state(t);

	for (size_t i = 0; i < n && s->controls_n < COUNTER_PAPERS_MAX; i++) {
		if (controls[i].kind == CONTROL_FILES)
			s->controls[s->controls_n++] = controls[i];
		gather_controls(t, controls[i].controls, controls[i].controls_n);
		for (size_t k = 0; k < controls[i].rows_n; k++)
			gather_controls(t, controls[i].rows_v[k].controls, controls[i].rows_v[k].controls_n);
	}
}

/* Each page of the form takes its own names, so that boxes all unticked become empty. */
static int
set_pages(struct turn *t, const struct draft_post *post)
{
	struct file_turn	*s = state(t);
	struct draft_post	 one = *post;
	struct page_view	 page;
	size_t			*at, n = draft_pages(turn_arena(t), s->form, s->in, FORM_PART_APPLICANT, &at);
	int			 r;

	s->controls = ARENA_ARRAY(turn_arena(t), struct control, COUNTER_PAPERS_MAX);
	one.press = DRAFT_NEXT;
	for (size_t i = 0; i < n; i++) {
		r = draft_apply(turn_arena(t), s->in, at[i], &one, &s->anchor);
		if (r != 0)
			return (r);
		if (form_view_page(turn_arena(t), s->in, at[i], turn_lang(t), NULL, &page) == 0)
			gather_controls(t, page.controls, page.controls_n);
	}
	one = *post;
	one.fields_n = 0;
	return (post->press == DRAFT_ADD || post->press == DRAFT_REMOVE || post->press == DRAFT_DETACH ?
	    draft_apply(turn_arena(t), s->in, FORM_ALL_PAGES, &one, &s->anchor) : 0);
}

static enum next
take_fields(struct turn *t)
{
	struct file_turn	*s = state(t);
	struct draft_post	 post;
	int			 r;

	draft_post_read(turn_arena(t), request_fields(t), &post);
	if (post.version != s->version)
		return (reply_problem(t, PROBLEM_STALE));
	s->accept = request_field(t, "_accept").n > 0;
	s->m.name = short_field(t, "_name", NAME_CHARS_MAX);
	s->m.person_id = short_field(t, "_person_id", 20);
	s->m.phone = short_field(t, "_phone", 20);
	s->m.email = short_field(t, "_email", 254);
	s->m.address = short_field(t, "_address", ADDRESS_CHARS_MAX);
	s->m.channel = str_eqc(request_field(t, "_channel"), "3") ? COUNTER_CHANNEL_POST : COUNTER_CHANNEL_HERE;
	if (!all_digits(s->m.person_id))
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	counter_papers_sent(turn_arena(t), request_fields(t), &s->papers);
	r = set_pages(t, &post);
	if (r < 0)
		return (NEXT_FAIL);
	if (r > 0)
		return (reply_problem(t, r == DRAFT_E_LIMIT ? PROBLEM_TOO_LARGE : PROBLEM_UNPROCESSABLE));
	return (files_want(t));
}

static enum next
take_files(struct turn *t)
{
	struct file_turn	*s = state(t);
	const struct files_job	*job = files_taken(t);
	const struct uploads	*uploads = request_uploads(t);
	struct str		 text;

	for (size_t i = 0, k = 0; i < uploads->n; i++) {
		int	r;

		if (uploads->p[i].filename.n == 0)
			continue;
		r = files_attach(t, s->in, draft_control_find(s->controls, s->controls_n, uploads->p[i].field),
		    &uploads->p[i], &job->file[k++], &text);
		if (r < 0)
			return (NEXT_FAIL);
		if (r > 0)
			return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	}
	if (instance_text(turn_arena(t), s->in, &s->instance) != 0)
		return (reply_problem(t, PROBLEM_TOO_LARGE));
	return (ask(t, &COUNTER_SAVE, ARG_UUID(s->id), ARG_UUID(turn_account(t)->id), ARG_I64(s->version),
	    ARG_I64(s->m.channel), ARG_TEXT(s->instance), ARG_TEXT(s->m.name), ARG_TEXT(s->m.person_id),
	    ARG_TEXT(s->m.phone), ARG_TEXT(s->m.email), ARG_TEXT(s->m.address),
	    ARG_JSON(draft_files_json(turn_arena(t), s->in)), ARG_JSON(counter_papers_json(turn_arena(t),
	    &s->papers))));
}

static enum next
take_saved(struct turn *t)
{
	struct file_turn	*s = state(t);

	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_STALE));
	s->version = row_i64(turn_rows(t), 0, COUNTER_SAVE_VERSION);
	if (!s->accept)
		return (reply_see(t, arena_printf(turn_arena(t), "/quay/%s/nop#%.*s", uuid_text(turn_arena(t), s->id).p,
		    STR_ARG(s->anchor))));
	counter_problems(turn_arena(t), s->in, &s->papers, turn_lang(t), &s->problems);
	if (s->problems.n > 0 || s->m.name.n < 2)
		return (reply_form(t, 422));
	return (shelf_want_process(t, s->workflow));
}

static enum next
take_process(struct turn *t)
{
	return (shelf_take_process(t, state(t)->workflow, &state(t)->process));
}

static enum next
take_calendar(struct turn *t)
{
	return (shelf_take_calendar(t, &state(t)->calendar));
}

static enum next
accept_now(struct turn *t)
{
	struct file_turn		*s = state(t);
	struct dossier_case		 c = { .id = uuid_new(), .form = s->form, .process = s->process,
	    .calendar = s->calendar, .in = s->in, .name = s->m.name, .now_s = turn_now_s(t) };
	const struct form_projection	*p = &s->step.step.projection;
	const struct dossier_move	*m = &s->step.step.move;
	int				 r = counter_start(turn_arena(t), &c, turn_account(t)->name, &s->step);

	if (r < 0)
		return (NEXT_FAIL);
	if (r > 0)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	return (ask_try(t, &COUNTER_ACCEPT, ARG_UUID(s->id), ARG_UUID(turn_account(t)->id), ARG_I64(s->version),
	    ARG_UUID(c.id), ARG_TEXT(p->agency), ARG_TEXT(dossier_code_day(turn_arena(t), turn_now_s(t))),
	    ARG_BYTES(s->workflow), ARG_TEXT(s->m.name), ARG_TEXT(p->subject), ARG_TEXT(p->search),
	    ARG_TEXT(m->marking),
	    ARG_I64(m->status), ARG_TIME_OR_NULL(m->clock.due_s), ARG_TEXT(turn_account(t)->name),
	    ARG_TEXT(code_random(turn_arena(t), COUNTER_CLAIM_CHARS)), ARG_TEXT(s->agency),
	    ARG_TEXT(arena_printf(turn_arena(t), "%d", civil_vn(turn_now_s(t)).date.year)), ARG_TEXT(s->step.node),
	    ARG_TEXT(s->step.outcome), ARG_JSON(m->items), ARG_JSON(m->jobs), ARG_JSON(m->timers),
	    ARG_UUID(uuid_new())));
}

static enum next
say_accepted(struct turn *t)
{
	if (ask_answer(t) == 0 && turn_rows(t)->n == 1)
		return (see_done(t, row_text(turn_rows(t), 0, COUNTER_ACCEPT_CODE)));
	return (ask(t, &COUNTER_GET, ARG_UUID(state(t)->id), ARG_UUID(turn_account(t)->id)));
}

/* A second click finds what the first has made. */
static enum next
see_accepted(struct turn *t)
{
	if (turn_rows(t)->n == 1 && !row_null(turn_rows(t), 0, COUNTER_GET_CODE))
		return (see_done(t, row_text(turn_rows(t), 0, COUNTER_GET_CODE)));
	return (reply_problem(t, PROBLEM_STALE));
}

static const struct step	show_steps[] = {
	STEP(require_officer), STEP(ask_draft), STEP(take_draft), STEP(take_form), STEP(show_form),
};
static const struct step	save_steps[] = {
	STEP(require_officer), STEP(ask_draft), STEP(take_draft), STEP(take_form), STEP(take_fields), STEP(take_files),
	STEP(take_saved), STEP(take_process), STEP(shelf_want_calendar), STEP(take_calendar), STEP(accept_now),
	STEP(say_accepted), STEP(see_accepted),
};
PAGE(counter_file_page, ON_GET(show_steps), ON_POST(save_steps));

/* ---- a scan */

static enum next
ask_scan(struct turn *t)
{
	uint8_t	*sha256 = arena_alloc(turn_arena(t), STORE_SHA256);

	if (!request_segment_uuid(t, 1, &state(t)->id) || !hex_parse(request_segment(t, 3), sha256, STORE_SHA256))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (ask(t, &COUNTER_FILE_GET, ARG_UUID(state(t)->id), ARG_UUID(turn_account(t)->id),
	    ARG_BYTES(((struct str){ (const char *)sha256, STORE_SHA256 }))));
}

static enum next
send_scan(struct turn *t)
{
	uint8_t	sha256[STORE_SHA256];

	if (turn_rows(t)->n == 0 || !hex_parse(request_segment(t, 3), sha256, STORE_SHA256))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (reply_stored(t, sha256, store_type_of(row_text(turn_rows(t), 0, COUNTER_FILE_GET_TYPE)), false,
	    row_text(turn_rows(t), 0, COUNTER_FILE_GET_NAME)));
}

static const struct step	scan_steps[] = { STEP(require_officer), STEP(ask_scan), STEP(send_scan) };
PAGE(counter_scan_page, ON_GET(scan_steps));
