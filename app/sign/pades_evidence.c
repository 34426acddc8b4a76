#include "sign/pades_evidence.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "core/err.h"
#include "pdf/pdf_update.h"
#include "sign/sign.h"

void
evidence_free(struct evidence *e)
{
	sk_X509_pop_free(e->certs, X509_free);
	sk_X509_CRL_pop_free(e->crls, X509_CRL_free);
	*e = (struct evidence){ 0 };
}

static void
evidence_start(struct evidence *e)
{
	if (e->certs == NULL)
		e->certs = sk_X509_new_null();
	if (e->crls == NULL)
		e->crls = sk_X509_CRL_new_null();
	CHECK(e->certs != NULL && e->crls != NULL);
}

static bool
has_cert(const struct evidence *e, const X509 *cert)
{
	for (int i = 0; i < sk_X509_num(e->certs); i++)
		if (X509_cmp(sk_X509_value(e->certs, i), cert) == 0)
			return (true);
	return (false);
}

static void
add_cert(struct evidence *e, X509 *cert)
{
	if (!has_cert(e, cert))
		CHECK(X509_up_ref(cert) == 1 && sk_X509_push(e->certs, cert) > 0);
}

static void
add_certs(struct evidence *e, const STACK_OF(X509) *certs)
{
	for (int i = 0; i < sk_X509_num(certs); i++)
		add_cert(e, sk_X509_value(certs, i));
}

static void
add_crl(struct evidence *e, X509_CRL *crl)
{
	for (int i = 0; i < sk_X509_CRL_num(e->crls); i++)
		if (X509_CRL_match(sk_X509_CRL_value(e->crls, i), crl) == 0)
			return;
	CHECK(X509_CRL_up_ref(crl) == 1 && sk_X509_CRL_push(e->crls, crl) > 0);
}

int
evidence_read(struct evidence *e, struct str pem)
{
	BIO			*in = BIO_new_mem_buf(pem.p, (int)pem.n);
	STACK_OF(X509_INFO)	*all = in != NULL ? PEM_X509_INFO_read_bio(in, NULL, NULL, NULL) : NULL;
	int			 i, n = sk_X509_INFO_num(all);

	evidence_start(e);
	for (i = 0; i < n; i++) {
		if (sk_X509_INFO_value(all, i)->x509 != NULL)
			add_cert(e, sk_X509_INFO_value(all, i)->x509);
		if (sk_X509_INFO_value(all, i)->crl != NULL)
			add_crl(e, sk_X509_INFO_value(all, i)->crl);
	}
	sk_X509_INFO_pop_free(all, X509_INFO_free);
	BIO_free(in);
	ERR_clear_error();
	return (n > 0 ? 0 : err_origin(EINVAL, "reading certificates and revocation lists"));
}

/* ---- what the signatures of a file bring along */

static bool
token_certs(struct evidence *e, const unsigned char *der, long n)
{
	PKCS7	*token = d2i_PKCS7(NULL, &der, n);
	bool	 ok = token != NULL && PKCS7_type_is_signed(token);

	if (ok)
		add_certs(e, token->d.sign->cert);
	PKCS7_free(token);
	return (ok);
}

/* Those of the time stamps in the signature; without one there is no time to keep the chain for. */
static bool
stamp_certs(struct evidence *e, CMS_ContentInfo *cms)
{
	CMS_SignerInfo	*si = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
	int		 i = si != NULL ? CMS_unsigned_get_attr_by_NID(si, NID_id_smime_aa_timeStampToken, -1) : -1;
	ASN1_TYPE	*value = i >= 0 ? X509_ATTRIBUTE_get0_type(CMS_unsigned_get_attr(si, i), 0) : NULL;

	return (value != NULL && value->type == V_ASN1_SEQUENCE &&
	    token_certs(e, ASN1_STRING_get0_data(value->value.sequence), ASN1_STRING_length(value->value.sequence)));
}

static bool
cms_certs(struct evidence *e, const unsigned char *der, long n)
{
	CMS_ContentInfo	*cms = d2i_CMS_ContentInfo(NULL, &der, n);
	STACK_OF(X509)	*certs = cms != NULL ? CMS_get1_certs(cms) : NULL;
	bool		 ok = certs != NULL && stamp_certs(e, cms);

	add_certs(e, certs);
	sk_X509_pop_free(certs, X509_free);
	CMS_ContentInfo_free(cms);
	return (ok);
}

