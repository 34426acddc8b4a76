#include "verify/verify_trust.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <time.h>

#include "verify/verify_check.h"

int
verify_trust_new(struct verify_trust **out)
{
	struct verify_trust	*t = xcalloc(1, sizeof(*t));

	t->roots = sk_X509_new_null();
	t->others = sk_X509_new_null();
	t->crls = sk_X509_CRL_new_null();
	CHECK(t->roots != NULL && t->others != NULL && t->crls != NULL);
	*out = t;
	return (0);
}

void
verify_trust_free(struct verify_trust *t)
{
	if (t == NULL)
		return;
	sk_X509_pop_free(t->roots, X509_free);
	sk_X509_pop_free(t->others, X509_free);
	sk_X509_CRL_pop_free(t->crls, X509_CRL_free);
	free(t);
}

void
verify_trust_freep(struct verify_trust **t)
{
	verify_trust_free(*t);
}

int
verify_trust_add_pem(struct verify_trust *t, struct str pem)
{
	BIO			*in = BIO_new_mem_buf(pem.p, (int)pem.n);
	STACK_OF(X509_INFO)	*all = in != NULL ? PEM_X509_INFO_read_bio(in, NULL, NULL, NULL) : NULL;
	X509_INFO		*info;
	int			 i, taken = 0;

	for (i = 0; i < sk_X509_INFO_num(all); i++) {
		info = sk_X509_INFO_value(all, i);
		if (info->x509 != NULL) {
			CHECK(sk_X509_push(X509_self_signed(info->x509, 1) == 1 ? t->roots : t->others,
			    info->x509) > 0);
			info->x509 = NULL;
			taken++;
		}
		if (info->crl != NULL) {
			CHECK(sk_X509_CRL_push(t->crls, info->crl) > 0);
			info->crl = NULL;
			taken++;
		}
	}
	sk_X509_INFO_pop_free(all, X509_INFO_free);
	BIO_free(in);
	ERR_clear_error();
	return (taken > 0 ? 0 : 1);
}

X509_STORE *
verify_store_at(const struct verify_trust *t, int64_t at_s)
{
	X509_STORE	*store = X509_STORE_new();
	int		 i;

	CHECK(store != NULL);
	for (i = 0; i < sk_X509_num(t->roots); i++)
		CHECK(X509_STORE_add_cert(store, sk_X509_value(t->roots, i)) == 1);
	X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)at_s);
	return (store);
}

static bool
asn1_before(const ASN1_TIME *t, int64_t at_s)
{
	return (t != NULL && ASN1_TIME_cmp_time_t(t, (time_t)at_s) < 0);
}

/* A list that tells the state at the time of signing: one made after it, or one that was still running then. */
static bool
crl_tells(const X509_CRL *crl, int64_t at_s, int64_t now_s)
{
	const ASN1_TIME	*made = X509_CRL_get0_lastUpdate(crl), *until = X509_CRL_get0_nextUpdate(crl);

	if (!asn1_before(made, now_s + 1))
		return (false);
	return (!asn1_before(made, at_s) || !asn1_before(until, at_s));
}

/* Looks at the lists of issuer.  True: one of them tells. */
static bool
lists_tell(const STACK_OF(X509_CRL) *crls, X509 *cert, X509 *issuer, int64_t at_s, int64_t now_s,
    struct verify_signature *sig)
{
	X509_REVOKED	*entry;
	X509_CRL	*crl;
	bool		 told = false;
	int		 i;

	for (i = 0; i < sk_X509_CRL_num(crls); i++) {
		crl = sk_X509_CRL_value(crls, i);
		if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_issuer_name(cert)) != 0 ||
		    X509_CRL_verify(crl, X509_get0_pubkey(issuer)) != 1)
			continue;
		if (X509_CRL_get0_by_cert(crl, &entry, cert) == 1 &&
		    asn1_before(X509_REVOKED_get0_revocationDate(entry), at_s + 1))
			verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, "verify.certificate.revoked");
		told = told || crl_tells(crl, at_s, now_s);
	}
	return (told);
}

