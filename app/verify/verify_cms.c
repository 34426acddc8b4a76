#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/ts.h>

#include "verify/verify_check.h"
#include "verify/verify_trust.h"

static void
bad(struct verify_signature *sig, const char *code)
{
	verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, code);
}

static bool
gen_time(const TS_TST_INFO *info, int64_t *time_s)
{
	ASN1_TIME	*epoch = ASN1_TIME_set(NULL, 0);
	int		 days = 0, secs = 0;
	bool		 ok = epoch != NULL && ASN1_TIME_diff(&days, &secs, epoch, TS_TST_INFO_get_time(info)) == 1;

	*time_s = (int64_t)days * 86400 + secs;
	ASN1_TIME_free(epoch);
	return (ok);
}

/* SHA-2 of octets as the token's own algorithm says; OpenSSL's allocation, the verifier takes it. */
static unsigned char *
imprint(const TS_TST_INFO *info, struct str octets, unsigned *n)
{
	TS_MSG_IMPRINT		*said = TS_TST_INFO_get_msg_imprint((TS_TST_INFO *)(uintptr_t)info);
	const ASN1_OBJECT	*alg = NULL;
	unsigned char		*digest = OPENSSL_malloc(EVP_MAX_MD_SIZE);
	int			 nid;

	X509_ALGOR_get0(&alg, NULL, NULL, TS_MSG_IMPRINT_get_algo(said));
	nid = OBJ_obj2nid(alg);
	if ((nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512) && digest != NULL &&
	    EVP_Digest(octets.p, octets.n, digest, n, EVP_get_digestbynid(nid), NULL) == 1)
		return (digest);
	OPENSSL_free(digest);
	return (NULL);
}

/* What is behind a token that was made at time_s: its authority's chain then, and whether that can still be told. */
static void
authority(const struct verify_trust *t, X509 *cert, STACK_OF(X509) *extra, struct verify_when when, int64_t time_s,
    struct verify_signature *sig)
{
	const struct verify_chain	c = { cert, extra, true, time_s, when.known_s };

	verify_chain(t, &c, when.now_s, sig);
	if (ASN1_TIME_cmp_time_t(X509_get0_notAfter(cert), (time_t)when.known_s) < 0)
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_CANT_TELL, "verify.time_stamp.aged");
}

bool
verify_time_stamp(const struct verify_trust *t, struct str token, struct str octets, struct verify_when when,
    struct verify_signature *sig, int64_t *time_s)
{
	const unsigned char	*p = (const unsigned char *)token.p;
	PKCS7			*pkcs7 = d2i_PKCS7(NULL, &p, (long)token.n);
	TS_TST_INFO		*info = pkcs7 != NULL ? PKCS7_to_TS_TST_INFO(pkcs7) : NULL;
	TS_VERIFY_CTX		*ctx = TS_VERIFY_CTX_new();
	STACK_OF(X509)		*signers = NULL;
	unsigned char		*digest = NULL;
	unsigned		 n = 0;
	bool			 ok = false, unknown = false;

	if (info == NULL || ctx == NULL || !gen_time(info, time_s) || *time_s > when.known_s + 300)
		goto out;
	digest = imprint(info, octets, &n);
	if (digest == NULL)
		goto out;
	TS_VERIFY_CTX_set_flags(ctx, TS_VFY_SIGNATURE | TS_VFY_IMPRINT | TS_VFY_VERSION);
	TS_VERIFY_CTX_set_store(ctx, verify_store_at(t, *time_s));
	TS_VERIFY_CTX_set_imprint(ctx, digest, (long)n);
	ok = TS_RESP_verify_token(ctx, pkcs7) == 1;
	unknown = !ok && ERR_GET_REASON(ERR_peek_last_error()) == TS_R_CERTIFICATE_VERIFY_ERROR;
	signers = PKCS7_get0_signers(pkcs7, NULL, 0);
	ok = ok && sk_X509_num(signers) == 1;
	/* Of a token whose authority is not known nothing can be said; why not, the chain tells. */
	if (ok || (unknown && sk_X509_num(signers) == 1))
		authority(t, sk_X509_value(signers, 0), pkcs7->d.sign->cert, when, *time_s, sig);
out:
	sk_X509_free(signers);
	TS_VERIFY_CTX_free(ctx);
	TS_TST_INFO_free(info);
	PKCS7_free(pkcs7);
	ERR_clear_error();
	if (!ok && unknown)
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_CANT_TELL, "verify.time_stamp.unknown_authority");
	else if (!ok)
		bad(sig, "verify.time_stamp.broken");
	return (ok);
}

/* The attribute's only value, or NULL when it isn't there exactly once. */
static ASN1_TYPE *
only_value(X509_ATTRIBUTE *attr)
{
	return (attr != NULL && X509_ATTRIBUTE_count(attr) == 1 ? X509_ATTRIBUTE_get0_type(attr, 0) : NULL);
}

static ASN1_TYPE *
signed_value(const CMS_SignerInfo *si, int nid)
{
	int	i = CMS_signed_get_attr_by_NID(si, nid, -1);

	if (i < 0 || CMS_signed_get_attr_by_NID(si, nid, i) >= 0)
		return (NULL);
	return (only_value(CMS_signed_get_attr(si, i)));
}

