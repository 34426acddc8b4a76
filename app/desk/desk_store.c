#include "desk/desk_store.h"

#include "sql.h"

static void
item_row(const struct rows *rows, struct desk_item *out)
{
	*out = (struct desk_item){ .there = !row_null(rows, 0, DESK_DOSSIER_GET_ITEM) };
	if (!out->there)
		return;
	out->id = row_uuid(rows, 0, DESK_DOSSIER_GET_ITEM);
	out->node = row_text(rows, 0, DESK_DOSSIER_GET_NODE);
	out->role = row_text(rows, 0, DESK_DOSSIER_GET_ROLE);
	out->agency = row_text(rows, 0, DESK_DOSSIER_GET_ITEM_AGENCY);
	out->held = !row_null(rows, 0, DESK_DOSSIER_GET_ASSIGNEE);
	if (out->held)
		out->assignee = row_uuid(rows, 0, DESK_DOSSIER_GET_ASSIGNEE);
	out->assignee_name = row_text(rows, 0, DESK_DOSSIER_GET_ASSIGNEE_NAME);
	out->opened_s = row_time(rows, 0, DESK_DOSSIER_GET_ITEM_OPENED_AT);
	out->due_s = row_time_or_0(rows, 0, DESK_DOSSIER_GET_ITEM_DUE_AT);
	out->reminded_s = row_time_or_0(rows, 0, DESK_DOSSIER_GET_ITEM_REMINDED_AT);
}

void
desk_dossier_row(const struct rows *rows, struct str code, struct desk_dossier *out)
{
	*out = (struct desk_dossier){
		.id = row_uuid(rows, 0, DESK_DOSSIER_GET_ID),
		.code = code,
		.service = row_text(rows, 0, DESK_DOSSIER_GET_SERVICE),
		.name_vi = row_text(rows, 0, DESK_DOSSIER_GET_NAME_VI),
		.name_en = row_text(rows, 0, DESK_DOSSIER_GET_NAME_EN),
		.package = row_bytes(rows, 0, DESK_DOSSIER_GET_PACKAGE),
		.workflow = row_bytes(rows, 0, DESK_DOSSIER_GET_WORKFLOW),
		.agency = row_text(rows, 0, DESK_DOSSIER_GET_AGENCY),
		.agency_vi = row_text(rows, 0, DESK_DOSSIER_GET_AGENCY_VI),
		.agency_en = row_text(rows, 0, DESK_DOSSIER_GET_AGENCY_EN),
		.applicant_name = row_text(rows, 0, DESK_DOSSIER_GET_APPLICANT_NAME),
		.subject = row_text(rows, 0, DESK_DOSSIER_GET_SUBJECT),
		.instance = row_text(rows, 0, DESK_DOSSIER_GET_INSTANCE),
		.marking = row_text(rows, 0, DESK_DOSSIER_GET_MARKING),
		.limit_text = row_text(rows, 0, DESK_DOSSIER_GET_LIMIT_TEXT),
		.outcome = row_text(rows, 0, DESK_DOSSIER_GET_OUTCOME),
		.version = row_i64(rows, 0, DESK_DOSSIER_GET_VERSION),
		.status = (int)row_i64(rows, 0, DESK_DOSSIER_GET_STATUS),
		.submitted_s = row_time(rows, 0, DESK_DOSSIER_GET_SUBMITTED_AT),
		.clock = { .accepted_s = row_time_or_0(rows, 0, DESK_DOSSIER_GET_ACCEPTED_AT),
		    .due_s = row_time_or_0(rows, 0, DESK_DOSSIER_GET_DUE_AT),
		    .paused_s = row_time_or_0(rows, 0, DESK_DOSSIER_GET_CLOCK_PAUSED_AT) },
		.supplements = row_i64(rows, 0, DESK_DOSSIER_GET_SUPPLEMENTS),
		.result_code = row_text(rows, 0, DESK_DOSSIER_GET_RESULT_CODE),
		.result_number = row_text(rows, 0, DESK_DOSSIER_GET_RESULT_NUMBER),
		.result_state = row_text(rows, 0, DESK_DOSSIER_GET_RESULT_STATE),
		.actor_title = row_text(rows, 0, DESK_DOSSIER_GET_ACTOR_TITLE),
		.supervises = row_bool(rows, 0, DESK_DOSSIER_GET_SUPERVISES),
		.leave_asked = row_bool(rows, 0, DESK_DOSSIER_GET_LEAVE_ASKED),
		.leave_granted = row_bool(rows, 0, DESK_DOSSIER_GET_LEAVE_GRANTED),
	};
	item_row(rows, &out->item);
}

