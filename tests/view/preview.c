/*
 * Writes the sample pages as files, to be looked at and checked in a browser: preview FOLDER. Every component is on one
 * of them. Invented data.
 */
#include <stdio.h>

#include "messages.h"
#include "samples.h"
#include "templates.h"

#define NOW_S	1795510800		/* 16:00 24/11/2026 in Vietnam */
#define LIST(a)	.a = a, .a##_n = COUNT_OF(a)

static const char	*folder;

static void
save(const char *name, const struct buf *page)
{
	char	path[512];
	FILE	*f;
	int	n;

	n = snprintf(path, sizeof(path), "%s/%s.html", folder, name);
	CHECK(n > 0 && (size_t)n < sizeof(path));
	f = fopen(path, "w");
	CHECK(f != NULL);
	CHECK(fwrite(page->p, 1, page->n, f) == page->n);
	CHECK(fclose(f) == 0);
	printf("%s %zu bytes\n", path, page->n);
}

#define SAVE(template, view, model) do {				\
	auto_(buf_free) struct buf page = BUF_INIT;			\
	tmpl_##template(&page, (view), (model));			\
	save(#template, &page);						\
} while (0)

static void
show_home(const struct view *v)
{
	const struct sample_procedure	procedures[] = {
		{ STR("Cấp bản sao văn bằng, chứng chỉ từ sổ gốc"), STR("/p/1"), STR("1 ngày làm việc · miễn phí") },
		{ STR("Chỉnh sửa nội dung văn bằng, chứng chỉ"), STR("/p/2"), STR("5 ngày làm việc · miễn phí") },
		{ STR("Chuyển trường học sinh trung học phổ thông"), STR("/p/3"),
		    STR("Trước năm học hoặc hết học kỳ I") },
	};
	const struct sample_home	m = { LIST(procedures) };

	SAVE(sample_home, v, &m);
}

static void
show_procedure(const struct view *v)
{
	const struct sample_fact	facts[] = {
		{ STR("Thời hạn"), STR("1 ngày làm việc") }, { STR("Lệ phí"), STR("Miễn phí") },
		{ STR("Nộp"), STR("Trên mạng, cả ngày đêm") }, { STR("Kết quả"), STR("Bản điện tử có chữ ký số") },
	};
	const struct str		papers[] = { STR("Ảnh chụp căn cước, hoặc số định danh cá nhân"),
					    STR("Giấy ủy quyền, nếu làm thay người khác") };
	const struct summary_row	rows[] = {
		{ .key = STR("Mã thủ tục"), .value = STR("3.000465") },
		{ .key = STR("Nơi làm"), .value = STR("Sở Giáo dục và Đào tạo") },
		{ .key = STR("Căn cứ"), .value = STR("Quy chế bằng tốt nghiệp và cấp bản sao từ sổ gốc") },
	};
	const struct sample_procedure_page	m = { .name = STR("Cấp bản sao văn bằng, chứng chỉ từ sổ gốc"),
		.who = STR("Người được cấp bản chính; cha, mẹ, con, vợ, chồng, người thừa kế của người đó; người "
		    "được ủy quyền."),
		.start_href = STR("/start"), LIST(facts), LIST(papers), LIST(rows) };

	SAVE(sample_procedure, v, &m);
}

