#include "dossier/dossier.h"

#include "core/clock.h"
#include "core/err.h"

#define CODE_BYTES_MAX	40

static int
answer_of_workflow(int r)
{
	if (r <= 0)
		return (r);
	switch ((enum workflow_answer)r) {
	case WORKFLOW_E_NO_AGENCY:
		return (DOSSIER_E_NO_AGENCY);
	case WORKFLOW_E_NOT_OPEN:
	case WORKFLOW_E_NO_SUCH_NODE:
	case WORKFLOW_E_NO_SUCH_OUTCOME:
	case WORKFLOW_E_STARTED:
	case WORKFLOW_E_NOT_STARTED:
	case WORKFLOW_E_FINISHED:
	case WORKFLOW_E_WRONG_ROLE:
	case WORKFLOW_E_WRONG_AGENCY:
	case WORKFLOW_E_TOO_LATE:
	case WORKFLOW_E_REASON_NEEDED:
		return (DOSSIER_E_NOT_ASKED);
	case WORKFLOW_E_PROBLEMS:
	case WORKFLOW_E_MARKING:
	case WORKFLOW_E_INSTANCE:
	case WORKFLOW_E_CONDITION:
	case WORKFLOW_E_LOOP:
	case WORKFLOW_E_CALENDAR:
	case WORKFLOW_E_TWICE:
	case WORKFLOW_E_NO_SEATS:
		break;
	}
	return (DOSSIER_E_WORKFLOW);
}

static int
take_step(struct arena *a, const struct dossier_case *c, const struct marking *from,
    const struct workflow_action *action,
    const struct process_outcome *outcome, struct str agency, struct dossier_clock clock, struct dossier_step *out)
{
	struct workflow_world	world = {
		.instance = instance_doc(c->in), .agency = agency, .calendar = c->calendar, .now_s = c->now_s,
		.clock_restarts = form_catalogue(c->form)->limit_restarts,
	};
	struct dossier_actor	actor = { .name = c->name, .role = action->role, .agency = agency };
	struct workflow_move	move;
	int			r = workflow_step(a, c->process, from, action, &world, &move);

	if (r != 0)
		return (answer_of_workflow(r));
	dossier_move_of(a, c->id, agency, c->process, &move, outcome, &actor, clock, c->calendar,
	    dossier_limit_of(c->in), c->now_s, &out->move);
	return (0);
}

static int
check_answers(struct arena *a, const struct dossier_case *c, enum lang lang, struct dossier_step *out)
{
	*out = (struct dossier_step){ .outcome = STR("") };
	if (form_check(a, c->in, FORM_PART_APPLICANT, FORM_ALL_PAGES, lang, &out->problems) != 0)
		return (DOSSIER_E_PROBLEMS);
	form_project(a, c->in, &out->projection);
	if (out->projection.applicant.n == 0)
		out->projection.applicant = c->name;
	return (0);
}

int
dossier_start(struct arena *a, const struct dossier_case *c, enum lang lang, struct dossier_step *out)
{
	const struct workflow_action	action = { .what = WORKFLOW_START, .role = STR("applicant") };
	struct marking			from = marking_new(a, c->process);
	int				r = check_answers(a, c, lang, out);

	if (r != 0)
		return (r);
	if (out->projection.agency.n == 0)
		return (DOSSIER_E_NO_AGENCY);
	return (take_step(a, c, &from, &action, NULL, out->projection.agency, (struct dossier_clock){ 0 }, out));
}

/* What an applicant's task offers is to send the supplement: its one outcome that goes forward. */
static const struct process_outcome *
forward_outcome(const struct process_node *node)
{
	for (size_t i = 0; node != NULL && i < node->outcomes_n; i++) {
		if (node->outcomes[i].kind == OUTCOME_FORWARD)
			return (&node->outcomes[i]);
	}
	return (NULL);
}

int
dossier_supplement(struct arena *a, const struct dossier_case *c, const struct dossier_place *place, enum lang lang,
    struct dossier_step *out)
{
	const struct process_outcome	*outcome = forward_outcome(process_node(c->process, place->node));
	struct workflow_action		 action = { .what = WORKFLOW_COMPLETE, .node = place->node,
	    .role = STR("applicant") };
	struct marking			 from;
	int				 r = check_answers(a, c, lang, out);

	if (r != 0)
		return (r);
	if (outcome == NULL)
		return (DOSSIER_E_NOT_ASKED);
	r = marking_parse(a, c->process, place->marking, &from);
	if (r != 0)
		return (answer_of_workflow(r));
	action.outcome = out->outcome = outcome->id;
	return (take_step(a, c, &from, &action, outcome, place->agency, place->clock, out));
}

int
dossier_withdraw(struct arena *a, const struct dossier_case *c, const struct dossier_place *place, struct str reason,
    struct dossier_step *out)
{
	struct workflow_action	action = { .what = WORKFLOW_WITHDRAW, .role = STR("applicant"), .reason = reason };
	struct marking		from;
	int			r;

	*out = (struct dossier_step){ .outcome = STR("withdrawn") };
	r = marking_parse(a, c->process, place->marking, &from);
	if (r != 0)
		return (answer_of_workflow(r));
	return (take_step(a, c, &from, &action, NULL, place->agency, place->clock, out));
}

struct str
dossier_code_clean(struct arena *a, struct str typed)
{
	char	*code = arena_alloc(a, CODE_BYTES_MAX);
	size_t	 n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char	c = typed.p[i];

		if (c == ' ')
			continue;
		if (c >= 'a' && c <= 'y')
			c = (char)(c - 'a' + 'A');
		if (n == CODE_BYTES_MAX || strchr("ABCDEFGHIJKLMNOPQRSTUVWXY0123456789.-", c) == NULL)
			return (STR_NONE);
		code[n++] = c;
	}
	return ((struct str){ code, n });
}

struct str
dossier_code_day(struct arena *a, int64_t now_s)
{
	struct date	d = civil_vn(now_s).date;

	return (arena_printf(a, "%02d%02d%02d", d.year % 100, d.month, d.day));
}

bool
dossier_is_open(int64_t status)
{
	return (status == STATUS_SUBMITTED || status == STATUS_ACCEPTED || status == STATUS_PROCESSING ||
	    status == STATUS_SUPPLEMENT || status == STATUS_PAYMENT);
}
