#include "workflow/workflow_step.h"

#include <stdio.h>
#include <string.h>

#include "workflow/workflow_xml.h"

/* ---- conditions see the instance and, for their time, what the process knows */

static void
set_number(xmlNode *n, const char *name, uint32_t value)
{
	char	text[16];

	snprintf(text, sizeof(text), "%u", value);
	xmlSetProp(n, (const xmlChar *)name, (const xmlChar *)text);
}

static void
set_text(struct arena *a, xmlNode *n, const char *name, struct str value)
{
	xmlSetProp(n, (const xmlChar *)name, (const xmlChar *)arena_cstr(a, value));
}

/* NULL: there is no instance, or it claims to know the process itself. */
static xmlNode *
facts_attach(const struct step *s)
{
	xmlNode	*root = s->world->instance == NULL ? NULL : xmlDocGetRootElement(s->world->instance);
	xmlNode	*facts;

	if (root == NULL)
		return (NULL);
	for (const xmlNode *n = root->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "process") == 0)
			return (NULL);
	}
	facts = xmlNewChild(root, NULL, (const xmlChar *)"process", NULL);
	set_text(s->a, facts, "outcome", s->outcome);
	set_text(s->a, facts, "node", s->done == NULL ? STR_NONE : s->done->id);
	set_number(facts, "visits", s->done == NULL ? 0 : s->m.place[s->done->index].visits);
	set_number(facts, "status", (uint32_t)s->m.status);
	for (size_t i = 0; i < s->m.place_n; i++) {
		xmlNode	*n;

		if (s->m.place[i].visits == 0)
			continue;
		n = xmlNewChild(facts, NULL, (const xmlChar *)"node", NULL);
		set_text(s->a, n, "id", s->p->nodes[i].id);
		set_number(n, "visits", s->m.place[i].visits);
	}
	return (facts);
}

static void
facts_detach(xmlNode *facts)
{
	xmlUnlinkNode(facts);
	xmlFreeNode(facts);
}

/* What a plain guard asks for: the last outcome, and the node that moved. */
static size_t
known(void *data, size_t var)
{
	const struct step	*s = data;
	const struct guard_var	*v = &s->p->vars.v[var];
	struct str		 now = v->kind == GUARD_OUTCOME ? s->outcome : s->done == NULL ? STR_NONE : s->done->id;

	for (size_t i = 0; i < v->value_n; i++) {
		if (str_eq(v->value[i], now))
			return (i);
	}
	return (GUARD_OTHER);
}

/* An instance with another root has no /dossier/process; its conditions are XPath's alone. */
static bool
root_is_dossier(const struct step *s)
{
	const xmlNode	*root = s->world->instance == NULL ? NULL : xmlDocGetRootElement(s->world->instance);

	if (root == NULL || root->ns != NULL || strcmp((const char *)root->name, "dossier") != 0)
		return (false);
	for (const xmlNode *n = root->children; n != NULL; n = n->next) {
		if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "process") == 0)
			return (false);
	}
	return (true);
}

/* Most gateways ask for the outcome only: that needs no XPath. False: *flow is not known. */
static bool
choose_plainly(struct step *s, const struct process_wiring *w, size_t *flow)
{
	for (size_t i = 0; i < w->out_n; i++) {
		if (w->out[i] != w->default_flow && !s->p->flows[w->out[i]].plain)
			return (false);
	}
	if (!root_is_dossier(s))
		return (false);
	*flow = w->default_flow;
	for (size_t i = 0; i < w->out_n; i++) {
		if (w->out[i] != w->default_flow && guard_holds(s->p->flows[w->out[i]].guard, known, s)) {
			*flow = w->out[i];
			break;
		}
	}
	return (true);
}

/* The first way out whose condition holds, in the order of the document; else the default. */
int
step_choose(struct step *s, const struct process_node *gateway, size_t *flow)
{
	const struct process_wiring	*w = &s->p->wiring[gateway->index];
	xmlNode				*facts;
	int				 r = 0;

	if (s->dry != NULL) {
		*flow = s->dry->choose(s->dry->data, gateway, s->done, s->outcome);
		return (0);
	}
	if (choose_plainly(s, w, flow))
		return (0);
	facts = facts_attach(s);
	if (facts == NULL)
		return (WORKFLOW_E_INSTANCE);
	*flow = w->default_flow;
	for (size_t i = 0; i < w->out_n && r == 0; i++) {
		if (w->out[i] == w->default_flow)
			continue;
		r = workflow_xpath_bool(s->world->instance, s->p->flows[w->out[i]].test);
		if (r > 0)
			*flow = w->out[i];
	}
	facts_detach(facts);
	return (r < 0 ? WORKFLOW_E_CONDITION : 0);
}

/* An inclusive gateway: every way whose condition holds, else the default.   0 and taken[] by way out */
int
step_choose_many(struct step *s, const struct process_node *gateway, bool *taken)
{
	const struct process_wiring	*w = &s->p->wiring[gateway->index];
	xmlNode				*facts;
	bool				 any = false;
	int				 r = 0;

	facts = facts_attach(s);
	if (facts == NULL)
		return (WORKFLOW_E_INSTANCE);
	for (size_t i = 0; i < w->out_n && r >= 0; i++) {
		taken[i] = false;
		if (w->out[i] == w->default_flow)
			continue;
		r = s->p->flows[w->out[i]].test == NULL ? 1 :
		    workflow_xpath_bool(s->world->instance, s->p->flows[w->out[i]].test);
		taken[i] = r > 0;
		any = any || taken[i];
	}
	facts_detach(facts);
	for (size_t i = 0; i < w->out_n && !any; i++)
		any = taken[i] = w->out[i] == w->default_flow;
	return (r < 0 || !any ? WORKFLOW_E_CONDITION : 0);
}
