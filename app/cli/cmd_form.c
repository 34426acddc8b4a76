/* motcua form check SERVICE.xml INSTANCE.xml [--json] [--today=YYYY-MM-DD]: 0 no problem, 1 problems, 2 cannot tell. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

#include "cli/cli_file.h"
#include "core/clock.h"
#include "form/form.h"

struct options {
	const char	*service, *instance;
	bool		 json;
	struct date	 today;
};

static int
usage(void)
{
	fprintf(stderr, "usage: motcua form check SERVICE.xml INSTANCE.xml [--json] [--today=YYYY-MM-DD]\n");
	return (2);
}

static bool
options_read(int argc, char **argv, struct options *o)
{
	const struct str	today = STR("--today=");

	*o = (struct options){ .today = civil_vn(clock_now_s()).date };
	if (argc < 2 || strcmp(argv[1], "check") != 0)
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
	if (cli_read(a, o.service, FORM_PACKAGE_MAX_BYTES, &package) != 0 ||
	    cli_read(a, o.instance, FORM_INSTANCE_MAX_BYTES, &text) != 0)
		return (2);
	if (form_rules_new(cli_rules_folder(a, o.service), &rules) != 0)
		return (2);
	if (form_new(a, rules, package, &f, &findings) != 0) {
		fprintf(stderr, "%s is refused: see motcua lint %s\n", o.service, o.service);
		return (2);
	}
	return (check(a, &o, f, text));
}
