/*
 * A service as data: catalogue facts, form, result document, read from forms/<code>/service.xml.
 *
 *	struct form	 is parsed and proved once, then never changes; one per published package.
 *	struct instance	 is one dossier's data: an XML document /dossier, the truth that is signed.
 *
 * Names of values: "full_name", "holder.full_name", "subjects[r3].mark" (row r3 of a repeatable group),
 * "born.day" "born.month" "born.year" (a date's parts, when posted). The same name is the HTML control's name.
 * Officer-drafted fields stand under "result": "result.number_in_book". They are the form's last pages, and set only
 * with FORM_PART_RESULT.
 *
 * Time is a parameter everywhere: today is the civil date in Vietnam. Nothing here reads a clock, a file (but
 * form_rules_new) or a database. Texts for people come from the package and forms/messages.xml, never from C.
 */
#pragma once

#include <libxml/tree.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/core.h"
#include "core/json.h"
#include "core/str.h"
#include "paper/document.h"
#include "view/view.h"

#define FORM_PACKAGE_MAX_BYTES	(1024 * 1024)
#define FORM_INSTANCE_MAX_BYTES	(256 * 1024)
#define FORM_ROWS_MAX		500		/* of one group in one place */
#define FORM_DEPTH_MAX		8		/* groups within groups */
#define FORM_FILES_MAX		20		/* of one field */
#define FORM_FIELDS_MAX		2000		/* of one form */
#define FORM_TEXT_MAX_CHARS	5000		/* of a long text without a limit of its own */

enum form_answer {
	FORM_E_FINDINGS = 1,	/* the package is refused: see the findings */
	FORM_E_PROBLEMS,	/* the instance has problems: see them */
	FORM_E_LIMIT,		/* bigger than a limit above */
	FORM_E_SHAPE,		/* not an instance of this form */
	FORM_E_NAME,		/* no such page, field, group or row, or not one that may be changed here */
	FORM__MAX
};

/* A text in each language. English falls back to Vietnamese when the package has none. */
struct form_text {
	struct str	in[LANG__MAX];
};

/* ---- The rules all packages are read by: forms/service.rng, forms/types.rng, forms/messages.xml. */
struct form_rules;
int		 form_rules_new(const char *folder, struct form_rules **out);	/* "forms"; 0 | <0 fatal */
void		 form_rules_free(struct form_rules *r);
void		 form_rules_freep(struct form_rules **r);

/* ---- The package. */
struct form_finding {
	int		 line;		/* in service.xml */
	const char	*rule;		/* "schema", "cycle" ...: docs/ADDING-A-SERVICE.md lists them */
	bool		 note;		/* worth knowing, does not refuse */
	struct str	 text;		/* English: what is wrong and what to do */
};

struct form_findings {
	struct form_finding	*v;
	size_t			 n;
	size_t			 errors_n;	/* those that are not notes */
};

struct form;
struct instance;

/* 0 and *out | FORM_E_FINDINGS | FORM_E_LIMIT | <0. Findings (notes too) are made in a. rules must outlive the form. */
int		 form_new(struct arena *a, const struct form_rules *rules, struct str package, struct form **out,
		     struct form_findings *findings);
void		 form_free(struct form *f);
void		 form_freep(struct form **f);

/* SHA-256 of the canonical package (exclusive C14N without comments), 64 lower-case hex digits: what dossiers cite. */
struct str	 form_hash(const struct form *f);
/* The canonical package itself, with the entries of every code list it names: what is published. Owned by the form. */
struct str	 form_canonical(const struct form *f);

/* ---- Catalogue facts. Everything is owned by the form. */
enum form_level { LEVEL_THONG_TIN, LEVEL_MOT_PHAN, LEVEL_TOAN_TRINH };
enum form_unit { UNIT_HOUR, UNIT_DAY, UNIT_WORKING_DAY };
enum form_paper_kind { PAPER_ORIGINAL, PAPER_COPY, PAPER_SHOWN };

