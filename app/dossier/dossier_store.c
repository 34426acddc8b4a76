#include "dossier/dossier_store.h"

#include "core/id.h"
#include "sql.h"

bool
supplement_read(const struct rows *r, struct supplement *out)
{
	if (r->n == 0)
		return (false);
	*out = (struct supplement){
		.id = row_uuid(r, 0, DOSSIER_SUPPLEMENT_LOAD_ID),
		.code = row_text(r, 0, DOSSIER_SUPPLEMENT_LOAD_CODE),
		.workflow = row_bytes(r, 0, DOSSIER_SUPPLEMENT_LOAD_WORKFLOW),
		.version = row_i64(r, 0, DOSSIER_SUPPLEMENT_LOAD_VERSION),
		.item = row_uuid(r, 0, DOSSIER_SUPPLEMENT_LOAD_ITEM),
		.place = {
			.agency = row_text(r, 0, DOSSIER_SUPPLEMENT_LOAD_AGENCY),
			.marking = row_text(r, 0, DOSSIER_SUPPLEMENT_LOAD_MARKING),
			.node = row_text(r, 0, DOSSIER_SUPPLEMENT_LOAD_NODE),
			.clock = {
				.accepted_s = row_time_or_0(r, 0, DOSSIER_SUPPLEMENT_LOAD_ACCEPTED_AT),
				.due_s = row_time_or_0(r, 0, DOSSIER_SUPPLEMENT_LOAD_DUE_AT),
				.paused_s = row_time_or_0(r, 0, DOSSIER_SUPPLEMENT_LOAD_CLOCK_PAUSED_AT),
			},
		},
	};
	return (true);
}

bool
dossier_read(const struct rows *r, struct str code, struct dossier *out)
{
	if (r->n == 0)
		return (false);
	*out = (struct dossier){
		.id = row_uuid(r, 0, DOSSIER_GET_ID),
		.code = code,
		.package = row_bytes(r, 0, DOSSIER_GET_PACKAGE),
		.workflow = row_bytes(r, 0, DOSSIER_GET_WORKFLOW),
		.agency = row_text(r, 0, DOSSIER_GET_AGENCY),
		.agency_vi = row_text(r, 0, DOSSIER_GET_AGENCY_VI),
		.agency_en = row_text(r, 0, DOSSIER_GET_AGENCY_EN),
		.applicant_name = row_text(r, 0, DOSSIER_GET_APPLICANT_NAME),
		.subject = row_text(r, 0, DOSSIER_GET_SUBJECT),
		.instance = row_text(r, 0, DOSSIER_GET_INSTANCE),
		.marking = row_text(r, 0, DOSSIER_GET_MARKING),
		.version = row_i64(r, 0, DOSSIER_GET_VERSION),
		.status = row_i64(r, 0, DOSSIER_GET_STATUS),
		.outcome = row_text(r, 0, DOSSIER_GET_OUTCOME),
		.submitted_s = row_time(r, 0, DOSSIER_GET_SUBMITTED_AT),
		.accepted_s = row_time_or_0(r, 0, DOSSIER_GET_ACCEPTED_AT),
		.due_s = row_time_or_0(r, 0, DOSSIER_GET_DUE_AT),
		.paused_s = row_time_or_0(r, 0, DOSSIER_GET_CLOCK_PAUSED_AT),
		.finished_s = row_time_or_0(r, 0, DOSSIER_GET_FINISHED_AT),
		.asked = !row_null(r, 0, DOSSIER_GET_SUPPLEMENT_ROUND),
		.offered = row_bool(r, 0, DOSSIER_GET_OFFERED),
		.reasons = row_text(r, 0, DOSSIER_GET_SUPPLEMENT_REASONS),
		.answering = !row_null(r, 0, DOSSIER_GET_SUPPLEMENT_DRAFT),
		.result_code = row_text(r, 0, DOSSIER_GET_RESULT_CODE),
		.result_number = row_text(r, 0, DOSSIER_GET_RESULT_NUMBER),
		.released = row_bool(r, 0, DOSSIER_GET_RELEASED),
	};
	return (true);
}

