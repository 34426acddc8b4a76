/*
 * bin/motcua-worker: waits for the outbox and does its jobs.
 * usage: motcua-worker --db FILE --store DIR --signer SOCKET --tsa URL --trust PEM --host HOST --forms DIR [--once]
 */
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker/worker.h"

#include "core/err.h"
#include "core/log.h"
#include "paper/paper.h"
#include "sql.h"
#include "store/store.h"

#define WAIT_MS		2000		/* without a notification: retries and timers are looked at this often */
#define RETRY_MAX_S	300
#define PROPOSE_EVERY_S	60
#define PROPOSE_MOST	200
#define RENEW_EVERY_S	3600
#define RENEW_MOST	100
#define ICC_PROFILE	"/usr/share/color/icc/sRGB.icc"

static volatile sig_atomic_t	ending;

static void
end_soon(int sig)
{
	(void)sig;
	ending = 1;
}

static const struct {
	const char	*kind;
	int		(*run)(struct worker *w, struct arena *a, const struct job *job);
	bool		tells;		/* the applicant gets a notice besides */
} kinds[] = {
	{ "submission", job_slip, false },
	{ "accept", job_slip, true },
	{ "supplement-slip", job_slip, true },
	{ "refuse-slip", job_slip, true },
	{ "declaration", job_declaration, false },
	{ "issue-result", job_result, true },
	{ "keep-result", job_keep, false },
	{ "notify", job_notice, false },
	{ "remind", job_remind, false },
	{ "call", job_call, false }, { "call-off", job_call_off, false }, { "message", job_message, false },
	{ "stop-notice", job_slip, true },
	{ "apology", job_slip, true },
};

static void
payload_read(struct arena *a, struct str json, struct job *job)
{
	json_t	*o = json_loadb(json.p, json.n, 0, NULL);

	job->actor = arena_str(a, str_of(json_string_value(json_object_get(o, "actor"))));
	job->role = arena_str(a, str_of(json_string_value(json_object_get(o, "role"))));
	job->agency = arena_str(a, str_of(json_string_value(json_object_get(o, "agency"))));
	job->reason = arena_str(a, str_of(json_string_value(json_object_get(o, "reason"))));
	job->node = arena_str(a, str_of(json_string_value(json_object_get(o, "node"))));
	job->to = arena_str(a, str_of(json_string_value(json_object_get(o, "to"))));
	job->called = arena_str(a, str_of(json_string_value(json_object_get(o, "called"))));
	job->limit = arena_str(a, str_of(json_string_value(json_object_get(o, "limit"))));
	job->message = arena_str(a, str_of(json_string_value(json_object_get(o, "message"))));
	job->visit = json_integer_value(json_object_get(o, "visit"));
	json_decref(o);
}

static int
job_run(struct worker *w, struct arena *a, const struct job *job)
{
	size_t	i = 0;
	int	r;

	while (i < COUNT_OF(kinds) && !str_eqc(job->kind, kinds[i].kind))
		i++;
	if (i == COUNT_OF(kinds))
		return (JOB_E_BROKEN);
	r = kinds[i].run(w, a, job);
	return (r == 0 && kinds[i].tells ? job_notice(w, a, job) : r);
}

/* Later each time: 1, 2, 4 ... seconds, at most five minutes. A broken job waits the longest, for somebody to look. */
static void
job_put_off(struct worker *w, struct arena *a, const struct job *job, int64_t attempts, int answer)
{
	int64_t		wait_s = answer == JOB_E_BROKEN || attempts > 8 ? RETRY_MAX_S : (int64_t)1 << attempts;
	struct rows	rows;

	if (wait_s > RETRY_MAX_S)
		wait_s = RETRY_MAX_S;
	log_warn("job %lld (%.*s) is tried again in %lld s (answer %d)", (long long)job->id, STR_ARG(job->kind),
	    (long long)wait_s, answer);
	if (db_run(w->db, a, &WORKER_FAILED, &rows, ARG_I64(job->id),
	    ARG_TEXT(arena_printf(a, "answer %d", answer)), ARG_I64(wait_s)) != 0)
		log_warn("job %lld could not be put off: it is free again at once", (long long)job->id);
}

/* One job in one transaction. 1: there was one; 0: nothing to do; <0: the database is away. */
static int
work_once(struct worker *w)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct job			 job = { 0 };
	struct rows			 rows, done;
	int64_t				 attempts, started_ms = clock_now_ms();
	int				 r;

	if (db_begin(w->db) != 0)
		return (-EIO);
	if (db_run(w->db, a, &WORKER_TAKE, &rows, ARG_I64(1)) != 0) {
		db_rollback(w->db);
		return (-EIO);
	}
	if (rows.n == 0) {
		db_rollback(w->db);
		return (0);
	}
	job.id = row_i64(&rows, 0, WORKER_TAKE_ID);
	job.kind = row_text(&rows, 0, WORKER_TAKE_KIND);
	job.key = row_text(&rows, 0, WORKER_TAKE_KEY);
	job.dossier = row_uuid(&rows, 0, WORKER_TAKE_DOSSIER);
	job.now_s = clock_now_s();
	attempts = row_i64(&rows, 0, WORKER_TAKE_ATTEMPTS);
	payload_read(a, row_text(&rows, 0, WORKER_TAKE_PAYLOAD), &job);
	r = job_run(w, a, &job);
	if (r == 0)
		r = db_run(w->db, a, &WORKER_DONE, &done, ARG_I64(job.id)) == 0 && db_commit(w->db) == 0 ? 0 :
		    JOB_E_LATER;
	if (r != 0) {
		db_rollback(w->db);
		job_put_off(w, a, &job, attempts, r);
		return (1);
	}
	log_info("job %lld (%.*s) done in %lld ms", (long long)job.id, STR_ARG(job.kind),
	    (long long)(clock_now_ms() - started_ms));
	return (1);
}

