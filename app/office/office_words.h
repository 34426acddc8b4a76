/* The words for elements, attributes and values of packages. What the catalogue has no word for keeps its own name. */
#pragma once

#include "office/office.h"
#include "view/message.h"

struct str	office_element(struct arena *a, enum lang lang, struct str element);
struct str	office_attr(struct arena *a, enum lang lang, struct str element, struct str attr);
struct str	office_attr_hint(struct arena *a, enum lang lang, struct str element, struct str attr);
struct str	office_value(struct arena *a, enum lang lang, struct str attr, struct str value);
struct str	office_slot_word(struct arena *a, enum lang lang, struct str element, struct str slot);
/* Of enum package_answer; detail: the form that is wanted, or what the schema says. */
struct str	office_problem_text(struct arena *a, enum lang lang, int answer, struct str detail);
