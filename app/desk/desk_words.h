/* Words that several pages of the desk share, in the viewer's language. */
#pragma once

#include "core/arena.h"
#include "view/components.h"
#include "view/message.h"

/* English, or Vietnamese where there is none. */
struct str	desk_in(enum lang lang, struct str vi, struct str en);
struct str	desk_role(enum lang lang, struct str role);	/* the role itself when the catalogue has no word */
struct tag	desk_status(enum lang lang, int status);		/* national code */
/* The message PREFIX_NAME, e.g. "desk.done", "approve"; empty when there is none. */
struct str	desk_named(struct arena *a, enum lang lang, const char *prefix, struct str name);
/* "Đã nhắc 24/11/2026 15:00", in each language; 0: empty. */
struct str	desk_reminded(struct arena *a, enum lang lang, int64_t reminded_s);
/* "PDF, 120 KB" */
struct str	desk_size(struct arena *a, enum lang lang, struct str media_type, int64_t bytes);
