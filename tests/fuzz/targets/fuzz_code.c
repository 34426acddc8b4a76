/* What someone typed, pasted or put into an address as a result's code. */
#include "core/id.h"
#include "result/result.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct str			 typed = { (const char *)data, size }, code, again;

	if (!result_code_clean(a, typed, &code))
		return (0);
	CHECK(code_valid(code, RESULT_CODE_CHARS));
	CHECK(result_code_clean(a, code, &again) && str_eq(code, again));
	CHECK(result_code_clean(a, result_code_spaced(a, code), &again) && str_eq(code, again));
	return (0);
}
