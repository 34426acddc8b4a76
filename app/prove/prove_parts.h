/*
 * The inside of the prover.
 *
 *	expression -> struct expr (prove_expr.c) -> struct formula (prove_logic.c) + what holds of every dossier
 *	(prove_axioms.c) -> a model or none (prove_solve.c, prove_linear.c) -> an instance (prove_witness.c)
 */
#pragma once

#include "core/buf.h"
#include "form/form_tree.h"
#include "prove/prove.h"

/* ---- expressions */
enum expr_kind { X_LITERAL, X_NUMBER, X_PATH, X_CALL, X_BINARY, X_MINUS, X_UNKNOWN };
enum expr_op {
	OP_OR, OP_AND, OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_MOD, OP_UNION
};
enum path_attr { ATTR_NONE, ATTR_DAYS, ATTR_COUNT, ATTR_PAGES, ATTR_ID, ATTR_TODAY, ATTR_TODAY_DAYS,
	ATTR_GRADE, ATTR_FIRST_DAYS, ATTR_LAST_DAYS };

struct expr {
	enum expr_kind		 kind;
	enum expr_op		 op;
	struct str		 text;		/* X_LITERAL: the value; X_CALL: the function */
	double			 number;
	struct expr		*args[4];
	size_t			 args_n;
	const struct node	*node;		/* X_PATH */
	enum path_attr		 attr;
	bool			 many;		/* X_PATH: goes into rows, so it may be any number of elements */
	bool			 sibling;	/* X_PATH: by preceding-sibling or following-sibling */
	struct expr		*test;		/* X_PATH: a predicate; context is node */
	bool			 tests_more;	/* several predicates, or one on the way */
};

/* Never NULL: what is not understood is X_UNKNOWN. context: the node the expression stands on. */
struct expr	*expr_parse(struct arena *a, const struct form_tree *t, struct str text, const struct node *context);
/* The same text for the same meaning, wherever it stands. */
void		 expr_key(struct buf *b, const struct expr *x);
bool		 expr_is_call(const struct expr *x, const char *name);

/* A value while evaluating over known answers. */
struct value {
	enum xpath_kind	kind;		/* never VALUE_NODES: a field is its text */
	bool		boolean;
	double		number;
	struct str	string;
};

struct setting {			/* a field and the text it has */
	const struct node	*node;
	struct str		 text;
};

/* False: something in it has no value here. */
bool		 expr_eval(struct arena *a, const struct expr *x, const struct setting *v, size_t n, struct value *out);
bool		 value_true(const struct value *v);

/* ---- formulas: negation normal form over three kinds of atoms */
#define DOMAIN_MAX	250

struct domain {
	uint64_t	bits[4];		/* value 0: empty */
};

struct term {
	unsigned	var;			/* a quantity */
	double		c;
};

#define TERMS_MAX	12

struct linear {					/* sum of terms + k <= 0, or < 0 */
	struct term	v[TERMS_MAX];
	size_t		n;
	double		k;
	bool		strict;
};

enum formula_kind { F_TRUE, F_FALSE, F_AND, F_OR, F_IN, F_LINEAR, F_OPAQUE };

struct formula {
	enum formula_kind	 kind;
	struct formula		**parts;	/* F_AND, F_OR */
	size_t			 parts_n;
	unsigned		 var;		/* F_IN: field; F_OPAQUE: number */
	struct domain		 in;		/* F_IN: the values it may have */
	bool			 yes;		/* F_OPAQUE */
	struct linear		 linear;	/* F_LINEAR */
};

/* A field: text over a finite set. 0 is empty; fields of free text have one last value "something else". */
struct field {
	const struct node	*node;
	struct str		*values;	/* [0] is "" */
	size_t			 values_n;
	bool			 open;		/* the last value stands for all others */
};

enum quantity_kind {
	Q_NUMBER, Q_DAYS, Q_YEAR, Q_YMD, Q_LENGTH, Q_FILES, Q_PAGES, Q_ROWS, Q_TODAY, Q_TODAY_YEAR, Q_TODAY_YMD, Q_OTHER
};

struct quantity {
	enum quantity_kind	 kind;
	const struct node	*node;
	struct str		 key;		/* Q_OTHER */
	const struct node	*sum_of;	/* Q_OTHER: a field of rows, of which it is the sum */
	double			 lo, hi;
	bool			 whole;
	struct formula		*axiom;		/* what holds of it; NULL: nothing more */
	struct formula		*there;		/* when it is a number at all */
};

struct literal {
	const struct node	*node;
	struct str		 text;
};

struct prover {
	struct arena		*a;
	const struct form	*form;
	struct form_tree	 t;
	const struct prove_input *input;
	struct prove_report	*report;
	struct field		*fields;	/* by node->index; node NULL: not looked at yet */
	struct quantity		*quantities;
	size_t			 quantities_n, quantities_cap;
	struct str		*opaques;	/* keys */
	size_t			 opaques_n, opaques_cap;
	struct expr		**relevant, **required, **readonly;	/* by node->index; NULL: not given */
	struct formula		**shown, **axioms, **axioms_bare;	/* by node->index: what was worked out before */
	bool			*refuted;	/* by node->index: its own rules are contradictory, leave them out */
	const struct node	*loose;		/* a field whose own rules are asked about */
	bool			 bare;		/* no field's rules are assumed, but for its type */
	uint64_t		 steps, steps_max;
	struct instance		*last;		/* of the last witness that was tried */
	const struct node	*complaint;
	struct instance		*whole;		/* a complete dossier; NULL: none was found */
	struct date		 whole_today;
	const struct node	*about;		/* what is asked about just now, and by which rule */
	const char		*rule;
	bool			 unshown;	/* whole is only the nearest that the engine would take */
	bool			 possible;	/* the rules do not contradict each other */
	struct domain		*seen;		/* by node->index: values that some complete dossier has */
	bool			*never;		/* by node->index: never shown; nothing more is said of it */
	size_t			 findings_cap;
	struct literal		*literals;	/* that fields are compared with */
	size_t			 literals_n, literals_cap;
};

