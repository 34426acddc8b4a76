/* From service.xml to struct form: the frame, and the tree of pages, sections, groups and fields. */
#include <stdarg.h>
#include <stdio.h>

#include <openssl/sha.h>

#include "form/form_model.h"

#include "core/err.h"
#include "core/id.h"
#include "core/utf8.h"

void
load_say(struct load *l, int line, const char *rule, bool note, const char *fmt, ...)
{
	struct form_finding	*grown;
	char			 text[1024];
	va_list			 ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (l->findings->n == l->findings_cap) {
		l->findings_cap = l->findings_cap == 0 ? 16 : l->findings_cap * 2;
		grown = ARENA_ARRAY(l->a, struct form_finding, l->findings_cap);
		if (l->findings->n > 0)
			memcpy(grown, l->findings->v, l->findings->n * sizeof(*grown));
		l->findings->v = grown;
	}
	l->findings->v[l->findings->n++] = (struct form_finding){ line, rule, note, arena_str(l->a, str_of(text)) };
	if (!note)
		l->findings->errors_n++;
}

static struct form_text
text_in(struct arena *a, const xmlNode *n)
{
	struct form_text	t = { { STR_NONE, STR_NONE } };

	if (n == NULL)
		return (t);
	t.in[LANG_VI] = xml_words(a, xml_first(n, "vi"));
	t.in[LANG_EN] = xml_first(n, "en") != NULL ? xml_words(a, xml_first(n, "en")) : t.in[LANG_VI];
	return (t);
}

struct form_text
load_text(struct load *l, const xmlNode *parent, const char *element)
{
	return (text_in(l->f->a, element == NULL ? parent : xml_first(parent, element)));
}

bool
load_bind_text(struct load *l, struct str text, int line, const char *attr, struct bind *out)
{
	out->text = text;
	out->line = line;
	if (out->text.n == 0)
		return (false);
	if (out->text.n > XPATH_TEXT_MAX)
		load_say(l, out->line, "expr-length", false,
		    "@%s is longer than %d bytes: split it into calculated fields",
		    attr, XPATH_TEXT_MAX);
	out->always = str_eqc(out->text, "true()") ? 1 : str_eqc(out->text, "false()") ? -1 : 0;
	if (out->text.n <= XPATH_TEXT_MAX && xpath_new(out->text, &out->x) != 0)
		load_say(l, out->line, "expr-syntax", false, "@%s is not XPath 1.0: %.*s", attr, STR_ARG(out->text));
	return (true);
}

bool
load_bind(struct load *l, const xmlNode *n, const char *attr, struct bind *out)
{
	return (load_bind_text(l, xml_attr(l->f->a, n, attr), xml_line(n), attr, out));
}

static int64_t
number_attr(struct load *l, const xmlNode *n, const char *attr, int64_t otherwise)
{
	int64_t	v = otherwise;

	str_i64(xml_attr(l->f->a, n, attr), INT64_MIN, INT64_MAX, &v);
	return (v);
}

static struct node *
node_new(struct load *l, int line, enum node_kind kind, struct node *parent)
{
	struct form	*f = l->f;
	struct node	*n, **last;

	if (f->nodes_n == FORM_FIELDS_MAX) {
		load_say(l, line, "limit", false, "more than %d fields and groups: make two services of it",
		    FORM_FIELDS_MAX);
		return (NULL);
	}
	n = ARENA_NEW(f->a, struct node);
	n->kind = kind;
	n->line = line;
	n->parent = parent;
	n->index = f->nodes_n;
	n->page = parent == NULL ? SIZE_MAX : parent->page;
	n->part = parent == NULL ? FORM_PART_APPLICANT : parent->part;
	f->nodes[f->nodes_n++] = n;
	if (parent != NULL) {
		for (last = &parent->children; *last != NULL; last = &(*last)->next)
			;
		*last = n;
	}
	return (n);
}

/* Enter a group or field into the data tree below its owner. */
static void
node_own(struct load *l, struct node *n, struct node *owner)
{
	struct node	**last;

	n->owner = owner;
	n->path = owner->path.n == 0 ? n->name :
	    arena_printf(l->f->a, "%.*s.%.*s", STR_ARG(owner->path), STR_ARG(n->name));
	n->depth = owner->depth + (n->kind == NODE_GROUP ? 1 : 0);
	if (data_child(owner, n->name) != NULL)
		load_say(l, n->line, "name-twice", false, "%.*s is there already: give one of them another name",
		    STR_ARG(n->path));
	for (last = &owner->data_first; *last != NULL; last = &(*last)->data_next)
		;
	*last = n;
}

