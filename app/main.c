/*
 * The web process: Kore's hooks, the sandbox, the database. The only file with globals in it.
 * Settings come from the environment: MOTCUA_DB (conninfo), MOTCUA_STORE, MOTCUA_SPOOL, MOTCUA_FORMS and MOTCUA_PUBLIC
 * (folders), MOTCUA_DEV=1 (X-Queries on replies), MOTCUA_TEST_DATA=1 (each page says that nothing here counts).
 */
#include "web/kore.h"
#include <kore/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <stdlib.h>

#include "core/log.h"
#include "core/rng.h"
#include "shelf/shelf.h"
#include "store/store.h"
#include "web/web.h"

#define TICK_MS		500

/* Not in Kore's header, though not static: requests that wait for a connection. */
extern u_int32_t	pgsql_queue_count;

static struct web	web;

struct web *
web_here(void)
{
	return (&web);
}

/* What glibc 2.36, libpq and our own files need beyond Kore's list; without these the kernel kills the worker.
 * Kore looks the hook up by name, so it must be visible. */
#pragma GCC visibility push(default)
void	kore_seccomp_hook(void);
KORE_SECCOMP_FILTER("motcua",
	KORE_SYSCALL_ALLOW(newfstatat), KORE_SYSCALL_ALLOW(statx),
	KORE_SYSCALL_ALLOW(clone3), KORE_SYSCALL_ALLOW(rseq), KORE_SYSCALL_ALLOW(prlimit64),
	KORE_SYSCALL_ALLOW(mremap), KORE_SYSCALL_ALLOW(sysinfo), KORE_SYSCALL_ALLOW(sched_getaffinity),
	KORE_SYSCALL_ALLOW(memfd_create), KORE_SYSCALL_ALLOW(pread64), KORE_SYSCALL_ALLOW(pwrite64),
	KORE_SYSCALL_ALLOW(umask),
	KORE_SYSCALL_ALLOW(mkdir), KORE_SYSCALL_ALLOW(mkdirat), KORE_SYSCALL_ALLOW(link), KORE_SYSCALL_ALLOW(linkat),
	KORE_SYSCALL_ALLOW(rename), KORE_SYSCALL_ALLOW(unlinkat), KORE_SYSCALL_ALLOW(fsync),
	KORE_SYSCALL_ALLOW(fdatasync), KORE_SYSCALL_ALLOW(ftruncate), KORE_SYSCALL_ALLOW(fchmod),
	KORE_SYSCALL_ALLOW(getdents64), KORE_SYSCALL_ALLOW(readlinkat), KORE_SYSCALL_ALLOW(faccessat2),
	KORE_SYSCALL_ALLOW(gettid), KORE_SYSCALL_ALLOW(tgkill), KORE_SYSCALL_ALLOW(getppid),
	KORE_SYSCALL_ALLOW(uname), KORE_SYSCALL_ALLOW(getegid), KORE_SYSCALL_ALLOW(getgid),
	KORE_SYSCALL_ALLOW(getpeername), KORE_SYSCALL_ALLOW(sendmsg), KORE_SYSCALL_ALLOW(recvmsg),
	KORE_SYSCALL_ALLOW(shutdown), KORE_SYSCALL_ALLOW(dup), KORE_SYSCALL_ALLOW(pipe2),
	KORE_SYSCALL_ALLOW(sched_yield), KORE_SYSCALL_ALLOW(restart_syscall),
	/* fonts, looked for by fontconfig on a thread that names itself */
	KORE_SYSCALL_ALLOW_ARG(prctl, 0, PR_SET_NAME), KORE_SYSCALL_ALLOW(statfs), KORE_SYSCALL_ALLOW(fstatfs),
	KORE_SYSCALL_ALLOW(fadvise64), KORE_SYSCALL_ALLOW(access), KORE_SYSCALL_ALLOW(readlink),
	KORE_SYSCALL_ALLOW(set_robust_list), KORE_SYSCALL_ALLOW(madvise)
)
#pragma GCC visibility pop

static const char *
setting(const char *name)
{
	const char	*value = getenv(name);

	if (value == NULL || *value == '\0')
		fatal("%s is not set", name);
	return (value);
}

/* Take a connection from the pool and give it back: that wakes a request which waits for one. */
static void
pool_nudge(void)
{
	struct kore_pgsql	sql;

	kore_pgsql_init(&sql);
	if (!kore_pgsql_setup(&sql, WEB_DATABASE, KORE_PGSQL_SYNC) && sql.error != NULL)
		log_warn("database: %s", sql.error);
	kore_pgsql_cleanup(&sql);
}

/* Kore looks at time-outs only when something happens: on a quiet worker this is what happens. Also, connections that
 * died never wake those who wait for them. */
static void
tick(void *arg, u_int64_t now)
{
	(void)arg;
	(void)now;
	if (pgsql_queue_count > 0)
		pool_nudge();
}

/* Connecting blocks the loop, so it is done before the first request: all connections are taken, then given back. */
static void
pool_warm(void)
{
	struct kore_pgsql	*sql = kore_calloc(pgsql_conn_max, sizeof(*sql));
	u_int16_t		 i;

	for (i = 0; i < pgsql_conn_max; i++) {
		kore_pgsql_init(&sql[i]);
		if (!kore_pgsql_setup(&sql[i], WEB_DATABASE, KORE_PGSQL_SYNC))
			log_warn("database: %s", sql[i].error == NULL ? "no connection" : sql[i].error);
	}
	for (i = 0; i < pgsql_conn_max; i++)
		kore_pgsql_cleanup(&sql[i]);
	kore_free(sql);
}

__attribute__((visibility("default"))) void	kore_worker_configure(void);

void
kore_worker_configure(void)
{
	log_name("web");
	(void)umask(STORE_UMASK);
	web.store_dir = setting("MOTCUA_STORE");
	web.spool_dir = setting("MOTCUA_SPOOL");
	web.public_dir = setting("MOTCUA_PUBLIC");
	if (shelf_new(setting("MOTCUA_FORMS"), &web.shelf) != 0)
		fatal("the rules that packages are read by can't be read");
	web.dev = getenv("MOTCUA_DEV") != NULL;
	web.test_data = getenv("MOTCUA_TEST_DATA") != NULL;
	rng_bytes(&web.buckets.seed, sizeof(web.buckets.seed));
	(void)kore_pgsql_register(WEB_DATABASE, setting("MOTCUA_DB"));
	pool_warm();
	(void)kore_timer_add(tick, TICK_MS, NULL, 0);
}
