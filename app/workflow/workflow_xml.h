/*
 * The few libxml2 calls of this room, hardened: no network, no entities, no DTD, bounded sizes and bounded XPath.
 */
#pragma once

#include <libxml/tree.h>
#include <libxml/xpath.h>

#include "core/core.h"
#include "core/str.h"

#define WORKFLOW_XPATH_MAX	1000		/* bytes of an expression */
#define WORKFLOW_XPATH_OPS	200000		/* steps of one evaluation */

enum workflow_xml_answer {
	WORKFLOW_XML_E_TOO_BIG = 1,
	WORKFLOW_XML_E_DOCTYPE,
	WORKFLOW_XML_E_SYNTAX,			/* *line says where */
};

/* 0 and *out, to be given to xmlFreeDoc | a workflow_xml_answer */
int			 workflow_xml_read(struct str bytes, size_t max_bytes, xmlDoc **out, int *line);

/* NULL: not XPath 1.0, too long, with a variable, a prefix or a function beyond the core. xmlXPathFreeCompExpr. */
xmlXPathCompExpr	*workflow_xpath_compile(struct str text);
/* 1 true, 0 false, -1 could not be worked out. */
int			 workflow_xpath_bool(xmlDoc *doc, xmlXPathCompExpr *test);
/* The string value into to, at most max bytes with its NUL. False: could not be worked out, or too long. */
bool			 workflow_xpath_text(xmlDoc *doc, xmlXPathCompExpr *field, char *to, size_t max);
/* The string values of a node-set, in the order of the document; of anything else, its one. They lie in a. False: could
 * not be worked out, or more than max. */
struct arena;
bool			 workflow_xpath_texts(struct arena *a, xmlDoc *doc, xmlXPathCompExpr *field, struct
    str *to, size_t max,
			    size_t *n);
