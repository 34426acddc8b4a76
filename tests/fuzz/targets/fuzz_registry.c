/* What an officer types into the search of the register. */
#include "core/utf8.h"
#include "registry/registry.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena		*a = arena_new();
	struct str		 s, clean, rest, part[4] = { STR_NONE, STR_NONE, STR_NONE, STR_NONE };
	struct registry_query	 q;

	s = (struct str){ (const char *)data, size };
	/* Inside, text is clean: the edge has seen to it. */
	if (utf8_valid(s) && utf8_clean(s)) {
		rest = clean = utf8_nfc(a, s);
		for (size_t i = 0; i < COUNT_OF(part) && str_cut(&rest, '\n', &part[i]); i++)
			;
		q = registry_query_read(a, part[0], part[1], part[2], part[3]);
		CHECK(q.words_n <= REGISTRY_WORDS_MAX);
		CHECK(q.born.year == 0 || date_valid(q.born));
		CHECK(!q.born_wrong || q.born.year == 0);
		CHECK(!registry_query_idle(&q) || q.words_n == 0 || q.born_wrong || q.year_wrong);
	}
	arena_free(a);
	return (0);
}
