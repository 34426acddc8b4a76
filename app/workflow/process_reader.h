/*
 * Reading a workflow's document, shared by process_read.c (flows, lanes, the whole), process_nodes.c and
 * process_reader.c.
 */
#pragma once

#include "workflow/process_parts.h"

struct reader {
	struct process		*p;
	struct problem_list	*l;
	struct problem_list	 notes;
};

/* process_reader.c: elements, attributes (of no namespace, of ours), texts (in the process's arena), problems. */
bool		 read_is(const xmlNode *n, const char *name);
const xmlNode	*read_child(const xmlNode *parent, const char *name);
struct str	 read_attr(struct reader *r, const xmlNode *n, const char *name);
struct str	 read_mc(struct reader *r, const xmlNode *n, const char *name);
struct str	 read_text(struct reader *r, const xmlNode *n);
int		 read_line(const xmlNode *n);
void		 read_bad(struct reader *r, const xmlNode *n, const char *rule, struct str detail);
struct str	 read_id(struct reader *r, const xmlNode *n);
/* The name in English views. wanted: its lack is worth a note; people read of tasks and lanes. */
struct str	 read_name_en(struct reader *r, const xmlNode *n, bool wanted);
/* An optional yes or no. */
bool		 read_flag(struct reader *r, const xmlNode *n, const char *name, struct str value);
/* One of names; absent gives the fallback, or a problem when that is negative. */
int		 read_choice(struct reader *r, const xmlNode *n, const char *name, struct str value,
		    const char *const *names, size_t names_n, int fallback);

/* process_nodes.c */
int		 read_kind_of(const xmlNode *n);		/* enum node_kind, or -1: it is no node */
struct process_node *read_node(struct reader *r, const xmlNode *n, enum node_kind kind,
		    const struct process_node *scope);
/* References between nodes, once all are read. */
void		 read_references(struct reader *r, const xmlNode *n, struct process_node *node);
