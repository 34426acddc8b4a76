/* From service.xml: the catalogue facts and the result document. */
#include "form/form_model.h"

#include "core/buf.h"
#include "core/utf8.h"

#define RANK_NOT_SAID	100

static struct date
date_attr(struct arena *a, const xmlNode *n, const char *name)
{
	struct date	d = { 0, 0, 0 };

	date_parse(xml_attr(a, n, name), &d);
	return (d);
}

static void
load_papers(struct load *l, const xmlNode *x, struct form_catalogue *c)
{
	struct arena	*a = l->f->a;

	c->papers = ARENA_ARRAY(a, struct form_paper, xml_count(x, "paper"));
	for (const xmlNode *n = xml_first(x, "paper"); n != NULL; n = xml_next(n, "paper")) {
		struct form_paper	*p = &c->papers[c->papers_n++];
		struct str		 kind = xml_attr(a, n, "kind"), required = xml_attr(a, n, "required");
		int64_t			 copies = 0;

		str_i64(xml_attr(a, n, "copies"), 0, 1000000, &copies);
		p->line = xml_line(n);
		p->field = xml_attr(a, n, "field");
		p->kind = str_eqc(kind, "original") ? PAPER_ORIGINAL : str_eqc(kind, "copy") ? PAPER_COPY : PAPER_SHOWN;
		p->copies = (int)copies;
		p->required = str_eqc(required, "yes") || str_eqc(required, "true()");
		p->conditional = xml_has_attr(n, "relevant") || (required.n > 0 && !p->required);
		p->database = xml_attr(a, n, "substitute-db");
		p->name = load_text(l, n, "name");
		p->substitute = load_text(l, n, "substitute");
	}
}

static void
load_lists(struct load *l, const xmlNode *x, struct form_catalogue *c)
{
	struct arena	*a = l->f->a;

	c->who = ARENA_ARRAY(a, struct form_text, xml_count(x, "who"));
	for (const xmlNode *n = xml_first(x, "who"); n != NULL; n = xml_next(n, "who"))
		c->who[c->who_n++] = load_text(l, n, NULL);
	c->legal = ARENA_ARRAY(a, struct form_legal, xml_count(x, "legal"));
	for (const xmlNode *n = xml_first(x, "legal"); n != NULL; n = xml_next(n, "legal")) {
		c->legal[c->legal_n++] = (struct form_legal){ load_text(l, n, NULL), date_attr(a, n, "issued"),
		    date_attr(a, n, "effective") };
	}
	c->events = ARENA_ARRAY(a, struct str, xml_count(x, "life-event"));
	for (const xmlNode *n = xml_first(x, "life-event"); n != NULL; n = xml_next(n, "life-event"))
		c->events[c->events_n++] = xml_attr(a, n, "ref");
	c->synonyms = ARENA_ARRAY(a, struct str, xml_count(x, "synonym"));
	for (const xmlNode *n = xml_first(x, "synonym"); n != NULL; n = xml_next(n, "synonym"))
		c->synonyms[c->synonyms_n++] = str_trim(xml_text(a, n));
}

static struct str
search_text(struct arena *a, const struct form_catalogue *c)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	buf_str(&b, c->code);
	for (int lang = 0; lang < LANG__MAX; lang++) {
		buf_byte(&b, ' ');
		buf_str(&b, c->name.in[lang]);
	}
	for (size_t i = 0; i < c->synonyms_n; i++) {
		buf_byte(&b, ' ');
		buf_str(&b, c->synonyms[i]);
	}
	return (utf8_fold(a, buf_view(&b)));
}

