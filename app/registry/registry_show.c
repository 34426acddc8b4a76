#include "registry/registry_show.h"

#include "core/clock.h"
#include "view/message.h"

static struct registry_row
show_row(struct arena *a, const struct diploma *d)
{
	return ((struct registry_row){
		.id = arena_printf(a, "%lld", (long long)d->id),
		.full_name = d->full_name,
		.born = date_vn(a, d->born),
		.birth_place = d->birth_place,
		.school = d->school,
		.year = arena_printf(a, "%d", d->year),
		.grade = d->grade,
		.serial = d->serial,
		.register_no = d->register_no,
		.decision = d->decision,
	});
}

void
registry_show(struct arena *a, enum lang lang, const struct registry_query *q, const struct diploma *found, size_t n,
    bool more, struct registry_search *out)
{
	*out = (struct registry_search){ .name = q->name, .born = q->born_typed, .year = q->year_typed,
	    .serial = q->serial };
	if (q->born_wrong)
		out->born_error = msg_text(lang, MSG_REGISTRY_BORN_WRONG);
	if (q->year_wrong)
		out->year_error = msg_text(lang, MSG_REGISTRY_YEAR_WRONG);
	out->searched = found != NULL;
	out->more = more;
	out->rows = ARENA_ARRAY(a, struct registry_row, n);
	out->rows_n = n;
	for (size_t i = 0; i < n; i++)
		out->rows[i] = show_row(a, &found[i]);
}
