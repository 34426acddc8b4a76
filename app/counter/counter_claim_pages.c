/* /nhan-ho-so: a citizen takes over a dossier that was filed at the counter, with what the receipt says. */
#include "counter/counter_views.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define TRIES_PER_MINUTE	5

static enum next
reply_claim(struct turn *t, int status, struct str code, struct str error)
{
	struct counter_claim_view	m = { code, error };
	struct buf			body = BUF_INIT;

	tmpl_counter_claim(&body, turn_view(t), &m);
	return (reply_html(t, status, &body));
}

static enum next
show_claim(struct turn *t)
{
	return (reply_claim(t, 200, dossier_code_clean(turn_arena(t), request_query(t, "ma")), STR_NONE));
}

/* As typed from paper: small letters, without the blanks and dashes of who groups them. */
static struct str
claim_clean(struct arena *a, struct str typed)
{
	char	*p = arena_alloc(a, typed.n + 1);
	size_t	 n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] >= 'A' && typed.p[i] <= 'Z')
			p[n++] = (char)(typed.p[i] - 'A' + 'a');
		else if (typed.p[i] != ' ' && typed.p[i] != '-')
			p[n++] = typed.p[i];
	}
	return ((struct str){ p, n });
}

static enum next
take_over(struct turn *t)
{
	if (!brake_allows(t, "claim", TRIES_PER_MINUTE, TRIES_PER_MINUTE))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	return (ask(t, &COUNTER_TAKE_OVER, ARG_TEXT(dossier_code_clean(turn_arena(t), request_field(t, "_code"))),
	    ARG_UUID(turn_account(t)->id), ARG_TEXT(claim_clean(turn_arena(t), request_field(t, "_claim"))),
	    ARG_UUID(uuid_new()), ARG_TEXT(turn_account(t)->name)));
}

static enum next
see_dossier(struct turn *t)
{
	if (turn_rows(t)->n == 0 || row_null(turn_rows(t), 0, COUNTER_TAKE_OVER_CODE))
		return (reply_claim(t, 422, dossier_code_clean(turn_arena(t), request_field(t, "_code")),
		    msg_text(turn_lang(t), MSG_COUNTER_CLAIM_WRONG)));
	return (reply_see(t, arena_printf(turn_arena(t), "/ho-so/%.*s",
	    STR_ARG(row_text(turn_rows(t), 0, COUNTER_TAKE_OVER_CODE)))));
}

static const struct step	show_steps[] = { STEP(require_citizen), STEP(show_claim) };
static const struct step	claim_steps[] = { STEP(require_citizen), STEP(take_over), STEP(see_dossier) };
PAGE(counter_claim_page, ON_GET(show_steps), ON_POST(claim_steps));
