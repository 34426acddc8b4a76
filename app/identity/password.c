#include "identity/password.h"

#include <argon2.h>

#include "core/err.h"
#include "core/rng.h"

#define PASSES		2
#define MEMORY_KIB	(19 * 1024)
#define LANES		1
#define SALT_BYTES	16
#define HASH_BYTES	32

int
password_hash(struct str password, char out[PASSWORD_HASH_MAX])
{
	uint8_t	salt[SALT_BYTES];
	int	r;

	rng_bytes(salt, sizeof(salt));
	r = argon2id_hash_encoded(PASSES, MEMORY_KIB, LANES, password.p, password.n, salt, sizeof(salt),
	    HASH_BYTES, out,
	    PASSWORD_HASH_MAX);
	if (r != ARGON2_OK)
		return (err_origin(EIO, "Argon2id: %s", argon2_error_message(r)));
	return (0);
}

bool
password_matches(struct str password, const char *hash)
{
	return (password.n <= PASSWORD_MAX_BYTES && argon2id_verify(hash, password.p, password.n) == ARGON2_OK);
}

const char *
password_hash_nobody(void)
{
	/* Salt and hash are zeros: nobody knows a password for it. */
	return ("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
}
