/*
 * The grammar of the profile as one table: which element may stand where, with which attributes. The same grammar is
 * written in RELAX NG for other tools (workflows/profile.rng); this one can say what is wrong and where.
 */
#include <stdio.h>
#include <string.h>

#include "workflow/process_parts.h"

#define BPMN_NS	"http://www.omg.org/spec/BPMN/20100524/MODEL"
#define DI_NS	"http://www.omg.org/spec/BPMN/20100524/DI"
#define XSI_NS	"http://www.w3.org/2001/XMLSchema-instance"
#define DEPTH_MAX 16

enum content {
	CONTENT_ELEMENTS, CONTENT_TEXT, CONTENT_ANY	/* ANY: the subtree is not looked at */
};

/* Attributes stand between spaces; "mc:" is our namespace, "xsi:" XML Schema's. */
struct shape {
	const char	*name;
	const char	*parents;
	const char	*attrs;
	enum content	 content;
};

#define NODE_ATTRS	" id name "

#define NODES	" startEvent endEvent userTask serviceTask exclusiveGateway boundaryEvent parallelGateway " \
		"inclusiveGateway eventBasedGateway sendTask receiveTask intermediateCatchEvent " \
		"intermediateThrowEvent subProcess callActivity "
#define FLOW_IN	" process subProcess "

static const struct shape shapes[] = {
	{ "collaboration", " definitions ", " id name ", CONTENT_ELEMENTS },
	{ "message", " definitions ", " id name ", CONTENT_ELEMENTS },
	{ "error", " definitions ", " id name errorCode ", CONTENT_ELEMENTS },
	{ "escalation", " definitions ", " id name escalationCode ", CONTENT_ELEMENTS },
	{ "participant", " collaboration ", " id name processRef ", CONTENT_ELEMENTS },
	{ "process", " definitions ", " id name isExecutable processType isClosed ", CONTENT_ELEMENTS },
	{ "laneSet", " process ", " id name ", CONTENT_ELEMENTS },
	{ "lane", " laneSet ", " id name mc:name-en mc:role mc:agency mc:agency-field ", CONTENT_ELEMENTS },
	{ "flowNodeRef", " lane ", " ", CONTENT_TEXT },
	{ "startEvent", FLOW_IN, NODE_ATTRS " mc:status ", CONTENT_ELEMENTS },
	{ "endEvent", FLOW_IN, NODE_ATTRS " mc:name-en mc:status mc:result ", CONTENT_ELEMENTS },
	{ "userTask", FLOW_IN, NODE_ATTRS " mc:name-en mc:deadline mc:status mc:pauses-clock mc:drafts mc:signs "
	    "mc:releases ", CONTENT_ELEMENTS },
	{ "serviceTask", FLOW_IN, NODE_ATTRS " mc:service mc:status ", CONTENT_ELEMENTS },
	{ "sendTask", FLOW_IN, NODE_ATTRS " messageRef mc:status ", CONTENT_ELEMENTS },
	{ "receiveTask", FLOW_IN, NODE_ATTRS " messageRef mc:name-en mc:status mc:pauses-clock ", CONTENT_ELEMENTS },
	{ "intermediateCatchEvent", FLOW_IN, NODE_ATTRS " mc:name-en mc:status mc:pauses-clock mc:clock ",
	    CONTENT_ELEMENTS },
	{ "intermediateThrowEvent", FLOW_IN, NODE_ATTRS, CONTENT_ELEMENTS },
	{ "exclusiveGateway", FLOW_IN, NODE_ATTRS " default gatewayDirection ", CONTENT_ELEMENTS },
	{ "inclusiveGateway", FLOW_IN, NODE_ATTRS " default gatewayDirection ", CONTENT_ELEMENTS },
	{ "parallelGateway", FLOW_IN, NODE_ATTRS " gatewayDirection ", CONTENT_ELEMENTS },
	{ "eventBasedGateway", FLOW_IN, NODE_ATTRS " gatewayDirection ", CONTENT_ELEMENTS },
	{ "subProcess", FLOW_IN, NODE_ATTRS " mc:name-en ", CONTENT_ELEMENTS },
	{ "callActivity", FLOW_IN, NODE_ATTRS " calledElement mc:name-en mc:deadline mc:agency mc:agency-field ",
	    CONTENT_ELEMENTS },
	{ "boundaryEvent", FLOW_IN, NODE_ATTRS " attachedToRef cancelActivity mc:clock ", CONTENT_ELEMENTS },
	{ "timerEventDefinition", " boundaryEvent intermediateCatchEvent ", " id ", CONTENT_ELEMENTS },
	{ "messageEventDefinition", " boundaryEvent intermediateCatchEvent ", " id messageRef ", CONTENT_ELEMENTS },
	{ "errorEventDefinition", " boundaryEvent endEvent ", " id errorRef ", CONTENT_ELEMENTS },
	{ "escalationEventDefinition", " boundaryEvent intermediateThrowEvent ", " id escalationRef ",
	    CONTENT_ELEMENTS },
	{ "timeDuration", " timerEventDefinition ", " id xsi:type ", CONTENT_TEXT },
	{ "multiInstanceLoopCharacteristics", " userTask ", " id isSequential mc:agencies mc:agencies-field "
	    "mc:completion mc:quorum ", CONTENT_ELEMENTS },
	{ "sequenceFlow", FLOW_IN, " id name sourceRef targetRef ", CONTENT_ELEMENTS },
	{ "conditionExpression", " sequenceFlow ", " id language xsi:type ", CONTENT_TEXT },
	{ "extensionElements", " userTask ", " ", CONTENT_ELEMENTS },
	{ "outcome", " extensionElements ", " id label-vi label-en kind reason confirm ", CONTENT_ELEMENTS },
	{ "incoming", NODES, " ", CONTENT_TEXT },
	{ "outgoing", NODES, " ", CONTENT_TEXT },
	{ "documentation", " definitions collaboration participant process laneSet lane sequenceFlow message error "
	    "escalation " NODES, " id textFormat ", CONTENT_ANY },
	{ "textAnnotation", " process subProcess collaboration ", " id textFormat ", CONTENT_ANY },
	{ "association", " process subProcess collaboration ", " id sourceRef targetRef associationDirection ",
	    CONTENT_ANY },
	{ "BPMNDiagram", " definitions ", " id name resolution documentation ", CONTENT_ANY },
};

