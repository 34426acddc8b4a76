/* A certification authority that lives for one unit test: root and signer for a day, a time-stamp authority for ten, an
 * empty CRL for thirty. */
#pragma once

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "core/arena.h"
#include "core/str.h"

struct pki {
	EVP_PKEY	*root_key, *key, *tsa_key;
	X509		*root, *cert, *tsa;
	X509_CRL	*crl;
};

static inline X509 *
pki_cert(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuer_key, const char *usage, const char *extended,
    int64_t from_s, int days)
{
	X509		*x = X509_new();
	X509V3_CTX	 ctx;
	X509_NAME	*n = X509_get_subject_name(x);
	static long	 serial;

	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
	X509_NAME_add_entry_by_txt(n, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(x, issuer != NULL ? X509_get_subject_name(issuer) : n);
	ASN1_TIME_set(X509_getm_notBefore(x), (time_t)from_s);
	ASN1_TIME_set(X509_getm_notAfter(x), (time_t)from_s + days * 86400);
	X509_set_pubkey(x, key);
	X509V3_set_ctx(&ctx, issuer != NULL ? issuer : x, x, NULL, NULL, 0);
	const char	*conf[][2] = { { "basicConstraints", issuer == NULL ? "critical,CA:TRUE" :
	    "critical,CA:FALSE" },
	    { "keyUsage", usage }, { "extendedKeyUsage", extended }, { "subjectKeyIdentifier", "hash" } };
	for (size_t i = 0; i < COUNT_OF(conf); i++) {
		X509_EXTENSION	*e = conf[i][1] != NULL ? X509V3_EXT_conf(NULL, &ctx, conf[i][0], conf[i][1]) : NULL;

		if (e != NULL)
			X509_add_ext(x, e, -1);
		X509_EXTENSION_free(e);
	}
	X509_sign(x, issuer_key, EVP_sha256());
	return (x);
}

static inline void
pki_make(struct pki *p, int64_t from_s)
{
	ASN1_TIME	*t = ASN1_TIME_set(NULL, (time_t)from_s);

	p->root_key = EVP_EC_gen("P-256");
	p->key = EVP_EC_gen("P-256");
	p->tsa_key = EVP_EC_gen("P-256");
	p->root = pki_cert(p->root_key, "Root", NULL, p->root_key, "critical,keyCertSign,cRLSign", NULL, from_s, 1);
	p->cert = pki_cert(p->key, "Con dấu", p->root, p->root_key, "critical,nonRepudiation", NULL, from_s, 1);
	p->tsa = pki_cert(p->tsa_key, "TSA", p->root, p->root_key, "critical,digitalSignature", "critical,timeStamping",
	    from_s, 10);
	p->crl = X509_CRL_new();
	X509_CRL_set_version(p->crl, X509_CRL_VERSION_2);
	X509_CRL_set_issuer_name(p->crl, X509_get_subject_name(p->root));
	X509_CRL_set1_lastUpdate(p->crl, t);
	ASN1_TIME_set(t, (time_t)from_s + 30 * 86400);
	X509_CRL_set1_nextUpdate(p->crl, t);
	X509_CRL_sign(p->crl, p->root_key, EVP_sha256());
	ASN1_TIME_free(t);
}

/* The root and, if asked, its CRL. */
static inline struct str
pki_trust(struct arena *a, const struct pki *p, bool crl)
{
	BIO		*b = BIO_new(BIO_s_mem());
	char		*text;
	struct str	 s;

	PEM_write_bio_X509(b, p->root);
	if (crl)
		PEM_write_bio_X509_CRL(b, p->crl);
	s.n = (size_t)BIO_get_mem_data(b, &text);
	s.p = text;
	s = arena_str(a, s);
	BIO_free(b);
	return (s);
}

static inline void
pki_free(struct pki *p)
{
	EVP_PKEY_free(p->root_key);
	EVP_PKEY_free(p->key);
	EVP_PKEY_free(p->tsa_key);
	X509_free(p->root);
	X509_free(p->cert);
	X509_free(p->tsa);
	X509_CRL_free(p->crl);
}
