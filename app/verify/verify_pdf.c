#include "core/clock.h"
#include "core/err.h"
#include "pdf/pdf.h"
#include "verify/verify_check.h"
#include "verify/verify_trust.h"

#define FIELDS_MAX	256u
#define FIELD_DEPTH_MAX	8u

/* A signature field that is signed. */
struct signed_field {
	struct str		 name;
	uint32_t		 number;	/* of the signature dictionary */
	struct pdf_object	 o;
	size_t			 range[4];
	bool			 placed;	/* its ranges are what they must be */
	struct verify_signature	 sig;		/* what is found out */
};

struct survey {
	struct arena		*a;
	struct pdf		 pdf;
	struct pdf_view		 last;
	struct pdf_value	 catalog;
	struct signed_field	 fields[VERIFY_SIGNATURES_MAX];
	size_t			 n, seen;
	bool			 trouble;	/* more fields than the limit, or a field that can't be read */
};

static void
bad(struct verify_signature *sig, const char *code)
{
	verify_blame(&sig->verdict, &sig->reasons, VERIFY_NOT_VALID, code);
}

/* D:YYYYMMDDHHmmSS and an offset (ISO 32000-1 7.9.4).  0: not a full date. */
static int64_t
date_parse_pdf(struct str s)
{
	static const size_t	at[6] = { 2, 6, 8, 10, 12, 14 }, n[6] = { 4, 2, 2, 2, 2, 2 };
	int64_t			v[6], h = 0, m = 0, sign = 0;
	size_t			i;

	if (!str_starts(s, STR("D:")) || s.n < 17)
		return (0);
	for (i = 0; i < 6; i++)
		if (!str_i64(str_from_to(s, at[i], at[i] + n[i]), 0, 9999, &v[i]))
			return (0);
	if (s.p[16] != 'Z') {
		sign = s.p[16] == '+' ? 1 : s.p[16] == '-' ? -1 : 0;
		if (sign == 0 || s.n < 19 || !str_i64(str_from_to(s, 17, 19), 0, 23, &h) ||
		    (s.n >= 22 && !str_i64(str_from_to(s, 20, 22), 0, 59, &m)))
			return (0);
	}
	if (!date_valid((struct date){ (int)v[0], (int)v[1], (int)v[2] }))
		return (0);
	return (date_days((struct date){ (int)v[0], (int)v[1], (int)v[2] }) * CLOCK_DAY_S + v[3] * 3600 + v[4] * 60 +
	    v[5] -
	    sign * (h * 3600 + m * 60));
}

static void
survey_field(struct survey *s, const struct pdf_value *ref, unsigned depth)
{
	const struct pdf_value	*value;
	struct pdf_value	 field, kids, name;
	size_t			 i;

	if (depth > FIELD_DEPTH_MAX || ++s->seen > FIELDS_MAX || pdf_resolve(s->a, &s->last, ref, &field) != 0 ||
	    pdf_get(s->a, &s->last, &field, "Kids", &kids) != 0 || pdf_get(s->a, &s->last, &field, "T", &name) != 0) {
		s->trouble = true;
		return;
	}
	for (i = 0; i < kids.n; i++)
		survey_field(s, &kids.items[i], depth + 1);
	value = pdf_key(&field, "V");
	if (!pdf_is_name(pdf_key(&field, "FT"), "Sig") || value == NULL)
		return;
	/* A signature is an object of its own, and belongs to one field. */
	for (i = 0; i < s->n; i++)
		if (s->fields[i].number == (uint32_t)value->number)
			s->trouble = true;
	if (value->kind != PDF_REF || s->n == VERIFY_SIGNATURES_MAX) {
		s->trouble = true;
		return;
	}
	s->fields[s->n].name = pdf_text(s->a, name.text);
	s->fields[s->n++].number = (uint32_t)value->number;
}

static int
survey(struct survey *s, struct str bytes)
{
	const struct pdf_value	*root;
	struct pdf_value	 form, fields;
	size_t			 i;
	int			 r;

	r = pdf_open(s->a, bytes, &s->pdf);
	if (r == 0)
		r = pdf_view(s->a, &s->pdf, s->pdf.n - 1, &s->last);
	if (r != 0)
		return (r);
	root = pdf_key(s->last.trailer, "Root");
	if (root == NULL)
		return (PDF_E_BROKEN);
	r = pdf_resolve(s->a, &s->last, root, &s->catalog);
	if (r == 0)
		r = pdf_get(s->a, &s->last, &s->catalog, "AcroForm", &form);
	if (r == 0)
		r = pdf_get(s->a, &s->last, &form, "Fields", &fields);
	if (r != 0)
		return (r);
	if (fields.kind == PDF_ARRAY)
		for (i = 0; i < fields.n; i++)
			survey_field(s, &fields.items[i], 0);
	return (0);
}

