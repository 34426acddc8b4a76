#include "counter/counter.h"

#include "core/err.h"
#include "core/json.h"

#define FIELD_END	'\x1f'
#define PAPER_END	'\x1e'
#define PREFIX		"_paper."

static bool
is_form(struct str s)
{
	return (str_eqc(s, "original") || str_eqc(s, "copy") || str_eqc(s, "shown"));
}

void
counter_papers_read(struct arena *a, struct str text, struct counter_papers *out)
{
	struct str	one;

	*out = (struct counter_papers){ .v = ARENA_ARRAY(a, struct counter_paper, COUNTER_PAPERS_MAX) };
	while (out->n < COUNTER_PAPERS_MAX && str_cut(&text, PAPER_END, &one)) {
		struct counter_paper	*p = &out->v[out->n];

		if (!str_cut(&one, FIELD_END, &p->field) || !str_cut(&one, FIELD_END, &p->form))
			continue;
		out->n += str_i64(one, 1, 99, &p->copies);
	}
}

void
counter_papers_sent(struct arena *a, const struct pairs *sent, struct counter_papers *out)
{
	*out = (struct counter_papers){ .v = ARENA_ARRAY(a, struct counter_paper, COUNTER_PAPERS_MAX) };
	for (size_t i = 0; i < sent->n && out->n < COUNTER_PAPERS_MAX; i++) {
		struct counter_paper	*p = &out->v[out->n];

		if (!str_starts(sent->p[i].name, STR(PREFIX)) || !is_form(sent->p[i].value))
			continue;
		p->field = str_from_to(sent->p[i].name, sizeof(PREFIX) - 1, sent->p[i].name.n);
		p->form = sent->p[i].value;
		if (!str_i64(pairs_get(sent, arena_printf(a, "_copies.%.*s", STR_ARG(p->field)).p), 1, 99, &p->copies))
			p->copies = 1;
		if (p->field.n > 0)
			out->n++;
	}
}

struct str
counter_papers_json(struct arena *a, const struct counter_papers *p)
{
	struct buf auto_(buf_free)	b = BUF_INIT;
	struct json			j = json_to(&b);

	json_list(&j);
	for (size_t i = 0; i < p->n; i++) {
		json_open(&j);
		json_kstr(&j, "paper", p->v[i].field);
		json_kstr(&j, "form", p->v[i].form);
		json_ki64(&j, "copies", p->v[i].copies);
		json_close(&j);
	}
	json_list_end(&j);
	return (arena_str(a, buf_view(&b)));
}

const struct counter_paper *
counter_paper_of(const struct counter_papers *p, struct str field)
{
	for (size_t i = 0; i < p->n; i++) {
		if (str_eq(p->v[i].field, field))
			return (&p->v[i]);
	}
	return (NULL);
}

/* Is it a paper's field? Only these may be answered on paper. */
static bool
is_paper(const struct answer_section *s, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < s[i].answers_n; k++) {
			if (s[i].answers[k].paper && str_eq(s[i].answers[k].name, name))
				return (true);
		}
	}
	return (false);
}

void
counter_problems(struct arena *a, struct instance *in, const struct counter_papers *papers, enum lang lang,
    struct form_problems *out)
{
	struct answer_section	*sections;
	size_t			 sections_n, n = 0;

	form_view_answers(a, in, FORM_PART_APPLICANT, lang, &sections, &sections_n);
	(void)form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, lang, out);
	for (size_t i = 0; i < out->n; i++) {
		if (counter_paper_of(papers, out->v[i].name) == NULL || !is_paper(sections, sections_n, out->v[i].name))
			out->v[n++] = out->v[i];
	}
	out->n = n;
}

/* The open task of a counter, and its way forward. */
static const struct process_node *
reception(const struct process *process, const struct marking *m, const struct process_outcome **forward)
{
	const struct process_node	*nodes;
	size_t				 n;

	nodes = process_nodes(process, &n);
	for (size_t i = 0; i < n; i++) {
		if (nodes[i].kind != NODE_USER || !m->place[nodes[i].index].open ||
		    !str_eqc(nodes[i].lane->role, "counter"))
			continue;
		for (size_t k = 0; k < nodes[i].outcomes_n; k++) {
			*forward = &nodes[i].outcomes[k];
			if ((*forward)->kind == OUTCOME_FORWARD)
				return (&nodes[i]);
		}
	}
	return (NULL);
}

/* Both steps as one: what the first opened and the second closed never was. */
static struct workflow_move
joined(struct arena *a, const struct workflow_move *first, const struct workflow_move *second)
{
	struct workflow_move	all = *second;
	struct effect		*v = ARENA_ARRAY(a, struct effect, first->effects_n + second->effects_n);

	all.effects_n = 0;
	for (size_t i = 0; i < first->effects_n; i++) {
		if (first->effects[i].kind != EFFECT_OPEN && first->effects[i].kind != EFFECT_ARM)
			v[all.effects_n++] = first->effects[i];
	}
	for (size_t i = 0; i < second->effects_n; i++) {
		if (second->effects[i].kind != EFFECT_CLOSE && second->effects[i].kind != EFFECT_DISARM)
			v[all.effects_n++] = second->effects[i];
	}
	all.effects = v;
	return (all);
}

int
counter_start(struct arena *a, const struct dossier_case *c, struct str officer, struct counter_step *out)
{
	const struct process_outcome	*forward = NULL;
	const struct process_node	*node;
	struct workflow_action		 start = { .what = WORKFLOW_START, .role = STR("applicant") }, accept;
	struct marking			 from = marking_new(a, c->process);
	struct workflow_world		 world = { .instance = instance_doc(c->in), .calendar = c->calendar,
	    .now_s = c->now_s, .clock_restarts = form_catalogue(c->form)->limit_restarts };
	struct dossier_actor		 actor = { .name = officer, .role = STR("counter") };
	struct workflow_move		 first, second, all;
	int				 r;

	*out = (struct counter_step){ 0 };
	form_project(a, c->in, &out->step.projection);
	if (out->step.projection.applicant.n == 0)
		out->step.projection.applicant = c->name;
	if (out->step.projection.agency.n == 0)
		return (DOSSIER_E_NO_AGENCY);
	world.agency = actor.agency = out->step.projection.agency;
	r = workflow_step(a, c->process, &from, &start, &world, &first);
	if (r != 0)
		return (r > 0 ? DOSSIER_E_WORKFLOW : err_trace(r));
	node = reception(c->process, &first.marking, &forward);
	if (node == NULL)
		return (DOSSIER_E_NOT_ASKED);
	accept = (struct workflow_action){ .what = WORKFLOW_COMPLETE, .node = node->id, .outcome = forward->id,
	    .role = STR("counter"), .agency = world.agency };
	r = workflow_step(a, c->process, &first.marking, &accept, &world, &second);
	if (r != 0)
		return (r > 0 ? DOSSIER_E_WORKFLOW : err_trace(r));
	all = joined(a, &first, &second);
	dossier_move_of(a, c->id, world.agency, c->process, &all, forward, &actor, (struct dossier_clock){ 0 },
	    c->calendar, dossier_limit_of(c->in), c->now_s, &out->step.move);
	out->node = node->id;
	out->outcome = forward->id;
	return (0);
}

struct str
counter_agency(struct str roles)
{
	struct str	one, name;

	while (str_cut(&roles, ' ', &one)) {
		if (str_cut(&one, '@', &name) && str_eqc(name, "counter"))
			return (one);
	}
	return (STR_NONE);
}
