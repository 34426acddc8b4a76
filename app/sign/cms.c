#include "sign/cms.h"

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>

#include "core/err.h"

#define SIGNED_ATTRS_MAX	8

struct der {
	unsigned char	*p;
	int		 n;
};

static int
der_cmp(const void *ap, const void *bp)
{
	const struct der	*a = ap, *b = bp;
	size_t			 n = (size_t)(a->n < b->n ? a->n : b->n);
	int			 r = memcmp(a->p, b->p, n);

	return (r != 0 ? r : a->n - b->n);
}

static struct str
der_keep(struct arena *a, unsigned char *p, int n)
{
	struct str	s = arena_str(a, (struct str){ (const char *)p, (size_t)n });

	OPENSSL_free(p);
	return (s);
}

/* The DER of SET OF Attribute with its universal tag, as it is signed (RFC 5652 5.4). */
static int
signed_attrs_der(const CMS_SignerInfo *si, struct der *out)
{
	struct der	 part[SIGNED_ATTRS_MAX] = { { NULL, 0 } };
	unsigned char	*p;
	int		 i, n = CMS_signed_get_attr_count(si), total = 0, r = -EIO;

	if (n < 1 || n > SIGNED_ATTRS_MAX)
		return (err_origin(EIO, "%d signed attributes", n));
	for (i = 0; i < n; i++) {
		part[i].n = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(si, i), &part[i].p);
		if (part[i].n <= 0)
			goto out;
		total += part[i].n;
	}
	qsort(part, (size_t)n, sizeof(part[0]), der_cmp);
	out->n = ASN1_object_size(1, total, V_ASN1_SET);
	out->p = p = xmalloc((size_t)out->n);
	ASN1_put_object(&p, 1, total, V_ASN1_SET, V_ASN1_UNIVERSAL);
	for (i = 0; i < n; i++) {
		memcpy(p, part[i].p, (size_t)part[i].n);
		p += part[i].n;
	}
	r = 0;
out:
	for (i = 0; i < n; i++)
		OPENSSL_free(part[i].p);
	return (r);
}

/* CMS_SignerInfo_sign and CMS_final would add a signing-time attribute, which PAdES forbids: sign the attributes here. */
static int
signer_info_sign(CMS_SignerInfo *si, EVP_PKEY *key)
{
	struct der	 attrs = { NULL, 0 };
	EVP_MD_CTX	*ctx = EVP_MD_CTX_new();
	unsigned char	*sig = NULL;
	size_t		 sig_n = 0;
	int		 r = -EIO;

	if (ctx == NULL || signed_attrs_der(si, &attrs) != 0 ||
	    EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) != 1 ||
	    EVP_DigestSign(ctx, NULL, &sig_n, attrs.p, (size_t)attrs.n) != 1)
		goto out;
	sig = xmalloc(sig_n);
	if (EVP_DigestSign(ctx, sig, &sig_n, attrs.p, (size_t)attrs.n) != 1 ||
	    ASN1_STRING_set(CMS_SignerInfo_get0_signature(si), sig, (int)sig_n) != 1)
		goto out;
	r = 0;
out:
	EVP_MD_CTX_free(ctx);
	free(attrs.p);
	free(sig);
	return (r);
}

int
cms_sign(struct arena *a, EVP_PKEY *key, X509 *cert, STACK_OF(X509) *chain, const uint8_t digest[32], struct str *der)
{
	CMS_ContentInfo	*cms;
	CMS_SignerInfo	*si;
	unsigned char	*p = NULL;
	int		 n, r = -EIO;

	cms = CMS_sign(NULL, NULL, chain, NULL, CMS_DETACHED | CMS_BINARY | CMS_PARTIAL);
	if (cms == NULL)
		goto out;
	si = CMS_add1_signer(cms, cert, key, EVP_sha256(), CMS_CADES | CMS_NOSMIMECAP | CMS_BINARY | CMS_PARTIAL);
	if (si == NULL ||
	    CMS_signed_add1_attr_by_NID(si, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1) != 1 ||
	    CMS_signed_add1_attr_by_NID(si, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest, 32) != 1 ||
	    signer_info_sign(si, key) != 0)
		goto out;
	n = i2d_CMS_ContentInfo(cms, &p);
	if (n <= 0)
		goto out;
	*der = der_keep(a, p, n);
	r = 0;
out:
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return (r == 0 ? 0 : err_origin(r, "making a CMS signature"));
}

