/*
 * Signing in, out, and registering. A login that does not exist, a locked one and a wrong password cost the same time
 * and get the same answer, so that nobody learns who has an account; all count against the address. Argon2id runs on a
 * thread (web/slow.h).
 */
#include "core/rng.h"
#include "identity/identity.h"
#include "identity/identity_views.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/slow.h"
#include "web/turn.h"

#define CITIZEN_HOURS		24
#define OFFICER_HOURS		10
#define TRIES_PER_MINUTE	30
#define TRIES_BURST		15
#define CSRF_SECRET_BYTES	32

struct identity_state {
	struct str	login;
	struct uuid	account;
	bool		known, locked, officer;
	enum msg	fault;			/* why the form is shown again */
	bool		fault_is_password;
	struct registration typed;
	unsigned	faults;
	bool		taken;
};

static struct identity_state *
state_of(struct turn *t)
{
	return (TURN_STATE(t, identity_state));
}

/* ---- the sign-in form */

static enum next
show_sign_in(struct turn *t)
{
	struct identity_state		*s = state_of(t);
	struct identity_sign_in_view	 m = { .login = s->login, .back = request_return_path(t) };
	struct problem_link		 problem[2];
	struct buf			 body = BUF_INIT;

	if (s->fault != MSG_NONE) {
		problem[0] = (struct problem_link){ msg_text(turn_lang(t), s->fault),
		    s->fault_is_password ? STR("#password") : STR("#login") };
		*(s->fault_is_password ? &m.password_error : &m.login_error) = problem[0].text;
		m.problems = problem;
		m.problems_n = 1;
	}
	if (s->fault == MSG_IDENTITY_LOGIN_MISSING && request_field(t, "password").n == 0) {
		m.password_error = msg_text(turn_lang(t), MSG_IDENTITY_PASSWORD_MISSING);
		problem[m.problems_n++] = (struct problem_link){ m.password_error, STR("#password") };
	}
	tmpl_identity_sign_in(&body, turn_view(t), &m);
	return (reply_html(t, s->fault == MSG_NONE ? 200 : 422, &body));
}

static enum next
refuse(struct turn *t, enum msg fault, bool is_password)
{
	state_of(t)->fault = fault;
	state_of(t)->fault_is_password = is_password;
	return (show_sign_in(t));
}

static enum next
ask_account(struct turn *t)
{
	struct identity_state	*s = state_of(t);

	if (!brake_allows(t, "sign-in", TRIES_PER_MINUTE, TRIES_BURST))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	s->login = login_clean(turn_arena(t), request_field(t, "login"));
	if (s->login.n == 0 || s->login.n > LOGIN_MAX_BYTES)
		return (refuse(t, MSG_IDENTITY_LOGIN_MISSING, false));
	if (request_field(t, "password").n == 0)
		return (refuse(t, MSG_IDENTITY_PASSWORD_MISSING, true));
	return (ask(t, &IDENTITY_ACCOUNT_BY_LOGIN, ARG_TEXT(s->login)));
}

static enum next
try_password(struct turn *t)
{
	const struct rows	*r = turn_rows(t);
	struct identity_state	*s = state_of(t);

	s->known = r->n == 1;
	if (s->known) {
		s->account = row_uuid(r, 0, IDENTITY_ACCOUNT_BY_LOGIN_ACCOUNT);
		s->officer = str_eqc(row_text(r, 0, IDENTITY_ACCOUNT_BY_LOGIN_KIND), "officer");
		s->locked = row_bool(r, 0, IDENTITY_ACCOUNT_BY_LOGIN_LOCKED);
	}
	return (check_password(t, request_field(t, "password"),
	    s->known ? row_text(r, 0, IDENTITY_ACCOUNT_BY_LOGIN_PASSWORD_HASH) : STR_NONE));
}

static enum next
open_session(struct turn *t)
{
	uint8_t	*token_hash = arena_alloc(turn_arena(t), SESSION_TOKEN_BYTES);
	uint8_t	*csrf = arena_alloc(turn_arena(t), CSRF_SECRET_BYTES);

	session_start(t, token_hash);
	rng_bytes(csrf, CSRF_SECRET_BYTES);
	return (ask(t, &IDENTITY_SESSION_OPEN, ARG_BYTES(((struct str){ (char *)token_hash, SESSION_TOKEN_BYTES })),
	    ARG_UUID(state_of(t)->account), ARG_BYTES(((struct str){ (char *)csrf, CSRF_SECRET_BYTES })),
	    ARG_I64(state_of(t)->officer ? OFFICER_HOURS : CITIZEN_HOURS)));
}

static enum next
let_in_or_not(struct turn *t)
{
	if (password_was_right(t) && state_of(t)->known && !state_of(t)->locked)
		return (open_session(t));
	return (ask(t, &IDENTITY_FAILED, ARG_TEXT(state_of(t)->login)));
}

static enum next
go_on_or_say_why(struct turn *t)
{
	struct str	back = request_return_path(t);

	if (turn_rows(t)->stmt != &IDENTITY_SESSION_OPEN)
		return (refuse(t, MSG_IDENTITY_WRONG, true));
	if (turn_rows(t)->n != 1)		/* closed in this very moment */
		return (refuse(t, MSG_IDENTITY_WRONG, true));
	if (str_eqc(back, "/"))
		back = state_of(t)->officer ? STR("/ban-lam-viec") : STR("/ho-so");
	return (reply_see(t, back));
}

