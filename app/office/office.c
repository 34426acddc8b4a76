#include "office/office.h"

#include "core/buf.h"
#include "core/err.h"
#include "office/office_words.h"
#include "prove/prove_reads.h"

#define ANSWERS_SHOWN	8		/* of those that show a finding */

static void
doc_drop(void *doc)
{
	xmlFreeDoc(doc);
}

int
office_open(struct office *o, struct office_copy *copy)
{
	struct package_field	*fields;

	if (package_open(o->a, copy->kept, copy->version, &copy->doc, NULL) != 0)
		return (err_origin(EINVAL, "a working copy that was stored"));
	arena_defer(o->a, doc_drop, copy->doc);
	o->copy = copy;
	o->fields_n = package_fields(o->a, copy->doc, &fields);
	o->fields = fields;
	return (0);
}

struct str
office_base(struct arena *a, struct str code)
{
	return (arena_printf(a, "/quan-tri/%.*s", STR_ARG(code)));
}

struct str
office_href(const struct office *o, struct str id)
{
	return (arena_printf(o->a, "/quan-tri/%.*s/%.*s", STR_ARG(o->copy->code), STR_ARG(id)));
}

bool
office_code_valid(struct str code)
{
	int64_t	n;

	return (code.n == 8 && code.p[0] >= '1' && code.p[0] <= '9' && code.p[1] == '.' &&
	    str_from_to(code, 2, 8).p[0] != '-' && str_i64(str_from_to(code, 2, 8), 0, 999999, &n));
}

struct str
office_template(struct arena *a, const struct vocabulary *v, struct str code, struct str workflow, struct str agency,
    struct str vi, struct str en)
{
	xmlDoc auto_(xml_freep)	*doc = NULL;
	xmlNode			*root, *catalogue, *name;

	CHECK(package_open(a, vocabulary_template(v), 0, &doc, NULL) == 0);
	root = xmlDocGetRootElement(doc);
	xml_set_attr(root, "code", code);
	xml_set_attr(root, "workflow", workflow);
	catalogue = xml_first(root, "catalogue");
	xml_set_attr(catalogue, "agency", agency);
	name = xml_first(catalogue, "name");
	xml_set_text(xml_first(name, "vi"), vi);
	xml_set_text(xml_first(name, "en"), en.n > 0 ? en : vi);
	return (package_kept(a, doc));
}

/* ---- findings */

/* Elements of both documents in the same order: the one that stands on a line of the text, by its id. */
static const xmlNode *
at_line(const xmlNode *plain, const xmlNode *kept, int line)
{
	const xmlNode	*found = NULL, *k = xml_first(kept, NULL);

	if (xml_line(plain) == line && xml_has_attr(kept, PACKAGE_MARK))
		return (kept);
	for (const xmlNode *p = xml_first(plain, NULL); p != NULL && k != NULL && found == NULL; p = xml_next(p,
	    NULL)) {
		found = at_line(p, k, line);
		k = xml_next(k, NULL);
	}
	return (found);
}

static struct str
finding_title(const struct office *o, const char *rule)
{
	struct buf auto_(buf_free)	name = BUF_INIT;
	enum msg			id;

	buf_cstr(&name, "office.rule_");
	for (const char *p = rule; *p != '\0'; p++)
		buf_byte(&name, *p == '-' ? '_' : *p);
	id = msg_of_name(buf_view(&name));
	return (id == MSG_NONE ? str_of(rule) : msg_text(o->lang, id));
}

static void
take_findings(struct office *o, const struct form_findings *from, const xmlDoc *plain)
{
	struct office_finding	*v = ARENA_ARRAY(o->a, struct office_finding, from->n);

	for (size_t i = 0; i < from->n; i++) {
		const struct form_finding	*f = &from->v[i];
		const xmlNode			*at = plain == NULL ? NULL :
		    at_line(xmlDocGetRootElement(plain), xmlDocGetRootElement(o->copy->doc), f->line);

		v[i] = (struct office_finding){ .title = finding_title(o, f->rule), .text = f->text,
		    .note = f->note };
		if (at == NULL)
			continue;
		v[i].element = package_id(o->a, at);
		v[i].href = office_href(o, v[i].element);
		v[i].label = package_label(o->a, at, o->lang == LANG_EN);
	}
	o->findings = v;
	o->findings_n = from->n;
}

int
office_check(struct office *o, const struct form_rules *rules, struct form **form)
{
	struct form_findings	findings = { NULL, 0, 0 };
	struct str		text = package_plain(o->a, o->copy->doc);
	xmlDoc auto_(xml_freep)	*plain = NULL;
	int			r;

	*form = NULL;
	if (xml_parse(o->a, text, PACKAGE_BYTES_MAX, &plain, NULL) != 0)
		return (err_origin(EINVAL, "a working copy that was stored"));
	r = form_new(o->a, rules, text, form, &findings);
	if (r < 0)
		return (err_trace(r));
	take_findings(o, &findings, plain);
	return (0);
}

