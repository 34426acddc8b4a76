/* Forms 04 (apology and new date) and 05 (stopped). */
#include "paper/slip_parts.h"
#include "paper/slip_words.h"

void
slip_apology(struct arena *a, const struct apology_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, 0);

	slip_field(&s, w->dear, f->head.applicant);
	slip_field(&s, w->address, f->head.address);
	slip_field(&s, w->phone, f->head.phone);
	slip_field(&s, w->received_at, slip_moment(a, f->received_s));
	slip_field(&s, w->unit_received, f->head.agency_name);
	slip_field(&s, w->request, f->head.procedure);
	slip_field(&s, w->code, f->head.dossier);
	slip_field(&s, w->promised, slip_moment(a, f->old_due_s));
	slip_paragraph(&s, arena_printf(a, "%.*s %.*s", STR_ARG(f->head.agency_name), STR_ARG(w->apology_late)));
	slip_field(&s, w->reason, f->reason);
	slip_paragraph(&s, arena_printf(a, "%.*s %.*s", STR_ARG(f->head.agency_name), STR_ARG(w->apology_text)));
	slip_field(&s, w->new_promise, slip_moment(a, f->new_due_s));
	slip_paragraph(&s, w->apology_end);
	slip_finish(&s, w->apology_title, f->authority, doc);
}

void
slip_stop(struct arena *a, const struct stop_facts *f, struct document *doc)
{
	const struct slip_words	*w = &slip_words;
	struct slip		 s = slip_start(a, &f->head, 0);
	struct str		*back = ARENA_ARRAY(a, struct str, f->back_n);

	slip_applicant(&s, w->dear);
	slip_field(&s, w->code, f->head.dossier);
	slip_field(&s, w->received_at, slip_moment(a, f->received_s));
	slip_paragraph(&s, f->asked ? w->stop_asked : w->stop_unasked);
	slip_field(&s, w->reason, f->reason);
	slip_field(&s, w->stopped_at, slip_moment(a, f->stopped_s));
	for (size_t i = 0; i < f->back_n; i++)
		back[i] = f->back[i].name;
	if (f->back_n > 0)
		slip_block(&s, (struct block){ .kind = BLOCK_LIST, .label = w->back, .columns = 1, .rows = f->back_n,
		    .cells = back });
	slip_finish(&s, w->stop_title, w->receiver, doc);
}
