#include "dossier/dossier_move.h"

#include "core/buf.h"
#include "core/json.h"
#include "form/form_rates.h"

static struct calendar_span
span_of(int n, enum form_unit unit)
{
	struct calendar_span	span = { n, CALENDAR_DAYS };

	switch (unit) {
	case UNIT_HOUR:
		span.unit = CALENDAR_HOURS;
		break;
	case UNIT_DAY:
		span.unit = CALENDAR_CIVIL_DAYS;
		break;
	case UNIT_WORKING_DAY:
		break;
	}
	/* "In the day": what came before 15:00 is due at its end, the rest at the end of the next (NĐ 61/2018 art.
	 * 18). */
	if (span.n == 0)
		span = (struct calendar_span){ 1, CALENDAR_DAYS };
	return (span);
}

struct calendar_span
dossier_limit(const struct form_catalogue *c)
{
	return (span_of(c->limit_n, c->limit_unit));
}

struct calendar_span
dossier_limit_of(struct instance *in)
{
	struct form_limit	limit = form_limit(in);

	return (span_of(limit.n, limit.unit));
}

struct calendar_span
dossier_limit_own(struct instance *in, struct str own)
{
	struct calendar_span	span;

	return (own.n > 0 && calendar_span_parse(own, &span) ? span : dossier_limit_of(in));
}

/* A calendar that never opens is refused when it is published; should one come here, the clock shows no due time. */
static int64_t
due_from(const struct calendar *c, int64_t s, struct calendar_span limit)
{
	int64_t	due_s;

	return (calendar_due(c, s, limit, &due_s) == 0 ? due_s : 0);
}

static int64_t
due_after_pause(const struct calendar *c, const struct dossier_clock *clock, struct calendar_span limit, int64_t now_s,
    bool restarts)
{
	int64_t	due_s;

	if (restarts)
		return (calendar_restart(c, limit, now_s, &due_s) == 0 ? due_s : 0);
	return (calendar_resume(c, limit.unit, clock->due_s, clock->paused_s, now_s, &due_s) == 0 ? due_s : 0);
}

static void
clock_apply(const struct effect *e, const struct calendar *c, struct calendar_span limit, int64_t now_s,
    struct dossier_move *out)
{
	struct dossier_clock	*clock = &out->clock;

	switch (e->kind) {
	case EFFECT_CLOCK_START:
		clock->accepted_s = now_s;
		clock->due_s = due_from(c, now_s, limit);
		out->accepted = true;
		break;
	case EFFECT_CLOCK_STOP:
		clock->paused_s = now_s;
		break;
	case EFFECT_CLOCK_GO:
		if (clock->due_s != 0 && (e->restarts || clock->paused_s != 0))
			clock->due_s = due_after_pause(c, clock, limit, now_s, e->restarts);
		clock->paused_s = 0;
		break;
	case EFFECT_CLOCK_END:
		clock->paused_s = 0;
		break;
	case EFFECT_OPEN:
	case EFFECT_CLOSE:
	case EFFECT_ARM:
	case EFFECT_DISARM:
	case EFFECT_SERVICE:
	case EFFECT_CALL:
	case EFFECT_STATUS:
	case EFFECT_FINISH:
	case EFFECT__MAX:
		break;
	}
}

static void
item_write(struct json *j, struct arena *a, const struct effect *e, struct str agency)
{
	json_open(j);
	json_kstr(j, "id", uuid_text(a, uuid_new()));
	json_kstr(j, "node", e->node->id);
	json_ki64(j, "visit", e->visit);
	json_kstr(j, "role", e->node->lane->role);
	json_kstr(j, "agency", e->agency.n > 0 ? e->agency : agency);
	if (e->due_s != 0)
		json_kstr(j, "due", time_iso(a, e->due_s));
	json_close(j);
}

/* Where it goes and what it is about: calls and messages. */
static void
call_write(struct json *j, struct arena *a, const struct effect *e)
{
	static const char *const	units[] = { "h", "d", "cd" };
	const struct calendar_span	limit = e->node->deadline;

	json_kstr(j, "node", e->node->id);
	json_ki64(j, "visit", e->visit);
	if (e->kind == EFFECT_CALL) {
		json_kstr(j, "to", e->agency);
		json_kstr(j, "called", e->node->called);
		json_kstr(j, "limit", arena_printf(a, "%lld%s", (long long)limit.n, units[limit.unit]));
	} else if (e->node->kind == NODE_SEND)
		json_kstr(j, "message", e->node->code);
}

