/*
 * From a document of the right shape to lanes, nodes and flows. Values are checked here, connections in process_wire.c.
 */
#include <string.h>

#include "workflow/process_reader.h"
#include "workflow/workflow_xml.h"

#define XPATH_LANGUAGE	"http://www.w3.org/1999/XPath"

static const char *const	roles[] = {
	"counter", "specialist", "head", "director", "clerk", "principal", "applicant",
};

/* ---- flows */

static void
read_condition(struct reader *r, const xmlNode *n, struct process_flow *f)
{
	const xmlNode	*c = read_child(n, "conditionExpression");
	struct str	 language;

	if (c == NULL)
		return;
	language = read_attr(r, c, "language");
	if (language.n > 0 && !str_eqc(language, XPATH_LANGUAGE))
		read_bad(r, n, "bad-language", language);
	f->condition = read_text(r, c);
	f->test = workflow_xpath_compile(f->condition);
	if (f->test == NULL)
		read_bad(r, n, "bad-condition", f->condition);
	f->guard = guard_parse(&r->p->vars, f->condition);
	f->plain = guard_plain(&r->p->vars, f->guard);
}

static bool
end_of(struct reader *r, const xmlNode *n, const char *name, size_t *index)
{
	struct str			 ref = read_attr(r, n, name);
	const struct process_node	*node = process_node(r->p, ref);

	if (node == NULL)
		read_bad(r, n, "unknown-reference", ref);
	else
		*index = node->index;
	return (node != NULL);
}

static void
read_flow(struct reader *r, const xmlNode *n)
{
	struct process_flow	*f = &r->p->flows[r->p->flows_n++];
	bool			 from, to;

	f->id = read_id(r, n);
	f->line = read_line(n);
	from = end_of(r, n, "sourceRef", &f->from);
	to = end_of(r, n, "targetRef", &f->to);
	if (!from || !to)
		f->from = f->to = 0;
	else if (r->p->nodes[f->from].scope != r->p->nodes[f->to].scope)
		read_bad(r, n, "crosses-scope", STR_NONE);
	read_condition(r, n, f);
}

/* Gateways name their default flow, which may stand after them. */
static void
read_default(struct reader *r, const xmlNode *n, struct process_node *node)
{
	struct str	ref = read_attr(r, n, "default");

	r->p->wiring[node->index].default_flow = NO_FLOW;
	if (!node_splits(node))
		return;
	for (size_t i = 0; i < r->p->flows_n; i++) {
		if (str_eq(r->p->flows[i].id, ref) && r->p->flows[i].from == node->index)
			r->p->wiring[node->index].default_flow = i;
	}
	if (r->p->wiring[node->index].default_flow == NO_FLOW && (node->kind == NODE_GATEWAY || ref.n > 0))
		read_bad(r, n, "gateway-no-default", ref);
}

/* ---- lanes */

static void
read_lane(struct reader *r, const xmlNode *n)
{
	size_t			 index = r->p->lanes_n++;
	struct process_lane	*lane = &r->p->lanes[index];

	lane->id = read_id(r, n);
	lane->name = read_attr(r, n, "name");
	lane->name_en = read_name_en(r, n, true);
	lane->role = read_mc(r, n, "role");
	lane->agency = read_mc(r, n, "agency");
	lane->agency_field = read_mc(r, n, "agency-field");
	lane->line = read_line(n);
	read_choice(r, n, "mc:role", lane->role, roles, COUNT_OF(roles), -1);
	if (lane->agency.n > 0 && (!workflow_agency_valid(lane->agency) || lane->agency_field.n > 0))
		read_bad(r, n, "bad-value", STR("mc:agency"));
	if (lane->agency_field.n > 0) {
		r->p->lane_field[index] = workflow_xpath_compile(lane->agency_field);
		if (r->p->lane_field[index] == NULL)
			read_bad(r, n, "bad-condition", lane->agency_field);
	}
	for (const xmlNode *x = n->children; x != NULL; x = x->next) {
		struct str			 ref = read_is(x, "flowNodeRef") ? read_text(r, x) : STR_NONE;
		const struct process_node	*node = process_node(r->p, ref);

		if (!read_is(x, "flowNodeRef"))
			continue;
		if (node == NULL)
			read_bad(r, n, "unknown-reference", ref);
		else if (node->lane != NULL)
			read_bad(r, n, "two-lanes", ref);
		else if (!node_on_edge(node))
			r->p->nodes[node->index].lane = lane;
	}
}

/* ---- the whole */

static void
count(const xmlNode *parent, size_t *nodes_n, size_t *flows_n, size_t *lanes_n)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		*nodes_n += read_kind_of(n) >= 0 ? 1 : 0;
		*flows_n += read_is(n, "sequenceFlow") ? 1 : 0;
		for (const xmlNode *x = read_is(n, "laneSet") ? n->children : NULL; x != NULL; x = x->next)
			*lanes_n += read_is(x, "lane") ? 1 : 0;
		if (read_is(n, "subProcess"))
			count(n, nodes_n, flows_n, lanes_n);
	}
}

