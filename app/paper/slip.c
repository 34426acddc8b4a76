#include "paper/slip.h"

#include "paper/slip_words.h"

#define BLOCKS_MAX	64

/* Blocks being collected for one document. */
struct slip {
	struct arena		*a;
	const struct slip_head	*head;
	struct block		*blocks;
	size_t			 n, max;
};

static void
block_add(struct slip *s, struct block block)
{
	CHECK(s->n < s->max);
	s->blocks[s->n++] = block;
}

static void
field_add(struct slip *s, struct str label, struct str text)
{
	block_add(s, (struct block){ .kind = BLOCK_FIELD, .label = label, .text = text });
}

static struct slip
slip_start(struct arena *a, const struct slip_head *head, size_t more)
{
	return ((struct slip){ .a = a, .head = head, .blocks = ARENA_ARRAY(a, struct block, BLOCKS_MAX + more),
	    .max = BLOCKS_MAX + more });
}

/* Letterhead, title, signature on the right and the look-up code. */
static void
slip_finish(struct slip *s, struct str title, struct str authority, struct document *doc)
{
	const struct slip_head	*h = s->head;

	*doc = (struct document){
		.parent_agency = h->parent_agency, .agency = h->agency, .unit = h->unit, .number = h->number,
		.place = h->place, .date = civil_vn(h->at_s).date, .title = title,
		.blocks = s->blocks, .blocks_n = s->n, .authority = authority, .signer = h->officer,
	};
	if (h->dossier.n > 0)
		doc->subject = arena_printf(
		    s->a, "%.*s %.*s", STR_ARG(slip_words.subject_dossier), STR_ARG(h->dossier));
	if (h->lookup_url.n > 0) {
		doc->note = arena_printf(s->a, "%.*s\n%.*s", STR_ARG(slip_words.lookup), STR_ARG(h->lookup_url));
		doc->qr_text = h->lookup_url;
		doc->qr_caption = slip_words.scan;
	}
}

static void
applicant_add(struct slip *s, struct str label)
{
	const struct slip_head	*h = s->head;

	field_add(s, label, h->applicant);
	field_add(s, slip_words.address, h->address);
	field_add(s, slip_words.phone, h->phone);
	field_add(s, slip_words.email, h->email);
	field_add(s, slip_words.request, h->procedure);
}

struct str
document_date(struct arena *a, struct date d)
{
	const struct paper_words	*p = &paper_words;

	return (arena_printf(a, "%.*s %02d %.*s %0*d %.*s %d", STR_ARG(p->day), d.day, STR_ARG(p->month),
	    d.month < 3 ? 2 : 1, d.month, STR_ARG(p->year), d.year));
}

struct str
document_date_within(struct arena *a, struct str before, struct date d)
{
	struct str	date = document_date(a, d), said = str_trim(before);

	if (said.n < before.n && str_ends(said, paper_words.day))
		return (str_trim(str_from_to(date, paper_words.day.n, date.n)));
	return (date);
}

/* "09 giờ 05 phút, ngày 24 tháng 11 năm 2026" */
static struct str
moment(struct arena *a, int64_t s)
{
	struct civil	c = civil_vn(s);

	return (arena_printf(a, "%02d %.*s %02d %.*s, %.*s", c.hour, STR_ARG(slip_words.hour), c.minute,
	    STR_ARG(slip_words.minute), STR_ARG(document_date(a, c.date))));
}

static struct str
count(struct arena *a, size_t n)
{
	return (arena_printf(a, "%zu", n));
}

