/* The worker's end of the signer's socket.  For sign.c only; others use sign.h. */
#pragma once

#include "core/buf.h"
#include "sign/signer_wire.h"

/* One request, one answer, over a connection that is kept in *fd (-1: none) and made again when the signer was
 * restarted. answer borrows from message.  0 | SIGN_E_SIGNER_DOWN | SIGN_E_BUSY | SIGN_E_REFUSED | SIGN_E_PAYLOAD | <0
 * fatal. */
int	signer_ask(int *fd, const char *path, int timeout_ms, struct str request, char message[WIRE_MESSAGE_MAX],
	    struct wire *answer) MUST_USE;
