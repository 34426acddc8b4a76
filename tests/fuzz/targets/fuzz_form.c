/* A posted urlencoded form: whatever comes out is clean text within the limits. */
#include "core/utf8.h"
#include "http/pairs.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena	*a = arena_new();
	struct pairs	 p;
	size_t		 i;

	if (pairs_urlencoded(a, (struct str){ (const char *)data, size }, &p) == 0) {
		CHECK(p.n <= PAIRS_MAX);
		for (i = 0; i < p.n; i++) {
			CHECK(p.p[i].name.n > 0 && utf8_valid(p.p[i].name) && utf8_clean(p.p[i].name));
			CHECK(utf8_valid(p.p[i].value) && utf8_clean(p.p[i].value));
			CHECK(str_find_byte(p.p[i].value, '\r') < 0);
		}
	}
	arena_free(a);
	return (0);
}
