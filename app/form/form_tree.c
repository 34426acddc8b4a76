/* A parsed form, to read. */
#include "form/form_tree.h"

#include "form/form_model.h"

struct form_tree
form_tree(const struct form *f)
{
	return ((struct form_tree){ f->root, f->nodes, f->nodes_n, f->order, f->order_n, &f->list_subject,
	    &f->list_applicant, &f->doc, f->catalogue_line, f->fees, f->limits, f->fees_n, f->limits_n,
	    f->paper_rules, f->steps });
}

const struct node *
form_tree_child(const struct node *owner, struct str name)
{
	return (data_child(owner, name));
}

/* The loader lets the English be the Vietnamese, the very same bytes, where the package has none. */
bool
form_text_lacks_en(const struct form_text *t)
{
	return (t->in[LANG_VI].n > 0 && t->in[LANG_EN].p == t->in[LANG_VI].p);
}

bool
form_type_takes(struct arena *a, const struct node *field, struct str value)
{
	struct str	one, two;

	return (value.n > 0 && type_problem(a, field, value, &one, &two) == NULL);
}

uint64_t
instance_steps(const struct instance *in)
{
	return (xpath_steps(in->xpath));
}

struct instance_state
instance_state(struct instance *in, struct str name)
{
	const struct cell	*c;
	struct str		 rest;
	xmlNode			*x;

	instance_settle(in);
	x = instance_find(in, name, &rest);
	if (x == NULL || rest.n > 0)
		return ((struct instance_state){ false, false, false, false });
	c = cell_of(x);
	return ((struct instance_state){ true, c->relevant, c->required, c->readonly });
}

bool
instance_shows(struct instance *in, const struct node *container)
{
	xmlNode	*owner;

	instance_settle(in);
	owner = instance_only(in, container->owner);
	if (owner == NULL || !cell_of(owner)->relevant)
		return (false);
	for (const struct node *c = container; c != NULL && c != container->owner; c = c->parent) {
		if (!container_relevant(in, c, owner))
			return (false);
	}
	return (true);
}
