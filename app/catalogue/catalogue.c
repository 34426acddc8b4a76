#include "catalogue/catalogue.h"

#include "core/buf.h"
#include "core/json.h"
#include "core/utf8.h"
#include "form/form_rates.h"
#include "view/message.h"

/* ---- what was typed */

static bool
is_vowel(char c)
{
	return (c != 0 && strchr("aeiouy", c) != NULL);
}

/*
 * Is this letter of a folded word a mark of the keyboard, not a letter of the word? Telex writes tones as s f r x j z
 * after the vowel, and a second a e o d or a w for the letter's own mark; VNI writes digits. n letters of the word are
 * out already.
 */
static bool
is_typing_mark(const char *out, size_t n, char c, char next)
{
	char	before = n > 0 ? out[n - 1] : 0;

	if (c >= '1' && c <= '9')
		return (before >= 'a' && before <= 'z');
	if (c == 'w')
		return (is_vowel(before));
	if (c == before && strchr("aeod", c) != NULL)
		return (true);
	if (strchr("sfrxjz", c) == NULL || n == 0)
		return (false);
	/* In a syllable none of these follows a vowel as a letter; "tr" begins one. */
	return (!is_vowel(next) && before >= 'a' && !(c == 'r' && n == 1 && before == 't'));
}

static struct str
finish_typing(struct arena *a, struct str word)
{
	char	*out = arena_alloc(a, word.n + 1);
	size_t	 n = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (!is_typing_mark(out, n, word.p[i], i + 1 < word.n ? word.p[i + 1] : 0))
			out[n++] = word.p[i];
	}
	return ((struct str){ out, n });
}

void
catalogue_query(struct arena *a, struct str text, struct catalogue_query *out)
{
	struct buf auto_(buf_free)	typed = BUF_INIT;
	struct str			rest, word;

	*out = (struct catalogue_query){ .whole = utf8_fold(a, str_from_to(text, 0, 200)) };
	rest = out->whole;
	while (out->n < CATALOGUE_WORDS_MAX && str_cut(&rest, ' ', &word)) {
		if (word.n == 0)
			continue;
		out->words[out->n] = word;
		out->typed[out->n] = finish_typing(a, word);
		if (out->n > 0)
			buf_byte(&typed, ' ');
		buf_str(&typed, out->typed[out->n++]);
	}
	out->whole_typed = arena_str(a, buf_view(&typed));
}

/* ---- what a package says */

struct tag
catalogue_level(enum lang lang, struct str level)
{
	if (str_eqc(level, "toan-trinh"))
		return ((struct tag){ msg_text(lang, MSG_CATALOGUE_LEVEL_FULL), TONE_GREEN });
	if (str_eqc(level, "mot-phan"))
		return ((struct tag){ msg_text(lang, MSG_CATALOGUE_LEVEL_PART), TONE_BLUE });
	return ((struct tag){ msg_text(lang, MSG_CATALOGUE_LEVEL_FACTS), TONE_GREY });
}

static struct str
level_name(enum form_level level)
{
	static const char *const	names[] = { "thong-tin", "mot-phan", "toan-trinh" };

	return (str_of(names[level]));
}

static struct str
time_limit(struct arena *a, int64_t n, enum form_unit unit, enum lang lang)
{
	struct msg_arg	arg[] = { MSG_ARG(n) };

	if (n == 0)
		return (msg_text(lang, MSG_CATALOGUE_LIMIT_SAME_DAY));
	switch (unit) {
	case UNIT_HOUR:
		return (msg_string(a, lang, MSG_CATALOGUE_LIMIT_HOURS, arg, 1));
	case UNIT_DAY:
		return (msg_string(a, lang, MSG_CATALOGUE_LIMIT_DAYS, arg, 1));
	case UNIT_WORKING_DAY:
		break;
	}
	return (msg_string(a, lang, MSG_CATALOGUE_LIMIT_WORKING_DAYS, arg, 1));
}

/* 1250000 as 1.250.000: the Vietnamese way, in both languages of the page. */
static struct str
money(struct arena *a, int64_t vnd)
{
	struct str	plain = arena_printf(a, "%lld", (long long)vnd);
	char		*p = arena_alloc(a, plain.n + plain.n / 3 + 1);
	size_t		 i, n = 0;

	for (i = 0; i < plain.n; i++) {
		if (i > 0 && (plain.n - i) % 3 == 0)
			p[n++] = '.';
		p[n++] = plain.p[i];
	}
	return ((struct str){ p, n });
}

