#include "signer/signer_answer.h"

#include <openssl/sha.h>

#include "core/err.h"
#include "sign/cms.h"
#include "sign/k1_check.h"
#include "sign/sign.h"
#include "sign/signer_wire.h"
#include "sign/xades.h"
#include "signer/signer_journal.h"
#include "signer/signer_keys.h"

/* A claimed time further away than this is not the time of signing. */
#define TIME_SLACK_S	(15 * 60)

struct result {
	struct str	bytes;
	struct str	kid;
};

/* Printable ASCII without spaces: it becomes a word of the journal. */
static bool
word_ok(struct str s, size_t max)
{
	size_t	i;

	if (s.n > max)
		return (false);
	for (i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return (false);
	return (true);
}

static bool
time_ok(struct str field, int64_t now_s, int64_t *time_s)
{
	uint64_t	v;

	if (!wire_u64(field, &v) || v > INT64_MAX)
		return (false);
	*time_s = (int64_t)v;
	return (*time_s >= now_s - TIME_SLACK_S && *time_s <= now_s + TIME_SLACK_S);
}

static bool
rate_ok(const struct signer *s, struct key *key, int64_t now_s)
{
	if (now_s - key->window_s >= 60 || now_s < key->window_s) {
		key->window_s = now_s;
		key->count = 0;
	}
	if (key->count >= s->per_minute)
		return (false);
	key->count++;
	return (true);
}

static int
answer_cms(struct arena *a, struct key *key, const struct wire *w, struct journal_entry *e, struct result *out)
{
	struct str	digest = w->field[WIRE_T_DIGEST];

	if (digest.n != sizeof(e->digest))
		return (WIRE_REFUSED);
	memcpy(e->digest, digest.p, digest.n);
	return (err_trace(cms_sign(a, key->pkey, key->cert, key->chain, e->digest, &out->bytes)));
}

static int
answer_xml(struct arena *a, struct key *key, const struct wire *w, struct journal_entry *e, struct result *out)
{
	struct str	digest = w->field[WIRE_T_DIGEST];
	int64_t		time_s;

	if (digest.n != sizeof(e->digest) || !time_ok(w->field[WIRE_T_TIME], e->now_s, &time_s))
		return (WIRE_REFUSED);
	memcpy(e->digest, digest.p, digest.n);
	return (err_trace(xades_sign(a, key->pkey, key->cert, key->chain, e->digest, time_s, &out->bytes)));
}

static int
raw_sign(struct arena *a, struct key *key, struct str octets, struct journal_entry *e, struct result *out)
{
	char	*sig = arena_alloc(a, SIGN_RAW_BYTES);

	SHA256((const unsigned char *)octets.p, octets.n, e->digest);
	out->bytes = (struct str){ sig, SIGN_RAW_BYTES };
	return (err_trace(ecdsa_sign_raw(key->pkey, octets, (uint8_t *)sig)));
}

static int
answer_k1(struct arena *a, struct key *key, const struct wire *w, struct journal_entry *e, struct result *out)
{
	struct str	payload = w->field[WIRE_T_PAYLOAD];

	if (!k1_check_payload(payload))
		return (WIRE_BAD_PAYLOAD);
	out->kid = (struct str){ (const char *)key->kid, sizeof(key->kid) };
	return (raw_sign(a, key, k1_check_to_be_signed(a, key->kid, payload), e, out));
}

static int
answer_head(struct arena *a, struct key *key, const struct wire *w, struct journal_entry *e, struct result *out)
{
	struct sign_head	head = { .kind = w->field[WIRE_T_KIND], .origin = w->field[WIRE_T_ORIGIN] };
	struct str		root = w->field[WIRE_T_DIGEST];

	if (root.n != sizeof(head.root) || !wire_u64(w->field[WIRE_T_SIZE], &head.size) ||
	    !time_ok(w->field[WIRE_T_TIME], e->now_s, &head.time_s) || head.origin.n == 0 ||
	    !word_ok(head.origin, SIGN_KEY_MAX_BYTES) || !(str_eqc(head.kind, "log") || str_eqc(head.kind, "status")))
		return (WIRE_REFUSED);
	memcpy(head.root, root.p, root.n);
	return (raw_sign(a, key, sign_head_text(a, &head), e, out));
}

static const struct operation {
	const char	*name;
	enum key_use	 use;
	int		(*fn)(struct arena *, struct key *, const struct wire *, struct journal_entry *,
	    struct result *);
} operations[WIRE__OP_MAX] = {
	[WIRE_CMS]	= { "cms", KEY_DOCUMENT, answer_cms },
	[WIRE_XML]	= { "xml", KEY_DOCUMENT, answer_xml },
	[WIRE_K1]	= { "k1", KEY_QR, answer_k1 },
	[WIRE_HEAD]	= { "head", KEY_HEAD, answer_head },
};

static int
answer_status(struct buf *reply, enum wire_status status)
{
	wire_start(reply, (uint8_t)status);
	return (0);
}

int
signer_answer(struct arena *a, struct signer *s, struct str message, int64_t now_s, struct buf *reply)
{
	const struct operation	*op;
	struct journal_entry	 e = { .now_s = now_s };
	struct result		 result = { STR_NONE, STR_NONE };
	struct key		*key;
	struct wire		 w;
	int			 r;

	if (!wire_read(message, &w) || w.code >= WIRE__OP_MAX || operations[w.code].fn == NULL)
		return (answer_status(reply, WIRE_REFUSED));
	op = &operations[w.code];
	key = keys_find(s->keys, w.field[WIRE_T_KEY], op->use);
	e.kind = w.field[WIRE_T_KIND].n > 0 ? w.field[WIRE_T_KIND] : STR("-");
	e.dossier = w.field[WIRE_T_DOSSIER].n > 0 ? w.field[WIRE_T_DOSSIER] : STR("-");
	if (key == NULL || !word_ok(e.kind, SIGN_KEY_MAX_BYTES) || !word_ok(e.dossier, SIGN_DOSSIER_MAX_BYTES))
		return (answer_status(reply, WIRE_REFUSED));
	if (!rate_ok(s, key, now_s))
		return (answer_status(reply, WIRE_BUSY));
	e.operation = op->name;
	e.key = key->id;
	r = op->fn(a, key, &w, &e, &result);
	if (r != 0)
		return (answer_status(reply, r > 0 ? (enum wire_status)r : WIRE_FAILED));
	r = journal_add(s->journal, &e);
	if (r != 0)
		return (err_trace(r));
	wire_start(reply, WIRE_DONE);
	wire_put(reply, WIRE_T_RESULT, result.bytes);
	if (result.kid.n > 0)
		wire_put(reply, WIRE_T_KID, result.kid);
	return (0);
}
