#!/bin/sh
# The window: time to be on screen against an empty Qt window, then memory and wake-ups with 1,000 accounts.
#   sh tests/bench/window.sh BUILD_FOLDER [RUNS]
set -eu
if [ "$1" = --managed ]; then # what follows, with a window manager beside it
    shift
    openbox >/dev/null 2>&1 &
    manager=$!
    sleep 2
    status=0
    "$@" || status=$?
    kill $manager
    exit $status
fi
build=$(cd "$1" && pwd)
runs=${2:-15}
tools=$(dirname "$(find "$build" -name wharf-window-bench -type f | head -n 1)")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

mkdir -m 700 "$place/run"
mkdir -p "$place/wharfinger/config"
# A thousand accounts on a hundred hosts that nobody answers for: no network plays a part.
{
    printf '{"version":1,"active":{},"accounts":[\n'
    i=0
    while [ $i -lt 1000 ]; do
        [ $i -eq 0 ] || printf ',\n'
        printf '{"id":"00000000-0000-4000-8000-%012d","host":"127.0.0.1:%d","user":"user-%d","kind":"personal-access-token","label":"","plainHttp":false,"caFile":"","certFile":"","keyFile":"","created":"2026-01-01T00:00:00Z","lastProven":"","facts":null,"repositories":[]}' \
            $i $((i / 10 + 1)) $i
        i=$((i + 1))
    done
    printf ']}\n'
} >"$place/wharfinger/config/accounts.json"

unset WAYLAND_DISPLAY XDG_CURRENT_DESKTOP 2>/dev/null || true
export HOME="$place" XDG_RUNTIME_DIR="$place/run" XDG_CONFIG_HOME="$place/config" DOCKER_CONFIG="$place/docker" QT_QPA_PLATFORM=xcb
# No keyring answers, so every account says so at once, and the window is at rest.
export DBUS_SESSION_BUS_ADDRESS="unix:path=$place/none" WHARFINGER_STORE=keychain

in_display() { xvfb-run --auto-servernum --server-args='-screen 0 1280x1024x24 -noreset' "$@"; }
status=0
in_display "$tools/wharf-window-bench" time "$runs" 1.5 "$tools/wharf-empty-window" "$build/bin/wharfinger" || status=1
echo
export WHARFINGER_HOME="$place/wharfinger"
in_display sh "$0" --managed "$tools/wharf-window-bench" idle 10 45 "$build/bin/wharfinger" || status=1
exit $status
