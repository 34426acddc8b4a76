#include "desk/desk_mark.h"

#include "core/utf8.h"
#include "desk/desk_words.h"
#include "view/message.h"

/* The names of files as one text. */
static struct str
files_text(struct arena *a, const struct answer *k)
{
	struct str	text = STR_NONE;

	for (size_t i = 0; i < k->files_n; i++)
		text = text.n == 0 ? k->files[i].name :
		    arena_printf(a, "%.*s, %.*s", STR_ARG(text), STR_ARG(k->files[i].name));
	return (text);
}

static struct str
answer_text(struct arena *a, const struct answer *k)
{
	return (k->paper ? files_text(a, k) : k->shown);
}

static bool
is_marked(const struct pairs *sent, struct str name)
{
	struct str	value;
	size_t		at = 0;

	while (pairs_next(sent, "_mark", &at, &value)) {
		if (str_eq(value, name))
			return (true);
	}
	return (false);
}

static struct str
sent_of(struct arena *a, const struct pairs *sent, const char *prefix, struct str name)
{
	return (pairs_get(sent, arena_printf(a, "%s%.*s", prefix, STR_ARG(name)).p));
}

/* One line: what a slip prints. */
static struct str
one_line(struct arena *a, struct str text)
{
	struct str	trimmed = str_trim(text);
	char		*p = arena_alloc(a, trimmed.n + 1);

	for (size_t i = 0; i < trimmed.n; i++)
		p[i] = trimmed.p[i] == '\n' || trimmed.p[i] == '\t' ? ' ' : trimmed.p[i];
	return ((struct str){ p, trimmed.n });
}

static struct str
picked(const struct desk_reason *reasons, size_t n, struct str id)
{
	int64_t	want;

	if (!str_i64(id, 1, INT64_MAX, &want))
		return (STR_NONE);
	for (size_t i = 0; i < n; i++) {
		if (reasons[i].id == want)
			return (reasons[i].text);
	}
	return (STR_NONE);
}

/* "Nội dung 2 – Đề nghị sửa thành": a row is told by its title. */
static struct str
label_of(struct arena *a, const struct answer_section *s, const struct answer *k)
{
	return (s->depth < 2 || s->title.n == 0 ? k->label :
	    arena_printf(a, "%.*s – %.*s", STR_ARG(s->title), STR_ARG(k->label)));
}

struct marker {
	struct arena			*a;
	const struct desk_reason	*reasons;
	size_t				 reasons_n;
	const struct pairs		*sent;
};

static struct desk_mark_row
row_of(const struct marker *m, const struct answer_section *vi, const struct answer *k, struct str label)
{
	struct desk_mark_row	row = { .label = label, .shown = answer_text(m->a, k), .fixed = k->fixed };
	struct str		reason;

	row.mark = (struct desk_mark){ .paper = k->paper, .name = k->name, .label = label_of(m->a, vi, k),
	    .was = row.shown };
	row.id = k->anchor;
	if (m->sent == NULL || k->fixed)
		return (row);
	row.marked = is_marked(m->sent, k->name);
	row.pick = sent_of(m->a, m->sent, "_pick.", k->name);
	row.why = one_line(m->a, sent_of(m->a, m->sent, "_why.", k->name));
	reason = picked(m->reasons, m->reasons_n, row.pick);
	row.mark.reason = reason.n > 0 && row.why.n > 0 ?
	    arena_printf(m->a, "%.*s – %.*s", STR_ARG(reason), STR_ARG(row.why)) : reason.n > 0 ? reason : row.why;
	return (row);
}

static void
show_reasons(const struct marker *m, struct desk_mark_view *out)
{
	out->fields = ARENA_ARRAY(m->a, struct choice, m->reasons_n);
	out->papers = ARENA_ARRAY(m->a, struct choice, m->reasons_n);
	for (size_t i = 0; i < m->reasons_n; i++) {
		struct choice	c = { .value = arena_printf(m->a, "%lld", (long long)m->reasons[i].id),
		    .text = m->reasons[i].text };

		if (m->reasons[i].paper)
			out->papers[out->papers_n++] = c;
		else
			out->fields[out->fields_n++] = c;
	}
}

void
desk_show_marks(struct arena *a, enum lang lang, const struct desk_case *c, const struct desk_reason *reasons,
    size_t reasons_n, const struct pairs *sent, struct desk_mark_view *out)
{
	struct marker		 m = { a, reasons, reasons_n, sent };
	struct answer_section	*shown, *vi;
	size_t			 n, vi_n;

	*out = (struct desk_mark_view){ .code = c->dossier->code, .applicant = c->dossier->applicant_name,
	    .procedure = desk_in(lang, c->dossier->name_vi, c->dossier->name_en), .rounds = c->dossier->supplements };
	form_view_answers(a, c->instance, FORM_PART_APPLICANT, lang, &shown, &n);
	form_view_answers(a, c->instance, FORM_PART_APPLICANT, LANG_VI, &vi, &vi_n);
	CHECK(n == vi_n);
	out->sections = ARENA_ARRAY(a, struct desk_mark_section, n);
	out->sections_n = n;
	for (size_t i = 0; i < n; i++) {
		struct desk_mark_section	*s = &out->sections[i];

		*s = (struct desk_mark_section){ .title = shown[i].title, .depth = shown[i].depth,
		    .rows_n = shown[i].answers_n, .rows = ARENA_ARRAY(a, struct desk_mark_row, shown[i].answers_n) };
		for (size_t k = 0; k < s->rows_n; k++)
			s->rows[k] = row_of(&m, &vi[i], &vi[i].answers[k], shown[i].answers[k].label);
	}
	show_reasons(&m, out);
	if (sent != NULL)
		out->words = pairs_get(sent, "_words");
}

