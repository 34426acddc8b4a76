/* Inside this room only: blocks of a slip being collected. */
#pragma once

#include "paper/slip.h"

/* Blocks being collected for one document. */
struct slip {
	struct arena		*a;
	const struct slip_head	*head;
	struct block		*blocks;
	size_t			 n, max;
};

struct slip	slip_start(struct arena *a, const struct slip_head *head, size_t more);
void		slip_block(struct slip *s, struct block block);
void		slip_field(struct slip *s, struct str label, struct str text);
void		slip_paragraph(struct slip *s, struct str text);
void		slip_applicant(struct slip *s, struct str label);
/* Letterhead, title, signature on the right and the look-up code. title: when the head has none. */
void		slip_finish(struct slip *s, struct str title, struct str authority, struct document *doc);
struct str	slip_moment(struct arena *a, int64_t s);	/* "09 giờ 05 phút, ngày 24 tháng 11 năm 2026" */
struct str	slip_moment_short(struct arena *a, int64_t at_s);
struct str	slip_count(struct arena *a, size_t n);
