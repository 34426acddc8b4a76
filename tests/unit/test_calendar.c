/* calendar/: the vectors of the rules, then every function against a model that looks at each minute. */
#include "check.h"

#include "calendar/calendar.h"
#include "core/clock.h"

/* Hải Phòng's holidays around the end of April 2026. */
static struct calendar
spring_2026(int64_t off[4])
{
	static const struct date	days[4] = { { 2026, 4, 26 }, { 2026, 4, 27 }, { 2026, 4, 30 }, { 2026, 5, 1 } };
	struct calendar			c = calendar_default();

	for (int i = 0; i < 4; i++)
		off[i] = date_days(days[i]);
	c.off = off;
	c.off_n = 4;
	return (c);
}

static int64_t
at(const char *iso_minute)
{
	char	text[32];
	int64_t	s = 0;

	snprintf(text, sizeof(text), "%s:00+07:00", iso_minute);
	EXPECT(time_parse_iso(str_of(text), &s));
	return (s);
}

static void
expect_due(const struct calendar *c, const char *from, const char *span, const char *want, int line)
{
	struct arena		*a = arena_new();
	struct calendar_span	 n;
	int64_t			 due = 0;
	struct str		 got;

	EXPECT(calendar_span_parse(str_of(span), &n));
	EXPECT_I64(calendar_due(c, at(from), n, &due), 0);
	got = time_iso(a, due);
	expect_str_at(str_from_to(got, 0, 19), str_of(want), __FILE__, line);
	arena_free(a);
}
#define EXPECT_DUE(c, from, span, want) expect_due((c), (from), (span), (want), __LINE__)

static void
expect_start(const struct calendar *c, const char *from, const char *want, int line)
{
	int64_t	s = 0;

	EXPECT_I64(calendar_start(c, at(from), &s), 0);
	expect_i64_at(s, at(want), __FILE__, line, want);
}
#define EXPECT_START(c, from, want) expect_start((c), (from), (want), __LINE__)

static void
test_vectors(void)
{
	int64_t		off[4];
	struct calendar	c = spring_2026(off);

	EXPECT(calendar_valid(&c));
	EXPECT_DUE(&c, "2026-04-23T14:00", "5d", "2026-05-05T14:00:00");
	EXPECT_DUE(&c, "2026-04-29T10:00", "20d", "2026-05-29T10:00:00");
	EXPECT_DUE(&c, "2026-04-23T15:20", "5d", "2026-05-05T15:20:00");
	c.cutoff = true;
	EXPECT_START(&c, "2026-04-23T15:20", "2026-04-24T07:30");
	EXPECT_DUE(&c, "2026-04-23T15:20", "5d", "2026-05-05T17:00:00");
	EXPECT_DUE(&c, "2026-04-23T15:00", "5d", "2026-05-05T17:00:00");
	EXPECT_DUE(&c, "2026-04-23T14:59", "5d", "2026-05-05T14:59:00");
}

static void
test_start(void)
{
	int64_t		off[4];
	struct calendar	c = spring_2026(off);

	EXPECT_START(&c, "2026-04-23T06:00", "2026-04-23T07:30");
	EXPECT_START(&c, "2026-04-23T07:30", "2026-04-23T07:30");
	EXPECT_START(&c, "2026-04-23T11:29", "2026-04-23T11:29");
	EXPECT_START(&c, "2026-04-23T11:30", "2026-04-23T13:30");
	EXPECT_START(&c, "2026-04-23T12:15", "2026-04-23T13:30");
	EXPECT_START(&c, "2026-04-23T17:00", "2026-04-24T07:30");
	EXPECT_START(&c, "2026-04-24T17:01", "2026-04-28T07:30");
	EXPECT_START(&c, "2026-04-25T09:00", "2026-04-28T07:30");
	EXPECT_START(&c, "2026-04-30T09:00", "2026-05-04T07:30");
}

