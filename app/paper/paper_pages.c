#include "paper/paper_pages.h"

#include "core/log.h"
#include "paper/paper.h"
#include "web/reply.h"

struct paper_job {
	struct arena	*a;		/* the job's own: document and PDF */
	struct document	*doc;
	struct str	 pdf;
};

/* On a thread. Pango keeps fonts by thread: the first paper of each loads them. */
static int
typeset(void *p)
{
	static _Thread_local bool	warm;
	struct paper_job		*job = p;
	struct paper_places		 places;

	if (!warm && paper_warm_up() != 0)
		return (-1);
	warm = true;
	return (paper_render(job->a, job->doc, NULL, &job->pdf, &places));
}

static void
arena_drop(void *a)
{
	arena_free(a);
}

enum next
paper_want(struct turn *t, const struct document *doc)
{
	struct paper_job	job = { .a = arena_new() };

	/* The turn ends after its thread: web/burn.c. */
	arena_defer(turn_arena(t), arena_drop, job.a);
	job.doc = ARENA_NEW(job.a, struct document);
	document_copy(job.a, doc, job.doc);
	return (burn(t, typeset, &job, sizeof(job)));
}

enum next
paper_send(struct turn *t, const char *filename)
{
	const struct paper_job	*job = burn_job(t);

	if (burn_result(t) != 0) {
		log_error("a paper can't be typeset (answer %d)", burn_result(t));
		return (NEXT_FAIL);
	}
	reply_header(t, "content-disposition", arena_printf(turn_arena(t), "inline; filename=\"%s\"", filename).p);
	return (reply_bytes(t, 200, "application/pdf", job->pdf));
}
