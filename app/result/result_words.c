#include "result/result_words.h"

#include "core/clock.h"
#include "sql.h"
#include "view/message.h"

#define REGISTER_ROWS_MAX	7
#define FILE_ROWS		5
#define SIGNATURE_ROWS_MAX	6

/* ---- the page behind a code */

/* Green is for what is both authentic and known to be in force: a paper withdrawn yesterday is authentic too. */
static const struct {
	const char		*name;
	enum verdict_kind	 kind;
	enum msg		 title, sentence;
} answers[] = {
	{ "asking", VERDICT_UNKNOWN, MSG_RESULT_ASKING_TITLE, MSG_RESULT_ASKING },
	{ "current", VERDICT_VALID, MSG_RESULT_CURRENT_TITLE, MSG_RESULT_CURRENT },
	{ "superseded", VERDICT_SUPERSEDED, MSG_RESULT_SUPERSEDED_TITLE, MSG_RESULT_SUPERSEDED },
	{ "revoked", VERDICT_REVOKED, MSG_RESULT_REVOKED_TITLE, MSG_RESULT_REVOKED },
	{ "offline", VERDICT_UNKNOWN, MSG_RESULT_OFFLINE_TITLE, MSG_RESULT_OFFLINE },
	{ "elsewhere", VERDICT_UNKNOWN, MSG_RESULT_ELSEWHERE_TITLE, MSG_RESULT_ELSEWHERE },
	{ "mismatch", VERDICT_INVALID, MSG_RESULT_MISMATCH_TITLE, MSG_RESULT_MISMATCH },
	{ "not-authentic", VERDICT_INVALID, MSG_RESULT_NOT_AUTHENTIC_TITLE, MSG_RESULT_NOT_AUTHENTIC },
	{ "unknown-key", VERDICT_UNKNOWN, MSG_RESULT_UNKNOWN_KEY_TITLE, MSG_RESULT_UNKNOWN_KEY },
	{ "period", VERDICT_UNKNOWN, MSG_RESULT_PERIOD_TITLE, MSG_RESULT_PERIOD },
	{ "no-keys", VERDICT_UNKNOWN, MSG_RESULT_NO_KEYS_TITLE, MSG_RESULT_NO_KEYS },
};

const struct result_answer *
result_answers(struct arena *a, enum lang lang, size_t *n)
{
	struct result_answer	*out = ARENA_ARRAY(a, struct result_answer, COUNT_OF(answers));
	size_t			 i;

	for (i = 0; i < COUNT_OF(answers); i++)
		out[i] = (struct result_answer){ .name = str_of(answers[i].name), .kind = answers[i].kind,
		    .hidden = true,
		    .title = msg_text(lang, answers[i].title), .sentence = msg_text(lang, answers[i].sentence) };
	*n = COUNT_OF(answers);
	return (out);
}

static struct result_answer
answer_none(enum lang lang, enum verdict_kind kind, enum msg title, enum msg sentence)
{
	return ((struct result_answer){ .name = STR("none"), .kind = kind, .title = msg_text(lang, title),
	    .sentence = msg_text(lang, sentence) });
}

/* A code in force proves no paper: only a paper that says the same is meant, so this is not green. */
struct result_answer
result_register_answer(enum lang lang, enum result_state state)
{
	switch (state) {
	case RESULT_SUPERSEDED:
		return (answer_none(lang, VERDICT_SUPERSEDED, MSG_RESULT_REPLACED_TITLE, MSG_RESULT_SUPERSEDED));
	case RESULT_REVOKED:
		return (answer_none(lang, VERDICT_REVOKED, MSG_RESULT_REVOKED_TITLE, MSG_RESULT_REVOKED));
	case RESULT_CURRENT:
	case RESULT__STATE_MAX:
		break;
	}
	return (answer_none(lang, VERDICT_UNKNOWN, MSG_RESULT_KNOWN_TITLE, MSG_RESULT_KNOWN));
}

struct result_answer
result_unknown_answer(enum lang lang)
{
	return (answer_none(lang, VERDICT_INVALID, MSG_RESULT_UNKNOWN_TITLE, MSG_RESULT_UNKNOWN));
}

struct result_answer
result_nothing_answer(enum lang lang)
{
	return (answer_none(lang, VERDICT_UNKNOWN, MSG_RESULT_NONE_TITLE, MSG_RESULT_NONE));
}

/* ---- rows to compare */

static struct str
state_text(enum lang lang, enum result_state state)
{
	switch (state) {
	case RESULT_SUPERSEDED:
		return (msg_text(lang, MSG_RESULT_STATE_SUPERSEDED));
	case RESULT_REVOKED:
		return (msg_text(lang, MSG_RESULT_STATE_REVOKED));
	case RESULT_CURRENT:
	case RESULT__STATE_MAX:
		break;
	}
	return (msg_text(lang, MSG_RESULT_STATE_CURRENT));
}

struct rows_to {
	struct summary_row	*p;
	size_t			 n;
	enum lang		 lang;
};

