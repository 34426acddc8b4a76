#include "draft/draft_turn.h"

#include "core/err.h"
#include "draft/draft_store.h"
#include "draft/draft_views.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define SEGMENT_DRAFT	1

enum next
draft_ask(struct turn *t)
{
	struct uuid	id;

	if (!request_segment_uuid(t, SEGMENT_DRAFT, &id))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	return (ask(t, &DRAFT_GET, ARG_UUID(id), ARG_UUID(turn_account(t)->id)));
}

enum next
draft_take(struct turn *t, struct draft *out)
{
	struct uuid	id;

	if (!request_segment_uuid(t, SEGMENT_DRAFT, &id) || !draft_read(turn_rows(t), id, out))
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (out->submitted_code.n > 0)
		return (reply_see(t, draft_done_path(t, out, out->submitted_code)));
	return (NEXT_STEP);
}

struct date
turn_today(struct turn *t)
{
	return (civil_vn(turn_now_s(t)).date);
}

int
draft_instance(struct turn *t, const struct form *form, const struct draft *draft, struct instance **out)
{
	return (err_fold(instance_read(turn_arena(t), form, turn_today(t), draft->instance, out)));
}

struct str
draft_path(struct turn *t, struct uuid draft, const char *tail)
{
	return (arena_printf(turn_arena(t), "/nhap/%s%s", uuid_text(turn_arena(t), draft).p, tail));
}

struct str
draft_page_path(struct turn *t, struct uuid draft, const struct form *form, size_t page)
{
	return (arena_printf(turn_arena(t), "%s/%.*s", draft_path(t, draft, "").p, STR_ARG(form_page(form, page)->id)));
}

struct str
draft_done_path(struct turn *t, const struct draft *draft, struct str code)
{
	return (arena_printf(turn_arena(t), "/ho-so/%.*s?%s=1", STR_ARG(code), draft->supplement ? "bo-sung" : "moi"));
}

struct str
draft_anchor(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (strchr("abcdefghijklmnopqrstuvwxyz_0123456789-", s.p[i]) == NULL || s.n > PAIR_NAME_BYTES_MAX)
			return (STR_NONE);
	}
	return (s);
}

enum next
draft_reply_stale(struct turn *t, const struct draft *draft, const struct form *form, struct str path,
    bool may_overwrite)
{
	const struct pairs	*sent = request_fields(t);
	const struct uploads	*uploads = request_uploads(t);
	struct form_pair	*fields = ARENA_ARRAY(turn_arena(t), struct form_pair, sent->n + 1);
	struct buf		 out = BUF_INIT;
	struct draft_stale_view	 m = {
		.service = form_catalogue(form)->name.in[turn_lang(t)], .action = path, .version = draft->version,
		.fields = fields, .saved_at = time_vn(turn_arena(t), draft->updated_s),
	};

	for (size_t i = 0; may_overwrite && i < sent->n; i++) {
		if (!str_eqc(sent->p[i].name, "_version") && !str_eqc(sent->p[i].name, "_attach"))
			fields[m.fields_n++] = (struct form_pair){ sent->p[i].name, sent->p[i].value };
	}
	for (size_t i = 0; i < uploads->n; i++)
		m.had_files = m.had_files || uploads->p[i].filename.n > 0;
	tmpl_draft_stale(&out, turn_view(t), &m);
	return (reply_html(t, 409, &out));
}
