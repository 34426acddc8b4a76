#include "sign/pades_archive.h"

#include "core/clock.h"

#define PRODUCER	"Motcua"

static void
put_xml_text(struct buf *b, struct str s)
{
	size_t	i;

	for (i = 0; i < s.n; i++)
		if (s.p[i] == '&')
			buf_cstr(b, "&amp;");
		else if (s.p[i] == '<')
			buf_cstr(b, "&lt;");
		else
			buf_byte(b, s.p[i]);
}

/* Info and XMP must say the same (ISO 19005-2 6.6.2.3). */
static void
put_info(struct pdf_update *u, const struct pades_field *f, uint32_t number)
{
	struct civil	c = civil_vn(f->time_s);

	pdf_update_open(u, number);
	buf_cstr(&u->out, "<< /Title ");
	pdf_put_text(&u->out, f->title);
	buf_printf(&u->out, " /Producer (" PRODUCER ") /CreationDate (D:%04d%02d%02d%02d%02d%02d+07'00') >>",
	    c.date.year, c.date.month, c.date.day, c.hour, c.minute, c.second);
	pdf_update_close(u);
}

static void
put_xmp(struct pdf_update *u, const struct pades_field *f, uint32_t number)
{
	auto_(buf_free) struct buf	b = BUF_INIT;

	buf_cstr(&b, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
	    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
	    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">"
	    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
	    "<pdf:Producer>" PRODUCER "</pdf:Producer><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	put_xml_text(&b, f->title);
	buf_printf(&b, "</rdf:li></rdf:Alt></dc:title><xmp:CreateDate>%.*s</xmp:CreateDate>"
	    "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>", STR_ARG(time_iso(u->a, f->time_s)));
	pdf_update_stream(u, number, "/Type /Metadata /Subtype /XML", buf_view(&b), false);
}

int
pades_archive_write(struct pdf_update *u, const struct pades_field *f, struct pades_archive *out)
{
	static const char *const	map[] = { "CIDToGIDMap", NULL };
	struct pdf_object		o;
	uint32_t			n;
	int				r;

	out->metadata = pdf_update_number(u);
	put_xmp(u, f, out->metadata);
	out->info = pdf_update_number(u);
	put_info(u, f, out->info);
	if (f->icc.n > 0) {
		out->profile = pdf_update_number(u);
		pdf_update_stream(u, out->profile, "/N 3", f->icc, true);
	}
	for (n = 1; n < u->base.size; n++) {
		r = pdf_object(u->a, &u->base, n, &o);
		if (r != 0)
			return (r);
		if (o.has_stream || !pdf_is_name(pdf_key(&o.value, "Subtype"), "CIDFontType2") ||
		    pdf_key(&o.value, "CIDToGIDMap") != NULL)
			continue;
		pdf_update_open(u, n);
		buf_cstr(&u->out, "<< ");
		pdf_update_entries(u, &o.value, map);
		/* cairo numbers its glyphs so that they are the CIDs. */
		buf_cstr(&u->out, "/CIDToGIDMap /Identity >>");
		pdf_update_close(u);
	}
	return (0);
}
