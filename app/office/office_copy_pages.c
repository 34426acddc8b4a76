/* /quan-tri/<code>: a working copy as a whole; or, when none is open, what is in force and who published it. */
#include "office/office_load_pages.h"

#include <openssl/sha.h>

#include "office/office_store.h"
#include "office/office_words.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define CODE_SEGMENT	1

static enum next
take_any(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (turn_rows(t)->n > 0)
		return (office_take_copy(t));
	s->idle = true;
	return (NEXT_STEP);
}

static enum next
ask_service(struct turn *t)
{
	if (!office_turn(t)->idle)
		return (NEXT_STEP);
	return (ask(t, &OFFICE_SERVICE_GET, ARG_TEXT(request_segment(t, CODE_SEGMENT)),
	    ARG_UUID(turn_account(t)->id)));
}

static enum next
take_service(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (!s->idle)
		return (NEXT_STEP);
	if (turn_rows(t)->n != 1)
		return (NEXT_STEP);
	s->package = row_bytes(turn_rows(t), 0, OFFICE_SERVICE_GET_PACKAGE);
	s->agency = row_text(turn_rows(t), 0, OFFICE_SERVICE_GET_AGENCY);
	s->base_xml = row_text(turn_rows(t), 0, OFFICE_SERVICE_GET_XML);
	return (NEXT_STEP);
}

/* Nothing in force and nothing open: still theirs when something waits for its day. */
static enum next
ask_more(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (s->idle)
		return (ask(t, &OFFICE_PUBLICATIONS, ARG_TEXT(request_segment(t, CODE_SEGMENT)),
		    ARG_UUID(turn_account(t)->id)));
	return (ask(t, &OFFICE_EDITS, ARG_UUID(s->copy.id), ARG_I64(-1), ARG_I64(OFFICE_EDITS_SHOWN)));
}

static void
difference(struct office *o, const struct office_copy *copy, struct package_changes *out)
{
	xmlDoc auto_(xml_freep)	*base = NULL;

	*out = (struct package_changes){ NULL, 0, 0 };
	if (copy->base.n > 0 && package_open(o->a, copy->base_xml, 0, &base, NULL) == 0)
		package_diff(o->a, o->v, base, copy->doc, true, out);
}

static enum next
show_copy(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct date		 today = civil_vn(turn_now_s(t)).date;
	struct office_copy_view	 m = { .done = office_done(t) };
	struct buf		 body = BUF_INIT;

	if (s->form != NULL && office_prove(&s->o, s->form, today, STR_NONE) < 0)
		return (NEXT_FAIL);
	m.findings = s->o.findings;
	m.findings_n = s->o.findings_n;
	m.edits = office_edit_rows(&s->o, turn_rows(t), OFFICE_CHANGES_SHOWN);
	m.edits_n = turn_rows(t)->n;
	office_show_frame(&s->o, STR_NONE, &m.f);
	m.f.tab = OFFICE_TAB_OVERVIEW;
	m.comments = office_show_notes(&s->o, STR_NONE, &m.comments_n);
	difference(&s->o, &s->copy, &s->changes);
	m.changes_n = (int64_t)(s->changes.n + s->changes.left_out);
	tmpl_office_copy(&body, turn_view(t), &m);
	return (reply_html(t, 200, &body));
}

static struct office_publication *
publications(struct turn *t, bool *waiting)
{
	const struct rows		*r = turn_rows(t);
	struct office_publication	*v = ARENA_ARRAY(turn_arena(t), struct office_publication, r->n);

	for (size_t i = 0; i < r->n; i++) {
		struct str	hash = row_bytes(r, i, OFFICE_PUBLICATIONS_PACKAGE);

		v[i].hash = hex_text(turn_arena(t), hash.p, hash.n);
		v[i].by = row_text(r, i, OFFICE_PUBLICATIONS_ACTOR_NAME);
		v[i].at = time_vn(turn_arena(t), row_time(r, i, OFFICE_PUBLICATIONS_AT));
		v[i].effective = date_vn(turn_arena(t), row_date(r, i, OFFICE_PUBLICATIONS_EFFECTIVE_ON));
		v[i].waiting = row_null(r, i, OFFICE_PUBLICATIONS_ENTERED_AT);
		*waiting = *waiting || v[i].waiting;
	}
	return (v);
}

