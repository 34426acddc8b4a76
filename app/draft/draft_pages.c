/* One page of a form: shown, saved, and what its buttons do. */
#include "core/err.h"
#include "core/id.h"
#include "dossier/dossier_views.h"
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

#define SEGMENT_PAGE		2
#define LOOKUPS_PER_MINUTE	6
#define LOOKUPS_BURST		6

struct page_turn {
	struct draft		 draft;
	const struct form	*form;
	struct instance		*in;
	size_t			 page;
	struct str		 path;		/* of this page */
	struct draft_post	 post;
	struct str		 anchor;
	struct page_view	 before;	/* the page as it was, to see what an answer opens */
	struct str		 text;		/* the instance to save */
	bool			 asked;		/* the save was asked for */
	/* query of the page to come: what a look-up found, that there is more */
	const char		*word;
	struct draft_key	 key;
	struct form_problems	 problems;
};

static struct page_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, page_turn));
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
	return (shelf_take_form(t, state(t)->draft.package, &state(t)->form));
}

static enum next
open_page(struct turn *t)
{
	struct page_turn	*p = state(t);
	struct draft_asked_list	 asked;

	if (draft_instance(t, p->form, &p->draft, &p->in) != 0)
		return (NEXT_FAIL);
	if (form_page_find(p->form, request_segment(t, SEGMENT_PAGE), &p->page) != 0 ||
	    form_page(p->form, p->page)->part != FORM_PART_APPLICANT)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	p->path = draft_page_path(t, p->draft.id, p->form, p->page);
	draft_asked_read(turn_arena(t), p->draft.asked, &asked);
	if (asked.limits)
		return (reply_see(t, draft_path(t, p->draft.id, "/bo-sung")));
	p->post.change = draft_anchor(request_query(t, "sua"));
	return (NEXT_STEP);
}

/* ---- showing */

static const struct {
	const char	*word;
	enum msg	 text;
} insets[] = {
	{ "tim=thay", MSG_DRAFT_LOOKUP_FOUND }, { "tim=khong", MSG_DRAFT_LOOKUP_NONE },
	    { "tim=nhieu", MSG_DRAFT_LOOKUP_MANY },
	{ "tim=thieu", MSG_DRAFT_LOOKUP_UNKNOWN }, { "tim=cho", MSG_DRAFT_LOOKUP_BUSY },
	    { "them=1", MSG_DRAFT_NEW_QUESTIONS },
};

static struct str
inset_of(struct turn *t)
{
	struct str	word;

	for (size_t i = 0; i < COUNT_OF(insets); i++) {
		struct str	rest = str_of(insets[i].word);

		str_cut(&rest, '=', &word);
		if (str_eq(request_query(t, arena_cstr(turn_arena(t), word)), rest))
			return (msg_text(turn_lang(t), insets[i].text));
	}
	return (STR_NONE);
}

static struct str
back_path(struct turn *t, const struct page_turn *p)
{
	size_t	before;

	if (p->post.change.n > 0)
		return (draft_path(t, p->draft.id, "/kiem-tra"));
	if (form_page_step(p->form, p->in, p->page, -1, &before) == 0)
		return (draft_page_path(t, p->draft.id, p->form, before));
	if (p->draft.supplement)
		return (arena_printf(turn_arena(t), "/ho-so/%.*s", STR_ARG(p->draft.dossier_code)));
	return (STR("/ho-so"));
}

static struct steps
steps_of(struct turn *t, const struct page_turn *p)
{
	struct steps	 s = { 0 };
	size_t		*pages, n = draft_pages(turn_arena(t), p->form, p->in, FORM_PART_APPLICANT, &pages);
	struct link	*links = ARENA_ARRAY(turn_arena(t), struct link, n + 1);

	for (size_t i = 0; i < n; i++) {
		links[i].text = form_page(p->form, pages[i])->title.in[turn_lang(t)];
		if (pages[i] < p->page)
			links[i].href = draft_page_path(t, p->draft.id, p->form, pages[i]);
		if (pages[i] <= p->page)
			s.at = i;
	}
	s.steps = links;
	s.steps_n = n;
	return (s);
}