/* A group or field that no page shows: the engine's own. NULL when there are too many. */
struct node *
load_node(struct load *l, enum node_kind kind, struct node *owner, struct str name, int line)
{
	struct node	*n = node_new(l, line, kind, NULL);

	if (n == NULL)
		return (NULL);
	n->name = name;
	n->part = FORM_PART_LOOKUP;
	n->rows_min = n->rows_max = 1;
	n->parent = owner;
	n->chars_max = 250;
	node_own(l, n, owner);
	return (n);
}

static void
load_code_list(struct load *l, const xmlNode *field, struct node *n)
{
	struct str	want = xml_attr(l->f->a, field, "codes");
	const xmlNode	*service = xmlDocGetRootElement(l->doc);

	if (want.n == 0) {
		load_choices(l, field, n);
	} else {
		for (const xmlNode *x = xml_first(service, "code-list"); x != NULL; x = xml_next(x, "code-list")) {
			if (str_eq(xml_attr(l->f->a, x, "name"), want))
				load_choices(l, x, n);
		}
	}
	if (n->choices_n == 0 && (n->type == TYPE_CHOICE || n->type == TYPE_CHOICES || want.n > 0))
		load_say(l, n->line, "choices", false,
		    "%.*s has nothing to choose: add <choice> elements or codes=\"list\"",
		    STR_ARG(n->path));
}

static void
load_constraints(struct load *l, const xmlNode *x, struct node *n)
{
	n->constraints = ARENA_ARRAY(l->f->a, struct constraint, xml_count(x, "constraint"));
	for (const xmlNode *c = xml_first(x, "constraint"); c != NULL; c = xml_next(c, "constraint")) {
		struct constraint	*k = &n->constraints[n->constraints_n++];

		load_bind(l, c, "test", &k->test);
		k->message = load_text(l, c, NULL);
	}
}

static void
load_field(struct load *l, const xmlNode *x, struct node *n)
{
	struct arena	*a = l->f->a;

	n->type = type_of(xml_attr(a, x, "type"));
	n->help = load_text(l, x, "help");
	load_bind(l, x, "required", &n->required);
	load_bind(l, x, "readonly", &n->readonly);
	load_bind(l, x, "calculate", &n->calculate);
	load_constraints(l, x, n);
	load_code_list(l, x, n);
	load_links(l, x, n);
	n->prefill = xml_attr(a, x, "prefill");
	n->autocomplete = xml_attr(a, x, "autocomplete");
	n->sensitive = xml_has_attr(x, "sensitive");
	n->width = (int)number_attr(l, x, "width", 0);
	n->chars_max = number_attr(l, x, "max-chars", n->type == TYPE_LONG_TEXT ? FORM_TEXT_MAX_CHARS : 250);
	n->has_min = xml_has_attr(x, "min");
	n->has_max = xml_has_attr(x, "max");
	n->min = number_attr(l, x, "min", 0);
	n->max = number_attr(l, x, "max", 0);
	n->files_max = (size_t)number_attr(l, x, "max-files", 5);
	n->accept = xml_attr(a, x, "accept");
	if (n->files_max == 0 || n->files_max > FORM_FILES_MAX)
		load_say(l, n->line, "limit", false, "max-files is from 1 to %d", FORM_FILES_MAX);
	if (n->accept.n == 0)
		n->accept = STR("application/pdf,image/jpeg,image/png");
	if (n->calculate.text.n > 0 && n->type == TYPE_FILE)
		load_say(l, n->line, "calculate", false, "files cannot be calculated: remove @calculate");
}

static void
load_repeat(struct load *l, const xmlNode *x, struct node *n)
{
	n->repeat = xml_has_attr(x, "repeat");
	n->table = xml_has_attr(x, "layout");
	n->rows_min = n->repeat ? (size_t)number_attr(l, x, "min", 0) : 1;
	n->rows_max = n->repeat ? (size_t)number_attr(l, x, "max", 50) : 1;
	n->row_label = load_text(l, x, "row");
	n->add_label = load_text(l, x, "add");
	if (n->rows_max == 0 || n->rows_max > FORM_ROWS_MAX || n->rows_min > n->rows_max)
		load_say(l, n->line, "limit", false, "rows go from min to max, at most %d", FORM_ROWS_MAX);
	if (n->depth > FORM_DEPTH_MAX)
		load_say(l, n->line, "limit", false, "groups are nested deeper than %d: flatten them", FORM_DEPTH_MAX);
}

