#!/bin/bash
# The tour's result a day later: the worker has put certificates, revocation lists and a time stamp into its PDF. Here the day is
# over at once. Prints what is wrong, then "N passed, N failed".
cd "$(dirname "$0")/../.." || exit 2
var=${VAR:-var} passed=0 failed=0
tour=$var/tour public=$var/certs/public motcua=${BIN:-bin}/motcua

expect() {
	local what=$1
	shift
	if "$@" >/dev/null 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL $what"; fi
}
sql() { psql -XqAt -d "$(sed "s/options='[^']*'//" "$var/secret/owner.db")" -c "$1"; }
starts_with() { cmp -n "$(stat -c %s "$2")" "$1" "$2"; }
level() { "$motcua" verify "$1" --json --trust "$public/root.crt" | python3 -c \
    'import json, sys; s = json.load(sys.stdin)["signatures"]; sys.exit([x["level"] for x in s[:2]] != ["B-LTA"] * 2 or len(s) != 3)'; }

code=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["dossier"])' "$tour/tour.json")
sql "UPDATE outbox SET run_after = now() WHERE kind = 'keep-result'; NOTIFY outbox"
for _ in $(seq 100); do
	sha=$(sql "SELECT encode(r.pdf, 'hex') FROM result r JOIN dossier d ON d.id = r.dossier WHERE d.code = '$code' AND r.kept_until > now()")
	[ -n "$sha" ] && break
	sleep 0.1
done
kept=$var/store/${sha:0:2}/${sha:2:2}/$sha
expect "the worker has kept the result" test -s "$kept"
expect "what the citizen had got is its beginning" starts_with "$kept" "$tour/result.pdf"
expect "it is B-LTA, with the root alone" level "$kept"
expect "both states are known" test "$(sql "SELECT count(*) FROM result_revision v JOIN result r ON r.id = v.result JOIN dossier d
    ON d.id = r.dossier WHERE d.code = '$code'")" = 2
folders=$(find "$var/store" -type d ! -perm -2070 | head -1)
expect "web and worker can store in each other's folders ($folders)" test -z "$folders"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