static void
show_form(const struct view *v)
{
	const struct problem_link	problems[] = {
		{ STR("Số định danh cá nhân phải có 12 chữ số – bạn đã nhập 11"), STR("#number") },
		{ STR("Ngày sinh phải có tháng"), STR("#birthday-month") },
		{ STR("Chọn loại văn bằng cần cấp bản sao"), STR("#kind") },
	};
	const struct link		steps[] = { { .text = STR("Người yêu cầu"), .href = STR("/1") },
	    { .text = STR("Văn bằng") },
					    { .text = STR("Giấy tờ") }, { .text = STR("Kiểm tra") },
					    { .text = STR("Nộp") } };
	const struct choice		kinds[] = { { .value = STR("cs"),
	    .text = STR("Bằng tốt nghiệp trung học cơ sở") },
		{ .value = STR("pt"), .text = STR("Bằng tốt nghiệp trung học phổ thông"),
		    .hint = STR("Kể cả bổ túc trung học phổ thông") } };
	const struct choice		schools[] = { { .value = STR("1"), .text = STR("Trường THPT Ngô Quyền"),
	    .checked = true },
					    { .value = STR("2"), .text = STR("Trường THPT Ữ Ẩn") } };
	const struct choice		extras[] = { { .value = STR("e"),
	    .text = STR("Bản điện tử có chữ ký số (miễn phí)"), .checked = true },
					    { .value = STR("p"), .text = STR("Bản giấy, nhận tại Bộ phận Một cửa") } };
	const struct stored_file	files[] = { { STR("1"), STR("CCCD_mặt_trước.jpg"), STR("JPEG, 1,2 MB"),
	    STR("/f/1") },
					    { STR("2"), STR("Giấy ủy quyền của mẹ.pdf"), STR("PDF, 3 trang, 640 KB"),
					    STR("/f/2") } };
	const struct sample_form	m = {
		.errors = { LIST(problems) },
		.steps = { LIST(steps), .at = 1 },
		.person = { .f = { .id = STR("person"), .name = STR("person"),
		    .label = STR("Họ, chữ đệm và tên trên văn bằng") },
		    .value = STR("Nguyễn Thị Ngưỡng"), .autocomplete = STR("name") },
		.number = { .f = { .id = STR("number"), .name = STR("number"), .label = STR("Số định danh cá nhân"),
		    .hint = STR("12 chữ số trên thẻ căn cước"), .error = problems[0].text },
		    .value = STR("07920501234"), .inputmode = STR("numeric"), .width = 20 },
		.birthday = { .f = { .id = STR("birthday"), .name = STR("birthday"), .label = STR("Ngày sinh"),
		    .hint = STR("Ví dụ: 27 3 2005"), .error = problems[1].text }, .day = STR("27"), .year = STR("2005"),
		    .month_wrong = true, .birthday = true },
		.kind = { .f = { .id = STR("kind"), .name = STR("kind"), .label = STR("Loại văn bằng"),
		    .error = problems[2].text },
		    .choices = kinds, .choices_n = COUNT_OF(kinds) },
		.school = { .f = { .id = STR("school"), .name = STR("school"), .label = STR("Trường đã học") },
		    .choices = schools, .choices_n = COUNT_OF(schools), .with_empty = true },
		.extras = { .f = { .id = STR("extras"), .name = STR("extras"), .label = STR("Cách nhận kết quả") },
		    .choices = extras, .choices_n = COUNT_OF(extras) },
		.papers = { .f = { .id = STR("papers"), .name = STR("papers"), .label = STR("Ảnh chụp giấy tờ"),
		    .hint = STR("JPG, PNG hoặc PDF, mỗi tệp tối đa 10 MB. Trên điện thoại bạn có thể chụp ảnh ngay.") },
		    LIST(files), .remove_name = STR("remove"), .upload_name = STR("upload"), .many = true },
		.reason = { .f = { .id = STR("reason"), .name = STR("reason"), .label = STR("Điều cần nói thêm"),
		    .optional = true }, .rows = 3 },
	};

	SAVE(sample_form, v, &m);
}

