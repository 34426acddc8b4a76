/*
 * Plays a fuzz target over files instead of inventing input: every seed of tests/fuzz/corpus/<noun>, and what a crash
 * once left in tests/fuzz/regression/<noun>. Linked with the target by any compiler; a crash ends the program. The
 * program's own name, fuzz_<noun>, says which.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX_BYTES	(16 << 20)

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 1 when the file was played, 0 when it cannot be read. */
static int
play(const char *path)
{
	uint8_t		*data;
	struct stat	 st;
	ssize_t		 n = -1;
	int		 fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > FILE_MAX_BYTES) {
		if (fd >= 0)
			(void)close(fd);
		return (0);
	}
	/* Exactly as large as the file, so that reading past its end is seen. */
	data = malloc((size_t)st.st_size + (st.st_size == 0));
	if (data != NULL)
		n = read(fd, data, (size_t)st.st_size);
	(void)close(fd);
	if (n == st.st_size)
		(void)LLVMFuzzerTestOneInput(data, (size_t)n);
	free(data);
	return (n == st.st_size);
}

static int
play_folder(const char *kind, const char *noun)
{
	char		 path[1024];
	struct dirent	*entry;
	DIR		*folder;
	int		 n = 0, m;

	m = snprintf(path, sizeof(path), "tests/fuzz/%s/%s", kind, noun);
	folder = m > 0 && (size_t)m < sizeof(path) ? opendir(path) : NULL;
	if (folder == NULL)
		return (0);
	while ((entry = readdir(folder)) != NULL) {
		m = snprintf(path, sizeof(path), "tests/fuzz/%s/%s/%s", kind, noun, entry->d_name);
		if (m > 0 && (size_t)m < sizeof(path))
			n += play(path);
	}
	(void)closedir(folder);
	return (n);
}

int
main(int argc, char **argv)
{
	const char	*slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char	*name = slash != NULL ? slash + 1 : argc > 0 ? argv[0] : "";
	int		 n;

	if (strncmp(name, "fuzz_", 5) != 0)
		return (2);
	n = play_folder("corpus", name + 5) + play_folder("regression", name + 5);
	printf("%d passed, %d failed\n", n, n == 0);
	return (n == 0);
}
