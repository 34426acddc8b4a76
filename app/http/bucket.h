/*
 * A brake for what may be guessed: token buckets in a fixed table, one for each (what, who). Per process and in
 * memory: it slows a script down; the lock that counts is in the database. Time is a parameter.
 */
#pragma once

#include "core/core.h"
#include "core/str.h"

#define BUCKETS_N	4096

struct bucket {
	uint64_t	key;		/* 0: free */
	int64_t		full_ms;	/* when it will be full again */
};

struct buckets {
	uint64_t	seed;		/* so that nobody can choose keys that collide; set once, not 0 */
	struct bucket	table[BUCKETS_N];
};

/* Take one token. A bucket holds `burst`, and gets per_minute back each minute. False: none left.
 * When the table is crowded the bucket that is fullest gives way. */
bool	bucket_take(struct buckets *b, struct str what, struct str who, unsigned per_minute, unsigned burst,
	    int64_t now_ms);
