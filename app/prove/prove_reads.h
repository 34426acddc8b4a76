/* What the proof reads beside the package: a workflow's expressions, and the papers the law forbids to ask for. */
#pragma once

#include "prove/prove.h"

#define PROVE_SUBSTITUTES_MAX_BYTES	(256 * 1024)

/* The conditions and agency fields of a BPMN file. What cannot be parsed has none: other checks say so. In a. */
void	prove_reads(struct arena *a, struct str bpmn, struct prove_input *input);

/* forms/substitutes.xml. False: not well-formed. In a. */
bool	prove_substitutes(struct arena *a, struct str xml, struct prove_input *input);
