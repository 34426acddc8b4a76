/* Cross-reference sections (ISO 32000-1 7.5.4, 7.5.8): for pdf_file.c only. */
#pragma once

#include "pdf/pdf.h"

/* Reads a section at the front of *rest, which then stands behind it.  0 | PDF_E_* */
int	pdf_xref_section(struct arena *a, struct str bytes, struct str *rest, struct pdf_revision *rev) MUST_USE;
