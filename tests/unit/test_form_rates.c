/* form/: decision tables, papers by condition, databases in the place of papers, code lists in packages. Reads
 * forms/. */
#include "check.h"
#include "form_sample.h"

#include "form/form_rates.h"

static const struct date	today = { 2026, 11, 24 };
static struct form_rules	*rules;

#define PAPERS \
	"<paper field='papers.proof' kind='copy' copies='1' relevant=\"/dossier/kind = 'yes'\" required='yes'>" \
	"<name><vi>Giấy A</vi></name></paper>" \
	"<paper field='papers.birth' kind='copy' copies='1' required='yes' substitute-db='ho-tich'>" \
	"<name><vi>Giấy khai sinh</vi></name></paper>"
#define RATES \
	"<time-limit n='5' unit='working-day'><when test='/dossier/copies &gt; 10' n='3' unit='day'>" \
	"<vi>Trên 10 bản</vi></when></time-limit>" \
	"<fee vnd='20000' paid='before-acceptance' code='PHI.1'><note><vi>Mức thường</vi></note>" \
	"<when test=\"/dossier/kind = 'yes'\" vnd='0'><vi>Hộ nghèo</vi></when>" \
	"<when test='/dossier/copies &gt; 1' vnd='5000' each='/dossier/copies'><vi>Mỗi bản</vi></when></fee>"
#define FIELDS FIELD("kind", "yes-no", "") FIELD("copies", "integer", "") \
	"<group name='papers'>" FIELD("proof", "file", "") FIELD("birth", "file", "") "</group>"
#define PACKAGE SAMPLE_HEAD(PAPERS RATES, "<code-list name='p' list='id-provinces'/>") FIELDS SAMPLE_TAIL

static void
test_tables(const struct form *f)
{
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_fee				 fee;
	struct form_limit			 limit;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	fee = form_fee(in);
	EXPECT(fee.vnd == 20000 && fee.row == 2 && fee.before_acceptance);
	EXPECT_STR(fee.why.in[LANG_VI], "Mức thường");
	EXPECT_STR(fee.code, "PHI.1");
	sample_set(in, "copies", "3");
	fee = form_fee(in);
	EXPECT(fee.vnd == 15000 && fee.row == 1);
	limit = form_limit(in);
	EXPECT(limit.n == 5 && limit.unit == UNIT_WORKING_DAY && limit.row == 1);
	sample_set(in, "copies", "11");
	limit = form_limit(in);
	EXPECT(limit.n == 3 && limit.unit == UNIT_DAY && limit.row == 0);
	EXPECT_STR(limit.why.in[LANG_VI], "Trên 10 bản");
	sample_set(in, "kind", "yes");
	EXPECT(form_fee(in).vnd == 0 && form_fee(in).row == 0);
	EXPECT(form_fee_rows(f) == 3 && form_fee_row(f, 1).each && !form_fee_row(f, 0).each);
	EXPECT(form_limit_rows(f) == 2 && form_limit_row(f, 1).n == 5);
}

static void
test_papers(struct arena *a, const struct form *f)
{
	auto_(instance_freep) struct instance	*in = NULL, *again = NULL;
	struct form_lookup			 answer = { LOOKUP_DECLARED, 1796515200, STR("") };
	struct str				*names, text;
	size_t					 n;
	bool					 required;

	EXPECT_I64(instance_new(f, today, NULL, 0, &in), 0);
	EXPECT(!form_paper_asked(in, 0, &required) && !required);
	sample_set(in, "kind", "yes");
	EXPECT(form_paper_asked(in, 0, &required) && required);
	EXPECT_STR(str_of(sample_problem(a, in, "papers.proof", &text)), "required-file");
	sample_set(in, "kind", "no");
	EXPECT_STR(str_of(sample_problem(a, in, "papers.proof", &text)), "");
	/* the register answers, is down, is disputed */
	form_databases(a, f, &names, &n);
	EXPECT_I64(n, 1);
	EXPECT_STR(names[0], "ho-tich");
	EXPECT(!form_paper_asked(in, 1, &required));
	EXPECT_I64(instance_lookup(a, in, STR("ho-tich")).state, LOOKUP_NONE);
	EXPECT_I64(instance_lookup_set(in, STR("dan-cu"), &answer), FORM_E_NAME);
	EXPECT_I64(instance_lookup_set(in, STR("ho-tich"), &answer), 0);
	EXPECT_STR(str_of(sample_problem(a, in, "papers.birth", &text)), "");
	EXPECT_I64(sample_set(in, "lookup.ho_tich.state", "verified"), FORM_E_NAME);
	answer = (struct form_lookup){ LOOKUP_DISPUTED, 1796515200, STR("KS 12/2008") };
	EXPECT_I64(instance_lookup_set(in, STR("ho-tich"), &answer), 0);
	EXPECT(form_paper_asked(in, 1, &required) && !required);
	EXPECT_STR(str_of(sample_problem(a, in, "papers.birth", &text)), "");
	EXPECT_I64(instance_text(a, in, &text), 0);
	EXPECT(str_find(text, STR("<lookup><ho_tich><state>disputed</state><time>2026-12-06T")) >= 0);
	EXPECT_I64(instance_parse(f, today, text, &again), 0);
	answer = instance_lookup(a, again, STR("ho-tich"));
	EXPECT(answer.state == LOOKUP_DISPUTED && answer.time_s == 1796515200);
	EXPECT_STR(answer.record, "KS 12/2008");
}