static struct str
fee(struct arena *a, int64_t vnd, enum lang lang)
{
	struct msg_arg	amount[1];

	if (vnd == 0)
		return (msg_text(lang, MSG_CATALOGUE_FEE_NONE));
	amount[0] = MSG_ARG(money(a, vnd));
	return (msg_string(a, lang, MSG_CATALOGUE_FEE_AMOUNT, amount, 1));
}

/* The rows with a condition; the last, which always fits, is the page's main line. */
static void
describe_rates(struct arena *a, const struct form *form, enum lang lang, struct catalogue_service_view *out)
{
	size_t			 fees_n = form_fee_rows(form), limits_n = form_limit_rows(form), i;
	struct rate_line	*fees = ARENA_ARRAY(a, struct rate_line, fees_n),
				*limits = ARENA_ARRAY(a, struct rate_line, limits_n);

	for (i = 0; i + 1 < fees_n; i++) {
		struct form_fee	row = form_fee_row(form, i);

		fees[out->fees_n++] = (struct rate_line){ fee(a, row.vnd, lang), row.why.in[lang] };
	}
	for (i = 0; i + 1 < limits_n; i++) {
		struct form_limit	row = form_limit_row(form, i);

		limits[out->limits_n++] = (struct rate_line){ time_limit(a, row.n, row.unit, lang), row.why.in[lang] };
	}
	out->fees = fees;
	out->limits = limits;
}

static struct str
paper_facts(struct arena *a, const struct form_paper *p, enum lang lang)
{
	static const enum msg	kinds[] = { MSG_CATALOGUE_PAPER_ORIGINAL, MSG_CATALOGUE_PAPER_COPY,
	    MSG_CATALOGUE_PAPER_SHOWN };
	struct msg_arg		args[] = { MSG_ARG(msg_text(lang, kinds[p->kind])), MSG_ARG(p->copies) };

	return (msg_string(a, lang, MSG_CATALOGUE_PAPER_FACTS, args, 2));
}

void
catalogue_describe(struct arena *a, const struct form *form, enum lang lang, struct str agency,
    struct catalogue_service_view *out)
{
	const struct form_catalogue	*c = form_catalogue(form);
	struct str			*who = ARENA_ARRAY(a, struct str, c->who_n),
	    *legal = ARENA_ARRAY(a, struct str, c->legal_n);
	struct paper_line		*papers = ARENA_ARRAY(a, struct paper_line, c->papers_n);
	size_t				 i;

	*out = (struct catalogue_service_view){
		.code = c->code, .name = c->name.in[lang], .summary = c->summary.in[lang],
		    .outcome = c->outcome.in[lang],
		.agency = c->decides.in[lang].n > 0 ? c->decides.in[lang] : agency,
		.field = c->field_name.in[lang], .time_limit = time_limit(a, c->limit_n, c->limit_unit, lang),
		.time_note = c->limit_note.in[lang], .fee = fee(a, c->fee_vnd, lang), .fee_note = c->fee_note.in[lang],
		.level = catalogue_level(lang, level_name(c->level)), .level_reason = c->level_reason.in[lang],
		.who = who, .who_n = c->who_n, .papers = papers, .papers_n = c->papers_n, .legal = legal,
		    .legal_n = c->legal_n,
	};
	describe_rates(a, form, lang, out);
	for (i = 0; i < c->who_n; i++)
		who[i] = c->who[i].in[lang];
	for (i = 0; i < c->legal_n; i++)
		legal[i] = c->legal[i].text.in[lang];
	for (i = 0; i < c->papers_n; i++)
		papers[i] = (struct paper_line){ .name = c->papers[i].name.in[lang],
		    .facts = paper_facts(a, &c->papers[i], lang),
			.substitute = c->papers[i].substitute.in[lang], .required = c->papers[i].required };
}

/* ---- for the catalogue's row, and for machines */

static const char	*const units[] = { "hour", "day", "working-day" };