/* One thing that happens by itself, in one transaction; answers as work_once. */
static int
by_itself_once(struct worker *w, int (*one)(struct worker *, struct arena *, int64_t, bool *))
{
	struct arena auto_(arena_freep)	*a = arena_new();
	bool				 worked = false;
	int				 r;

	if (db_begin(w->db) != 0)
		return (-EIO);
	r = one(w, a, clock_now_s(), &worked);
	if (r == 0 && worked && db_commit(w->db) == 0)
		return (1);
	db_rollback(w->db);
	return (r == 0 && !worked ? 0 : -EIO);
}

/* Now and then: dossiers that will be late are proposed to the head of their agency. */
static void
propose(struct worker *w)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct rows			 rows;
	int64_t				 now_s = clock_now_s();

	if (now_s < w->propose_s)
		return;
	w->propose_s = now_s + PROPOSE_EVERY_S;
	if (db_run(w->db, a, &WORKER_PROPOSE, &rows, ARG_I64(PROPOSE_MOST)) != 0)
		log_warn("proposing apologies failed: it is tried again in a minute");
	else if (rows.n > 0)
		log_info("%zu dossiers will be late: proposed to their heads", rows.n);
}

/* Once in a while: results whose time stamps age get new ones, through the outbox. */
static void
renew(struct worker *w)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct rows			 rows;
	int64_t				 now_s = clock_now_s();

	if (now_s < w->renew_s)
		return;
	if (db_run(w->db, a, &WORKER_KEEP_AGAIN, &rows, ARG_I64(RENEW_MOST)) != 0)
		return;
	w->renew_s = rows.n == RENEW_MOST ? now_s : now_s + RENEW_EVERY_S;
}

struct options {
	const char	*db, *store, *signer, *tsa, *trust, *host, *forms;
	bool		 once;
};

static bool
options_read(int argc, char **argv, struct options *o)
{
	const struct {
		const char	 *name;
		const char	**value;
	} known[] = {
		{ "--db", &o->db }, { "--store", &o->store }, { "--signer", &o->signer }, { "--tsa", &o->tsa },
		{ "--trust", &o->trust }, { "--host", &o->host }, { "--forms", &o->forms },
	};
	size_t	k;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--once") == 0) {
			o->once = true;
			continue;
		}
		for (k = 0; k < COUNT_OF(known) && strcmp(argv[i], known[k].name) != 0; k++)
			;
		if (k == COUNT_OF(known) || i + 1 == argc)
			return (false);
		*known[k].value = argv[++i];
	}
	for (k = 0; k < COUNT_OF(known); k++) {
		if (*known[k].value == NULL)
			return (false);
	}
	return (true);
}

static char *
conninfo_read(const char *path)
{
	char	*line = NULL;
	size_t	 room = 0;
	FILE	*f = fopen(path, "r");

	if (f != NULL && getline(&line, &room, f) > 0)
		line[strcspn(line, "\n")] = '\0';
	if (f != NULL)
		fclose(f);
	return (line);
}

/* Packages published for a later day enter into force. 0, or < 0 when the database is away. */
static int
packages_enter(struct worker *w)
{
	struct arena auto_(arena_freep)	*a = arena_new();
	struct rows			 rows;

	if (db_run(w->db, a, &WORKER_ENTER_PACKAGES, &rows) != 0)
		return (-EIO);
	if (row_i64(&rows, 0, WORKER_ENTER_PACKAGES_ENTERED) > 0)
		log_info("%lld packages entered into force", (long long)row_i64(&rows, 0,
		    WORKER_ENTER_PACKAGES_ENTERED));
	return (0);
}

static void
work(struct worker *w, bool once)
{
	while (!ending) {
		int	r = work_once(w);

		if (r == 0)
			r = by_itself_once(w, timer_work);
		if (r == 0)
			r = by_itself_once(w, child_work);
		if (r == 0)
			r = packages_enter(w);
		if (r == 1)
			continue;
		propose(w);
		if (once)
			break;
		renew(w);
		if (r < 0)
			sleep(1);
		else if (db_wait(w->db, WAIT_MS) < 0)
			sleep(1);
	}
}

int
main(int argc, char **argv)
{
	struct options		 o = { 0 };
	struct worker		 w = { 0 };
	struct signer_conf	 conf;
	char			*conninfo;
	struct sigaction	 sa = { .sa_handler = end_soon };

	log_name("worker");
	(void)umask(STORE_UMASK);
	if (!options_read(argc, argv, &o)) {
		fprintf(stderr, "usage: motcua-worker --db FILE --store DIR --signer SOCKET --tsa URL --trust PEM "
		    "--host HOST "
		    "--forms DIR [--once]\n");
		return (2);
	}
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	conf = (struct signer_conf){ .socket = o.signer, .tsa_url = o.tsa, .trust = o.trust, .icc = ICC_PROFILE,
	    .timeout_ms = 5000 };
	conninfo = conninfo_read(o.db);
	if (conninfo == NULL || paper_warm_up() != 0 || shelf_new(o.forms, &w.shelf) != 0 ||
	    signer_client_new(&conf, &w.signer) != 0) {
		log_error("the worker could not start");
		return (1);
	}
	w.store = o.store;
	w.host = o.host;
	while (!ending && db_open(conninfo, &w.db) != 0)
		sleep(1);
	if (w.db != NULL && db_script(w.db, "LISTEN outbox") == 0) {
		log_info("working");
		work(&w, o.once);
	}
	db_close(w.db);
	signer_client_free(w.signer);
	shelf_free(w.shelf);
	free(conninfo);
	return (0);
}