/* A published package carries its lists: read again it is the same, whatever forms/lists says by then. */
static void
test_lists(struct arena *a, const struct form *f)
{
	auto_(form_freep) struct form	*again = NULL, *changed = NULL;
	struct str			 text = form_canonical(f);
	ptrdiff_t			 at;
	char				*p;

	EXPECT(str_find(text, STR("edition=\"2026-11-24\"")) > 0 && str_find(text, STR("Hải Phòng")) > 0);
	again = sample_form(a, rules, arena_cstr(a, text));
	EXPECT(str_eq(form_hash(again), form_hash(f)));
	p = arena_alloc(a, text.n + 1);
	memcpy(p, text.p, text.n);
	at = str_find(text, STR("value=\"031\""));
	EXPECT(at > 0);
	p[at + 9] = '2';
	changed = sample_form(a, rules, p);
	EXPECT(!str_eq(form_hash(changed), form_hash(f)));
}

static void
test_refused(struct arena *a)
{
#define WITH(catalogue, fields) SAMPLE_HEAD(catalogue, "") fields SAMPLE_TAIL
#define PAPER(attrs) "<paper field='f' kind='copy' copies='1' " attrs "><name><vi>G</vi></name></paper>" SAMPLE_PLAIN
	EXPECT(sample_refused(a, rules, WITH(PAPER("substitute-db='khong-co'"), FIELD("f", "file", "")), "list"));
	EXPECT(sample_refused(a, rules, WITH(PAPER("substitute-db='dan-cu'"), FIELD("f", "file", "required='true()'")),
	    "paper"));
	EXPECT(sample_refused(a, rules, WITH(PAPER("relevant='../g = 1'"), FIELD("f", "file", "")), "expr-path"));
	EXPECT(sample_refused(a, rules, WITH(PAPER("relevant='/dossier/g = 1'"), FIELD("f", "file", "")), "expr-path"));
	EXPECT(sample_refused(a, rules, WITH("<time-limit n='1' unit='day'/><fee vnd='1'><when test='g = 1' vnd='2'>"
	    "<vi>x</vi></when></fee>", FIELD("g", "integer", "")), "expr-path"));
	EXPECT(sample_refused(a, rules, WITH("<time-limit n='1' unit='day'/><fee><when test='/dossier/g = 1' vnd='2'>"
	    "<vi>x</vi></when></fee>", FIELD("g", "integer", "")), "schema"));
	EXPECT(sample_refused(a, rules, SAMPLE_HEAD(SAMPLE_PLAIN, "<code-list name='x' list='nowhere'/>")
	    FIELD("f", "text", "") SAMPLE_TAIL, "list"));
	EXPECT(sample_refused(a, rules, WITH(SAMPLE_PLAIN, FIELD("i", "personal-id", "born='../s'") FIELD("s", "text",
	    "")),
	    "link"));
	EXPECT(sample_refused(a, rules, WITH(SAMPLE_PLAIN, FIELD("i", "personal-id", "born='../d + 1'")
	    FIELD("d", "date", "")), "link"));
	EXPECT(sample_refused(a, rules, SAMPLE_HEAD(SAMPLE_PLAIN, "<code-list name='w' list='wards'/>")
	    FIELD("w", "choice", "codes='w' under='../d'") FIELD("d", "date", "") SAMPLE_TAIL, "link"));
	EXPECT(sample_refused(a, rules, SAMPLE_HEAD(SAMPLE_PLAIN, "<code-list name='w' list='wards'/><code-list "
	    "name='p' "
	    "list='id-provinces'/>") FIELD("w", "choice", "codes='w' under='../p'") FIELD("p", "choice", "codes='p'")
	    SAMPLE_TAIL, "choices"));
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	auto_(form_freep) struct form	*f = NULL;

	if (form_rules_new("forms", &rules) != 0)
		return (1);
	f = sample_form(a, rules, PACKAGE);
	if (f != NULL) {
		test_tables(f);
		test_papers(a, f);
		test_lists(a, f);
	}
	test_refused(a);
	form_rules_freep(&rules);
	return (check_done());
}
