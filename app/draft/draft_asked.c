#include "draft/draft_asked.h"

#define FIELD_END	'\x1f'
#define ITEM_END	'\x1e'

void
draft_asked_read(struct arena *a, struct str text, struct draft_asked_list *out)
{
	struct str	item;
	size_t		n = 1;

	*out = (struct draft_asked_list){ .limits = text.n > 0 };
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == ITEM_END;
	out->v = ARENA_ARRAY(a, struct draft_asked, n);
	while (str_cut(&text, ITEM_END, &item)) {
		struct draft_asked	*v = &out->v[out->n];
		struct str		 kind;

		if (!str_cut(&item, FIELD_END, &kind))
			continue;
		out->n++;
		v->paper = str_eqc(kind, "paper");
		(void)str_cut(&item, FIELD_END, &v->name);
		(void)str_cut(&item, FIELD_END, &v->label);
		(void)str_cut(&item, FIELD_END, &v->reason);
		v->was = item;
		if (v->name.n == 0)
			out->limits = false;
	}
}

/* "born" is of "born.day" and of itself; "born2" is not. */
static bool
is_of(struct str name, struct str field)
{
	return (str_eq(name, field) ||
	    (name.n > field.n && name.p[field.n] == '.' && str_eq(str_from_to(name, 0, field.n), field)));
}

const struct draft_asked *
draft_asked_of(const struct draft_asked_list *l, struct str name)
{
	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].name.n > 0 && is_of(name, l->v[i].name))
			return (&l->v[i]);
	}
	return (NULL);
}

bool
draft_asked_allows(const struct draft_asked_list *l, const struct form_problems *problems, struct str name)
{
	if (!l->limits || draft_asked_of(l, name) != NULL)
		return (true);
	for (size_t i = 0; i < problems->n; i++) {
		if (is_of(name, problems->v[i].name))
			return (true);
	}
	return (false);
}

void
draft_asked_filter(const struct draft_asked_list *l, const struct form_problems *problems, struct draft_post *post)
{
	struct str	field = post->target, rest = post->target;
	size_t		n = 0;

	for (size_t i = 0; i < post->fields_n; i++) {
		if (draft_asked_allows(l, problems, post->fields[i].name))
			post->fields[n++] = post->fields[i];
	}
	post->fields_n = n;
	/* "papers.proof <sha256>": the button names the field first. */
	(void)str_cut(&rest, ' ', &field);
	if (!draft_asked_allows(l, problems, field))
		post->press = DRAFT_NEXT;
}

static struct str
text_of(struct arena *a, const struct answer *k)
{
	struct str	text = k->shown;

	if (!k->paper)
		return (text);
	text = STR_NONE;
	for (size_t i = 0; i < k->files_n; i++)
		text = i == 0 ? k->files[i].name :
		    arena_printf(a, "%.*s, %.*s", STR_ARG(text), STR_ARG(k->files[i].name));
	return (text);
}

bool
draft_asked_unchanged(struct arena *a, const struct draft_asked *item, const struct answer_section *vi, size_t n)
{
	for (size_t i = 0; i < n && item->name.n > 0; i++) {
		for (size_t k = 0; k < vi[i].answers_n; k++) {
			if (str_eq(vi[i].answers[k].name, item->name))
				return (str_eq(text_of(a, &vi[i].answers[k]), item->was));
		}
	}
	return (false);
}

struct gather {
	const struct draft_asked_list	*l;
	const struct form_problems	*problems;
	struct control			*v;
	size_t				 n;
};

static bool
is_question(const struct control *c)
{
	return (c->kind != CONTROL_SECTION && c->kind != CONTROL_REPEAT && c->kind != CONTROL_SHOWN);
}

/* Without v: how many there are. */
static void
gather_below(struct gather *g, const struct control *controls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct control	*c = &controls[i];

		if (is_question(c) && c->relevant && draft_asked_allows(g->l, g->problems, c->name)) {
			if (g->v != NULL)
				g->v[g->n] = *c;
			g->n++;
		}
		gather_below(g, c->controls, c->controls_n);
		for (size_t k = 0; k < c->rows_n; k++)
			gather_below(g, c->rows_v[k].controls, c->rows_v[k].controls_n);
	}
}

size_t
draft_asked_controls(struct arena *a, struct instance *in, enum lang lang, const struct draft_asked_list *l,
    const struct form_problems *problems, bool show_problems, struct control **out)
{
	struct page_view	*pages = ARENA_ARRAY(a, struct page_view, form_pages_n(instance_form(in)));
	struct gather		 g = { .l = l, .problems = problems };
	size_t			*at, n = draft_pages(a, instance_form(in), in, FORM_PART_APPLICANT, &at);

	for (size_t i = 0; i < n; i++) {
		if (form_view_page(a, in, at[i], lang, show_problems ? problems : NULL, &pages[i]) == 0)
			gather_below(&g, pages[i].controls, pages[i].controls_n);
	}
	*out = g.v = ARENA_ARRAY(a, struct control, g.n);
	g.n = 0;
	for (size_t i = 0; i < n; i++)
		gather_below(&g, pages[i].controls, pages[i].controls_n);
	return (g.n);
}
