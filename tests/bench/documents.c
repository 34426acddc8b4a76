/*
 * How many result documents a core makes in a second, beside cairo and pango alone with bare signatures.
 * usage: documents CERTS SERVICE.xml DOSSIER.xml ROUNDS EACH [OUT]
 * Rounds alternate: EACH documents of ours, EACH of the ceiling, and the other way round. Prints a line a round,
 * "OURS CEILING", in microseconds of processor time a document. OUT: keeps the last of each as OUT.pdf, .xml,
 * .plain.pdf
 */
#include "documents.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/buf.h"
#include "core/err.h"
#include "paper/paper.h"

static int
count_of(const char *text)
{
	int64_t	n;

	if (!str_i64(str_of(text), 0, 100000, &n)) {
		fprintf(stderr, "%s: not a number\n", text);
		exit(2);
	}
	return ((int)n);
}

double
cpu_us(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return ((double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3);
}

static struct str
file_bytes(struct arena *a, const char *path)
{
	FILE				*f = fopen(path, "rb");
	char				 chunk[8192];
	auto_(buf_free) struct buf	 b = BUF_INIT;
	size_t				 n;

	if (f == NULL) {
		perror(path);
		exit(2);
	}
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, chunk, n);
	fclose(f);
	return (arena_str(a, buf_view(&b)));
}

static void
file_write(struct arena *a, const char *base, const char *end, struct str s)
{
	FILE	*f = fopen(arena_printf(a, "%s%s", base, end).p, "wb");

	if (f == NULL || fwrite(s.p, 1, s.n, f) != s.n)
		exit(2);
	fclose(f);
}

static struct key *
key_or_exit(struct keys *keys, const char *id, enum key_use use)
{
	struct key	*k = keys_find(keys, str_of(id), use);

	if (k == NULL) {
		fprintf(stderr, "no key %s\n", id);
		exit(2);
	}
	return (k);
}

/* Time stamps are signed by a key of its own use, which only bin/motcua-tsa reads: here from its files. */
static struct key *
stamper_load(struct arena *a, const char *certs)
{
	struct key	*k = ARENA_NEW(a, struct key);
	BIO		*key = BIO_new_file(arena_printf(a, "%s/private/tsa.key", certs).p, "r");
	BIO		*cert = BIO_new_file(arena_printf(a, "%s/public/tsa.crt", certs).p, "r");

	CHECK(key != NULL && cert != NULL);
	k->pkey = PEM_read_bio_PrivateKey(key, NULL, NULL, NULL);
	k->cert = PEM_read_bio_X509(cert, NULL, NULL, NULL);
	k->chain = sk_X509_new_null();
	BIO_free(key);
	BIO_free(cert);
	cert = BIO_new_file(arena_printf(a, "%s/public/tsa.chain.pem", certs).p, "r");
	for (X509 *x; cert != NULL && (x = PEM_read_bio_X509(cert, NULL, NULL, NULL)) != NULL;)
		if (X509_cmp(x, k->cert) != 0)
			CHECK(sk_X509_push(k->chain, x) > 0);
	BIO_free(cert);
	CHECK(k->pkey != NULL && k->cert != NULL);
	return (k);
}

static double
run_ours(const struct issuer *is, int each)
{
	double	start = cpu_us();

	stamper_us = 0;
	for (int i = 0; i < each; i++) {
		auto_(arena_freep) struct arena	*a = arena_new();
		struct document			 doc = { 0 };
		struct issued			 out;

		CHECK(issue(a, is, &doc, &out) == 0);
	}
	return ((cpu_us() - start - stamper_us) / each);
}

static double
run_plain(const struct issuer *is, const struct document *doc, int each)
{
	double	start = cpu_us();

	for (int i = 0; i < each; i++) {
		auto_(arena_freep) struct arena	*a = arena_new();
		struct str			 pdf;

		CHECK(plain(a, doc, is->seal->pkey, &pdf) == 0);
	}
	return ((cpu_us() - start) / each);
}

static void
rounds(const struct issuer *is, const struct document *doc, int n, int each)
{
	for (int i = 0; i < n; i++) {
		double	ours = 0, ceiling;

		if (i % 2 == 0)
			ours = run_ours(is, each);
		ceiling = run_plain(is, doc, each);
		if (i % 2 == 1)
			ours = run_ours(is, each);
		printf("%.1f %.1f\n", ours, ceiling);
	}
}

int
main(int argc, char **argv)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	struct form_rules		*rules;
	struct form			*form;
	struct form_findings		 findings;
	struct keys			*keys;
	struct issuer			 is = { 0 };
	struct document			 doc = { 0 };
	struct issued			 out;
	struct str			 bare;

	if (argc < 6)
		return (2);
	if (keys_new(argv[1], &keys) != 0 || form_rules_new("forms", &rules) != 0 || paper_warm_up() != 0 ||
	    form_new(a, rules, file_bytes(a, argv[2]), &form, &findings) != 0)
		return (2);
	is.form = form;
	is.instance = file_bytes(a, argv[3]);
	is.officer = key_or_exit(keys, "officer:H24.19:director", KEY_DOCUMENT);
	is.seal = key_or_exit(keys, "seal:H24.19", KEY_DOCUMENT);
	is.qr = key_or_exit(keys, "qr:H24.19", KEY_QR);
	is.stamper = stamper_load(a, argv[1]);
	is.roots = X509_STORE_new();
	X509_STORE_set_flags(is.roots, X509_V_FLAG_PARTIAL_CHAIN);	/* as signer_client_new */
	is.icc = file_bytes(a, "/usr/share/color/icc/sRGB.icc");
	CHECK(X509_STORE_load_file(is.roots, arena_printf(a, "%s/public/trust.pem", argv[1]).p) == 1);
	if (issue(a, &is, &doc, &out) != 0 || plain(a, &doc, is.seal->pkey, &bare) != 0)
		return (1);
	rounds(&is, &doc, count_of(argv[4]), count_of(argv[5]));
	if (argc > 6) {
		file_write(a, argv[6], ".pdf", out.pdf);
		file_write(a, argv[6], ".xml", out.xml);
		file_write(a, argv[6], ".plain.pdf", bare);
	}
	return (0);
}
