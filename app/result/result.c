#include "result/result.h"

#include "core/id.h"

#define TYPED_MAX_BYTES	2048		/* an address with its signed part */

static const struct {
	const char	*word, *name;
} states[RESULT__STATE_MAX] = {
	[RESULT_CURRENT]	= { "issued", "current" },
	[RESULT_SUPERSEDED]	= { "superseded", "superseded" },
	[RESULT_REVOKED]	= { "revoked", "revoked" },
};

/* The character that was meant; 0: one to skip. */
static char
code_char(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	switch (c) {
	case ' ':
	case '\t':
	case '-':
	case '.':
		return (0);
	case 'o':
		return ('0');
	case 'i':
	case 'l':
		return ('1');
	default:
		return (c);
	}
}

bool
result_code_clean(struct arena *a, struct str typed, struct str *code)
{
	char		 out[RESULT_CODE_CHARS];
	ptrdiff_t	 at;
	size_t		 n = 0, i;
	char		 c;

	if (typed.n > TYPED_MAX_BYTES)
		return (false);
	at = str_find(typed, STR("/k/"));
	if (at >= 0)
		typed = str_from_to(typed, (size_t)at + 3, typed.n);
	for (i = 0; i < typed.n && typed.p[i] != '#' && typed.p[i] != '?'; i++) {
		c = code_char(typed.p[i]);
		if (c == 0)
			continue;
		if (n == sizeof(out))
			return (false);
		out[n++] = c;
	}
	if (!code_valid((struct str){ out, n }, RESULT_CODE_CHARS))
		return (false);
	*code = arena_str(a, (struct str){ out, n });
	return (true);
}

struct str
result_code_spaced(struct arena *a, struct str code)
{
	if (code.n != RESULT_CODE_CHARS)
		return (code);
	return (arena_printf(a, "%.4s %.3s %.3s", code.p, code.p + 4, code.p + 7));
}

enum result_state
result_state_of(struct str word)
{
	size_t	i;

	for (i = 0; i < RESULT__STATE_MAX && !str_eqc(word, states[i].word); i++)
		;
	CHECK(i < RESULT__STATE_MAX);
	return ((enum result_state)i);
}

const char *
result_state_name(enum result_state state)
{
	return (states[state].name);
}

static bool
has_reason(const struct verify_reasons *reasons, const char *code)
{
	size_t	i;

	for (i = 0; i < reasons->n && strcmp(reasons->code[i], code) != 0; i++)
		;
	return (i < reasons->n);
}

static bool
is_damaged(const struct verify_reasons *reasons)
{
	return (has_reason(reasons, "verify.pdf.broken") || has_reason(reasons, "verify.xml.broken"));
}

static enum result_finding
finding_of_state(enum result_state state)
{
	switch (state) {
	case RESULT_SUPERSEDED:
		return (FINDING_SUPERSEDED);
	case RESULT_REVOKED:
		return (FINDING_REVOKED);
	case RESULT_CURRENT:
	case RESULT__STATE_MAX:
		break;
	}
	return (FINDING_CURRENT);
}

enum result_finding
result_judge(const enum result_state *ours, enum verify_verdict verdict, const struct verify_reasons *reasons,
    size_t signatures_n)
{
	enum result_finding	finding = ours == NULL ? FINDING_SIGNED : finding_of_state(*ours);

	switch (verdict) {
	case VERIFY_NOT_VALID:
		/* Also for our own bytes: a signer's certificate may have been revoked since. A revocation says
		 * more. */
		if (finding == FINDING_REVOKED)
			return (FINDING_REVOKED);
		return (signatures_n == 0 && is_damaged(reasons) ? FINDING_BROKEN : FINDING_BAD);
	case VERIFY_CANT_TELL:
		/* The register knows these very bytes: what the certificates don't prove, it does. */
		if (ours != NULL)
			return (finding);
		if (has_reason(reasons, "verify.unsigned"))
			return (FINDING_UNSIGNED);
		return (has_reason(reasons, "verify.signature") ? FINDING_UNCLEAR : FINDING_UNREADABLE);
	case VERIFY_VALID:
	case VERIFY__VERDICT_MAX:
		break;
	}
	return (finding);
}
