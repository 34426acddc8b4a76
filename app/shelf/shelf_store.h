/* The calendar's rows, as CATALOGUE_CALENDAR answers them, onto the shelf: for pages and the worker alike. */
#pragma once

#include "db/row.h"
#include "shelf/shelf.h"

/* What to ask for: from a year back, for what is late, to three ahead, for what is due. */
struct date	shelf_calendar_from(int64_t now_s);
struct date	shelf_calendar_to(int64_t now_s);

const struct calendar	*shelf_read_calendar(struct shelf *s, struct arena *a, const struct rows *r, int64_t now_s);
