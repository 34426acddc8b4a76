#include "draft/draft_store.h"

#include "core/buf.h"
#include "core/json.h"
#include "sql.h"

bool
draft_read(const struct rows *r, struct uuid id, struct draft *out)
{
	if (r->n == 0)
		return (false);
	*out = (struct draft){
		.id = id,
		.service = row_text(r, 0, DRAFT_GET_SERVICE),
		.package = row_bytes(r, 0, DRAFT_GET_PACKAGE),
		.workflow = row_bytes(r, 0, DRAFT_GET_WORKFLOW),
		.instance = row_text(r, 0, DRAFT_GET_INSTANCE),
		.version = row_i64(r, 0, DRAFT_GET_VERSION),
		.supplement = !row_null(r, 0, DRAFT_GET_DOSSIER),
		.dossier_code = row_text(r, 0, DRAFT_GET_DOSSIER_CODE),
		.reasons = row_text(r, 0, DRAFT_GET_REASONS),
		.asked = row_text(r, 0, DRAFT_GET_ASKED),
		.updated_s = row_time(r, 0, DRAFT_GET_UPDATED_AT),
		.expires_s = row_time(r, 0, DRAFT_GET_EXPIRES_AT),
		.submitted_code = row_text(r, 0, DRAFT_GET_SUBMITTED_CODE),
	};
	return (true);
}

struct draft_profile
draft_profile_read(const struct rows *r)
{
	struct draft_profile	p = { 0 };

	if (r->n == 0)
		return (p);
	p.full_name = row_text(r, 0, IDENTITY_PROFILE_GET_FULL_NAME);
	p.personal_id = row_text(r, 0, IDENTITY_PROFILE_GET_PERSONAL_ID);
	p.phone = row_text(r, 0, IDENTITY_PROFILE_GET_PHONE);
	p.email = row_text(r, 0, IDENTITY_PROFILE_GET_EMAIL);
	p.address = row_text(r, 0, IDENTITY_PROFILE_GET_ADDRESS);
	if (!row_null(r, 0, IDENTITY_PROFILE_GET_BORN))
		p.born = row_date(r, 0, IDENTITY_PROFILE_GET_BORN);
	return (p);
}

size_t
draft_records_read(struct arena *a, const struct rows *r, struct draft_record **out)
{
	size_t	n = r->n < DRAFT_RECORDS_MAX ? r->n : DRAFT_RECORDS_MAX;

	*out = ARENA_ARRAY(a, struct draft_record, n + 1);
	for (size_t i = 0; i < n; i++) {
		(*out)[i] = (struct draft_record){
			.kind = row_text(r, i, DRAFT_REGISTER_FIND_KIND),
			.full_name = row_text(r, i, DRAFT_REGISTER_FIND_FULL_NAME),
			.birthplace = row_text(r, i, DRAFT_REGISTER_FIND_BIRTH_PLACE),
			.sex = row_text(r, i, DRAFT_REGISTER_FIND_SEX),
			.school = row_text(r, i, DRAFT_REGISTER_FIND_SCHOOL),
			.grade = row_text(r, i, DRAFT_REGISTER_FIND_GRADE),
			.serial = row_text(r, i, DRAFT_REGISTER_FIND_SERIAL),
			.register_number = row_text(r, i, DRAFT_REGISTER_FIND_REGISTER_NO),
			.born = row_date(r, i, DRAFT_REGISTER_FIND_BORN),
			.year = row_i64(r, i, DRAFT_REGISTER_FIND_YEAR),
		};
	}
	return (n);
}

struct str
draft_files_json(struct arena *a, struct instance *in)
{
	auto_(buf_free) struct buf	 b = BUF_INIT;
	struct json			 j = json_to(&b);
	struct form_attachment		*files;
	size_t				 n;

	instance_files(a, in, &files, &n);
	json_list(&j);
	for (size_t i = 0; i < n; i++) {
		json_open(&j);
		json_kstr(&j, "paper", files[i].field);
		json_kstr(&j, "sha256", files[i].file.sha256);
		json_kstr(&j, "name", files[i].file.name);
		json_kstr(&j, "type", files[i].file.type);
		json_ki64(&j, "bytes", files[i].file.bytes);
		json_close(&j);
	}
	json_list_end(&j);
	return (arena_str(a, buf_view(&b)));
}
