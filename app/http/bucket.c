#include "http/bucket.h"

#define WAYS	8

/* FNV-1a, seeded: keys stay in the process, so mixing well is all it must do. */
static uint64_t
hash_more(uint64_t h, struct str s)
{
	size_t	i;

	for (i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return ((h ^ 0xff) * 0x100000001b3u);
}

bool
bucket_take(struct buckets *b, struct str what, struct str who, unsigned per_minute, unsigned burst, int64_t now_ms)
{
	uint64_t	 key = hash_more(hash_more(b->seed, what), who) | 1;
	struct bucket	*set = &b->table[(key >> 8) % (BUCKETS_N / WAYS) * WAYS], *found = &set[0];
	int64_t		 token_ms = 60000 / (int64_t)per_minute, full_ms;
	size_t		 i;

	for (i = 0; i < WAYS; i++) {
		if (set[i].key == key) {
			found = &set[i];
			break;
		}
		if (set[i].full_ms < found->full_ms)
			found = &set[i];
	}
	full_ms = found->key == key && found->full_ms > now_ms ? found->full_ms : now_ms;
	if (full_ms + token_ms > now_ms + token_ms * (int64_t)burst)
		return (false);
	*found = (struct bucket){ key, full_ms + token_ms };
	return (true);
}
