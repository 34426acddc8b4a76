/* A person's own dossiers: the list, one of them, its files and result; and what anybody may look up. */
#include "core/err.h"
#include "core/id.h"
#include "core/json.h"
#include "dossier/dossier_store.h"
#include "dossier/dossier_views.h"
#include "dossier/dossier_words.h"
#include "draft/draft.h"
#include "shelf/shelf_pages.h"
#include "sql.h"
#include "store/store.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define SEGMENT_CODE		1
#define SEGMENT_FILE		3

struct dossier_turn {
	struct dossier		 d;
	const struct form	*form;
	const struct process	*process;
	struct dossier_show_view m;
};

static struct dossier_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, dossier_turn));
}

/* ---- GET /ho-so/<code> */

static enum next
ask_dossier(struct turn *t)
{
	return (ask(t, &DOSSIER_GET, ARG_TEXT(request_segment(t, SEGMENT_CODE)), ARG_UUID(turn_account(t)->id)));
}

static enum next
take_dossier(struct turn *t)
{
	if (!dossier_read(turn_rows(t), request_segment(t, SEGMENT_CODE), &state(t)->d))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (NEXT_STEP);
}

static enum next
want_form(struct turn *t)
{
	return (shelf_want_form(t, state(t)->d.package));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, state(t)->d.package, &state(t)->form));
}

static enum next
want_process(struct turn *t)
{
	return (shelf_want_process(t, state(t)->d.workflow));
}

static enum next
take_process(struct turn *t)
{
	return (shelf_take_process(t, state(t)->d.workflow, &state(t)->process));
}

static enum next
ask_events(struct turn *t)
{
	return (ask(t, &DOSSIER_EVENTS, ARG_UUID(state(t)->d.id)));
}

static enum next
take_events(struct turn *t)
{
	struct dossier_turn	*s = state(t);
	struct dossier_event	*events;
	size_t			 n = dossier_events_read(turn_arena(t), turn_rows(t), turn_lang(t), &events);

	s->m.timeline = dossier_timeline(turn_arena(t), turn_lang(t), s->process, events, n);
	return (NEXT_STEP);
}

static enum next
ask_files(struct turn *t)
{
	return (ask(t, &DOSSIER_FILES, ARG_UUID(state(t)->d.id)));
}

/* The labels that the form gives to the fields of papers; a paper that the answers no longer hold was replaced. */
static int
label_papers(struct turn *t, struct dossier_file *files, size_t n)
{
	struct dossier_turn			*s = state(t);
	struct instance auto_(instance_freep)	*in = NULL;
	struct form_attachment			*attached;
	size_t					 attached_n;
	int					 r;

	r = instance_parse(s->form, civil_vn(turn_now_s(t)).date, s->d.instance, &in);
	if (r != 0)
		return (err_fold(r));
	instance_files(turn_arena(t), in, &attached, &attached_n);
	for (size_t i = 0; i < n; i++) {
		files[i].replaced = !files[i].slip;
		for (size_t k = 0; k < attached_n && !files[i].slip; k++) {
			if (!str_eq(attached[k].field, files[i].paper))
				continue;
			files[i].label = attached[k].label.in[turn_lang(t)];
			if (str_eq(attached[k].file.sha256, files[i].sha256))
				files[i].replaced = false;
		}
	}
	return (0);
}

static enum next
take_files(struct turn *t)
{
	struct dossier_turn	*s = state(t);
	struct arena		*a = turn_arena(t);
	struct dossier_file	*files, *papers, *slips;
	size_t			 n = dossier_files_read(a, turn_rows(t), &files);

	if (label_papers(t, files, n) != 0)
		return (NEXT_FAIL);
	s->m.papers = papers = ARENA_ARRAY(a, struct dossier_file, n + 1);
	s->m.slips = slips = ARENA_ARRAY(a, struct dossier_file, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct form_file	facts = { .type = files[i].type, .bytes = files[i].bytes };

		files[i].facts = draft_file_facts(a, turn_lang(t), &facts);
		if (files[i].slip) {
			files[i].label = dossier_slip_words(turn_lang(t), files[i].paper);
			slips[s->m.slips_n++] = files[i];
			if (str_eqc(files[i].paper, "submission"))
				s->m.confirmation = files[i].sha256;
		} else if (!files[i].replaced) {
			papers[s->m.papers_n++] = files[i];
		}
	}
	/* What counts stands first; what it replaced was handed in too, and stays. */
	for (size_t i = 0; i < n; i++) {
		if (files[i].replaced)
			papers[s->m.papers_n++] = files[i];
	}
	return (NEXT_STEP);
}

