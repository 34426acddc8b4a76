/* Accounts of people who sign in with a password of ours. Pure: what was typed, brought to form and checked. */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define LOGIN_MIN_CHARS		3
#define LOGIN_MAX_BYTES		80
#define NAME_MIN_CHARS		2
#define NAME_MAX_CHARS		120

/* What was typed to register; NULL-free. */
struct registration {
	struct str	full_name, login, personal_id, phone, password;
};

/* One bit for each field that can't be taken as it is. */
enum registration_fault {
	REGISTRATION_NAME = 1, REGISTRATION_LOGIN = 2, REGISTRATION_PERSONAL_ID = 4, REGISTRATION_PHONE = 8,
	REGISTRATION_PASSWORD = 16
};

/* Spaces, dots and dashes in numbers, capitals in the login, spaces around all: taken away. Texts in a. */
struct registration	registration_clean(struct arena *a, struct registration typed);
/* The faults together; 0: none. r is clean. */
unsigned		registration_faults(const struct registration *r);
/* Lower case, trimmed: as logins are stored. */
struct str		login_clean(struct arena *a, struct str typed);
