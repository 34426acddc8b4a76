#include "sign/xades.h"

#include <openssl/sha.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/err.h"
#include "core/id.h"
#include "core/rng.h"
#include "sign/cms.h"

#define NS_DS		"http://www.w3.org/2000/09/xmldsig#"
#define NS_XADES	"http://uri.etsi.org/01903/v1.3.2#"
#define EXC_C14N	"http://www.w3.org/2001/10/xml-exc-c14n#"
#define SHA256_URI	"http://www.w3.org/2001/04/xmlenc#sha256"
#define DS_METHOD	"<ds:DigestMethod Algorithm=\"" SHA256_URI "\"></ds:DigestMethod>"
/* Inside SignedProperties ds is first used by these elements, so the canonical form declares it on each. */
#define DS_NS_METHOD	"<ds:DigestMethod xmlns:ds=\"" NS_DS "\" Algorithm=\"" SHA256_URI "\"></ds:DigestMethod>"

static struct str
sha256_base64(struct arena *a, const void *p, size_t n)
{
	uint8_t	digest[SHA256_DIGEST_LENGTH];

	SHA256(p, n, digest);
	return (base64_text(a, digest, sizeof(digest)));
}

static int
certificate_der(struct arena *a, const X509 *cert, struct str *der)
{
	unsigned char	*p = NULL;
	int		 n = i2d_X509(cert, &p);

	if (n <= 0)
		return (err_origin(EIO, "encoding a certificate"));
	*der = arena_str(a, (struct str){ (const char *)p, (size_t)n });
	OPENSSL_free(p);
	return (0);
}

static struct str
signed_properties(struct arena *a, struct str id, struct str cert_der, int64_t time_s)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	buf_printf(&b, "<xades:SignedProperties xmlns:xades=\"" NS_XADES "\" Id=\"sp-%.*s\">"
	    "<xades:SignedSignatureProperties><xades:SigningTime>%.*s</xades:SigningTime>"
	    "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>" DS_NS_METHOD
	    "<ds:DigestValue xmlns:ds=\"" NS_DS "\">%.*s</ds:DigestValue>"
	    "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>",
	    STR_ARG(id), STR_ARG(time_iso(a, time_s)), STR_ARG(sha256_base64(a, cert_der.p, cert_der.n)));
	buf_printf(&b, "<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference=\"#ref-%.*s\">"
	    "<xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>"
	    "</xades:SignedProperties>", STR_ARG(id));
	return (arena_str(a, buf_view(&b)));
}

static struct str
signed_info(struct arena *a, struct str id, const uint8_t digest[32], struct str properties)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	buf_cstr(&b, "<ds:SignedInfo xmlns:ds=\"" NS_DS "\">"
	    "<ds:CanonicalizationMethod Algorithm=\"" EXC_C14N "\"></ds:CanonicalizationMethod>"
	    "<ds:SignatureMethod "
	    "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"></ds:SignatureMethod>");
	buf_printf(&b, "<ds:Reference Id=\"ref-%.*s\" URI=\"\"><ds:Transforms>"
	    "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>"
	    "<ds:Transform Algorithm=\"" EXC_C14N "\"></ds:Transform></ds:Transforms>" DS_METHOD
	    "<ds:DigestValue>%.*s</ds:DigestValue></ds:Reference>", STR_ARG(id), STR_ARG(base64_text(a, digest, 32)));
	buf_printf(&b, "<ds:Reference Type=\"http://uri.etsi.org/01903#SignedProperties\" "
	    "URI=\"#sp-%.*s\"><ds:Transforms>"
	    "<ds:Transform Algorithm=\"" EXC_C14N "\"></ds:Transform></ds:Transforms>" DS_METHOD
	    "<ds:DigestValue>%.*s</ds:DigestValue></ds:Reference></ds:SignedInfo>",
	    STR_ARG(id), STR_ARG(sha256_base64(a, properties.p, properties.n)));
	return (arena_str(a, buf_view(&b)));
}

