/* What no route names: the last line of the site map leads here. */
#include "web/reply.h"
#include "web/turn.h"

static enum next
say_missing(struct turn *t)
{
	return (reply_problem(t, PROBLEM_NOT_FOUND));
}

static const struct step	missing_steps[] = { STEP(require_any), STEP(say_missing) };

PAGE(missing_page, ON_GET(missing_steps), ON_POST(missing_steps));
