/* Where values come from: which fields ask for a source, and what stands in them. */
#include "form/form_model.h"

static bool
asks_for(const struct node *node, struct str source)
{
	struct str	rest = node->prefill, part;

	while (str_cut(&rest, ' ', &part)) {
		if (str_eq(part, source))
			return (true);
	}
	return (false);
}

bool
form_page_asks(const struct form *f, size_t page, struct str sources)
{
	struct str	rest, part;

	for (size_t i = 0; i < f->nodes_n; i++) {
		rest = f->nodes[i]->prefill;
		while (f->nodes[i]->page == page && str_cut(&rest, ' ', &part)) {
			if (str_starts(part, sources))
				return (true);
		}
	}
	return (false);
}

static struct str
sourced_below(struct arena *a, struct instance *in, enum form_part part, xmlNode *x, struct str source)
{
	const struct node	*node = cell_of(x)->node;
	struct str		 value = STR_NONE;

	if (node->kind == NODE_FIELD)
		return (node->part == part && cell_of(x)->relevant && asks_for(node, source) ? instance_value(a, x) :
		    STR_NONE);
	for (xmlNode *c = xml_first(x, NULL); c != NULL && value.n == 0; c = xml_next(c, NULL))
		value = sourced_below(a, in, part, c, source);
	return (value);
}

struct str
instance_sourced(struct arena *a, struct instance *in, enum form_part part, struct str source)
{
	instance_settle(in);
	return (sourced_below(a, in, part, instance_root(in), source));
}
