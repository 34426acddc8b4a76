/* The result document: the package's blocks, filled from the dossier. */
#include "form/form_model.h"

/* The rows of a group in document order; of a group within rows, of all of them. */
static void
rows_below(xmlNode *x, const struct node *group, xmlNode **v, size_t *n)
{
	for (xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL)) {
		const struct node	*node = cell_of(c)->node;

		if (node->kind == NODE_FIELD || !cell_of(c)->relevant)
			continue;
		if (node != group) {
			rows_below(c, group, v, n);
			continue;
		}
		if (v != NULL)
			v[*n] = c;
		(*n)++;
	}
}

static size_t
rows_of(struct arena *a, struct instance *in, const struct node *group, xmlNode ***out)
{
	size_t	n = 0;

	rows_below(instance_root(in), group, NULL, &n);
	*out = ARENA_ARRAY(a, xmlNode *, n);
	n = 0;
	rows_below(instance_root(in), group, *out, &n);
	return (n);
}

static struct str
cell_text(struct arena *a, struct instance *in, xmlNode *row, const struct node *of)
{
	for (xmlNode *x = xml_first(row, NULL); x != NULL; x = xml_next(x, NULL)) {
		if (cell_of(x)->node == of)
			return (type_shown(a, in->form->rules, of, instance_value(a, x), LANG_VI));
	}
	return (STR_NONE);
}

static void
fill_table(struct arena *a, struct instance *in, const struct doc_block *from, struct block *to)
{
	xmlNode	**rows;
	size_t	  n = rows_of(a, in, from->each, &rows), k;

	to->columns = from->columns_n;
	to->rows = n + 1;
	to->cells = ARENA_ARRAY(a, struct str, to->columns * to->rows);
	for (k = 0; k < from->columns_n; k++)
		to->cells[k] = from->columns[k].label;
	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < from->columns_n; k++)
			to->cells[(i + 1) * to->columns + k] = cell_text(a, in, rows[i], from->columns[k].of);
	}
}

/* The papers that were handed in, each kind once, with the number of its files. */
static void
fill_papers(struct arena *a, struct instance *in, struct block *to)
{
	struct form_attachment	*files;
	size_t			 n, from = 0;

	instance_files(a, in, &files, &n);
	to->columns = 1;
	to->cells = ARENA_ARRAY(a, struct str, n);
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && str_eq(files[i].field, files[i + 1].field))
			continue;
		to->cells[to->rows++] = rules_message(a, in->form->rules, "word-paper", LANG_VI,
		    files[i].label.in[LANG_VI], arena_printf(a, "%zu", i + 1 - from), STR_NONE);
		from = i + 1;
	}
}

static bool
wanted(struct instance *in, const struct doc_block *b)
{
	bool	yes;

	if (b->when.x == NULL)
		return (true);
	return (xpath_test(in->xpath, b->when.x, instance_root(in), &yes) == 0 && yes);
}

void
document_fill(struct arena *a, struct instance *in, const struct doc_model *d, struct document *doc)
{
	instance_settle(in);
	doc->title = d->title;
	doc->authority = d->authority;
	doc->subject = phrase_sentence(a, in, &d->subject);
	doc->blocks = ARENA_ARRAY(a, struct block, d->blocks_n);
	doc->blocks_n = 0;
	for (size_t i = 0; i < d->blocks_n; i++) {
		struct block	*b;

		if (!wanted(in, &d->blocks[i]))
			continue;
		b = &doc->blocks[doc->blocks_n++];
		b->kind = d->blocks[i].kind;
		b->label = d->blocks[i].label;
		if (b->kind == BLOCK_TABLE)
			fill_table(a, in, &d->blocks[i], b);
		else if (b->kind == BLOCK_PARAGRAPH)
			b->text = phrase_sentence(a, in, &d->blocks[i].text);
		else if (b->kind == BLOCK_LIST) {
			fill_papers(a, in, b);
			doc->blocks_n -= b->rows == 0;
		} else
			b->text = phrase_text(a, in, &d->blocks[i].text, LANG_VI);
	}
}

void
form_result(struct arena *a, struct instance *in, struct document *doc, struct form_result *out)
{
	const struct doc_model	*d = &in->form->doc;

	document_fill(a, in, d, doc);
	doc->recipients = ARENA_ARRAY(a, struct str, d->recipients_n);
	doc->recipients_n = d->recipients_n;
	for (size_t i = 0; i < d->recipients_n; i++)
		doc->recipients[i] = phrase_text(a, in, &d->recipients[i], LANG_VI);
	out->suffix = d->suffix;
	out->kind = d->kind;
	out->claims = ARENA_ARRAY(a, struct claim, d->claims_n);
	out->claims_n = d->claims_n;
	for (size_t i = 0; i < d->claims_n; i++) {
		out->claims[i] = (struct claim){ d->claims[i].name, d->claims[i].label.in[LANG_VI],
		    d->claims[i].label.in[LANG_EN], phrase_text(a, in, &d->claims[i].value, LANG_VI) };
	}
}
