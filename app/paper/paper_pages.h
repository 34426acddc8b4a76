/* A page's way to a PDF: typeset on a thread, sent from memory, kept nowhere. */
#pragma once

#include "paper/document.h"
#include "web/turn.h"

/* The document may borrow what it likes: it is copied. The next step is paper_send. */
enum next	paper_want(struct turn *t, const struct document *doc);
/* filename: ASCII, what a browser saves it as. A document that can't be typeset is our fault: 500. */
enum next	paper_send(struct turn *t, const char *filename);
