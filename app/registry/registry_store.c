#include "registry/registry_store.h"

#include <assert.h>

#include "sql.h"

static_assert((int)REGISTRY_DIPLOMAS_ID == (int)REGISTRY_DIPLOMA_GET_ID, "the same columns in the same order");
static_assert((int)REGISTRY_DIPLOMAS_NOTE == (int)REGISTRY_DIPLOMA_GET_NOTE, "the same columns in the same order");

struct diploma
registry_diploma_row(const struct rows *rows, size_t i)
{
	return ((struct diploma){
		.id = row_i64(rows, i, REGISTRY_DIPLOMAS_ID),
		.kind = row_text(rows, i, REGISTRY_DIPLOMAS_KIND),
		.full_name = row_text(rows, i, REGISTRY_DIPLOMAS_FULL_NAME),
		.born = row_date(rows, i, REGISTRY_DIPLOMAS_BORN),
		.birth_place = row_text(rows, i, REGISTRY_DIPLOMAS_BIRTH_PLACE),
		.sex = row_text(rows, i, REGISTRY_DIPLOMAS_SEX),
		.ethnicity = row_text(rows, i, REGISTRY_DIPLOMAS_ETHNICITY),
		.nationality = row_text(rows, i, REGISTRY_DIPLOMAS_NATIONALITY),
		.school = row_text(rows, i, REGISTRY_DIPLOMAS_SCHOOL),
		.year = (int)row_i64(rows, i, REGISTRY_DIPLOMAS_YEAR),
		.grade = row_text(rows, i, REGISTRY_DIPLOMAS_GRADE),
		.serial = row_text(rows, i, REGISTRY_DIPLOMAS_SERIAL),
		.register_no = row_text(rows, i, REGISTRY_DIPLOMAS_REGISTER_NO),
		.decision = row_text(rows, i, REGISTRY_DIPLOMAS_DECISION),
		.decided_on = row_date(rows, i, REGISTRY_DIPLOMAS_DECIDED_ON),
		.note = row_text(rows, i, REGISTRY_DIPLOMAS_NOTE),
	});
}

struct diploma *
registry_diploma_rows(struct arena *a, const struct rows *rows, size_t *n, bool *more)
{
	struct diploma	*v = ARENA_ARRAY(a, struct diploma, REGISTRY_FOUND_MAX);

	*more = rows->n > REGISTRY_FOUND_MAX;
	*n = *more ? REGISTRY_FOUND_MAX : rows->n;
	for (size_t i = 0; i < *n; i++)
		v[i] = registry_diploma_row(rows, i);
	return (v);
}
