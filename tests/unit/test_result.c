#include "result/result.h"

#include "check.h"

static void
test_codes(void)
{
	static const struct {
		const char	*typed, *code;		/* NULL: none */
	} cases[] = {
		{ "7h2k9mp4qa", "7h2k9mp4qa" },
		{ " 7H2K 9MP 4QA ", "7h2k9mp4qa" },
		{ "7h2k-9mp.4qa", "7h2k9mp4qa" },
		{ "oil0000000", "0110000000" },
		{ "https://x.vn/k/7h2k9mp4qa#12345", "7h2k9mp4qa" },
		{ "x.vn:8443/k/7H2K9MP4QA?lang=en", "7h2k9mp4qa" },
		{ "", NULL },
		{ "7h2k9mp4q", NULL },
		{ "7h2k9mp4qaa", NULL },
		{ "7h2k9mp4qu", NULL },
		{ "7h2k9mp4q\"", NULL },
		{ "7h2k9mp4q\xc3\xa1", NULL },
		{ "/k/", NULL },
		{ "-- --", NULL },
	};
	auto_(arena_freep) struct arena	*a = arena_new();
	struct str			 code;
	size_t				 i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		EXPECT(result_code_clean(a, str_of(cases[i].typed), &code) == (cases[i].code != NULL));
		if (cases[i].code != NULL)
			EXPECT_STR(code, cases[i].code);
	}
	EXPECT_STR(result_code_spaced(a, STR("7h2k9mp4qa")), "7h2k 9mp 4qa");
	EXPECT_STR(result_code_spaced(a, STR("x")), "x");
}

static struct verify_reasons
because(const char *code)
{
	return ((struct verify_reasons){ .code = { code }, .n = code == NULL ? 0 : 1 });
}

static void
test_findings(void)
{
	static const enum result_state current = RESULT_CURRENT, superseded = RESULT_SUPERSEDED,
				       revoked = RESULT_REVOKED;
	static const struct {
		const enum result_state	*ours;
		enum verify_verdict	 verdict;
		const char		*reason;
		size_t			 signatures_n;
		enum result_finding	 want;
	} cases[] = {
		{ &current, VERIFY_VALID, NULL, 2, FINDING_CURRENT },
		{ &superseded, VERIFY_VALID, NULL, 2, FINDING_SUPERSEDED },
		{ &revoked, VERIFY_VALID, NULL, 2, FINDING_REVOKED },
		{ &current, VERIFY_CANT_TELL, "verify.signature", 2, FINDING_CURRENT },
		{ &current, VERIFY_NOT_VALID, "verify.signature", 2, FINDING_BAD },
		{ &superseded, VERIFY_NOT_VALID, "verify.signature", 2, FINDING_BAD },
		{ &revoked, VERIFY_NOT_VALID, "verify.signature", 2, FINDING_REVOKED },
		{ NULL, VERIFY_VALID, NULL, 1, FINDING_SIGNED },
		{ NULL, VERIFY_NOT_VALID, "verify.signature", 1, FINDING_BAD },
		{ NULL, VERIFY_NOT_VALID, "verify.pdf.broken", 1, FINDING_BAD },
		{ NULL, VERIFY_NOT_VALID, "verify.pdf.broken", 0, FINDING_BROKEN },
		{ NULL, VERIFY_NOT_VALID, "verify.xml.broken", 0, FINDING_BROKEN },
		{ NULL, VERIFY_NOT_VALID, "verify.pdf.trailing_bytes", 0, FINDING_BAD },
		{ NULL, VERIFY_CANT_TELL, "verify.unsigned", 0, FINDING_UNSIGNED },
		{ NULL, VERIFY_CANT_TELL, "verify.signature", 1, FINDING_UNCLEAR },
		{ NULL, VERIFY_CANT_TELL, "verify.file.kind", 0, FINDING_UNREADABLE },
	};
	struct verify_reasons	reasons;
	size_t			i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		reasons = because(cases[i].reason);
		EXPECT_I64(
		    result_judge(cases[i].ours, cases[i].verdict, &reasons, cases[i].signatures_n), cases[i].want);
	}
}

static void
test_states(void)
{
	EXPECT(result_state_of(STR("issued")) == RESULT_CURRENT);
	EXPECT(result_state_of(STR("revoked")) == RESULT_REVOKED);
	EXPECT_STR(str_of(result_state_name(RESULT_CURRENT)), "current");
	EXPECT_STR(str_of(result_state_name(result_state_of(STR("superseded")))), "superseded");
}

int
main(void)
{
	test_codes();
	test_findings();
	test_states();
	return (check_done());
}