void
load_catalogue(struct load *l, const xmlNode *service)
{
	const xmlNode		*x = xml_first(service, "catalogue"), *limit = xml_first(x, "time-limit");
	const xmlNode		*fee = xml_first(x, "fee"), *field = xml_first(x, "field-of-work");
	struct form_catalogue	*c = &l->f->catalogue;
	struct arena		*a = l->f->a;
	struct str		 level = xml_attr(a, x, "level"), unit = xml_attr(a, limit, "unit");
	int64_t			 n = 0;

	l->f->catalogue_line = xml_line(x);
	c->code = xml_attr(a, service, "code");
	c->workflow = xml_attr(a, service, "workflow");
	c->level = str_eqc(level, "toan-trinh") ? LEVEL_TOAN_TRINH : str_eqc(level, "mot-phan") ? LEVEL_MOT_PHAN :
	    LEVEL_THONG_TIN;
	c->level_reason = load_text(l, x, "level-reason");
	c->audience = xml_attr(a, x, "audience");
	c->tier = xml_has_attr(x, "tier") ? xml_attr(a, x, "tier") : STR("tinh");
	c->rank = RANK_NOT_SAID;
	if (str_i64(xml_attr(a, x, "rank"), 0, 1000000, &n))
		c->rank = (int)n;
	c->agency = xml_attr(a, x, "agency");
	c->agency_field = xml_attr(a, x, "agency-field");
	c->decides = load_text(l, x, "decides");
	c->name = load_text(l, x, "name");
	c->summary = load_text(l, x, "summary");
	c->outcome = load_text(l, x, "outcome");
	c->field_code = xml_attr(a, field, "code");
	c->field_name = load_text(l, field, NULL);
	str_i64(xml_attr(a, limit, "n"), 0, 1000000, &n);
	c->limit_n = (int)n;
	c->limit_unit = str_eqc(unit, "hour") ? UNIT_HOUR : str_eqc(unit, "day") ? UNIT_DAY : UNIT_WORKING_DAY;
	c->limit_restarts = !str_eqc(xml_attr(a, limit, "after-supplement"), "resume");
	c->limit_note = load_text(l, limit, "note");
	str_i64(xml_attr(a, fee, "vnd"), 0, INT64_MAX, &c->fee_vnd);
	c->fee_note = load_text(l, fee, "note");
	load_papers(l, x, c);
	load_lists(l, x, c);
	c->search = search_text(a, c);
	if (c->level != LEVEL_TOAN_TRINH && c->level_reason.in[LANG_VI].n == 0)
		load_say(l, xml_line(x), "level-reason", false,
		    "not toan-trinh: say in <level-reason> what cannot be done online");
}

const struct node *
node_at(const struct form *f, struct str path)
{
	const struct node	*n = f->root;
	struct str		 rest = path, part;

	while (n != NULL && str_cut(&rest, '.', &part))
		n = data_child(n, part);
	return (n == f->root ? NULL : n);
}

/* A field by its path without rows: "holder.full_name". Says so when there is none. */
static const struct node *
field_at(struct load *l, struct str path, int line)
{
	const struct node	*n = node_at(l->f, path);

	if (n == NULL)
		load_say(l, line, "path", false,
		    "there is no field %.*s: use the names from below the root, joined by dots",
		    STR_ARG(path));
	return (n);
}

/* White space of the file, one blank at each end at most, so that "<v/> text" keeps its blank. */
static struct str
squeeze(struct arena *a, struct str s, bool first, bool last)
{
	char	*out = arena_alloc(a, s.n + 1);
	size_t	 used = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool	space = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r';

		if (!space)
			out[used++] = s.p[i];
		else if (used > 0 ? out[used - 1] != ' ' : !first)
			out[used++] = ' ';
	}
	if (last && used > 0 && out[used - 1] == ' ')
		used--;
	return ((struct str){ out, used });
}

struct phrase
load_phrase(struct load *l, const xmlNode *x)
{
	struct arena	*a = l->f->a;
	struct phrase	 p = { NULL, 0 };
	size_t		 n = 0;

	for (const xmlNode *c = x->children; c != NULL; c = c->next)
		n++;
	p.v = ARENA_ARRAY(a, struct piece, n);
	for (const xmlNode *c = x->children; c != NULL; c = c->next) {
		struct piece	*v = &p.v[p.n++];

		v->line = xml_line(c->type == XML_ELEMENT_NODE ? c : x);
		if (xml_is(c, "v")) {
			v->of = field_at(l, xml_attr(a, c, "of"), xml_line(c));
			if (v->of != NULL && v->of->kind != NODE_FIELD)
				load_say(l, xml_line(c), "path", false, "%.*s is a group: a phrase takes fields",
				    STR_ARG(v->of->path));
		} else if (c->type == XML_TEXT_NODE) {
			v->text = squeeze(a, xml_text(a, c), c == x->children, c->next == NULL);
		}
	}
	return (p);
}

static void
load_table(struct load *l, const xmlNode *x, struct doc_block *b)
{
	struct arena	*a = l->f->a;

	b->each = field_at(l, xml_attr(a, x, "each"), xml_line(x));
	b->columns = ARENA_ARRAY(a, struct doc_column, xml_count(x, "column"));
	if (b->each == NULL)
		return;
	for (const xmlNode *c = xml_first(x, "column"); c != NULL; c = xml_next(c, "column")) {
		struct doc_column	*k = &b->columns[b->columns_n++];

		k->label = str_trim(xml_text(a, c));
		k->of = data_child(b->each, xml_attr(a, c, "of"));
		if (k->of == NULL)
			load_say(l, xml_line(c), "path", false, "%.*s has no field of that name",
			    STR_ARG(b->each->path));
	}
	if (!b->each->repeat || b->columns_n > 8)
		load_say(l, xml_line(x), "table", false, "a table takes a repeatable group and at most 8 columns");
}

