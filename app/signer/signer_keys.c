#include "signer/signer_keys.h"

#include <sys/stat.h>

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/err.h"

#define KEYS_MAX	64
#define LINE_MAX_BYTES	512

struct keys {
	struct key	all[KEYS_MAX];
	size_t		n;
};

static void
file_close(FILE **f)
{
	if (*f != NULL)
		fclose(*f);
}

/* A key that others can read is a key that others have. */
static EVP_PKEY *
pkey_read(const char *path)
{
	auto_(file_close) FILE	*f = fopen(path, "re");
	struct stat		 st;

	if (f == NULL || fstat(fileno(f), &st) != 0 || (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return (NULL);
	return (PEM_read_PrivateKey(f, NULL, NULL, NULL));
}

/* The first certificate is the key's own, the others are its issuers. */
static bool
chain_read(const char *path, struct key *k)
{
	auto_(file_close) FILE	*f = fopen(path, "re");
	X509			*cert;

	k->chain = sk_X509_new_null();
	if (f == NULL || k->chain == NULL)
		return (false);
	k->cert = PEM_read_X509(f, NULL, NULL, NULL);
	while (k->cert != NULL && (cert = PEM_read_X509(f, NULL, NULL, NULL)) != NULL)
		CHECK(sk_X509_push(k->chain, cert) > 0);
	return (k->cert != NULL);
}

static bool
kid_make(struct key *k)
{
	unsigned char	*spki = NULL;
	uint8_t		 digest[SHA256_DIGEST_LENGTH];
	int		 n = i2d_PUBKEY(k->pkey, &spki);

	if (n <= 0)
		return (false);
	SHA256(spki, (size_t)n, digest);
	memcpy(k->kid, digest, sizeof(k->kid));
	OPENSSL_free(spki);
	return (true);
}

static bool
use_parse(const char *word, enum key_use *use)
{
	static const char *const	names[KEY__USE_MAX] = { "document", "qr", "head" };
	size_t				i;

	for (i = 0; i < KEY__USE_MAX; i++)
		if (strcmp(word, names[i]) == 0) {
			*use = (enum key_use)i;
			return (true);
		}
	return (false);
}

static int
key_load(const char *dir, const char *base, struct key *k)
{
	char	path[1024];

	snprintf(path, sizeof(path), "%s/private/%s.key", dir, base);
	k->pkey = pkey_read(path);
	if (k->pkey == NULL)
		return (err_origin(EACCES, "%s: not a key that only its owner can read", path));
	snprintf(path, sizeof(path), "%s/public/%s.chain.pem", dir, base);
	if (!chain_read(path, k) || X509_check_private_key(k->cert, k->pkey) != 1 || !kid_make(k))
		return (err_origin(EINVAL, "%s: not the certificate of its key", path));
	return (0);
}

int
keys_new(const char *dir, struct keys **out)
{
	struct keys		*k;
	char			 path[1024], line[LINE_MAX_BYTES], id[64], use[32], base[128];
	auto_(file_close) FILE	*f = NULL;
	int			 r = 0;

	snprintf(path, sizeof(path), "%s/keys.conf", dir);
	f = fopen(path, "re");
	if (f == NULL)
		return (err_origin(errno, "%s", path));
	k = xcalloc(1, sizeof(*k));
	while (r == 0 && fgets(line, sizeof(line), f) != NULL) {
		struct key	*key = &k->all[k->n];

		if (sscanf(line, "%63s %31s %127s", id, use, base) != 3 || id[0] == '#' || !use_parse(use, &key->use))
			continue;
		if (k->n + 1 == KEYS_MAX)
			r = err_origin(E2BIG, "%s: more than %d keys", path, KEYS_MAX - 1);
		else {
			snprintf(key->id, sizeof(key->id), "%s", id);
			k->n++;
			r = key_load(dir, base, key);
		}
	}
	if (r != 0) {
		keys_free(k);
		return (err_trace(r));
	}
	*out = k;
	return (0);
}

void
keys_free(struct keys *k)
{
	size_t	i;

	if (k == NULL)
		return;
	for (i = 0; i < k->n; i++) {
		EVP_PKEY_free(k->all[i].pkey);
		X509_free(k->all[i].cert);
		sk_X509_pop_free(k->all[i].chain, X509_free);
	}
	free(k);
}

struct key *
keys_find(struct keys *k, struct str id, enum key_use use)
{
	size_t	i;

	for (i = 0; i < k->n; i++)
		if (k->all[i].use == use && str_eqc(id, k->all[i].id))
			return (&k->all[i]);
	return (NULL);
}

size_t
keys_count(const struct keys *k)
{
	return (k->n);
}