static struct problem_link *
links_of(struct arena *a, const struct form_problems *problems)
{
	struct problem_link	*links = ARENA_ARRAY(a, struct problem_link, problems->n + 1);

	for (size_t i = 0; i < problems->n; i++) {
		links[i].text = problems->v[i].text;
		links[i].href = arena_printf(a, "#%.*s", STR_ARG(problems->v[i].anchor));
	}
	return (links);
}

static enum next
reply_page(struct turn *t, int status)
{
	struct page_turn	*p = state(t);
	struct arena		*a = turn_arena(t);
	struct buf		 out = BUF_INIT;
	struct str		*reasons;
	struct draft_page_view	 m = {
		.service = form_catalogue(p->form)->name.in[turn_lang(t)], .action = p->path,
		    .version = p->draft.version,
		.change = p->post.change, .back = back_path(t, p), .steps = steps_of(t, p), .inset = inset_of(t),
		.problems = links_of(a, &p->problems), .problems_n = p->problems.n,
		.may_drop = !p->draft.supplement, .drop = draft_path(t, p->draft.id, "/bo"),
	};
	struct str		 saved_at = time_vn(a, p->draft.updated_s);
	struct str		 until = date_vn(a, civil_vn(p->draft.expires_s).date);

	if (form_view_page(a, p->in, p->page, turn_lang(t), &p->problems, &m.page) != 0)
		return (NEXT_FAIL);
	m.reasons_n = dossier_lines(a, p->draft.reasons, &reasons);
	m.reasons = reasons;
	m.title = msg_string(a, turn_lang(t), MSG_DRAFT_PAGE_TITLE,
	    (struct msg_arg[]){ MSG_ARG(m.page.title), MSG_ARG(m.service) },
	    2);
	m.saved = msg_string(
	    a, turn_lang(t), MSG_DRAFT_SAVED, (struct msg_arg[]){ MSG_ARG(saved_at), MSG_ARG(until) }, 2);
	m.prefilled = draft_prefilled_words(turn_lang(t), &m.page);
	m.has_files = draft_has_files(m.page.controls, m.page.controls_n);
	m.has_lookup = str_eqc(form_registry(p->form), "so-goc") &&
	    form_page_asks(p->form, p->page, STR("registry.so-goc."));
	tmpl_draft_page(&out, turn_view(t), &m);
	return (reply_html(t, status, &out));
}

static enum next
show_page(struct turn *t)
{
	return (reply_page(t, 200));
}

/* ---- taking in what was posted */

static void
problem_add(struct turn *t, struct str name, struct str anchor, struct str text)
{
	struct form_problems	*problems = &state(t)->problems;
	struct form_problem	*grown = ARENA_ARRAY(turn_arena(t), struct form_problem, problems->n + 1);

	if (problems->n > 0)
		memcpy(grown, problems->v, problems->n * sizeof(*grown));
	grown[problems->n++] = (struct form_problem){ .name = name, .anchor = anchor, .page = state(t)->page,
	    .id = "file",
	    .text = text };
	problems->v = grown;
}

/* Made from an older version, but it changes nothing: a second click, or a page sent again. */
static bool
is_repeat(struct turn *t)
{
	struct page_turn	*p = state(t);
	struct draft_post	 quiet = p->post;
	struct str		 text, anchor;

	quiet.press = DRAFT_NEXT;
	return (draft_apply(turn_arena(t), p->in, p->page, &quiet, &anchor) == 0 &&
	    instance_text(turn_arena(t), p->in, &text) == 0 && str_eq(text, p->draft.instance));
}

static enum next	go_on(struct turn *t);

static enum next
take_fields(struct turn *t)
{
	struct page_turn	*p = state(t);
	int			 r;

	draft_post_read(turn_arena(t), request_fields(t), &p->post);
	p->post.change = draft_anchor(p->post.change);
	if (p->post.version != p->draft.version) {
		if (p->post.version < p->draft.version && is_repeat(t) && request_uploads(t)->n == 0)
			return (go_on(t));
		return (draft_reply_stale(t, &p->draft, p->form, p->path, true));
	}
	if (form_view_page(turn_arena(t), p->in, p->page, turn_lang(t), NULL, &p->before) != 0)
		return (NEXT_FAIL);
	r = draft_apply(turn_arena(t), p->in, p->page, &p->post, &p->anchor);
	if (r < 0)
		return (NEXT_FAIL);
	if (r == DRAFT_E_NAME)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	if (r == DRAFT_E_LIMIT)
		problem_add(t, p->post.target, STR("main"), msg_text(turn_lang(t), MSG_DRAFT_TOO_MUCH));
	return (NEXT_STEP);
}

