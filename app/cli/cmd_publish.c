/*
 * motcua publish --db FILE WORKFLOWS FORMS: checks every workflow and service package as lint does, and puts them in
 * force. What is published already stays as it is; a finding stops before anything is changed. Roles that nobody holds
 * in an agency that will need them are told of; with --staffed they stop it too.
 */
#include <stdio.h>

#include "cli/cli.h"

#include "catalogue/catalogue.h"
#include "cli/file.h"
#include "cli/publish_staff.h"
#include "cli/service_lint.h"
#include "cli/workflow_lint.h"
#include "core/id.h"
#include "core/utf8.h"
#include "db/sync.h"
#include "dossier/dossier_law.h"
#include "form/form.h"
#include "sql.h"
#include "workflow/workflow.h"

#define CALLS_DEEP	4		/* calls within calls */
#define USAGE	"publish --db FILE WORKFLOWS FORMS [--staffed]"

struct publication {
	struct arena		*a;
	struct db		*db;
	struct form_rules	*rules;
	const char		*forms;		/* folder */
	size_t			 lacking;	/* roles that nobody holds where they will be needed */
};

static void
print_findings(const char *path, const struct form_findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct form_finding	*f = &findings->v[i];

		if (!f->note)
			fprintf(stderr, "%s:%d: %s: %.*s\n", path, f->line, f->rule, STR_ARG(f->text));
	}
}

static int	publish_named(struct publication *p, const char *folder, const struct form *form, struct str name,
		    const struct workflow_law *law, unsigned depth, uint8_t hash[32]);

/* The workflows of the child dossiers that this one calls for: each within the time limit of its call. */
static int
publish_called(struct publication *p, const char *folder, const struct form *form, const struct process *process,
    const struct workflow_law *law, unsigned depth)
{
	size_t				 n;
	const struct process_node	*node = process_nodes(process, &n);
	struct workflow_law		 own = *law;
	uint8_t				 hash[32];

	for (size_t i = 0; i < n; i++) {
		if (node[i].kind != NODE_CALL)
			continue;
		own.limit = node[i].deadline;
		if (depth == 0) {
			fprintf(stderr, "%.*s: too many calls within calls\n", STR_ARG(node[i].called));
			return (-1);
		}
		if (publish_named(p, folder, form, node[i].called, &own, depth - 1, hash) != 0)
			return (-1);
	}
	return (0);
}

static int
publish_named(struct publication *p, const char *folder, const struct form *form, struct str name,
    const struct workflow_law *law, unsigned depth, uint8_t hash[32])
{
	struct process auto_(process_freep)	*process = NULL;
	struct workflow_problems		 problems = { 0 };
	struct rows				 rows;
	struct str				 path, bpmn;
	size_t					 lacking;

	path = arena_printf(p->a, "%s/%.*s.bpmn", folder, STR_ARG(name));
	if (file_read(p->a, path.p, WORKFLOW_BYTES_MAX, &bpmn) != 0)
		return (-1);
	if (process_new(p->a, bpmn, &process, &problems) != 0 ||
	    process_check(p->a, process, law, &problems) != 0) {
		workflow_lint_print(stderr, path.p, &problems);
		return (-1);
	}
	if (publish_called(p, folder, form, process, law, depth) != 0)
		return (-1);
	file_sha256(bpmn, hash);
	if (db_run(p->db, p->a, &CATALOGUE_PUBLISH_WORKFLOW, &rows, ARG_BYTES(((struct str){ (char *)hash, 32 })),
	    ARG_TEXT(name), ARG_TEXT(bpmn)) != 0)
		return (-1);
	if (row_bool(&rows, 0, CATALOGUE_PUBLISH_WORKFLOW_FRESH))
		printf("published %s\n", path.p);
	if (publish_staff(p->a, p->db, path.p, process, form, stderr, &lacking) != 0)
		return (-1);
	p->lacking += lacking;
	return (0);
}

static int
publish_workflow(struct publication *p, const char *folder, const struct form *form, uint8_t hash[32])
{
	const struct workflow_law	law = dossier_law(p->a, form);

	return (publish_named(p, folder, form, form_catalogue(form)->workflow, &law, CALLS_DEEP, hash));
}

/* What would trap a citizen is never in force: app/prove. */
static int
publish_proof(struct publication *p, const struct form *form, const char *path, const char *workflows)
{
	struct prove_report	report;
	struct str		name = form_catalogue(form)->workflow;

	service_prove(p->a, form, p->forms, workflows, &report);
	service_print(stderr, path, arena_printf(p->a, "%s/%.*s.bpmn", workflows, STR_ARG(name)).p, &report, false);
	return (report.errors_n == 0 ? 0 : -1);
}

