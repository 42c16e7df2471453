#!/bin/sh
# A healthy `wharfctl diagnose` with all its experiments against `docker login`, both to one docker-registry on loopback.
#   sh tests/bench/diagnose.sh BUILD_FOLDER [RUNS [GOAL]]
set -eu
build=$(cd "$1" && pwd)
runs=${2:-20}
goal=${3:-3.0}
place=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
end() {
    "$build/bin/wharf-sandbox" stop --dir "$place/sandbox" >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap end EXIT
"$build/bin/wharf-sandbox" start --only registry,keyring,docker --dir "$place/sandbox" >"$place/log" 2>&1 || {
    cat "$place/log" >&2
    exit 2
}
described() { sed -n "s/^    \"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$place/sandbox/sandbox.json"; }
registry=$(described registry)
authority=$(described ca)
# shellcheck disable=SC1091 # made by the sandbox
. "$place/sandbox/env.sh"
unset WHARFINGER_HOME WHARFINGER_VAULT_PASSPHRASE REGISTRY_AUTH_FILE 2>/dev/null || true
export PATH="$build/bin:$PATH"
secret() { sed -n '/"name": "personal"/,/}/s/^ *"secret": "\(.*\)",\{0,1\}$/\1/p' "$place/sandbox/sandbox.json"; }
diagnose="wharfctl diagnose $registry/group/app -u jo --password-stdin --ca-file $authority"
secret | docker login -u jo --password-stdin "$registry" >/dev/null 2>&1
# A repository that is there, so that push is asked for and the trial upload made.
tar -C "$place" -cf - log | docker import - "$registry/group/app" >/dev/null
docker push -q "$registry/group/app" >/dev/null
# The secret goes through a pipe, as a person's would.
status=0
secret | "$(find "$build" -name wharf-bench -type f | head -n 1)" "$runs" "$goal" - \
    "docker login -u jo --password-stdin $registry" "$diagnose" || status=$?
# shellcheck disable=SC2086 # words on purpose
secret | $diagnose --har "$place/run.har" >/dev/null
printf '\nRequests in one healthy run: %s.\n' "$(grep -c '"startedDateTime"' "$place/run.har")"
exit "$status"