static bool
in_list(const char *list, const char *prefix, const char *name)
{
	char	word[80];
	int	n = snprintf(word, sizeof(word), " %s%s ", prefix, name);

	return (n > 0 && (size_t)n < sizeof(word) && strstr(list, word) != NULL);
}

/* The namespace that an element of this name must be in. */
static const char *
namespace_of(const char *name)
{
	if (strcmp(name, "outcome") == 0)
		return (WORKFLOW_NS);
	return (strcmp(name, "BPMNDiagram") == 0 ? DI_NS : BPMN_NS);
}

static bool
in_namespace(const xmlNode *n, const char *ns)
{
	return (n->ns != NULL && n->ns->href != NULL && strcmp((const char *)n->ns->href, ns) == 0);
}

static const struct shape *
shape_of(const xmlNode *n)
{
	const char	*name = (const char *)n->name, *parent = (const char *)n->parent->name;

	for (size_t i = 0; i < COUNT_OF(shapes); i++) {
		if (strcmp(shapes[i].name, name) == 0 && in_list(shapes[i].parents, "", parent) &&
		    in_namespace(n, namespace_of(name)))
			return (&shapes[i]);
	}
	return (NULL);
}

static const char *
attr_prefix(const xmlAttr *at)
{
	if (at->ns == NULL)
		return ("");
	if (strcmp((const char *)at->ns->href, WORKFLOW_NS) == 0)
		return ("mc:");
	return (strcmp((const char *)at->ns->href, XSI_NS) == 0 ? "xsi:" : NULL);
}

static void
check_attrs(struct problem_list *l, const xmlNode *n, const char *allowed)
{
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		const char	*prefix = attr_prefix(at);

		if (prefix == NULL || !in_list(allowed, prefix, (const char *)at->name))
			problem_add(l, (int)xmlGetLineNo(n), "unknown-attribute", str_of((const char *)n->name),
			    str_of((const char *)at->name));
	}
}

static bool
blank(const xmlNode *text)
{
	return (str_trim(str_of((const char *)text->content)).n == 0);
}

static void
check_children(struct problem_list *l, const xmlNode *parent, enum content content, int depth)
{
	for (const xmlNode *n = parent->children; n != NULL; n = n->next) {
		const struct shape	*s;

		if (n->type == XML_COMMENT_NODE)
			continue;
		if (n->type == XML_TEXT_NODE && (content == CONTENT_TEXT || blank(n)))
			continue;
		s = n->type == XML_ELEMENT_NODE && content == CONTENT_ELEMENTS && depth < DEPTH_MAX ? shape_of(n) :
		    NULL;
		if (s == NULL) {
			problem_add(l, (int)xmlGetLineNo(n), n->type == XML_ELEMENT_NODE ? "unknown-element" :
			    "unknown-text",
			    str_of((const char *)(n->type == XML_ELEMENT_NODE ? n->name : parent->name)),
			    str_of((const char *)parent->name));
			continue;
		}
		if (s->content == CONTENT_ANY)
			continue;
		check_attrs(l, n, s->attrs);
		check_children(l, n, s->content, depth + 1);
	}
}

void
process_shape_check(struct problem_list *l, const xmlNode *root)
{
	if (root == NULL || strcmp((const char *)root->name, "definitions") != 0 || !in_namespace(root, BPMN_NS)) {
		problem_add(l, 1, "not-bpmn", STR_NONE, STR_NONE);
		return;
	}
	check_attrs(l, root, " id name targetNamespace expressionLanguage typeLanguage exporter exporterVersion "
	    "xsi:schemaLocation ");
	check_children(l, root, CONTENT_ELEMENTS, 0);
}
