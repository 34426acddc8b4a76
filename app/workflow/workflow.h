/*
 * Workflows: BPMN 2.0 files in a strict profile (workflows/profile.rng), and the engine that moves a dossier along one.
 * The engine is a pure function of (process, marking, action, world) and answers with (marking, effects): the caller
 * commits both in one statement. No I/O, no clock, no database.
 */
#pragma once

#include "calendar/calendar.h"
#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

struct _xmlDoc;

#define WORKFLOW_NS		"urn:motcua:workflow:1"
#define WORKFLOW_BYTES_MAX	((size_t)1 << 20)	/* of a BPMN file */
#define WORKFLOW_NODES_MAX	200
#define WORKFLOW_FLOWS_MAX	400
#define WORKFLOW_OUTCOMES_MAX	12			/* of one task */
#define WORKFLOW_PROBLEMS_MAX	100
#define WORKFLOW_MOVES_MAX	400			/* of one step: more is a loop without a task */
#define WORKFLOW_VISITS_MAX	1000			/* of one node by one dossier */
#define WORKFLOW_SEATS_MAX	16			/* agencies that one task asks for their opinion */
#define WORKFLOW_MARKING_MAX	4096			/* bytes of a marking's text */

enum workflow_answer {
	WORKFLOW_E_PROBLEMS = 1,	/* the file is not in the profile: see the problems */
	WORKFLOW_E_MARKING,		/* the marking's text is broken, or belongs to another process */
	WORKFLOW_E_STARTED,		/* start on a dossier that has started */
	WORKFLOW_E_NOT_STARTED,
	WORKFLOW_E_FINISHED,
	WORKFLOW_E_NO_SUCH_NODE,
	WORKFLOW_E_NOT_OPEN,		/* no open work item, or armed timer, of that name: somebody was faster */
	WORKFLOW_E_NO_SUCH_OUTCOME,
	WORKFLOW_E_REASON_NEEDED,
	WORKFLOW_E_WRONG_ROLE,
	WORKFLOW_E_WRONG_AGENCY,
	WORKFLOW_E_TOO_LATE,		/* withdraw once the result is decided (status 9 and later) */
	WORKFLOW_E_NO_AGENCY,		/* the instance names no valid agency where the lane's agency-field looks */
	WORKFLOW_E_INSTANCE,		/* no instance, or it has an element "process" of its own */
	WORKFLOW_E_CONDITION,		/* a condition could not be worked out within its bound */
	WORKFLOW_E_LOOP,		/* WORKFLOW_MOVES_MAX or WORKFLOW_VISITS_MAX was passed */
	WORKFLOW_E_CALENDAR,		/* the calendar has no working time for a deadline */
	WORKFLOW_E_TWICE,		/* a node would be entered that holds a token already */
	WORKFLOW_E_NO_SEATS,		/* nobody, or too many, would be asked for their opinion */
};

/* ---- the process: parsed once, immutable, shared by all dossiers of its version */

struct process;

enum node_kind {
	NODE_START, NODE_END, NODE_USER, NODE_SERVICE,
	NODE_GATEWAY,			/* exclusive */
	NODE_TIMER,			/* on the edge of its host */
	NODE_PARALLEL, NODE_INCLUSIVE,	/* split and join */
	NODE_EVENTS,			/* event-based gateway: what comes first of those that follow */
	NODE_SEND,			/* a message to another agency or the applicant: a job, like a service */
	NODE_RECEIVE,			/* waits for a message: receive task or intermediate event */
	NODE_WAIT,			/* waits for a time */
	NODE_THROW,			/* escalation: told to the edge of the sub-process */
	NODE_MESSAGE, NODE_ERROR, NODE_ESCALATION,	/* on the edge of their host */
	NODE_SUB,			/* embedded sub-process */
	NODE_CALL,			/* a child dossier at another agency */
	NODE__MAX
};

