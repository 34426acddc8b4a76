/*
 * Text as people type it, step by step to the form in which it is stored: what the types of form_type.c are built of.
 * Input is valid UTF-8; results are in the arena, or a part of the input.
 */
#pragma once

#include "core/arena.h"
#include "core/str.h"

bool		 text_digits(struct str s);		/* one or more ASCII digits and nothing else */
/* Full-width forms (U+FF01..U+FF5E, from East Asian keyboards) to ASCII; no-break and ideographic spaces and
 * zero-width characters to a blank or nothing. Result is NFC and trimmed. */
struct str	 text_clean(struct arena *a, struct str s);
/* Line ends as LF, for long texts; runs of blanks to one, for the others. */
struct str	 text_tidy(struct arena *a, struct str s, bool lines);
struct str	 text_without(struct arena *a, struct str s, const char *chars);
struct str	 text_lower(struct arena *a, struct str s);	/* A-Z only */
struct str	 text_upper(struct arena *a, struct str s);	/* a-z only */
/* 26 stands for 2026, 75 for 1975: the pivot is 50, far from both births of parents and of pupils. -1: not a year. */
int64_t		 text_year(struct str s);

/* form_person.c: a person's name. Written all in capitals or all in small letters it becomes Nguyễn Văn An; anything
 * else is the person's own way and stays. Letters of the Latin alphabets of Vietnam and Europe are known. */
struct str	 name_cased(struct arena *a, struct str s);
bool		 name_ok(struct str s);			/* letters, blanks, hyphens, apostrophes and dots */

/* form_read.c: each brings what was typed to its type's form. True and *out when understood. */
bool		 read_phone(struct arena *a, struct str s, struct str *out);
bool		 read_date(struct arena *a, struct str s, struct str *out);
bool		 read_partial_date(struct arena *a, struct str s, struct str *out);
bool		 read_integer(struct arena *a, struct str s, bool grouped, struct str *out);
bool		 read_score(struct arena *a, struct str s, struct str *out);
bool		 read_digits(struct arena *a, struct str s, size_t n, struct str *out);
bool		 read_tax_number(struct arena *a, struct str s, struct str *out);
bool		 read_class(struct arena *a, struct str s, struct str *out);

struct str	 class_grade(struct str stored);	/* "10" of "10A1" */

/* The first and the last day that a stored partial date may be: "1990-05" is 1990-05-01 .. 1990-05-31. */
struct date;
bool		 partial_date_span(struct str stored, struct date *first, struct date *last);
