/* Where the rules of the service packages are. */
#pragma once

#include "core/arena.h"
#include "core/str.h"

/* Where service.rng is: the folder above the package's own (forms/3.000465/service.xml), else "forms". */
const char	*cli_rules_folder(struct arena *a, const char *service);
