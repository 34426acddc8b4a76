#include "sign/signer_client.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <unistd.h>

#include "core/err.h"
#include "sign/sign.h"

static int
signer_connect(const char *path, int timeout_ms)
{
	struct sockaddr_un	addr = { .sun_family = AF_UNIX };
	struct timeval		t = { timeout_ms / 1000, timeout_ms % 1000 * 1000 };
	int			fd;

	if (strlen(path) >= sizeof(addr.sun_path))
		return (-1);
	memcpy(addr.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t)) != 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof(t)) != 0 ||
	    connect(fd, (const struct sockaddr *)&addr, sizeof(addr)) != 0)) {
		close(fd);
		fd = -1;
	}
	return (fd);
}

/* Length of the answer, or -1. */
static ssize_t
exchange(int fd, struct str request, char message[WIRE_MESSAGE_MAX])
{
	if (send(fd, request.p, request.n, MSG_NOSIGNAL) != (ssize_t)request.n)
		return (-1);
	return (recv(fd, message, WIRE_MESSAGE_MAX, 0));
}

static int
answer_of(enum wire_status status)
{
	switch (status) {
	case WIRE_DONE:
		return (0);
	case WIRE_REFUSED:
		return (SIGN_E_REFUSED);
	case WIRE_BUSY:
		return (SIGN_E_BUSY);
	case WIRE_BAD_PAYLOAD:
		return (SIGN_E_PAYLOAD);
	case WIRE_FAILED:
	case WIRE__STATUS_MAX:
		break;
	}
	return (err_origin(EIO, "the signer could not sign"));
}

int
signer_ask(int *fd, const char *path, int timeout_ms, struct str request, char message[WIRE_MESSAGE_MAX],
    struct wire *answer)
{
	bool	kept = *fd >= 0;
	ssize_t	n;

	if (request.n > WIRE_MESSAGE_MAX)
		return (SIGN_E_TOO_BIG);
	if (!kept)
		*fd = signer_connect(path, timeout_ms);
	n = *fd >= 0 ? exchange(*fd, request, message) : -1;
	if (n <= 0 && kept) {
		/* The kept connection may be of a signer that is gone.  Asked twice, it signs twice: no harm. */
		close(*fd);
		*fd = signer_connect(path, timeout_ms);
		n = *fd >= 0 ? exchange(*fd, request, message) : -1;
	}
	if (n <= 0) {
		if (*fd >= 0)
			close(*fd);
		*fd = -1;
		return (SIGN_E_SIGNER_DOWN);
	}
	if (!wire_read((struct str){ message, (size_t)n }, answer) || answer->code >= WIRE__STATUS_MAX)
		return (err_origin(EPROTO, "the signer's answer can't be read"));
	return (answer_of((enum wire_status)answer->code));
}
