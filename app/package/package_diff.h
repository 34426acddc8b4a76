/* What is different between two states of a package, change by change, for people to read and for the log. */
#pragma once

#include "package/package.h"

#define PACKAGE_CHANGES_MAX	2000		/* more are counted, not told */

enum package_change_kind { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_SET, CHANGE_MOVED };

struct package_change {
	enum package_change_kind	 kind;
	struct str			 element;	/* "field" */
	struct str			 id;		/* in the new state; in the old one when removed */
	struct str			 key;		/* its name, id, value or number */
	struct str			 label[2];	/* vi, en */
	struct str			 above;		/* the element it stands in: "page" */
	struct str			 above_label[2];
	struct str			 slot;		/* CHANGE_SET: "label/.vi" */
	struct str			 before, after;
};

struct package_changes {
	struct package_change	*v;
	size_t			 n;
	size_t			 left_out;
};

/* by_id: elements are the same when their ids are (two states of one history); else when their names are. */
void	package_diff(struct arena *a, const struct vocabulary *v, const xmlDoc *old, const xmlDoc *fresh, bool by_id,
	    struct package_changes *out);
