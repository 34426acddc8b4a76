/*
 * The inside of a turn, for the files of this room alone. Rooms see turn.h, ask.h, request.h, reply.h.
 */
#pragma once

#include "web/kore.h"

#include "http/multipart.h"
#include "http/pairs.h"
#include "db/wire.h"
#include "web/ask.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/turn.h"
#include "web/web.h"

#define SEGMENTS_MAX	12

enum asking { ASKING_NOT, ASKING_NEW, ASKING_QUEUED, ASKING_RUNS };

struct inquiry {
	struct kore_pgsql	 sql;
	enum asking		 asking;
	bool			 handles_answer;	/* ask_try */
	bool			 again;			/* the one repetition was used */
	const struct stmt	*stmt;
	struct wire		 wire;
	PGresult		*result;		/* ours until it goes into the arena */
	int			 answer;
	struct str		 constraint;
	struct rows		 rows;
	unsigned		 count;			/* queries of this turn */
};

struct burning;						/* burn.c */

struct turn {
	struct http_request	*req;
	const struct page	*page;
	const struct step	*steps;
	size_t			 steps_n;
	size_t			 at;			/* the step to run next; the driver's own come first */
	struct arena		*arena;			/* NULL after the turn */
	char			 id[33];
	int64_t			 now_s;
	bool			 replied;

	struct str		 path;
	struct str		 segments[SEGMENTS_MAX];
	size_t			 segments_n;
	struct pairs		 query;
	struct pairs		 fields;
	struct uploads		 uploads;

	struct account		 account;
	/* the secret behind the tokens of this visitor; empty: none yet */
	struct str		 csrf;
	enum lang		 lang;
	bool			 lang_chosen;		/* by ?lang= or cookie: stronger than the account's */
	struct view		 view;

	void			*state;
	size_t			 state_size;
	struct inquiry		 inquiry;
	struct burning		*burning;

	bool			 cache_public;
	unsigned		 max_age_s;
	bool			 wasm;
	bool			 frames;
};

/* What an asynchronous thing has to say when it is looked at. */
enum progress { PROGRESS_WAIT, PROGRESS_READY, PROGRESS_FAILED };

enum progress	ask_look(struct turn *t, enum problem *problem);	/* ask.c */
void		ask_drop(struct turn *t);

enum progress	burn_look(struct turn *t);				/* burn.c */
void		burn_drop(struct turn *t);		/* idempotent: leaves a job that still runs alone */

enum next	read_request(struct turn *t);				/* request.c: the driver's own steps */
enum next	read_body(struct turn *t);
enum next	find_session(struct turn *t);				/* session.c */
enum next	take_session(struct turn *t);
enum next	check_csrf(struct turn *t);
struct str	csrf_token(struct turn *t);

bool		turn_wants_session(const struct turn *t);
