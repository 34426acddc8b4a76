/* /quan-tri/<code>/<id>/luat?o=<attribute>: a rule, made from menus or written. */
#include "office/office_form.h"
#include "office/office_load_pages.h"
#include "office/office_words.h"
#include "sql.h"
#include "templates.h"
#include "view/message.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"

#define ID_SEGMENT	2

/* The element and the attribute, which must be one that holds an expression. */
static const xmlNode *
rule_element(struct turn *t, struct str *attr)
{
	struct office_turn		*s = office_turn(t);
	const xmlNode			*n;
	const struct element_rule	*e;
	const struct attr_rule		*r;

	s->element = request_segment(t, ID_SEGMENT);
	n = package_find(s->copy.doc, s->element);
	*attr = request_query(t, "o");
	e = package_rule(s->o.v, n);
	r = e == NULL ? NULL : rule_attr(e, *attr);
	return (r == NULL || r->kind != ATTR_EXPRESSION ? NULL : n);
}

/* The page that the element is edited on. */
static struct str
page_of(struct turn *t, const xmlNode *n)
{
	struct office_turn	*s = office_turn(t);
	struct str		 id = package_id(turn_arena(t), n);

	if (office_has_page(s->o.v, n))
		return (arena_printf(turn_arena(t), "/%.*s", STR_ARG(id)));
	return (arena_printf(turn_arena(t), "/%.*s#m-%.*s", STR_ARG(package_id(turn_arena(t), n->parent)),
	    STR_ARG(id)));
}

static enum next
reply_rule(struct turn *t, int status, struct office_rule_view *m)
{
	struct office_turn	*s = office_turn(t);
	struct buf		 body = BUF_INIT;
	struct str		 attr;
	const xmlNode		*n = rule_element(t, &attr);

	office_show_rule(&s->o, n, attr, s->ours ? &s->rule : NULL, m);
	m->back = arena_printf(turn_arena(t), "%.*s%.*s", STR_ARG(m->f.base), STR_ARG(page_of(t, n)));
	tmpl_office_rule(&body, turn_view(t), m);
	return (reply_html(t, status, &body));
}

static enum next
show_rule(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct office_rule_view	 m = { .mode = OFFICE_RULE_NONE };
	struct str		 attr, text;
	const xmlNode		*n = rule_element(t, &attr);

	if (n == NULL)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	text = xml_attr(turn_arena(t), n, arena_cstr(turn_arena(t), attr));
	s->ours = rule_parse(turn_arena(t), n, s->o.fields, s->o.fields_n, text, &s->rule);
	if (text.n > 0)
		m.mode = !s->ours ? OFFICE_RULE_TEXT : s->rule.always ? OFFICE_RULE_ALWAYS : OFFICE_RULE_TERMS;
	return (reply_rule(t, 200, &m));
}

static const struct step	show_steps[] = { OFFICE_LOAD, STEP(show_rule) };

/* ---- what was posted */

static void
read_terms(struct turn *t, struct rule *rule)
{
	for (unsigned i = 0; i < RULE_TERMS_MAX; i++) {
		struct rule_term	*term = &rule->terms[rule->n];
		struct arena		*a = turn_arena(t);

		term->path = request_field(t, arena_printf(a, "field-%u", i).p);
		term->value = request_field(t, arena_printf(a, "value-%u", i).p);
		if (term->path.n > 0 && rule_how_of(request_field(t, arena_printf(a, "how-%u", i).p), &term->how))
			rule->n++;
	}
	rule->any = str_eqc(request_field(t, "joint"), "any");
}

static enum next
refuse_term(struct turn *t, int answer, size_t wrong)
{
	static const enum msg	 words[] = { [RULE_E_FIELD] = MSG_OFFICE_RULE_E_FIELD,
	    [RULE_E_HOW] = MSG_OFFICE_RULE_E_HOW,
	    [RULE_E_VALUE] = MSG_OFFICE_RULE_E_VALUE };
	struct office_rule_view	 m = { .mode = OFFICE_RULE_TERMS, .wrong = wrong };
	struct problem_link	*link = ARENA_NEW(turn_arena(t), struct problem_link);

	m.wrong_text = msg_string(turn_arena(t), turn_lang(t), words[answer],
	    (struct msg_arg[]){ MSG_ARG(wrong + 1) }, 1);
	*link = (struct problem_link){ m.wrong_text, arena_printf(turn_arena(t), "#field-%zu", wrong) };
	m.problems = link;
	m.problems_n = 1;
	return (reply_rule(t, 422, &m));
}

static enum next
read_rule(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct str		 attr, mode = request_field(t, "mode"), text = STR("");
	const xmlNode		*n = rule_element(t, &attr);
	struct package_slot	*slot = ARENA_NEW(turn_arena(t), struct package_slot);
	size_t			 wrong = 0;
	int			 r;

	if (!office_read_version(t))
		return (reply_problem(t, PROBLEM_BAD_REQUEST));
	if (n == NULL)
		return (reply_problem(t, PROBLEM_NOT_FOUND));
	if (str_eqc(mode, "terms")) {
		s->ours = true;
		read_terms(t, &s->rule);
		r = rule_compose(turn_arena(t), n, s->o.fields, s->o.fields_n, &s->rule, &text, &wrong);
		if (r != 0 && !s->stale)
			return (refuse_term(t, r, wrong));
	} else if (str_eqc(mode, "always")) {
		text = STR("true()");
	} else if (str_eqc(mode, "text")) {
		text = str_trim(request_field(t, "text"));
	}
	*slot = (struct package_slot){ arena_printf(turn_arena(t), "@%.*s", STR_ARG(attr)), text };
	s->edits[s->edits_n++] = (struct package_edit){ .op = PACKAGE_SET, .at = s->element, .slots = slot,
	    .slots_n = 1 };
	return (NEXT_STEP);
}

static enum next
say_rule(struct turn *t)
{
	struct office_turn	*s = office_turn(t);
	struct office_rule_view	 m = { .mode = OFFICE_RULE_TEXT, .text = str_trim(request_field(t, "text")) };
	struct problem_link	*link = ARENA_NEW(turn_arena(t), struct problem_link);
	struct str		 attr;

	if (s->answer == 0 || s->answer == PACKAGE_E_SAME)
		return (office_see(t, page_of(t, rule_element(t, &attr)), s->answer == 0 ? "saved" : "same"));
	m.error = office_problem_text(turn_arena(t), turn_lang(t), s->answer, s->answer == PACKAGE_E_SCHEMA &&
	    s->result.faults.n > 0 ? s->result.faults.v[0].text : s->result.slot);
	*link = (struct problem_link){ m.error, STR("#text") };
	m.problems = link;
	m.problems_n = 1;
	return (reply_rule(t, 422, &m));
}

static const struct step	save_steps[] = { OFFICE_LOAD, STEP(read_rule), OFFICE_COMMIT, STEP(say_rule) };

PAGE(office_rule_page, ON_GET(show_steps), ON_POST(save_steps));
