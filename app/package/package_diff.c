#include "package/package_diff.h"

#include "package/package_model.h"

struct differ {
	struct arena			*a;
	const struct vocabulary		*v;
	bool				 by_id;
	bool				 carry;		/* give the new elements the old ones' ids, tell nothing */
	struct package_changes		*out;
	size_t				 cap;
};

/* An element that is told about, in both states; slots are named from it. */
struct place {
	const xmlNode	*old, *fresh;
	struct str	 prefix;
};

static struct str
name_of(const xmlNode *n)
{
	return (str_of((const char *)n->name));
}

static bool
is_keyed(const xmlNode *n)
{
	return (xml_has_attr(n, "name") || xml_has_attr(n, "id") || xml_has_attr(n, "value"));
}

static struct package_change *
change_add(struct differ *d, enum package_change_kind kind, const xmlNode *x)
{
	struct package_changes	*out = d->out;
	struct package_change	*c, *grown;
	const xmlNode		*above = x->parent;

	if (out->n == PACKAGE_CHANGES_MAX) {
		out->left_out++;
		return (NULL);
	}
	if (out->n == d->cap) {
		d->cap = d->cap == 0 ? 32 : d->cap * 2;
		grown = ARENA_ARRAY(d->a, struct package_change, d->cap);
		for (size_t i = 0; i < out->n; i++)
			grown[i] = out->v[i];
		out->v = grown;
	}
	c = &out->v[out->n++];
	*c = (struct package_change){ .kind = kind, .element = arena_str(d->a, name_of(x)),
	    .id = package_id(d->a, x), .key = package_key(d->a, x) };
	c->label[0] = package_label(d->a, x, false);
	c->label[1] = package_label(d->a, x, true);
	if (above != NULL && above->type == XML_ELEMENT_NODE && above->parent->type == XML_ELEMENT_NODE) {
		c->above = arena_str(d->a, name_of(above));
		c->above_label[0] = is_keyed(above) ? package_label(d->a, above, false) : STR_NONE;
		c->above_label[1] = is_keyed(above) ? package_label(d->a, above, true) : STR_NONE;
	}
	return (c);
}

static void
say_set(struct differ *d, const struct place *p, struct str slot, struct str before, struct str after)
{
	struct package_change	*c;

	if (d->carry || str_eq(before, after))
		return;
	c = change_add(d, CHANGE_SET, p->fresh);
	if (c == NULL)
		return;
	c->slot = arena_printf(d->a, "%.*s%.*s", STR_ARG(p->prefix), STR_ARG(slot));
	c->before = before;
	c->after = after;
}

static void
attrs_diff(struct differ *d, const struct place *p, const xmlNode *old, const xmlNode *fresh)
{
	const xmlNode	*both[] = { fresh, old };

	for (size_t i = 0; i < COUNT_OF(both); i++) {
		for (const xmlAttr *at = both[i] == NULL ? NULL : both[i]->properties; at != NULL; at = at->next) {
			const char	*name = (const char *)at->name;

			if (strcmp(name, PACKAGE_MARK) == 0 || (i == 1 && fresh != NULL && xml_has_attr(fresh, name)))
				continue;
			say_set(d, p, arena_printf(d->a, "@%s", name), old == NULL ? STR("") :
			    xml_attr(d->a, old, name), fresh == NULL ? STR("") : xml_attr(d->a, fresh, name));
		}
	}
}

static bool
has_words(const xmlNode *n)
{
	return (n != NULL && (xml_first(n, "vi") != NULL || xml_first(n, "en") != NULL));
}

static bool
is_phrase(const xmlNode *n)
{
	return (n != NULL && !has_words(n) && (xml_first(n, NULL) == NULL || xml_first(n, "v") != NULL));
}

static struct str
slot_or_none(struct differ *d, const xmlNode *n, const char *slot)
{
	return (n == NULL ? STR("") : package_slot(d->a, n, str_of(slot)));
}

/* ---- children */

struct matching {
	const xmlNode	**old, **fresh;
	size_t		 old_n, fresh_n;
	size_t		*of;			/* fresh -> old, SIZE_MAX: none */
	bool		*taken;
};

static size_t
children_of(struct arena *a, const xmlNode *n, const xmlNode ***out)
{
	size_t	count = n == NULL ? 0 : xml_count(n, NULL), k = 0;

	*out = ARENA_ARRAY(a, const xmlNode *, count);
	for (const xmlNode *x = n == NULL ? NULL : xml_first(n, NULL); x != NULL; x = xml_next(x, NULL))
		if (!xml_is(x, "vi") && !xml_is(x, "en") && !xml_is(x, "v"))
			(*out)[k++] = x;
	return (k);
}

enum sameness { SAME_ID, SAME_KEY, SAME_TEXT, SAME_PLACE, SAMENESS__MAX };

static bool
is_same(struct differ *d, const xmlNode *old, const xmlNode *fresh, enum sameness how)
{
	struct str	id;

	if (!str_eq(name_of(old), name_of(fresh)))
		return (false);
	switch (how) {
	case SAME_ID:
		id = package_id(d->a, fresh);
		return (d->by_id && id.n > 0 && str_eq(package_id(d->a, old), id));
	case SAME_KEY:
		return (is_keyed(fresh) && str_eq(package_key(d->a, old), package_key(d->a, fresh)));
	case SAME_TEXT:
		return (!is_keyed(fresh) && str_eq(xml_words(d->a, old), xml_words(d->a, fresh)));
	case SAME_PLACE:
		return (!is_keyed(fresh) && !is_keyed(old) && !d->by_id);
	case SAMENESS__MAX:
		break;
	}
	return (false);
}

