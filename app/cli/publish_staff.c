#include "cli/publish_staff.h"

#include "core/buf.h"
#include "sql.h"

#define POSTS_MAX	2000

/* A role in an agency, and a lane that needs it. */
struct posts {
	struct str			*role, *agency;
	const struct process_lane	**lane;
	size_t				 n;
};

static void
post_add(struct posts *to, const struct process_lane *lane, struct str agency)
{
	for (size_t i = 0; i < to->n; i++) {
		if (to->lane[i] == lane && str_eq(to->agency[i], agency))
			return;
	}
	if (to->n == POSTS_MAX || agency.n == 0)
		return;
	to->role[to->n] = lane->role;
	to->agency[to->n] = agency;
	to->lane[to->n++] = lane;
}

/* The agencies that a choice of the form offers. path: below the root, "from/school" or "from.school". */
static void
posts_of_field(struct arena *a, struct posts *to, const struct process_lane *lane, const struct form *form,
    struct str path)
{
	struct form_choices	*c;
	size_t			 n;

	if (str_starts(path, STR("/dossier/")))
		path = str_from_to(path, 9, path.n);
	form_choices(a, form, &c, &n);
	for (size_t i = 0; i < n; i++) {
		bool	same = c[i].path.n == path.n;

		for (size_t k = 0; same && k < path.n; k++)
			same = c[i].path.p[k] == (path.p[k] == '.' ? '/' : path.p[k]);
		for (size_t k = 0; same && k < c[i].value_n; k++)
			post_add(to, lane, c[i].value[k]);
	}
}

static void
posts_of_lane(struct arena *a, struct posts *to, const struct process_lane *lane, const struct form *form)
{
	const struct form_catalogue	*c = form_catalogue(form);

	if (str_eqc(lane->role, "applicant"))
		return;
	if (lane->agency.n > 0)
		post_add(to, lane, lane->agency);
	else if (lane->agency_field.n > 0)
		posts_of_field(a, to, lane, form, lane->agency_field);
	else if (c->agency_field.n > 0)
		posts_of_field(a, to, lane, form, c->agency_field);
	else
		post_add(to, lane, c->agency);
}

static void
posts_of_opinions(struct arena *a, struct posts *to, const struct process_node *task, const struct form *form)
{
	struct str	rest = task->agency, agency;

	if (task->agency_field.n > 0)
		posts_of_field(a, to, task->lane, form, task->agency_field);
	while (rest.n > 0 && str_cut(&rest, ' ', &agency))
		post_add(to, task->lane, agency);
}

static struct posts
posts_of(struct arena *a, const struct process *p, const struct form *form)
{
	struct posts			 to = { ARENA_ARRAY(a, struct str, POSTS_MAX), ARENA_ARRAY(a, struct
	    str, POSTS_MAX),
	    ARENA_ARRAY(a, const struct process_lane *, POSTS_MAX), 0 };
	size_t				 n;
	const struct process_node	*node = process_nodes(p, &n);

	for (size_t i = 0; i < n; i++) {
		if (node[i].kind == NODE_USER && node[i].opinions != OPINIONS_NONE)
			posts_of_opinions(a, &to, &node[i], form);
		else if (node[i].kind == NODE_USER)
			posts_of_lane(a, &to, node[i].lane, form);
	}
	return (to);
}

static void
print_steps(FILE *out, const struct process *p, const struct process_lane *lane)
{
	size_t				 n;
	const struct process_node	*node = process_nodes(p, &n);
	const char			*before = " ";

	for (size_t i = 0; i < n; i++) {
		if (node[i].kind == NODE_USER && node[i].lane == lane) {
			fprintf(out, "%s%.*s", before, STR_ARG(node[i].id));
			before = ", ";
		}
	}
}

int
publish_staff(struct arena *a, struct db *db, const char *path, const struct process *p, const struct form *form,
    FILE *out, size_t *lacking)
{
	struct posts	posts = posts_of(a, p, form);
	struct rows	rows;
	int		r;

	*lacking = 0;
	r = db_run(db, a, &ACCOUNT_UNSTAFFED, &rows, ARG_TEXTS(posts.role, posts.n), ARG_TEXTS(posts.agency, posts.n));
	if (r != 0)
		return (-1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct process_lane	*lane = posts.lane[row_i64(&rows, i, ACCOUNT_UNSTAFFED_PLACE) - 1];

		fprintf(out, "%s: nobody of %.*s (%.*s) is %.*s: there wait", path,
		    STR_ARG(row_text(&rows, i, ACCOUNT_UNSTAFFED_AGENCY)), STR_ARG(row_text(&rows, i,
		        ACCOUNT_UNSTAFFED_NAME)),
		    STR_ARG(lane->role));
		print_steps(out, p, lane);
		fprintf(out, "\n");
	}
	*lacking = rows.n;
	return (0);
}
