/* Deadlines as words: late, soon, in time, paused, none; hours below a day. */
#include "check.h"
#include "view/components.h"

#define NOW_S	1795510800	/* 16:00 24/11/2026 in Vietnam */
#define HOUR	3600
#define DAY	86400

static void
test_words(struct arena *a)
{
	static const struct {
		int64_t			after_s;
		enum deadline_kind	kind;
		const char		*vi, *en;
	} table[] = {
		{ -2 * DAY, DEADLINE_LATE, "Quá hạn 2 ngày", "2 days late" },
		{ -DAY, DEADLINE_LATE, "Quá hạn 1 ngày", "1 day late" },
		{ -1, DEADLINE_LATE, "Quá hạn 1 giờ", "1 hour late" },
		{ 0, DEADLINE_SOON, "Còn 1 giờ", "1 hour left" },
		{ 2 * HOUR + 10, DEADLINE_SOON, "Còn 3 giờ", "3 hours left" },
		{ 2 * DAY, DEADLINE_SOON, "Còn 2 ngày", "2 days left" },
		{ 2 * DAY + 1, DEADLINE_OK, "Còn 2 ngày", "2 days left" },
	};
	struct deadline	d;
	size_t		i;

	for (i = 0; i < COUNT_OF(table); i++) {
		d = view_deadline(a, LANG_VI, NOW_S, NOW_S + table[i].after_s, false);
		EXPECT(d.kind == table[i].kind);
		EXPECT_STR(d.words, table[i].vi);
		EXPECT_STR(view_deadline(a, LANG_EN, NOW_S, NOW_S + table[i].after_s, false).words, table[i].en);
	}
	EXPECT_STR(view_deadline(a, LANG_VI, NOW_S, NOW_S, false).at, "16:00 24/11/2026");
}

static void
test_without_clock(struct arena *a)
{
	EXPECT(view_deadline(a, LANG_VI, NOW_S, -1, false).kind == DEADLINE_NONE);
	EXPECT(view_deadline(a, LANG_VI, NOW_S, NOW_S - DAY, true).kind == DEADLINE_PAUSED);
	EXPECT(view_deadline(a, LANG_VI, NOW_S, NOW_S - DAY, true).at.n == 0);
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	test_words(a);
	test_without_clock(a);
	return (check_done());
}
