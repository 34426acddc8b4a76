/*
 * Inside this room only: what a reader of the structure tree must know and cairo 1.16 cannot write.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

/*
 * Puts the document's language into the catalog (ISO 32000-1 14.9.2) and alt, unless it is empty, as the text that
 * stands for each figure (14.9.3): an update behind *pdf, the new file in a. 0 | <0 fatal: not a PDF as cairo makes it.
 */
MUST_USE int	structure_complete(struct arena *a, struct str *pdf, struct str alt);