static void
files_add(struct slip *s, const struct receipt_facts *f)
{
	const size_t	 columns = COUNT_OF(slip_words.file_head);
	struct str	*cells = ARENA_ARRAY(s->a, struct str, (f->files_n + 1) * columns);
	size_t		 i;

	memcpy(cells, slip_words.file_head, sizeof(slip_words.file_head));
	for (i = 0; i < f->files_n; i++) {
		struct str	*row = cells + (i + 1) * columns;

		row[0] = count(s->a, i + 1);
		row[1] = f->files[i].name;
		row[2] = f->files[i].form;
		row[3] = count(s->a, (size_t)f->files[i].copies);
	}
	block_add(s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = slip_words.files });
	block_add(s, (struct block){ .kind = BLOCK_TABLE, .columns = columns, .rows = f->files_n + 1, .cells = cells });
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
			block_add(s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = slip_words.digests });
		first = false;
		block_add(s, (struct block){ .kind = BLOCK_CODE,
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

	field_add(
	    s, w->book, arena_printf(s->a, "%.*s, %.*s: %.*s", STR_ARG(book), STR_ARG(w->book_row), STR_ARG(row)));
}

void
slip_receipt(struct arena *a, const struct receipt_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, f->files_n);

	CHECK(f->files_n <= SLIP_FILES_MAX && f->sets >= 0 && f->legal_days >= 0);
	field_add(&s, w->unit_received, f->head.agency_name);
	applicant_add(&s, w->applicant);
	if (f->files_n > 0)
		files_add(&s, f);
	digests_add(&s, f);
	field_add(&s, w->sets, arena_printf(a, "%02d %.*s", f->sets, STR_ARG(w->sets_unit)));
	field_add(&s, w->legal_time, f->legal_days == 0 ? w->same_day
	    : arena_printf(a, "%02d %.*s", f->legal_days, STR_ARG(w->days_unit)));
	field_add(&s, w->received, moment(a, f->received_s));
	field_add(&s, w->due, f->due_s == 0 ? STR_NONE : moment(a, f->due_s));
	field_add(&s, w->delivery, f->delivery);
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
	field_add(&s, w->submission_to, f->head.agency_name);
	applicant_add(&s, w->applicant_online);
	field_add(&s, w->submitted, moment(a, f->received_s));
	if (f->files_n > 0)
		files_add(&s, f);
	digests_add(&s, f);
	block_add(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->answer_within });
	block_add(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->no_receipt_yet });
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
	block_add(
	    s, (struct block){ .kind = BLOCK_PARAGRAPH,
		   .text = arena_printf(s->a, "%.*s %.*s%.*s.", STR_ARG(w->contact), STR_ARG(who), STR_ARG(phone)) });
}

void
slip_supplement(struct arena *a, const struct supplement_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, f->wants_n);
	size_t			 i;

	applicant_add(&s, w->supplement_of);
	block_add(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->wants });
	for (i = 0; i < f->wants_n; i++) {
		block_add(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = arena_printf(a, "%zu. %.*s", i + 1,
		    STR_ARG(f->wants[i])) });
	}
	field_add(&s, w->reason, f->reason);
	if (f->until_s != 0)
		field_add(&s, w->until, moment(a, f->until_s));
	contact_add(&s, f);
	slip_finish(&s, w->supplement_title, w->guide, doc);
}

void
slip_refusal(struct arena *a, const struct refusal_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, 0);

	applicant_add(&s, w->applicant);
	block_add(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = w->refusal_text });
	block_add(&s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = f->reason });
	if (f->legal_basis.n > 0)
		field_add(&s, w->legal_basis, f->legal_basis);
	slip_finish(&s, w->refusal_title, w->receiver, doc);
	doc->left_authority = w->submitter;
	doc->left_signer = f->head.applicant;
}

void
slip_declaration_note(struct arena *a, int64_t filed_s, struct str dossier, struct str lookup_url, struct document *doc)
{
	const struct slip_words	*w = &slip_words;

	doc->note = filed_s == 0 ? w->preview
	    : arena_printf(a, "%.*s %.*s. %.*s %.*s", STR_ARG(w->filed), STR_ARG(moment(a, filed_s)),
	    STR_ARG(w->subject_dossier), STR_ARG(dossier));
	if (lookup_url.n == 0)
		return;
	doc->qr_text = lookup_url;
	doc->qr_caption = w->scan;
}
