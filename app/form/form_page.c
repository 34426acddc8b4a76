/* Which pages there are, and which come next. */
#include "form/form_model.h"

const struct form_catalogue *
form_catalogue(const struct form *f)
{
	return (&f->catalogue);
}

size_t
form_pages_n(const struct form *f)
{
	return (f->pages_n);
}

const struct form_page *
form_page(const struct form *f, size_t i)
{
	CHECK(i < f->pages_n);
	return (&f->page_facts[i]);
}

int
form_page_find(const struct form *f, struct str id, size_t *i)
{
	for (size_t k = 0; k < f->pages_n; k++) {
		if (str_eq(f->page_facts[k].id, id)) {
			*i = k;
			return (0);
		}
	}
	return (FORM_E_NAME);
}

int
form_page_step(const struct form *f, struct instance *in, size_t from, int dir, size_t *to)
{
	size_t	i = from;

	CHECK(from < f->pages_n && (dir == 1 || dir == -1));
	while (dir > 0 ? i + 1 < f->pages_n : i > 0) {
		i = dir > 0 ? i + 1 : i - 1;
		if (f->page_facts[i].part != f->page_facts[from].part)
			break;
		if (page_relevant(in, f->pages[i])) {
			*to = i;
			return (0);
		}
	}
	return (FORM_E_NAME);
}

bool
form_uses(const struct form *f, struct str source)
{
	struct str	rest, part;

	for (size_t i = 0; i < f->nodes_n; i++) {
		rest = f->nodes[i]->prefill;
		while (str_cut(&rest, ' ', &part)) {
			if (str_eq(part, source))
				return (true);
		}
	}
	return (false);
}

struct str
form_registry(const struct form *f)
{
	return (f->registry);
}
