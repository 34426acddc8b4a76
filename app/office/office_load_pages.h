/*
 * How every page of a working copy begins: the gate, the copy (404 when it is none of this administrator's agencies),
 * its tree and its findings. And how an edit is made and committed, or told that somebody was faster.
 */
#pragma once

#include "office/office.h"
#include "web/turn.h"

#define OFFICE_EDITS_SHOWN	20
#define OFFICE_CHANGES_SHOWN	8		/* of one edit */

/* Of one turn; each page uses what it needs. */
struct office_turn {
	struct office_copy	 copy;
	struct office		 o;
	struct form		*form;		/* NULL: the copy has errors */
	bool			 idle;		/* no working copy is open */

	int64_t			 seen;		/* version that the posted form was made from */
	struct package_edit	 edits[2];	/* values first, then the button */
	size_t			 edits_n;
	struct str		 pressed;	/* "up:0-12" */
	struct str		 element;	/* id of the page */
	xmlDoc			*next;		/* the tree after the edit */
	struct str		 next_kept, next_hash, operation;
	struct package_result	 result;
	int			 answer;	/* of package_apply */
	bool			 stale;
	struct office_edit_row	*rows;
	size_t			 rows_n;
	xmlDoc			*seen_doc;	/* the state that the form was made from */

	struct str		 base_xml, agency, package;	/* of what is in force */
	struct uuid		 fresh;
	const struct choice	*agencies, *workflows;
	size_t			 agencies_n, workflows_n;
	struct office_new	 form_new;
	struct office_row	*list;
	size_t			 list_n;
	struct package_changes	 changes;
	struct date		 effective;
	struct str		 workflow, wrong;
	struct str		 word;		/* what was done, for the address */
	struct str		 import;
	struct rule		 rule;
	bool			 ours;		/* the rule is one from menus */
	struct instance		*instance;
	struct form_problems	 problems;
	size_t			 page;
	struct str		 sample;
	struct str		 dossier;
};

struct office_turn	*office_turn(struct turn *t);

enum next	office_gate(struct turn *t);		/* an administrator of some agency, or 403 */
enum next	office_ask_copy(struct turn *t);
enum next	office_take_copy(struct turn *t);	/* 404 when there is none */
enum next	office_ask_notes(struct turn *t);
enum next	office_take_notes(struct turn *t);
enum next	office_ask_workflows(struct turn *t);
enum next	office_take_workflows(struct turn *t);
#define OFFICE_GATE	STEP(require_officer), STEP(office_gate)
#define OFFICE_LOAD	OFFICE_GATE, STEP(office_ask_copy), STEP(office_take_copy)
#define OFFICE_KNOW_NOTES STEP(office_ask_notes), STEP(office_take_notes)
#define OFFICE_KNOW_WORKFLOWS STEP(office_ask_workflows), STEP(office_take_workflows)

/* False: no version in the form, a bad request. */
bool		office_read_version(struct turn *t);
/* Make edits[] on a copy of the tree; answer, result and next say what came of it. */
enum next	office_make(struct turn *t);
/* Commit: rows of OFFICE_EDIT; the step after tells a stale one, else goes on. */
enum next	office_commit(struct turn *t);
enum next	office_committed(struct turn *t);
/* Somebody was faster: the copy again, what was done meanwhile, 409 with both. */
enum next	office_ask_again(struct turn *t);
enum next	office_take_again(struct turn *t);
enum next	office_ask_since(struct turn *t);
enum next	office_take_since(struct turn *t);
enum next	office_say_stale(struct turn *t);
#define OFFICE_COMMIT	STEP(office_make), STEP(office_commit), STEP(office_committed), STEP(office_ask_again), \
			STEP(office_take_again), STEP(office_ask_since), STEP(office_take_since), \
			STEP(office_say_stale)

/* 303 to a page of the copy: "" or "/0-12"; done: word for ?xong=, or NULL. */
enum next	office_see(struct turn *t, struct str tail, const char *done);
struct str	office_done(struct turn *t);		/* the sentence for ?xong= */
