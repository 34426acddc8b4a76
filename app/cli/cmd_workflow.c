/*
 * motcua workflow run FILE.bpmn --script ACTIONS.json [--json]
 * Plays actions on a workflow without a database and shows, for each, the answer, the marking and the effects.
 * motcua workflow lint FILE.bpmn [--limit 5d] [--service FORM/service.xml] [--json]
 * Says what is wrong with a workflow, as "motcua lint" does, held against a published time limit, or against
 * all that its
 * service says. As JSON each finding brings the ids of the nodes on its way.
 * Exit status: 0 every action was done, 1 one was refused or the workflow is not in the profile, 2 it could not be
 * tried.
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_file.h"
#include "cli/file.h"
#include "cli/workflow_lint.h"
#include "cli/workflow_script.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/json.h"
#include "dossier/dossier_law.h"
#include "form/form.h"

#define USAGE		"workflow run FILE.bpmn --script ACTIONS.json [--json]"
#define USAGE_LINT	"workflow lint FILE.bpmn [--limit 5d] [--service FORM/service.xml] [--json]"

static const char *const	verbs[] = { "start", "complete", "timer", "withdraw", "message", "child" };

struct run {
	struct arena		*a;
	const struct process	*p;
	const struct script	*script;
	struct marking		 m;
	struct buf		 out;
	struct json		 json;
	bool			 as_json;
	bool			 refused;
};

static bool
has_node(enum effect_kind k)
{
	return (k <= EFFECT_CALL);
}

/* A send task's service is its message. */
static struct str
service_of(const struct process_node *node)
{
	return (node->kind == NODE_SEND ? node->code : str_of(workflow_service_name(node->service)));
}

/* What a work item asks of the officer, beside its name. */
static void
json_task(struct run *r, const struct process_node *task)
{
	json_kstr(&r->json, "role", task->lane->role);
	json_kbool(&r->json, "pauses_clock", task->pauses_clock);
	json_kbool(&r->json, "drafts_result", task->drafts_result);
	json_kbool(&r->json, "signs", task->signs);
	json_kbool(&r->json, "releases", task->releases);
}

static void
json_effect(struct run *r, const struct effect *e)
{
	json_open(&r->json);
	json_kstr(&r->json, "effect", str_of(effect_kind_name(e->kind)));
	if (has_node(e->kind)) {
		json_kstr(&r->json, "node", e->node->id);
		json_ki64(&r->json, "visit", e->visit);
	}
	if (e->kind == EFFECT_OPEN) {
		json_kstr(&r->json, "agency", e->agency);
		json_task(r, e->node);
	}
	if (e->kind == EFFECT_OPEN || e->kind == EFFECT_ARM)
		json_kstr(&r->json, "due", time_iso(r->a, e->due_s));
	if (e->kind == EFFECT_CALL) {
		json_kstr(&r->json, "agency", e->agency);
		json_kstr(&r->json, "called", e->node->called);
		json_kstr(&r->json, "due", time_iso(r->a, e->due_s));
	}
	if (e->kind == EFFECT_SERVICE) {
		json_kstr(&r->json, "service", service_of(e->node));
		json_kstr(&r->json, "key", e->key);
	}
	if (e->kind == EFFECT_CLOCK_GO)
		json_kbool(&r->json, "restarts", e->restarts);
	if (e->kind == EFFECT_STATUS)
		json_ki64(&r->json, "status", e->status);
	if (e->kind == EFFECT_FINISH)
		json_kstr(&r->json, "result", str_of(workflow_result_name(e->result)));
	json_close(&r->json);
}

static void
json_step(struct run *r, const struct script_act *act, int answer, const struct workflow_move *move)
{
	json_open(&r->json);
	json_kstr(&r->json, "at", time_iso(r->a, act->at_s));
	json_kstr(&r->json, "do", str_of(verbs[act->action.what]));
	if (act->action.node.n > 0)
		json_kstr(&r->json, "node", act->action.node);
	if (act->action.outcome.n > 0)
		json_kstr(&r->json, "outcome", act->action.outcome);
	json_kstr(&r->json, "answer", str_of(workflow_answer_name(answer)));
	json_kstr(&r->json, "marking", marking_text(r->a, r->p, &r->m));
	json_key(&r->json, "effects");
	json_list(&r->json);
	for (size_t i = 0; i < move->effects_n; i++)
		json_effect(r, &move->effects[i]);
	json_list_end(&r->json);
	json_close(&r->json);
}

static void
text_effect(struct run *r, const struct effect *e)
{
	buf_printf(&r->out, "    %s", effect_kind_name(e->kind));
	if (has_node(e->kind))
		buf_printf(&r->out, " %.*s.%u", STR_ARG(e->node->id), e->visit);
	if (e->kind == EFFECT_OPEN)
		buf_printf(&r->out, " for %.*s%s%.*s", STR_ARG(e->node->lane->role), e->agency.n > 0 ? " of " : "",
		    STR_ARG(e->agency));
	if (e->kind == EFFECT_OPEN || e->kind == EFFECT_ARM)
		buf_printf(&r->out, ", due %.*s", STR_ARG(time_iso(r->a, e->due_s)));
	if (e->kind == EFFECT_SERVICE)
		buf_printf(&r->out, ": %.*s", STR_ARG(service_of(e->node)));
	if (e->kind == EFFECT_CALL)
		buf_printf(&r->out, ": %.*s at %.*s, due %.*s", STR_ARG(e->node->called), STR_ARG(e->agency),
		    STR_ARG(time_iso(r->a, e->due_s)));
	if (e->kind == EFFECT_CLOCK_GO)
		buf_cstr(&r->out, e->restarts ? " from zero" : " on");
	if (e->kind == EFFECT_STATUS)
		buf_printf(&r->out, " %d", e->status);
	if (e->kind == EFFECT_FINISH)
		buf_printf(&r->out, " %s", workflow_result_name(e->result));
	buf_byte(&r->out, '\n');
}

