#include "draft/draft_files.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/err.h"
#include "core/id.h"
#include "view/message.h"
#include "web/request.h"

#define NAME_BYTES_MAX	200

/* On a thread: hashes, looks at the content, syncs. The descriptors are the job's own. */
static int
store_all(void *p)
{
	struct files_job	*job = p;

	for (size_t i = 0; i < job->n; i++) {
		struct files_item	*f = &job->file[i];

		f->answer = store_put(job->store_dir, f->fd, f->offset, f->bytes, STORE_UPLOAD_BYTES_MAX, &f->stored);
		(void)close(f->fd);
		f->fd = -1;
	}
	return (0);
}

static size_t
chosen_n(const struct uploads *uploads)
{
	size_t	n = 0;

	for (size_t i = 0; i < uploads->n; i++)
		n += uploads->p[i].filename.n > 0;
	return (n);
}

enum next
files_want(struct turn *t)
{
	const struct uploads	*uploads = request_uploads(t);
	struct files_job	 job = { .store_dir = turn_store_dir(t) };
	enum next		 next;

	for (size_t i = 0; i < uploads->n; i++) {
		const struct upload	*u = &uploads->p[i];
		struct files_item	*f = &job.file[job.n];

		if (u->filename.n == 0)
			continue;
		/* A copy of the descriptor, as the thread may outlive the turn. */
		*f = (struct files_item){ .fd = fcntl(u->fd, F_DUPFD_CLOEXEC, 0), .offset = u->offset,
		    .bytes = u->bytes };
		CHECK(f->fd >= 0);
		job.n++;
	}
	if (job.n == 0)
		return (NEXT_STEP);
	next = burn(t, store_all, &job, sizeof(job));
	for (size_t i = 0; next != NEXT_WAIT && i < job.n; i++)
		(void)close(job.file[i].fd);
	return (next);
}

const struct files_job *
files_taken(struct turn *t)
{
	static const struct files_job	none = { .n = 0 };

	return (chosen_n(request_uploads(t)) == 0 ? &none : burn_job(t));
}

/* The end of a long name, which has the extension; never within a character. */
static struct str
name_end(struct str name)
{
	while (name.n > NAME_BYTES_MAX || (name.n > 0 && ((unsigned char)name.p[0] & 0xc0) == 0x80)) {
		name.p++;
		name.n--;
	}
	return (name);
}

static enum msg
refusal(int answer)
{
	switch ((enum store_answer)answer) {
	case STORE_E_EMPTY:
		return (MSG_DRAFT_FILE_EMPTY);
	case STORE_E_BIG:
		return (MSG_DRAFT_FILE_BIG);
	case STORE_E_ENCRYPTED:
		return (MSG_DRAFT_FILE_ENCRYPTED);
	case STORE_E_ACTIVE:
		return (MSG_DRAFT_FILE_ACTIVE);
	case STORE_E_PICTURE_END:
		return (MSG_DRAFT_FILE_PICTURE_END);
	case STORE_E_TYPE:
	case STORE_E_NOT_FOUND:
		break;
	}
	return (MSG_DRAFT_FILE_TYPE);
}

static bool
is_there(const struct control *c, struct str sha256)
{
	for (size_t i = 0; i < c->files_n; i++) {
		if (str_eq(c->files[i].sha256, sha256))
			return (true);
	}
	return (false);
}

int
files_attach(struct turn *t, struct instance *in, const struct control *c, const struct upload *upload,
    const struct files_item *item, struct str *text)
{
	struct arena		*a = turn_arena(t);
	struct form_file	 file = { .name = name_end(upload->filename), .bytes = item->stored.bytes,
				    .pages = item->stored.pages };
	int			 r;

	if (item->answer < 0)
		return (err_trace(item->answer));
	if (c == NULL || c->kind != CONTROL_FILES)
		return (0);
	if (item->answer > 0) {
		*text = msg_string(a, turn_lang(t), refusal(item->answer), (struct msg_arg[]){ MSG_ARG(file.name) }, 1);
		return (FILES_E_REFUSED);
	}
	file.sha256 = hex_text(a, item->stored.sha256, STORE_SHA256);
	file.type = str_of(store_media_type(item->stored.type));
	if (is_there(c, file.sha256))
		return (0);
	r = instance_file_add(in, c->name, &file);
	if (r == 0)
		return (0);
	if (r != FORM_E_LIMIT)
		return (err_fold(r));
	*text = msg_string(a, turn_lang(t), MSG_DRAFT_FILE_MANY,
	    (struct msg_arg[]){ MSG_ARG(c->label), MSG_ARG(c->files_max) }, 2);
	return (FILES_E_REFUSED);
}
