#include "calendar/calendar.h"

#include "core/clock.h"

#define HORIZON_DAYS	(60 * 366)		/* nothing that an office promises lies further off */

struct moment {
	int64_t	day;
	int32_t	tod_s;				/* time of day, after local midnight */
};

static struct moment
moment_of(int64_t s)
{
	int64_t	local = s + CLOCK_VN_OFFSET_S;
	int64_t	day = local / CLOCK_DAY_S;

	if (local % CLOCK_DAY_S < 0)
		day--;
	return ((struct moment){ day, (int32_t)(local - day * CLOCK_DAY_S) });
}

static int64_t
instant(int64_t day, int32_t tod_s)
{
	return (day * CLOCK_DAY_S + tod_s - CLOCK_VN_OFFSET_S);
}

struct calendar
calendar_default(void)
{
	static const struct calendar_hours	day[2] = { { 27000, 41400 }, { 48600, 61200 } };
	struct calendar				c = { .makeup = { day[0], day[1] }, .cutoff_s = 15 * 3600 };

	for (int i = 1; i <= 5; i++) {
		c.week[i][0] = day[0];
		c.week[i][1] = day[1];
	}
	return (c);
}

static bool
hours_valid(const struct calendar_hours h[2])
{
	for (int i = 0; i < 2; i++) {
		if (h[i].from_s < 0 || h[i].to_s > CLOCK_DAY_S || h[i].from_s > h[i].to_s)
			return (false);
	}
	return (h[0].from_s == h[0].to_s || h[1].from_s == h[1].to_s || h[0].to_s <= h[1].from_s);
}

static bool
sorted(const int64_t *days, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (days[i - 1] >= days[i])
			return (false);
	}
	return (true);
}

bool
calendar_valid(const struct calendar *c)
{
	for (int i = 0; i < 7; i++) {
		if (!hours_valid(c->week[i]))
			return (false);
	}
	return (hours_valid(c->makeup) && c->cutoff_s >= 0 && c->cutoff_s <= CLOCK_DAY_S &&
	    sorted(c->off, c->off_n) && sorted(c->work, c->work_n));
}

bool
calendar_span_parse(struct str s, struct calendar_span *out)
{
	static const struct { struct str tail; enum calendar_unit unit; } units[] = {
		{ { "cd", 2 }, CALENDAR_CIVIL_DAYS }, { { "d", 1 }, CALENDAR_DAYS }, { { "h", 1 }, CALENDAR_HOURS },
	};
	int64_t	n;

	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (!str_ends(s, units[i].tail))
			continue;
		if (!str_i64(str_from_to(s, 0, s.n - units[i].tail.n), 0, CALENDAR_SPAN_MAX, &n))
			return (false);
		*out = (struct calendar_span){ n, units[i].unit };
		return (true);
	}
	return (false);
}

/* Place of the first element that is not before day. */
static size_t
lower_bound(const int64_t *days, size_t n, int64_t day)
{
	size_t	from = 0, to = n;

	while (from < to) {
		size_t	mid = from + (to - from) / 2;

		if (days[mid] < day)
			from = mid + 1;
		else
			to = mid;
	}
	return (from);
}

static bool
listed(const int64_t *days, size_t n, int64_t day)
{
	size_t	i = lower_bound(days, n, day);

	return (i < n && days[i] == day);
}

static int32_t
hours_s(const struct calendar_hours h[2])
{
	return (h[0].to_s - h[0].from_s + h[1].to_s - h[1].from_s);
}

static const struct calendar_hours *
week_hours(const struct calendar *c, int64_t day)
{
	int64_t	w = (day + 4) % 7;		/* day 0 was a Thursday */

	return (c->week[w < 0 ? w + 7 : w]);
}

/* The two spans of work of a day, or NULL when it has none. */
static const struct calendar_hours *
day_hours(const struct calendar *c, int64_t day)
{
	const struct calendar_hours	*h;

	if (listed(c->off, c->off_n, day))
		return (NULL);
	h = listed(c->work, c->work_n, day) ? c->makeup : week_hours(c, day);
	return (hours_s(h) > 0 ? h : NULL);
}

bool
calendar_day_open(const struct calendar *c, int64_t day)
{
	return (day_hours(c, day) != NULL);
}

static int32_t
opening(const struct calendar_hours h[2])
{
	return (h[0].to_s > h[0].from_s ? h[0].from_s : h[1].from_s);
}