static void
show_queue(const struct view *v)
{
	const struct queue_row		rows[] = {
		{ STR("1"), STR("000.00.16.H29-261122-0018"), STR("/d/1"), STR("Nguyễn Thị Ngưỡng"),
		    STR("Cấp bản sao văn bằng từ sổ gốc"), STR("Trần Văn Ổn"),
		    view_deadline(v->arena, v->lang, NOW_S, NOW_S - 2 * 86400, false),
		    { STR("Đang thẩm định"), TONE_BLUE } },
		{ STR("2"), STR("000.00.16.H29-261123-0117"), STR("/d/2"), STR("Đặng Hoàng Ẩn"),
		    STR("Cấp bản sao văn bằng từ sổ gốc"), STR("Lê Thị Tuyết"),
		    view_deadline(v->arena, v->lang, NOW_S, NOW_S + 10000, false),
		    { STR("Chờ ký duyệt"), TONE_PURPLE } },
		{ STR("3"), STR("000.00.16.H29-261123-0102"), STR("/d/3"), STR("Phạm Ỷ Lan"),
		    STR("Chỉnh sửa nội dung văn bằng, chứng chỉ"), STR("Trần Văn Ổn"),
		    view_deadline(v->arena, v->lang, NOW_S, NOW_S + 90000, false),
		    { STR("Mới tiếp nhận"), TONE_GREEN } },
		{ STR("4"), STR("000.00.16.H29-261121-0087"), STR("/d/4"), STR("Hồ Đắc Mil"),
		    STR("Chuyển trường học sinh trung học phổ thông"), STR("Chưa phân công"),
		    view_deadline(v->arena, v->lang, NOW_S, NOW_S + 9 * 86400, false),
		    { STR("Mới tiếp nhận"), TONE_GREEN } },
		{ STR("5"), STR("000.00.16.H29-261120-0080"), STR("/d/5"), STR("Trương Mỹ Ứng"),
		    STR("Cấp bản sao văn bằng từ sổ gốc"), STR("Trần Văn Ổn"),
		    view_deadline(v->arena, v->lang, NOW_S, NOW_S, true), { STR("Chờ bổ sung"), TONE_YELLOW } },
	};
	const struct choice		due[] = { { .value = STR("late"), .text = STR("Quá hạn (1)"), .checked = true },
					    { .value = STR("today"), .text = STR("Trong hôm nay (1)") },
					    { .value = STR("paused"), .text = STR("Tạm dừng (1)") } };
	const struct choice		procedures[] = { { .value = STR(""), .text = STR("Tất cả thủ tục") } };
	const struct sample_queue	m = {
		.words = { .f = { .id = STR("q"), .name = STR("q"), .label = STR("Từ khoá"),
		    .hint = STR("Mã hồ sơ hoặc họ tên") } },
		.due = { .f = { .id = STR("due"), .name = STR("due"), .label = STR("Hạn xử lý") }, .choices = due,
		    .choices_n = COUNT_OF(due), .small = true },
		.procedure = { .f = { .id = STR("procedure"), .name = STR("procedure"), .label = STR("Thủ tục") },
		    .choices = procedures, .choices_n = 1 },
		.table = { .caption = STR("Việc cần làm"), LIST(rows), .pickable = true },
		.pages = { .next = STR("/desk?after=5") },
	};

	SAVE(sample_queue, v, &m);
}

static const struct summary_row *
person_rows(const struct view *v, size_t *n)
{
	const struct summary_row	rows[] = {
		{ .key = STR("Họ và tên"), .value = STR("Nguyễn Thị Ngưỡng") },
		    { .key = STR("Ngày sinh"), .value = STR("27/03/2005") },
		{ .key = STR("Văn bằng"), .value = STR("Bằng tốt nghiệp trung học phổ thông") },
		    { .key = STR("Số hiệu"), .value = STR("B 0123456") },
		{ .key = STR("Số vào sổ gốc"), .value = STR("0187/2023/THPT") },
	};
	struct summary_row		*copy = ARENA_ARRAY(v->arena, struct summary_row, COUNT_OF(rows));

	memcpy(copy, rows, sizeof(rows));
	*n = COUNT_OF(rows);
	return (copy);
}

static void
show_desk(const struct view *v)
{
	const struct timeline_item	items[] = {
		{ .title = STR("Chuyên viên thẩm định"), .by = STR("Trần Văn Ổn"), .at = STR("09:12 23/11/2026"),
		    .current = true },
		{ .title = STR("Tiếp nhận hồ sơ"), .by = STR("Lê Thị Tuyết, Bộ phận Một cửa"),
		    .at = STR("08:40 22/11/2026"), .text = STR("Đủ giấy tờ.") },
		{ .title = STR("Nộp hồ sơ"), .by = STR("Nguyễn Thị Ngưỡng"), .at = STR("21:03 21/11/2026") },
	};
	const struct paper		papers[] = {
		{ STR("Căn cước, mặt trước"), STR("JPEG"), STR("/sample_paper.svg"), STR("image/svg+xml"), true },
		{ STR("Giấy ủy quyền"), STR("PDF, 3 trang"), STR("/f/2"), STR("application/pdf"), false },
	};
	struct sample_desk_dossier	m = { .code = STR("000.00.16.H29-261122-0018"),
	    .person = STR("Nguyễn Thị Ngưỡng"),
		.deadline = view_deadline(v->arena, v->lang, NOW_S, NOW_S - 2 * 86400, false),
		    .status = { STR("Đang thẩm định"), TONE_BLUE },
		.applicant = { .title = STR("Người yêu cầu") }, .degree = { .title = STR("Theo sổ gốc") },
		.history = { .items = items, .items_n = COUNT_OF(items) }, .papers = { LIST(papers) },
		.note = { .f = { .id = STR("note"), .name = STR("note"), .label = STR("Ý kiến") }, .rows = 2 } };

	m.applicant.rows = person_rows(v, &m.applicant.rows_n);
	m.degree.rows = person_rows(v, &m.degree.rows_n);
	SAVE(sample_desk, v, &m);
}

