/*
 * The script that "motcua workflow run" plays: JSON, of a file.
 *   { "now": "2026-04-23T08:00:00+07:00", "agency": "H24.19", "clock": "restart" or "resume",
 *     "instance": "<dossier>...</dossier>" or a file's name beside the script,
 *     "calendar": { "off": ["2026-04-30"], "work": ["2026-05-09"] },
 *     "actions": [ { "do": "start" | "complete" | "timer" | "withdraw", "node": "...", "outcome": "...", "role": "...",
 *                    "agency": "...", "reason": "...", "at": "..." } ] }
 * Only "now" and "actions" must be there. A script that does not begin with a start is started at "now".
 */
#pragma once

#include <libxml/tree.h>

#include "core/arena.h"
#include "core/core.h"
#include "workflow/workflow.h"

#define SCRIPT_BYTES_MAX	((size_t)4 << 20)
#define SCRIPT_ACTIONS_MAX	10000

struct script_act {
	struct workflow_action	action;
	int64_t			at_s;
};

struct script {
	struct str		 agency;
	bool			 clock_restarts;
	xmlDoc			*instance;		/* goes with the arena */
	struct calendar		 calendar;
	struct script_act	*acts;
	size_t			 acts_n;
};

/* 0 and *out (in a) | <0: said on stderr */
MUST_USE int	script_read(struct arena *a, const char *path, struct script *out);
