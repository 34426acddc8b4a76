/* Inside this room only: the body of a document (block 6), drawn at the sheet's cursor. */
#pragma once

#include "paper/document.h"
#include "paper/sheet.h"

/* The end of the last block stays on one page with the closing, which is closing_height high. 0 | PAPER_E_LONG */
MUST_USE int	blocks_put(struct sheet *s, const struct document *doc, double closing_height);

/* 0 | PAPER_E_LONG: a row is higher than a page */
MUST_USE int	table_put(struct sheet *s, const struct block *block, double tail);