static enum next
hash_files(struct turn *t)
{
	return (files_want(t));
}

static enum next
take_files(struct turn *t)
{
	struct page_turn		*p = state(t);
	const struct files_job		*job = files_taken(t);
	const struct uploads		*uploads = request_uploads(t);
	const struct control		*c;
	size_t				 chosen = 0;
	struct str			 text;
	int				 r;

	for (size_t i = 0, k = 0; i < uploads->n; i++) {
		if (uploads->p[i].filename.n == 0)
			continue;
		chosen++;
		c = draft_control_find(p->before.controls, p->before.controls_n, uploads->p[i].field);
		r = files_attach(t, p->in, c, &uploads->p[i], &job->file[k++], &text);
		if (r < 0)
			return (NEXT_FAIL);
		if (r > 0)
			problem_add(t, c->name, c->id, text);
	}
	c = draft_control_find(p->before.controls, p->before.controls_n, p->post.target);
	if (p->post.press == DRAFT_ATTACH && chosen == 0 && c != NULL)
		problem_add(t, c->name, c->id, msg_text(turn_lang(t), MSG_DRAFT_FILE_NONE));
	return (NEXT_STEP);
}

static enum next
find_record(struct turn *t)
{
	struct page_turn	*p = state(t);
	struct draft_key	*key = &p->key;

	if (p->post.press != DRAFT_LOOKUP)
		return (NEXT_STEP);
	p->word = "tim=thieu";
	if (draft_key_of(turn_arena(t), p->in, key) != 0)
		return (NEXT_STEP);
	p->word = "tim=cho";
	if (!brake_allows(t, "register", LOOKUPS_PER_MINUTE, LOOKUPS_BURST))
		return (NEXT_STEP);
	return (ask(t, &DRAFT_REGISTER_FIND, ARG_TEXT(key->name),
	    key->born.year == 0 ? (struct arg)ARG_NULL : ARG_DATE(key->born), ARG_TEXT(key->serial)));
}

static enum next
take_record(struct turn *t)
{
	struct page_turn	*p = state(t);
	struct draft_record	*records;
	struct form_pair	*sources;
	size_t			 at = 0, n;

	if (p->post.press != DRAFT_LOOKUP || turn_rows(t)->stmt != &DRAFT_REGISTER_FIND)
		return (NEXT_STEP);
	n = draft_records_read(turn_arena(t), turn_rows(t), &records);
	switch ((enum draft_answer)draft_record_pick(records, n, &p->key, &at)) {
	case DRAFT_E_MANY:
		p->word = "tim=nhieu";
		return (NEXT_STEP);
	case DRAFT_E_NONE:
	case DRAFT_E_NAME:
	case DRAFT_E_LIMIT:
	case DRAFT_E_UNKNOWN:
		p->word = "tim=khong";
		return (NEXT_STEP);
	}
	p->word = "tim=thay";
	n = draft_record_sources(turn_arena(t), &records[at], &sources);
	return (instance_prefill(p->in, FORM_PART_APPLICANT, sources, n) < 0 ? NEXT_FAIL : NEXT_STEP);
}

static enum next
save_draft(struct turn *t)
{
	struct page_turn	*p = state(t);
	int			 r = instance_text(turn_arena(t), p->in, &p->text);

	if (r < 0)
		return (NEXT_FAIL);
	if (r != 0)
		return (reply_problem(t, PROBLEM_TOO_LARGE));
	if (str_eq(p->text, p->draft.instance))
		return (NEXT_STEP);
	p->asked = true;
	return (ask(t, &DRAFT_SAVE, ARG_UUID(p->draft.id), ARG_UUID(turn_account(t)->id), ARG_I64(p->draft.version),
	    ARG_TEXT(p->text), ARG_JSON(draft_files_json(turn_arena(t), p->in))));
}

