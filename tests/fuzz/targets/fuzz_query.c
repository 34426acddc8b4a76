/* A path segment, and a file name on its way into a header. */
#include "core/utf8.h"
#include "http/pairs.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena	*a = arena_new();
	struct str	 s, line;
	size_t		 i;

	if (pairs_segment(a, (struct str){ (const char *)data, size }, &s) == 0) {
		CHECK(utf8_valid(s) && utf8_clean(s));
		line = disposition(a, true, s);
		for (i = 0; i < line.n; i++)
			CHECK(line.p[i] >= ' ' && line.p[i] <= '~');
	}
	arena_free(a);
	return (0);
}
