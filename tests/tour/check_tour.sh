#!/bin/bash
# What other programs say of the files that the tour left in VAR/tour (var/tour): poppler, qpdf, OpenSSL, zbar, xmlsec1, and
# bin/motcua. Prints what is wrong, then "N passed, N failed".
cd "$(dirname "$0")/../.." || exit 2
var=${VAR:-var} passed=0 failed=0
tour=$var/tour public=$var/certs/public motcua=${BIN:-bin}/motcua
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# expect WHAT COMMAND...: the command succeeds.
expect() {
	local what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $what"
		head -c 1500 "$work/said" | sed 's/^/    /'
	fi
}
# has N TEXT FILE: the text stands on exactly N lines.
has() { [ "$(grep -cF -- "$2" "$3")" = "$1" ] || { cat "$3"; return 1; }; }
lacks() { ! grep -F -- "$1" "$2"; }
fails() { ! "$@"; }

for file in receipt.pdf result.pdf result.xml qr.png tour.json; do
	expect "$file is there" test -s "$tour/$file"
done

# ---- signatures, by a reader that trusts the demo's root alone
certutil -N -d "sql:$work" --empty-password
certutil -A -d "sql:$work" -n root -t CT,C,C -i "$public/root.crt"
for name in receipt result; do
	pdfsig -nssdir "sql:$work" "$tour/$name.pdf" >"$work/$name.sig" 2>&1
	signatures=$(grep -c '^Signature #' "$work/$name.sig")
	expect "$name.pdf: every signature is valid" has "$signatures" "Signature is Valid." "$work/$name.sig"
	expect "$name.pdf: every signature is trusted" has "$signatures" "Certificate is Trusted." "$work/$name.sig"
	sed -n "/^Signature #$signatures/,\$p" "$work/$name.sig" >"$work/last"
	expect "$name.pdf: the last covers the total document" has 1 "  - Total document signed" "$work/last"
	expect "$name.pdf: qpdf finds nothing" qpdf --check "$tour/$name.pdf"
	pdffonts "$tour/$name.pdf" | tail -n +3 | awk '{ print $(NF - 4) }' >"$work/embedded"
	expect "$name.pdf: has fonts" test -s "$work/embedded"
	expect "$name.pdf: fonts are embedded" lacks no "$work/embedded"
	pdftotext "$tour/$name.pdf" "$work/$name.txt"
	expect "$name.pdf: the text is in NFC" python3 -c \
	    'import sys, unicodedata; t = open(sys.argv[1], encoding="utf-8").read(); sys.exit(t != unicodedata.normalize("NFC", t) or "\ufffd" in t)' "$work/$name.txt"
	expect "motcua verify $name.pdf" "$motcua" verify "$tour/$name.pdf" --trust "$public/trust.pem"
done
expect "result.pdf: officer and seal have signed" has 2 "Signature Validation" "$work/result.sig"
for words in "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" "Họ và tên: Nguyễn Ngọc Lan" "Số hiệu bản chính: A07310010" "Trần Minh Mẫu"; do
	expect "result.pdf says “$words”" grep -qF "$words" "$work/result.txt"
done
expect "receipt.pdf says “Nguyễn Thị Ngưỡng”" grep -qF "Nguyễn Thị Ngưỡng" "$work/receipt.txt"
tr '\n' ' ' <"$work/receipt.txt" >"$work/receipt.line"
expect "receipt.pdf has a date of return to come" python3 - "$work/receipt.line" <<'PY'
import datetime, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
times = re.findall(r"(\d+) giờ (\d+) phút, ngày (\d+) tháng (\d+)\s+năm (\d+)", text)
at = [datetime.datetime(int(y), int(mo), int(d), int(h), int(mi)) for h, mi, d, mo, y in times]
print(at)
sys.exit(not (len(at) >= 2 and at[0] < at[1] < at[0] + datetime.timedelta(days=31)))
PY

# ---- the signature's insides: PAdES forbids the signing-time attribute, the time is the time stamp's
python3 - "$tour/result.pdf" "$work" <<'PY'
import pathlib, re, sys
for n, found in enumerate(re.finditer(rb"/Contents\s*<([0-9a-fA-F]+)>", pathlib.Path(sys.argv[1]).read_bytes())):
    pathlib.Path(sys.argv[2], f"{n}.der").write_bytes(bytes.fromhex(found[1].decode()))
PY
for der in "$work"/[0-9].der; do
	openssl cms -cmsout -print -inform DER -in "$der" >"$work/cms" 2>&1
	sed '/unsignedAttrs/,$d' "$work/cms" >"$work/signed"
	expect "CMS ${der##*/}: no signing-time attribute" lacks signingTime "$work/signed"
	expect "CMS ${der##*/}: names its certificate" grep -q signingCertificateV2 "$work/signed"
	expect "CMS ${der##*/}: has a time stamp" grep -q timeStampToken "$work/cms"
done

# ---- the QR, as a stranger's phone reads it
python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["qr_text"], end="")' "$tour/tour.json" >"$work/qr"
qr=$(cat "$work/qr")
[ -n "$qr" ] || qr=none
zbarimg -q --raw -Sdisable -Sqrcode.enable "$tour/qr.png" 2>/dev/null | tr -d '\n' >"$work/cut"
expect "zbarimg reads the QR from qr.png" cmp "$work/cut" "$work/qr"
pdftoppm -r 200 -singlefile -png "$tour/result.pdf" "$work/page"
zbarimg -q --raw -Sdisable -Sqrcode.enable "$work/page.png" 2>/dev/null | tr -d '\n' >"$work/read"
expect "zbarimg reads the QR from the rendered page" cmp "$work/read" "$work/qr"
expect "motcua qr decode accepts it" "$motcua" qr decode "$qr" --keys "$public/keys.json"
wrong=0
for ((i = ${#qr} - 1; i >= 0; i--)); do
	c=${qr:i:1}
	[ "$c" != "#" ] || break
	! "$motcua" qr decode "${qr:0:i}$(((c + 1) % 10))${qr:i+1}" --keys "$public/keys.json" >"$work/said" 2>&1 || wrong=$((wrong + 1))
done
expect "motcua qr decode refuses it with any of its $((${#qr} - 1 - i)) digits changed" test "$wrong" = 0 -a "$i" -gt 0

# ---- the twin
expect "xmlsec1 verifies result.xml" xmlsec1 --verify --id-attr:Id SignedProperties --trusted-pem "$public/root.crt" \
    --untrusted-pem "$public/issuing.crt" "$tour/result.xml"
expect "motcua verify result.xml" "$motcua" verify "$tour/result.xml" --trust "$public/trust.pem"
sed 's/Nguyễn Ngọc Lan/Nguyễn Ngọc Len/' "$tour/result.xml" >"$work/changed.xml"
expect "xmlsec1 refuses it when a letter is changed" fails xmlsec1 --verify --id-attr:Id SignedProperties \
    --trusted-pem "$public/root.crt" --untrusted-pem "$public/issuing.crt" "$work/changed.xml"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
