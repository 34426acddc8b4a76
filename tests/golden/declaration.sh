#!/bin/bash
# The official form of each golden dossier says exactly the golden text, in NFC; a long one goes over pages that are numbered.
# Prints "N passed, N failed". After a change that is meant: tests/golden/declaration.sh --write, and read the difference.
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

verdict() {
	if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "    $2"; fi
}

# file of the text <- service, instance
text_of() {
	bin/motcua form print "$1" "$2" --today=2026-11-24 >"$work/form.pdf" && pdftotext -layout "$work/form.pdf" - >"$3"
}

for instance in tests/golden/form/*.xml; do
	code=$(basename "$instance" .xml) want=${instance%.xml}.txt
	text_of "forms/$code/service.xml" "$instance" "$work/got"
	[ "$1" = --write ] && cp "$work/got" "$want"
	diff "$want" "$work/got" >"$work/diff"; verdict $? "$code: $(cat "$work/diff")"
	python3 -c 'import sys, unicodedata; t = open(sys.argv[1]).read(); sys.exit(len(t) < 500 or t != unicodedata.normalize("NFC", t))' \
		"$work/got"; verdict $? "$code: not NFC, or hardly a text"
	qpdf --check "$work/form.pdf" >"$work/qpdf" 2>&1; verdict $? "$code: $(cat "$work/qpdf")"
	[ "$(pdffonts "$work/form.pdf" | tail -n +3 | grep -vc 'Tinos.* yes yes yes')" = 0 ]; verdict $? "$code: a font is not embedded"
done

# Three years of results, many times over: only the typesetting is asked, which has no rule about rows.
python3 - "$work/long.xml" <<'PY'
import re, sys
text = open("tests/golden/form/2.002478.xml").read()
rows = re.findall(r"<results id=.*?</results>", text)
more = "".join(re.sub(r'id="r\d+"', f'id="r{i}"', rows[0]) for i in range(10, 110))
text = re.sub(r'rows="\d+"', 'rows="200"', text).replace(rows[-1], rows[-1] + more)
open(sys.argv[1], "w").write(text)
PY
sed 's/max="3"/max="200"/' forms/2.002478/service.xml >"$work/service.xml"
ln -s "$PWD/forms/service.rng" "$PWD/forms/types.rng" "$PWD/forms/messages.xml" "$work/"
text_of "$work/service.xml" "$work/long.xml" "$work/got"
[ "$(grep -c 'Điểm trung bình cả năm' "$work/got")" -ge 3 ]; verdict $? "the head of a long table is not on every page"
[ "$(grep -o 'Lớp 1[012]' "$work/got" | wc -l)" -ge 102 ]; verdict $? "rows of a long table are missing"
tr '\f' '\n' <"$work/got" | grep -qE '^ +3$'; verdict $? "page 3 has no number"

# Without an official form of its own a service has its questions and answers.
python3 -c 'import re, sys; t = open(sys.argv[1]).read(); print(re.sub(r"(?s)<official-form.*</official-form>", "", t))' \
	forms/3.000465/service.xml >"$work/service.xml"
text_of "$work/service.xml" tests/golden/form/3.000465.xml "$work/got"
grep -q 'TỜ KHAI ĐIỆN TỬ' "$work/got" && grep -q 'Năm tốt nghiệp: 1984' "$work/got" && grep -q 'NGƯỜI KHAI' "$work/got"
verdict $? "the plain form lacks something"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