static int32_t
closing(const struct calendar_hours h[2])
{
	return (h[1].to_s > h[1].from_s ? h[1].to_s : h[0].to_s);
}

/* The n-th open day at or after *day, counting from 1. False when there is none before the horizon. */
static bool
open_day(const struct calendar *c, int64_t *day, int64_t n)
{
	const int64_t	end = *day + HORIZON_DAYS;

	for (int64_t d = *day; d < end; d++) {
		if (day_hours(c, d) != NULL && --n == 0) {
			*day = d;
			return (true);
		}
	}
	return (false);
}

/* Working seconds of a day before tod_s. */
static int64_t
worked_s(const struct calendar *c, struct moment m)
{
	const struct calendar_hours	*h = day_hours(c, m.day);
	int64_t				 sum = 0;

	for (int i = 0; h != NULL && i < 2; i++) {
		if (m.tod_s > h[i].from_s)
			sum += (m.tod_s < h[i].to_s ? m.tod_s : h[i].to_s) - h[i].from_s;
	}
	return (sum);
}

/* Working seconds of the whole days [from, to): weeks by multiplication, then what the lists change. */
static int64_t
days_work_s(const struct calendar *c, int64_t from, int64_t to)
{
	int64_t	sum = 0;

	for (int i = 0; i < 7; i++)
		sum += hours_s(c->week[i]);
	sum *= (to - from) / 7;
	for (int64_t d = to - (to - from) % 7; d < to; d++)
		sum += hours_s(week_hours(c, d));
	for (size_t i = lower_bound(c->off, c->off_n, from); i < c->off_n && c->off[i] < to; i++)
		sum -= hours_s(week_hours(c, c->off[i]));
	for (size_t i = lower_bound(c->work, c->work_n, from); i < c->work_n && c->work[i] < to; i++) {
		if (!listed(c->off, c->off_n, c->work[i]))
			sum += hours_s(c->makeup) - hours_s(week_hours(c, c->work[i]));
	}
	return (sum);
}

int64_t
calendar_work_s(const struct calendar *c, int64_t from_s, int64_t to_s)
{
	struct moment	from, to;

	if (to_s < from_s)
		return (-calendar_work_s(c, to_s, from_s));
	from = moment_of(from_s);
	to = moment_of(to_s);
	return (days_work_s(c, from.day, to.day) - worked_s(c, from) + worked_s(c, to));
}

static bool
cut_off(const struct calendar *c, struct moment m)
{
	return (c->cutoff && m.tod_s >= c->cutoff_s);
}

int
calendar_start(const struct calendar *c, int64_t s, int64_t *out_s)
{
	struct moment			 m = moment_of(s);
	const struct calendar_hours	*h = day_hours(c, m.day);

	for (int i = 0; h != NULL && !cut_off(c, m) && i < 2; i++) {
		if (m.tod_s < h[i].to_s && h[i].from_s < h[i].to_s) {
			*out_s = instant(m.day, m.tod_s > h[i].from_s ? m.tod_s : h[i].from_s);
			return (0);
		}
	}
	m.day++;
	if (!open_day(c, &m.day, 1))
		return (CALENDAR_E_NEVER);
	*out_s = instant(m.day, opening(day_hours(c, m.day)));
	return (0);
}

int
calendar_add_work(const struct calendar *c, int64_t s, int64_t work_s, int64_t *out_s)
{
	struct moment	m = moment_of(s);
	const int64_t	end = m.day + HORIZON_DAYS;

	if (work_s == 0) {
		*out_s = s;
		return (0);
	}
	for (int64_t day = m.day; day < end; day++, m.tod_s = 0) {
		const struct calendar_hours	*h = day_hours(c, day);

		for (int i = 0; h != NULL && i < 2; i++) {
			int32_t	from = m.tod_s > h[i].from_s ? m.tod_s : h[i].from_s;

			if (from >= h[i].to_s)
				continue;
			if (work_s <= h[i].to_s - from) {
				*out_s = instant(day, from + (int32_t)work_s);
				return (0);
			}
			work_s -= h[i].to_s - from;
		}
	}
	return (CALENDAR_E_NEVER);
}

/* The latest open moment of a day that is not after tod_s; its opening when there is none. */
static int32_t
clamp_open(const struct calendar_hours h[2], int32_t tod_s)
{
	int32_t	at = opening(h);

	for (int i = 0; i < 2; i++) {
		if (h[i].to_s > h[i].from_s && tod_s >= h[i].from_s)
			at = tod_s < h[i].to_s ? tod_s : h[i].to_s;
	}
	return (at);
}

