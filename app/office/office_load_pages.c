#include "office/office_load_pages.h"

#include <openssl/sha.h>

#include "office/office_store.h"
#include "office/office_words.h"
#include "shelf/shelf.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/web.h"

#define CODE_SEGMENT	1	/* /quan-tri/<code>/... */

struct office_turn *
office_turn(struct turn *t)
{
	return (TURN_STATE(t, office_turn));
}

enum next
office_gate(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (!account_has_role(turn_account(t), STR(OFFICE_ROLE), STR_NONE))
		return (reply_problem(t, PROBLEM_FORBIDDEN));
	s->o = (struct office){ .a = turn_arena(t), .lang = turn_lang(t), .v = shelf_vocabulary(web_here()->shelf) };
	return (NEXT_STEP);
}

enum next
office_ask_copy(struct turn *t)
{
	return (ask(t, &OFFICE_DRAFT_GET, ARG_TEXT(request_segment(t, CODE_SEGMENT)), ARG_UUID(turn_account(t)->id)));
}

static void
form_drop(void *form)
{
	form_free(form);
}

/* The rows of OFFICE_DRAFT_GET: tree and findings. */
static enum next
copy_take(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (!office_copy_row(turn_rows(t), request_segment(t, CODE_SEGMENT), &s->copy)) {
		s->idle = true;
		return (NEXT_STEP);
	}
	if (office_open(&s->o, &s->copy) < 0 || office_check(&s->o, shelf_rules(web_here()->shelf), &s->form) < 0)
		return (NEXT_FAIL);
	if (s->form != NULL)
		arena_defer(turn_arena(t), form_drop, s->form);
	return (NEXT_STEP);
}

enum next
office_take_copy(struct turn *t)
{
	enum next	r = copy_take(t);

	return (r == NEXT_STEP && office_turn(t)->idle ? reply_problem(t, PROBLEM_NOT_FOUND) : r);
}

enum next
office_ask_notes(struct turn *t)
{
	return (office_turn(t)->idle ? NEXT_STEP : ask(t, &OFFICE_COMMENTS, ARG_UUID(office_turn(t)->copy.id)));
}

enum next
office_take_notes(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (s->idle)
		return (NEXT_STEP);
	s->o.notes = office_note_rows(turn_arena(t), turn_rows(t));
	s->o.notes_n = turn_rows(t)->n;
	return (NEXT_STEP);
}

enum next
office_ask_workflows(struct turn *t)
{
	return (ask(t, &OFFICE_WORKFLOWS));
}

enum next
office_take_workflows(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	const struct rows	*r = turn_rows(t);
	struct str		*v = ARENA_ARRAY(turn_arena(t), struct str, r->n);

	for (size_t i = 0; i < r->n; i++)
		v[i] = row_text(r, i, OFFICE_WORKFLOWS_NAME);
	s->o.workflows = v;
	s->o.workflows_n = r->n;
	return (NEXT_STEP);
}

/* ---- an edit */

bool
office_read_version(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (!str_i64(request_field(t, "_version"), 0, INT32_MAX, &s->seen))
		return (false);
	s->stale = s->seen != s->copy.version;
	return (true);
}

static void
doc_drop(void *doc)
{
	xmlFreeDoc(doc);
}

static struct str
digest(struct arena *a, struct str text)
{
	unsigned char	*out = arena_alloc(a, SHA256_DIGEST_LENGTH);

	SHA256((const unsigned char *)text.p, text.n, out);
	return ((struct str){ (const char *)out, SHA256_DIGEST_LENGTH });
}

/* Two edits of one form are one operation: both or none. Unchanged values are no reason to refuse a button. */
enum next
office_make(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct arena		*a = turn_arena(t);
	xmlDoc			*doc;
	bool			 changed = false;

	if (s->stale)
		return (NEXT_STEP);
	if (package_open(a, s->copy.kept, s->copy.version, &doc, NULL) != 0)
		return (NEXT_FAIL);
	for (size_t i = 0; i < s->edits_n; i++) {
		struct package_edit	*e = &s->edits[i];

		e->vi = msg_text(LANG_VI, MSG_OFFICE_NEW_VI);
		e->en = msg_text(LANG_EN, MSG_OFFICE_NEW_EN);
		s->answer = package_apply(a, s->o.v, &doc, s->copy.version + 1, e, &s->result);
		if (s->answer != 0 && s->answer != PACKAGE_E_SAME)
			break;
		changed = changed || s->answer == 0;
		s->operation = arena_printf(a, "%.*s%s%s %.*s", STR_ARG(s->operation), s->operation.n > 0 ? ", " : "",
		    package_op_name(e->op), STR_ARG(e->at));
	}
	arena_defer(a, doc_drop, doc);
	if (s->answer != 0 && s->answer != PACKAGE_E_SAME)
		return (NEXT_STEP);
	s->answer = changed ? 0 : PACKAGE_E_SAME;
	s->next = doc;
	s->next_kept = package_kept(a, doc);
	s->next_hash = digest(a, s->next_kept);
	if (s->next_kept.n > PACKAGE_BYTES_MAX)
		return (reply_problem(t, PROBLEM_TOO_LARGE));
	return (NEXT_STEP);
}

enum next
office_commit(struct turn *t)
{
	const struct office_turn	*s = office_turn(t);

	if (s->stale || s->answer != 0)
		return (NEXT_STEP);
	return (ask(t, &OFFICE_EDIT, ARG_UUID(s->copy.id), ARG_UUID(turn_account(t)->id), ARG_I64(s->copy.version),
	    ARG_TEXT(s->operation), ARG_BYTES(s->next_hash), ARG_TEXT(s->next_kept),
	    ARG_TEXT(turn_account(t)->name)));
}

