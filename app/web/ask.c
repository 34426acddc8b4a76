/*
 * Kore's pool with its faults cured: dead connections are found and thrown away instead of being handed back for
 * ever, and none goes back inside a transaction. Nothing outside this file knows KORE_PGSQL_STATE_*.
 */
#include "web/ask.h"

#include <sys/socket.h>

#include "core/err.h"
#include "core/log.h"
#include "web/inside.h"

static enum next
ask_begin(struct turn *t, const struct stmt *stmt, const struct arg *args, size_t n, bool handles_answer)
{
	struct inquiry	*q = &t->inquiry;

	CHECK(q->asking == ASKING_NOT);
	wire_args(t->arena, stmt, args, n, &q->wire);
	burn_drop(t);		/* what a thread made was for this step; the arguments are copied by now */
	CHECK(t->burning == NULL);
	q->stmt = stmt;
	q->handles_answer = handles_answer;
	q->again = false;
	q->answer = 0;
	q->constraint = STR_NONE;
	q->rows = (struct rows){ 0 };
	q->asking = ASKING_NEW;
	q->count++;
	return (NEXT_WAIT);
}

enum next
ask_args(struct turn *t, const struct stmt *stmt, const struct arg *args, size_t n)
{
	return (ask_begin(t, stmt, args, n, false));
}

enum next
ask_try_args(struct turn *t, const struct stmt *stmt, const struct arg *args, size_t n)
{
	return (ask_begin(t, stmt, args, n, true));
}

int
ask_answer(struct turn *t)
{
	return (t->inquiry.answer);
}

struct str
ask_constraint(struct turn *t)
{
	return (t->inquiry.constraint);
}

/* The connection is of no more use: out of the pool with it (kore_pgsql_cleanup alone would put it back). */
static void
connection_discard(struct inquiry *q)
{
	if (q->sql.conn != NULL)
		kore_pgsql_handle(q->sql.conn, 1);
	kore_pgsql_cleanup(&q->sql);
}

/* A server that went away has closed its end, or left its last words there. An idle connection has nothing to say. */
static bool
connection_idle_and_alive(PGconn *conn)
{
	char	c;

	if (PQstatus(conn) != CONNECTION_OK || PQtransactionStatus(conn) != PQTRANS_IDLE)
		return (false);
	return (recv(PQsocket(conn), &c, 1, MSG_PEEK | MSG_DONTWAIT) == -1 &&
	    (errno == EAGAIN || errno == EWOULDBLOCK));
}

/* Get a connection that lives. Returns 0 | DB_E_LOST | DB_E_CONFLICT: queued, wait. */
static int
connection_get(struct turn *t)
{
	struct inquiry	*q = &t->inquiry;

	for (;;) {
		if (q->asking == ASKING_NEW) {
			kore_pgsql_init(&q->sql);
			kore_pgsql_bind_request(&q->sql, t->req);
		}
		if (kore_pgsql_setup(&q->sql, WEB_DATABASE, KORE_PGSQL_ASYNC)) {
			q->asking = ASKING_NEW;
			if (connection_idle_and_alive(q->sql.conn->db))
				return (0);
			log_warn("database connection was dead");
			connection_discard(q);
			continue;
		}
		if (q->sql.state == KORE_PGSQL_STATE_INIT) {
			q->asking = ASKING_QUEUED;
			return (DB_E_CONFLICT);
		}
		log_error("database: %s", q->sql.error == NULL ? "no connection" : q->sql.error);
		kore_pgsql_cleanup(&q->sql);
		return (DB_E_LOST);
	}
}

/* Returns 0 sent | DB_E_LOST | DB_E_CONFLICT | DB_E_BUSY | <0 the statement does not fit the database. */
static int
inquiry_send(struct turn *t)
{
	struct inquiry	*q = &t->inquiry;
	PGconn		*conn = q->sql.conn->db;
	int		 r = wire_prepare(conn, q->stmt);

	if (r == 0 && !PQsendQueryPrepared(conn, q->stmt->name, (int)q->stmt->params_n, q->wire.values,
	    q->wire.lengths, q->wire.formats, 1))
		r = DB_E_LOST;
	if (r != 0) {
		connection_discard(q);
		return (r);
	}
	/* What kore_pgsql_query does after sending: it has no call for prepared statements. */
	kore_platform_schedule_read(PQsocket(conn), q->sql.conn);
	q->sql.state = KORE_PGSQL_STATE_WAIT;
	q->sql.flags |= KORE_PGSQL_SCHEDULED;
	http_request_sleep(t->req);
	q->asking = ASKING_RUNS;
	return (0);
}

/* Keep the first result, be it rows or an error: later ones only say that it is over. */
static void
result_keep(struct inquiry *q)
{
	if (q->result == NULL) {
		q->result = q->sql.result;
		q->sql.result = NULL;
	}
}

