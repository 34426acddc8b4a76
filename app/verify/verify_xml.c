/*
 * One profile, fixed places: what a signature wraps is found by where it stands, never by an Id that somebody else
 * could carry too.  All digests are recomputed over the canonical form that is handed out.
 */
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "core/clock.h"
#include "core/err.h"
#include "core/id.h"
#include "sign/cms.h"
#include "verify/verify_check.h"

#define NS_DS		"http://www.w3.org/2000/09/xmldsig#"
#define NS_XADES	"http://uri.etsi.org/01903/v1.3.2#"
#define EXC_C14N	"http://www.w3.org/2001/10/xml-exc-c14n#"
#define SHA256_URI	"http://www.w3.org/2001/04/xmlenc#sha256"
#define CERTS_MAX	8

/* The parts of the one signature. */
struct parts {
	struct arena	*a;
	xmlDoc		*doc;
	xmlNode		*signature, *info, *value, *key_info, *qualifying, *properties;
	xmlNode		*reference, *properties_reference;
	X509		*cert;
	STACK_OF(X509)	*extra;
	struct str	 content;
};

static xmlNode *
element(xmlNode *n)
{
	while (n != NULL && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return (n);
}

static bool
is(const xmlNode *n, const char *ns, const char *name)
{
	return (n != NULL && n->ns != NULL && strcmp((const char *)n->ns->href, ns) == 0 &&
	    strcmp((const char *)n->name, name) == 0);
}

/* The first child element, if it is that. */
static xmlNode *
first(xmlNode *parent, const char *ns, const char *name)
{
	xmlNode	*n = parent != NULL ? element(parent->children) : NULL;

	return (is(n, ns, name) ? n : NULL);
}

static xmlNode *
next(xmlNode *before, const char *ns, const char *name)
{
	xmlNode	*n = before != NULL ? element(before->next) : NULL;

	return (is(n, ns, name) ? n : NULL);
}

static bool
last(const xmlNode *n)
{
	return (n != NULL && element(n->next) == NULL);
}

static bool
childless(const xmlNode *n)
{
	return (n != NULL && element(n->children) == NULL);
}

static struct str
attribute(const struct parts *p, const xmlNode *n, const char *name)
{
	xmlChar		*v = n != NULL ? xmlGetNoNsProp(n, (const xmlChar *)name) : NULL;
	struct str	 s = arena_str(p->a, str_of((const char *)v));

	xmlFree(v);
	return (s);
}

static struct str
text(const struct parts *p, const xmlNode *n)
{
	xmlChar		*v = n != NULL ? xmlNodeGetContent(n) : NULL;
	struct str	 s = arena_str(p->a, str_trim(str_of((const char *)v)));

	xmlFree(v);
	return (s);
}

static bool
algorithm(const struct parts *p, xmlNode *n, const char *uri)
{
	return (childless(n) && str_eqc(attribute(p, n, "Algorithm"), uri));
}

static bool
within(const xmlNode *n, const xmlNode *top)
{
	for (; n != NULL; n = n->parent)
		if (n == top)
			return (true);
	return (false);
}

struct visible {
	const xmlNode	*only;		/* this element and below, or NULL */
	const xmlNode	*but;		/* not this one */
};

static int
is_visible(void *data, xmlNode *n, xmlNode *parent)
{
	const struct visible	*v = data;

	if (n->type == XML_NAMESPACE_DECL || n->type == XML_ATTRIBUTE_NODE)
		n = parent;
	return ((v->only == NULL || within(n, v->only)) && (v->but == NULL || !within(n, v->but)));
}

static bool
canonical(const struct parts *p, struct visible v, struct str *out)
{
	xmlBuffer	*b = xmlBufferCreate();
	xmlOutputBuffer	*o = b != NULL ? xmlOutputBufferCreateBuffer(b, NULL) : NULL;
	bool		 ok = o != NULL && xmlC14NExecute(p->doc, is_visible, &v, XML_C14N_EXCLUSIVE_1_0, NULL, 0,
	    o) >= 0;

	if (o != NULL)
		xmlOutputBufferClose(o);
	if (ok)
		*out = arena_str(p->a, (struct str){ (const char *)xmlBufferContent(b), (size_t)xmlBufferLength(b) });
	xmlBufferFree(b);
	return (ok);
}

static bool
digest_is(const struct parts *p, struct str octets, xmlNode *method, xmlNode *value)
{
	uint8_t		digest[SHA256_DIGEST_LENGTH];
	struct str	said;

	SHA256((const unsigned char *)octets.p, octets.n, digest);
	return (algorithm(p, method, SHA256_URI) && last(value) && base64_parse(p->a, text(p, value), &said) &&
	    said.n == sizeof(digest) && CRYPTO_memcmp(said.p, digest, sizeof(digest)) == 0);
}

/* Transforms of a Reference: the enveloped-signature one if asked, then exclusive canonicalisation, and no other. */
static bool
reference_ok(const struct parts *p, xmlNode *ref, bool enveloped, struct str octets)
{
	xmlNode	*transforms = first(ref, NS_DS, "Transforms"), *t = first(transforms, NS_DS, "Transform");
	xmlNode	*method = next(transforms, NS_DS, "DigestMethod");

	if (enveloped) {
		if (!algorithm(p, t, NS_DS "enveloped-signature"))
			return (false);
		t = next(t, NS_DS, "Transform");
	}
	return (algorithm(p, t, EXC_C14N) && last(t) && digest_is(p, octets, method,
	    next(method, NS_DS, "DigestValue")));
}

/* How many elements of the whole document carry an Id, however it is spelt; signatures are counted on the way. */
static void
scan(xmlNode *n, struct str id, size_t *ids, size_t *signatures)
{
	static const char *const	names[] = { "Id", "ID", "id" };
	xmlNode				*top = n;
	size_t				 i;

	while (n != NULL) {
		if (n->type == XML_ELEMENT_NODE) {
			*signatures += is(n, NS_DS, "Signature");
			for (i = 0; i < COUNT_OF(names); i++) {
				xmlAttr	*at = xmlHasProp(n, (const xmlChar *)names[i]);

				if (at != NULL && at->children != NULL && at->children->content != NULL &&
				    str_eq(str_of((const char *)at->children->content), id))
					(*ids)++;
			}
		}
		if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
			n = n->children;
			continue;
		}
		while (n != top && n->next == NULL)
			n = n->parent;
		n = n == top ? NULL : n->next;
	}
}

