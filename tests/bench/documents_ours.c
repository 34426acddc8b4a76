/* One result, from the stored dossier to both signed files: as app/worker/job_result.c, with the signer's and the
 * time-stamp server's work in this process and no socket, file or database. */
#include "documents.h"

#include <openssl/sha.h>

#include "core/clock.h"
#include "core/err.h"
#include "paper/paper.h"
#include "paper/twin.h"
#include "qr/k1.h"
#include "sign/cms.h"
#include "sign/pades.h"
#include "sign/tsp.h"
#include "sign/xades.h"

#define NOW_S		1795500000
#define DOSSIER_CODE	"H24.19-261124-0001"

double	stamper_us;

static int
time_stamp(struct arena *a, const struct issuer *is, struct str octets, struct str *token)
{
	struct tsp_authority	tsa = { is->stamper->cert, is->stamper->pkey, is->stamper->chain, 1, clock_now_s() };
	struct str		request, response;
	uint8_t			digest[SHA256_DIGEST_LENGTH];
	double			before;
	int			r;

	SHA256((const unsigned char *)octets.p, octets.n, digest);
	r = tsp_request(a, digest, &request);
	before = cpu_us();
	if (r == 0)
		r = tsp_respond(a, &tsa, request, &response);
	stamper_us += cpu_us() - before;
	if (r == 0)
		r = tsp_check(a, request, response, is->roots, token);
	return (err_fold(r));
}

static int
sign_field(struct arena *a, const struct issuer *is, struct key *key, const struct pades_field *f, struct str *pdf)
{
	struct pades_prepared	p;
	struct str		cms, octets, token;
	int			r;

	r = pades_prepare(a, *pdf, f, &p);
	if (r == 0)
		r = cms_sign(a, key->pkey, key->cert, key->chain, p.digest, &cms);
	if (r == 0)
		r = cms_signature(a, cms, &octets);
	if (r == 0)
		r = time_stamp(a, is, octets, &token);
	if (r == 0)
		r = cms_add_time_stamp(a, cms, token, &cms);
	if (r == 0)
		r = pades_embed(&p, cms);
	*pdf = p.bytes;
	return (err_fold(r));
}

static struct sign_box
box_of(const struct paper_place *place)
{
	return ((struct sign_box){ place->x, place->y, place->w, place->h });
}

static int
make_pdf(struct arena *a, const struct issuer *is, const struct document *doc, struct str *pdf)
{
	struct paper_places	places;
	struct pades_field officer = { .name = "Officer",
		.look = PADES_OFFICER,
		.time_s = NOW_S,
		.archive = true,
		.signer = doc->signer,
		.reason = STR("Phê duyệt"),
		.location = doc->place,
		.title = doc->title,
		.icc = is->icc };
	struct pades_field	seal = officer;
	int			r;

	r = paper_render(a, doc, NULL, pdf, &places);
	if (r != 0)
		return (err_fold(r));
	officer.page = (size_t)places.signature.page - 1;
	officer.box = box_of(&places.signature);
	seal.name = "Seal";
	seal.look = PADES_SEAL;
	seal.page = officer.page;
	seal.box = box_of(&places.seal);
	seal.signer = doc->agency;
	seal.archive = false;
	r = sign_field(a, is, is->officer, &officer, pdf);
	if (r == 0)
		r = sign_field(a, is, is->seal, &seal, pdf);
	return (err_trace(r));
}

static int
make_xml(struct arena *a, const struct issuer *is, const struct document *doc, const struct form_result *facts,
    uint8_t digest[TWIN_DIGEST_BYTES], struct str *xml)
{
	struct twin_facts	twin = { .issuer = STR("H24.19"), .agency = STR("Sở Giáo dục và Đào tạo"),
	    .number = doc->number, .date = doc->date, .issued_s = NOW_S, .title = doc->title, .subject = doc->subject,
	    .signer = doc->signer, .dossier = STR(DOSSIER_CODE), .procedure = form_catalogue(is->form)->code,
	    .package = form_hash(is->form), .code = STR("0123456789") };
	struct str		c14n, signature, octets, token;
	uint8_t			whole[SHA256_DIGEST_LENGTH];
	int			r;

	r = twin_write(a, &twin, facts->claims, facts->claims_n, xml);
	if (r != 0)
		return (err_fold(r));
	twin_digest(*xml, digest);
	r = xades_canonical(a, *xml, &c14n);
	if (r != 0)
		return (err_fold(r));
	SHA256((const unsigned char *)c14n.p, c14n.n, whole);
	r = xades_sign(a, is->seal->pkey, is->seal->cert, is->seal->chain, whole, NOW_S, &signature);
	if (r == 0)
		r = xades_signature_value(signature, &octets);
	if (r == 0)
		r = time_stamp(a, is, octets, &token);
	if (r == 0)
		r = xades_add_time_stamp(a, signature, token, &signature);
	if (r == 0)
		*xml = xades_envelop(a, c14n, signature);
	return (err_trace(r));
}

static int
make_qr(struct arena *a, const struct issuer *is, const struct document *doc, const uint8_t digest[TWIN_DIGEST_BYTES],
    struct str *text)
{
	struct k1_claims	claims = { .issuer = STR("H24.19"), .issued_s = NOW_S, .number = doc->number,
	    .procedure = form_catalogue(is->form)->code, .dossier = STR(DOSSIER_CODE), .holder = STR("Vũ Thị Mận") };
	struct str		payload;
	uint8_t			sig[K1_SIG_BYTES];
	int			r;

	memcpy(claims.digest, digest, sizeof(claims.digest));
	r = k1_payload(a, &claims, &payload);
	if (r == 0)
		r = ecdsa_sign_raw(is->qr->pkey, k1_sig_structure(a, k1_protected(a, is->qr->kid), payload), sig);
	if (r == 0)
		r = k1_text(a, STR("dvc.example.vn"), STR("0123456789"), is->qr->kid, payload, sig, text);
	return (err_fold(r));
}

int
issue(struct arena *a, const struct issuer *is, struct document *doc, struct issued *out)
{
	auto_(instance_freep) struct instance	*in = NULL;
	struct form_result			 facts = { 0 };
	uint8_t					 digest[TWIN_DIGEST_BYTES];
	int					 r;

	r = instance_parse(is->form, (struct date){ 2026, 11, 24 }, is->instance, &in);
	if (r != 0)
		return (err_fold(r));
	form_result(a, in, doc, &facts);
	doc->parent_agency = STR("ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG");
	doc->agency = STR("SỞ GIÁO DỤC VÀ ĐÀO TẠO");
	doc->number = arena_printf(a, "12/%.*s", STR_ARG(facts.suffix));
	doc->place = STR("Hải Phòng");
	doc->date = (struct date){ 2026, 11, 24 };
	doc->authority = STR("GIÁM ĐỐC");
	doc->signer = STR("Trần Minh Mẫu");
	r = make_xml(a, is, doc, &facts, digest, &out->xml);
	if (r == 0)
		r = make_qr(a, is, doc, digest, &out->qr_text);
	doc->qr_text = out->qr_text;
	doc->qr_caption = STR("Quét mã để kiểm tra bản này\nhoặc mở dvc.example.vn/k/0123456789");
	if (r == 0)
		r = make_pdf(a, is, doc, &out->pdf);
	return (err_trace(r));
}
