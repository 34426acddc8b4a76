/* The result document, the line of lists, the agency, the workflow: what they read must be there. */
#include "prove/prove_parts.h"

#include "xml/xml.h"

static const struct node *
rows_above(const struct node *n)
{
	for (const struct node *g = n; g->kind == NODE_GROUP || g->kind == NODE_FIELD; g = g->owner) {
		if (g->repeat)
			return (g);
	}
	return (NULL);
}

bool
bind_holds(struct instance *in, const struct bind *when)
{
	struct xpath_ctx	*c;
	bool			 yes = true;

	if (when == NULL || when->x == NULL)
		return (true);
	c = xpath_ctx_new(instance_doc(in));
	if (xpath_test(c, when->x, xmlDocGetRootElement(instance_doc(in)), &yes) != 0)
		yes = false;
	xpath_ctx_free(c);
	return (yes);
}

static bool
is_empty(struct prover *p, struct instance *in, const struct node *n)
{
	struct form_attachment	*files;
	size_t			 files_n;

	if (n->type == TYPE_FILE) {
		instance_files(p->a, in, &files, &files_n);
		for (size_t i = 0; i < files_n; i++) {
			if (str_eq(files[i].field, n->path))
				return (false);
		}
		return (true);
	}
	return (instance_get(p->a, in, n->path).n == 0);
}

static bool
said_already(const struct prover *p, const struct node *n, const char *rule)
{
	for (size_t i = 0; i < p->report->n; i++) {
		if (strcmp(p->report->v[i].rule, rule) == 0 && str_eq(p->report->v[i].name, node_name(n)))
			return (true);
	}
	return (false);
}

/* Complete dossiers in which when holds and the field is empty. */
static void
look_empty(struct prover *p, const struct node *n, const struct bind *when, int line, enum finding_kind kind,
    const char *rule)
{
	struct formula	*goal = formula_value(p, n, 0);
	struct instance	*in;
	struct model	 m;
	struct date	 today;
	enum verdict	 v;

	p->about = n;
	p->rule = rule;
	if (rows_above(n) != NULL || said_already(p, n, rule))
		return;
	if (when != NULL && when->text.n > 0)
		goal = formula_and(p, goal, formula_of(p, expr_parse(p->a, &p->t, when->text, p->t.root)));
	v = solve(p, goal, false, &m);
	if (v == NONE)
		return;
	in = v == SOME && solve(p, goal, true, &m) == SOME ? witness(p, &m, NULL, &today) : NULL;
	if (in == NULL || !is_empty(p, in, n) || !bind_holds(in, when)) {
		undecided(p);
		return;
	}
	say_answers(p, say_node(p, kind, n, line, rule, n->path), in, today, &m);
}

static void
look_phrase(struct prover *p, const struct phrase *f, const struct bind *when, const char *rule)
{
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].of != NULL && f->v[i].of->kind == NODE_FIELD)
			look_empty(p, f->v[i].of, when, f->v[i].line, FINDING_ERROR, rule);
	}
}

/* A table of which no row need be there. */
static void
look_table(struct prover *p, const struct doc_block *b)
{
	struct linear	 l = { .n = 0 };
	struct instance	*in;
	struct formula	*none;
	struct model	 m;
	struct date	 today;
	size_t		 rows;

	if (b->each == NULL || !b->each->repeat || b->each->owner->kind != NODE_ROOT)
		return;
	l.v[l.n++] = (struct term){ quantity_of(p, Q_ROWS, b->each), 1 };
	none = formula_or(p, formula_linear(p, l), formula_not(p, shown_of(p, b->each)));
	if (b->when.text.n > 0)
		none = formula_and(p, none, formula_of(p, expr_parse(p->a, &p->t, b->when.text, p->t.root)));
	if (solve(p, none, false, &m) != SOME || solve(p, none, true, &m) != SOME)
		return;
	in = witness(p, &m, NULL, &today);
	rows = in == NULL ? 1 : xml_count(xmlDocGetRootElement(instance_doc(in)), arena_cstr(p->a, b->each->name));
	if (in == NULL || !bind_holds(in, &b->when) || (rows > 0 && instance_shows(in, b->each))) {
		undecided(p);
		return;
	}
	say_answers(p, say_node(p, FINDING_ERROR, b->each, b->each->line, "result-empty", b->each->path), in, today,
	    &m);
}

static void
look_when(struct prover *p, const struct doc_block *b)
{
	const struct expr	*x = expr_parse(p->a, &p->t, b->when.text, p->t.root);
	struct formula		*f = formula_of(p, x);
	struct model		 m;
	struct said		 what = { STR("document"), NULL, b->when.text };
	struct prove_finding	*said;
	bool			 never;

	if (x->kind == X_CALL && x->args_n == 0)
		return;
	never = solve(p, f, false, &m) == NONE;
	if (!never && (asks_emptiness(x) || solve(p, formula_not(p, f), false, &m) != NONE))
		return;
	said = say(p, FINDING_ERROR, b->when.line, never ? "condition-never" : "condition-same", what);
	said->rule = "condition-same";
	say_answers(p, said, p->whole, p->whole_today, NULL);
}

