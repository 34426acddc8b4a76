/*
 * What is this file, told by its bytes as they pass, in constant memory? Not a full parser: it keeps out what is
 * plainly something else, cut off, locked, or active; the viewer that opens a paper is the citizen's or officer's own.
 */
#pragma once

#include "core/core.h"
#include "core/str.h"
#include "store/store.h"

#define SNIFF_HEAD	16
#define SNIFF_CARRY	64	/* end of the last piece, for words that lie across two */
#define SNIFF_TAIL	1024	/* %%EOF stands within the last 1024 bytes (ISO 32000-1 annex H 3.4.4) */

struct sniff {
	int64_t	bytes;
	int64_t	pages;
	bool	encrypted;
	bool	active;
	char	head[SNIFF_HEAD];
	char	carry[SNIFF_CARRY];
	size_t	carry_n;
	char	tail[SNIFF_TAIL];
	size_t	tail_n;
};

void	sniff_more(struct sniff *s, struct str piece);		/* start from a zeroed struct */
/* Returns 0 and *type, *pages | STORE_E_EMPTY | STORE_E_TYPE | STORE_E_PICTURE_END | STORE_E_ENCRYPTED |
 * STORE_E_ACTIVE. */
int	sniff_verdict(const struct sniff *s, enum store_type *type, int64_t *pages);