struct form_paper {
	int			 line;
	struct str		 field;		/* name of the file field that takes it; empty: none */
	enum form_paper_kind	 kind;
	int			 copies;
	bool			 required;	/* of everybody */
	bool			 conditional;	/* asked or required by the answers: form_paper_asked (form_rates.h) */
	struct str		 database;	/* the database that replaces it: "ho-tich"; empty: none */
	struct form_text	 database_name;
	struct form_text	 name;
	struct form_text	 substitute;	/* what may stand for it: "Cơ sở dữ liệu hộ tịch điện tử" */
};

struct form_legal {
	struct form_text	 text;
	struct date		 issued;	/* year 0: not known */
	struct date		 effective;
};

struct form_catalogue {
	struct str		 code;		/* "3.000465" */
	struct str		 workflow;	/* "ban-sao-van-bang": workflows/<name>.bpmn */
	struct str		 field_code;	/* lĩnh vực, "G03-GD05" */
	struct form_text	 field_name;
	struct form_text	 name;
	struct form_text	 summary;
	struct form_text	 outcome;	/* what the applicant gets */
	enum form_level		 level;
	struct form_text	 level_reason;	/* why not toàn trình; empty when it is */
	struct str		 agency;	/* code of the deciding agency; empty when a field says it */
	struct str		 agency_field;	/* name of the field that holds the agency's code */
	struct form_text	 decides;	/* who decides, in words, where a field says which; or empty */
	struct str		 audience;	/* "citizen", "organisation", "both" */
	struct str		 tier;		/* who decides: "bo", "tinh", "xa", "truong" */
	int			 rank;		/* place in lists, the small ones first */
	struct str		*events;	/* in life, that lead here: values of forms/lists/life-events.xml */
	size_t			 events_n;
	struct form_text	*who;		/* who may apply, one each */
	size_t			 who_n;
	struct form_paper	*papers;
	size_t			 papers_n;
	int			 limit_n;	/* time limit, when no condition changes it (form_rates.h) */
	enum form_unit		 limit_unit;
	bool limit_restarts; /* after a supplement: the full time again (NĐ 61/2018 art. 19.4), not what was left */
	struct form_text	 limit_note;
	int64_t			 fee_vnd;	/* when no condition changes it (form_rates.h) */
	struct form_text	 fee_note;
	struct form_legal	*legal;
	size_t			 legal_n;
	struct str		*synonyms;	/* for search */
	size_t			 synonyms_n;
	struct str		 search;	/* names, code and synonyms, folded by utf8_fold */
};

const struct form_catalogue *form_catalogue(const struct form *f);

/* A list of forms/lists, as it stands there now. n is 0 when there is none of that name. */
struct form_entry {
	struct str		 value;
	struct form_text	 label;
};

void		 form_list(struct arena *a, const struct form_rules *r, struct str name, struct form_entry **out,
		     size_t *n);

/* The fields with one of a fixed choice of values, outside repeated groups. */
struct form_choices {
	struct str	 path;		/* "holder/kind": below the root of the instance */
	struct str	*value;
	size_t		 value_n;
};

void		 form_choices(struct arena *a, const struct form *f, struct form_choices **out, size_t *n);

/* ---- Pages. */
/* What the databases said is of neither: nobody posts it. */
enum form_part { FORM_PART_APPLICANT, FORM_PART_RESULT, FORM_PART_LOOKUP };

struct form_page {
	struct str		id;		/* in URLs: "nguoi-de-nghi" */
	enum form_part		part;
	struct form_text	title;
};

size_t		 form_pages_n(const struct form *f);		/* both parts, applicant's first */
const struct form_page *form_page(const struct form *f, size_t i);
int		 form_page_find(const struct form *f, struct str id, size_t *i);	/* 0 | FORM_E_NAME */
/* The page next to show (dir +1 or -1) that is relevant, of the same part. 0 | FORM_E_NAME at either end. */
int		 form_page_step(const struct form *f, struct instance *in, size_t from, int dir, size_t *to);

/* Does any field ask for this source? "profile.full_name", "registry.so-goc.serial". And the registries it looks up. */
bool		 form_uses(const struct form *f, struct str source);
struct str	 form_registry(const struct form *f);		/* "so-goc"; empty: none */
/* Does a field of this page ask for a source that begins so? "registry." */
bool		 form_page_asks(const struct form *f, size_t page, struct str sources);

/* ---- The instance. Owned; holds a reference to its form, which must outlive it. */
struct form_pair {		/* a posted name and value, or a prefill source and its value */
	struct str	name;
	struct str	value;
};

