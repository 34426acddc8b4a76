/*
 * Pages that exist only for the http tests: each shows one promise of the web room.
 */
#include <unistd.h>

#include "core/json.h"
#include "sql.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/slow.h"
#include "web/turn.h"

static int64_t
number(struct str s)
{
	int64_t	v = 0;

	(void)str_i64(s, 0, 1000000000, &v);
	return (v);
}

static enum next
reply_number(struct turn *t, int status, int64_t v)
{
	struct buf	body = BUF_INIT;

	buf_i64(&body, v);
	return (reply_json(t, status, &body));
}

/* ---- echo: what the driver made of the request */

static void
echo_pairs(struct json *j, const char *key, const struct pairs *pairs)
{
	size_t	i;

	json_key(j, key);
	json_list(j);
	for (i = 0; i < pairs->n; i++) {
		json_list(j);
		json_str(j, pairs->p[i].name);
		json_str(j, pairs->p[i].value);
		json_list_end(j);
	}
	json_list_end(j);
}

static enum next
say_echo(struct turn *t)
{
	const struct uploads	*files = request_uploads(t);
	struct buf		 body = BUF_INIT;
	struct json		 j = json_to(&body);
	size_t			 i;

	json_open(&j);
	json_kbool(&j, "post", request_is_post(t));
	json_kstr(&j, "lang", turn_lang(t) == LANG_EN ? STR("en") : STR("vi"));
	json_kstr(&j, "client", request_client(t));
	json_kstr(&j, "second", request_segment(t, 1));
	json_kstr(&j, "back", request_return_path(t));
	json_kstr(&j, "cookie", request_cookie(t, "probe"));
	json_kstr(&j, "csrf", turn_view(t)->csrf);
	json_kstr(&j, "name", turn_account(t)->name);
	json_kbool(&j, "clerk", account_has_role(turn_account(t), STR("clerk"), STR("H24.19")));
	echo_pairs(&j, "query", request_queries(t));
	echo_pairs(&j, "fields", request_fields(t));
	json_key(&j, "files");
	json_list(&j);
	for (i = 0; i < files->n; i++) {
		json_open(&j);
		json_kstr(&j, "field", files->p[i].field);
		json_kstr(&j, "filename", files->p[i].filename);
		json_ki64(&j, "bytes", files->p[i].bytes);
		json_close(&j);
	}
	json_list_end(&j);
	json_close(&j);
	return (reply_json(t, 200, &body));
}

static const struct step	echo_steps[] = { STEP(require_any), STEP(say_echo) };
static const struct step	citizen_steps[] = { STEP(require_citizen), STEP(say_echo) };
static const struct step	officer_steps[] = { STEP(require_officer), STEP(say_echo) };

PAGE(probe_echo_page, ON_GET(echo_steps), ON_POST(echo_steps));
PAGE(probe_citizen_page, ON_GET(citizen_steps), ON_POST(citizen_steps));
PAGE(probe_officer_page, ON_GET(officer_steps));

/* ---- uploads: into the store, then shown back */

static enum next
keep_first(struct turn *t)
{
	if (request_uploads(t)->n == 0)
		return (reply_problem(t, PROBLEM_UNPROCESSABLE));
	return (keep_upload(t, &request_uploads(t)->p[0]));
}

static enum next
say_kept(struct turn *t)
{
	struct stored	stored;
	struct buf	body = BUF_INIT;
	struct json	j = json_to(&body);
	int		r = kept_upload(t, &stored);

	if (r < 0)
		return (NEXT_FAIL);
	json_open(&j);
	json_ki64(&j, "answer", r);
	if (r == 0) {
		json_kstr(&j, "sha256", hex_text(turn_arena(t), stored.sha256, sizeof(stored.sha256)));
		json_ki64(&j, "bytes", stored.bytes);
		json_ki64(&j, "pages", stored.pages);
		json_kstr(&j, "type", str_of(store_media_type(stored.type)));
	}
	json_close(&j);
	return (reply_json(t, r == 0 ? 200 : 422, &body));
}

static enum next
send_stored(struct turn *t)
{
	uint8_t	sha256[STORE_SHA256];

	if (!hex_parse(request_query(t, "sha256"), sha256, sizeof(sha256)))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (reply_stored(t, sha256, STORE_PDF, true, STR("Đơn đề nghị.pdf")));
}

static const struct step	upload_steps[] = { STEP(require_any), STEP(keep_first), STEP(say_kept) };
static const struct step	send_steps[] = { STEP(require_nothing), STEP(send_stored) };

PAGE(probe_upload_page, ON_POST(upload_steps));
PAGE(probe_send_page, ON_GET(send_steps));

/* ---- the database */

static enum next
try_insert(struct turn *t)
{
	return (ask_try(t, &PROBE_INSERT, ARG_I64(number(request_field(t, "id"))), ARG_TEXT(request_field(t, "note"))));
}

static enum next
say_inserted(struct turn *t)
{
	struct buf	body = BUF_INIT;

	if (ask_answer(t) == 0)
		return (reply_number(t, 201, row_i64(turn_rows(t), 0, PROBE_INSERT_ID)));
	buf_str(&body, ask_constraint(t));
	return (reply_json(t, ask_answer(t) == DB_E_UNIQUE ? 409 : 422, &body));
}

static enum next
ask_insert(struct turn *t)
{
	return (ask(t, &PROBE_INSERT, ARG_I64(number(request_field(t, "id"))), ARG_TEXT(request_field(t, "note"))));
}

static enum next
ask_count(struct turn *t)
{
	return (ask(t, &PROBE_COUNT));
}

