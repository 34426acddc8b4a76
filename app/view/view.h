/*
 * What every template knows besides its own struct: who looks, in which language, from where.
 */
#pragma once

#include "core/arena.h"
#include "core/buf.h"
#include "core/core.h"
#include "core/str.h"

enum lang { LANG_VI, LANG_EN, LANG__MAX };

struct view {
	struct arena	*arena;		/* for what a template must format on its way */
	enum lang	 lang;
	/* of this page with its query: for the language switch and the way back after sign-in */
	struct str	 path;
	struct str	 csrf;		/* token for the forms of this page; empty when nobody is signed in */
	struct str	 account_name;	/* empty: nobody is signed in */
	bool		 officer;
	bool		 administrator;	/* of the procedures of some agency */
	struct str	 flash;		/* a message id's text to show once on top; empty: none */
	int64_t		 now_s;
	bool		 test_data;	/* says on every page that nothing here counts */
};
