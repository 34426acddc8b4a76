/*
 * What stood in fields that are hidden now. Hidden, a field has no value: nothing of it is checked, counted, shown to
 * an officer or signed. Should it be shown again before the dossier is handed in, its value comes back. So it is kept
 * apart, by name, in a document of its own (docs/adr/0009): a draft stores both texts, and what is handed in is the
 * first alone.
 */
#include "form/form_model.h"

#include "core/err.h"
#include "core/utf8.h"

#define WITHHELD_MAX	4000

static const char *const	attrs[] = { "from", "typed" };

static xmlNode *
withheld_root(struct instance *in)
{
	if (in->withheld == NULL) {
		in->withheld = xmlNewDoc((const xmlChar *)"1.0");
		xmlDocSetRootElement(in->withheld, xmlNewDocNode(in->withheld, NULL,
		    (const xmlChar *)"withheld", NULL));
	}
	return (xmlDocGetRootElement(in->withheld));
}

static xmlNode *
withheld_find(struct instance *in, struct str name)
{
	xmlNode	*x = in->withheld == NULL ? NULL : xml_first(xmlDocGetRootElement(in->withheld), "v");

	while (x != NULL && !str_eq(xml_attr(in->a, x, "of"), name))
		x = xml_next(x, "v");
	return (x);
}

/* Text, files and attributes of a field, from one place to the other; what was there before goes. */
static void
move(struct instance *in, xmlNode *from, xmlNode *to)
{
	xmlNode	*next;

	xml_set_text(to, STR_NONE);
	for (xmlNode *c = from->children; c != NULL; c = next) {
		next = c->next;
		xmlUnlinkNode(c);
		xmlSetTreeDoc(c, to->doc);
		xmlAddChild(to, c);
	}
	for (size_t i = 0; i < COUNT_OF(attrs); i++) {
		if (xml_has_attr(from, attrs[i]))
			xml_set_attr(to, attrs[i], xml_attr(in->a, from, attrs[i]));
		else
			xml_unset_attr(to, attrs[i]);
		xml_unset_attr(from, attrs[i]);
	}
}

static bool
has_something(const xmlNode *x)
{
	return (x->children != NULL || xml_has_attr(x, "typed"));
}

void
field_withhold(struct instance *in, xmlNode *x)
{
	struct str	 name;
	xmlNode		*kept;

	if (!has_something(x))
		return;
	if (cell_of(x)->node->calculate.x != NULL) {
		xml_set_text(x, STR_NONE);
		xml_unset_attr(x, "typed");
		return;
	}
	name = instance_name(in->a, x);
	kept = withheld_find(in, name);
	if (kept == NULL) {
		kept = xml_add(withheld_root(in), "v");
		xml_set_attr(kept, "of", name);
	}
	move(in, x, kept);
}

void
field_give_back(struct instance *in, xmlNode *x)
{
	xmlNode	*kept = in->withheld == NULL ? NULL : withheld_find(in, instance_name(in->a, x));

	if (kept == NULL)
		return;
	if (!has_something(x) && cell_of(x)->node->calculate.x == NULL)
		move(in, kept, x);
	xmlUnlinkNode(kept);
	xmlFreeNode(kept);
}

struct str
field_withheld(struct instance *in, const xmlNode *x)
{
	const xmlNode	*kept = in->withheld == NULL ? NULL : withheld_find(in, instance_name(in->a, x));
	struct str	 text;

	if (kept == NULL || xml_first(kept, NULL) != NULL)
		return (STR_NONE);
	text = xml_text(in->a, kept);
	return (text.n > 0 ? text : xml_attr(in->a, kept, "typed"));
}

/* A row has gone for good: what is below "units[r3]" with it. */
void
withheld_forget(struct instance *in, struct str row)
{
	xmlNode	*next;

	for (xmlNode *x = in->withheld == NULL ? NULL : xml_first(xmlDocGetRootElement(in->withheld), "v"); x != NULL;
	    x = next) {
		next = xml_next(x, "v");
		if (str_starts(xml_attr(in->a, x, "of"), row)) {
			xmlUnlinkNode(x);
			xmlFreeNode(x);
		}
	}
}

/* One kept value of a stored draft: of a field of this form that people fill in, or it is not let in. */
static bool
take_one(struct instance *in, const xmlNode *v)
{
	struct str	 name = xml_attr(in->a, v, "of"), rest;
	xmlNode		*x = instance_find(in, name, &rest), *kept;
	bool		 file;

	if (x == NULL || rest.n > 0 || cell_of(x)->node->kind != NODE_FIELD || withheld_find(in, name) != NULL)
		return (false);
	file = cell_of(x)->node->type == TYPE_FILE;
	if (xml_count(v, NULL) != (file ? xml_count(v, "file") : 0) || xml_count(v, NULL) > FORM_FILES_MAX)
		return (false);
	kept = xml_add(withheld_root(in), "v");
	xml_set_attr(kept, "of", name);
	if (file)
		return (files_copy(in, kept, v) == 0);
	xml_set_text(kept, utf8_nfc(in->a, xml_text(in->a, v)));
	for (size_t i = 0; i < COUNT_OF(attrs); i++) {
		if (xml_has_attr(v, attrs[i]))
			xml_set_attr(kept, attrs[i], utf8_nfc(in->a, xml_attr(in->a, v, attrs[i])));
	}
	return (true);
}

int
instance_withheld_take(struct instance *in, struct str text)
{
	auto_(xml_freep) xmlDoc	*doc = NULL;
	const xmlNode		*root;
	int			 r;

	if (text.n == 0)
		return (0);
	r = xml_parse(in->a, text, FORM_INSTANCE_MAX_BYTES, &doc, NULL);
	if (r != 0)
		return (r == XML_E_SIZE ? FORM_E_LIMIT : FORM_E_SHAPE);
	root = xmlDocGetRootElement(doc);
	if (!xml_is(root, "withheld") || root->ns != NULL || xml_count(root, NULL) != xml_count(root, "v"))
		return (FORM_E_SHAPE);
	if (xml_count(root, "v") > WITHHELD_MAX)
		return (FORM_E_LIMIT);
	for (const xmlNode *v = xml_first(root, "v"); v != NULL; v = xml_next(v, "v")) {
		if (!take_one(in, v))
			return (FORM_E_SHAPE);
	}
	in->settled = false;
	return (0);
}

int
instance_withheld(struct arena *a, struct instance *in, struct str *out)
{
	int	r;

	*out = STR("");
	instance_settle(in);
	if (in->withheld == NULL || xml_first(xmlDocGetRootElement(in->withheld), "v") == NULL)
		return (0);
	r = xml_c14n(a, in->withheld, out);
	if (r < 0)
		return (err_trace(r));
	return (out->n > FORM_INSTANCE_MAX_BYTES ? FORM_E_LIMIT : 0);
}