static int
publish_service(struct publication *p, const char *path, const char *workflows)
{
	struct form auto_(form_freep)	*form = NULL;
	struct form_findings		 findings = { 0 };
	const struct form_catalogue	*c;
	uint8_t				 hash[32], workflow[32];
	struct rows			 rows, listed;
	struct str			 xml;

	if (file_read(p->a, path, FORM_PACKAGE_MAX_BYTES, &xml) != 0)
		return (-1);
	if (form_new(p->a, p->rules, xml, &form, &findings) != 0) {
		print_findings(path, &findings);
		return (-1);
	}
	c = form_catalogue(form);
	if (publish_proof(p, form, path, workflows) != 0 || publish_workflow(p, workflows, form, workflow) != 0)
		return (-1);
	CHECK(hex_parse(form_hash(form), hash, 32));
	if (db_run(p->db, p->a, &CATALOGUE_PUBLISH_PACKAGE, &rows, ARG_BYTES(((struct str){ (char *)hash, 32 })),
	    ARG_TEXT(c->code), ARG_TEXT(form_canonical(form)),
	    ARG_BYTES(((struct str){ (char *)workflow, 32 }))) != 0 ||
	    db_run(p->db, p->a, &CATALOGUE_PUT_IN_FORCE, &listed, ARG_BYTES(((struct str){ (char *)hash, 32 })),
	    ARG_JSON(catalogue_listing(p->a, form))) != 0)
		return (-1);
	if (row_bool(&rows, 0, CATALOGUE_PUBLISH_PACKAGE_FRESH))
		printf("published %s %.*s\n", path, STR_ARG(form_hash(form)));
	return (0);
}

/* The names of the events in life that services lead to. */
static int
publish_events(struct publication *p)
{
	struct form_entry	*e;
	struct str		*code, *vi, *en;
	struct rows		 rows;
	size_t			 i, n;

	form_list(p->a, p->rules, STR("life-events"), &e, &n);
	code = ARENA_ARRAY(p->a, struct str, n);
	vi = ARENA_ARRAY(p->a, struct str, n);
	en = ARENA_ARRAY(p->a, struct str, n);
	for (i = 0; i < n; i++) {
		code[i] = e[i].value;
		vi[i] = e[i].label.in[LANG_VI];
		en[i] = e[i].label.in[LANG_EN];
	}
	return (db_run(p->db, p->a, &CATALOGUE_PUBLISH_EVENTS, &rows, ARG_TEXTS(code, n), ARG_TEXTS(vi, n),
	    ARG_TEXTS(en, n)));
}

int
cmd_publish(int argc, char **argv)
{
	struct arena auto_(arena_freep)			*a = arena_new();
	struct db auto_(db_closep)			*db = NULL;
	struct form_rules auto_(form_rules_freep)	*rules = NULL;
	struct publication				 p;
	const char					*conninfo, **folders;
	size_t						 i, n;
	bool						 staffed = false;

	if (argc == 6 && strcmp(argv[5], "--staffed") == 0)
		staffed = true;
	else if (argc != 5)
		return (cli_usage(USAGE));
	if (strcmp(argv[1], "--db") != 0)
		return (cli_usage(USAGE));
	if (file_conninfo(a, argv[2], &conninfo) != 0 || form_rules_new(argv[4], &rules) != 0 ||
	    file_list(a, argv[4], "", &folders, &n) != 0)
		return (1);
	if (db_open(conninfo, &db) != 0 || db_begin(db) != 0) {
		fprintf(stderr, "the database does not answer\n");
		return (1);
	}
	p = (struct publication){ a, db, rules, argv[4], 0 };
	if (publish_events(&p) != 0) {
		db_rollback(db);
		return (1);
	}
	for (i = 0; i < n; i++) {
		const char	*code = strrchr(folders[i], '/') + 1;

		/* folders are named by the procedure's code; the rest is rules */
		if (code[0] < '1' || code[0] > '9')
			continue;
		if (publish_service(&p, arena_printf(a, "%s/service.xml", folders[i]).p, argv[3]) != 0) {
			db_rollback(db);
			fprintf(stderr, "nothing was published\n");
			return (1);
		}
	}
	if (staffed && p.lacking > 0) {
		db_rollback(db);
		fprintf(stderr, "nothing was published: %zu roles are held by nobody\n", p.lacking);
		return (1);
	}
	return (db_commit(db) == 0 ? 0 : 1);
}
