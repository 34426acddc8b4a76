#include "cli/workflow_lint.h"

#include "cli/file.h"
#include "core/buf.h"
#include "core/json.h"

#define WAY_SHOWN	20

/* By rule. %s is the detail: an attribute, a value, a path. */
static const struct {
	const char	*rule, *what, *cure;
} words[] = {
	{ "too-big", "the file is too big", "split the procedure; 1 MB is the limit" },
	{ "doctype", "a DOCTYPE is not taken", "remove the <!DOCTYPE ...> line" },
	{ "not-xml", "this is not well-formed XML", "save it again from the editor" },
	{ "not-bpmn", "this is not BPMN 2.0", "the root must be definitions of the BPMN 2.0 model namespace" },
	{ "no-process", "there is no process", "draw one" },
	{ "second-process", "a file holds one process", "move the other one to its own file" },
	{ "not-executable", "the process is not executable", "set isExecutable=\"true\"" },
	{ "unknown-element", "not in the profile here, inside",
	    "use what the table in app/workflow/README.md shows" },
	{ "crosses-scope", "a flow leads into or out of a sub-process",
	    "use its start, its ends and the events on its edge" },
	{ "error-uncaught", "no sub-process around it takes this error", "put an error event on the edge of one" },
	{ "event-expected", "after an event-based gateway come events only",
	    "let it lead to messages and timers that nothing else leads to" },
	{ "unknown-attribute", "this attribute is not in the profile", "remove it" },
	{ "unknown-text", "text that means nothing", "remove it" },
	{ "bad-id", "an id must be letters, digits, - and _", "rename it" },
	{ "duplicate-id", "this id is used twice", "rename one" },
	{ "bad-value", "the value is not one of those allowed", "see the table in app/workflow/README.md" },
	{ "missing-value", "a value is missing", "add it" },
	{ "too-many", "too many", "make the procedure simpler" },
	{ "bad-duration", "the timer's duration is not P<n>D or PT<n>H", "write for example P10D" },
	{ "bad-language", "conditions are XPath 1.0", "set expressionLanguage to http://www.w3.org/1999/XPath" },
	{ "bad-condition", "this is not plain XPath 1.0",
	    "use paths, literals, and, or, not() and the core functions" },
	{ "unknown-reference", "this refers to nothing", "connect it again" },
	{ "task-no-deadline", "the task has no deadline", "add mc:deadline, for example 4h or 2d" },
	{ "task-no-outcome", "the task has no outcome", "add mc:outcome elements under extensionElements" },
	{ "gateway-no-default", "the gateway has no default", "mark one of its ways out as the default" },
	{ "no-lane", "the node is in no lane", "draw it inside a lane" },
	{ "two-lanes", "a node is in two lanes", "draw it inside one" },
	{ "ways-in", "too few or too many flows lead in, for a", "see the table in app/workflow/README.md" },
	{ "ways-out", "too few or too many flows lead out, for a", "use a gateway to branch" },
	{ "flow-no-condition", "the flow has no condition, out of", "add one, or make it the default" },
	{ "flow-needless-condition", "the condition would never be asked, out of", "remove it" },
	{ "one-start", "there must be one start", "keep one start event" },
	{ "no-end", "there is no end with a result", "add mc:result to an end event" },
	{ "unreachable", "nothing leads here", "connect it or remove it" },
	{ "no-way-out", "from here the dossier can never end", "lead it to an end event" },
	{ "outcome-untested", "more than one outcome takes the default; this one too",
	    "test it in the gateway that follows" },
	{ "outcome-unknown", "the condition tests an outcome that the task does not have",
	    "correct the outcome's id" },
	{ "loop-without-task", "a loop without a user task", "let it pass a user task" },
	{ "deadlines-too-long", "the deadlines add up to more than the published time limit",
	    "shorten some of them" },
	{ "too-complex", "too many ways to check", "make the procedure simpler" },
	{ "issued-unsigned", "a result could be issued that nobody signed",
	    "lead this way past a task with mc:signs=\"yes\"" },
	{ "issued-not-made", "this way ends as issued, but no result is made",
	    "lead it past the service issue-result" },
	{ "side-branch", "a timer that does not interrupt starts work of its own",
	    "use services only, to an end without mc:result" },
	{ "guard-never", "this condition can never hold", "correct it, or remove this way" },
	{ "guards-overlap", "two conditions can hold at once; the other is", "let them exclude each other" },
	{ "value-unknown", "the form's field has no such value", "use one of the field's values" },
	{ "flow-never", "this way is never taken, to", "remove it, or mend the conditions beside it" },
	{ "never-reached", "no dossier ever comes here", "mend the conditions before it, or remove it" },
	{ "never-ends", "from here the dossier can never end", "give it a way to an end" },
	{ "stuck", "the dossier would stand here for ever, with nothing to do", "let every branch come to its join" },
	{ "twice", "branches that run at once open this task twice", "join them first" },
	{ "cut-off", "the dossier would end while this work is still open", "join the branches before the end" },
	{ "signer-role", "who works in this lane may not sign", "let the director, principal or head sign" },
	{ "wait-unpaused", "the legal clock runs while the applicant is waited for",
	    "set mc:pauses-clock=\"yes\"" },
	{ "wait-unbounded", "the applicant may be waited for without end",
	    "put a timer on the task that interrupts it" },
	{ "issued-unaccepted", "a result could be issued for a dossier that was never accepted",
	    "lead this way past the service accept" },
	{ "refused-untold", "a dossier could be refused without a word in writing",
	    "lead this way past refuse-slip or stop-notice" },
	{ "supplement-unsent", "the applicant is waited for without having been asked",
	    "lead this way past supplement-slip" },
	{ "no-english", "there is no English name", "add it, for those who read the pages in English" },
	{ "main-branch", "the dossier would end without a result", "add mc:result to this end event" },
};

