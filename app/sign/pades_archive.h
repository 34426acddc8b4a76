/* What cairo leaves out of PDF/A-2b (ISO 19005-2): for pades.c only. */
#pragma once

#include "core/str.h"
#include "pdf/pdf_update.h"
#include "sign/pades.h"

/* Object numbers of what was added; the catalog names them. */
struct pades_archive {
	uint32_t	metadata;
	uint32_t	profile;	/* 0: none */
	uint32_t	info;
};

/* Writes XMP, output profile, Info, and CIDToGIDMap of each CID font.  0 | PDF_E_* */
int	pades_archive_write(struct pdf_update *u, const struct pades_field *f, struct pades_archive *out) MUST_USE;
