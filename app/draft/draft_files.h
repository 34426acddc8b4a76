/* Files of a posted form page: into the store on a thread, then into the answers, or words that say what is wrong. */
#pragma once

#include "draft/draft.h"
#include "http/multipart.h"
#include "store/store.h"
#include "web/turn.h"

struct files_item {
	int		fd;
	int64_t		offset, bytes;
	int		answer;		/* of store_put */
	struct stored	stored;
};

struct files_job {
	const char		*store_dir;
	size_t			 n;
	struct files_item	 file[MULTIPART_FILES_MAX];	/* those with a file name, in the order sent */
};

enum files_answer {
	FILES_E_REFUSED = 1,	/* see *text */
};

/* Store what was uploaded. NEXT_STEP when nothing was. */
enum next		 files_want(struct turn *t);
const struct files_job	*files_taken(struct turn *t);	/* at the next step; n is 0 when nothing was uploaded */
/* One stored file into its field. c: the field's control, NULL when the page has no such field: the file is passed
 * over. 0 | FILES_E_REFUSED and *text for the person | <0. */
int			 files_attach(struct turn *t, struct instance *in, const struct control *c,
	    const struct upload *upload,
			     const struct files_item *item, struct str *text);