/* Finds the parts by their places. */
static bool
take_apart(struct parts *p)
{
	xmlNode		*root = xmlDocGetRootElement(p->doc), *object, *method;
	struct str	 sp_id, sig_id;
	size_t		 ids = 0, signatures = 0;

	p->signature = xmlLastElementChild(root);
	if (!is(p->signature, NS_DS, "Signature"))
		return (false);
	p->info = first(p->signature, NS_DS, "SignedInfo");
	p->value = next(p->info, NS_DS, "SignatureValue");
	p->key_info = next(p->value, NS_DS, "KeyInfo");
	object = next(p->key_info, NS_DS, "Object");
	p->qualifying = first(object, NS_XADES, "QualifyingProperties");
	p->properties = first(p->qualifying, NS_XADES, "SignedProperties");
	method = first(p->info, NS_DS, "CanonicalizationMethod");
	p->reference = next(next(method, NS_DS, "SignatureMethod"), NS_DS, "Reference");
	p->properties_reference = next(p->reference, NS_DS, "Reference");
	if (p->properties == NULL || !last(object) || !last(p->qualifying) || !last(p->properties_reference) ||
	    !algorithm(p, method, EXC_C14N))
		return (false);
	sig_id = attribute(p, p->signature, "Id");
	sp_id = attribute(p, p->properties, "Id");
	scan(root, sp_id, &ids, &signatures);
	return (signatures == 1 && ids == 1 && sp_id.n > 0 && sig_id.n > 0 &&
	    xmlHasProp(p->reference, (const xmlChar *)"URI") != NULL && attribute(p, p->reference, "URI").n == 0 &&
	    str_eq(attribute(p, p->properties_reference, "URI"), arena_printf(p->a, "#%.*s", STR_ARG(sp_id))) &&
	    str_eqc(attribute(p, p->properties_reference, "Type"), "http://uri.etsi.org/01903#SignedProperties") &&
	    str_eq(attribute(p, p->qualifying, "Target"), arena_printf(p->a, "#%.*s", STR_ARG(sig_id))));
}

