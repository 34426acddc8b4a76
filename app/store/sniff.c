#include "store/sniff.h"

#include "core/id.h"

/* Names in a PDF that make it act by itself or carry other files (ISO 32000-1 12.6.4, 7.11.4). */
static const struct str active_names[] = {
	{ "/JavaScript", 11 },
	{ "/Launch", 7 },
	{ "/EmbeddedFile", 13 },
	{ "/EmbeddedFiles", 14 },
	{ "/RichMedia", 10 },
	{ "/XFA", 4 },
};

static bool
name_ends(char c)
{
	return (strchr(" \t\r\n\f/<>[]()%", c) != NULL);	/* also NUL */
}

/* Where the name at that place ends, whole: /JS is not /JSONData, but it is /J#53 (ISO 32000-1 7.3.5). 0: it is
 * another. */
static size_t
name_end(struct str s, size_t at, struct str name)
{
	char	c;

	for (size_t i = 0; i < name.n; i++) {
		if (at >= s.n)
			return (0);
		c = s.p[at++];
		if (c == '#' && at + 2 <= s.n && hex_parse(str_from_to(s, at, at + 2), &c, 1))
			at += 2;
		if (c != name.p[i])
			return (0);
	}
	return (at < s.n && name_ends(s.p[at]) ? at : 0);
}

static bool
name_at(struct str s, size_t at, struct str name)
{
	return (name_end(s, at, name) != 0);
}

/* Three bytes are soon found in the pictures of a scan by chance: what follows must be a script, text or reference. */
static bool
script_at(struct str s, size_t at)
{
	size_t	i = name_end(s, at, STR("/JS"));

	while (i > 0 && i < s.n && s.p[i] != '\0' && strchr(" \t\r\n\f", s.p[i]) != NULL)
		i++;
	return (i > 0 && i < s.n && s.p[i] != '\0' && strchr("(<0123456789", s.p[i]) != NULL);
}

/* "/Type /Page" or "/Type/Page", not /Pages. */
static bool
page_at(struct str s, size_t at)
{
	size_t	i = at + 5;

	if (s.n - at < 5 || memcmp(s.p + at, "/Type", 5) != 0)
		return (false);
	while (i < s.n && i < at + 8 && s.p[i] == ' ')
		i++;
	return (i < s.n && name_at(s, i, STR("/Page")));
}

static void
look_at(struct sniff *s, struct str text, size_t at)
{
	size_t	i;

	if (page_at(text, at))
		s->pages++;
	if (name_at(text, at, STR("/Encrypt")))
		s->encrypted = true;
	for (i = 0; i < COUNT_OF(active_names); i++)
		if (name_at(text, at, active_names[i]))
			s->active = true;
	if (script_at(text, at))
		s->active = true;
}

/* Look at each name that starts in [from, to). */
static void
look_through(struct sniff *s, struct str text, size_t to)
{
	const char	*slash = text.p, *end = text.p + to;

	while (slash < end && (slash = memchr(slash, '/', (size_t)(end - slash))) != NULL) {
		look_at(s, text, (size_t)(slash - text.p));
		slash++;
	}
}

static void
keep_tail(struct sniff *s, struct str piece)
{
	size_t	keep;

	if (piece.n >= SNIFF_TAIL) {
		memcpy(s->tail, piece.p + piece.n - SNIFF_TAIL, SNIFF_TAIL);
		s->tail_n = SNIFF_TAIL;
		return;
	}
	keep = s->tail_n < SNIFF_TAIL - piece.n ? s->tail_n : SNIFF_TAIL - piece.n;
	memmove(s->tail, s->tail + s->tail_n - keep, keep);
	memcpy(s->tail + keep, piece.p, piece.n);
	s->tail_n = keep + piece.n;
}

void
sniff_more(struct sniff *s, struct str piece)
{
	char	join[2 * SNIFF_CARRY];
	size_t	n;

	if (piece.n == 0)
		return;
	if (s->bytes < SNIFF_HEAD) {
		n = SNIFF_HEAD - (size_t)s->bytes;
		memcpy(s->head + s->bytes, piece.p, n < piece.n ? n : piece.n);
	}
	s->bytes += (int64_t)piece.n;
	keep_tail(s, piece);
	/* Names that start in the carried end, seen with what follows them. */
	n = piece.n < SNIFF_CARRY ? piece.n : SNIFF_CARRY;
	memcpy(join, s->carry, s->carry_n);
	memcpy(join + s->carry_n, piece.p, n);
	if (piece.n < SNIFF_CARRY) {
		/* Too short to look at alone: it joins what is carried, and the front of that is looked at now. */
		n += s->carry_n;
		if (n > SNIFF_CARRY) {
			look_through(s, (struct str){ join, n }, n - SNIFF_CARRY);
			memmove(join, join + n - SNIFF_CARRY, SNIFF_CARRY);
			n = SNIFF_CARRY;
		}
		memcpy(s->carry, join, n);
		s->carry_n = n;
		return;
	}
	look_through(s, (struct str){ join, s->carry_n + n }, s->carry_n);
	look_through(s, piece, piece.n - SNIFF_CARRY);
	memcpy(s->carry, piece.p + piece.n - SNIFF_CARRY, SNIFF_CARRY);
	s->carry_n = SNIFF_CARRY;
}

static bool
head_is(const struct sniff *s, struct str magic)
{
	return (s->bytes >= (int64_t)magic.n && memcmp(s->head, magic.p, magic.n) == 0);
}

static int
verdict_pdf(const struct sniff *s, int64_t *pages)
{
	struct sniff	rest = *s;

	if (str_find((struct str){ s->tail, s->tail_n }, STR("%%EOF")) < 0)
		return (STORE_E_TYPE);
	look_through(&rest, (struct str){ rest.carry, rest.carry_n }, rest.carry_n);
	if (rest.encrypted)
		return (STORE_E_ENCRYPTED);
	if (rest.active)
		return (STORE_E_ACTIVE);
	*pages = rest.pages;
	return (0);
}

int
sniff_verdict(const struct sniff *s, enum store_type *type, int64_t *pages)
{
	struct str	tail = { s->tail, s->tail_n };

	if (s->bytes == 0)
		return (STORE_E_EMPTY);
	*pages = 1;
	if (head_is(s, STR("%PDF-"))) {
		*type = STORE_PDF;
		return (verdict_pdf(s, pages));
	}
	/* Start and end of image (ISO 10918-1 B.1.1.3). Cameras add a few bytes after it; they do no harm, as pictures
	 * are only ever sent as the type that is told here, with nosniff, and never as what else they could be read
	 * as. */
	if (head_is(s, STR("\xff\xd8\xff"))) {
		*type = STORE_JPEG;
		return (str_find(tail, STR("\xff\xd9")) >= 0 ? 0 : STORE_E_PICTURE_END);
	}
	/* Signature, first chunk IHDR, last chunk IEND with its checksum (ISO 15948 5.2, 11.2.5). */
	if (head_is(s, STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))) {
		*type = STORE_PNG;
		return (str_ends(tail, STR("IEND\xae\x42\x60\x82")) ? 0 : STORE_E_PICTURE_END);
	}
	return (STORE_E_TYPE);
}