static void
test_spans(void)
{
	int64_t			off[4], make_up[1] = { date_days((struct date){ 2026, 5, 9 }) };
	struct calendar		c = spring_2026(off);
	struct calendar_span	n = { 7, CALENDAR_HOURS };

	EXPECT_DUE(&c, "2026-04-23T14:00", "3h", "2026-04-23T17:00:00");
	EXPECT_DUE(&c, "2026-04-23T14:00", "4h", "2026-04-24T08:30:00");
	EXPECT_DUE(&c, "2026-04-23T07:30", "4h", "2026-04-23T11:30:00");
	EXPECT_DUE(&c, "2026-04-23T12:00", "0h", "2026-04-23T13:30:00");
	EXPECT_DUE(&c, "2026-04-23T12:00", "0d", "2026-04-23T13:30:00");
	EXPECT_DUE(&c, "2026-04-23T05:00", "1d", "2026-04-23T17:00:00");
	EXPECT_DUE(&c, "2026-04-23T12:00", "1d", "2026-04-24T13:30:00");
	EXPECT_DUE(&c, "2026-04-23T23:00", "15cd", "2026-05-08T23:59:59");
	EXPECT_DUE(&c, "2026-04-23T23:00", "7cd", "2026-05-04T23:59:59");
	EXPECT_DUE(&c, "2026-04-25T10:00", "3cd", "2026-04-28T23:59:59");
	c.cutoff = true;
	EXPECT_DUE(&c, "2026-04-24T15:30", "1cd", "2026-04-29T23:59:59");
	c.cutoff = false;
	c.work = make_up;
	c.work_n = 1;
	EXPECT(calendar_valid(&c));
	EXPECT_DUE(&c, "2026-05-08T10:00", "1d", "2026-05-09T10:00:00");
	c.week[6][0] = c.week[1][0];
	EXPECT_DUE(&c, "2026-05-15T14:00", "1d", "2026-05-16T11:30:00");
	EXPECT(!calendar_span_parse(STR("d"), &n) && !calendar_span_parse(STR("-1d"), &n));
	EXPECT(!calendar_span_parse(STR("4"), &n) && !calendar_span_parse(STR("10001h"), &n));
	EXPECT(!calendar_span_parse(STR("4 h"), &n) && !calendar_span_parse(STR(""), &n) && n.n == 7);
}

static void
test_pause(void)
{
	int64_t			off[4], due = 0;
	struct calendar		c = spring_2026(off);
	const int64_t		old = at("2026-05-05T14:00");

	EXPECT_I64(calendar_left_s(&c, old, at("2026-04-24T14:00")), 4 * CALENDAR_DAY_WORK_S);
	EXPECT_I64(calendar_left_s(&c, old, at("2026-05-06T14:00")), -CALENDAR_DAY_WORK_S);
	EXPECT_I64(calendar_resume(&c, CALENDAR_DAYS, old, at("2026-04-24T14:00"), at("2026-05-06T14:00"), &due), 0);
	EXPECT_I64(due, at("2026-05-12T14:00"));
	EXPECT_I64(calendar_resume(&c, CALENDAR_DAYS, old, at("2026-04-24T18:00"), at("2026-04-27T22:00"), &due), 0);
	EXPECT_I64(due, old);
	EXPECT_I64(calendar_resume(&c, CALENDAR_CIVIL_DAYS, at("2026-05-08T12:00"), at("2026-04-24T18:00"),
	    at("2026-04-26T08:00"), &due), 0);
	EXPECT_I64(due, at("2026-05-11T23:59") + 59);
	EXPECT_I64(calendar_restart(&c, (struct calendar_span){ 5, CALENDAR_DAYS }, at("2026-05-06T14:00"), &due), 0);
	EXPECT_I64(due, at("2026-05-13T14:00"));
}

static void
expect_late(const struct calendar *c, const char *now, bool paused, struct calendar_lateness want, int line)
{
	struct calendar_lateness	got;

	got = calendar_lateness(c, at("2026-04-23T14:00"), at("2026-05-29T14:00"), at(now), paused);
	expect_i64_at(got.late, want.late, __FILE__, line, "late");
	expect_i64_at(got.unit, want.unit, __FILE__, line, "unit");
	expect_i64_at(got.n, want.n, __FILE__, line, "amount");
}
#define EXPECT_LATE(now, paused, late, unit, n) \
	expect_late(&c, (now), (paused), (struct calendar_lateness){ (late), (unit), (n) }, __LINE__)

