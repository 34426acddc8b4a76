/* What was posted, and what sources know, into the instance. */
#include "form/form_model.h"

#include "core/buf.h"
#include "core/utf8.h"

#define PAIRS_MAX	4000

struct post {
	struct instance		*in;
	enum form_part		 part;
	size_t			 page;
	const struct form_pair	*pairs;
	size_t			 n;
};

static bool
posted_before(const struct post *p, size_t i, struct str base)
{
	for (size_t k = 0; k < i; k++) {
		if (str_eq(p->pairs[k].name, base) || (str_starts(p->pairs[k].name, base) &&
		    p->pairs[k].name.n > base.n && p->pairs[k].name.p[base.n] == '.'))
			return (true);
	}
	return (false);
}

static struct str
posted(const struct post *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++) {
		if (str_eq(p->pairs[i].name, name))
			return (p->pairs[i].value);
	}
	return (STR_NONE);
}

static struct str
posted_date(const struct post *p, struct str base)
{
	static const char *const	keys[] = { "day", "month", "year" };
	struct str			parts[COUNT_OF(keys)];

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		parts[i] = posted(p, arena_printf(p->in->a, "%.*s.%s", STR_ARG(base), keys[i]));
	return (type_date_join(p->in->a, parts[0], parts[1], parts[2]));
}

static struct str
posted_choices(const struct post *p, struct str name)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	for (size_t i = 0; i < p->n; i++) {
		if (str_eq(p->pairs[i].name, name)) {
			buf_byte(&b, ' ');
			buf_str(&b, p->pairs[i].value);
		}
	}
	return (arena_str(p->in->a, buf_view(&b)));
}

static void
store(struct instance *in, xmlNode *x, struct str typed)
{
	if (instance_store(in->a, x, typed))
		xml_unset_attr(x, "from");
}

static bool
may_set(const struct post *p, const xmlNode *x)
{
	const struct cell	*c = cell_of(x);

	return (c->node->kind == NODE_FIELD && c->node->part == p->part &&
	    (p->page == FORM_ALL_PAGES || p->page == c->node->page));
}

/* 0, or FORM_E_NAME when the pair is not of this page. */
static int
take_pair(const struct post *p, size_t i)
{
	struct str	 rest, base, name = p->pairs[i].name, typed = p->pairs[i].value;
	xmlNode		*x = instance_find(p->in, name, &rest);

	if (x == NULL || !may_set(p, x) || cell_of(x)->node->type == TYPE_FILE)
		return (FORM_E_NAME);
	base = rest.n == 0 ? name : str_from_to(name, 0, name.n - rest.n - 1);
	if (rest.n > 0 && !(type_has_parts(cell_of(x)->node) && (str_eqc(rest, "day") || str_eqc(rest, "month") ||
	    str_eqc(rest, "year"))))
		return (FORM_E_NAME);
	if (cell_of(x)->readonly || ((rest.n > 0 || cell_of(x)->node->type == TYPE_CHOICES) &&
	    posted_before(p, i, base)))
		return (0);
	if (rest.n > 0)
		typed = posted_date(p, base);
	else if (cell_of(x)->node->type == TYPE_CHOICES)
		typed = posted_choices(p, name);
	store(p->in, x, typed);
	return (0);
}

/* Browsers send nothing for a list of boxes of which none is ticked. */
static void
clear_unticked(const struct post *p, xmlNode *x)
{
	const struct cell	*c = cell_of(x);

	if (c->node->kind != NODE_FIELD) {
		for (xmlNode *child = xml_first(x, NULL); child != NULL; child = xml_next(child, NULL))
			clear_unticked(p, child);
	} else if (c->node->type == TYPE_CHOICES && may_set(p, x) && !c->readonly && c->relevant &&
	    posted_choices(p, instance_name(p->in->a, x)).n == 0) {
		store(p->in, x, STR_NONE);
	}
}

static int
pairs_ok(const struct form_pair *pairs, size_t n)
{
	size_t	bytes = 0;

	if (n > PAIRS_MAX)
		return (FORM_E_LIMIT);
	for (size_t i = 0; i < n; i++) {
		bytes += pairs[i].value.n;
		if (!utf8_valid(pairs[i].value) || !utf8_clean(pairs[i].value))
			return (FORM_E_SHAPE);
	}
	return (bytes > FORM_INSTANCE_MAX_BYTES ? FORM_E_LIMIT : 0);
}

int
instance_set(struct instance *in, enum form_part part, size_t page, const struct form_pair *pairs, size_t n)
{
	struct post	p = { in, part, page, pairs, n };
	int		r;
	bool		strange = false;

	r = pairs_ok(pairs, n);
	if (r != 0)
		return (r);
	instance_settle(in);
	for (size_t i = 0; i < n; i++) {
		if (!str_starts(pairs[i].name, STR("_")) && take_pair(&p, i) != 0)
			strange = true;
	}
	if (page != FORM_ALL_PAGES)
		clear_unticked(&p, instance_root(in));
	in->settled = false;
	return (strange ? FORM_E_NAME : 0);
}

static bool
source_value(const struct form_pair *sources, size_t n, struct str wanted, struct form_pair *out)
{
	struct str	source;

	while (str_cut(&wanted, ' ', &source)) {
		for (size_t i = 0; i < n; i++) {
			if (str_eq(sources[i].name, source) && sources[i].value.n > 0) {
				*out = sources[i];
				return (true);
			}
		}
	}
	return (false);
}

static void
prefill_below(struct instance *in, enum form_part part, xmlNode *x, const struct form_pair *sources, size_t n)
{
	const struct node	*node = cell_of(x)->node;
	struct form_pair	 found;

	if (node->kind != NODE_FIELD) {
		for (xmlNode *c = xml_first(x, NULL); c != NULL; c = xml_next(c, NULL))
			prefill_below(in, part, c, sources, n);
	} else if (node->part == part && node->type != TYPE_FILE && source_value(sources, n, node->prefill, &found)) {
		store(in, x, link_renewed(in, node, found.value));
		xml_set_attr(x, "from", found.name);
	}
}

int
instance_prefill(struct instance *in, enum form_part part, const struct form_pair *sources, size_t n)
{
	int	r = pairs_ok(sources, n);

	if (r != 0)
		return (r);
	prefill_below(in, part, instance_root(in), sources, n);
	in->settled = false;
	return (0);
}