static CMS_ContentInfo *
cms_read(struct str der, CMS_SignerInfo **si)
{
	const unsigned char		*p = (const unsigned char *)der.p;
	STACK_OF(CMS_SignerInfo)	*all;
	CMS_ContentInfo			*cms = d2i_CMS_ContentInfo(NULL, &p, (long)der.n);

	all = cms != NULL ? CMS_get0_SignerInfos(cms) : NULL;
	if (all == NULL || sk_CMS_SignerInfo_num(all) != 1) {
		CMS_ContentInfo_free(cms);
		ERR_clear_error();
		return (NULL);
	}
	*si = sk_CMS_SignerInfo_value(all, 0);
	return (cms);
}

int
cms_signature(struct arena *a, struct str der, struct str *octets)
{
	const ASN1_OCTET_STRING	*sig;
	CMS_SignerInfo		*si;
	CMS_ContentInfo		*cms = cms_read(der, &si);

	if (cms == NULL)
		return (err_origin(EBADMSG, "reading the signer's CMS"));
	sig = CMS_SignerInfo_get0_signature(si);
	*octets = arena_str(a, (struct str){ (const char *)ASN1_STRING_get0_data(sig), (size_t)ASN1_STRING_length(sig) });
	CMS_ContentInfo_free(cms);
	return (0);
}

int
cms_add_time_stamp(struct arena *a, struct str der, struct str token, struct str *out)
{
	CMS_SignerInfo	*si;
	CMS_ContentInfo	*cms = cms_read(der, &si);
	unsigned char	*p = NULL;
	int		 n, r = -EBADMSG;

	if (cms == NULL ||
	    CMS_unsigned_add1_attr_by_NID(si, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token.p, (int)token.n) != 1)
		goto out;
	n = i2d_CMS_ContentInfo(cms, &p);
	if (n <= 0)
		goto out;
	*out = der_keep(a, p, n);
	r = 0;
out:
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return (r == 0 ? 0 : err_origin(r, "adding a time stamp to a CMS"));
}

int
ecdsa_sign_raw(EVP_PKEY *key, struct str octets, uint8_t sig[64])
{
	EVP_MD_CTX		*ctx = EVP_MD_CTX_new();
	ECDSA_SIG		*rs = NULL;
	unsigned char		 der[80];
	const unsigned char	*p = der;
	size_t			 n = sizeof(der);
	int			 r = -EIO;

	if (ctx == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC || EVP_PKEY_get_bits(key) != 256 ||
	    EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) != 1 ||
	    EVP_DigestSign(ctx, der, &n, (const unsigned char *)octets.p, octets.n) != 1)
		goto out;
	rs = d2i_ECDSA_SIG(NULL, &p, (long)n);
	if (rs == NULL || BN_bn2binpad(ECDSA_SIG_get0_r(rs), sig, 32) != 32 ||
	    BN_bn2binpad(ECDSA_SIG_get0_s(rs), sig + 32, 32) != 32)
		goto out;
	r = 0;
out:
	ECDSA_SIG_free(rs);
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return (r == 0 ? 0 : err_origin(r, "making an ECDSA signature"));
}

int
ecdsa_raw_to_der(struct arena *a, struct str raw, struct str *der)
{
	ECDSA_SIG	*rs = ECDSA_SIG_new();
	BIGNUM		*r_bn, *s_bn;
	unsigned char	*p = NULL;
	int		 n, half = (int)(raw.n / 2);

	r_bn = BN_bin2bn((const unsigned char *)raw.p, half, NULL);
	s_bn = BN_bin2bn((const unsigned char *)raw.p + half, half, NULL);
	CHECK(rs != NULL && r_bn != NULL && s_bn != NULL && ECDSA_SIG_set0(rs, r_bn, s_bn) == 1);
	n = i2d_ECDSA_SIG(rs, &p);
	ECDSA_SIG_free(rs);
	if (n <= 0)
		return (err_origin(EIO, "encoding an ECDSA signature"));
	*der = der_keep(a, p, n);
	return (0);
}
