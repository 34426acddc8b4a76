/* All answers for reading: "check your answers", the officer's page, lists, and the result document. */
#include "form/form_model.h"

#include "core/buf.h"
#include "core/utf8.h"

struct reader {
	struct arena		*a;
	struct instance		*in;
	enum form_part		 part;
	enum lang		 lang;
	struct answer_section	*sections;
	size_t			 n, cap;
	size_t			 answers_cap;
};

static void
section_add(struct reader *r, struct str title, size_t page, int depth)
{
	struct answer_section	*grown;

	if (r->n == r->cap) {
		r->cap = r->cap == 0 ? 16 : r->cap * 2;
		grown = ARENA_ARRAY(r->a, struct answer_section, r->cap);
		if (r->n > 0)
			memcpy(grown, r->sections, r->n * sizeof(*grown));
		r->sections = grown;
	}
	r->sections[r->n++] = (struct answer_section){ .title = title, .page = page, .depth = depth };
	r->answers_cap = 0;
}

static void
answer_add(struct reader *r, xmlNode *x)
{
	struct answer_section	*s = &r->sections[r->n - 1];
	const struct node	*node = cell_of(x)->node;
	struct answer		*grown, *k;

	if (s->answers_n == r->answers_cap) {
		r->answers_cap = r->answers_cap == 0 ? 8 : r->answers_cap * 2;
		grown = ARENA_ARRAY(r->a, struct answer, r->answers_cap);
		if (s->answers_n > 0)
			memcpy(grown, s->answers, s->answers_n * sizeof(*grown));
		s->answers = grown;
	}
	k = &s->answers[s->answers_n++];
	k->label = node->label.in[r->lang];
	k->name = instance_name(r->a, x);
	k->page = node->page;
	k->anchor = instance_id(r->a, x);
	k->sensitive = node->sensitive;
	k->paper = node->type == TYPE_FILE;
	k->fixed = cell_of(x)->readonly || node->calculate.text.n > 0;
	k->shown = type_shown(r->a, r->in->form->rules, node, instance_value(r->a, x), r->lang);
	if (node->type == TYPE_FILE)
		k->files = files_of(r->a, x, &k->files_n);
}

static void	read_contents(struct reader *r, const struct node *container, xmlNode *at, int depth);

static void
read_rows(struct reader *r, const struct node *node, xmlNode *at, int depth)
{
	struct form_text	word = node->row_label.in[LANG_VI].n > 0 ? node->row_label : node->label;
	size_t			number = 0;

	for (xmlNode *x = xml_first(at, NULL); x != NULL; x = xml_next(x, NULL)) {
		struct str	title = word.in[r->lang];

		if (cell_of(x)->node != node || !cell_of(x)->relevant)
			continue;
		if (node->repeat)
			title = rules_message(r->a, r->in->form->rules, "word-row", r->lang, title,
			    arena_printf(r->a, "%zu", ++number), STR_NONE);
		if (title.n > 0)
			section_add(r, title, node->page, depth + 1);
		read_contents(r, node, x, depth + 1);
	}
}

static void
read_contents(struct reader *r, const struct node *container, xmlNode *at, int depth)
{
	for (const struct node *k = container->children; k != NULL; k = k->next) {
		if (k->kind == NODE_SECTION) {
			if (!container_relevant(r->in, k, at))
				continue;
			if (k->label.in[LANG_VI].n > 0)
				section_add(r, k->label.in[r->lang], k->page, depth + 1);
			read_contents(r, k, at, depth + 1);
		} else if (k->kind == NODE_GROUP) {
			read_rows(r, k, at, depth);
		} else {
			for (xmlNode *x = xml_first(at, NULL); x != NULL; x = xml_next(x, NULL)) {
				if (cell_of(x)->node == k && cell_of(x)->relevant)
					answer_add(r, x);
			}
		}
	}
}

void
form_view_answers(struct arena *a, struct instance *in, enum form_part part, enum lang lang,
    struct answer_section **out,
    size_t *n)
{
	struct reader	r = { .a = a, .in = in, .part = part, .lang = lang };

	instance_settle(in);
	for (size_t i = 0; i < in->form->pages_n; i++) {
		const struct node	*page = in->form->pages[i];

		if (page->part != part || !page_relevant(in, page))
			continue;
		section_add(&r, page->label.in[lang], i, 0);
		read_contents(&r, page, instance_only(in, page->owner), 0);
	}
	*out = r.sections;
	*n = r.n;
}

static void
files_below(struct arena *a, const xmlNode *x, struct form_attachment *v, size_t *n)
{
	const struct node	*node = cell_of(x)->node;
	struct form_file	*files;
	size_t			 files_n;

	if (node->kind != NODE_FIELD) {
		for (const xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL))
			files_below(a, c, v, n);
		return;
	}
	files = files_of(a, x, &files_n);
	for (size_t i = 0; i < files_n; i++) {
		if (v != NULL)
			v[*n] = (struct form_attachment){ instance_name(a, x), node->label, files[i] };
		(*n)++;
	}
}

void
instance_files(struct arena *a, struct instance *in, struct form_attachment **out, size_t *n)
{
	size_t	total = 0;

	instance_settle(in);
	files_below(a, instance_root(in), NULL, &total);
	*out = ARENA_ARRAY(a, struct form_attachment, total);
	*n = 0;
	files_below(a, instance_root(in), *out, n);
}

/* Ids and phones by which an officer looks a dossier up. */
static void
search_below(struct arena *a, const xmlNode *x, struct buf *b)
{
	const struct node	*node = cell_of(x)->node;

	if (node->kind != NODE_FIELD) {
		for (const xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL))
			search_below(a, c, b);
	} else if (node->type == TYPE_PERSONAL_ID || node->type == TYPE_OLD_ID || node->type == TYPE_TAX_NUMBER ||
	    node->type == TYPE_PHONE) {
		buf_byte(b, ' ');
		buf_str(b, instance_value(a, x));
	}
}

void
form_project(struct arena *a, struct instance *in, struct form_projection *out)
{
	auto_(buf_free) struct buf	 b = BUF_INIT;
	const struct form_catalogue	*c = &in->form->catalogue;

	instance_settle(in);
	out->applicant = phrase_text(a, in, &in->form->list_applicant, LANG_VI);
	out->subject = phrase_text(a, in, &in->form->list_subject, LANG_VI);
	out->agency = c->agency.n > 0 ? c->agency : instance_get(a, in, c->agency_field);
	buf_printf(&b, "%.*s %.*s", STR_ARG(out->applicant), STR_ARG(out->subject));
	search_below(a, instance_root(in), &b);
	out->search = utf8_fold(a, buf_view(&b));
}
