/* The fields of a package that is worked on, as the data sees them: what a rule, a paper or a text may name. */
#pragma once

#include "package/package.h"

struct package_field {
	const xmlNode	*node;
	struct str	 path;		/* "holder.full_name"; officer's fields "result.number" */
	struct str	 type;		/* "text"; a group: empty */
	const xmlNode	*rows;		/* the nearest repeated group it stands in, or NULL */
	bool		 repeat;	/* a group of rows itself */
};

/* Fields and named groups of both parts in document order. Returns how many. */
size_t		 package_fields(struct arena *a, const xmlDoc *doc, struct package_field **out);
/* Path of the data element that n is, or stands in: of a field its own, of a section its group's; "" at the top. */
struct str	 package_data_path(struct arena *a, const xmlNode *n);
/* Choices of a field: its own <choice> elements, or those of the list it names. Returns how many. */
size_t		 package_choices(struct arena *a, const xmlNode *field, const xmlNode ***out);
