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

/* CMS_SignerInfo_sign and CMS_final would add a signing-time attribute, which PAdES forbids: sign the attributes
 * here. */
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
	    CMS_signed_add1_attr_by_NID(si, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1) !=
		1 ||
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

/* ---- the signer's CMS taken apart and put together again as DER: OpenSSL would decode its certificates' keys each
 * time, which costs ten times the signature. */

#define DER_LENGTH_MAX	(1u << 20)

struct tlv {
	unsigned char	tag;
	struct str	body;
};

/* Takes the next value off in. False: there is none, or it is not DER with a length below DER_LENGTH_MAX. */
static bool
tlv_take(struct str *in, struct tlv *out)
{
	const unsigned char	*p = (const unsigned char *)in->p;
	size_t			 head = 2, n, i;

	if (in->n < 2)
		return (false);
	n = p[1];
	if (n >= 0x80) {
		head += n & 0x7f;
		if (n == 0x80 || head > 5 || in->n < head)
			return (false);
		for (n = 0, i = 2; i < head; i++)
			n = n << 8 | p[i];
		if (p[2] == 0 || n < 0x80)
			return (false);
	}
	if (n >= DER_LENGTH_MAX || in->n - head < n)
		return (false);
	out->tag = p[0];
	out->body = str_from_to(*in, head, head + n);
	*in = str_from_to(*in, head + n, in->n);
	return (true);
}

/* The only value in in. */
static bool
tlv_only(struct str in, unsigned char tag, struct str *body)
{
	struct tlv	v;

	if (!tlv_take(&in, &v) || v.tag != tag || in.n > 0)
		return (false);
	*body = v.body;
	return (true);
}

/* The last value in in; *before: what stands before it. */
static bool
tlv_last(struct str in, unsigned char tag, struct str *before, struct str *body)
{
	struct str	rest = in;
	struct tlv	v = { 0 };

	do {
		*before = str_from_to(in, 0, in.n - rest.n);
		if (!tlv_take(&rest, &v))
			return (false);
	} while (rest.n > 0);
	*body = v.body;
	return (v.tag == tag);
}

static struct str
tlv_put(struct arena *a, unsigned char tag, struct str first, struct str second)
{
	size_t		 n = first.n + second.n, head = n < 0x80 ? 2 : n < 0x100 ? 3 : n < 0x10000 ? 4 : 5, i;
	unsigned char	*p = arena_alloc(a, head + n);

	p[0] = tag;
	p[1] = (unsigned char)(head == 2 ? n : 0x80 + head - 2);
	for (i = 2; i < head; i++)
		p[i] = (unsigned char)(n >> 8 * (head - 1 - i));
	if (first.n > 0)
		memcpy(p + head, first.p, first.n);
	if (second.n > 0)
		memcpy(p + head + first.n, second.p, second.n);
	return ((struct str){ (const char *)p, head + n });
}

/* ContentInfo { contentType, [0] SignedData { ..., signerInfos SET { SignerInfo } } } with one signer (RFC 5652 3,
 * 5). */
struct cms_parts {
	struct str	type;		/* the contentType, as it stands */
	struct str	before;		/* SignedData up to signerInfos */
	struct str	info;		/* SignerInfo's contents: its signature is the last of them */
	struct str	signature;
};

#define TAG_OCTETS	0x04
#define TAG_SEQUENCE	0x30
#define TAG_SET		0x31
#define TAG_0		0xa0
#define TAG_1		0xa1

static bool
cms_take_apart(struct str der, struct cms_parts *out)
{
	struct str	content, explicit, data, infos, before;

	return (tlv_only(der, TAG_SEQUENCE, &content) && tlv_last(content, TAG_0, &out->type, &explicit) &&
	    tlv_only(explicit, TAG_SEQUENCE, &data) && tlv_last(data, TAG_SET, &out->before, &infos) &&
	    tlv_only(infos, TAG_SEQUENCE, &out->info) && tlv_last(out->info, TAG_OCTETS, &before, &out->signature));
}

int
cms_signature(struct arena *a, struct str der, struct str *octets)
{
	struct cms_parts	parts;

	if (!cms_take_apart(der, &parts))
		return (err_origin(EBADMSG, "reading the signer's CMS"));
	*octets = arena_str(a, parts.signature);
	return (0);
}

int
cms_add_time_stamp(struct arena *a, struct str der, struct str token, struct str *out)
{
	/* id-aa-timeStampToken, 1.2.840.113549.1.9.16.2.14 */
	static const struct str	type = STR("\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e");
	struct cms_parts	parts;
	struct str		attribute, info, data;

	if (!cms_take_apart(der, &parts))
		return (err_origin(EBADMSG, "adding a time stamp to a CMS"));
	attribute = tlv_put(a, TAG_SEQUENCE, type, tlv_put(a, TAG_SET, token, STR_NONE));
	info = tlv_put(a, TAG_SEQUENCE, parts.info, tlv_put(a, TAG_1, attribute, STR_NONE));
	data = tlv_put(a, TAG_SEQUENCE, parts.before, tlv_put(a, TAG_SET, info, STR_NONE));
	*out = tlv_put(a, TAG_SEQUENCE, parts.type, tlv_put(a, TAG_0, data, STR_NONE));
	return (0);
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
