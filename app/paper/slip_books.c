/* Forms 06 (control of hand-overs) and 07 (follow-up book), and the list that dossiers are handed over with. */
#include "paper/slip_parts.h"
#include "paper/slip_words.h"

static struct str
verdict_words(enum slip_verdict v)
{
	switch (v) {
	case SLIP_EARLY:
		return (slip_words.early);
	case SLIP_ON_TIME:
		return (slip_words.on_time);
	case SLIP_LATE:
		return (slip_words.late);
	case SLIP_OPEN:
	case SLIP_VERDICT__MAX:
		break;
	}
	return (STR_NONE);
}

void
slip_control(struct arena *a, const struct control_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	const size_t		 columns = COUNT_OF(w->control_head);
	struct slip		 s = slip_start(a, &f->head, 0);
	struct str		*cells = ARENA_ARRAY(a, struct str, (f->rows_n + 1) * columns);

	memcpy(cells, w->control_head, sizeof(w->control_head));
	for (size_t i = 0; i < f->rows_n; i++) {
		const struct control_step	*r = &f->rows[i];
		struct str			*c = cells + (i + 1) * columns;

		c[0] = arena_printf(a, "1. %.*s: %.*s\n2. %.*s: %.*s", STR_ARG(w->giver), STR_ARG(r->giver),
		    STR_ARG(w->taker), STR_ARG(r->taker));
		c[1] = arena_printf(a, "%.*s: %.*s\n%.*s: %.*s", STR_ARG(w->giver),
		    STR_ARG(slip_moment_short(a, r->given_s)), STR_ARG(w->taker),
		    STR_ARG(slip_moment_short(a, r->taken_s)));
		c[2] = verdict_words(r->verdict);
		c[3] = r->note;
	}
	slip_field(&s, w->code, f->head.dossier);
	slip_field(&s, w->control_agency, f->head.agency_name);
	slip_field(&s, w->control_of, f->head.applicant);
	slip_field(&s, w->phone, f->head.phone);
	slip_field(&s, w->request, f->head.procedure);
	slip_block(&s, (struct block){ .kind = BLOCK_TABLE, .columns = columns, .rows = f->rows_n + 1,
	    .cells = cells });
	slip_finish(&s, w->control_title, STR_NONE, doc);
	doc->qr_text = doc->qr_caption = doc->note = doc->subject = STR_NONE;
}

static struct str
date_text(struct arena *a, struct date d)
{
	return (arena_printf(a, "%02d/%02d/%d", d.day, d.month, d.year));
}

static void
register_cells(struct arena *a, const struct register_row *r, struct str *c)
{
	c[0] = slip_count(a, (size_t)r->row);
	c[1] = r->code;
	c[2] = r->procedure;
	c[3] = STR("01");
	c[4] = r->applicant;
	c[5] = r->contact;
	c[6] = r->agency;
	c[7] = slip_moment_short(a, r->received_s);
	c[8] = slip_moment_short(a, r->due_s);
	c[9] = slip_moment_short(a, r->returned_s);
	c[10] = r->delivery;
	c[11] = STR("");
	c[12] = r->note;
}

void
slip_register(struct arena *a, const struct register_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	const size_t		 columns = COUNT_OF(w->register_head);
	struct slip		 s = slip_start(a, &f->head, 0);
	struct str		*cells = ARENA_ARRAY(a, struct str, (f->rows_n + 1) * columns);

	memcpy(cells, w->register_head, sizeof(w->register_head));
	for (size_t i = 0; i < f->rows_n; i++)
		register_cells(a, &f->rows[i], cells + (i + 1) * columns);
	slip_block(&s, (struct block){ .kind = BLOCK_TABLE, .columns = columns, .rows = f->rows_n + 1,
	    .cells = cells });
	slip_finish(&s, w->register_title, STR_NONE, doc);
	doc->landscape = true;
	doc->subject = arena_printf(a, "%.*s %.*s, %.*s %.*s %.*s %.*s", STR_ARG(w->book_number), STR_ARG(f->book),
	    STR_ARG(w->from), STR_ARG(date_text(a, f->from)), STR_ARG(w->to), STR_ARG(date_text(a, f->to)));
}

void
slip_hand_over(struct arena *a, const struct register_facts *f, struct str to, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	const size_t		 columns = COUNT_OF(w->hand_over_head);
	struct slip		 s = slip_start(a, &f->head, 0);
	struct str		*cells = ARENA_ARRAY(a, struct str, (f->rows_n + 1) * columns);

	memcpy(cells, w->hand_over_head, sizeof(w->hand_over_head));
	for (size_t i = 0; i < f->rows_n; i++) {
		const struct register_row	*r = &f->rows[i];
		struct str			*c = cells + (i + 1) * columns;

		c[0] = slip_count(a, i + 1);
		c[1] = r->code;
		c[2] = r->applicant;
		c[3] = r->procedure;
		c[4] = slip_moment_short(a, r->due_s);
		c[5] = r->note;
	}
	slip_field(&s, w->hand_over_to, to);
	slip_block(&s, (struct block){ .kind = BLOCK_TABLE, .columns = columns, .rows = f->rows_n + 1,
	    .cells = cells });
	slip_finish(&s, w->hand_over_title, w->taker_signs, doc);
	doc->signer = STR_NONE;
	doc->left_authority = w->giver_signs;
	doc->left_signer = f->head.officer;
}
