/* The inside of a form, for the files of this room only. What others may read of it is form_tree.h. */
#pragma once

#include "form/form_tree.h"
#include "xml/xml.h"

#define CHOICES_AS_RADIOS	7		/* more become a list to pull down */

struct form {
	struct arena			*a;	/* everything below lives here */
	const struct form_rules		*rules;
	struct str			 hash;
	struct form_catalogue		 catalogue;
	int				 catalogue_line;
	struct str			 registry;
	struct node			*root;
	struct node			**nodes;	/* all, in document order, root first */
	size_t				 nodes_n;
	struct node			**pages;
	struct form_page		*page_facts;
	size_t				 pages_n;
	struct node			**order;	/* groups and fields, each after all it reads */
	size_t				 order_n;
	struct phrase			 list_subject, list_applicant;
	struct doc_model		 doc;
	struct str			 canonical;
	uint64_t			 steps;		/* of settling and checking the dossier with the most rows */
	struct rate			*fees, *limits;	/* the last always fits */
	size_t				 fees_n, limits_n;
	bool				 paid_before;	/* the fee is due before acceptance */
	struct str			 fee_code;
	struct paper_rule		*paper_rules;
	struct node			*lookups;	/* the group /dossier/lookup; NULL: no paper has a database */
	bool				 has_declaration;	/* the package has an official form of its own */
	struct doc_model		 declaration;	/* without kind, suffix, claims and recipients */
	struct phrase			 addressee, declarant;
};

/* What the engine knows of one element of an instance; hangs on xmlNode._private. */
struct cell {
	const struct node	*node;
	bool			 relevant, required, readonly;
	xmlNode			*x;
	struct cell		*same_next;	/* of the same node, in document order */
	struct {
		bool	known, has;
		int64_t	v;
	}			 told[2];	/* typed attributes, as they stand in the element */
};

struct instance {
	const struct form	*form;
	struct arena		*a;
	xmlDoc			*doc;
	struct xpath_ctx	*xpath;
	struct date		 today;
	bool			 settled;
	bool			 counted;	/* cells are those of the document */
	bool			 dated;		/* the root says today */
	struct cell		**cells;	/* by node->index, the first of each */
	xmlDoc			*withheld;	/* values of hidden fields (form_withhold.c); NULL: none */
};

/* form_rules.c: a message of forms/messages.xml with {label}, {1}, {2} filled in. */
struct str	 rules_message(struct arena *a, const struct form_rules *r, const char *id, enum lang lang,
		     struct str label, struct str one, struct str two);
struct xml_schema *rules_schema(const struct form_rules *r);
/* The element <list> of forms/lists/<name>.xml, or NULL. */
const xmlNode	*rules_list(const struct form_rules *r, struct str name);

/* form_list.c: put the entries of the lists that the package names into it. */
struct load;
void		 lists_expand(struct load *l);
void		 load_choices(struct load *l, const xmlNode *from, struct node *n);
void		 load_links(struct load *l, const xmlNode *field, struct node *n);
void		 check_links(struct load *l);

/* form_load.c and its helpers: findings grow in a. */
struct load {
	struct arena		*a;		/* of the findings */
	struct form		*f;
	xmlDoc			*doc;
	struct form_findings	*findings;
	size_t			 findings_cap;
	unsigned		 nodes_cap;
};

void		 load_say(struct load *l, int line, const char *rule, bool note, const char *fmt, ...)
		     PRINTFLIKE(5, 6);
struct form_text load_text(struct load *l, const xmlNode *parent, const char *element);
void		 load_catalogue(struct load *l, const xmlNode *service);
void		 load_document(struct load *l, const xmlNode *service);
struct phrase	 load_phrase(struct load *l, const xmlNode *x);
void		 load_blocks(struct load *l, const xmlNode *x, struct doc_model *d);
void		 load_declaration(struct load *l, const xmlNode *service);	/* form_declaration.c */
bool		 load_bind(struct load *l, const xmlNode *n, const char *attr, struct bind *out);
bool		 load_bind_text(struct load *l, struct str text, int line, const char *attr, struct bind *out);
struct node	*load_node(struct load *l, enum node_kind kind, struct node *parent, struct str name, int line);

/* form_paper.c: decision tables, papers and the databases that stand for them. */
void		 load_rates(struct load *l, const xmlNode *catalogue);
void		 load_paper_rules(struct load *l, const xmlNode *catalogue);
void		 check_paper_rules(struct load *l);
void		 paper_rules_free(struct form *f);
const struct node *node_at(const struct form *f, struct str path);	/* by its path without rows; NULL: none */

/* form_expr.c: check an expression by the rules that make it mean the same everywhere, and say what it reads.
 * context: the node it is evaluated at. reads (cap FORM_FIELDS_MAX) may be NULL. */
struct expr_reads {
	const struct node	**v;
	size_t			  n, cap;
};
/* context NULL: /dossier, and every path starts with /dossier. */
#define EXPR_STEPS_MAX	200000		/* of one evaluation; XPATH_OPS_MAX is above it */
#define FORM_STEPS_MAX	5000000		/* of one expression in all its places, and of all together */
void		 expr_check(struct load *l, struct str text, int line, const struct node *context,
		     struct expr_reads *reads);

