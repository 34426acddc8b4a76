/*
 * From a document of the right shape to lanes, nodes and flows. Values are checked here, connections in process_wire.c.
 */
#include <stdlib.h>
#include <string.h>

#include "workflow/process_parts.h"
#include "workflow/workflow_xml.h"

#define XPATH_LANGUAGE	"http://www.w3.org/1999/XPath"

struct reader {
	struct process		*p;
	struct problem_list	*l;
	struct problem_list	 notes;
};

static const struct {
	const char	*element;
	enum node_kind	 kind;
} node_elements[] = {
	{ "startEvent", NODE_START }, { "endEvent", NODE_END }, { "userTask", NODE_USER },
	{ "serviceTask", NODE_SERVICE }, { "exclusiveGateway", NODE_GATEWAY }, { "boundaryEvent", NODE_TIMER },
};

static const char *const	roles[] = {
	"counter", "specialist", "head", "director", "clerk", "principal", "applicant",
};

static const char *
tag(const xmlNode *n)
{
	return ((const char *)n->name);
}

static int
line_of(const xmlNode *n)
{
	return ((int)xmlGetLineNo(n));
}

static bool
is(const xmlNode *n, const char *name)
{
	return (n->type == XML_ELEMENT_NODE && strcmp(tag(n), name) == 0);
}

static const xmlNode *
child(const xmlNode *parent, const char *name)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		if (is(n, name))
			return (n);
	}
	return (NULL);
}

static struct str
take(struct reader *r, xmlChar *text)
{
	struct str	s = arena_str(r->p->arena, str_of((const char *)text));

	xmlFree(text);
	return (s);
}

static struct str
attr(struct reader *r, const xmlNode *n, const char *name)
{
	return (take(r, xmlGetNoNsProp(n, (const xmlChar *)name)));
}

static struct str
mc(struct reader *r, const xmlNode *n, const char *name)
{
	return (take(r, xmlGetNsProp(n, (const xmlChar *)name, (const xmlChar *)WORKFLOW_NS)));
}

static struct str
text(struct reader *r, const xmlNode *n)
{
	return (str_trim(take(r, xmlNodeGetContent(n))));
}

static void
bad(struct reader *r, const xmlNode *n, const char *rule, struct str detail)
{
	struct str	id = attr(r, n, "id");

	problem_add(r->l, line_of(n), rule, id.n > 0 ? id : str_of(tag(n)), detail);
}

static struct str
id_of(struct reader *r, const xmlNode *n)
{
	struct str	id = attr(r, n, "id");

	if (!workflow_id_valid(id))
		bad(r, n, "bad-id", id);
	return (id);
}

/* The name in English views. wanted: its lack is worth a note; people read of tasks and lanes. */
static struct str
name_en_of(struct reader *r, const xmlNode *n, bool wanted)
{
	struct str	name = mc(r, n, "name-en");

	if (name.n > 0)
		return (name);
	if (wanted)
		problem_add(&r->notes, line_of(n), "no-english", attr(r, n, "id"), STR("mc:name-en"));
	return (attr(r, n, "name"));
}

/* An optional yes or no. */
static bool
flag(struct reader *r, const xmlNode *n, const char *name, struct str value)
{
	if (value.n > 0 && !str_eqc(value, "yes") && !str_eqc(value, "no"))
		bad(r, n, "bad-value", str_of(name));
	return (str_eqc(value, "yes"));
}

/* One of names; absent gives the fallback, or a problem when that is negative. */
static int
choice(struct reader *r, const xmlNode *n, const char *name, struct str value, const char *const *names, size_t names_n,
    int fallback)
{
	int	i = value.n == 0 ? fallback : name_index(names, names_n, value);

	if (i < 0)
		bad(r, n, value.n == 0 ? "missing-value" : "bad-value", str_of(name));
	return (i < 0 ? 0 : i);
}

static int
status_of(struct reader *r, const xmlNode *n)
{
	struct str	s = mc(r, n, "status");
	int64_t		status = 0;

	if (s.n > 0 && !str_i64(s, 1, 10, &status))
		bad(r, n, "bad-value", STR("mc:status"));
	return ((int)status);
}

/* ---- nodes */

