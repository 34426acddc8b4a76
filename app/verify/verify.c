#include "verify/verify.h"

#include "verify/verify_check.h"

void
verify_blame(enum verify_verdict *verdict, struct verify_reasons *reasons, enum verify_verdict v, const char *code)
{
	size_t	i;

	if (*verdict != VERIFY_NOT_VALID)
		*verdict = v;
	for (i = 0; i < reasons->n; i++)
		if (strcmp(reasons->code[i], code) == 0)
			return;
	if (reasons->n < VERIFY_REASONS_MAX)
		reasons->code[reasons->n++] = code;
}

int
verify_file(struct arena *a, const struct verify_trust *t, struct str bytes, int64_t now_s, struct verify_result *out)
{
	struct str	head = str_trim(str_from_to(bytes, 0, 64));

	if (str_starts(bytes, STR("%PDF-")))
		return (verify_pdf(a, t, bytes, now_s, out));
	if (str_starts(head, STR("<")) || str_starts(head, STR("\xef\xbb\xbf<")))
		return (verify_xml(a, t, bytes, now_s, out, NULL));
	memset(out, 0, sizeof(*out));
	verify_blame(&out->verdict, &out->reasons, VERIFY_CANT_TELL, "verify.file.kind");
	return (0);
}