static void
test_lateness(void)
{
	int64_t		off[4];
	struct calendar	c = spring_2026(off);

	/* 24, 28, 29 April, then 20 days of May: 23 working days, a fifth of which is 4.6. */
	EXPECT_LATE("2026-04-23T14:00", false, CALENDAR_ON_TIME, CALENDAR_IN_DAYS, 23);
	EXPECT_LATE("2026-05-22T14:00", false, CALENDAR_ON_TIME, CALENDAR_IN_DAYS, 5);
	EXPECT_LATE("2026-05-22T15:00", false, CALENDAR_ON_TIME, CALENDAR_IN_DAYS, 4);
	EXPECT_LATE("2026-05-25T14:00", false, CALENDAR_DUE_SOON, CALENDAR_IN_DAYS, 4);
	EXPECT_LATE("2026-05-28T14:00", false, CALENDAR_DUE_SOON, CALENDAR_IN_DAYS, 1);
	EXPECT_LATE("2026-05-29T08:30", false, CALENDAR_DUE_SOON, CALENDAR_IN_HOURS, 3);
	EXPECT_LATE("2026-05-29T13:30", false, CALENDAR_DUE_SOON, CALENDAR_IN_MINUTES, 30);
	EXPECT_LATE("2026-05-29T14:00", false, CALENDAR_DUE_SOON, CALENDAR_IN_MINUTES, 0);
	EXPECT_LATE("2026-05-29T16:59", false, CALENDAR_OVERDUE, CALENDAR_IN_HOURS, 2);
	EXPECT_LATE("2026-06-02T15:00", false, CALENDAR_OVERDUE, CALENDAR_IN_DAYS, 2);
	EXPECT_LATE("2026-05-22T14:00", true, CALENDAR_PAUSED, CALENDAR_IN_DAYS, 5);
}

static void
test_never(void)
{
	struct calendar	c = { .cutoff_s = 0 };
	int64_t		out = 7;

	EXPECT(calendar_valid(&c));
	EXPECT_I64(calendar_start(&c, 0, &out), CALENDAR_E_NEVER);
	EXPECT_I64(calendar_due(&c, 0, (struct calendar_span){ 1, CALENDAR_CIVIL_DAYS }, &out), CALENDAR_E_NEVER);
	EXPECT_I64(calendar_add_work(&c, 0, 1, &out), CALENDAR_E_NEVER);
	EXPECT_I64(out, 7);
	c.week[1][0] = (struct calendar_hours){ 0, 90000 };
	EXPECT(!calendar_valid(&c));
	c.week[1][0] = (struct calendar_hours){ 3600, 7200 };
	c.week[1][1] = (struct calendar_hours){ 7000, 9000 };
	EXPECT(!calendar_valid(&c));
}

/* ---- the obvious model: a table with one entry a minute, over three years */

#define MODEL_DAYS	1100
#define MODEL_MINUTES	(MODEL_DAYS * 1440)

static bool	model[MODEL_MINUTES];		/* working minute? */
static uint64_t	seed;

static uint64_t
roll(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed % n);
}

static int64_t
model_instant(int64_t base, int64_t minute)
{
	return (base * CLOCK_DAY_S + minute * 60 - CLOCK_VN_OFFSET_S);
}

static void
random_calendar(struct calendar *c, int64_t base, int64_t *off, int64_t *work)
{
	*c = calendar_default();
	if (roll(2) == 0)
		c->week[6][0] = (struct calendar_hours){ 27000, 27000 + (int32_t)roll(200) * 60 };
	if (roll(3) == 0)
		c->week[3][0] = (struct calendar_hours){ 0, 0 };
	if (roll(3) == 0)
		c->week[2][1] = (struct calendar_hours){ 41400, 86400 };
	c->off = off;
	c->work = work;
	for (int64_t d = 0; d < MODEL_DAYS; d++) {
		if (roll(25) == 0)
			off[c->off_n++] = base + d;
		if (roll(40) == 0)
			work[c->work_n++] = base + d;
	}
	for (int64_t m = 0; m < MODEL_MINUTES; m++) {
		int64_t				 day = base + m / 1440;
		int32_t				 s = (int32_t)(m % 1440) * 60;
		const struct calendar_hours	*h = c->week[date_weekday(date_of_days(day))];
		bool				 open = true;

		for (size_t i = 0; i < c->work_n; i++)
			h = work[i] == day ? c->makeup : h;
		for (size_t i = 0; i < c->off_n; i++)
			open = open && off[i] != day;
		model[m] = open && ((s >= h[0].from_s && s < h[0].to_s) || (s >= h[1].from_s && s < h[1].to_s));
	}
}

