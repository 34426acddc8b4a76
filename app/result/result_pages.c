/*
 * Checking what was issued: the page behind a QR code, which the browser verifies by itself and offline, the scanner,
 * and the upload of a signed file. Nobody needs to be signed in, and no page here says more than a stranger may know.
 */
#include "core/clock.h"
#include "core/json.h"
#include "result/result.h"
#include "result/result_check.h"
#include "result/result_views.h"
#include "result/result_words.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/turn.h"

#include <fcntl.h>
#include <unistd.h>

#define LOOKUPS_PER_MINUTE	60
#define LOOKUPS_BURST		40
#define UPLOADS_PER_MINUTE	20
#define UPLOADS_BURST		20

struct result_page_state {
	struct str	code, typed;
	enum msg	code_fault, file_fault;
	struct check_job job;		/* as it came back from the thread */
};

static struct result_page_state *
state_of(struct turn *t)
{
	return (TURN_STATE(t, result_page_state));
}

static struct str
word(struct turn *t, enum msg id)
{
	return (msg_text(turn_lang(t), id));
}

static enum result_state
state_in(const struct rows *r)
{
	return (result_state_of(row_text(r, 0, RESULT_STATUS_STATE)));
}

/* ---- /k/<code>: a wrong code is clear, a slightly different spelling of a right one is led to it */

static enum next
ask_status(struct turn *t)
{
	struct str	typed = request_segment(t, 1), code;

	if (!brake_allows(t, "result-code", LOOKUPS_PER_MINUTE, LOOKUPS_BURST))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	if (str_ends(typed, STR(".json")))
		typed = str_from_to(typed, 0, typed.n - 5);
	if (!result_code_clean(turn_arena(t), typed, &code))
		code = STR_NONE;
	else if (!str_eq(code, typed))
		return (reply_see(t, arena_printf(turn_arena(t), "/k/%.*s", STR_ARG(code))));
	state_of(t)->code = code;
	return (ask(t, &RESULT_STATUS, ARG_TEXT(code)));
}

/* What assets/js/verify.js reads. Number and issuer are there so that the browser sees whether the code and the signed
 * text speak of the same paper: the code itself is not signed. */
static enum next
reply_status_json(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	struct buf		 body = BUF_INIT;
	struct json		 j = json_to(&body);
	enum result_state	 state;

	json_open(&j);
	if (r->n == 0) {
		json_kstr(&j, "status", STR("none"));
	} else {
		state = state_in(r);
		json_kstr(&j, "status", str_of(result_state_name(state)));
		json_kstr(&j, "number", row_text(r, 0, RESULT_STATUS_NUMBER));
		json_kstr(&j, "issuer", row_text(r, 0, RESULT_STATUS_AGENCY));
		json_kstr(&j, "agency", row_text(r, 0,
		    turn_lang(t) == LANG_EN ? RESULT_STATUS_AGENCY_EN : RESULT_STATUS_AGENCY_VI));
		json_key(&j, "since");
		if (state == RESULT_CURRENT || row_null(r, 0, RESULT_STATUS_CHANGED_AT))
			json_nothing(&j);
		else
			json_str(&j, time_iso(turn_arena(t), row_time(r, 0, RESULT_STATUS_CHANGED_AT)));
	}
	json_kstr(&j, "asOf", time_iso(turn_arena(t), turn_now_s(t)));
	json_close(&j);
	return (reply_json(t, r->n == 0 ? 404 : 200, &body));
}

static enum next
show_page(struct turn *t, struct result_page_view *m)
{
	struct buf	body = BUF_INIT;

	m->answers = result_answers(turn_arena(t), turn_lang(t), &m->answers_n);
	tmpl_result_page(&body, turn_view(t), m);
	return (reply_html(t, m->known || m->code.n == 0 ? 200 : 404, &body));
}

static enum next
show_status(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	struct result_page_view	 m = { .code = state_of(t)->code, .known = r->n == 1 };

	if (request_wants_json(t))
		return (reply_status_json(t));
	if (m.code.n == 0)
		m.code = request_segment(t, 1);
	m.answer = m.known ? result_register_answer(turn_lang(t), state_in(r)) : result_unknown_answer(turn_lang(t));
	if (m.known)
		m.rows = result_register_rows(turn_arena(t), turn_lang(t), r, m.code, &m.rows_n);
	return (show_page(t, &m));
}

/* The page without a code: the same for everybody, kept by the service worker. */
static enum next
show_shell(struct turn *t)
{
	struct result_page_view	m = { .answer = result_nothing_answer(turn_lang(t)) };

	return (show_page(t, &m));
}

/* ---- /kiem-tra */

static enum next
show_check_form(struct turn *t)
{
	struct result_page_state	*s = state_of(t);
	struct result_check_view	 m = { .typed = s->typed };
	struct problem_link		 problem;
	struct buf			 body = BUF_INIT;

	if (s->code_fault != MSG_NONE) {
		m.code_error = word(t, s->code_fault);
		problem = (struct problem_link){ m.code_error, STR("#ma") };
	} else if (s->file_fault != MSG_NONE) {
		m.file_error = word(t, s->file_fault);
		problem = (struct problem_link){ m.file_error, STR("#tep") };
	}
	m.problems = &problem;
	m.problems_n = m.code_error.n > 0 || m.file_error.n > 0;
	tmpl_result_check_form(&body, turn_view(t), &m);
	return (reply_html(t, m.problems_n > 0 ? 422 : 200, &body));
}