void
load_blocks(struct load *l, const xmlNode *x, struct doc_model *d)
{
	static const struct {
		const char	*word;
		enum block_kind	 kind;
	}		 kinds[] = {
		{ "heading", BLOCK_HEADING }, { "paragraph", BLOCK_PARAGRAPH }, { "line", BLOCK_FIELD },
		{ "table", BLOCK_TABLE }, { "papers", BLOCK_LIST },
	};
	struct doc_block	*b;
	size_t			 k;

	d->blocks = ARENA_ARRAY(l->f->a, struct doc_block, xml_count(x, NULL));
	for (const xmlNode *n = xml_first(x, NULL); n != NULL; n = xml_next(n, NULL)) {
		for (k = 0; k < COUNT_OF(kinds) && !xml_is(n, kinds[k].word); k++)
			;
		if (k == COUNT_OF(kinds))
			continue;
		b = &d->blocks[d->blocks_n++];
		b->kind = kinds[k].kind;
		b->label = xml_attr(l->f->a, n, "label");
		load_bind(l, n, "when", &b->when);
		if (b->kind == BLOCK_TABLE)
			load_table(l, n, b);
		else if (b->kind != BLOCK_LIST)
			b->text = load_phrase(l, n);
	}
}

static void
load_claims(struct load *l, const xmlNode *x, struct doc_model *d)
{
	struct arena	*a = l->f->a;

	d->claims = ARENA_ARRAY(a, struct doc_claim, xml_count(x, "claim"));
	for (const xmlNode *n = xml_first(x, "claim"); n != NULL; n = xml_next(n, "claim")) {
		struct doc_claim	*c = &d->claims[d->claims_n++];

		c->name = xml_attr(a, n, "name");
		c->label.in[LANG_VI] = xml_attr(a, n, "vi");
		c->label.in[LANG_EN] = xml_attr(a, n, "en");
		c->value = load_phrase(l, n);
	}
	d->recipients = ARENA_ARRAY(a, struct phrase, xml_count(x, "recipient"));
	for (const xmlNode *n = xml_first(x, "recipient"); n != NULL; n = xml_next(n, "recipient"))
		d->recipients[d->recipients_n++] = load_phrase(l, n);
}

void
load_document(struct load *l, const xmlNode *service)
{
	const xmlNode		*x = xml_first(service, "document"), *list = xml_first(service, "list");
	struct doc_model	*d = &l->f->doc;
	struct arena		*a = l->f->a;

	d->kind = xml_attr(a, x, "kind");
	d->suffix = xml_attr(a, x, "suffix");
	d->title = str_trim(xml_text(a, xml_first(x, "title")));
	d->authority = str_trim(xml_text(a, xml_first(x, "authority")));
	d->subject = load_phrase(l, xml_first(x, "subject"));
	load_blocks(l, x, d);
	load_claims(l, x, d);
	l->f->list_applicant = load_phrase(l, xml_first(list, "applicant"));
	l->f->list_subject = load_phrase(l, xml_first(list, "subject"));
	if (l->f->catalogue.agency_field.n > 0)
		field_at(l, l->f->catalogue.agency_field, xml_line(xml_first(service, "catalogue")));
	for (size_t i = 0; i < l->f->catalogue.papers_n; i++) {
		if (l->f->catalogue.papers[i].field.n > 0)
			field_at(l, l->f->catalogue.papers[i].field, xml_line(xml_first(service, "catalogue")));
	}
}

static bool
repeated(const struct node *field)
{
	for (const struct node *up = field->parent; up != NULL; up = up->parent) {
		if (up->repeat)
			return (true);
	}
	return (false);
}

void
form_choices(struct arena *a, const struct form *f, struct form_choices **out, size_t *n)
{
	*out = ARENA_ARRAY(a, struct form_choices, f->nodes_n);
	*n = 0;
	for (size_t i = 0; i < f->nodes_n; i++) {
		const struct node	*field = f->nodes[i];
		struct form_choices	*c = &(*out)[*n];
		char			*path;

		if (field->kind != NODE_FIELD || field->type != TYPE_CHOICE || repeated(field))
			continue;
		path = arena_alloc(a, field->path.n + 1);
		for (size_t k = 0; k < field->path.n; k++)
			path[k] = field->path.p[k] == '.' ? '/' : field->path.p[k];
		c->path = (struct str){ path, field->path.n };
		c->value = ARENA_ARRAY(a, struct str, field->choices_n);
		c->value_n = field->choices_n;
		for (size_t k = 0; k < field->choices_n; k++)
			c->value[k] = field->choices[k].value;
		(*n)++;
	}
}
