/*
 * What compiled templates call: one writer for each place in HTML where a value can stand. The template compiler picks
 * the writer; nothing else should need this. Control characters, which HTML forbids, come out as U+FFFD.
 */
#pragma once

#include "view/view.h"

/* A piece of the template itself. n is a constant, so that the copy is a few instructions. */
static inline void
view_put_literal(struct buf *out, const char *p, size_t n)
{
	if (out->cap - out->n <= n)
		buf_reserve(out, n);
	memcpy(out->p + out->n, p, n);
	out->n += n;
	out->p[out->n] = '\0';
}

/* In text and in quoted attribute values: & < > " ' are escaped. */
void	 view_text_str(struct buf *out, struct str s);
void	 view_text_cstr(struct buf *out, const char *s);
void	 view_text_i64(struct buf *out, int64_t n);
void	 view_text_u64(struct buf *out, uint64_t n);

/*
 * A whole URL: a path of this site ("/..." but not "//..." nor "/\..."), a fragment ("#..."), a query ("?...") or
 * http:, https:, mailto: and tel:. Anything else is written as "#".
 */
void	 view_url_str(struct buf *out, struct str s);
void	 view_url_cstr(struct buf *out, const char *s);

/* A piece inside a URL: all but RFC 3986's unreserved characters are percent-encoded. */
void	 view_url_part_str(struct buf *out, struct str s);
void	 view_url_part_cstr(struct buf *out, const char *s);

bool	 view_is_str(struct str s);
bool	 view_is_i64(int64_t n);
bool	 view_is_u64(uint64_t n);
bool	 view_is_ptr(const void *p);

/* The only way to send bytes as they are. No template and no page uses it; app/build/lint_html.py looks for its
 * name. */
void	 view_put_html_that_is_already_safe_and_never_from_input(struct buf *out, struct str html);

#define VIEW_PUT_TEXT(out, x) _Generic((x),				\
	struct str: view_text_str,					\
	const char *: view_text_cstr, char *: view_text_cstr,		\
	int: view_text_i64, long: view_text_i64,			\
	unsigned int: view_text_u64, unsigned long: view_text_u64)((out), (x))

#define VIEW_PUT_URL(out, x) _Generic((x),				\
	struct str: view_url_str,					\
	const char *: view_url_cstr, char *: view_url_cstr)((out), (x))

#define VIEW_PUT_URL_PART(out, x) _Generic((x),				\
	struct str: view_url_part_str,					\
	const char *: view_url_part_cstr, char *: view_url_part_cstr,	\
	int: view_text_i64, long: view_text_i64,			\
	unsigned int: view_text_u64, unsigned long: view_text_u64)((out), (x))

/* What {{if}} means by true: a text that is not empty, a number that is not 0, a pointer that is not NULL. */
#define VIEW_IS(x) _Generic((x),					\
	struct str: view_is_str, bool: view_is_i64,			\
	int: view_is_i64, long: view_is_i64,				\
	unsigned int: view_is_u64, unsigned long: view_is_u64,		\
	default: view_is_ptr)(x)
