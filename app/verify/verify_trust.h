/* The trust's inside: for verify_trust.c and verify_cms.c only. */
#pragma once

#include <openssl/x509.h>

struct verify_trust {
	STACK_OF(X509)		*roots;
	STACK_OF(X509)		*others;
	STACK_OF(X509_CRL)	*crls;
};

/* A store of the roots that checks as if it were at_s.  Free with X509_STORE_free. */
X509_STORE	*verify_store_at(const struct verify_trust *t, int64_t at_s);