static void
read_outcomes(struct reader *r, const xmlNode *task, struct process_node *node)
{
	const xmlNode		*ext = child(task, "extensionElements");
	struct process_outcome	*o = ARENA_ARRAY(r->p->arena, struct process_outcome, WORKFLOW_OUTCOMES_MAX);
	size_t			 n = 0;

	for (const xmlNode *x = ext == NULL ? NULL : ext->children; x != NULL; x = x->next) {
		if (!is(x, "outcome"))
			continue;
		if (n == WORKFLOW_OUTCOMES_MAX) {
			bad(r, task, "too-many", STR("mc:outcome"));
			break;
		}
		o[n].line = line_of(x);
		o[n].id = id_of(r, x);
		for (size_t i = 0; i < n; i++) {
			if (str_eq(o[i].id, o[n].id))
				bad(r, x, "duplicate-id", o[n].id);
		}
		o[n].label_vi = attr(r, x, "label-vi");
		o[n].label_en = attr(r, x, "label-en");
		if (o[n].label_vi.n == 0 || o[n].label_en.n == 0)
			bad(r, x, "missing-value", STR("label-vi, label-en"));
		o[n].kind = (enum outcome_kind)choice(r, x, "kind", attr(r, x, "kind"), outcome_kind_names,
		    OUTCOME__MAX, -1);
		o[n].reason = (enum outcome_reason)choice(r, x, "reason", attr(r, x, "reason"), outcome_reason_names,
		    REASON__MAX, REASON_NONE);
		o[n].confirm = flag(r, x, "confirm", attr(r, x, "confirm"));
		n++;
	}
	if (n == 0)
		bad(r, task, "task-no-outcome", STR_NONE);
	node->outcomes = o;
	node->outcomes_n = n;
}

