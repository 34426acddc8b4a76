/* A service package around the parts that a test wants to see: its form's inside, and more of the catalogue. */
#pragma once

#include "form/form.h"

#define SAMPLE_HEAD(catalogue, lists) \
	"<service code='1.000001' workflow='w'><catalogue level='toan-trinh' audience='citizen' agency='H24.19'>" \
	"<name><vi>Tên</vi></name><summary><vi>T</vi></summary><outcome><vi>K</vi></outcome>" \
	"<field-of-work code='X'><vi>L</vi></field-of-work><who><vi>A</vi></who>" catalogue \
	"<legal><vi>L</vi></legal></catalogue>" lists "<form><page id='p'><title><vi>P</vi></title>"
#define SAMPLE_TAIL \
	"</page></form><list><applicant>x</applicant><subject>y</subject></list>" \
	"<document kind='d' suffix='QD'><title>T</title><subject>S</subject><authority>A</authority>" \
	"<paragraph>t</paragraph><claim name='c' vi='v' en='e'>x</claim></document></service>"
#define SAMPLE_PLAIN	"<time-limit n='5' unit='working-day'/><fee vnd='0'/>"
#define FIELD(name, type, attrs) \
	"<field name='" name "' type='" type "' " attrs "><label><vi>" name "</vi></label></field>"

/* The form of a package that must be let in; its findings are printed when it is not. */
static inline struct form *
sample_form(struct arena *a, const struct form_rules *rules, const char *package)
{
	struct form_findings	 findings = { NULL, 0, 0 };
	struct form		*f = NULL;

	if (form_new(a, rules, str_of(package), &f, &findings) != 0) {
		for (size_t i = 0; i < findings.n; i++)
			printf("%d: %s: %.*s\n", findings.v[i].line, findings.v[i].rule, STR_ARG(findings.v[i].text));
		EXPECT(false);
	}
	return (f);
}

static inline bool
sample_refused(struct arena *a, const struct form_rules *rules, const char *package, const char *rule)
{
	struct form_findings	 findings = { NULL, 0, 0 };
	auto_(form_freep) struct form	*f = NULL;

	if (form_new(a, rules, str_of(package), &f, &findings) != FORM_E_FINDINGS)
		return (false);
	for (size_t i = 0; i < findings.n; i++) {
		if (strcmp(findings.v[i].rule, rule) == 0 && !findings.v[i].note)
			return (true);
	}
	for (size_t i = 0; i < findings.n; i++)
		printf("%d: %s: %.*s\n", findings.v[i].line, findings.v[i].rule, STR_ARG(findings.v[i].text));
	return (false);
}

static inline int
sample_set(struct instance *in, const char *name, const char *value)
{
	struct form_pair	pair = { str_of(name), str_of(value) };

	return (instance_set(in, FORM_PART_APPLICANT, FORM_ALL_PAGES, &pair, 1));
}

/* Id of the problem at a control, or "". */
static inline const char *
sample_problem(struct arena *a, struct instance *in, const char *name, struct str *text)
{
	struct form_problems	p;

	form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p);
	for (size_t i = 0; i < p.n; i++) {
		if (str_eqc(p.v[i].name, name)) {
			*text = p.v[i].text;
			return (p.v[i].id);
		}
	}
	*text = STR_NONE;
	return ("");
}
