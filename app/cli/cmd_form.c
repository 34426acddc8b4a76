/*
 * motcua form check SERVICE.xml INSTANCE.xml [--json] [--today=YYYY-MM-DD]: 0 no problem, 1 problems, 2 cannot tell.
 * motcua form print SERVICE.xml INSTANCE.xml [--today=YYYY-MM-DD]: its official form as a PDF, on stdout.
 * motcua form eval  SERVICE.xml INSTANCE.xml [--today=YYYY-MM-DD]: the settled instance as a line of JSON, then a
 * line of
 * JSON for each line of stdin, "path TAB expression" (path from /dossier): the test that browsers agree is made of
 * this.
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

#include "cli/cli_file.h"
#include "cli/file.h"
#include "core/clock.h"
#include "form/form.h"
#include "paper/paper.h"
#include "xml/xpath.h"

struct options {
	const char	*service, *instance;
	bool		 json, eval, print;
	struct date	 today;
};

static int
usage(void)
{
	fprintf(stderr, "usage: motcua form check|eval|print SERVICE.xml INSTANCE.xml [--json] [--today=YYYY-MM-DD]\n");
	return (2);
}

static bool
options_read(int argc, char **argv, struct options *o)
{
	const struct str	today = STR("--today=");

	*o = (struct options){ .today = civil_vn(clock_now_s()).date };
	if (argc < 2)
		return (false);
	o->eval = strcmp(argv[1], "eval") == 0;
	o->print = strcmp(argv[1], "print") == 0;
	if (!o->eval && !o->print && strcmp(argv[1], "check") != 0)
		return (false);
	for (int i = 2; i < argc; i++) {
		struct str	arg = str_of(argv[i]);

		if (str_eqc(arg, "--json"))
			o->json = true;
		else if (str_starts(arg, today)) {
			if (!date_parse(str_from_to(arg, today.n, arg.n), &o->today))
				return (false);
		} else if (o->service == NULL)
			o->service = argv[i];
		else if (o->instance == NULL)
			o->instance = argv[i];
		else
			return (false);
	}
	return (o->instance != NULL);
}

static void
print_json(struct instance *in, const struct form_problems *problems)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct json			j = json_to(&b);

	json_open(&j);
	json_kbool(&j, "valid", problems->n == 0);
	form_report_json(in, problems, &j);
	json_close(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
}

/* Kind and value of an expression at the node that path leads to; kind "error" when it has none. */
static void
eval_line(struct arena *a, struct xpath_ctx *c, xmlDoc *doc, struct str path, struct str text, struct json *j)
{
	static const char *const	kinds[] = { [VALUE_BOOLEAN] = "boolean", [VALUE_NUMBER] = "number",
		[VALUE_STRING] = "string", [VALUE_NODES] = "nodes" };
	struct xpath			*at = NULL, *x = NULL;
	struct xpath_value		 node = { .nodes_n = 0 }, v;
	bool				 ok;

	ok = xpath_new(path, &at) == 0 && xpath_new(text, &x) == 0 &&
	    xpath_eval(a, c, at, xmlDocGetRootElement(doc), &node) == 0 && node.nodes_n > 0 &&
	    xpath_eval(a, c, x, node.nodes[0], &v) == 0;
	json_open(j);
	json_kstr(j, "kind", str_of(ok ? kinds[v.kind] : "error"));
	if (ok)
		json_kstr(j, "value", v.kind != VALUE_BOOLEAN ? v.string : v.boolean ? STR("yes") : STR("no"));
	json_close(j);
	xpath_free(at);
	xpath_free(x);
}

static void
eval_all(struct instance *in)
{
	auto_(arena_freep) struct arena		*a = arena_new();
	auto_(xpath_ctx_freep) struct xpath_ctx	*c = xpath_ctx_new(instance_doc(in));
	auto_(buf_free) struct buf		 b = BUF_INIT;
	struct json				 j = json_to(&b);
	char					 line[2 * XPATH_TEXT_MAX];
	struct str				 rest, path;

	instance_json(in, &j);
	buf_byte(&b, '\n');
	while (fgets(line, sizeof(line), stdin) != NULL) {
		rest = str_trim(str_of(line));
		str_cut(&rest, '\t', &path);
		j = json_to(&b);
		eval_line(a, c, instance_doc(in), path, rest, &j);
		buf_byte(&b, '\n');
	}
	printf("%.*s", STR_ARG(buf_view(&b)));
}

static int
print_form(struct arena *a, struct instance *in, struct date today)
{
	struct document		doc;
	struct paper_places	places;
	struct str		pdf;

	form_declaration(a, in, &doc);
	doc.date = today;
	if (paper_warm_up() != 0 || paper_render(a, &doc, NULL, &pdf, &places) != 0)
		return (2);
	return (fwrite(pdf.p, 1, pdf.n, stdout) == pdf.n ? 0 : 2);
}

static int
check(struct arena *a, const struct options *o, const struct form *f, struct str text)
{
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_problems			 applicant;
	int					 r;

	r = instance_parse(f, o->today, text, &in);
	if (r != 0) {
		fprintf(stderr, "%s: %s\n", o->instance, r == FORM_E_LIMIT ? "over a size limit" :
		    "not an instance of this form: an element, attribute or row id that the form does not have");
		return (2);
	}
	if (o->eval) {
		eval_all(in);
		return (0);
	}
	if (o->print)
		return (print_form(a, in, o->today));
	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &applicant);
	if (o->json)
		print_json(in, &applicant);
	for (size_t i = 0; i < applicant.n && !o->json; i++)
		printf("%.*s: %.*s\n", STR_ARG(applicant.v[i].name), STR_ARG(applicant.v[i].text));
	return (applicant.n == 0 ? 0 : 1);
}

int
cmd_form(int argc, char **argv)
{
	auto_(arena_freep) struct arena		*a = arena_new();
	auto_(form_rules_freep) struct form_rules *rules = NULL;
	auto_(form_freep) struct form		*f = NULL;
	struct form_findings			 findings;
	struct options				 o;
	struct str				 package, text;

	if (!options_read(argc, argv, &o))
		return (usage());
	if (file_read(a, o.service, FORM_PACKAGE_MAX_BYTES, &package) != 0 ||
	    file_read(a, o.instance, FORM_INSTANCE_MAX_BYTES, &text) != 0)
		return (2);
	if (form_rules_new(cli_rules_folder(a, o.service), &rules) != 0)
		return (2);
	if (form_new(a, rules, package, &f, &findings) != 0) {
		fprintf(stderr, "%s is refused: see motcua lint %s\n", o.service, o.service);
		return (2);
	}
	return (check(a, &o, f, text));
}