static bool
certificates(struct parts *p)
{
	xmlNode			*data = first(p->key_info, NS_DS, "X509Data"),
	    *n = first(data, NS_DS, "X509Certificate");
	const unsigned char	*at;
	struct str		 der;
	X509			*cert;
	int			 i;

	if (!last(data))
		return (false);
	for (i = 0; n != NULL && i < CERTS_MAX; i++, n = next(n, NS_DS, "X509Certificate")) {
		if (!base64_parse(p->a, text(p, n), &der))
			return (false);
		at = (const unsigned char *)der.p;
		cert = d2i_X509(NULL, &at, (long)der.n);
		if (cert == NULL || at != (const unsigned char *)der.p + der.n) {
			X509_free(cert);
			return (false);
		}
		if (i == 0)
			p->cert = cert;
		else
			CHECK(sk_X509_push(p->extra, cert) > 0);
	}
	return (p->cert != NULL && n == NULL);
}

/* SigningCertificateV2 names the certificate that is used (EN 319 132-1 5.2.2). */
static bool
certificate_named(const struct parts *p)
{
	xmlNode		*s = first(p->properties, NS_XADES, "SignedSignatureProperties");
	xmlNode		*time = first(s, NS_XADES, "SigningTime"), *v2 = next(time, NS_XADES, "SigningCertificateV2");
	xmlNode		*digest = first(first(v2, NS_XADES, "Cert"), NS_XADES, "CertDigest");
	xmlNode		*method = first(digest, NS_DS, "DigestMethod");
	unsigned char	*der = NULL;
	int		 n = i2d_X509(p->cert, &der);
	bool		 ok = n > 0 && digest_is(p, (struct str){ (const char *)der, (size_t)n }, method,
	    next(method, NS_DS, "DigestValue"));

	OPENSSL_free(der);
	return (ok);
}