static bool
make_room(struct reader *r, const xmlNode *process)
{
	size_t	nodes_n = 0, flows_n = 0, lanes_n = 0;

	count(process, &nodes_n, &flows_n, &lanes_n);
	if (nodes_n > WORKFLOW_NODES_MAX || flows_n > WORKFLOW_FLOWS_MAX || lanes_n > WORKFLOW_NODES_MAX) {
		read_bad(r, process, "too-many", STR_NONE);
		return (false);
	}
	r->p->nodes = ARENA_ARRAY(r->p->arena, struct process_node, nodes_n + 1);
	r->p->node_field = ARENA_ARRAY(r->p->arena, xmlXPathCompExpr *, nodes_n + 1);
	r->p->wiring = ARENA_ARRAY(r->p->arena, struct process_wiring, nodes_n + 1);
	r->p->flows = ARENA_ARRAY(r->p->arena, struct process_flow, flows_n + 1);
	r->p->lanes = ARENA_ARRAY(r->p->arena, struct process_lane, lanes_n + 1);
	r->p->lane_field = ARENA_ARRAY(r->p->arena, xmlXPathCompExpr *, lanes_n + 1);
	return (true);
}

/* Nodes of the process and of what is embedded in it, each with its element. */
static void
read_nodes(struct reader *r, const xmlNode *parent, const struct process_node *scope, const xmlNode **element)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		struct process_node	*node;

		if (read_kind_of(n) < 0)
			continue;
		element[r->p->nodes_n] = n;
		node = read_node(r, n, (enum node_kind)read_kind_of(n), scope);
		if (node->kind == NODE_SUB)
			read_nodes(r, n, node, element);
	}
}

static void
read_flows(struct reader *r, const xmlNode *parent)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		if (read_is(n, "sequenceFlow"))
			read_flow(r, n);
		if (read_is(n, "subProcess"))
			read_flows(r, n);
		for (const xmlNode *x = read_is(n, "laneSet") ? n->children : NULL; x != NULL; x = x->next) {
			if (read_is(x, "lane"))
				read_lane(r, x);
		}
	}
}

static void
read_process(struct reader *r, const xmlNode *process)
{
	const xmlNode	*element[WORKFLOW_NODES_MAX + 1];

	r->p->id = read_id(r, process);
	if (!str_eqc(read_attr(r, process, "isExecutable"), "true"))
		read_bad(r, process, "not-executable", STR_NONE);
	if (!make_room(r, process))
		return;
	read_nodes(r, process, NULL, element);
	read_flows(r, process);
	for (size_t i = 0; i < r->p->nodes_n; i++) {
		struct process_node	*node = &r->p->nodes[i];

		read_references(r, element[i], node);
		read_default(r, element[i], node);
		if (node->lane == NULL && node->scope != NULL && !node_on_edge(node))
			node->lane = node->scope->lane;
	}
}

/* What nodes may name. */
static void
read_codes(struct reader *r, const xmlNode *definitions)
{
	size_t	n = 0;

	for (const xmlNode *x = definitions->children; x != NULL; x = x->next)
		n++;
	r->p->codes = ARENA_ARRAY(r->p->arena, struct str, n + 1);
	for (const xmlNode *x = definitions->children; x != NULL; x = x->next) {
		if (read_is(x, "message") || read_is(x, "error") || read_is(x, "escalation"))
			r->p->codes[r->p->codes_n++] = read_id(r, x);
	}
}

/* The name that people see: of the pool that holds the process, else its own. */
static void
read_name(struct reader *r, const xmlNode *definitions, const xmlNode *process)
{
	const xmlNode	*c = read_child(definitions, "collaboration");

	r->p->name = read_attr(r, process, "name");
	for (const xmlNode *n = c == NULL ? NULL : c->children; n != NULL; n = n->next) {
		struct str	ref = read_is(n, "participant") ? read_attr(r, n, "processRef") : STR_NONE;

		if (ref.n > 0 && !str_eq(ref, r->p->id))
			read_bad(r, n, "unknown-reference", ref);
		else if (ref.n > 0 && read_attr(r, n, "name").n > 0)
			r->p->name = read_attr(r, n, "name");
	}
}

void
process_read(struct process *p, struct problem_list *l, xmlNode *definitions)
{
	struct reader	 r = { p, l, problem_list_to(p->arena, &p->notes) };
	const xmlNode	*process = read_child(definitions, "process");
	struct str	 language = read_attr(&r, definitions, "expressionLanguage");

	p->vars.a = p->arena;
	if (language.n > 0 && !str_eqc(language, XPATH_LANGUAGE))
		read_bad(&r, definitions, "bad-language", language);
	if (process == NULL) {
		read_bad(&r, definitions, "no-process", STR_NONE);
		return;
	}
	for (const xmlNode *n = process->next; n != NULL; n = n->next) {
		if (read_is(n, "process"))
			read_bad(&r, n, "second-process", STR_NONE);
	}
	read_codes(&r, definitions);
	read_process(&r, process);
	read_name(&r, definitions, process);
}
