/*
 * What a web process knows for as long as it lives. main.c holds the one instance.
 */
#pragma once

#include "core/core.h"
#include "http/bucket.h"

#define WEB_DATABASE	"motcua"	/* the name Kore knows the database by */
#define WEB_BURNS_MAX	16		/* waiting for a thread; more are told to come back */

struct shelf;

struct web {
	const char	*store_dir;	/* files by digest */
	const char	*spool_dir;	/* where the front puts bodies */
	const char	*public_dir;	/* published: roots, revocation lists, QR keys */
	struct shelf	*shelf;		/* parsed packages */
	bool		 dev;		/* X-Queries on replies */
	bool		 test_data;	/* every page says that nothing here counts */
	unsigned	 burns;		/* running or waiting */
	struct buckets	 buckets;
};

struct web	*web_here(void);