static int64_t
model_work(int64_t from, int64_t to)
{
	int64_t	n = 0;

	for (int64_t m = from; m < to; m++)
		n += model[m] ? 1 : 0;
	return (n * 60);
}

static int64_t
model_next(int64_t m)
{
	while (!model[m])
		m++;
	return (m);
}

static bool
model_day_open(int64_t day)
{
	return (model_work(day * 1440, (day + 1) * 1440) > 0);
}

/* n working days: the first open minute of the day is the opening; otherwise the same minute, moved back into the
 * open. */
static int64_t
model_due_days(int64_t from, int64_t n)
{
	int64_t	start = model_next(from), day = start / 1440, m;
	bool	whole = model_next(day * 1440) == start;

	for (n -= whole ? 1 : 0; n > 0; n--) {
		do
			day++;
		while (!model_day_open(day));
	}
	m = whole ? (day + 1) * 1440 : day * 1440 + start % 1440;
	if (m < (day + 1) * 1440 && m < model_next(day * 1440))
		return (model_next(day * 1440));
	if (m < (day + 1) * 1440 && model[m])
		return (m);
	while (!model[m - 1])
		m--;
	return (m);
}

static int64_t
model_due_work(int64_t m, int64_t minutes)
{
	while (minutes > 0)
		minutes -= model[m++] ? 1 : 0;
	return (m);
}

static bool
model_agrees(const struct calendar *c, int64_t base)
{
	int64_t	from = (int64_t)roll(MODEL_MINUTES / 2), to = from + (int64_t)roll(60000), n, got = 0, m;
	int64_t	from_s = model_instant(base, from), to_s = model_instant(base, to);
	bool	ok = true;

	ok = ok && calendar_work_s(c, from_s, to_s) == model_work(from, to);
	ok = ok && calendar_work_s(c, to_s, from_s) == -model_work(from, to);
	ok = ok && calendar_start(c, from_s, &got) == 0 && got == model_instant(base, model_next(from));
	n = 1 + (int64_t)roll(200);
	ok = ok && calendar_due(c, from_s, (struct calendar_span){ n, CALENDAR_HOURS }, &got) == 0;
	ok = ok && got == model_instant(base, model_due_work(from, n * 60));
	n = 1 + (int64_t)roll(60);
	ok = ok && calendar_due(c, from_s, (struct calendar_span){ n, CALENDAR_DAYS }, &got) == 0;
	ok = ok && got == model_instant(base, model_due_days(from, n));
	ok = ok && calendar_day_open(c, base + from / 1440) == model_day_open(from / 1440);
	/* A pause of any length leaves as much to do as there was. */
	ok = ok && calendar_resume(c, CALENDAR_DAYS, got, from_s, to_s, &m) == 0;
	ok = ok && calendar_left_s(c, m, to_s) == calendar_left_s(c, got, from_s);
	return (ok);
}

static void
test_model(void)
{
	static int64_t	off[MODEL_DAYS], work[MODEL_DAYS];

	for (uint64_t round = 1; round <= 12; round++) {
		const int64_t	base = date_days((struct date){ 2024, 1, 1 }) + (int64_t)round * 37 -
		    (round > 6 ? 25000 : 0);
		struct calendar	c;

		seed = round * UINT64_C(0x9e3779b97f4a7c15);
		random_calendar(&c, base, off, work);
		EXPECT(calendar_valid(&c));
		for (int i = 0; i < 250; i++) {
			if (!EXPECT(model_agrees(&c, base))) {
				printf("  round %d, case %d\n", (int)round, i);
				break;
			}
		}
	}
}

int
main(void)
{
	test_vectors();
	test_start();
	test_spans();
	test_pause();
	test_lateness();
	test_never();
	test_model();
	return (check_done());
}
