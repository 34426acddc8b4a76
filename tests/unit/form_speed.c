/*
 * What validating a dossier of 60 fields costs: form_speed ROUNDS [parse]. All is settled and checked anew each
 * round, as after a page was posted; with "parse" the stored text is read first. Prints microseconds of CPU a round;
 * the test that counts instructions (tests/golden/form_speed) runs it under callgrind.
 */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "form_sample.h"

static const struct date	today = { 2026, 11, 24 };

/* Fifteen fields of one person, four times: names and numbers that answer for each other, choices, dates, conditions.
 * */
#define PERSON(g) \
	"<group name='" g "'>" \
	FIELD("full_name", "person-name", "required='true()' max-chars='100'") \
	"<field name='born' type='date' required='true()'><label><vi>b</vi></label>" \
	"<constraint test='@days &lt; /dossier/@today-days'><vi>Sai</vi></constraint>" \
	"<constraint test=\"translate(/dossier/@today,'-','') - translate(.,'-','') &gt;= " \
	    "60000\"><vi>Sai</vi></constraint></field>" \
	"<field name='sex' type='choice' required='true()'><label><vi>s</vi></label><choice " \
	    "value='nam'><vi>Nam</vi></choice>" \
	"<choice value='nu'><vi>Nữ</vi></choice></field>" \
	FIELD("personal_id", "personal-id", "required='true()' codes='id-provinces' born='../born' sex='../sex'") \
	FIELD("phone", "phone", "required=\"../email = ''\"") FIELD("email", "email", "") \
	FIELD("address", "text", "required='true()'") FIELD("married", "yes-no", "required='true()'") \
	FIELD("spouse", "person-name", "relevant=\"../married = 'yes'\" required='true()'") \
	FIELD("class", "class", "relevant=\"/dossier/" g "/married = 'no'\"") \
	FIELD("mark_1", "score", "min='0' max='10'") FIELD("mark_2", "score", "min='0' max='10'") \
	FIELD("average", "score", "calculate='round((../mark_1 + ../mark_2) * 50) div 100'") \
	"<field name='amount' type='money' min='0'><label><vi>a</vi></label>" \
	"<constraint test='. &lt;= 5000000 or ../average &gt; 8'><vi>Sai</vi></constraint></field>" \
	FIELD("note", "long-text", "") "</group>"
#define PACKAGE SAMPLE_HEAD(SAMPLE_PLAIN, "<code-list name='id-provinces' list='id-provinces'/>") \
	PERSON("a") PERSON("b") PERSON("c") PERSON("d") SAMPLE_TAIL

static void
fill(struct arena *a, struct instance *in)
{
	static const char *const	values[][2] = {
		{ "full_name", "Nguyễn Thị Ngưỡng" }, { "born", "2/5/1990" }, { "sex", "nu" }, { "personal_id",
		    "031190123456" },
		{ "phone", "0912345678" }, { "email", "nguong@noi.vn" }, { "address", "12 Hồ Sen, Lê Chân, Hải Phòng" },
		{ "married", "yes" }, { "spouse", "Vũ Văn Mận" }, { "mark_1", "8,5" }, { "mark_2", "7,25" },
		{ "amount", "1.250.000" }, { "note", "Gửi qua bưu điện" },
	};
	const char *const		people[] = { "a", "b", "c", "d" };

	for (size_t p = 0; p < COUNT_OF(people); p++) {
		for (size_t i = 0; i < COUNT_OF(values); i++)
			EXPECT_I64(sample_set(in, arena_printf(a, "%s.%s", people[p], values[i][0]).p, values[i][1]),
			    0);
	}
}

static double
cpu_us(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return ((double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3);
}

/* One field is said anew, so that nothing is known to be settled. */
static int
round_of(struct instance *in, int i)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct form_pair		 pair = { STR("a.note"), i % 2 == 0 ? STR("một") : STR("hai") };
	struct form_problems		 p;

	if (instance_set(in, FORM_PART_APPLICANT, FORM_ALL_PAGES, &pair, 1) != 0)
		return (-1);
	return (form_check(a, in, FORM_PART_APPLICANT, FORM_ALL_PAGES, LANG_VI, &p));
}

int
main(int argc, char **argv)
{
	auto_(arena_freep) struct arena			*a = arena_new();
	auto_(form_rules_freep) struct form_rules	*rules = NULL;
	auto_(form_freep) struct form			*f = NULL;
	auto_(instance_freep) struct instance		*in = NULL;
	bool						 parse = argc > 2;
	struct str					 text;
	int64_t						 rounds = 0;
	double						 started;

	if (argc < 2 || !str_i64(str_of(argv[1]), 0, INT32_MAX, &rounds) || form_rules_new("forms", &rules) != 0)
		return (2);
	f = sample_form(a, rules, PACKAGE);
	if (f == NULL || instance_new(f, today, NULL, 0, &in) != 0)
		return (1);
	fill(a, in);
	if (round_of(in, 0) != 0 || instance_text(a, in, &text) != 0)
		return (1);
	started = cpu_us();
	for (int i = 0; i < rounds; i++) {
		if (parse) {
			instance_freep(&in);
			if (instance_parse(f, today, text, &in) != 0)
				return (1);
		}
		if (round_of(in, i) != 0)
			return (1);
	}
	if (rounds > 0)
		printf("%.1f us a round\n", (cpu_us() - started) / (double)rounds);
	(void)check_done;
	return (0);
}