static enum next
show_idle(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct office_idle_view	 m = { .code = request_segment(t, CODE_SEGMENT), .done = office_done(t) };
	struct buf		 body = BUF_INIT;
	xmlDoc auto_(xml_freep)	*doc = NULL;

	if (s->package.n == 0 && turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	m.base = office_base(turn_arena(t), m.code);
	m.publications = publications(t, &m.waiting);
	m.publications_n = turn_rows(t)->n;
	m.name = m.code;
	if (s->package.n > 0) {
		m.hash = hex_text(turn_arena(t), s->package.p, s->package.n);
		if (package_open(turn_arena(t), s->base_xml, 0, &doc, NULL) == 0)
			m.name = package_label(turn_arena(t), xml_first(xmlDocGetRootElement(doc), "catalogue"),
			    turn_lang(t) == LANG_EN);
	}
	tmpl_office_idle(&body, turn_view(t), &m);
	return (reply_html(t, 200, &body));
}

static enum next
show_either(struct turn *t)
{
	return (office_turn(t)->idle ? show_idle(t) : show_copy(t));
}

static const struct step	show_steps[] = {
	OFFICE_GATE, STEP(office_ask_copy), STEP(take_any), STEP(ask_service), STEP(take_service),
	    OFFICE_KNOW_NOTES, STEP(ask_more),
	STEP(show_either),
};

/* ---- opening, going back and forth, dropping */

static enum next
open_copy(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	unsigned char		*hash = arena_alloc(turn_arena(t), SHA256_DIGEST_LENGTH);
	xmlDoc auto_(xml_freep)	*doc = NULL;
	struct str		 kept;

	if (s->package.n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (package_open(turn_arena(t), s->base_xml, 0, &doc, NULL) != 0)
		return (NEXT_FAIL);
	kept = package_kept(turn_arena(t), doc);
	SHA256((const unsigned char *)kept.p, kept.n, hash);
	s->word = STR("opened");
	return (ask(t, &OFFICE_OPEN, ARG_UUID(uuid_new()), ARG_UUID(turn_account(t)->id),
	    ARG_TEXT(request_segment(t, CODE_SEGMENT)), ARG_TEXT(s->agency), ARG_BYTES(s->package),
	    ARG_BYTES(((struct str){ (const char *)hash, SHA256_DIGEST_LENGTH })), ARG_TEXT(kept),
	    ARG_TEXT(turn_account(t)->name)));
}

static enum next
act(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	const struct account	*me = turn_account(t);
	struct str		 what = request_field(t, "_do");

	if (str_eqc(what, "open")) {
		s->stale = false;
		return (s->idle ? open_copy(t) : office_see(t, STR(""), NULL));
	}
	if (s->idle)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (!office_read_version(t))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	s->word = what;
	if (s->stale)
		return (NEXT_STEP);
	if (str_eqc(what, "undo"))
		return (ask(t, &OFFICE_UNDO, ARG_UUID(s->copy.id), ARG_UUID(me->id), ARG_I64(s->seen),
		    ARG_TEXT(me->name)));
	if (str_eqc(what, "redo"))
		return (ask(t, &OFFICE_REDO, ARG_UUID(s->copy.id), ARG_UUID(me->id), ARG_I64(s->seen),
		    ARG_TEXT(me->name)));
	if (str_eqc(what, "drop"))
		return (ask(t, &OFFICE_DROP, ARG_UUID(s->copy.id), ARG_UUID(me->id), ARG_I64(s->seen)));
	return (reply_problem(t, PROBLEM_BAD_REQUEST));
}

static enum next
acted(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 back = request_field(t, "_back"), base = office_base(turn_arena(t),
	    request_segment(t, CODE_SEGMENT));

	if (str_find_byte(back, '?') >= 0)
		back = str_from_to(back, 0, (size_t)str_find_byte(back, '?'));
	if (s->stale || (turn_rows(t)->n == 0 && !s->idle)) {
		/* nothing to go back or forth to is the same as being there */
		s->stale = s->stale || (str_eqc(s->word, "undo") ? s->copy.undo : str_eqc(s->word, "redo") ?
		    s->copy.redo : true);
		if (s->stale)
			return (NEXT_STEP);
	}
	if (str_eqc(s->word, "drop") && s->copy.base.n == 0)
		return (reply_see(t, STR("/quan-tri")));
	if (!str_eqc(s->word, "drop") && str_starts(back, base) && str_find_byte(back, '#') < 0)
		return (office_see(t, str_from_to(back, base.n, back.n), arena_cstr(turn_arena(t), s->word)));
	return (office_see(t, STR(""), arena_cstr(turn_arena(t), s->word)));
}

static const struct step	act_steps[] = {
	OFFICE_GATE, STEP(office_ask_copy), STEP(take_any), STEP(ask_service), STEP(take_service), STEP(act),
	    STEP(acted),
	STEP(office_ask_again), STEP(office_take_again), STEP(office_ask_since), STEP(office_take_since),
	    STEP(office_say_stale),
};

PAGE(office_copy_page, ON_GET(show_steps), ON_POST(act_steps));
