/* The order of evaluation: each group and field after all that its relevance and its calculation read. */
#include "form/form_model.h"

#include "core/buf.h"

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct walk {
	struct load		*l;
	struct load		 silent;	/* findings about the expressions were said already */
	struct form_findings	 unheard;
	enum mark		*marks;		/* by node->index */
	const struct node	**path;		/* the nodes that are open, outermost first */
	size_t			 path_n;
	bool			 cycle;
};

static void
say_cycle(struct walk *w, const struct node *n)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	size_t				i = 0;

	while (i < w->path_n && w->path[i] != n)
		i++;
	for (; i < w->path_n; i++)
		buf_printf(&b, "%.*s -> ", STR_ARG(w->path[i]->path));
	buf_str(&b, n->path);
	load_say(w->l, n->line, "cycle", false, "these decide each other: %.*s: break the circle",
	    STR_ARG(buf_view(&b)));
	w->cycle = true;
}

static void	visit(struct walk *w, struct node *n);

static void
visit_reads(struct walk *w, const struct bind *bind, const struct node *at)
{
	struct expr_reads	reads = { NULL, 0, bind->text.n / 2 + 1 };	/* a name and what joins it */

	if (bind->text.n == 0)
		return;
	reads.v = ARENA_ARRAY(w->l->a, const struct node *, reads.cap);
	expr_check(&w->silent, bind->text, bind->line, at, &reads);
	for (size_t i = 0; i < reads.n; i++)
		visit(w, w->l->f->nodes[reads.v[i]->index]);
}

static void
visit(struct walk *w, struct node *n)
{
	if (w->cycle || w->marks[n->index] == MARK_DONE)
		return;
	if (w->marks[n->index] == MARK_OPEN) {
		say_cycle(w, n);
		return;
	}
	w->marks[n->index] = MARK_OPEN;
	w->path[w->path_n++] = n;
	if (n->owner->kind != NODE_ROOT)
		visit(w, w->l->f->nodes[n->owner->index]);
	for (const struct node *c = n->parent; c != NULL && c != n->owner; c = c->parent)
		visit_reads(w, &c->relevant, n->owner);
	visit_reads(w, &n->relevant, n);
	visit_reads(w, &n->calculate, n);
	w->path_n--;
	w->marks[n->index] = MARK_DONE;
	w->l->f->order[w->l->f->order_n++] = n;
}

void
order_make(struct load *l)
{
	struct form	*f = l->f;
	struct walk	 w = { .l = l, .silent = *l };

	w.silent.findings = &w.unheard;
	w.silent.findings_cap = 0;
	w.marks = ARENA_ARRAY(l->a, enum mark, f->nodes_n);
	w.path = ARENA_ARRAY(l->a, const struct node *, f->nodes_n);
	f->order = ARENA_ARRAY(f->a, struct node *, f->nodes_n);
	for (size_t i = 0; i < f->nodes_n; i++) {
		if (f->nodes[i]->kind == NODE_GROUP || f->nodes[i]->kind == NODE_FIELD)
			visit(&w, f->nodes[i]);
	}
}