static void
load_contents(struct load *l, const xmlNode *x, struct node *parent, struct node *owner)
{
	struct node	*n;

	for (const xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL)) {
		enum node_kind	kind = xml_is(c, "field") ? NODE_FIELD : xml_is(c, "group") ? NODE_GROUP : NODE_SECTION;

		if (kind == NODE_SECTION && !xml_is(c, "section"))
			continue;
		n = node_new(l, xml_line(c), kind, parent);
		if (n == NULL)
			return;
		n->name = xml_attr(l->f->a, c, kind == NODE_SECTION ? "id" : "name");
		n->label = load_text(l, c, kind == NODE_FIELD ? "label" : "title");
		n->hint = load_text(l, c, "hint");
		load_bind(l, c, "relevant", &n->relevant);
		if (kind == NODE_SECTION) {
			n->owner = owner;
			load_contents(l, c, n, owner);
			continue;
		}
		node_own(l, n, owner);
		if (kind == NODE_FIELD) {
			load_field(l, c, n);
		} else {
			load_repeat(l, c, n);
			load_contents(l, c, n, n);
		}
	}
}

static void
load_pages(struct load *l, const xmlNode *form, struct node *owner, enum form_part part)
{
	struct node	*n;
	size_t		 known;

	for (const xmlNode *x = xml_first(form, "page"); x != NULL; x = xml_next(x, "page")) {
		n = node_new(l, xml_line(x), NODE_PAGE, owner);
		if (n == NULL)
			return;
		n->name = xml_attr(l->f->a, x, "id");
		n->label = load_text(l, x, "title");
		n->owner = owner;
		n->part = part;
		n->page = l->f->pages_n;
		load_bind(l, x, "relevant", &n->relevant);
		if (form_page_find(l->f, n->name, &known) == 0)
			load_say(l, n->line, "name-twice", false, "page %.*s is there already", STR_ARG(n->name));
		l->f->pages[l->f->pages_n] = n;
		l->f->page_facts[l->f->pages_n++] = (struct form_page){ n->name, part, n->label };
		load_contents(l, x, n, owner);
	}
}

static void
load_tree(struct load *l, const xmlNode *service)
{
	const xmlNode	*form = xml_first(service, "form"), *result = xml_first(service, "result-form");
	struct form	*f = l->f;
	size_t		 pages = xml_count(form, "page") + xml_count(result, "page");
	struct node	*drafted;

	f->nodes = ARENA_ARRAY(f->a, struct node *, FORM_FIELDS_MAX);
	f->pages = ARENA_ARRAY(f->a, struct node *, pages);
	f->page_facts = ARENA_ARRAY(f->a, struct form_page, pages);
	f->root = node_new(l, xml_line(form), NODE_ROOT, NULL);
	f->root->name = STR("dossier");
	f->root->owner = f->root;
	load_pages(l, form, f->root, FORM_PART_APPLICANT);
	if (result == NULL)
		return;
	drafted = node_new(l, xml_line(result), NODE_GROUP, f->root);
	if (drafted == NULL)
		return;
	drafted->name = STR("result");
	drafted->part = FORM_PART_RESULT;
	drafted->rows_min = drafted->rows_max = 1;
	node_own(l, drafted, f->root);
	load_pages(l, result, drafted, FORM_PART_RESULT);
}

/* The registry whose records may fill this form in: the middle word of "registry.so-goc.serial". */
static void
load_registry(struct form *f)
{
	struct str	rest, source, word;

	for (size_t i = 0; i < f->nodes_n && f->registry.n == 0; i++) {
		rest = f->nodes[i]->prefill;
		while (f->registry.n == 0 && str_cut(&rest, ' ', &source)) {
			if (str_cut(&source, '.', &word) && str_eqc(word, "registry") && str_cut(&source, '.', &word))
				f->registry = word;
		}
	}
}

static void
check_expressions(struct load *l)
{
	struct form	*f = l->f;

	for (size_t i = 0; i < f->nodes_n; i++) {
		const struct node	*n = f->nodes[i];
		const struct node	*at = n->kind == NODE_FIELD || n->kind == NODE_GROUP ? n : n->owner;
		const struct bind	*binds[] = { &n->relevant, &n->required, &n->readonly, &n->calculate };

		for (size_t k = 0; k < COUNT_OF(binds); k++)
			expr_check(l, binds[k]->text, binds[k]->line, at, NULL);
		for (size_t k = 0; k < n->constraints_n; k++)
			expr_check(l, n->constraints[k].test.text, n->constraints[k].test.line, at, NULL);
	}
	check_links(l);
	check_paper_rules(l);
	for (size_t i = 0; i < f->doc.blocks_n; i++)
		expr_check(l, f->doc.blocks[i].when.text, f->doc.blocks[i].when.line, f->root, NULL);
	for (size_t i = 0; i < f->declaration.blocks_n; i++)
		expr_check(l, f->declaration.blocks[i].when.text, f->declaration.blocks[i].when.line, f->root, NULL);
}

