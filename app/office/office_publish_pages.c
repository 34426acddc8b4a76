/* /quan-tri/<code>/cong-bo: what would change, what forbids it, and the publication itself. */
#include "office/office_load_pages.h"

#include "dossier/dossier_law.h"
#include "office/office_words.h"
#include "sql.h"
#include "templates.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "workflow/workflow.h"

#define CHANGES_SHOWN	200

/* A published workflow that keeps what the package promises, by the name in it. */
static bool
workflow_fits(struct turn *t, const struct form *form, struct str *hash, struct str *bpmn)
{
	const struct workflow_law	 law = dossier_law(turn_arena(t), form);
	const struct rows		*r = turn_rows(t);
	struct process auto_(process_freep) *process = NULL;
	struct workflow_problems	 problems = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		if (!str_eq(row_text(r, i, OFFICE_WORKFLOWS_NAME), form_catalogue(form)->workflow))
			continue;
		*hash = row_bytes(r, i, OFFICE_WORKFLOWS_HASH);
		*bpmn = row_text(r, i, OFFICE_WORKFLOWS_BPMN);
		return (process_new(turn_arena(t), *bpmn, &process, &problems) == 0 &&
		    process_check(turn_arena(t), process, &law, &problems) == 0);
	}
	return (false);
}

/* The proof; and what it can't know: the workflow, whose procedure it is. *why is empty when nothing is in the way. */
static int
look_around(struct turn *t, struct str *why)
{
	struct office_turn		*s = office_turn(t);
	const struct form_catalogue	*c;
	struct str			 bpmn = STR_NONE;

	*why = STR("");
	if (s->form == NULL)
		return (0);
	c = form_catalogue(s->form);
	if (!workflow_fits(t, s->form, &s->workflow, &bpmn))
		*why = msg_string(turn_arena(t), turn_lang(t), MSG_OFFICE_PUBLISH_E_WORKFLOW, (struct msg_arg[]){
		    MSG_ARG(c->workflow) }, 1);
	else if (c->agency.n > 0 && !str_eq(c->agency, s->copy.agency))
		*why = msg_string(turn_arena(t), turn_lang(t), MSG_OFFICE_PUBLISH_E_AGENCY, (struct msg_arg[]){
		    MSG_ARG(s->copy.agency) }, 1);
	return (office_prove(&s->o, s->form, civil_vn(turn_now_s(t)).date, bpmn));
}

static enum next
take_around(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	xmlDoc auto_(xml_freep)	*base = NULL;

	if (look_around(t, &s->wrong) < 0)
		return (NEXT_FAIL);
	s->changes = (struct package_changes){ NULL, 0, 0 };
	if (s->copy.base.n > 0 && package_open(turn_arena(t), s->copy.base_xml, 0, &base, NULL) == 0)
		package_diff(turn_arena(t), s->o.v, base, s->copy.doc, true, &s->changes);
	return (NEXT_STEP);
}

static struct str
number(struct arena *a, int n)
{
	return (arena_printf(a, "%d", n));
}

static enum next
reply_publish(struct turn *t, int status, struct str error)
{
	struct office_turn		*s = office_turn(t);
	struct office_publish_view	 m = { .findings = s->o.findings, .findings_n = s->o.findings_n,
	    .error = error };
	struct problem_link		*links = ARENA_ARRAY(turn_arena(t), struct problem_link, 2);
	struct date			 today = civil_vn(turn_now_s(t)).date;
	struct buf			 body = BUF_INIT;

	office_show_frame(&s->o, STR_NONE, &m.f);
	m.f.tab = OFFICE_TAB_PUBLISH;
	m.changes = office_show_changes(&s->o, &s->changes, CHANGES_SHOWN, &m.changes_n);
	m.more = (int64_t)(s->changes.n - m.changes_n + s->changes.left_out);
	m.problems = links;
	if (s->wrong.n > 0)
		links[m.problems_n++] = (struct problem_link){ s->wrong,
		    office_href(&s->o, package_id(turn_arena(t), xmlDocGetRootElement(s->copy.doc))) };
	if (error.n > 0)
		links[m.problems_n++] = (struct problem_link){ error, STR("#tu") };
	m.may = s->form != NULL && s->wrong.n == 0 && office_errors(&s->o) == 0 && (m.f.fresh || s->changes.n > 0);
	m.hash = s->form == NULL ? STR_NONE : form_hash(s->form);
	m.day = request_is_post(t) ? request_field(t, "tu-day") : number(turn_arena(t), today.day);
	m.month = request_is_post(t) ? request_field(t, "tu-month") : number(turn_arena(t), today.month);
	m.year = request_is_post(t) ? request_field(t, "tu-year") : number(turn_arena(t), today.year);
	tmpl_office_publish(&body, turn_view(t), &m);
	return (reply_html(t, status, &body));
}