/* When is a task done that several agencies are asked at once? */
enum workflow_opinions {
	OPINIONS_NONE,			/* it is one task */
	OPINIONS_ALL,			/* all have answered; refused when one refused */
	OPINIONS_QUORUM,		/* so many agree, or so many can't any more */
	OPINIONS_FIRST_REFUSAL,		/* one refused, or all agreed */
	OPINIONS__MAX
};

enum outcome_kind {
	OUTCOME_FORWARD, OUTCOME_BACK, OUTCOME_SUPPLEMENT, OUTCOME_REFUSE, OUTCOME_APPROVE, OUTCOME_RELEASE,
	    OUTCOME__MAX
};

enum outcome_reason {
	REASON_NONE, REASON_OPTIONAL, REASON_REQUIRED, REASON__MAX
};

enum workflow_result {
	/* not finished; of an end: the end of a side branch, after a timer that does not interrupt */
	RESULT_NONE,
	RESULT_ISSUED, RESULT_REFUSED, RESULT_WITHDRAWN, RESULT__MAX
};

enum workflow_service {
	SERVICE_ACCEPT,			/* number, receipt and appointment (Mẫu 01); the legal clock starts */
	SERVICE_SUPPLEMENT_SLIP,	/* Mẫu 02 */
	SERVICE_REFUSE_SLIP,		/* Mẫu 03 */
	SERVICE_STOP_NOTICE,		/* Mẫu 05 */
	SERVICE_ISSUE_RESULT,		/* typeset, sign, stamp, log: the result becomes visible */
	SERVICE_NOTIFY,			/* tell the applicant */
	SERVICE_REMIND,			/* tell who holds the work item */
	SERVICE__MAX
};

/* Who does what stands in a lane. All strings live as long as the process. */
struct process_lane {
	struct str	id, name;
	struct str	name_en;		/* the name where there is no English one */
	struct str	role;			/* counter specialist head director clerk principal applicant */
	struct str	agency;			/* fixed code; empty: see agency_field, else the dossier's agency */
	struct str	agency_field;		/* XPath to an agency's code in the instance; empty: none */
	int		line;
};

struct process_outcome {
	struct str		id, label_vi, label_en;
	enum outcome_kind	kind;
	enum outcome_reason	reason;
	bool			confirm;	/* cannot be taken back: ask again */
	int			line;
};

struct process_node {
	size_t				 index;		/* of process_nodes() */
	enum node_kind			 kind;
	struct str			 id, name;
	struct str			 name_en;	/* the name where there is no English one */
	/*
	 * NULL for what sits on an edge, which belongs to its host. In a sub-process: its own, else the
	 * sub-process's
	 */
	const struct process_lane	*lane;
	const struct process_node	*scope;		/* the sub-process around it; NULL: none */
	int				 status;	/* national code 1..10 while it is open (user), or when passed
							 * (service, end); 0: unchanged */
	/* user tasks */
	struct calendar_span		 deadline;
	bool				 pauses_clock, drafts_result, signs, releases;
	const struct process_outcome	*outcomes;
	size_t				 outcomes_n;
	/* service tasks */
	enum workflow_service		 service;
	/* end events */
	enum workflow_result		 result;
	bool				 throws_error;	/* with code, to the edge of the sub-process */
	/* what sits on an edge; NODE_WAIT has after too */
	const struct process_node	*host;
	struct calendar_span		 after;
	bool				 interrupts;
	/* messages, errors, escalations: what is sent or waited for; empty for an edge that takes any */
	struct str			 code;
	/* opinions (user tasks) */
	enum workflow_opinions		 opinions;
	int				 quorum;
	/* NODE_CALL: workflows/<called>.bpmn. deadline is the child's time limit. agency_field: as a lane's */
	struct str			 called;
	struct str			 agency, agency_field;
	int				 line;		/* in the file */
};

/* What is wrong with a file. The words are the reader's own: rule names are stable, for message ids. */
struct workflow_problem {
	int		line;
	const char	*rule;			/* "unknown-element", "gateway-no-default" ... */
	struct str	element;		/* id, or the tag's name where there is none */
	struct str	detail;			/* the attribute, value or path in question; may be empty */
	struct str	*path;			/* ids of the nodes on a way that leads there, for drawing;
	    NULL: none */
	size_t		 path_n;
};