/* An empty dossier, with values from sources ("profile.full_name" -> ...) where fields ask for them. */
int		 instance_new(const struct form *f, struct date today, const struct form_pair *sources, size_t n,
		     struct instance **out);					/* 0 | <0 */
/* Stored text back. 0 | FORM_E_LIMIT | FORM_E_SHAPE | <0. */
int		 instance_parse(const struct form *f, struct date today, struct str text, struct instance **out);
const struct form *instance_form(const struct instance *in);
/* The same, freed with a. */
int		 instance_read(struct arena *a, const struct form *f, struct date today, struct str text,
		     struct instance **out);
void		 instance_keep(struct arena *a, struct instance *in);	/* a frees it from now on */
void		 instance_free(struct instance *in);
void		 instance_freep(struct instance **in);
/* Deterministic canonical XML, NFC. 0 | FORM_E_LIMIT (too big to store) | <0. */
int		 instance_text(struct arena *a, struct instance *in, struct str *out);
/* What stood in fields that are hidden now, to be stored beside a draft ("": nothing), and back, after
 * instance_parse. It is no part of the instance, and goes when the draft is handed in; fields that are shown again
 * have their value back. 0 | FORM_E_LIMIT | FORM_E_SHAPE (a field that this form does not have) | <0. */
int		 instance_withheld(struct arena *a, struct instance *in, struct str *out);
int		 instance_withheld_take(struct instance *in, struct str text);
xmlDoc		*instance_doc(struct instance *in);		/* borrowed: for conditions of the workflow; settled */

/*
 * Take in what was posted for one page (SIZE_MAX: any page). Values are cleaned and brought to their type's form where
 * that can be done; what can't is kept as typed, and reported by form_check. Read-only and calculated fields are passed
 * over, and so are names that start with "_" (the page's own: token, version, buttons). What the new values hide
 * loses its
 * value at once. A choices field of the page that was not posted becomes empty (no box ticked), when a page is given.
 * Each part sets its own fields only. 0 | FORM_E_NAME: some names were not of this page (or are file fields), the
 * others are
 * set | FORM_E_LIMIT: too many or too much, nothing is set | FORM_E_SHAPE: not clean UTF-8, nothing is set.
 */
int		 instance_set(struct instance *in, enum form_part part, size_t page, const struct form_pair *pairs,
		     size_t n);
/* Values from sources again (a registry record was chosen): overwrites this part's fields that name these sources. The
 * officer's choice of a record never touches what the applicant has said. Answers as instance_set. */
int		 instance_prefill(struct instance *in, enum form_part part, const struct form_pair *sources, size_t n);
/* The value that stands in the first filled field that asks for this source: what to look a record up by. */
struct str	 instance_sourced(struct arena *a, struct instance *in, enum form_part part, struct str source);
/* Value by name, as stored ("" when hidden, absent or empty). */
struct str	 instance_get(struct arena *a, struct instance *in, struct str name);

/* Rows of a repeatable group; group is its name ("subjects", "schools[r1].classes"), row its id ("r3").
 * 0 | FORM_E_NAME | FORM_E_LIMIT (max or min rows). */
int		 instance_row_add(struct arena *a, struct instance *in, struct str group, struct str *row);
int		 instance_row_remove(struct instance *in, struct str group, struct str row);
int		 instance_row_move(struct instance *in, struct str group, struct str row, int by);

/* Files of a file field. The bytes are elsewhere; this is their record. */
struct form_file {
	struct str	sha256;		/* 64 hex digits, lower case */
	struct str	name;		/* as the applicant called it */
	struct str	type;		/* "application/pdf" */
	int64_t		bytes;
	int64_t		pages;		/* 0: not known */
};
int		 instance_file_add(struct instance *in, struct str field, const struct form_file *file);
								/* 0 | FORM_E_NAME | FORM_E_LIMIT */
/* 0 | FORM_E_NAME */
int		 instance_file_remove(struct instance *in, struct str field, struct str sha256);
/* All files of the instance, in document order, with the label of their field. */
struct form_attachment {
	struct str		field;
	struct form_text	label;
	struct form_file	file;
};
void		 instance_files(struct arena *a, struct instance *in, struct form_attachment **out, size_t *n);

