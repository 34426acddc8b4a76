/*
 * A draft: answers on their way. Pure: what a posted page means, what sources know, which record of the register is
 * meant. Buttons and hidden fields of form pages begin with '_', which no field's name does.
 */
#pragma once

#include "core/arena.h"
#include "core/clock.h"
#include "core/core.h"
#include "core/id.h"
#include "core/str.h"
#include "form/form.h"
#include "http/pairs.h"
#include "view/components.h"
#include "view/view.h"

#define DRAFT_RECORDS_MAX	10

enum draft_answer {
	DRAFT_E_NAME = 1,	/* a row, file or field that is not there */
	DRAFT_E_LIMIT,		/* too many rows or files, too much text */
	DRAFT_E_NONE,		/* no record fits */
	DRAFT_E_MANY,		/* several records fit: more must be known */
	DRAFT_E_UNKNOWN,	/* too little is known to look a record up */
};

struct draft {
	struct uuid	id;
	struct str	service;
	struct str	package;	/* hashes, 32 bytes */
	struct str	workflow;
	struct str	instance;
	int64_t		version;
	bool		supplement;	/* answers a request to complete dossier_code */
	struct str	dossier_code;
	struct str	reasons;
	struct str	asked;		/* its items, for draft_asked_read */
	int64_t		updated_s;
	int64_t		expires_s;
	struct str	submitted_code;	/* not empty: handed in, as this dossier */
};

/* Which button sent a form page. */
enum draft_press {
	DRAFT_NEXT, DRAFT_LATER, DRAFT_ADD, DRAFT_REMOVE, DRAFT_ATTACH, DRAFT_DETACH, DRAFT_LOOKUP, DRAFT_UP,
	    DRAFT_DOWN,
	    DRAFT_REFRESH, DRAFT__MAX
};

struct draft_post {
	enum draft_press	 press;
	struct str		 target;	/* group, row, field, or field and file */
	int64_t			 version;	/* that the form was made from; 0: none was sent */
	struct str		 change;	/* anchor of the answer to go back to on the check page; empty: none */
	struct form_pair	*fields;	/* without those that begin with '_' */
	size_t			 fields_n;
};

void	draft_post_read(struct arena *a, const struct pairs *pairs, struct draft_post *out);

/*
 * The page's fields, and what the button does to rows and files, into the instance. *anchor: HTML id of what to show
 * next, empty for the top of the page. Fields that are not of the page are passed over.
 * 0 | DRAFT_E_NAME | DRAFT_E_LIMIT | <0.
 */
int	draft_apply(struct arena *a, struct instance *in, size_t page, const struct draft_post *post,
	    struct str *anchor);

/* What a person's account knows, as sources of a form. born: year 0 when not known. Empty values are left out. */
struct draft_profile {
	struct str	full_name, personal_id, phone, email, address;
	struct date	born;
};
size_t	draft_profile_sources(struct arena *a, const struct draft_profile *p, struct form_pair **out);

/* ---- a record of the diploma register */

/* What an answer sheet knows of it: the holder's name and birth date (else the applicant's own), the serial number. */
struct draft_key {
	struct str	name;		/* folded */
	struct date	born;		/* year 0: not known */
	struct str	serial;
	struct str	kind;		/* of the diploma; may be empty */
	struct str	year;
};

/* 0 | DRAFT_E_UNKNOWN: two of name, birth date and serial number are needed. */
int	draft_key_of(struct arena *a, struct instance *in, struct draft_key *out);

struct draft_record {
	struct str	kind, full_name, birthplace, sex, school, grade, serial, register_number;
	struct date	born;
	int64_t		year;
};
/* The one that is meant: kind and year decide where several fit. 0 and *at | DRAFT_E_NONE | DRAFT_E_MANY. */
int	draft_record_pick(const struct draft_record *records, size_t n, const struct draft_key *key, size_t *at);
size_t	draft_record_sources(struct arena *a, const struct draft_record *r, struct form_pair **out);

/* ---- what a page shows */

/* The control of that name, also within sections and rows; NULL: none. */
const struct control	*draft_control_find(const struct control *controls, size_t n, struct str name);
bool			 draft_has_files(const struct control *controls, size_t n);
/* Some shown value came from such a source ("profile.") and was not changed since. */
bool			 draft_is_prefilled(const struct control *controls, size_t n, struct str sources);
/* Where the values that a page brought in came from, in words; empty: it brought in none. */
struct str		 draft_prefilled_words(enum lang lang, const struct page_view *page);
/* Questions of the page that an answer has just opened: hidden in before, shown in after, and not answered. */
bool			 draft_has_new(const struct page_view *before, const struct page_view *after);
/* Relevant pages of the part, in order. Returns their number. */
size_t			 draft_pages(struct arena *a, const struct form *f, struct instance *in, enum form_part part,
			     size_t **out);
/* "PDF, 1,2 MB, 3 trang" */
struct str		 draft_file_facts(struct arena *a, enum lang lang, const struct form_file *file);
/* 1250000 as "1.250.000" */
struct str		 draft_amount(struct arena *a, int64_t vnd);