/* The two ranges: from 0 to exactly this signature's own <Contents>, and from there to the end of a revision. */
static bool
ranges_ok(const struct survey *s, const struct pdf_value *dict, struct verify_signature *sig, size_t range[4])
{
	const struct pdf_value	*r = pdf_key(dict, "ByteRange"), *c = pdf_key(dict, "Contents");
	size_t			 i, at;

	if (r == NULL || r->kind != PDF_ARRAY || r->n != 4 || c == NULL || c->kind != PDF_STRING || c->raw.n < 4 ||
	    c->raw.p[0] != '<')
		return (false);
	for (i = 0; i < 4; i++) {
		if (r->items[i].kind != PDF_INT || r->items[i].number < 0 ||
		    r->items[i].number > (int64_t)s->pdf.bytes.n)
			return (false);
		range[i] = (size_t)r->items[i].number;
	}
	at = (size_t)(c->raw.p - s->pdf.bytes.p);
	if (range[0] != 0 || range[1] != at || range[2] != at + c->raw.n || range[3] > s->pdf.bytes.n - range[2])
		return (false);
	sig->covered_bytes = range[2] + range[3];
	for (i = 0; i < s->pdf.n; i++)
		if (s->pdf.revisions[i].end == sig->covered_bytes) {
			sig->revision = i + 1;
			return (true);
		}
	return (false);
}

/* Where it stands, and what it covers. A signature that was rewritten in a later revision stands behind its own
 * range. */
static void
place_field(struct survey *s, struct signed_field *f)
{
	const struct pdf_entry	*e = f->number < s->last.size ? &s->last.table[f->number] : NULL;

	f->sig.field = f->name;
	f->sig.revisions = s->pdf.n;
	f->placed = e != NULL && e->where == PDF_AT && pdf_object(s->a, &s->last, f->number, &f->o) == 0 &&
	    f->o.value.kind == PDF_DICT && ranges_ok(s, &f->o.value, &f->sig, f->range) &&
	    e->at < f->sig.covered_bytes;
	if (!f->placed)
		bad(&f->sig, "verify.pdf.byte_range");
}

static void
check_stamp(struct survey *s, const struct verify_trust *t, struct signed_field *f, struct verify_when when)
{
	size_t		 n = f->range[1] + f->range[3];
	char		*covered = arena_alloc(s->a, n + 1);
	int64_t		 time_s;

	memcpy(covered, s->pdf.bytes.p, f->range[1]);
	memcpy(covered + f->range[1], s->pdf.bytes.p + f->range[2], f->range[3]);
	f->sig.time_stamp_only = true;
	if (verify_time_stamp(t, pdf_key(&f->o.value, "Contents")->text, (struct str){ covered, n }, when, &f->sig,
	    &time_s))
		f->sig.proven_s = time_s;
}

static void
check_contents(struct survey *s, const struct verify_trust *t, struct signed_field *f, struct verify_when when)
{
	const struct pdf_value	*form = pdf_key(&f->o.value, "SubFilter");
	uint8_t			 digest[32];

	if (pdf_is_name(form, "ETSI.RFC3161"))
		check_stamp(s, t, f, when);
	else if (pdf_is_name(form, "ETSI.CAdES.detached")) {
		pdf_digest(s->pdf.bytes, f->range[1], f->range[2], f->sig.covered_bytes, digest);
		verify_cms(s->a, t, pdf_key(&f->o.value, "Contents")->text, digest, when, &f->sig);
	} else
		verify_blame(&f->sig.verdict, &f->sig.reasons, VERIFY_CANT_TELL, "verify.pdf.form");
}

static void
check_field(struct survey *s, const struct verify_trust *t, struct signed_field *f, struct verify_when when)
{
	const struct pdf_value	*m, *reason;
	int			 r;

	if (!f->placed)
		return;
	f->sig.whole = f->sig.covered_bytes == s->pdf.bytes.n;
	m = pdf_key(&f->o.value, "M");
	reason = pdf_key(&f->o.value, "Reason");
	f->sig.claimed_s = m != NULL && m->kind == PDF_STRING ? date_parse_pdf(m->text) : 0;
	f->sig.reason = reason != NULL && reason->kind == PDF_STRING ? pdf_text(s->a, reason->text) : STR_NONE;
	check_contents(s, t, f, when);
	r = verify_later_revisions(s->a, &s->pdf, f->sig.revision - 1);
	if (r != 0)
		bad(&f->sig, r == VERIFY_CHANGED ? "verify.pdf.changed_after" : "verify.pdf.broken");
}