/* Both are asked, always: an old list in the file must not hide what is known since. */
static void
revocation(const struct verify_trust *t, X509 *cert, X509 *issuer, int64_t at_s, int64_t now_s,
    struct verify_signature *sig)
{
	bool	kept = lists_tell(t->kept_crls, cert, issuer, at_s, now_s, sig);
	bool	known = lists_tell(t->crls, cert, issuer, at_s, now_s, sig);

	sig->kept = sig->kept && kept;
	if (!kept && !known)
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_CANT_TELL, "verify.certificate.revocation_unknown");
}

static bool
stands_in(const STACK_OF(X509) *certs, const X509 *cert)
{
	for (int i = 0; i < sk_X509_num(certs); i++)
		if (X509_cmp(sk_X509_value(certs, i), cert) == 0)
			return (true);
	return (false);
}

static void
chain_blame(int error, struct verify_signature *sig)
{
	if (error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID)
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, "verify.certificate.period");
	else if (error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT ||
	    error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
	    error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT || error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
	    error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE)
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_CANT_TELL, "verify.certificate.unknown_issuer");
	else
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, "verify.certificate.chain");
}

static void
push_all(STACK_OF(X509) *to, const STACK_OF(X509) *from)
{
	for (int i = 0; i < sk_X509_num(from); i++)
		CHECK(sk_X509_push(to, sk_X509_value(from, i)) > 0);
}

/* The last of a chain is a root, which whoever checks must have. */
static void
chain_revocation(const struct verify_trust *t, const struct verify_chain *c, STACK_OF(X509) *chain, int64_t now_s,
    struct verify_signature *sig)
{
	X509	*cert;
	int	 i;

	for (i = 0; i + 1 < sk_X509_num(chain); i++) {
		cert = sk_X509_value(chain, i);
		sig->kept = sig->kept && (stands_in(c->extra, cert) || stands_in(t->kept_certs, cert));
		revocation(t, cert, sk_X509_value(chain, i + 1), c->revoked_s, now_s, sig);
	}
}

void
verify_chain(const struct verify_trust *t, const struct verify_chain *c, int64_t now_s, struct verify_signature *sig)
{
	X509_STORE	*store = verify_store_at(t, c->at_s);
	X509_STORE_CTX	*ctx = X509_STORE_CTX_new();
	STACK_OF(X509)	*helpers = sk_X509_new_null();

	CHECK(ctx != NULL && helpers != NULL);
	push_all(helpers, c->extra);
	push_all(helpers, t->kept_certs);
	push_all(helpers, t->others);
	CHECK(X509_STORE_CTX_init(ctx, store, c->cert, helpers) == 1);
	X509_STORE_CTX_set_purpose(ctx, c->time_stamp ? X509_PURPOSE_TIMESTAMP_SIGN : X509_PURPOSE_ANY);
	if (X509_verify_cert(ctx) != 1)
		chain_blame(X509_STORE_CTX_get_error(ctx), sig);
	else
		chain_revocation(t, c, X509_STORE_CTX_get0_chain(ctx), now_s, sig);
	sk_X509_free(helpers);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	ERR_clear_error();
}

static struct str
name_entry(struct arena *a, const X509_NAME *name, int nid)
{
	int		 i = X509_NAME_get_index_by_NID(name, nid, -1), n;
	unsigned char	*utf8 = NULL;
	struct str	 s = STR_NONE;

	if (i < 0)
		return (s);
	n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, i)));
	if (n > 0)
		s = arena_str(a, (struct str){ (const char *)utf8, (size_t)n });
	OPENSSL_free(utf8);
	return (s);
}

void
verify_signer(struct arena *a, X509 *cert, struct verify_signature *sig)
{
	sig->signer = name_entry(a, X509_get_subject_name(cert), NID_commonName);
	sig->organisation = name_entry(a, X509_get_subject_name(cert), NID_organizationName);
	sig->issuer = name_entry(a, X509_get_issuer_name(cert), NID_commonName);
	if ((X509_get_key_usage(cert) & (KU_NON_REPUDIATION | KU_DIGITAL_SIGNATURE)) == 0 ||
	    (X509_get_extension_flags(cert) & EXFLAG_CA) != 0 || (X509_get_extension_flags(cert) & EXFLAG_XKUSAGE) != 0)
		verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, "verify.certificate.usage");
}
