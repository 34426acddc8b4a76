#include "paper/paper_closing.h"

#include "core/err.h"
#include "paper/slip_words.h"

/* Appendix I, the table of type sizes. */
#define AUTHORITY_PT		14.0
#define RECIPIENTS_HEAD_PT	12.0
#define RECIPIENTS_PT		11.0
#define SMALL_PT		10.0
#define NOTE_PT			11.0
#define DATED_PT		13.0

#define LEFT_WIDTH		(SHEET_WIDTH * 0.45)
#define RIGHT_X			(SHEET_LEFT + LEFT_WIDTH)
#define RIGHT_WIDTH		(SHEET_WIDTH - LEFT_WIDTH)
#define ROOM			(PAPER_SIGNATURE_H_PT + 2 * MM(3))	/* between authority and name */
#define QR_BOX			MM(30)		/* of a signed payload of some 300 digits */
#define QR_BOX_UNDER		MM(22)		/* of an address */
#define QR_GAP			MM(3)

/* Block 4. Days below 10 and the months 1 and 2 take a leading zero, so that nothing can be written before them. */
struct str
document_dated(struct arena *a, const struct document *doc)
{
	return (arena_printf(a, "%.*s%s%.*s", STR_ARG(doc->place), doc->place.n > 0 ? ", " : "",
	    STR_ARG(document_date(a, doc->date))));
}

static PangoLayout *
text_layout(struct sheet *s, struct str text, enum face face, double pt, double width)
{
	struct style	style = { .face = face, .pt = pt, .width = width };

	return (text.n == 0 ? NULL : sheet_layout(s, text, &style));
}

static PangoLayout *
centred_layout(struct sheet *s, struct str text, double width)
{
	struct style	style = { .face = FACE_BOLD, .pt = AUTHORITY_PT, .width = width, .align = PANGO_ALIGN_CENTER };

	return (text.n == 0 ? NULL : sheet_layout_balanced(s, text, &style));
}

static PangoLayout *
italic_layout(struct sheet *s, struct str text, double pt, double width)
{
	struct style	style = { .face = FACE_ITALIC, .pt = pt, .width = width, .align = PANGO_ALIGN_CENTER };

	return (text.n == 0 ? NULL : sheet_layout(s, text, &style));
}

static double
height_of(PangoLayout *layout)
{
	return (layout == NULL ? 0 : layout_height(layout));
}

static double
larger(double a, double b)
{
	return (a > b ? a : b);
}

static void
recipients_layout(struct sheet *s, const struct document *doc, struct closing *c)
{
	auto_(buf_free) struct buf	list = BUF_INIT;
	size_t				i;

	if (doc->recipients_n == 0)
		return;
	for (i = 0; i < doc->recipients_n; i++) {
		buf_printf(&list, "%s- %.*s%s", i == 0 ? "" : "\n", STR_ARG(doc->recipients[i]),
		    i + 1 == doc->recipients_n ? "." : ";");
	}
	c->recipients_head = text_layout(s, paper_words.recipients, FACE_BOLD_ITALIC, RECIPIENTS_HEAD_PT, LEFT_WIDTH);
	c->recipients = text_layout(
	    s, arena_str(s->a, buf_view(&list)), FACE_REGULAR, RECIPIENTS_PT, LEFT_WIDTH - QR_GAP);
}

/* Beside the signature when the left column is the recipients', under both when two people sign. */
static bool
qr_under(const struct closing *c)
{
	return (c->left_authority != NULL);
}

/* Of what stands beside the code. */
static double
beside_height(const struct closing *c)
{
	return (height_of(c->caption) + (c->note_beside && c->note != NULL ? SHEET_GAP / 2 + height_of(c->note) : 0));
}

int
closing_layout(struct sheet *s, const struct document *doc, struct closing *out)
{
	struct closing	c = { 0 };
	double		caption_width;
	int		r;

	c.authority = centred_layout(s, doc->authority, RIGHT_WIDTH);
	c.signer = centred_layout(s, doc->signer, RIGHT_WIDTH);
	if (doc->declaration)
		c.dated = italic_layout(s, document_dated(s->a, doc), DATED_PT, RIGHT_WIDTH);
	c.hint = italic_layout(s, doc->signature_hint, NOTE_PT, RIGHT_WIDTH);
	c.left_authority = centred_layout(s, doc->left_authority, LEFT_WIDTH);
	c.left_signer = centred_layout(s, doc->left_signer, LEFT_WIDTH);
	recipients_layout(s, doc, &c);
	c.qr_box = qr_under(&c) ? QR_BOX_UNDER : QR_BOX;
	c.note_beside = c.left_authority != NULL && doc->qr_text.n > 0;
	c.note = text_layout(
	    s, doc->note, FACE_ITALIC, NOTE_PT, c.note_beside ? SHEET_WIDTH - c.qr_box - QR_GAP : SHEET_WIDTH);
	if (doc->qr_text.n > 0) {
		r = qr_symbol(s->a, doc->qr_text, &c.qr);
		if (r != 0)
			return (r == QR_E_LONG ? PAPER_E_QR : err_trace(r));
		caption_width = (qr_under(&c) ? SHEET_WIDTH : LEFT_WIDTH) - c.qr_box - QR_GAP;
		c.caption = text_layout(s, doc->qr_caption, FACE_REGULAR, SMALL_PT, caption_width);
		c.qr_height = QR_GAP + larger(c.qr_box, beside_height(&c));
	}
	if (c.authority != NULL)
		c.signature_height = height_of(c.dated) + height_of(c.authority) + height_of(c.hint) + ROOM +
		    height_of(c.signer);
	if (c.left_authority != NULL)
		c.left_height = height_of(c.left_authority) + ROOM + height_of(c.left_signer);
	c.left_height += height_of(c.recipients_head) + height_of(c.recipients) + (qr_under(&c) ? 0 : c.qr_height);
	c.height = SHEET_GAP + larger(c.signature_height, c.left_height) + (qr_under(&c) ? c.qr_height : 0)
	    + (c.note == NULL || c.note_beside ? 0 : SHEET_GAP + height_of(c.note));
	if (c.height > SHEET_BOTTOM - SHEET_TOP)
		return (PAPER_E_LONG);
	*out = c;
	return (0);
}