enum next
office_committed(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (!s->stale && s->answer == 0)
		s->stale = turn_rows(t)->n == 0;
	return (NEXT_STEP);
}

/* ---- somebody was faster */

enum next
office_ask_again(struct turn *t)
{
	return (office_turn(t)->stale ? office_ask_copy(t) : NEXT_STEP);
}

enum next
office_take_again(struct turn *t)
{
	if (!office_turn(t)->stale)
		return (NEXT_STEP);
	/* published or dropped meanwhile: there is nothing to save it to */
	if (turn_rows(t)->n == 0)
		return (reply_problem(t, PROBLEM_STALE));
	return (copy_take(t));
}

enum next
office_ask_since(struct turn *t)
{
	const struct office_turn	*s = office_turn(t);

	if (!s->stale)
		return (NEXT_STEP);
	return (ask(t, &OFFICE_EDITS, ARG_UUID(s->copy.id), ARG_I64(s->seen), ARG_I64(OFFICE_EDITS_SHOWN)));
}

enum next
office_take_since(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	const struct rows	*r = turn_rows(t);

	if (!s->stale)
		return (NEXT_STEP);
	s->rows = office_edit_rows(&s->o, r, OFFICE_CHANGES_SHOWN);
	s->rows_n = r->n;
	if (r->n > 0 && !row_null(r, r->n - 1, OFFICE_EDITS_BEFORE) &&
	    package_open(turn_arena(t), row_text(r, r->n - 1, OFFICE_EDITS_BEFORE), 0, &s->seen_doc, NULL) == 0)
		arena_defer(turn_arena(t), doc_drop, s->seen_doc);
	return (NEXT_STEP);
}

static const xmlNode *
slot_element(const xmlDoc *doc, struct str at, struct str *slot)
{
	struct str	id;

	if (doc == NULL)
		return (NULL);
	if (str_starts(*slot, STR("#")) && str_cut(slot, ':', &id))
		at = str_from_to(id, 1, id.n);
	return (package_find(doc, at));
}

/* What this person changed: values that differ from those the form was made with, and from those of now. */
static size_t
stale_rows(struct turn *t, struct office_stale_row *v)
{
	struct office_turn		*s = office_turn(t);
	const struct package_edit	*e = &s->edits[0];
	size_t				 n = 0;

	for (size_t i = 0; e->op == PACKAGE_SET && i < e->slots_n; i++) {
		struct str	slot = e->slots[i].name, same = slot, mine = str_trim(e->slots[i].value), now;
		const xmlNode	*at = slot_element(s->copy.doc, e->at, &slot);
		const xmlNode	*was = slot_element(s->seen_doc, e->at, &same);

		now = at == NULL ? STR("") : package_slot(turn_arena(t), at, slot);
		if (str_eq(mine, now) || (was != NULL && str_eq(mine, package_slot(turn_arena(t), was, slot))))
			continue;
		v[n].what = at == NULL ? slot : office_slot_word(turn_arena(t), turn_lang(t),
		    str_of((const char *)at->name), slot);
		v[n].theirs = now;
		v[n].mine = mine;
		v[n].name = arena_printf(turn_arena(t), "s:%.*s", STR_ARG(e->slots[i].name));
		v[n++].value = mine;
	}
	return (n);
}

enum next
office_say_stale(struct turn *t)
{
	struct office_turn		*s = office_turn(t);
	struct office_stale_row		*v = ARENA_ARRAY(turn_arena(t), struct office_stale_row,
	    s->edits[0].slots_n + 1);
	struct office_stale_view	 m = { .edits = s->rows, .edits_n = s->rows_n, .rows = v,
	    .also = s->pressed };
	struct buf			 body = BUF_INIT;

	if (!s->stale)
		return (NEXT_STEP);
	if (s->edits_n > 0)
		m.rows_n = stale_rows(t, v);
	office_show_frame(&s->o, s->element, &m.f);
	/* a rule's form, too, is sent again as a value of its element */
	m.action = s->element.n > 0 ? office_href(&s->o, s->element) : request_path(t);
	m.href = s->element.n > 0 ? office_href(&s->o, s->element) : m.f.base;
	tmpl_office_stale(&body, turn_view(t), &m);
	return (reply_html(t, 409, &body));
}

/* ---- where to go */

enum next
office_see(struct turn *t, struct str tail, const char *done)
{
	struct str	base = office_base(turn_arena(t), request_segment(t, CODE_SEGMENT)), hash = STR("");
	ptrdiff_t	at = str_find_byte(tail, '#');

	if (at >= 0) {
		hash = str_from_to(tail, (size_t)at, tail.n);
		tail = str_from_to(tail, 0, (size_t)at);
	}
	return (reply_see(t, arena_printf(turn_arena(t), "%.*s%.*s%s%s%.*s", STR_ARG(base), STR_ARG(tail),
	    done == NULL ? "" : "?xong=", done == NULL ? "" : done, STR_ARG(hash))));
}

struct str
office_done(struct turn *t)
{
	struct str	word = request_query(t, "xong");

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'a' || word.p[i] > 'z')
			return (STR_NONE);
	return (word.n == 0 ? STR_NONE : msg_text(turn_lang(t),
	    msg_of_name(arena_printf(turn_arena(t), "office.done_%.*s", STR_ARG(word)))));
}