/* ---- out */

static enum next
close_session(struct turn *t)
{
	uint8_t	*token_hash = arena_alloc(turn_arena(t), SESSION_TOKEN_BYTES);

	if (!session_end(t, token_hash))
		return (reply_see(t, STR("/")));
	return (ask(t, &IDENTITY_SESSION_CLOSE, ARG_BYTES(((struct str){ (char *)token_hash, SESSION_TOKEN_BYTES }))));
}

static enum next
go_home(struct turn *t)
{
	return (reply_see(t, STR("/")));
}

/* ---- registering */

struct register_field {
	unsigned		 fault;
	enum msg		 text;
	const char		*href;
	size_t			 offset;	/* of the error in the view */
};

static const struct register_field	register_fields[] = {
	{ REGISTRATION_NAME, MSG_IDENTITY_FULL_NAME_FAULT, "#full_name",
	    offsetof(struct identity_register_view, full_name_error) },
	{ REGISTRATION_PERSONAL_ID, MSG_IDENTITY_PERSONAL_ID_FAULT, "#personal_id",
	    offsetof(struct identity_register_view, personal_id_error) },
	{ REGISTRATION_PHONE, MSG_IDENTITY_PHONE_FAULT, "#phone",
	    offsetof(struct identity_register_view, phone_error) },
	{ REGISTRATION_LOGIN, MSG_IDENTITY_LOGIN_FAULT, "#login",
	    offsetof(struct identity_register_view, login_error) },
	{ REGISTRATION_PASSWORD, MSG_IDENTITY_PASSWORD_FAULT, "#password",
	    offsetof(struct identity_register_view, password_error) },
};

static enum next
show_register(struct turn *t)
{
	struct identity_state		*s = state_of(t);
	struct identity_register_view	 m = { .full_name = s->typed.full_name, .login = s->typed.login,
	    .personal_id = s->typed.personal_id, .phone = s->typed.phone, .back = request_return_path(t) };
	struct problem_link		 problems[COUNT_OF(register_fields) + 1];
	struct buf			 body = BUF_INIT;

	m.problems = problems;
	for (size_t i = 0; i < COUNT_OF(register_fields); i++) {
		const struct register_field	*f = &register_fields[i];

		if ((s->faults & f->fault) == 0)
			continue;
		problems[m.problems_n++] = (struct problem_link){ msg_text(turn_lang(t), f->text), str_of(f->href) };
		*(struct str *)(void *)((char *)&m + f->offset) = msg_text(turn_lang(t), f->text);
	}
	if (s->taken) {
		m.login_error = msg_text(turn_lang(t), MSG_IDENTITY_TAKEN);
		problems[m.problems_n++] = (struct problem_link){ m.login_error, STR("#login") };
	}
	tmpl_identity_register(&body, turn_view(t), &m);
	return (reply_html(t, m.problems_n == 0 ? 200 : 422, &body));
}

static enum next
read_registration(struct turn *t)
{
	struct identity_state	*s = state_of(t);

	if (!brake_allows(t, "register", TRIES_PER_MINUTE, TRIES_BURST))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	s->typed = registration_clean(turn_arena(t), (struct registration){ .full_name = request_field(t, "full_name"),
	    .login = request_field(t, "login"), .personal_id = request_field(t, "personal_id"),
	    .phone = request_field(t, "phone"), .password = request_field(t, "password") });
	s->faults = registration_faults(&s->typed);
	if (s->faults != 0)
		return (show_register(t));
	return (hash_password(t, s->typed.password));
}

static enum next
save_registration(struct turn *t)
{
	struct identity_state	*s = state_of(t);
	struct str		 hash;

	if (hashed_password(t, &hash) != 0)
		return (NEXT_FAIL);
	return (ask(t, &IDENTITY_REGISTER, ARG_UUID(uuid_new()), ARG_TEXT(s->typed.login), ARG_TEXT(s->typed.full_name),
	    ARG_TEXT(s->typed.personal_id), ARG_TEXT(s->typed.phone), ARG_TEXT(hash)));
}

static enum next
welcome(struct turn *t)
{
	if (turn_rows(t)->n != 1) {
		state_of(t)->taken = true;
		return (show_register(t));
	}
	state_of(t)->account = row_uuid(turn_rows(t), 0, IDENTITY_REGISTER_ACCOUNT);
	return (open_session(t));
}

static const struct step	sign_in_form_steps[] = { STEP(require_any), STEP(show_sign_in) };
static const struct step	sign_in_steps[] = {
	STEP(require_any), STEP(ask_account), STEP(try_password), STEP(let_in_or_not), STEP(go_on_or_say_why),
};
static const struct step	sign_out_steps[] = { STEP(require_any), STEP(close_session), STEP(go_home) };
static const struct step	register_form_steps[] = { STEP(require_any), STEP(show_register) };
static const struct step	register_steps[] = {
	STEP(require_any), STEP(read_registration), STEP(save_registration), STEP(welcome), STEP(go_on_or_say_why),
};

PAGE(identity_sign_in_page, ON_GET(sign_in_form_steps), ON_POST(sign_in_steps));
PAGE(identity_sign_out_page, ON_POST(sign_out_steps));
PAGE(identity_register_page, ON_GET(register_form_steps), ON_POST(register_steps));
