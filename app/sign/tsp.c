#include "sign/tsp.h"

#include <openssl/err.h>
#include <time.h>

#include "core/err.h"
#include "core/rng.h"

int
tsp_request(struct arena *a, const uint8_t digest[32], struct str *der)
{
	TS_REQ		*req = TS_REQ_new();
	TS_MSG_IMPRINT	*imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR	*alg = X509_ALGOR_new();
	ASN1_INTEGER	*nonce = ASN1_INTEGER_new();
	unsigned char	*p = NULL;
	uint64_t	 random;
	uint8_t		 copy[32];
	int		 n, r = -EIO;

	rng_bytes(&random, sizeof(random));
	memcpy(copy, digest, sizeof(copy));
	if (req == NULL || imprint == NULL || alg == NULL || nonce == NULL ||
	    X509_ALGOR_set0(alg, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) != 1 ||
	    TS_MSG_IMPRINT_set_algo(imprint, alg) != 1 || TS_MSG_IMPRINT_set_msg(imprint, copy, sizeof(copy)) != 1 ||
	    TS_REQ_set_version(req, 1) != 1 || TS_REQ_set_msg_imprint(req, imprint) != 1 ||
	    ASN1_INTEGER_set_uint64(nonce, random >> 1) != 1 || TS_REQ_set_nonce(req, nonce) != 1 ||
	    TS_REQ_set_cert_req(req, 1) != 1)
		goto out;
	n = i2d_TS_REQ(req, &p);
	if (n <= 0)
		goto out;
	*der = arena_str(a, (struct str){ (const char *)p, (size_t)n });
	r = 0;
out:
	OPENSSL_free(p);
	ASN1_INTEGER_free(nonce);
	X509_ALGOR_free(alg);
	TS_MSG_IMPRINT_free(imprint);
	TS_REQ_free(req);
	ERR_clear_error();
	return (r == 0 ? 0 : err_origin(r, "making a time-stamp request"));
}

int
tsp_check(struct arena *a, struct str request, struct str response, X509_STORE *roots, struct str *token)
{
	const unsigned char	*rp = (const unsigned char *)request.p, *ap = (const unsigned char *)response.p;
	TS_REQ			*req = d2i_TS_REQ(NULL, &rp, (long)request.n);
	TS_RESP			*resp = d2i_TS_RESP(NULL, &ap, (long)response.n);
	TS_VERIFY_CTX		*ctx = NULL;
	unsigned char		*p = NULL;
	int			 n, r = TSP_E_TOKEN;

	if (req == NULL || resp == NULL)
		goto out;
	ctx = TS_REQ_to_TS_VERIFY_CTX(req, NULL);
	if (ctx == NULL || X509_STORE_up_ref(roots) != 1)
		goto out;
	TS_VERIFY_CTX_set_store(ctx, roots);
	TS_VERIFY_CTX_add_flags(ctx, TS_VFY_SIGNATURE);
	if (TS_RESP_verify_response(ctx, resp) != 1)
		goto out;
	n = i2d_PKCS7(TS_RESP_get_token(resp), &p);
	if (n <= 0)
		goto out;
	*token = arena_str(a, (struct str){ (const char *)p, (size_t)n });
	r = 0;
out:
	OPENSSL_free(p);
	TS_VERIFY_CTX_free(ctx);
	TS_RESP_free(resp);
	TS_REQ_free(req);
	ERR_clear_error();
	return (r);
}

int
tsp_until(struct str token, int64_t *until_s)
{
	const unsigned char	*p = (const unsigned char *)token.p;
	PKCS7			*pkcs7 = d2i_PKCS7(NULL, &p, (long)token.n);
	STACK_OF(X509)		*signers = pkcs7 != NULL ? PKCS7_get0_signers(pkcs7, NULL, 0) : NULL;
	struct tm		 tm;
	int			 r = -EBADMSG;

	if (sk_X509_num(signers) == 1 && ASN1_TIME_to_tm(X509_get0_notAfter(sk_X509_value(signers, 0)), &tm) == 1) {
		*until_s = timegm(&tm);
		r = 0;
	}
	sk_X509_free(signers);
	PKCS7_free(pkcs7);
	ERR_clear_error();
	return (r == 0 ? 0 : err_origin(r, "reading a time stamp's certificate"));
}

int
tsp_fetch(struct arena *a, const char *url, X509_STORE *roots, int timeout_ms, const uint8_t digest[32],
    struct str *token)
{
	struct str	request, response;
	int		r;

	r = tsp_request(a, digest, &request);
	if (r != 0)
		return (err_fold(r));
	r = tsp_post(a, url, timeout_ms, request, &response);
	if (r != 0)
		return (err_trace(r));
	return (err_trace(tsp_check(a, request, response, roots, token)));
}
