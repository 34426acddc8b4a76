/* What the register's templates show. */
#pragma once

#include "view/components.h"

struct registry_row {
	struct str	id;
	struct str	full_name, born, birth_place, school, year, grade, serial, register_no, decision;
};

struct registry_search {
	struct str		 action;	/* of the search's form */
	struct str		 anchor;	/* "so-goc": where on the page it stands; or empty */
	struct str		 name, born, year, serial;
	struct str		 born_error, year_error;
	bool			 searched, more;
	struct registry_row	*rows;
	size_t			 rows_n;
	struct str		 use_action;	/* not empty: each record has a button that posts it there */
	struct str		 use_item, use_key;
	int64_t			 use_version;
};
