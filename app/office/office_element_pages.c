/* /quan-tri/<code>/<id>: one element of a working copy, and what is said about it. */
#include "office/office_load_pages.h"
#include "office/office_store.h"
#include "office/office_words.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define ID_SEGMENT	2

static enum next
find_element(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	const xmlNode		*n;

	s->element = request_segment(t, ID_SEGMENT);
	n = package_find(s->copy.doc, s->element);
	if (n == NULL && !request_is_post(t))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (NEXT_STEP);
}

static enum next
reply_element(struct turn *t, int status)
{
	struct office_turn		*s = office_turn(t);
	xmlNode				*n = package_find(s->copy.doc, s->element);
	struct office_element_view	 m = { .saved = request_query(t, "xong").n > 0 };
	struct buf			 body = BUF_INIT;
	struct problem_link		*link;

	if (n == NULL)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	/* a part that is edited with another element has no page of its own */
	office_show_element(&s->o, n, &m);
	m.comment_id = uuid_text(turn_arena(t), uuid_new());
	if (s->wrong.n > 0) {
		link = ARENA_NEW(turn_arena(t), struct problem_link);
		*link = (struct problem_link){ s->wrong, STR("#sua") };
		m.problems = link;
		m.problems_n = 1;
	}
	tmpl_office_element(&body, turn_view(t), &m);
	return (reply_html(t, status, &body));
}

static enum next
show_element(struct turn *t)
{
	return (reply_element(t, 200));
}

static const struct step	show_steps[] = {
	OFFICE_LOAD, STEP(find_element), OFFICE_KNOW_NOTES, OFFICE_KNOW_WORKFLOWS, STEP(show_element),
};

/* ---- an edit */

static enum next
read_edit(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct package_slot	*slots;
	size_t			 n = office_slots(turn_arena(t), request_fields(t), STR("s:"), &slots);

	if (!office_read_version(t))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	if (n > 0)
		s->edits[s->edits_n++] = (struct package_edit){ .op = PACKAGE_SET, .at = s->element,
		    .slots = slots, .slots_n = n };
	s->pressed = request_field(t, "_do");
	if (s->pressed.n > 0) {
		if (!office_button(turn_arena(t), request_fields(t), s->pressed, s->element, &s->edits[s->edits_n]))
			return (reply_problem(t, PROBLEM_BAD_REQUEST));
		s->edits_n++;
	}
	/* an element of nothing but children has no values */
	return (s->edits_n > 0 ? NEXT_STEP : office_see(t, arena_printf(turn_arena(t), "/%.*s",
	    STR_ARG(s->element)), "same"));
}

/* Why it was refused, at the control when it is one's fault: then the page comes back with everything typed. */
static enum next
say_refused(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct arena		*a = turn_arena(t);
	struct str		 detail = s->result.slot, text;
	bool			 adding = s->pressed.n > 4 && str_starts(s->pressed, STR("add:"));

	if (s->stale || s->answer == 0 || s->answer == PACKAGE_E_SAME)
		return (NEXT_STEP);
	if (s->answer == PACKAGE_E_SCHEMA)
		detail = s->result.faults.n > 0 ? s->result.faults.v[0].text : STR("");
	text = office_problem_text(a, turn_lang(t), s->answer, detail);
	s->wrong = msg_string(a, turn_lang(t), MSG_OFFICE_E_REFUSED, (struct msg_arg[]){ MSG_ARG(text) }, 1);
	s->o.sent = request_fields(t);
	if (s->answer == PACKAGE_E_VALUE && s->result.slot.n > 0) {
		s->o.wrong_text = text;
		s->o.wrong = adding ? arena_printf(a, "n:%.*s:%.*s", STR_ARG(str_from_to(s->pressed, 4,
		    s->pressed.n)),
		    STR_ARG(s->result.slot)) : arena_printf(a, "s:%.*s", STR_ARG(s->result.slot));
	}
	return (NEXT_STEP);
}

static enum next
show_refused(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (s->wrong.n == 0)
		return (NEXT_STEP);
	return (reply_element(t, 422));
}

static struct str
page_after(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	const xmlNode		*n = s->next == NULL ? NULL : package_find(s->next, s->element);

	/* the page's own element was taken away: its parent's page */
	if (n == NULL)
		return (arena_printf(turn_arena(t), "/%.*s", STR_ARG(s->result.id)));
	return (arena_printf(turn_arena(t), "/%.*s", STR_ARG(s->element)));
}

static enum next
say_saved(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 tail = page_after(t), id = s->result.id;
	bool			 added = str_starts(s->pressed, STR("add:")) || str_starts(s->pressed, STR("copy:"));

	if (added && s->answer == 0 && request_field(t, "_go").n > 0)
		return (office_see(t, arena_printf(turn_arena(t), "/%.*s", STR_ARG(id)), "saved"));
	if (s->pressed.n > 0 && id.n > 0 && !str_eq(id, s->element))
		tail = arena_printf(turn_arena(t), "%.*s#m-%.*s", STR_ARG(tail), STR_ARG(id));
	return (office_see(t, tail, s->answer == PACKAGE_E_SAME ? "same" : "saved"));
}

static const struct step	edit_steps[] = {
	OFFICE_LOAD, STEP(find_element), STEP(read_edit), OFFICE_COMMIT, STEP(say_refused), OFFICE_KNOW_NOTES,
	    OFFICE_KNOW_WORKFLOWS,
	STEP(show_refused), STEP(say_saved),
};

PAGE(office_element_page, ON_GET(show_steps), ON_POST(edit_steps));

/* ---- a comment */

static enum next
keep_comment(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 words = str_trim(request_field(t, "words"));
	struct uuid		 id, settle;

	if (request_field_uuid(t, "_settle", &settle))
		return (ask(t, &OFFICE_SETTLE, ARG_UUID(settle), ARG_UUID(s->copy.id), ARG_UUID(turn_account(t)->id),
		    ARG_TEXT(turn_account(t)->name)));
	if (!request_field_uuid(t, "_id", &id))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	if (words.n == 0 || words.n > 2000 || package_find(s->copy.doc, s->element) == NULL)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	return (ask(t, &OFFICE_COMMENT, ARG_UUID(id), ARG_UUID(s->copy.id), ARG_TEXT(s->element), ARG_TEXT(words),
	    ARG_UUID(turn_account(t)->id), ARG_TEXT(turn_account(t)->name)));
}

static enum next
say_comment(struct turn *t)
{
	return (office_see(t, arena_printf(turn_arena(t), "/%.*s#gop-y", STR_ARG(office_turn(t)->element)),
	    "comment"));
}

static const struct step	comment_steps[] = {
	OFFICE_LOAD, STEP(find_element), STEP(keep_comment), STEP(say_comment),
};

PAGE(office_comment_page, ON_POST(comment_steps));
