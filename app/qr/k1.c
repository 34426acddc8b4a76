#include "qr/k1.h"

#include "core/buf.h"
#include "core/err.h"
#include "core/id.h"
#include "core/utf8.h"
#include "qr/cbor.h"
#include "qr/digits.h"

#define SCHEME		"https://"
#define PATH		"/k/"

/* IANA's COSE registries. */
#define COSE_SIGN1_TAG	18
#define COSE_ALG	1
#define COSE_KID	4
#define COSE_ES256	(-7)

/* Keys of the payload's map: 1 and 6 are those of a CBOR Web Token (RFC 8392 3), from 10 on they are ours. */
enum {
	CLAIM_ISSUER = 1, CLAIM_ISSUED = 6, CLAIM_NUMBER = 10, CLAIM_PROCEDURE = 11, CLAIM_DOSSIER = 12,
	    CLAIM_HOLDER = 13,
	CLAIM_TITLE = 14, CLAIM_DIGEST = 15
};

/* A claim is one line of clean text. */
static bool
text_usable(struct str s)
{
	size_t	i;

	if (s.n > 0 && (!utf8_valid(s) || !utf8_clean(s)))
		return (false);
	for (i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < ' ')
			return (false);
	}
	return (true);
}

static bool
claims_usable(const struct k1_claims *c)
{
	return (c->issuer.n > 0 && c->number.n > 0 && c->issued_s >= 0 && c->issued_s <= K1_TIME_MAX_S
	    && text_usable(c->issuer) && text_usable(c->number) && text_usable(c->procedure) && text_usable(c->dossier)
	    && text_usable(c->holder) && text_usable(c->title));
}

static void
claim_text(struct buf *b, int key, struct str text)
{
	if (text.n == 0)
		return;
	cbor_int(b, key);
	cbor_text(b, text);
}

int
k1_payload(struct arena *a, const struct k1_claims *c, struct str *payload)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	unsigned			pairs;

	if (!claims_usable(c))
		return (K1_E_FORM);
	pairs = 4U + (c->procedure.n > 0) + (c->dossier.n > 0) + (c->holder.n > 0) + (c->title.n > 0);
	cbor_head(&b, CBOR_MAP, pairs);
	claim_text(&b, CLAIM_ISSUER, c->issuer);
	cbor_int(&b, CLAIM_ISSUED);
	cbor_int(&b, c->issued_s);
	claim_text(&b, CLAIM_NUMBER, c->number);
	claim_text(&b, CLAIM_PROCEDURE, c->procedure);
	claim_text(&b, CLAIM_DOSSIER, c->dossier);
	claim_text(&b, CLAIM_HOLDER, c->holder);
	claim_text(&b, CLAIM_TITLE, c->title);
	cbor_int(&b, CLAIM_DIGEST);
	cbor_bytes(&b, (struct str){ (const char *)c->digest, K1_DIGEST_BYTES });
	if (b.n > K1_PAYLOAD_MAX_BYTES)
		return (K1_E_LONG);
	*payload = arena_str(a, buf_view(&b));
	return (0);
}

static bool
payload_text(struct str *in, struct str *slot)
{
	return (cbor_read_text(in, slot) && slot->n > 0 && text_usable(*slot));
}

static bool
payload_claim(struct str *in, int64_t key, struct k1_claims *c)
{
	struct str	digest;

	switch (key) {
	case CLAIM_ISSUER:	return (payload_text(in, &c->issuer));
	case CLAIM_NUMBER:	return (payload_text(in, &c->number));
	case CLAIM_PROCEDURE:	return (payload_text(in, &c->procedure));
	case CLAIM_DOSSIER:	return (payload_text(in, &c->dossier));
	case CLAIM_HOLDER:	return (payload_text(in, &c->holder));
	case CLAIM_TITLE:	return (payload_text(in, &c->title));
	case CLAIM_ISSUED:	return (cbor_read_int(in, &c->issued_s));
	case CLAIM_DIGEST:
		if (!cbor_read_bytes(in, &digest) || digest.n != K1_DIGEST_BYTES)
			return (false);
		memcpy(c->digest, digest.p, K1_DIGEST_BYTES);
		return (true);
	default:
		return (false);
	}
}

static bool
payload_read(struct str in, struct k1_claims *c)
{
	uint64_t	n;
	int64_t		key, last = 0;
	bool		issued = false;

	if (in.n > K1_PAYLOAD_MAX_BYTES || !cbor_read_head(&in, CBOR_MAP, &n))
		return (false);
	for (; n > 0; n--) {
		if (!cbor_read_int(&in, &key) || key <= last || !payload_claim(&in, key, c))
			return (false);
		issued |= key == CLAIM_ISSUED;
		last = key;
	}
	return (in.n == 0 && issued && last == CLAIM_DIGEST && claims_usable(c));
}

struct str
k1_protected(struct arena *a, const uint8_t kid[K1_KID_BYTES])
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	cbor_head(&b, CBOR_MAP, 2);
	cbor_int(&b, COSE_ALG);
	cbor_int(&b, COSE_ES256);
	cbor_int(&b, COSE_KID);
	cbor_bytes(&b, (struct str){ (const char *)kid, K1_KID_BYTES });
	return (arena_str(a, buf_view(&b)));
}

