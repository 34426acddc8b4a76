#include "paper/document.h"

#include "core/core.h"

static struct str *
copy_all(struct arena *a, const struct str *from, size_t n)
{
	struct str	*to = ARENA_ARRAY(a, struct str, n);

	for (size_t i = 0; i < n; i++)
		to[i] = arena_str(a, from[i]);
	return (to);
}

void
document_copy(struct arena *a, const struct document *from, struct document *to)
{
	*to = *from;
	struct str	*texts[] = { &to->form_note, &to->copies[0], &to->copies[1],
	    &to->addressee, &to->parent_agency, &to->agency, &to->unit, &to->number,
	    &to->place, &to->title, &to->subject, &to->authority, &to->signature_hint, &to->signer,
	    &to->left_authority, &to->left_signer, &to->note, &to->qr_text, &to->qr_caption };

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		*texts[i] = arena_str(a, *texts[i]);
	to->recipients = copy_all(a, from->recipients, from->recipients_n);
	to->blocks = ARENA_ARRAY(a, struct block, from->blocks_n);
	for (size_t i = 0; i < from->blocks_n; i++) {
		to->blocks[i] = from->blocks[i];
		to->blocks[i].label = arena_str(a, from->blocks[i].label);
		to->blocks[i].text = arena_str(a, from->blocks[i].text);
		to->blocks[i].cells = copy_all(a, from->blocks[i].cells,
		    from->blocks[i].columns * from->blocks[i].rows);
	}
}
