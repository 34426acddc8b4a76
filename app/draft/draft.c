#include "draft/draft.h"

#include <inttypes.h>

#include "core/utf8.h"

#define BUTTON_MARK	'_'

static const struct {
	const char		*name;
	enum draft_press	 press;
} buttons[] = {
	{ "_later", DRAFT_LATER }, { "_add", DRAFT_ADD }, { "_remove", DRAFT_REMOVE }, { "_attach", DRAFT_ATTACH },
	{ "_detach", DRAFT_DETACH }, { "_lookup", DRAFT_LOOKUP },
	{ "_up", DRAFT_UP }, { "_down", DRAFT_DOWN }, { "_refresh", DRAFT_REFRESH },
};

void
draft_post_read(struct arena *a, const struct pairs *pairs, struct draft_post *out)
{
	*out = (struct draft_post){ .press = DRAFT_NEXT };
	for (size_t i = 0; i < COUNT_OF(buttons); i++) {
		if (pairs_has(pairs, buttons[i].name)) {
			out->press = buttons[i].press;
			out->target = pairs_get(pairs, buttons[i].name);
			break;
		}
	}
	(void)str_i64(pairs_get(pairs, "_version"), 1, INT32_MAX, &out->version);
	out->change = pairs_get(pairs, "_change");
	out->fields = ARENA_ARRAY(a, struct form_pair, pairs->n);
	for (size_t i = 0; i < pairs->n; i++) {
		if (pairs->p[i].name.p[0] != BUTTON_MARK)
			out->fields[out->fields_n++] = (struct form_pair){ pairs->p[i].name, pairs->p[i].value };
	}
}

static int
fold_form(int r)
{
	if (r <= 0)
		return (r);
	return (r == FORM_E_LIMIT ? DRAFT_E_LIMIT : DRAFT_E_NAME);
}

/* HTML ids are names with '-' for every '.' and bracket, as the form engine makes them. */
static struct str
id_of_name(struct arena *a, struct str name)
{
	char	*id = arena_alloc(a, name.n + 1);
	size_t	 n = 0;

	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '.' || name.p[i] == '[')
			id[n++] = '-';
		else if (name.p[i] != ']')
			id[n++] = name.p[i];
	}
	return ((struct str){ id, n });
}

/* "subjects[r3]": the group and the row. */
/* "units[r1].rooms[r3]" is the row r3 of units[r1].rooms. */
static bool
row_target(struct str target, struct str *group, struct str *row)
{
	size_t	open = target.n;

	if (!str_ends(target, STR("]")))
		return (false);
	while (open > 0 && target.p[open - 1] != '[')
		open--;
	if (open < 2)
		return (false);
	*group = str_from_to(target, 0, open - 1);
	*row = str_from_to(target, open, target.n - 1);
	return (true);
}

static int
row_remove(struct arena *a, struct instance *in, struct str target, struct str *anchor)
{
	struct str	group, row;

	if (!row_target(target, &group, &row))
		return (DRAFT_E_NAME);
	*anchor = id_of_name(a, group);
	return (fold_form(instance_row_remove(in, group, row)));
}

static int
row_move(struct arena *a, struct instance *in, struct str target, int by, struct str *anchor)
{
	struct str	group, row;

	if (!row_target(target, &group, &row))
		return (DRAFT_E_NAME);
	*anchor = arena_printf(a, "%.*s-%.*s", STR_ARG(id_of_name(a, group)), STR_ARG(row));
	return (fold_form(instance_row_move(in, group, row, by)));
}

static int
row_add(struct arena *a, struct instance *in, struct str group, struct str *anchor)
{
	struct str	row;
	int		r = instance_row_add(a, in, group, &row);

	if (r == 0)
		*anchor = arena_printf(a, "%.*s-%.*s", STR_ARG(id_of_name(a, group)), STR_ARG(row));
	return (fold_form(r));
}

static int
file_detach(struct arena *a, struct instance *in, struct str target, struct str *anchor)
{
	struct str	sha256 = target, field;

	if (!str_cut(&sha256, ' ', &field))
		return (DRAFT_E_NAME);
	*anchor = id_of_name(a, field);
	return (fold_form(instance_file_remove(in, field, sha256)));
}

