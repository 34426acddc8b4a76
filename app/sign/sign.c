#include "sign/sign.h"

#include <inttypes.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/err.h"
#include "core/id.h"
#include "sign/cms.h"
#include "sign/pades.h"
#include "sign/pades_evidence.h"
#include "sign/signer_client.h"
#include "sign/tsp.h"
#include "sign/xades.h"

#define SEAL_PT			(36 * 72 / 25.4)	/* 36 mm */
#define FILE_MAX_BYTES		(1u << 20)

struct signer_client {
	char		*socket;
	char		*tsa_url;
	char		*trust;
	int		 timeout_ms;
	int		 fd;
	X509_STORE	*roots;
	struct buf	 icc;
	char		 message[WIRE_MESSAGE_MAX];
};

static void
file_close(FILE **f)
{
	if (*f != NULL)
		fclose(*f);
}

static int
file_read(const char *path, struct buf *out)
{
	auto_(file_close) FILE	*f = fopen(path, "re");
	char			 chunk[8192];
	size_t			 n;

	if (f == NULL)
		return (err_origin(errno, "%s", path));
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0) {
		buf_add(out, chunk, n);
		if (out->n > FILE_MAX_BYTES)
			return (err_origin(EFBIG, "%s", path));
	}
	return (ferror(f) ? err_origin(EIO, "%s", path) : 0);
}

int
signer_client_new(const struct signer_conf *conf, struct signer_client **out)
{
	struct signer_client	*c = xcalloc(1, sizeof(*c));
	int			 r = 0;

	c->fd = -1;
	c->socket = strdup(conf->socket);
	c->tsa_url = strdup(conf->tsa_url);
	c->trust = strdup(conf->trust);
	c->timeout_ms = conf->timeout_ms;
	c->roots = X509_STORE_new();
	CHECK(c->socket != NULL && c->tsa_url != NULL && c->trust != NULL && c->roots != NULL);
	/* Whoever stands in this file is trusted by the operator's own choice, root or not: an anchor need not sign
	 * itself (RFC 5280, 6.1.1 d), and an installation may be given its authority's issuing CA alone. Nothing else
	 * becomes an anchor: certificates that come with a token only help to build the chain. What strangers verify
	 * (app/verify) asks for whole chains. */
	X509_STORE_set_flags(c->roots, X509_V_FLAG_PARTIAL_CHAIN);
	if (X509_STORE_load_file(c->roots, conf->trust) != 1)
		r = err_origin(EINVAL, "%s: no certificate in it", conf->trust);
	if (r == 0 && conf->icc != NULL)
		r = file_read(conf->icc, &c->icc);
	if (r != 0) {
		signer_client_free(c);
		return (err_trace(r));
	}
	*out = c;
	return (0);
}

void
signer_client_free(struct signer_client *c)
{
	if (c == NULL)
		return;
	if (c->fd >= 0)
		close(c->fd);
	X509_STORE_free(c->roots);
	buf_free(&c->icc);
	free(c->socket);
	free(c->tsa_url);
	free(c->trust);
	free(c);
}

void
signer_client_freep(struct signer_client **c)
{
	signer_client_free(*c);
}

struct sign_box
sign_seal_box(struct sign_box officer)
{
	struct sign_box	seal = { .width = SEAL_PT, .height = SEAL_PT };

	seal.x = officer.x + officer.width / 3 - SEAL_PT;
	seal.y = officer.y + officer.height / 2 - SEAL_PT / 2;
	return (seal);
}

static int
time_stamp(struct arena *a, struct signer_client *c, const uint8_t digest[SHA256_DIGEST_LENGTH], struct str *token)
{
	int	r;

	r = tsp_fetch(a, c->tsa_url, c->roots, c->timeout_ms, digest, token);
	if (r == TSP_E_DOWN)
		return (SIGN_E_TSA_DOWN);
	if (r == TSP_E_TOKEN)
		return (SIGN_E_TSA_ANSWER);
	return (err_fold(r));
}

static int
time_stamp_over(struct arena *a, struct signer_client *c, struct str octets, struct str *token)
{
	uint8_t	digest[SHA256_DIGEST_LENGTH];

	SHA256((const unsigned char *)octets.p, octets.n, digest);
	return (time_stamp(a, c, digest, token));
}

