/*
 * Work on a thread of Kore's. The thread touches the job and nothing else of the turn, so it may outlive a client that
 * hangs up: Kore then asks again and again to free the request, and lets go only when the task has finished.
 */
#include "core/log.h"
#include "web/inside.h"

struct burning {
	struct kore_task	 task;		/* first: the thread is given this */
	int			(*fn)(void *job);
	void			*job;
	size_t			 size;
	int			 result;
	bool			 seen;		/* the turn knows that it is over */
};

static int
burn_entry(struct kore_task *task)
{
	struct burning	*burning = (struct burning *)task;

	burning->result = burning->fn(burning->job);
	return (KORE_RESULT_OK);
}

enum next
burn(struct turn *t, int (*fn)(void *job), const void *job, size_t size)
{
	struct burning	*burning;

	CHECK(t->inquiry.asking == ASKING_NOT);
	burn_drop(t);
	CHECK(t->burning == NULL);
	if (web_here()->burns >= WEB_BURNS_MAX)
		return (reply_problem(t, PROBLEM_UNAVAILABLE));
	burning = xcalloc(1, sizeof(*burning));
	burning->fn = fn;
	burning->job = xmalloc(size);
	burning->size = size;
	memcpy(burning->job, job, size);
	web_here()->burns++;
	t->burning = burning;
	kore_task_create(&burning->task, burn_entry);
	kore_task_bind_request(&burning->task, t->req);
	kore_task_run(&burning->task);
	return (NEXT_WAIT);
}

enum progress
burn_look(struct turn *t)
{
	struct burning	*burning = t->burning;

	if (burning->seen)
		return (PROGRESS_READY);
	if (!kore_task_finished(&burning->task)) {
		http_request_sleep(t->req);
		return (PROGRESS_WAIT);
	}
	burning->seen = true;
	http_request_wakeup(t->req);
	return (PROGRESS_READY);
}

int
burn_result(struct turn *t)
{
	CHECK(t->burning != NULL && t->burning->seen);
	return (t->burning->result);
}

void *
burn_job(struct turn *t)
{
	CHECK(t->burning != NULL && t->burning->seen);
	return (t->burning->job);
}

void
burn_drop(struct turn *t)
{
	struct burning	*burning = t->burning;

	/* Only Kore's loop, on this thread, writes FINISHED; the lock may be destroyed by now. */
	if (burning == NULL || burning->task.state != KORE_TASK_STATE_FINISHED)
		return;
	if (burning->task.req != NULL)
		kore_task_destroy(&burning->task);
	web_here()->burns--;
	explicit_bzero(burning->job, burning->size);	/* it may hold a password */
	free(burning->job);
	free(burning);
	t->burning = NULL;
}
