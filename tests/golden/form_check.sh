#!/bin/bash
# `motcua form check --json` over each golden dossier gives exactly the golden answer. Prints "N passed, N failed".
# After a change that is meant: tests/golden/form_check.sh --write, and read the difference.
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
for instance in tests/golden/form/*.xml; do
	code=$(basename "$instance" .xml) want=${instance%.xml}.json
	got=$(bin/motcua form check "forms/$code/service.xml" "$instance" --today=2026-11-24 --json)
	[ "$1" = --write ] && printf '%s\n' "$got" >"$want"
	if [ "$got" = "$(cat "$want")" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1)); diff <(tr , '\n' <"$want") <(tr , '\n' <<<"$got") | sed "s/^/    $code /"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
