/* Nodes: which element is which kind, and what each kind says of itself. */
#include "workflow/process_reader.h"

#include "workflow/workflow_xml.h"

/* event: the definition that tells kinds apart; NULL: any or none. */
static const struct {
	const char	*element, *event;
	enum node_kind	 kind;
} node_elements[] = {
	{ "startEvent", NULL, NODE_START }, { "endEvent", NULL, NODE_END }, { "userTask", NULL, NODE_USER },
	{ "serviceTask", NULL, NODE_SERVICE }, { "exclusiveGateway", NULL, NODE_GATEWAY },
	{ "parallelGateway", NULL, NODE_PARALLEL }, { "inclusiveGateway", NULL, NODE_INCLUSIVE },
	{ "eventBasedGateway", NULL, NODE_EVENTS }, { "sendTask", NULL, NODE_SEND },
	{ "receiveTask", NULL, NODE_RECEIVE },
	{ "intermediateCatchEvent", "messageEventDefinition", NODE_RECEIVE },
	{ "intermediateCatchEvent", NULL, NODE_WAIT }, { "intermediateThrowEvent", NULL, NODE_THROW },
	{ "boundaryEvent", "messageEventDefinition", NODE_MESSAGE },
	{ "boundaryEvent", "errorEventDefinition", NODE_ERROR },
	{ "boundaryEvent", "escalationEventDefinition", NODE_ESCALATION }, { "boundaryEvent", NULL, NODE_TIMER },
	{ "subProcess", NULL, NODE_SUB }, { "callActivity", NULL, NODE_CALL },
};

static int
status_of(struct reader *r, const xmlNode *n)
{
	struct str	s = read_mc(r, n, "status");
	int64_t		status = 0;

	if (s.n > 0 && !str_i64(s, 1, 10, &status))
		read_bad(r, n, "bad-value", STR("mc:status"));
	return ((int)status);
}

static void
read_outcomes(struct reader *r, const xmlNode *task, struct process_node *node)
{
	const xmlNode		*ext = read_child(task, "extensionElements");
	struct process_outcome	*o = ARENA_ARRAY(r->p->arena, struct process_outcome, WORKFLOW_OUTCOMES_MAX);
	size_t			 n = 0;

	for (const xmlNode *x = ext == NULL ? NULL : ext->children; x != NULL; x = x->next) {
		if (!read_is(x, "outcome"))
			continue;
		if (n == WORKFLOW_OUTCOMES_MAX) {
			read_bad(r, task, "too-many", STR("mc:outcome"));
			break;
		}
		o[n].line = read_line(x);
		o[n].id = read_id(r, x);
		for (size_t i = 0; i < n; i++) {
			if (str_eq(o[i].id, o[n].id))
				read_bad(r, x, "duplicate-id", o[n].id);
		}
		o[n].label_vi = read_attr(r, x, "label-vi");
		o[n].label_en = read_attr(r, x, "label-en");
		if (o[n].label_vi.n == 0 || o[n].label_en.n == 0)
			read_bad(r, x, "missing-value", STR("label-vi, label-en"));
		o[n].kind = (enum outcome_kind)read_choice(r, x, "kind", read_attr(r, x, "kind"), outcome_kind_names,
		    OUTCOME__MAX, -1);
		o[n].reason = (enum outcome_reason)read_choice(r, x, "reason", read_attr(r, x, "reason"),
		    outcome_reason_names,
		    REASON__MAX, REASON_NONE);
		o[n].confirm = read_flag(r, x, "confirm", read_attr(r, x, "confirm"));
		n++;
	}
	if (n == 0)
		read_bad(r, task, "task-no-outcome", STR_NONE);
	node->outcomes = o;
	node->outcomes_n = n;
}

static void
read_user(struct reader *r, const xmlNode *n, struct process_node *node)
{
	struct str	drafts = read_mc(r, n, "drafts"), deadline = read_mc(r, n, "deadline");

	if (deadline.n == 0)
		read_bad(r, n, "task-no-deadline", STR_NONE);
	else if (!calendar_span_parse(deadline, &node->deadline) || node->deadline.n == 0)
		read_bad(r, n, "bad-value", STR("mc:deadline"));
	if (drafts.n > 0 && !str_eqc(drafts, "result"))
		read_bad(r, n, "bad-value", STR("mc:drafts"));
	node->drafts_result = drafts.n > 0;
	node->pauses_clock = read_flag(r, n, "mc:pauses-clock", read_mc(r, n, "pauses-clock"));
	node->signs = read_flag(r, n, "mc:signs", read_mc(r, n, "signs"));
	node->releases = read_flag(r, n, "mc:releases", read_mc(r, n, "releases"));
	read_outcomes(r, n, node);
}