/* "by way of start > receive > accept": the last WAY_SHOWN of it. */
static void
print_way(FILE *out, const struct workflow_problem *p)
{
	size_t	from = p->path_n > WAY_SHOWN ? p->path_n - WAY_SHOWN : 0;

	for (size_t i = from; i < p->path_n; i++)
		fprintf(out, "%s%.*s", i > from ? " > " : from > 0 ? ", by way of ... > " : ", by way of ",
		    STR_ARG(p->path[i]));
}

static void
print(FILE *out, const char *path, const char *weight, const struct workflow_problems *problems)
{
	for (size_t i = 0; i < problems->n; i++) {
		const struct workflow_problem	*p = &problems->item[i];
		size_t				 k = 0;

		while (k < COUNT_OF(words) && !str_eqc(str_of(p->rule), words[k].rule))
			k++;
		CHECK(k < COUNT_OF(words));
		fprintf(out, "%s:%d: %s%.*s: %s%s%.*s", path, p->line, weight, STR_ARG(p->element),
		    words[k].what, p->detail.n > 0 ? ": " : "", STR_ARG(p->detail));
		print_way(out, p);
		fprintf(out, "; %s [%s]\n", words[k].cure, p->rule);
	}
}

void
workflow_lint_print(FILE *out, const char *path, const struct workflow_problems *problems)
{
	print(out, path, "", problems);
}

static void
json_problems(struct json *j, const struct workflow_problems *problems, bool notes)
{
	for (size_t i = 0; i < problems->n; i++) {
		const struct workflow_problem	*p = &problems->item[i];

		json_open(j);
		json_ki64(j, "line", p->line);
		json_kstr(j, "rule", str_of(p->rule));
		json_kstr(j, "element", p->element);
		json_kstr(j, "detail", p->detail);
		json_kbool(j, "note", notes);
		json_key(j, "path");
		json_list(j);
		for (size_t k = 0; k < p->path_n; k++)
			json_str(j, p->path[k]);
		json_list_end(j);
		json_close(j);
	}
}

static void
print_json(FILE *out, const struct workflow_problems *problems, const struct workflow_problems *notes)
{
	struct buf	b = BUF_INIT;
	struct json	j = json_to(&b);

	json_list(&j);
	json_problems(&j, problems, false);
	if (notes != NULL)
		json_problems(&j, notes, true);
	json_list_end(&j);
	fprintf(out, "%.*s\n", STR_ARG(buf_view(&b)));
	buf_free(&b);
}

int
workflow_lint_file(const char *path, const struct workflow_law *law, bool as_json, FILE *out)
{
	struct process auto_(process_freep)	*p = NULL;
	struct workflow_problems		 problems = { NULL, 0 };
	struct arena				*a = arena_new();
	struct str				 bytes;
	int					 status = 2, r;

	if (file_read(a, path, WORKFLOW_BYTES_MAX, &bytes) == 0) {
		r = process_new(a, bytes, &p, &problems);
		if (r == 0)
			r = process_check(a, p, law, &problems);
		if (as_json)
			print_json(out, &problems, p == NULL ? NULL : process_notes(p));
		else {
			workflow_lint_print(out, path, &problems);
			if (p != NULL)
				print(out, path, "note: ", process_notes(p));
		}
		status = r < 0 ? 2 : r > 0 ? 1 : 0;
	}
	arena_free(a);
	return (status);
}