static bool
signature_certs(struct evidence *e, const struct pdf_value *signature)
{
	const struct pdf_value	*contents = pdf_key(signature, "Contents"), *form = pdf_key(signature, "SubFilter");
	const unsigned char	*der;

	if (contents == NULL || contents->kind != PDF_STRING)
		return (false);
	der = (const unsigned char *)contents->text.p;
	return (pdf_is_name(form, "ETSI.RFC3161") ? token_certs(e, der, (long)contents->text.n) :
	    pdf_is_name(form, "ETSI.CAdES.detached") && cms_certs(e, der, (long)contents->text.n));
}

/* Our own files have their fields in one flat list. */
static int
signatures_certs(struct arena *a, const struct pdf_view *v, const struct pdf_value *catalog, struct evidence *e)
{
	struct pdf_value	form, fields, field, value;
	size_t			i;
	int			r;

	r = pdf_get(a, v, catalog, "AcroForm", &form);
	if (r == 0)
		r = pdf_get(a, v, &form, "Fields", &fields);
	if (r != 0 || fields.kind != PDF_ARRAY || fields.n == 0)
		return (SIGN_E_PDF);
	for (i = 0; i < fields.n; i++)
		if (pdf_resolve(a, v, &fields.items[i], &field) != 0 || pdf_get(a, v, &field, "V", &value) != 0 ||
		    !signature_certs(e, &value))
			return (SIGN_E_PDF);
	return (0);
}

/* ---- the chains above them, and what their authorities have revoked */

static X509 *
issuer_in(const STACK_OF(X509) *certs, X509 *cert)
{
	for (int i = 0; i < sk_X509_num(certs); i++)
		if (X509_check_issued(sk_X509_value(certs, i), cert) == X509_V_OK &&
		    X509_verify(cert, X509_get0_pubkey(sk_X509_value(certs, i))) == 1)
			return (sk_X509_value(certs, i));
	return (NULL);
}

static X509_CRL *
youngest_list(const struct evidence *known, X509 *issuer)
{
	X509_CRL	*crl, *best = NULL;

	for (int i = 0; i < sk_X509_CRL_num(known->crls); i++) {
		crl = sk_X509_CRL_value(known->crls, i);
		if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(issuer)) == 0 &&
		    X509_CRL_verify(crl, X509_get0_pubkey(issuer)) == 1 &&
		    (best == NULL || ASN1_TIME_compare(X509_CRL_get0_lastUpdate(crl),
		    X509_CRL_get0_lastUpdate(best)) > 0))
			best = crl;
	}
	return (best);
}

/* Grows while it is walked: an issuer has an issuer. */
static int
complete_chains(const struct evidence *known, struct evidence *e)
{
	X509		*cert, *issuer;
	X509_CRL	*crl;
	int		 i;

	for (i = 0; i < sk_X509_num(e->certs); i++) {
		cert = sk_X509_value(e->certs, i);
		if (sk_X509_num(e->certs) > EVIDENCE_CERTS_MAX || sk_X509_CRL_num(e->crls) > EVIDENCE_CRLS_MAX)
			return (SIGN_E_TOO_BIG);
		if (X509_self_signed(cert, 0) == 1)
			continue;
		issuer = issuer_in(known->certs, cert);
		crl = issuer != NULL ? youngest_list(known, issuer) : NULL;
		if (crl == NULL)
			return (SIGN_E_CHAIN);
		add_cert(e, issuer);
		add_crl(e, crl);
	}
	return (0);
}

/* ---- the store in the file */

struct shelf {
	struct pdf_update	*u;
	struct pdf_value	 old;		/* the earlier store; not a dictionary: none */
	size_t			 bytes, added;
};

static bool
stands_already(struct shelf *s, const struct pdf_value *array, struct str der)
{
	struct pdf_object	o;
	struct str		bytes;
	size_t			i;

	for (i = 0; array != NULL && i < array->n; i++)
		if (array->items[i].kind == PDF_REF &&
		    pdf_object(s->u->a, &s->u->base, (uint32_t)array->items[i].number, &o) == 0 && o.has_stream &&
		    pdf_stream_bytes(s->u->a, &o, &bytes) == 0 && str_eq(bytes, der))
			return (true);
	return (false);
}

/* The list of one kind: what was in it, then what is new, whose streams are written on the way. */
static void
put_list(struct shelf *s, const char *key, const struct str *der, size_t n, struct buf *refs)
{
	const struct pdf_value	*array = s->old.kind == PDF_DICT ? pdf_key(&s->old, key) : NULL;
	uint32_t		 number;
	size_t			 i;

	buf_printf(refs, "/%s [ ", key);
	for (i = 0; array != NULL && i < array->n; i++) {
		buf_str(refs, array->items[i].raw);
		buf_byte(refs, ' ');
	}
	for (i = 0; i < n; i++) {
		if (stands_already(s, array, der[i]))
			continue;
		number = pdf_update_number(s->u);
		pdf_update_stream(s->u, number, "", der[i], true);
		buf_printf(refs, "%u 0 R ", number);
		s->bytes += der[i].n;
		s->added++;
	}
	buf_cstr(refs, "]\n");
}

