/* Where a dossier stands, in a citizen's words. Pure: catalogue texts, no I/O. */
#pragma once

#include "dossier/dossier_views.h"
#include "view/view.h"

struct str	dossier_status_words(enum lang lang, int64_t status);
struct str	dossier_status_hint(enum lang lang, int64_t status);	/* what happens next, or what to do */
struct tag	dossier_status_tag(enum lang lang, int64_t status);
struct str	dossier_slip_words(enum lang lang, struct str kind);
struct str	dossier_notice_words(struct arena *a, enum lang lang, const struct notice_line *n);
/* No time limit runs before acceptance or after the decision. */
struct deadline	dossier_deadline(struct arena *a, enum lang lang, int64_t now_s, int64_t status, int64_t due_s,
	    bool paused);

/* Inner moves (assigning, drafting) are left out; reasons are shown where they are addressed to the person. */
struct timeline	dossier_timeline(struct arena *a, enum lang lang, const struct process *process,
		    const struct dossier_event *events, size_t n);
/* "Đang ở bước: Tra sổ gốc, soạn bản sao (Chuyên viên quản lý văn bằng)"; empty when nothing is open. */
struct str	dossier_where(struct arena *a, enum lang lang, const struct process *process, struct str marking);
