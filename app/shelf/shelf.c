#include "shelf/shelf.h"

#include <stdlib.h>

#include "core/err.h"
#include "core/log.h"

struct book {
	struct book	*next;
	uint8_t		 hash[SHELF_HASH_BYTES];
	struct form	*form;			/* one of the two */
	struct process	*process;
};

struct listing {
	struct listing		*next;
	struct arena		*a;			/* of the texts */
	struct shelf_service	 service;
	int64_t			 read_s;
};

struct shelf {
	struct form_rules	*rules;
	struct vocabulary	*vocabulary;
	struct book		*forms;
	struct book		*processes;
	struct listing		*listings;
	struct calendar		 calendar;
	int64_t			 calendar_s;	/* when it was read; 0: never */
	int64_t			*off, *makeup;
};

int
shelf_new(const char *rules_folder, struct shelf **out)
{
	struct shelf	*s;
	int		 r;

	s = xcalloc(1, sizeof(*s));
	r = form_rules_new(rules_folder, &s->rules);
	if (r == 0)
		r = vocabulary_new(rules_folder, &s->vocabulary);
	if (r != 0) {
		form_rules_free(s->rules);
		free(s);
		return (err_fold(r));
	}
	*out = s;
	return (0);
}

static void
books_free(struct book *b)
{
	while (b != NULL) {
		struct book	*next = b->next;

		form_free(b->form);
		process_free(b->process);
		free(b);
		b = next;
	}
}

static void
listings_free(struct listing *l)
{
	while (l != NULL) {
		struct listing	*next = l->next;

		arena_free(l->a);
		free(l);
		l = next;
	}
}

void
shelf_free(struct shelf *s)
{
	if (s == NULL)
		return;
	listings_free(s->listings);
	books_free(s->forms);
	books_free(s->processes);
	form_rules_free(s->rules);
	vocabulary_free(s->vocabulary);
	free(s->off);
	free(s->makeup);
	free(s);
}

const struct form_rules *
shelf_rules(const struct shelf *s)
{
	return (s->rules);
}

const struct vocabulary *
shelf_vocabulary(const struct shelf *s)
{
	return (s->vocabulary);
}

static struct book *
book_find(struct book *b, struct str hash)
{
	CHECK(hash.n == SHELF_HASH_BYTES);
	while (b != NULL && memcmp(b->hash, hash.p, SHELF_HASH_BYTES) != 0)
		b = b->next;
	return (b);
}

static struct book *
book_add(struct book **first, struct str hash)
{
	struct book	*b = xcalloc(1, sizeof(*b));

	memcpy(b->hash, hash.p, SHELF_HASH_BYTES);
	b->next = *first;
	*first = b;
	return (b);
}

const struct form *
shelf_form(const struct shelf *s, struct str hash)
{
	struct book	*b = book_find(s->forms, hash);

	return (b == NULL ? NULL : b->form);
}

const struct process *
shelf_process(const struct shelf *s, struct str hash)
{
	struct book	*b = book_find(s->processes, hash);

	return (b == NULL ? NULL : b->process);
}

int
shelf_add_form(struct shelf *s, struct str hash, struct str package, const struct form **out)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct form_findings		 findings = { 0 };
	struct form			*form;
	int				 r;

	*out = shelf_form(s, hash);
	if (*out != NULL)
		return (0);
	r = form_new(a, s->rules, package, &form, &findings);
	if (r > 0) {
		log_error("a published package is refused: %s", findings.n > 0 ? findings.v[0].rule : "limit");
		return (SHELF_E_BROKEN);
	}
	if (r < 0)
		return (err_trace(r));
	*out = book_add(&s->forms, hash)->form = form;
	return (0);
}

int
shelf_add_process(struct shelf *s, struct str hash, struct str bpmn, const struct process **out)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct workflow_problems	 problems = { 0 };
	struct process			*process;
	int				 r;

	*out = shelf_process(s, hash);
	if (*out != NULL)
		return (0);
	r = process_new(a, bpmn, &process, &problems);
	if (r > 0) {
		log_error("a published workflow is refused: %s", problems.n > 0 ? problems.item[0].rule : "limit");
		return (SHELF_E_BROKEN);
	}
	if (r < 0)
		return (err_trace(r));
	*out = book_add(&s->processes, hash)->process = process;
	return (0);
}

const struct calendar *
shelf_calendar(const struct shelf *s, int64_t now_s)
{
	if (s->calendar_s == 0 || now_s - s->calendar_s > SHELF_CALENDAR_S)
		return (NULL);
	return (&s->calendar);
}

static int64_t *
days_copy(const int64_t *days, size_t n)
{
	int64_t	*copy;

	CHECK(n <= SHELF_DAYS_MAX);
	copy = xcalloc(n, sizeof(*copy));
	if (n > 0)
		memcpy(copy, days, n * sizeof(*copy));
	return (copy);
}

const struct calendar *
shelf_set_calendar(struct shelf *s, int64_t now_s, const int64_t *off, size_t off_n, const int64_t *makeup,
    size_t makeup_n)
{
	free(s->off);
	free(s->makeup);
	s->off = days_copy(off, off_n);
	s->makeup = days_copy(makeup, makeup_n);
	s->calendar = calendar_default();
	s->calendar.off = s->off;
	s->calendar.off_n = off_n;
	s->calendar.work = s->makeup;
	s->calendar.work_n = makeup_n;
	s->calendar.cutoff = true;
	s->calendar_s = now_s;
	return (&s->calendar);
}

static struct listing *
listing_find(struct listing *l, struct str code)
{
	while (l != NULL && !str_eq(l->service.code, code))
		l = l->next;
	return (l);
}

const struct shelf_service *
shelf_service(const struct shelf *s, struct str code, int64_t now_s)
{
	const struct listing	*l = listing_find(s->listings, code);

	/* A clock set back makes it old, too. */
	if (l == NULL || now_s - l->read_s >= SHELF_SERVICE_S || now_s < l->read_s)
		return (NULL);
	return (&l->service);
}

void
shelf_set_service(struct shelf *s, int64_t now_s, const struct shelf_service *service)
{
	struct listing	*l = listing_find(s->listings, service->code);
	struct arena	*a = arena_new(), *old = NULL;

	if (l == NULL) {
		l = xcalloc(1, sizeof(*l));
		l->next = s->listings;
		s->listings = l;
	} else
		old = l->a;
	l->a = a;
	l->read_s = now_s;
	l->service = (struct shelf_service){
		.code = arena_str(a, service->code), .package = arena_str(a, service->package),
		.agency_vi = arena_str(a, service->agency_vi), .agency_en = arena_str(a, service->agency_en),
	};
	arena_free(old);
}
