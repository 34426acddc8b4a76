/* Values as people read them. */
#include "form/form_model.h"

#include "core/buf.h"

/* 1250000 as 1.250.000: dots in both languages, as Vietnam writes amounts. */
static struct str
grouped(struct arena *a, struct str digits)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	size_t				start = digits.n > 0 && digits.p[0] == '-';

	for (size_t i = 0; i < digits.n; i++) {
		if (i > start && (digits.n - i) % 3 == 0)
			buf_byte(&b, '.');
		buf_byte(&b, digits.p[i]);
	}
	return (arena_str(a, buf_view(&b)));
}

static struct str
choices_shown(struct arena *a, const struct node *field, struct str value, enum lang lang)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	for (size_t i = 0; i < field->choices_n; i++) {
		if (type_has(field, value, field->choices[i].value))
			buf_printf(&b, "%s%.*s", b.n > 0 ? "; " : "", STR_ARG(field->choices[i].label.in[lang]));
	}
	return (b.n == 0 ? value : arena_str(a, buf_view(&b)));
}

static struct str
score_shown(struct arena *a, struct str value, enum lang lang)
{
	struct str	rest = value, whole;

	if (lang != LANG_VI || str_find_byte(value, '.') < 0)
		return (value);
	str_cut(&rest, '.', &whole);
	return (arena_printf(a, "%.*s,%.*s", STR_ARG(whole), STR_ARG(rest)));
}

/* 02/05/1990, 05/1990 or 1990. */
static struct str
partial_date_shown(struct arena *a, struct str value)
{
	struct date	d;

	if (date_parse(value, &d))
		return (date_vn(a, d));
	return (value.n == 7 ? arena_printf(a, "%.2s/%.4s", value.p + 5, value.p) : value);
}

struct str
type_shown(struct arena *a, const struct form_rules *rules, const struct node *field, struct str value, enum lang lang)
{
	struct str	 canonical;
	struct date	 d;
	const char	*word = str_eqc(value, "yes") ? "word-yes" : "word-no";

	if (value.n == 0 || !type_normalise(a, field, value, &canonical))
		return (value);
	switch (field->type) {
	case TYPE_DATE:
		return (date_parse(value, &d) ? date_vn(a, d) : value);
	case TYPE_PARTIAL_DATE:
		return (partial_date_shown(a, value));
	case TYPE_CHOICE:
	case TYPE_CHOICES:
		return (choices_shown(a, field, value, lang));
	case TYPE_YES_NO:
		return (rules_message(a, rules, word, lang, STR_NONE, STR_NONE, STR_NONE));
	case TYPE_MONEY:
		return (rules_message(a, rules, "word-dong", lang, STR_NONE, grouped(a, value), STR_NONE));
	case TYPE_SCORE:
		return (score_shown(a, value, lang));
	case TYPE_PHONE:
		return (arena_printf(a, "%.4s %.3s %.3s", value.p, value.p + 4, value.p + 7));
	case TYPE_TEXT:
	case TYPE_LONG_TEXT:
	case TYPE_PERSON_NAME:
	case TYPE_PERSONAL_ID:
	case TYPE_OLD_ID:
	case TYPE_TAX_NUMBER:
	case TYPE_CLASS:
	case TYPE_EMAIL:
	case TYPE_YEAR:
	case TYPE_INTEGER:
	case TYPE_FILE:
	case TYPE__MAX:
		break;
	}
	return (value);
}

static struct str
phrase_fill(struct arena *a, struct instance *in, const struct phrase *p, enum lang lang, bool sentence)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	const xmlNode			*x;
	struct str			 value;
	struct date			 d;

	for (size_t i = 0; i < p->n; i++) {
		if (p->v[i].of == NULL) {
			buf_str(&b, p->v[i].text);
			continue;
		}
		x = instance_only(in, p->v[i].of);
		if (x == NULL)
			continue;
		value = instance_value(a, x);
		if (sentence && p->v[i].of->type == TYPE_DATE && date_parse(value, &d))
			buf_str(&b, document_date_within(a, buf_view(&b), d));
		else
			buf_str(&b, type_shown(a, in->form->rules, p->v[i].of, value, lang));
	}
	return (arena_str(a, str_trim(buf_view(&b))));
}

struct str
phrase_text(struct arena *a, struct instance *in, const struct phrase *p, enum lang lang)
{
	return (phrase_fill(a, in, p, lang, false));
}

struct str
phrase_sentence(struct arena *a, struct instance *in, const struct phrase *p)
{
	return (phrase_fill(a, in, p, LANG_VI, true));
}