static bool
signature_good(const struct parts *p, struct str info)
{
	xmlNode		*method = next(first(p->info, NS_DS, "CanonicalizationMethod"), NS_DS, "SignatureMethod");
	EVP_PKEY	*key = X509_get0_pubkey(p->cert);
	EVP_MD_CTX	*ctx;
	struct str	 sig;
	bool		 ok;

	if (key == NULL || !base64_parse(p->a, text(p, p->value), &sig))
		return (false);
	if (algorithm(p, method, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")) {
		if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC || sig.n != 64 || ecdsa_raw_to_der(p->a, sig, &sig) != 0)
			return (false);
	} else if (!algorithm(p, method, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256") ||
	    EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
		return (false);
	ctx = EVP_MD_CTX_new();
	ok = ctx != NULL && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestVerify(ctx, (const unsigned char *)sig.p, sig.n, (const unsigned char *)info.p, info.n) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return (ok);
}

static void
signature_time(const struct parts *p, const struct verify_trust *t, int64_t now_s, struct verify_signature *sig)
{
	xmlNode		*u = next(p->properties, NS_XADES, "UnsignedProperties");
	xmlNode		*stamp = first(first(u, NS_XADES, "UnsignedSignatureProperties"), NS_XADES,
	    "SignatureTimeStamp");
	xmlNode		*method = first(stamp, NS_DS, "CanonicalizationMethod");
	xmlNode		*token = next(method, NS_XADES, "EncapsulatedTimeStamp");
	struct str	 der, octets;
	int64_t		 time_s;

	if (stamp == NULL)
		return;
	if (!algorithm(p, method, EXC_C14N) || !last(token) || !base64_parse(p->a, text(p, token), &der) ||
	    !canonical(p, (struct visible){ p->value, NULL }, &octets)) {
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, "verify.time_stamp.broken");
		return;
	}
	if (verify_time_stamp(t, der, octets, (struct verify_when){ now_s, now_s }, sig, &time_s)) {
		sig->proven_s = time_s;
		sig->level = VERIFY_LEVEL_T;
	}
}

static void
check(struct parts *p, const struct verify_trust *t, int64_t now_s, struct verify_signature *sig)
{
	xmlNode		*s = first(p->properties, NS_XADES, "SignedSignatureProperties");
	struct verify_chain	 c = { .extra = p->extra };
	struct str	 info, properties;
	const char	*code = NULL;

	if (!canonical(p, (struct visible){ NULL, p->signature }, &p->content) ||
	    !canonical(p, (struct visible){ p->info, NULL }, &info) ||
	    !canonical(p, (struct visible){ p->properties, NULL }, &properties))
		code = "verify.xml.form";
	else if (!reference_ok(p, p->reference, true, p->content))
		code = "verify.xml.digest";
	else if (!reference_ok(p, p->properties_reference, false, properties))
		code = "verify.xml.properties";
	else if (!certificates(p))
		code = "verify.xml.certificates";
	else if (!certificate_named(p))
		code = "verify.xml.signing_certificate";
	else if (!signature_good(p, info))
		code = "verify.xml.signature";
	if (code != NULL) {
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, code);
		return;
	}
	sig->level = VERIFY_LEVEL_B;
	if (!time_parse_iso(text(p, first(s, NS_XADES, "SigningTime")), &sig->claimed_s))
		sig->claimed_s = 0;
	c.cert = p->cert;
	verify_signer(p->a, p->cert, sig);
	signature_time(p, t, now_s, sig);
	c.at_s = c.revoked_s = sig->proven_s != 0 ? sig->proven_s : now_s;
	verify_chain(t, &c, now_s, sig);
}

static void
check_document(struct parts *p, const struct verify_trust *t, struct str bytes, int64_t now_s,
    struct verify_result *out)
{
	struct verify_signature	*sig = ARENA_NEW(p->a, struct verify_signature);

	if (p->doc == NULL || p->doc->intSubset != NULL || xmlDocGetRootElement(p->doc) == NULL)
		verify_blame(&out->verdict, &out->reasons, VERIFY_NOT_VALID, "verify.xml.broken");
	else if (str_find(bytes, STR(NS_DS)) < 0)
		verify_blame(&out->verdict, &out->reasons, VERIFY_CANT_TELL, "verify.unsigned");
	else if (!take_apart(p))
		verify_blame(&out->verdict, &out->reasons, VERIFY_NOT_VALID, "verify.xml.form");
	else {
		out->signatures = sig;
		out->n = 1;
		sig->field = attribute(p, p->signature, "Id");
		sig->whole = true;
		sig->revision = sig->revisions = 1;
		sig->covered_bytes = bytes.n;
		check(p, t, now_s, sig);
		if (sig->verdict != VERIFY_VALID)
			verify_blame(&out->verdict, &out->reasons, sig->verdict, "verify.signature");
	}
}

int
verify_xml(struct arena *a, const struct verify_trust *t, struct str bytes, int64_t now_s, struct verify_result *out,
    struct str *content)
{
	struct parts	p = { .a = a };

	memset(out, 0, sizeof(*out));
	if (content != NULL)
		*content = STR_NONE;
	if (bytes.n > VERIFY_FILE_MAX_BYTES) {
		verify_blame(&out->verdict, &out->reasons, VERIFY_CANT_TELL, "verify.file.too_big");
		return (0);
	}
	p.extra = sk_X509_new_null();
	p.doc = xmlReadMemory(bytes.p, (int)bytes.n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	check_document(&p, t, bytes, now_s, out);
	if (content != NULL && out->verdict == VERIFY_VALID)
		*content = p.content;
	X509_free(p.cert);
	sk_X509_pop_free(p.extra, X509_free);
	xmlFreeDoc(p.doc);
	return (0);
}