static void
text_step(struct run *r, const struct script_act *act, int answer, const struct workflow_move *move)
{
	buf_printf(&r->out, "%.*s %s", STR_ARG(time_iso(r->a, act->at_s)), verbs[act->action.what]);
	if (act->action.node.n > 0)
		buf_printf(&r->out, " %.*s", STR_ARG(act->action.node));
	if (act->action.outcome.n > 0)
		buf_printf(&r->out, " %.*s", STR_ARG(act->action.outcome));
	buf_printf(&r->out, ": %s\n", workflow_answer_name(answer));
	for (size_t i = 0; i < move->effects_n; i++)
		text_effect(r, &move->effects[i]);
	buf_printf(&r->out, "    = %.*s\n", STR_ARG(marking_text(r->a, r->p, &r->m)));
}

static int
play(struct run *r, const struct script_act *act)
{
	struct workflow_world	world = {
		.instance = r->script->instance, .agency = r->script->agency, .calendar = &r->script->calendar,
		.now_s = act->at_s, .clock_restarts = r->script->clock_restarts,
	};
	struct workflow_move	move = { 0 };
	int			answer = workflow_step(r->a, r->p, &r->m, &act->action, &world, &move);

	if (answer < 0)
		return (answer);
	if (answer == 0)
		r->m = move.marking;
	r->refused = r->refused || answer > 0;
	(r->as_json ? json_step : text_step)(r, act, answer, &move);
	return (0);
}

static int
play_all(struct run *r)
{
	if (r->as_json) {
		json_open(&r->json);
		json_kstr(&r->json, "process", process_id(r->p));
		json_key(&r->json, "steps");
		json_list(&r->json);
	}
	for (size_t i = 0; i < r->script->acts_n; i++) {
		if (play(r, &r->script->acts[i]) != 0)
			return (2);
	}
	if (r->as_json) {
		json_list_end(&r->json);
		json_close(&r->json);
		buf_byte(&r->out, '\n');
	}
	fwrite(r->out.p, 1, r->out.n, stdout);
	return (r->refused ? 1 : 0);
}

static int
run(struct arena *a, const char *bpmn, const char *script_path, bool as_json)
{
	struct process auto_(process_freep)	*p = NULL;
	struct workflow_problems		 problems;
	struct script				 script;
	struct str				 bytes;
	struct run				 r;
	int					 status;

	if (file_read(a, bpmn, WORKFLOW_BYTES_MAX, &bytes) != 0 || script_read(a, script_path, &script) != 0)
		return (2);
	if (process_new(a, bytes, &p, &problems) != 0) {
		workflow_lint_print(stderr, bpmn, &problems);
		return (1);
	}
	r = (struct run){ .a = a, .p = p, .script = &script, .m = marking_new(a, p), .as_json = as_json };
	r.json = json_to(&r.out);
	status = play_all(&r);
	buf_free(&r.out);
	return (status);
}

/* What the service says of its workflow: time limit, values of its fields. The form owns the texts. */
static int
law_of(struct arena *a, const char *path, struct form **form, struct workflow_law *law)
{
	struct form_rules auto_(form_rules_freep)	*rules = NULL;
	struct form_findings				 findings;
	struct str					 package;

	if (file_read(a, path, FORM_PACKAGE_MAX_BYTES, &package) != 0 ||
	    form_rules_new(cli_rules_folder(a, path), &rules) != 0 ||
	    form_new(a, rules, package, form, &findings) != 0) {
		fprintf(stderr, "%s is refused: see motcua lint %s\n", path, path);
		return (-1);
	}
	*law = dossier_law(a, *form);
	return (0);
}

static int
cmd_lint_one(struct arena *a, int argc, char **argv)
{
	struct form auto_(form_freep)	*form = NULL;
	struct workflow_law		 law = { 0 };
	bool				 as_json = false, ok = argc > 2;
	struct calendar_span		 limit = { 0 };

	for (int i = 3; i < argc && ok; i++) {
		if (strcmp(argv[i], "--json") == 0)
			as_json = true;
		else if (strcmp(argv[i], "--limit") == 0 && i + 1 < argc)
			ok = calendar_span_parse(str_of(argv[++i]), &limit);
		else if (strcmp(argv[i], "--service") == 0 && i + 1 < argc) {
			if (law_of(a, argv[++i], &form, &law) != 0)
				return (2);
		} else
			ok = false;
	}
	if (!ok)
		return (cli_usage(USAGE_LINT));
	if (limit.n > 0)
		law.limit = limit;
	return (workflow_lint_file(argv[2], &law, as_json, stdout));
}

int
cmd_workflow(int argc, char **argv)
{
	const char	*bpmn = NULL, *script = NULL;
	struct arena	*a;
	bool		 as_json = false;
	int		 status;

	if (argc > 1 && strcmp(argv[1], "lint") == 0) {
		a = arena_new();
		status = cmd_lint_one(a, argc, argv);
		arena_free(a);
		return (status);
	}
	if (argc < 2 || strcmp(argv[1], "run") != 0)
		return (cli_usage(USAGE));
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			as_json = true;
		else if (strcmp(argv[i], "--script") == 0 && i + 1 < argc)
			script = argv[++i];
		else if (argv[i][0] != '-' && bpmn == NULL)
			bpmn = argv[i];
		else
			return (cli_usage(USAGE));
	}
	if (bpmn == NULL || script == NULL)
		return (cli_usage(USAGE));
	a = arena_new();
	status = run(a, bpmn, script, as_json);
	arena_free(a);
	return (status);
}
