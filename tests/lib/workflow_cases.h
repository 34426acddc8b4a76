/* Small BPMN files for the unit tests of workflow/: a process that is right, and parts of it to be put wrong. */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/str.h"

#define CASE_HEAD \
	"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:mc='urn:motcua:workflow:1' id='d'>\n" \
	"<process id='small' name='Thủ tục nhỏ' isExecutable='true'>\n"
#define CASE_LANE(nodes) \
	"<laneSet id='lanes'><lane id='desk' name='Bộ phận Một cửa' mc:role='director'>" nodes "</lane></laneSet>\n"
#define CASE_REF(id)	"<flowNodeRef>" id "</flowNodeRef>"
#define CASE_TAIL	"</process></definitions>\n"
#define CASE_TASK(id)	"<userTask id='" id "' name='t' mc:deadline='1d' mc:status='4' mc:signs='yes'>" \
			"<extensionElements>" \
	"<mc:outcome id='ok' label-vi='Được' label-en='Fine' kind='approve'/></extensionElements></userTask>\n"
#define CASE_FLOW(id, from, to)	"<sequenceFlow id='" id "' sourceRef='" from "' targetRef='" to "'/>\n"
#define CASE_IF(id, from, to, test) "<sequenceFlow id='" id "' sourceRef='" from "' targetRef='" to "'>" \
	"<conditionExpression>" test "</conditionExpression></sequenceFlow>\n"

#define CASE_GOOD \
	CASE_HEAD CASE_LANE(CASE_REF("begin") CASE_REF("take") CASE_REF("look") CASE_REF("ask") CASE_REF("make") \
	    CASE_REF("good") CASE_REF("tell") CASE_REF("bad")) \
	"<startEvent id='begin'/>\n<serviceTask id='take' mc:service='accept'/>\n" \
	"<userTask id='look' name='Xem xét' mc:deadline='4h' mc:status='4' mc:signs='yes'><extensionElements>\n" \
	"<mc:outcome id='yes' label-vi='Đồng ý' label-en='Agree' kind='approve' confirm='yes'/>\n" \
	"<mc:outcome id='no' label-vi='Không' label-en='Decline' kind='refuse' reason='required'/>\n" \
	"</extensionElements></userTask>\n" \
	"<exclusiveGateway id='ask' default='f-no'/>\n" \
	"<serviceTask id='make' mc:service='issue-result' mc:status='9'/>\n" \
	"<serviceTask id='tell' mc:service='refuse-slip' mc:status='8'/>\n" \
	"<endEvent id='good' mc:result='issued' mc:status='10'/>\n" \
	"<endEvent id='bad' mc:result='refused' mc:status='8'/>\n" \
	CASE_FLOW("f1", "begin", "take") CASE_FLOW("f2", "take", "look") CASE_FLOW("f3", "look", "ask") \
	CASE_IF("f-yes", "ask", "make", "/dossier/process/@outcome = 'yes'") CASE_FLOW("f-no", "ask", "tell") \
	CASE_FLOW("f4", "make", "good") CASE_FLOW("f-told", "tell", "bad") CASE_TAIL

#define CASE_BRANCH(first, second) \
	CASE_HEAD CASE_LANE(CASE_REF("begin") CASE_REF("ask") CASE_REF("few") CASE_REF("many") CASE_REF("other") \
	    CASE_REF("bad")) \
	"<startEvent id='begin'/><exclusiveGateway id='ask' default='f-other'/>" \
	"<endEvent id='bad' mc:result='refused'/>\n" \
	CASE_TASK("few") CASE_TASK("many") CASE_TASK("other") \
	CASE_FLOW("f1", "begin", "ask") \
	CASE_FLOW("f-other", "ask", "other") CASE_IF("f-few", "ask", "few", first) \
	CASE_IF("f-many", "ask", "many", second) \
	CASE_FLOW("f2", "few", "bad") CASE_FLOW("f3", "many", "bad") CASE_FLOW("f4", "other", "bad") CASE_TAIL

#define CASE_DATA	CASE_BRANCH("/dossier/n &lt; 10", "/dossier/n &lt; 100")
#define CASE_HEAVY	CASE_BRANCH("count(//*[count(//*[count(//*) &gt; 1]) &gt; 1]) = 1", "false()")

#define CASE_LOOP \
	CASE_HEAD CASE_LANE(CASE_REF("begin") CASE_REF("a") CASE_REF("b") CASE_REF("g") CASE_REF("bad")) \
	"<startEvent id='begin'/><serviceTask id='a' mc:service='notify'/><serviceTask id='b' mc:service='notify'/>\n" \
	"<exclusiveGateway id='g' default='f-again'/><endEvent id='bad' mc:result='refused'/>\n" \
	CASE_FLOW("f1", "begin", "a") CASE_FLOW("f2", "a", "b") CASE_FLOW("f3", "b", "g") \
	CASE_FLOW("f-again", "g", "a") CASE_IF("f-out", "g", "bad", "false()") CASE_TAIL

/* As written; a name of its own so that cases read alike. */
static inline struct str
case_bpmn(struct arena *a, const char *bpmn)
{
	return (arena_str(a, str_of(bpmn)));
}

/* The text with its first "from" replaced. Aborts when there is none: a case that changes nothing tests nothing. */
static inline struct str
case_put(struct arena *a, const char *bpmn, const char *from, const char *to)
{
	struct str	s = str_of(bpmn);
	ptrdiff_t	at = str_find(s, str_of(from));

	CHECK(at >= 0);
	return (arena_printf(a, "%.*s%s%s", (int)at, bpmn, to, bpmn + (size_t)at + strlen(from)));
}

static inline struct str
case_file(struct arena *a, const char *path)
{
	auto_(buf_free) struct buf	b = BUF_INIT;
	char				block[4096];
	size_t				n;
	FILE				*f = fopen(path, "rb");

	CHECK(f != NULL);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	return (arena_str(a, buf_view(&b)));
}
