/*
 * The diploma register (sổ gốc cấp văn bằng): what copies are made from. Officers look people up; nothing changes it.
 */
#pragma once

#include "core/arena.h"
#include "core/clock.h"
#include "core/core.h"
#include "core/str.h"
#include "form/form.h"

#define REGISTRY_NAME		"so-goc"	/* as services name it: registry.so-goc.serial */
#define REGISTRY_FOUND_MAX	20		/* shown; one more is asked for, to know that there are more */
#define REGISTRY_WORDS_MAX	8

/* What to look for. Empty parts are not looked at. */
struct registry_query {
	struct str	 name;			/* as typed */
	struct str	*words;			/* of the name, folded */
	size_t		 words_n;
	struct str	 whole;			/* the name, folded */
	struct str	 born_typed, year_typed, serial;	/* serial in upper case, without spaces */
	struct date	 born;			/* year 0: not given */
	int		 year;			/* 0: not given */
	bool		 born_wrong, year_wrong;/* typed, but neither a date nor a year */
};

struct diploma {
	int64_t		id;
	struct str	kind, full_name, birth_place, sex, ethnicity, nationality, school, grade, serial, register_no;
	struct str	decision, note;
	struct date	born, decided_on;
	int		year;
};

/* Texts as typed into the four boxes; what was read is in a. */
struct registry_query	registry_query_read(struct arena *a, struct str name, struct str born, struct str year,
			    struct str serial);
/* Nothing that could be looked for, or something in it is wrong. */
bool			registry_query_idle(const struct registry_query *q);

/* "5/9/1998", "05-09-1998", "5.9.1998", "1998-09-05". False on anything else, and on a day that never was. */
bool			registry_date_read(struct str typed, struct date *out);

/* A record as values for instance_prefill: "registry.so-goc.full_name" ... Dates are YYYY-MM-DD. *n is set. */
struct form_pair	*registry_sources(struct arena *a, const struct diploma *d, size_t *n);