static int
hash_make(struct form *f, xmlDoc *doc)
{
	unsigned char	digest[SHA256_DIGEST_LENGTH];
	struct str	text;
	int		r;

	r = xml_c14n(f->a, doc, &text);
	if (r < 0)
		return (err_trace(r));
	f->canonical = text;
	SHA256((const unsigned char *)text.p, text.n, digest);
	f->hash = hex_text(f->a, digest, sizeof(digest));
	return (0);
}

/* Parsing and schema. False: findings say why. */
static bool
open_package(struct load *l, struct str package)
{
	struct xml_faults	faults;
	int			r;

	r = xml_parse(l->a, package, FORM_PACKAGE_MAX_BYTES, &l->doc, &faults);
	if (r == 0)
		r = xml_schema_check(l->a, rules_schema(l->f->rules), l->doc, &faults);
	if (r == 0)
		return (true);
	for (size_t i = 0; i < faults.n; i++)
		load_say(l, faults.v[i].line, r == XML_E_SCHEMA ? "schema" : "xml", false, "%.*s",
		    STR_ARG(faults.v[i].text));
	if (faults.n == 0)
		load_say(l, 0, "xml", false, "the package cannot be read");
	return (false);
}

static int
load_all(struct load *l)
{
	const xmlNode	*service = xmlDocGetRootElement(l->doc);
	int		 r;

	lists_expand(l);
	r = hash_make(l->f, l->doc);
	if (r < 0)
		return (err_trace(r));
	if (l->f->canonical.n > FORM_PACKAGE_MAX_BYTES)
		load_say(l, 0, "limit", false, "with its code lists the package is bigger than %d bytes: name shorter "
		    "lists",
		    FORM_PACKAGE_MAX_BYTES);
	load_tree(l, service);
	load_registry(l->f);
	load_catalogue(l, service);
	load_rates(l, xml_first(service, "catalogue"));
	load_paper_rules(l, xml_first(service, "catalogue"));
	load_document(l, service);
	load_declaration(l, service);
	check_expressions(l);
	if (l->f->steps > FORM_STEPS_MAX)
		load_say(l, 0, "expr-steps", false, "in the worst case all expressions together take %llu steps, and "
		    "%d are "
		    "allowed: lower max of the rows", (unsigned long long)l->f->steps, FORM_STEPS_MAX);
	order_make(l);
	return (l->findings->errors_n > 0 ? FORM_E_FINDINGS : 0);
}

int
form_new(struct arena *a, const struct form_rules *rules, struct str package, struct form **out,
    struct form_findings *findings)
{
	auto_(form_freep) struct form	*f = NULL;
	auto_(xml_freep) xmlDoc		*doc = NULL;
	struct load			 l = { .a = a, .findings = findings };
	int				 r;

	*findings = (struct form_findings){ NULL, 0, 0 };
	if (package.n > FORM_PACKAGE_MAX_BYTES)
		return (FORM_E_LIMIT);
	f = xcalloc(1, sizeof(*f));
	f->a = arena_new();
	f->rules = rules;
	l.f = f;
	r = open_package(&l, package) ? 0 : FORM_E_FINDINGS;
	doc = l.doc;
	if (r == 0)
		r = load_all(&l);
	if (r != 0)
		return (r);
	*out = f;
	f = NULL;
	return (0);
}

void
form_free(struct form *f)
{
	struct node	*n;

	if (f == NULL)
		return;
	for (size_t i = 0; i < f->nodes_n; i++) {
		n = f->nodes[i];
		xpath_free(n->relevant.x);
		xpath_free(n->required.x);
		xpath_free(n->readonly.x);
		xpath_free(n->calculate.x);
		xpath_free(n->under.bind.x);
		xpath_free(n->at.bind.x);
		xpath_free(n->born.bind.x);
		xpath_free(n->sex.bind.x);
		for (size_t k = 0; k < n->constraints_n; k++)
			xpath_free(n->constraints[k].test.x);
	}
	for (size_t i = 0; i < f->doc.blocks_n; i++)
		xpath_free(f->doc.blocks[i].when.x);
	for (size_t i = 0; i < f->declaration.blocks_n; i++)
		xpath_free(f->declaration.blocks[i].when.x);
	paper_rules_free(f);
	arena_free(f->a);
	free(f);
}

void
form_freep(struct form **f)
{
	form_free(*f);
	*f = NULL;
}

struct str
form_hash(const struct form *f)
{
	return (f->hash);
}

struct str
form_canonical(const struct form *f)
{
	return (f->canonical);
}
