#include "office/office_store.h"

#include "office/office_words.h"
#include "sql.h"

bool
office_copy_row(const struct rows *r, struct str code, struct office_copy *out)
{
	if (r->n == 0)
		return (false);
	*out = (struct office_copy){
		.code = code,
		.id = row_uuid(r, 0, OFFICE_DRAFT_GET_DRAFT),
		.agency = row_text(r, 0, OFFICE_DRAFT_GET_AGENCY),
		.agency_name = row_text(r, 0, OFFICE_DRAFT_GET_AGENCY_NAME),
		.version = row_i64(r, 0, OFFICE_DRAFT_GET_VERSION),
		.kept = row_text(r, 0, OFFICE_DRAFT_GET_XML),
		.hash = row_bytes(r, 0, OFFICE_DRAFT_GET_HASH),
		.base = row_null(r, 0, OFFICE_DRAFT_GET_BASE) ? STR_NONE : row_bytes(r, 0, OFFICE_DRAFT_GET_BASE),
		.base_xml = row_text(r, 0, OFFICE_DRAFT_GET_BASE_XML),
		.sample = row_text(r, 0, OFFICE_DRAFT_GET_SAMPLE),
		.undo = row_bool(r, 0, OFFICE_DRAFT_GET_UNDO),
		.redo = row_bool(r, 0, OFFICE_DRAFT_GET_REDO),
		.changed_s = row_time(r, 0, OFFICE_DRAFT_GET_CHANGED_AT),
		.changer = row_text(r, 0, OFFICE_DRAFT_GET_CHANGER),
		.opened_s = row_time(r, 0, OFFICE_DRAFT_GET_OPENED_AT),
		.opener = row_text(r, 0, OFFICE_DRAFT_GET_OPENER),
	};
	return (true);
}

struct office_note *
office_note_rows(struct arena *a, const struct rows *r)
{
	struct office_note	*v = ARENA_ARRAY(a, struct office_note, r->n);

	for (size_t i = 0; i < r->n; i++)
		v[i] = (struct office_note){
			.id = row_uuid(r, i, OFFICE_COMMENTS_ID),
			.element = row_text(r, i, OFFICE_COMMENTS_ELEMENT),
			.words = row_text(r, i, OFFICE_COMMENTS_WORDS),
			.author = row_text(r, i, OFFICE_COMMENTS_AUTHOR_NAME),
			.at_s = row_time(r, i, OFFICE_COMMENTS_AT),
			.settled_s = row_time_or_0(r, i, OFFICE_COMMENTS_SETTLED_AT),
			.settled_by = row_text(r, i, OFFICE_COMMENTS_SETTLED_BY),
		};
	return (v);
}

static struct tag
state_of(enum lang lang, const struct rows *r, size_t i)
{
	if (!row_null(r, i, OFFICE_LIST_EFFECTIVE_ON))
		return ((struct tag){ msg_text(lang, MSG_OFFICE_STATE_WAITING), TONE_PURPLE });
	if (row_null(r, i, OFFICE_LIST_PACKAGE))
		return ((struct tag){ msg_text(lang, MSG_OFFICE_STATE_NEW), TONE_YELLOW });
	if (!row_null(r, i, OFFICE_LIST_DRAFT_VERSION))
		return ((struct tag){ msg_text(lang, MSG_OFFICE_STATE_COPY), TONE_BLUE });
	return ((struct tag){ msg_text(lang, MSG_OFFICE_STATE_IN_FORCE), TONE_GREEN });
}

static struct str
by_at(struct arena *a, struct str by, int64_t at_s)
{
	struct str	at = time_vn(a, at_s);

	return (by.n == 0 ? at : arena_printf(a, "%.*s, %.*s", STR_ARG(by), STR_ARG(at)));
}

struct office_row *
office_list_rows(struct arena *a, enum lang lang, const struct rows *r)
{
	struct office_row	*v = ARENA_ARRAY(a, struct office_row, r->n);

	for (size_t i = 0; i < r->n; i++) {
		struct office_row	*row = &v[i];
		struct str		 level = row_text(r, i, OFFICE_LIST_LEVEL);

		row->code = row_text(r, i, OFFICE_LIST_CODE);
		row->href = office_base(a, row->code);
		row->name = row_text(r, i, lang == LANG_EN ? OFFICE_LIST_NAME_EN : OFFICE_LIST_NAME_VI);
		row->level = level.n == 0 ? STR_NONE : office_value(a, lang, STR("level"), level);
		row->state = state_of(lang, r, i);
		row->comments = row_i64(r, i, OFFICE_LIST_COMMENTS);
		if (!row_null(r, i, OFFICE_LIST_PUBLISHED_AT))
			row->in_force = by_at(a, row_text(r, i, OFFICE_LIST_PUBLISHER),
			    row_time(r, i, OFFICE_LIST_PUBLISHED_AT));
		if (row_null(r, i, OFFICE_LIST_DRAFT_VERSION))
			continue;
		row->copy = msg_string(a, lang, MSG_OFFICE_EDITS_BY, (struct msg_arg[]){
		    MSG_ARG(row_i64(r, i, OFFICE_LIST_EDITS)), MSG_ARG(by_at(a, row_text(r, i, OFFICE_LIST_CHANGER),
		    row_time(r, i, OFFICE_LIST_CHANGED_AT))) }, 2);
	}
	return (v);
}

static void
edit_changes(const struct office *o, const struct rows *r, size_t i, size_t most, struct office_edit_row *out)
{
	xmlDoc auto_(xml_freep)	*before = NULL, *after = NULL;
	struct package_changes	 changes;

	if (package_open(o->a, row_text(r, i, OFFICE_EDITS_BEFORE), 0, &before, NULL) != 0 ||
	    package_open(o->a, row_text(r, i, OFFICE_EDITS_AFTER), 0, &after, NULL) != 0)
		return;
	package_diff(o->a, o->v, before, after, true, &changes);
	out->changes = office_show_changes(o, &changes, most, &out->changes_n);
	out->more = (int64_t)(changes.n - out->changes_n);
}

struct office_edit_row *
office_edit_rows(const struct office *o, const struct rows *r, size_t most)
{
	struct office_edit_row	*v = ARENA_ARRAY(o->a, struct office_edit_row, r->n);

	for (size_t i = 0; i < r->n; i++) {
		struct str	kind = row_text(r, i, OFFICE_EDITS_KIND);

		v[i].by = row_text(r, i, OFFICE_EDITS_ACTOR_NAME);
		v[i].at = time_vn(o->a, row_time(r, i, OFFICE_EDITS_AT));
		v[i].what = msg_text(o->lang, msg_of_name(arena_printf(o->a, "office.edit_%.*s", STR_ARG(kind))));
		if (!row_null(r, i, OFFICE_EDITS_BEFORE))
			edit_changes(o, r, i, most, &v[i]);
	}
	return (v);
}