static void
look_list(struct prover *p, const struct phrase *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct node	*n = f->v[i].of;

		if (n == NULL || n->kind != NODE_FIELD)
			continue;
		if (n->part == FORM_PART_APPLICANT)
			look_empty(p, n, NULL, f->v[i].line, FINDING_ERROR, "list-empty");
		else
			say_node(p, FINDING_ERROR, n, f->v[i].line, "list-empty", n->path);
	}
}

static const struct node *
node_at(const struct prover *p, struct str path, char sep)
{
	const struct node	*n = p->t.root;
	struct str		 part;

	while (n != NULL && str_cut(&path, sep, &part))
		n = form_tree_child(n, part);
	return (n);
}

void
rules_of_result(struct prover *p)
{
	const struct form_catalogue	*c = form_catalogue(p->form);
	const struct doc_model		*d = p->t.doc;
	const struct node		*agency;

	for (size_t i = 0; i < d->blocks_n; i++) {
		if (d->blocks[i].when.text.n > 0)
			look_when(p, &d->blocks[i]);
		look_phrase(p, &d->blocks[i].text, &d->blocks[i].when, "result-empty");
		if (d->blocks[i].kind == BLOCK_TABLE)
			look_table(p, &d->blocks[i]);
	}
	look_phrase(p, &d->subject, NULL, "result-empty");
	for (size_t i = 0; i < d->claims_n; i++)
		look_phrase(p, &d->claims[i].value, NULL, "result-empty");
	for (size_t i = 0; i < d->recipients_n; i++)
		look_phrase(p, &d->recipients[i], NULL, "result-empty");
	look_list(p, p->t.list_applicant);
	look_list(p, p->t.list_subject);
	agency = c->agency_field.n > 0 ? node_at(p, c->agency_field, '.') : NULL;
	if (agency != NULL && agency->kind == NODE_FIELD)
		look_empty(p, agency, NULL, p->t.catalogue_line, FINDING_ERROR, "agency-empty");
}

/* ---- the workflow */
static bool
path_char(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
	    c == '.' || c == '/' || c == '@');
}

/*
 * Is there a condition of the workflow that holds only when the field is filled in, or only when it is empty? It is
 * taken for the guard of the way that reads it.
 */
static bool
guarded(struct prover *p, const struct node *n)
{
	struct formula	*empty = formula_value(p, n, 0), *f;
	struct model	 m;

	for (size_t i = 0; i < p->input->reads_n; i++) {
		const struct prove_read	*r = &p->input->reads[i];

		if (r->agency)
			continue;
		f = formula_of(p, expr_parse(p->a, &p->t, r->text, p->t.root));
		if (f->kind != F_OPAQUE && (solve(p, formula_and(p, f, empty), false, &m) == NONE ||
		    solve(p, formula_and(p, formula_not(p, f), empty), false, &m) == NONE))
			return (true);
	}
	return (false);
}

static void
look_read_path(struct prover *p, const struct prove_read *r, struct str path)
{
	const struct node	*n;
	struct prove_finding	*f;
	size_t			 before = p->report->n;
	ptrdiff_t		 at = str_find(path, STR("/@"));

	if (str_starts(path, STR("process")) || path.n == 0 || path.p[0] == '@')
		return;
	n = node_at(p, at < 0 ? path : str_from_to(path, 0, (size_t)at), '/');
	if (n == NULL) {
		f = say(p, FINDING_ERROR, r->line, "workflow-path", (struct said){ path, NULL, r->text });
		f->of_workflow = true;
		return;
	}
	if (n->kind != NODE_FIELD || n->part != FORM_PART_APPLICANT || (r->agency && guarded(p, n)))
		return;
	look_empty(p, n, NULL, r->line, r->agency ? FINDING_ERROR : FINDING_NOTE, "workflow-empty");
	for (size_t i = before; i < p->report->n; i++)
		p->report->v[i].of_workflow = true;
}

static void
look_read(struct prover *p, const struct prove_read *r)
{
	const struct expr	*x = expr_parse(p->a, &p->t, r->text, p->t.root);
	struct str		 rest = r->text;
	struct formula		*f;
	struct model		 m;
	struct prove_finding	*said;
	ptrdiff_t		 at;
	size_t			 n, before = p->report->n;
	bool			 never;

	while ((at = str_find(rest, STR("/dossier/"))) >= 0) {
		rest = str_from_to(rest, (size_t)at + 9, rest.n);
		for (n = 0; n < rest.n && path_char(rest.p[n]); n++)
			;
		look_read_path(p, r, str_from_to(rest, 0, n));
	}
	if (r->agency)
		return;
	look_expression(p, x, NULL, r->line);
	f = formula_of(p, x);
	never = solve(p, f, false, &m) == NONE;
	if (never || (!asks_emptiness(x) && solve(p, formula_not(p, f), false, &m) == NONE)) {
		said = say(p, FINDING_ERROR, r->line, never ? "condition-never" : "condition-same",
		    (struct said){ STR("workflow"), NULL, r->text });
		said->rule = "condition-same";
	}
	for (size_t i = before; i < p->report->n; i++)
		p->report->v[i].of_workflow = true;
}

void
rules_of_workflow(struct prover *p)
{
	for (size_t i = 0; i < p->input->reads_n; i++)
		look_read(p, &p->input->reads[i]);
}
