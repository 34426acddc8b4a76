#include "pdf/pdf.h"

#include <openssl/evp.h>

#include "core/buf.h"
#include "core/utf8.h"

const struct pdf_value *
pdf_key(const struct pdf_value *dict, const char *key)
{
	size_t	i;

	if (dict == NULL || dict->kind != PDF_DICT)
		return (NULL);
	for (i = 0; i < dict->n; i++)
		if (str_eqc(dict->keys[i], key))
			return (&dict->items[i]);
	return (NULL);
}

bool
pdf_is_name(const struct pdf_value *v, const char *name)
{
	return (v != NULL && v->kind == PDF_NAME && str_eqc(v->text, name));
}

static bool
same_items(const struct pdf_value *a, const struct pdf_value *b)
{
	size_t	i, j;

	if (a->n != b->n)
		return (false);
	for (i = 0; i < a->n; i++) {
		j = i;
		if (a->kind == PDF_DICT)
			for (j = 0; j < b->n && !str_eq(a->keys[i], b->keys[j]); j++)
				;
		if (j == b->n || !pdf_same(&a->items[i], &b->items[j]))
			return (false);
	}
	return (true);
}

bool
pdf_same(const struct pdf_value *a, const struct pdf_value *b)
{
	if (a->kind != b->kind)
		return (false);
	switch (a->kind) {
	case PDF_NULL:
		return (true);
	case PDF_BOOL:
	case PDF_INT:
		return (a->number == b->number);
	case PDF_REF:
		return (a->number == b->number && a->gen == b->gen);
	case PDF_REAL:
		return (str_eq(a->raw, b->raw));
	case PDF_STRING:
	case PDF_NAME:
		return (str_eq(a->text, b->text));
	case PDF_ARRAY:
	case PDF_DICT:
		return (same_items(a, b));
	case PDF__KIND_MAX:
		break;
	}
	return (false);
}

static void
utf8_put(struct buf *b, uint32_t c)
{
	if (c < 0x80)
		buf_byte(b, (char)c);
	else if (c < 0x800) {
		buf_byte(b, (char)(0xc0 | c >> 6));
		buf_byte(b, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_byte(b, (char)(0xe0 | c >> 12));
		buf_byte(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_byte(b, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_byte(b, (char)(0xf0 | c >> 18));
		buf_byte(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_byte(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_byte(b, (char)(0x80 | (c & 0x3f)));
	}
}

static void
utf16be_put(struct buf *b, struct str s)
{
	const uint8_t	*p = (const uint8_t *)s.p;
	uint32_t	 c, low;
	size_t		 i;

	for (i = 0; i + 1 < s.n; i += 2) {
		c = (uint32_t)p[i] << 8 | p[i + 1];
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < s.n) {
			low = (uint32_t)p[i + 2] << 8 | p[i + 3];
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		}
		utf8_put(b, c & 0x1fffff);
	}
}

struct str
pdf_text(struct arena *a, struct str string)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	size_t				i;

	if (str_starts(string, STR("\xfe\xff")))
		utf16be_put(&b, str_from_to(string, 2, string.n));
	else if (str_starts(string, STR("\xef\xbb\xbf")))
		buf_str(&b, str_from_to(string, 3, string.n));
	else
		for (i = 0; i < string.n; i++)
			buf_byte(&b, (string.p[i] & 0x80) == 0 ? string.p[i] : '?');
	if (!utf8_valid(buf_view(&b)) || !utf8_clean(buf_view(&b)))
		return (STR_NONE);
	return (arena_str(a, buf_view(&b)));
}

void
pdf_digest(struct str file, size_t a, size_t b, size_t end, uint8_t digest[32])
{
	EVP_MD_CTX	*ctx = EVP_MD_CTX_new();

	CHECK(a <= b && b <= end && end <= file.n);
	CHECK(ctx != NULL && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 && EVP_DigestUpdate(ctx, file.p, a) == 1 &&
	    EVP_DigestUpdate(ctx, file.p + b, end - b) == 1 && EVP_DigestFinal_ex(ctx, digest, NULL) == 1);
	EVP_MD_CTX_free(ctx);
}
