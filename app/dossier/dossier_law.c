#include "dossier/dossier_law.h"

#include "dossier/dossier_move.h"

struct workflow_law
dossier_law(struct arena *a, const struct form *f)
{
	struct form_choices	*choices;
	struct workflow_field	*fields;
	size_t			 n;

	form_choices(a, f, &choices, &n);
	fields = ARENA_ARRAY(a, struct workflow_field, n + 1);
	for (size_t i = 0; i < n; i++)
		fields[i] = (struct workflow_field){ choices[i].path, choices[i].value, choices[i].value_n };
	return ((struct workflow_law){ .limit = dossier_limit(form_catalogue(f)), .fields = fields, .fields_n = n });
}
