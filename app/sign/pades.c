#include "sign/pades.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "pdf/pdf_update.h"
#include "sign/pades_archive.h"

#define BYTE_RANGE_WIDTH	40	/* "[0 a b c]" padded: three offsets of up to ten digits fit */
#define FIELDS_MAX		64
#define FLAGS			132	/* annotation: Print (4) and Locked (128) */

struct draft {
	struct pdf_update		 u;
	const struct pades_field	*f;
	uint32_t			 signature, widget, picture, page;
	size_t				 byte_range_at, contents_at;
};

static void
draft_free(struct draft *d)
{
	pdf_update_free(&d->u);
}

static void
put_text_entry(struct buf *b, const char *key, struct str text)
{
	if (text.n == 0)
		return;
	buf_printf(b, "/%s ", key);
	pdf_put_text(b, text);
	buf_byte(b, '\n');
}

/* A number with two decimals, whatever the locale. */
static void
put_points(struct buf *b, double v)
{
	long	hundredths = lround(v * 100);

	buf_printf(b, "%s%ld.%02ld ", hundredths < 0 ? "-" : "", labs(hundredths) / 100, labs(hundredths) % 100);
}

static void
put_signature(struct draft *d)
{
	struct civil	 c = civil_vn(d->f->time_s);
	struct buf	*b = &d->u.out;
	size_t		 i;

	pdf_update_open(&d->u, d->signature);
	buf_printf(b, "<< /Type /%s /Filter /Adobe.PPKLite /SubFilter /%s\n/ByteRange ",
	    d->f->stamp ? "DocTimeStamp" : "Sig", d->f->stamp ? "ETSI.RFC3161" : "ETSI.CAdES.detached");
	d->byte_range_at = b->n;
	for (i = 0; i < BYTE_RANGE_WIDTH; i++)
		buf_byte(b, ' ');
	buf_cstr(b, "\n/Contents <");
	d->contents_at = b->n;
	for (i = 0; i < 2 * PADES_CMS_MAX_BYTES; i++)
		buf_byte(b, '0');
	buf_cstr(b, ">\n");
	if (!d->f->stamp) {
		buf_printf(b, "/M (D:%04d%02d%02d%02d%02d%02d+07'00')\n", c.date.year, c.date.month, c.date.day,
		    c.hour, c.minute, c.second);
		put_text_entry(b, "Name", d->f->signer);
		put_text_entry(b, "Reason", d->f->reason);
		put_text_entry(b, "Location", d->f->location);
	}
	buf_cstr(b, ">>");
	pdf_update_close(&d->u);
}

static void
put_widget(struct draft *d)
{
	const struct sign_box	*box = &d->f->box;
	struct buf		*b = &d->u.out;

	pdf_update_open(&d->u, d->widget);
	buf_printf(b, "<< /Type /Annot /Subtype /Widget /FT /Sig /F %d /T (%s)\n/V %u 0 R /P %u 0 R /Rect [ ", FLAGS,
	    d->f->name, d->signature, d->page);
	put_points(b, box->x);
	put_points(b, box->y);
	put_points(b, box->x + box->width);
	put_points(b, box->y + box->height);
	buf_cstr(b, "]\n");
	if (!d->f->stamp) {
		buf_printf(b, "/AP << /N %u 0 R >>\n", d->picture);
		put_text_entry(b, "TU", d->f->signer);
	}
	buf_cstr(b, ">>");
	pdf_update_close(&d->u);
}

static void
put_picture(struct draft *d)
{
	auto_(buf_free) struct buf	drawing = BUF_INIT, dict = BUF_INIT;
	const struct sign_box		*box = &d->f->box;

	pades_draw(&drawing, d->f->look, d->f->signer, box->width, box->height);
	buf_cstr(&dict, "/Type /XObject /Subtype /Form /Resources << >> /BBox [ 0 0 ");
	put_points(&dict, box->width);
	put_points(&dict, box->height);
	buf_cstr(&dict, "]");
	pdf_update_stream(&d->u, d->picture, dict.p, buf_view(&drawing), true);
}

/* The items of an array, then one reference more. */
static void
put_array_and(struct buf *b, const struct pdf_value *array, uint32_t number)
{
	size_t	i;

	buf_cstr(b, "[ ");
	for (i = 0; i < array->n; i++) {
		buf_str(b, array->items[i].raw);
		buf_byte(b, ' ');
	}
	buf_printf(b, "%u 0 R ]\n", number);
}

static int
put_page(struct draft *d)
{
	static const char *const	own[] = { "Annots", "Tabs", NULL };
	struct pdf_value		page, annots;
	int				r;

	r = pdf_page(d->u.a, &d->u.base, d->f->page, &d->page, &page);
	if (r == 0)
		r = pdf_get(d->u.a, &d->u.base, &page, "Annots", &annots);
	if (r != 0 || (annots.kind != PDF_NULL && annots.kind != PDF_ARRAY))
		return (SIGN_E_PDF);
	pdf_update_open(&d->u, d->page);
	buf_cstr(&d->u.out, "<< ");
	pdf_update_entries(&d->u, &page, own);
	buf_cstr(&d->u.out, "/Tabs /S\n/Annots ");
	put_array_and(&d->u.out, &annots, d->widget);
	buf_cstr(&d->u.out, ">>");
	pdf_update_close(&d->u);
	return (0);
}

