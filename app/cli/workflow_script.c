#include "cli/workflow_script.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/file.h"
#include "core/clock.h"
#include "core/err.h"
#include "workflow/workflow_xml.h"

#define DAYS_MAX	2000

struct reader {
	struct arena	*a;
	const char	*path;
	const char	*why;			/* the first thing that is wrong */
};

static void
free_json(void *json)
{
	json_decref(json);
}

static void
free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

static void
wrong(struct reader *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
}

static struct str
text(struct reader *r, const json_t *object, const char *name)
{
	const json_t	*v = json_object_get(object, name);

	if (v == NULL)
		return (STR_NONE);
	if (!json_is_string(v)) {
		wrong(r, arena_printf(r->a, "\"%s\" must be text", name).p);
		return (STR_NONE);
	}
	return (arena_str(r->a, (struct str){ json_string_value(v), json_string_length(v) }));
}

static int64_t
moment(struct reader *r, const json_t *object, const char *name, int64_t otherwise_s)
{
	struct str	s = text(r, object, name);
	int64_t		at_s = otherwise_s;

	if (s.n > 0 && !time_parse_iso(s, &at_s))
		wrong(r, arena_printf(r->a, "\"%s\" must be a time like 2026-04-23T08:00:00+07:00", name).p);
	return (at_s);
}

static int
by_value(const void *x, const void *y)
{
	const int64_t	*a = x, *b = y;

	return (*a < *b ? -1 : *a > *b);
}

static const int64_t *
days(struct reader *r, const json_t *list, size_t *n)
{
	int64_t	*v = ARENA_ARRAY(r->a, int64_t, DAYS_MAX);

	*n = json_array_size(list);
	if (*n > DAYS_MAX) {
		wrong(r, "the calendar has too many days");
		*n = 0;
	}
	for (size_t i = 0; i < *n; i++) {
		const char	*day = json_string_value(json_array_get(list, i));
		struct date	 d = { 1970, 1, 1 };

		if (!date_parse(str_of(day), &d))
			wrong(r, "the calendar's days must look like 2026-04-30");
		v[i] = date_days(d);
	}
	qsort(v, *n, sizeof(*v), by_value);
	return (v);
}

static void
read_instance(struct reader *r, const json_t *root, struct script *s)
{
	struct str	xml = text(r, root, "instance"), name = xml;
	const char	*slash = strrchr(r->path, '/');
	int		 line;

	if (xml.n == 0)
		xml = STR("<dossier/>");
	else if (xml.p[0] != '<') {
		if (slash != NULL && name.p[0] != '/')
			name = arena_printf(r->a, "%.*s/%s", (int)(slash - r->path), r->path, name.p);
		if (file_read(r->a, name.p, SCRIPT_BYTES_MAX, &xml) != 0) {
			wrong(r, "the instance cannot be read");
			return;
		}
	}
	if (workflow_xml_read(xml, SCRIPT_BYTES_MAX, &s->instance, &line) != 0)
		wrong(r, arena_printf(r->a, "the instance is not plain XML (its line %d)", line).p);
	else
		arena_defer(r->a, free_doc, s->instance);
}

static void
read_act(struct reader *r, const json_t *x, int64_t now_s, struct script_act *act)
{
	static const char *const	verbs[] = { "start", "complete", "timer", "withdraw", "message", "child" };
	struct str			verb = text(r, x, "do");
	size_t				i = 0;

	while (i < COUNT_OF(verbs) && !str_eqc(verb, verbs[i]))
		i++;
	if (i == COUNT_OF(verbs))
		wrong(r, "\"do\" must be start, complete, timer, withdraw, message or child");
	act->at_s = moment(r, x, "at", now_s);
	act->action = (struct workflow_action){
		.what = (enum workflow_do)i, .node = text(r, x, "node"), .outcome = text(r, x, "outcome"),
		.role = text(r, x, "role"), .agency = text(r, x, "agency"), .reason = text(r, x, "reason"),
	};
}

static void
read_script(struct reader *r, const json_t *root, struct script *s)
{
	const json_t	*list = json_object_get(root, "actions"), *calendar = json_object_get(root, "calendar");
	int64_t		 now_s = moment(r, root, "now", 0);
	struct str	 clock = text(r, root, "clock");
	size_t		 n = json_array_size(list);

	if (now_s == 0 || !json_is_array(list) || n > SCRIPT_ACTIONS_MAX)
		wrong(r, "\"now\" and a list of \"actions\" must be there");
	if (clock.n > 0 && !str_eqc(clock, "restart") && !str_eqc(clock, "resume"))
		wrong(r, "\"clock\" must be restart or resume");
	s->clock_restarts = str_eqc(clock, "restart");
	s->agency = text(r, root, "agency");
	s->calendar = calendar_default();
	s->calendar.off = days(r, json_object_get(calendar, "off"), &s->calendar.off_n);
	s->calendar.work = days(r, json_object_get(calendar, "work"), &s->calendar.work_n);
	if (!calendar_valid(&s->calendar))
		wrong(r, "the calendar names a day twice");
	read_instance(r, root, s);
	if (r->why != NULL)
		return;
	s->acts = ARENA_ARRAY(r->a, struct script_act, n + 1);
	s->acts[0] = (struct script_act){ { .what = WORKFLOW_START }, now_s };
	s->acts_n = str_eqc(text(r, json_array_get(list, 0), "do"), "start") ? 0 : 1;
	for (size_t i = 0; i < n; i++) {
		read_act(r, json_array_get(list, i), now_s, &s->acts[s->acts_n]);
		now_s = s->acts[s->acts_n++].at_s;
	}
}

int
script_read(struct arena *a, const char *path, struct script *out)
{
	struct reader	 r = { a, path, NULL };
	struct str	 bytes;
	json_error_t	 e;
	json_t		*root;
	int		 answer = file_read(a, path, SCRIPT_BYTES_MAX, &bytes);

	if (answer != 0)
		return (answer);
	*out = (struct script){ 0 };
	root = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES, &e);
	if (root == NULL) {
		fprintf(stderr, "%s:%d: %s\n", path, e.line, e.text);
		return (-EINVAL);
	}
	arena_defer(a, free_json, root);
	read_script(&r, root, out);
	if (r.why != NULL) {
		fprintf(stderr, "%s: %s\n", path, r.why);
		return (-EINVAL);
	}
	return (0);
}