static void
listing_name(struct arena *a, struct json *j, const struct form_catalogue *c)
{
	json_kstr(j, "code", c->code);
	json_kstr(j, "name_vi", c->name.in[LANG_VI]);
	json_kstr(j, "name_en", c->name.in[LANG_EN]);
	json_kstr(j, "summary_vi", c->summary.in[LANG_VI]);
	json_kstr(j, "summary_en", c->summary.in[LANG_EN]);
	json_kstr(j, "decides_vi", c->decides.in[LANG_VI]);
	json_kstr(j, "decides_en", c->decides.in[LANG_EN]);
	json_kstr(j, "name_folded", utf8_fold(a, c->name.in[LANG_VI]));
	json_kstr(j, "search", c->search);
	json_kstr(j, "field", c->field_code);
	json_kstr(j, "field_vi", c->field_name.in[LANG_VI]);
	json_kstr(j, "field_en", c->field_name.in[LANG_EN]);
}

struct str
catalogue_listing(struct arena *a, const struct form *form)
{
	const struct form_catalogue	*c = form_catalogue(form);
	struct buf auto_(buf_free)	 b = BUF_INIT;
	struct json			 j = json_to(&b);

	json_open(&j);
	listing_name(a, &j, c);
	json_kstr(&j, "level", level_name(c->level));
	json_kstr(&j, "agency", c->agency.n > 0 ? c->agency : STR("H24.19"));
	json_kstr(&j, "audience", c->audience);
	json_kstr(&j, "tier", c->tier);
	json_ki64(&j, "position", c->rank);
	json_ki64(&j, "limit_n", c->limit_n);
	json_kstr(&j, "limit_unit", str_of(units[c->limit_unit]));
	json_ki64(&j, "fee_vnd", c->fee_vnd);
	json_key(&j, "events");
	json_list(&j);
	for (size_t i = 0; i < c->events_n; i++)
		json_str(&j, c->events[i]);
	json_list_end(&j);
	json_close(&j);
	return (arena_str(a, buf_view(&b)));
}

static void
linked_thing(struct json *j, const char *key, const char *type, struct str name)
{
	json_key(j, key);
	json_open(j);
	json_kstr(j, "@type", str_of(type));
	json_kstr(j, "name", name);
	json_close(j);
}

struct str
catalogue_linked_data(struct arena *a, const struct form *form, struct str agency, struct str site)
{
	const struct form_catalogue	*c = form_catalogue(form);
	struct str			 url = arena_printf(a, "%.*s/thu-tuc/%.*s", STR_ARG(site), STR_ARG(c->code));
	struct buf auto_(buf_free)	 b = BUF_INIT;
	struct json			 j = json_to(&b);

	json_open(&j);
	json_kstr(&j, "@context", STR("https://schema.org"));
	json_kstr(&j, "@type", STR("GovernmentService"));
	json_kstr(&j, "@id", url);
	json_kstr(&j, "url", url);
	json_kstr(&j, "identifier", c->code);
	json_kstr(&j, "name", c->name.in[LANG_VI]);
	json_kstr(&j, "alternateName", c->name.in[LANG_EN]);
	json_kstr(&j, "description", c->summary.in[LANG_VI]);
	json_kstr(&j, "serviceType", c->field_name.in[LANG_VI]);
	linked_thing(&j, "provider", "GovernmentOrganization", agency);
	linked_thing(&j, "serviceOutput", "Thing", c->outcome.in[LANG_VI]);
	json_key(&j, "audience");
	json_list(&j);
	for (size_t i = 0; i < c->who_n; i++) {
		json_open(&j);
		json_kstr(&j, "@type", STR("Audience"));
		json_kstr(&j, "audienceType", c->who[i].in[LANG_VI]);
		json_close(&j);
	}
	json_list_end(&j);
	json_key(&j, "offers");
	json_open(&j);
	json_kstr(&j, "@type", STR("Offer"));
	json_kstr(&j, "price", arena_printf(a, "%lld", (long long)c->fee_vnd));
	json_kstr(&j, "priceCurrency", STR("VND"));
	json_close(&j);
	json_key(&j, "availableChannel");
	json_open(&j);
	json_kstr(&j, "@type", STR("ServiceChannel"));
	json_kstr(&j, "serviceUrl", url);
	json_close(&j);
	json_close(&j);
	return (arena_str(a, buf_view(&b)));
}
