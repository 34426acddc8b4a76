/* Answers to try a form out with: made up by type, or a dossier's with everything of a person replaced. */
#include "office/office_form.h"
#include "office/office_words.h"

#define NO_DIGEST	"0000000000000000000000000000000000000000000000000000000000000000"
#define PASSES		4		/* an answer may open questions, which may open more */

/* Made up: valid by their types, of nobody. */
static const struct {
	const char	*type, *value;
	bool		 personal;		/* tells of a person: replaced in a dossier's answers */
}	samples[] = {
	{ "personal-id", "031090000017", true }, { "old-id", "031000001", true }, { "tax-number", "0100000003",
	    true },
	{ "phone", "0900000001", true }, { "email", "mau@example.vn", true }, { "partial-date", "1990", true },
	{ "year", "2016", false }, { "integer", "1", false }, { "money", "1000000", false }, { "score", "8", false },
	{ "yes-no", "yes", false }, { "class", "10A1", false },
};

struct sampler {
	struct arena		*a;
	const struct form	*form;
	struct instance		*in;
	enum form_part		 part;
	size_t			 page;
	bool			 replace;
};

static void
set(struct sampler *s, struct str name, struct str value)
{
	struct form_pair	pair = { name, value };

	/* what does not fit is left as it is: this is for trying only */
	if (value.n > 0 && instance_set(s->in, s->part, FORM_ALL_PAGES, &pair, 1) != 0)
		return;
}

static struct str
value_for(const struct control *c, bool *personal)
{
	struct str	type = str_of(c->type);

	*personal = false;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		if (str_eqc(type, samples[i].type)) {
			*personal = samples[i].personal;
			return (str_of(samples[i].value));
		}
	}
	if (c->options_n > 0)
		return (c->options[0].value);
	*personal = true;
	if (str_eqc(type, "person-name") || str_find(c->name, STR("name")) >= 0)
		return (msg_text(LANG_VI, MSG_OFFICE_SAMPLE_NAME));
	return (msg_text(LANG_VI, MSG_OFFICE_SAMPLE_TEXT));
}

static void
sample_date(struct sampler *s, const struct control *c)
{
	static const char *const	parts[] = { "2", "5", "1990" };
	struct form_pair		pairs[COUNT_OF(parts)];
	size_t				n = 0;

	if (c->value.n > 0 && !s->replace)
		return;
	if (c->value.n == 0 && s->replace)
		return;
	/* all parts at once: a part alone would be a date that lacks the others */
	for (; n < c->parts_n && n < COUNT_OF(parts); n++)
		pairs[n] = (struct form_pair){ c->parts[n].name, str_of(parts[n]) };
	if (instance_set(s->in, s->part, FORM_ALL_PAGES, pairs, n) != 0)
		return;
}

static void
sample_file(struct sampler *s, const struct control *c)
{
	struct form_file	file = { .sha256 = str_of(NO_DIGEST),
	    .name = STR("mau.pdf"), .type = STR("application/pdf"), .bytes = 20480, .pages = 1 };

	if (s->replace || c->files_n > 0 || s->part != FORM_PART_APPLICANT)
		return;
	if (instance_file_add(s->in, c->name, &file) != 0)
		return;
}

static void
sample_controls(struct sampler *s, const struct control *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct control	*c = &v[i];
		bool			 personal;
		struct str		 value;

		if (!c->relevant || c->kind == CONTROL_SHOWN)
			continue;
		sample_controls(s, c->controls, c->controls_n);
		for (size_t k = 0; k < c->rows_n; k++)
			sample_controls(s, c->rows_v[k].controls, c->rows_v[k].controls_n);
		if (c->kind == CONTROL_SECTION || c->kind == CONTROL_REPEAT)
			continue;
		if (c->kind == CONTROL_DATE) {
			sample_date(s, c);
		} else if (c->kind == CONTROL_FILES) {
			sample_file(s, c);
		} else {
			value = value_for(c, &personal);
			if (s->replace ? personal && c->value.n > 0 : c->value.n == 0)
				set(s, c->name, value);
		}
	}
}

void
office_sample(struct arena *a, const struct form *form, struct instance *in, bool replace)
{
	struct sampler		s = { .a = a, .form = form, .in = in, .replace = replace };
	struct page_view	view;

	for (int pass = 0; pass < (replace ? 1 : PASSES); pass++) {
		for (s.page = 0; s.page < form_pages_n(form); s.page++) {
			s.part = form_page(form, s.page)->part;
			if (form_view_page(a, in, s.page, LANG_VI, NULL, &view) == 0)
				sample_controls(&s, view.controls, view.controls_n);
		}
	}
}