/* ISO 8601 durations of one part, "P15D" or "PT4H": working time, or with mc:clock="calendar" days of the calendar. */
static bool
duration(struct str s, bool civil, struct calendar_span *out)
{
	bool	hours = str_starts(s, STR("PT")) && str_ends(s, STR("H"));
	bool	days = !hours && str_starts(s, STR("P")) && str_ends(s, STR("D"));
	int64_t	n;

	if ((!hours && !days) || (hours && civil))
		return (false);
	if (!str_i64(str_from_to(s, hours ? 2 : 1, s.n - 1), 1, CALENDAR_SPAN_MAX, &n))
		return (false);
	*out = (struct calendar_span){ n, hours ? CALENDAR_HOURS : civil ? CALENDAR_CIVIL_DAYS : CALENDAR_DAYS };
	return (true);
}

static void
read_time(struct reader *r, const xmlNode *n, struct process_node *node)
{
	static const char *const	clocks[] = { "working", "calendar" };
	const xmlNode			*def = read_child(n, "timerEventDefinition");
	const xmlNode			*after = def == NULL ? NULL : read_child(def, "timeDuration");
	bool				 civil;

	civil = read_choice(r, n, "mc:clock", read_mc(r, n, "clock"), clocks, COUNT_OF(clocks), 0) == 1;
	if (after == NULL || !duration(read_text(r, after), civil, &node->after))
		read_bad(r, n, "bad-duration", STR("timeDuration"));
}

static void
read_edge(struct reader *r, const xmlNode *n, struct process_node *node)
{
	static const char *const	bools[] = { "true", "false" };

	node->interrupts = read_choice(r, n, "cancelActivity", read_attr(r, n, "cancelActivity"), bools,
	    COUNT_OF(bools), 0) == 0;
	if (node->kind == NODE_TIMER)
		read_time(r, n, node);
	if (node->kind == NODE_ERROR && !node->interrupts)
		read_bad(r, n, "bad-value", STR("cancelActivity"));
}

/* The message, error or escalation that a node names: its own attribute, or its event definition's. */
static void
read_code(struct reader *r, const xmlNode *n, struct process_node *node)
{
	static const struct { const char *definition, *attribute; } refs[] = {
		{ "messageEventDefinition", "messageRef" }, { "errorEventDefinition", "errorRef" },
		{ "escalationEventDefinition", "escalationRef" },
	};
	bool	plain = node->kind == NODE_END, found = false;
	bool	any = node->kind == NODE_ERROR || node->kind == NODE_ESCALATION;

	node->code = read_attr(r, n, "messageRef");
	for (size_t i = 0; i < COUNT_OF(refs); i++) {
		const xmlNode	*def = read_child(n, refs[i].definition);

		if (def != NULL) {
			node->code = read_attr(r, def, refs[i].attribute);
			node->throws_error = node->kind == NODE_END;
			plain = false;
		}
	}
	if (plain || (any && node->code.n == 0))
		return;
	for (size_t i = 0; i < r->p->codes_n; i++)
		found = found || str_eq(r->p->codes[i], node->code);
	if (!found)
		read_bad(r, n, "unknown-reference", node->code);
}

static void
read_field(struct reader *r, const xmlNode *n, struct process_node *node)
{
	if (node->agency_field.n == 0)
		return;
	r->p->node_field[node->index] = workflow_xpath_compile(node->agency_field);
	if (r->p->node_field[node->index] == NULL)
		read_bad(r, n, "bad-condition", node->agency_field);
}

static void
read_opinions(struct reader *r, const xmlNode *n, struct process_node *node)
{
	const xmlNode	*loop = read_child(n, "multiInstanceLoopCharacteristics");
	struct str	 rest, code;
	int64_t		 quorum = 0;
	size_t		 codes = 0;

	if (loop == NULL)
		return;
	rest = read_attr(r, loop, "isSequential");
	if (rest.n > 0 && !str_eqc(rest, "false"))
		read_bad(r, n, "bad-value", STR("isSequential"));
	node->opinions = (enum workflow_opinions)read_choice(r, n, "mc:completion", read_mc(r, loop, "completion"),
	    workflow_opinions_names, OPINIONS__MAX, OPINIONS_ALL);
	rest = read_mc(r, loop, "quorum");
	if (node->opinions == OPINIONS_NONE || (node->opinions == OPINIONS_QUORUM) != (rest.n > 0) ||
	    (rest.n > 0 && !str_i64(rest, 1, WORKFLOW_SEATS_MAX, &quorum)))
		read_bad(r, n, "bad-value", STR("mc:completion, mc:quorum"));
	node->quorum = (int)quorum;
	node->agency = read_mc(r, loop, "agencies");
	node->agency_field = read_mc(r, loop, "agencies-field");
	if ((node->agency.n > 0) == (node->agency_field.n > 0))
		read_bad(r, n, "missing-value", STR("mc:agencies, mc:agencies-field"));
	for (rest = node->agency; rest.n > 0 && str_cut(&rest, ' ', &code); codes++) {
		if (!workflow_agency_valid(code) || codes >= WORKFLOW_SEATS_MAX)
			read_bad(r, n, "bad-value", STR("mc:agencies"));
	}
	read_field(r, n, node);
}

