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
	bool				 has_declaration;	/* the package has an official form of its own */
	struct doc_model		 declaration;	/* without kind, suffix, claims and recipients */
	struct phrase			 addressee, declarant;
};

/* What the engine knows of one element of an instance; hangs on xmlNode._private. */
struct cell {
	const struct node	*node;
	bool			 relevant, required, readonly;
};

struct instance {
	const struct form	*form;
	struct arena		*a;
	xmlDoc			*doc;
	struct xpath_ctx	*xpath;
	struct date		 today;
	bool			 settled;
};

/* form_rules.c: a message of forms/messages.xml with {label}, {1}, {2} filled in. */
struct str	 rules_message(struct arena *a, const struct form_rules *r, const char *id, enum lang lang,
		     struct str label, struct str one, struct str two);
struct xml_schema *rules_schema(const struct form_rules *r);

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

/* form_expr.c: check an expression by the rules that make it mean the same everywhere, and say what it reads.
 * context: the node it is evaluated at. reads (cap FORM_FIELDS_MAX) may be NULL. */
struct expr_reads {
	const struct node	**v;
	size_t			  n, cap;
};
void		 expr_check(struct load *l, struct str text, int line, const struct node *context,
		     struct expr_reads *reads);

/* form_order.c: fill form->order, or say the cycle. */
void		 order_make(struct load *l);

/* form_type.c */
enum field_type	 type_of(struct str word);
/* Bring what was typed to the type's form. False when it can't be: *out is then the cleaned text as typed. */
bool		 type_normalise(struct arena *a, const struct node *field, struct str typed, struct str *out);
struct str	 type_date_join(struct arena *a, struct str day, struct str month, struct str year);
void		 type_date_split(struct arena *a, struct str value, struct str parts[3]);
struct str	 type_shown(struct arena *a, const struct form_rules *rules, const struct node *field, struct str value,
		     enum lang lang);
/* Message id of what is wrong with a stored value, or NULL; one and two are its parameters. */
const char	*type_problem(struct arena *a, const struct node *field, struct str value, struct str *one,
		     struct str *two);
bool		 type_has(const struct node *field, struct str tokens, struct str value);	/* of choices */

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
struct str	 instance_value(struct arena *a, const xmlNode *n);
xmlNode		*instance_only(const struct instance *in, const struct node *node);	/* first element of a node */

/* form_settle.c: typed attributes, relevance, calculated values; hidden fields lose their value. */
void		 instance_settle(struct instance *in);
bool		 page_relevant(struct instance *in, const struct node *page);
bool		 container_relevant(struct instance *in, const struct node *container, xmlNode *at);

/* form_result.c: the blocks of a document that the answers want. */
void		 document_fill(struct arena *a, struct instance *in, const struct doc_model *d, struct document *doc);

/* form_view.c */
struct form_file *files_of(struct arena *a, const xmlNode *field, size_t *n);
struct str	 phrase_text(struct arena *a, struct instance *in, const struct phrase *p, enum lang lang);
