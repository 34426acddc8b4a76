/* The official form (mẫu đơn, tờ khai): from service.xml, and filled from the answers. */
#include "form/form_model.h"

void
load_declaration(struct load *l, const xmlNode *service)
{
	const xmlNode		*x = xml_first(service, "official-form");
	struct form		*f = l->f;
	struct doc_model	*d = &f->declaration;

	f->has_declaration = x != NULL;
	if (x == NULL)
		return;
	d->title = str_trim(xml_text(f->a, xml_first(x, "title")));
	d->authority = str_trim(xml_text(f->a, xml_first(x, "signatory")));
	if (xml_first(x, "subject") != NULL)
		d->subject = load_phrase(l, xml_first(x, "subject"));
	f->addressee = load_phrase(l, xml_first(x, "to"));
	f->declarant = load_phrase(l, xml_first(x, "name"));
	load_blocks(l, x, d);
}

/* What one section becomes: its title, then a line an answer. Files are told by the list of papers at the end. */
static void
section_fill(const struct answer_section *s, struct document *doc)
{
	if (s->title.n > 0)
		doc->blocks[doc->blocks_n++] = (struct block){ .kind = BLOCK_HEADING, .label = s->title };
	for (size_t i = 0; i < s->answers_n; i++) {
		if (s->answers[i].files_n > 0 || s->answers[i].shown.n == 0)
			continue;
		doc->blocks[doc->blocks_n++] = (struct block){ .kind = BLOCK_FIELD, .label = s->answers[i].label,
		    .text = s->answers[i].shown };
	}
}

static void
fill_plainly(struct arena *a, struct instance *in, struct document *doc)
{
	const struct form_rules	*rules = in->form->rules;
	struct answer_section	*sections;
	size_t			 n, blocks = 0;
	struct form_projection	 projection;

	form_view_answers(a, in, FORM_PART_APPLICANT, LANG_VI, &sections, &n);
	form_project(a, in, &projection);
	for (size_t i = 0; i < n; i++)
		blocks += 1 + sections[i].answers_n;
	doc->title = rules_message(a, rules, "word-declaration", LANG_VI, STR_NONE, STR_NONE, STR_NONE);
	doc->subject = in->form->catalogue.name.in[LANG_VI];
	doc->blocks = ARENA_ARRAY(a, struct block, blocks);
	doc->blocks_n = 0;
	for (size_t i = 0; i < n; i++)
		section_fill(&sections[i], doc);
	doc->authority = rules_message(a, rules, "word-declarant", LANG_VI, STR_NONE, STR_NONE, STR_NONE);
	doc->signer = projection.applicant;
}

void
form_declaration(struct arena *a, struct instance *in, struct document *doc)
{
	*doc = (struct document){ .declaration = true };
	if (in->form->has_declaration) {
		document_fill(a, in, &in->form->declaration, doc);
		doc->addressee = phrase_text(a, in, &in->form->addressee, LANG_VI);
		doc->signer = phrase_text(a, in, &in->form->declarant, LANG_VI);
	} else {
		instance_settle(in);
		fill_plainly(a, in, doc);
	}
	doc->signature_hint = rules_message(a, in->form->rules, "word-signature", LANG_VI, STR_NONE, STR_NONE,
	    STR_NONE);
}
