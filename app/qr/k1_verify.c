#include "qr/k1.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>

#include "core/err.h"

#define POINT_BYTES	65
#define DER_MAX_BYTES	80		/* two integers of 33 bytes with their heads */

/* SEC 1 2.3.3, uncompressed. */
static void
point_write(const uint8_t x[32], const uint8_t y[32], uint8_t point[POINT_BYTES])
{
	point[0] = 4;
	memcpy(point + 1, x, 32);
	memcpy(point + 33, y, 32);
}

void
k1_kid(const uint8_t x[32], const uint8_t y[32], uint8_t kid[K1_KID_BYTES])
{
	/* SubjectPublicKeyInfo of a P-256 point (RFC 5480 2.1): all but the point is the same for all keys. */
	static const uint8_t	head[] = {
		0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
		0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00
	};
	uint8_t			spki[sizeof(head) + POINT_BYTES], hash[SHA256_DIGEST_LENGTH];

	memcpy(spki, head, sizeof(head));
	point_write(x, y, spki + sizeof(head));
	SHA256(spki, sizeof(spki), hash);
	memcpy(kid, hash, K1_KID_BYTES);
}

/* NULL for a point that isn't on the curve. */
static EVP_PKEY *
key_of_point(const uint8_t point[POINT_BYTES])
{
	EVP_PKEY	*key = NULL;
	EVP_PKEY_CTX	*ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	OSSL_PARAM_BLD	*build = OSSL_PARAM_BLD_new();
	OSSL_PARAM	*params = NULL;

	if (ctx == NULL || build == NULL
	    || OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1
	    || OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, POINT_BYTES) != 1)
		goto out;
	params = OSSL_PARAM_BLD_to_param(build);
	if (params == NULL || EVP_PKEY_fromdata_init(ctx) != 1
	    || EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
out:
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	return (key);
}

/* r || s as the DER that OpenSSL wants. Length, or 0. */
static size_t
signature_der(const uint8_t sig[K1_SIG_BYTES], uint8_t der[DER_MAX_BYTES])
{
	ECDSA_SIG	*s = ECDSA_SIG_new();
	uint8_t		*p = der;
	int		 n = 0;

	if (s == NULL)
		return (0);
	if (ECDSA_SIG_set0(s, BN_bin2bn(sig, 32, NULL), BN_bin2bn(sig + 32, 32, NULL)) == 1)
		n = i2d_ECDSA_SIG(s, &p);
	ECDSA_SIG_free(s);
	return (n > 0 ? (size_t)n : 0);
}

int
k1_verify(const struct k1 *k, const uint8_t x[32], const uint8_t y[32])
{
	uint8_t		 point[POINT_BYTES], der[DER_MAX_BYTES];
	struct arena	*a = arena_new();
	EVP_PKEY	*key = NULL;
	EVP_MD_CTX	*ctx = NULL;
	struct str	 tbs;
	size_t		 der_n;
	int		 r = K1_E_SIGNATURE;

	point_write(x, y, point);
	key = key_of_point(point);
	if (key == NULL)
		goto out;
	ctx = EVP_MD_CTX_new();
	der_n = signature_der(k->sig, der);
	if (ctx == NULL || der_n == 0 || EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) != 1) {
		r = err_origin(-ENOMEM, "preparing to verify a QR signature");
		goto out;
	}
	tbs = k1_sig_structure(a, k->protected_header, k->payload);
	if (EVP_DigestVerify(ctx, der, der_n, (const unsigned char *)tbs.p, tbs.n) == 1)
		r = 0;
out:
	ERR_clear_error();
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	arena_free(a);
	return (r);
}
