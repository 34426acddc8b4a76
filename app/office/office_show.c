/* The frame of a working copy's pages: outline, what others wrote, changes in words. */
#include "office/office_words.h"
#include "office/office_form.h"

#define SHORTENED_CHARS		160

static size_t
findings_below(const struct office *o, const xmlNode *n, bool whole)
{
	struct str	id = package_id(o->a, n);
	size_t		count = 0;

	for (size_t i = 0; i < o->findings_n; i++)
		count += o->findings[i].element.n > 0 && str_eq(o->findings[i].element, id);
	for (const xmlNode *c = xml_first(n, NULL); c != NULL; c = xml_next(c, NULL))
		if (whole || !office_has_page(o->v, c))
			count += findings_below(o, c, whole);
	return (count);
}

static size_t
notes_below(const struct office *o, const xmlNode *n)
{
	struct str	id = package_id(o->a, n);
	size_t		count = 0;

	for (size_t i = 0; i < o->notes_n; i++)
		count += o->notes[i].settled_s == 0 && str_eq(o->notes[i].element, id);
	for (const xmlNode *c = xml_first(n, NULL); c != NULL; c = xml_next(c, NULL))
		if (!office_has_page(o->v, c))
			count += notes_below(o, c);
	return (count);
}

static struct str
note_of(const struct office *o, const xmlNode *n)
{
	struct str	type = xml_attr(o->a, n, "type");

	if (xml_is(n, "field"))
		return (office_value(o->a, o->lang, STR("type"), type));
	if (xml_has_attr(n, "repeat"))
		return (msg_text(o->lang, MSG_OFFICE_ROWS));
	return (STR_NONE);
}

static size_t
outline_size(const struct office *o, const xmlNode *n)
{
	size_t	count = 1;

	for (const xmlNode *c = xml_first(n, NULL); c != NULL; c = xml_next(c, NULL))
		if (office_has_page(o->v, c))
			count += outline_size(o, c);
	return (count);
}

static void
outline_add(const struct office *o, const xmlNode *n, int depth, struct str current, struct office_node *v,
    size_t *at)
{
	struct office_node	*node = &v[(*at)++];
	bool			 part = depth < 2 && !xml_is(n, "code-list");

	node->depth = depth;
	node->id = package_id(o->a, n);
	node->href = office_href(o, node->id);
	node->kind = office_element(o->a, o->lang, str_of((const char *)n->name));
	node->label = part ? node->kind : office_label(o, n);
	node->key = part ? STR_NONE : package_key(o->a, n);
	node->heading = part;
	node->note = note_of(o, n);
	node->current = str_eq(node->id, current);
	node->findings = (int64_t)findings_below(o, n, false);
	node->comments = (int64_t)notes_below(o, n);
	for (const xmlNode *c = xml_first(n, NULL); c != NULL; c = xml_next(c, NULL))
		if (office_has_page(o->v, c))
			outline_add(o, c, depth + 1, current, v, at);
}

void
office_show_frame(const struct office *o, struct str current, struct office_frame *out)
{
	const struct office_copy	*copy = o->copy;
	const xmlNode			*root = xmlDocGetRootElement(copy->doc);
	struct office_node		*outline = ARENA_ARRAY(o->a, struct office_node, outline_size(o, root));
	size_t				 n = 0;

	outline_add(o, root, 0, current, outline, &n);
	*out = (struct office_frame){ .code = copy->code, .base = office_base(o->a, copy->code),
	    .version = copy->version,
	    .agency = copy->agency_name, .undo = copy->undo, .redo = copy->redo, .fresh = copy->base.n == 0,
	    .outline = outline, .outline_n = n, .errors_n = (int64_t)office_errors(o) };
	out->name = package_label(o->a, xml_first(root, "catalogue"), o->lang == LANG_EN);
	out->changed = msg_string(o->a, o->lang, MSG_OFFICE_CHANGED, (struct msg_arg[]){ MSG_ARG(copy->changer),
	    MSG_ARG(time_vn(o->a, copy->changed_s)) }, 2);
}

struct office_comment *
office_show_notes(const struct office *o, struct str element, size_t *n)
{
	struct office_comment	*v = ARENA_ARRAY(o->a, struct office_comment, o->notes_n);
	const xmlNode		*at;

	*n = 0;
	for (size_t i = 0; i < o->notes_n; i++) {
		const struct office_note	*note = &o->notes[i];
		struct office_comment		*c = &v[*n];

		if (element.n > 0 && !str_eq(note->element, element))
			continue;
		(*n)++;
		c->id = uuid_text(o->a, note->id);
		c->by = note->author;
		c->at = time_vn(o->a, note->at_s);
		c->text = note->words;
		if (note->settled_s != 0)
			c->settled = msg_string(o->a, o->lang, MSG_OFFICE_SETTLED_BY, (struct msg_arg[]){
			    MSG_ARG(note->settled_by), MSG_ARG(time_vn(o->a, note->settled_s)) }, 2);
		at = package_find(o->copy->doc, note->element);
		c->href = office_href(o, note->element);
		c->label = at == NULL ? msg_text(o->lang, MSG_OFFICE_GONE) : package_label(o->a, at,
		    o->lang == LANG_EN);
	}
	return (v);
}

