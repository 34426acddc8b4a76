#include "check.h"
#include "pki.h"

#include <openssl/sha.h>

#include "sign/cms.h"
#include "sign/tsp.h"
#include "sign/xades.h"
#include "verify/verify.h"
#include "verify/verify_check.h"

#define NOW_S	INT64_C(1795536000)

static struct str
stamp(struct arena *a, const struct pki *p, struct str octets, int64_t at_s)
{
	struct tsp_authority	t = { .cert = p->tsa, .key = p->tsa_key, .serial = 7, .now_s = at_s };
	X509_STORE		*roots = X509_STORE_new();
	struct str		 request, response, token = STR_NONE;
	uint8_t			 digest[32];

	X509_STORE_add_cert(roots, p->root);
	X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(roots), (time_t)at_s);
	SHA256((const unsigned char *)octets.p, octets.n, digest);
	EXPECT(tsp_request(a, digest, &request) == 0);
	EXPECT(tsp_respond(a, &t, request, &response) == 0);
	EXPECT(tsp_check(a, request, response, roots, &token) == 0);
	/* An answer to somebody else's question has another nonce. */
	EXPECT(tsp_request(a, digest, &request) == 0);
	EXPECT(tsp_check(a, request, response, roots, &octets) == TSP_E_TOKEN);
	X509_STORE_free(roots);
	return (token);
}

/* Nothing is known of earlier. */
static struct verify_when
at(int64_t now_s)
{
	return ((struct verify_when){ now_s, now_s });
}

