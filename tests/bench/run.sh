#!/bin/sh
# Every benchmark, each against a peer in the same run. Prints tables; the exit status is 1 when a goal is missed.
#   sh tests/bench/run.sh        WHARF_PRESET=release|ci chooses the build (release)
set -eu
cd "$(dirname "$0")/../.."
sh installer/linux/packages.sh build sandbox
preset=${WHARF_PRESET:-release}
cmake --preset "$preset" -DBUILD_TESTING=ON >/dev/null
cmake --build --preset "$preset" --target docker-credential-wharfinger wharf-bench

missed=0
for bench in tests/bench/*.sh; do
    [ "$bench" != tests/bench/run.sh ] || continue
    echo
    sed -n '2s/^# //p' "$bench"
    echo
    sh "$bench" "build/$preset" || missed=1
done
exit "$missed"