static enum next
say_count(struct turn *t)
{
	return (reply_number(t, 200, row_i64(turn_rows(t), 0, PROBE_COUNT_N)));
}

static enum next
ask_nap(struct turn *t)
{
	return (ask(t, &PROBE_NAP, ARG_I64(number(request_query(t, "ms")))));
}

static enum next
say_nap(struct turn *t)
{
	return (reply_number(t, 200, row_i64(turn_rows(t), 0, PROBE_NAP_N)));
}

static enum next
ask_slow_insert(struct turn *t)
{
	return (ask(t, &PROBE_SLOW_INSERT, ARG_I64(number(request_field(t, "id"))),
	    ARG_I64(number(request_field(t, "ms")))));
}

static enum next
say_slow_insert(struct turn *t)
{
	return (reply_number(t, 201, row_i64(turn_rows(t), 0, PROBE_SLOW_INSERT_ID)));
}

static enum next
ask_unlucky(struct turn *t)
{
	return (ask(t, &PROBE_UNLUCKY, ARG_I64(number(request_field(t, "id"))),
	    ARG_I64(number(request_field(t, "times")))));
}

static enum next
say_lucky(struct turn *t)
{
	return (reply_number(t, 201, row_i64(turn_rows(t), 0, PROBE_UNLUCKY_ID)));
}

static enum next
ask_begin_by_mistake(struct turn *t)
{
	return (ask(t, &PROBE_BEGIN));
}

static const struct step	insert_steps[] = { STEP(require_any), STEP(try_insert), STEP(say_inserted) };
static const struct step	plain_steps[] = { STEP(require_any), STEP(ask_insert), STEP(say_inserted) };
static const struct step	count_steps[] = { STEP(require_nothing), STEP(ask_count), STEP(say_count) };
static const struct step	nap_steps[] = { STEP(require_nothing), STEP(ask_nap), STEP(say_nap) };
static const struct step	slow_steps[] = { STEP(require_any), STEP(ask_slow_insert), STEP(say_slow_insert) };
static const struct step	unlucky_steps[] = { STEP(require_any), STEP(ask_unlucky), STEP(say_lucky) };
static const struct step	begin_steps[] = { STEP(require_nothing), STEP(ask_begin_by_mistake), STEP(say_count) };

PAGE(probe_insert_page, ON_POST(insert_steps));
PAGE(probe_plain_page, ON_POST(plain_steps));
PAGE(probe_count_page, ON_GET(count_steps));
PAGE(probe_nap_page, ON_GET(nap_steps));
PAGE(probe_slow_page, ON_POST(slow_steps));
PAGE(probe_unlucky_page, ON_POST(unlucky_steps));
PAGE(probe_begin_page, ON_GET(begin_steps));

/* ---- threads */

static int
doze(void *job)
{
	int64_t	*ms = job;

	usleep((useconds_t)(*ms * 1000));
	*ms += 1;
	return (7);
}

static enum next
burn_doze(struct turn *t)
{
	int64_t	ms = number(request_query(t, "ms"));

	return (burn(t, doze, &ms, sizeof(ms)));
}

static enum next
say_doze(struct turn *t)
{
	return (reply_number(t, 200, burn_result(t) * 1000000 + *(int64_t *)burn_job(t)));
}

static enum next
burn_hash(struct turn *t)
{
	return (hash_password(t, STR("mật khẩu thử 1")));
}

static enum next
burn_check(struct turn *t)
{
	struct str	hash, word = request_query(t, "word");

	if (hashed_password(t, &hash) < 0)
		return (NEXT_FAIL);
	return (check_password(t, word, str_eqc(request_query(t, "who"), "nobody") ? STR_NONE : hash));
}

static enum next
say_checked(struct turn *t)
{
	return (reply_number(t, 200, password_was_right(t)));
}

static const struct step	doze_steps[] = { STEP(require_nothing), STEP(burn_doze), STEP(say_doze) };
static const struct step	word_steps[] = { STEP(require_nothing), STEP(burn_hash), STEP(burn_check),
    STEP(say_checked) };

PAGE(probe_doze_page, ON_GET(doze_steps));
PAGE(probe_word_page, ON_GET(word_steps));

/* ---- replies */

static enum next
say_public(struct turn *t)
{
	struct buf	body = BUF_INIT;

	buf_cstr(&body, turn_id(t));
	reply_public(t, 1);
	return (reply_html(t, 200, &body));
}

static enum next
say_braked(struct turn *t)
{
	return (brake_allows(t, "probe", 1, 3) ? reply_number(t, 200, 1) : reply_problem(t, PROBLEM_SLOW_DOWN));
}

static enum next
say_nothing(struct turn *t)
{
	(void)t;
	return (NEXT_STEP);
}

static enum next
start_session(struct turn *t)
{
	uint8_t	hash[SESSION_TOKEN_BYTES];

	session_start(t, hash);
	return (reply_see(t, request_return_path(t)));
}

static const struct step	public_steps[] = { STEP(require_nothing), STEP(say_public) };
static const struct step	braked_steps[] = { STEP(require_nothing), STEP(say_braked) };
static const struct step	silent_steps[] = { STEP(require_nothing), STEP(say_nothing) };
static const struct step	start_steps[] = { STEP(require_any), STEP(start_session) };

PAGE(probe_public_page, ON_GET(public_steps));
PAGE(probe_braked_page, ON_GET(braked_steps));
PAGE(probe_silent_page, ON_GET(silent_steps));
PAGE(probe_start_page, ON_POST(start_steps));
