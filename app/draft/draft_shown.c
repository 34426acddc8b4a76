/* What form pages show beside the controls themselves. */
#include "draft/draft.h"

#include <inttypes.h>

#include "view/message.h"

#define KB	1024
#define MB	(1024 * 1024)

const struct control *
draft_control_find(const struct control *controls, size_t n, struct str name)
{
	const struct control	*found;

	for (size_t i = 0; i < n; i++) {
		const struct control	*c = &controls[i];

		if (str_eq(c->name, name) && c->kind != CONTROL_SECTION)
			return (c);
		found = draft_control_find(c->controls, c->controls_n, name);
		for (size_t k = 0; found == NULL && k < c->rows_n; k++)
			found = draft_control_find(c->rows_v[k].controls, c->rows_v[k].controls_n, name);
		if (found != NULL)
			return (found);
	}
	return (NULL);
}

bool
draft_has_files(const struct control *controls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct control	*c = &controls[i];

		if (c->kind == CONTROL_FILES || draft_has_files(c->controls, c->controls_n))
			return (true);
		for (size_t k = 0; k < c->rows_n; k++) {
			if (draft_has_files(c->rows_v[k].controls, c->rows_v[k].controls_n))
				return (true);
		}
	}
	return (false);
}

bool
draft_is_prefilled(const struct control *controls, size_t n, struct str sources)
{
	for (size_t i = 0; i < n; i++) {
		if (controls[i].prefilled_from.n > 0 && str_starts(controls[i].prefilled_from, sources))
			return (true);
		if (draft_is_prefilled(controls[i].controls, controls[i].controls_n, sources))
			return (true);
		for (size_t k = 0; k < controls[i].rows_n; k++) {
			if (draft_is_prefilled(
				controls[i].rows_v[k].controls, controls[i].rows_v[k].controls_n, sources))
				return (true);
		}
	}
	return (false);
}

struct str
draft_prefilled_words(enum lang lang, const struct page_view *page)
{
	bool	profile = draft_is_prefilled(page->controls, page->controls_n, STR("profile."));
	bool	registry = draft_is_prefilled(page->controls, page->controls_n, STR("registry."));

	if (profile && registry)
		return (msg_text(lang, MSG_DRAFT_FROM_BOTH));
	if (profile)
		return (msg_text(lang, MSG_DRAFT_FROM_PROFILE));
	return (registry ? msg_text(lang, MSG_DRAFT_FROM_REGISTRY) : STR_NONE);
}

static bool
is_open_question(const struct control *c)
{
	return (c->relevant && c->kind != CONTROL_SECTION && c->kind != CONTROL_REPEAT && c->kind != CONTROL_SHOWN &&
	    c->value.n == 0 && c->files_n == 0);
}

/* The same page before and after: sections are the same; rows do not matter here, as a new row is shown anyway. */
static bool
has_new(const struct control *before, const struct control *after, size_t n, bool was_hidden, bool is_hidden)
{
	for (size_t i = 0; i < n; i++) {
		bool	was = was_hidden || !before[i].relevant, is = is_hidden || !after[i].relevant;

		if (was && !is && is_open_question(&after[i]))
			return (true);
		if (after[i].kind == CONTROL_SECTION && before[i].controls_n == after[i].controls_n &&
		    has_new(before[i].controls, after[i].controls, after[i].controls_n, was, is))
			return (true);
	}
	return (false);
}

bool
draft_has_new(const struct page_view *before, const struct page_view *after)
{
	return (before->controls_n == after->controls_n &&
	    has_new(before->controls, after->controls, after->controls_n, false, false));
}

size_t
draft_pages(struct arena *a, const struct form *f, struct instance *in, enum form_part part, size_t **out)
{
	size_t	n = 0, at = 0, back;

	*out = ARENA_ARRAY(a, size_t, form_pages_n(f) + 1);
	while (at < form_pages_n(f) && form_page(f, at)->part != part)
		at++;
	if (at == form_pages_n(f))
		return (0);
	(*out)[n++] = at;
	while (form_page_step(f, in, at, 1, &at) == 0)
		(*out)[n++] = at;
	/* The first page may be one that is not asked: stepping back from the second one tells. */
	if (n > 1 && form_page_step(f, in, (*out)[1], -1, &back) != 0) {
		n--;
		memmove(*out, *out + 1, n * sizeof(**out));
	}
	return (n);
}

static struct str
size_words(struct arena *a, enum lang lang, int64_t bytes)
{
	int64_t	tenths = (bytes * 10 + MB / 2) / MB;

	if (bytes < MB)
		return (arena_printf(a, "%" PRId64 " KB", (bytes + KB - 1) / KB));
	return (arena_printf(a, "%" PRId64 "%s%" PRId64 " MB", tenths / 10, lang == LANG_VI ? "," : ".", tenths % 10));
}

static struct str
kind_word(struct str media_type)
{
	if (str_eqc(media_type, "image/jpeg"))
		return (STR("JPEG"));
	return (str_eqc(media_type, "image/png") ? STR("PNG") : STR("PDF"));
}

struct str
draft_file_facts(struct arena *a, enum lang lang, const struct form_file *file)
{
	struct str	size = size_words(a, lang, file->bytes), kind = kind_word(file->type);

	if (file->pages == 0 || !str_eqc(file->type, "application/pdf"))
		return (arena_printf(a, "%.*s, %.*s", STR_ARG(kind), STR_ARG(size)));
	return (msg_string(a, lang, MSG_DRAFT_FILE_FACTS,
	    (struct msg_arg[]){ MSG_ARG(kind), MSG_ARG(size), MSG_ARG(file->pages) },
	    3));
}

struct str
draft_amount(struct arena *a, int64_t vnd)
{
	struct str	digits = arena_printf(a, "%" PRId64, vnd);
	char		*p = arena_alloc(a, digits.n * 2 + 1);
	size_t		 n = 0;

	for (size_t i = 0; i < digits.n; i++) {
		if (i > 0 && (digits.n - i) % 3 == 0)
			p[n++] = '.';
		p[n++] = digits.p[i];
	}
	return ((struct str){ p, n });
}
