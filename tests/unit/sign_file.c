/*
 * A tool for tests/sign/run: makes an unsigned PDF, or signs a file through a running signer.
 *	sign_file blank OUT.pdf [PAGES]
 *	sign_file pdf|xml SOCKET TSA-URL TRUST.pem OFFICER-KEY SEAL-KEY IN OUT
 *	sign_file keep SOCKET TSA-URL TRUST.pem - - IN OUT
 *	sign_file k1 SOCKET TSA-URL TRUST.pem KEY - PAYLOAD OUT
 */
#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/buf.h"
#include "core/clock.h"
#include "sign/sign.h"

static void
file_close(FILE **f)
{
	if (*f != NULL)
		fclose(*f);
}

static bool
read_file(const char *path, struct buf *out)
{
	auto_(file_close) FILE	*f = fopen(path, "rb");
	char			 chunk[8192];
	size_t			 n;

	while (f != NULL && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(out, chunk, n);
	return (f != NULL);
}

static bool
write_file(const char *path, struct str s)
{
	auto_(file_close) FILE	*f = fopen(path, "wb");

	return (f != NULL && fwrite(s.p, 1, s.n, f) == s.n);
}

static int
blank(const char *path, int pages)
{
	cairo_surface_t	*surface = cairo_pdf_surface_create(path, 595, 842);
	cairo_t		*cr = cairo_create(surface);
	int		 i;

	for (i = 0; i < pages; i++) {
		cairo_select_font_face(cr, "Tinos", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
		cairo_set_font_size(cr, 14);
		cairo_move_to(cr, 80, 80);
		cairo_show_text(cr, "Quyết định về việc chỉnh sửa nội dung văn bằng");
		cairo_show_page(cr);
	}
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return (0);
}

static int
run(char **argv)
{
	auto_(arena_freep) struct arena				*a = arena_new();
	auto_(signer_client_freep) struct signer_client		*client = NULL;
	auto_(buf_free) struct buf				 in = BUF_INIT;
	const struct signer_conf				 conf = { argv[2], argv[3], argv[4],
	    "/usr/share/color/icc/sRGB.icc", 5000 };
	struct sign_request					 q = { .kind = STR("result"),
	    .dossier = STR("H24.19-261124-0001"), .now_s = clock_now_s(), .officer_box = { 350, 200, 150, 60 },
	    .officer_name = STR("Trần Minh Mẫu"), .seal_name = STR("Sở Giáo dục và Đào tạo (thử nghiệm)"),
	    .reason = STR("Phê duyệt"), .location = STR("Hải Phòng"), .title = STR("Quyết định & thử nghiệm") };
	uint8_t							 kid[SIGN_KID_BYTES], sig[SIGN_RAW_BYTES];
	struct str						 out = STR_NONE;
	int64_t							 until_s;
	int							 r;

	if (signer_client_new(&conf, &client) != 0 || !read_file(argv[7], &in))
		return (100);
	q.officer_key = str_of(argv[5]);
	q.seal_key = str_of(argv[6]);
	if (strcmp(argv[1], "pdf") == 0)
		r = sign_pdf(a, client, &q, buf_view(&in), &out);
	else if (strcmp(argv[1], "keep") == 0)
		r = sign_pdf_keep(a, client, buf_view(&in), q.now_s, &out, &until_s);
	else if (strcmp(argv[1], "xml") == 0)
		r = sign_xml(a, client, &q, q.officer_key, buf_view(&in), &out);
	else {
		r = sign_k1(client, q.officer_key, q.dossier, buf_view(&in), kid, sig);
		out = (struct str){ (const char *)sig, r == 0 ? sizeof(sig) : 0 };
	}
	if (r == 0 && !write_file(argv[8], out))
		return (101);
	return (r < 0 ? 99 : r);
}

int
main(int argc, char **argv)
{
	if (argc >= 3 && strcmp(argv[1], "blank") == 0)
		return (blank(argv[2], argc > 3 && strcmp(argv[3], "2") == 0 ? 2 : 1));
	return (argc == 9 ? run(argv) : 98);
}
