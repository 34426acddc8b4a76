/* GET /nhap/<draft>/to-khai.pdf: the official form as it would be handed in, to be read first. */
#include "draft/draft_turn.h"
#include "paper/paper_pages.h"
#include "paper/slip.h"
#include "shelf/shelf_pages.h"
#include "web/reply.h"

#define PAPERS_PER_MINUTE	20
#define PAPERS_BURST		20

struct declaration_turn {
	struct draft		 draft;
	const struct form	*form;
};

static struct declaration_turn *
state(struct turn *t)
{
	return (TURN_STATE(t, declaration_turn));
}

static enum next
take_draft(struct turn *t)
{
	return (draft_take(t, &state(t)->draft));
}

static enum next
want_form(struct turn *t)
{
	return (shelf_want_form(t, state(t)->draft.package));
}

static enum next
take_form(struct turn *t)
{
	return (shelf_take_form(t, state(t)->draft.package, &state(t)->form));
}

static enum next
typeset(struct turn *t)
{
	struct declaration_turn	*s = state(t);
	struct instance		*in;
	struct document		 doc;

	if (!brake_allows(t, "paper", PAPERS_PER_MINUTE, PAPERS_BURST))
		return (reply_problem(t, PROBLEM_SLOW_DOWN));
	if (draft_instance(t, s->form, &s->draft, &in) != 0)
		return (NEXT_FAIL);
	form_declaration(turn_arena(t), in, &doc);
	doc.date = turn_today(t);
	slip_declaration_note(turn_arena(t), 0, STR_NONE, STR_NONE, &doc);
	return (paper_want(t, &doc));
}

static enum next
send_paper(struct turn *t)
{
	return (paper_send(t, "to-khai.pdf"));
}

static const struct step	declaration_steps[] = {
	STEP(require_citizen), STEP(draft_ask), STEP(take_draft), STEP(want_form), STEP(take_form), STEP(typeset),
	STEP(send_paper),
};
PAGE(draft_declaration_page, ON_GET(declaration_steps));
