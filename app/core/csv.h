/* The one writer of CSV cells (RFC 4180). */
#pragma once

#include "core/buf.h"
#include "core/str.h"

/* Quoted. What a spreadsheet would take for a formula gets an apostrophe before it. The commas are the caller's. */
void	csv_cell(struct buf *b, struct str s);
