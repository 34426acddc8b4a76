#include "dossier/dossier_words.h"

#include "core/clock.h"
#include "view/message.h"

static const struct {
	enum msg	words, hint;
	enum tone	tone;
} statuses[DOSSIER_STATUS_MAX + 1] = {
	[STATUS_SUBMITTED] = { MSG_DOSSIER_STATUS_1, MSG_DOSSIER_HINT_1, TONE_BLUE },
	[STATUS_ACCEPTED] = { MSG_DOSSIER_STATUS_2, MSG_DOSSIER_HINT_2, TONE_BLUE },
	[STATUS_NOT_ACCEPTED] = { MSG_DOSSIER_STATUS_3, MSG_DOSSIER_HINT_3, TONE_RED },
	[STATUS_PROCESSING] = { MSG_DOSSIER_STATUS_4, MSG_DOSSIER_HINT_4, TONE_BLUE },
	[STATUS_SUPPLEMENT] = { MSG_DOSSIER_STATUS_5, MSG_DOSSIER_HINT_5, TONE_YELLOW },
	[STATUS_PAYMENT] = { MSG_DOSSIER_STATUS_6, MSG_DOSSIER_HINT_6, TONE_YELLOW },
	[STATUS_WITHDRAWN] = { MSG_DOSSIER_STATUS_7, MSG_DOSSIER_HINT_7, TONE_GREY },
	[STATUS_STOPPED] = { MSG_DOSSIER_STATUS_8, MSG_DOSSIER_HINT_8, TONE_GREY },
	[STATUS_DECIDED] = { MSG_DOSSIER_STATUS_9, MSG_DOSSIER_HINT_9, TONE_GREEN },
	[STATUS_RETURNED] = { MSG_DOSSIER_STATUS_10, MSG_DOSSIER_HINT_10, TONE_GREEN },
};

static size_t
status_index(int64_t status)
{
	CHECK(status >= 1 && status <= DOSSIER_STATUS_MAX);
	return ((size_t)status);
}

struct str
dossier_status_words(enum lang lang, int64_t status)
{
	return (msg_text(lang, statuses[status_index(status)].words));
}

struct str
dossier_status_hint(enum lang lang, int64_t status)
{
	return (msg_text(lang, statuses[status_index(status)].hint));
}

struct tag
dossier_status_tag(enum lang lang, int64_t status)
{
	return ((struct tag){ dossier_status_words(lang, status), statuses[status_index(status)].tone });
}

/* "supplement-slip" is named dossier.notice_supplement_slip. */
static enum msg
msg_of_kind(struct arena *a, const char *family, struct str kind)
{
	struct str	name = arena_printf(a, "dossier.%s_%.*s", family, STR_ARG(kind));
	char		*p = arena_alloc(a, name.n + 1);

	for (size_t i = 0; i < name.n; i++)
		p[i] = name.p[i] == '-' ? '_' : name.p[i];
	return (msg_of_name((struct str){ p, name.n }));
}

struct str
dossier_slip_words(enum lang lang, struct str kind)
{
	static const struct {
		const char	*kind;
		enum msg	 text;
	} slips[] = {
		{ "submission", MSG_DOSSIER_SLIP_SUBMISSION }, { "declaration", MSG_DOSSIER_SLIP_DECLARATION },
		{ "receipt", MSG_DOSSIER_SLIP_RECEIPT }, { "supplement", MSG_DOSSIER_SLIP_SUPPLEMENT },
		{ "refusal", MSG_DOSSIER_SLIP_REFUSAL }, { "apology", MSG_DOSSIER_SLIP_APOLOGY },
		{ "stop", MSG_DOSSIER_SLIP_STOP },
	};

	for (size_t i = 0; i < COUNT_OF(slips); i++) {
		if (str_eqc(kind, slips[i].kind))
			return (msg_text(lang, slips[i].text));
	}
	return (kind);
}

struct str
dossier_notice_words(struct arena *a, enum lang lang, const struct notice_line *n)
{
	enum msg	id = msg_of_kind(a, "notice", n->kind);

	return (msg_string(a, lang, id == MSG_NONE ? MSG_DOSSIER_NOTICE_NOTIFY : id,
	    (struct msg_arg[]){ MSG_ARG(n->code) }, 1));
}

struct deadline
dossier_deadline(struct arena *a, enum lang lang, int64_t now_s, int64_t status, int64_t due_s, bool paused)
{
	bool	runs = status == STATUS_ACCEPTED || status == STATUS_PROCESSING || status == STATUS_SUPPLEMENT ||
		    status == STATUS_PAYMENT;

	return (view_deadline(a, lang, now_s, runs && due_s > 0 ? due_s : -1, paused));
}

/* ---- the timeline */

