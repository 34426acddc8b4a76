#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/key_list.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/err.h"
#include "core/id.h"
#include "core/json.h"
#include "qr/k1.h"

#define KEYS_DEFAULT	"certs/dev/public/keys.json"
#define USAGE		"qr decode TEXT [--keys FILE] [--json]"
#define EXIT_AUTHENTIC	0
#define EXIT_NOT	1
#define EXIT_UNKNOWN	2

struct answer {
	int			 status;
	const char		*word, *why;
	struct k1		 k;
	bool			 parsed;
	const struct k1_key	*key;
};

static const char *const	words[] = {
	[EXIT_AUTHENTIC] = "authentic", [EXIT_NOT] = "not authentic", [EXIT_UNKNOWN] = "can't tell"
};

static void
answer_set(struct answer *answer, int status, const char *why)
{
	answer->status = status;
	answer->word = words[status];
	answer->why = why;
}

static int
decode(struct arena *a, struct str text, const char *keys_path, struct answer *answer)
{
	struct k1_key	*keys = NULL;
	size_t		 n = 0;
	int		 r;

	if (k1_parse(a, text, &answer->k) != 0) {
		answer_set(answer, EXIT_NOT, "not a K1 text");
		return (0);
	}
	answer->parsed = true;
	r = key_list_read(a, keys_path, &keys, &n);
	if (r != 0) {
		answer_set(answer, EXIT_UNKNOWN, "the key list can't be used");
		return (r < 0 ? err_trace(r) : 0);
	}
	r = k1_check(&answer->k, keys, n, &answer->key);
	if (r < 0)
		return (err_trace(r));
	switch ((enum k1_answer)r) {
	case K1_E_KEY:
		answer_set(answer, EXIT_UNKNOWN, "no published key has this id");
		break;
	case K1_E_PERIOD:
		answer_set(answer, EXIT_UNKNOWN, "issued outside the key's period");
		break;
	case K1_E_SIGNATURE:
		answer_set(answer, EXIT_NOT, "the signature does not fit");
		break;
	case K1_E_FORM:
	case K1_E_LONG:
		CHECK(false);
	default:
		answer_set(answer, EXIT_AUTHENTIC, "signed by a published key");
	}
	return (0);
}

/* The fields in the order of their map keys; put is called for each that is there. */
static void
fields(struct arena *a, const struct answer *answer, void (*put)(void *to, const char *name, struct str value),
    void *to)
{
	const struct k1_claims	*c = &answer->k.claims;
	const struct {
		const char	*name;
		struct str	 value;
	}			 all[] = {
		{ "host", answer->k.host }, { "code", answer->k.code },
		{ "kid", hex_text(a, answer->k.kid, K1_KID_BYTES) },
		{ "issuer", c->issuer }, { "issued", time_iso(a, c->issued_s) }, { "number", c->number },
		{ "procedure", c->procedure }, { "dossier", c->dossier }, { "holder", c->holder },
		    { "title", c->title },
		{ "digest", hex_text(a, c->digest, K1_DIGEST_BYTES) },
		{ "agency", answer->key == NULL ? STR("") : answer->key->agency },
		{ "key", answer->key == NULL ? STR("") : answer->key->name },
	};
	size_t			 i;

	if (!answer->parsed)
		return;
	for (i = 0; i < COUNT_OF(all); i++) {
		if (all[i].value.n > 0)
			put(to, all[i].name, all[i].value);
	}
}

static void
field_json(void *json, const char *name, struct str value)
{
	json_kstr(json, name, value);
}

static void
field_line(void *file, const char *name, struct str value)
{
	fprintf(file, "%-10s %.*s\n", name, STR_ARG(value));
}

static void
print_json(struct arena *a, const struct answer *answer)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	struct json			j = json_to(&b);

	json_open(&j);
	json_kstr(&j, "answer", str_of(answer->word));
	json_kstr(&j, "why", str_of(answer->why));
	fields(a, answer, field_json, &j);
	json_close(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
}

int
cmd_qr(int argc, char **argv)
{
	auto_(arena_freep) struct arena	*a = arena_new();
	const char			*text = NULL, *keys = KEYS_DEFAULT;
	struct answer			 answer = { 0 };
	bool				 json = false;
	int				 i;

	for (i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			json = true;
		else if (strcmp(argv[i], "--keys") == 0 && i + 1 < argc)
			keys = argv[++i];
		else if (text == NULL && argv[i][0] != '-')
			text = argv[i];
		else
			return (cli_usage(USAGE));
	}
	if (argc < 3 || strcmp(argv[1], "decode") != 0 || text == NULL)
		return (cli_usage(USAGE));
	if (decode(a, str_of(text), keys, &answer) < 0)
		answer_set(&answer, EXIT_UNKNOWN, "the check could not be made");
	if (json)
		print_json(a, &answer);
	else {
		printf("%s: %s\n", answer.word, answer.why);
		fields(a, &answer, field_line, stdout);
	}
	return (answer.status);
}
