/* A K1 text is read or refused; what is read is written back as the same text. */
#include <stddef.h>
#include <stdint.h>

#include "qr/k1.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	const struct str		 text = { (const char *)data, size };
	struct str			 payload, again;
	struct k1			 k;

	if (k1_parse(a, text, &k) == 0) {
		CHECK(k1_payload(a, &k.claims, &payload) == 0 && str_eq(payload, k.payload));
		CHECK(k1_text(a, k.host, k.code, k.kid, payload, k.sig, &again) == 0 && str_eq(again, text));
		CHECK(k1_verify(&k, k.sig, k.sig + 32) != 0);
	}
	return (0);
}