/* ---- changes */

static struct str
shortened(struct arena *a, struct str s)
{
	size_t	n = SHORTENED_CHARS;

	if (s.n <= n)
		return (s);
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return (arena_printf(a, "%.*s...", STR_ARG(str_from_to(s, 0, n))));
}

/* «Số điện thoại» (phone) of an element with a name; a number for one among its like. */
static struct str
named(const struct office *o, const struct package_change *c)
{
	struct str	label = shortened(o->a, c->label[o->lang == LANG_EN]), kind = office_element(o->a,
	    o->lang, c->element);

	if (str_eq(label, c->key) || label.n == 0)
		return (arena_printf(o->a, "%.*s %.*s", STR_ARG(kind), STR_ARG(c->key)));
	if (c->key.n > 0 && c->key.p[0] >= '0' && c->key.p[0] <= '9')
		return (msg_string(o->a, o->lang, MSG_OFFICE_NAMED, (struct msg_arg[]){ MSG_ARG(kind),
		    MSG_ARG(label) }, 2));
	return (msg_string(o->a, o->lang, MSG_OFFICE_NAMED_KEY, (struct msg_arg[]){ MSG_ARG(kind), MSG_ARG(label),
	    MSG_ARG(c->key) }, 3));
}

static struct str
change_place(const struct office *o, const struct package_change *c)
{
	struct str	above = c->above_label[o->lang == LANG_EN];

	if (above.n == 0)
		return (STR(""));
	return (msg_string(o->a, o->lang, MSG_OFFICE_WITHIN, (struct msg_arg[]){
	    MSG_ARG(office_element(o->a, o->lang, c->above)), MSG_ARG(above) }, 2));
}

static struct str
value_shown(const struct office *o, const struct package_change *c, struct str value)
{
	ptrdiff_t	at = str_find_byte(c->slot, '@');

	if (at < 0)
		return (shortened(o->a, value));
	return (shortened(o->a, office_value(o->a, o->lang, str_from_to(c->slot, (size_t)at + 1, c->slot.n), value)));
}

static struct str
change_words(const struct office *o, const struct package_change *c)
{
	struct str	who = named(o, c), where = change_place(o, c), what, before, after;

	switch (c->kind) {
	case CHANGE_ADDED:
		return (msg_string(o->a, o->lang, MSG_OFFICE_CHANGE_ADDED, (struct msg_arg[]){ MSG_ARG(who),
		    MSG_ARG(where) }, 2));
	case CHANGE_REMOVED:
		return (msg_string(o->a, o->lang, MSG_OFFICE_CHANGE_REMOVED, (struct msg_arg[]){ MSG_ARG(who),
		    MSG_ARG(where) }, 2));
	case CHANGE_MOVED:
		return (msg_string(o->a, o->lang, MSG_OFFICE_CHANGE_MOVED, (struct msg_arg[]){ MSG_ARG(who),
		    MSG_ARG(where) }, 2));
	case CHANGE_SET:
		break;
	}
	what = office_slot_word(o->a, o->lang, c->element, c->slot);
	before = value_shown(o, c, c->before);
	after = value_shown(o, c, c->after);
	if (c->before.n == 0)
		return (msg_string(o->a, o->lang, MSG_OFFICE_CHANGE_GIVEN, (struct msg_arg[]){ MSG_ARG(who),
		    MSG_ARG(where),
		    MSG_ARG(what), MSG_ARG(after) }, 4));
	if (c->after.n == 0)
		return (msg_string(o->a, o->lang, MSG_OFFICE_CHANGE_TAKEN, (struct msg_arg[]){ MSG_ARG(who),
		    MSG_ARG(where),
		    MSG_ARG(what), MSG_ARG(before) }, 4));
	return (msg_string(o->a, o->lang, MSG_OFFICE_CHANGE_SET, (struct msg_arg[]){ MSG_ARG(who), MSG_ARG(where),
	    MSG_ARG(what), MSG_ARG(before), MSG_ARG(after) }, 5));
}

struct str *
office_show_changes(const struct office *o, const struct package_changes *changes, size_t most, size_t *n)
{
	struct str	*v;

	*n = changes->n < most ? changes->n : most;
	v = ARENA_ARRAY(o->a, struct str, *n);
	for (size_t i = 0; i < *n; i++)
		v[i] = change_words(o, &changes->v[i]);
	return (v);
}