/* The certificate is the one that the signer meant (RFC 5035). */
static bool
ess_names(const CMS_SignerInfo *si, X509 *cert)
{
	ASN1_TYPE		*v = signed_value(si, NID_id_smime_aa_signingCertificateV2);
	STACK_OF(X509)		*alone = sk_X509_new_null();
	ESS_SIGNING_CERT_V2	*ess = NULL;
	const unsigned char	*p;
	bool			 ok = false;

	if (v != NULL && v->type == V_ASN1_SEQUENCE && alone != NULL && sk_X509_push(alone, cert) > 0) {
		p = ASN1_STRING_get0_data(v->value.sequence);
		ess = d2i_ESS_SIGNING_CERT_V2(NULL, &p, ASN1_STRING_length(v->value.sequence));
		ok = ess != NULL && OSSL_ESS_check_signing_certs(NULL, ess, alone, 1) == 1;
	}
	ESS_SIGNING_CERT_V2_free(ess);
	sk_X509_free(alone);
	return (ok);
}

static bool
digest_matches(const CMS_SignerInfo *si, const uint8_t digest[32])
{
	ASN1_TYPE	*md = signed_value(si, NID_pkcs9_messageDigest),
	    *type = signed_value(si, NID_pkcs9_contentType);

	return (md != NULL && md->type == V_ASN1_OCTET_STRING && ASN1_STRING_length(md->value.octet_string) == 32 &&
	    CRYPTO_memcmp(ASN1_STRING_get0_data(md->value.octet_string), digest, 32) == 0 &&
	    type != NULL && type->type == V_ASN1_OBJECT && OBJ_obj2nid(type->value.object) == NID_pkcs7_data);
}

static void
signature_time(const struct verify_trust *t, CMS_SignerInfo *si, struct verify_when when, struct verify_signature *sig)
{
	int			 i = CMS_unsigned_get_attr_by_NID(si, NID_id_smime_aa_timeStampToken, -1);
	const ASN1_OCTET_STRING	*octets = CMS_SignerInfo_get0_signature(si);
	ASN1_TYPE		*v;
	int64_t			 time_s;

	if (i < 0)
		return;
	v = only_value(CMS_unsigned_get_attr(si, i));
	if (v == NULL || v->type != V_ASN1_SEQUENCE) {
		bad(sig, "verify.time_stamp.broken");
		return;
	}
	if (verify_time_stamp(t, (struct str){ (const char *)ASN1_STRING_get0_data(v->value.sequence),
	    (size_t)ASN1_STRING_length(v->value.sequence) }, (struct str){ (const char *)ASN1_STRING_get0_data(octets),
	    (size_t)ASN1_STRING_length(octets) }, when, sig, &time_s))
		sig->proven_s = time_s;
}

/* The signer's chain at the best time there is: its own stamp's, else that of a stamp over the file, else now. */
static void
signer_chain(const struct verify_trust *t, CMS_ContentInfo *cms, CMS_SignerInfo *si, X509 *cert,
    struct verify_when when, struct verify_signature *sig)
{
	STACK_OF(X509)		*certs = CMS_get1_certs(cms);
	struct verify_chain	 c = { .cert = cert, .extra = certs };

	sig->kept = true;
	signature_time(t, si, when, sig);
	if (sig->proven_s == 0 && when.known_s < when.now_s)
		sig->proven_s = when.known_s;
	c.at_s = c.revoked_s = sig->proven_s != 0 ? sig->proven_s : when.now_s;
	verify_chain(t, &c, when.now_s, sig);
	if (sig->proven_s != 0)
		sig->level = sig->kept ? VERIFY_LEVEL_LT : VERIFY_LEVEL_T;
	sk_X509_pop_free(certs, X509_free);
}

/* The rest of the place must be padding. */
static bool
zeros(const unsigned char *p, const unsigned char *end)
{
	while (p < end && *p == 0)
		p++;
	return (p == end);
}

static void
signer_info(struct arena *a, const struct verify_trust *t, CMS_ContentInfo *cms, const uint8_t digest[32],
    struct verify_when when, struct verify_signature *sig)
{
	CMS_SignerInfo	*si = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	X509_ALGOR	*md_alg = NULL;
	X509		*cert = NULL;

	CMS_set1_signers_certs(cms, NULL, 0);
	CMS_SignerInfo_get0_algs(si, NULL, &cert, &md_alg, NULL);
	if (cert == NULL)
		bad(sig, "verify.cms.no_certificate");
	else if (md_alg == NULL || OBJ_obj2nid(md_alg->algorithm) != NID_sha256)
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_CANT_TELL, "verify.cms.algorithm");
	else if (!digest_matches(si, digest))
		bad(sig, "verify.cms.digest");
	else if (CMS_SignerInfo_verify(si) != 1)
		bad(sig, "verify.cms.signature");
	else if (!ess_names(si, cert))
		bad(sig, "verify.cms.signing_certificate");
	else {
		sig->level = VERIFY_LEVEL_B;
		verify_signer(a, cert, sig);
		signer_chain(t, cms, si, cert, when, sig);
	}
}

void
verify_cms(struct arena *a, const struct verify_trust *t, struct str contents, const uint8_t digest[32],
    struct verify_when when, struct verify_signature *sig)
{
	const unsigned char	*p = (const unsigned char *)contents.p, *end = p + contents.n;
	CMS_ContentInfo		*cms = d2i_CMS_ContentInfo(NULL, &p, (long)contents.n);

	if (cms == NULL || !zeros(p, end) || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)) != 1 || CMS_is_detached(cms) != 1 ||
	    OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data)
		bad(sig, "verify.cms.form");
	else
		signer_info(a, t, cms, digest, when, sig);
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
}
