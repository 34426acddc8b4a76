/* One step of the engine, shared by its files: workflow (actions), workflow_move (tokens), workflow_open (what waits),
 * workflow_facts (conditions). */
#pragma once

#include "workflow/process_parts.h"

struct step {
	struct arena			*a;
	const struct process		*p;
	const struct workflow_world	*world;
	const struct workflow_dry	*dry;		/* NULL: a dossier moves */
	struct marking			 m;
	struct effect			*effects;
	size_t				 effects_n, effects_cap;
	const struct process_node	*done;		/* what moved: the task, timer, message or call */
	struct str			 outcome;
	size_t				*queue;		/* flows that tokens are on */
	size_t				 queue_n, queue_at;
};

struct effect	*step_emit(struct step *s, enum effect_kind kind, const struct process_node *node);
void		 step_set_status(struct step *s, int status);
bool		 step_status_ends_clock(int status);
/* After all tokens have come to rest: the clock stands still while something open pauses it. */
void		 step_settle_clock(struct step *s);

/* workflow_facts.c: 0 | WORKFLOW_E_INSTANCE | WORKFLOW_E_CONDITION */
int		 step_choose(struct step *s, const struct process_node *gateway, size_t *flow);
int		 step_choose_many(struct step *s, const struct process_node *gateway, bool *taken);

/*
 * workflow_open.c: a work item, child, message, time or sub-process begins to be waited for, and what sits on
 * its edge.
 */
int		 step_open(struct step *s, const struct process_node *node);
void		 step_close(struct step *s, const struct process_node *node);	/* with all that is inside */
void		 step_disarm(struct step *s, const struct process_node *edge);
void		 step_run_service(struct step *s, const struct process_node *node);
void		 step_finish(struct step *s, enum workflow_result result, int status);

/* workflow_move.c */
int		 step_leave(struct step *s, const struct process_node *node);	/* along its ways out: to the queue */
int		 step_edge(struct step *s, const struct process_node *edge);	/* it fires */
int		 step_settle(struct step *s);					/* until every token waits */
