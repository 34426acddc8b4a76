#include "core/rng.h"

#include <sys/random.h>

#include <errno.h>

void
rng_bytes(void *out, size_t n)
{
	unsigned char	*p = out;

	while (n > 0) {
		ssize_t	got = getrandom(p, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		CHECK(got > 0);
		p += got;
		n -= (size_t)got;
	}
}
