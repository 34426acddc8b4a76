/* The store: write once, told by content; and the sniffer, whatever the pieces it is fed in. */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/id.h"
#include "store/sniff.h"
#include "store/store.h"

#include "check.h"

static int
verdict(struct str s, size_t piece, enum store_type *type, int64_t *pages)
{
	struct sniff	sniff = { 0 };
	size_t		at;

	for (at = 0; at < s.n; at += piece)
		sniff_more(&sniff, str_from_to(s, at, at + piece));
	return (sniff_verdict(&sniff, type, pages));
}

static void
expect_verdict(struct str s, int answer, enum store_type type, int64_t pages)
{
	static const size_t	pieces[] = { 1, 2, 3, 7, 31, 32, 33, 50, 64, 100, 65536 };
	enum store_type		got;
	int64_t			n;
	size_t			i;

	for (i = 0; i < COUNT_OF(pieces); i++) {
		EXPECT_I64(verdict(s, pieces[i], &got, &n), answer);
		if (answer == 0) {
			EXPECT_I64(got, type);
			EXPECT_I64(n, pages);
		}
	}
}

static void
test_sniff(void)
{
	expect_verdict(STR("%PDF-1.7 <</Type/Page>> filler filler filler filler filler <</Type /Page /X>> "
	    "<</Type/Pages/Kids[]>> and more to fill the window up and over %%EOF"), 0, STORE_PDF, 2);
	expect_verdict(STR("%PDF-1.7 cut"), STORE_E_TYPE, 0, 0);
	expect_verdict(STR("%PDF-1.7 <</Encrypt 1 0 R>> %%EOF"), STORE_E_ENCRYPTED, 0, 0);
	expect_verdict(
	    STR("%PDF-1.7 ................................................ <</JS(x)>> %%EOF"), STORE_E_ACTIVE, 0, 0);
	expect_verdict(STR("%PDF-1.7 <</Launch<<>>>> %%EOF"), STORE_E_ACTIVE, 0, 0);
	expect_verdict(STR("%PDF-1.7 <</J#53 12 0 R>> %%EOF"), STORE_E_ACTIVE, 0, 0);
	expect_verdict(STR("%PDF-1.7 <</S/#4a#61#76#61#53#63#72#69#70#74>> %%EOF"), STORE_E_ACTIVE, 0, 0);
	expect_verdict(STR("%PDF-1.7 <</Names <</EmbeddedFiles 9 0 R>>>> %%EOF"), STORE_E_ACTIVE, 0, 0);
	expect_verdict(STR("%PDF-1.7 stream\x80/JS\r\x91 endstream %%EOF"), 0, STORE_PDF, 0);
	expect_verdict(STR("%PDF-1.7 <</JSON 1/EncryptMetadata true>> %%EOF"), 0, STORE_PDF, 0);
	expect_verdict(STR("\xff\xd8\xff\xe0...\xff\xd9"), 0, STORE_JPEG, 1);
	expect_verdict(STR("\xff\xd8\xff\xe0..."), STORE_E_PICTURE_END, 0, 0);
	expect_verdict(STR("\xff\xd8\xff\xe0...\xff\xd9 a camera's mark"), 0, STORE_JPEG, 1);
	expect_verdict(STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR...IEND\xae\x42\x60\x82"), 0, STORE_PNG, 1);
	expect_verdict(STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR..."), STORE_E_PICTURE_END, 0, 0);
	expect_verdict(STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR...IEND\xae\x42\x60\x82PK"), STORE_E_PICTURE_END, 0, 0);
	expect_verdict(STR("<html>"), STORE_E_TYPE, 0, 0);
	expect_verdict(STR(""), STORE_E_EMPTY, 0, 0);
}

static void
test_store(struct arena *a, const char *dir)
{
	struct str	pdf = STR("before%PDF-1.4 /Type /Page  %%EOF"), got;
	struct stored	one, two;
	uint8_t		none[STORE_SHA256] = { 0 };
	int		fd = memfd_create("upload", 0);

	CHECK(write(fd, pdf.p, pdf.n) == (ssize_t)pdf.n);
	EXPECT_I64(store_put(dir, fd, 6, (int64_t)pdf.n - 6, 1000, &one), 0);
	EXPECT_I64(one.type, STORE_PDF);
	EXPECT_I64(one.bytes, pdf.n - 6);
	EXPECT_I64(one.pages, 1);
	EXPECT_I64(store_put(dir, fd, 6, (int64_t)pdf.n - 6, 1000, &two), 0);
	EXPECT(memcmp(one.sha256, two.sha256, sizeof(one.sha256)) == 0);
	EXPECT_I64(store_read(a, dir, one.sha256, 1000, &got), 0);
	EXPECT(str_eq(got, str_from_to(pdf, 6, pdf.n)));
	EXPECT_I64(store_read(a, dir, one.sha256, 5, &got), STORE_E_BIG);
	EXPECT_I64(store_read(a, dir, none, 5, &got), STORE_E_NOT_FOUND);
	EXPECT_I64(store_put(dir, fd, 0, (int64_t)pdf.n, 1000, &two), STORE_E_TYPE);
	EXPECT_I64(store_put(dir, fd, 6, (int64_t)pdf.n - 6, 5, &two), STORE_E_BIG);
	EXPECT_I64(store_put(dir, fd, 0, 0, 5, &two), STORE_E_EMPTY);
	EXPECT(store_put(dir, fd, 0, 1000, 2000, &two) < 0);
	(void)close(fd);
	EXPECT_I64(store_put_bytes(dir, STR("<x/>"), STORE_XML, &one), 0);
	/* SHA-256 of "<x/>", by sha256sum. */
	EXPECT_STR(hex_text(a, one.sha256, sizeof(one.sha256)),
	    "2a31f44da4bd7decbbd3ddfd1a37ae04d02ec665e2c2688816ccc65631586ed1");
	EXPECT_STR(str_from_to(store_path(a, one.sha256), 0, 6), "2a/31/");
}

int
main(void)
{
	struct arena	*a auto_(arena_freep) = arena_new();
	char		 dir[] = "/tmp/motcua-store-XXXXXX";

	(void)umask(STORE_UMASK);
	CHECK(mkdtemp(dir) != NULL && chmod(dir, 02770) == 0);
	test_sniff();
	test_store(a, dir);
	/* Web and worker are different users of one group: each puts files into folders that the other made. */
	EXPECT_I64(system(arena_printf(a, "test -z \"$(find %s -mindepth 1 -type d ! -perm -2070)\"", dir).p), 0);
	/* Nothing but the two files: no temporary one stays behind. */
	EXPECT_I64(system(arena_printf(a, "test $(find %s -type f | wc -l) = 2 && rm -r %s", dir, dir).p), 0);
	return (check_done());
}
