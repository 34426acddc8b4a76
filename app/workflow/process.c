#include "workflow/workflow.h"

#include <assert.h>
#include <stdlib.h>

#include "workflow/process_parts.h"
#include "workflow/workflow_xml.h"

const char *const	outcome_kind_names[] = { "forward", "back", "supplement", "refuse", "approve", "release" };
const char *const	outcome_reason_names[] = { "none", "optional", "required" };
const char *const	workflow_result_names[] = { "none", "issued", "refused", "withdrawn" };
const char *const	workflow_service_names[] = {
	"accept", "supplement-slip", "refuse-slip", "stop-notice", "issue-result", "notify", "remind",
};

const char *const	workflow_opinions_names[] = { "none", "all", "quorum", "first-refusal" };

static const char *const	node_kind_names[] = {
	"start", "end", "user", "service", "gateway", "timer", "parallel", "inclusive", "events", "send",
	    "receive", "wait",
	"throw", "message", "error", "escalation", "sub", "call",
};
static const char *const	effect_kind_names[] = {
	"open", "close", "arm", "disarm", "service", "call", "clock-start", "clock-stop", "clock-go",
	    "clock-end", "status",
	"finish",
};
static const char *const	answer_names[] = {
	"done", "problems", "marking", "started", "not-started", "finished", "no-such-node", "not-open",
	"no-such-outcome", "reason-needed", "wrong-role", "wrong-agency", "too-late", "no-agency", "instance",
	"condition", "loop", "calendar", "twice", "no-seats",
};

static_assert(COUNT_OF(node_kind_names) == NODE__MAX, "a name each");
static_assert(COUNT_OF(workflow_opinions_names) == OPINIONS__MAX, "a name each");
static_assert(COUNT_OF(effect_kind_names) == EFFECT__MAX, "a name each");
static_assert(COUNT_OF(workflow_service_names) == SERVICE__MAX, "a name each");
static_assert(COUNT_OF(answer_names) == WORKFLOW_E_NO_SEATS + 1, "a name each");

const char *
node_kind_name(enum node_kind k)
{
	CHECK(k < NODE__MAX);
	return (node_kind_names[k]);
}

const char *
outcome_kind_name(enum outcome_kind k)
{
	CHECK(k < OUTCOME__MAX);
	return (outcome_kind_names[k]);
}

const char *
workflow_result_name(enum workflow_result r)
{
	CHECK(r < RESULT__MAX);
	return (workflow_result_names[r]);
}

const char *
workflow_service_name(enum workflow_service s)
{
	CHECK(s < SERVICE__MAX);
	return (workflow_service_names[s]);
}

const char *
workflow_answer_name(int answer)
{
	return (answer >= 0 && (size_t)answer < COUNT_OF(answer_names) ? answer_names[answer] : "fatal");
}

const char *
effect_kind_name(enum effect_kind k)
{
	CHECK(k < EFFECT__MAX);
	return (effect_kind_names[k]);
}

int
name_index(const char *const *names, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eqc(s, names[i]))
			return ((int)i);
	}
	return (-1);
}

