#include "paper/slip_parts.h"

#include "paper/slip_words.h"

#define BLOCKS_MAX	64

void
slip_block(struct slip *s, struct block block)
{
	CHECK(s->n < s->max);
	s->blocks[s->n++] = block;
}

void
slip_field(struct slip *s, struct str label, struct str text)
{
	slip_block(s, (struct block){ .kind = BLOCK_FIELD, .label = label, .text = text });
}

struct slip
slip_start(struct arena *a, const struct slip_head *head, size_t more)
{
	return ((struct slip){ .a = a, .head = head, .blocks = ARENA_ARRAY(a, struct block, BLOCKS_MAX + more),
	    .max = BLOCKS_MAX + more });
}

/* Letterhead, title, signature on the right and the look-up code. */
void
slip_finish(struct slip *s, struct str title, struct str authority, struct document *doc)
{
	const struct slip_head	*h = s->head;

	*doc = (struct document){
		.parent_agency = h->parent_agency, .agency = h->agency, .unit = h->unit, .number = h->number,
		.place = h->place, .date = civil_vn(h->at_s).date,
		.title = h->title.n > 0 ? h->title : title, .form_note = h->form_note,
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

void
slip_applicant(struct slip *s, struct str label)
{
	const struct slip_head	*h = s->head;

	slip_field(s, label, h->applicant);
	slip_field(s, slip_words.address, h->address);
	slip_field(s, slip_words.phone, h->phone);
	slip_field(s, slip_words.email, h->email);
	slip_field(s, slip_words.request, h->procedure);
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
struct str
slip_moment(struct arena *a, int64_t s)
{
	struct civil	c = civil_vn(s);

	return (arena_printf(a, "%02d %.*s %02d %.*s, %.*s", c.hour, STR_ARG(slip_words.hour), c.minute,
	    STR_ARG(slip_words.minute), STR_ARG(document_date(a, c.date))));
}

struct str
slip_count(struct arena *a, size_t n)
{
	return (arena_printf(a, "%zu", n));
}

void
slip_paragraph(struct slip *s, struct str text)
{
	slip_block(s, (struct block){ .kind = BLOCK_PARAGRAPH, .text = text });
}

/* "24/11/2026 09:05", for narrow columns. */
struct str
slip_moment_short(struct arena *a, int64_t at_s)
{
	struct civil	c = civil_vn(at_s);

	return (at_s == 0 ? STR_NONE : arena_printf(a, "%02d:%02d %02d/%02d/%d", c.hour, c.minute, c.date.day,
	    c.date.month, c.date.year));
}

struct str
slip_form_note(struct arena *a, struct str form, struct str law)
{
	return (form.n == 0 ? STR_NONE : arena_printf(a, "%.*s %.*s – %.*s %.*s", STR_ARG(slip_words.form),
	    STR_ARG(form), STR_ARG(slip_words.circular), STR_ARG(law)));
}

struct str
slip_unit(void)
{
	return (slip_words.unit);
}