/* The field joins the form; a form that is there must be one that we wrote: direct, and of signature fields alone. */
static int
put_catalog(struct draft *d, const struct pades_archive *archive)
{
	static const char *const	kept[] = { "AcroForm", NULL };
	static const char *const	replaced[] = { "AcroForm", "Metadata", "OutputIntents", "Lang",
	    "ViewerPreferences", NULL };
	const struct pdf_value		*root = pdf_key(d->u.base.trailer, "Root"), *form, *fields = NULL;
	const struct pdf_value		 none = { .kind = PDF_ARRAY };
	struct pdf_value		 catalog;
	struct buf			*b = &d->u.out;

	if (root == NULL || root->kind != PDF_REF || pdf_resolve(d->u.a, &d->u.base, root, &catalog) != 0 ||
	    catalog.kind != PDF_DICT)
		return (SIGN_E_PDF);
	form = pdf_key(&catalog, "AcroForm");
	if (form != NULL)
		fields = pdf_key(form, "Fields");
	if (form != NULL && (fields == NULL || fields->kind != PDF_ARRAY || fields->n > FIELDS_MAX))
		return (SIGN_E_PDF);
	pdf_update_open(&d->u, (uint32_t)root->number);
	buf_cstr(b, "<< ");
	pdf_update_entries(&d->u, &catalog, archive != NULL ? replaced : kept);
	buf_cstr(b, "/AcroForm << /SigFlags 3 /Fields ");
	put_array_and(b, fields != NULL ? fields : &none, d->widget);
	buf_cstr(b, ">>\n");
	if (archive != NULL)
		buf_printf(b, "/Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> /Metadata %u 0 R\n",
		    archive->metadata);
	if (archive != NULL && archive->profile != 0)
		buf_printf(b, "/OutputIntents [ << /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
		    "/Info (sRGB IEC61966-2.1) /DestOutputProfile %u 0 R >> ]\n", archive->profile);
	buf_cstr(b, ">>");
	pdf_update_close(&d->u);
	return (0);
}

/* Byte ranges are known once the file ends; they have a field of fixed width, so that nothing moves. */
static void
seal_ranges(struct draft *d, struct pades_prepared *out)
{
	char		 text[BYTE_RANGE_WIDTH + 1], *file;
	size_t		 a = d->contents_at - 1, b = d->contents_at + 2 * PADES_CMS_MAX_BYTES + 1, n = d->u.out.n;
	int		 w = snprintf(text, sizeof(text), "[0 %zu %zu %zu]", a, b, n - b);

	CHECK(w > 0 && w <= BYTE_RANGE_WIDTH);
	memcpy(d->u.out.p + d->byte_range_at, text, (size_t)w);
	file = arena_alloc(d->u.a, n);
	memcpy(file, d->u.out.p, n);
	out->bytes = (struct str){ file, n };
	out->contents_at = d->contents_at;
	pdf_digest(out->bytes, a, b, n, out->digest);
}

int
pades_prepare(struct arena *a, struct str pdf, const struct pades_field *f, struct pades_prepared *out)
{
	auto_(draft_free) struct draft	d = { .f = f };
	struct pades_archive		archive = { 0, 0, 0 };
	int				r;

	if (pdf_update_begin(a, pdf, &d.u) != 0)
		return (SIGN_E_PDF);
	if (f->archive && pades_archive_write(&d.u, f, &archive) != 0)
		return (SIGN_E_PDF);
	d.signature = pdf_update_number(&d.u);
	d.widget = pdf_update_number(&d.u);
	if (!f->stamp)
		d.picture = pdf_update_number(&d.u);
	r = put_page(&d);
	if (r == 0)
		r = put_catalog(&d, f->archive ? &archive : NULL);
	if (r != 0)
		return (r);
	put_widget(&d);
	if (!f->stamp)
		put_picture(&d);
	put_signature(&d);
	pdf_update_finish(&d.u, archive.info);
	seal_ranges(&d, out);
	return (0);
}

int
pades_embed(struct pades_prepared *p, struct str cms)
{
	static const char	hex[] = "0123456789abcdef";
	char			*to = (char *)(uintptr_t)p->bytes.p + p->contents_at;
	size_t			i;

	if (cms.n > PADES_CMS_MAX_BYTES)
		return (SIGN_E_TOO_BIG);
	for (i = 0; i < cms.n; i++) {
		to[2 * i] = hex[(uint8_t)cms.p[i] >> 4];
		to[2 * i + 1] = hex[(uint8_t)cms.p[i] & 15];
	}
	return (0);
}
