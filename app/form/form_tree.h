/*
 * A parsed form, to read: its nodes, expressions and phrases. For rooms that reason about forms (app/prove); everything
 * is owned by the form and never changes.
 *
 * Two trees over the same nodes. The page tree (parent, children) is what people see: page > section > group > field.
 * The data tree (owner, data_first, data_next) is what the XML holds: groups and fields only; pages and sections leave
 * no trace in it. The root of the data tree is the node "dossier"; officer's fields live under its group "result".
 *
 * Not to be included together with workflow/workflow.h, which has node kinds of its own.
 */
#pragma once

#include "form/form.h"
#include "xml/xpath.h"

enum node_kind { NODE_ROOT, NODE_PAGE, NODE_SECTION, NODE_GROUP, NODE_FIELD };

enum field_type {
	TYPE_TEXT, TYPE_LONG_TEXT, TYPE_PERSON_NAME, TYPE_PERSONAL_ID, TYPE_OLD_ID, TYPE_TAX_NUMBER, TYPE_PHONE,
	TYPE_EMAIL, TYPE_DATE, TYPE_PARTIAL_DATE, TYPE_YEAR, TYPE_CHOICE, TYPE_CHOICES, TYPE_CLASS, TYPE_INTEGER,
	TYPE_MONEY, TYPE_SCORE, TYPE_YES_NO, TYPE_FILE, TYPE__MAX
};

extern const char *const field_type_words[TYPE__MAX];	/* "text", "long-text" ...: as in service.xml */

struct bind {
	struct str	 text;		/* empty: not given */
	struct xpath	*x;
	int		 line;
	int		 always;	/* 1: true(), -1: false(), 0: it has to be evaluated */
};

struct constraint {
	struct bind		test;
	struct form_text	message;
};

struct choice {
	int			line;
	struct str		value;
	struct form_text	label;
	struct form_text	hint;
	/* the value above it in the list that the field's @under is chosen from */
	struct str		under;
	struct date		from, until;	/* both days included; year 0: open */
	struct str		was;		/* values of the same list that it came from, joined by a blank */
};

/* A path from a field to another: @under, @at, @born, @sex. */
struct link_to {
	struct bind		 bind;
	const struct node	*node;		/* NULL: not given */
	bool			 plain;		/* no rows between the field and the nearest group that holds both */
};

struct node {
	enum node_kind		 kind;
	enum form_part		 part;
	int			 line;
	size_t			 page;		/* index of the page it stands on; SIZE_MAX for root and "result" */
	struct str		 name;		/* element name; id of a page or section */
	struct str		 path;		/* names from below the root, joined by '.': "holder.full_name" */
	struct node		*parent;
	struct node		*children;	/* first child */
	struct node		*next;
	struct node		*owner;		/* nearest group above, or the root; itself for the root */
	struct node		*data_first;
	struct node		*data_next;
	unsigned		 depth;		/* groups above */
	size_t			 index;		/* in form->nodes */

	struct form_text	 label, hint, help;
	struct bind		 relevant, required, readonly, calculate;

	/* NODE_GROUP */
	bool			 repeat;
	bool			 table;		/* rows shown as a table where there is room */
	size_t			 rows_min, rows_max;
	struct form_text	 row_label, add_label;

	/* NODE_FIELD */
	enum field_type		 type;
	struct constraint	*constraints;
	size_t			 constraints_n;
	struct choice		*choices;
	size_t			 choices_n;
	bool			 listed;	/* the choices are a code list of its own file */
	struct link_to		 under;		/* TYPE_CHOICE: the field whose value the choices must stand under */
	/* TYPE_CHOICE: the day on which the choice must be in force; else today */
	struct link_to		 at;
	struct link_to		 born, sex;	/* TYPE_PERSONAL_ID: what the number must agree with */
	struct str		 prefill;	/* sources, separated by a space: the first that has a value counts */
	struct str		 autocomplete;
	bool			 sensitive;
	int			 width;
	int64_t			 chars_max;
	bool			 has_min, has_max;
	int64_t			 min, max;
	size_t			 files_max;
	struct str		 accept;
};

/* Text with holes: pieces of text and values in turn. */
struct piece {
	int			 line;
	struct str		 text;
	const struct node	*of;		/* NULL: text only */
};

struct phrase {
	struct piece	*v;
	size_t		 n;
};

struct doc_column {
	struct str		 label;
	const struct node	*of;
};

struct doc_block {
	enum block_kind		 kind;
	struct bind		 when;
	struct str		 label;
	struct phrase		 text;
	const struct node	*each;		/* BLOCK_TABLE: a repeatable group; within rows, those of all of them */
	struct doc_column	*columns;
	size_t			 columns_n;
};

struct doc_claim {
	struct str		 name;
	struct form_text	 label;
	struct phrase		 value;
};

struct doc_model {
	struct str		 kind, suffix, title, authority;
	struct phrase		 subject;
	struct doc_block	*blocks;
	size_t			 blocks_n;
	struct doc_claim	*claims;
	size_t			 claims_n;
	struct phrase		*recipients;
	size_t			 recipients_n;
};

/* A row of a decision table: the fee's or the time limit's. Context of both expressions: /dossier. */
struct rate {
	struct bind		test;		/* of the row that always fits: empty */
	struct bind		each;		/* how many times the amount; empty: once */
	int64_t			amount;		/* dong, or n of the time limit */
	enum form_unit		unit;
	struct form_text	why;
};

/* What form_catalogue's papers do not show: the binds, by the same index. */
struct paper_rule {
	struct bind	relevant, required;
	struct node	*lookup;		/* group below /dossier/lookup; NULL: no database */
};

struct form_tree {
	const struct node		*root;
	struct node *const		*nodes;		/* all, in document order, root first; nodes[i]->index == i */
	size_t				 nodes_n;
	struct node *const		*order;		/* groups and fields, each after all that it reads */
	size_t				 order_n;
	const struct phrase		*list_subject, *list_applicant;
	const struct doc_model		*doc;
	int				 catalogue_line;
	const struct rate		*fees, *limits;	/* the last always fits */
	size_t				 fees_n, limits_n;
	const struct paper_rule		*papers;	/* by index of form_catalogue's papers */
	uint64_t			 steps;		/* at most, to settle and check a dossier once (form_steps.c) */
};

struct form_tree form_tree(const struct form *f);
const struct node *form_tree_child(const struct node *owner, struct str name);	/* of the data tree; NULL: none */
/* Was the English left out, so that the Vietnamese stands in for it? Empty texts lack nothing. */
bool		 form_text_lacks_en(const struct form_text *t);
/* Is this a value of the field, in stored form and within its type, min, max and max-chars? */
bool		 form_type_takes(struct arena *a, const struct node *field, struct str value);

/* What holds of one field or group of an instance, by its name with row ids. */
struct instance_state {
	bool	there, relevant, required, readonly;
};

uint64_t	 instance_steps(const struct instance *in);	/* that its expressions have taken so far */
struct instance_state instance_state(struct instance *in, struct str name);
/* Is a page or section of a form shown, with the first row of what holds it? */
bool		 instance_shows(struct instance *in, const struct node *container);
