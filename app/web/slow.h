/*
 * The slow things that several rooms do, each as a step that waits: the thread gets copies, so a client that hangs up
 * harms nothing. The next step asks for the result.
 *
 *	static enum next keep_paper(struct turn *t) { return (keep_upload(t, &request_uploads(t)->p[0])); }
 *	static enum next note_paper(struct turn *t) { switch (kept_upload(t, &stored)) { ... } }
 */
#pragma once

#include "http/multipart.h"
#include "store/store.h"
#include "web/turn.h"

/* Copy an uploaded file into the store: hashed, its type told by its content, at most STORE_UPLOAD_BYTES_MAX. */
enum next	keep_upload(struct turn *t, const struct upload *upload);
int		kept_upload(struct turn *t, struct stored *out);	/* 0 | STORE_E_* | <0: the disk failed */

/* Argon2id. An empty hash is checked against nobody's, and takes as long as a real one. */
enum next	check_password(struct turn *t, struct str password, struct str hash);
bool		password_was_right(struct turn *t);
enum next	hash_password(struct turn *t, struct str password);
int		hashed_password(struct turn *t, struct str *hash);	/* 0, *hash in the turn's arena | <0 */
