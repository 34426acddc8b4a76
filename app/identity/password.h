/*
 * Passwords: Argon2id (RFC 9106) with 19 MiB, two passes, one lane: OWASP's smallest recommended setting, since a rush
 * of sign-ins shares the machine with everything else. Both calls burn tens of milliseconds: never on an event loop.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define PASSWORD_MIN_CHARS	8
#define PASSWORD_MAX_BYTES	256
#define PASSWORD_HASH_MAX	160

/* out gets the PHC string ("$argon2id$v=19$..."), NUL-terminated. 0 | <0 fatal. */
MUST_USE int	password_hash(struct str password, char out[PASSWORD_HASH_MAX]);

/* Constant time in the password. */
bool		password_matches(struct str password, const char *hash);

/* A hash that no password matches, for logins that do not exist: they then take as long as those that do. */
const char	*password_hash_nobody(void);
