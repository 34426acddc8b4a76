#include "pdf/pdf_update.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <zlib.h>

#include "core/id.h"

int
pdf_update_begin(struct arena *a, struct str pdf, struct pdf_update *u)
{
	const struct pdf_value	*size;
	struct pdf		 file;
	int			 r;

	memset(u, 0, sizeof(*u));
	r = pdf_open(a, pdf, &file);
	if (r == 0)
		r = pdf_view(a, &file, file.n - 1, &u->base);
	if (r != 0)
		return (r);
	if (file.revisions[file.n - 1].xref_stream)
		return (PDF_E_UNSUPPORTED);
	size = pdf_key(u->base.trailer, "Size");
	if (size == NULL || size->kind != PDF_INT || size->number < (int64_t)u->base.size ||
	    size->number > (int64_t)(PDF_OBJECTS_MAX - PDF_UPDATE_NEW_MAX))
		return (PDF_E_BROKEN);
	u->a = a;
	u->size = (size_t)size->number;
	u->at = ARENA_ARRAY(a, size_t, u->size + PDF_UPDATE_NEW_MAX);
	u->prev = file.revisions[file.n - 1].xref_at;
	buf_reserve(&u->out, pdf.n + 65536);
	buf_str(&u->out, pdf);
	if (pdf.p[pdf.n - 1] != '\n')
		buf_byte(&u->out, '\n');
	return (0);
}

void
pdf_update_free(struct pdf_update *u)
{
	buf_free(&u->out);
}

uint32_t
pdf_update_number(struct pdf_update *u)
{
	CHECK(u->size < PDF_OBJECTS_MAX);
	return ((uint32_t)u->size++);
}

void
pdf_update_open(struct pdf_update *u, uint32_t number)
{
	CHECK(number < u->size && u->at[number] == 0);
	u->at[number] = u->out.n;
	buf_printf(&u->out, "%u 0 obj\n", number);
}

void
pdf_update_close(struct pdf_update *u)
{
	buf_cstr(&u->out, "\nendobj\n");
}

void
pdf_update_stream(struct pdf_update *u, uint32_t number, const char *dict, struct str data, bool deflate)
{
	uLongf	n = compressBound(data.n);
	char	*packed;

	if (deflate) {
		packed = arena_alloc(u->a, n);
		CHECK(compress2((Bytef *)packed, &n, (const Bytef *)data.p, data.n, 9) == Z_OK);
		data = (struct str){ packed, n };
	}
	pdf_update_open(u, number);
	buf_printf(&u->out, "<< %s /Length %zu%s >>\nstream\n", dict, data.n, deflate ? " /Filter /FlateDecode" : "");
	buf_str(&u->out, data);
	buf_cstr(&u->out, "\nendstream");
	pdf_update_close(u);
}

void
pdf_update_entries(struct pdf_update *u, const struct pdf_value *dict, const char *const *without)
{
	const char *const	*w;
	size_t			 i, k;
	struct str		 key;

	for (i = 0; i < dict->n; i++) {
		for (w = without; *w != NULL && !str_eqc(dict->keys[i], *w); w++)
			;
		if (*w != NULL)
			continue;
		key = dict->keys[i];
		buf_byte(&u->out, '/');
		for (k = 0; k < key.n; k++)
			if (pdf_is_regular(key.p[k]) && key.p[k] > ' ' && key.p[k] <= '~' && key.p[k] != '#')
				buf_byte(&u->out, key.p[k]);
			else
				buf_printf(&u->out, "#%02x", (unsigned)(uint8_t)key.p[k]);
		buf_byte(&u->out, ' ');
		buf_str(&u->out, dict->items[i].raw);
		buf_byte(&u->out, '\n');
	}
}

/* What names the file before: its last identifier, or its digest when it has none. */
static struct str
id_before(struct pdf_update *u, struct str *first)
{
	const struct pdf_value	*id = pdf_key(u->base.trailer, "ID");
	uint8_t			 digest[SHA256_DIGEST_LENGTH];

	if (id != NULL && id->kind == PDF_ARRAY && id->n == 2 && id->items[0].kind == PDF_STRING &&
	    id->items[1].kind == PDF_STRING) {
		*first = hex_text(u->a, id->items[0].text.p, id->items[0].text.n);
		return (id->items[1].text);
	}
	SHA256((const unsigned char *)u->base.bytes.p, u->base.bytes.n, digest);
	*first = hex_text(u->a, digest, 16);
	return (arena_str(u->a, (struct str){ (const char *)digest, 16 }));
}

/* The first identifier stays, the second names this state of the file (14.4): a digest chained over what was added, so
 * that old bytes are not read again. */
static void
put_ids(struct pdf_update *u)
{
	auto_(buf_free) struct buf	chain = BUF_INIT;
	uint8_t				digest[SHA256_DIGEST_LENGTH];
	struct str			first, before = id_before(u, &first);

	SHA256((const unsigned char *)u->out.p + u->base.bytes.n, u->out.n - u->base.bytes.n, digest);
	buf_str(&chain, before);
	buf_add(&chain, digest, sizeof(digest));
	SHA256((const unsigned char *)chain.p, chain.n, digest);
	buf_printf(&u->out, "/ID [<%.*s> <%.*s>]", STR_ARG(first), STR_ARG(hex_text(u->a, digest, 16)));
}

void
pdf_update_finish(struct pdf_update *u, uint32_t info)
{
	static const char *const	own[] = { "Size", "Prev", "ID", "Info", NULL };
	static const char *const	own_but_info[] = { "Size", "Prev", "ID", NULL };
	size_t				at = u->out.n, from, to;

	buf_cstr(&u->out, "xref\n0 1\n0000000000 65535 f \n");
	for (from = 1; from < u->size; from = to) {
		for (to = from; to < u->size && u->at[to] != 0; to++)
			;
		if (to == from) {
			to++;
			continue;
		}
		buf_printf(&u->out, "%zu %zu\n", from, to - from);
		for (; from < to; from++)
			buf_printf(&u->out, "%010zu 00000 n \n", u->at[from]);
	}
	buf_printf(&u->out, "trailer\n<< /Size %zu /Prev %zu\n", u->size, u->prev);
	pdf_update_entries(u, u->base.trailer, info != 0 ? own : own_but_info);
	if (info != 0)
		buf_printf(&u->out, "/Info %u 0 R\n", info);
	put_ids(u);
	buf_printf(&u->out, " >>\nstartxref\n%zu\n%%%%EOF\n", at);
}

void
pdf_put_text(struct buf *b, struct str text)
{
	const uint8_t	*p = (const uint8_t *)text.p, *end = p + text.n;
	unsigned	 more;
	uint32_t	 c;

	buf_cstr(b, "<FEFF");
	while (p < end) {
		more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
		c = more == 0 ? *p : *p & (0x3fu >> more);
		for (p++; more > 0 && p < end; more--, p++)
			c = c << 6 | (*p & 0x3f);
		if (c < 0x10000)
			buf_printf(b, "%04X", c);
		else
			buf_printf(b, "%04X%04X", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
	}
	buf_byte(b, '>');
}