static void
test_cms(struct arena *a, const struct pki *p, const struct verify_trust *t)
{
	static const uint8_t	digest[32] = "0123456789abcdef0123456789abcde", other[32] = "x";
	struct verify_signature	sig;
	struct str		der, octets, token;

	EXPECT(cms_sign(a, p->key, p->cert, NULL, digest, &der) == 0);
	/* id-signingTime, 1.2.840.113549.1.9.5 */
	EXPECT(str_find(der, STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05")) < 0);
	memset(&sig, 0, sizeof(sig));
	verify_cms(a, t, der, digest, at(NOW_S + 60), &sig);
	EXPECT(sig.verdict == VERIFY_VALID && sig.level == VERIFY_LEVEL_B && sig.proven_s == 0);
	EXPECT_STR(sig.signer, "Con dấu");
	memset(&sig, 0, sizeof(sig));
	verify_cms(a, t, der, other, at(NOW_S + 60), &sig);
	EXPECT(sig.verdict == VERIFY_NOT_VALID);
	EXPECT_STR(str_of(sig.reasons.code[0]), "verify.cms.digest");

	EXPECT(cms_signature(a, der, &octets) == 0);
	token = stamp(a, p, octets, NOW_S + 30);
	EXPECT(cms_add_time_stamp(a, der, token, &der) == 0);
	memset(&sig, 0, sizeof(sig));
	verify_cms(a, t, der, digest, at(NOW_S + 60), &sig);
	EXPECT(sig.verdict == VERIFY_VALID && sig.level == VERIFY_LEVEL_T);
	EXPECT_I64(sig.proven_s, NOW_S + 30);
	/* Two days after the signer's certificate ran out, the proven time still holds. */
	memset(&sig, 0, sizeof(sig));
	verify_cms(a, t, der, digest, at(NOW_S + 3 * 86400), &sig);
	EXPECT(sig.verdict == VERIFY_VALID);
	/* When the time-stamp authority's has run out too, it proves nothing any more ... */
	memset(&sig, 0, sizeof(sig));
	verify_cms(a, t, der, digest, at(NOW_S + 11 * 86400), &sig);
	EXPECT(sig.verdict == VERIFY_CANT_TELL && sig.reasons.n == 1);
	EXPECT_STR(str_of(sig.reasons.code[0]), "verify.time_stamp.aged");
	/* ... but for a file that is known to have existed before. */
	memset(&sig, 0, sizeof(sig));
	verify_cms(a, t, der, digest, (struct verify_when){ NOW_S + 9 * 86400, NOW_S + 400 * 86400 }, &sig);
	EXPECT(sig.verdict == VERIFY_VALID && sig.level == VERIFY_LEVEL_T);
	EXPECT_I64(sig.proven_s, NOW_S + 30);
	/* It can't have been stamped after that. */
	memset(&sig, 0, sizeof(sig));
	verify_cms(a, t, der, digest, (struct verify_when){ NOW_S - 86400, NOW_S + 60 }, &sig);
	EXPECT(sig.verdict == VERIFY_NOT_VALID);
	EXPECT(cms_add_time_stamp(a, STR("nonsense"), token, &der) < 0);
}

static void
test_late(struct arena *a, const struct pki *p, const struct verify_trust *t)
{
	static const uint8_t	digest[32] = "0123456789abcdef0123456789abcde";
	struct verify_signature	sig = { .verdict = VERIFY_VALID };
	struct str		der;

	EXPECT(cms_sign(a, p->key, p->cert, NULL, digest, &der) == 0);
	verify_cms(a, t, der, digest, at(NOW_S + 3 * 86400), &sig);
	EXPECT(sig.verdict == VERIFY_NOT_VALID);
	EXPECT_STR(str_of(sig.reasons.code[0]), "verify.certificate.period");
}

static void
test_xml(struct arena *a, const struct pki *p, const struct verify_trust *t)
{
	struct verify_result	r;
	struct str		c14n, signature, octets, content, xml;
	uint8_t			digest[32];

	EXPECT(xades_canonical(a, STR("<!DOCTYPE a><a/>"), &c14n) == XADES_E_XML);
	EXPECT(xades_canonical(a, STR("<a/><?pi x?>"), &c14n) == XADES_E_XML);
	EXPECT(xades_canonical(a, STR("<a><b></a>"), &c14n) == XADES_E_XML);
	EXPECT(xades_canonical(a, STR("<a b='1'><!--x--><c/></a>"), &c14n) == 0);
	EXPECT_STR(c14n, "<a b=\"1\"><c></c></a>");
	SHA256((const unsigned char *)c14n.p, c14n.n, digest);
	EXPECT(xades_sign(a, p->key, p->cert, NULL, digest, NOW_S + 10, &signature) == 0);
	EXPECT(verify_xml(a, t, xades_envelop(a, c14n, signature), NOW_S + 60, &r, &content) == 0);
	EXPECT(r.verdict == VERIFY_VALID && r.signatures[0].level == VERIFY_LEVEL_B);
	EXPECT_STR(content, "<a b=\"1\"><c></c></a>");
	EXPECT_I64(r.signatures[0].claimed_s, NOW_S + 10);
	EXPECT(xades_signature_value(signature, &octets) == 0);
	EXPECT(xades_add_time_stamp(a, signature, stamp(a, p, octets, NOW_S + 30), &signature) == 0);
	xml = xades_envelop(a, c14n, signature);
	EXPECT(verify_file(a, t, xml, NOW_S + 60, &r) == 0);
	EXPECT(r.verdict == VERIFY_VALID && r.signatures[0].level == VERIFY_LEVEL_T);
	((char *)(uintptr_t)xml.p)[6] = '2';
	EXPECT(verify_xml(a, t, xml, NOW_S + 60, &r, &content) == 0);
	EXPECT(r.verdict == VERIFY_NOT_VALID && content.n == 0);
	EXPECT(xades_canonical(a, xml, &c14n) == XADES_E_XML);
}

static void
test_raw(struct arena *a, const struct pki *p)
{
	uint8_t		raw[64];
	struct str	der;
	EVP_MD_CTX	*ctx = EVP_MD_CTX_new();

	EXPECT(ecdsa_sign_raw(p->key, STR("octets"), raw) == 0);
	EXPECT(ecdsa_raw_to_der(a, (struct str){ (const char *)raw, 64 }, &der) == 0);
	EXPECT(EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, p->key) == 1);
	EXPECT(EVP_DigestVerify(ctx, (const unsigned char *)der.p, der.n, (const unsigned char *)"octets", 6) == 1);
	EVP_MD_CTX_free(ctx);
}

int
main(void)
{
	auto_(arena_freep) struct arena			*a = arena_new();
	auto_(verify_trust_freep) struct verify_trust	*t = NULL, *no_crl = NULL;
	static const uint8_t				 digest[32] = "0123456789abcdef0123456789abcde";
	struct verify_signature				 sig = { .verdict = VERIFY_VALID };
	struct verify_result				 r;
	struct str					 der;
	struct pki					 p;

	pki_make(&p, NOW_S);
	EXPECT(verify_trust_new(&t) == 0 && verify_trust_new(&no_crl) == 0);
	EXPECT(verify_trust_add_pem(t, STR("nothing")) == 1);
	EXPECT(verify_trust_add_pem(t, pki_trust(a, &p, true)) == 0);
	EXPECT(verify_trust_add_pem(no_crl, pki_trust(a, &p, false)) == 0);
	test_cms(a, &p, t);
	test_late(a, &p, t);
	test_xml(a, &p, t);
	test_raw(a, &p);
	EXPECT(cms_sign(a, p.key, p.cert, NULL, digest, &der) == 0);
	verify_cms(a, no_crl, der, digest, at(NOW_S + 60), &sig);
	EXPECT(sig.verdict == VERIFY_CANT_TELL);
	EXPECT(verify_file(a, t, STR("plain text"), NOW_S, &r) == 0 && r.verdict == VERIFY_CANT_TELL);
	EXPECT(verify_file(a, t, STR("%PDF-1.5\nnothing"), NOW_S, &r) == 0 && r.verdict == VERIFY_NOT_VALID);
	pki_free(&p);
	return (check_done());
}
