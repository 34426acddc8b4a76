/* Texts of the catalogues: both languages, arguments, plural, look-up by name. */
#include "check.h"
#include "messages.h"

static void
test_text(void)
{
	EXPECT_STR(msg_text(LANG_VI, MSG_COMMON_ERROR_PREFIX), "Lỗi");
	EXPECT_STR(msg_text(LANG_EN, MSG_COMMON_ERROR_PREFIX), "Error");
	EXPECT_STR(msg_text(LANG_EN, MSG_NONE), "");
}

static void
test_arguments(struct arena *a)
{
	const struct msg_arg	one[] = { MSG_ARG(1) }, many[] = { MSG_ARG((size_t)4) };

	EXPECT_STR(msg_string(a, LANG_VI, MSG_COMMON_ERRORS_TITLE, one, 1), "Có 1 chỗ cần sửa");
	EXPECT_STR(msg_string(a, LANG_EN, MSG_COMMON_ERRORS_TITLE, one, 1), "There is 1 thing to fix");
	EXPECT_STR(msg_string(a, LANG_EN, MSG_COMMON_ERRORS_TITLE, many, 1), "There are 4 things to fix");
}

static void
test_names(void)
{
	size_t	i;

	EXPECT(msg_of_name(STR("common.error_prefix")) == MSG_COMMON_ERROR_PREFIX);
	EXPECT(msg_of_name(STR("common.nowhere")) == MSG_NONE);
	EXPECT(msg_of_name(STR_NONE) == MSG_NONE);
	for (i = 1; i < msg_entries_n; i++)
		EXPECT_I64(msg_of_name(msg_entries[i].name), i);
}

int
main(void)
{
	auto_(arena_freep) struct arena	*a = arena_new();

	test_text();
	test_arguments(a);
	test_names();
	return (check_done());
}