static enum next
read_code(struct turn *t)
{
	struct result_page_state	*s = state_of(t);
	struct str			 code;

	s->typed = request_query(t, "ma");
	if (s->typed.n == 0)
		return (show_check_form(t));
	if (result_code_clean(turn_arena(t), s->typed, &code))
		return (reply_see(t, arena_printf(turn_arena(t), "/k/%.*s", STR_ARG(code))));
	s->code_fault = MSG_RESULT_CODE_FAULT;
	return (show_check_form(t));
}

/* ---- the upload: read from the front's spool file by a thread, which leaves nothing behind */

static const struct upload *
chosen_file(struct turn *t)
{
	const struct uploads	*files = request_uploads(t);
	size_t			 i;

	for (i = 0; i < files->n; i++)
		if (str_eqc(files->p[i].field, "tep") && files->p[i].bytes > 0)
			return (&files->p[i]);
	return (NULL);
}

static enum next
refuse_file(struct turn *t, enum msg why)
{
	state_of(t)->file_fault = why;
	return (show_check_form(t));
}

static enum next
check_file(struct turn *t)
{
	const struct upload	*file = chosen_file(t);
	struct check_job	 job = { .public_dir = turn_public_dir(t), .now_s = turn_now_s(t) };
	enum next		 next;

	if (!brake_allows(t, "result-file", UPLOADS_PER_MINUTE, UPLOADS_BURST))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	if (file == NULL)
		return (refuse_file(t, MSG_RESULT_FILE_MISSING));
	if (file->bytes > VERIFY_FILE_MAX_BYTES)
		return (refuse_file(t, MSG_RESULT_FILE_BIG));
	job.offset = file->offset;
	job.bytes = file->bytes;
	job.fd = fcntl(file->fd, F_DUPFD_CLOEXEC, 3);
	if (job.fd < 0)
		return (NEXT_FAIL);
	next = burn(t, result_check, &job, sizeof(job));
	if (next != NEXT_WAIT)
		(void)close(job.fd);
	return (next);
}

static enum next
ask_file(struct turn *t)
{
	struct check_job	*job = &state_of(t)->job;

	if (burn_result(t) != 0)
		return (NEXT_FAIL);
	memcpy(job, burn_job(t), sizeof(*job));
	return (ask(t, &RESULT_BY_FILE, ARG_BYTES(((struct str){ (const char *)job->sha256, sizeof(job->sha256) }))));
}

static enum next
show_file(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	const struct check_job	*job = &state_of(t)->job;
	struct result_file_view	 m = { .sha256 = hex_text(turn_arena(t), job->sha256, sizeof(job->sha256)) };
	enum result_state	 ours;
	enum result_finding	 finding;
	struct buf		 body = BUF_INIT;

	if (r->n == 1)
		ours = result_state_of(row_text(r, 0, RESULT_BY_FILE_STATE));
	finding = result_judge(r->n == 1 ? &ours : NULL, job->verdict, &job->reasons, job->n);
	m.verdict = result_file_verdict(turn_lang(t), finding);
	if (r->n == 1) {
		m.verdict.rows = result_file_rows(turn_arena(t), turn_lang(t), r, &m.verdict.rows_n);
		m.status_href = arena_printf(turn_arena(t), "/k/%.*s", STR_ARG(row_text(r, 0, RESULT_BY_FILE_CODE)));
	}
	m.reasons = result_reasons(turn_arena(t), turn_lang(t), &job->reasons, &m.reasons_n);
	m.signatures = result_signatures(turn_arena(t), turn_lang(t), job, &m.signatures_n);
	tmpl_result_file(&body, turn_view(t), &m);
	return (reply_html(t, 200, &body));
}

/* ---- /kiem-tra/quet */

static enum next
show_scanner(struct turn *t)
{
	struct result_page_view	m = { .scanner = true };
	struct buf		body = BUF_INIT;

	m.answers = result_answers(turn_arena(t), turn_lang(t), &m.answers_n);
	tmpl_result_scan(&body, turn_view(t), &m);
	reply_allow_wasm(t);
	return (reply_html(t, 200, &body));
}

static const struct step	shell_steps[] = { STEP(require_nothing), STEP(show_shell) };
static const struct step	status_steps[] = { STEP(require_any), STEP(ask_status), STEP(show_status) };
static const struct step	json_steps[] = { STEP(require_nothing), STEP(ask_status), STEP(reply_status_json) };
static const struct step	check_steps[] = { STEP(require_any), STEP(read_code) };
static const struct step	file_steps[] = { STEP(require_any), STEP(check_file), STEP(ask_file), STEP(show_file) };
static const struct step	scan_steps[] = { STEP(require_any), STEP(show_scanner) };

PAGE(result_shell_page, ON_GET(shell_steps));
PAGE(result_status_page, ON_GET(status_steps));
PAGE(result_json_page, ON_GET(json_steps));
PAGE(result_check_page, ON_GET(check_steps), ON_POST(file_steps));
PAGE(result_scan_page, ON_GET(scan_steps));
