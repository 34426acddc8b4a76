/* A multipart body: files lie inside it, fields are clean text. */
#include <sys/mman.h>
#include <unistd.h>

#include "core/utf8.h"
#include "http/multipart.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int	 fd = -1;
	struct arena	*a = arena_new();
	struct pairs	 fields;
	struct uploads	 files;
	size_t		 i;

	if (fd < 0)
		fd = memfd_create("body", MFD_CLOEXEC);
	CHECK(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
	if (multipart_read(a, STR("multipart/form-data; boundary=b"), fd, (int64_t)size, &fields, &files) == 0) {
		CHECK(fields.n <= PAIRS_MAX && files.n <= MULTIPART_FILES_MAX);
		for (i = 0; i < fields.n; i++)
			CHECK(utf8_valid(fields.p[i].value) && utf8_clean(fields.p[i].value));
		for (i = 0; i < files.n; i++)
			CHECK(files.p[i].bytes >= 0 && files.p[i].offset >= 0 &&
			    files.p[i].offset + files.p[i].bytes <= (int64_t)size && utf8_valid(files.p[i].filename));
	}
	arena_free(a);
	return (0);
}