struct desk_work *
desk_work_rows(struct arena *a, const struct rows *rows)
{
	struct desk_work	*v = ARENA_ARRAY(a, struct desk_work, rows->n);

	for (size_t i = 0; i < rows->n; i++) {
		v[i] = (struct desk_work){
			.item = row_uuid(rows, i, DESK_QUEUE_ITEM),
			.code = row_text(rows, i, DESK_QUEUE_CODE),
			.service = row_text(rows, i, DESK_QUEUE_SERVICE),
			.name_vi = row_text(rows, i, DESK_QUEUE_NAME_VI),
			.name_en = row_text(rows, i, DESK_QUEUE_NAME_EN),
			.applicant_name = row_text(rows, i, DESK_QUEUE_APPLICANT_NAME),
			.subject = row_text(rows, i, DESK_QUEUE_SUBJECT),
			.node = row_text(rows, i, DESK_QUEUE_NODE),
			.role = row_text(rows, i, DESK_QUEUE_ROLE),
			.workflow = row_bytes(rows, i, DESK_QUEUE_WORKFLOW),
			.status = (int)row_i64(rows, i, DESK_QUEUE_STATUS),
			.opened_s = row_time(rows, i, DESK_QUEUE_OPENED_AT),
			.due_s = row_time_or_0(rows, i, DESK_QUEUE_DUE_AT),
			.paused_s = row_time_or_0(rows, i, DESK_QUEUE_PAUSED_AT),
			.reminded_s = row_time_or_0(rows, i, DESK_QUEUE_REMINDED_AT),
			.held = !row_null(rows, i, DESK_QUEUE_ASSIGNEE),
			.assignee_name = row_text(rows, i, DESK_QUEUE_ASSIGNEE_NAME),
		};
		if (v[i].held)
			v[i].assignee = row_uuid(rows, i, DESK_QUEUE_ASSIGNEE);
	}
	return (v);
}

struct desk_count *
desk_count_rows(struct arena *a, const struct rows *rows)
{
	struct desk_count	*v = ARENA_ARRAY(a, struct desk_count, rows->n);

	for (size_t i = 0; i < rows->n; i++)
		v[i] = (struct desk_count){
			.service = row_text(rows, i, DESK_COUNTS_SERVICE),
			.name_vi = row_text(rows, i, DESK_COUNTS_NAME_VI),
			.name_en = row_text(rows, i, DESK_COUNTS_NAME_EN),
			.open = row_i64(rows, i, DESK_COUNTS_OPEN),
			.mine = row_i64(rows, i, DESK_COUNTS_MINE),
			.free = row_i64(rows, i, DESK_COUNTS_FREE),
			.late = row_i64(rows, i, DESK_COUNTS_LATE),
			.today = row_i64(rows, i, DESK_COUNTS_TODAY),
		};
	return (v);
}

static struct desk_event
event_row(const struct rows *rows, size_t i)
{
	return ((struct desk_event){
		.kind = row_text(rows, i, DESK_ABOUT_KIND),
		.node = row_text(rows, i, DESK_ABOUT_NODE),
		.actor_name = row_text(rows, i, DESK_ABOUT_NAME),
		.role = row_text(rows, i, DESK_ABOUT_ROLE),
		.agency_vi = row_text(rows, i, DESK_ABOUT_AGENCY_VI),
		.agency_en = row_text(rows, i, DESK_ABOUT_AGENCY_EN),
		.reason = row_text(rows, i, DESK_ABOUT_WORDS),
		.at_s = row_time_or_0(rows, i, DESK_ABOUT_AT),
	});
}