size_t
dossier_rows_read(struct arena *a, const struct rows *r, enum lang lang, struct dossier_line **out)
{
	size_t	name = lang == LANG_EN ? DOSSIER_LIST_NAME_EN : DOSSIER_LIST_NAME_VI;

	*out = ARENA_ARRAY(a, struct dossier_line, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		(*out)[i] = (struct dossier_line){
			.code = row_text(r, i, DOSSIER_LIST_CODE),
			.service = row_text(r, i, name),
			.subject = row_text(r, i, DOSSIER_LIST_SUBJECT),
			.status = row_i64(r, i, DOSSIER_LIST_STATUS),
			.submitted_s = row_time(r, i, DOSSIER_LIST_SUBMITTED_AT),
			.due_s = row_time_or_0(r, i, DOSSIER_LIST_DUE_AT),
			.paused = row_bool(r, i, DOSSIER_LIST_PAUSED),
		};
	}
	return (r->n);
}

size_t
dossier_drafts_read(struct arena *a, const struct rows *r, enum lang lang, struct draft_line **out)
{
	size_t	name = lang == LANG_EN ? DRAFT_LIST_NAME_EN : DRAFT_LIST_NAME_VI;

	*out = ARENA_ARRAY(a, struct draft_line, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		(*out)[i] = (struct draft_line){
			.id = uuid_text(a, row_uuid(r, i, DRAFT_LIST_ID)),
			.service = row_text(r, i, name),
			.dossier_code = row_text(r, i, DRAFT_LIST_DOSSIER_CODE),
			.updated_s = row_time(r, i, DRAFT_LIST_UPDATED_AT),
			.expires_s = row_time(r, i, DRAFT_LIST_EXPIRES_AT),
		};
	}
	return (r->n);
}

size_t
dossier_notices_read(struct arena *a, const struct rows *r, struct notice_line **out)
{
	*out = ARENA_ARRAY(a, struct notice_line, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		(*out)[i] = (struct notice_line){
			.code = row_text(r, i, DOSSIER_NOTICES_CODE),
			.kind = row_text(r, i, DOSSIER_NOTICES_KIND),
			.at_s = row_time(r, i, DOSSIER_NOTICES_CREATED_AT),
			.seen = row_bool(r, i, DOSSIER_NOTICES_SEEN),
		};
	}
	return (r->n);
}

size_t
dossier_events_read(struct arena *a, const struct rows *r, enum lang lang, struct dossier_event **out)
{
	size_t	agency = lang == LANG_EN ? DOSSIER_EVENTS_AGENCY_EN : DOSSIER_EVENTS_AGENCY_VI;

	*out = ARENA_ARRAY(a, struct dossier_event, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		(*out)[i] = (struct dossier_event){
			.kind = row_text(r, i, DOSSIER_EVENTS_KIND),
			.node = row_text(r, i, DOSSIER_EVENTS_NODE),
			.actor_name = row_text(r, i, DOSSIER_EVENTS_ACTOR_NAME),
			.role = row_text(r, i, DOSSIER_EVENTS_ROLE),
			.agency = row_text(r, i, agency),
			.reason = row_text(r, i, DOSSIER_EVENTS_REASON),
			.status = row_i64(r, i, DOSSIER_EVENTS_STATUS),
			.at_s = row_time(r, i, DOSSIER_EVENTS_AT),
		};
	}
	return (r->n);
}

size_t
dossier_files_read(struct arena *a, const struct rows *r, struct dossier_file **out)
{
	*out = ARENA_ARRAY(a, struct dossier_file, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		struct str	sha256 = row_bytes(r, i, DOSSIER_FILES_SHA256);

		(*out)[i] = (struct dossier_file){
			.slip = str_eqc(row_text(r, i, DOSSIER_FILES_ORIGIN), "slip"),
			.paper = row_text(r, i, DOSSIER_FILES_PAPER),
			.sha256 = hex_text(a, sha256.p, sha256.n),
			.name = row_text(r, i, DOSSIER_FILES_NAME),
			.type = row_text(r, i, DOSSIER_FILES_TYPE),
			.bytes = row_i64(r, i, DOSSIER_FILES_BYTES),
			.at_s = row_time(r, i, DOSSIER_FILES_AT),
		};
	}
	return (r->n);
}