static void
ask_for(struct buf *b, enum wire_op op, struct str key, const struct sign_request *q, const uint8_t digest[32])
{
	wire_start(b, (uint8_t)op);
	wire_put(b, WIRE_T_KEY, key);
	wire_put(b, WIRE_T_KIND, q->kind);
	wire_put(b, WIRE_T_DOSSIER, q->dossier);
	wire_put(b, WIRE_T_DIGEST, (struct str){ (const char *)digest, 32 });
}

static int
sign_field(struct arena *a, struct signer_client *c, const struct sign_request *q, struct str key,
    const struct pades_field *f, struct str pdf, struct str *out)
{
	auto_(buf_free) struct buf	request = BUF_INIT;
	struct pades_prepared		p;
	struct wire			answer;
	struct str			cms, octets, token;
	int				r;

	r = pades_prepare(a, pdf, f, &p);
	if (r != 0)
		return (err_trace(r));
	ask_for(&request, WIRE_CMS, key, q, p.digest);
	r = signer_ask(&c->fd, c->socket, c->timeout_ms, buf_view(&request), c->message, &answer);
	if (r != 0)
		return (err_trace(r));
	cms = arena_str(a, answer.field[WIRE_T_RESULT]);
	r = cms_signature(a, cms, &octets);
	if (r != 0)
		return (err_fold(r));
	r = time_stamp_over(a, c, octets, &token);
	if (r != 0)
		return (err_trace(r));
	r = cms_add_time_stamp(a, cms, token, &cms);
	if (r != 0)
		return (err_fold(r));
	r = pades_embed(&p, cms);
	if (r == 0)
		*out = p.bytes;
	return (err_trace(r));
}

int
sign_pdf(struct arena *a, struct signer_client *c, const struct sign_request *q, struct str pdf, struct str *signed_pdf)
{
	const struct pades_field	common = { .page = q->page, .time_s = q->now_s, .reason = q->reason,
	    .location = q->location, .title = q->title, .icc = buf_view(&c->icc) };
	struct pades_field		f;
	int				r = SIGN_E_REFUSED;

	if (pdf.n > SIGN_PDF_MAX_BYTES)
		return (SIGN_E_TOO_BIG);
	if (q->officer_key.n > 0) {
		f = common;
		f.name = "Officer";
		f.look = PADES_OFFICER;
		f.box = q->officer_box;
		f.signer = q->officer_name;
		f.archive = true;
		r = sign_field(a, c, q, q->officer_key, &f, pdf, &pdf);
		if (r != 0)
			return (err_trace(r));
	}
	if (q->seal_key.n > 0) {
		f = common;
		f.name = "Seal";
		f.look = PADES_SEAL;
		f.box = q->seal_box.width > 0 ? q->seal_box : sign_seal_box(q->officer_box);
		f.signer = q->seal_name;
		f.archive = q->officer_key.n == 0;
		r = sign_field(a, c, q, q->seal_key, &f, pdf, &pdf);
	}
	if (r == 0)
		*signed_pdf = pdf;
	return (err_trace(r));
}

static int
read_trust(struct signer_client *c, struct evidence *known)
{
	auto_(buf_free) struct buf	pem = BUF_INIT;
	int				r;

	r = file_read(c->trust, &pem);
	if (r == 0)
		r = evidence_read(known, buf_view(&pem));
	return (err_trace(r));
}

int
sign_pdf_keep(struct arena *a, struct signer_client *c, struct str pdf, int64_t now_s, struct str *kept,
    int64_t *until_s)
{
	auto_(evidence_free) struct evidence	known = { 0 };
	/* A name that no field has: no two time stamps are made in one second. */
	const struct pades_field		field = { .stamp = true,
	    .name = arena_printf(a, "Stamp%" PRId64, now_s).p };
	struct pades_prepared			p;
	struct str				token;
	int					r;

	if (pdf.n > SIGN_PDF_MAX_BYTES)
		return (SIGN_E_TOO_BIG);
	r = read_trust(c, &known);
	if (r == 0)
		r = pades_add_evidence(a, pdf, &known, &pdf);
	if (r == 0)
		r = pades_prepare(a, pdf, &field, &p);
	if (r == 0)
		r = time_stamp(a, c, p.digest, &token);
	if (r == 0)
		r = pades_embed(&p, token);
	if (r == 0)
		r = tsp_until(token, until_s);
	if (r == 0)
		*kept = p.bytes;
	return (err_trace(r));
}