static int
key_info(struct arena *a, struct buf *b, struct str cert_der, STACK_OF(X509) *chain)
{
	struct str	der;
	int		r, i;

	buf_cstr(b, "<ds:KeyInfo><ds:X509Data>");
	buf_printf(b, "<ds:X509Certificate>%.*s</ds:X509Certificate>", STR_ARG(base64_text(a, cert_der.p, cert_der.n)));
	for (i = 0; i < sk_X509_num(chain); i++) {
		r = certificate_der(a, sk_X509_value(chain, i), &der);
		if (r != 0)
			return (err_trace(r));
		buf_printf(b, "<ds:X509Certificate>%.*s</ds:X509Certificate>", STR_ARG(base64_text(a, der.p, der.n)));
	}
	buf_cstr(b, "</ds:X509Data></ds:KeyInfo>");
	return (0);
}

int
xades_sign(struct arena *a, EVP_PKEY *key, X509 *cert, STACK_OF(X509) *chain, const uint8_t digest[32], int64_t time_s,
    struct str *signature)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	uint8_t				random[8], raw[64];
	struct str			id, cert_der, properties, info;
	int				r;

	rng_bytes(random, sizeof(random));
	id = hex_text(a, random, sizeof(random));
	r = certificate_der(a, cert, &cert_der);
	if (r != 0)
		return (err_trace(r));
	properties = signed_properties(a, id, cert_der, time_s);
	info = signed_info(a, id, digest, properties);
	r = ecdsa_sign_raw(key, info, raw);
	if (r != 0)
		return (err_trace(r));
	buf_printf(&b, "<ds:Signature xmlns:ds=\"" NS_DS "\" Id=\"sig-%.*s\">", STR_ARG(id));
	buf_str(&b, info);
	buf_printf(&b, "<ds:SignatureValue xmlns:ds=\"" NS_DS "\" Id=\"sv-%.*s\">%.*s</ds:SignatureValue>",
	    STR_ARG(id), STR_ARG(base64_text(a, raw, sizeof(raw))));
	r = key_info(a, &b, cert_der, chain);
	if (r != 0)
		return (err_trace(r));
	buf_printf(&b, "<ds:Object><xades:QualifyingProperties xmlns:xades=\"" NS_XADES "\" Target=\"#sig-%.*s\">",
	    STR_ARG(id));
	buf_str(&b, properties);
	buf_cstr(&b, "</xades:QualifyingProperties></ds:Object></ds:Signature>");
	*signature = arena_str(a, buf_view(&b));
	return (0);
}

int
xades_signature_value(struct str signature, struct str *octets)
{
	static const struct str	close = { "</ds:SignatureValue>", 20 };
	ptrdiff_t		from = str_find(signature, STR("<ds:SignatureValue ")), to = str_find(signature, close);

	if (from < 0 || to < from)
		return (err_origin(EBADMSG, "no SignatureValue in the signer's answer"));
	*octets = str_from_to(signature, (size_t)from, (size_t)to + close.n);
	return (0);
}

int
xades_add_time_stamp(struct arena *a, struct str signature, struct str token, struct str *out)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	ptrdiff_t			at = str_find(signature, STR("</xades:QualifyingProperties>"));
	uint8_t				random[8];

	if (at < 0)
		return (err_origin(EBADMSG, "no QualifyingProperties in the signer's answer"));
	rng_bytes(random, sizeof(random));
	buf_str(&b, str_from_to(signature, 0, (size_t)at));
	buf_printf(&b, "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
	    "<xades:SignatureTimeStamp Id=\"ts-%.*s\">"
	    "<ds:CanonicalizationMethod Algorithm=\"" EXC_C14N "\"></ds:CanonicalizationMethod>"
	    "<xades:EncapsulatedTimeStamp>%.*s</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>"
	    "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>",
	    STR_ARG(hex_text(a, random, sizeof(random))), STR_ARG(base64_text(a, token.p, token.n)));
	buf_str(&b, str_from_to(signature, (size_t)at, signature.n));
	*out = arena_str(a, buf_view(&b));
	return (0);
}
