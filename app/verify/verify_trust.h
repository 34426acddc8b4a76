/* The trust's inside: for the files of this room only. */
#pragma once

#include <openssl/x509.h>

struct verify_trust {
	STACK_OF(X509)		*roots;
	STACK_OF(X509)		*others;
	STACK_OF(X509_CRL)	*crls;
	/* What the file brings along (DSS): never trusted, but lists are signed by who made them. NULL: nothing. */
	STACK_OF(X509)		*kept_certs;
	STACK_OF(X509_CRL)	*kept_crls;
};

/* A store of the roots that checks as if it were at_s.  Free with X509_STORE_free. */
X509_STORE	*verify_store_at(const struct verify_trust *t, int64_t at_s);