static void
put(struct rows_to *to, enum msg key, struct str value)
{
	if (value.n > 0)
		to->p[to->n++] = (struct summary_row){ .key = msg_text(to->lang, key), .value = value };
}

static struct str
day(struct arena *a, const struct rows *r, size_t col)
{
	return (row_null(r, 0, col) ? STR_NONE : date_vn(a, civil_vn(row_time(r, 0, col)).date));
}

const struct summary_row *
result_register_rows(struct arena *a, enum lang lang, const struct rows *r, struct str code, size_t *n)
{
	struct rows_to		to = { ARENA_ARRAY(a, struct summary_row, REGISTER_ROWS_MAX), 0, lang };
	enum result_state	state = result_state_of(row_text(r, 0, RESULT_STATUS_STATE));
	bool			en = lang == LANG_EN;

	put(&to, MSG_RESULT_STATE, state == RESULT_CURRENT || row_null(r, 0, RESULT_STATUS_CHANGED_AT) ?
	    state_text(lang, state)
	    : arena_printf(a, "%.*s, %.*s", STR_ARG(state_text(lang, state)),
	    STR_ARG(day(a, r, RESULT_STATUS_CHANGED_AT))));
	put(&to, MSG_RESULT_REPLACED_BY, row_text(r, 0, RESULT_STATUS_REPLACED_BY));
	put(&to, MSG_RESULT_NUMBER, row_text(r, 0, RESULT_STATUS_NUMBER));
	put(&to, MSG_RESULT_AGENCY, row_text(r, 0, en ? RESULT_STATUS_AGENCY_EN : RESULT_STATUS_AGENCY_VI));
	put(&to, MSG_RESULT_ISSUED, day(a, r, RESULT_STATUS_ISSUED_AT));
	put(&to, MSG_RESULT_SERVICE, row_text(r, 0, en ? RESULT_STATUS_SERVICE_EN : RESULT_STATUS_SERVICE_VI));
	put(&to, MSG_RESULT_CODE, result_code_spaced(a, code));
	*n = to.n;
	return (to.p);
}

const struct summary_row *
result_file_rows(struct arena *a, enum lang lang, const struct rows *r, size_t *n)
{
	struct rows_to	to = { ARENA_ARRAY(a, struct summary_row, FILE_ROWS), 0, lang };

	put(&to, MSG_RESULT_STATE, state_text(lang, result_state_of(row_text(r, 0, RESULT_BY_FILE_STATE))));
	put(&to, MSG_RESULT_NUMBER, row_text(r, 0, RESULT_BY_FILE_NUMBER));
	put(&to, MSG_RESULT_AGENCY, row_text(r, 0, lang == LANG_EN ? RESULT_BY_FILE_AGENCY_EN :
	    RESULT_BY_FILE_AGENCY_VI));
	put(&to, MSG_RESULT_ISSUED, day(a, r, RESULT_BY_FILE_ISSUED_AT));
	put(&to, MSG_RESULT_CODE, result_code_spaced(a, row_text(r, 0, RESULT_BY_FILE_CODE)));
	*n = to.n;
	return (to.p);
}

/* ---- an uploaded file */

static const struct {
	enum verdict_kind	kind;
	enum msg		title, sentence;
} findings[FINDING__MAX] = {
	[FINDING_CURRENT]	= { VERDICT_VALID, MSG_RESULT_FILE_CURRENT_TITLE, MSG_RESULT_FILE_CURRENT },
	[FINDING_SUPERSEDED]	= { VERDICT_SUPERSEDED, MSG_RESULT_FILE_SUPERSEDED_TITLE, MSG_RESULT_FILE_SUPERSEDED },
	[FINDING_REVOKED]	= { VERDICT_REVOKED, MSG_RESULT_FILE_REVOKED_TITLE, MSG_RESULT_FILE_REVOKED },
	[FINDING_SIGNED]	= { VERDICT_VALID, MSG_RESULT_FILE_SIGNED_TITLE, MSG_RESULT_FILE_SIGNED },
	[FINDING_BAD]		= { VERDICT_INVALID, MSG_RESULT_FILE_BAD_TITLE, MSG_RESULT_FILE_BAD },
	[FINDING_BROKEN]	= { VERDICT_INVALID, MSG_RESULT_FILE_BROKEN_TITLE, MSG_RESULT_FILE_BROKEN },
	[FINDING_UNSIGNED]	= { VERDICT_UNKNOWN, MSG_RESULT_FILE_UNSIGNED_TITLE, MSG_RESULT_FILE_UNSIGNED },
	[FINDING_UNREADABLE]	= { VERDICT_UNKNOWN, MSG_RESULT_FILE_UNREADABLE_TITLE, MSG_RESULT_FILE_UNREADABLE },
	[FINDING_UNCLEAR]	= { VERDICT_UNKNOWN, MSG_RESULT_FILE_UNCLEAR_TITLE, MSG_RESULT_FILE_UNCLEAR },
};