static void
show_receipt(const struct view *v)
{
	const struct timeline_item	items[] = {
		{ .title = STR("Bạn đã nộp hồ sơ"), .at = STR("14:40 24/11/2026"), .current = true },
		{ .title = STR("Bộ phận Một cửa kiểm tra giấy tờ"), .text = STR("Trong 8 giờ làm việc") },
		{ .title = STR("Trả kết quả"), .text = STR("Chậm nhất 14:40 25/11/2026") },
	};
	const struct task		tasks[] = {
		{ STR("Bổ sung ảnh thẻ"), STR("/t/1"), STR("Trước 30/11/2026"), { STR("Cần làm"), TONE_YELLOW } },
		{ .text = STR("Nhận kết quả"), .status = { STR("Chưa đến lúc"), TONE_GREY } },
	};
	const struct table_cell		heads[] = { { .text = STR("Tệp") },
	    { .text = STR("Dung lượng"), .number = true } };
	const struct table_cell		one[] = { { .text = STR("CCCD_mặt_trước.jpg"), .href = STR("/f/1") },
	    { .text = STR("1,2 MB"), .number = true } };
	const struct table_cell		two[] = { { .text = STR("Giấy ủy quyền.pdf"), .href = STR("/f/2") },
	    { .text = STR("640 KB"), .number = true } };
	const struct table_row		rows[] = { { one, COUNT_OF(one) }, { two, COUNT_OF(two) } };
	struct sample_receipt		m = { .panel = { STR("Đã nộp hồ sơ"), STR("Mã hồ sơ"),
	    STR("000.00.16.H29-261124-0018") },
		.facts = { .title = STR("Hồ sơ của bạn") }, .timeline = { LIST(items) }, .tasks = { LIST(tasks) },
		.files = { .caption = STR("Tệp đã nộp"), LIST(heads), LIST(rows) } };

	m.facts.rows = person_rows(v, &m.facts.rows_n);
	SAVE(sample_receipt, v, &m);
}

static void
show_verdicts(const struct view *v)
{
	struct sample_verdict	m = { .verdict = { .kind = VERDICT_VALID, .title = STR("Giấy thật, còn hiệu lực"),
		.sentence = STR("Sở Giáo dục và Đào tạo đã ký số ngày 24/11/2026. Nội dung không bị sửa.") } };

	m.verdict.rows = person_rows(v, &m.verdict.rows_n);
	SAVE(sample_verdict, v, &m);
}

int
main(int argc, char **argv)
{
	auto_(arena_freep) struct arena	*arena = arena_new();
	const struct view		citizen = { .arena = arena, .lang = LANG_VI, .path = STR("/p?x=1"),
	    .csrf = STR("token"),
					    .now_s = NOW_S, .test_data = true };
	struct view			officer = citizen;

	if (argc != 2) {
		fprintf(stderr, "usage: preview FOLDER\n");
		return (2);
	}
	folder = argv[1];
	officer.officer = true;
	officer.account_name = STR("Trần Văn Ổn – Sở GD&ĐT");
	show_home(&citizen);
	show_procedure(&citizen);
	show_form(&citizen);
	show_receipt(&citizen);
	show_verdicts(&citizen);
	show_queue(&officer);
	show_desk(&officer);
	SAVE(problem, &citizen, (&(const struct problem_view){ STR("Không tìm thấy trang"),
	    STR("Địa chỉ này không có trang nào."),
	    STR("Kiểm tra lại địa chỉ, hoặc tìm thủ tục ở trang chủ."), STR("01JDE4Z7") }));
	return (0);
}
