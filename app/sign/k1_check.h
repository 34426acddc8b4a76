/*
 * The signer's own look at a K1 payload and the octets that a K1 signature covers.  It signs nothing it can't read:
 * a canonical CBOR map (RFC 8949 4.2.1) of the known claims, so a caller can't pass anything else off as one.
 */
#pragma once

#include "core/arena.h"
#include "core/core.h"
#include "core/str.h"

#define K1_CHECK_MAX_BYTES	400u

/* Keys ascending, each once: 1 issuer text, 6 issued-at uint, 10 number text, 15 digest of 16 bytes must be there;
 * 11 procedure, 12 dossier, 13 holder, 14 title (texts, not empty) may. */
bool		k1_check_payload(struct str payload);

/* RFC 9052 4.4: ["Signature1", h'{1: -7, 4: kid}', h'', payload]. */
struct str	k1_check_to_be_signed(struct arena *a, const uint8_t kid[8], struct str payload);