struct verdict
result_file_verdict(enum lang lang, enum result_finding finding)
{
	return ((struct verdict){ .kind = findings[finding].kind, .title = msg_text(lang, findings[finding].title),
	    .sentence = msg_text(lang, findings[finding].sentence) });
}

const struct str *
result_reasons(struct arena *a, enum lang lang, const struct verify_reasons *reasons, size_t *n)
{
	struct str	*out = ARENA_ARRAY(a, struct str, reasons->n + 1);
	size_t		 i;

	for (i = 0; i < reasons->n; i++)
		out[i] = msg_text(lang, msg_of_name(str_of(reasons->code[i])));
	*n = reasons->n;
	return (out);
}

static struct tag
verdict_tag(enum lang lang, enum verify_verdict verdict)
{
	switch (verdict) {
	case VERIFY_VALID:
		return ((struct tag){ msg_text(lang, MSG_RESULT_TAG_VALID), TONE_GREEN });
	case VERIFY_NOT_VALID:
		return ((struct tag){ msg_text(lang, MSG_RESULT_TAG_BAD), TONE_RED });
	case VERIFY_CANT_TELL:
	case VERIFY__VERDICT_MAX:
		break;
	}
	return ((struct tag){ msg_text(lang, MSG_RESULT_TAG_UNCLEAR), TONE_YELLOW });
}

static struct str
signed_at(struct arena *a, enum lang lang, const struct checked_signature *s)
{
	int64_t		at_s = s->proven_s != 0 ? s->proven_s : s->claimed_s;
	enum msg	how = s->proven_s != 0 ? MSG_RESULT_SIGNED_PROVEN : MSG_RESULT_SIGNED_CLAIMED;

	if (at_s == 0)
		return (STR_NONE);
	return (msg_string(a, lang, how, (struct msg_arg[]){ MSG_ARG(time_vn(a, at_s)) }, 1));
}

static bool
changed_after(const struct checked_signature *s)
{
	size_t	i;

	for (i = 0; i < s->reasons.n; i++)
		if (strcmp(s->reasons.code[i], "verify.pdf.changed_after") == 0)
			return (true);
	return (false);
}

static struct str
coverage(struct arena *a, enum lang lang, const struct checked_signature *s)
{
	if (s->whole)
		return (msg_text(lang, MSG_RESULT_COVERAGE_WHOLE));
	if (s->revision == 0)
		return (STR_NONE);
	return (msg_string(a, lang, changed_after(s) ? MSG_RESULT_COVERAGE_CHANGED : MSG_RESULT_COVERAGE_PART,
	    (struct msg_arg[]){ MSG_ARG(s->revision), MSG_ARG(s->revisions) }, 2));
}

static struct str
level_text(enum lang lang, enum verify_level level)
{
	switch (level) {
	case VERIFY_LEVEL_B:
		return (msg_text(lang, MSG_RESULT_LEVEL_B));
	case VERIFY_LEVEL_T:
		return (msg_text(lang, MSG_RESULT_LEVEL_T));
	case VERIFY_LEVEL_LT:
		return (msg_text(lang, MSG_RESULT_LEVEL_LT));
	case VERIFY_LEVEL_LTA:
		return (msg_text(lang, MSG_RESULT_LEVEL_LTA));
	case VERIFY_LEVEL_NONE:
	case VERIFY__LEVEL_MAX:
		break;
	}
	return (STR_NONE);
}

const struct signature_view *
result_signatures(struct arena *a, enum lang lang, const struct check_job *job, size_t *n)
{
	struct signature_view	*out = ARENA_ARRAY(a, struct signature_view, job->n + 1);
	size_t			 i;

	for (i = 0; i < job->n; i++) {
		const struct checked_signature	*s = &job->signatures[i];
		struct rows_to			 to = { ARENA_ARRAY(a, struct summary_row, SIGNATURE_ROWS_MAX), 0,
		    lang };

		put(&to, MSG_RESULT_SIGNER, str_of(s->signer));
		put(&to, MSG_RESULT_ORGANISATION, str_of(s->organisation));
		put(&to, MSG_RESULT_ISSUER, str_of(s->issuer));
		put(&to, MSG_RESULT_SIGNED_AT, signed_at(a, lang, s));
		put(&to, MSG_RESULT_LEVEL, level_text(lang, s->level));
		put(&to, MSG_RESULT_COVERAGE, coverage(a, lang, s));
		out[i] = (struct signature_view){ .verdict = verdict_tag(lang, s->verdict), .rows = to.p,
		    .rows_n = to.n };
		out[i].title = msg_string(a, lang, s->time_stamp_only ? MSG_RESULT_TIME_STAMP : MSG_RESULT_SIGNATURE,
		    (struct msg_arg[]){ MSG_ARG(i + 1) }, 1);
		out[i].reasons = result_reasons(a, lang, &s->reasons, &out[i].reasons_n);
	}
	*n = job->n;
	return (out);
}
