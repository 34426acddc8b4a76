/*
 * Published packages as parsed values, kept in a process's memory: forms and workflows by their hash, and the calendar.
 * What is published never changes, so nothing here grows stale but the calendar, which is read again after a minute,
 * and which package is in force under a procedure's code, which is read again after two seconds.
 * Packages are never dropped while the process lives (a waiting page may hold one): an agency has dozens, not
 * thousands.
 */
#pragma once

#include "calendar/calendar.h"
#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "form/form.h"
#include "package/vocabulary.h"
#include "workflow/workflow.h"

#define SHELF_HASH_BYTES	32
#define SHELF_CALENDAR_S	60
#define SHELF_DAYS_MAX		4000
#define SHELF_SERVICE_S		2

struct shelf;

enum shelf_answer {
	SHELF_E_BROKEN = 1,	/* published, and yet it can't be read: a version of ours that is too old or too new */
};

/* rules_folder: "forms", with the RELAX NG and the messages that forms are read by. 0 | <0 fatal */
MUST_USE int	shelf_new(const char *rules_folder, struct shelf **out);
void		shelf_free(struct shelf *s);
/* What packages are read by, for those that are not published yet. */
const struct form_rules	*shelf_rules(const struct shelf *s);
const struct vocabulary	*shelf_vocabulary(const struct shelf *s);

/* NULL: not here yet; load it and add it. hash: 32 bytes. */
const struct form	*shelf_form(const struct shelf *s, struct str hash);
const struct process	*shelf_process(const struct shelf *s, struct str hash);
/* 0 and *out | SHELF_E_BROKEN | <0 fatal. What is here already is kept. */
MUST_USE int	shelf_add_form(struct shelf *s, struct str hash, struct str package, const struct form **out);
MUST_USE int	shelf_add_process(struct shelf *s, struct str hash, struct str bpmn, const struct process **out);

/* The calendar with the 15:00 rule (which the legal clock uses; steps within a dossier do not), or NULL: read it
 * again. */
const struct calendar	*shelf_calendar(const struct shelf *s, int64_t now_s);
/* Days sorted, since 1970-01-01; copied. At most SHELF_DAYS_MAX each. */
const struct calendar	*shelf_set_calendar(struct shelf *s, int64_t now_s, const int64_t *off, size_t off_n,
			    const int64_t *makeup, size_t makeup_n);

/* What is in force under a procedure's code. */
struct shelf_service {
	struct str	code;
	struct str	package;	/* its hash */
	struct str	agency_vi, agency_en;
};

/* NULL: not here, or too old; read it and set it. Lives until the next shelf_set_service: copy what must wait. */
const struct shelf_service	*shelf_service(const struct shelf *s, struct str code, int64_t now_s);
void				 shelf_set_service(struct shelf *s, int64_t now_s, const struct shelf_service *service);
