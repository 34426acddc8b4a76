/*
 * What a process is made of inside this room: the graph beside the public nodes, and the list of problems being made.
 */
#pragma once

#include <libxml/xpath.h>

#include "workflow/workflow.h"
#include "workflow/workflow_guard.h"

#define WORKFLOW_ID_MAX		64
#define NO_FLOW			SIZE_MAX

struct process_flow {
	struct str		 id;
	size_t			 from, to;		/* node indexes */
	struct str		 condition;		/* empty: none */
	xmlXPathCompExpr	*test;			/* owned; NULL without a condition */
	const struct guard	*guard;			/* the same as far as it is understood; NULL without one */
	bool			 plain;			/* the guard reads outcome and node only: XPath is not needed */
	int			 line;
};

/* Per node: its ways out, in the order of the document. */
struct process_wiring {
	size_t	*out;					/* flow indexes */
	size_t	 out_n;
	size_t	 in_n;
	size_t	*in;					/* flow indexes */
	size_t	 default_flow;				/* NO_FLOW: none */
};

struct process {
	struct arena		*arena;
	struct str		 id, name;
	struct workflow_problems notes;
	struct process_lane	*lanes;
	xmlXPathCompExpr	**lane_field;		/* by lane: compiled agency_field, owned; NULL: none */
	xmlXPathCompExpr	**node_field;		/* by node: the same of calls and opinions */
	size_t			 lanes_n;
	struct str		*codes;			/* ids of messages, errors and escalations */
	size_t			 codes_n;
	struct process_node	*nodes;
	struct process_wiring	*wiring;
	size_t			 nodes_n;
	struct process_flow	*flows;
	size_t			 flows_n;
	struct guard_vars	 vars;			/* what the conditions read */
};

/* Problems in the making; what is past WORKFLOW_PROBLEMS_MAX is dropped. Texts are copied. */
struct problem_list {
	struct arena			*arena;
	struct workflow_problems	*to;
};

struct problem_list	problem_list_to(struct arena *a, struct workflow_problems *to);
void			problem_add(struct problem_list *l, int line, const char *rule, struct str element,
			    struct str detail);

/* Index of s in names, or -1. */
int			name_index(const char *const *names, size_t n, struct str s);
bool			workflow_id_valid(struct str s);	/* [A-Za-z_][A-Za-z0-9_-]*, at most WORKFLOW_ID_MAX */
bool			workflow_agency_valid(struct str s);	/* QĐ 20/2020: [A-Y][0-9]{2}(.[A-Z0-9]+)*, at most 35 */

extern const char *const	outcome_kind_names[OUTCOME__MAX];
extern const char *const	outcome_reason_names[REASON__MAX];
extern const char *const	workflow_result_names[RESULT__MAX];
extern const char *const	workflow_opinions_names[OPINIONS__MAX];
extern const char *const	workflow_service_names[SERVICE__MAX];

/* process_shape.c: only elements and attributes of the profile stand in the document. Adds to the problems. */
void	process_shape_check(struct problem_list *problems, const xmlNode *definitions);
/* process_read.c: fill p from a document whose shape is right. Adds to the problems. */
void	process_read(struct process *p, struct problem_list *problems, xmlNode *definitions);
/*
 * The engine without a dossier, for the checks: conditions, agencies and deadlines are not worked out. Somebody else
 * chooses the ways and is told of them.
 */
struct workflow_dry {
	void	*data;
	/* Which of the ways out of a gateway: a flow. done: the task or timer that moved last; NULL at the start. */
	size_t	(*choose)(void *data, const struct process_node *gateway, const struct process_node *done,
	    struct str outcome);
	/* Which of the ways out of an inclusive gateway, by way out. */
	void	(*choose_many)(void *data, const struct process_node *gateway, const struct process_node *done,
		    struct str outcome, bool *taken);
	void	(*pass)(void *data, size_t flow);	/* a token goes along it */
	void	(*fire)(void *data, const struct process_node *node);	/* is entered, but along no flow */
	void	(*cut)(void *data, const struct process_node *node);	/* the dossier ends while this is open */
};

int	workflow_step_dry(struct arena *a, const struct process *p, const struct marking *from,
	    const struct workflow_action *action, const struct workflow_dry *dry, struct workflow_move *out);

bool	node_on_edge(const struct process_node *node);		/* a boundary event */
bool	node_splits(const struct process_node *node);		/* has a default and conditions */
bool	node_joins(const struct process_node *node);		/* parallel and inclusive gateways */

/* process_wire.c: connect the flows, and check how many ways lead in and out of each kind of node. */
void	process_wire(struct process *p, struct problem_list *problems);
