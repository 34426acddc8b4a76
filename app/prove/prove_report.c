/* Findings, in both languages, with the answers that show them. */
#include "prove/prove_parts.h"

#include "view/message.h"
#include "xml/xml.h"

#define FINDINGS_MAX	500

/* "prove.page_never" for the rule "page-never"; "_do" for what to do. */
static struct str
words(struct prover *p, const char *rule, const char *end, enum lang lang, struct str label, struct str detail)
{
	struct msg_arg	 args[2] = { msg_arg_str(label), msg_arg_str(detail) };
	char		*name = arena_alloc(p->a, strlen(rule) + strlen(end) + 7);
	size_t		 n = 6;
	enum msg	 id;

	memcpy(name, "prove.", n);
	for (const char *c = rule; *c != '\0'; c++)
		name[n++] = *c == '-' ? '_' : *c;
	memcpy(name + n, end, strlen(end));
	id = msg_of_name((struct str){ name, n + strlen(end) });
	CHECK(id != MSG_NONE && msg_entries[id].args_n <= COUNT_OF(args));
	return (msg_string(p->a, lang, id, args, msg_entries[id].args_n));
}

struct prove_finding *
say(struct prover *p, enum finding_kind kind, int line, const char *rule, struct said what)
{
	struct prove_report	*r = p->report;
	struct prove_finding	*grown, *f;

	if (r->n == FINDINGS_MAX)
		return (&r->v[r->n - 1]);
	if (r->n == p->findings_cap) {
		p->findings_cap = p->findings_cap == 0 ? 16 : p->findings_cap * 2;
		grown = ARENA_ARRAY(p->a, struct prove_finding, p->findings_cap);
		if (r->n > 0)
			memcpy(grown, r->v, r->n * sizeof(*grown));
		r->v = grown;
	}
	f = &r->v[r->n++];
	*f = (struct prove_finding){ .line = line, .note = kind == FINDING_NOTE, .rule = rule, .name = what.name };
	r->errors_n += kind == FINDING_ERROR;
	for (int lang = 0; lang < LANG__MAX; lang++) {
		struct str	label = what.label == NULL ? what.name : what.label->in[lang];

		if (label.n == 0)
			label = what.name;
		f->text[lang] = words(p, rule, "", (enum lang)lang, label, what.detail);
		f->cure[lang] = words(p, rule, "_do", (enum lang)lang, label, what.detail);
	}
	return (f);
}

void
undecided(struct prover *p)
{
	const char	*rule = p->rule == NULL ? "form-stuck" : p->rule;
	struct str	 name = p->about == NULL ? STR("form") : node_name(p->about);

	p->report->undecided++;
	for (size_t i = 0; i < p->report->n; i++) {
		if (strcmp(p->report->v[i].rule, "not-decided") == 0 && str_eq(p->report->v[i].name, name))
			return;
	}
	say(p, FINDING_NOTE, p->about == NULL ? 1 : p->about->line, "not-decided", (struct said){ name,
	    p->about == NULL ? NULL : &p->about->label, str_of(rule) });
}

struct str
node_name(const struct node *n)
{
	return (n->kind == NODE_PAGE || n->kind == NODE_SECTION ? n->name : n->path);
}

struct prove_finding *
say_node(struct prover *p, enum finding_kind kind, const struct node *n, int line, const char *rule, struct str detail)
{
	return (say(p, kind, line, rule, (struct said){ node_name(n), &n->label, detail }));
}

/* ---- answers */
struct listing {
	struct prover		*p;
	struct prove_answer	*v;
	size_t			 n, cap;
	const struct model	*m;
	bool			 asked;		/* list those in the model; else the others */
};

static void
answer_add(struct listing *l, struct str name, struct str value)
{
	struct prove_answer	*grown;

	if (l->n == l->cap) {
		l->cap = l->cap == 0 ? 32 : l->cap * 2;
		grown = ARENA_ARRAY(l->p->a, struct prove_answer, l->cap);
		if (l->n > 0)
			memcpy(grown, l->v, l->n * sizeof(*grown));
		l->v = grown;
	}
	l->v[l->n++] = (struct prove_answer){ name, value };
}

static void
answers_below(struct listing *l, const xmlNode *x, const struct node *node, struct str name)
{
	struct arena		*a = l->p->a;
	const struct node	*c;
	struct str		 below, value;

	for (const xmlNode *y = xml_first(x, NULL); y != NULL; y = xml_next(y, NULL)) {
		c = form_tree_child(node, str_of((const char *)y->name));
		if (c == NULL)
			continue;
		below = c->repeat ? arena_printf(a, "%.*s%s%.*s[%.*s]", STR_ARG(name), name.n > 0 ? "." : "",
		    STR_ARG(c->name), STR_ARG(xml_attr(a, y, "id"))) :
		    arena_printf(a, "%.*s%s%.*s", STR_ARG(name), name.n > 0 ? "." : "", STR_ARG(c->name));
		if (c->kind == NODE_GROUP) {
			answers_below(l, y, c, below);
			continue;
		}
		if ((l->m != NULL && l->m->cone[c->index]) != l->asked)
			continue;
		value = c->type == TYPE_FILE ? arena_printf(a, "%zu", xml_count(y, "file")) : xml_text(a, y);
		if (c->type == TYPE_FILE && str_eqc(value, "0"))
			value = STR("");
		if (value.n > 0 || l->asked)
			answer_add(l, below, value);
	}
}

void
say_answers(struct prover *p, struct prove_finding *f, struct instance *in, struct date today, const struct model *m)
{
	struct listing	l = { .p = p, .m = m, .asked = true };
	const xmlNode	*root;

	if (in == NULL)
		return;
	root = xmlDocGetRootElement(instance_doc(in));
	if (m != NULL)
		answers_below(&l, root, p->t.root, STR(""));
	f->answers_key_n = l.n + 1;
	l.asked = false;
	answer_add(&l, STR("@today"), date_iso(p->a, today));
	answers_below(&l, root, p->t.root, STR(""));
	f->answers = l.v;
	f->answers_n = l.n;
}