/* form_steps.c: the worst case of an evaluation, from the limits of the rows. */
uint64_t	 steps_times(uint64_t a, uint64_t b);	/* UINT64_MAX when it is too much */
uint64_t	 steps_children(const struct node *n);	/* elements below one of n */
uint64_t	 expr_places(const struct node *n);	/* how many elements of a node there can be */
/* Within the bounds? Says so when not. count: this expression is one of the form's, and not looked at twice. */
bool		 steps_check(struct load *l, struct str text, int line, uint64_t steps, const struct node *context,
		     bool count);

/* form_order.c: fill form->order, or say the cycle. */
void		 order_make(struct load *l);

/* form_type.c */
enum field_type	 type_of(struct str word);
/* Bring what was typed to the type's form. False when it can't be: *out is then the cleaned text as typed. */
bool		 type_normalise(struct arena *a, const struct node *field, struct str typed, struct str *out);
struct str	 type_date_join(struct arena *a, struct str day, struct str month, struct str year);
bool		 shown_as_radios(const struct node *field);	/* of a choice */
bool		 type_has_parts(const struct node *field);	/* day, month and year */
void		 type_date_split(struct arena *a, struct str value, struct str parts[3]);
struct str	 type_shown(struct arena *a, const struct form_rules *rules, const struct node *field, struct str value,
		     enum lang lang);
/* Message id of what is wrong with a stored value, or NULL; one and two are its parameters. */
const char	*type_problem(struct arena *a, const struct node *field, struct str value, struct str *one,
		     struct str *two);
const struct choice *choice_find(const struct node *field, struct str value);
bool		 choice_in_force(const struct choice *c, struct date day);
bool		 type_has(const struct node *field, struct str tokens, struct str value);	/* of choices */

/* form_link.c: as type_problem, for what depends on other fields of the dossier. */
const char	*link_problem(struct arena *a, struct instance *in, xmlNode *x, enum lang lang, struct str *one,
		     struct str *two);
/* What may be chosen at x on its day: all entries in force then, and the value that stands there. */
struct options {
	const struct choice	**v;
	size_t			  n;
	struct str		  above;	/* value of the field that @under leads to */
};
void		 link_options(struct arena *a, struct instance *in, xmlNode *x, struct options *out);
struct str	 link_renewed(struct instance *in, const struct node *field, struct str value);

/* form_instance.c */
xmlNode		*instance_root(const struct instance *in);
struct cell	*cell_of(const xmlNode *n);
const struct node *data_child(const struct node *owner, struct str name);
xmlNode		*data_add(struct instance *in, xmlNode *parent, const struct node *node, xmlNode *before);
/* Element of a name with row ids; *rest is what follows the last element ("day" of "born.day"). NULL: none. */
xmlNode		*instance_find(struct instance *in, struct str name, struct str *rest);
/* Name with row ids of an element, joined as in HTML: "subjects[r3].mark"; sep '-' gives the HTML id. */
struct str	 instance_name(struct arena *a, const xmlNode *n);
struct str	 instance_id(struct arena *a, const xmlNode *n);
/* What stands in a field: its value, or what was typed when that is not understood. The latter is kept in @typed, and
 * the element stays empty: expressions see values in their type's form or none. */
struct str	 instance_value(struct arena *a, const xmlNode *n);
/* The same without a copy where it can be done: valid until the element changes. */
struct str	 instance_value_view(struct arena *a, const xmlNode *n);
bool		 instance_store(struct arena *a, xmlNode *x, struct str typed);
xmlNode		*instance_only(const struct instance *in, const struct node *node);	/* first element of a node */

/* form_withhold.c: values of fields that are hidden, kept apart until the fields are shown again. */
void		 field_withhold(struct instance *in, xmlNode *x);
void		 field_give_back(struct instance *in, xmlNode *x);
struct str	 field_withheld(struct instance *in, const xmlNode *x);
void		 withheld_forget(struct instance *in, struct str row);
int		 files_copy(struct instance *in, xmlNode *to, const xmlNode *from);	/* 0 | FORM_E_SHAPE */

/* form_settle.c: typed attributes, relevance, calculated values; hidden fields lose their value. */
void		 instance_settle(struct instance *in);
bool		 page_relevant(struct instance *in, const struct node *page);
bool		 container_relevant(struct instance *in, const struct node *container, xmlNode *at);

/* form_result.c: the blocks of a document that the answers want. */
void		 document_fill(struct arena *a, struct instance *in, const struct doc_model *d, struct document *doc);

/* form_view.c */
struct form_file *files_of(struct arena *a, const xmlNode *field, size_t *n);
struct str	 phrase_text(struct arena *a, struct instance *in, const struct phrase *p, enum lang lang);
/* As a sentence of a Vietnamese document: with its dates in full words. */
struct str	 phrase_sentence(struct arena *a, struct instance *in, const struct phrase *p);