static struct paper_place
place_of(const struct sheet *s, double x, double top, double w, double h)
{
	return ((struct paper_place){ s->page, x, s->paper_h - top - h, w, h });
}

/* Authority, room for a signature, name, in the middle of a column. Answers where the signature goes. */
static struct paper_place
signature_at(struct sheet *s, PangoLayout *signer, double x, double width, double y)
{
	if (signer != NULL)
		sheet_put_centred(s, signer, x, width, y + ROOM, "P");
	return (place_of(s, x + (width - PAPER_SIGNATURE_W_PT) / 2, y + (ROOM - PAPER_SIGNATURE_H_PT) / 2,
	    PAPER_SIGNATURE_W_PT, PAPER_SIGNATURE_H_PT));
}

static struct paper_place
signature_put(struct sheet *s, const struct closing *c, double x, double width)
{
	double	y = s->y + sheet_put_centred(s, c->authority, x, width, s->y, "P");

	if (c->hint != NULL)
		y += sheet_put_centred(s, c->hint, x, width, y, "P");
	return (signature_at(s, c->signer, x, width, y));
}

static struct paper_place
left_signature_put(struct sheet *s, const struct closing *c)
{
	double	y = s->y + sheet_put_centred(s, c->left_authority, SHEET_LEFT, LEFT_WIDTH, s->y, "P");

	return (signature_at(s, c->left_signer, SHEET_LEFT, LEFT_WIDTH, y));
}

/* Appendix I: the seal in its real size covers the left third of the signature. */
static struct paper_place
seal_place(const struct paper_place *signature)
{
	return ((struct paper_place){ signature->page, signature->x + signature->w / 3 - PAPER_SEAL_PT,
	    signature->y + (signature->h - PAPER_SEAL_PT) / 2, PAPER_SEAL_PT, PAPER_SEAL_PT });
}

static struct paper_place
qr_put(struct sheet *s, const struct closing *c, double y)
{
	double x = SHEET_LEFT + c->qr_box + QR_GAP, module = c->qr_box / (c->qr.modules + 2 * QR_QUIET_MODULES),
	       beside;
	size_t	i;

	sheet_tag(s, "Figure");
	for (i = 0; i < c->qr.rects_n; i++) {
		const struct qr_rect	*r = &c->qr.rects[i];

		cairo_rectangle(s->cr, SHEET_LEFT + (r->x + QR_QUIET_MODULES) * module,
		    y + (r->y + QR_QUIET_MODULES) * module, r->w * module, r->h * module);
	}
	cairo_fill(s->cr);
	sheet_tag_end(s, "Figure");
	beside = y + larger(0, (c->qr_box - beside_height(c)) / 2);
	if (c->caption != NULL)
		beside += sheet_put(s, c->caption, x, beside, "Caption") + SHEET_GAP / 2;
	if (c->note_beside && c->note != NULL)
		sheet_put(s, c->note, x, beside, "P");
	return (place_of(s, SHEET_LEFT, y, c->qr_box, c->qr_box));
}

void
closing_put(struct sheet *s, const struct closing *c, struct paper_places *places)
{
	double	left, top;

	if (c->height > sheet_room(s))
		sheet_page_break(s);
	s->y += SHEET_GAP;
	left = top = s->y;
	if (c->left_authority != NULL) {
		places->left_signature = left_signature_put(s, c);
		left += height_of(c->left_authority) + ROOM + height_of(c->left_signer);
	}
	if (c->recipients != NULL) {
		left += sheet_put(s, c->recipients_head, SHEET_LEFT, left, "P");
		left += sheet_put(s, c->recipients, SHEET_LEFT, left, "P");
	}
	if (c->authority != NULL) {
		if (c->dated != NULL)
			s->y += sheet_put_centred(s, c->dated, RIGHT_X, RIGHT_WIDTH, s->y, "P");
		places->signature = signature_put(s, c, RIGHT_X, RIGHT_WIDTH);
		s->y = top;
		places->seal = seal_place(&places->signature);
	}
	s->y += larger(c->signature_height, c->left_height);
	if (c->qr.modules > 0) {
		places->qr = qr_put(s, c, (qr_under(c) ? s->y : left) + QR_GAP);
		s->y += qr_under(c) ? c->qr_height : 0;
	}
	if (c->note != NULL && !c->note_beside)
		sheet_put(s, c->note, SHEET_LEFT, s->y + SHEET_GAP, "P");
}