static void
json_files(struct json *j, struct arena *a, const char *key, const struct dossier_file *files, size_t n)
{
	json_key(j, key);
	json_list(j);
	for (size_t i = 0; i < n; i++) {
		json_open(j);
		json_kstr(j, "kind", files[i].paper);
		json_kstr(j, "label", files[i].label);
		json_kstr(j, "name", files[i].name);
		json_kstr(j, "sha256", files[i].sha256);
		json_kstr(j, "type", files[i].type);
		json_ki64(j, "bytes", files[i].bytes);
		json_kstr(j, "at", time_iso(a, files[i].at_s));
		if (!files[i].slip)
			json_kbool(j, "replaced", files[i].replaced);
		json_close(j);
	}
	json_list_end(j);
}

static void
json_time(struct json *j, struct arena *a, const char *key, int64_t s)
{
	if (s != 0)
		json_kstr(j, key, time_iso(a, s));
}

static enum next
show_json(struct turn *t)
{
	const struct dossier_show_view	*m = &state(t)->m;
	struct arena			*a = turn_arena(t);
	struct buf			 out = BUF_INIT;
	struct json			 j = json_to(&out);

	json_open(&j);
	json_kstr(&j, "code", m->d->code);
	json_kstr(&j, "service", m->service);
	json_kstr(&j, "subject", m->d->subject);
	json_kstr(&j, "agency", m->agency);
	json_ki64(&j, "status", m->d->status);
	json_kstr(&j, "status_words", m->status_words);
	json_time(&j, a, "submitted_at", m->d->submitted_s);
	json_time(&j, a, "accepted_at", m->d->accepted_s);
	json_time(&j, a, "due_at", m->d->due_s);
	json_time(&j, a, "paused_at", m->d->paused_s);
	json_time(&j, a, "finished_at", m->d->finished_s);
	json_kbool(&j, "supplement_asked", m->d->asked);
	json_kstr(&j, "supplement_reasons", m->d->reasons);
	json_kbool(&j, "released", m->d->released);
	if (m->d->released) {
		json_kstr(&j, "result_number", m->d->result_number);
		json_kstr(&j, "result_code", m->d->result_code);
	}
	json_key(&j, "history");
	json_list(&j);
	for (size_t i = 0; i < m->timeline.items_n; i++) {
		json_open(&j);
		json_kstr(&j, "title", m->timeline.items[i].title);
		json_kstr(&j, "by", m->timeline.items[i].by);
		json_kstr(&j, "at", m->timeline.items[i].at);
		json_kstr(&j, "text", m->timeline.items[i].text);
		json_close(&j);
	}
	json_list_end(&j);
	json_files(&j, a, "papers", m->papers, m->papers_n);
	json_files(&j, a, "slips", m->slips, m->slips_n);
	json_close(&j);
	return (reply_json(t, 200, &out));
}

static enum next
show_dossier(struct turn *t)
{
	struct dossier_turn		*s = state(t);
	struct dossier_show_view	*m = &s->m;
	struct arena			*a = turn_arena(t);
	enum lang			 lang = turn_lang(t);
	struct buf			 out = BUF_INIT;
	struct str			*reasons;

	m->d = &s->d;
	m->path = arena_printf(a, "/ho-so/%.*s", STR_ARG(s->d.code));
	m->service = form_catalogue(s->form)->name.in[lang];
	m->agency = lang == LANG_EN ? s->d.agency_en : s->d.agency_vi;
	m->just_submitted = request_query(t, "moi").n > 0;
	m->just_supplemented = request_query(t, "bo-sung").n > 0;
	m->may_withdraw = dossier_is_open(s->d.status);
	m->status_words = dossier_status_words(lang, s->d.status);
	m->status_hint = dossier_status_hint(lang, s->d.status);
	m->tag = dossier_status_tag(lang, s->d.status);
	m->deadline = dossier_deadline(a, lang, turn_now_s(t), s->d.status, s->d.due_s, s->d.paused_s != 0);
	m->where = dossier_where(a, lang, s->process, s->d.marking);
	m->reasons_n = dossier_lines(a, s->d.reasons, &reasons);
	m->reasons = reasons;
	if (request_wants_json(t))
		return (show_json(t));
	tmpl_dossier_show(&out, turn_view(t), m);
	return (reply_html(t, 200, &out));
}

