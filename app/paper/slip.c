#include "paper/slip.h"

#include "paper/slip_parts.h"
#include "paper/slip_words.h"

static void
files_add(struct slip *s, const struct receipt_facts *f)
{
	const size_t	 columns = COUNT_OF(slip_words.file_head);
	struct str	*cells = ARENA_ARRAY(s->a, struct str, (f->files_n + 1) * columns);
	size_t		 i;

	memcpy(cells, slip_words.file_head, sizeof(slip_words.file_head));
	for (i = 0; i < f->files_n; i++) {
		struct str	*row = cells + (i + 1) * columns;

		row[0] = slip_count(s->a, i + 1);
		row[1] = f->files[i].name;
		row[2] = f->files[i].form;
		row[3] = slip_count(s->a, (size_t)f->files[i].copies);
	}
	slip_block(s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = slip_words.files });
	slip_block(s, (struct block){ .kind = BLOCK_TABLE, .columns = columns, .rows = f->files_n + 1,
	    .cells = cells });
}

/* In full, one a line, under the numbers of the table. */
static void
digests_add(struct slip *s, const struct receipt_facts *f)
{
	bool	first = true;
	size_t	i;

	for (i = 0; i < f->files_n; i++) {
		if (f->files[i].sha256.n == 0)
			continue;
		if (first)
			slip_block(s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = slip_words.digests });
		first = false;
		slip_block(s, (struct block){ .kind = BLOCK_CODE,
		    .label = arena_printf(s->a, "%.*s %zu", STR_ARG(slip_words.digest_file), i + 1),
		    .text = f->files[i].sha256 });
	}
}

/* The desk's book; what the desk does not keep by number is left to the pen. */
static void
book_add(struct slip *s, const struct receipt_facts *f)
{
	const struct slip_words	*w = &slip_words;
	struct str		 book = f->book.n > 0 ? f->book : w->blank;
	struct str		 row = f->book_row.n > 0 ? f->book_row : w->blank;

	slip_field(
	    s, w->book, arena_printf(s->a, "%.*s, %.*s: %.*s", STR_ARG(book), STR_ARG(w->book_row), STR_ARG(row)));
}

void
slip_receipt(struct arena *a, const struct receipt_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, f->files_n);

	CHECK(f->files_n <= SLIP_FILES_MAX && f->sets >= 0 && f->legal_days >= 0);
	slip_field(&s, w->unit_received, f->head.agency_name);
	slip_applicant(&s, w->applicant);
	if (f->files_n > 0)
		files_add(&s, f);
	digests_add(&s, f);
	slip_field(&s, w->sets, arena_printf(a, "%02d %.*s", f->sets, STR_ARG(w->sets_unit)));
	slip_field(&s, w->legal_time, f->legal_days == 0 ? w->same_day
	    : arena_printf(a, "%02d %.*s", f->legal_days, STR_ARG(w->days_unit)));
	slip_field(&s, w->received, slip_moment(a, f->received_s));
	slip_field(&s, w->due, f->due_s == 0 ? STR_NONE : slip_moment(a, f->due_s));
	slip_field(&s, w->delivery, f->delivery);
	book_add(&s, f);
	slip_finish(&s, w->receipt_title, w->receiver, doc);
	doc->left_authority = w->submitter;
	doc->left_signer = f->head.applicant;
}

void
slip_submission(struct arena *a, const struct receipt_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, f->files_n);

	CHECK(f->files_n <= SLIP_FILES_MAX);
	slip_field(&s, w->submission_to, f->head.agency_name);
	slip_applicant(&s, w->applicant_online);
	slip_field(&s, w->submitted, slip_moment(a, f->received_s));
	if (f->files_n > 0)
		files_add(&s, f);
	digests_add(&s, f);
	slip_block(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->answer_within });
	slip_block(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->no_receipt_yet });
	slip_finish(&s, w->submission_title, w->unit_online, doc);
}

static void
contact_add(struct slip *s, const struct supplement_facts *f)
{
	const struct slip_words	*w = &slip_words;
	struct str		 who = f->contact.n > 0 ? f->contact : s->head->officer, phone = STR("");

	if (f->contact_phone.n > 0) {
		phone = arena_printf(s->a, ", %.*s: %.*s", STR_ARG(w->contact_phone), STR_ARG(f->contact_phone));
	}
	slip_block(
	    s, (struct block){ .kind = BLOCK_PARAGRAPH,
		   .text = arena_printf(s->a, "%.*s %.*s%.*s.", STR_ARG(w->contact), STR_ARG(who), STR_ARG(phone)) });
}

void
slip_supplement(struct arena *a, const struct supplement_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, f->wants_n);
	size_t			 i;

	slip_applicant(&s, w->supplement_of);
	slip_block(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->wants });
	for (i = 0; i < f->wants_n; i++) {
		slip_block(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = arena_printf(a, "%zu. %.*s", i + 1,
		    STR_ARG(f->wants[i])) });
	}
	slip_field(&s, w->reason, f->reason);
	if (f->until_s != 0)
		slip_field(&s, w->until, slip_moment(a, f->until_s));
	contact_add(&s, f);
	slip_finish(&s, w->supplement_title, w->guide, doc);
}

void
slip_refusal(struct arena *a, const struct refusal_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, 0);

	slip_applicant(&s, w->applicant);
	slip_block(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->refusal_text });
	slip_block(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = f->reason });
	if (f->legal_basis.n > 0)
		slip_field(&s, w->legal_basis, f->legal_basis);
	slip_finish(&s, w->refusal_title, w->receiver, doc);
	doc->left_authority = w->submitter;
	doc->left_signer = f->head.applicant;
}

void
slip_declaration_note(struct arena *a, int64_t filed_s, struct str dossier, struct str lookup_url, struct document *doc)
{
	const struct slip_words	*w = &slip_words;

	doc->note = filed_s == 0 ? w->preview
	    : arena_printf(a, "%.*s %.*s. %.*s %.*s", STR_ARG(w->filed), STR_ARG(slip_moment(a, filed_s)),
	    STR_ARG(w->subject_dossier), STR_ARG(dossier));
	if (lookup_url.n == 0)
		return;
	doc->qr_text = lookup_url;
	doc->qr_caption = w->scan;
}
