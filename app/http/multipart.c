#include "http/multipart.h"

#include <assert.h>
#include <unistd.h>

#include "core/err.h"

#define WINDOW_BYTES	65536
#define HEADER_BYTES_MAX 1024
#define BOUNDARY_MAX	70		/* RFC 2046 5.1.1 */

/* A window on the file that moves forward: bytes [start, start + n) lie in p. */
struct window {
	int	 fd;
	int64_t	 end;			/* of the body */
	int64_t	 start;
	size_t	 n;
	char	*p;
};

/* See as many bytes from `at` as there are and fit. Returns 0 | <0. */
static int
window_at(struct window *w, int64_t at)
{
	size_t	want = (size_t)(w->end - at < WINDOW_BYTES ? w->end - at : WINDOW_BYTES);
	ssize_t	r;

	w->start = at;
	w->n = 0;
	while (w->n < want) {
		r = pread(w->fd, w->p + w->n, want - w->n, at + (int64_t)w->n);
		if (r <= 0)
			return (err_origin(r < 0 ? errno : EIO, "read body file"));
		w->n += (size_t)r;
	}
	return (0);
}

static struct str
window_view(const struct window *w)
{
	return ((struct str){ w->p, w->n });
}

/* Find `what` at or after `from`. *at is -1 when it is nowhere. Returns 0 | <0. */
static int
window_find(struct window *w, int64_t from, struct str what, int64_t *at)
{
	const char	*hit;
	int		 r;

	*at = -1;
	while (w->end - from >= (int64_t)what.n) {
		r = window_at(w, from);
		if (r != 0)
			return (r);
		hit = memmem(w->p, w->n, what.p, what.n);
		if (hit != NULL) {
			*at = from + (hit - w->p);
			return (0);
		}
		/* The last bytes may begin what we look for. */
		from += (int64_t)(w->n - what.n + 1);
	}
	return (0);
}

static bool
boundary_of(struct str content_type, struct str *out)
{
	ptrdiff_t	at = str_find(content_type, STR("boundary="));
	struct str	b;

	if (at < 0)
		return (false);
	b = str_from_to(content_type, (size_t)at + 9, content_type.n);
	if (b.n > 0 && b.p[0] == '"') {
		b = str_from_to(b, 1, b.n);
		(void)str_cut(&b, '"', out);
	} else {
		(void)str_cut(&b, ';', out);
		*out = str_trim(*out);
	}
	return (out->n >= 1 && out->n <= BOUNDARY_MAX);
}

/* name="..." of a Content-Disposition line; browsers write quotes and line ends as %22, %0D, %0A (HTML 4.10.22.8). */
static bool
parameter(struct str line, struct str key, struct str *out)
{
	struct str	rest = line;
	ptrdiff_t	at;

	while ((at = str_find(rest, key)) >= 0) {
		/* "name=" also ends "filename=": what stands before must be a separator. */
		if (at > 0 && (rest.p[at - 1] == ' ' || rest.p[at - 1] == ';')) {
			rest = str_from_to(rest, (size_t)at + key.n, rest.n);
			return (str_find_byte(rest, '"') >= 0 && str_cut(&rest, '"', out));
		}
		rest = str_from_to(rest, (size_t)at + key.n, rest.n);
	}
	return (false);
}

static int
file_name(struct arena *a, struct str raw, struct str *out)
{
	size_t	i, from = 0;

	for (i = 0; i < raw.n; i++)
		if (raw.p[i] == '/' || raw.p[i] == '\\')
			from = i + 1;
	raw = str_from_to(raw, from, raw.n);
	if (raw.n > 255)
		raw = str_from_to(raw, raw.n - 255, raw.n);
	/* The cut may have split a letter. */
	while (raw.n > 0 && ((unsigned char)raw.p[0] & 0xc0) == 0x80)
		raw = str_from_to(raw, 1, raw.n);
	/* In a name not even the tabs and line ends that a text may have. */
	for (i = 0; i < raw.n; i++)
		if ((unsigned char)raw.p[i] < ' ')
			return (MULTIPART_E_TEXT);
	return (pairs_text(a, raw, out) == 0 ? 0 : MULTIPART_E_TEXT);
}

struct part {
	struct str	name;
	struct str	filename;
	bool		is_file;
};

static int
part_header(struct arena *a, struct str header, struct part *out)
{
	struct str	line, raw;

	*out = (struct part){ 0 };
	while (str_cut(&header, '\n', &line)) {
		if (line.n < 20 || strncasecmp(line.p, "content-disposition:", 20) != 0)
			continue;
		if (!parameter(line, STR("name=\""), &raw) || raw.n == 0)
			return (MULTIPART_E_SYNTAX);
		if (raw.n > PAIR_NAME_BYTES_MAX)
			return (MULTIPART_E_LONG);
		if (pairs_text(a, arena_str(a, raw), &out->name) != 0)
			return (MULTIPART_E_TEXT);
		out->is_file = parameter(line, STR("filename=\""), &raw);
		if (!out->is_file && str_find(line, STR("filename=")) >= 0)
			return (MULTIPART_E_SYNTAX);
		return (out->is_file ? file_name(a, arena_str(a, raw), &out->filename) : 0);
	}
	return (MULTIPART_E_SYNTAX);
}