/* The statement is over and its result kept. No connection goes back inside a transaction. */
static int
inquiry_close(struct turn *t)
{
	struct inquiry	*q = &t->inquiry;
	PGresult	*rest;
	PGconn		*conn = q->sql.conn->db;

	while ((rest = PQgetResult(conn)) != NULL)
		PQclear(rest);
	if (PQstatus(conn) != CONNECTION_OK || PQtransactionStatus(conn) != PQTRANS_IDLE) {
		connection_discard(q);
		return (err_origin(EIO, "%s left its connection in a transaction", q->stmt->name));
	}
	kore_pgsql_continue(&q->sql);		/* releases it */
	kore_pgsql_cleanup(&q->sql);
	return (0);
}

static bool
result_is_error(const PGresult *result)
{
	ExecStatusType	status = PQresultStatus(result);

	return (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK);
}

/* Read on. Returns 0 over, rows in inquiry | 1 not yet | -1 failed: answer says how (DB_E_*, or <0). */
static int
inquiry_read(struct turn *t)
{
	struct inquiry	*q = &t->inquiry;

	for (;;) {
		switch (q->sql.state) {
		case KORE_PGSQL_STATE_WAIT:
			return (1);
		case KORE_PGSQL_STATE_DONE:
			result_keep(q);
			if (q->result != NULL && result_is_error(q->result)) {
				q->answer = wire_failure(t->arena, q->sql.conn->db, q->result, q->stmt->name,
				    &q->constraint);
				if (q->answer == DB_E_LOST)
					connection_discard(q);
				else if (inquiry_close(t) < 0)
					q->answer = -EIO;
				return (-1);
			}
			if (inquiry_close(t) < 0 || q->result == NULL) {
				q->answer = -EIO;
				return (-1);
			}
			q->rows = wire_rows(t->arena, q->stmt, q->result);
			q->result = NULL;
			return (0);
		case KORE_PGSQL_STATE_ERROR:
			/* Gone, or the statement failed and the connection lives: then read to the end, as Kore's own
			 * clean-up would open a second connection just to cancel what is over. */
			if (q->sql.conn == NULL || PQstatus(q->sql.conn->db) != CONNECTION_OK) {
				connection_discard(q);
				q->answer = DB_E_LOST;
				return (-1);
			}
			result_keep(q);
			kore_pgsql_continue(&q->sql);
			break;
		case KORE_PGSQL_STATE_RESULT:
			result_keep(q);
			kore_pgsql_continue(&q->sql);
			break;
		default:
			kore_pgsql_continue(&q->sql);
			break;
		}
	}
}

static void
inquiry_end(struct inquiry *q)
{
	PQclear(q->result);
	q->result = NULL;
	q->asking = ASKING_NOT;
}

/* Once: a read whose connection went, and whatever another stood in the way of, as that was rolled back whole. */
static bool
may_repeat(const struct inquiry *q)
{
	return (!q->again && (q->answer == DB_E_CONFLICT || (q->answer == DB_E_LOST && !q->stmt->writes)));
}

static bool
answer_is_the_pages(int answer)
{
	return (answer == DB_E_CONFLICT || answer == DB_E_UNIQUE || answer == DB_E_REFUSED);
}

static enum progress
inquiry_failed(struct turn *t, enum problem *problem)
{
	struct inquiry	*q = &t->inquiry;

	inquiry_end(q);
	if (may_repeat(q)) {
		log_warn("%s: answer %d, asked once more", q->stmt->name, q->answer);
		q->again = true;
		q->asking = ASKING_NEW;
		q->answer = 0;
		return (PROGRESS_READY);
	}
	if (q->handles_answer && answer_is_the_pages(q->answer))
		return (PROGRESS_READY);
	*problem = q->answer == DB_E_LOST || q->answer == DB_E_BUSY ? PROBLEM_UNAVAILABLE :
	    q->answer == DB_E_CONFLICT ? PROBLEM_STALE : PROBLEM_INTERNAL;
	if (q->answer > 0)
		log_error("%s: answer %d \"%.*s\"", q->stmt->name, q->answer, STR_ARG(q->constraint));
	return (PROGRESS_FAILED);
}

/* Start it, or read on. Returns 0 over | 1 not yet | -1 failed. */
static int
inquiry_go_on(struct turn *t)
{
	struct inquiry	*q = &t->inquiry;
	int		 r;

	if (q->asking == ASKING_RUNS)
		return (inquiry_read(t));
	r = connection_get(t);
	if (r == DB_E_CONFLICT)
		return (1);
	if (r == 0)
		r = inquiry_send(t);
	if (r == 0)
		return (1);
	q->answer = r;
	return (-1);
}

enum progress
ask_look(struct turn *t, enum problem *problem)
{
	struct inquiry	*q = &t->inquiry;
	enum progress	 progress = PROGRESS_READY;
	int		 r;

	do {
		r = inquiry_go_on(t);
		if (r == 1)
			return (PROGRESS_WAIT);
		if (r == 0)
			inquiry_end(q);
		else
			progress = inquiry_failed(t, problem);
	} while (q->asking != ASKING_NOT);
	/* A request that ends must not be on Kore's list of sleepers. */
	http_request_wakeup(t->req);
	return (progress);
}

/* The request goes. Kore itself takes back the connection: it is on the request's list. */
void
ask_drop(struct turn *t)
{
	PQclear(t->inquiry.result);
	t->inquiry.result = NULL;
}
