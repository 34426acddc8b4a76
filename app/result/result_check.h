/*
 * Verifies an uploaded file on a thread, with the published roots and revocation lists. The job holds no pointers into
 * a turn: what it finds is copied into it, so a client that hangs up leaves nothing behind. Nothing is stored.
 */
#pragma once

#include <openssl/sha.h>

#include "core/core.h"
#include "verify/verify.h"

#define CHECK_TEXT_BYTES	200	/* of a name; longer ones are cut at a character */

struct checked_signature {
	enum verify_verdict	verdict;
	enum verify_level	level;
	char			signer[CHECK_TEXT_BYTES];
	char			organisation[CHECK_TEXT_BYTES];
	char			issuer[CHECK_TEXT_BYTES];
	int64_t			claimed_s, proven_s;	/* 0: none */
	bool			whole;
	bool			time_stamp_only;
	size_t			revision, revisions;
	struct verify_reasons	reasons;
};

struct check_job {
	const char			*public_dir;	/* of the process: trust.pem lies there */
	int				 fd;		/* its own; result_check closes it */
	int64_t				 offset, bytes;	/* at most VERIFY_FILE_MAX_BYTES */
	int64_t				 now_s;

	uint8_t				 sha256[SHA256_DIGEST_LENGTH];
	enum verify_verdict		 verdict;
	struct verify_reasons		 reasons;
	struct checked_signature	 signatures[VERIFY_SIGNATURES_MAX];
	size_t				 n;
};

/* For burn(): takes a struct check_job. 0 | <0 the file or the published roots can't be read. */
int	result_check(void *job);
