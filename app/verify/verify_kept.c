#include <openssl/err.h>

#include "pdf/pdf.h"
#include "verify/verify_check.h"
#include "verify/verify_trust.h"

#define KEPT_CERTS_MAX	256
#define KEPT_CRLS_MAX	128
#define KEPT_BYTES_MAX	(16u << 20)

/* What is left of the limits. */
struct budget {
	size_t	items, bytes;
};

static bool
kept_der(struct arena *a, const struct pdf_view *v, const struct pdf_value *ref, struct budget *left, struct str *der)
{
	struct pdf_object	o;

	if (left->items == 0 || ref->kind != PDF_REF || pdf_object(a, v, (uint32_t)ref->number, &o) != 0 ||
	    !o.has_stream || pdf_stream_bytes(a, &o, der) != 0 || der->n > left->bytes)
		return (false);
	left->items--;
	left->bytes -= der->n;
	return (true);
}

static void
take_certs(struct arena *a, const struct pdf_view *v, const struct pdf_value *list, struct verify_trust *t)
{
	struct budget		 left = { KEPT_CERTS_MAX, KEPT_BYTES_MAX };
	struct str		 der;
	const unsigned char	*p;
	X509			*cert;
	size_t			 i;

	for (i = 0; i < list->n; i++) {
		if (!kept_der(a, v, &list->items[i], &left, &der))
			continue;
		p = (const unsigned char *)der.p;
		cert = d2i_X509(NULL, &p, (long)der.n);
		if (cert != NULL)
			CHECK(sk_X509_push(t->kept_certs, cert) > 0);
	}
}

static void
take_crls(struct arena *a, const struct pdf_view *v, const struct pdf_value *list, struct verify_trust *t)
{
	struct budget		 left = { KEPT_CRLS_MAX, KEPT_BYTES_MAX };
	struct str		 der;
	const unsigned char	*p;
	X509_CRL		*crl;
	size_t			 i;

	for (i = 0; i < list->n; i++) {
		if (!kept_der(a, v, &list->items[i], &left, &der))
			continue;
		p = (const unsigned char *)der.p;
		crl = d2i_X509_CRL(NULL, &p, (long)der.n);
		if (crl != NULL)
			CHECK(sk_X509_CRL_push(t->kept_crls, crl) > 0);
	}
}

void
verify_take_kept(struct arena *a, const struct pdf_view *v, const struct pdf_value *catalog, struct verify_trust *t)
{
	struct pdf_value	dss, certs, crls;

	t->kept_certs = sk_X509_new_null();
	t->kept_crls = sk_X509_CRL_new_null();
	CHECK(t->kept_certs != NULL && t->kept_crls != NULL);
	if (pdf_get(a, v, catalog, "DSS", &dss) != 0 || dss.kind != PDF_DICT)
		return;
	if (pdf_get(a, v, &dss, "Certs", &certs) == 0 && certs.kind == PDF_ARRAY)
		take_certs(a, v, &certs, t);
	if (pdf_get(a, v, &dss, "CRLs", &crls) == 0 && crls.kind == PDF_ARRAY)
		take_crls(a, v, &crls, t);
	ERR_clear_error();
}

void
verify_drop_kept(struct verify_trust *t)
{
	sk_X509_pop_free(t->kept_certs, X509_free);
	sk_X509_CRL_pop_free(t->kept_crls, X509_CRL_free);
	t->kept_certs = NULL;
	t->kept_crls = NULL;
}