static const char *
job_kind(const struct effect *e)
{
	if (e->kind == EFFECT_CALL)
		return ("call");
	if (e->kind == EFFECT_CLOSE)
		return ("call-off");
	return (e->node->kind == NODE_SEND ? "message" : workflow_service_name(e->node->service));
}

static void
job_write(struct json *j, struct arena *a, const struct effect *e, struct uuid dossier,
    const struct dossier_actor *actor)
{
	const char	*kind = job_kind(e);
	struct str	 key = e->key.n > 0 ? e->key : arena_printf(a, "%.*s.%u.off", STR_ARG(e->node->id), e->visit);

	json_open(j);
	json_kstr(j, "kind", str_of(kind));
	json_kstr(j, "key", arena_printf(a, "%s:%.*s", uuid_text(a, dossier).p, STR_ARG(key)));
	json_key(j, "payload");
	json_open(j);
	json_kstr(j, "actor", actor->name);
	json_kstr(j, "role", actor->role);
	json_kstr(j, "agency", actor->agency);
	json_kstr(j, "reason", actor->reason);
	if (e->kind != EFFECT_SERVICE || e->node->kind == NODE_SEND)
		call_write(j, a, e);
	json_close(j);
	json_close(j);
}

static void
timer_write(struct json *j, struct arena *a, const struct effect *e)
{
	json_open(j);
	json_kstr(j, "node", e->node->id);
	json_ki64(j, "visit", e->visit);
	if (e->kind == EFFECT_ARM)
		json_kstr(j, "at", time_iso(a, e->due_s));
	json_close(j);
}

static void
over_write(struct json *j, const struct effect *e)
{
	json_open(j);
	json_kstr(j, "node", e->node->id);
	json_ki64(j, "visit", e->visit);
	json_close(j);
}

static void
closed_write(struct json *closed, struct json *items, const struct effect *e)
{
	over_write(closed, e);
	over_write(items, e);
}

static struct str
list_end(struct arena *a, struct json *j, struct buf *b)
{
	struct str	s;

	json_list_end(j);
	s = arena_str(a, buf_view(b));
	buf_free(b);
	return (s);
}

void
dossier_move_of(struct arena *a, struct uuid dossier, struct str agency, const struct process *process,
    const struct workflow_move *move, const struct process_outcome *outcome, const struct dossier_actor *actor,
    struct dossier_clock clock, const struct calendar *calendar, struct calendar_span limit, int64_t now_s,
    struct dossier_move *out)
{
	struct buf	items = BUF_INIT, jobs = BUF_INIT, timers = BUF_INIT, closed = BUF_INIT;
	struct json	items_j = json_to(&items), jobs_j = json_to(&jobs), timers_j = json_to(&timers),
			closed_j = json_to(&closed);

	*out = (struct dossier_move){ .clock = clock, .status = move->marking.status };
	out->marking = marking_text(a, process, &move->marking);
	out->decide = outcome != NULL && outcome->kind == OUTCOME_APPROVE;
	out->supplement = outcome != NULL && outcome->kind == OUTCOME_SUPPLEMENT;
	json_list(&items_j);
	json_list(&jobs_j);
	json_list(&timers_j);
	json_list(&closed_j);
	for (size_t i = 0; i < move->effects_n; i++) {
		const struct effect	*e = &move->effects[i];

		if (e->kind == EFFECT_OPEN)
			item_write(&items_j, a, e, agency);
		else if (e->kind == EFFECT_CLOSE && e->node->kind != NODE_CALL)
			closed_write(&closed_j, &items_j, e);
		else if (e->kind == EFFECT_SERVICE || e->kind == EFFECT_CALL || e->kind == EFFECT_CLOSE)
			job_write(&jobs_j, a, e, dossier, actor);
		else if ((e->kind == EFFECT_ARM && e->due_s != 0) || e->kind == EFFECT_DISARM)
			timer_write(&timers_j, a, e);
		else if (e->kind == EFFECT_FINISH)
			out->finished = str_of(workflow_result_name(e->result));
		else
			clock_apply(e, calendar, limit, now_s, out);
	}
	out->items = list_end(a, &items_j, &items);
	out->jobs = list_end(a, &jobs_j, &jobs);
	out->timers = list_end(a, &timers_j, &timers);
	out->closed = list_end(a, &closed_j, &closed);
}