static void
read_user(struct reader *r, const xmlNode *n, struct process_node *node)
{
	struct str	drafts = mc(r, n, "drafts"), deadline = mc(r, n, "deadline");

	if (deadline.n == 0)
		bad(r, n, "task-no-deadline", STR_NONE);
	else if (!calendar_span_parse(deadline, &node->deadline) || node->deadline.n == 0)
		bad(r, n, "bad-value", STR("mc:deadline"));
	if (drafts.n > 0 && !str_eqc(drafts, "result"))
		bad(r, n, "bad-value", STR("mc:drafts"));
	node->drafts_result = drafts.n > 0;
	node->pauses_clock = flag(r, n, "mc:pauses-clock", mc(r, n, "pauses-clock"));
	node->signs = flag(r, n, "mc:signs", mc(r, n, "signs"));
	node->releases = flag(r, n, "mc:releases", mc(r, n, "releases"));
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
read_timer(struct reader *r, const xmlNode *n, struct process_node *node)
{
	static const char *const	clocks[] = { "working", "calendar" }, *const bools[] = { "true", "false" };
	const xmlNode			*def = child(n, "timerEventDefinition");
	const xmlNode			*after = def == NULL ? NULL : child(def, "timeDuration");
	bool				 civil;

	civil = choice(r, n, "mc:clock", mc(r, n, "clock"), clocks, COUNT_OF(clocks), 0) == 1;
	node->interrupts = choice(r, n, "cancelActivity", attr(r, n, "cancelActivity"), bools, COUNT_OF(bools), 0) == 0;
	if (after == NULL || !duration(text(r, after), civil, &node->after))
		bad(r, n, "bad-duration", STR("timeDuration"));
}

static void
read_node(struct reader *r, const xmlNode *n, enum node_kind kind)
{
	struct process_node	*node = &r->p->nodes[r->p->nodes_n];

	*node = (struct process_node){ .index = r->p->nodes_n++, .kind = kind, .line = line_of(n) };
	node->id = id_of(r, n);
	node->name = attr(r, n, "name");
	node->name_en = name_en_of(r, n, kind == NODE_USER);
	if (kind == NODE_START || kind == NODE_END || kind == NODE_USER || kind == NODE_SERVICE)
		node->status = status_of(r, n);
	if (kind == NODE_USER)
		read_user(r, n, node);
	else if (kind == NODE_TIMER)
		read_timer(r, n, node);
	else if (kind == NODE_SERVICE)
		node->service = (enum workflow_service)choice(r, n, "mc:service", mc(r, n, "service"),
		    workflow_service_names, SERVICE__MAX, -1);
	else if (kind == NODE_END)
		node->result = (enum workflow_result)choice(r, n, "mc:result", mc(r, n, "result"),
		    workflow_result_names,
		    RESULT__MAX, RESULT_NONE);
}

/* References between nodes, once all are read. */
static void
read_references(struct reader *r, const xmlNode *n, struct process_node *node)
{
	struct str			 ref = node->kind == NODE_TIMER ? attr(r, n, "attachedToRef") : STR_NONE;
	const struct process_node	*host = process_node(r->p, ref);

	if (node->kind != NODE_TIMER)
		return;
	if (host == NULL || host->kind != NODE_USER)
		bad(r, n, "unknown-reference", ref);
	else
		node->host = host;
}

/* ---- flows */

static void
read_condition(struct reader *r, const xmlNode *n, struct process_flow *f)
{
	const xmlNode	*c = child(n, "conditionExpression");
	struct str	 language;

	if (c == NULL)
		return;
	language = attr(r, c, "language");
	if (language.n > 0 && !str_eqc(language, XPATH_LANGUAGE))
		bad(r, n, "bad-language", language);
	f->condition = text(r, c);
	f->test = workflow_xpath_compile(f->condition);
	if (f->test == NULL)
		bad(r, n, "bad-condition", f->condition);
	f->guard = guard_parse(&r->p->vars, f->condition);
	f->plain = guard_plain(&r->p->vars, f->guard);
}

static bool
end_of(struct reader *r, const xmlNode *n, const char *name, size_t *index)
{
	struct str			 ref = attr(r, n, name);
	const struct process_node	*node = process_node(r->p, ref);

	if (node == NULL)
		bad(r, n, "unknown-reference", ref);
	else
		*index = node->index;
	return (node != NULL);
}

static void
read_flow(struct reader *r, const xmlNode *n)
{
	struct process_flow	*f = &r->p->flows[r->p->flows_n++];
	bool			 from, to;

	f->id = id_of(r, n);
	f->line = line_of(n);
	from = end_of(r, n, "sourceRef", &f->from);
	to = end_of(r, n, "targetRef", &f->to);
	if (!from || !to)
		f->from = f->to = 0;
	read_condition(r, n, f);
}

/* Gateways name their default flow, which may stand after them. */
static void
read_default(struct reader *r, const xmlNode *n, struct process_node *node)
{
	struct str	ref = attr(r, n, "default");

	r->p->wiring[node->index].default_flow = NO_FLOW;
	if (node->kind != NODE_GATEWAY)
		return;
	for (size_t i = 0; i < r->p->flows_n; i++) {
		if (str_eq(r->p->flows[i].id, ref) && r->p->flows[i].from == node->index)
			r->p->wiring[node->index].default_flow = i;
	}
	if (r->p->wiring[node->index].default_flow == NO_FLOW)
		bad(r, n, "gateway-no-default", ref);
}

/* ---- lanes */

static void
read_lane(struct reader *r, const xmlNode *n)
{
	size_t			 index = r->p->lanes_n++;
	struct process_lane	*lane = &r->p->lanes[index];

	lane->id = id_of(r, n);
	lane->name = attr(r, n, "name");
	lane->name_en = name_en_of(r, n, true);
	lane->role = mc(r, n, "role");
	lane->agency = mc(r, n, "agency");
	lane->agency_field = mc(r, n, "agency-field");
	lane->line = line_of(n);
	choice(r, n, "mc:role", lane->role, roles, COUNT_OF(roles), -1);
	if (lane->agency.n > 0 && (!workflow_agency_valid(lane->agency) || lane->agency_field.n > 0))
		bad(r, n, "bad-value", STR("mc:agency"));
	if (lane->agency_field.n > 0) {
		r->p->lane_field[index] = workflow_xpath_compile(lane->agency_field);
		if (r->p->lane_field[index] == NULL)
			bad(r, n, "bad-condition", lane->agency_field);
	}
	for (const xmlNode *x = n->children; x != NULL; x = x->next) {
		struct str			 ref = is(x, "flowNodeRef") ? text(r, x) : STR_NONE;
		const struct process_node	*node = process_node(r->p, ref);

		if (!is(x, "flowNodeRef"))
			continue;
		if (node == NULL)
			bad(r, n, "unknown-reference", ref);
		else if (node->lane != NULL)
			bad(r, n, "two-lanes", ref);
		else if (node->kind != NODE_TIMER)
			r->p->nodes[node->index].lane = lane;
	}
}

/* ---- the whole */

static int
kind_of(const xmlNode *n)
{
	for (size_t i = 0; i < COUNT_OF(node_elements); i++) {
		if (is(n, node_elements[i].element))
			return ((int)node_elements[i].kind);
	}
	return (-1);
}

static bool
make_room(struct reader *r, const xmlNode *process)
{
	size_t	nodes_n = 0, flows_n = 0, lanes_n = 0;

	for (const xmlNode *n = process->children; n != NULL; n = n->next) {
		nodes_n += kind_of(n) >= 0 ? 1 : 0;
		flows_n += is(n, "sequenceFlow") ? 1 : 0;
		for (const xmlNode *x = is(n, "laneSet") ? n->children : NULL; x != NULL; x = x->next)
			lanes_n += is(x, "lane") ? 1 : 0;
	}
	if (nodes_n > WORKFLOW_NODES_MAX || flows_n > WORKFLOW_FLOWS_MAX || lanes_n > WORKFLOW_NODES_MAX) {
		bad(r, process, "too-many", STR_NONE);
		return (false);
	}
	r->p->nodes = ARENA_ARRAY(r->p->arena, struct process_node, nodes_n + 1);
	r->p->wiring = ARENA_ARRAY(r->p->arena, struct process_wiring, nodes_n + 1);
	r->p->flows = ARENA_ARRAY(r->p->arena, struct process_flow, flows_n + 1);
	r->p->lanes = ARENA_ARRAY(r->p->arena, struct process_lane, lanes_n + 1);
	r->p->lane_field = ARENA_ARRAY(r->p->arena, xmlXPathCompExpr *, lanes_n + 1);
	return (true);
}

static void
read_process(struct reader *r, const xmlNode *process)
{
	size_t	i = 0;

	r->p->id = id_of(r, process);
	if (!str_eqc(attr(r, process, "isExecutable"), "true"))
		bad(r, process, "not-executable", STR_NONE);
	if (!make_room(r, process))
		return;
	for (const xmlNode *n = process->children; n != NULL; n = n->next) {
		if (kind_of(n) >= 0)
			read_node(r, n, (enum node_kind)kind_of(n));
	}
	for (const xmlNode *n = process->children; n != NULL; n = n->next) {
		if (is(n, "sequenceFlow"))
			read_flow(r, n);
		for (const xmlNode *x = is(n, "laneSet") ? n->children : NULL; x != NULL; x = x->next) {
			if (is(x, "lane"))
				read_lane(r, x);
		}
	}
	for (const xmlNode *n = process->children; n != NULL; n = n->next) {
		if (kind_of(n) < 0)
			continue;
		read_references(r, n, &r->p->nodes[i]);
		read_default(r, n, &r->p->nodes[i++]);
	}
}

/* The name that people see: of the pool that holds the process, else its own. */
static void
read_name(struct reader *r, const xmlNode *definitions, const xmlNode *process)
{
	const xmlNode	*c = child(definitions, "collaboration");

	r->p->name = attr(r, process, "name");
	for (const xmlNode *n = c == NULL ? NULL : c->children; n != NULL; n = n->next) {
		struct str	ref = is(n, "participant") ? attr(r, n, "processRef") : STR_NONE;

		if (ref.n > 0 && !str_eq(ref, r->p->id))
			bad(r, n, "unknown-reference", ref);
		else if (ref.n > 0 && attr(r, n, "name").n > 0)
			r->p->name = attr(r, n, "name");
	}
}

void
process_read(struct process *p, struct problem_list *l, xmlNode *definitions)
{
	struct reader	 r = { p, l, problem_list_to(p->arena, &p->notes) };
	const xmlNode	*process = child(definitions, "process");
	struct str	 language = attr(&r, definitions, "expressionLanguage");

	p->vars.a = p->arena;
	if (language.n > 0 && !str_eqc(language, XPATH_LANGUAGE))
		bad(&r, definitions, "bad-language", language);
	if (process == NULL) {
		bad(&r, definitions, "no-process", STR_NONE);
		return;
	}
	for (const xmlNode *n = process->next; n != NULL; n = n->next) {
		if (is(n, "process"))
			bad(&r, n, "second-process", STR_NONE);
	}
	read_process(&r, process);
	read_name(&r, definitions, process);
}