int
draft_apply(struct arena *a, struct instance *in, size_t page, const struct draft_post *post, struct str *anchor)
{
	int	r = instance_set(in, FORM_PART_APPLICANT, page, post->fields, post->fields_n);

	*anchor = STR_NONE;
	if (r != 0 && r != FORM_E_NAME)
		return (fold_form(r));
	switch (post->press) {
	case DRAFT_ADD:
		return (row_add(a, in, post->target, anchor));
	case DRAFT_REMOVE:
		return (row_remove(a, in, post->target, anchor));
	case DRAFT_UP:
	case DRAFT_DOWN:
		return (row_move(a, in, post->target, post->press == DRAFT_UP ? -1 : 1, anchor));
	case DRAFT_DETACH:
		return (file_detach(a, in, post->target, anchor));
	case DRAFT_REFRESH:
	case DRAFT_ATTACH:
		*anchor = id_of_name(a, post->target);
		break;
	case DRAFT_NEXT:
	case DRAFT_LATER:
	case DRAFT_LOOKUP:
	case DRAFT__MAX:
		break;
	}
	return (0);
}

static void
source_add(struct form_pair *pairs, size_t *n, const char *name, struct str value)
{
	if (value.n > 0)
		pairs[(*n)++] = (struct form_pair){ str_of(name), value };
}

size_t
draft_profile_sources(struct arena *a, const struct draft_profile *p, struct form_pair **out)
{
	size_t	n = 0;

	*out = ARENA_ARRAY(a, struct form_pair, 6);
	source_add(*out, &n, "profile.full_name", p->full_name);
	source_add(*out, &n, "profile.personal_id", p->personal_id);
	source_add(*out, &n, "profile.born", p->born.year == 0 ? STR_NONE : date_iso(a, p->born));
	source_add(*out, &n, "profile.phone", p->phone);
	source_add(*out, &n, "profile.email", p->email);
	source_add(*out, &n, "profile.address", p->address);
	return (n);
}

/* ---- the register */

static struct str
first_of(struct arena *a, struct instance *in, const char *source, const char *otherwise)
{
	struct str	value = instance_sourced(a, in, FORM_PART_APPLICANT, str_of(source));

	if (value.n == 0 && otherwise != NULL)
		value = instance_sourced(a, in, FORM_PART_APPLICANT, str_of(otherwise));
	return (value);
}

int
draft_key_of(struct arena *a, struct instance *in, struct draft_key *out)
{
	struct str	born = first_of(a, in, "registry.so-goc.born", "profile.born");

	*out = (struct draft_key){
		.name = utf8_fold(a, first_of(a, in, "registry.so-goc.full_name", "profile.full_name")),
		.serial = first_of(a, in, "registry.so-goc.serial", NULL),
		.kind = first_of(a, in, "registry.so-goc.kind", NULL),
		.year = first_of(a, in, "registry.so-goc.year", NULL),
	};
	if (!date_parse(born, &out->born))
		out->born = (struct date){ 0, 0, 0 };
	return ((out->name.n > 0) + (out->born.year > 0) + (out->serial.n > 0) >= 2 ? 0 : DRAFT_E_UNKNOWN);
}

static bool
record_fits(const struct draft_record *r, const struct draft_key *key)
{
	int64_t	year = 0;

	if (key->kind.n > 0 && !str_eq(r->kind, key->kind))
		return (false);
	return (!str_i64(key->year, 1, 9999, &year) || r->year == year);
}

int
draft_record_pick(const struct draft_record *records, size_t n, const struct draft_key *key, size_t *at)
{
	size_t	found = 0;

	for (size_t i = 0; i < n; i++) {
		/* A serial number is of one diploma, however many others fit what else is known. */
		if (key->serial.n > 0 && str_eq(records[i].serial, key->serial)) {
			*at = i;
			return (0);
		}
		if (n == 1 || record_fits(&records[i], key)) {
			*at = i;
			found++;
		}
	}
	if (n == 0)
		return (DRAFT_E_NONE);
	return (found == 1 ? 0 : DRAFT_E_MANY);
}

size_t
draft_record_sources(struct arena *a, const struct draft_record *r, struct form_pair **out)
{
	size_t	n = 0;

	*out = ARENA_ARRAY(a, struct form_pair, 10);
	source_add(*out, &n, "registry.so-goc.kind", r->kind);
	source_add(*out, &n, "registry.so-goc.full_name", r->full_name);
	source_add(*out, &n, "registry.so-goc.born", r->born.year == 0 ? STR_NONE : date_iso(a, r->born));
	source_add(*out, &n, "registry.so-goc.birthplace", r->birthplace);
	source_add(*out, &n, "registry.so-goc.sex", r->sex);
	source_add(*out, &n, "registry.so-goc.school", r->school);
	source_add(*out, &n, "registry.so-goc.year", arena_printf(a, "%" PRId64, r->year));
	source_add(*out, &n, "registry.so-goc.grade", r->grade);
	source_add(*out, &n, "registry.so-goc.serial", r->serial);
	source_add(*out, &n, "registry.so-goc.register_number", r->register_number);
	return (n);
}