static void
read_call(struct reader *r, const xmlNode *n, struct process_node *node)
{
	struct str	deadline = read_mc(r, n, "deadline");

	node->called = read_attr(r, n, "calledElement");
	if (!workflow_id_valid(node->called))
		read_bad(r, n, "bad-value", STR("calledElement"));
	if (deadline.n == 0)
		read_bad(r, n, "task-no-deadline", STR_NONE);
	else if (!calendar_span_parse(deadline, &node->deadline) || node->deadline.n == 0)
		read_bad(r, n, "bad-value", STR("mc:deadline"));
	node->agency = read_mc(r, n, "agency");
	node->agency_field = read_mc(r, n, "agency-field");
	if ((node->agency.n > 0) == (node->agency_field.n > 0) ||
	    (node->agency.n > 0 && !workflow_agency_valid(node->agency)))
		read_bad(r, n, "bad-value", STR("mc:agency"));
	read_field(r, n, node);
}

static bool
takes_status(enum node_kind kind)
{
	return (kind == NODE_START || kind == NODE_END || kind == NODE_USER || kind == NODE_SERVICE ||
	    kind == NODE_SEND || kind == NODE_RECEIVE || kind == NODE_WAIT);
}

static bool
takes_code(enum node_kind kind)
{
	return (kind == NODE_SEND || kind == NODE_RECEIVE || kind == NODE_THROW || kind == NODE_END ||
	    kind == NODE_MESSAGE || kind == NODE_ERROR || kind == NODE_ESCALATION);
}

static void
read_kind(struct reader *r, const xmlNode *n, struct process_node *node)
{
	if (node_on_edge(node))
		read_edge(r, n, node);
	if (node->kind == NODE_RECEIVE || node->kind == NODE_WAIT)
		node->pauses_clock = read_flag(r, n, "mc:pauses-clock", read_mc(r, n, "pauses-clock"));
	if (node->kind == NODE_WAIT)
		read_time(r, n, node);
	else if (node->kind == NODE_CALL)
		read_call(r, n, node);
	else if (node->kind == NODE_USER) {
		read_user(r, n, node);
		read_opinions(r, n, node);
	} else if (node->kind == NODE_SERVICE)
		node->service = (enum workflow_service)read_choice(r, n, "mc:service", read_mc(r, n, "service"),
		    workflow_service_names, SERVICE__MAX, -1);
	else if (node->kind == NODE_END)
		node->result = (enum workflow_result)read_choice(r, n, "mc:result", read_mc(r, n, "result"),
		    workflow_result_names, RESULT__MAX, RESULT_NONE);
}

struct process_node *
read_node(struct reader *r, const xmlNode *n, enum node_kind kind, const struct process_node *scope)
{
	struct process_node	*node = &r->p->nodes[r->p->nodes_n];

	*node = (struct process_node){ .index = r->p->nodes_n++, .kind = kind, .line = read_line(n), .scope = scope };
	node->id = read_id(r, n);
	node->name = read_attr(r, n, "name");
	node->name_en = read_name_en(r, n, kind == NODE_USER);
	if (takes_status(kind))
		node->status = status_of(r, n);
	if (takes_code(kind))
		read_code(r, n, node);
	read_kind(r, n, node);
	if (node->result != RESULT_NONE && (scope != NULL || node->throws_error))
		read_bad(r, n, "bad-value", STR("mc:result"));
	if (node->throws_error && scope == NULL)
		read_bad(r, n, "error-uncaught", node->code);
	return (node);
}

static bool
may_sit_on(const struct process_node *node, const struct process_node *host)
{
	if (node->kind == NODE_ERROR)
		return (host->kind == NODE_SUB || host->kind == NODE_CALL);
	if (node->kind == NODE_ESCALATION)
		return (host->kind == NODE_SUB);
	return (host->kind == NODE_USER || host->kind == NODE_SUB || host->kind == NODE_CALL ||
	    host->kind == NODE_RECEIVE);
}

void
read_references(struct reader *r, const xmlNode *n, struct process_node *node)
{
	struct str			 ref = node_on_edge(node) ? read_attr(r, n, "attachedToRef") : STR_NONE;
	const struct process_node	*host = process_node(r->p, ref);

	if (!node_on_edge(node))
		return;
	if (host == NULL || !may_sit_on(node, host) || host->scope != node->scope)
		read_bad(r, n, "unknown-reference", ref);
	else
		node->host = host;
}

int
read_kind_of(const xmlNode *n)
{
	for (size_t i = 0; i < COUNT_OF(node_elements); i++) {
		if (read_is(n, node_elements[i].element) &&
		    (node_elements[i].event == NULL || read_child(n, node_elements[i].event) != NULL))
			return ((int)node_elements[i].kind);
	}
	return (-1);
}
