/* Papers, the drafted result and its preview, and the page that asks once more. */
#include "desk/desk_show.h"

#include "core/err.h"
#include "desk/desk_words.h"
#include "dossier/dossier_words.h"
#include "registry/registry.h"

/* ---- papers */

/* Do the answers hold this very file, as this paper? A supplement may have put another in its place, and one file may
 * have been given as two papers. */
static const struct form_attachment *
attachment_of(struct arena *a, const struct desk_paper *p, const struct form_attachment *attached, size_t n)
{
	struct str	digest = hex_text(a, p->sha256.p, p->sha256.n);

	for (size_t i = 0; i < n && p->paper; i++) {
		if (str_eq(attached[i].field, p->kind) && str_eq(attached[i].file.sha256, digest))
			return (&attached[i]);
	}
	return (NULL);
}

static struct str
paper_title(struct arena *a, enum lang lang, const struct form_catalogue *service, const struct desk_paper *p,
    const struct form_attachment *attached)
{
	if (p->slip)
		return (dossier_slip_words(lang, p->kind));
	if (!p->paper)
		return (msg_string(a, lang, MSG_DESK_FILE_RESULT, (struct msg_arg[]){ MSG_ARG(p->name) }, 1));
	if (attached != NULL)
		return (attached->label.in[lang]);
	for (size_t i = 0; i < service->papers_n; i++)
		if (str_eq(service->papers[i].field, p->kind))
			return (service->papers[i].name.in[lang]);
	return (p->kind);
}

static struct desk_file
show_file(struct arena *a, enum lang lang, const struct desk_dossier *d, const struct desk_paper *p, struct str title,
    bool replaced)
{
	struct desk_file	f = { .title = title, .facts = desk_size(a, lang, p->type, p->bytes) };

	f.href = arena_printf(a, "%.*s/tep/%.*s", STR_ARG(desk_base(a, d->code)),
	    STR_ARG(hex_text(a, p->sha256.p, p->sha256.n)));
	f.name = p->paper ? p->name : STR_NONE;
	if (p->paper && p->round > 0)
		f.name = arena_printf(a, "%.*s, %.*s", STR_ARG(p->name),
		    STR_ARG(msg_string(a, lang, MSG_DESK_FILE_ROUND, (struct msg_arg[]){ MSG_ARG(p->round) }, 1)));
	if (replaced)
		f.name = arena_printf(
		    a, "%.*s, %.*s", STR_ARG(f.name), STR_ARG(msg_text(lang, MSG_DESK_FILE_REPLACED)));
	f.inside = !str_eqc(p->type, "application/xml");
	return (f);
}

void
desk_show_papers(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_dossier_view *out)
{
	const size_t		 n = s->about->papers_n;
	struct form_attachment	*attached;
	struct paper		*inside = ARENA_ARRAY(a, struct paper, n);
	size_t			 attached_n, inside_n = 0, shown = SIZE_MAX;

	instance_files(a, s->c->instance, &attached, &attached_n);
	out->files = ARENA_ARRAY(a, struct desk_file, n);
	out->files_n = n;
	for (size_t i = 0; i < n; i++) {
		const struct desk_paper		*p = &s->about->papers[i];
		const struct form_attachment	*in = attachment_of(a, p, attached, attached_n);
		struct desk_file		*f = &out->files[i];

		*f = show_file(a, lang, s->c->dossier, p, paper_title(a, lang, form_catalogue(s->c->form), p, in),
		    p->paper && in == NULL);
		if (!f->inside)
			continue;
		inside[inside_n] = (struct paper){ .title = p->paper ? p->name : f->title, .facts = f->facts,
		    .href = f->href, .media_type = p->type };
		if (shown == SIZE_MAX && (!p->paper || in != NULL))
			shown = inside_n;
		inside_n++;
	}
	if (inside_n > 0)
		inside[shown == SIZE_MAX ? 0 : shown].current = true;
	out->papers = (struct papers){ inside, inside_n };
}

/* ---- the result */

static struct desk_block
show_block(struct arena *a, const struct block *b)
{
	struct desk_block	v = { .label = b->label, .text = b->text, .heading = b->kind == BLOCK_HEADING };

	if (b->kind == BLOCK_FIELD && b->label.n > 0)
		v.label = arena_printf(a, "%.*s:", STR_ARG(b->label));
	if (b->kind != BLOCK_TABLE)
		return (v);
	v.rows = ARENA_ARRAY(a, struct table_row, b->rows);
	v.rows_n = b->rows;
	for (size_t r = 0; r < b->rows; r++) {
		struct table_cell	*cells = ARENA_ARRAY(a, struct table_cell, b->columns);

		for (size_t c = 0; c < b->columns; c++)
			cells[c].text = b->cells[r * b->columns + c];
		v.rows[r] = (struct table_row){ cells, b->columns };
	}
	return (v);
}

