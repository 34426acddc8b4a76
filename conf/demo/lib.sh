# Shared by the demo's scripts: where things are, who runs what, steps with their times.
# Sourced, never run. Needs ROOT (the checkout). VAR and PORT come from the environment.
set -euo pipefail

PORT=${PORT:-8443}
O=${O:-obj}
BIN=${BIN:-bin}
VAR=${VAR:-var}
[[ $VAR == /* ]] || VAR=$ROOT/$VAR
# The demo proper, whose CA is also the tools' default: bin/motcua looks into certs/dev.
[ "$VAR" = "$ROOT/var" ] && MAIN_DEMO=yes || MAIN_DEMO=

# ---- who runs what. As root each process gets a user of its own; otherwise all run as whoever calls.
if [ "$(id -u)" = 0 ]; then
	DB_USER=postgres WEB_USER=www-data WEB_UID=33 WORKER_UID=64102 SIGNER_UID=64103 GROUP=33
	AS_DB=(setpriv --reuid=postgres --regid=postgres --init-groups --)
	AS_WEB=(setpriv --reuid=$WEB_UID --regid=$GROUP --clear-groups --)
	AS_WORKER=(setpriv --reuid=$WORKER_UID --regid=$GROUP --clear-groups --)
	AS_SIGNER=(setpriv --reuid=$SIGNER_UID --regid=$SIGNER_UID --clear-groups --)
	own() { chown "$@"; }
else
	DB_USER=$(id -un) WEB_USER=$(id -un) WEB_UID=$(id -u) WORKER_UID=$(id -u) SIGNER_UID=$(id -u) GROUP=$(id -g)
	AS_DB=(env) AS_WEB=(env) AS_WORKER=(env) AS_SIGNER=(env)
	own() { :; }
fi

# A unix socket's path holds at most 107 bytes, and the users above must be able to reach it: where the checkout
# allows neither, the data goes to /var/tmp and var/ becomes a link to it.
place_var() {
	mkdir -p "$VAR"
	VAR=$(readlink -f "$VAR")
	if [ ${#VAR} -gt 80 ] || ! "${AS_DB[@]}" test -x "$VAR" || ! "${AS_WEB[@]}" test -x "$VAR"; then
		local place
		place=/var/tmp/motcua-$(printf %s "$VAR" | sha256sum | cut -c1-12)
		mkdir -p "$place"
		rmdir "$VAR" && ln -s "$place" "$VAR"
		VAR=$place
	fi
	RUN=$VAR/run LOG=$VAR/log SECRET=$VAR/secret APP=$VAR/app CERTS=$VAR/certs CONF=$VAR/conf
}

PG_BIN=/usr/lib/postgresql/15/bin

# ---- steps: "name ... 1.2 s"; on failure what was tried, its last words and what to do.
step_name= step_help=
step() {
	local started now
	step_name=$1 step_help=$2
	shift 2
	printf '  %-44s' "$step_name"
	started=$(date +%s%N)
	if ! "$@" >"$LOG/step.log" 2>&1; then
		printf 'FAILED\n\n' >&2
		tail -n 20 "$LOG/step.log" | sed 's/^/    /' >&2
		printf '\nFailed at: %s\nWhat to do: %s\n' "$step_name" "$step_help" >&2
		exit 1
	fi
	now=$(date +%s%N)
	printf '%4d.%d s\n' $(((now - started) / 1000000000)) $(((now - started) / 100000000 % 10))
}

alive() { [ -s "$RUN/$1.pid" ] && kill -0 "$(cat "$RUN/$1.pid")" 2>/dev/null; }

# Start a process that is started again when it dies (systemd's work in production; conf/demo/keep's here).
keep() {
	local name=$1
	shift
	alive "$name.keep" && return 0
	setsid nohup "$ROOT/conf/demo/keep" "$RUN/$name.pid" "$LOG/$name.log" "$@" </dev/null >>"$LOG/keep.log" 2>&1 &
	echo $! >"$RUN/$name.keep.pid"
}

# Wait up to $1 seconds for the rest of the line to succeed.
wait_for() {
	local until=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $until ] || { echo "waited in vain for: $*"; return 1; }
		sleep 0.1
	done
}