static enum next
show_publish(struct turn *t)
{
	return (reply_publish(t, 200, STR_NONE));
}

static const struct step	show_steps[] = {
	OFFICE_LOAD, STEP(office_ask_workflows), STEP(take_around), STEP(show_publish),
};

/* ---- the publication */

static bool
read_date(struct turn *t, struct date *out)
{
	int64_t	day, month, year;

	if (!str_i64(str_trim(request_field(t, "tu-day")), 1, 31, &day) ||
	    !str_i64(str_trim(request_field(t, "tu-month")), 1, 12, &month) ||
	    !str_i64(str_trim(request_field(t, "tu-year")), 2000, 2200, &year))
		return (false);
	*out = (struct date){ (int)year, (int)month, (int)day };
	return (date_valid(*out) && date_days(*out) >= date_days(civil_vn(turn_now_s(t)).date));
}

static struct str
listing_json(struct turn *t, const struct form_catalogue *c)
{
	static const char *const	levels[] = { "thong-tin", "mot-phan", "toan-trinh" };
	struct buf auto_(buf_free)	b = BUF_INIT;
	struct json			j = json_to(&b);

	json_open(&j);
	json_kstr(&j, "name_vi", c->name.in[LANG_VI]);
	json_kstr(&j, "name_en", c->name.in[LANG_EN]);
	json_kstr(&j, "summary_vi", c->summary.in[LANG_VI]);
	json_kstr(&j, "summary_en", c->summary.in[LANG_EN]);
	json_kstr(&j, "level", str_of(levels[c->level]));
	json_kstr(&j, "search", c->search);
	json_close(&j);
	return (arena_str(turn_arena(t), buf_view(&b)));
}

static enum next
publish(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	unsigned char		*hash = arena_alloc(turn_arena(t), 32);
	struct date		 from;

	if (!office_read_version(t))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	if (s->stale)
		return (NEXT_STEP);
	if (s->form == NULL || s->wrong.n > 0 || office_errors(&s->o) > 0 || (s->copy.base.n > 0 &&
	    s->changes.n == 0))
		return (reply_publish(t, 422, STR_NONE));
	if (!read_date(t, &from))
		return (reply_publish(t, 422, msg_text(turn_lang(t), MSG_OFFICE_PUBLISH_E_DATE)));
	CHECK(hex_parse(form_hash(s->form), hash, 32));
	return (ask(t, &OFFICE_PUBLISH, ARG_UUID(s->copy.id), ARG_UUID(turn_account(t)->id), ARG_I64(s->copy.version),
	    ARG_BYTES(((struct str){ (const char *)hash, 32 })), ARG_TEXT(form_canonical(s->form)),
	    ARG_BYTES(s->workflow), ARG_DATE(from), ARG_JSON(listing_json(t, form_catalogue(s->form))),
	    ARG_JSON(office_changes_json(turn_arena(t), &s->changes))));
}

static enum next
say_published(struct turn *t)
{
	struct office_turn	*s = office_turn(t);

	if (s->stale)
		return (NEXT_STEP);
	if (!row_null(turn_rows(t), 0, OFFICE_PUBLISH_PUBLICATION))
		return (office_see(t, STR(""), "publish"));
	s->wrong = msg_text(turn_lang(t), MSG_OFFICE_PUBLISH_E_MOVED);
	return (reply_publish(t, 409, STR_NONE));
}

static const struct step	publish_steps[] = {
	OFFICE_LOAD, STEP(office_ask_workflows), STEP(take_around), STEP(publish), STEP(say_published),
	    STEP(office_ask_again),
	STEP(office_take_again), STEP(office_ask_since), STEP(office_take_since), STEP(office_say_stale),
};

PAGE(office_publish_page, ON_GET(show_steps), ON_POST(publish_steps));
