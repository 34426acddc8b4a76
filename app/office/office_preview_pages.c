/* /quan-tri/<code>/xem: the form as citizens and officers will see it, with answers to try; and the result as PDF. */
#include "office/office_form.h"
#include "office/office_load_pages.h"

#include "draft/draft.h"
#include "office/office_words.h"
#include "paper/paper_pages.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define PAGE_SEGMENT	3		/* /quan-tri/<code>/xem/<page> */

static enum next
keep_instance(struct turn *t, struct instance *in)
{
	instance_keep(turn_arena(t), in);
	office_turn(t)->instance = in;
	return (NEXT_STEP);
}

/* The answers tried so far, when they still fit the form; else none. */
static enum next
open_sample(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct date		 today = civil_vn(turn_now_s(t)).date;
	struct instance		*in;

	if (s->form == NULL)
		return (NEXT_STEP);
	if (s->copy.sample.n > 0 && instance_parse(s->form, today, s->copy.sample, &in) == 0)
		return (keep_instance(t, in));
	if (instance_new(s->form, today, NULL, 0, &in) != 0)
		return (NEXT_FAIL);
	return (keep_instance(t, in));
}

static enum next
find_page(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 id = request_segment(t, PAGE_SEGMENT);

	if (s->form == NULL || id.n == 0)
		return (NEXT_STEP);
	return (form_page_find(s->form, id, &s->page) == 0 ? NEXT_STEP : reply_problem(t, PROBLEM_NOT_FOUND));
}

static struct str
page_path(struct turn *t, size_t page)
{
	const struct office_turn	*s = office_turn(t);

	return (arena_printf(turn_arena(t), "%.*s/xem/%.*s", STR_ARG(office_base(turn_arena(t), s->copy.code)),
	    STR_ARG(form_page(s->form, page)->id)));
}

static void
show_pages(struct turn *t, struct office_preview_view *m)
{
	struct office_turn	*s = office_turn(t);
	size_t			 n = form_pages_n(s->form), *pages;
	struct link		*links = ARENA_ARRAY(turn_arena(t), struct link, n), *steps;
	enum form_part		 part = form_page(s->form, s->page)->part;

	for (size_t i = 0; i < n; i++) {
		links[i] = (struct link){ form_page(s->form, i)->title.in[turn_lang(t)], page_path(t, i),
		    i == s->page };
		if (form_page(s->form, i)->part == FORM_PART_RESULT)
			links[i].text = arena_printf(turn_arena(t), "%.*s – %.*s", STR_ARG(links[i].text),
			    STR_ARG(msg_text(turn_lang(t), MSG_OFFICE_PREVIEW_OFFICER)));
	}
	m->pages = links;
	m->pages_n = n;
	n = draft_pages(turn_arena(t), s->form, s->instance, part, &pages);
	steps = ARENA_ARRAY(turn_arena(t), struct link, n);
	for (size_t i = 0; i < n; i++) {
		steps[i] = (struct link){ .text = form_page(s->form, pages[i])->title.in[turn_lang(t)],
		    .href = page_path(t, pages[i]) };
		if (pages[i] <= s->page)
			m->steps.at = i;
	}
	m->steps.steps = steps;
	m->steps.steps_n = n;
}

/* The element of the page in the package. */
static struct str
edit_href(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	const xmlNode		*root = xmlDocGetRootElement(s->copy.doc), *parts[] = { xml_first(root, "form"),
	    xml_first(root, "result-form") };

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		const xmlNode	*x = parts[i] == NULL ? NULL : xml_first(parts[i], "page");

		for (; x != NULL; x = xml_next(x, "page"))
			if (str_eq(xml_attr(turn_arena(t), x, "id"), form_page(s->form, s->page)->id))
				return (office_href(&s->o, package_id(turn_arena(t), x)));
	}
	return (office_base(turn_arena(t), s->copy.code));
}

static enum next
reply_preview(struct turn *t, int status)
{
	struct office_turn		*s = office_turn(t);
	struct office_preview_view	 m = { .broken = s->form == NULL, .findings = s->o.findings,
	    .findings_n = s->o.findings_n };
	struct problem_link		*links = ARENA_ARRAY(turn_arena(t), struct problem_link, s->problems.n);
	struct answer_section		*answers;
	struct buf			 body = BUF_INIT;

	office_show_frame(&s->o, STR_NONE, &m.f);
	m.f.tab = OFFICE_TAB_PREVIEW;
	if (!m.broken) {
		show_pages(t, &m);
		if (form_view_page(turn_arena(t), s->instance, s->page, turn_lang(t), &s->problems, &m.page) != 0)
			return (NEXT_FAIL);
		for (size_t i = 0; i < s->problems.n; i++)
			links[i] = (struct problem_link){ s->problems.v[i].text, arena_printf(turn_arena(t), "#%.*s",
			    STR_ARG(s->problems.v[i].anchor)) };
		m.problems = links;
		m.problems_n = s->problems.n;
		m.action = page_path(t, s->page);
		m.edit = edit_href(t);
		m.service = form_catalogue(s->form)->name.in[turn_lang(t)];
		form_view_answers(turn_arena(t), s->instance, form_page(s->form, s->page)->part, turn_lang(t),
		    &answers,
		    &m.answers_n);
		m.answers = answers;
	}
	tmpl_office_preview(&body, turn_view(t), &m);
	return (reply_html(t, status, &body));
}