static int
take_field(struct arena *a, struct window *w, struct str name, int64_t from, int64_t to, struct pairs *fields)
{
	struct str	value;
	int		r;

	/* Room is left in the window, so one look is enough. */
	static_assert(PAIR_VALUE_BYTES_MAX <= WINDOW_BYTES, "a field fits the window");
	if (to - from > PAIR_VALUE_BYTES_MAX)
		return (MULTIPART_E_LONG);
	r = window_at(w, from);
	if (r != 0)
		return (r);
	if (pairs_text(a, arena_str(a, str_from_to(window_view(w), 0, (size_t)(to - from))), &value) != 0)
		return (MULTIPART_E_TEXT);
	return (pairs_add(a, fields, name, value) == 0 ? 0 : MULTIPART_E_MANY);
}

static int
take_part(struct arena *a, struct window *w, const struct part *part, int64_t from, int64_t to, struct pairs *fields,
    struct uploads *files)
{
	if (!part->is_file)
		return (take_field(a, w, part->name, from, to, fields));
	/* A file input that was left empty sends an empty name and no bytes. */
	if (part->filename.n == 0 && from == to)
		return (0);
	if (files->n == MULTIPART_FILES_MAX)
		return (MULTIPART_E_MANY);
	files->p[files->n++] = (struct upload){
		.field = part->name, .filename = part->filename, .fd = w->fd, .offset = from, .bytes = to - from,
	};
	return (0);
}

/* One part, whose delimiter ended at *at. Leaves *at after the next one. Returns 0 | MULTIPART_E_* | <0. */
static int
read_part(struct arena *a, struct window *w, struct str delimiter, int64_t *at, struct pairs *fields,
    struct uploads *files)
{
	struct part	part;
	struct str	header;
	ptrdiff_t	header_end;
	int64_t		from, to;
	int		r;

	r = window_at(w, *at);
	if (r != 0)
		return (r);
	header = str_from_to(window_view(w), 0, HEADER_BYTES_MAX);
	header_end = str_find(header, STR("\r\n\r\n"));
	if (header_end < 0)
		return (w->n > HEADER_BYTES_MAX ? MULTIPART_E_LONG : MULTIPART_E_SYNTAX);
	r = part_header(a, str_from_to(header, 0, (size_t)header_end), &part);
	if (r != 0)
		return (r);
	from = *at + header_end + 4;
	/* The delimiter's own CRLF may be the one that ends the header, when the part is empty. */
	r = window_find(w, from - 2, delimiter, &to);
	if (r != 0)
		return (r);
	if (to < 0)
		return (MULTIPART_E_SYNTAX);
	*at = to + (int64_t)delimiter.n;
	return (take_part(a, w, &part, from, to < from ? from : to, fields, files));
}

int
multipart_read(struct arena *a, struct str content_type, int fd, int64_t bytes, struct pairs *fields,
    struct uploads *files)
{
	struct window	w = { .fd = fd, .end = bytes };
	struct str	boundary, delimiter;
	int64_t		at;
	size_t		parts;
	int		r;

	*fields = (struct pairs){ 0 };
	files->n = 0;
	if (!boundary_of(content_type, &boundary))
		return (MULTIPART_E_SYNTAX);
	w.p = arena_alloc(a, WINDOW_BYTES);
	delimiter = arena_printf(a, "\r\n--%.*s", STR_ARG(boundary));
	/* The first delimiter stands at the very start, without its CRLF; browsers send no preamble. */
	if (bytes < (int64_t)delimiter.n)
		return (MULTIPART_E_SYNTAX);
	r = window_at(&w, 0);
	if (r != 0)
		return (r);
	if (!str_starts(window_view(&w), str_from_to(delimiter, 2, delimiter.n)))
		return (MULTIPART_E_SYNTAX);
	at = (int64_t)delimiter.n - 2;
	for (parts = 0; parts <= PAIRS_MAX + MULTIPART_FILES_MAX; parts++) {
		r = window_at(&w, at);
		if (r != 0)
			return (r);
		if (str_starts(window_view(&w), STR("--")))
			return (0);
		if (!str_starts(window_view(&w), STR("\r\n")))
			return (MULTIPART_E_SYNTAX);
		at += 2;
		r = read_part(a, &w, delimiter, &at, fields, files);
		if (r != 0)
			return (r);
	}
	return (MULTIPART_E_MANY);
}