static const struct step show_steps[] = {
	STEP(require_citizen),
	STEP(ask_dossier),
	STEP(take_dossier),
	STEP(want_form),
	STEP(take_form),
	STEP(want_process),
	STEP(take_process),
	STEP(ask_events),
	STEP(take_events),
	STEP(ask_files),
	STEP(take_files),
	STEP(show_dossier),
};
PAGE(dossier_page, ON_GET(show_steps));

/* ---- POST /ho-so/<code>/bo-sung: a draft made from the dossier */

static enum next
open_supplement(struct turn *t)
{
	return (ask_try(t, &DOSSIER_SUPPLEMENT_OPEN, ARG_TEXT(request_segment(t, SEGMENT_CODE)),
	    ARG_UUID(turn_account(t)->id), ARG_UUID(uuid_new())));
}

/* Two clicks at once: the draft is there now. */
static enum next
open_again(struct turn *t)
{
	return (ask_answer(t) == 0 ? NEXT_STEP : open_supplement(t));
}

static enum next
see_supplement(struct turn *t)
{
	if (ask_answer(t) != 0 || turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_STALE));
	return (reply_see(t, arena_printf(turn_arena(t), "/nhap/%s",
	    uuid_text(turn_arena(t), row_uuid(turn_rows(t), 0, DOSSIER_SUPPLEMENT_OPEN_DRAFT)).p)));
}

static const struct step	supplement_steps[] = { STEP(require_citizen), STEP(open_supplement), STEP(open_again),
	STEP(see_supplement),
};
PAGE(supplement_open_page, ON_POST(supplement_steps));

/* ---- files */

static enum next
ask_file(struct turn *t)
{
	uint8_t	*sha256 = arena_alloc(turn_arena(t), STORE_SHA256);

	if (!hex_parse(request_segment(t, SEGMENT_FILE), sha256, STORE_SHA256))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (ask(t, &DOSSIER_FILE_GET, ARG_TEXT(request_segment(t, SEGMENT_CODE)), ARG_UUID(turn_account(t)->id),
	    ARG_BYTES(((struct str){ (const char *)sha256, STORE_SHA256 }))));
}

static enum next
send_file(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	uint8_t			 sha256[STORE_SHA256];

	if (r->n == 0 || !hex_parse(request_segment(t, SEGMENT_FILE), sha256, STORE_SHA256))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (reply_stored(t, sha256, store_type_of(row_text(r, 0, DOSSIER_FILE_GET_TYPE)), false,
	    row_text(r, 0, DOSSIER_FILE_GET_NAME)));
}

static enum next
ask_result(struct turn *t)
{
	return (ask(t, &DOSSIER_RESULT_GET, ARG_TEXT(request_segment(t, SEGMENT_CODE)), ARG_UUID(turn_account(t)->id)));
}

static enum next
send_result(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	bool			 xml = str_ends(request_segment(t, 2), STR(".xml"));
	struct str		 code = request_segment(t, SEGMENT_CODE), digest;

	if (r->n == 0)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	digest = row_bytes(r, 0, xml ? DOSSIER_RESULT_GET_XML : DOSSIER_RESULT_GET_PDF);
	CHECK(digest.n == STORE_SHA256);
	return (reply_stored(t, (const uint8_t *)digest.p, xml ? STORE_XML : STORE_PDF, true,
	    arena_printf(turn_arena(t), "ket-qua-%.*s.%s", STR_ARG(code), xml ? "xml" : "pdf")));
}

static const struct step	file_steps[] = { STEP(require_citizen), STEP(ask_file), STEP(send_file) };
static const struct step	result_steps[] = { STEP(require_citizen), STEP(ask_result), STEP(send_result) };
PAGE(dossier_file_page, ON_GET(file_steps));
PAGE(dossier_result_page, ON_GET(result_steps));
