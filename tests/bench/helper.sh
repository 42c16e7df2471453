#!/bin/sh
# The credential helper's `get` against docker-credential-secretservice's, both from one real gnome-keyring.
#   sh tests/bench/helper.sh BUILD_FOLDER [RUNS [GOAL]]
set -eu
build=$(cd "$1" && pwd)
runs=${2:-60}
goal=${3:-0.5}

if [ -z "${WHARF_BENCH_FOLDER:-}" ]; then
    WHARF_BENCH_FOLDER=$(mktemp -d)
    export WHARF_BENCH_FOLDER
    trap 'rm -rf "$WHARF_BENCH_FOLDER"' EXIT
    mkdir -m 700 "$WHARF_BENCH_FOLDER/run"
    unset DISPLAY WAYLAND_DISPLAY XDG_CURRENT_DESKTOP WHARFINGER_STORE WHARFINGER_VAULT_PASSPHRASE 2>/dev/null || true
    export HOME="$WHARF_BENCH_FOLDER" XDG_RUNTIME_DIR="$WHARF_BENCH_FOLDER/run" WHARFINGER_HOME="$WHARF_BENCH_FOLDER/own" \
        DOCKER_CONFIG="$WHARF_BENCH_FOLDER/docker" XDG_CONFIG_HOME="$WHARF_BENCH_FOLDER/config"
    status=0
    dbus-run-session -- sh "$0" "$build" "$runs" "$goal" 2>"$WHARF_BENCH_FOLDER/log" || status=$?
    [ "$status" -le 1 ] || cat "$WHARF_BENCH_FOLDER/log" >&2
    exit "$status"
fi

# The daemon stays in the session and ends with its bus.
printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null
PATH="$build/bin:$PATH"
for helper in docker-credential-secretservice docker-credential-wharfinger; do
    printf '{"ServerURL":"registry.example.com","Username":"jo","Secret":"a-secret-of-usual-length"}' | $helper store
done
"$(find "$build" -name wharf-bench -type f | head -n 1)" "$runs" "$goal" registry.example.com \
    "docker-credential-secretservice get" "docker-credential-wharfinger get"