/* ---- Checking. */
#define FORM_ALL_PAGES	SIZE_MAX

struct form_problem {
	struct str	name;		/* of the control, "born": posted and as HTML name */
	struct str	anchor;		/* HTML id of the first wrong control: "born-day" */
	size_t		page;
	const char	*id;		/* message id, "personal-id-digits"; "constraint" for the package's own */
	struct str	label;		/* the field's label, in the asked language */
	struct str	text;		/* says the fix: "phải có 12 chữ số – bạn đã nhập 11" */
};

struct form_problems {
	struct form_problem	*v;	/* in document order, one a field */
	size_t			 n;
};

/* Check one page, or FORM_ALL_PAGES of the part. 0 | FORM_E_PROBLEMS. */
int		 form_check(struct arena *a, struct instance *in, enum form_part part, size_t page, enum lang lang,
		     struct form_problems *out);

/* ---- What a page shows: plain data, in the asked language. */
enum control_kind {
	CONTROL_SECTION,	/* label (may be empty) and controls below it */
	CONTROL_REPEAT,		/* label, rows, each with controls; add and remove buttons */
	CONTROL_INPUT,		/* one line */
	CONTROL_TEXTAREA,
	CONTROL_DATE,		/* three inputs: parts */
	CONTROL_RADIOS,		/* options, up to 7 */
	CONTROL_SELECT,		/* options, more than 7 */
	CONTROL_CHECKBOXES,	/* options, any number selected */
	CONTROL_FILES,		/* files */
	CONTROL_SHOWN,		/* read-only or calculated: label and shown text only, nothing posted */
	CONTROL__MAX
};

struct control_option {
	struct str	value;
	struct str	id;
	struct str	label;
	struct str	hint;
	/* label of what it stands under, when the list is shown in groups; else empty */
	struct str	group;
	bool		selected;
};

struct control_part {		/* of a date */
	struct str	name;		/* "born.day" */
	struct str	id;		/* "born-day" */
	struct str	key;		/* "day" "month" "year" */
	struct str	label;		/* "Ngày" */
	struct str	value;
	struct str	autocomplete;	/* "bday-day" or empty */
	int		width;		/* 2 or 4 */
	bool		wrong;
};

struct control_row {
	struct str	 id;		/* "r3" */
	size_t		 number;	/* from 1 */
	struct str	 label;		/* "Nội dung 2" */
	struct str	 remove;	/* value of a button named "_remove": "subjects[r3]"; empty: must stay */
	struct str	 up, down;	/* of buttons "_up" and "_down"; empty: it is the first, the last */
	struct control	*controls;
	size_t		 controls_n;
};

struct control {
	enum control_kind	 kind;
	struct str		 name;		/* HTML name, and the path: "holder.full_name" */
	struct str		 id;		/* HTML id: "holder-full_name" */
	const char		*type;		/* "text" "personal-id" "date" ...: the type's word in service.xml */
	struct str		 label, hint, help;
	bool			 required;
	/* false: form.js hides it at once; without JavaScript it stays, and what is filled in needlessly loses its
	 * value on the server */
	bool			 relevant;
	struct str		 value;		/* as stored, or as typed when it could not be understood */
	struct str		 shown;		/* for reading: "02/05/1990", "1.250.000 đồng", "Trung học phổ thông" */
	struct str		 error;		/* text of the problem; empty: none */
	struct str		 inputmode;	/* "numeric", "tel", "email", "" */
	struct str		 autocomplete;	/* WHATWG token, or "" */
	int			 maxlength;	/* characters; 0: none to tell */
	int			 width;		/* characters that fit, 0: full width */
	int			 rows;		/* CONTROL_TEXTAREA */
	bool			 sensitive;
	struct str		 prefilled_from;/* "profile.full_name" when the value was brought in; empty otherwise */
	struct control_part	*parts;		/* CONTROL_DATE: day, month, year */
	size_t			 parts_n;
	struct control_option	*options;
	size_t			 options_n;
	/* A list that depends on another field (@under): that field's label while it has no answer, and whether the
	 * list is empty until it has one. A button named "_refresh" then fetches the page with the list in it. */
	struct str		 above;
	bool			 waits;
	struct form_file	*files;		/* CONTROL_FILES */
	size_t			 files_n;
	size_t			 files_max;
	struct str		 accept;	/* "application/pdf,image/jpeg,image/png" */
	bool			 table;		/* CONTROL_REPEAT: rows as a table where there is room */
	struct str		*heads;		/* labels of a row's fields, when table */
	size_t			 heads_n;
	struct control_row	*rows_v;	/* CONTROL_REPEAT */
	size_t			 rows_n;
	struct str		 add;		/* value of a button named "add": "subjects"; empty: full */
	struct str		 add_label;
	struct control		*controls;	/* CONTROL_SECTION */
	size_t			 controls_n;
	/* For assets/js/form.js, as data-path, data-relevant, data-required, data-calculate; empty: leave it out. */
	struct str		 data_path;	/* "holder/full_name", "subjects[@id='r3']/mark" below /dossier */
	struct str		 data_relevant;
	struct str		 data_required;
	struct str		 data_calculate;
	struct str		 data_under;	/* the path that @under names */
	/* all entries, [[value, label, under], ...], when they are not too many */
	struct str		 data_choices;
};