static void
blame_file(struct verify_result *out, int answer)
{
	static const struct {
		enum verify_verdict	 verdict;
		const char		*code;
	} what[] = {
		[PDF_E_BROKEN]		= { VERIFY_NOT_VALID, "verify.pdf.broken" },
		[PDF_E_TRAILING]	= { VERIFY_NOT_VALID, "verify.pdf.trailing_bytes" },
		[PDF_E_ENCRYPTED]	= { VERIFY_CANT_TELL, "verify.pdf.encrypted" },
		[PDF_E_UNSUPPORTED]	= { VERIFY_CANT_TELL, "verify.pdf.form" },
		[PDF_E_TOO_BIG]		= { VERIFY_CANT_TELL, "verify.file.too_big" },
	};

	verify_blame(&out->verdict, &out->reasons, what[answer].verdict, what[answer].code);
}

/* By the revision that they close. */
static void
sort_by_revision(struct signed_field *f, size_t n)
{
	struct signed_field	one;
	size_t			i, k;

	for (i = 1; i < n; i++)
		for (k = i; k > 0 && f[k - 1].sig.covered_bytes > f[k].sig.covered_bytes; k--) {
			one = f[k];
			f[k] = f[k - 1];
			f[k - 1] = one;
		}
}

/* From the last to the first: a good time stamp proves that what it covers existed by then, and with that the earlier
 * ones are judged. */
static void
check_fields(struct survey *s, const struct verify_trust *t, int64_t now_s)
{
	struct verify_when	when = { now_s, now_s };
	struct signed_field	*f;
	size_t			i;

	for (i = s->n; i-- > 0; ) {
		f = &s->fields[i];
		check_field(s, t, f, when);
		if (f->sig.time_stamp_only && f->sig.verdict == VERIFY_VALID && f->sig.proven_s < when.known_s)
			when.known_s = f->sig.proven_s;
	}
}

/* A time stamp that closes the file covers the validation data too. */
static void
raise_levels(struct survey *s)
{
	const struct verify_signature	*last = s->n > 0 ? &s->fields[s->n - 1].sig : NULL;
	size_t				 i;

	if (last == NULL || !last->time_stamp_only || !last->whole || last->verdict != VERIFY_VALID)
		return;
	for (i = 0; i < s->n; i++)
		if (s->fields[i].sig.level == VERIFY_LEVEL_LT)
			s->fields[i].sig.level = VERIFY_LEVEL_LTA;
}

static void
report(const struct survey *s, struct verify_result *out)
{
	size_t	i;

	if (s->trouble)
		verify_blame(&out->verdict, &out->reasons, VERIFY_NOT_VALID, "verify.pdf.fields");
	if (s->n == 0)
		verify_blame(&out->verdict, &out->reasons, VERIFY_CANT_TELL, "verify.unsigned");
	out->signatures = ARENA_ARRAY(s->a, struct verify_signature, s->n + 1);
	out->n = s->n;
	for (i = 0; i < s->n; i++) {
		out->signatures[i] = s->fields[i].sig;
		if (out->signatures[i].verdict != VERIFY_VALID)
			verify_blame(&out->verdict, &out->reasons, out->signatures[i].verdict, "verify.signature");
	}
}

int
verify_pdf(struct arena *a, const struct verify_trust *t, struct str bytes, int64_t now_s, struct verify_result *out)
{
	struct survey		*s = ARENA_NEW(a, struct survey);
	struct verify_trust	 with_kept = *t;
	size_t			 i;
	int			 r;

	memset(out, 0, sizeof(*out));
	s->a = a;
	r = bytes.n > VERIFY_FILE_MAX_BYTES ? PDF_E_TOO_BIG : survey(s, bytes);
	if (r != 0) {
		blame_file(out, r);
		return (0);
	}
	for (i = 0; i < s->n; i++)
		place_field(s, &s->fields[i]);
	sort_by_revision(s->fields, s->n);
	verify_take_kept(a, &s->last, &s->catalog, &with_kept);
	check_fields(s, &with_kept, now_s);
	verify_drop_kept(&with_kept);
	raise_levels(s);
	report(s, out);
	return (0);
}
