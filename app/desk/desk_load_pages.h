/*
 * How every page about one dossier begins: the gate, the dossier (404 when it is none of this officer's agencies),
 * its form, process and calendar, its data. And how those that could not do their work end.
 */
#pragma once

#include "desk/desk_show.h"
#include "registry/registry.h"
#include "web/turn.h"

/* Of one turn; each page uses what it needs. */
struct desk_turn {
	struct desk_dossier	 dossier;
	const struct form	*form;
	const struct process	*process;
	const struct calendar	*calendar;
	struct desk_case	 c;

	struct desk_about	 about;
	struct registry_query	 look_up;
	struct registry_search	 found;

	struct uuid		 item, action;		/* as the form sent them */
	struct str		 act;			/* what is to be done: "drafted", "assigned", or the outcome */
	struct desk_choice	 choice;
	struct desk_decision	 decision;
	struct str		 instance;		/* to be kept */
	struct desk_reason	*reasons;		/* to pick from, where items are marked */
	size_t			 reasons_n;
	struct desk_mark_view	 marks;
	struct desk_extension	 extension;
	bool			 refused;		/* decided here already: nothing is written */
};

struct desk_turn	*desk_turn(struct turn *t);

enum next	desk_ask_dossier(struct turn *t);
enum next	desk_take_dossier(struct turn *t);
enum next	desk_want_form(struct turn *t);
enum next	desk_take_form(struct turn *t);
enum next	desk_want_process(struct turn *t);
enum next	desk_take_process(struct turn *t);
enum next	desk_want_calendar(struct turn *t);
enum next	desk_take_calendar(struct turn *t);
enum next	desk_read_instance(struct turn *t);

#define DESK_LOAD	STEP(require_officer), DESK_LOADED
#define DESK_LOADED	STEP(desk_ask_dossier), STEP(desk_take_dossier), \
			STEP(desk_want_form), STEP(desk_take_form), STEP(desk_want_process), STEP(desk_take_process), \
			STEP(desk_want_calendar), STEP(desk_take_calendar), STEP(desk_read_instance)

/* The item and the action of a posted form: false when it carries none, a bad request. */
bool		desk_read_sent(struct turn *t);
/* Nothing was written: why? Done before (on, as if it were done now), not allowed (403), somebody was faster (409). */
enum next	desk_ask_why(struct turn *t);
enum next	desk_say_why(struct turn *t);
#define DESK_WHY	STEP(desk_ask_why), STEP(desk_say_why)

/* An outcome that was read into choice: decided, done in one statement, told (desk_act_pages.c). */
enum next	desk_decide_now(struct turn *t);
enum next	desk_commit(struct turn *t);
enum next	desk_say_done(struct turn *t);
#define DESK_ACT_STEPS	STEP(desk_decide_now), STEP(desk_commit), STEP(desk_say_done), DESK_WHY

/* 303 to the dossier, which says what was done. */
enum next	desk_see(struct turn *t, const char *done);
enum next	desk_say(struct turn *t, int status, struct str title, struct str text);