static enum next
show_preview(struct turn *t)
{
	return (reply_preview(t, 200));
}

static const struct step	show_steps[] = { OFFICE_LOAD, STEP(open_sample), STEP(find_page),
    STEP(show_preview) };

/* ---- trying it out */

static enum next
ask_dossier(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (s->form == NULL)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	if (!str_eqc(request_field(t, "_sample"), "dossier"))
		return (NEXT_STEP);
	return (ask(t, &OFFICE_DOSSIER, ARG_TEXT(s->copy.code), ARG_UUID(turn_account(t)->id)));
}

/* A dossier of an older version may not fit the form any more: then nothing is taken over. */
static enum next
take_sample(struct turn *t, struct str what)
{
	struct office_turn	*s = office_turn(t);
	struct date		 today = civil_vn(turn_now_s(t)).date;
	struct instance		*in = NULL;

	if (str_eqc(what, "dossier") && turn_rows(t)->n == 1 &&
	    instance_parse(s->form, today, row_text(turn_rows(t), 0, OFFICE_DOSSIER_INSTANCE), &in) == 0)
		office_sample(turn_arena(t), s->form, in, true);
	if (in == NULL && str_eqc(what, "clear") && instance_new(s->form, today, NULL, 0, &in) != 0)
		return (NEXT_FAIL);
	if (in != NULL)
		return (keep_instance(t, in));
	if (str_eqc(what, "fill"))
		office_sample(turn_arena(t), s->form, s->instance, false);
	return (NEXT_STEP);
}

static enum next
take_answers(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 what = request_field(t, "_sample"), anchor;
	struct draft_post	 post;
	int			 r;

	if (what.n > 0)
		return (take_sample(t, what));
	draft_post_read(turn_arena(t), request_fields(t), &post);
	if (form_page(s->form, s->page)->part == FORM_PART_APPLICANT)
		r = draft_apply(turn_arena(t), s->instance, s->page, &post, &anchor);
	else
		r = instance_set(s->instance, FORM_PART_RESULT, s->page, post.fields, post.fields_n);
	if (r < 0)
		return (NEXT_FAIL);
	s->ours = post.press == DRAFT_NEXT;
	return (NEXT_STEP);
}

static enum next
keep_sample(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	int			 r = instance_text(turn_arena(t), s->instance, &s->sample);

	if (r != 0)
		return (r < 0 ? NEXT_FAIL : reply_problem(t, PROBLEM_TOO_LARGE));
	return (ask(t, &OFFICE_SAMPLE, ARG_UUID(s->copy.id), ARG_UUID(turn_account(t)->id), ARG_TEXT(s->sample)));
}

static enum next
say_tried(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	enum form_part		 part = form_page(s->form, s->page)->part;
	size_t			 to;

	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_STALE));
	if (!s->ours)
		return (reply_see(t, page_path(t, s->page)));
	if (form_check(turn_arena(t), s->instance, part, s->page, turn_lang(t), &s->problems) != 0)
		return (reply_preview(t, 422));
	if (form_page_step(s->form, s->instance, s->page, 1, &to) != 0)
		to = s->page;
	return (reply_see(t, page_path(t, to)));
}

static const struct step	try_steps[] = {
	OFFICE_LOAD, STEP(open_sample), STEP(find_page), STEP(ask_dossier), STEP(take_answers), STEP(keep_sample),
	STEP(say_tried),
};

PAGE(office_preview_page, ON_GET(show_steps), ON_POST(try_steps));

/* ---- the result */

static enum next
make_result(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct document		 doc = { 0 };
	struct form_result	 facts;

	if (s->form == NULL)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	form_result(turn_arena(t), s->instance, &doc, &facts);
	doc.parent_agency = msg_text(LANG_VI, MSG_OFFICE_SAMPLE_PARENT);
	doc.agency = msg_text(LANG_VI, MSG_OFFICE_SAMPLE_AGENCY);
	doc.number = msg_text(LANG_VI, MSG_OFFICE_SAMPLE_NUMBER);
	doc.place = msg_text(LANG_VI, MSG_OFFICE_SAMPLE_PLACE);
	doc.signer = msg_text(LANG_VI, MSG_OFFICE_SAMPLE_NAME);
	doc.date = civil_vn(turn_now_s(t)).date;
	return (paper_want(t, &doc));
}

static enum next
send_result(struct turn *t)
{
	return (paper_send(t, "xem-thu-ket-qua.pdf"));
}

static const struct step	result_steps[] = { OFFICE_LOAD, STEP(open_sample), STEP(make_result),
    STEP(send_result) };

PAGE(office_result_page, ON_GET(result_steps));
