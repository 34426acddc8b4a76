/* /quan-tri/<code>/nhap-xuat and goi.xml: the package as a file, out and in; in with a look at the difference first. */
#include "office/office_load_pages.h"

#include <unistd.h>

#include "office/office_words.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define CHANGES_SHOWN	200

static enum next
send_package(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 name = arena_printf(turn_arena(t), "%.*s.xml", STR_ARG(s->copy.code));

	reply_header(t, "content-disposition", arena_cstr(turn_arena(t), disposition(turn_arena(t), true, name)));
	return (reply_bytes(t, 200, "application/xml", package_plain(turn_arena(t), s->copy.doc)));
}

static const struct step	export_steps[] = { OFFICE_LOAD, STEP(send_package) };

PAGE(office_export_page, ON_GET(export_steps));

/* ---- in */

static enum next
reply_file(struct turn *t, int status, struct office_file_view *m)
{
	struct office_turn	*s = office_turn(t);
	struct problem_link	*link = ARENA_NEW(turn_arena(t), struct problem_link);
	struct buf		 body = BUF_INIT;

	office_show_frame(&s->o, STR_NONE, &m->f);
	m->f.tab = OFFICE_TAB_FILE;
	if (m->error.n > 0) {
		*link = (struct problem_link){ m->error, STR("#tep") };
		m->problems = link;
		m->problems_n = 1;
	}
	tmpl_office_file(&body, turn_view(t), m);
	return (reply_html(t, status, &body));
}

static enum next
show_file(struct turn *t)
{
	struct office_file_view	m = { .dry = false };

	return (reply_file(t, 200, &m));
}

static bool
read_upload(struct turn *t, struct str *out)
{
	const struct uploads	*u = request_uploads(t);
	char			*p;

	if (u->n == 0 || u->p[0].bytes <= 0 || u->p[0].bytes > PACKAGE_BYTES_MAX)
		return (false);
	p = arena_alloc(turn_arena(t), (size_t)u->p[0].bytes + 1);
	if (pread(u->p[0].fd, p, (size_t)u->p[0].bytes, u->p[0].offset) != u->p[0].bytes)
		return (false);
	*out = (struct str){ p, (size_t)u->p[0].bytes };
	return (true);
}

static enum next
refuse(struct turn *t, struct str why)
{
	struct office_turn	*s = office_turn(t);
	struct office_file_view	 m = { .error = why };
	struct str		*faults = ARENA_ARRAY(turn_arena(t), struct str, s->result.faults.n);

	for (size_t i = 0; i < s->result.faults.n; i++)
		faults[i] = arena_printf(turn_arena(t), "%d: %.*s", s->result.faults.v[i].line,
		    STR_ARG(s->result.faults.v[i].text));
	m.faults = faults;
	m.faults_n = s->result.faults.n;
	return (reply_file(t, 422, &m));
}

/* A file: what would change; the hash of one that was looked at: now it is imported. */
static enum next
read_import(struct turn *t)
{
	unsigned char	*hash = arena_alloc(turn_arena(t), 32);

	if (!office_read_version(t))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	if (request_field(t, "hash").n == 0)
		return (NEXT_STEP);
	if (!hex_parse(request_field(t, "hash"), hash, 32))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	return (ask(t, &OFFICE_STATE, ARG_BYTES(((struct str){ (const char *)hash, 32 }))));
}

static enum next
take_import(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 text;

	if (request_field(t, "hash").n > 0) {
		if (turn_rows(t)->n != 1)
			return (reply_problem(t, PROBLEM_UNPROCESSABLE));
		text = row_text(turn_rows(t), 0, OFFICE_STATE_XML);
	} else {
		s->stale = false;
		if (!read_upload(t, &text))
			return (refuse(t, msg_text(turn_lang(t), MSG_OFFICE_FILE_NONE)));
	}
	s->edits[s->edits_n++] = (struct package_edit){ .op = PACKAGE_REPLACE, .text = text };
	return (NEXT_STEP);
}

static enum next
make_import(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	enum next		 r = office_make(t);

	if (r != NEXT_STEP || s->stale || s->answer == 0 || s->answer == PACKAGE_E_SAME)
		return (r);
	if (s->answer == PACKAGE_E_PLACE)
		return (refuse(t, msg_text(turn_lang(t), MSG_OFFICE_FILE_CODE)));
	return (refuse(t, office_problem_text(turn_arena(t), turn_lang(t), s->answer,
	    s->result.faults.n > 0 ? s->result.faults.v[0].text : STR(""))));
}

static enum next
commit_import(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (request_field(t, "hash").n > 0)
		return (office_commit(t));
	if (s->answer == PACKAGE_E_SAME)
		return (NEXT_STEP);
	return (ask(t, &OFFICE_CANDIDATE, ARG_UUID(s->copy.id), ARG_UUID(turn_account(t)->id),
	    ARG_BYTES(s->next_hash),
	    ARG_TEXT(s->next_kept)));
}

static enum next
say_dry(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct office_file_view	 m = { .dry = true, .hash = hex_text(turn_arena(t), s->next_hash.p, s->next_hash.n) };
	struct package_changes	 changes;

	if (request_field(t, "hash").n > 0)
		return (office_committed(t));
	package_diff(turn_arena(t), s->o.v, s->copy.doc, s->next, true, &changes);
	m.changes = office_show_changes(&s->o, &changes, CHANGES_SHOWN, &m.changes_n);
	m.more = (int64_t)(changes.n - m.changes_n + changes.left_out);
	return (reply_file(t, 200, &m));
}

static enum next
say_imported(struct turn *t)
{
	return (office_see(t, STR(""), office_turn(t)->answer == PACKAGE_E_SAME ? "same" : "import"));
}

static const struct step	show_steps[] = { OFFICE_LOAD, STEP(show_file) };
static const struct step	import_steps[] = {
	OFFICE_LOAD, STEP(read_import), STEP(take_import), STEP(make_import), STEP(commit_import), STEP(say_dry),
	STEP(office_ask_again), STEP(office_take_again), STEP(office_ask_since), STEP(office_take_since),
	    STEP(office_say_stale),
	STEP(say_imported),
};

PAGE(office_file_page, ON_GET(show_steps), ON_POST(import_steps));
