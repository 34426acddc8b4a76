/* The writers that compiled templates call: what each place in HTML lets through. */
#include "check.h"
#include "core/buf.h"
#include "view/render.h"

static struct str
written(struct buf *b, void (*writer)(struct buf *, struct str), struct str s)
{
	b->n = 0;
	writer(b, s);
	return (buf_view(b));
}

static void
test_text(struct buf *b)
{
	EXPECT_STR(written(b, view_text_str, STR("")), "");
	EXPECT_STR(written(b, view_text_str, STR("Nguyễn Văn Ấ")), "Nguyễn Văn Ấ");
	EXPECT_STR(written(b, view_text_str, STR("a<b>&\"'c")), "a&lt;b&gt;&amp;&quot;&#39;c");
	EXPECT_STR(written(b, view_text_str, STR("a\001b\nc\td\177")), "a\xef\xbf\xbd" "b\nc\td\xef\xbf\xbd");
}

static void
test_numbers(struct buf *b)
{
	b->n = 0;
	VIEW_PUT_TEXT(b, 0);
	VIEW_PUT_TEXT(b, (int64_t)-120);
	VIEW_PUT_TEXT(b, INT64_MIN);
	VIEW_PUT_TEXT(b, SIZE_MAX);
	EXPECT_STR(buf_view(b), "0-120-922337203685477580818446744073709551615");
}

static void
test_url(struct buf *b)
{
	static const char	*const good[] = { "/", "/a/b?x=1#y", "#top", "?page=2", "https://x.example/",
				    "http://x.example", "mailto:a@b.example", "tel:0123" };
	static const char	*const bad[] = { "", "javascript:alert(1)", "JaVaScRiPt:x", "//evil.example",
	    "/\\evil.example",
				    "data:text/html,x", " /a", "/a\tb", "java\nscript:x", "https://", "relative",
				    "vbscript:x" };
	size_t			i;

	for (i = 0; i < COUNT_OF(good); i++)
		EXPECT_STR(written(b, view_url_str, str_of(good[i])), good[i]);
	for (i = 0; i < COUNT_OF(bad); i++)
		EXPECT_STR(written(b, view_url_str, str_of(bad[i])), "#");
	EXPECT_STR(written(b, view_url_str, STR("/a?b=1&c=\"")), "/a?b=1&amp;c=&quot;");
	EXPECT_STR(written(b, view_url_part_str, STR("a b/ữ?&~")), "a%20b%2F%E1%BB%AF%3F%26~");
}

static void
test_truth(void)
{
	EXPECT(VIEW_IS(STR("x")) && !VIEW_IS(STR("")) && !VIEW_IS(STR_NONE));
	EXPECT(VIEW_IS(1) && !VIEW_IS(0) && VIEW_IS((size_t)3) && !VIEW_IS(false));
	EXPECT(VIEW_IS("x") && !VIEW_IS((const char *)NULL));
}

int
main(void)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	test_text(&b);
	test_numbers(&b);
	test_url(&b);
	test_truth();
	return (check_done());
}