struct workflow_problems {
	struct workflow_problem	*item;
	size_t			 n;		/* at most WORKFLOW_PROBLEMS_MAX */
};

/*
 * Parse and check the shape of a BPMN file.   0 and *out, owned: process_free
 * | WORKFLOW_E_PROBLEMS and *problems (in a) | <0 fatal
 */
int		 process_new(struct arena *a, struct str bpmn, struct process **out,
	    struct workflow_problems *problems);
void		 process_free(struct process *p);		/* NULL-safe */
void		 process_freep(struct process **pp);		/* for auto_(process_freep) */

struct str	 process_id(const struct process *p);
struct str	 process_name(const struct process *p);

/* Nodes in the order of the document: for a citizen's timeline, the user tasks of it. */
const struct process_node	*process_nodes(const struct process *p, size_t *n);
const struct process_node	*process_node(const struct process *p, struct str id);	/* NULL: none */
const struct process_outcome	*process_outcome(const struct process_node *node, struct str id);	/* NULL: none */

/* What a check may know of the service that a workflow is for. All zero: nothing. */
struct workflow_field {
	struct str		 path;		/* without /dossier/: "holder/kind" */
	const struct str	*value;		/* what the field may hold beside being empty */
	size_t			 value_n;
};

struct workflow_law {
	struct calendar_span		 limit;		/* the published time limit; n = 0: not known */
	const struct workflow_field	*fields;	/* those with a choice of values */
	size_t				 fields_n;
};

/*
 * Would it work? Every marking that a dossier can reach is explored, with the engine itself: can it always end, does it
 * end properly, is every step of use, is what is issued signed: the rules of README.md. Each finding that lies on a way
 * brings it along.   0 | WORKFLOW_E_PROBLEMS and *problems (in a)
 */
int		 process_check(struct arena *a, const struct process *p, const struct workflow_law *law,
		    struct workflow_problems *problems);

/* What works but could be better: English names that are missing. Lives as long as the process. */
const struct workflow_problems	*process_notes(const struct process *p);

/* ---- the marking: where one dossier stands */

enum workflow_state {
	WORKFLOW_NEW, WORKFLOW_RUNNING, WORKFLOW_FINISHED, WORKFLOW_STATE__MAX
};

enum workflow_clock {
	WORKFLOW_CLOCK_NONE,		/* not accepted yet */
	WORKFLOW_CLOCK_RUNNING, WORKFLOW_CLOCK_STOPPED,
	WORKFLOW_CLOCK_ENDED,		/* decided (status 9) or finished */
	WORKFLOW_CLOCK__MAX
};

/* One agency that is asked for its opinion. */
struct marking_seat {
	struct str	agency;
	uint32_t	visit;			/* of its work item */
	struct str	outcome;		/* empty: not given yet */
};

/* The state of one node for one dossier. */
struct marking_place {
	uint32_t	visits;
	/* a work item, child dossier or sub-process is open, a message waited for, or a timer armed */
	bool		open;
	struct str	agency;			/* of the open work item; empty: not bound to one (an applicant's) */
	struct marking_seat *seat;		/* of an open task with opinions: by the order of agencies */
	size_t		seat_n;
};

struct marking {
	enum workflow_state	 state;
	enum workflow_clock	 clock;
	enum workflow_result	 result;
	int			 status;	/* national code; 0 before the start */
	struct marking_place	*place;		/* by process_node.index */
	size_t			 place_n;
	bool			*waiting;	/* by flow: a token has come along it to a join, and waits for
	    the others */
	size_t			 waiting_n;
};

/* The marking of a dossier that has not started (in a). */
struct marking	 marking_new(struct arena *a, const struct process *p);
/* One line of ASCII, at most WORKFLOW_MARKING_MAX bytes, the same for equal markings: "m1 running clock=stopped
 * status=5 result=none open=receive@H24.19 visits=..." */