int
sign_xml(struct arena *a, struct signer_client *c, const struct sign_request *q, struct str key, struct str xml,
    struct str *signed_xml)
{
	auto_(buf_free) struct buf	request = BUF_INIT;
	uint8_t				digest[SHA256_DIGEST_LENGTH];
	struct str			c14n, signature, octets, token;
	struct wire			answer;
	int				r;

	if (xml.n > SIGN_XML_MAX_BYTES)
		return (SIGN_E_TOO_BIG);
	r = xades_canonical(a, xml, &c14n);
	if (r != 0)
		return (r > 0 ? SIGN_E_XML : err_trace(r));
	SHA256((const unsigned char *)c14n.p, c14n.n, digest);
	ask_for(&request, WIRE_XML, key, q, digest);
	wire_put_u64(&request, WIRE_T_TIME, (uint64_t)q->now_s);
	r = signer_ask(&c->fd, c->socket, c->timeout_ms, buf_view(&request), c->message, &answer);
	if (r != 0)
		return (err_trace(r));
	signature = arena_str(a, answer.field[WIRE_T_RESULT]);
	r = xades_signature_value(signature, &octets);
	if (r != 0)
		return (err_fold(r));
	r = time_stamp_over(a, c, octets, &token);
	if (r != 0)
		return (err_trace(r));
	r = xades_add_time_stamp(a, signature, token, &signature);
	if (r != 0)
		return (err_fold(r));
	*signed_xml = xades_envelop(a, c14n, signature);
	return (0);
}

int
sign_k1(struct signer_client *c, struct str key, struct str dossier, struct str payload, uint8_t kid[SIGN_KID_BYTES],
    uint8_t sig[SIGN_RAW_BYTES])
{
	auto_(buf_free) struct buf	request = BUF_INIT;
	struct wire			answer;
	int				r;

	if (payload.n > WIRE_MESSAGE_MAX / 2)
		return (SIGN_E_TOO_BIG);
	wire_start(&request, WIRE_K1);
	wire_put(&request, WIRE_T_KEY, key);
	wire_put(&request, WIRE_T_DOSSIER, dossier);
	wire_put(&request, WIRE_T_PAYLOAD, payload);
	r = signer_ask(&c->fd, c->socket, c->timeout_ms, buf_view(&request), c->message, &answer);
	if (r != 0)
		return (err_trace(r));
	if (answer.field[WIRE_T_RESULT].n != SIGN_RAW_BYTES || answer.field[WIRE_T_KID].n != SIGN_KID_BYTES)
		return (err_origin(EPROTO, "the signer's answer to a QR payload"));
	memcpy(sig, answer.field[WIRE_T_RESULT].p, SIGN_RAW_BYTES);
	memcpy(kid, answer.field[WIRE_T_KID].p, SIGN_KID_BYTES);
	return (0);
}

int
sign_head(struct signer_client *c, struct str key, const struct sign_head *head, uint8_t sig[SIGN_RAW_BYTES])
{
	auto_(buf_free) struct buf	request = BUF_INIT;
	struct wire			answer;
	int				r;

	wire_start(&request, WIRE_HEAD);
	wire_put(&request, WIRE_T_KEY, key);
	wire_put(&request, WIRE_T_KIND, head->kind);
	wire_put(&request, WIRE_T_ORIGIN, head->origin);
	wire_put_u64(&request, WIRE_T_SIZE, head->size);
	wire_put(&request, WIRE_T_DIGEST, (struct str){ (const char *)head->root, sizeof(head->root) });
	wire_put_u64(&request, WIRE_T_TIME, (uint64_t)head->time_s);
	r = signer_ask(&c->fd, c->socket, c->timeout_ms, buf_view(&request), c->message, &answer);
	if (r != 0)
		return (err_trace(r));
	if (answer.field[WIRE_T_RESULT].n != SIGN_RAW_BYTES)
		return (err_origin(EPROTO, "the signer's answer to a head"));
	memcpy(sig, answer.field[WIRE_T_RESULT].p, SIGN_RAW_BYTES);
	return (0);
}

struct str
sign_head_text(struct arena *a, const struct sign_head *head)
{
	return (arena_printf(a, "motcua-%.*s-head-1\n%.*s\n%" PRIu64 "\n%.*s\n%" PRId64 "\n", STR_ARG(head->kind),
	    STR_ARG(head->origin), head->size, STR_ARG(hex_text(a, head->root, sizeof(head->root))), head->time_s));
}
