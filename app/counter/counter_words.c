#include "counter/counter_words.h"

const struct counter_words	counter_words = {
	.scan = STR("Bản quét"),
	.original = STR("Bản chính"),
	.copy = STR("Bản sao"),
	.shown = STR("Xuất trình, đã đối chiếu"),
	.at_desk = STR("Bộ phận Tiếp nhận và Trả kết quả"),
	.claim = STR("Nhận hồ sơ về tài khoản của ông (bà) bằng mã hồ sơ và mã nhận:"),
	.copy_kept = STR("Liên 1: lưu tại Bộ phận Tiếp nhận và Trả kết quả"),
	.copy_given = STR("Liên 2: giao cho người nộp hồ sơ"),
	.online = STR("Trực tuyến"),
};

struct str
counter_form_words(struct str form)
{
	return (str_eqc(form, "original") ? counter_words.original : str_eqc(form, "copy") ? counter_words.copy :
	    counter_words.shown);
}

struct str
counter_label(struct arena *a, struct instance *in, struct str field)
{
	struct answer_section	*s;
	size_t			 n;

	form_view_answers(a, in, FORM_PART_APPLICANT, LANG_VI, &s, &n);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < s[i].answers_n; k++) {
			if (str_eq(s[i].answers[k].name, field))
				return (s[i].answers[k].label);
		}
	}
	return (field);
}