struct str	 marking_text(struct arena *a, const struct process *p, const struct marking *m);
/* 0 and *out (in a) | WORKFLOW_E_MARKING */
int		 marking_parse(struct arena *a, const struct process *p, struct str text, struct marking *out);

/* ---- one step */

enum workflow_do {
	WORKFLOW_START,
	WORKFLOW_COMPLETE,		/* node, outcome, role, agency, reason */
	WORKFLOW_TIMER,			/* node: the timer that ran out */
	WORKFLOW_WITHDRAW,		/* role applicant, or counter on their behalf */
	WORKFLOW_MESSAGE,		/* outcome: the message that came; node may be empty: whoever waits for it */
	WORKFLOW_CHILD,			/* node: the call; outcome: how the child dossier ended
	    (workflow_result_name) */
	WORKFLOW_DO__MAX
};

struct workflow_action {
	enum workflow_do	what;
	struct str		node;
	struct str		outcome;
	struct str		role;		/* that the actor acts in: the caller has checked that they hold it */
	struct str		agency;		/* of the actor; not looked at for the role applicant */
	struct str		reason;
};

struct workflow_world {
	/*
	 * The dossier's data; conditions are worked out over it. While workflow_step runs it carries one more child of
	 * the root, <process outcome= node= visits= status=><node id= visits=/>...</process>, which is gone when it
	 * returns.
	 */
	struct _xmlDoc		*instance;
	struct str		 agency;		/* the dossier's */
	/* NULL: no due times are worked out. Its cutoff is not used here */
	const struct calendar	*calendar;
	int64_t			 now_s;
	bool			 clock_restarts;	/* after a supplement: the full time again, not what was left */
};

enum effect_kind {
	EFFECT_OPEN,			/* work item: node, visit, agency, due_s */
	EFFECT_CLOSE,			/* work item: node, visit */
	EFFECT_ARM,			/* timer: node, visit of its host, due_s */
	EFFECT_DISARM,			/* timer: node, visit of its host; also of one that ran out */
	EFFECT_SERVICE,			/* node, visit, key; of a send task too */
	EFFECT_CALL,			/* a child dossier begins: node, visit, agency, key, due_s */
	EFFECT_CLOCK_START,
	EFFECT_CLOCK_STOP,
	EFFECT_CLOCK_GO,		/* restarts: calendar_restart, else calendar_resume */
	EFFECT_CLOCK_END,
	EFFECT_STATUS,			/* status */
	EFFECT_FINISH,			/* result */
	EFFECT__MAX
};

struct effect {
	enum effect_kind		 kind;
	const struct process_node	*node;		/* lives as long as the process; NULL where none is meant */
	uint32_t			 visit;
	struct str			 agency;	/* EFFECT_OPEN: who works; empty for the role applicant */
	int64_t				 due_s;		/* EFFECT_OPEN, EFFECT_ARM; 0 without a calendar */
	struct str			 key;		/* EFFECT_SERVICE, EFFECT_CALL: "node.visit", unique
	    in the dossier */
	int				 status;
	enum workflow_result		 result;
	bool				 restarts;
};

struct workflow_move {
	struct marking	 marking;	/* the new one (in a; shares text with the old one, which is untouched) */
	struct effect	*effects;	/* in order (in a) */
	size_t		 effects_n;
};

/* 0 and *out | a workflow_answer, and nothing is changed | <0 fatal */
int	workflow_step(struct arena *a, const struct process *p, const struct marking *from,
	    const struct workflow_action *action, const struct workflow_world *world, struct workflow_move *out);

/* Names as written in files, traces and message ids. */
const char	*node_kind_name(enum node_kind k);
const char	*outcome_kind_name(enum outcome_kind k);
const char	*workflow_result_name(enum workflow_result r);
const char	*workflow_service_name(enum workflow_service s);
const char	*workflow_answer_name(int answer);
const char	*effect_kind_name(enum effect_kind k);
