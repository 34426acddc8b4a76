#include "cli/service_lint.h"

#include <time.h>
#include <unistd.h>

#include "cli/cli_file.h"
#include "cli/file.h"
#include "core/buf.h"
#include "core/json.h"
#include "prove/prove_reads.h"

#define ANSWERS_SHOWN	12
#define BPMN_MAX	((size_t)1 << 20)

static const char *
workflow_path(struct arena *a, const struct form *f, const char *workflows)
{
	return (arena_printf(a, "%s/%.*s.bpmn", workflows, STR_ARG(form_catalogue(f)->workflow)).p);
}

void
service_prove(struct arena *a, const struct form *f, const char *forms, const char *workflows,
    struct prove_report *out)
{
	struct prove_input	 input = { .today = civil_vn(clock_now_s()).date };
	const char		*bpmn = workflow_path(a, f, workflows);
	const char		*law = arena_printf(a, "%s/substitutes.xml", forms).p;
	struct str		 text;

	if (access(bpmn, R_OK) == 0 && file_read(a, bpmn, BPMN_MAX, &text) == 0)
		prove_reads(a, text, &input);
	if (access(law, R_OK) == 0 && file_read(a, law, PROVE_SUBSTITUTES_MAX_BYTES, &text) == 0 &&
	    !prove_substitutes(a, text, &input))
		fprintf(stderr, "%s: not well-formed\n", law);
	prove_form(a, f, &input, out);
}

static void
print_answers(FILE *out, const struct prove_finding *f)
{
	size_t	shown = f->answers_key_n < ANSWERS_SHOWN ? f->answers_key_n : ANSWERS_SHOWN;

	if (f->answers_n == 0 || f->note)
		return;
	if (shown < 6)
		shown = f->answers_n < 6 ? f->answers_n : 6;
	fprintf(out, "    for example:\n");
	for (size_t i = 0; i < shown; i++)
		fprintf(out, "      %.*s = %.*s\n", STR_ARG(f->answers[i].name), STR_ARG(f->answers[i].value));
	if (shown < f->answers_n)
		fprintf(out, "      and %zu more (--json shows all)\n", f->answers_n - shown);
}

void
service_print(FILE *out, const char *path, const char *workflow, const struct prove_report *r, bool notes)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct prove_finding	*f = &r->v[i];

		if (f->note && !notes)
			continue;
		fprintf(out, "%s:%d: %s%s: %.*s: %.*s %.*s\n", f->of_workflow ? workflow : path, f->line,
		    f->note ? "note: " : "", f->rule, STR_ARG(f->name), STR_ARG(f->text[LANG_EN]),
		    STR_ARG(f->cure[LANG_EN]));
		fprintf(out, "    %.*s %.*s\n", STR_ARG(f->text[LANG_VI]), STR_ARG(f->cure[LANG_VI]));
		print_answers(out, f);
	}
}

/* ---- as JSON: one object a package */
static void
json_proof(struct json *j, const struct prove_report *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct prove_finding	*f = &r->v[i];

		json_open(j);
		json_ki64(j, "line", f->line);
		json_kbool(j, "workflow", f->of_workflow);
		json_kbool(j, "note", f->note);
		json_kstr(j, "rule", str_of(f->rule));
		json_kstr(j, "name", f->name);
		json_kstr(j, "vi", f->text[LANG_VI]);
		json_kstr(j, "en", f->text[LANG_EN]);
		json_kstr(j, "do_vi", f->cure[LANG_VI]);
		json_kstr(j, "do_en", f->cure[LANG_EN]);
		json_key(j, "answers");
		json_open(j);
		for (size_t k = 0; k < f->answers_n; k++)	/* names end with a NUL: the report makes them so */
			json_kstr(j, f->answers[k].name.p, f->answers[k].value);
		json_close(j);
		json_close(j);
	}
}

static void
json_findings(struct json *j, const struct form_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		json_open(j);
		json_ki64(j, "line", findings->v[i].line);
		json_kbool(j, "note", findings->v[i].note);
		json_kstr(j, "rule", str_of(findings->v[i].rule));
		json_kstr(j, "en", findings->v[i].text);
		json_close(j);
	}
}

static void
print_json(const char *path, const struct form_findings *findings, const struct prove_report *r, int64_t ms)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct json			j = json_to(&b);

	json_open(&j);
	json_kstr(&j, "file", str_of(path));
	json_key(&j, "findings");
	json_list(&j);
	json_findings(&j, findings);
	json_proof(&j, r);
	json_list_end(&j);
	json_ki64(&j, "questions", (int64_t)r->questions);
	json_ki64(&j, "undecided", (int64_t)r->undecided);
	json_ki64(&j, "steps", (int64_t)r->steps);
	json_ki64(&j, "ms", ms);
	json_close(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
}

/* What this process has computed so far. */
static int64_t
processor_ms(void)
{
	return ((int64_t)clock() * 1000 / CLOCKS_PER_SEC);
}

int
service_lint(const char *path, const struct service_options *o)
{
	auto_(arena_freep) struct arena		*a = arena_new();
	auto_(form_rules_freep) struct form_rules *rules = NULL;
	auto_(form_freep) struct form		*f = NULL;
	const char				*forms = cli_rules_folder(a, path), *workflows = o->workflows;
	struct form_findings			 findings;
	struct prove_report			 report = { .n = 0 };
	struct str				 package;
	int64_t					 from_ms;
	int					 r;

	if (file_read(a, path, FORM_PACKAGE_MAX_BYTES, &package) != 0 || form_rules_new(forms, &rules) != 0)
		return (2);
	r = form_new(a, rules, package, &f, &findings);
	if (workflows == NULL)
		workflows = strcmp(forms, "forms") == 0 ? "workflows" : arena_printf(a, "%s/../workflows", forms).p;
	from_ms = processor_ms();
	if (r == 0)
		service_prove(a, f, forms, workflows, &report);
	if (o->json)
		print_json(path, &findings, &report, processor_ms() - from_ms);
	for (size_t i = 0; i < findings.n && !o->json; i++)
		printf("%s:%d: %s%s: %.*s\n", path, findings.v[i].line, findings.v[i].note ? "note: " : "",
		    findings.v[i].rule, STR_ARG(findings.v[i].text));
	if (!o->json && r == 0)
		service_print(stdout, path, workflow_path(a, f, workflows), &report, true);
	return (r < 0 ? 2 : r != 0 || report.errors_n > 0 ? 1 : 0);
}