static bool
is_inner(const struct dossier_event *e)
{
	return (str_eqc(e->kind, "assigned") || str_eqc(e->kind, "drafted") || str_eqc(e->kind, "claimed") ||
	    str_eqc(e->kind, "leave_asked") || str_eqc(e->kind, "leave_granted"));
}

static bool
is_addressed(const struct dossier_event *e)
{
	return (str_eqc(e->kind, "supplement") || e->status == STATUS_NOT_ACCEPTED || e->status == STATUS_STOPPED);
}

static struct str
in_lang(enum lang lang, struct str vi, struct str en)
{
	return (lang == LANG_EN ? en : vi);
}

static struct str
event_title(
    struct arena *a, enum lang lang, const struct process *process, const struct dossier_event *e, int64_t before)
{
	const struct process_node	*node = process_node(process, e->node);
	enum msg			 id = msg_of_kind(a, "event", e->kind);

	if (str_eqc(e->kind, "forward") && before == STATUS_SUBMITTED)
		return (msg_text(lang, MSG_DOSSIER_EVENT_ACCEPTED));
	if (str_eqc(e->kind, "refuse") && e->status != STATUS_NOT_ACCEPTED && e->status != STATUS_STOPPED)
		id = MSG_NONE;
	if (id != MSG_NONE && !str_eqc(e->kind, "forward"))
		return (msg_text(lang, id));
	if (node == NULL)
		return (msg_text(lang, MSG_DOSSIER_EVENT_STEP));
	return (msg_string(a, lang, MSG_DOSSIER_EVENT_STEP_OF,
	    (struct msg_arg[]){ MSG_ARG(in_lang(lang, node->name, node->name_en)) }, 1));
}

static struct str
event_by(struct arena *a, enum lang lang, const struct dossier_event *e)
{
	if (str_eqc(e->role, "applicant"))
		return (e->actor_name);
	if (e->actor_name.n == 0 || str_eqc(e->role, "system"))
		return (e->agency);
	return (msg_string(a, lang, MSG_DOSSIER_EVENT_BY,
	    (struct msg_arg[]){ MSG_ARG(e->actor_name), MSG_ARG(e->agency) }, 2));
}

/* An officer writes one defect a line; in the timeline they are one text. */
static struct str
reason_text(struct arena *a, struct str reason)
{
	struct str	*lines, text = STR_NONE;
	size_t		 n = dossier_lines(a, reason, &lines);

	for (size_t i = 0; i < n; i++)
		text = i == 0 ? lines[0] : arena_printf(a, "%.*s; %.*s", STR_ARG(text), STR_ARG(lines[i]));
	return (text);
}

struct timeline
dossier_timeline(struct arena *a, enum lang lang, const struct process *process, const struct dossier_event *events,
    size_t n)
{
	struct timeline_item	*items = ARENA_ARRAY(a, struct timeline_item, n + 1);
	size_t			 items_n = 0;
	int64_t			 before = 0;

	for (size_t i = 0; i < n; i++) {
		const struct dossier_event	*e = &events[i];

		if (!is_inner(e)) {
			items[items_n++] = (struct timeline_item){
				.title = event_title(a, lang, process, e, before), .by = event_by(a, lang, e),
				.at = time_vn(a, e->at_s), .text = is_addressed(e) ? reason_text(a, e->reason) :
				    STR_NONE,
			};
		}
		before = e->status;
	}
	/* Newest first: what matters is on top. */
	for (size_t i = 0; i < items_n / 2; i++) {
		struct timeline_item	swap = items[i];

		items[i] = items[items_n - 1 - i];
		items[items_n - 1 - i] = swap;
	}
	if (items_n > 0)
		items[0].current = true;
	return ((struct timeline){ items, items_n });
}

struct str
dossier_where(struct arena *a, enum lang lang, const struct process *process, struct str text)
{
	const struct process_node	*nodes;
	struct marking			 marking;
	size_t				 n;

	nodes = process_nodes(process, &n);
	if (marking_parse(a, process, text, &marking) != 0)
		return (STR_NONE);
	for (size_t i = 0; i < n; i++) {
		const struct process_node	*node = &nodes[i];

		if (node->kind != NODE_USER || !marking.place[node->index].open ||
		    str_eqc(node->lane->role, "applicant"))
			continue;
		return (msg_string(a, lang, MSG_DOSSIER_WHERE, (struct msg_arg[]){
		    MSG_ARG(in_lang(lang, node->name, node->name_en)),
		    MSG_ARG(in_lang(lang, node->lane->name, node->lane->name_en)) }, 2));
	}
	return (STR_NONE);
}

size_t
dossier_lines(struct arena *a, struct str text, struct str **out)
{
	struct str	rest = text, line;
	size_t		n = 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	*out = ARENA_ARRAY(a, struct str, n);
	n = 0;
	while (str_cut(&rest, '\n', &line)) {
		if (str_trim(line).n > 0)
			(*out)[n++] = str_trim(line);
	}
	return (n);
}