/* The surest likeness first. With ids, elements without the same id are different ones. */
static void
match(struct differ *d, struct matching *m)
{
	m->of = ARENA_ARRAY(d->a, size_t, m->fresh_n);
	m->taken = ARENA_ARRAY(d->a, bool, m->old_n);
	for (size_t i = 0; i < m->fresh_n; i++)
		m->of[i] = SIZE_MAX;
	for (int how = SAME_ID; how < SAMENESS__MAX; how++) {
		for (size_t i = 0; i < m->fresh_n; i++) {
			for (size_t k = 0; k < m->old_n && m->of[i] == SIZE_MAX; k++) {
				if (!m->taken[k] && is_same(d, m->old[k], m->fresh[i], (enum sameness)how)) {
					m->of[i] = k;
					m->taken[k] = true;
				}
			}
		}
	}
}

/* Elements that are not on the longest run in the old order have been moved. */
static void
say_moved(struct differ *d, const struct matching *m)
{
	size_t	*best = ARENA_ARRAY(d->a, size_t, m->fresh_n), *from = ARENA_ARRAY(d->a, size_t, m->fresh_n);
	size_t	 end = SIZE_MAX;
	bool	*stays = ARENA_ARRAY(d->a, bool, m->fresh_n);

	for (size_t i = 0; i < m->fresh_n; i++) {
		if (m->of[i] == SIZE_MAX)
			continue;
		best[i] = 1;
		from[i] = SIZE_MAX;
		for (size_t k = 0; k < i; k++) {
			if (m->of[k] != SIZE_MAX && m->of[k] < m->of[i] && best[k] + 1 > best[i]) {
				best[i] = best[k] + 1;
				from[i] = k;
			}
		}
		if (end == SIZE_MAX || best[i] > best[end])
			end = i;
	}
	for (; end != SIZE_MAX; end = from[end])
		stays[end] = true;
	for (size_t i = 0; i < m->fresh_n; i++)
		if (m->of[i] != SIZE_MAX && !stays[i])
			change_add(d, CHANGE_MOVED, m->fresh[i]);
}

static void	element_diff(struct differ *d, const struct place *p, const xmlNode *old, const xmlNode *fresh);

/* Part of what it stands in: told as values of that. */
static bool
is_part(struct differ *d, const xmlNode *x)
{
	const struct element_rule	*above = package_rule(d->v, x->parent);
	const struct child_rule		*c = above == NULL ? NULL : rule_child(above, name_of(x));

	return (c != NULL && !c->many && (child_is_text(c) || c->element->content == CONTENT_ELEMENTS) &&
	    !xml_is(x->parent, "service"));
}

static void
child_diff(struct differ *d, const struct place *p, const xmlNode *old, const xmlNode *fresh)
{
	const xmlNode	*x = fresh == NULL ? old : fresh;
	struct place	 inner = { old, fresh, STR("") };

	if (is_part(d, x)) {
		inner = *p;
		inner.prefix = arena_printf(d->a, "%.*s%.*s/", STR_ARG(p->prefix), STR_ARG(name_of(x)));
		element_diff(d, &inner, old, fresh);
	} else if (old == NULL || fresh == NULL) {
		if (!d->carry)
			change_add(d, fresh == NULL ? CHANGE_REMOVED : CHANGE_ADDED, x);
	} else {
		element_diff(d, &inner, old, fresh);
	}
}

static void
element_diff(struct differ *d, const struct place *p, const xmlNode *old, const xmlNode *fresh)
{
	struct matching	 m = { 0 };

	if (d->carry && old != NULL && fresh != NULL && package_id(d->a, old).n > 0)
		xml_set_attr((xmlNode *)(uintptr_t)fresh, PACKAGE_MARK, package_id(d->a, old));
	attrs_diff(d, p, old, fresh);
	if (has_words(old) || has_words(fresh)) {
		say_set(d, p, STR(".vi"), slot_or_none(d, old, ".vi"), slot_or_none(d, fresh, ".vi"));
		say_set(d, p, STR(".en"), slot_or_none(d, old, ".en"), slot_or_none(d, fresh, ".en"));
	} else if (is_phrase(fresh == NULL ? old : fresh)) {
		say_set(d, p, STR("."), slot_or_none(d, old, "."), slot_or_none(d, fresh, "."));
	}
	m.old_n = children_of(d->a, old, &m.old);
	m.fresh_n = children_of(d->a, fresh, &m.fresh);
	match(d, &m);
	for (size_t i = 0; i < m.fresh_n; i++)
		child_diff(d, p, m.of[i] == SIZE_MAX ? NULL : m.old[m.of[i]], m.fresh[i]);
	for (size_t k = 0; k < m.old_n; k++)
		if (!m.taken[k])
			child_diff(d, p, m.old[k], NULL);
	if (!d->carry)
		say_moved(d, &m);
}

void
package_diff(struct arena *a, const struct vocabulary *v, const xmlDoc *old, const xmlDoc *fresh, bool by_id,
    struct package_changes *out)
{
	struct differ	d = { a, v, by_id, false, out, 0 };
	struct place	p = { xmlDocGetRootElement(old), xmlDocGetRootElement(fresh), STR("") };

	*out = (struct package_changes){ NULL, 0, 0 };
	element_diff(&d, &p, p.old, p.fresh);
}

void
marks_carry(struct arena *a, const struct vocabulary *v, const xmlDoc *old, xmlDoc *fresh)
{
	struct package_changes	none = { NULL, 0, 0 };
	struct differ		d = { a, v, false, true, &none, 0 };
	struct place		p = { xmlDocGetRootElement(old), xmlDocGetRootElement(fresh), STR("") };

	element_diff(&d, &p, p.old, p.fresh);
}
