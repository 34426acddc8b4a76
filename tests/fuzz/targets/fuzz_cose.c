/* The same reader from below: the input is the COSE message, written as the digits of a text that is otherwise
 * right. */
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "qr/digits.h"
#include "qr/k1.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(buf_free) struct buf	 b = BUF_INIT;
	struct str			 payload, again;
	struct k1			 k;

	if (size > K1_TEXT_MAX_BYTES)
		return (0);
	buf_cstr(&b, "https://a.vn/k/0123456789#");
	digits_write(&b, (struct str){ (const char *)data, size });
	if (k1_parse(a, buf_view(&b), &k) == 0) {
		CHECK(k1_payload(a, &k.claims, &payload) == 0 && str_eq(payload, k.payload));
		CHECK(k1_text(a, k.host, k.code, k.kid, payload, k.sig, &again) == 0 && str_eq(again, buf_view(&b)));
	}
	return (0);
}