static bool
protected_read(struct str in, uint8_t kid[K1_KID_BYTES])
{
	uint64_t	n;
	int64_t		key, alg;
	struct str	id;

	if (!cbor_read_head(&in, CBOR_MAP, &n) || n != 2
	    || !cbor_read_int(&in, &key) || key != COSE_ALG || !cbor_read_int(&in, &alg) || alg != COSE_ES256
	    || !cbor_read_int(&in, &key) || key != COSE_KID || !cbor_read_bytes(&in, &id) || id.n != K1_KID_BYTES
	    || in.n != 0)
		return (false);
	memcpy(kid, id.p, K1_KID_BYTES);
	return (true);
}

struct str
k1_sig_structure(struct arena *a, struct str protected_header, struct str payload)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	cbor_head(&b, CBOR_ARRAY, 4);
	cbor_text(&b, STR("Signature1"));
	cbor_bytes(&b, protected_header);
	cbor_bytes(&b, STR(""));
	cbor_bytes(&b, payload);
	return (arena_str(a, buf_view(&b)));
}

/* A host name of letters, digits, dots and hyphens, and perhaps a port. */
static bool
host_usable(struct str host)
{
	struct str	name = host, port;
	ptrdiff_t	colon = str_find_byte(host, ':');
	int64_t		number;
	size_t		i;

	if (host.n > K1_HOST_MAX_BYTES)
		return (false);
	if (colon >= 0) {
		name = str_from_to(host, 0, (size_t)colon);
		port = str_from_to(host, (size_t)colon + 1, host.n);
		if (port.n == 0 || port.p[0] == '0' || !str_i64(port, 1, 65535, &number))
			return (false);
	}
	for (i = 0; i < name.n; i++) {
		char	c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
			return (false);
	}
	return (name.n > 0);
}

int
k1_text(struct arena *a, struct str host, struct str code, const uint8_t kid[K1_KID_BYTES], struct str payload,
    const uint8_t sig[K1_SIG_BYTES], struct str *text)
{
	auto_(buf_free) struct buf	cose = BUF_INIT, b = BUF_INIT;

	if (!host_usable(host) || !code_valid(code, K1_CODE_CHARS))
		return (K1_E_FORM);
	if (payload.n > K1_PAYLOAD_MAX_BYTES)
		return (K1_E_LONG);
	cbor_head(&cose, CBOR_TAG, COSE_SIGN1_TAG);
	cbor_head(&cose, CBOR_ARRAY, 4);
	cbor_bytes(&cose, k1_protected(a, kid));
	cbor_head(&cose, CBOR_MAP, 0);
	cbor_bytes(&cose, payload);
	cbor_bytes(&cose, (struct str){ (const char *)sig, K1_SIG_BYTES });
	buf_printf(&b, SCHEME "%.*s" PATH "%.*s#", STR_ARG(host), STR_ARG(code));
	digits_write(&b, buf_view(&cose));
	CHECK(b.n <= K1_TEXT_MAX_BYTES);
	*text = arena_str(a, buf_view(&b));
	return (0);
}

static bool
cose_read(struct str in, struct k1 *k)
{
	uint64_t	n;
	struct str	sig;

	if (!cbor_read_head(&in, CBOR_TAG, &n) || n != COSE_SIGN1_TAG
	    || !cbor_read_head(&in, CBOR_ARRAY, &n) || n != 4
	    || !cbor_read_bytes(&in, &k->protected_header) || !protected_read(k->protected_header, k->kid)
	    || !cbor_read_head(&in, CBOR_MAP, &n) || n != 0
	    || !cbor_read_bytes(&in, &k->payload) || !payload_read(k->payload, &k->claims)
	    || !cbor_read_bytes(&in, &sig) || sig.n != K1_SIG_BYTES || in.n != 0)
		return (false);
	memcpy(k->sig, sig.p, K1_SIG_BYTES);
	return (true);
}

int
k1_parse(struct arena *a, struct str text, struct k1 *out)
{
	struct k1	k = { 0 };
	struct str	rest, cose;
	ptrdiff_t	slash;

	if (text.n > K1_TEXT_MAX_BYTES || !str_starts(text, STR(SCHEME)))
		return (K1_E_FORM);
	rest = str_from_to(text, sizeof(SCHEME) - 1, text.n);
	slash = str_find_byte(rest, '/');
	if (slash < 0)
		return (K1_E_FORM);
	k.host = str_from_to(rest, 0, (size_t)slash);
	rest = str_from_to(rest, (size_t)slash, rest.n);
	if (!host_usable(k.host) || !str_starts(rest, STR(PATH)))
		return (K1_E_FORM);
	rest = str_from_to(rest, sizeof(PATH) - 1, rest.n);
	k.code = str_from_to(rest, 0, K1_CODE_CHARS);
	rest = str_from_to(rest, K1_CODE_CHARS, rest.n);
	if (!code_valid(k.code, K1_CODE_CHARS) || !str_starts(rest, STR("#")))
		return (K1_E_FORM);
	if (!digits_read(a, str_from_to(rest, 1, rest.n), &cose) || !cose_read(cose, &k))
		return (K1_E_FORM);
	*out = k;
	return (0);
}

int
k1_check(const struct k1 *k, const struct k1_key *keys, size_t n, const struct k1_key **key)
{
	size_t	i;
	int	r;

	for (i = 0; i < n; i++) {
		if (memcmp(keys[i].kid, k->kid, K1_KID_BYTES) != 0)
			continue;
		*key = &keys[i];
		r = k1_verify(k, keys[i].x, keys[i].y);
		if (r != 0)
			return (r < 0 ? err_trace(r) : r);
		if (k->claims.issued_s < keys[i].from_s || k->claims.issued_s >= keys[i].until_s)
			return (K1_E_PERIOD);
		return (0);
	}
	return (K1_E_KEY);
}