static void
put_store(struct shelf *s, const struct pdf_value *catalog, struct str lists)
{
	static const char *const	own[] = { "Type", "Certs", "CRLs", NULL };
	static const char *const	replaced[] = { "DSS", "Extensions", NULL };
	uint32_t			number = pdf_update_number(s->u);

	pdf_update_open(s->u, number);
	buf_cstr(&s->u->out, "<< /Type /DSS\n");
	buf_str(&s->u->out, lists);
	if (s->old.kind == PDF_DICT)
		pdf_update_entries(s->u, &s->old, own);
	buf_cstr(&s->u->out, ">>");
	pdf_update_close(s->u);
	pdf_update_open(s->u, (uint32_t)pdf_key(s->u->base.trailer, "Root")->number);
	buf_cstr(&s->u->out, "<< ");
	pdf_update_entries(s->u, catalog, replaced);
	buf_printf(&s->u->out, "/DSS %u 0 R\n/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >>\n>>",
	    number);
	pdf_update_close(s->u);
}

static struct str
keep_der(struct arena *a, unsigned char *der, int n)
{
	struct str	s;

	CHECK(n > 0);
	s = arena_str(a, (struct str){ (const char *)der, (size_t)n });
	OPENSSL_free(der);
	return (s);
}

static struct str
cert_der(struct arena *a, const X509 *cert)
{
	unsigned char	*der = NULL;
	int		 n = i2d_X509(cert, &der);

	return (keep_der(a, der, n));
}

static struct str
crl_der(struct arena *a, const X509_CRL *crl)
{
	unsigned char	*der = NULL;
	int		 n = i2d_X509_CRL(crl, &der);

	return (keep_der(a, der, n));
}

static int
write_evidence(struct pdf_update *u, const struct pdf_value *catalog, const struct evidence *e, size_t *added)
{
	auto_(buf_free) struct buf	lists = BUF_INIT;
	struct shelf			s = { .u = u };
	struct str			certs[EVIDENCE_CERTS_MAX + 1], crls[EVIDENCE_CRLS_MAX + 1];
	int				 i, certs_n = sk_X509_num(e->certs), crls_n = sk_X509_CRL_num(e->crls);

	if (pdf_get(u->a, &u->base, catalog, "DSS", &s.old) != 0)
		return (SIGN_E_PDF);
	for (i = 0; i < certs_n; i++)
		certs[i] = cert_der(u->a, sk_X509_value(e->certs, i));
	for (i = 0; i < crls_n; i++)
		crls[i] = crl_der(u->a, sk_X509_CRL_value(e->crls, i));
	put_list(&s, "Certs", certs, (size_t)certs_n, &lists);
	put_list(&s, "CRLs", crls, (size_t)crls_n, &lists);
	if (s.bytes > EVIDENCE_BYTES_MAX)
		return (SIGN_E_TOO_BIG);
	put_store(&s, catalog, buf_view(&lists));
	*added = s.added;
	return (0);
}

int
pades_add_evidence(struct arena *a, struct str pdf, const struct evidence *known, struct str *out)
{
	auto_(pdf_update_free) struct pdf_update	u = { 0 };
	auto_(evidence_free) struct evidence	e = { 0 };
	const struct pdf_value			*root;
	struct pdf_value			 catalog;
	size_t					 added = 0;
	int					 r;

	evidence_start(&e);
	if (pdf_update_begin(a, pdf, &u) != 0)
		return (SIGN_E_PDF);
	root = pdf_key(u.base.trailer, "Root");
	if (root == NULL || root->kind != PDF_REF || pdf_resolve(a, &u.base, root, &catalog) != 0 ||
	    catalog.kind != PDF_DICT)
		return (SIGN_E_PDF);
	r = signatures_certs(a, &u.base, &catalog, &e);
	if (r == 0)
		r = complete_chains(known, &e);
	if (r == 0)
		r = write_evidence(&u, &catalog, &e, &added);
	ERR_clear_error();
	if (r != 0)
		return (r);
	if (added == 0) {
		*out = pdf;
		return (0);
	}
	pdf_update_finish(&u, 0);
	*out = arena_str(a, buf_view(&u.out));
	return (0);
}
