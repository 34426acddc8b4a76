#include "core/arena.h"
#include "verify/verify.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(arena_freep) struct arena			*a = arena_new();
	auto_(verify_trust_freep) struct verify_trust	*t = NULL;
	struct verify_result				 result;

	CHECK(verify_trust_new(&t) == 0);
	CHECK(verify_xml(a, t, (struct str){ (const char *)data, size }, 1795536000, &result, NULL) == 0);
	CHECK(result.verdict != VERIFY_VALID);
	return (0);
}
