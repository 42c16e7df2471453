#!/bin/sh
# `wharfctl login` against `skopeo login`, both to one docker-registry behind the GitLab stand-in.
#   sh tests/bench/login.sh BUILD_FOLDER [RUNS [GOAL]]
# Wharfinger does more in that time: it asks GitLab about the token, keeps it in a keyring and edits two client files.
set -eu
build=$(cd "$1" && pwd)
runs=${2:-30}
goal=${3:-1.0}
place=$(mktemp -d)
end() {
    "$build/bin/wharf-sandbox" stop --dir "$place/sandbox" >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap end EXIT
"$build/bin/wharf-sandbox" start --only registry,keyring --dir "$place/sandbox" >"$place/log" 2>&1 || {
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
# The secret goes through a pipe, as a person's would.
sed -n '/"name": "personal"/,/}/s/^ *"secret": "\(.*\)",\{0,1\}$/\1/p' "$place/sandbox/sandbox.json" |
    "$(find "$build" -name wharf-bench -type f | head -n 1)" "$runs" "$goal" - \
        "skopeo login --authfile $place/auth.json --username jo --password-stdin $registry" \
        "wharfctl login $registry -u jo --password-stdin --ca-file $authority"
