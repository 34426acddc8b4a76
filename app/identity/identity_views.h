/* What the templates of signing in take. */
#pragma once

#include "view/components.h"

struct identity_sign_in_view {
	struct str			 login;
	struct str			 back;		/* where to go on to */
	struct str			 login_error, password_error;
	const struct problem_link	*problems;
	size_t				 problems_n;
};

struct identity_register_view {
	struct str			 full_name, login, personal_id, phone;
	struct str			 full_name_error, login_error, personal_id_error, phone_error, password_error;
	struct str			 back;
	const struct problem_link	*problems;
	size_t				 problems_n;
};
