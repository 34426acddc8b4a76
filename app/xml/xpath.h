/*
 * XPath 1.0, compiled once and evaluated within bounds: no extension functions, no variables, no document(), at most
 * XPATH_OPS_MAX steps an evaluation. The compiled expression is kept by whoever owns it (a form, a process definition).
 */
#pragma once

#include <libxml/tree.h>

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define XPATH_OPS_MAX	1000000
#define XPATH_TEXT_MAX	2000		/* bytes of an expression */

enum xpath_answer {
	XPATH_E_SYNTAX = 1,	/* compile: not XPath 1.0, or too long */
	XPATH_E_EVAL,		/* evaluate: an unknown function or variable, or out of bounds */
	XPATH__MAX
};

enum xpath_kind { VALUE_BOOLEAN, VALUE_NUMBER, VALUE_STRING, VALUE_NODES };

struct xpath;			/* a compiled expression */
struct xpath_ctx;		/* a document to evaluate over; made once per document, cheap per evaluation */

struct xpath_value {
	enum xpath_kind	 kind;
	bool		 boolean;	/* boolean(value), whatever the kind */
	double		 number;	/* number(value), whatever the kind */
	/* VALUE_STRING: itself; VALUE_NODES: of the first node; VALUE_NUMBER: number_text() */
	struct str	 string;
	xmlNode		**nodes;	/* VALUE_NODES: in document order, borrowed from the document */
	size_t		 nodes_n;
};

int		 xpath_new(struct str text, struct xpath **out);	/* 0 | XPATH_E_SYNTAX */
void		 xpath_free(struct xpath *x);

struct xpath_ctx *xpath_ctx_new(xmlDoc *doc);
void		 xpath_ctx_free(struct xpath_ctx *c);
void		 xpath_ctx_freep(struct xpath_ctx **c);
/* of all evaluations so far, as XPATH_OPS_MAX counts them */
uint64_t	 xpath_steps(const struct xpath_ctx *c);

/* Evaluate with node as the context node. 0 and *out in a | XPATH_E_EVAL. */
int		 xpath_eval(struct arena *a, struct xpath_ctx *c, const struct xpath *x, xmlNode *node,
		     struct xpath_value *out);
/* 0 | XPATH_E_EVAL */
int		 xpath_test(struct xpath_ctx *c, const struct xpath *x, xmlNode *node, bool *out);

/* The one number formatter, twin of number_text() in assets/js/form.js: no exponent, at most 6 decimals, no trailing
 * zeros, "" for NaN and infinity. */
struct str	 number_text(struct arena *a, double v);
