/*
 * Administrators at work on a service package: a working copy, what is wrong with it, what has changed. Pure: rows come
 * from office_store.h, and what is shown goes to office_views.h.
 */
#pragma once

#include "core/id.h"
#include "form/form.h"
#include "http/pairs.h"
#include "office/office_views.h"
#include "package/package_diff.h"
#include "package/package_rule.h"
#include "view/view.h"

#define OFFICE_ROLE	"administrator"

struct office_copy {
	struct str	 code;
	struct uuid	 id;
	struct str	 agency, agency_name;
	int64_t		 version;
	struct str	 kept;		/* text with ids */
	struct str	 hash;		/* of the kept text */
	struct str	 base;		/* hash of the package it began with; empty: none */
	struct str	 base_xml;
	struct str	 sample;
	bool		 undo, redo;
	int64_t		 changed_s, opened_s;
	struct str	 changer, opener;
	xmlDoc		*doc;		/* owned by the arena it was opened in */
};

struct office_note {			/* a comment, as stored */
	struct uuid	id;
	struct str	element, words, author, settled_by;
	int64_t		at_s, settled_s;
};

/* What views are made from. */
struct office {
	struct arena			*a;
	enum lang			 lang;
	const struct vocabulary		*v;
	const struct office_copy	*copy;
	const struct package_field	*fields;
	size_t				 fields_n;
	const struct office_finding	*findings;
	size_t				 findings_n;
	const struct office_note	*notes;
	size_t				 notes_n;
	const struct str		*workflows;
	size_t				 workflows_n;
	const struct pairs		*sent;		/* a form that came back; NULL: none */
	struct str			 wrong;		/* name of its control that can't stay so */
	struct str			 wrong_text;
};

/* Parse the copy and list its fields. 0 | <0: what we stored ourselves can't be read */
MUST_USE int	office_open(struct office *o, struct office_copy *copy);
struct str	office_base(struct arena *a, struct str code);			/* "/quan-tri/3.000466" */
struct str	office_href(const struct office *o, struct str id);

/* Findings of form_new, each with its element; *form is the package when there are no errors, else NULL. 0 | <0 */
MUST_USE int	office_check(struct office *o, const struct form_rules *rules, struct form **form);
/* What the proof says of a package without errors, added to the findings. bpmn: its workflow; may be empty. 0 | <0 */
MUST_USE int	office_prove(struct office *o, const struct form *form, struct date today, struct str bpmn);
size_t		office_errors(const struct office *o);

/* A new package, with ids: forms/new.xml under a code, a workflow, an agency and a name. */
struct str	office_template(struct arena *a, const struct vocabulary *v, struct str code, struct str workflow,
		    struct str agency, struct str vi, struct str en);
bool		office_code_valid(struct str code);		/* "3.000465" */

/* ---- forms that come in */

/* "s:label/.vi": slots of the element; "s:#0-12:@value" of another one; "n:choice:@value" of one to be added. */
size_t		office_slots(struct arena *a, const struct pairs *sent, struct str prefix, struct package_slot **out);
/* A button's value, "up:0-12" or "add:choice": the operation on the element at. False: none of ours. */
bool		office_button(struct arena *a, const struct pairs *sent, struct str value, struct str at,
		    struct package_edit *out);

/* ---- views */
void		office_show_frame(const struct office *o, struct str current, struct office_frame *out);
void		office_show_element(const struct office *o, const xmlNode *n, struct office_element_view *out);
struct office_comment *office_show_notes(const struct office *o, struct str element, size_t *n);
/* Changes as sentences; at most most of them. */
struct str	*office_show_changes(const struct office *o, const struct package_changes *changes, size_t most,
    size_t *n);
void		office_show_rule(const struct office *o, const xmlNode *n, struct str attr, const struct rule *rule,
		    struct office_rule_view *out);
/* An expression in words; empty when it is none of those made from menus. */
struct str	office_rule_words(const struct office *o, const xmlNode *n, struct str expression);
struct str	office_changes_json(struct arena *a, const struct package_changes *changes);
