/*
 * Not a test by itself: tests/browser/k1_agree.mjs asks it what the C side says.
 *	k1_oracle make N		one key as JSON, then N signed texts
 *	k1_oracle check X Y FROM UNTIL	for each line the answer, in the browser's words; then the holder
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/id.h"
#include "core/rng.h"
#include "k1_key.h"

static struct str
random_text(struct arena *a, size_t most)
{
	static const char *const	parts[] = { "Nguyễn ", "Thị ", "Ngưỡng ", "Ỷ", "ẵ", "x", "-", "2026/", "đ",
	    "\xf0\x9f\x8e\x93" };
	struct str			text = STR("A");
	uint8_t				r[16];
	size_t				i;

	rng_bytes(r, sizeof(r));
	for (i = 0; i < r[0] % most; i++)
		text = arena_printf(a, "%.*s%s", STR_ARG(text), parts[r[1 + i % 15] % COUNT_OF(parts)]);
	return (text);
}

static void
make(int n)
{
	struct arena	*a = arena_new();
	struct k1_key	 key;
	EVP_PKEY	*pkey = k1_key_new(&key);
	int		 i;

	printf("{\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\",\"from\":\"1970-01-01T00:00:00Z\","
	    "\"until\":\"9999-12-31T00:00:00Z\"}\n",
	    hex_text(a, key.kid, K1_KID_BYTES).p, base64url_text(a, key.x, 32).p, base64url_text(a, key.y, 32).p);
	for (i = 0; i < n; i++) {
		struct k1_claims	c = { .issuer = STR("H24.19"), .number = random_text(a, 8) };
		struct str		payload, text;
		uint8_t			sig[K1_SIG_BYTES], bits[8];

		rng_bytes(bits, sizeof(bits));
		rng_bytes(c.digest, sizeof(c.digest));
		memcpy(&c.issued_s, bits, 4);		/* some below 2^16, most above */
		c.issued_s >>= bits[5] % 32;
		c.procedure = bits[4] & 1 ? random_text(a, 6) : STR_NONE;
		c.dossier = bits[4] & 2 ? random_text(a, 6) : STR_NONE;
		c.holder = bits[4] & 4 ? random_text(a, 12) : STR_NONE;
		c.title = bits[4] & 8 ? random_text(a, 12) : STR_NONE;
		CHECK(k1_payload(a, &c, &payload) == 0);
		k1_sign(a, pkey, key.kid, payload, sig);
		CHECK(k1_text(a, bits[6] & 1 ? STR("dvc.example.vn") : STR("localhost:8443"),
		    code_random(a, K1_CODE_CHARS),
		    key.kid, payload, sig, &text) == 0);
		printf("%s\n", text.p);
	}
	EVP_PKEY_free(pkey);
	arena_free(a);
}

static const char *
word(int r)
{
	return (r == 0 ? "authentic" : r == K1_E_KEY ? "unknown-key" : r == K1_E_PERIOD ? "period" : "not-authentic");
}

static void
check(const struct k1_key *key)
{
	char	line[4096];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		auto_(arena_freep) struct arena	*a = arena_new();
		const struct k1_key		*found;
		struct k1			 k = { 0 };
		int				 r = k1_parse(a, (struct str){ line, strcspn(line, "\n") }, &k);

		if (r == 0)
			r = k1_check(&k, key, 1, &found);
		printf("%s\t%.*s\t%.*s\n", word(r), STR_ARG(k.claims.number), STR_ARG(k.claims.holder));
	}
}

int
main(int argc, char **argv)
{
	struct k1_key	key = { 0 };

	if (argc == 3 && strcmp(argv[1], "make") == 0) {
		make((int)strtol(argv[2], NULL, 10));
		return (0);
	}
	if (argc == 6 && strcmp(argv[1], "check") == 0 && hex_parse(str_of(argv[2]), key.x, 32)
	    && hex_parse(str_of(argv[3]), key.y, 32) && str_i64(str_of(argv[4]), 0, K1_TIME_MAX_S, &key.from_s)
	    && str_i64(str_of(argv[5]), 0, K1_TIME_MAX_S, &key.until_s)) {
		k1_kid(key.x, key.y, key.kid);
		check(&key);
		return (0);
	}
	fprintf(stderr, "usage: k1_oracle make N | check X Y FROM UNTIL\n");
	return (2);
}