struct formula	*formula_true(struct prover *p, bool yes);
struct formula	*formula_and(struct prover *p, struct formula *x, struct formula *y);
struct formula	*formula_or(struct prover *p, struct formula *x, struct formula *y);
struct formula	*formula_not(struct prover *p, const struct formula *x);
struct formula	*formula_in(struct prover *p, const struct node *n, struct domain in);
struct formula	*formula_filled(struct prover *p, const struct node *n);
struct formula	*formula_value(struct prover *p, const struct node *n, size_t value);
struct formula	*formula_linear(struct prover *p, struct linear l);
struct formula	*formula_opaque(struct prover *p, const struct expr *x);
/* The boolean value of an expression. */
struct formula	*formula_of(struct prover *p, const struct expr *x);
struct field	*field_of(struct prover *p, const struct node *n);
unsigned	 quantity_of(struct prover *p, enum quantity_kind kind, const struct node *n);
void		 domain_add(struct domain *d, size_t v);
bool		 domain_has(const struct domain *d, size_t v);
/* An expression as a number: sum + k, and the condition that it is one. False: not linear and not a quantity. */
bool		 linear_of(struct prover *p, const struct expr *x, struct linear *out, struct formula **there);
/* Is it a whole number, whatever the quantities are? */
bool		 linear_whole(const struct prover *p, const struct linear *l);
void		 linear_add(struct linear *l, const struct linear *m, double c);

/* prove_axioms.c: what holds of every dossier that form_check takes */
struct formula	*shown_of(struct prover *p, const struct node *n);	/* relevant, with all above it */
struct formula	*required_of(struct prover *p, const struct node *n);
struct formula	*axiom_of_field(struct prover *p, const struct node *n);
struct formula	*constraint_of(struct prover *p, const struct node *n, size_t i);
struct formula	*axiom_of_quantity(struct prover *p, unsigned q);
/* A group whose rows must each have another choice in one field: how many there can be; 0: no such rule. */
size_t		 rows_different(struct prover *p, const struct node *group, const struct node **field);
bool		 always_required(const struct node *n);		/* required="true()", and shown whenever its group is */

/* prove_solve.c */
enum verdict { NONE, SOME, UNDECIDED };

struct model {
	struct domain	*fields;	/* by node->index; only those of the question mean anything */
	bool		*asked, *cone;	/* cone: those that the goal itself leads to */
	double		*quantities;
	size_t		 quantities_n;
};

/* Is there a dossier, complete as far as the question's fields go, of which goal holds? whole: look at all fields. */
enum verdict	 solve(struct prover *p, struct formula *goal, bool whole, struct model *out);

/* prove_linear.c: 0 no solution, 1 perhaps; values by quantity when not NULL. */
bool		 linear_possible(struct prover *p, const struct linear *const *v, size_t n, const double *lo,
		     const double *hi, double *values);

/*
 * prove_witness.c: an instance near the model that the engine takes, but for what it says of the field except (may be
 * NULL). NULL: none was found; p->last is then the nearest, and p->complaint what the engine still complains about.
 */
struct instance	*witness(struct prover *p, const struct model *m, const struct node *except, struct date *today);

/* Does the engine complain about this field of the instance? */
bool		 engine_objects(struct prover *p, struct instance *in, const struct node *n);
/* prove_quantity.c: a whole number that is nothing else, one for each field. */
unsigned	 quantity_free(struct prover *p, const struct node *n);

/* prove_report.c */
enum finding_kind { FINDING_ERROR, FINDING_NOTE };

struct said {
	struct str		 name;
	const struct form_text	*label;		/* NULL: the name */
	struct str		 detail;
};

struct prove_finding *say(struct prover *p, enum finding_kind kind, int line, const char *rule, struct said what);
struct prove_finding *say_node(struct prover *p, enum finding_kind kind, const struct node *n, int line,
		     const char *rule, struct str detail);
struct str	 node_name(const struct node *n);
/* The answers of an instance, those of the fields in the model first. */
void		 say_answers(struct prover *p, struct prove_finding *f, struct instance *in, struct date today,
		     const struct model *m);

/* The question in hand was beyond the reasoning: a note, once. */
void		 undecided(struct prover *p);
/* The rules, by what they need: prove_shape.c reads, prove_rules.c and prove_result.c ask. */
void		 rules_of_shape(struct prover *p);
void		 rules_of_fields(struct prover *p);
void		 rules_of_result(struct prover *p);
void		 rules_of_tables(struct prover *p);
void		 rules_of_workflow(struct prover *p);
/* What an expression alone shows to be wrong; n NULL: it stands on no field. */
void		 look_expression(struct prover *p, const struct expr *x, const struct node *n, int line);
/* Does a condition from /dossier hold for an instance? */
bool		 bind_holds(struct instance *in, const struct bind *when);
/* Does it ask only whether something was answered? Such a condition is for the time of filling in. */
bool		 asks_emptiness(const struct expr *x);