/* The answers that show it, in one line. */
static struct str
answers_line(struct arena *a, const struct prove_finding *f)
{
	struct buf auto_(buf_free)	b = BUF_INIT;
	size_t				shown = f->answers_key_n > 0 ? f->answers_key_n : f->answers_n;

	for (size_t i = 0; i < shown && i < ANSWERS_SHOWN && i < f->answers_n; i++)
		buf_printf(&b, "%s%.*s = %.*s", i > 0 ? ", " : "", STR_ARG(f->answers[i].name),
		    STR_ARG(f->answers[i].value));
	return (arena_str(a, buf_view(&b)));
}

int
office_prove(struct office *o, const struct form *form, struct date today, struct str bpmn)
{
	struct prove_input	 input = { .today = today };
	struct prove_report	 report;
	struct office_finding	*v;
	xmlDoc auto_(xml_freep)	*plain = NULL;

	if (xml_parse(o->a, package_plain(o->a, o->copy->doc), PACKAGE_BYTES_MAX, &plain, NULL) != 0)
		return (err_origin(EINVAL, "a working copy that was stored"));
	if (bpmn.n > 0)
		prove_reads(o->a, bpmn, &input);
	if (!prove_substitutes(o->a, vocabulary_substitutes(o->v), &input))
		return (err_origin(EINVAL, "substitutes.xml"));
	prove_form(o->a, form, &input, &report);
	v = ARENA_ARRAY(o->a, struct office_finding, o->findings_n + report.n);
	for (size_t i = 0; i < o->findings_n; i++)
		v[i] = o->findings[i];
	for (size_t i = 0; i < report.n; i++) {
		const struct prove_finding	*f = &report.v[i];
		struct office_finding		*to = &v[o->findings_n + i];
		const xmlNode			*at = f->of_workflow ? NULL : at_line(xmlDocGetRootElement(plain),
		    xmlDocGetRootElement(o->copy->doc), f->line);

		*to = (struct office_finding){ .title = f->text[o->lang], .text = f->cure[o->lang], .note = f->note,
		    .example = f->note ? STR_NONE : answers_line(o->a, f), .proof = true };
		if (at == NULL)
			continue;
		to->element = package_id(o->a, at);
		to->href = office_href(o, to->element);
		to->label = package_label(o->a, at, o->lang == LANG_EN);
	}
	o->findings = v;
	o->findings_n += report.n;
	return (0);
}

size_t
office_errors(const struct office *o)
{
	size_t	n = 0;

	for (size_t i = 0; i < o->findings_n; i++)
		n += !o->findings[i].note;
	return (n);
}

/* ---- forms that come in */

size_t
office_slots(struct arena *a, const struct pairs *sent, struct str prefix, struct package_slot **out)
{
	size_t	n = 0, k;

	*out = ARENA_ARRAY(a, struct package_slot, sent->n);
	for (size_t i = 0; i < sent->n; i++) {
		struct str	name = sent->p[i].name;

		if (!str_starts(name, prefix))
			continue;
		name = str_from_to(name, prefix.n, name.n);
		/* a box that may be ticked comes twice: empty, then with its value */
		for (k = 0; k < n && !str_eq((*out)[k].name, name); k++)
			;
		(*out)[k] = (struct package_slot){ name, sent->p[i].value };
		n += k == n;
	}
	return (n);
}

bool
office_button(struct arena *a, const struct pairs *sent, struct str value, struct str at, struct package_edit *out)
{
	struct package_slot	*slots;
	struct str		 op, rest = value;

	*out = (struct package_edit){ .at = at };
	if (!str_cut(&rest, ':', &op) || !package_op_of(op, &out->op))
		return (false);
	switch (out->op) {
	case PACKAGE_ADD:
		out->what = rest;
		out->slots_n = office_slots(a, sent, arena_printf(a, "n:%.*s:", STR_ARG(rest)), &slots);
		out->slots = slots;
		return (rest.n > 0);
	case PACKAGE_TO:
		out->what = rest.n > 0 ? rest : pairs_get(sent, "_to");
		return (out->what.n > 0);
	case PACKAGE_REMOVE:
	case PACKAGE_UP:
	case PACKAGE_DOWN:
	case PACKAGE_COPY:
		out->at = rest;
		return (rest.n > 0);
	case PACKAGE_SET:
	case PACKAGE_REPLACE:
	case PACKAGE_OP__MAX:
		break;
	}
	return (false);
}

/* ---- changes as they are logged */

struct str
office_changes_json(struct arena *a, const struct package_changes *changes)
{
	static const char *const	kinds[] = { [CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed",
	    [CHANGE_SET] = "set", [CHANGE_MOVED] = "moved" };
	struct buf auto_(buf_free)	b = BUF_INIT;
	struct json			j = json_to(&b);

	json_list(&j);
	for (size_t i = 0; i < changes->n; i++) {
		const struct package_change	*c = &changes->v[i];

		json_open(&j);
		json_kstr(&j, "kind", str_of(kinds[c->kind]));
		json_kstr(&j, "element", c->element);
		json_kstr(&j, "key", c->key);
		json_kstr(&j, "label", c->label[0]);
		if (c->kind == CHANGE_SET) {
			json_kstr(&j, "slot", c->slot);
			json_kstr(&j, "before", c->before);
			json_kstr(&j, "after", c->after);
		}
		json_close(&j);
	}
	json_list_end(&j);
	return (arena_str(a, buf_view(&b)));
}
