#include "catalogue/catalogue.h"

#include "core/utf8.h"
#include "view/message.h"

size_t
catalogue_words(struct arena *a, struct str query, struct str words[CATALOGUE_WORDS_MAX])
{
	struct str	rest = utf8_fold(a, str_from_to(query, 0, 200)), word;
	size_t		n = 0;

	while (n < CATALOGUE_WORDS_MAX && str_cut(&rest, ' ', &word)) {
		if (word.n > 0)
			words[n++] = word;
	}
	return (n);
}

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
time_limit(struct arena *a, const struct form_catalogue *c, enum lang lang)
{
	struct msg_arg	n[] = { MSG_ARG(c->limit_n) };

	if (c->limit_n == 0)
		return (msg_text(lang, MSG_CATALOGUE_LIMIT_SAME_DAY));
	switch (c->limit_unit) {
	case UNIT_HOUR:
		return (msg_string(a, lang, MSG_CATALOGUE_LIMIT_HOURS, n, 1));
	case UNIT_DAY:
		return (msg_string(a, lang, MSG_CATALOGUE_LIMIT_DAYS, n, 1));
	case UNIT_WORKING_DAY:
		break;
	}
	return (msg_string(a, lang, MSG_CATALOGUE_LIMIT_WORKING_DAYS, n, 1));
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
fee(struct arena *a, const struct form_catalogue *c, enum lang lang)
{
	struct msg_arg	amount[1];

	if (c->fee_vnd == 0)
		return (msg_text(lang, MSG_CATALOGUE_FEE_NONE));
	amount[0] = MSG_ARG(money(a, c->fee_vnd));
	return (msg_string(a, lang, MSG_CATALOGUE_FEE_AMOUNT, amount, 1));
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
		.field = c->field_name.in[lang], .time_limit = time_limit(a, c, lang),
		.time_note = c->limit_note.in[lang], .fee = fee(a, c, lang), .fee_note = c->fee_note.in[lang],
		.level = catalogue_level(lang, level_name(c->level)), .level_reason = c->level_reason.in[lang],
		.who = who, .who_n = c->who_n, .papers = papers, .papers_n = c->papers_n, .legal = legal,
		    .legal_n = c->legal_n,
	};
	for (i = 0; i < c->who_n; i++)
		who[i] = c->who[i].in[lang];
	for (i = 0; i < c->legal_n; i++)
		legal[i] = c->legal[i].text.in[lang];
	for (i = 0; i < c->papers_n; i++)
		papers[i] = (struct paper_line){ .name = c->papers[i].name.in[lang],
		    .facts = paper_facts(a, &c->papers[i], lang),
			.substitute = c->papers[i].substitute.in[lang], .required = c->papers[i].required };
}
