/* /quan-tri: the procedures of this administrator's agencies, and a new one. */
#include "office/office_load_pages.h"
#include "office/office_store.h"
#include "office/office_words.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#include <openssl/sha.h>

static enum next
ask_list(struct turn *t)
{
	return (ask(t, &OFFICE_LIST, ARG_UUID(turn_account(t)->id)));
}

static enum next
take_list(struct turn *t)
{
	office_turn(t)->list = office_list_rows(turn_arena(t), turn_lang(t), turn_rows(t));
	office_turn(t)->list_n = turn_rows(t)->n;
	return (NEXT_STEP);
}

static enum next
ask_agencies(struct turn *t)
{
	return (ask(t, &OFFICE_AGENCIES, ARG_UUID(turn_account(t)->id)));
}

static enum next
take_agencies(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	const struct rows	*r = turn_rows(t);
	struct choice		*v = ARENA_ARRAY(turn_arena(t), struct choice, r->n);

	for (size_t i = 0; i < r->n; i++) {
		v[i].value = row_text(r, i, OFFICE_AGENCIES_CODE);
		v[i].text = row_text(r, i, turn_lang(t) == LANG_EN ? OFFICE_AGENCIES_NAME_EN :
		    OFFICE_AGENCIES_NAME_VI);
		v[i].checked = str_eq(v[i].value, request_field(t, "agency"));
	}
	s->form_new.agencies = v;
	s->form_new.agencies_n = r->n;
	return (NEXT_STEP);
}

static enum next
show_list(struct turn *t, int status)
{
	struct office_turn	*s = office_turn(t);
	struct choice		*v = ARENA_ARRAY(turn_arena(t), struct choice, s->o.workflows_n);
	struct office_list_view	 m = { .rows = s->list, .rows_n = s->list_n };
	struct buf		 body = BUF_INIT;

	for (size_t i = 0; i < s->o.workflows_n; i++)
		v[i] = (struct choice){ .value = s->o.workflows[i], .text = s->o.workflows[i],
		    .checked = str_eq(s->o.workflows[i], request_field(t, "workflow")) };
	s->form_new.workflows = v;
	s->form_new.workflows_n = s->o.workflows_n;
	m.fresh = s->form_new;
	tmpl_office_list(&body, turn_view(t), &m);
	return (reply_html(t, status, &body));
}

static enum next
say_list(struct turn *t)
{
	return (show_list(t, 200));
}

static const struct step	list_steps[] = {
	OFFICE_GATE, STEP(ask_list), STEP(take_list), STEP(ask_agencies), STEP(take_agencies),
	    OFFICE_KNOW_WORKFLOWS, STEP(say_list),
};

/* ---- a new procedure */

static bool
among(const struct choice *v, size_t n, struct str value)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].value, value))
			return (true);
	return (false);
}

static void
refuse(struct turn *t, struct str *error, const char *href, struct str text)
{
	struct office_new	*f = &office_turn(t)->form_new;
	struct problem_link	*v = ARENA_ARRAY(turn_arena(t), struct problem_link, f->problems_n + 1);

	for (size_t i = 0; i < f->problems_n; i++)
		v[i] = f->problems[i];
	v[f->problems_n++] = (struct problem_link){ text, str_of(href) };
	f->problems = v;
	*error = text;
}

static enum next
make_new(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct office_new	*f = &s->form_new;
	struct str		 agency = request_field(t, "agency"), workflow = request_field(t, "workflow"), kept;
	unsigned char		*hash = arena_alloc(turn_arena(t), SHA256_DIGEST_LENGTH);
	bool			 known = false;

	f->code = str_trim(request_field(t, "code"));
	f->vi = str_trim(request_field(t, "vi"));
	f->en = str_trim(request_field(t, "en"));
	for (size_t i = 0; i < s->o.workflows_n; i++)
		known = known || str_eq(s->o.workflows[i], workflow);
	if (!known || f->vi.n > 2000 || f->en.n > 2000)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	if (!among(f->agencies, f->agencies_n, agency))
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	if (!office_code_valid(f->code))
		refuse(t, &f->code_error, "#code", msg_string(turn_arena(t), turn_lang(t), MSG_OFFICE_E_CODE,
		    (struct msg_arg[]){ MSG_ARG(f->code) }, 1));
	if (f->vi.n == 0)
		refuse(t, &f->name_error, "#vi", msg_text(turn_lang(t), MSG_OFFICE_E_NAME));
	if (f->problems_n > 0)
		return (show_list(t, 422));
	kept = office_template(turn_arena(t), s->o.v, f->code, workflow, agency, f->vi, f->en);
	SHA256((const unsigned char *)kept.p, kept.n, hash);
	return (ask(t, &OFFICE_OPEN, ARG_UUID(uuid_new()), ARG_UUID(turn_account(t)->id), ARG_TEXT(f->code),
	    ARG_TEXT(agency),
	    ARG_NULL, ARG_BYTES(((struct str){ (const char *)hash, SHA256_DIGEST_LENGTH })), ARG_TEXT(kept),
	    ARG_TEXT(turn_account(t)->name)));
}

static enum next
say_new(struct turn *t)
{
	struct office_new	*f = &office_turn(t)->form_new;

	if (turn_rows(t)->n == 1)
		return (reply_see(t, arena_printf(turn_arena(t), "%.*s?xong=opened",
		    STR_ARG(office_base(turn_arena(t), f->code)))));
	refuse(t, &f->code_error, "#code", msg_text(turn_lang(t), MSG_OFFICE_E_TAKEN));
	return (show_list(t, 422));
}

static const struct step	new_steps[] = {
	OFFICE_GATE, STEP(ask_list), STEP(take_list), STEP(ask_agencies), STEP(take_agencies),
	    OFFICE_KNOW_WORKFLOWS, STEP(make_new),
	STEP(say_new),
};

PAGE(office_list_page, ON_GET(list_steps), ON_POST(new_steps));
