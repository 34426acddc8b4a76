/* A Cookie header: what is found lies inside it. */
#include "http/pairs.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str	header = { (const char *)data, size }, v;

	v = cookie_get(header, "__Host-motcua");
	CHECK(v.n == 0 || (v.p >= header.p && v.p + v.n <= header.p + header.n));
	CHECK(str_find_byte(v, ';') < 0);
	return (0);
}