struct page_view {
	struct str	 id;
	struct str	 title;
	size_t		 number, of;	/* "2/5", relevant pages of the part only */
	struct control	*controls;
	size_t		 controls_n;
	/* the values that other pages hold and this page's expressions may read: JSON for form.js (data-instance on
	 * the form element) */
	struct str	 data_instance;
};

/* problems may be NULL (a page shown for the first time). 0 | FORM_E_NAME. */
int		 form_view_page(struct arena *a, struct instance *in, size_t page, enum lang lang,
		     const struct form_problems *problems, struct page_view *out);

/* "Check your answers", the officer's page, the printed declaration. */
struct answer {
	struct str	 label;
	struct str	 shown;		/* "" when nothing was answered: the page says so in its own words */
	struct str	 name;
	size_t		 page;		/* where to change it, with #anchor */
	struct str	 anchor;
	bool		 sensitive;
	bool		 paper;		/* a file field */
	bool		 fixed;		/* calculated or read-only: nobody answers it */
	struct form_file *files;	/* for file fields */
	size_t		 files_n;
};

struct answer_section {
	struct str	 title;		/* page title, section title or "Nội dung 2" */
	size_t		 page;
	int		 depth;		/* 0 page, 1 section, 2.. rows of groups */
	struct answer	*answers;
	size_t		 answers_n;
};

void		 form_view_answers(struct arena *a, struct instance *in, enum form_part part, enum lang lang,
		     struct answer_section **out, size_t *n);

/* ---- What lists keep beside the instance. */
struct form_projection {
	struct str	applicant;	/* name, as written */
	struct str	subject;	/* one line: "Bản sao bằng THPT – Nguyễn Thị Ngưỡng" */
	struct str	search;		/* folded: applicant, subject, ids, phones */
	struct str	agency;		/* code of the deciding agency */
};

void		 form_project(struct arena *a, struct instance *in, struct form_projection *out);

/* ---- The result document. The caller fills number, place, date, agency, signer, QR. */
struct form_result {
	struct str	 suffix;		/* "QĐ-SGDĐT": number is "12/" + suffix */
	struct str	 kind;			/* "quyet-dinh" */
	struct claim	*claims;		/* for the QR page and the XML twin */
	size_t		 claims_n;
};

/* Fills title, subject, blocks, recipients and authority of *doc. Texts are Vietnamese, the language of the
 * document. */
void		 form_result(struct arena *a, struct instance *in, struct document *doc, struct form_result *out);

/*
 * The official form (mẫu đơn, tờ khai): the applicant's answers in the layout of the law's paper. The caller fills
 * place, date, note and QR. A package without one of its own gets all its questions with their answers, page by page.
 */
void		 form_declaration(struct arena *a, struct instance *in, struct document *doc);

/* ---- For tools: problems, computed values and relevant names as members of an open JSON object. */
void		 form_report_json(struct instance *in, const struct form_problems *problems, struct json *j);
/* The settled instance as form.js reads it: [name, {attributes}, text] or [name, {attributes}, [children]]. */
void		 instance_json(struct instance *in, struct json *j);