static struct desk_paper
paper_row(const struct rows *rows, size_t i, struct str what)
{
	struct desk_paper	p = {
		.paper = str_eqc(what, "paper"),
		.slip = str_eqc(what, "slip"),
		.kind = row_text(rows, i, DESK_ABOUT_KIND),
		.name = row_text(rows, i, DESK_ABOUT_NAME),
		.sha256 = row_bytes(rows, i, DESK_ABOUT_SHA256),
		.type = row_text(rows, i, DESK_ABOUT_TYPE),
		.bytes = row_i64(rows, i, DESK_ABOUT_BYTES),
	};

	(void)str_i64(row_text(rows, i, DESK_ABOUT_WORDS), 0, INT32_MAX, &p.round);	/* a result has none */
	return (p);
}

static struct desk_asked
asked_row(const struct rows *rows, size_t i)
{
	return ((struct desk_asked){
		.mark = { .paper = str_eqc(row_text(rows, i, DESK_ABOUT_KIND), "paper"),
		    .name = row_text(rows, i, DESK_ABOUT_NODE), .label = row_text(rows, i, DESK_ABOUT_NAME),
		    .reason = row_text(rows, i, DESK_ABOUT_WORDS), .was = row_text(rows, i, DESK_ABOUT_AGENCY_VI) },
		.round = row_i64(rows, i, DESK_ABOUT_BYTES),
		.answered_s = row_time_or_0(rows, i, DESK_ABOUT_AT),
	});
}

struct desk_reason *
desk_reason_rows(struct arena *a, const struct rows *rows)
{
	struct desk_reason	*v = ARENA_ARRAY(a, struct desk_reason, rows->n);

	for (size_t i = 0; i < rows->n; i++)
		v[i] = (struct desk_reason){ row_i64(rows, i, DESK_REASONS_ID),
		    str_eqc(row_text(rows, i, DESK_REASONS_KIND), "paper"), row_text(rows, i, DESK_REASONS_REASON) };
	return (v);
}

void
desk_about_rows(struct arena *a, const struct rows *rows, struct desk_about *out)
{
	*out = (struct desk_about){
		.events = ARENA_ARRAY(a, struct desk_event, rows->n),
		.papers = ARENA_ARRAY(a, struct desk_paper, rows->n),
		.places = ARENA_ARRAY(a, struct desk_place, rows->n),
		.people = ARENA_ARRAY(a, struct desk_person, rows->n),
		.asked = ARENA_ARRAY(a, struct desk_asked, rows->n),
	};
	for (size_t i = 0; i < rows->n; i++) {
		struct str	what = row_text(rows, i, DESK_ABOUT_WHAT);

		if (str_eqc(what, "event"))
			out->events[out->events_n++] = event_row(rows, i);
		else if (str_eqc(what, "asked"))
			out->asked[out->asked_n++] = asked_row(rows, i);
		else if (str_eqc(what, "open"))
			out->places[out->places_n++] = (struct desk_place){
				.item = row_text(rows, i, DESK_ABOUT_WORDS),
				.node = row_text(rows, i, DESK_ABOUT_NODE),
				.role = row_text(rows, i, DESK_ABOUT_ROLE),
				.agency_vi = row_text(rows, i, DESK_ABOUT_AGENCY_VI),
				.agency_en = row_text(rows, i, DESK_ABOUT_AGENCY_EN),
				.holder = row_text(rows, i, DESK_ABOUT_NAME),
				.due_s = row_time_or_0(rows, i, DESK_ABOUT_AT),
			};
		else if (str_eqc(what, "colleague"))
			out->people[out->people_n++] = (struct desk_person){
				.id = row_uuid(rows, i, DESK_ABOUT_PERSON),
				.name = row_text(rows, i, DESK_ABOUT_NAME),
			};
		else
			out->papers[out->papers_n++] = paper_row(rows, i, what);
	}
}
