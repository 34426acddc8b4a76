/*
 * Issued results, as a stranger meets them: a code, a state, a file. Pure: what is typed and what the verifier and the
 * register say goes in, a finding comes out.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"
#include "verify/verify.h"

#define RESULT_CODE_CHARS	10

enum result_state { RESULT_CURRENT, RESULT_SUPERSEDED, RESULT_REVOKED, RESULT__STATE_MAX };

/* What is to be said of a file that someone brings. */
enum result_finding {
	FINDING_CURRENT,	/* byte for byte a file that we issued, and in force */
	FINDING_SUPERSEDED,
	FINDING_REVOKED,
	FINDING_SIGNED,		/* good signatures of people we know, but no result of ours */
	FINDING_BAD,		/* changed or forged */
	FINDING_BROKEN,		/* damaged so that not even a signature can be found */
	FINDING_UNSIGNED,
	FINDING_UNREADABLE,	/* neither PDF nor XML, or a form that we don't read: nothing can be said */
	FINDING_UNCLEAR,	/* signed, but by whom or whether still valid can't be told */
	FINDING__MAX
};

/* A code as people type, paste or read it out: spaces, dashes, dots and upper case are forgiven, o is 0, i and l are 1
 * (Crockford's reading), and a pasted address gives its code. False: it can't be one. */
bool			result_code_clean(struct arena *a, struct str typed, struct str *code);
/* "0123 456 789": for reading. */
struct str		result_code_spaced(struct arena *a, struct str code);

/* Of the table's word: "issued", "superseded", "revoked". Anything else is a bug (CHECK). */
enum result_state	result_state_of(struct str word);
/* What the status answers call it: "current", "superseded", "revoked". */
const char		*result_state_name(enum result_state state);

/* ours: the register's state for exactly these bytes, NULL when they are none of ours. */
enum result_finding	result_judge(const enum result_state *ours, enum verify_verdict verdict,
			    const struct verify_reasons *reasons, size_t signatures_n);