static void
problem_add(struct arena *a, struct desk_mark_view *view, struct str text, struct str id)
{
	view->problems[view->problems_n++] = (struct problem_link){ .text = text,
	    .href = arena_printf(a, "#%.*s", STR_ARG(id)) };
}

/* Of one marked row. */
static int
row_check(struct arena *a, enum lang lang, struct desk_mark_view *view, struct desk_mark_row *row)
{
	if (row->mark.reason.n == 0) {
		row->error = msg_string(a, lang, MSG_DESK_MARK_REASON, (struct msg_arg[]){ MSG_ARG(row->label) }, 1);
		problem_add(a, view, row->error, arena_printf(a, "chon-%.*s", STR_ARG(row->id)));
		return (DESK_MARK_E_REASON);
	}
	return (utf8_chars(row->mark.reason) > 1000 ? DESK_MARK_E_MANY : 0);
}

static int
rows_take(struct arena *a, enum lang lang, struct desk_mark_view *view, struct desk_mark *marks, size_t *n)
{
	int	answer = 0, r;

	for (size_t i = 0; i < view->sections_n; i++) {
		for (size_t k = 0; k < view->sections[i].rows_n; k++) {
			struct desk_mark_row	*row = &view->sections[i].rows[k];

			if (!row->marked)
				continue;
			if (*n == DESK_MARKS_MAX)
				return (DESK_MARK_E_MANY);
			r = row_check(a, lang, view, row);
			answer = answer == 0 ? r : answer;
			marks[(*n)++] = row->mark;
		}
	}
	return (answer);
}

int
desk_marks_of(struct arena *a, enum lang lang, struct desk_mark_view *view, struct desk_mark **out, size_t *n)
{
	struct desk_mark	*marks = ARENA_ARRAY(a, struct desk_mark, DESK_MARKS_MAX);
	struct str		 rest = desk_reason(a, view->words), line;
	int			 answer;

	*n = 0;
	view->problems = ARENA_ARRAY(a, struct problem_link, DESK_MARKS_MAX + 1);
	answer = rows_take(a, lang, view, marks, n);
	while (str_cut(&rest, '\n', &line)) {
		if (line.n == 0)
			continue;
		if (*n == DESK_MARKS_MAX) {
			answer = DESK_MARK_E_MANY;
			break;
		}
		marks[(*n)++] = (struct desk_mark){ .reason = line };
	}
	if (answer == 0 && *n == 0)
		answer = DESK_MARK_E_NONE;
	if (answer == 0 && utf8_chars(desk_marks_reason(a, marks, *n)) > DESK_REASON_MAX_CHARS)
		answer = DESK_MARK_E_MANY;
	if (answer == DESK_MARK_E_NONE)
		problem_add(a, view, msg_text(lang, MSG_DESK_MARK_NONE), STR("bang-loi"));
	else if (answer == DESK_MARK_E_MANY)
		problem_add(a, view, msg_text(lang, MSG_DESK_MARK_MANY), STR("bang-loi"));
	*out = marks;
	return (answer);
}

/* ---- old beside new */

static const struct answer *
answer_of(const struct answer_section *s, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < s[i].answers_n; k++) {
			if (str_eq(s[i].answers[k].name, name))
				return (&s[i].answers[k]);
		}
	}
	return (NULL);
}

void
desk_show_asked(struct arena *a, enum lang lang, const struct desk_scene *s, struct desk_dossier_view *out)
{
	const struct desk_about	*about = s->about;
	struct answer_section	*now;
	size_t			 now_n;

	if (about->asked_n == 0)
		return;
	form_view_answers(a, s->c->instance, FORM_PART_APPLICANT, LANG_VI, &now, &now_n);
	out->asked = ARENA_ARRAY(a, struct desk_asked_row, about->asked_n);
	for (size_t i = 0; i < about->asked_n && about->asked[i].round == about->asked[0].round; i++) {
		const struct desk_asked	*k = &about->asked[i];
		const struct answer	*answer = answer_of(now, now_n, k->mark.name);
		struct desk_asked_row	*row = &out->asked[out->asked_n++];

		*row = (struct desk_asked_row){ .label = k->mark.label, .reason = k->mark.reason, .was = k->mark.was,
		    .words = k->mark.name.n == 0 };
		row->now = answer == NULL ? STR_NONE : answer_text(a, answer);
		row->changed = !row->words && !str_eq(row->was, row->now);
	}
	out->asked_title = msg_string(a, lang, MSG_DESK_ASKED_TITLE,
	    (struct msg_arg[]){ MSG_ARG(about->asked[0].round) }, 1);
	out->asked_state = about->asked[0].answered_s == 0 ? msg_text(lang, MSG_DESK_ASKED_WAITS) :
	    time_vn(a, about->asked[0].answered_s);
}
