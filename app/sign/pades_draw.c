#include "sign/pades.h"

#include <math.h>
#include <openssl/sha.h>
#include <stdlib.h>

#define STROKE_WAVES	7
#define RAYS		5		/* of the seal's star */
#define TICKS		48		/* of its ring */
#define ARC		0.5522847498	/* control points of a quarter circle */

static void
put(struct buf *b, double v)
{
	long	thousandths = lround(v * 1000);

	buf_printf(b, "%s%ld.%03ld ", thousandths < 0 ? "-" : "", labs(thousandths) / 1000, labs(thousandths) % 1000);
}

static void
put_op(struct buf *b, const double *v, size_t n, const char *op)
{
	size_t	i;

	for (i = 0; i < n; i++)
		put(b, v[i]);
	buf_cstr(b, op);
	buf_byte(b, '\n');
}
#define OP(b, op, ...) \
	put_op((b), (const double[]){ __VA_ARGS__ }, sizeof((double[]){ __VA_ARGS__ }) / sizeof(double), (op))

static void
circle(struct buf *b, double cx, double cy, double r)
{
	double	k = r * ARC;

	OP(b, "m", cx + r, cy);
	OP(b, "c", cx + r, cy + k, cx + k, cy + r, cx, cy + r);
	OP(b, "c", cx - k, cy + r, cx - r, cy + k, cx - r, cy);
	OP(b, "c", cx - r, cy - k, cx - k, cy - r, cx, cy - r);
	OP(b, "c", cx + k, cy - r, cx + r, cy - k, cx + r, cy);
	buf_cstr(b, "s\n");
}

/* Double rim, a ring of ticks where a real seal has its name, a five-pointed star. */
static void
draw_seal(struct buf *b, double width, double height)
{
	double	cx = width / 2, cy = height / 2, r = fmin(width, height) / 2 - 1, angle, at;
	int	i;

	buf_cstr(b, "0.80 0.05 0.10 RG 0.80 0.05 0.10 rg\n");
	OP(b, "w", r * 0.035);
	circle(b, cx, cy, r);
	OP(b, "w", r * 0.018);
	circle(b, cx, cy, r * 0.94);
	circle(b, cx, cy, r * 0.62);
	for (i = 0; i < TICKS; i++) {
		angle = 2 * M_PI * i / TICKS;
		OP(b, "m", cx + r * 0.70 * cos(angle), cy + r * 0.70 * sin(angle));
		OP(b, "l", cx + r * 0.86 * cos(angle), cy + r * 0.86 * sin(angle));
	}
	buf_cstr(b, "S\n");
	for (i = 0; i < 2 * RAYS; i++) {
		angle = M_PI / 2 + M_PI * i / RAYS;
		at = i % 2 == 0 ? r * 0.46 : r * 0.176;
		OP(b, i == 0 ? "m" : "l", cx + at * cos(angle), cy + at * sin(angle));
	}
	buf_cstr(b, "f\n");
}

/* A stroke that is always the same for a name, and not the same for two. */
static void
draw_stroke(struct buf *b, struct str signer, double width, double height)
{
	uint8_t	h[SHA256_DIGEST_LENGTH];
	double	step = width * 0.8 / STROKE_WAVES, x = width * 0.08, mid = height * 0.5, up, down;
	int	i;

	SHA256((const unsigned char *)signer.p, signer.n, h);
	buf_cstr(b, "0.05 0.15 0.55 RG 1 J 1 j\n");
	OP(b, "w", fmax(1.0, height * 0.028));
	OP(b, "m", x, mid + height * (h[0] - 128) / 640);
	for (i = 0; i < STROKE_WAVES; i++) {
		up = height * (0.15 + h[3 * i + 1] / 800.0);
		down = height * (0.12 + h[3 * i + 2] / 900.0);
		OP(b, "c", x + step * 0.2, mid + up, x + step * 0.6, mid + up, x + step * 0.55, mid);
		OP(b, "c", x + step * 0.5, mid - down, x + step * (0.7 + h[3 * i + 3] / 1000.0), mid - down, x + step,
		    mid + height * (h[3 * i + 3] - 128) / 1200);
		x += step;
	}
	OP(b, "c", x + step * 0.6, mid + height * 0.2, x - step * 3, height * 0.12, width * 0.15, height * 0.16);
	buf_cstr(b, "S\n");
}

void
pades_draw(struct buf *b, enum pades_look look, struct str signer, double width, double height)
{
	buf_cstr(b, "q\n");
	if (look == PADES_SEAL)
		draw_seal(b, width, height);
	else
		draw_stroke(b, signer, width, height);
	buf_cstr(b, "Q\n");
}
