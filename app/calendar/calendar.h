/*
 * The working-day clock. Pure: the tables and the time come in, nothing is looked up.
 * Instants are UTC seconds; days are Vietnam's civil days counted since 1970-01-01 (date_days of core/clock.h).
 *
 * Sources: Nghị định 61/2018/NĐ-CP art. 18 (the 15:00 rule) and 19.4 (supplement); Bộ luật Dân sự 2015 art. 147-148
 * (terms in calendar days); Bộ luật Lao động 2019 art. 112 (days off, whose dates are announced each year: data).
 */
#pragma once

#include "core/core.h"
#include "core/str.h"

#define CALENDAR_DAY_WORK_S	27000		/* 7 h 30 min: a working day of the default week */
#define CALENDAR_SPAN_MAX	10000		/* largest n of a span */

enum calendar_answer {
	CALENDAR_E_NEVER = 1,			/* the calendar has too little working time for this within 60 years */
};

/* Half-open, in seconds after local midnight: [from_s, to_s). Empty when both are equal. */
struct calendar_hours {
	int32_t	from_s, to_s;
};

/*
 * What an agency's calendar says. The arrays are rows of the database, borrowed, sorted, without repeats.
 * A day in both lists is off. Hours of one day are in order and do not overlap: calendar_valid says so.
 */
struct calendar {
	struct calendar_hours	 week[7][2];	/* 0 Sunday .. 6 Saturday; morning, afternoon */
	struct calendar_hours	 makeup[2];	/* hours of a make-up day (làm bù), whatever its weekday */
	const int64_t		*off;		/* days off */
	size_t			 off_n;
	const int64_t		*work;		/* make-up days */
	size_t			 work_n;
	bool			 cutoff;	/* what comes at or after cutoff_s counts from the next working day */
	int32_t			 cutoff_s;	/* after midnight; 15:00 by the default */
};

enum calendar_unit {
	CALENDAR_HOURS,				/* giờ làm việc */
	CALENDAR_DAYS,				/* ngày làm việc */
	CALENDAR_CIVIL_DAYS,			/* ngày (theo lịch) */
	CALENDAR_UNIT__MAX
};

struct calendar_span {
	int64_t			n;		/* 0 .. CALENDAR_SPAN_MAX */
	enum calendar_unit	unit;
};

/* Monday to Friday, 07:30-11:30 and 13:30-17:00, no day off, no 15:00 rule. The lists are filled in by the caller. */
struct calendar	calendar_default(void);
bool		calendar_valid(const struct calendar *c);

/* "4h", "2d", "15cd" (calendar days), as written in workflows. False on anything else, *out untouched. */
bool		calendar_span_parse(struct str s, struct calendar_span *out);

bool		calendar_day_open(const struct calendar *c, int64_t day);	/* has any working time */

/* Seconds of work in [from_s, to_s); negative when to_s is before from_s. */
int64_t		calendar_work_s(const struct calendar *c, int64_t from_s, int64_t to_s);

/*
 * Where the clock starts for what was received at s: the same second inside working time; before the morning, its
 * start; at noon, the start of the afternoon; after work or on a day off, the next working morning. With the cutoff
 * rule, at or after cutoff_s: the next working morning.   0 | CALENDAR_E_NEVER
 */
int		calendar_start(const struct calendar *c, int64_t s, int64_t *out_s);

/*
 * When what was received at s is due. The start is normalised first.
 * Working hours: that much working time; it may end a morning or an afternoon, and then is due at its last second's
 * end. Working days: the same time of day n working days on; from an opening, the closing of the n-th day. Where that
 * day is not open at that time (a Saturday morning), the latest open moment before it.
 * Calendar days: the last second (23:59:59) of the n-th day after, or of the next working day when that one is off
 * (BLDS art. 147.2, 148.5, 148.6).
 * 0 | CALENDAR_E_NEVER
 */
int		calendar_due(const struct calendar *c, int64_t s, struct calendar_span span, int64_t *out_s);

/* s plus work_s (>= 0) seconds of working time, without the cutoff rule.   0 | CALENDAR_E_NEVER */
int		calendar_add_work(const struct calendar *c, int64_t s, int64_t work_s, int64_t *out_s);

/* Working seconds left at now_s; negative: overdue by that much. */
int64_t		calendar_left_s(const struct calendar *c, int64_t due_s, int64_t now_s);

/*
 * The new due time after the clock stood still from paused_s to resumed_s.
 * Resume keeps what was left (the waited working time, or the waited whole calendar days, is added).
 * Restart gives the full span again from resumed_s (NĐ 61 art. 19.4): it is calendar_due.
 * 0 | CALENDAR_E_NEVER
 */
int		calendar_resume(const struct calendar *c, enum calendar_unit unit, int64_t due_s, int64_t paused_s,
		    int64_t resumed_s, int64_t *out_s);
int		calendar_restart(const struct calendar *c, struct calendar_span span, int64_t resumed_s,
		    int64_t *out_s);

/* ---- for lists: the colour and the words "Quá hạn 2 ngày", "Còn 3 giờ" */

enum calendar_late {
	CALENDAR_ON_TIME,
	CALENDAR_DUE_SOON,			/* at most one working day, or at most a fifth of the whole, is left */
	CALENDAR_OVERDUE,
	CALENDAR_PAUSED,			/* the amount is what is left */
	CALENDAR_LATE__MAX
};

enum calendar_amount {
	CALENDAR_IN_DAYS,			/* whole working days */
	CALENDAR_IN_HOURS,			/* whole working hours, less than a day */
	CALENDAR_IN_MINUTES,			/* less than an hour; 0 means less than a minute */
	CALENDAR_AMOUNT__MAX
};

struct calendar_lateness {
	enum calendar_late	late;
	enum calendar_amount	unit;
	int64_t			n;		/* how much is left, or overdue; never negative; rounded down */
};

/* paused: the clock stands still and now_s is the moment it stopped. */
struct calendar_lateness	calendar_lateness(const struct calendar *c, int64_t start_s, int64_t due_s,
				    int64_t now_s, bool paused);