void
desk_show_document(struct arena *a, const struct desk_case *c, struct desk_document *out)
{
	struct document		doc = { 0 };
	struct form_result	facts;

	form_result(a, c->instance, &doc, &facts);
	*out = (struct desk_document){ .agency = c->dossier->agency_vi, .title = doc.title, .subject = doc.subject,
	    .authority = doc.authority, .recipients = doc.recipients, .recipients_n = doc.recipients_n };
	out->blocks = ARENA_ARRAY(a, struct desk_block, doc.blocks_n);
	out->blocks_n = doc.blocks_n;
	for (size_t i = 0; i < doc.blocks_n; i++)
		out->blocks[i] = show_block(a, &doc.blocks[i]);
}

/* Where a value came from is told to applicants in words meant for them; here the register stands above the form. */
static void
forget_sources(struct control *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		c[i].prefilled_from = STR_NONE;
		forget_sources(c[i].controls, c[i].controls_n);
		for (size_t r = 0; r < c[i].rows_n; r++)
			forget_sources(c[i].rows_v[r].controls, c[i].rows_v[r].controls_n);
	}
}

static int
show_pages(struct arena *a, enum lang lang, const struct desk_case *c, const struct form_problems *problems,
    struct desk_draft *out)
{
	int	r;

	out->pages = ARENA_ARRAY(a, struct page_view, form_pages_n(c->form));
	for (size_t i = 0; i < form_pages_n(c->form); i++) {
		if (form_page(c->form, i)->part != FORM_PART_RESULT)
			continue;
		r = form_view_page(a, c->instance, i, lang, problems, &out->pages[out->pages_n]);
		if (r != 0)
			return (err_fold(r));
		forget_sources(out->pages[out->pages_n].controls, out->pages[out->pages_n].controls_n);
		out->pages_n++;
	}
	return (0);
}

static void
show_problems(struct arena *a, const struct form_problems *problems, struct desk_dossier_view *out)
{
	out->problems = ARENA_ARRAY(a, struct problem_link, problems->n);
	out->problems_n = problems->n;
	for (size_t i = 0; i < problems->n; i++) {
		const struct form_problem	*p = &problems->v[i];

		out->problems[i].href = arena_printf(a, "#%.*s", STR_ARG(p->anchor));
		out->problems[i].text = p->text;
	}
}

int
desk_show_draft(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_dossier_view *out)
{
	struct form_problems	 problems = { 0 };
	struct desk_draft	*draft = &out->draft;
	int			 r;

	form_view_answers(a, s->c->instance, FORM_PART_RESULT, lang, &draft->answers, &draft->answers_n);
	draft->editable = desk_drafts(s->c);
	/* Before it is worked on there is nothing to show of the result. */
	out->has_draft = draft->answers_n > 0 &&
	    (draft->editable || s->c->dossier->status == 4 || s->c->dossier->result_code.n > 0);
	if (!out->has_draft || !draft->editable)
		return (0);
	if (s->check_draft) {
		r = form_check(a, s->c->instance, FORM_PART_RESULT, FORM_ALL_PAGES, lang, &problems);
		if (r < 0)
			return (err_trace(r));
		show_problems(a, &problems, out);
	}
	draft->seen = desk_seen_of(a, s->c->dossier);
	draft->with_registry = str_eqc(form_registry(s->c->form), REGISTRY_NAME);
	draft->registry = s->registry;
	draft->registry.action = draft->seen.base;
	draft->registry.anchor = STR("so-goc");
	draft->registry.use_action = arena_printf(a, "%.*s/du-thao", STR_ARG(draft->seen.base));
	draft->registry.use_item = draft->seen.item;
	draft->registry.use_key = draft->seen.action;
	draft->registry.use_version = draft->seen.version;
	return (show_pages(a, lang, s->c, s->check_draft ? &problems : NULL, draft));
}

/* ---- asking once more */

void
desk_show_ask(struct arena *a, enum lang lang, const struct desk_case *c, const struct process_outcome *outcome,
    struct str reason, int answer, const struct desk_seen *seen, struct desk_ask_view *out)
{
	const struct desk_dossier	*d = c->dossier;
	struct problem_link		*problem = ARENA_NEW(a, struct problem_link);

	*out = (struct desk_ask_view){ .code = d->code, .procedure = desk_in(lang, d->name_vi, d->name_en),
	    .applicant = d->applicant_name, .subject = d->subject, .reason = reason };
	out->outcome = desk_show_outcome(a, lang, c, outcome);
	out->outcome.seen = *seen;
	out->title = out->outcome.label;
	if (outcome->confirm)
		out->what = desk_named(a, lang, "desk.ask", str_of(outcome_kind_name(outcome->kind)));
	out->wants_reason = outcome->reason != REASON_NONE;
	if (answer == DESK_E_REASON)
		out->error = msg_text(lang, MSG_DESK_REASON_MISSING);
	else if (answer == DESK_E_REASON_LONG)
		out->error = msg_string(a, lang, MSG_DESK_REASON_LONG,
		    (struct msg_arg[]){ MSG_ARG(DESK_REASON_MAX_CHARS) }, 1);
	if (out->error.n == 0)
		return;
	*problem = (struct problem_link){ .text = out->error, .href = STR("#ly-do") };
	out->problems = problem;
	out->problems_n = 1;
}
