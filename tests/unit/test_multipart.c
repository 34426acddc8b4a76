/* multipart/form-data read from a file, also when a boundary lies across the window's edge. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/buf.h"
#include "http/multipart.h"

#include "check.h"

#define TYPE	STR("multipart/form-data; boundary=b")

static int
file_of(struct str s)
{
	int	fd = memfd_create("body", MFD_CLOEXEC);

	CHECK(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n);
	return (fd);
}

static int
read_body(struct arena *a, struct str type, struct str body, struct pairs *fields, struct uploads *files)
{
	int	fd = file_of(body), r;

	r = multipart_read(a, type, fd, (int64_t)body.n, fields, files);
	(void)close(fd);
	return (r);
}

static void
test_parts(struct arena *a)
{
	struct pairs	fields;
	struct uploads	files;
	struct str	body = STR(
	    "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nd\xc3\xb2ng\r\n2\r\n"
	    "--b\r\ncontent-disposition: form-data; filename=\"C:\\x\\\xe1\xba\xa3nh.png\"; "
	    "name=\"f\"\r\nContent-Type: x/y\r\n\r\n"
	    "12\r\n--c\r\n"
	    "--b\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n"
	    "--b\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--b--\r\n");

	EXPECT_I64(read_body(a, TYPE, body, &fields, &files), 0);
	EXPECT_I64(fields.n, 2);
	EXPECT_STR(pairs_get(&fields, "note"), "dòng\n2");
	EXPECT(pairs_has(&fields, "empty"));
	EXPECT_I64(files.n, 1);
	EXPECT_STR(files.p[0].field, "f");
	EXPECT_STR(files.p[0].filename, "ảnh.png");
	EXPECT_I64(files.p[0].bytes, 7);
	EXPECT_I64(str_find(body, STR("12\r\n--c")), files.p[0].offset);
	EXPECT_I64(read_body(a, STR("multipart/form-data; boundary=\"b\"; x=y"), body, &fields, &files), 0);
}

/* A file whose length puts the delimiter at every place around the edge of a 64 KiB window. */
static void
test_window_edge(struct arena *a)
{
	struct pairs	fields;
	struct uploads	files;
	struct buf	body = BUF_INIT;
	size_t		n, i;

	for (n = 65536 - 90; n < 65536 + 10; n++) {
		body.n = 0;
		buf_cstr(&body, "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n");
		for (i = 0; i < n; i++)
			buf_byte(&body, '\r');
		buf_cstr(&body, "\r\n--b--");
		EXPECT(read_body(a, TYPE, buf_view(&body), &fields, &files) == 0 && files.n == 1 &&
		    files.p[0].bytes == (int64_t)n);
	}
	buf_free(&body);
}

static void
test_broken(struct arena *a)
{
	static const char *const	bad[] = {
		"", "x", "--b", "--b\r\n", "--bx", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv",
		"--b\r\nX: y\r\n\r\nv\r\n--b--", "--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nv\r\n--b--",
		"--b\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\nv\r\n--b--",
		"--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--bx",
	};
	struct pairs	fields;
	struct uploads	files;
	struct str	one = STR("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--b--");
	size_t		i;

	for (i = 0; i < COUNT_OF(bad); i++)
		EXPECT_I64(read_body(a, TYPE, str_of(bad[i]), &fields, &files), MULTIPART_E_SYNTAX);
	EXPECT_I64(read_body(a, TYPE, one, &fields, &files), MULTIPART_E_TEXT);
	EXPECT_I64(read_body(a, STR("multipart/form-data"), one, &fields, &files), MULTIPART_E_SYNTAX);
	EXPECT_I64(read_body(a, STR("multipart/form-data; boundary="), one, &fields, &files), MULTIPART_E_SYNTAX);
}

static void
test_limits(struct arena *a)
{
	struct pairs	fields;
	struct uploads	files;
	struct buf	body = BUF_INIT;
	size_t		i;

	buf_cstr(&body, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
	for (i = 0; i <= PAIR_VALUE_BYTES_MAX; i++)
		buf_byte(&body, 'x');
	buf_cstr(&body, "\r\n--b--");
	EXPECT_I64(read_body(a, TYPE, buf_view(&body), &fields, &files), MULTIPART_E_LONG);
	body.n = 0;
	buf_cstr(&body, "--b\r\nX: ");
	for (i = 0; i < 1100; i++)
		buf_byte(&body, 'x');
	buf_cstr(&body, "\r\n\r\n\r\n--b--");
	EXPECT_I64(read_body(a, TYPE, buf_view(&body), &fields, &files), MULTIPART_E_LONG);
	body.n = 0;
	for (i = 0; i <= MULTIPART_FILES_MAX; i++)
		buf_cstr(&body, "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\nv\r\n");
	buf_cstr(&body, "--b--");
	EXPECT_I64(read_body(a, TYPE, buf_view(&body), &fields, &files), MULTIPART_E_MANY);
	buf_free(&body);
}

int
main(void)
{
	struct arena	*a auto_(arena_freep) = arena_new();

	test_parts(a);
	test_window_edge(a);
	test_broken(a);
	test_limits(a);
	return (check_done());
}
