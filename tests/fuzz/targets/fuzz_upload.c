/* The sniffer gives one verdict, however the bytes are cut into pieces. */
#include "store/sniff.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sniff	whole = { 0 }, cut = { 0 };
	struct str	s = { (const char *)data, size };
	enum store_type	one = STORE_UNKNOWN, two = STORE_UNKNOWN;
	int64_t		m = 0, n = 0;
	size_t		at, step = size > 0 ? data[size - 1] % 70 + 1u : 1;
	int		r;

	sniff_more(&whole, s);
	for (at = 0; at < size; at += step)
		sniff_more(&cut, str_from_to(s, at, at + step));
	r = sniff_verdict(&whole, &one, &m);
	CHECK(sniff_verdict(&cut, &two, &n) == r);
	CHECK(r != 0 || (one == two && m == n));
	return (0);
}