static int
due_days(const struct calendar *c, int64_t start_s, int64_t n, int64_t *out_s)
{
	struct moment			 m = moment_of(start_s);
	const struct calendar_hours	*h = day_hours(c, m.day);
	bool				 whole = h != NULL && m.tod_s == opening(h);

	/* From an opening the first day counts whole, so the n-th ends with its closing. */
	if (!open_day(c, &m.day, whole ? n : n + 1))
		return (CALENDAR_E_NEVER);
	h = day_hours(c, m.day);
	*out_s = instant(m.day, whole ? closing(h) : clamp_open(h, m.tod_s));
	return (0);
}

static int
due_civil(const struct calendar *c, int64_t day, int64_t *out_s)
{
	if (!open_day(c, &day, 1))
		return (CALENDAR_E_NEVER);
	*out_s = instant(day, CLOCK_DAY_S - 1);
	return (0);
}

int
calendar_due(const struct calendar *c, int64_t s, struct calendar_span span, int64_t *out_s)
{
	struct moment	m = moment_of(s);
	int64_t		start_s;

	CHECK(span.n >= 0 && span.n <= CALENDAR_SPAN_MAX && span.unit < CALENDAR_UNIT__MAX);
	if (span.unit == CALENDAR_CIVIL_DAYS && !cut_off(c, m))
		return (due_civil(c, m.day + span.n, out_s));
	if (calendar_start(c, s, &start_s) != 0)
		return (CALENDAR_E_NEVER);
	if (span.unit == CALENDAR_CIVIL_DAYS)
		return (due_civil(c, moment_of(start_s).day + span.n, out_s));
	if (span.unit == CALENDAR_HOURS)
		return (calendar_add_work(c, start_s, span.n * 3600, out_s));
	if (span.n == 0) {
		*out_s = start_s;
		return (0);
	}
	return (due_days(c, start_s, span.n, out_s));
}

int64_t
calendar_left_s(const struct calendar *c, int64_t due_s, int64_t now_s)
{
	return (calendar_work_s(c, now_s, due_s));
}

int
calendar_resume(const struct calendar *c, enum calendar_unit unit, int64_t due_s, int64_t paused_s, int64_t resumed_s,
    int64_t *out_s)
{
	if (resumed_s <= paused_s) {
		*out_s = due_s;
		return (0);
	}
	if (unit == CALENDAR_CIVIL_DAYS)
		return (due_civil(c, moment_of(due_s).day + moment_of(resumed_s).day - moment_of(paused_s).day, out_s));
	return (calendar_add_work(c, due_s, calendar_work_s(c, paused_s, resumed_s), out_s));
}

int
calendar_restart(const struct calendar *c, struct calendar_span span, int64_t resumed_s, int64_t *out_s)
{
	return (calendar_due(c, resumed_s, span, out_s));
}

/* What "one working day" is when amounts are told: the longest of the week. */
static int64_t
usual_day_s(const struct calendar *c)
{
	int64_t	longest = 0;

	for (int i = 0; i < 7; i++) {
		if (hours_s(c->week[i]) > longest)
			longest = hours_s(c->week[i]);
	}
	return (longest > 0 ? longest : CALENDAR_DAY_WORK_S);
}

struct calendar_lateness
calendar_lateness(const struct calendar *c, int64_t start_s, int64_t due_s, int64_t now_s, bool paused)
{
	const int64_t			day_s = usual_day_s(c);
	const int64_t			left = calendar_left_s(c, due_s, now_s);
	const int64_t			amount = left < 0 ? -left : left;
	struct calendar_lateness	l = { CALENDAR_ON_TIME, CALENDAR_IN_DAYS, amount / day_s };

	if (amount < 3600) {
		l.unit = CALENDAR_IN_MINUTES;
		l.n = amount / 60;
	} else if (amount < day_s) {
		l.unit = CALENDAR_IN_HOURS;
		l.n = amount / 3600;
	}
	if (now_s > due_s)
		l.late = CALENDAR_OVERDUE;
	else if (left <= day_s || left * 5 <= calendar_work_s(c, start_s, due_s))
		l.late = CALENDAR_DUE_SOON;
	if (paused)
		l.late = CALENDAR_PAUSED;
	return (l);
}
