/*
 * Time as numbers: seconds since 1970-01-01T00:00Z, and civil dates. Vietnam is UTC+7 all year (no summer time
 * since 1975), so local time is arithmetic. Only clock_now_* look at the machine; everything else takes time in.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define CLOCK_VN_OFFSET_S	(7 * 3600)
#define CLOCK_DAY_S		86400

struct date {
	int	year, month, day;		/* proleptic Gregorian; month and day from 1 */
};

struct civil {
	struct date	date;
	int		hour, minute, second;
};

int64_t		clock_now_s(void);
int64_t		clock_now_ms(void);		/* monotonic: for measuring, not for dates */

int64_t		date_days(struct date d);	/* days since 1970-01-01 */
struct date	date_of_days(int64_t days);
bool		date_valid(struct date d);	/* year 1..9999 */
int		date_weekday(struct date d);	/* 0 Sunday .. 6 Saturday */
bool		date_parse(struct str iso, struct date *out);		/* exactly YYYY-MM-DD */
struct str	date_iso(struct arena *a, struct date d);
struct str	date_vn(struct arena *a, struct date d);		/* 05/09/2026 */

struct civil	civil_vn(int64_t s);					/* UTC seconds to Vietnam's civil time */
int64_t		civil_vn_s(struct civil c);
struct str	time_iso(struct arena *a, int64_t s);			/* 2026-11-24T22:14:15+07:00 */
struct str	time_vn(struct arena *a, int64_t s);			/* 22:14 24/11/2026 */
bool		time_parse_iso(struct str s, int64_t *out_s);		/* with Z or +hh:mm */
