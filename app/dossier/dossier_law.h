/*
 * What a service says about the workflow that moves its dossiers: for the checks before publishing.
 */
#pragma once

#include "core/arena.h"
#include "form/form.h"
#include "workflow/workflow.h"

/* In a; texts are the form's. */
struct workflow_law	dossier_law(struct arena *a, const struct form *f);
