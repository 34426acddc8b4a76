/*
 * motcua verify FILE.pdf|FILE.xml [--json] [--trust PEM]...: is this signed file authentic?
 * Exit status: 0 valid, 1 not valid, 2 can't tell (also: the file can't be read).
 */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/file.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/json.h"
#include "verify/verify.h"

#define TRUST_DEFAULT	"certs/dev/public/trust.pem"
#define TRUST_MAX_BYTES	((size_t)4 << 20)
#define CANT_TELL	2

static const char *const	verdicts[VERIFY__VERDICT_MAX] = { "valid", "not-valid", "cant-tell" };
static const char *const	levels[VERIFY__LEVEL_MAX] = { "", "B-B", "B-T", "B-LT", "B-LTA" };

static bool
trust_add(struct arena *a, struct verify_trust *t, const char *path)
{
	struct str	pem;

	if (file_read(a, path, TRUST_MAX_BYTES, &pem) != 0)
		return (false);
	if (verify_trust_add_pem(t, pem) == 0)
		return (true);
	fprintf(stderr, "%s: no certificate and no CRL in it\n", path);
	return (false);
}

static void
put_reasons(struct json *j, const struct verify_reasons *reasons)
{
	size_t	i;

	json_key(j, "reasons");
	json_list(j);
	for (i = 0; i < reasons->n; i++)
		json_str(j, str_of(reasons->code[i]));
	json_list_end(j);
}

static void
put_time(struct json *j, struct arena *a, const char *key, int64_t time_s)
{
	json_key(j, key);
	if (time_s == 0)
		json_nothing(j);
	else
		json_str(j, time_iso(a, time_s));
}

static void
put_signature(struct json *j, struct arena *a, const struct verify_signature *s)
{
	json_open(j);
	json_kstr(j, "verdict", str_of(verdicts[s->verdict]));
	json_kstr(j, "field", s->field);
	json_kstr(j, "signer", s->signer);
	json_kstr(j, "organisation", s->organisation);
	json_kstr(j, "issuer", s->issuer);
	json_kstr(j, "reason", s->reason);
	json_kstr(j, "level", str_of(levels[s->level]));
	put_time(j, a, "claimed_time", s->claimed_s);
	put_time(j, a, "proven_time", s->proven_s);
	json_kbool(j, "whole_document", s->whole);
	json_ki64(j, "revision", (int64_t)s->revision);
	json_ki64(j, "revisions", (int64_t)s->revisions);
	json_ki64(j, "covered_bytes", (int64_t)s->covered_bytes);
	json_kbool(j, "time_stamp_only", s->time_stamp_only);
	put_reasons(j, &s->reasons);
	json_close(j);
}

static void
print_json(struct arena *a, const struct verify_result *r)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct json			j = json_to(&b);
	size_t				i;

	json_open(&j);
	json_kstr(&j, "verdict", str_of(verdicts[r->verdict]));
	put_reasons(&j, &r->reasons);
	json_key(&j, "signatures");
	json_list(&j);
	for (i = 0; i < r->n; i++)
		put_signature(&j, a, &r->signatures[i]);
	json_list_end(&j);
	json_close(&j);
	printf("%s\n", b.p);
}

static void
print_text(struct arena *a, const struct verify_result *r)
{
	const struct verify_signature	*s;
	size_t				 i, k;

	printf("%s\n", verdicts[r->verdict]);
	for (k = 0; k < r->reasons.n; k++)
		printf("  %s\n", r->reasons.code[k]);
	for (i = 0; i < r->n; i++) {
		s = &r->signatures[i];
		printf("signature %.*s: %s\n  %.*s, %.*s\n  %s, revision %zu of %zu%s\n", STR_ARG(s->field),
		    verdicts[s->verdict], STR_ARG(s->signer), STR_ARG(s->organisation), levels[s->level], s->revision,
		    s->revisions, s->whole ? ", the whole file" : "");
		if (s->claimed_s != 0)
			printf("  signed %.*s (claimed)\n", STR_ARG(time_iso(a, s->claimed_s)));
		if (s->proven_s != 0)
			printf("  before %.*s (proven)\n", STR_ARG(time_iso(a, s->proven_s)));
		for (k = 0; k < s->reasons.n; k++)
			printf("  %s\n", s->reasons.code[k]);
	}
}

int
cmd_verify(int argc, char **argv)
{
	static const char					 line[] =
	    "verify FILE.pdf|FILE.xml [--json] [--trust PEM]...";
	auto_(arena_freep) struct arena				*a = arena_new();
	auto_(verify_trust_freep) struct verify_trust		*t = NULL;
	const char						*path = NULL;
	struct verify_result					 result;
	struct str						 bytes;
	bool							 json = false, trusted = false;
	int							 i;

	if (verify_trust_new(&t) != 0)
		return (CANT_TELL);
	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			json = true;
		else if (strcmp(argv[i], "--trust") == 0 && i + 1 < argc) {
			trusted = true;
			if (!trust_add(a, t, argv[++i]))
				return (CANT_TELL);
		} else if (argv[i][0] != '-' && path == NULL)
			path = argv[i];
		else
			return (cli_usage(line));
	}
	if (path == NULL)
		return (cli_usage(line));
	if ((!trusted && !trust_add(a, t, TRUST_DEFAULT)) || file_read(a, path, VERIFY_FILE_MAX_BYTES, &bytes) != 0 ||
	    verify_file(a, t, bytes, clock_now_s(), &result) != 0)
		return (CANT_TELL);
	if (json)
		print_json(a, &result);
	else
		print_text(a, &result);
	return (result.verdict == VERIFY_VALID ? 0 : result.verdict == VERIFY_NOT_VALID ? 1 : CANT_TELL);
}
