#include "sign/tsp.h"

#include <openssl/err.h>

#include "core/err.h"

/* Test policy under the arc for examples (RFC 5612 documentation enterprise number 32473). */
#define TSP_POLICY	"1.3.6.1.4.1.32473.1.1"
#define TSP_ACCURACY_S	1

static ASN1_INTEGER *
next_serial(TS_RESP_CTX *ctx, void *data)
{
	const struct tsp_authority	*t = data;
	ASN1_INTEGER			*serial = ASN1_INTEGER_new();

	(void)ctx;
	if (serial != NULL)
		ASN1_INTEGER_set_uint64(serial, t->serial);
	return (serial);
}

static int
give_time(TS_RESP_CTX *ctx, void *data, long *s, long *us)
{
	const struct tsp_authority	*t = data;

	(void)ctx;
	*s = (long)t->now_s;
	*us = 0;
	return (1);
}

int
tsp_respond(struct arena *a, struct tsp_authority *t, struct str request, struct str *response)
{
	TS_RESP_CTX	*ctx = TS_RESP_CTX_new();
	ASN1_OBJECT	*policy = OBJ_txt2obj(TSP_POLICY, 1);
	BIO		*in = BIO_new_mem_buf(request.p, (int)request.n);
	TS_RESP		*resp = NULL;
	unsigned char	*p = NULL;
	int		 n, r = -EIO;

	if (ctx == NULL || policy == NULL || in == NULL)
		goto out;
	TS_RESP_CTX_set_serial_cb(ctx, next_serial, t);
	TS_RESP_CTX_set_time_cb(ctx, give_time, t);
	if (TS_RESP_CTX_set_signer_cert(ctx, t->cert) != 1 || TS_RESP_CTX_set_signer_key(ctx, t->key) != 1 ||
	    TS_RESP_CTX_set_signer_digest(ctx, EVP_sha256()) != 1 ||
	    TS_RESP_CTX_set_ess_cert_id_digest(ctx, EVP_sha256()) != 1 ||
	    TS_RESP_CTX_set_def_policy(ctx, policy) != 1 || TS_RESP_CTX_set_certs(ctx, t->chain) != 1 ||
	    TS_RESP_CTX_add_md(ctx, EVP_sha256()) != 1 || TS_RESP_CTX_add_md(ctx, EVP_sha384()) != 1 ||
	    TS_RESP_CTX_add_md(ctx, EVP_sha512()) != 1 || TS_RESP_CTX_set_accuracy(ctx, TSP_ACCURACY_S, 0, 0) != 1)
		goto out;
	resp = TS_RESP_create_response(ctx, in);
	n = resp != NULL ? i2d_TS_RESP(resp, &p) : 0;
	if (n <= 0)
		goto out;
	*response = arena_str(a, (struct str){ (const char *)p, (size_t)n });
	r = 0;
out:
	OPENSSL_free(p);
	TS_RESP_free(resp);
	BIO_free(in);
	ASN1_OBJECT_free(policy);
	TS_RESP_CTX_free(ctx);
	ERR_clear_error();
	return (r == 0 ? 0 : err_origin(r, "answering a time-stamp request"));
}
