/*
 * What was signed, one line each, in the order it was signed, chained by hashes: a line can't be changed or taken out
 * of the middle unseen.  On disk before the signature is handed out.
 *
 *	seq time operation key kind dossier digest chain
 *
 * chain = SHA-256(chain of the line before, or 64 zeros || the line up to it), in hex.
 */
#pragma once

#include "core/core.h"
#include "core/str.h"

struct journal;

struct journal_entry {
	int64_t		now_s;
	const char	*operation;	/* "cms", "xml", "k1", "head" */
	const char	*key;
	struct str	 kind;		/* printable ASCII without spaces, as dossier */
	struct str	 dossier;
	uint8_t		 digest[32];
};

/* Opens or makes the file, checks its chain, takes a lock.  A last line without its end was never answered: it is cut
 * off. 0 | <0 fatal: can't be opened, locked by another signer, or the chain is broken. */
int	journal_open(const char *path, struct journal **out) MUST_USE;
void	journal_close(struct journal *j);
/* Appends and syncs.  0 | <0 fatal: then nothing may be signed any more. */
int	journal_add(struct journal *j, const struct journal_entry *e) MUST_USE;
