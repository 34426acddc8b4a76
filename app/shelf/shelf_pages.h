/*
 * Steps that pages share: what a page needs of the shelf is there, or is asked for first. In pairs, one step each:
 *
 *	static enum next want_form(struct turn *t) { return (shelf_want_form(t, state(t)->package)); }
 *	static enum next take_form(struct turn *t) { return (shelf_take_form(t, state(t)->package, &state(t)->form)); }
 *
 * Most turns find everything and ask nothing.
 */
#pragma once

#include "shelf/shelf.h"
#include "web/turn.h"

/* NEXT_STEP: it is here. Else asks. */
enum next	shelf_want_form(struct turn *t, struct str hash);
enum next	shelf_want_process(struct turn *t, struct str hash);
enum next	shelf_want_calendar(struct turn *t);
/* The step after: *out is set, or NEXT_FAIL. */
enum next	shelf_take_form(struct turn *t, struct str hash, const struct form **out);
enum next	shelf_take_process(struct turn *t, struct str hash, const struct process **out);
enum next	shelf_take_calendar(struct turn *t, const struct calendar **out);

/* A procedure by its code. The step after: *out is set (in the turn's arena), or the page that says there is none. */
enum next	shelf_want_service(struct turn *t, struct str code);
enum next	shelf_take_service(struct turn *t, struct str code, struct shelf_service *out);