static enum next
take_saved(struct turn *t)
{
	struct page_turn	*p = state(t);

	if (!p->asked)
		return (NEXT_STEP);
	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_STALE));
	p->draft.version = row_i64(turn_rows(t), 0, DRAFT_SAVE_VERSION);
	p->draft.updated_s = turn_now_s(t);
	return (NEXT_STEP);
}

/* ---- where to go */

/* This page again: with what happened, the way back to the check page, and the place to look at. */
static enum next
see_again(struct turn *t)
{
	struct page_turn	*p = state(t);
	struct arena		*a = turn_arena(t);
	struct str		 change = STR(""), word = str_of(p->word), hash = STR("");

	if (p->post.change.n > 0)
		change = arena_printf(a, "sua=%.*s", STR_ARG(p->post.change));
	if (p->anchor.n > 0)
		hash = arena_printf(a, "#%.*s", STR_ARG(draft_anchor(p->anchor)));
	return (reply_see(t, arena_printf(a, "%.*s%s%.*s%s%.*s%.*s", STR_ARG(p->path), change.n + word.n > 0 ? "?" : "",
	    STR_ARG(change), change.n > 0 && word.n > 0 ? "&" : "", STR_ARG(word), STR_ARG(hash))));
}

static enum next
see_next(struct turn *t)
{
	struct page_turn	*p = state(t);
	size_t			 to;

	if (p->post.change.n > 0)
		return (reply_see(t, arena_printf(turn_arena(t), "%s#tra-loi-%.*s",
		    draft_path(t, p->draft.id, "/kiem-tra").p, STR_ARG(p->post.change))));
	if (form_page_step(p->form, p->in, p->page, 1, &to) == 0)
		return (reply_see(t, draft_page_path(t, p->draft.id, p->form, to)));
	return (reply_see(t, draft_path(t, p->draft.id, "/kiem-tra")));
}

/* What the page itself lacks; questions that an answer has just opened were not seen yet and are shown first. */
static enum next
finish_page(struct turn *t)
{
	struct page_turn	*p = state(t);
	struct page_view	 after;

	if (form_view_page(turn_arena(t), p->in, p->page, turn_lang(t), NULL, &after) != 0)
		return (NEXT_FAIL);
	if (p->before.controls_n > 0 && draft_has_new(&p->before, &after)) {
		p->word = "them=1";
		return (see_again(t));
	}
	if (form_check(turn_arena(t), p->in, FORM_PART_APPLICANT, p->page, turn_lang(t), &p->problems) != 0)
		return (reply_page(t, 422));
	return (see_next(t));
}

static enum next
go_on(struct turn *t)
{
	struct page_turn	*p = state(t);

	if (p->problems.n > 0)
		return (reply_page(t, 422));
	switch (p->post.press) {
	case DRAFT_NEXT:
		return (finish_page(t));
	case DRAFT_LATER:
		return (reply_see(t, STR("/ho-so")));
	case DRAFT_ADD:
	case DRAFT_REMOVE:
	case DRAFT_ATTACH:
	case DRAFT_DETACH:
	case DRAFT_LOOKUP:
	case DRAFT_UP:
	case DRAFT_DOWN:
	case DRAFT_REFRESH:
	case DRAFT__MAX:
		break;
	}
	return (see_again(t));
}

static const struct step	show_steps[] = {
	STEP(require_citizen), STEP(draft_ask), STEP(take_draft), STEP(want_form), STEP(take_form), STEP(open_page),
	STEP(show_page),
};
static const struct step	save_steps[] = {
	STEP(require_citizen), STEP(draft_ask), STEP(take_draft), STEP(want_form), STEP(take_form), STEP(open_page),
	STEP(take_fields), STEP(hash_files), STEP(take_files), STEP(find_record), STEP(take_record), STEP(save_draft),
	STEP(take_saved), STEP(go_on),
};
PAGE(draft_page, ON_GET(show_steps), ON_POST(save_steps));
