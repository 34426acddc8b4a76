/* A person's own dossiers, drafts and notices; and the public look-up, which names nobody. */
#include "core/json.h"
#include "dossier/dossier_store.h"
#include "dossier/dossier_views.h"
#include "dossier/dossier_words.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define TRACKS_PER_MINUTE	20
#define TRACKS_BURST		20

/* ---- GET /ho-so */

static struct dossier_list_view *
state(struct turn *t)
{
	return (TURN_STATE(t, dossier_list_view));
}

static enum next
ask_dossiers(struct turn *t)
{
	return (ask(t, &DOSSIER_LIST, ARG_UUID(turn_account(t)->id)));
}

static enum next
take_dossiers(struct turn *t)
{
	struct dossier_list_view	*m = state(t);
	struct dossier_line		*d;

	m->dossiers_n = dossier_rows_read(turn_arena(t), turn_rows(t), turn_lang(t), &d);
	for (size_t i = 0; i < m->dossiers_n; i++) {
		d[i].tag = dossier_status_tag(turn_lang(t), d[i].status);
		d[i].deadline = dossier_deadline(turn_arena(t), turn_lang(t), turn_now_s(t), d[i].status, d[i].due_s,
		    d[i].paused);
	}
	m->dossiers = d;
	return (ask(t, &DRAFT_LIST, ARG_UUID(turn_account(t)->id)));
}

static enum next
take_drafts(struct turn *t)
{
	struct draft_line	*drafts;

	state(t)->drafts_n = dossier_drafts_read(turn_arena(t), turn_rows(t), turn_lang(t), &drafts);
	state(t)->drafts = drafts;
	return (ask(t, &DOSSIER_NOTICES, ARG_UUID(turn_account(t)->id)));
}

static enum next
take_notices(struct turn *t)
{
	struct notice_line	*notices;

	state(t)->notices_n = dossier_notices_read(turn_arena(t), turn_rows(t), &notices);
	for (size_t i = 0; i < state(t)->notices_n; i++) {
		notices[i].text = dossier_notice_words(turn_arena(t), turn_lang(t), &notices[i]);
		state(t)->unseen_n += notices[i].seen ? 0 : 1;
	}
	state(t)->notices = notices;
	return (NEXT_STEP);
}

static void
list_json(struct turn *t, struct json *j)
{
	const struct dossier_list_view	*m = state(t);
	struct arena			*a = turn_arena(t);

	json_open(j);
	json_key(j, "dossiers");
	json_list(j);
	for (size_t i = 0; i < m->dossiers_n; i++) {
		json_open(j);
		json_kstr(j, "code", m->dossiers[i].code);
		json_kstr(j, "service", m->dossiers[i].service);
		json_kstr(j, "subject", m->dossiers[i].subject);
		json_ki64(j, "status", m->dossiers[i].status);
		json_kstr(j, "status_words", m->dossiers[i].tag.text);
		json_kstr(j, "submitted_at", time_iso(a, m->dossiers[i].submitted_s));
		if (m->dossiers[i].due_s != 0)
			json_kstr(j, "due_at", time_iso(a, m->dossiers[i].due_s));
		json_kbool(j, "paused", m->dossiers[i].paused);
		json_close(j);
	}
	json_list_end(j);
	json_key(j, "drafts");
	json_list(j);
	for (size_t i = 0; i < m->drafts_n; i++) {
		json_open(j);
		json_kstr(j, "id", m->drafts[i].id);
		json_kstr(j, "service", m->drafts[i].service);
		json_kstr(j, "updated_at", time_iso(a, m->drafts[i].updated_s));
		json_kstr(j, "expires_at", time_iso(a, m->drafts[i].expires_s));
		json_close(j);
	}
	json_list_end(j);
	json_key(j, "notices");
	json_list(j);
	for (size_t i = 0; i < m->notices_n; i++) {
		json_open(j);
		json_kstr(j, "code", m->notices[i].code);
		json_kstr(j, "kind", m->notices[i].kind);
		json_kstr(j, "text", m->notices[i].text);
		json_kstr(j, "at", time_iso(a, m->notices[i].at_s));
		json_kbool(j, "seen", m->notices[i].seen);
		json_close(j);
	}
	json_list_end(j);
	json_close(j);
}

static enum next
show_list(struct turn *t)
{
	struct buf	out = BUF_INIT;
	struct json	j = json_to(&out);

	if (request_wants_json(t)) {
		list_json(t, &j);
		return (reply_json(t, 200, &out));
	}
	tmpl_dossier_list(&out, turn_view(t), state(t));
	return (reply_html(t, 200, &out));
}

static const struct step	list_steps[] = {
	STEP(require_citizen), STEP(ask_dossiers), STEP(take_dossiers), STEP(take_drafts), STEP(take_notices),
	    STEP(show_list),
};
PAGE(dossier_list_page, ON_GET(list_steps));

/* ---- GET /tra-cuu?ma= */

static enum next
reply_track(struct turn *t, const struct dossier_track_view *m)
{
	struct buf	out = BUF_INIT;
	struct json	j = json_to(&out);

	if (!request_wants_json(t)) {
		tmpl_dossier_track(&out, turn_view(t), m);
		return (reply_html(t, m->searched && !m->found ? 404 : 200, &out));
	}
	if (!m->found)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	json_open(&j);
	json_kstr(&j, "code", m->code);
	json_kstr(&j, "status_words", m->status_words);
	json_close(&j);
	return (reply_json(t, 200, &out));
}

static enum next
ask_status(struct turn *t)
{
	struct str			code = dossier_code_clean(turn_arena(t), request_query(t, "ma"));
	struct dossier_track_view	m = { .typed = request_query(t, "ma") };

	m.malformed = m.typed.n > 0 && code.n == 0;
	if (code.n == 0)
		return (reply_track(t, &m));
	if (!brake_allows(t, "track", TRACKS_PER_MINUTE, TRACKS_BURST))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	return (ask(t, &DOSSIER_TRACK, ARG_TEXT(code)));
}

/* Without sign-in only the code and how far it is are shown (Circular 01/2018/TT-VPCP, article 16). */
static enum next
show_status(struct turn *t)
{
	const struct rows		*r = turn_rows(t);
	struct dossier_track_view	 m = { .typed = request_query(t, "ma"), .searched = true, .found = r->n == 1 };

	if (m.found) {
		m.code = dossier_code_clean(turn_arena(t), m.typed);
		m.tag = dossier_status_tag(turn_lang(t), row_i64(r, 0, DOSSIER_TRACK_STATUS));
		m.status_words = m.tag.text;
	}
	return (reply_track(t, &m));
}

static const struct step	track_steps[] = { STEP(require_any), STEP(ask_status), STEP(show_status) };
PAGE(dossier_track_page, ON_GET(track_steps));
