#include "cli/key_list.h"

#include <jansson.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/err.h"
#include "core/id.h"

static void
json_freep(json_t **json)
{
	json_decref(*json);
}

static void
file_closep(FILE **file)
{
	if (*file != NULL)
		fclose(*file);
}

static struct str
member(const json_t *object, const char *name)
{
	return (str_of(json_string_value(json_object_get(object, name))));
}

/* RFC 4648 5 without padding, exactly 32 bytes in 43 characters. */
static bool
coordinate(struct arena *a, struct str text, uint8_t out[32])
{
	char		*padded;
	struct str	 bytes;
	size_t		 i;

	if (text.n != 43)
		return (false);
	padded = arena_alloc(a, 45);
	for (i = 0; i < 43; i++) {
		if (text.p[i] == '+' || text.p[i] == '/')
			return (false);
		padded[i] = text.p[i] == '-' ? '+' : text.p[i] == '_' ? '/' : text.p[i];
	}
	padded[43] = '=';
	if (!base64_parse(a, (struct str){ padded, 44 }, &bytes) || bytes.n != 32)
		return (false);
	memcpy(out, bytes.p, 32);
	return (true);
}

static bool
key_read(struct arena *a, const json_t *entry, struct k1_key *key)
{
	uint8_t	kid[K1_KID_BYTES];

	if (!coordinate(a, member(entry, "x"), key->x) || !coordinate(a, member(entry, "y"), key->y)
	    || !hex_parse(member(entry, "kid"), key->kid, K1_KID_BYTES)
	    || !time_parse_iso(member(entry, "from"), &key->from_s) ||
	    !time_parse_iso(member(entry, "until"), &key->until_s))
		return (false);
	k1_kid(key->x, key->y, kid);
	key->agency = arena_str(a, member(entry, "agency"));
	key->name = arena_str(a, member(entry, "name"));
	return (memcmp(kid, key->kid, K1_KID_BYTES) == 0);
}

static int
file_read(struct arena *a, const char *path, struct str *out)
{
	auto_(file_closep) FILE	*file = fopen(path, "rb");
	char			*bytes;
	size_t			 n;

	if (file == NULL)
		return (err_origin(-errno, "opening the key list %s", path));
	bytes = arena_alloc(a, KEY_LIST_MAX_BYTES + 1);
	n = fread(bytes, 1, KEY_LIST_MAX_BYTES + 1, file);
	if (ferror(file))
		return (err_origin(-EIO, "reading the key list %s", path));
	*out = (struct str){ bytes, n };
	return (n > KEY_LIST_MAX_BYTES ? KEY_LIST_E_FORM : 0);
}

int
key_list_read(struct arena *a, const char *path, struct k1_key **keys, size_t *n)
{
	auto_(json_freep) json_t	*root = NULL;
	const json_t			*list;
	struct k1_key			*made;
	struct str			 text = STR_NONE;
	size_t				 i, count;
	int				 r;

	r = file_read(a, path, &text);
	if (r != 0)
		return (r < 0 ? err_trace(r) : r);
	root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	list = json_object_get(root, "keys");
	count = json_array_size(list);
	if (!json_is_array(list) || count > KEY_LIST_MAX_KEYS)
		return (KEY_LIST_E_FORM);
	made = ARENA_ARRAY(a, struct k1_key, count + 1);
	for (i = 0; i < count; i++) {
		if (!key_read(a, json_array_get(list, i), &made[i]))
			return (KEY_LIST_E_FORM);
	}
	*keys = made;
	*n = count;
	return (0);
}