static bool
upper_or_digit(char c)
{
	return ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

static bool
letter(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_');
}

bool
workflow_id_valid(struct str s)
{
	if (s.n == 0 || s.n > WORKFLOW_ID_MAX || !letter(s.p[0]))
		return (false);
	for (size_t i = 1; i < s.n; i++) {
		if (!letter(s.p[i]) && !upper_or_digit(s.p[i]) && s.p[i] != '-')
			return (false);
	}
	return (true);
}

bool
workflow_agency_valid(struct str s)
{
	struct str	rest = s, group;
	bool		first = true;

	if (s.n == 0 || s.n > 35 || s.p[s.n - 1] == '.')
		return (false);
	while (str_cut(&rest, '.', &group)) {
		if (group.n == 0 || (first && (group.n != 3 || group.p[0] < 'A' || group.p[0] > 'Y')))
			return (false);
		for (size_t i = 0; i < group.n; i++) {
			if (!upper_or_digit(group.p[i]) || (first && i > 0 && group.p[i] > '9'))
				return (false);
		}
		first = false;
	}
	return (true);
}

struct problem_list
problem_list_to(struct arena *a, struct workflow_problems *to)
{
	to->item = ARENA_ARRAY(a, struct workflow_problem, WORKFLOW_PROBLEMS_MAX);
	to->n = 0;
	return ((struct problem_list){ a, to });
}

void
problem_add(struct problem_list *l, int line, const char *rule, struct str element, struct str detail)
{
	if (l->to->n == WORKFLOW_PROBLEMS_MAX)
		return;
	l->to->item[l->to->n++] = (struct workflow_problem){
		.line = line, .rule = rule, .element = arena_str(l->arena, element),
		    .detail = arena_str(l->arena, detail),
	};
}

/* Everything but the document's own shape. */
static void
read_document(struct process *p, struct problem_list *l, xmlDoc *doc)
{
	process_shape_check(l, xmlDocGetRootElement(doc));
	if (l->to->n == 0)
		process_read(p, l, xmlDocGetRootElement(doc));
	if (l->to->n == 0)
		process_wire(p, l);
}

int
process_new(struct arena *a, struct str bpmn, struct process **out, struct workflow_problems *problems)
{
	static const char *const	rules[] = { NULL, "too-big", "doctype", "not-xml" };
	struct problem_list		 l = problem_list_to(a, problems);
	struct process			*p;
	xmlDoc				*doc = NULL;
	int				 line, r = workflow_xml_read(bpmn, WORKFLOW_BYTES_MAX, &doc, &line);

	if (r != 0) {
		problem_add(&l, line, rules[r], STR_NONE, STR_NONE);
		return (WORKFLOW_E_PROBLEMS);
	}
	p = xcalloc(1, sizeof(*p));
	p->arena = arena_new();
	read_document(p, &l, doc);
	xmlFreeDoc(doc);
	if (problems->n > 0) {
		process_free(p);
		return (WORKFLOW_E_PROBLEMS);
	}
	*out = p;
	return (0);
}

void
process_free(struct process *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->flows_n; i++)
		xmlXPathFreeCompExpr(p->flows[i].test);
	for (size_t i = 0; i < p->lanes_n; i++)
		xmlXPathFreeCompExpr(p->lane_field[i]);
	for (size_t i = 0; i < p->nodes_n; i++)
		xmlXPathFreeCompExpr(p->node_field[i]);
	arena_free(p->arena);
	free(p);
}

void
process_freep(struct process **pp)
{
	process_free(*pp);
	*pp = NULL;
}

struct str
process_id(const struct process *p)
{
	return (p->id);
}

struct str
process_name(const struct process *p)
{
	return (p->name);
}

const struct workflow_problems *
process_notes(const struct process *p)
{
	return (&p->notes);
}

const struct process_node *
process_nodes(const struct process *p, size_t *n)
{
	*n = p->nodes_n;
	return (p->nodes);
}

const struct process_node *
process_node(const struct process *p, struct str id)
{
	for (size_t i = 0; i < p->nodes_n; i++) {
		if (str_eq(p->nodes[i].id, id))
			return (&p->nodes[i]);
	}
	return (NULL);
}

const struct process_outcome *
process_outcome(const struct process_node *node, struct str id)
{
	for (size_t i = 0; i < node->outcomes_n; i++) {
		if (str_eq(node->outcomes[i].id, id))
			return (&node->outcomes[i]);
	}
	return (NULL);
}

bool
node_on_edge(const struct process_node *node)
{
	return (node->kind == NODE_TIMER || node->kind == NODE_MESSAGE || node->kind == NODE_ERROR ||
	    node->kind == NODE_ESCALATION);
}

bool
node_splits(const struct process_node *node)
{
	return (node->kind == NODE_GATEWAY || node->kind == NODE_INCLUSIVE);
}

bool
node_joins(const struct process_node *node)
{
	return (node->kind == NODE_PARALLEL || node->kind == NODE_INCLUSIVE);
}
